/* span.c - stretches of a stream, each one statement: the table from its beginning, then ranges of an integer key.
 *
 * The key beside each row, or a limit instead of an end, would cost the server a third of what a narrow row costs in
 * all, and any condition a fifth: a span goes without key, and the first one without condition. Its end is a time;
 * where that comes before the last row, the key of the row it came to is looked up by counting, in the same snapshot.
 */
#include "my.h"

#include <mysqld_error.h>
#include <stdlib.h>

#define LONGEST 600000000  /* ns of a statement; ALTER TABLE waits for it */
#define LENGTH 200000000.0 /* ns that a range should take */

static void
add_where(const struct cs_cursor *c, struct cs_text *t)
{
    if (c->ranged)
        cs_text_add(t, " WHERE %s BETWEEN %lld AND %lld", c->key, c->span.low, c->span.high);
    cs_text_add(t, " ORDER BY %s LIMIT ", c->key_order);
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
    add_where(c, &t);
    cs_text_add(&t, "%llu", (unsigned long long)c->most);
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

/* The key of the last row that came, by its number. */
static int
look_up_last(struct cs_cursor *c, struct cs_err *err)
{
    struct cs_text t = {0};
    MYSQL_RES *result = NULL;
    MYSQL_ROW row;
    int rc;

    cs_text_add(&t, "SELECT %s FROM %s", c->key_list, c->table);
    add_where(c, &t);
    cs_text_add(&t, "%llu, 1", (unsigned long long)c->in_chunk - 1);
    rc = my_query(c->s, t.text, false, c->what, &result, err);
    free(t.text);
    if (rc)
        return rc;
    row = mysql_fetch_row(result);
    if (row)
        my_remember(c, row, mysql_fetch_lengths(result));
    else
        rc = cs_fail(err, CS_E_DATA, "mysql", NULL, "%s: rows that were there cannot be found again", c->what);
    mysql_free_result(result);
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
