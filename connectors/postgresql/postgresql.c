/* postgresql.c - the PostgreSQL connector: what it can do, what it costs, what its account may do. */
#include "pg.h"

#include <stdlib.h>

static void
pg_cost(struct cs_session *s, struct cs_cost *ret_cost)
{
    *ret_cost = s->cost;
}

struct check {
    const char *sql;
    enum cs_note_level level;
    const char *text; /* when the statement says true */
};

static int
pg_audit(struct cs_session *s, void *ctx, void (*note)(void *, enum cs_note_level, const char *), struct cs_err *err)
{
    static const struct check checks[] = {
        {"SELECT rolsuper FROM pg_roles WHERE rolname = current_user", CS_NOTE_WARNING,
         "the account is a superuser: a reader needs far less (check --grants)"},
        {"SELECT rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user", CS_NOTE_WARNING,
         "the account may create roles or databases"},
        {"SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN "
         "('r','p') AND n.nspname !~ '^pg_' AND "
         "n.nspname <> 'information_schema' AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))",
         CS_NOTE_WARNING, "the account may write to some tables (the session itself refuses to)"},
        {"SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN "
         "('r','p','v','m') AND n.nspname !~ '^pg_' AND "
         "n.nspname <> 'information_schema' AND NOT c.relispartition AND NOT has_any_column_privilege(c.oid, "
         "'SELECT'))",
         CS_NOTE_ERROR, "some tables cannot be read: they will be gaps (check --grants)"},
    };
    int rc = 0, found = 0;

    s->deadline = s->host->now(s->host->ctx) + (int64_t)30 * 1000000000;
    for (size_t i = 0; !rc && i < sizeof checks / sizeof *checks; i++) {
        PGresult *r = NULL;

        rc = pg_query(s, checks[i].sql, 0, NULL, "checking privileges", &r, err);
        if (!rc && PQntuples(r) && *PQgetvalue(r, 0, 0) == 't') {
            note(ctx, checks[i].level, checks[i].text);
            found++;
        }
        PQclear(r);
    }
    if (!rc && !found)
        note(ctx, CS_NOTE_OK, "the account can read every table and write none");
    s->deadline = 0;
    return rc;
}

static char *
pg_grants(const struct cs_config *config)
{
    PQconninfoOption *info = PQconninfoParse(config->url, NULL);
    const char *user = "cassini", *database = NULL;
    struct cs_text t = {0};

    for (PQconninfoOption *o = info; o && o->keyword; o++) {
        if (!strcmp(o->keyword, "user") && o->val && *o->val)
            user = o->val;
        if (!strcmp(o->keyword, "dbname") && o->val && *o->val)
            database = o->val;
    }
    cs_text_add(&t,
                "-- as a superuser or the owner, in the database itself; \\password sets the password without showing "
                "it\nCREATE ROLE ");
    pg_add_name(&t, user);
    cs_text_add(&t, " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 8;\n\\password ");
    pg_add_name(&t, user);
    cs_text_add(&t, "\nGRANT CONNECT ON DATABASE ");
    pg_add_name(&t, database ? database : user);
    cs_text_add(&t, " TO ");
    pg_add_name(&t, user);
    cs_text_add(&t, ";\n-- version 14 and later: every table, present and future\nGRANT pg_read_all_data TO ");
    pg_add_name(&t, user);
    cs_text_add(&t, ";\n-- before version 14, for each schema:\n--   GRANT USAGE ON SCHEMA s TO r; GRANT SELECT ON ALL "
                    "TABLES IN SCHEMA s TO r;\n"
                    "--   ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO r;\nALTER ROLE ");
    pg_add_name(&t, user);
    cs_text_add(&t,
                " SET default_transaction_read_only = on;\n-- only where row-level security is in use: ALTER ROLE … "
                "BYPASSRLS;\n");
    PQconninfoFree(info);
    return t.text;
}

static const struct cs_connector connector = {.size = sizeof connector,
                                              .abi = CS_ABI,
                                              .name = "postgresql",
                                              .title = "PostgreSQL 10 and later",
                                              .schemes = "postgresql,postgres",
                                              .version = "1",
                                              .caps = CS_CAP_ESTIMATES | CS_CAP_COMMENTS | CS_CAP_KEYS | CS_CAP_RANDOM |
                                                      CS_CAP_STREAM | CS_CAP_PARALLEL | CS_CAP_LISTS_ALL,
                                              .max_sessions = 8,
                                              .open = pg_open,
                                              .close = pg_close,
                                              .cancel = pg_cancel,
                                              .facts = pg_facts,
                                              .describe = pg_describe,
                                              .sample = pg_sample,
                                              .next = pg_next,
                                              .end = pg_end,
                                              .stream = pg_stream,
                                              .cost = pg_cost,
                                              .audit = pg_audit,
                                              .grants = pg_grants,
                                              .statement = pg_statement,
                                              .foresee = pg_foresee};
static const struct cs_connector *const list[] = {&connector, NULL};
extern const struct cs_module cs_module_postgresql;
const struct cs_module cs_module_postgresql = {sizeof cs_module_postgresql, CS_ABI, list};
