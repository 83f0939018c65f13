/* mysql.c - the MariaDB and MySQL connector: what it can do, what it costs, what its account may do. */
#include "my.h"

#include <stdlib.h>

static int
my_init(struct cs_err *err)
{
    return mysql_library_init(0, NULL, NULL)
               ? cs_fail(err, CS_E_INTERNAL, "mysql", NULL, "the client library cannot start")
               : 0;
}

static void
my_fini(void)
{
    mysql_library_end();
}

static void
my_thread_end(void)
{
    mysql_thread_end();
}

static void
my_cost(struct cs_session *s, struct cs_cost *ret_cost)
{
    *ret_cost = s->cost;
}

static int
my_audit(struct cs_session *s, void *ctx, void (*note)(void *, enum cs_note_level, const char *), struct cs_err *err)
{
    static const char *const writes[] = {"ALL PRIVILEGES", "INSERT", "UPDATE", "DELETE", "DROP",
                                         "CREATE",         "ALTER",  "FILE",   NULL};
    MYSQL_RES *result = NULL;
    MYSQL_ROW row;
    bool can_write = false, super = false, reads = false;
    int rc;

    s->deadline = s->host->now(s->host->ctx) + (int64_t)30 * 1000000000;
    rc = my_query(s, "SHOW GRANTS", false, "checking privileges", &result, err);
    while (!rc && (row = mysql_fetch_row(result))) {
        const char *to = row[0] ? strstr(row[0], " TO ") : NULL;
        size_t size = to ? (size_t)(to - row[0]) : 0;
        char *grant = size ? strndup(row[0], size) : NULL;

        for (size_t i = 0; grant && writes[i]; i++)
            can_write |= strstr(grant, writes[i]) != NULL;
        super |= grant && (strstr(grant, "SUPER") || strstr(grant, "ALL PRIVILEGES ON *.*"));
        reads |= grant && (strstr(grant, "SELECT") || strstr(grant, "ALL PRIVILEGES"));
        free(grant);
    }
    mysql_free_result(result);
    if (!rc && super)
        note(ctx, CS_NOTE_WARNING, "the account is an administrator: a reader needs far less (check --grants)");
    if (!rc && can_write)
        note(ctx, CS_NOTE_WARNING, "the account may write (the session itself refuses to)");
    if (!rc && !reads)
        note(ctx, CS_NOTE_ERROR, "the account may read nothing (check --grants)");
    if (!rc && reads && !can_write)
        note(ctx, CS_NOTE_OK,
             "the account can read and not write; tables that it may not see are not listed by this engine");
    s->deadline = 0;
    return rc;
}

/* user and database of the URL, between its marks; empty when absent */
static char *
grants_for(const char *user, int user_size, const char *database, int database_size)
{
    struct cs_text t = {0};

    cs_text_add(&t,
                "-- as an administrator; set the password with a prompt, not in this file\n"
                "CREATE USER '%.*s'@'%%' IDENTIFIED BY '…' WITH MAX_USER_CONNECTIONS 8;\n",
                user_size, user);
    cs_text_add(&t,
                database_size ? "GRANT SELECT, SHOW VIEW ON `%.*s`.* TO '%.*s'@'%%';\n"
                              : "GRANT SELECT, SHOW VIEW ON %.*s*.* TO '%.*s'@'%%';\n",
                database_size, database, user_size, user);
    cs_text_add(&t,
                "-- off loopback, and the scan checks the server's certificate:\nALTER USER '%.*s'@'%%' REQUIRE SSL;\n",
                user_size, user);
    return t.text;
}

static char *
my_grants(const struct cs_config *config)
{
    const char *start = strstr(config->url, "://"), *end, *at, *slash;

    start = start ? start + 3 : config->url;
    end = start + strcspn(start, "/?#");
    at = memchr(start, '@', (size_t)(end - start));
    slash = *end == '/' ? end + 1 : "";
    return grants_for(at ? start : "cassini", at ? (int)(at - start) : 7, slash, (int)strcspn(slash, "?#"));
}

static const struct cs_option options[] = {
    {"view_timeout", CS_OPT_STRING,
     "seconds a view may take, 0.6 by default: for so long an ALTER TABLE below it may have to wait"},
    {NULL, 0, NULL}};

static const struct cs_connector connector = {.size = sizeof connector,
                                              .abi = CS_ABI,
                                              .name = "mysql",
                                              .title = "MariaDB 10.3 and MySQL 8 and later",
                                              .schemes = "mysql,mariadb",
                                              .version = "1",
                                              .caps = CS_CAP_ESTIMATES | CS_CAP_COMMENTS | CS_CAP_KEYS | CS_CAP_RANDOM |
                                                      CS_CAP_STREAM | CS_CAP_FILTER_CRC32 | CS_CAP_PARALLEL,
                                              .max_sessions = 8,
                                              .options = options,
                                              .init = my_init,
                                              .fini = my_fini,
                                              .thread_end = my_thread_end,
                                              .open = my_open,
                                              .close = my_close,
                                              .cancel = my_cancel,
                                              .facts = my_facts,
                                              .describe = my_describe,
                                              .sample = my_sample,
                                              .next = my_next,
                                              .end = my_end,
                                              .stream = my_stream,
                                              .cost = my_cost,
                                              .audit = my_audit,
                                              .grants = my_grants,
                                              .statement = my_statement,
                                              .foresee = my_foresee};
static const struct cs_connector *const list[] = {&connector, NULL};
extern const struct cs_module cs_module_mysql;
const struct cs_module cs_module_mysql = {sizeof cs_module_mysql, CS_ABI, list};
