/* value.h - values and batches as they cross from a connector to the host: bytes, never copied. */
#ifndef CASSINI_VALUE_H
#define CASSINI_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a column holds, as far as the source declares it. A connector maps its native types to these;
 * the native name travels beside it. Every value is delivered as text except CS_T_BYTES. */
enum cs_type {
    CS_T_UNKNOWN = 0, /* the source does not say (SQLite column without a type, CSV) */
    CS_T_TEXT,
    CS_T_INTEGER,
    CS_T_NUMERIC, /* exact or floating decimal number */
    CS_T_BOOLEAN, /* "t"/"f", "0"/"1", "true"/"false" */
    CS_T_DATE,    /* ISO 8601, "2026-11-23" */
    CS_T_TIME,
    CS_T_TIMESTAMP, /* ISO 8601, with a space or a T */
    CS_T_INTERVAL,
    CS_T_BYTES, /* raw bytes, not text */
    CS_T_JSON,
    CS_T_XML,
    CS_T_ARRAY, /* text form of the source, e.g. PostgreSQL {a,"b c"} */
    CS_T_UUID,
    CS_T_INET, /* addresses of networks and hosts, MAC included */
    CS_T_ENUM, /* a closed list declared in the schema (enum, set) */
    CS_T_GEOMETRY,
    CS_T_OTHER
};

/* One value. data is valid until the next call on the cursor that gave it, is NOT terminated by a
 * NUL and may hold NULs and invalid UTF-8. null: data is NULL and size 0. */
struct cs_value {
    const char *data;
    size_t size;        /* bytes at data */
    uint64_t full_size; /* bytes the value has in the source, where known; 0: as size */
    bool null;
    bool truncated; /* cut at the ceiling of the request */
};

/* How a sample was drawn. A head sample proves less, so the map repeats it. */
enum cs_drawn {
    CS_DRAWN_NONE = 0,
    CS_DRAWN_ALL,    /* every row */
    CS_DRAWN_RANDOM, /* random rows over the whole object */
    CS_DRAWN_RANGE,  /* seeded ranges of a key, spread over the whole object */
    CS_DRAWN_BLOCK,  /* random blocks: rows of one block are neighbours */
    CS_DRAWN_HEAD    /* whatever the source returned first */
};

/* Rows, row-major: values[row * columns + column], columns in the order of the request.
 * rows == 0 means the end of the cursor (columns and drawn are still set). */
struct cs_batch {
    size_t rows;
    size_t columns;
    const struct cs_value *values; /* valid until the next call on the cursor */
    enum cs_drawn drawn;           /* how the rows so far were drawn */
    const char *resume;            /* stream: token to go on after this batch, or NULL; valid as values */
};

#endif
