/* study.h - the study's insides: what the files that fill and decide it share. Internal to the engine. */
#ifndef CS_ENGINE_STUDY_H
#define CS_ENGINE_STUDY_H

#include "engine/classify.h"
#include "engine/content.h"
#include "engine/open.h"
#include "engine/tally.h"

/* One column: what its values look like, and those of the places inside it. */
struct cs_field {
    struct cs_column *column;
    struct cs_tally *own;
    GHashTable *paths; /* path → struct cs_tally*, or NULL */
    gboolean coded;    /* a value column beside a code column */
    /* values that were met in another form; those of high_values hold more than ASCII */
    guint64 encoded[CS_ENCODED_COUNT], high_values;
    struct cs_tally *packed[CS_ENCODED_COUNT - CS_ENCODED_PACKED]; /* what came of them, or NULL */
    guint unpacking, unpacked; /* values that were tried, and those of which something came */
};

struct cs_study {
    struct cs_study_options options;
    struct cs_matcher *matcher;
    const struct cs_object *object;
    GPtrArray *fields; /* of struct cs_field* */
    GHashTable *by_column;
    struct cs_field *code; /* entity-attribute-value: stands beside the value columns; NULL: none */
    gboolean codes_sought; /* in the rows, too */
    struct cs_content content;
    struct cs_open_sink sink;
    GString *plain; /* a text without its tags */
    guint n_rules;
    guint n_paths; /* tallies of places inside columns */
    int year;
    /* of the row being added */
    struct cs_field *current;
};

/* What was counted at a path of a field, made at need; NULL: there are too many. */
struct cs_tally *cs_study_path(struct cs_study *study, struct cs_field *field, const char *path);

/* The values of a field as they are to be judged: those that came out of a packed form where nearly all did. */
const struct cs_tally *cs_study_values(const struct cs_field *field, enum cs_encoding *ret_encoded);

/* Paths inside a column whose keys only a few documents have fall together as {*}. */
void cs_study_collapse(struct cs_study *study, struct cs_field *field);

#endif
