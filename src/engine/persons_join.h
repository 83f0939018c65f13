/* persons_join.h - what the files that join rows into persons share. Internal to the engine. */
#ifndef CS_ENGINE_PERSONS_JOIN_H
#define CS_ENGINE_PERSONS_JOIN_H

#include "engine/persons.h"
#include "engine/radix.h"

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

/* Two and more rows that have one key, sorted. */
typedef void (*cs_joiner_group)(struct cs_joiner *j, const struct cs_posting *group, gsize n, gpointer ctx);
/* Of all sets; nearly: by names with a postal code in place of keys. */
void cs_joiner_walk(struct cs_joiner *j, gboolean nearly, cs_joiner_group fn, gpointer ctx);

/* Joins rows of different sources, each with a name of its own there, and one postal code; counts persons->seen before.
 */
void cs_join_nearly(struct cs_joiner *j);

#endif
