/* record.c - the cells of a record into the row of a batch, cut as they pass. */
#include "cursor.h"

#include <string.h>

#define PLAIN_CELLS 32 /* parsed at a time */

int
file_go_to(struct cs_cursor *c, uint64_t offset, struct cs_err *err)
{
    int rc = file_input_seek(c->in, offset, err);

    file_parser_init(&c->parser, &c->format.dialect);
    c->p = c->end = NULL;
    return rc ? rc : file_input_read(c->in, &c->p, &c->end, err);
}

void
file_begin_row(struct cs_cursor *c)
{
    c->base = c->rows.n_values;
    cs_rows_put_nulls(&c->rows, c->n);
}

void
file_drop_row(struct cs_cursor *c, size_t size)
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

int
file_read_record(struct cs_cursor *c, bool keep, struct cs_err *err)
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
