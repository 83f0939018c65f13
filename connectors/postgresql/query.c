/* query.c - statements sent and results awaited without ever blocking past a deadline. */
#include "pg.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

#define STEP_MS 100
#define AFTER_CANCEL 500000000 /* ns that a cancelled statement gets to end */

/* PQcancel can block without limit, so it runs on a thread of its own, which shares this with whoever waits. */
struct canceller {
    PGcancel *cancel;
    atomic_int holders, sent;
};

static void
release(struct canceller *c)
{
    if (atomic_fetch_sub(&c->holders, 1) > 1)
        return;
    PQfreeCancel(c->cancel);
    free(c);
}

static void *
cancel_thread(void *data)
{
    struct canceller *c = data;
    char text[256];

    PQcancel(c->cancel, text, sizeof text);
    atomic_store(&c->sent, 1);
    release(c);
    return NULL;
}

/* NULL when there is nothing to cancel; else release it. */
static struct canceller *
start_cancel(struct cs_session *s)
{
    PGcancel *cancel = s->conn ? PQgetCancel(s->conn) : NULL;
    struct canceller *c = cancel ? calloc(1, sizeof *c) : NULL;
    pthread_t thread;

    if (!c) {
        PQfreeCancel(cancel);
        return NULL;
    }
    c->cancel = cancel;
    atomic_store(&c->holders, 2);
    if (pthread_create(&thread, NULL, cancel_thread, c))
        release(c);
    else
        pthread_detach(thread);
    return c;
}

void
pg_cancel(struct cs_session *s)
{
    struct canceller *c;

    atomic_store(&s->cancelled, 1);
    c = start_cancel(s);
    if (c)
        release(c);
}

static int64_t
now(const struct cs_session *s)
{
    return s->host->now(s->host->ctx);
}

static bool
is_stopped(const struct cs_session *s)
{
    return atomic_load(&s->cancelled) || s->host->cancelled(s->host->ctx);
}

static int
stopped(struct cs_err *err)
{
    return cs_fail(err, CS_E_CANCELLED, "postgresql", NULL, "it was stopped");
}

/* Waits until the socket is ready, the deadline passes, the call is cancelled, or somebody waits for us. */
int
pg_wait(struct cs_session *s, bool write, struct cs_err *err)
{
    for (;;) {
        struct pollfd p[2] = {{.fd = PQsocket(s->conn), .events = (short)(POLLIN | (write ? POLLOUT : 0))}};
        int64_t left = s->deadline ? (s->deadline - now(s)) / 1000000 : STEP_MS;

        p[1].fd = pg_watch_fd(s, &p[1].events);
        if (p[0].fd < 0)
            return cs_fail(err, CS_E_UNREACHABLE, "postgresql", NULL, "the connection was lost");
        if (is_stopped(s))
            return stopped(err);
        if (left <= 0)
            return cs_fail(err, CS_E_TIMEOUT, "postgresql", NULL, "the server did not answer in time");
        if (poll(p, 2, left < STEP_MS ? (int)left + 1 : STEP_MS) > 0 && p[0].revents)
            return 0;
        if (pg_watch_sees_waiter(s)) {
            s->yielded = true;
            s->cost.gave_way++;
            cs_fail(err, CS_E_TIMEOUT, "postgresql", "55P03", "somebody waited for a lock on it, so it was left alone");
            cs_err_hint(err, "scan again when it is quiet");
            return CS_E_TIMEOUT;
        }
    }
}

static int
lost(struct cs_session *s, struct cs_err *err)
{
    s->broken = true;
    cs_fail(err, CS_E_UNREACHABLE, "postgresql", NULL, "the connection to the server was lost");
    cs_err_hint(err, "see the server's log; the rest of the scan went on");
    return CS_E_UNREACHABLE;
}

static int
code_of(const char *state)
{
    static const struct {
        const char *prefix;
        int code;
    } codes[] = {{"42501", CS_E_DENIED},      {"42P01", CS_E_GONE},      {"42703", CS_E_GONE},
                 {"3F000", CS_E_GONE},        {"XX000", CS_E_DATA},      {"XX001", CS_E_DATA},
                 {"57014", CS_E_TIMEOUT},     {"55P03", CS_E_TIMEOUT},   {"28", CS_E_AUTH},
                 {"08", CS_E_UNREACHABLE},    {"57P", CS_E_UNREACHABLE}, {"53", CS_E_LIMIT},
                 {"54", CS_E_LIMIT},          {"22", CS_E_DATA},         {"0A", CS_E_UNSUPPORTED},
                 {"55000", CS_E_UNSUPPORTED}, {"40", CS_E_TIMEOUT},      {"HV", CS_E_UNREACHABLE},
                 {"25006", CS_E_UNSUPPORTED}, {"42", CS_E_UNSUPPORTED},  {"P0", CS_E_UNSUPPORTED}};

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (!strncmp(state, codes[i].prefix, strlen(codes[i].prefix)))
            return codes[i].code;
    return CS_E_INTERNAL;
}

/* Messages of the server may quote values, so each class has words of its own. */
int
pg_error(struct cs_session *s, const PGresult *result, const char *what, struct cs_err *err)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    int code = state ? code_of(state) : CS_E_UNREACHABLE;

    if (!state)
        return lost(s, err);
    if (!strcmp(state, "57014") && is_stopped(s))
        code = CS_E_CANCELLED;
    switch (code) {
    case CS_E_CANCELLED:
        return stopped(err);
    case CS_E_DENIED:
        cs_fail(err, code, "postgresql", state, "%s: permission denied, or row-level security hides rows", what);
        cs_err_hint(err, "GRANT SELECT ON %s TO the scanning account; for row-level security, a role with BYPASSRLS",
                    what);
        break;
    case CS_E_GONE:
        cs_fail(err, code, "postgresql", state, "%s: it was there and is not any more", what);
        break;
    case CS_E_TIMEOUT:
        cs_fail(err, code, "postgresql", state,
                !strcmp(state, "55P03") ? "%s: somebody holds a lock on it" : "%s: the statement timeout passed", what);
        cs_err_hint(err, "scan again when it is quiet, or raise limits.statement_timeout");
        break;
    case CS_E_UNREACHABLE:
        s->broken |= strncmp(state, "HV", 2) != 0;
        cs_fail(err, code, "postgresql", state, "%s: %s", what,
                s->broken ? "the server ended the connection" : "its foreign server cannot be read");
        break;
    case CS_E_DATA:
        cs_fail(err, code, "postgresql", state, "%s: its content cannot be read", what);
        cs_err_hint(err, "a view that fails on one of its values, or damaged storage: SELECT * FROM it tells more");
        break;
    case CS_E_UNSUPPORTED:
        cs_fail(err, code, "postgresql", state,
                !strcmp(state, "25006") ? "%s: reading it would write, which this session refuses"
                                        : "%s: its definition cannot be run",
                what);
        cs_err_hint(err, "SELECT * FROM it tells more; exclude it if it is not meant to be read");
        break;
    default:
        cs_fail(err, code, "postgresql", state, "%s: the server refused the statement", what);
        cs_err_hint(err, "the code is a SQLSTATE: appendix A of the PostgreSQL manual explains it");
    }
    return code;
}

static int
flush(struct cs_session *s, struct cs_err *err)
{
    int left, rc = 0;

    while (!rc && (left = PQflush(s->conn)) > 0) {
        rc = pg_wait(s, true, err);
        if (!rc && !PQconsumeInput(s->conn))
            return lost(s, err);
    }
    return rc ? rc : left < 0 ? lost(s, err) : 0;
}

static int
start(struct cs_session *s, unsigned statements, struct cs_err *err)
{
    if (is_stopped(s))
        return stopped(err);
    if (s->broken)
        return lost(s, err);
    s->cost.statements += statements;
    s->statement = now(s);
    s->yielded = false;
    return 0;
}

int
pg_send_all(struct cs_session *s, const char *sql, unsigned statements, struct cs_err *err)
{
    int rc = start(s, statements, err);

    if (rc)
        return rc;
    return PQsendQuery(s->conn, sql) ? flush(s, err) : lost(s, err);
}

int
pg_send(struct cs_session *s, const char *sql, size_t n, const char *const *params, bool single, struct cs_err *err)
{
    int rc = start(s, 1, err);

    if (rc)
        return rc;
    if (!PQsendQueryParams(s->conn, sql, (int)n, NULL, params, NULL, NULL, 0))
        return lost(s, err);
    if (single)
        PQsetSingleRowMode(s->conn);
    return flush(s, err);
}

/* The cancel must have been sent before anything else is: else it would hit that. */
void
pg_give_up(struct cs_session *s)
{
    int64_t until = now(s) + AFTER_CANCEL;
    struct canceller *c = start_cancel(s);

    while (c && now(s) < until && (PQisBusy(s->conn) || !atomic_load(&c->sent))) {
        struct pollfd p = {.fd = PQsocket(s->conn), .events = POLLIN};

        if (poll(&p, 1, PQisBusy(s->conn) ? 50 : 1) < 0 || !PQconsumeInput(s->conn))
            break;
    }
    if (!c || PQisBusy(s->conn) || !atomic_load(&c->sent))
        s->broken = true;
    else
        pg_drain(s);
    if (c)
        release(c);
}

int
pg_result(struct cs_session *s, const char *what, PGresult **ret_result, struct cs_err *err)
{
    PGresult *result;
    ExecStatusType status;
    int rc = 0;

    *ret_result = NULL;
    while (!rc && PQisBusy(s->conn)) {
        rc = pg_wait(s, false, err);
        if (!rc && !PQconsumeInput(s->conn))
            return lost(s, err);
    }
    if (rc) {
        pg_give_up(s);
        return rc;
    }
    result = PQgetResult(s->conn);
    status = PQresultStatus(result);
    if (!result || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE || status == PGRES_COMMAND_OK ||
        status == PGRES_COPY_OUT) {
        *ret_result = result;
        return 0;
    }
    rc = pg_error(s, result, what, err);
    PQclear(result);
    pg_drain(s);
    return rc;
}

int
pg_copy_line(struct cs_session *s, const char *what, char **ret_line, int *ret_size, struct cs_err *err)
{
    PGresult *result = NULL;
    int rc;

    *ret_line = NULL;
    while (!(*ret_size = PQgetCopyData(s->conn, ret_line, 1))) {
        rc = pg_wait(s, false, err);
        if (!rc && !PQconsumeInput(s->conn))
            return lost(s, err);
        if (rc) {
            pg_give_up(s);
            return rc;
        }
    }
    if (*ret_size > 0)
        return 0;
    rc = pg_result(s, what, &result, err);
    PQclear(result);
    return rc;
}

/* The lines of a COPY that nobody wants any more. */
static void
drain_copy(struct cs_session *s)
{
    struct pollfd p = {.fd = PQsocket(s->conn), .events = POLLIN};
    char *line;
    int size;

    while ((size = PQgetCopyData(s->conn, &line, 1)) >= 0) {
        if (size)
            PQfreemem(line);
        else if (poll(&p, 1, 1000) <= 0 || !PQconsumeInput(s->conn)) {
            s->broken = true;
            return;
        }
    }
}

void
pg_drain(struct cs_session *s)
{
    PGresult *result;

    while (!s->broken) {
        struct pollfd p = {.fd = PQsocket(s->conn), .events = POLLIN};

        if (PQisBusy(s->conn)) {
            if (poll(&p, 1, 1000) <= 0 || !PQconsumeInput(s->conn))
                s->broken = true;
            continue;
        }
        result = PQgetResult(s->conn);
        if (!result)
            return;
        if (PQresultStatus(result) == PGRES_COPY_OUT)
            drain_copy(s);
        PQclear(result);
    }
}

int
pg_query(struct cs_session *s, const char *sql, size_t n, const char *const *params, const char *what,
         PGresult **ret_result, struct cs_err *err)
{
    PGresult *ignored = NULL, **result = ret_result ? ret_result : &ignored;
    int rc = pg_send(s, sql, n, params, false, err);

    *result = NULL;
    if (!rc)
        rc = pg_result(s, what, result, err);
    if (!rc)
        pg_drain(s);
    PQclear(ignored);
    return rc;
}

/* Several settings in one round trip; they end with the transaction, so a pooler may stand in between. */
int
pg_begin(struct cs_session *s, struct cs_err *err)
{
    int rc = 0;

    if (is_stopped(s))
        return stopped(err);
    if (s->broken)
        return lost(s, err);
    s->began = s->statement = now(s);
    if (!PQsendQuery(s->conn, s->begin))
        return lost(s, err);
    rc = flush(s, err);
    for (;;) {
        PGresult *result = NULL;

        if (rc || (rc = pg_result(s, "beginning", &result, err)) || !result)
            break;
        if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result))
            s->pid = atoi(PQgetvalue(result, 0, 0));
        PQclear(result);
    }
    s->in_transaction = !rc;
    return rc;
}

void
pg_finish(struct cs_session *s)
{
    struct cs_err ignored;
    int64_t deadline = s->deadline;

    if (!s->in_transaction || s->broken)
        return;
    s->in_transaction = false;
    s->deadline = now(s) + 2000000000;
    pg_query(s, PQtransactionStatus(s->conn) == PQTRANS_INERROR ? "ROLLBACK" : "COMMIT", 0, NULL, "ending", NULL,
             &ignored);
    s->deadline = deadline;
}
