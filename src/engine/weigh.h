/* weigh.h - evidence for every attribute at one place, summed in log-odds. Internal to the engine.
 *
 * Each piece of evidence has a name, "what.it.is" or "what.it.is:where": its weight is the sum of the packs' weights of
 * both. tests/accuracy/fit.py fits them; what starts with "value" or "gate" is set here and kept by the fit. */
#ifndef CS_ENGINE_WEIGH_H
#define CS_ENGINE_WEIGH_H

#include "engine/profile.h"
#include "engine/study.h"

#define CS_EVIDENCE_MAX 32 /* more than any candidate can get */

struct cs_weight {
    char name[112];
    double weight;
    const char *rule; /* rule id, or NULL; borrowed */
    char detail[120]; /* counts and words of schema or rules; may be "" */
};

struct cs_candidate {
    int attribute;
    double score;
    gboolean named, commented, valued; /* a name, a comment, a value speaks for it */
    struct cs_name_hit hit;            /* if named */
    const struct cs_rule *value_rule;
    guint64 hits, tried;
    double value; /* of the values alone */
    struct cs_weight evidence[CS_EVIDENCE_MAX];
    guint n;
};

/* Where a finding stands: its column, a path, what counts there. */
struct cs_spot {
    struct cs_study *s;
    const struct cs_profile *profile;
    const struct cs_column *column;
    const struct cs_tally *t;
    enum cs_type type;
    const char *name;         /* the name to match: the column's, or the last key of a path */
    enum cs_encoding encoded; /* how the values were stored */
    gboolean cut;             /* documents of the column were cut at the ceiling */
    int label;                /* of a known application: an attribute, CS_LABEL_NONE or CS_LABEL_UNKNOWN */
    const struct cs_app *app; /* whose label it is */
};

double cs_probability(double score); /* of log-odds */

/* What anything speaks for, best first: of struct cs_candidate*, owned. */
GPtrArray *cs_weigh(const struct cs_spot *spot);

/* Looks up what the packs of known applications say of a spot (label.c). */
void cs_label_find(struct cs_spot *spot);
/* Adds their evidence, "app:PACK", and orders the candidates again: a label outweighs names and context, and gives way
 * to values that refute it. */
void cs_label_apply(const struct cs_spot *spot, GPtrArray *candidates);
/* A candidate with all its evidence. */
struct cs_finding *cs_candidate_finding(const struct cs_spot *spot, const struct cs_candidate *candidate);
int cs_candidate_compare(gconstpointer a, gconstpointer b); /* of struct cs_candidate**: best first */

#endif
