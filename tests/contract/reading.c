/* reading.c - requests made and cursors read, for the checks of samples and streams. */
#include "contract.h"

void
target_fill(struct target *target, const struct object *object, gsize n)
{
    const char *primary = NULL;
    guint keys = 0;

    n = n ? n : object->columns->len;
    *target = (struct target){.columns = g_new0(struct cs_req_column, n + 1),
                              .key = g_new0(const char *, object->columns->len + 1),
                              .key_types = g_new0(enum cs_type, object->columns->len + 1)};
    for (guint i = 0; i < object->keys->len; i++)
        if (g_str_has_prefix(object->keys->pdata[i], "P("))
            primary = object->keys->pdata[i];
    for (guint i = 0; i < object->columns->len; i++) {
        const struct column *c = object->columns->pdata[i];
        g_autofree char *first = g_strdup_printf("P(%s", c->name), *other = g_strdup_printf(",%s", c->name);

        if (i < n)
            target->columns[i] = (struct cs_req_column){c->name, c->info.type, c->native, "UTF-8"};
        if (!primary || !(g_str_has_prefix(primary, first) || strstr(primary, other)))
            continue;
        target->key[keys] = c->name;
        target->key_types[keys++] = c->info.type;
    }
    target->t = (struct cs_target){.size = sizeof target->t,
                                   .schema = fixture.schema,
                                   .object = object->name,
                                   .kind = object->info.kind,
                                   .rows = object->info.rows,
                                   .key = target->key,
                                   .key_types = target->key_types,
                                   .n_key = keys,
                                   .columns = target->columns,
                                   .n_columns = n};
}

void
target_clear(struct target *target)
{
    g_free(target->columns);
    g_free(target->key);
    g_free(target->key_types);
}

void
rows_init(struct rows *rows)
{
    *rows = (struct rows){.keys = g_ptr_array_new_with_free_func(g_free),
                          .seconds = g_ptr_array_new_with_free_func(g_free),
                          .resumes = g_ptr_array_new_with_free_func(g_free),
                          .ends = g_array_new(FALSE, FALSE, sizeof(guint))};
}

void
rows_clear(struct rows *rows)
{
    g_ptr_array_unref(rows->keys);
    g_ptr_array_unref(rows->seconds);
    g_ptr_array_unref(rows->resumes);
    g_array_unref(rows->ends);
}

static char *
text_of(const struct cs_value *v)
{
    return v->null ? g_strdup("") : g_strndup(v->data, v->size);
}

static void
take(struct rows *rows, const struct cs_batch *batch, guint64 max_value)
{
    for (gsize i = 0; i < batch->rows * batch->columns; i++) {
        const struct cs_value *v = &batch->values[i];

        rows->bytes += v->size;
        rows->widest = MAX(rows->widest, v->size);
        rows->cut += v->truncated;
        rows->untrue += (v->size >= max_value && !v->truncated && v->full_size > v->size) ||
                        (v->full_size && v->full_size < v->size) || (v->null && (v->data || v->size));
        if (i % batch->columns == 0)
            g_ptr_array_add(rows->keys, text_of(v));
        if (i % batch->columns == 1)
            g_ptr_array_add(rows->seconds, text_of(v));
    }
    rows->drawn = batch->drawn;
    g_ptr_array_add(rows->resumes, g_strdup(batch->resume ? batch->resume : ""));
    g_array_append_val(rows->ends, rows->keys->len);
}

/* At most so many batches; 0: to the end. */
int
rows_read(struct cs_session *session, struct cs_cursor *cursor, guint64 max_value, guint batches, struct rows *rows,
          struct cs_err *err)
{
    int rc = 0;

    (void)session;
    for (guint n = 0; !rc && (!batches || n < batches); n++) {
        struct cs_batch batch = {0};
        gint64 start = now();

        rc = fixture.connector->next(cursor, &batch, err);
        rows->seconds_worst = MAX(rows->seconds_worst, seconds_since(start));
        if (!rc)
            take(rows, &batch, max_value);
        if (!batch.rows)
            break;
    }
    return rc;
}

int
sample_rows(struct cs_session *session, const struct object *object, guint64 wanted, guint64 seed, struct rows *rows,
            struct cs_err *err)
{
    struct cs_sample_req req = {.size = sizeof req,
                                .rows = wanted,
                                .max_value = CEILING,
                                .max_bytes = 8 << 20,
                                .seed = seed,
                                .deadline = now() + 10 * SECOND};
    struct cs_cursor *cursor = NULL;
    struct target target;
    int rc;

    target_fill(&target, object, 0);
    req.target = target.t;
    rc = fixture.connector->sample(session, &req, &cursor, err);
    if (!rc)
        rc = rows_read(session, cursor, CEILING, 0, rows, err);
    fixture.connector->end(cursor);
    target_clear(&target);
    return rc;
}

int
stream_rows(struct cs_session *session, const struct object *object, guint filter_level, const char *resume,
            guint batches, struct rows *rows, struct cs_err *err)
{
    struct cs_stream_req req = {.size = sizeof req,
                                .chunk_rows = 1000,
                                .max_value = CEILING,
                                .filter = filter_level ? CS_FILTER_CRC32 : CS_FILTER_NONE,
                                .filter_column = 1,
                                .filter_level = filter_level,
                                .resume = resume,
                                .deadline = now() + 30 * SECOND};
    struct cs_cursor *cursor = NULL;
    struct target target;
    int rc;

    target_fill(&target, object, 2);
    req.target = target.t;
    if (req.target.n_columns > object->columns->len)
        req.target.n_columns = object->columns->len;
    rc = fixture.connector->stream(session, &req, &cursor, err);
    if (!rc)
        rc = rows_read(session, cursor, CEILING, batches, rows, err);
    fixture.connector->end(cursor);
    target_clear(&target);
    return rc;
}

guint
distinct(const GPtrArray *texts)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < texts->len; i++)
        g_hash_table_add(seen, texts->pdata[i]);
    return g_hash_table_size(seen);
}
