/* overlap.h - which columns hold copies: pairs of fingerprints that share values, judged. Floor 3, pure.
 * Containment of each candidate pair (candidates.h), on what both fingerprints know, with Wilson intervals; agreement
 * of matched rows where values alone prove nothing; numbers that
 * refer to a key of their system are none (referring.h); groups by union-find (groups.h). */
#ifndef CS_ENGINE_OVERLAP_H
#define CS_ENGINE_OVERLAP_H

#include "engine/candidates.h"
#include "engine/persons.h"

/* fingerprints: of struct cs_fingerprint*, finished; sorted by place on return. rowsets and persons: the sampled rows
 * and who they are about, or NULL: riding attributes are then left out. Appends to survey->copies, groups and joins. */
void cs_overlap_find(GPtrArray *fingerprints, const GPtrArray *rowsets, const struct cs_persons *persons,
                     const struct cs_overlap_options *options, struct cs_survey *survey);

/* Wilson score interval of k successes in n trials, 95 %. n == 0: 0 … 1. */
void cs_wilson(guint64 k, guint64 n, double *ret_low, double *ret_high);

#endif
