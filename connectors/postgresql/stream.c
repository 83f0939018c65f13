/* stream.c - every row once, in short transactions over ranges of blocks, giving way between them. A chunk is one COPY
 * of a range; some are sent for together, so that the server goes on while the rows of one are looked at. */
#include "pg.h"

#include <stdlib.h>
#include <time.h>

#define TARGET 150000000.0     /* ns a group of chunks should take, and after which a transaction ends */
#define NO_ADDRESS_ROWS 200000 /* read in one statement up to here where row addresses are closed to us */
#define FIRST_STEP 32.0        /* blocks of a chunk */
#define LEAST_STEP 8.0
#define MAX_STEP 2048.0
#define MAX_GROUP 16u
#define SMALL_CHUNK (256u << 10) /* bytes of values */
#define LARGE_CHUNK (1u << 20)
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
    c->step = FIRST_STEP;
    c->group = 1;
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

/* Where the chunk that begins at this block ends. */
static double
end_of(const struct cs_cursor *c, double page)
{
    const struct pg_part *p = &c->parts[c->part];

    return !p->heap ? 1 : page + (p->toasted ? 4 : c->step);
}

/* From version 14 on the server seeks a range of addresses; older ones are given each address. COPY costs a server half
 * of what rows of a SELECT do. */
static void
write_chunk(const struct cs_cursor *c, double page, struct cs_text *sql)
{
    const struct pg_part *p = &c->parts[c->part];

    cs_text_add(sql, "COPY (SELECT %s FROM ", p->in_line ? c->uncut : c->list);
    if (!p->heap)
        cs_text_add(sql, "%s", p->name);
    else if (PQserverVersion(c->s->conn) >= 140000)
        cs_text_add(sql, "ONLY %s WHERE ctid >= '(%.0f,0)'::tid AND ctid < '(%.0f,0)'::tid", p->name, page,
                    end_of(c, page));
    else
        cs_text_add(sql,
                    "ONLY %s WHERE ctid = ANY (ARRAY(SELECT format('(%%s,%%s)', b, o)::tid FROM "
                    "generate_series(%.0f, %.0f) b, generate_series(1, 291) o))",
                    p->name, page, end_of(c, page) - 1);
    cs_text_add(sql, ") TO STDOUT; ");
}

/* The next group of this part, as one text. */
static void
write_group(struct cs_cursor *c, struct cs_text *sql)
{
    const struct pg_part *p = &c->parts[c->part];
    double page = c->page;

    do {
        write_chunk(c, page, sql);
        page = end_of(c, page);
        c->pending++;
    } while (p->heap && page < p->pages && c->pending < c->group);
}

/* Sends for the next chunks, if there are any: then the cursor is open. */
static int
ask_chunks(struct cs_cursor *c, struct cs_err *err)
{
    struct cs_text sql = {0};
    int rc;

    while (c->part < c->n_parts && (c->parts[c->part].heap ? c->page >= c->parts[c->part].pages : c->page > 0)) {
        c->part++;
        c->page = 0;
    }
    if (c->part >= c->n_parts) {
        pg_finish(c->s);
        return 0;
    }
    c->asked_at = c->s->host->now(c->s->host->ctx);
    c->pending = 0;
    write_group(c, &sql);
    rc = c->s->in_transaction ? 0 : pg_begin(c->s, err);
    if (!rc)
        rc = pg_send_all(c->s, sql.text, c->pending, err);
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

/* One whole chunk of those that were sent for. */
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
    return rc;
}

/* Nothing is under way any more. A transaction serves a few groups: beginning one costs the server as much as thousands
 * of rows. */
static void
close_group(struct cs_cursor *c, bool failed)
{
    c->open = false;
    c->pending = 0;
    if (!failed)
        pg_drain(c->s);
    if (failed || (double)(c->s->host->now(c->s->host->ctx) - c->s->began) > TARGET)
        pg_finish(c->s);
}

void
pg_rest(void)
{
    struct timespec pause = {.tv_nsec = 200000000};

    nanosleep(&pause, NULL);
}

/* The group that came took so long: the next is as long as fits the time, of chunks that fit a batch. */
static void
fit(struct cs_cursor *c)
{
    double took = (double)(c->s->host->now(c->s->host->ctx) - c->asked_at);
    bool brief = took<TARGET / 2, slow = took> TARGET, large = c->rows.size > LARGE_CHUNK && c->step > LEAST_STEP;

    if (slow && !large && c->group > 1)
        c->group /= 2;
    else if (large || (slow && c->step > LEAST_STEP))
        c->step /= 2;
    else if (brief && c->rows.size < SMALL_CHUNK && c->step < MAX_STEP)
        c->step *= 2;
    else if (brief && c->group < MAX_GROUP)
        c->group *= 2;
}

/* Behind the chunk that came. */
static void
advance(struct cs_cursor *c)
{
    c->page = end_of(c, c->page);
    snprintf(c->resume, sizeof c->resume, "%zu:%.0f", c->part, c->page);
    if (--c->pending)
        return;
    close_group(c, false);
    fit(c);
}

/* Somebody waits, or the server is slow: less at a time, after a rest. */
static void
give_way(struct cs_cursor *c)
{
    c->s->cost.gave_way++;
    c->group = 1;
    c->step = c->step > 2 * LEAST_STEP ? c->step / 2 : LEAST_STEP;
    cs_rows_reset(&c->rows);
    pg_rest();
}

/* As fit chooses the chunks where the server is quick; beside them the parts are found, and transactions end. */
double
pg_stream_statements(double pages, double page_bytes)
{
    double step = FIRST_STEP, page = 0, chunks = 0;

    while (page < pages) {
        page += step;
        chunks++;
        if (step * page_bytes > LARGE_CHUNK && step > LEAST_STEP)
            step /= 2;
        else if (step * page_bytes < SMALL_CHUNK && step < MAX_STEP)
            step *= 2;
    }
    return 2 + chunks * 1.1;
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
            rc = ask_chunks(c, err);
        if (!rc && !c->open)
            return 0;
        if (!rc)
            rc = take_chunk(c, err);
        if (!rc) {
            advance(c);
            continue;
        }
        close_group(c, true);
        if (rc == CS_E_TIMEOUT && !c->s->broken && tries++ < TRIES && !c->s->host->cancelled(c->s->host->ctx)) {
            give_way(c);
            rc = 0;
        }
    }
    if (!rc && !c->open)
        ask_chunks(c, &ignored); /* the server works while the host does; what fails is asked for again */
    return rc;
}
