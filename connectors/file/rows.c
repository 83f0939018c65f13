/* rows.c - samples and streams: records read where they lie, cells cut as they pass, nothing held but a batch. */
#include "file.h"

#include <cassini/draw.h>
#include <cassini/rows.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define SEEKS 64
#define SMALL (16u << 20) /* a file so large is counted first: rows drawn one by one, none favoured */
#define BATCH_ROWS 1024 /* what both sides' second-level cache holds of a table of usual width */
#define PLAIN_CELLS 32 /* parsed at a time */

enum reading { READ_ALL, READ_PICKED, READ_SEEKS };

struct cs_cursor {
    struct cs_session *s;
    struct file_input *in;
    struct file_format format;
    int32_t *slots; /* file's column to the request's, -1: not wanted */
    size_t n;
    struct file_parser parser;
    char *p, *end;
    size_t column; /* of the record under way */
    bool blank;    /* nothing in it so far */
    struct cs_rows rows;
    size_t base; /* first value of the row under way */
    bool cell_quoted;
    enum reading reading;
    enum cs_drawn drawn;
    uint64_t wanted, taken, max_value, max_bytes, bytes, seed;
    uint64_t total, passed; /* picked: rows in all, rows passed */
    uint64_t seek, seek_left, per_seek;
    bool streaming, done;
    enum cs_filter_kind filter;
    size_t filter_column;
    uint32_t mask;
    int64_t until, patience; /* stream: of the whole, of each call */
    char resume[24];
};

static uint64_t
place(const struct cs_cursor *c)
{
    return file_input_offset(c->in, c->p);
}

static int
go_to(struct cs_cursor *c, uint64_t offset, struct cs_err *err)
{
    int rc = file_input_seek(c->in, offset, err);

    file_parser_init(&c->parser, &c->format.dialect);
    c->p = c->end = NULL;
    return rc ? rc : file_input_read(c->in, &c->p, &c->end, err);
}

/* A row of NULLs, to be filled as its cells pass. */
static void
begin_row(struct cs_cursor *c)
{
    c->base = c->rows.n_values;
    cs_rows_put_nulls(&c->rows, c->n);
}

static void
drop_row(struct cs_cursor *c, size_t size)
{
    c->rows.n_values = c->base;
    c->rows.size = size;
}

/* Room for n more bytes of the batch, and for copying them by sixteen. */
static bool
make_room(struct cs_cursor *c, size_t n)
{
    if (c->rows.capacity < c->rows.size + n + 16 && !cs_rows_grow(&c->rows, n + 16))
        c->rows.failed = true;
    return !c->rows.failed;
}

/* A piece of the value under way: its bytes lie at the end of the buffer, up to the ceiling. */
static void
add_piece(struct cs_cursor *c, struct cs_value *v, const struct file_piece *piece)
{
    size_t room = c->max_value - v->size, n = piece->size < room ? piece->size : room;

    if (v->null && !piece->size && !piece->quoted)
        return;
    if (v->null) {
        v->null = false;
        v->data = (const char *)(c->rows.size + 1);
    }
    v->full_size += piece->size;
    if (!n)
        return;
    if (!make_room(c, n))
        return;
    memcpy(c->rows.bytes + c->rows.size, piece->data, n);
    c->rows.size += n;
    v->size += n;
}

/* Not cut inside a letter. */
static void
end_value(struct cs_cursor *c, struct cs_value *v)
{
    const unsigned char *data = v->null ? NULL : (unsigned char *)c->rows.bytes + ((size_t)v->data - 1);
    size_t more = 0;

    v->truncated = v->full_size > v->size;
    if (!v->truncated)
        return;
    while (more < 3 && more < v->size && (data[v->size - 1 - more] & 0xc0) == 0x80)
        more++;
    if (more < v->size && data[v->size - 1 - more] >= 0xc0) {
        v->size -= more + 1;
        c->rows.size -= more + 1;
    }
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

/* The end of the file: 1 for a last record that no line end closes, 0 for none. */
static int
at_end(struct cs_cursor *c, struct cs_err *err)
{
    bool open, good = file_parse_end(&c->parser, &open);
    int code;

    if (!good) {
        code = cs_fail(err, CS_E_DATA, "file", NULL, "%s: a quoted cell does not end before the file does",
                       file_input_name(c->in));
        cs_err_hint(err, "the file may be cut off, or a quote in it not doubled");
        return code;
    }
    file_parser_init(&c->parser, &c->format.dialect);
    return open && !c->blank;
}

/* A whole value as most are: short. Copied by sixteen bytes: both buffers have that much behind. */
static void
add_short(struct cs_cursor *c, struct cs_value *v, const struct file_span *cell)
{
    char *to = c->rows.bytes + c->rows.size;

    for (size_t done = 0; done < cell->size; done += 16)
        memcpy(to + done, cell->data + done, 16);
    v->null = false;
    v->data = (const char *)(c->rows.size + 1);
    v->size = v->full_size = cell->size;
    c->rows.size += cell->size;
}

/* Cells that lie whole in the buffer. */
static void
add_cells(struct cs_cursor *c, const struct file_span *cells, size_t n)
{
    const size_t known = c->column < c->format.n_columns ? c->format.n_columns - c->column : 0;

    if (!make_room(c, (size_t)(cells[n - 1].data + cells[n - 1].size - cells[0].data)))
        return;
    for (size_t i = 0; i < n && i < known; i++) {
        const int32_t slot = c->slots[c->column + i];
        struct cs_value *v = slot < 0 ? NULL : &c->rows.values[c->base + (size_t)slot];

        if (v && cells[i].size && cells[i].size <= c->max_value) {
            add_short(c, v, &cells[i]);
        } else if (v) {
            add_piece(c, v, &(struct file_piece){.data = cells[i].data, .size = cells[i].size});
            end_value(c, v);
        }
    }
}

/* What of the record under way lies in the buffer and is plain. True: it ended there. */
static bool
read_plain(struct cs_cursor *c, bool keep)
{
    struct file_span cells[PLAIN_CELLS];
    bool record_end;
    size_t n;

    do {
        n = file_parse_plain(&c->parser, &c->p, c->end, cells, PLAIN_CELLS, &record_end);
        if (n && keep)
            add_cells(c, cells, n);
        c->blank &= !n || (n == 1 && record_end && !cells[0].size);
        c->column = record_end && c->blank ? 0 : c->column + n;
    } while (record_end ? c->blank : n == PLAIN_CELLS);
    return record_end;
}

/* One record; keep: into the rows. 1: there was one, 0: the end, else an error. Blank lines are none. */
static int
read_record(struct cs_cursor *c, bool keep, struct cs_err *err)
{
    struct file_piece piece = {.cell_end = true};
    int32_t slot;
    int rc;

    c->column = 0;
    c->blank = true;
    for (;;) {
        if (piece.cell_end && read_plain(c, keep))
            return 1;
        if (!file_parse(&c->parser, &c->p, c->end, &piece)) {
            rc = file_input_read(c->in, &c->p, &c->end, err);
            if (rc)
                return rc;
            if (c->p == c->end)
                return at_end(c, err);
            continue;
        }
        c->blank &= !piece.size && !piece.quoted && piece.record_end;
        slot = keep && c->column < c->format.n_columns ? c->slots[c->column] : -1;
        if (slot >= 0) {
            struct cs_value *v = &c->rows.values[c->base + (size_t)slot];

            add_piece(c, v, &piece);
            if (piece.cell_end)
                end_value(c, v);
        }
        c->column += piece.cell_end;
        if (piece.record_end && !c->blank)
            return 1;
        if (piece.record_end)
            c->column = 0;
    }
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
        rc = go_to(c, point, err);
        if (rc)
            return rc;
        if (synchronise(c))
            return 1;
    }
    if (c->taken)
        return 0;
    c->reading = READ_ALL; /* every place lies within one huge cell: the first rows will do */
    c->drawn = CS_DRAWN_HEAD;
    rc = go_to(c, c->format.first, err);
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
        begin_row(c);
    rc = c->rows.failed ? cs_fail(err, CS_E_LIMIT, "file", NULL, "no memory") : read_record(c, keep, err);
    if (keep && (rc <= 0 || (c->filter == CS_FILTER_CRC32 && !keeps(c)))) {
        drop_row(c, size);
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
        rc = go_to(c, c->format.first, err);
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

    while ((rc = read_record(c, false, err)) == 1)
        c->total++;
    if (rc || c->total <= c->wanted)
        return rc ? rc : go_to(c, c->format.first, err);
    c->reading = READ_PICKED;
    c->drawn = CS_DRAWN_RANDOM;
    bytes = file_input_size(c->in) / c->total + 1;
    if (c->max_bytes / bytes < c->wanted)
        c->wanted = c->max_bytes / bytes + 1;
    return go_to(c, c->format.first, err);
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
        rc = go_to(c, strtoull(req->resume, NULL, 10), err);
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
