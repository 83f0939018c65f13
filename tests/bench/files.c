/* files.c - how fast the file connector reads: bench-files FILE streams it whole and prints rows, bytes and seconds.
 * It links against the connector alone; files.py makes the files and compares. */
#include <cassini/connector.h>
#include <glib.h>

#include <stdlib.h>

extern const struct cs_module cs_module_file;

static int64_t
now(void *ctx)
{
    (void)ctx;
    return g_get_monotonic_time() * 1000;
}

static bool
cancelled(void *ctx)
{
    (void)ctx;
    return false;
}

static int
on_object(void *ctx, const struct cs_object_info *info)
{
    *(char **)ctx = g_strdup(info->name);
    return 0;
}

static GArray *columns;

static int
on_column(void *ctx, const struct cs_column_info *info)
{
    const struct cs_req_column c = {g_strdup(info->name), info->type, "", "UTF-8"};

    (void)ctx;
    g_array_append_val(columns, c);
    return 0;
}

static int
on_gap(void *ctx, const char *schema, const char *object, const struct cs_err *why)
{
    (void)ctx, (void)schema, (void)object;
    return why->code;
}

int
main(int argc, char **argv)
{
    const struct cs_connector *c = cs_module_file.connectors[0];
    const struct cs_host host = {.size = sizeof host, .now = now, .cancelled = cancelled};
    const struct cs_config config = {.size = sizeof config, .source = "bench", .url = argc > 1 ? argv[1] : ""};
    const struct cs_scope scope = {.size = sizeof scope};
    char *name = NULL;
    const struct cs_sink sink = {
        .size = sizeof sink, .ctx = &name, .object = on_object, .column = on_column, .gap = on_gap};
    struct cs_session *session;
    struct cs_cursor *cursor;
    struct cs_batch batch = {0};
    struct cs_err err = {0};
    guint64 rows = 0, bytes = 0;
    gint64 start;

    columns = g_array_new(FALSE, FALSE, sizeof(struct cs_req_column));
    if (c->open(&host, &config, 0, &session, &err) || c->describe(session, &scope, &sink, &err) || !name)
        g_error("%s", err.message);
    const struct cs_stream_req req = {.size = sizeof req,
                                      .target = {.size = sizeof req.target,
                                                 .schema = "",
                                                 .object = name,
                                                 .columns = (struct cs_req_column *)(void *)columns->data,
                                                 .n_columns = columns->len},
                                      .max_value = 65536};

    start = now(NULL);
    if (c->stream(session, &req, &cursor, &err))
        g_error("%s", err.message);
    do {
        if (c->next(cursor, &batch, &err))
            g_error("%s", err.message);
        rows += batch.rows;
        for (gsize i = 0; i < batch.rows * batch.columns; i++)
            bytes += batch.values[i].size;
    } while (batch.rows);
    printf("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %.3f\n", rows, bytes, (double)(now(NULL) - start) / 1e9);
    c->end(cursor);
    c->close(session);
    return 0;
}
