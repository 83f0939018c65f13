/* describe.c - what exists, from pg_catalog: what the account may not read is listed too. */
#include "pg.h"

#include <stdlib.h>

#define SYSTEM " n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' "

static const char objects_sql[] =
    "WITH RECURSIVE leaf(root, oid, relkind, reltuples, relpages) AS ("
    " SELECT c.oid, c.oid, c.relkind, c.reltuples, c.relpages FROM pg_class c WHERE c.relkind = 'p' AND NOT "
    "c.relispartition"
    " UNION ALL SELECT l.root, c.oid, c.relkind, c.reltuples, c.relpages FROM leaf l JOIN pg_inherits i ON i.inhparent "
    "= l.oid JOIN pg_class c ON c.oid = i.inhrelid"
    "  WHERE l.relkind = 'p'),"
    " total AS (SELECT root, count(*) AS parts, sum(greatest(reltuples, 0)) AS tuples, bool_or(reltuples < 0) AS "
    "unknown, sum(relpages) AS pages"
    "  FROM leaf WHERE relkind <> 'p' GROUP BY root)"
    " SELECT c.oid, n.nspname, c.relname, c.relkind, obj_description(c.oid, 'pg_class'),"
    " CASE WHEN c.relkind = 'p' THEN CASE WHEN t.unknown THEN -1 ELSE coalesce(t.tuples, 0) END"
    " WHEN c.reltuples > 0 OR c.relpages > 0 THEN c.reltuples" /* else it was never analysed: what was counted since */
    " ELSE coalesce(nullif(pg_stat_get_live_tuples(c.oid), 0), c.reltuples) END,"
    " CASE WHEN c.relkind = 'p' THEN coalesce(t.pages, 0) ELSE c.relpages END * 8192.0, coalesce(t.parts, 0),"
    " has_schema_privilege(n.oid, 'USAGE') AND (has_table_privilege(c.oid, 'SELECT') OR "
    "has_any_column_privilege(c.oid, 'SELECT')),"
    " c.relrowsecurity AND (c.relforcerowsecurity OR NOT pg_has_role(c.relowner, 'USAGE'))"
    "  AND NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = current_user AND (r.rolbypassrls OR r.rolsuper))"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN total t ON t.root = c.oid"
    " WHERE c.relkind IN ('r','v','m','f','p') AND NOT c.relispartition AND c.relpersistence <> 't' AND" SYSTEM
    " ORDER BY n.nspname, c.relname";

static const char columns_sql[] =
    "SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), coalesce(nullif(b.typname, ''), t.typname),"
    " CASE WHEN t.typtype = 'd' THEN b.typcategory ELSE t.typcategory END, CASE WHEN t.typtype = 'd' THEN b.typtype "
    "ELSE t.typtype END,"
    " col_description(a.attrelid, a.attnum), a.attnum, a.attnotnull, has_column_privilege(a.attrelid, a.attnum, "
    "'SELECT'),"
    " CASE WHEN t.typname IN ('varchar','bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 ELSE 0 END"
    " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype"
    " WHERE c.relkind IN ('r','v','m','f','p') AND NOT c.relispartition AND c.relpersistence <> 't' AND a.attnum > 0 "
    "AND NOT a.attisdropped AND" SYSTEM " ORDER BY n.nspname, c.relname, a.attnum";

static const char keys_sql[] =
    "SELECT k.oid, k.kind, (SELECT array_to_json(array_agg(a.attname ORDER BY x.o)) FROM unnest(k.cols) WITH "
    "ORDINALITY x(n, o)"
    " JOIN pg_attribute a ON a.attrelid = k.oid AND a.attnum = x.n), fn.nspname, fc.relname,"
    " (SELECT array_to_json(array_agg(a.attname ORDER BY x.o)) FROM unnest(k.fcols) WITH ORDINALITY x(n, o)"
    " JOIN pg_attribute a ON a.attrelid = k.foid AND a.attnum = x.n)"
    " FROM (SELECT conrelid AS oid, contype::text AS kind, conkey AS cols, confrelid AS foid, confkey AS fcols FROM "
    "pg_constraint WHERE contype = 'f'"
    "  UNION ALL SELECT indrelid, CASE WHEN indisprimary THEN 'p' ELSE 'u' END, (indkey::int2[])[0:indnkeyatts - 1], "
    "0::oid, NULL FROM pg_index"
    "  WHERE indisunique AND indisvalid AND indpred IS NULL AND indexprs IS NULL) k"
    " JOIN pg_class c ON c.oid = k.oid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " LEFT JOIN pg_class fc ON fc.oid = k.foid LEFT JOIN pg_namespace fn ON fn.oid = fc.relnamespace"
    " WHERE c.relkind IN ('r','m','f','p') AND NOT c.relispartition AND c.relpersistence <> 't' AND" SYSTEM
    " ORDER BY n.nspname, c.relname, k.kind, 3::text";

static enum cs_type
type_of(const char *name, char category, char kind)
{
    static const struct {
        const char *name;
        enum cs_type type;
    } names[] = {{"json", CS_T_JSON},
                 {"jsonb", CS_T_JSON},
                 {"xml", CS_T_XML},
                 {"uuid", CS_T_UUID},
                 {"bytea", CS_T_BYTES},
                 {"date", CS_T_DATE},
                 {"time", CS_T_TIME},
                 {"timetz", CS_T_TIME},
                 {"timestamp", CS_T_TIMESTAMP},
                 {"timestamptz", CS_T_TIMESTAMP},
                 {"interval", CS_T_INTERVAL},
                 {"int2", CS_T_INTEGER},
                 {"int4", CS_T_INTEGER},
                 {"int8", CS_T_INTEGER},
                 {"oid", CS_T_INTEGER},
                 {"macaddr", CS_T_INET},
                 {"macaddr8", CS_T_INET},
                 {"geometry", CS_T_GEOMETRY},
                 {"geography", CS_T_GEOMETRY},
                 {"hstore", CS_T_OTHER},
                 {"tsvector", CS_T_OTHER}};

    if (kind == 'e')
        return CS_T_ENUM;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i].name, name))
            return names[i].type;
    switch (category) {
    case 'A':
        return CS_T_ARRAY;
    case 'B':
        return CS_T_BOOLEAN;
    case 'G':
        return CS_T_GEOMETRY;
    case 'I':
        return CS_T_INET;
    case 'N':
        return CS_T_NUMERIC;
    case 'S':
        return CS_T_TEXT;
    default:
        return CS_T_OTHER;
    }
}

static const char *
cell(const PGresult *r, int row, int column)
{
    return PQgetisnull(r, row, column) ? NULL : PQgetvalue(r, row, column);
}

static int
push_column(const PGresult *r, int row, const struct cs_sink *sink)
{
    struct cs_column_info info = {.size = sizeof info,
                                  .name = cell(r, row, 1),
                                  .native = cell(r, row, 2),
                                  .type =
                                      type_of(PQgetvalue(r, row, 3), *PQgetvalue(r, row, 4), *PQgetvalue(r, row, 5)),
                                  .comment = cell(r, row, 6),
                                  .encoding = "UTF-8",
                                  .position = (uint32_t)atoi(PQgetvalue(r, row, 7)),
                                  .nullable = *PQgetvalue(r, row, 8) == 'f',
                                  .readable = *PQgetvalue(r, row, 9) == 't',
                                  .max_chars = (uint32_t)atoi(PQgetvalue(r, row, 10))};

    return sink->column(sink->ctx, &info);
}

/* ["a","b \"c\""] as the server writes it: names only, so \" and \\ are the escapes that matter, and \uXXXX
 * stands for control characters. */
static size_t
read_names(const char *json, char *names[32])
{
    size_t n = 0;

    while (json && *json && n < 32) {
        char *out;

        if (*json++ != '"')
            continue;
        out = names[n++] = calloc(1, strlen(json) + 1);
        for (; *json && *json != '"'; json++) {
            if (*json == '\\' && json[1] == 'n') {
                *out++ = '\n';
                json++;
            } else if (*json == '\\' && json[1]) {
                *out++ = *++json;
            } else {
                *out++ = *json;
            }
        }
        json += *json == '"';
    }
    return n;
}

static int
push_key(const PGresult *r, int row, const struct cs_sink *sink)
{
    char *names[32] = {0}, *refs[32] = {0};
    size_t n = read_names(cell(r, row, 2), names), n_refs = read_names(cell(r, row, 5), refs);
    char kind = *PQgetvalue(r, row, 1);
    struct cs_key_info info = {.size = sizeof info,
                               .kind = kind == 'p'   ? CS_KEY_PRIMARY
                                       : kind == 'u' ? CS_KEY_UNIQUE
                                                     : CS_KEY_FOREIGN,
                               .columns = (const char *const *)names,
                               .n_columns = n,
                               .ref_schema = cell(r, row, 3),
                               .ref_object = cell(r, row, 4),
                               .ref_columns = n_refs == n ? (const char *const *)refs : NULL};
    int rc = n ? sink->key(sink->ctx, &info) : 0;

    while (n)
        free(names[--n]);
    while (n_refs)
        free(refs[--n_refs]);
    return rc;
}

static int
push_object(const PGresult *r, int row, const struct cs_sink *sink)
{
    static const char letters[] = "rvmfp";
    static const enum cs_object_kind kinds[] = {CS_TABLE, CS_VIEW, CS_MATVIEW, CS_FOREIGN, CS_PARTITIONED};
    const char *letter = strchr(letters, *PQgetvalue(r, row, 3));
    struct cs_err why = {0};
    struct cs_object_info info = {.size = sizeof info,
                                  .schema = cell(r, row, 1),
                                  .name = cell(r, row, 2),
                                  .kind = letter ? kinds[letter - letters] : CS_OTHER_OBJECT,
                                  .comment = cell(r, row, 4),
                                  .rows = atof(PQgetvalue(r, row, 5)),
                                  .bytes = atof(PQgetvalue(r, row, 6)),
                                  .parts = (uint32_t)atoi(PQgetvalue(r, row, 7)),
                                  .readable = *PQgetvalue(r, row, 8) == 't'};
    int rc;

    if (info.kind == CS_VIEW || info.kind == CS_FOREIGN || info.rows < 0)
        info.rows = -1;
    info.rows_kind = info.rows < 0 ? CS_ROWS_UNKNOWN : CS_ROWS_STATISTIC;
    rc = sink->object(sink->ctx, &info);
    if (!rc && info.readable && *PQgetvalue(r, row, 9) == 't') {
        cs_fail(&why, CS_E_DENIED, "postgresql", NULL, "row-level security hides rows from this account");
        cs_err_hint(&why, "scan with a role that has BYPASSRLS");
        rc = sink->gap(sink->ctx, info.schema, info.name, &why);
    }
    return rc;
}

int
pg_describe(struct cs_session *s, const struct cs_scope *scope, const struct cs_sink *sink, struct cs_err *err)
{
    PGresult *objects = NULL, *columns = NULL, *keys = NULL;
    int column = 0, key = 0, rc;

    s->deadline = scope->deadline;
    rc = pg_query(s, objects_sql, 0, NULL, "listing tables", &objects, err);
    if (!rc)
        rc = pg_query(s, columns_sql, 0, NULL, "listing columns", &columns, err);
    if (!rc)
        rc = pg_query(s, keys_sql, 0, NULL, "listing keys", &keys, err);
    for (int i = 0; !rc && i < PQntuples(objects); i++) {
        const char *oid = PQgetvalue(objects, i, 0);

        rc = push_object(objects, i, sink);
        for (; !rc && column < PQntuples(columns) && !strcmp(PQgetvalue(columns, column, 0), oid); column++)
            rc = push_column(columns, column, sink);
        for (; !rc && key < PQntuples(keys) && !strcmp(PQgetvalue(keys, key, 0), oid); key++)
            rc = push_key(keys, key, sink);
    }
    PQclear(objects);
    PQclear(columns);
    PQclear(keys);
    s->deadline = 0;
    return rc;
}
