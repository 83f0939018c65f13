/* rows.h - a growing buffer of rows for connectors: values are copied in, a batch points into it.
 * Header only, so that a connector links against nothing. The buffer is wiped before it is given back. */
#ifndef CASSINI_ROWS_H
#define CASSINI_ROWS_H

#include "value.h"
#include <stdlib.h>
#include <string.h>

struct cs_rows {
    size_t columns;
    size_t n_values, max_values;
    struct cs_value *values; /* data holds an offset + 1 until cs_rows_batch */
    char *bytes;
    size_t size, capacity;
    bool failed; /* no memory */
};

static inline void
cs_rows_init(struct cs_rows *rows, size_t columns)
{
    memset(rows, 0, sizeof *rows);
    rows->columns = columns;
}

/* Do these rows make a batch? most_rows of a narrow table, fewer of one with many columns or long values, so that
 * memory does not follow their number and length. */
static inline bool
cs_rows_full(const struct cs_rows *rows, size_t most_rows)
{
    return rows->n_values >= most_rows * (rows->columns ? rows->columns : 1) || rows->n_values >= 32768 ||
           rows->size >= (4u << 20);
}

/* Forgets the rows, keeps the memory. */
static inline void
cs_rows_reset(struct cs_rows *rows)
{
    rows->n_values = 0;
    rows->size = 0;
    rows->failed = false;
}

static inline void
cs_rows_free(struct cs_rows *rows)
{
    volatile char *p = rows->bytes;
    size_t i;

    for (i = 0; i < rows->capacity; i++)
        p[i] = 0;
    free(rows->bytes);
    free(rows->values);
    memset(rows, 0, sizeof *rows);
}

static inline bool
cs_rows_grow(struct cs_rows *rows, size_t size)
{
    size_t capacity = rows->capacity ? rows->capacity : 65536;
    char *bytes;
    volatile char *old;
    size_t i;

    while (capacity < rows->size + size)
        capacity *= 2;
    if (capacity == rows->capacity)
        return true;
    bytes = (char *)malloc(capacity);
    if (!bytes)
        return false;
    if (rows->size)
        memcpy(bytes, rows->bytes, rows->size);
    for (old = rows->bytes, i = 0; i < rows->size; i++)
        old[i] = 0;
    free(rows->bytes);
    rows->bytes = bytes;
    rows->capacity = capacity;
    return true;
}

/* Room for n more values; false and failed: no memory. */
static inline bool
cs_rows_room(struct cs_rows *rows, size_t n)
{
    size_t wanted = rows->max_values ? rows->max_values : 4096;
    struct cs_value *values;

    if (rows->n_values + n <= rows->max_values)
        return true;
    while (wanted < rows->n_values + n)
        wanted *= 2;
    values = (struct cs_value *)realloc(rows->values, wanted * sizeof *values);
    if (!values) {
        rows->failed = true;
        return false;
    }
    rows->values = values;
    rows->max_values = wanted;
    return true;
}

/* Appends n values that are SQL NULL, to be filled by the caller. */
static inline void
cs_rows_put_nulls(struct cs_rows *rows, size_t n)
{
    size_t i;

    if (!cs_rows_room(rows, n))
        return;
    memset(&rows->values[rows->n_values], 0, n * sizeof *rows->values);
    for (i = 0; i < n; i++)
        rows->values[rows->n_values + i].null = true;
    rows->n_values += n;
}

/* Appends one value (data NULL: SQL NULL), cut at max bytes; never in the middle of a UTF-8 sequence when
 * text. full_size: 0 when unknown. */
static inline void
cs_rows_put(struct cs_rows *rows, const char *data, size_t size, size_t max, uint64_t full_size, bool text)
{
    struct cs_value *v;

    if (!cs_rows_room(rows, 1))
        return;
    v = &rows->values[rows->n_values];
    memset(v, 0, sizeof *v);
    v->null = !data;
    if (data) {
        size_t kept = size > max ? max : size;

        while (text && kept < size && kept && ((unsigned char)data[kept] & 0xc0) == 0x80)
            kept--;
        if (!cs_rows_grow(rows, kept + 1)) {
            rows->failed = true;
            return;
        }
        memcpy(rows->bytes + rows->size, data, kept);
        v->data = (const char *)(rows->size + 1);
        v->size = kept;
        v->full_size = full_size ? full_size : size;
        v->truncated = v->full_size > kept;
        rows->size += kept;
    }
    rows->n_values++;
}

/* The rows so far as a batch; valid until the next put, reset or free. */
static inline void
cs_rows_batch(struct cs_rows *rows, struct cs_batch *ret_batch)
{
    size_t i;

    for (i = 0; i < rows->n_values; i++)
        if (!rows->values[i].null)
            rows->values[i].data = rows->bytes + ((size_t)rows->values[i].data - 1);
    memset(ret_batch, 0, sizeof *ret_batch);
    ret_batch->columns = rows->columns;
    ret_batch->rows = rows->columns ? rows->n_values / rows->columns : 0;
    ret_batch->values = rows->values;
}

#endif
