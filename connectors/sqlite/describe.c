/* describe.c - tables, views, columns and keys of an SQLite database. */
#include "sqlite.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The declared type decides, as far as SQLite's own affinity rules look at words in it. */
static enum cs_type
type_of(const char *declared)
{
    static const struct {
        const char *word;
        enum cs_type type;
    } words[] = {
        {"json", CS_T_JSON},           {"xml", CS_T_XML},        {"uuid", CS_T_UUID},    {"datetime", CS_T_TIMESTAMP},
        {"timestamp", CS_T_TIMESTAMP}, {"date", CS_T_DATE},      {"bool", CS_T_BOOLEAN}, {"char", CS_T_TEXT},
        {"clob", CS_T_TEXT},           {"text", CS_T_TEXT},      {"string", CS_T_TEXT},  {"point", CS_T_GEOMETRY},
        {"int", CS_T_INTEGER},         {"serial", CS_T_INTEGER}, {"real", CS_T_NUMERIC}, {"floa", CS_T_NUMERIC},
        {"doub", CS_T_NUMERIC},        {"dec", CS_T_NUMERIC},    {"num", CS_T_NUMERIC},  {"blob", CS_T_BYTES}};

    for (size_t i = 0; declared && i < sizeof words / sizeof *words; i++)
        if (strcasestr(declared, words[i].word))
            return words[i].type;
    return CS_T_UNKNOWN;
}

static uint32_t
max_chars(const char *declared)
{
    const char *open = declared ? strchr(declared, '(') : NULL;
    long n = open ? strtol(open + 1, NULL, 10) : 0;

    return n > 0 && n < 1000000000 && strcasestr(declared, "char") ? (uint32_t)n : 0;
}

static const char *
column_text(sqlite3_stmt *stmt, int i)
{
    return (const char *)sqlite3_column_text(stmt, i);
}

static int
prepare(struct cs_session *s, const char *sql, const char *name, sqlite3_stmt **ret_stmt)
{
    int rc = sqlite3_prepare_v2(s->db, sql, -1, ret_stmt, NULL);

    s->cost.statements++;
    if (!rc && name)
        sqlite3_bind_text(*ret_stmt, 1, name, -1, SQLITE_TRANSIENT);
    return rc;
}

static int
push_columns(struct cs_session *s, const char *table, const struct cs_sink *sink, char **ret_primary, size_t *ret_n)
{
    sqlite3_stmt *stmt = NULL;
    int rc =
        prepare(s, "SELECT name, type, \"notnull\", pk, cid FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid",
                table, &stmt);

    while (!rc && sqlite3_step(stmt) == SQLITE_ROW) {
        const char *declared = column_text(stmt, 1), *name = column_text(stmt, 0);
        int pk = sqlite3_column_int(stmt, 3);
        struct cs_column_info info = {.size = sizeof info,
                                      .name = name ? name : "",
                                      .native = declared ? declared : "",
                                      .type = type_of(declared),
                                      .encoding = "UTF-8",
                                      .position = (uint32_t)sqlite3_column_int(stmt, 4) + 1,
                                      .max_chars = max_chars(declared),
                                      .nullable = !sqlite3_column_int(stmt, 2),
                                      .readable = true};

        if (pk > 0 && pk <= 16) {
            ret_primary[pk - 1] = strdup(info.name);
            *ret_n = *ret_n < (size_t)pk ? (size_t)pk : *ret_n;
        }
        rc = sink->column(sink->ctx, &info);
    }
    sqlite3_finalize(stmt);
    return rc;
}

static int
push_unique(struct cs_session *s, const char *index, const struct cs_sink *sink)
{
    sqlite3_stmt *stmt = NULL;
    char *columns[16] = {0};
    size_t n = 0;
    int rc = prepare(s, "SELECT name FROM pragma_index_info(?1) ORDER BY seqno", index, &stmt);
    bool plain = true;

    while (!rc && n < 16 && sqlite3_step(stmt) == SQLITE_ROW) {
        plain &= column_text(stmt, 0) != NULL;
        columns[n++] = strdup(plain ? column_text(stmt, 0) : "");
    }
    sqlite3_finalize(stmt);
    if (!rc && n && plain) {
        struct cs_key_info info = {
            .size = sizeof info, .kind = CS_KEY_UNIQUE, .columns = (const char *const *)columns, .n_columns = n};

        rc = sink->key(sink->ctx, &info);
    }
    while (n)
        free(columns[--n]);
    return rc;
}

static int
push_foreign(struct cs_session *s, const char *table, const struct cs_sink *sink)
{
    sqlite3_stmt *stmt = NULL;
    int rc = prepare(s, "SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq", table,
                     &stmt);

    while (!rc && sqlite3_step(stmt) == SQLITE_ROW) {
        const char *from = column_text(stmt, 0), *to = column_text(stmt, 2);
        struct cs_key_info info = {.size = sizeof info,
                                   .kind = CS_KEY_FOREIGN,
                                   .columns = &from,
                                   .n_columns = 1,
                                   .ref_schema = "",
                                   .ref_object = column_text(stmt, 1),
                                   .ref_columns = to ? &to : NULL};

        rc = sink->key(sink->ctx, &info);
    }
    sqlite3_finalize(stmt);
    return rc;
}

static int
push_keys(struct cs_session *s, const char *table, const struct cs_sink *sink, char **primary, size_t n_primary)
{
    sqlite3_stmt *stmt = NULL;
    int rc = 0;

    if (n_primary) {
        struct cs_key_info info = {.size = sizeof info,
                                   .kind = CS_KEY_PRIMARY,
                                   .columns = (const char *const *)primary,
                                   .n_columns = n_primary};

        rc = sink->key(sink->ctx, &info);
    }
    if (!rc)
        rc = prepare(
            s,
            "SELECT name FROM pragma_index_list(?1) WHERE \"unique\" AND NOT partial AND origin <> 'pk' ORDER BY name",
            table, &stmt);
    while (!rc && sqlite3_step(stmt) == SQLITE_ROW)
        rc = push_unique(s, column_text(stmt, 0), sink);
    sqlite3_finalize(stmt);
    return rc ? rc : push_foreign(s, table, sink);
}

/* The span of rowids bounds the number of rows, and costs two seeks. -1: none (view, WITHOUT ROWID). */
static double
estimate(struct cs_session *s, const char *table)
{
    char *name = sqlite_quote(table);
    char *sql = sqlite3_mprintf("SELECT (SELECT max(rowid) FROM %s) - (SELECT min(rowid) FROM %s) + 1", name, name);
    sqlite3_stmt *stmt = NULL;
    double rows = -1;

    if (!sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) && sqlite3_step(stmt) == SQLITE_ROW)
        rows = sqlite3_column_type(stmt, 0) == SQLITE_NULL ? 0 : sqlite3_column_double(stmt, 0);
    s->cost.statements++;
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
    sqlite3_free(name);
    return rows;
}

/* A view that refers to itself, or to what is gone, cannot be prepared. */
static bool
is_broken(struct cs_session *s, const char *view)
{
    char *name = sqlite_quote(view), *sql = sqlite3_mprintf("SELECT * FROM %s", name);
    sqlite3_stmt *stmt = NULL;
    bool broken = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) == SQLITE_ERROR;

    sqlite3_finalize(stmt);
    sqlite3_free(sql);
    sqlite3_free(name);
    return broken;
}

static int
push_broken(const char *view, const struct cs_sink *sink)
{
    struct cs_err why = {0};

    cs_fail(&why, CS_E_GONE, "sqlite", NULL, "the view refers to itself or to something that is gone");
    return sink->gap(sink->ctx, "", view, &why);
}

static int
push_object(struct cs_session *s, const char *name, const char *type, bool without_rowid, const struct cs_sink *sink,
            struct cs_err *err)
{
    bool view = !strcmp(type, "view");
    struct cs_object_info info = {.size = sizeof info,
                                  .schema = "",
                                  .name = name,
                                  .kind = view ? CS_VIEW : CS_TABLE,
                                  .rows = view || without_rowid || !strcmp(type, "virtual") ? -1 : estimate(s, name),
                                  .bytes = -1,
                                  .readable = true};
    char *primary[16] = {0};
    size_t n = 0;
    int rc;

    info.rows_kind = info.rows >= 0 ? CS_ROWS_STATISTIC : CS_ROWS_UNKNOWN;
    rc = sink->object(sink->ctx, &info);
    if (!rc && view && is_broken(s, name))
        return push_broken(name, sink);
    if (!rc)
        rc = push_columns(s, name, sink, primary, &n);
    if (!rc)
        rc = push_keys(s, name, sink, primary, n);
    for (size_t i = 0; i < 16; i++)
        free(primary[i]);
    return rc > 0 ? sqlite_fail(s, rc, "describing an object", err) : rc;
}

int
sqlite_describe(struct cs_session *s, const struct cs_scope *scope, const struct cs_sink *sink, struct cs_err *err)
{
    sqlite3_stmt *stmt = NULL;
    int step, rc;

    s->deadline = scope->deadline;
    rc = sqlite_must_stop(s, "listing the database", err);
    if (rc)
        return rc;
    rc = prepare(s,
                 "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view', "
                 "'virtual') AND "
                 "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
                 NULL, &stmt);
    if (rc)
        return sqlite_fail(s, rc, "listing the database", err);
    while ((step = sqlite3_step(stmt)) == SQLITE_ROW && !rc && !(rc = sqlite_must_stop(s, "listing the database", err)))
        rc = push_object(s, column_text(stmt, 0), column_text(stmt, 1), sqlite3_column_int(stmt, 2), sink, err);
    if (!rc && step != SQLITE_DONE)
        rc = sqlite_fail(s, step, "listing the database", err);
    sqlite3_finalize(stmt);
    s->deadline = 0;
    return rc;
}
