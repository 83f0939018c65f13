/* span.c - stretches of a stream, each one statement: the table from its beginning, then ranges of an integer key.
 *
 * The key beside each row, or a limit instead of an end, would cost the server a third of what a narrow row costs in
 * all, any condition a fifth, and ORDER BY a twentieth: a span goes without key, the first one without condition, and
 * without ORDER BY where InnoDB keeps the rows in the order of the key. Its end is a time; where that comes before the
 * last row, the key of the row it came to is looked up by counting, in the same snapshot, and one of the rows before it
 * is compared with what came in its place.
 */
#include "my.h"

#include <mysqld_error.h>
#include <stdlib.h>
#include <strings.h>

#define LONGEST 600000000  /* ns of a statement; ALTER TABLE waits for it */
#define LENGTH 200000000.0 /* ns that a range should take */

static void
add_where(const struct cs_cursor *c, struct cs_text *t)
{
    if (c->ranged)
        cs_text_add(t, " WHERE %s BETWEEN %lld AND %lld", c->key, c->span.low, c->span.high);
    cs_text_add(t, " ORDER BY %s", c->key_order);
}

/* Is the key the one that InnoDB keeps this table's rows in the order of? A scan of the whole clustered index gives
 * them so. Not of partitions, one after the other, of a key with falling parts, or of the beginnings of values. */
int
my_is_clustered(struct cs_cursor *c, const struct cs_target *target, bool *ret_is, struct cs_err *err)
{
    struct cs_text t = {0};
    MYSQL_RES *result = NULL;
    MYSQL_ROW row;
    size_t n = 0;
    int rc;

    cs_text_add(&t, "SELECT s.COLUMN_NAME FROM information_schema.TABLES t, information_schema.STATISTICS s WHERE "
                    "t.ENGINE = 'InnoDB' AND coalesce(t.CREATE_OPTIONS, '') NOT LIKE '%%partitioned%%' AND "
                    "s.INDEX_NAME = 'PRIMARY' AND s.COLLATION = 'A' AND s.SUB_PART IS NULL");
    for (const char *alias = "ts"; *alias; alias++) {
        cs_text_add(&t, " AND %c.TABLE_SCHEMA = ", *alias);
        my_add_string(c->s, &t, target->schema, strlen(target->schema));
        cs_text_add(&t, " AND %c.TABLE_NAME = ", *alias);
        my_add_string(c->s, &t, target->object, strlen(target->object));
    }
    cs_text_add(&t, " ORDER BY s.SEQ_IN_INDEX");
    rc = my_query(c->s, t.text, false, c->what, &result, err);
    free(t.text);
    while (!rc && (row = mysql_fetch_row(result)))
        n += n < c->n_key && row[0] && !strcasecmp(row[0], c->key_names[n]);
    *ret_is = !rc && n == c->n_key && mysql_num_rows(result) == n;
    mysql_free_result(result);
    return rc;
}

int
my_start_span(struct cs_cursor *c, struct cs_err *err)
{
    struct cs_text t = {0};
    int rc = my_query(c->s, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", false, c->what, NULL, err);

    if (!rc)
        rc = my_query(c->s, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", false, c->what, NULL, err);
    if (rc)
        return rc;
    c->snapshot = true;
    cs_text_add(&t, "SELECT %s FROM %s", c->list, c->table);
    if (c->clustered && !c->ranged)
        cs_text_add(&t, " FORCE INDEX (PRIMARY)"); /* and no other that holds the columns */
    else
        add_where(c, &t);
    cs_text_add(&t, " LIMIT %llu", (unsigned long long)c->most);
    c->chunk_started = c->s->host->now(c->s->host->ctx);
    c->in_chunk = 0;
    rc = my_query_within(c->s, t.text, LONGEST, true, c->what, &c->result, err);
    free(t.text);
    if (rc)
        my_end_snapshot(c);
    return rc;
}

void
my_end_snapshot(struct cs_cursor *c)
{
    struct cs_err ignored;

    if (c->snapshot)
        my_query(c->s, "COMMIT", false, c->what, NULL, &ignored);
    c->snapshot = false;
}

/* Of a row's values, their lengths with them; FNV-1a. */
static uint64_t
digest(const struct cs_cursor *c, MYSQL_ROW row, const unsigned long *sizes)
{
    uint64_t h = 0xcbf29ce484222325;

    for (size_t i = 0; i < c->n; i++) {
        h = (h ^ (row[i] ? sizes[i] + 1 : 0)) * 0x100000001b3;
        for (size_t k = 0; row[i] && k < sizes[i]; k++)
            h = (h ^ (unsigned char)row[i][k]) * 0x100000001b3;
    }
    return h;
}

/* A row of the span, by which its order is proved. */
void
my_mark(struct cs_cursor *c, MYSQL_ROW row, const unsigned long *sizes)
{
    c->mark = digest(c, row, sizes);
    c->marked = c->in_chunk;
}

/* The key of the last row that came, by its number: rows are counted in the order of the key from the one marked. */
static int
look_up_last(struct cs_cursor *c, struct cs_err *err)
{
    struct cs_text t = {0};
    MYSQL_RES *result = NULL;
    MYSQL_ROW row;
    uint64_t n = c->marked;
    bool same = true;
    int rc;

    cs_text_add(&t, "SELECT %s, %s FROM %s", c->key_list, c->list, c->table);
    add_where(c, &t);
    cs_text_add(&t, " LIMIT %llu, %llu", (unsigned long long)c->marked, (unsigned long long)(c->in_chunk - c->marked));
    rc = my_query(c->s, t.text, true, c->what, &result, err);
    free(t.text);
    if (rc)
        return rc;
    for (; (row = mysql_fetch_row(result)); n++) {
        const unsigned long *sizes = mysql_fetch_lengths(result);

        same &= n != c->marked || digest(c, row + c->n_key, sizes + c->n_key) == c->mark;
        my_remember(c, row, sizes);
    }
    rc = mysql_errno(c->s->db) ? my_error(c->s, c->what, err) : 0;
    mysql_free_result(result);
    if (!rc && (n < c->in_chunk || !same))
        return cs_fail(err, CS_E_DATA, "mysql", NULL, "%s: rows that were there cannot be found again", c->what);
    return rc;
}

/* Ranges of the key, where it is one integer: from what the first span gave. */
static int
begin_ranges(struct cs_cursor *c, long long last, bool *ret_possible, struct cs_err *err)
{
    struct my_range all = {0};
    int rc = my_key_range(c, &all, ret_possible, err);

    *ret_possible = *ret_possible && last >= all.low;
    if (rc || !*ret_possible)
        return rc;
    c->ranged = true;
    c->top = all.high;
    c->width = (double)last - (double)all.low + 1;
    return 0;
}

/* The next range is as long as fits the time. */
static void
next_range(struct cs_cursor *c, long long last, bool cut)
{
    double took = (double)(c->s->host->now(c->s->host->ctx) - c->chunk_started), factor = LENGTH / (took + 1);

    if (cut)
        c->width = ((double)last - (double)c->span.low + 1) / 2;
    else
        c->width *= factor > 4 ? 4 : factor < 0.25 ? 0.25 : factor;
    c->width = c->width < 1 ? 1 : c->width > 1e18 ? 1e18 : c->width;
    c->done = last >= c->top;
    if (c->done)
        return;
    c->span.low = last + 1;
    c->span.high = (double)c->top - (double)last <= c->width ? c->top : last + (long long)c->width;
}

/* Behind a span whose last key is known. Any other key than one integer goes on in chunks. */
static int
go_on(struct cs_cursor *c, bool cut, struct cs_err *err)
{
    bool possible = c->ranged;
    long long last = 0;
    int rc = 0;

    if (!c->last || (cut && !c->in_chunk)) { /* not one row came in time */
        c->spans = false;
        return 0;
    }
    if (c->n_key == 1 && c->key)
        last = atoll(c->last[0]);
    if (c->n_key == 1 && c->key && !c->ranged)
        rc = begin_ranges(c, last, &possible, err);
    if (!rc && possible)
        next_range(c, last, cut);
    c->spans = possible;
    return rc;
}

static bool
is_end_of_time(unsigned number)
{
    return number == 1969 || number == 3024 || number == ER_QUERY_INTERRUPTED;
}

int
my_end_span(struct cs_cursor *c, struct cs_err *err)
{
    bool cut = is_end_of_time(mysql_errno(c->s->db)), whole;
    int rc = mysql_errno(c->s->db) && !cut ? my_error(c->s, c->what, err) : my_must_stop(c->s, c->what, err);

    mysql_free_result(c->result);
    c->result = NULL;
    cut |= c->in_chunk >= c->most;
    whole = !cut && !c->ranged;
    if (!rc && cut && c->in_chunk)
        rc = look_up_last(c, err);
    else if (!rc && !cut && c->ranged)
        my_remember_number(c, c->span.high);
    my_end_snapshot(c);
    c->done = whole;
    return rc || whole ? rc : go_on(c, cut, err);
}
