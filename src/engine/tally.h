/* tally.h - counters of what the values of one column or path look like. Floor 3. No value is kept. */
#ifndef CS_ENGINE_TALLY_H
#define CS_ENGINE_TALLY_H

#include "engine/mailbox.h"
#include "engine/ruleset.h"

/* Distinct values that a tally remembers. Those of an object with hundreds of columns and places inside them remember
 * fewer, so that memory has a ceiling whatever the width. */
#define CS_DISTINCT_MAX 4096
#define CS_SHAPES_MAX 24
#define CS_STARTS_MAX 16

struct cs_shape_count {
    char mask[28];
    guint distinct;
};

struct cs_tally {
    char *path; /* NULL: the column itself */
    guint64 rows, nulls, blanks, values, truncated;
    guint64 matched;    /* distinct values that rules were tried on */
    guint32 *seen;      /* hashes in open addressing; grows up to max_distinct * 2 slots */
    guint slots;        /* of seen, a power of two */
    guint distinct;     /* capped at max_distinct */
    guint max_distinct; /* CS_DISTINCT_MAX, / 4 or / 16 */
    guint64 told_apart; /* values until there were max_distinct; 0: all of them */
    guint32 *hits;      /* per rule, over distinct values; NULL: none */
    guint32 *known;     /* per attribute: distinct values that some rule accepts without a name; NULL: none */
    guint32 *found;     /* per rule: values in whose text it was found; NULL: none */
    guint32 *undecided; /* per rule: distinct values that met its match limit, no match and no other; NULL: none */
    guint64 words, long_texts, numbers, flags, dates, old_dates, bytes;
    int first_year, last_year; /* of the dates; 0: none */
    guint documents;           /* values that were opened: nothing but what they hold */
    struct cs_shape_count shapes[CS_SHAPES_MAX];
    guint n_shapes;
    guint32 starts[CS_STARTS_MAX]; /* hashes of the first words of texts, as long as they are few */
    guint n_starts;
    const struct cs_roles *roles; /* words of mailboxes of a function, or NULL; borrowed, set by the owner */
    guint role_boxes;             /* distinct values that are addresses of a function */
    guint32 usual;                /* hash of the only value that can make up most of them … */
    guint64 lead;                 /* … and by how many it leads all others together, at least */
    gboolean loose;               /* of a path: its keys are words of texts */
};

/* others: the tallies that the object has already. */
struct cs_tally *cs_tally_new(const char *path, guint others);
void cs_tally_free(struct cs_tally *tally);
/* One value: valid UTF-8, trimmed, not empty; shape: its own. as_of_year: for dates. */
void cs_tally_add(struct cs_tally *tally, struct cs_matcher *matcher, guint n_rules, enum cs_type type,
                  const char *text, gsize size, const struct cs_shape *shape, int as_of_year);
/* Distinct values on which the rule came to an answer. */
guint64 cs_tally_tried(const struct cs_tally *tally, guint rule);
/* Adds what from counted to tally. */
void cs_tally_merge(struct cs_tally *tally, const struct cs_tally *from, guint n_rules);

#endif
