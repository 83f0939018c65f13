/* thin.c - pairs compared by few hashes, though the smaller side has more. */
#include "engine/thin.h"

struct look {
    const GPtrArray *fingerprints;
    const struct cs_overlap_options *options;
    gboolean *large, *small; /* by fingerprint */
};

static void
on_pair(void *ctx, guint a, guint b)
{
    const struct look *look = ctx;
    const struct cs_fingerprint *x = look->fingerprints->pdata[a], *y = look->fingerprints->pdata[b];
    struct cs_common n;
    gboolean x_is_small;

    if (!CS_VC_IS_KEY(cs_fingerprint_class(x)) || cs_fingerprint_is_suspect(x) || cs_fingerprint_is_suspect(y))
        return;
    n = cs_fingerprint_common(x, y);
    x_is_small = n.a < n.b;
    if (MIN(n.a, n.b) >= CS_THIN || cs_fingerprint_level(x_is_small ? x : y) >= n.level ||
        !cs_overlap_counts(&n, look->options))
        return;
    look->large[x_is_small ? b : a] = TRUE;
    look->small[x_is_small ? a : b] = TRUE;
}

void
cs_thin_find(GPtrArray *fingerprints, const struct cs_overlap_options *options, GPtrArray *ret_large,
             GPtrArray *ret_small)
{
    g_autofree gboolean *large = g_new0(gboolean, fingerprints->len + 1),
                        *small = g_new0(gboolean, fingerprints->len + 1);
    struct look look = {fingerprints, options, large, small};

    cs_candidates_find(fingerprints, options, on_pair, &look);
    for (guint i = 0; i < fingerprints->len; i++) {
        if (large[i])
            g_ptr_array_add(ret_large, fingerprints->pdata[i]);
        if (small[i])
            g_ptr_array_add(ret_small, fingerprints->pdata[i]);
    }
}
