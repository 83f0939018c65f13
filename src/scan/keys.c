/* keys.c - pass 3: the identifying columns of an object streamed once, into fingerprints. */
#include "base/deadline.h"
#include "model/taxonomy.h"
#include "engine/extract.h"
#include "scan/crawl.h"

#include <string.h>

#define STREAM_CHUNK 50000
#define KEY_BYTES 1024
#define DOCUMENT_BYTES (64 * 1024)
#define PUSH_DOWN_ROWS 50000

static gboolean
is_key(const struct cs_finding *f, const struct cs_object *object)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

    return a && a->identifying && f->verdict == CS_IS && f->confidence >= 0.5 &&
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

/* One fingerprint: of a column, of a path inside it, or of the values that stand beside a code. */
struct key {
    struct cs_fingerprint *fingerprint; /* owned until it is handed over */
    guint column, code;                 /* indices into the columns; code G_MAXUINT: none */
    char *path, *code_value;            /* or NULL */
};

struct keys {
    GPtrArray *columns; /* of struct cs_column* */
    GArray *keys;       /* of struct key */
    struct cs_worker *worker;
    struct cs_fingerprint *current;
};

static guint
column_index(struct keys *k, struct cs_column *column)
{
    guint index;

    if (!g_ptr_array_find(k->columns, column, &index)) {
        index = k->columns->len;
        g_ptr_array_add(k->columns, column);
    }
    return index;
}

static void
add_key(struct keys *k, const struct cs_scan *scan, const struct cs_object *object, const struct cs_finding *f)
{
    struct cs_column *column = cs_object_column(object, f->place.column), *code;
    g_autofree char *code_name = NULL;
    struct key key = {.code = G_MAXUINT};

    if (!column)
        return;
    key.column = column_index(k, column);
    if (f->place.path && cs_extract_code(f->place.path, &code_name, &key.code_value)) {
        code = cs_object_column(object, code_name);
        if (!code) {
            g_free(key.code_value);
            return;
        }
        key.code = column_index(k, code);
    } else {
        key.path = g_strdup(f->place.path);
    }
    key.fingerprint = cs_fingerprint_new(scan->key, f->attribute, &f->place);
    g_array_append_val(k->keys, key);
}

static void
collect(struct keys *k, const struct cs_scan *scan, const struct cs_object *object)
{
    for (guint i = 0; i < scan->survey->findings->len; i++)
        if (is_key(scan->survey->findings->pdata[i], object))
            add_key(k, scan, object, scan->survey->findings->pdata[i]);
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

static void
on_value(void *ctx, const char *text, gsize size)
{
    struct keys *k = ctx;

    cs_fingerprint_add(k->current, text, size);
}

static void
add_value(struct keys *k, const struct key *key, const struct cs_value *row)
{
    const struct cs_value *v = &row[key->column];
    const struct cs_column *column = k->columns->pdata[key->column];

    if (v->null || (v->truncated && !key->path))
        return;
    k->current = key->fingerprint;
    if (key->path)
        cs_extract(k->worker->matcher, k->worker->crawl->scan->rules, column->type, key->path, v->data, v->size,
                   on_value, k);
    else if (key->code == G_MAXUINT || (!row[key->code].null && row[key->code].size == strlen(key->code_value) &&
                                        !memcmp(row[key->code].data, key->code_value, row[key->code].size)))
        cs_fingerprint_add(key->fingerprint, v->data, v->size);
}

static guint64
add_batch(struct keys *k, const struct cs_batch *batch)
{
    guint64 bytes = 0;

    for (gsize row = 0; row < batch->rows; row++) {
        const struct cs_value *values = &batch->values[row * batch->columns];

        for (gsize c = 0; c < batch->columns; c++)
            bytes += values[c].size;
        for (guint i = 0; i < k->keys->len; i++)
            add_value(k, &g_array_index(k->keys, struct key, i), values);
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

    if (k->columns->len != 1 || k->keys->len != 1 || g_array_index(k->keys, struct key, 0).path ||
        !(w->crawl->config->connector->caps & CS_CAP_FILTER_CRC32) || object->rows < PUSH_DOWN_ROWS)
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
        cs_fingerprint_filtered(g_array_index(k->keys, struct key, 0).fingerprint, req->filter_level);
}

static void
hand_over(struct keys *k, struct cs_scan *scan)
{
    g_mutex_lock(&scan->lock);
    for (guint i = 0; i < k->keys->len; i++) {
        struct key *key = &g_array_index(k->keys, struct key, i);

        cs_fingerprint_finish(key->fingerprint);
        g_ptr_array_add(scan->fingerprints, key->fingerprint);
        key->fingerprint = NULL;
    }
    g_mutex_unlock(&scan->lock);
}

static void
keys_clear(struct keys *k)
{
    for (guint i = 0; i < k->keys->len; i++) {
        struct key *key = &g_array_index(k->keys, struct key, i);

        if (key->fingerprint)
            cs_fingerprint_free(key->fingerprint);
        g_free(key->path);
        g_free(key->code_value);
    }
    g_array_unref(k->keys);
    g_ptr_array_unref(k->columns);
}

int
cs_work_stream_keys(struct cs_worker *w, struct cs_object *object, struct cs_err *err)
{
    struct keys k = {.columns = g_ptr_array_new(), .keys = g_array_new(FALSE, FALSE, sizeof(struct key)), .worker = w};
    struct cs_stream_req req = {.size = sizeof req, .chunk_rows = STREAM_CHUNK, .max_value = KEY_BYTES};
    struct cs_target_buffer buffer;
    int rc;

    collect(&k, w->crawl->scan, object);
    for (guint i = 0; i < k.keys->len; i++)
        if (g_array_index(k.keys, struct key, i).path)
            req.max_value = DOCUMENT_BYTES;
    cs_target_fill(&buffer, object, (struct cs_column *const *)k.columns->pdata, k.columns->len);
    req.target = buffer.target;
    push_down(w, object, &k, &req);
    rc = stream(w, &k, &req, err);
    cs_target_clear(&buffer);
    if (!rc)
        hand_over(&k, w->crawl->scan);
    keys_clear(&k);
    return rc;
}
