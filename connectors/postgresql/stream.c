/* stream.c - every row once, in short transactions over ranges of blocks, giving way between them. */
#include "pg.h"

#include <stdlib.h>
#include <time.h>

#define TARGET 150000000.0     /* ns a chunk should take */
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

/* From version 14 on the server seeks a range of addresses; older ones are given each address. */
static int
ask_chunk(struct cs_cursor *c, const struct pg_part *p, double to, struct cs_err *err)
{
    struct cs_text sql = {0};
    int rc;

    if (!p->heap)
        cs_text_add(&sql, "SELECT %s FROM %s", c->list, p->name);
    else if (PQserverVersion(c->s->conn) >= 140000)
        cs_text_add(&sql, "SELECT %s FROM ONLY %s WHERE ctid >= '(%.0f,0)'::tid AND ctid < '(%.0f,0)'::tid", c->list,
                    p->name, c->page, to);
    else
        cs_text_add(&sql,
                    "SELECT %s FROM ONLY %s WHERE ctid = ANY (ARRAY(SELECT format('(%%s,%%s)', b, o)::tid FROM "
                    "generate_series(%.0f, %.0f) b, generate_series(1, 291) o))",
                    c->list, p->name, c->page, to - 1);
    rc = pg_begin(c->s, err);
    if (!rc)
        rc = pg_query(c->s, sql.text, 0, NULL, c->what, &c->whole, err);
    pg_finish(c->s);
    free(sql.text);
    return rc;
}

void
pg_rest(void)
{
    struct timespec pause = {.tv_nsec = 200000000};

    nanosleep(&pause, NULL);
}

int
pg_next_chunk(struct cs_cursor *c, struct cs_err *err)
{
    int rc = 0;
    unsigned tries = 0;

    renew(c);
    while (!rc && !c->rows.n_values) {
        struct pg_part *p;
        double to;
        int64_t started = c->s->host->now(c->s->host->ctx), took;

        while (c->part < c->n_parts && (c->parts[c->part].heap ? c->page >= c->parts[c->part].pages : c->page > 0)) {
            c->part++;
            c->page = 0;
        }
        if (c->part >= c->n_parts)
            return 0;
        p = &c->parts[c->part];
        to = p->heap && p->toasted ? c->page + 4 : c->page + c->step;
        rc = ask_chunk(c, p, to, err);
        if (rc == CS_E_TIMEOUT && !c->s->broken && tries++ < TRIES && !c->s->host->cancelled(c->s->host->ctx)) {
            c->s->cost.gave_way++;
            c->step = c->step > 16 ? c->step / 2 : 8;
            pg_rest();
            rc = 0;
            continue;
        }
        for (int i = 0; !rc && i < PQntuples(c->whole); i++)
            pg_put_row(c, c->whole, i);
        PQclear(c->whole);
        c->whole = NULL;
        c->page = p->heap ? to : 1;
        snprintf(c->resume, sizeof c->resume, "%zu:%.0f", c->part, c->page);
        took = c->s->host->now(c->s->host->ctx) - started;
        if ((double)took < TARGET / 2 && c->step < MAX_STEP && c->rows.size < (4u << 20))
            c->step *= 2;
        else if (((double)took > TARGET || c->rows.size > (8u << 20)) && c->step > 8)
            c->step /= 2;
    }
    return rc;
}
