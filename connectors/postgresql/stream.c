/* stream.c - every row once, in short transactions over ranges of blocks, giving way between them. */
#include "pg.h"

#include <stdlib.h>
#include <time.h>

#define TARGET 150000000.0     /* ns a chunk should take, and after which a transaction ends */
#define NO_ADDRESS_ROWS 200000 /* read in one statement up to here where row addresses are closed to us */
#define MAX_STEP 2048.0
#define TRIES 5

/* The deadline of one call: of the stream, or as long as the host is patient. */
static void
renew(struct cs_cursor *c)
{
    int64_t until = c->patience ? c->s->host->now(c->s->host->ctx) + c->patience : 0;

    c->s->deadline = until && (!c->deadline || until < c->deadline) ? until : c->deadline;
}

int
pg_stream(struct cs_session *s, const struct cs_stream_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    struct cs_cursor *c;
    unsigned long long part, page;
    int rc;

    if (req->target.kind == CS_VIEW || req->target.kind == CS_FOREIGN || !req->target.n_columns)
        return cs_fail(err, CS_E_UNSUPPORTED, "postgresql", NULL, "views and foreign tables are not streamed");
    c = pg_cursor(s, &req->target, req->max_value);
    c->deadline = req->deadline;
    c->patience = req->patience;
    renew(c);
    c->streaming = true;
    c->drawn = CS_DRAWN_ALL;
    c->step = 32;
    rc = pg_begin(s, err);
    if (!rc)
        rc = pg_find_parts(c, &req->target, err);
    pg_finish(s);
    if (!rc && req->resume && sscanf(req->resume, "%llu:%llu", &part, &page) == 2) {
        c->part = (size_t)part;
        c->page = (double)page;
    }
    if (!rc && c->n_parts && !c->parts[0].heap && req->target.rows > NO_ADDRESS_ROWS) {
        rc = cs_fail(err, CS_E_UNSUPPORTED, "postgresql", NULL,
                     "%s: too large to be read whole by columns or through its parent alone", c->what);
        cs_err_hint(err, "GRANT SELECT on the whole table and on its partitions");
    }
    if (rc) {
        pg_end(c);
        return rc;
    }
    *ret_cursor = c;
    return 0;
}

/* From version 14 on the server seeks a range of addresses; older ones are given each address. COPY costs a server half
 * of what rows of a SELECT do. */
static void
write_chunk(const struct cs_cursor *c, const struct pg_part *p, struct cs_text *sql)
{
    cs_text_add(sql, "COPY (SELECT %s FROM ", p->in_line ? c->uncut : c->list);
    if (!p->heap)
        cs_text_add(sql, "%s", p->name);
    else if (PQserverVersion(c->s->conn) >= 140000)
        cs_text_add(sql, "ONLY %s WHERE ctid >= '(%.0f,0)'::tid AND ctid < '(%.0f,0)'::tid", p->name, c->page, c->to);
    else
        cs_text_add(sql,
                    "ONLY %s WHERE ctid = ANY (ARRAY(SELECT format('(%%s,%%s)', b, o)::tid FROM "
                    "generate_series(%.0f, %.0f) b, generate_series(1, 291) o))",
                    p->name, c->page, c->to - 1);
    cs_text_add(sql, ") TO STDOUT");
}

/* Sends for the next chunk, if there is one: then the cursor is open. */
static int
ask_chunk(struct cs_cursor *c, struct cs_err *err)
{
    struct cs_text sql = {0};
    const struct pg_part *p;
    int rc;

    while (c->part < c->n_parts && (c->parts[c->part].heap ? c->page >= c->parts[c->part].pages : c->page > 0)) {
        c->part++;
        c->page = 0;
    }
    if (c->part >= c->n_parts) {
        pg_finish(c->s);
        return 0;
    }
    p = &c->parts[c->part];
    c->to = !p->heap ? 1 : c->page + (p->toasted ? 4 : c->step);
    c->asked_at = c->s->host->now(c->s->host->ctx);
    write_chunk(c, p, &sql);
    rc = c->s->in_transaction ? 0 : pg_begin(c->s, err);
    if (!rc)
        rc = pg_send(c->s, sql.text, 0, NULL, false, err);
    c->open = !rc;
    if (rc)
        pg_finish(c->s);
    free(sql.text);
    return rc;
}

/* One field of COPY's text format, its escapes undone in place; returns where the next one begins. */
static char *
put_field(struct cs_cursor *c, size_t column, char *field, const char *end)
{
    static const char coded[] = "bfnrtv", plain[] = "\b\f\n\r\t\v";
    char *from = field, *to;

    if (field >= end || !memcmp(field, "\\N", 2)) {
        pg_put_value(c, column, NULL, 0);
        return field + 3;
    }
    from += strcspn(field, "\t\n\\");
    for (to = from; from < end && *from != '\t' && *from != '\n'; from++) {
        const char *known = NULL;

        if (*from == '\\' && from + 1 < end)
            known = strchr(coded, *++from);
        *to++ = known ? plain[known - coded] : *from;
    }
    *to = '\0';
    pg_put_value(c, column, field, (size_t)(to - field));
    return from + 1;
}

/* The whole chunk that was asked for. A transaction serves a few: beginning one costs the server as much as thousands
 * of rows. */
static int
take_chunk(struct cs_cursor *c, struct cs_err *err)
{
    PGresult *result = NULL;
    int rc = pg_result(c->s, c->what, &result, err), size = 1;

    PQclear(result);
    while (!rc && size > 0) {
        char *line, *at;

        rc = pg_copy_line(c->s, c->what, &line, &size, err);
        at = line;
        for (size_t i = 0; line && i < c->n; i++)
            at = put_field(c, i, at, line + size);
        if (line)
            c->s->cost.rows++;
        PQfreemem(line);
    }
    c->open = false;
    if (rc || (double)(c->s->host->now(c->s->host->ctx) - c->s->began) > TARGET)
        pg_finish(c->s);
    return rc;
}

void
pg_rest(void)
{
    struct timespec pause = {.tv_nsec = 200000000};

    nanosleep(&pause, NULL);
}

/* Behind the chunk that came; the next is as long as fits the time. */
static void
advance(struct cs_cursor *c)
{
    double took = (double)(c->s->host->now(c->s->host->ctx) - c->asked_at);

    c->page = c->to;
    snprintf(c->resume, sizeof c->resume, "%zu:%.0f", c->part, c->page);
    if (took < TARGET / 2 && c->step < MAX_STEP && c->rows.size < (256u << 10))
        c->step *= 2;
    else if ((took > TARGET || c->rows.size > (1u << 20)) && c->step > 8)
        c->step /= 2;
}

int
pg_next_chunk(struct cs_cursor *c, struct cs_err *err)
{
    int rc = 0;
    unsigned tries = 0;
    struct cs_err ignored;

    renew(c);
    while (!rc && !c->rows.n_values) {
        if (!c->open)
            rc = ask_chunk(c, err);
        if (!rc && !c->open)
            return 0;
        if (!rc)
            rc = take_chunk(c, err);
        if (rc == CS_E_TIMEOUT && !c->s->broken && tries++ < TRIES && !c->s->host->cancelled(c->s->host->ctx)) {
            c->s->cost.gave_way++;
            c->step = c->step > 16 ? c->step / 2 : 8;
            cs_rows_reset(&c->rows);
            pg_rest();
            rc = 0;
        } else if (!rc) {
            advance(c);
        }
    }
    if (!rc)
        ask_chunk(c, &ignored); /* the server works while the host does; what fails is asked for again */
    return rc;
}
