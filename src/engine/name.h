/* name.h - column and table names: split into tokens, matched against the rules' name forms. Floor 3. */
#ifndef CS_ENGINE_NAME_H
#define CS_ENGINE_NAME_H

#include "engine/ruleset.h"

/* Index over all name forms of a ruleset; immutable, shared. */
struct cs_names;
struct cs_names *cs_names_new(const struct cs_ruleset *ruleset);
void cs_names_free(struct cs_names *names);

enum cs_strength { CS_NAME_NEGATIVE = -1, CS_NAME_WEAK = 1, CS_NAME_STRONG = 2 };

struct cs_name_hit {
    int attribute; /* taxonomy index, -1: none */
    enum cs_strength strength;
    gboolean whole;    /* the whole name, not a run of its tokens */
    gboolean followed; /* a part with words behind it: "prenom_table" is about a table */
    guint rule;        /* rule index */
    char form[64];     /* the vocabulary form that matched */
};

/* Best hits for a column name, strongest first; table: its object's name (prefix stripped, context). */
guint cs_names_match(const struct cs_names *names, const char *column, const char *table, struct cs_name_hit *ret_hits,
                     guint max);
/* Runs every rule's own name examples. Returns how many were run. */
guint cs_names_test(const struct cs_names *names, const struct cs_ruleset *ruleset, struct cs_yaml_errors *errors);
/* Normal form: tokens joined by "_", accents folded, lower case. Owned by the caller. */
char *cs_name_normal(const char *name);

#endif
