/* describe.c - what the account may see, from information_schema. */
#include "my.h"

#include <stdlib.h>
#include <strings.h>

static enum cs_type
type_of(const char *data_type, const char *column_type, bool json)
{
    static const struct {
        const char *name;
        enum cs_type type;
    } names[] = {{"json", CS_T_JSON},
                 {"tinyint", CS_T_INTEGER},
                 {"smallint", CS_T_INTEGER},
                 {"mediumint", CS_T_INTEGER},
                 {"int", CS_T_INTEGER},
                 {"bigint", CS_T_INTEGER},
                 {"year", CS_T_INTEGER},
                 {"decimal", CS_T_NUMERIC},
                 {"float", CS_T_NUMERIC},
                 {"double", CS_T_NUMERIC},
                 {"date", CS_T_DATE},
                 {"time", CS_T_TIME},
                 {"datetime", CS_T_TIMESTAMP},
                 {"timestamp", CS_T_TIMESTAMP},
                 {"char", CS_T_TEXT},
                 {"varchar", CS_T_TEXT},
                 {"tinytext", CS_T_TEXT},
                 {"text", CS_T_TEXT},
                 {"mediumtext", CS_T_TEXT},
                 {"longtext", CS_T_TEXT},
                 {"binary", CS_T_BYTES},
                 {"varbinary", CS_T_BYTES},
                 {"tinyblob", CS_T_BYTES},
                 {"blob", CS_T_BYTES},
                 {"mediumblob", CS_T_BYTES},
                 {"longblob", CS_T_BYTES},
                 {"enum", CS_T_ENUM},
                 {"set", CS_T_ENUM},
                 {"uuid", CS_T_UUID},
                 {"inet4", CS_T_INET},
                 {"inet6", CS_T_INET},
                 {"geometry", CS_T_GEOMETRY},
                 {"point", CS_T_GEOMETRY},
                 {"linestring", CS_T_GEOMETRY},
                 {"polygon", CS_T_GEOMETRY},
                 {"multipoint", CS_T_GEOMETRY},
                 {"multilinestring", CS_T_GEOMETRY},
                 {"multipolygon", CS_T_GEOMETRY},
                 {"geometrycollection", CS_T_GEOMETRY},
                 {"geomcollection", CS_T_GEOMETRY}};

    if (json)
        return CS_T_JSON;
    if (!strcmp(column_type, "tinyint(1)"))
        return CS_T_BOOLEAN;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(names[i].name, data_type))
            return names[i].type;
    return CS_T_OTHER;
}

/* One result of information_schema that starts with schema and table, read along with the tables. */
struct along {
    MYSQL_RES *result;
    MYSQL_ROW row;
};

static bool
belongs(const struct along *a, const char *schema, const char *table)
{
    return a->row && !strcmp(a->row[0], schema) && !strcmp(a->row[1], table);
}

static void
step(struct along *a)
{
    a->row = a->result ? mysql_fetch_row(a->result) : NULL;
}

/* select … from information_schema.X where the schemas wanted … order by schema, table, rest */
static int
ask(struct cs_session *s, struct along *a, const char *select, const char *where, const char *order, struct cs_err *err)
{
    struct cs_text t = {0};
    int rc;

    cs_text_add(&t, "SELECT %s WHERE ", select);
    if (s->database) {
        cs_text_add(&t, "TABLE_SCHEMA = ");
        my_add_string(s, &t, s->database, strlen(s->database));
    } else {
        cs_text_add(&t, "TABLE_SCHEMA NOT IN ('information_schema','mysql','performance_schema','sys')");
    }
    cs_text_add(&t, " %s ORDER BY BINARY TABLE_SCHEMA, BINARY TABLE_NAME%s", where, order);
    rc = my_query(s, t.text, false, "listing the database", &a->result, err);
    free(t.text);
    if (!rc)
        step(a);
    return rc;
}

/* Walks both along the tables' order: rows of tables that are not listed are passed over. */
static bool
catch_up(struct along *a, const char *schema, const char *table)
{
    while (a->row) {
        int order = strcmp(a->row[0], schema);

        order = order ? order : strcmp(a->row[1], table);
        if (order >= 0)
            return order == 0;
        step(a);
    }
    return false;
}

static int
push_columns(struct along *columns, struct along *json, const char *schema, const char *table,
             const struct cs_sink *sink, unsigned *ret_n)
{
    int rc = 0;

    catch_up(columns, schema, table);
    for (; !rc && belongs(columns, schema, table); step(columns)) {
        MYSQL_ROW r = columns->row;
        bool is_json = catch_up(json, schema, table) && !strcmp(json->row[2], r[2]);
        struct cs_column_info info = {.size = sizeof info,
                                      .name = r[2],
                                      .native = r[3],
                                      .type = type_of(r[4], r[3], is_json),
                                      .comment = r[5] && *r[5] ? r[5] : NULL,
                                      .encoding = r[6] ? "UTF-8" : NULL, /* the connection converts */
                                      .position = (uint32_t)strtoul(r[7], NULL, 10),
                                      .nullable = *r[8] == 'Y',
                                      .max_chars = r[9] ? (uint32_t)strtoul(r[9], NULL, 10) : 0,
                                      .readable = r[10] && strstr(r[10], "select") != NULL};

        if (is_json)
            step(json);
        rc = sink->column(sink->ctx, &info);
        ++*ret_n;
    }
    return rc;
}

/* Rows of one key follow each other: name, column, and for foreign ones what they point at. */
static int
push_keys(struct along *keys, const char *schema, const char *table, const struct cs_sink *sink)
{
    int rc = 0;

    catch_up(keys, schema, table);
    while (!rc && belongs(keys, schema, table)) {
        const char *columns[32], *refs[32], *name = keys->row[2];
        struct cs_key_info info = {.size = sizeof info,
                                   .kind = !strcmp(name, "PRIMARY") ? CS_KEY_PRIMARY
                                           : keys->row[5]           ? CS_KEY_FOREIGN
                                                                    : CS_KEY_UNIQUE,
                                   .columns = columns,
                                   .ref_schema = keys->row[4],
                                   .ref_object = keys->row[5]};

        for (; belongs(keys, schema, table) && !strcmp(keys->row[2], name) &&
               (keys->row[5] != NULL) == (info.ref_object != NULL);
             step(keys))
            if (info.n_columns < 32) {
                refs[info.n_columns] = keys->row[6];
                columns[info.n_columns++] = keys->row[3];
            }
        info.ref_columns = info.ref_object ? refs : NULL;
        rc = sink->key(sink->ctx, &info);
    }
    return rc;
}

static int
push_table(MYSQL_ROW r, struct along *columns, struct along *json, struct along *keys, const struct cs_sink *sink)
{
    bool view = strstr(r[2], "VIEW") != NULL;
    struct cs_object_info info = {.size = sizeof info,
                                  .schema = r[0],
                                  .name = r[1],
                                  .kind = view ? CS_VIEW : CS_TABLE,
                                  .comment = r[3] && *r[3] && !view ? r[3] : NULL,
                                  .rows = r[4] && !view ? atof(r[4]) : -1,
                                  .bytes = r[5] ? atof(r[5]) : -1,
                                  .parts = r[6] ? (uint32_t)strtoul(r[6], NULL, 10) : 0,
                                  .readable = true};
    struct cs_err why = {0};
    unsigned n = 0;
    int rc;

    info.rows_kind = info.rows < 0 ? CS_ROWS_UNKNOWN : CS_ROWS_STATISTIC;
    rc = sink->object(sink->ctx, &info);
    if (!rc)
        rc = push_columns(columns, json, r[0], r[1], sink, &n);
    if (!rc)
        rc = push_keys(keys, r[0], r[1], sink);
    if (!rc && !n) {
        cs_fail(&why, CS_E_GONE, "mysql", NULL,
                view ? "the view refers to something that is gone, or its definer is" : "its columns cannot be listed");
        rc = sink->gap(sink->ctx, r[0], r[1], &why);
    }
    return rc;
}

/* An empty database and an account without grants look the same in information_schema. */
static int
tell_empty(struct cs_session *s, const struct cs_sink *sink, struct cs_err *err)
{
    struct cs_err why = {0};
    MYSQL_RES *grants = NULL;
    MYSQL_ROW row;
    bool something = false;
    int rc = my_query(s, "SHOW GRANTS", false, "checking privileges", &grants, err);

    while (!rc && (row = mysql_fetch_row(grants)))
        something |= row[0] && strncmp(row[0], "GRANT USAGE ON", 14) != 0;
    mysql_free_result(grants);
    if (rc || something)
        return rc;
    cs_fail(&why, CS_E_DENIED, "mysql", NULL, "no table is visible to this account: nothing was granted to it");
    cs_err_hint(&why, "cassini check --grants prints what to grant");
    return sink->gap(sink->ctx, NULL, NULL, &why);
}

int
my_describe(struct cs_session *s, const struct cs_scope *scope, const struct cs_sink *sink, struct cs_err *err)
{
    struct along tables = {0}, columns = {0}, keys = {0}, json = {0};
    int rc;

    s->deadline = scope->deadline;
    rc = ask(s, &tables,
             "TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, TABLE_COMMENT, TABLE_ROWS, DATA_LENGTH, (SELECT "
             "nullif(count(PARTITION_NAME), 0) FROM "
             "information_schema.PARTITIONS p WHERE t.CREATE_OPTIONS LIKE '%partitioned%' AND p.TABLE_SCHEMA = "
             "t.TABLE_SCHEMA AND p.TABLE_NAME = t.TABLE_NAME) "
             "FROM information_schema.TABLES t",
             "AND TABLE_TYPE NOT IN ('SEQUENCE', 'TEMPORARY')", "", err);
    if (!rc)
        rc = ask(s, &columns,
                 "TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, COLUMN_COMMENT, CHARACTER_SET_NAME, "
                 "ORDINAL_POSITION, IS_NULLABLE, "
                 "CHARACTER_MAXIMUM_LENGTH, PRIVILEGES FROM information_schema.COLUMNS",
                 "", ", ORDINAL_POSITION", err);
    if (!rc)
        rc = ask(s, &keys,
                 "TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, "
                 "REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME "
                 "FROM information_schema.KEY_COLUMN_USAGE",
                 "", ", CONSTRAINT_NAME, ORDINAL_POSITION", err);
    /* MariaDB's JSON is text with a check; the check has the column's name */
    if (!rc && s->maria &&
        ask(s, &json,
            "c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME FROM information_schema.CHECK_CONSTRAINTS k JOIN "
            "information_schema.COLUMNS c "
            "ON c.TABLE_SCHEMA = k.CONSTRAINT_SCHEMA AND c.TABLE_NAME = k.TABLE_NAME AND c.COLUMN_NAME = "
            "k.CONSTRAINT_NAME",
            "AND k.CHECK_CLAUSE LIKE 'json_valid(%'", ", c.ORDINAL_POSITION", NULL))
        json.result = NULL;
    if (!rc && !tables.row)
        rc = tell_empty(s, sink, err);
    for (; !rc && tables.row; step(&tables))
        rc = push_table(tables.row, &columns, &json, &keys, sink);
    mysql_free_result(tables.result);
    mysql_free_result(columns.result);
    mysql_free_result(keys.result);
    mysql_free_result(json.result);
    s->deadline = 0;
    return rc;
}
