/* cells.c - reads the tables that the engine is timed on, whole, into memory. */
#include "cells.h"

#include <sqlite3.h>
#include <string.h>

static struct table *
table_new(struct cells *cells, const char *path, const char *name, gsize columns)
{
    g_autofree char *base = g_path_get_basename(path);
    struct table *t = g_new0(struct table, 1);

    t->name = name ? g_strdup_printf("%s:%s", base, name) : g_strdup(base);
    t->columns = columns;
    t->values = g_array_new(FALSE, FALSE, sizeof(struct cs_value));
    g_ptr_array_add(cells->tables, t);
    return t;
}

static void
put(struct cells *cells, struct table *t, const char *data, gsize size)
{
    struct cs_value v = {.data = data, .size = data ? size : 0, .null = !data};

    g_array_append_val(t->values, v);
    cells->count += data != NULL;
    cells->bytes += v.size;
}

/* Undoes \t, \n, \r, \\ in place; returns the new size. */
static gsize
unescape(char *text, gsize size)
{
    gsize n = 0;

    for (gsize i = 0; i < size; i++) {
        char c = text[i];

        if (c == '\\' && i + 1 < size) {
            c = text[++i];
            c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
        }
        text[n++] = c;
    }
    return n;
}

static void
read_line(struct cells *cells, struct table *t, char *line, char *end)
{
    gsize column = 0;
    char *stop;

    for (char *field = line; field <= end && column < t->columns; field = stop + 1, column++) {
        stop = memchr(field, '\t', (gsize)(end - field));
        stop = stop ? stop : end;
        if (stop - field == 2 && !memcmp(field, "\\N", 2))
            put(cells, t, NULL, 0);
        else
            put(cells, t, field, unescape(field, (gsize)(stop - field)));
    }
    for (; column < t->columns; column++)
        put(cells, t, NULL, 0);
}

static void
read_tsv(struct cells *cells, const char *path)
{
    char *text = NULL, *end;
    struct table *t = NULL;
    gsize size;

    if (!g_file_get_contents(path, &text, &size, NULL))
        return;
    for (char *line = text; line < text + size; line = end + 1) {
        end = memchr(line, '\n', (gsize)(text + size - line));
        end = end ? end : text + size;
        if (!t) {
            t = table_new(cells, path, NULL, 1);
            for (const char *p = line; p < end; p++)
                t->columns += *p == '\t';
        }
        read_line(cells, t, line, end);
    }
}

static void
read_sqlite_table(struct cells *cells, sqlite3 *db, const char *path, const char *name)
{
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", name);
    sqlite3_stmt *statement = NULL;
    struct table *t;

    (void)sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    sqlite3_free(sql);
    if (!statement)
        return;
    t = table_new(cells, path, name, (gsize)sqlite3_column_count(statement));
    while (sqlite3_step(statement) == SQLITE_ROW)
        for (int i = 0; i < (int)t->columns; i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            gsize size = (gsize)sqlite3_column_bytes(statement, i);

            put(cells, t, text ? g_memdup2(text, size + 1) : NULL, size);
        }
    sqlite3_finalize(statement);
}

static void
read_sqlite(struct cells *cells, const char *path)
{
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db,
                           "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' "
                           "ESCAPE '!' ORDER BY name",
                           -1, &statement, NULL) == SQLITE_OK)
        while (sqlite3_step(statement) == SQLITE_ROW)
            read_sqlite_table(cells, db, path, (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
read_folder(struct cells *cells, const char *folder)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir)))
        g_ptr_array_add(names, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++)
        cells_read(cells, names->pdata[i]);
}

void
cells_read(struct cells *cells, const char *path)
{
    g_autofree char *base = g_path_get_basename(path);

    if (g_file_test(path, G_FILE_TEST_IS_DIR))
        read_folder(cells, path);
    else if (g_str_has_suffix(base, ".tsv") && !g_str_has_prefix(base, "truth_"))
        read_tsv(cells, path);
    else if (g_str_has_suffix(base, ".sqlite"))
        read_sqlite(cells, path);
}
