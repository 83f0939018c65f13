/* study.h - the study's insides: what the files that fill and decide it share. Internal to the engine. */
#ifndef CS_ENGINE_STUDY_H
#define CS_ENGINE_STUDY_H

#include "engine/classify.h"
#include "engine/tally.h"

/* One column: what its values look like, and those of the places inside it. */
struct cs_field {
    struct cs_column *column;
    const char *encoding; /* of the values, when it is not UTF-8 */
    struct cs_tally *own;
    GHashTable *paths; /* path → struct cs_tally*, or NULL */
};

struct cs_study {
    struct cs_study_options options;
    struct cs_matcher *matcher;
    const struct cs_object *object;
    GPtrArray *fields; /* of struct cs_field* */
    GHashTable *by_column;
    struct cs_field *code, *value; /* entity-attribute-value: a code column beside a value column */
    GString *text;
    guint n_rules;
    guint n_paths; /* tallies of places inside columns */
    int year;
    /* of the row being added */
    struct cs_field *current;
};

/* Paths inside a column whose keys only a few documents have fall together as {*}. */
void cs_study_collapse(struct cs_study *study, struct cs_field *field);

#endif
