/* persons.h - which rows are about the same person. Floor 3, pure.
 *
 * Person: rows joined by equal identifying keys (e-mail; phone, IBAN, card, official or customer number unless the
 * names beside them differ; name with birth date or street; name with postal code where each system knows one person of
 * that name) and by references within one source. A value that too many rows or differing names share (role mailbox,
 * switchboard) joins nobody. */
#ifndef CS_ENGINE_PERSONS_H
#define CS_ENGINE_PERSONS_H

#include "engine/rowset.h"

/* What names of one person in each of two systems, with one postal code, tell: those that keys join too, those that
 * nothing else joins. */
struct cs_persons_seen {
    guint joined, apart;
};

struct cs_persons {
    guint n;         /* noted rows of all sets */
    guint32 *person; /* by noted row: a person's number, < n; those of set i start at first[i] */
    guint *first;    /* by set */
    guint *source;   /* by set: the number of its system, in the order of the sets */
    guint sets, sources;
    gboolean whole;               /* every row was noted, not the kept ones alone */
    struct cs_persons_seen *seen; /* of systems a < b: seen[a * sources + b]; zeroes unless whole */
};
/* rowsets: of struct cs_rowset*; their links are wiped. When not all rows of all of them were noted, the kept ones are.
 */
struct cs_persons *cs_persons_link(const GPtrArray *rowsets);
/* Before that, for a first look: by keys and references alone, not by names with a postal code; links stay. */
struct cs_persons *cs_persons_link_keys(const GPtrArray *rowsets);
void cs_persons_free(struct cs_persons *persons); /* takes NULL */

#endif
