/* stream.c - every row once, in the order of the key: spans (span.c) where they can be, else chunks of so many rows,
 * each with its key. */
#include "my.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define TARGET 150000000.0 /* ns a chunk should take */
#define FIRST_CHUNK 2000
#define MAX_CHUNK 50000
#define NO_KEY_ROWS 200000.0 /* a table without a key is read in one statement up to here */
#define SPAN_ROWS 10000.0    /* below them a chunk holds the table */
#define SPAN_COMES 200000.0  /* rows that a span brings, as a rule */
#define STREAM_ROWS 4096
#define TRIES 5
#define LOOK_EVERY 64 /* rows between two looks at the clock */

static int
start_chunk(struct cs_cursor *c, struct cs_err *err)
{
    struct cs_text t = {0};
    int rc;

    cs_text_add(&t, "SELECT %s%s%s FROM %s WHERE %s", c->key_list, c->n_key ? ", " : "", c->list, c->table,
                c->keep ? c->keep : "1");
    if (c->n_key && c->last) {
        cs_text_add(&t, " AND ");
        my_add_seek(c, &t, 0);
    }
    if (c->n_key)
        cs_text_add(&t, " ORDER BY %s LIMIT %llu", c->key_order, (unsigned long long)c->chunk);
    c->chunk_started = c->s->host->now(c->s->host->ctx);
    c->in_chunk = 0;
    rc = my_query(c->s, t.text, true, c->what, &c->result, err);
    free(t.text);
    return rc;
}

/* The deadline of one call: of the stream, or as long as the host is patient. */
static void
renew(struct cs_cursor *c)
{
    int64_t until = c->patience ? c->s->host->now(c->s->host->ctx) + c->patience : 0;

    c->s->deadline = until && (!c->until || until < c->until) ? until : c->until;
}

/* Without a filter a large table gives what it can at once; then spans of an integer key, each in a transaction of its
 * own, else chunks that lengthen where the server is quick. */
double
my_stream_statements(const struct cs_target *t, double rows, bool filtered)
{
    double chunk = FIRST_CHUNK, statements = filtered ? 2 : 1;

    if (t->n_key && !filtered && rows >= SPAN_ROWS) {
        rows -= SPAN_COMES;
        statements = rows < 0 ? 5 : 7;
    }
    if (rows > 0 && statements > 2 && t->n_key == 1 && t->key_types[0] == CS_T_INTEGER)
        return statements + ceil(rows / SPAN_COMES) * 4;
    for (; t->n_key && rows >= chunk; statements++) {
        rows -= chunk;
        chunk = chunk < MAX_CHUNK ? chunk * 2 : chunk;
    }
    return statements;
}

int
my_stream(struct cs_session *s, const struct cs_stream_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    const struct cs_target *t = &req->target;
    struct cs_cursor *c;
    int rc = 0;

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
    renew(c);
    if (req->filter == CS_FILTER_CRC32)
        rc = my_filter(s, req, &c->keep, err);
    c->streaming = true;
    c->drawn = CS_DRAWN_ALL;
    c->most = req->chunk_rows ? req->chunk_rows : MAX_CHUNK;
    c->chunk = c->most < FIRST_CHUNK ? c->most : FIRST_CHUNK;
    my_set_key(c, t);
    if (req->resume && c->n_key)
        my_read_resume(c, req->resume);
    c->spans = c->n_key && !c->keep && !c->last && !(t->rows >= 0 && t->rows < SPAN_ROWS);
    if (!rc && c->spans)
        rc = my_is_clustered(c, t, &c->clustered, err);
    if (rc) {
        my_end(c);
        return rc;
    }
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
    if (took < TARGET / 2 && c->chunk < c->most && c->chunk < MAX_CHUNK)
        c->chunk *= 2;
    else if (took > TARGET && c->chunk > 200)
        c->chunk /= 2;
}

/* Sends for rows. Where somebody holds the table, or a span took its time to begin (a sort): again, after a rest, by
 * chunks and for fewer. */
static int
start(struct cs_cursor *c, unsigned *tries, struct cs_err *err)
{
    int rc = c->spans ? my_start_span(c, err) : start_chunk(c, err);

    if (rc != CS_E_TIMEOUT || ++*tries > TRIES || c->s->host->cancelled(c->s->host->ctx))
        return rc;
    c->s->cost.gave_way++;
    c->spans = false;
    c->chunk = c->chunk > 400 ? c->chunk / 2 : 200;
    rest();
    return 0;
}

/* One row, or what its absence means. */
static int
take_row(struct cs_cursor *c, struct cs_err *err)
{
    MYSQL_ROW row = mysql_fetch_row(c->result);

    if (row) {
        const unsigned long *sizes = mysql_fetch_lengths(c->result);

        my_put(c, row, sizes, c->spans ? 0 : c->n_key);
        if (c->spans && !(c->in_chunk % LOOK_EVERY))
            my_mark(c, row, sizes);
        else if (c->n_key && !c->spans)
            my_remember(c, row, sizes);
        c->in_chunk++;
    } else if (c->spans) {
        return my_end_span(c, err);
    } else if (mysql_errno(c->s->db)) {
        return my_error(c->s, c->what, err);
    } else {
        end_chunk(c);
    }
    return 0;
}

int
my_next_chunk(struct cs_cursor *c, struct cs_err *err)
{
    unsigned tries = 0;
    int rc = 0;

    renew(c);
    while (!rc && !c->done && !cs_rows_full(&c->rows, STREAM_ROWS) && !(c->spans && !c->result && c->rows.n_values)) {
        if (!c->result)
            rc = start(c, &tries, err);
        else if (!(c->in_chunk % LOOK_EVERY))
            rc = my_must_stop(c->s, c->what, err);
        if (!rc && c->result)
            rc = take_row(c, err);
    }
    if (c->last && !(c->spans && c->result)) /* in the middle of a span the place is not known */
        my_write_resume(c);
    else
        my_forget_resume(c);
    return rc;
}
