/* keys.c - pass 3: the identifying columns of an object streamed once, into fingerprints. */
#include "base/deadline.h"
#include "model/taxonomy.h"
#include "scan/crawl.h"

#define STREAM_CHUNK 50000
#define KEY_BYTES 1024
#define PUSH_DOWN_ROWS 50000

static gboolean
is_key(const struct cs_finding *f, const struct cs_object *object)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

    return a && a->identifying && f->verdict == CS_IS && !f->place.path && f->confidence >= 0.5 &&
           !g_strcmp0(f->place.source, object->source->name) && !g_strcmp0(f->place.object, object->name) &&
           !g_strcmp0(f->place.schema ? f->place.schema : "", object->schema);
}

gboolean
cs_object_has_keys(const struct cs_survey *survey, const struct cs_object *object)
{
    if (object->object_kind == CS_VIEW || object->object_kind == CS_FOREIGN || !object->readable ||
        object->drawn == CS_DRAWN_NONE)
        return FALSE;
    for (guint i = 0; i < survey->findings->len; i++)
        if (is_key(survey->findings->pdata[i], object))
            return TRUE;
    return FALSE;
}

struct keys {
    GPtrArray *columns;      /* of struct cs_column* */
    GPtrArray *fingerprints; /* of struct cs_fingerprint*, one a column */
};

static void
collect(struct keys *k, const struct cs_scan *scan, const struct cs_object *object)
{
    for (guint i = 0; i < scan->survey->findings->len; i++) {
        const struct cs_finding *f = scan->survey->findings->pdata[i];
        struct cs_column *column = is_key(f, object) ? cs_object_column(object, f->place.column) : NULL;

        if (!column || g_ptr_array_find(k->columns, column, NULL))
            continue;
        g_ptr_array_add(k->columns, column);
        g_ptr_array_add(k->fingerprints, cs_fingerprint_new(scan->key, f->attribute, &f->place));
    }
}

static gboolean
over_budget(struct cs_crawl *crawl, guint64 bytes)
{
    gboolean over;

    g_mutex_lock(&crawl->scan->lock);
    crawl->streamed += bytes;
    over = crawl->config->max_stream_bytes && crawl->streamed > crawl->config->max_stream_bytes;
    g_mutex_unlock(&crawl->scan->lock);
    return over;
}

static guint64
add_batch(struct keys *k, const struct cs_batch *batch)
{
    guint64 bytes = 0;

    for (gsize row = 0; row < batch->rows; row++)
        for (gsize c = 0; c < batch->columns; c++) {
            const struct cs_value *v = &batch->values[row * batch->columns + c];

            if (v->null || v->truncated)
                continue;
            bytes += v->size;
            cs_fingerprint_add(k->fingerprints->pdata[c], v->data, v->size);
        }
    return bytes;
}

static int
stream(struct cs_worker *w, struct keys *k, const struct cs_stream_req *req, struct cs_err *err)
{
    struct cs_cursor_handle *cursor = NULL;
    struct cs_batch batch;
    int rc = cs_session_stream(w->session, req, w->crawl->config->statement_timeout, &cursor, err);

    while (!rc && !(rc = cs_session_next(cursor, &batch, err)) && batch.rows)
        if (over_budget(w->crawl, add_batch(k, &batch)))
            rc = cs_fail(err, CS_E_LIMIT, "scan", NULL, "max_stream_bytes is used up: its copies were not looked for");
    cs_session_end(cursor);
    return rc;
}

/* An e-mail column alone, large, at a source that computes our sampler: only the kept rows travel. */
static void
push_down(struct cs_worker *w, const struct cs_object *object, struct keys *k, struct cs_stream_req *req)
{
    const struct cs_attribute *a = NULL;

    if (k->columns->len != 1 || !(w->crawl->config->connector->caps & CS_CAP_FILTER_CRC32) ||
        object->rows < PUSH_DOWN_ROWS)
        return;
    for (guint i = 0; i < w->crawl->scan->survey->findings->len && !a; i++)
        if (is_key(w->crawl->scan->survey->findings->pdata[i], object))
            a = cs_taxonomy_find(((struct cs_finding *)w->crawl->scan->survey->findings->pdata[i])->attribute);
    if (!a || g_strcmp0(a->value_class, "email"))
        return;
    req->filter = CS_FILTER_CRC32;
    req->filter_level = cs_fingerprint_level_for(object->rows);
    if (!req->filter_level)
        req->filter = CS_FILTER_NONE;
    else
        cs_fingerprint_filtered(k->fingerprints->pdata[0], req->filter_level);
}

int
cs_work_stream_keys(struct cs_worker *w, struct cs_object *object, struct cs_err *err)
{
    struct keys k = {.columns = g_ptr_array_new(),
                     .fingerprints = g_ptr_array_new_with_free_func((GDestroyNotify)cs_fingerprint_free)};
    struct cs_stream_req req = {.size = sizeof req, .chunk_rows = STREAM_CHUNK, .max_value = KEY_BYTES};
    struct cs_target_buffer buffer;
    struct cs_scan *scan = w->crawl->scan;
    int rc;

    collect(&k, scan, object);
    cs_target_fill(&buffer, object, (struct cs_column *const *)k.columns->pdata, k.columns->len);
    req.target = buffer.target;
    push_down(w, object, &k, &req);
    rc = stream(w, &k, &req, err);
    cs_target_clear(&buffer);
    if (!rc) {
        for (guint i = 0; i < k.fingerprints->len; i++)
            cs_fingerprint_finish(k.fingerprints->pdata[i]);
        g_mutex_lock(&scan->lock);
        for (guint i = 0; i < k.fingerprints->len; i++)
            g_ptr_array_add(scan->fingerprints, k.fingerprints->pdata[i]);
        g_ptr_array_set_free_func(k.fingerprints, NULL);
        g_mutex_unlock(&scan->lock);
    }
    g_ptr_array_unref(k.columns);
    g_ptr_array_unref(k.fingerprints);
    return rc;
}
