/* cells.h - the cells that the engine is timed on: every field of the tables below some folders. */
#ifndef CS_BENCH_CELLS_H
#define CS_BENCH_CELLS_H

#include <cassini/value.h>
#include <glib.h>

/* One table, row after row; values point into memory that lives as long as the process. */
struct table {
    char *name;
    gsize columns;
    GArray *values; /* of struct cs_value, columns a row */
};

struct cells {
    GPtrArray *tables;    /* of struct table* */
    guint64 count, bytes; /* of fields that are not null */
};

/* Reads path: a folder (searched), a .tsv file (tabs, \N for NULL, backslash escapes, no header) or a SQLite database.
 * Other files are left alone, and so are files named truth_*. */
void cells_read(struct cells *cells, const char *path);

#endif
