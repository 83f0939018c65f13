/* query.c - statements, their errors in our own words, texts of SQL. */
#include "my.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stdlib.h>

void
my_add_string(struct cs_session *s, struct cs_text *t, const char *text, size_t size)
{
    char *escaped = malloc(size * 2 + 1);

    mysql_real_escape_string(s->db, escaped, text, size);
    cs_text_add(t, "'%s'", escaped);
    free(escaped);
}

/* Error numbers of server and client that a person can act on; others are told by number. */
static int
code_of(unsigned number)
{
    switch (number) {
    case ER_ACCESS_DENIED_ERROR:
    case ER_DBACCESS_DENIED_ERROR:
    case ER_MUST_CHANGE_PASSWORD:
        return CS_E_AUTH;
    case ER_TABLEACCESS_DENIED_ERROR:
    case ER_COLUMNACCESS_DENIED_ERROR:
    case ER_SPECIFIC_ACCESS_DENIED_ERROR:
    case ER_VIEW_NO_EXPLAIN:
        return CS_E_DENIED;
    case ER_NO_SUCH_TABLE:
    case ER_BAD_FIELD_ERROR:
    case ER_BAD_DB_ERROR:
    case ER_VIEW_INVALID:
    case ER_NO_SUCH_USER:
    case 1932: /* ER_NO_SUCH_TABLE_IN_ENGINE */
        return CS_E_GONE;
    case ER_LOCK_WAIT_TIMEOUT:
    case ER_LOCK_DEADLOCK:
    case ER_QUERY_INTERRUPTED:
    case ER_TABLE_DEF_CHANGED: /* altered since the snapshot was taken */
    case 1969:                 /* MariaDB: max_statement_time */
    case 3024:                 /* MySQL: max_execution_time */
        return CS_E_TIMEOUT;
    case CR_SERVER_GONE_ERROR:
    case CR_SERVER_LOST:
    case CR_CONN_HOST_ERROR:
    case CR_CONNECTION_ERROR:
    case CR_UNKNOWN_HOST:
    case ER_SERVER_SHUTDOWN:
    case ER_CONNECTION_KILLED:
        return CS_E_UNREACHABLE;
    case ER_CON_COUNT_ERROR:
    case ER_USER_LIMIT_REACHED:
    case ER_DISK_FULL:
        return CS_E_LIMIT;
    case 1792: /* ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION */
    case ER_VIEW_RECURSIVE:
        return CS_E_UNSUPPORTED;
    case ER_CRASHED_ON_USAGE:
    case ER_NOT_KEYFILE:
        return CS_E_DATA;
    default:
        return number >= 2000 && number < 3000 ? CS_E_UNREACHABLE : CS_E_INTERNAL;
    }
}

static int
stopped(struct cs_err *err)
{
    return cs_fail(err, CS_E_CANCELLED, "mysql", NULL, "it was stopped");
}

static bool
is_stopped(const struct cs_session *s)
{
    return atomic_load(&s->cancelled) || s->host->cancelled(s->host->ctx);
}

int
my_must_stop(struct cs_session *s, const char *what, struct cs_err *err)
{
    if (is_stopped(s))
        return stopped(err);
    if (!s->deadline || s->host->now(s->host->ctx) < s->deadline)
        return 0;
    return cs_fail(err, CS_E_TIMEOUT, "mysql", NULL, "%s: it took longer than allowed", what);
}

/* Messages of the server may quote values: only its number passes. */
int
my_error(struct cs_session *s, const char *what, struct cs_err *err)
{
    unsigned number = mysql_errno(s->db);
    int code = code_of(number);
    char native[16];

    if (is_stopped(s))
        return stopped(err);
    if (code == CS_E_UNREACHABLE && my_must_stop(s, what, err)) /* the socket's own timeout */
        return CS_E_TIMEOUT;
    snprintf(native, sizeof native, "%u", number);
    switch (code) {
    case CS_E_AUTH:
    case CS_E_DENIED:
        cs_fail(err, CS_E_DENIED, "mysql", native, "%s: permission denied", what);
        cs_err_hint(err, "GRANT SELECT, SHOW VIEW ON it TO the scanning account (cassini check --grants)");
        return CS_E_DENIED;
    case CS_E_GONE:
        cs_fail(err, code, "mysql", native, "%s: it is gone, or a view refers to something that is", what);
        break;
    case CS_E_TIMEOUT:
        cs_fail(err, code, "mysql", native,
                number == ER_LOCK_WAIT_TIMEOUT ? "%s: somebody holds a lock on it" : "%s: the statement timeout passed",
                what);
        cs_err_hint(err, "scan again when it is quiet, or raise limits.statement_timeout");
        break;
    case CS_E_UNREACHABLE:
        cs_fail(err, code, "mysql", native, "the connection to the server was lost");
        cs_err_hint(err, "see the server's log; the rest of the scan went on");
        break;
    case CS_E_DATA:
        cs_fail(err, code, "mysql", native, "%s: the table is damaged", what);
        break;
    case CS_E_UNSUPPORTED:
        cs_fail(err, code, "mysql", native,
                number == 1792 ? "%s: reading it would write, which this session refuses"
                               : "%s: its definition refers to itself",
                what);
        cs_err_hint(err, "exclude it if it is not meant to be read");
        break;
    default:
        cs_fail(err, code, "mysql", native, "%s: the server refused the statement", what);
        cs_err_hint(err, "the code is an error number: the list in the server's manual explains it");
    }
    return code;
}

/* The server ends the statement at the deadline; where it does not answer at all, the socket does. */
static void
add_limit(struct cs_session *s, struct cs_text *t, const char *sql, int64_t within)
{
    int64_t left = s->deadline ? s->deadline - s->host->now(s->host->ctx) : 0;
    unsigned seconds = (unsigned)(left / 1000000000) + 1;
    bool is_select = !strncmp(sql, "SELECT ", 7);

    if (s->deadline)
        mysql_optionsv(s->db, MYSQL_OPT_READ_TIMEOUT, &seconds);
    left = within && (!s->deadline || within < left) ? within : left;
    left = left < 1000000 ? 1000000 : left;
    if ((s->deadline || within) && s->maria && is_select)
        cs_text_add(t, "SET STATEMENT max_statement_time = %.3f FOR %s", (double)left / 1e9, sql);
    else if ((s->deadline || within) && is_select)
        cs_text_add(t, "SELECT /*+ MAX_EXECUTION_TIME(%lld) */ %s", (long long)(left / 1000000), sql + 7);
    else
        cs_text_add(t, "%s", sql);
}

int
my_query_within(struct cs_session *s, const char *sql, int64_t within, bool streamed, const char *what,
                MYSQL_RES **ret_result, struct cs_err *err)
{
    struct cs_text t = {0};
    MYSQL_RES *result;
    int failed, rc = my_must_stop(s, what, err);

    if (ret_result)
        *ret_result = NULL;
    if (rc)
        return rc;
    add_limit(s, &t, sql, within);
    s->cost.statements++;
    failed = mysql_real_query(s->db, t.text, t.size);
    free(t.text);
    if (failed)
        return my_error(s, what, err);
    result = streamed ? mysql_use_result(s->db) : mysql_store_result(s->db);
    if (!result && mysql_errno(s->db))
        return my_error(s, what, err);
    if (ret_result)
        *ret_result = result;
    else
        mysql_free_result(result);
    return 0;
}

int
my_query(struct cs_session *s, const char *sql, bool streamed, const char *what, MYSQL_RES **ret_result,
         struct cs_err *err)
{
    return my_query_within(s, sql, 0, streamed, what, ret_result, err);
}
