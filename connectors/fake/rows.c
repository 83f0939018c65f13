/* rows.c - rows made from the patterns of a script: drawn from strata by seed, or streamed in order. */
#include "fake.h"

#include <stdlib.h>
#include <zlib.h>

#define BATCH_ROWS 512

struct cs_cursor {
    struct cs_session *s;
    const struct fake_object *object;
    const struct fake_column **columns;
    size_t n;
    uint64_t max_value, max_bytes, bytes;
    uint64_t next, wanted; /* sample: strata taken and in all; stream: rows passed and in all */
    uint64_t given, seed;
    bool streaming;
    enum cs_filter_kind filter;
    size_t filter_column;
    uint32_t mask;
    enum cs_drawn drawn;
    struct cs_rows rows;
    struct cs_value *lies; /* values that are not what they seem */
    char resume[24];
};

/* Writes the pattern with the row's number for each #; returns its length, at most size. */
static size_t
fill_in(const char *pattern, size_t pattern_size, uint64_t number, char *out, size_t size)
{
    size_t n = 0;

    for (size_t i = 0; i < pattern_size && n + 24 < size; i++) {
        if (pattern[i] == '#')
            n += (size_t)snprintf(out + n, 24, "%llu", (unsigned long long)number);
        else
            out[n++] = pattern[i];
    }
    return n;
}

/* The value of a column in row 1, 2 …; NULL for SQL NULL. */
static char *
value_of(const struct fake_column *c, uint64_t row, char buffer[4096], size_t *ret_size)
{
    bool other = c->alternative_every && row % c->alternative_every == 0;

    *ret_size = 0;
    if (c->null_every && row % c->null_every == 0)
        return NULL;
    *ret_size = fill_in(other ? c->alternative : c->pattern, other ? c->alternative_size : c->pattern_size,
                        row * c->step, buffer, 4096);
    return buffer;
}

static void
put_value(struct cs_cursor *c, const struct fake_column *column, uint64_t row)
{
    char buffer[4096], *text, *padded;
    bool other = column->alternative_every && row % column->alternative_every == 0;
    size_t size, kept;

    text = value_of(column, row, buffer, &size);
    c->bytes += size;
    if (!text || other || column->padded <= size) {
        cs_rows_put(&c->rows, text, size, c->max_value, 0, column->type != CS_T_BYTES);
        return;
    }
    kept = column->padded < c->max_value ? column->padded : c->max_value;
    padded = malloc(kept + 1);
    memset(padded, 'x', kept + 1);
    memcpy(padded, text, size < kept ? size : kept);
    cs_rows_put(&c->rows, padded, kept, c->max_value, column->padded, false);
    c->bytes += kept - (size < kept ? size : kept);
    free(padded);
}

/* CS_FILTER_CRC32 as connector.h defines it. */
static bool
keeps(const struct cs_cursor *c, uint64_t row)
{
    char buffer[4096], *text;
    size_t size;

    if (c->filter != CS_FILTER_CRC32)
        return true;
    text = value_of(c->columns[c->filter_column], row, buffer, &size);
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)text[i] >= 0x80)
            return true;
        text[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] + 32) : text[i];
    }
    return text && (crc32(0, (const Bytef *)text, (uInt)size) & c->mask) == 0;
}

/* A row of each stratum, so that a sample is spread and meets no row twice. */
static uint64_t
row_at(const struct cs_cursor *c, uint64_t i)
{
    uint64_t rows = c->object->rows, low, high;

    if (c->streaming || c->wanted >= rows)
        return i % (rows ? rows : 1) + 1;
    low = (uint64_t)((double)rows * ((double)i / (double)c->wanted));
    high = (uint64_t)((double)rows * ((double)(i + 1) / (double)c->wanted));
    return low + 1 + (high > low ? cs_draw_of(c->seed + i) % (high - low) : 0);
}

static const struct fake_column *
find_column(const struct fake_object *o, const char *name)
{
    for (size_t i = 0; i < o->n_columns; i++)
        if (!strcmp(o->columns[i].name, name))
            return &o->columns[i];
    return NULL;
}

static int
cursor_new(struct cs_session *s, const struct cs_target *t, enum fake_call call, struct cs_cursor **ret_cursor,
           struct cs_err *err)
{
    const struct fake_object *o = NULL;
    struct cs_cursor *c;
    int rc;

    for (size_t i = 0; i < s->script.n_objects; i++)
        if (!strcmp(s->script.objects[i].name, t->object))
            o = &s->script.objects[i];
    s->cost.statements++;
    if (!o)
        return cs_fail(err, CS_E_GONE, "fake", NULL, "%s: it is gone", t->object);
    if (o->denied) {
        cs_fail(err, CS_E_DENIED, "fake", NULL, "%s: permission denied", t->object);
        cs_err_hint(err, "take the word denied out of the script");
        return CS_E_DENIED;
    }
    rc = fake_act(s, o, call, 0, err);
    if (rc || o->lies & FAKE_LIE_CURSOR)
        return rc;
    c = calloc(1, sizeof *c);
    *c = (struct cs_cursor){.s = s, .object = o, .n = t->n_columns, .drawn = CS_DRAWN_ALL};
    c->columns = calloc(c->n + 1, sizeof(void *));
    cs_rows_init(&c->rows, c->n);
    for (size_t i = 0; !rc && i < c->n; i++)
        if (!(c->columns[i] = find_column(o, t->columns[i].name)))
            rc = cs_fail(err, CS_E_GONE, "fake", NULL, "%s: a column is gone", t->object);
    if (rc)
        fake_end(c);
    else
        *ret_cursor = c;
    return rc;
}

int
fake_sample(struct cs_session *s, const struct cs_sample_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    struct cs_cursor *c = NULL;
    int rc;

    s->deadline = req->deadline;
    rc = cursor_new(s, &req->target, FAKE_SAMPLE, &c, err);
    if (rc || !c)
        return rc;
    c->max_value = req->max_value;
    c->max_bytes = req->max_bytes ? req->max_bytes : UINT64_MAX;
    c->seed = req->seed;
    c->wanted = req->rows;
    if (c->wanted < c->object->rows)
        c->drawn = CS_DRAWN_RANDOM;
    else
        c->wanted = c->object->rows;
    if (c->object->lies & FAKE_LIE_MORE)
        c->wanted = req->rows * 2;
    *ret_cursor = c;
    return 0;
}

int
fake_stream(struct cs_session *s, const struct cs_stream_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    struct cs_cursor *c = NULL;
    int rc;

    if (req->target.kind == CS_VIEW)
        return cs_fail(err, CS_E_UNSUPPORTED, "fake", NULL, "views are not streamed");
    s->deadline = req->deadline;
    rc = cursor_new(s, &req->target, FAKE_STREAM, &c, err);
    s->deadline = 0;
    if (rc || !c)
        return rc;
    c->streaming = true;
    c->max_value = req->max_value;
    c->max_bytes = UINT64_MAX;
    c->wanted = c->object->lies & FAKE_LIE_ENDLESS ? UINT64_MAX : c->object->rows;
    c->next = req->resume ? strtoull(req->resume, NULL, 10) : 0;
    c->filter = req->filter;
    c->filter_column = req->filter_column;
    c->mask = (uint32_t)((1ull << req->filter_level) - 1);
    *ret_cursor = c;
    return 0;
}

/* The batch made into something that no connector may return. */
static void
lie(struct cs_cursor *c, struct cs_batch *batch)
{
    uint32_t lies = c->object->lies;
    size_t n = batch->rows * batch->columns;

    free(c->lies);
    c->lies = NULL;
    if (!lies || !n)
        return;
    c->lies = calloc(n, sizeof *c->lies);
    memcpy(c->lies, batch->values, n * sizeof *c->lies);
    if (lies & FAKE_LIE_NULL)
        c->lies[n / 2].null = true;
    if (lies & FAKE_LIE_NODATA)
        c->lies[n / 2].data = NULL;
    if (lies & FAKE_LIE_CEILING)
        c->lies[n / 2].size = (size_t)c->max_value + 4096;
    if (lies & FAKE_LIE_SIZE)
        c->lies[n / 2].full_size = 1;
    batch->values = lies & FAKE_LIE_VALUES ? NULL : c->lies;
    batch->columns += lies & FAKE_LIE_WIDTH ? 1 : 0;
    if (lies & FAKE_LIE_ROWS)
        batch->rows = SIZE_MAX / batch->columns + 2;
    if (lies & FAKE_LIE_DRAWN)
        batch->drawn = (enum cs_drawn)42;
}

int
fake_next(struct cs_cursor *c, struct cs_batch *ret_batch, struct cs_err *err)
{
    size_t rows = 0;
    int rc = 0;

    cs_rows_reset(&c->rows);
    while (!rc && !cs_rows_full(&c->rows, BATCH_ROWS) && c->next < c->wanted && c->bytes < c->max_bytes) {
        uint64_t row = row_at(c, c->next);

        rc = fake_act(c->s, c->object, FAKE_NEXT, c->given, err);
        if (rc || (c->next++, !keeps(c, row)))
            continue;
        for (size_t i = 0; i < c->n; i++)
            put_value(c, c->columns[i], row);
        rows++;
        c->given++;
        c->s->cost.rows++;
    }
    if (!rc)
        rc = fake_act(c->s, c->object, FAKE_NEXT, c->given, err);
    if (rc)
        return rc;
    if (c->drawn == CS_DRAWN_ALL && c->next < c->wanted && !c->streaming && c->bytes >= c->max_bytes)
        c->drawn = CS_DRAWN_HEAD;
    c->s->cost.bytes += c->rows.size;
    cs_rows_batch(&c->rows, ret_batch);
    ret_batch->drawn = c->drawn;
    snprintf(c->resume, sizeof c->resume, "%llu", (unsigned long long)c->next);
    ret_batch->resume = c->streaming ? c->resume : NULL;
    lie(c, ret_batch);
    return 0;
}

void
fake_end(struct cs_cursor *c)
{
    struct cs_err ignored;

    if (!c)
        return;
    c->s->deadline = 0;
    fake_act(c->s, c->object, FAKE_END, 0, &ignored);
    cs_rows_free(&c->rows);
    free(c->columns);
    free(c->lies);
    free(c);
}
