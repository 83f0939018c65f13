/* rows.c - samples: random row addresses over the whole table, one statement an object. */
#include "pg.h"

#include <stdlib.h>

#define BATCH_ROWS 512
#define MAX_OFFSET 291 /* rows that fit a block of 8 KiB */
#define PROBE_BLOCKS 12
#define ROUNDS 3
#define MAX_TIDS 60000
#define SPREAD 512 /* blocks that a statement asks for, more or less: each costs the server a page */
#define TRIES 3
#define LONG_HELD 200000000 /* ns after which locks are let go between two parts */

/* Long values are cut on the server; one more than asked for tells that there was more. */
static void
add_column(struct cs_text *t, const struct cs_req_column *c, uint64_t max)
{
    switch (c->type) {
    case CS_T_TEXT: /* most are short: their size costs the server less than cutting */
        cs_text_add(t, "CASE WHEN octet_length(");
        pg_add_name(t, c->name);
        cs_text_add(t, "::text) > %llu THEN substr(", (unsigned long long)max);
        pg_add_name(t, c->name);
        cs_text_add(t, "::text, 1, %llu) ELSE ", (unsigned long long)max + 1);
        pg_add_name(t, c->name);
        cs_text_add(t, "::text END");
        break;
    case CS_T_JSON:
    case CS_T_XML:
    case CS_T_ARRAY:
    case CS_T_GEOMETRY:
    case CS_T_OTHER:
    case CS_T_UNKNOWN:
        cs_text_add(t, "substr(");
        pg_add_name(t, c->name);
        cs_text_add(t, "::text, 1, %llu)", (unsigned long long)max + 1);
        break;
    case CS_T_BYTES:
        cs_text_add(t, "substr(");
        pg_add_name(t, c->name);
        cs_text_add(t, ", 1, %llu)", (unsigned long long)max + 1);
        break;
    default:
        pg_add_name(t, c->name);
    }
}

struct cs_cursor *
pg_cursor(struct cs_session *s, const struct cs_target *t, uint64_t max_value)
{
    struct cs_cursor *c = calloc(1, sizeof *c);
    struct cs_text list = {0}, uncut = {0}, what = {0};

    c->s = s;
    c->n = t->n_columns;
    c->max_value = max_value;
    c->bytea = calloc(c->n + 1, sizeof *c->bytea);
    for (size_t i = 0; i < c->n; i++) {
        cs_text_add(&list, i ? ", " : "");
        add_column(&list, &t->columns[i], max_value);
        cs_text_add(&uncut, i ? ", " : "");
        pg_add_name(&uncut, t->columns[i].name);
        cs_text_add(&uncut, t->columns[i].type == CS_T_TEXT ? "::text" : "");
        c->bytea[i] = t->columns[i].type == CS_T_BYTES && t->columns[i].native && strstr(t->columns[i].native, "bytea");
    }
    cs_text_add(&what, "%s.%s", t->schema, t->object);
    c->list = list.text ? list.text : strdup("1");
    c->uncut = uncut.text ? uncut.text : strdup("1");
    c->what = what.text;
    cs_rows_init(&c->rows, c->n);
    return c;
}

void
pg_end(struct cs_cursor *c)
{
    if (!c)
        return;
    if (c->open && c->asked && c->taken >= c->wanted)
        pg_drain(c->s); /* a few rows too many */
    else if (c->open && !c->s->broken)
        pg_give_up(c->s); /* the rest of a result is not wanted */
    pg_finish(c->s);
    c->s->deadline = 0;
    for (size_t i = 0; i < c->n_parts; i++) {
        free(c->parts[i].name);
        free(c->parts[i].oid);
    }
    free(c->parts);
    free(c->list);
    free(c->uncut);
    free(c->what);
    free(c->bytea);
    free(c->asked);
    cs_rows_free(&c->rows);
    free(c);
}

static char *
qualified(const char *schema, const char *object)
{
    struct cs_text t = {0};

    pg_add_name(&t, schema);
    cs_text_add(&t, ".");
    pg_add_name(&t, object);
    return t.text;
}

static int
one_part(struct cs_cursor *c, const struct cs_target *t)
{
    c->parts = calloc(1, sizeof *c->parts);
    c->n_parts = 1;
    c->parts[0].name = qualified(t->schema, t->object);
    c->parts[0].rows = -1;
    return 0;
}

/* The table itself, or the leaves of a partitioned one, with their sizes now. */
int
pg_find_parts(struct cs_cursor *c, const struct cs_target *t, struct cs_err *err)
{
    static const char sql[] =
        "WITH RECURSIVE part(oid, relkind) AS (SELECT c.oid, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = "
        "c.relnamespace"
        " WHERE n.nspname = $1 AND c.relname = $2 UNION ALL SELECT c.oid, c.relkind FROM part p JOIN pg_inherits i ON "
        "i.inhparent = p.oid"
        " JOIN pg_class c ON c.oid = i.inhrelid WHERE p.relkind = 'p')"
        " SELECT n.nspname, c.relname, c.oid, c.relkind, CASE WHEN c.relkind IN ('r','m') THEN pg_relation_size(c.oid) "
        "/ current_setting('block_size')::int ELSE 0 END,"
        " c.reltuples, c.relpages, has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'),"
        " CASE WHEN c.reltoastrelid <> 0 THEN pg_relation_size(c.reltoastrelid) > pg_relation_size(c.oid) ELSE false "
        "END, has_table_privilege(c.oid, 'SELECT'), c.reltoastrelid = 0 OR pg_relation_size(c.reltoastrelid) = 0"
        " FROM part p JOIN pg_class c ON c.oid = p.oid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind "
        "<> 'p' ORDER BY c.oid";
    const char *params[] = {t->schema, t->object};
    PGresult *r = NULL;
    int rc = pg_query(c->s, sql, 2, params, c->what, &r, err);

    if (rc)
        return rc;
    c->parts = calloc((size_t)PQntuples(r) + 1, sizeof *c->parts);
    for (int i = 0; i < PQntuples(r); i++) {
        struct pg_part *p = &c->parts[c->n_parts];
        double pages = atof(PQgetvalue(r, i, 4)), tuples = atof(PQgetvalue(r, i, 5)), known = atof(PQgetvalue(r, i, 6));

        if (*PQgetvalue(r, i, 7) != 't' && t->kind == CS_PARTITIONED) { /* privilege on the parent alone */
            PQclear(r);
            while (c->n_parts) {
                free(c->parts[--c->n_parts].name);
                free(c->parts[c->n_parts].oid);
            }
            free(c->parts);
            return one_part(c, t);
        }
        p->name = qualified(PQgetvalue(r, i, 0), PQgetvalue(r, i, 1));
        p->oid = strdup(PQgetvalue(r, i, 2));
        p->heap = *PQgetvalue(r, i, 3) != 'f' && *PQgetvalue(r, i, 9) == 't'; /* addresses need the whole table */
        p->pages = pages;
        /* the table may have grown since it was analysed: keep the density */
        p->rows = tuples < 0 || known <= 0 ? (pages > 0 ? -1 : 0) : tuples / known * pages;
        p->toasted = *PQgetvalue(r, i, 8) == 't';
        p->in_line = *PQgetvalue(r, i, 10) == 't';
        c->n_parts++;
    }
    PQclear(r);
    return c->n_parts ? 0
                      : cs_fail(err, CS_E_GONE, "postgresql", NULL, "%s: it was there and is not any more", c->what);
}

static void
add_tid(struct cs_text *t, uint64_t block, unsigned offset)
{
    cs_text_add(t, "%s\"(%llu,%u)\"", t->size > 1 ? "," : "", (unsigned long long)block, offset);
}

/* A table never analysed: rows a block, from a few random blocks. */
static int
probe_density(struct cs_cursor *c, struct pg_part *p, struct cs_err *err)
{
    struct cs_text tids = {0}, sql = {0};
    unsigned blocks = p->pages < PROBE_BLOCKS ? (unsigned)p->pages : PROBE_BLOCKS;
    PGresult *r = NULL;
    const char *params[1];
    int rc;

    cs_text_add(&tids, "{");
    for (unsigned b = 0; b < blocks; b++) {
        uint64_t block = p->pages <= PROBE_BLOCKS ? b : cs_draw(&c->seed) % (uint64_t)p->pages;

        for (unsigned offset = 1; offset <= MAX_OFFSET; offset++)
            add_tid(&tids, block, offset);
    }
    cs_text_add(&tids, "}");
    cs_text_add(&sql, "SELECT count(*) FROM ONLY %s WHERE ctid = ANY($1::tid[])", p->name);
    params[0] = tids.text;
    rc = pg_query(c->s, sql.text, 1, params, c->what, &r, err);
    if (!rc)
        p->rows = atof(PQgetvalue(r, 0, 0)) / (blocks ? blocks : 1) * p->pages;
    PQclear(r);
    free(tids.text);
    free(sql.text);
    return rc;
}

/* TRUE the first time that an address is asked for, so that no row is met twice. */
static bool
is_new(struct cs_cursor *c, uint64_t block, unsigned offset)
{
    uint64_t id = (block << 9 | offset) + 1, hash = id;
    size_t at;

    for (at = cs_draw(&hash) & (c->n_asked - 1); c->asked[at]; at = (at + 1) & (c->n_asked - 1))
        if (c->asked[at] == id)
            return false;
    c->asked[at] = id;
    return true;
}

/* Random row addresses, a few in each of some hundred random blocks. Dead rows and free slots return nothing, so more
 * are asked for than wanted, but not so many that rows are left over: the server sorts the addresses, and what is left
 * over would be the end of the table. */
static char *
random_tids(struct cs_cursor *c, const struct pg_part *p)
{
    struct cs_text t = {0};
    double density = p->rows / p->pages;
    unsigned top = density * 1.15 + 2 > MAX_OFFSET ? MAX_OFFSET : (unsigned)(density * 1.15 + 2);
    uint64_t wanted = (uint64_t)((double)(c->quota) * (top / (density > 0.5 ? density : 0.5))) + 1, block = 0, each;

    if (wanted > MAX_TIDS)
        wanted = MAX_TIDS;
    each = wanted / SPREAD + 1;
    if (!c->asked) {
        for (c->n_asked = 1024; c->n_asked < wanted * ROUNDS * 2;)
            c->n_asked *= 2;
        c->asked = calloc(c->n_asked, sizeof *c->asked);
    }
    cs_text_add(&t, "{");
    for (uint64_t i = 0; i < wanted; i++) {
        unsigned offset = 1 + (unsigned)(cs_draw(&c->seed) % top);

        if (i % each == 0)
            block = cs_draw(&c->seed) % (uint64_t)p->pages;
        if (is_new(c, block, offset))
            add_tid(&t, block, offset);
    }
    cs_text_add(&t, "}");
    return t.text;
}

/* What this part gives, in proportion to its size; at least a few rows each. */
static uint64_t
quota_of(const struct cs_cursor *c)
{
    double all = 0, mine = c->parts[c->part].pages + 1;
    uint64_t left = c->wanted - c->taken, share;

    for (size_t i = c->part; i < c->n_parts; i++)
        all += c->parts[i].pages + 1;
    share = (uint64_t)((double)left * (mine / all)) + 1;
    return share > left ? left : share;
}

/* Starts the statement of the part in hand. */
static int
start_part(struct cs_cursor *c, struct cs_err *err)
{
    struct pg_part *p = &c->parts[c->part];
    struct cs_text sql = {0};
    char *tids = NULL;
    const char *params[1] = {NULL};
    int rc = 0;

    if (!c->round)
        c->quota = quota_of(c);
    c->keep = 1;
    if (p->heap && p->rows < 0)
        rc = probe_density(c, p, err);
    if (rc)
        return rc;
    if (!p->heap) {
        cs_text_add(&sql, "SELECT %s FROM %s LIMIT %llu", c->list, p->name, (unsigned long long)c->quota);
        c->drawn = CS_DRAWN_HEAD;
    } else if (p->rows <= (double)c->quota * 2) {
        cs_text_add(&sql, "SELECT %s FROM ONLY %s LIMIT %llu", c->list, p->name, (unsigned long long)c->quota * 3);
        c->keep = p->rows > (double)c->quota ? (double)c->quota / p->rows : 1;
        if (c->keep < 1)
            c->drawn = CS_DRAWN_RANDOM;
    } else {
        params[0] = tids = random_tids(c, p);
        cs_text_add(&sql, "SELECT %s FROM ONLY %s WHERE ctid = ANY($1::tid[])", c->list, p->name);
        c->drawn = CS_DRAWN_RANDOM;
    }
    c->before = c->taken;
    rc = pg_send(c->s, sql.text, tids ? 1 : 0, params, true, err);
    c->open = !rc;
    free(tids);
    free(sql.text);
    return rc;
}

void
pg_put_value(struct cs_cursor *c, size_t column, const char *data, size_t size)
{
    if (data && c->bytea[column]) {
        unsigned char *raw = PQunescapeBytea((const unsigned char *)data, &size);

        cs_rows_put(&c->rows, (const char *)raw, size, c->max_value, 0, false);
        PQfreemem(raw);
    } else {
        cs_rows_put(&c->rows, data, size, c->max_value, 0, true);
    }
    c->bytes += size;
    c->s->cost.bytes += size;
}

static void
put_row(struct cs_cursor *c, const PGresult *r, int row)
{
    for (size_t i = 0; i < c->n; i++) {
        const char *data = PQgetisnull(r, row, (int)i) ? NULL : PQgetvalue(r, row, (int)i);

        pg_put_value(c, i, data, data ? (size_t)PQgetlength(r, row, (int)i) : 0);
    }
    c->taken++;
    c->s->cost.rows++;
}

static int
fill_sample(struct cs_cursor *c, struct cs_err *err)
{
    uint64_t in_part = 0, before = c->taken;

    while (!cs_rows_full(&c->rows, BATCH_ROWS) && c->taken < c->wanted && c->bytes < c->max_bytes) {
        PGresult *r;
        int rc = pg_result(c->s, c->what, &r, err);

        if (rc) {
            c->open = false;
            return rc;
        }
        if (!r) {
            c->open = false;
            in_part = c->taken - before;
            c->quota = c->quota > in_part ? c->quota - in_part : 0;
            return 0;
        }
        for (int i = 0; i < PQntuples(r) && c->taken < c->wanted; i++)
            if (c->keep >= 1 || (double)(cs_draw(&c->seed) >> 11) / 9007199254740992.0 < c->keep)
                put_row(c, r, i);
        PQclear(r);
    }
    in_part = c->taken - before;
    c->quota = c->quota > in_part ? c->quota - in_part : 0;
    return 0;
}

/* After a statement: another round of addresses when too many were empty, else the next part. */
static void
advance(struct cs_cursor *c)
{
    const struct pg_part *p = &c->parts[c->part];

    if (!p->heap && c->n_parts == 1 && c->taken < c->wanted)
        c->drawn = CS_DRAWN_ALL; /* there were fewer than asked for */
    if (p->heap && c->drawn == CS_DRAWN_RANDOM && c->keep >= 1 && c->quota > c->wanted / 20 && ++c->round < ROUNDS)
        return;
    c->round = 0;
    c->part++;
    free(c->asked);
    c->asked = NULL;
}

static bool
has_enough(const struct cs_cursor *c)
{
    return c->taken >= c->wanted || c->bytes >= c->max_bytes;
}

/* Gave way before a row came: the same statement again, after a rest, in a new transaction. */
static int
try_again(struct cs_cursor *c, int rc, struct cs_err *err)
{
    if (rc != CS_E_TIMEOUT || !c->s->yielded || c->s->broken || c->taken > c->before || c->tries++ >= TRIES)
        return rc;
    c->open = false;
    pg_finish(c->s);
    pg_rest();
    return pg_begin(c->s, err);
}

static int
next_rows(struct cs_cursor *c, struct cs_err *err)
{
    int rc = 0;

    while (!rc && c->n && !cs_rows_full(&c->rows, BATCH_ROWS) && !has_enough(c) && (c->open || c->part < c->n_parts)) {
        if (!c->open && c->s->host->now(c->s->host->ctx) - c->s->began > LONG_HELD) {
            pg_finish(c->s);
            rc = pg_begin(c->s, err);
        }
        if (!rc && !c->open)
            rc = start_part(c, err);
        if (!rc)
            rc = fill_sample(c, err);
        if (!rc && !c->open)
            advance(c);
        if (rc)
            rc = try_again(c, rc, err);
    }
    if (!rc && c->drawn == CS_DRAWN_ALL && (c->open || c->part < c->n_parts) && has_enough(c))
        c->drawn = CS_DRAWN_HEAD;
    return rc;
}

int
pg_next(struct cs_cursor *c, struct cs_batch *ret_batch, struct cs_err *err)
{
    int rc;

    cs_rows_reset(&c->rows);
    rc = c->streaming ? pg_next_chunk(c, err) : next_rows(c, err);
    if (rc || c->rows.failed)
        return rc ? rc : cs_fail(err, CS_E_INTERNAL, "postgresql", NULL, "no memory");
    cs_rows_batch(&c->rows, ret_batch);
    ret_batch->drawn = c->drawn;
    ret_batch->resume = *c->resume ? c->resume : NULL;
    return 0;
}

int
pg_sample(struct cs_session *s, const struct cs_sample_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    struct cs_cursor *c = pg_cursor(s, &req->target, req->max_value);
    bool heap = req->target.kind == CS_TABLE || req->target.kind == CS_MATVIEW || req->target.kind == CS_PARTITIONED;
    int rc;

    s->deadline = req->deadline;
    c->wanted = req->rows;
    c->max_bytes = req->max_bytes ? req->max_bytes : UINT64_MAX;
    c->seed = req->seed;
    c->drawn = CS_DRAWN_ALL;
    rc = pg_begin(s, err);
    if (!rc)
        rc = heap && !req->head ? pg_find_parts(c, &req->target, err) : one_part(c, &req->target);
    if (!rc && c->n && c->n_parts) /* the first statement now: what is refused is refused here */
        rc = start_part(c, err);
    if (rc) {
        pg_end(c);
        return rc;
    }
    *ret_cursor = c;
    return 0;
}

/* Its parts found, a statement for each, the end of the transaction; addresses are asked for twice where many were
 * empty. */
double
pg_sample_statements(double rows, double wanted, double parts)
{
    return 2 + parts * (rows > wanted * 2 ? 1.3 : 1);
}

char *
pg_statement(struct cs_session *s, const struct cs_sample_req *req)
{
    struct cs_cursor *c = pg_cursor(s, &req->target, req->max_value);
    char *name = qualified(req->target.schema, req->target.object);
    struct cs_text t = {0};
    bool heap = req->target.kind == CS_TABLE || req->target.kind == CS_MATVIEW;

    cs_text_add(&t, heap ? "SELECT %s FROM ONLY %s WHERE ctid = ANY($1)" : "SELECT %s FROM %s LIMIT %llu", c->list,
                name, (unsigned long long)req->rows);
    free(name);
    pg_end(c);
    return t.text;
}
