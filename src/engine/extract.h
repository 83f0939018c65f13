/* extract.h - the values at one place inside a column: a path of a document, the elements of an array, the value
 * beside a code. Floor 3, pure. */
#ifndef CS_ENGINE_EXTRACT_H
#define CS_ENGINE_EXTRACT_H

#include "engine/ruleset.h"

/* Which values of a column: as a study found them. All borrowed. */
struct cs_extract {
    struct cs_matcher *matcher;
    const struct cs_ruleset *ruleset;
    enum cs_type type;
    const char *encoding; /* of the column; NULL: UTF-8 */
    const char *path;     /* "$.phones[].number", "$.users{*}.mail", "$[]"; NULL: the value itself */
    const char *encoded;  /* cs_finding.encoded, or NULL */
};
typedef void (*cs_extract_fn)(void *ctx, const char *text, gsize size);

/* Gives fn every scalar of data that stands at the path, decoded. Documents may be cut anywhere. */
void cs_extract(const struct cs_extract *what, const char *data, gsize size, gboolean truncated, cs_extract_fn fn,
                void *ctx);

/* "[code=MAIL]", "[code=CARD].email": the column, the value that it must have, and the path inside the value beside it
 * ("$.email") or NULL; FALSE for other paths. Owned by the caller. */
gboolean cs_extract_code(const char *path, char **ret_column, char **ret_value, char **ret_rest);

/* A key that is no word of a schema: it holds an address, a number, or is matched by a rule of its own; strict: also
 * by one that is no proof, such as a list of names. */
gboolean cs_key_is_data(struct cs_matcher *matcher, const struct cs_ruleset *ruleset, gboolean strict, const char *key,
                        gsize size);

/* TRUE when a path as met belongs to a path of the study: {*} stands for any key. */
gboolean cs_path_matches(const char *pattern, const char *path);

#endif
