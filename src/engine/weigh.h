/* weigh.h - evidence for every attribute at one place, summed in log-odds. Internal to the engine. */
#ifndef CS_ENGINE_WEIGH_H
#define CS_ENGINE_WEIGH_H

#include "engine/study.h"

#define CS_PRIOR (-2.5)

struct cs_candidate {
    double score;
    double name;      /* evidence of the name */
    gboolean negated; /* a negative word took the name away */
    const struct cs_rule *value_rule;
    guint64 hits;
    double value_weight;
    double extra;
    const char *extra_why;
    struct cs_name_hit hit;
};

/* Where a finding stands: its column, a path, what counts there. */
struct cs_spot {
    struct cs_study *s;
    const struct cs_column *column;
    const struct cs_tally *t;
    enum cs_type type;
    const char *name; /* the name to match: the column's, or the last key of a path */
    gboolean cut;     /* documents of the column were cut at the ceiling */
    enum cs_kind kind;
};

/* Fills all[cs_taxonomy_count()], zeroed by the caller; a score of -99: nothing speaks for it. */
void cs_weigh(const struct cs_spot *spot, struct cs_candidate *all);

#endif
