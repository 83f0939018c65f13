/* persons_join.h - what the files that join rows into persons share. Internal to the engine. */
#ifndef CS_ENGINE_PERSONS_JOIN_H
#define CS_ENGINE_PERSONS_JOIN_H

#include "engine/persons.h"
#include "engine/radix.h"

#define CS_LINK_PART_BITS 6   /* links are joined a part of the keys at a time */
#define CS_POSTING_SELF 0x100 /* in the kind of a posting: the row itself, not one that refers to it */

struct cs_joiner {
    const GPtrArray *sets;
    struct cs_persons *persons;
};

/* The first row of the person that a row is of, as far as rows are joined. */
static inline guint32
cs_joiner_root(const struct cs_joiner *j, guint32 at)
{
    guint32 *parent = j->persons->person;

    while (parent[at] != at)
        at = parent[at] = parent[parent[at]];
    return at;
}

void cs_joiner_join(struct cs_joiner *j, guint32 a, guint32 b);
guint cs_joiner_set(const struct cs_joiner *j, guint32 at);    /* that a noted row is of */
guint cs_joiner_source(const struct cs_joiner *j, guint32 at); /* its number, as in persons->source */

/* The links of all sets, a part of the keys at a time: parts are taken in order, 0 to 2^CS_LINK_PART_BITS - 1. */
struct cs_link_parts {
    const struct cs_joiner *joiner;
    gboolean nearly; /* names with a postal code, not keys */
    guint *next;     /* by column of all sets: the first link that was not taken */
    GArray *postings, *spare;
};
void cs_link_parts_init(struct cs_link_parts *p, const struct cs_joiner *j, gboolean nearly);
/* Sorted by key, rows in order. */
const struct cs_posting *cs_link_parts_take(struct cs_link_parts *p, guint part, gsize *ret_n);
void cs_link_parts_clear(struct cs_link_parts *p);

/* Joins rows of different sources, each with a name of its own there, and one postal code; counts persons->seen before.
 */
void cs_join_nearly(struct cs_joiner *j);

#endif
