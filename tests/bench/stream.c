/* stream.c - keys of one table into fingerprints, through a session as in a scan.
 *
 * usage: bench-stream URL OBJECT ATTRIBUTE=COLUMN… [filtered|roomy]     prints rows, bytes of values, seconds, kept
 * hashes; roomy: as many are kept as where few sources are scanned
 *
 * filtered: the source is asked to keep one value in 2^level, as a scan does with one e-mail column alone. stream.py
 * makes the tables and compares. */
#include "base/deadline.h"
#include "connect/registry.h"
#include "connect/session.h"
#include "engine/fingerprint.h"
#include "scan/crawl.h"

#include <stdio.h>
#include <string.h>

#define PATIENCE (30 * CS_NS_PER_SECOND)
#define ROW_LEVEL 16 /* rows are another matter: the fingerprint's own sample is hashed */

static void
check(int rc, const struct cs_err *err)
{
    if (rc)
        g_error("bench-stream: %s", err->message);
}

static struct cs_object *
last(struct cs_source *source)
{
    return source->objects->pdata[source->objects->len - 1];
}

static int
on_object(void *ctx, const struct cs_object_info *info)
{
    cs_object_new(ctx, info);
    return 0;
}

static int
on_column(void *ctx, const struct cs_column_info *info)
{
    cs_column_new(last(ctx), info);
    return 0;
}

static int
on_key(void *ctx, const struct cs_key_info *info)
{
    cs_key_new(last(ctx), info);
    return 0;
}

static int
on_gap(void *ctx, const char *schema, const char *object, const struct cs_err *why)
{
    (void)ctx, (void)schema, (void)object, (void)why;
    return 0;
}

static struct cs_object *
find_object(struct cs_session_handle *session, struct cs_source *source, const char *name)
{
    const struct cs_scope scope = {.size = sizeof scope, .deadline = cs_deadline_in(PATIENCE)};
    const struct cs_sink sink = {
        .size = sizeof sink, .ctx = source, .object = on_object, .column = on_column, .key = on_key, .gap = on_gap};
    struct cs_err err = {0};

    check(cs_session_describe(session, &scope, &sink, &err), &err);
    for (guint i = 0; i < source->objects->len; i++)
        if (!strcmp(((struct cs_object *)source->objects->pdata[i])->name, name))
            return source->objects->pdata[i];
    g_error("bench-stream: there is no %s", name);
}

/* One fingerprint for each ATTRIBUTE=COLUMN. */
static GPtrArray *
make_fingerprints(char **words, guint capacity, const struct cs_object *object, const struct cs_key *key,
                  GPtrArray *columns)
{
    GPtrArray *made = g_ptr_array_new_with_free_func((GDestroyNotify)cs_fingerprint_free);

    for (; *words && strchr(*words, '='); words++) {
        g_auto(GStrv) parts = g_strsplit(*words, "=", 2);
        struct cs_column *column = cs_object_column(object, parts[1]);
        struct cs_place place = {0};

        if (!column)
            g_error("bench-stream: there is no column %s", parts[1]);
        cs_place_set(&place, "bench", object->schema, object->name, parts[1], NULL);
        g_ptr_array_add(columns, column);
        g_ptr_array_add(made, cs_fingerprint_new(key, 1, parts[0], &place, capacity));
        cs_place_clear(&place);
    }
    return made;
}

static guint64
take(const struct cs_batch *batch, const GPtrArray *fingerprints)
{
    guint64 bytes = 0;

    for (gsize row = 0; row < batch->rows; row++)
        for (gsize c = 0; c < batch->columns; c++) {
            const struct cs_value *v = &batch->values[row * batch->columns + c];
            struct cs_cell cell;

            bytes += v->size;
            if (!v->null)
                cs_fingerprint_add(fingerprints->pdata[c], v->data, v->size, ROW_LEVEL, &cell);
        }
    return bytes;
}

static void
stream(struct cs_session_handle *session, const struct cs_stream_req *req, const GPtrArray *fingerprints)
{
    struct cs_cursor_handle *cursor = NULL;
    struct cs_batch batch = {0};
    struct cs_err err = {0};
    guint64 rows = 0, bytes = 0, kept = 0;
    gint64 start = cs_now();

    check(cs_session_stream(session, req, PATIENCE, &cursor, &err), &err);
    do {
        check(cs_session_next(cursor, &batch, &err), &err);
        rows += batch.rows;
        bytes += take(&batch, fingerprints);
    } while (batch.rows);
    cs_session_end(cursor);
    for (guint i = 0; i < fingerprints->len; i++) {
        cs_fingerprint_finish(fingerprints->pdata[i]);
        kept += cs_fingerprint_kept(fingerprints->pdata[i]);
    }
    printf("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %.3f %" G_GUINT64_FORMAT "\n", rows, bytes,
           (double)(cs_now() - start) / 1e9, kept);
}

int
main(int argc, char **argv)
{
    const struct cs_config config = {.size = sizeof config,
                                     .source = "bench",
                                     .url = argc > 3 ? argv[1] : "",
                                     .statement_timeout = PATIENCE,
                                     .loopback_plain = true};
    struct cs_stream_req req = {.size = sizeof req, .chunk_rows = CS_STREAM_ROWS, .max_value = 1024};
    struct cs_source *source = cs_source_new("bench", NULL, "bench", "");
    g_autoptr(GPtrArray) columns = g_ptr_array_new(), fingerprints = NULL;
    g_autoptr(cs_key) key = cs_key_ephemeral();
    struct cs_session_handle *session = NULL;
    struct cs_target_buffer target;
    struct cs_object *object;
    struct cs_err err = {0};

    if (argc < 4)
        g_error("usage: bench-stream URL OBJECT ATTRIBUTE=COLUMN… [filtered|roomy]");
    check(cs_registry_init(&err), &err);
    check(cs_session_open(cs_registry_for_url(argv[1]), &config, NULL, cs_deadline_in(PATIENCE), &session, &err), &err);
    object = find_object(session, source, argv[2]);
    fingerprints = make_fingerprints(
        argv + 3, strcmp(argv[argc - 1], "roomy") ? CS_FINGERPRINT_LEAST : CS_FINGERPRINT_MOST, object, key, columns);
    cs_target_fill(&target, object, (struct cs_column *const *)columns->pdata, columns->len);
    req.target = target.target;
    if (!strcmp(argv[argc - 1], "filtered")) {
        req.filter = CS_FILTER_CRC32;
        req.filter_level = cs_fingerprint_level_for(object->rows);
        cs_fingerprint_filtered(fingerprints->pdata[0], req.filter_level);
    }
    stream(session, &req, fingerprints);
    cs_session_close(session);
    cs_target_clear(&target);
    cs_source_free(source);
    cs_registry_fini();
    return 0;
}
