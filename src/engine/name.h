/* name.h - column names as canonical tokens, matched against the rules' name forms. Floor 3.
 *
 * Forms are matched as runs of whole tokens, never inside a word; a run inside a longer matching run does not count.
 * The words around a run tell what becomes of it: a role ("billing"), a key ("id"), a time ("at"), a mark of metadata
 * ("template"), or something unknown. */
#ifndef CS_ENGINE_NAME_H
#define CS_ENGINE_NAME_H

#include "engine/ruleset.h"
#include "model/catalog.h"

/* Index over all name forms of a ruleset; immutable, shared. */
struct cs_names;
struct cs_names *cs_names_new(const struct cs_ruleset *ruleset);
void cs_names_free(struct cs_names *names);
const struct cs_lexicon *cs_names_lexicon(const struct cs_names *names); /* borrowed */

enum cs_strength { CS_NAME_WEAK = 1, CS_NAME_STRONG = 2 };

struct cs_name_hit {
    int attribute; /* taxonomy index */
    enum cs_strength strength;
    gboolean whole; /* nothing else stands in the name but roles, numbers, the table's own words */
    gboolean meta, code, number, time, flag; /* such a word stands beside it */
    gboolean people;                         /* a word for people does: "client_nom" */
    gboolean followed;                       /* another attribute's name stands behind: "email_token" */
    gboolean split;                          /* a compound had to be cut */
    guint before, after;                     /* unknown words before and behind */
    guint tokens;                            /* of the form */
    guint rule;                              /* rule index */
    char form[64];                           /* the form that matched, tokens joined by "_" */
};

/* What all columns of an object share: the tokens of its name, and a first or last token that most column names have
 * ("emp_…", "…_adh") and that tells nothing. */
struct cs_name_scope {
    char **tokens;         /* of the object's name */
    char *prefix, *suffix; /* or NULL */
};
void cs_name_scope_init(struct cs_name_scope *scope, const struct cs_names *names, const struct cs_object *object);
void cs_name_scope_clear(struct cs_name_scope *scope);

/* Hits of a name, at most one an attribute; scope may be NULL. */
guint cs_names_match(const struct cs_names *names, const char *name, const struct cs_name_scope *scope,
                     struct cs_name_hit *ret_hits, guint max);
/* Runs every rule's own name examples. Returns how many were run. */
guint cs_names_test(const struct cs_names *names, const struct cs_ruleset *ruleset, struct cs_yaml_errors *errors);

#endif
