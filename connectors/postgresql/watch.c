/* watch.c - gives way: a second connection asks whether anybody waits for a lock that we hold. */
#include "pg.h"

#include <poll.h>
#include <stdlib.h>

#define AFTER 250000000   /* ns that a statement may take before anybody asks */
#define EVERY 200000000   /* ns between two questions */
#define AGAIN 10000000000 /* ns before a connection that failed is tried again */
#define MAX_WORDS 64

static int64_t
now(const struct cs_session *s)
{
    return s->host->now(s->host->ctx);
}

static void
fail(struct cs_session *s)
{
    PQfinish(s->watch.conn);
    s->watch = (struct pg_watch){.state = PG_WATCH_FAILED, .next = now(s) + AGAIN};
}

/* As the session itself is connected. */
static void
begin_connect(struct cs_session *s)
{
    PQconninfoOption *info = PQconninfo(s->conn);
    const char *keys[MAX_WORDS], *values[MAX_WORDS];
    size_t n = 0;

    for (PQconninfoOption *o = info; o && o->keyword && n + 1 < MAX_WORDS; o++)
        if (o->val && *o->val) {
            keys[n] = o->keyword;
            values[n++] = o->val;
        }
    keys[n] = NULL;
    values[n] = NULL;
    s->watch.conn = n ? PQconnectStartParams(keys, values, 0) : NULL;
    PQconninfoFree(info);
    if (!s->watch.conn || PQstatus(s->watch.conn) == CONNECTION_BAD) {
        fail(s);
        return;
    }
    s->watch.state = PG_WATCH_CONNECTING;
    s->watch.writing = true;
}

static void
go_on_connecting(struct cs_session *s)
{
    struct pollfd p = {.fd = PQsocket(s->watch.conn), .events = s->watch.writing ? POLLOUT : POLLIN};
    PostgresPollingStatusType status;

    if (poll(&p, 1, 0) <= 0)
        return;
    status = PQconnectPoll(s->watch.conn);
    s->watch.writing = status == PGRES_POLLING_WRITING;
    if (status == PGRES_POLLING_FAILED) {
        fail(s);
    } else if (status == PGRES_POLLING_OK) {
        PQsetnonblocking(s->watch.conn, 1);
        s->watch.state = PG_WATCH_READY;
    }
}

static void
ask(struct cs_session *s)
{
    char sql[160];

    if (now(s) < s->watch.next || !s->pid)
        return;
    snprintf(sql, sizeof sql,
             "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_locks WHERE NOT granted AND %d = ANY "
             "(pg_catalog.pg_blocking_pids(pid)))",
             s->pid);
    s->watch.next = now(s) + EVERY;
    if (!PQsendQuery(s->watch.conn, sql))
        fail(s);
    else
        s->watch.state = PG_WATCH_ASKED;
}

static bool
read_answer(struct cs_session *s)
{
    bool waiter = false;
    PGresult *r;

    PQflush(s->watch.conn);
    if (!PQconsumeInput(s->watch.conn)) {
        fail(s);
        return false;
    }
    while (!PQisBusy(s->watch.conn)) {
        r = PQgetResult(s->watch.conn);
        if (!r) {
            s->watch.state = PG_WATCH_READY;
            break;
        }
        waiter |= PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) && *PQgetvalue(r, 0, 0) == 't';
        PQclear(r);
    }
    return waiter;
}

bool
pg_watch_sees_waiter(struct cs_session *s)
{
    if (!s->in_transaction || now(s) - s->statement < AFTER)
        return false;
    if (s->watch.state == PG_WATCH_FAILED && now(s) >= s->watch.next)
        s->watch.state = PG_WATCH_NONE;
    if (s->watch.state == PG_WATCH_NONE)
        begin_connect(s);
    if (s->watch.state == PG_WATCH_CONNECTING)
        go_on_connecting(s);
    if (s->watch.state == PG_WATCH_READY)
        ask(s);
    return s->watch.state == PG_WATCH_ASKED && read_answer(s);
}

int
pg_watch_fd(const struct cs_session *s, short *ret_events)
{
    bool connecting = s->watch.state == PG_WATCH_CONNECTING;

    *ret_events = connecting && s->watch.writing ? POLLOUT : POLLIN;
    return connecting || s->watch.state == PG_WATCH_ASKED ? PQsocket(s->watch.conn) : -1;
}

void
pg_watch_close(struct cs_session *s)
{
    PQfinish(s->watch.conn);
    s->watch = (struct pg_watch){0};
}
