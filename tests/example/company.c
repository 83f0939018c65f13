/* company.c - makes the example company: four SQLite databases of invented people, with copies, conflicts
 * and decoys. Usage: example-company FOLDER [CUSTOMERS [SEED]] */
#include "company.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

guint
pick(struct company *company, guint n)
{
    return (guint)cs_rng_below(&company->rng, n);
}

gboolean
chance(struct company *company, double p)
{
    return cs_rng_unit(&company->rng) < p;
}

static void
must(sqlite3 *db, int rc, const char *what)
{
    if (rc == SQLITE_OK || rc == SQLITE_DONE)
        return;
    fprintf(stderr, "example-company: %s: %s\n", what, sqlite3_errmsg(db));
    exit(1);
}

sqlite3 *
db_create(struct company *company, const char *file, const char *schema)
{
    g_autofree char *path = g_build_filename(company->folder, file, NULL);
    sqlite3 *db = NULL;

    g_remove(path);
    must(db, sqlite3_open(path, &db), path);
    must(db, sqlite3_exec(db, "PRAGMA synchronous=OFF; BEGIN", NULL, NULL, NULL), "begin");
    must(db, sqlite3_exec(db, schema, NULL, NULL, NULL), file);
    return db;
}

sqlite3_stmt *
db_insert(sqlite3 *db, const char *table, guint n)
{
    g_autoptr(GString) sql = g_string_new(NULL);
    sqlite3_stmt *statement;

    g_string_printf(sql, "INSERT INTO %s VALUES (", table);
    for (guint i = 0; i < n; i++)
        g_string_append(sql, i ? ",?" : "?");
    g_string_append_c(sql, ')');
    must(db, sqlite3_prepare_v2(db, sql->str, -1, &statement, NULL), table);
    return statement;
}

void
db_row(sqlite3_stmt *statement, const char *types, ...)
{
    va_list values;

    va_start(values, types);
    for (int i = 0; types[i]; i++)
        if (types[i] == 's')
            sqlite3_bind_text(statement, i + 1, va_arg(values, const char *), -1, SQLITE_TRANSIENT);
        else if (types[i] == 'd')
            sqlite3_bind_double(statement, i + 1, va_arg(values, double));
        else
            sqlite3_bind_int64(statement, i + 1, va_arg(values, int));
    va_end(values);
    must(sqlite3_db_handle(statement), sqlite3_step(statement), sqlite3_sql(statement));
    sqlite3_reset(statement);
}

void
db_close(sqlite3 *db)
{
    for (sqlite3_stmt *s = sqlite3_next_stmt(db, NULL); s; s = sqlite3_next_stmt(db, NULL))
        sqlite3_finalize(s);
    must(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), "commit");
    must(db, sqlite3_exec(db, "ANALYZE", NULL, NULL, NULL), "analyze");
    sqlite3_close(db);
}

int
main(int argc, char **argv)
{
    struct company company = {.customers = 4000};

    if (argc < 2) {
        fprintf(stderr, "Usage: example-company FOLDER [CUSTOMERS [SEED]]\n");
        return 2;
    }
    company.folder = argv[1];
    if (argc > 2)
        company.customers = (guint)MAX(atoi(argv[2]), 10);
    cs_rng_init(&company.rng, argc > 3 ? (guint64)atoll(argv[3]) : 1);
    g_mkdir_with_parents(company.folder, 0750);
    people_make(&company);
    erp_make(&company);
    crm_make(&company);
    support_make(&company);
    shop_make(&company);
    g_free(company.people);
    return 0;
}
