/* turns.c - the order in which objects are streamed: small ones first, since what they hold is sought in larger ones;
 * and last, once more, columns of which too little is known. */
#include "engine/sought.h"
#include "engine/thin.h"
#include "scan/keys.h"

#define STEP 16.0                      /* a turn's largest object has so many times the rows of the last one's */
#define MET_BYTES (16.0 * 1024 * 1024) /* of sought values, if every column still to come met all of them */
#define SOUGHT_LEAST 1024

/* Each queue waits; the first turn takes from it. */
static void
begin(struct cs_scan *scan, const GPtrArray *crawls)
{
    scan->turn_rows = scan->fingerprint_capacity;
    for (guint i = 0; i < crawls->len; i++) {
        struct cs_crawl *crawl = crawls->pdata[i];
        GPtrArray *all = crawl->queue;

        crawl->queue = crawl->waiting ? crawl->waiting : g_ptr_array_new();
        crawl->waiting = all;
    }
}

/* Columns of the objects that wait. */
static guint
columns_left(const struct cs_scan *scan, const GPtrArray *crawls)
{
    guint n = 0;

    for (guint i = 0; i < crawls->len; i++) {
        const struct cs_crawl *crawl = crawls->pdata[i];

        for (guint k = 0; k < crawl->waiting->len; k++)
            n += cs_keys_columns(scan, crawl->waiting->pdata[k]);
    }
    return n;
}

static guint
take(struct cs_crawl *crawl, double rows)
{
    g_ptr_array_set_size(crawl->queue, 0);
    for (guint i = crawl->waiting->len; i > 0; i--)
        if (cs_keys_rows(crawl->waiting->pdata[i - 1]) <= rows)
            g_ptr_array_add(crawl->queue, g_ptr_array_remove_index(crawl->waiting, i - 1));
    return crawl->queue->len;
}

/* Those that have offered already, and which of the others may. */
static void
seek(struct cs_scan *scan, gboolean (*may_offer)(const struct cs_fingerprint *, const GPtrArray *),
     const GPtrArray *some, guint columns)
{
    g_autoptr(GPtrArray) offering = g_ptr_array_new();

    for (guint i = 0; i < scan->fingerprints->len; i++) {
        struct cs_fingerprint *f = scan->fingerprints->pdata[i];
        guint level;

        if (cs_fingerprint_offers(f, &level) || may_offer(f, some))
            g_ptr_array_add(offering, f);
    }
    cs_sought_free(scan->sought);
    scan->sought = cs_sought_new(offering, (gsize)MAX(MET_BYTES / sizeof(struct cs_met_value) / columns, SOUGHT_LEAST),
                                 ++scan->turn);
}

/* Nobody is known by a name or a town alone. */
static gboolean
is_key(const struct cs_fingerprint *f, const GPtrArray *ignored)
{
    (void)ignored;
    return CS_VC_IS_KEY(cs_fingerprint_class(f)) && !cs_fingerprint_is_suspect(f);
}

static gboolean
is_one_of(const struct cs_fingerprint *f, const GPtrArray *some)
{
    return g_ptr_array_find((GPtrArray *)(gpointer)some, f, NULL);
}

/* Unless its source has given what it may. */
static gboolean
queue_again(const struct cs_scan *scan, const GPtrArray *crawls, struct cs_fingerprint *f)
{
    struct cs_object *object = cs_survey_object(scan->survey, cs_fingerprint_place(f));

    for (guint i = 0; object && i < crawls->len; i++) {
        struct cs_crawl *crawl = crawls->pdata[i];
        GPtrArray *known = g_hash_table_lookup(scan->again, object);
        guint64 most = crawl->config->max_stream_bytes;

        if (crawl->source != object->source || (most && crawl->streamed >= most))
            continue;
        if (!known) {
            known = g_ptr_array_new();
            g_hash_table_insert(scan->again, object, known);
            g_ptr_array_add(crawl->queue, object);
        }
        g_ptr_array_add(known, f);
        return TRUE;
    }
    return FALSE;
}

/* The last turn. FALSE: there is none, since nothing is thin, or all keys of all rows are in memory (recount.h). */
static gboolean
read_again(struct cs_scan *scan, const GPtrArray *crawls)
{
    g_autoptr(GPtrArray) large = g_ptr_array_new(), small = g_ptr_array_new();
    struct cs_overlap_options options;
    guint columns = 0;

    if (scan->again || g_atomic_int_get(&scan->note_rows))
        return FALSE;
    scan->again = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
    for (guint i = 0; i < crawls->len; i++)
        g_ptr_array_set_size(((struct cs_crawl *)crawls->pdata[i])->queue, 0);
    cs_overlap_defaults(&options);
    cs_thin_find(scan->fingerprints, &options, large, small);
    for (guint i = 0; i < large->len; i++)
        columns += (guint)queue_again(scan, crawls, large->pdata[i]);
    if (columns)
        seek(scan, is_one_of, small, columns);
    return columns > 0;
}

gboolean
cs_keys_next_turn(struct cs_scan *scan, const GPtrArray *crawls)
{
    guint columns, taken = 0;

    if (!scan->turn_rows)
        begin(scan, crawls);
    columns = columns_left(scan, crawls);
    if (!columns)
        return read_again(scan, crawls);
    if (scan->fingerprints->len)
        seek(scan, is_key, NULL, columns);
    while (!taken) {
        for (guint i = 0; i < crawls->len; i++)
            taken += take(crawls->pdata[i], scan->turn_rows);
        scan->turn_rows *= STEP;
    }
    return TRUE;
}
