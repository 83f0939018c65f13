/* endings.c - deadlines, cancel, errors, writes refused, sessions used again. */
#include "contract.h"

/* An object that need not be in the listing, with one column. */
static int
sample_in(struct cs_session *session, const char *schema, const char *object, enum cs_object_kind kind, gint64 deadline,
          struct rows *rows, struct cs_err *err)
{
    const struct cs_req_column column = {"email", CS_T_TEXT, "text", "UTF-8"};
    const struct cs_sample_req req = {.size = sizeof req,
                                      .target = {.size = sizeof req.target,
                                                 .schema = schema,
                                                 .object = object,
                                                 .kind = kind,
                                                 .rows = -1,
                                                 .columns = &column,
                                                 .n_columns = 1},
                                      .rows = 1000,
                                      .max_value = CEILING,
                                      .max_bytes = 1 << 20,
                                      .deadline = deadline};
    struct cs_cursor *cursor = NULL;
    int rc = fixture.connector->sample(session, &req, &cursor, err);

    if (!rc)
        rc = rows_read(session, cursor, CEILING, 0, rows, err);
    fixture.connector->end(cursor);
    return rc;
}

static int
sample_one(struct cs_session *session, const char *object, enum cs_object_kind kind, gint64 deadline, struct rows *rows,
           struct cs_err *err)
{
    return sample_in(session, fixture.schema, object_name(object), kind, deadline, rows, err);
}

static void
check_deadlines(void)
{
    struct host host;
    struct cs_session *session = open_session(&host);
    struct cs_err err = {0}, later = {0};
    struct rows rows;
    gint64 start = now();
    int rc, after;

    rows_init(&rows);
    rc = sample_one(session, "slow", view_kind(), now() + SECOND, &rows, &err);
    check(rc == CS_E_TIMEOUT && *err.message, "deadline: a slow view ends in %d: %s", rc, err.message);
    check(seconds_since(start) > 0.4 && seconds_since(start) < 2.2, "deadline: it holds (%.2f s of 1 s)",
          seconds_since(start));
    start = now();
    after = sample_one(session, "people", view_kind(), now() + 5 * SECOND, &rows, &later);
    check((after == 0 || after == CS_E_UNREACHABLE) && seconds_since(start) < 2,
          "deadline: afterwards the session works, or says that it is broken (%d)", after);
    fixture.connector->close(session);
    session = open_session(&host);
    rc = sample_one(session, "people", view_kind(), now() - 1, &rows, &err);
    check(rc == CS_E_TIMEOUT, "deadline: one that has passed ends a sample at once (%d)", rc);
    fixture.connector->close(session);
    rows_clear(&rows);
}

struct call {
    struct cs_session *session;
    int rc;
    struct cs_err err;
};

static gpointer
call_slow(gpointer data)
{
    struct call *call = data;
    struct rows rows;

    rows_init(&rows);
    call->rc = sample_one(call->session, "slow", view_kind(), now() + 20 * SECOND, &rows, &call->err);
    rows_clear(&rows);
    if (fixture.connector->thread_end)
        fixture.connector->thread_end();
    return NULL;
}

static void
check_cancel(void)
{
    struct host host;
    struct call call = {.session = open_session(&host)};
    GThread *thread = g_thread_new("call", call_slow, &call);
    struct rows rows;
    struct cs_err err = {0};
    double took;
    gint64 start;
    int rc;

    g_usleep(500000);
    start = now();
    fixture.connector->cancel(call.session);
    took = seconds_since(start);
    check(took < 0.1, "cancel: it returns at once (%.3f s)", took);
    g_thread_join(thread);
    check(seconds_since(start) < 1.5, "cancel: the call ends (after %.2f s)", seconds_since(start));
    check(call.rc == CS_E_CANCELLED, "cancel: and says that it was cancelled (%d)", call.rc);
    rows_init(&rows);
    rc = sample_one(call.session, "people", view_kind(), now() + 5 * SECOND, &rows, &err);
    check(rc == CS_E_CANCELLED || rc == CS_E_UNREACHABLE, "cancel: the session can only be closed from then on (%d)",
          rc);
    rows_clear(&rows);
    fixture.connector->close(call.session);
}

/* The host stops the whole scan: a call that waits notices by itself. */
static void
check_stop(void)
{
    struct host host;
    struct call call = {.session = open_session(&host)};
    GThread *thread = g_thread_new("call", call_slow, &call);
    gint64 start;

    g_usleep(300000);
    start = now();
    g_atomic_int_set(&host.cancelled, 1);
    fixture.connector->cancel(call.session);
    g_thread_join(thread);
    check(call.rc == CS_E_CANCELLED && seconds_since(start) < 1.5, "cancel: a scan that stops (code %d, %.2f s)",
          call.rc, seconds_since(start));
    fixture.connector->close(call.session);
}

static void
check_errors(void)
{
    struct host host;
    struct cs_session *session = open_session(&host);
    struct cs_err err = {0};
    struct rows rows;
    int rc;

    rows_init(&rows);
    rc = sample_one(session, "bad", view_kind(), now() + 5 * SECOND, &rows, &err);
    check(rc < 0 && rc != CS_E_UNREACHABLE && *err.message, "error: a view that fails (%d: %s)", rc, err.message);
    check(!strstr(err.message, CANARY) && !strstr(err.hint, CANARY) && !strstr(err.native, CANARY),
          "error: without the value that made it fail");
    rc = sample_one(session, "gone", CS_TABLE, now() + 5 * SECOND, &rows, &err);
    check(rc == CS_E_GONE, "error: a table that is gone (%d)", rc);
    if (fixture.denied) {
        rc = sample_in(session, fixture.denied, "denied", CS_TABLE, now() + 5 * SECOND, &rows, &err);
        check(rc == CS_E_DENIED && *err.hint, "error: a table that may not be read (%d)", rc);
    }
    if (fixture.sneaky) {
        rc = sample_one(session, "sneaky", view_kind(), now() + 5 * SECOND, &rows, &err);
        check(rc < 0, "read-only: a view that writes is refused (%d)", rc);
    }
    rc = sample_one(session, "people", view_kind(), now() + 5 * SECOND, &rows, &err);
    check(!rc && rows.keys->len == 100, "error: the session goes on, and nothing was written (%u rows)",
          rows.keys->len);
    rows_clear(&rows);
    fixture.connector->close(session);
}

/* Cursors ended early, one after the other, on one session. */
static void
check_reuse(void)
{
    struct host host;
    struct cs_session *session = open_session(&host);
    struct listing *l = NULL;
    struct cs_err err = {0};
    gint64 start = now();
    guint good = 0;

    list_objects(session, now() + 20 * SECOND, &l, &err);
    fixture.connector->end(NULL);
    for (guint i = 0; i < 6; i++) {
        struct rows rows;

        rows_init(&rows);
        if (i % 2 && fixture.connector->stream)
            good += !stream_rows(session, find_object(l, "many"), 0, NULL, 1, &rows, &err) && rows.keys->len;
        else
            good += !sample_rows(session, find_object(l, i % 3 ? "many" : "pair"), 500, i, &rows, &err);
        rows_clear(&rows);
    }
    check(good == 6 && seconds_since(start) < 10, "session: used again after end, six times (%u) %s", good,
          err.message);
    listing_free(l);
    fixture.connector->close(session);
}

void
check_endings(void)
{
    check_deadlines();
    check_cancel();
    check_stop();
    check_errors();
    check_reuse();
}
