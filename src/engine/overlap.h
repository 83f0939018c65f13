/* overlap.h - all pairs of fingerprints: which columns hold the same values. Floor 3, pure.
 * Candidates by sorted postings on the smallest hashes by CRC order, containment on the full fingerprints at
 * their coarser level, Wilson intervals, groups by union-find. */
#ifndef CS_ENGINE_OVERLAP_H
#define CS_ENGINE_OVERLAP_H

#include "engine/fingerprint.h"

struct cs_overlap_options {
    guint min_common;       /* 3 */
    double min_containment; /* 0.03 to be a candidate */
    double report;          /* 0.1: copies below in both directions are not reported */
};
void cs_overlap_defaults(struct cs_overlap_options *options);

/* fingerprints: of struct cs_fingerprint*, finished. Appends to survey->copies and survey->groups. Serial-number ranges
 * and values too frequent are suppressed. */
void cs_overlap_find(GPtrArray *fingerprints, const struct cs_overlap_options *options, struct cs_survey *survey);

/* Wilson score interval of k successes in n trials, 95 %. n == 0: 0 … 1. */
void cs_wilson(guint64 k, guint64 n, double *ret_low, double *ret_high);

#endif
