/* rows.c - samples and streams: which records are read, nothing held but a batch. */
#include "cursor.h"

#include <cassini/draw.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define SEEKS 64
#define SMALL (16u << 20) /* a file so large is counted first: rows drawn one by one, none favoured */
#define BATCH_ROWS 1024   /* what both sides' second-level cache holds of a table of usual width */

static uint64_t
place(const struct cs_cursor *c)
{
    return file_input_offset(c->in, c->p);
}

/* CS_FILTER_CRC32 as connector.h defines it; a value that was cut is left to the host. */
static bool
keeps(const struct cs_cursor *c)
{
    const struct cs_value *v = &c->rows.values[c->base + c->filter_column];
    const unsigned char *text;
    unsigned char lowered[1024];

    if (v->null)
        return false;
    if (v->truncated || v->size > sizeof lowered)
        return true;
    text = (unsigned char *)c->rows.bytes + ((size_t)v->data - 1);
    for (size_t i = 0; i < v->size; i++) {
        if (text[i] >= 0x80)
            return true;
        lowered[i] = text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i];
    }
    return (crc32(0, lowered, (uInt)v->size) & c->mask) == 0;
}

/* Lets a place that was drawn become the start of a record: after a line end, where three records of the usual width
 * follow. false: there is none within the buffer. */
static bool
synchronise(struct cs_cursor *c)
{
    for (int tries = 0; tries < 64; tries++) {
        char *line = memchr(c->p, '\n', (size_t)(c->end - c->p)), *q;
        int good = 0;
        size_t width = c->format.width;

        if (!line && !tries)
            line = memchr(c->p, '\r', (size_t)(c->end - c->p));
        if (!line)
            return false;
        c->p = q = line + 1;
        while (good < 3 && width == c->format.width) {
            width = file_record_width(&c->format.dialect, &q, c->end, false);
            good += width == c->format.width;
        }
        if (good == 3 || (good && !width))
            return true;
    }
    return false;
}

/* Stands on the next place drawn, not before where we are. 0: there is none; 1; else an error. */
static int
next_seek(struct cs_cursor *c, struct cs_err *err)
{
    uint64_t size = file_input_size(c->in), width = (size - c->format.first) / SEEKS, point;
    int rc;

    while (c->seek < SEEKS) {
        point = c->format.first + width * c->seek + cs_draw_of(c->seed + c->seek) % width;
        c->seek++;
        c->seek_left = c->per_seek;
        if (point <= place(c) && c->taken)
            return 1;
        if (c->format.encoding == FILE_UTF16LE || c->format.encoding == FILE_UTF16BE)
            point &= ~(uint64_t)1;
        rc = file_go_to(c, point, err);
        if (rc)
            return rc;
        if (synchronise(c))
            return 1;
    }
    if (c->taken)
        return 0;
    c->reading = READ_ALL; /* every place lies within one huge cell: the first rows will do */
    c->drawn = CS_DRAWN_HEAD;
    rc = file_go_to(c, c->format.first, err);
    return rc ? rc : 1;
}

/* Whether the row that comes next is drawn: one of each stratum. */
static bool
is_picked(const struct cs_cursor *c)
{
    uint64_t i = c->taken, low, high;

    if (i >= c->wanted)
        return false;
    low = (uint64_t)((double)c->total * ((double)i / (double)c->wanted));
    high = (uint64_t)((double)c->total * ((double)(i + 1) / (double)c->wanted));
    return c->passed == low + (high > low ? cs_draw_of(c->seed + i) % (high - low) : 0);
}

/* One row into the batch, passed over when it is not picked or not kept. 1: go on, 0: the end, else an error. */
static int
take_row(struct cs_cursor *c, struct cs_err *err)
{
    size_t size = c->rows.size;
    bool keep = c->reading != READ_PICKED || is_picked(c);
    int rc;

    if (keep)
        file_begin_row(c);
    rc = c->rows.failed ? cs_fail(err, CS_E_LIMIT, "file", NULL, "no memory") : file_read_record(c, keep, err);
    if (keep && (rc <= 0 || (c->filter == CS_FILTER_CRC32 && !keeps(c)))) {
        file_drop_row(c, size);
        keep = false;
    }
    if (rc <= 0)
        return rc;
    c->passed++;
    c->s->cost.rows++;
    c->taken += keep || c->streaming;
    c->bytes += c->rows.size - size;
    c->seek_left -= c->seek_left > 0;
    return 1;
}

static bool
enough(const struct cs_cursor *c)
{
    return c->taken >= c->wanted || c->bytes >= c->max_bytes;
}

static int
fill(struct cs_cursor *c, struct cs_err *err)
{
    uint64_t start = c->passed;
    int rc = 1;

    while (rc == 1 && !c->done && !enough(c) && !cs_rows_full(&c->rows, BATCH_ROWS)) {
        if (c->streaming && c->passed - start >= 64 * BATCH_ROWS && c->rows.n_values)
            break;
        if (c->reading == READ_SEEKS && !c->seek_left)
            rc = next_seek(c, err);
        if (rc == 1)
            rc = take_row(c, err);
        if (!rc && c->reading == READ_SEEKS && c->seek < SEEKS && place(c) < file_input_size(c->in)) {
            c->seek_left = 0;
            rc = 1;
        }
    }
    c->done |= !rc;
    return rc < 0 ? rc : 0;
}

static int
find_columns(struct cs_cursor *c, const struct cs_target *t, struct cs_err *err)
{
    c->slots = malloc((c->format.n_columns + 1) * sizeof *c->slots);
    if (!c->slots)
        return cs_fail(err, CS_E_INTERNAL, "file", NULL, "no memory");
    for (size_t i = 0; i < c->format.n_columns; i++)
        c->slots[i] = -1;
    for (size_t i = 0, k = 0; i < t->n_columns; i++) {
        size_t left = c->format.n_columns;

        for (; left && strcmp(c->format.names[k % c->format.n_columns], t->columns[i].name) != 0; left--)
            k++;
        if (!left)
            return cs_fail(err, CS_E_GONE, "file", NULL, "%s: a column is gone", t->object);
        c->slots[k++ % c->format.n_columns] = (int32_t)i;
    }
    return 0;
}

static int
cursor_new(struct cs_session *s, const struct cs_target *t, uint64_t max_value, struct cs_cursor **ret_cursor,
           struct cs_err *err)
{
    struct cs_cursor *c = calloc(1, sizeof *c);
    int rc = c ? file_must_stop(s, t->object, err) : cs_fail(err, CS_E_INTERNAL, "file", NULL, "no memory");

    if (!c)
        return rc;
    c->s = s;
    c->n = t->n_columns;
    c->max_value = max_value;
    c->max_bytes = UINT64_MAX;
    c->wanted = UINT64_MAX;
    c->drawn = CS_DRAWN_ALL;
    cs_rows_init(&c->rows, c->n);
    if (!rc)
        rc = file_input_open(s, t->schema, t->object, &c->in, err);
    if (!rc)
        rc = file_format_find(s, c->in, &c->format, err);
    if (!rc)
        rc = find_columns(c, t, err);
    if (!rc)
        rc = file_go_to(c, c->format.first, err);
    if (rc)
        file_end(c);
    else
        *ret_cursor = c;
    return rc;
}

/* All rows of a small file counted, so that each has the same chance. */
static int
count_rows(struct cs_cursor *c, struct cs_err *err)
{
    uint64_t bytes;
    int rc;

    while ((rc = file_read_record(c, false, err)) == 1)
        c->total++;
    if (rc || c->total <= c->wanted)
        return rc ? rc : file_go_to(c, c->format.first, err);
    c->reading = READ_PICKED;
    c->drawn = CS_DRAWN_RANDOM;
    bytes = file_input_size(c->in) / c->total + 1;
    if (c->max_bytes / bytes < c->wanted)
        c->wanted = c->max_bytes / bytes + 1;
    return file_go_to(c, c->format.first, err);
}

static int
draw(struct cs_cursor *c, bool head, struct cs_err *err)
{
    uint64_t size = file_input_size(c->in);

    if (head || file_input_is_compressed(c->in))
        return 0;
    if (size <= SMALL)
        return count_rows(c, err);
    if (c->format.rows < (double)c->wanted * 1.5)
        return 0;
    c->reading = READ_SEEKS;
    c->drawn = CS_DRAWN_RANGE;
    c->per_seek = c->wanted / SEEKS + 1;
    return 0;
}

/* As draw chooses. */
double
file_sample_reads(double bytes, double rows, double wanted, double *ret_rows)
{
    double whole = 1 + (double)(uint64_t)(bytes / FILE_BUFFER);

    *ret_rows = bytes > SMALL && rows > wanted ? wanted : rows;
    return bytes <= SMALL ? 2 * whole : rows < wanted * 1.5 ? whole : SEEKS;
}

int
file_sample(struct cs_session *s, const struct cs_sample_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    struct cs_cursor *c = NULL;
    int rc;

    s->deadline = req->deadline;
    rc = cursor_new(s, &req->target, req->max_value, &c, err);
    if (rc)
        return rc;
    c->wanted = req->rows;
    c->max_bytes = req->max_bytes ? req->max_bytes : UINT64_MAX;
    c->seed = req->seed;
    rc = draw(c, req->head, err);
    if (rc)
        file_end(c);
    else
        *ret_cursor = c;
    return rc;
}

/* The deadline of one call: of the stream, or as long as the host is patient. */
static void
renew(struct cs_cursor *c)
{
    int64_t until = c->patience ? c->s->host->now(c->s->host->ctx) + c->patience : 0;

    c->s->deadline = until && (!c->until || until < c->until) ? until : c->until;
}

int
file_stream(struct cs_session *s, const struct cs_stream_req *req, struct cs_cursor **ret_cursor, struct cs_err *err)
{
    struct cs_cursor *c = NULL;
    int64_t until = req->patience ? s->host->now(s->host->ctx) + req->patience : 0;
    int rc;

    s->deadline = until && (!req->deadline || until < req->deadline) ? until : req->deadline;
    if (!req->target.n_columns)
        return cs_fail(err, CS_E_UNSUPPORTED, "file", NULL, "%s: no column is asked for", req->target.object);
    rc = cursor_new(s, &req->target, req->max_value, &c, err);
    if (rc)
        return rc;
    c->streaming = true;
    c->until = req->deadline;
    c->patience = req->patience;
    c->filter = req->filter;
    c->filter_column = req->filter_column;
    c->mask = (uint32_t)((1ull << req->filter_level) - 1);
    if (req->resume)
        rc = file_go_to(c, strtoull(req->resume, NULL, 10), err);
    if (rc)
        file_end(c);
    else
        *ret_cursor = c;
    return rc;
}

int
file_next(struct cs_cursor *c, struct cs_batch *ret_batch, struct cs_err *err)
{
    int rc;

    cs_rows_reset(&c->rows);
    if (c->streaming)
        renew(c);
    rc = file_must_stop(c->s, file_input_name(c->in), err);
    if (!rc)
        rc = fill(c, err);
    if (!rc && c->rows.failed)
        rc = cs_fail(err, CS_E_LIMIT, "file", NULL, "%s: no memory", file_input_name(c->in));
    if (rc && (!c->rows.n_values || c->rows.failed))
        return rc;
    if (c->drawn == CS_DRAWN_ALL && !c->streaming && !c->done && enough(c) && c->taken != c->total)
        c->drawn = CS_DRAWN_HEAD;
    c->s->cost.bytes += c->rows.size;
    cs_rows_batch(&c->rows, ret_batch);
    ret_batch->drawn = c->drawn;
    if (c->streaming) {
        snprintf(c->resume, sizeof c->resume, "%llu", (unsigned long long)place(c));
        ret_batch->resume = c->resume;
    }
    return 0;
}

void
file_end(struct cs_cursor *c)
{
    if (!c)
        return;
    c->s->deadline = 0;
    file_input_close(c->in);
    file_format_clear(&c->format);
    cs_rows_free(&c->rows);
    free(c->slots);
    free(c);
}
