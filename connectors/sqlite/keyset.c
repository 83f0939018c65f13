/* keyset.c - a place in a table without rowids: the key of the last row, as text that can be bound again.
 * One part a key column: i42, r0.5, t<hex>, b<hex>, between commas. */
#include "sqlite.h"

#include <stdlib.h>
#include <string.h>

static void
add_hex(sqlite3_str *out, char kind, const unsigned char *bytes, int n)
{
    sqlite3_str_appendchar(out, 1, kind);
    for (int i = 0; i < n; i++)
        sqlite3_str_appendf(out, "%02x", bytes[i]);
}

char *
sqlite_place_take(sqlite3_stmt *stmt, int from, size_t n)
{
    sqlite3_str *out = sqlite3_str_new(NULL);

    for (int i = from; i < from + (int)n; i++) {
        if (i > from)
            sqlite3_str_appendchar(out, 1, ',');
        switch (sqlite3_column_type(stmt, i)) {
        case SQLITE_INTEGER:
            sqlite3_str_appendf(out, "i%lld", sqlite3_column_int64(stmt, i));
            break;
        case SQLITE_FLOAT:
            sqlite3_str_appendf(out, "r%!.17g", sqlite3_column_double(stmt, i));
            break;
        case SQLITE_BLOB:
            add_hex(out, 'b', sqlite3_column_blob(stmt, i), sqlite3_column_bytes(stmt, i));
            break;
        default:
            add_hex(out, 't', sqlite3_column_text(stmt, i), sqlite3_column_bytes(stmt, i));
        }
    }
    return sqlite3_str_finish(out);
}

static void
bind_hex(sqlite3_stmt *stmt, int i, const char *part, size_t size)
{
    char *bytes = malloc(size / 2 + 1);
    int n = 0;

    for (size_t k = 1; bytes && k + 1 < size; k += 2) {
        char hex[3] = {part[k], part[k + 1], 0};

        bytes[n++] = (char)strtol(hex, NULL, 16);
    }
    if (*part == 'b')
        sqlite3_bind_blob(stmt, i, bytes, n, free);
    else
        sqlite3_bind_text(stmt, i, bytes, n, free);
}

void
sqlite_place_bind(sqlite3_stmt *stmt, const char *place, size_t n)
{
    for (int i = 1; i <= (int)n; i++) {
        size_t size = strcspn(place, ",");

        if (*place == 'i')
            sqlite3_bind_int64(stmt, i, strtoll(place + 1, NULL, 10));
        else if (*place == 'r')
            sqlite3_bind_double(stmt, i, strtod(place + 1, NULL));
        else
            bind_hex(stmt, i, place, size);
        place += size + (place[size] == ',');
    }
}
