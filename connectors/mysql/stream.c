/* stream.c - every row once, in the order of the key, a short statement a chunk. */
#include "my.h"

#include <stdlib.h>
#include <time.h>

#define TARGET 150000000.0 /* ns a chunk should take */
#define MAX_CHUNK 50000
#define NO_KEY_ROWS 200000.0 /* a table without a key is read in one statement up to here */
#define STREAM_ROWS 4096
#define TRIES 5
#define LOOK_EVERY 64 /* rows between two looks at the clock */

static void
add_key_list(struct cs_cursor *c)
{
    struct cs_text list = {0};

    for (size_t i = 0; i < c->n_key; i++) {
        cs_text_add(&list, i ? ", " : "");
        my_add_name(&list, c->key_names[i]);
    }
    c->key_list = list.text;
}

static void
add_literal(struct cs_cursor *c, struct cs_text *t, size_t i)
{
    const char *text = c->last[i];

    if (c->key_types[i] == CS_T_BYTES)
        cs_text_add(t, "x'%s'", text);
    else if (c->key_types[i] == CS_T_INTEGER || c->key_types[i] == CS_T_BOOLEAN)
        cs_text_add(t, "%s", text);
    else
        my_add_string(c->s, t, text, strlen(text));
}

/* a >= x AND (a > x OR (b >= y AND (b > y …))): the form that uses the index */
static void
add_seek(struct cs_cursor *c, struct cs_text *t, size_t i)
{
    bool last = i + 1 == c->n_key;

    my_add_name(t, c->key_names[i]);
    cs_text_add(t, last ? " > " : " >= ");
    add_literal(c, t, i);
    if (last)
        return;
    cs_text_add(t, " AND (");
    my_add_name(t, c->key_names[i]);
    cs_text_add(t, " > ");
    add_literal(c, t, i);
    cs_text_add(t, " OR (");
    add_seek(c, t, i + 1);
    cs_text_add(t, "))");
}

static int
start_chunk(struct cs_cursor *c, struct cs_err *err)
{
    struct cs_text t = {0};
    int rc;

    cs_text_add(&t, "SELECT ");
    for (size_t i = 0; i < c->n_key; i++) {
        cs_text_add(&t, c->key_types[i] == CS_T_BYTES ? "HEX(" : "");
        my_add_name(&t, c->key_names[i]);
        cs_text_add(&t, c->key_types[i] == CS_T_BYTES ? "), " : ", ");
    }
    cs_text_add(&t, "%s FROM %s WHERE %s", c->list, c->table, c->keep ? c->keep : "1");
    if (c->n_key && c->last) {
        cs_text_add(&t, " AND ");
        add_seek(c, &t, 0);
    }
    if (c->n_key)
        cs_text_add(&t, " ORDER BY %s LIMIT %llu", c->key_list, (unsigned long long)c->chunk);
    c->chunk_started = c->s->host->now(c->s->host->ctx);
    c->in_chunk = 0;
    rc = my_query(c->s, t.text, true, c->what, &c->result, err);
    free(t.text);
    return rc;
}

/* The key of the row in hand: the next chunk begins behind it. */
static void
remember(struct cs_cursor *c, MYSQL_ROW row, const unsigned long *sizes)
{
    if (!c->last) {
        c->last = calloc(c->n_key + 1, sizeof *c->last);
        c->last_room = calloc(c->n_key + 1, sizeof *c->last_room);
    }
    for (size_t i = 0; i < c->n_key; i++) {
        size_t size = row[i] ? sizes[i] : 0;

        if (size >= c->last_room[i]) {
            c->last_room[i] = 2 * size + 32;
            free(c->last[i]);
            c->last[i] = malloc(c->last_room[i]);
        }
        if (size)
            memcpy(c->last[i], row[i], size);
        c->last[i][size] = '\0';
    }
}

static void
write_resume(struct cs_cursor *c)
{
    struct cs_text t = {0};

    for (size_t i = 0; i < c->n_key; i++) {
        cs_text_add(&t, i ? "," : "");
        for (const char *p = c->last[i]; *p; p++)
            cs_text_add(&t, "%02x", (unsigned char)*p);
    }
    free(c->resume);
    c->resume = t.text;
}

static void
read_resume(struct cs_cursor *c, const char *token)
{
    c->last = calloc(c->n_key + 1, sizeof *c->last);
    c->last_room = calloc(c->n_key + 1, sizeof *c->last_room);
    for (size_t i = 0; i < c->n_key; i++) {
        size_t size = strcspn(token, ","), n = 0;
        unsigned byte;

        c->last[i] = calloc(1, size / 2 + 1);
        for (size_t k = 0; k + 1 < size && sscanf(token + k, "%2x", &byte) == 1; k += 2)
            c->last[i][n++] = (char)byte;
        token += size + (token[size] == ',');
    }
}

/* CS_FILTER_CRC32 as connector.h defines it. The collation is one whose lower case of ASCII is ASCII's. */
static char *
filter(const struct cs_stream_req *req)
{
    struct cs_text t = {0}, name = {0};

    my_add_name(&name, req->target.columns[req->filter_column].name);
    cs_text_add(&t,
                "(CRC32(LOWER(CONVERT(%s USING utf8mb4) COLLATE utf8mb4_general_ci)) & %llu = 0 OR "
                "LENGTH(CONVERT(%s USING utf8mb4)) <> CHAR_LENGTH(CONVERT(%s USING utf8mb4)))",
                name.text, (1ull << req->filter_level) - 1, name.text, name.text);
    free(name.text);
    return t.text;
}

/* The deadline of one call: of the stream, or as long as the host is patient. */
static void
renew(struct cs_cursor *c)
{
    int64_t until = c->patience ? c->s->host->now(c->s->host->ctx) + c->patience : 0;

    c->s->deadline = until && (!c->until || until < c->until) ? until : c->until;
}

int
my_stream(struct cs_session *s, const struct cs_stream_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    const struct cs_target *t = &req->target;
    struct cs_cursor *c;

    if (t->kind == CS_VIEW || !t->n_columns)
        return cs_fail(err, CS_E_UNSUPPORTED, "mysql", NULL, "views are not streamed");
    if (!t->n_key && t->rows > NO_KEY_ROWS) {
        cs_fail(err, CS_E_UNSUPPORTED, "mysql", NULL, "%s.%s has no key, and is too large to be read in one statement",
                t->schema, t->object);
        cs_err_hint(err, "give the table a primary or a unique key");
        return CS_E_UNSUPPORTED;
    }
    c = my_cursor(s, t, req->max_value);
    c->until = req->deadline;
    c->patience = req->patience;
    if (req->filter == CS_FILTER_CRC32)
        c->keep = filter(req);
    c->streaming = true;
    c->drawn = CS_DRAWN_ALL;
    c->chunk = req->chunk_rows && req->chunk_rows < 2000 ? req->chunk_rows : 2000;
    c->n_key = t->n_key;
    c->key_names = calloc(t->n_key + 1, sizeof *c->key_names);
    c->key_types = calloc(t->n_key + 1, sizeof *c->key_types);
    for (size_t i = 0; i < t->n_key; i++) {
        c->key_names[i] = strdup(t->key[i]);
        c->key_types[i] = t->key_types[i];
    }
    add_key_list(c);
    if (req->resume && c->n_key)
        read_resume(c, req->resume);
    *ret_cursor = c;
    return 0;
}

static void
rest(void)
{
    struct timespec pause = {.tv_nsec = 200000000};

    nanosleep(&pause, NULL);
}

/* The chunk's length follows the time that it took. */
static void
end_chunk(struct cs_cursor *c)
{
    double took = (double)(c->s->host->now(c->s->host->ctx) - c->chunk_started);

    mysql_free_result(c->result);
    c->result = NULL;
    if (!c->n_key || c->in_chunk < c->chunk)
        c->done = true;
    if (took < TARGET / 2 && c->chunk < MAX_CHUNK)
        c->chunk *= 2;
    else if (took > TARGET && c->chunk > 200)
        c->chunk /= 2;
}

int
my_next_chunk(struct cs_cursor *c, struct cs_err *err)
{
    unsigned tries = 0;
    int rc = 0;

    renew(c);
    while (!rc && !c->done && !cs_rows_full(&c->rows, STREAM_ROWS)) {
        MYSQL_ROW row;

        if (!c->result) {
            rc = start_chunk(c, err);
            if (rc == CS_E_TIMEOUT && tries++ < TRIES && !c->s->host->cancelled(c->s->host->ctx)) {
                c->s->cost.gave_way++;
                c->chunk = c->chunk > 400 ? c->chunk / 2 : 200;
                rest();
                rc = 0;
            }
            continue;
        }
        rc = c->in_chunk % LOOK_EVERY ? 0 : my_must_stop(c->s, c->what, err);
        row = rc ? NULL : mysql_fetch_row(c->result);
        if (row) {
            const unsigned long *sizes = mysql_fetch_lengths(c->result);

            my_put(c, row, sizes, c->n_key);
            if (c->n_key)
                remember(c, row, sizes);
            c->in_chunk++;
        } else if (!rc && mysql_errno(c->s->db)) {
            rc = my_error(c->s, c->what, err);
        } else if (!rc) {
            end_chunk(c);
        }
    }
    if (c->last)
        write_resume(c);
    return rc;
}
