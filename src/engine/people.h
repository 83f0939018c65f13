/* people.h - persons per system and pair, where systems disagree, which one to trust. Floor 3, pure. */
#ifndef CS_ENGINE_PEOPLE_H
#define CS_ENGINE_PEOPLE_H

#include "engine/persons.h"
#include "model/people.h"

/* rowsets: sorted by source. as_of: ISO date, "today" for freshness. Persons are counted in objects about people (else,
 * where a source has none, in all of its objects); conflicts leave archives and backups out. */
struct cs_people *cs_people_count(const GPtrArray *rowsets, const struct cs_persons *persons, const char *as_of);

/* Fills people->masters from its systems and from what persons known in three systems and more say. majority: for
 * system i and attribute a, votes[i * attributes + a] of them, won[…] with the majority. */
struct cs_votes {
    guint systems, attributes;
    const char *const *names; /* of the attributes */
    double *votes, *won;
    const double *authority; /* by system */
    double *known;           /* by attribute: persons whose value is known anywhere */
};
void cs_masters_propose(struct cs_people *people, const struct cs_votes *votes);

#endif
