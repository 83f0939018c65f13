/* keys.c - pass 3: an object's keys and what rides on them streamed; or some of its columns, once more. */
#include "scan/keys.h"

#include "base/deadline.h"

#define KEY_BYTES 1024
#define DOCUMENT_BYTES (64 * 1024)
#define PUSH_DOWN_ROWS 1000000 /* fewer are streamed whole: what is said of them is then counted */

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

static int
stream(struct cs_worker *w, struct cs_reader *reader, const struct cs_stream_req *req, struct cs_err *err)
{
    struct cs_cursor_handle *cursor = NULL;
    struct cs_batch batch;
    int rc = cs_session_stream(w->session, req, w->crawl->config->statement_timeout, &cursor, err);

    while (!rc && !(rc = cs_session_next(cursor, &batch, err)) && batch.rows)
        if (over_budget(w->crawl, cs_reader_add(reader, &batch)))
            rc = cs_fail(err, CS_E_LIMIT, "scan", NULL, "max_stream_bytes is used up: its copies were not looked for");
        else
            rc = cs_crawl_closed(w->crawl, err);
    cs_session_end(cursor);
    return rc;
}

guint
cs_keys_push_down_level(const struct cs_connector *connector, const struct cs_object *object)
{
    if (object->rows < PUSH_DOWN_ROWS || !(connector->caps & CS_CAP_FILTER_CRC32))
        return 0;
    return cs_fingerprint_level_for(object->rows);
}

/* An e-mail column alone, large, at a source that computes our sampler: only the kept rows travel. */
static void
push_down(struct cs_worker *w, const struct cs_object *object, struct cs_reader *reader, struct cs_stream_req *req)
{
    guint level = cs_keys_push_down_level(w->crawl->config->connector, object);

    if (!level || !cs_reader_is_one_email(reader))
        return;
    req->filter = CS_FILTER_CRC32;
    req->filter_level = level;
    cs_reader_filtered(reader, level);
}

static int
read_columns(struct cs_worker *w, struct cs_object *object, struct cs_reader *reader, struct cs_stream_req *req,
             struct cs_err *err)
{
    const GPtrArray *columns = cs_reader_columns(reader);
    struct cs_target_buffer buffer;
    int rc;

    req->size = sizeof *req;
    req->chunk_rows = CS_STREAM_ROWS;
    req->max_value = cs_reader_has_paths(reader) ? DOCUMENT_BYTES : KEY_BYTES;
    cs_target_fill(&buffer, object, (struct cs_column *const *)columns->pdata, columns->len);
    req->target = buffer.target;
    rc = stream(w, reader, req, err);
    cs_target_clear(&buffer);
    return rc;
}

int
cs_work_stream_keys(struct cs_worker *w, struct cs_object *object, struct cs_err *err)
{
    struct cs_reader *reader = cs_reader_new(w, object);
    struct cs_stream_req req = {0};
    int rc;

    if (!reader)
        return 0;
    push_down(w, object, reader, &req);
    rc = read_columns(w, object, reader, &req, err);
    if (!rc)
        cs_reader_hand_over(reader);
    cs_reader_free(reader);
    return rc;
}

int
cs_work_read_again(struct cs_worker *w, struct cs_object *object, struct cs_err *err)
{
    const GPtrArray *fingerprints = g_hash_table_lookup(w->crawl->scan->again, object);
    struct cs_reader *reader = cs_reader_again(w, object, fingerprints);
    struct cs_stream_req req = {0};
    int rc = read_columns(w, object, reader, &req, err);

    if (!rc)
        cs_reader_add_met(reader, fingerprints);
    cs_reader_free(reader);
    return rc;
}
