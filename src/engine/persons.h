/* persons.h - which sampled rows are about the same person. Floor 3, pure.
 *
 * Person: rows joined by equal identifying keys (e-mail; phone, IBAN, card, official or customer number unless the
 * names beside them differ; name with birth date or street; name with postal code where each system knows one person of
 * that name) and by references within one source. A value that too many rows or differing names share (role mailbox,
 * switchboard) joins nobody. */
#ifndef CS_ENGINE_PERSONS_H
#define CS_ENGINE_PERSONS_H

#include "engine/rowset.h"

struct cs_persons {
    guint n;         /* rows of all sets */
    guint32 *person; /* by row: a person's number, < n; rows of set i start at first[i] */
    guint *first;    /* by set */
    guint sets;
};
/* rowsets: of struct cs_rowset*. */
struct cs_persons *cs_persons_link(const GPtrArray *rowsets);
void cs_persons_free(struct cs_persons *persons); /* takes NULL */

#endif
