/* census.h - which persons are known to which systems, all of them counted. Floor 3, pure. */
#ifndef CS_ENGINE_CENSUS_H
#define CS_ENGINE_CENSUS_H

#include "engine/persons.h"

struct cs_census;
/* persons: whole. system: by set, below systems. counts: by set, its rows make a person known to its system. Persons
 * that no row identifies are left out. */
struct cs_census *cs_census_take(const GPtrArray *rowsets, const struct cs_persons *persons, const guint *system,
                                 const gboolean *counts, guint systems);
void cs_census_free(struct cs_census *census); /* takes NULL */

/* Sets of systems that some person is known to exactly: 0 … n - 1, in no order. */
guint cs_census_sets(const struct cs_census *census);
guint64 cs_census_persons(const struct cs_census *census, guint set);
gboolean cs_census_has(const struct cs_census *census, guint set, guint system);

#endif
