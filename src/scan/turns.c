/* turns.c - the order in which objects are streamed: small ones first, since what they hold is sought in larger ones.
 */
#include "engine/sought.h"
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

static void
seek(struct cs_scan *scan, guint columns)
{
    cs_sought_free(scan->sought);
    scan->sought = cs_sought_new(
        scan->fingerprints, (gsize)MAX(MET_BYTES / sizeof(struct cs_met_value) / columns, SOUGHT_LEAST), ++scan->turn);
}

gboolean
cs_keys_next_turn(struct cs_scan *scan, const GPtrArray *crawls)
{
    guint columns, taken = 0;

    if (!scan->turn_rows)
        begin(scan, crawls);
    columns = columns_left(scan, crawls);
    if (!columns)
        return FALSE;
    if (scan->fingerprints->len)
        seek(scan, columns);
    while (!taken) {
        for (guint i = 0; i < crawls->len; i++)
            taken += take(crawls->pdata[i], scan->turn_rows);
        scan->turn_rows *= STEP;
    }
    return TRUE;
}
