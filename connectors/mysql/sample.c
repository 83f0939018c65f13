/* sample.c - samples: seeded starts in ranges of the key, as full as the optimiser guesses them to be. */
#include "my.h"

#include <stdlib.h>

#define BATCH_ROWS 512
#define STRATA 24
#define SMALL 0.5 /* of the rows wanted: an object with fewer is read whole */

/* "varchar(100)": no value of it is longer, whatever is asked for. */
static bool
is_short(const struct cs_req_column *c, uint64_t max)
{
    const char *length = c->native ? strstr(c->native, "char(") : NULL;

    return length && strtoull(length + 5, NULL, 10) <= max;
}

static void
add_column(struct cs_text *t, const struct cs_req_column *c, uint64_t max)
{
    if (is_short(c, max)) {
        my_add_name(t, c->name);
        return;
    }
    switch (c->type) {
    case CS_T_TEXT:
    case CS_T_JSON:
    case CS_T_XML:
    case CS_T_BYTES:
        cs_text_add(t, "LEFT(");
        my_add_name(t, c->name);
        cs_text_add(t, ", %llu)", (unsigned long long)max + 1);
        break;
    case CS_T_GEOMETRY:
        cs_text_add(t, "LEFT(ST_AsText(");
        my_add_name(t, c->name);
        cs_text_add(t, "), %llu)", (unsigned long long)max + 1);
        break;
    case CS_T_OTHER:
        cs_text_add(t, "CAST(");
        my_add_name(t, c->name);
        cs_text_add(t, " AS CHAR)");
        break;
    default:
        my_add_name(t, c->name);
    }
}

struct cs_cursor *
my_cursor(struct cs_session *s, const struct cs_target *t, uint64_t max_value)
{
    struct cs_cursor *c = calloc(1, sizeof *c);
    struct cs_text list = {0}, table = {0}, what = {0}, key = {0};

    c->s = s;
    c->n = t->n_columns;
    c->max_value = max_value;
    for (size_t i = 0; i < c->n; i++) {
        cs_text_add(&list, i ? ", " : "");
        add_column(&list, &t->columns[i], max_value);
    }
    my_add_name(&table, t->schema);
    cs_text_add(&table, ".");
    my_add_name(&table, t->object);
    cs_text_add(&what, "%s.%s", t->schema, t->object);
    if (t->n_key && t->key_types[0] == CS_T_INTEGER) {
        my_add_name(&key, t->key[0]);
        c->key = key.text;
    }
    c->list = list.text ? list.text : strdup("1");
    c->table = table.text;
    c->what = what.text;
    cs_rows_init(&c->rows, c->n);
    return c;
}

void
my_end(struct cs_cursor *c)
{
    if (!c)
        return;
    mysql_free_result(c->result); /* reads what is left: a sample's statement has a LIMIT, a stream's little time */
    my_end_snapshot(c);
    c->s->deadline = 0;
    for (size_t i = 0; i < c->n_key; i++) {
        free(c->key_names[i]);
        if (c->last)
            free(c->last[i]);
    }
    free(c->key_names);
    free(c->key_types);
    free(c->last);
    free(c->last_room);
    free(c->key_list);
    free(c->key_order);
    free(c->resume);
    free(c->keep);
    free(c->list);
    free(c->table);
    free(c->what);
    free(c->key);
    cs_rows_free(&c->rows);
    free(c);
}

/* The optimiser's guess of the rows in a range of the key. */
static int
guess(struct cs_cursor *c, struct my_range *range, struct cs_err *err)
{
    struct cs_text t = {0};
    MYSQL_RES *result;
    MYSQL_ROW row;
    int rc;

    cs_text_add(&t, "EXPLAIN SELECT 1 FROM %s WHERE %s BETWEEN %lld AND %lld", c->table, c->key, range->low,
                range->high);
    rc = my_query(c->s, t.text, false, c->what, &result, err);
    free(t.text);
    if (rc)
        return rc;
    row = result ? mysql_fetch_row(result) : NULL;
    range->rows = 0;
    for (unsigned i = 0; row && i < mysql_num_fields(result); i++)
        if (!strcmp(mysql_fetch_field_direct(result, i)->name, "rows") && row[i])
            range->rows = atof(row[i]);
    mysql_free_result(result);
    return 0;
}

int
my_key_range(struct cs_cursor *c, struct my_range *range, bool *ret_usable, struct cs_err *err)
{
    struct cs_text t = {0};
    MYSQL_RES *result;
    MYSQL_ROW row;
    int rc;

    cs_text_add(&t, "SELECT MIN(%s), MAX(%s) FROM %s", c->key, c->key, c->table);
    rc = my_query(c->s, t.text, false, c->what, &result, err);
    free(t.text);
    if (rc)
        return rc;
    row = mysql_fetch_row(result);
    *ret_usable = row && row[0] && row[1] && strlen(row[1]) < 19;
    if (*ret_usable) {
        range->low = atoll(row[0]);
        range->high = atoll(row[1]);
    }
    mysql_free_result(result);
    return 0;
}

/* Splits the fullest range until there are enough: a key with gaps has empty ranges, which are dropped. */
static int
stratify(struct cs_cursor *c, struct cs_err *err)
{
    bool usable = false;
    int rc = my_key_range(c, &c->ranges[0], &usable, err);

    if (rc || !usable)
        return rc;
    c->n_ranges = 1;
    rc = guess(c, &c->ranges[0], err);
    while (!rc && c->n_ranges < STRATA) {
        struct my_range *full = &c->ranges[0], *half = &c->ranges[c->n_ranges];
        long long middle;

        for (size_t i = 1; i < c->n_ranges; i++)
            if (c->ranges[i].rows > full->rows)
                full = &c->ranges[i];
        if (full->high - full->low < 2 || full->rows < 4)
            break;
        middle = full->low + (full->high - full->low) / 2;
        *half = (struct my_range){middle + 1, full->high, 0};
        full->high = middle;
        rc = guess(c, full, err);
        if (!rc)
            rc = guess(c, half, err);
        c->n_ranges++;
    }
    return rc;
}

static int
start_range(struct cs_cursor *c, struct cs_err *err)
{
    const struct my_range *r = &c->ranges[c->range];
    struct cs_text t = {0};
    double all = 0, share, spare;
    uint64_t wanted, left = c->wanted - c->taken;
    long long low;
    int rc;

    for (size_t i = c->range; i < c->n_ranges; i++)
        all += c->ranges[i].rows + 1;
    wanted = (uint64_t)((double)left * (r->rows + 1) / all) + 1;
    wanted = wanted > left ? left : wanted;
    share = r->rows > 0 ? (double)wanted / r->rows : 1;
    spare = share < 1 ? (double)(r->high - r->low) * (1 - share) : 0;
    low = r->low + (spare >= 1 ? (long long)(cs_draw(&c->seed) % (uint64_t)spare) : 0);
    cs_text_add(&t, "SELECT %s FROM %s WHERE %s BETWEEN %lld AND %lld ORDER BY %s LIMIT %llu", c->list, c->table,
                c->key, low, r->high, c->key, (unsigned long long)wanted);
    rc = my_query(c->s, t.text, true, c->what, &c->result, err);
    free(t.text);
    return rc;
}

/* A view that got a moment only, and needed more. */
static int
told(const struct cs_cursor *c, int rc, struct cs_err *err)
{
    if (rc != CS_E_TIMEOUT || !c->hurried)
        return rc;
    cs_fail(err, rc, "mysql", NULL, "%s: the view takes longer than view_timeout allows", c->what);
    cs_err_hint(err, "raise view_timeout of this source if its tables may be locked against ALTER for so long");
    return rc;
}

/* A view may compute for long, and keeps its tables from being altered meanwhile: unlike PostgreSQL, this
 * engine does not let a reader see who waits, so it gets a moment only. */
static int
start_head(struct cs_cursor *c, struct cs_err *err)
{
    struct cs_text t = {0};
    int64_t until = c->s->host->now(c->s->host->ctx) + c->s->view_timeout, deadline = c->s->deadline;
    bool earlier = c->view && (!deadline || until < deadline);
    int rc;

    if (earlier)
        c->s->deadline = until;
    cs_text_add(&t, "SELECT %s FROM %s LIMIT %llu", c->list, c->table, (unsigned long long)c->wanted);
    rc = my_query(c->s, t.text, true, c->what, &c->result, err);
    free(t.text);
    c->s->deadline = deadline;
    c->hurried = earlier;
    return rc ? told(c, rc, err) : 0;
}

void
my_put(struct cs_cursor *c, MYSQL_ROW row, const unsigned long *sizes, size_t from)
{
    for (size_t i = 0; i < c->n; i++) {
        const char *data = row[from + i];
        size_t size = data ? sizes[from + i] : 0;

        cs_rows_put(&c->rows, data, size, c->max_value, 0, true);
        c->bytes += size;
        c->s->cost.bytes += size;
    }
    c->taken++;
    c->s->cost.rows++;
}

/* Rows of the statement under way; at its end the next range, or the end of the sample. */
static int
fill(struct cs_cursor *c, struct cs_err *err)
{
    while (!cs_rows_full(&c->rows, BATCH_ROWS) && c->taken < c->wanted && c->bytes < c->max_bytes) {
        int rc = my_must_stop(c->s, c->what, err);
        MYSQL_ROW row = rc ? NULL : mysql_fetch_row(c->result);

        if (rc)
            return rc;

        if (row) {
            my_put(c, row, mysql_fetch_lengths(c->result), 0);
            continue;
        }
        if (mysql_errno(c->s->db))
            return told(c, my_error(c->s, c->what, err), err);
        mysql_free_result(c->result);
        c->result = NULL;
        if (!c->n_ranges && c->drawn == CS_DRAWN_HEAD)
            c->drawn = CS_DRAWN_ALL; /* there were fewer than asked for */
        c->done = ++c->range >= c->n_ranges;
        return 0;
    }
    c->done = c->taken >= c->wanted || c->bytes >= c->max_bytes;
    return 0;
}

int
my_next(struct cs_cursor *c, struct cs_batch *ret_batch, struct cs_err *err)
{
    int rc = 0;

    cs_rows_reset(&c->rows);
    if (c->streaming)
        rc = my_next_chunk(c, err);
    while (!rc && !c->streaming && !c->done && c->n && !cs_rows_full(&c->rows, BATCH_ROWS)) {
        if (!c->result)
            rc = c->n_ranges ? start_range(c, err) : start_head(c, err);
        if (!rc)
            rc = fill(c, err);
    }
    if (rc || c->rows.failed)
        return rc ? rc : cs_fail(err, CS_E_INTERNAL, "mysql", NULL, "no memory");
    cs_rows_batch(&c->rows, ret_batch);
    ret_batch->drawn = c->drawn;
    ret_batch->resume = c->resume;
    return 0;
}

int
my_sample(struct cs_session *s, const struct cs_sample_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    struct cs_cursor *c = my_cursor(s, &req->target, req->max_value);
    bool small = req->target.rows >= 0 && req->target.rows < (double)req->rows * SMALL;
    int rc = 0;

    s->deadline = req->deadline;
    c->wanted = req->rows;
    c->max_bytes = req->max_bytes ? req->max_bytes : UINT64_MAX;
    c->seed = req->seed;
    c->view = req->target.kind == CS_VIEW;
    c->drawn = CS_DRAWN_HEAD;
    if (c->key && !small && !req->head && req->target.kind != CS_VIEW)
        rc = stratify(c, err);
    if (c->n_ranges)
        c->drawn = CS_DRAWN_RANGE;
    if (!rc && c->n) /* the first statement now: what is refused is refused here */
        rc = c->n_ranges ? start_range(c, err) : start_head(c, err);
    if (rc) {
        my_end(c);
        return rc;
    }
    *ret_cursor = c;
    return 0;
}

/* The range of the key, guesses of its halves, a statement for each stratum; the last ones are not needed where the
 * others were full. */
double
my_sample_statements(const struct cs_target *t, double wanted)
{
    bool spread = t->kind != CS_VIEW && t->n_key && t->key_types[0] == CS_T_INTEGER && t->rows >= wanted * SMALL;

    return spread ? 2 + 3 * STRATA - 2 : 1;
}

char *
my_statement(struct cs_session *s, const struct cs_sample_req *req)
{
    struct cs_cursor *c = my_cursor(s, &req->target, req->max_value);
    struct cs_text t = {0};

    if (c->key && req->target.kind == CS_TABLE)
        cs_text_add(&t, "SELECT %s FROM %s WHERE %s BETWEEN ? AND ? ORDER BY %s LIMIT ?  -- up to %d ranges", c->list,
                    c->table, c->key, c->key, STRATA);
    else
        cs_text_add(&t, "SELECT %s FROM %s LIMIT %llu", c->list, c->table, (unsigned long long)req->rows);
    my_end(c);
    return t.text;
}
