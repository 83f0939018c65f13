/* ruleset.h - rule packs: read from YAML, compiled, matched against values. Floor 3, pure.
 *
 * A rule is data (rules/README.md). A loaded ruleset is immutable and shared between threads; what
 * changes while matching lives in a cs_matcher, one a thread. */
#ifndef CS_ENGINE_RULESET_H
#define CS_ENGINE_RULESET_H

#include "base/yaml.h"
#include "engine/lexicon.h"
#include <cassini/value.h>
#include <glib.h>

/* Named checks (check.c and its neighbours): checksum or structure of a normal form. */
typedef gboolean (*cs_check_fn)(const char *text, gsize size);
struct cs_check {
    const char *name;
    const char *form; /* of the random values that chance is measured on (cs_check_form); NULL: an estimate */
    double chance;    /* share of those that pass */
    cs_check_fn fn;   /* NULL: the form and the formula say all */
    const struct cs_formula *formula;
};
const struct cs_check *cs_check_find(const char *name); /* NULL when unknown */
const struct cs_check *cs_check_at(guint index);        /* NULL behind the last */
gboolean cs_check_accepts(const struct cs_check *check, const char *text, gsize size);

/* Normal forms (normal.c) named by rules: "raw", "trim", "alnum" (upper-case A–Z0–9 only), "digits", "fold"
 * (cs_utf8_fold), "lower", "phone" (digits with a leading +). */
enum cs_normal { CS_NF_RAW, CS_NF_TRIM, CS_NF_ALNUM, CS_NF_DIGITS, CS_NF_FOLD, CS_NF_LOWER, CS_NF_PHONE, CS_NF_COUNT };

struct cs_rule {
    char *id;
    char *pack;
    char *attribute;                   /* taxonomy id, or "none" for a negative */
    int attribute_index;               /* cs_taxonomy_index; -1 for none */
    char **locales;                    /* NULL-ended; empty: any */
    char **strong, **weak, **negative; /* name forms, NULL-ended; may be empty */
    char *pattern;                     /* value regex, or NULL */
    enum cs_normal normal;
    const struct cs_check *check;       /* or NULL */
    char *list;                         /* word list name, or NULL */
    gboolean any_word;                  /* one word of the value in the list is enough */
    guint32 types;                      /* bits 1 << enum cs_type that it applies to */
    double chance;                      /* share of values of other columns that match by accident */
    double weight;                      /* log-odds of a full value match, fitted */
    double min_ratio;                   /* "is" needs at least this share (default 0.6) */
    gboolean search;                    /* also found inside free text (pattern_search) → contains */
    gboolean needs_name;                /* the value alone proves nothing: counts only beside name evidence */
    char **match, **no_match;           /* value examples */
    char **name_match, **name_no_match; /* name examples */
    char *file;
    guint line;
};

struct cs_ruleset;
/* Loads every *.yaml below folder (rules/) but for those of apps/, sorted by path, and its lists. Errors of all files
 * are collected. locales: NULL-ended or NULL for all. no_jit: match without JIT. CS_E_CONFIG. */
int cs_ruleset_load(const char *folder, const char *const *locales, gboolean no_jit, struct cs_yaml_errors *errors,
                    struct cs_ruleset **ret_ruleset, struct cs_err *err);
void cs_ruleset_free(struct cs_ruleset *ruleset);
guint cs_ruleset_count(const struct cs_ruleset *ruleset);
const struct cs_rule *cs_ruleset_rule(const struct cs_ruleset *ruleset, guint index);
const char *cs_ruleset_version(const struct cs_ruleset *ruleset); /* of the packs: version + content hash */
gboolean cs_ruleset_has_jit(const struct cs_ruleset *ruleset);
struct cs_lexicon *
cs_ruleset_lexicon(const struct cs_ruleset *ruleset); /* borrowed; cs_names_new adds the forms' tokens */
/* Weight in log-odds of a named piece of evidence ("name.strong.whole"); FALSE when the packs give none. */
gboolean cs_ruleset_weight(const struct cs_ruleset *ruleset, const char *evidence, double *ret_weight);

/* Per-thread scratch: JIT stack, match data, buffers (wiped by free). */
struct cs_matcher;
struct cs_matcher *cs_matcher_new(const struct cs_ruleset *ruleset);
void cs_matcher_free(struct cs_matcher *matcher);
const struct cs_ruleset *cs_matcher_ruleset(const struct cs_matcher *matcher); /* borrowed */
/* Rules whose match limit was hit by the value last given to cs_matcher_whole: whether they match it is not known. */
guint cs_matcher_undecided(const struct cs_matcher *matcher, const guint16 **ret_rules);
/* Times each rule's match limit was hit (index = rule), for the report. */
guint64 cs_matcher_limit_hits(const struct cs_matcher *matcher, guint rule);

/* From now on adds up what each rule costs, by a clock of the caller's (for benchmarks and lints). The look-up of
 * word lists is counted apart, as the rule behind the last. */
void cs_matcher_watch(struct cs_matcher *matcher, guint64 (*clock)(void));
guint64 cs_matcher_cost(const struct cs_matcher *matcher, guint rule, guint64 *ret_tries);

/* Cheap summary of a value, made in one pass. */
struct cs_shape {
    guint16 classes; /* bits: lower, upper, digit, space, @, ., -, _, /, :, +, other punctuation, non-ASCII, control */
    guint16 digits;  /* capped at 65535 */
    guint32 size;    /* bytes */
};
void cs_shape_of(const char *data, gsize size, struct cs_shape *ret_shape);

/* Which value rules accept the whole value: their indices, written to ret_rules (capacity max). The
 * value is valid UTF-8 (cs_utf8_append first when in doubt). type: of the column. A rule is tried only if
 * the shape allows. Returns how many. */
guint cs_matcher_whole(struct cs_matcher *matcher, enum cs_type type, const char *text, gsize size, guint16 *ret_rules,
                       guint max);
/* Rules with search: how often each is found inside a longer text, validated. ret_counts[i] belongs to
 * ret_rules[i]. */
guint cs_matcher_search(struct cs_matcher *matcher, const char *text, gsize size, guint16 *ret_rules,
                        guint16 *ret_counts, guint max);

/* Word lists: a list by its name (0: no rule names it), and is the folded word in it? */
guint64 cs_ruleset_list(const struct cs_ruleset *ruleset, const char *name);
gboolean cs_ruleset_in_list(const struct cs_ruleset *ruleset, guint64 list, const char *folded, gsize size);

/* Runs every rule's own value examples; complaints go to errors. Returns how many examples were run. */
guint cs_ruleset_test_values(const struct cs_ruleset *ruleset, struct cs_yaml_errors *errors);

#endif
