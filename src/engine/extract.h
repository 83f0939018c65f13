/* extract.h - the values at one place inside a column: a path of a document, the elements of an array, the value
 * beside a code. Floor 3, pure. */
#ifndef CS_ENGINE_EXTRACT_H
#define CS_ENGINE_EXTRACT_H

#include "engine/ruleset.h"

typedef void (*cs_extract_fn)(void *ctx, const char *text, gsize size);

/* Gives fn every scalar of data that stands at path, as a study names paths: "$.phones[].number", "$.users{*}.mail",
 * "$[]". Documents may be cut anywhere. */
void cs_extract(struct cs_matcher *matcher, const struct cs_ruleset *ruleset, enum cs_type type, const char *path,
                const char *data, gsize size, cs_extract_fn fn, void *ctx);

/* "[code=MAIL]": the column and the value that it must have; FALSE for other paths. Owned by the caller. */
gboolean cs_extract_code(const char *path, char **ret_column, char **ret_value);

/* A key that is no word of a schema: it holds an address, a number, or is matched by a rule of its own. */
gboolean cs_key_is_data(struct cs_matcher *matcher, const struct cs_ruleset *ruleset, const char *key, gsize size);

/* TRUE when a path as met belongs to a path of the study: {*} stands for any key. */
gboolean cs_path_matches(const char *pattern, const char *path);

/* Elements of a PostgreSQL array {a,"b c"}: scalar gets each, with the path "$[]". */
void cs_array_walk(const char *text, gsize size,
                   void (*scalar)(void *ctx, const char *path, const char *text, gsize size), void *ctx);

#endif
