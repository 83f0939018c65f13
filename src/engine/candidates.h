/* candidates.h - pairs of fingerprints that share values, found without comparing each with each. Floor 3, pure. */
#ifndef CS_ENGINE_CANDIDATES_H
#define CS_ENGINE_CANDIDATES_H

#include "engine/fingerprint.h"

struct cs_overlap_options {
    guint min_common;   /* 3 */
    double report;      /* 0.1: what shares less in both directions is not reported */
    gsize postings_max; /* hashes that take part in the search: at least 256 a column, more while this allows */
};
void cs_overlap_defaults(struct cs_overlap_options *options);

/* fingerprints: of struct cs_fingerprint*, finished; sorted by place on return. fn: of each pair, once, by their
 * indices, a < b; both of one class, and both of people or both of companies. */
void cs_candidates_find(GPtrArray *fingerprints, const struct cs_overlap_options *options,
                        void (*fn)(void *ctx, guint a, guint b), void *ctx);

/* Is so much in common worth a report? */
gboolean cs_overlap_counts(const struct cs_common *common, const struct cs_overlap_options *options);

#endif
