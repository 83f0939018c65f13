/* session.c - deadlines, cancel, and distrust of what a connector returns. */
#include "connect/session.h"

#include "base/deadline.h"
#include "base/log.h"

#include <string.h>

#define GRACE CS_NS_PER_SECOND /* between a deadline and our own cancel */
#define MAX_OBJECTS 1000000u
#define MAX_COLUMNS 10000000u

struct cs_session_handle {
    const struct cs_connector *connector;
    struct cs_session *session;
    struct cs_host host;
    char *source;
    const struct cs_secret *secret; /* during open only */
    gint64 busy_until;              /* under lock: 0 idle */
};

struct cs_cursor_handle {
    struct cs_session_handle *session;
    struct cs_cursor *cursor;
    gsize columns;
    guint64 max_value;
    gint64 deadline, patience;
};

static GMutex lock;
static GPtrArray *sessions; /* of struct cs_session_handle*, under lock */
static gboolean watching;
static gint cancelled;

gboolean
cs_session_cancelled(void)
{
    return g_atomic_int_get(&cancelled);
}

void
cs_session_cancel_all(void)
{
    g_atomic_int_set(&cancelled, 1);
    g_mutex_lock(&lock);
    for (guint i = 0; sessions && i < sessions->len; i++) {
        struct cs_session_handle *s = sessions->pdata[i];

        if (s->session)
            s->connector->cancel(s->session);
    }
    g_mutex_unlock(&lock);
}

/* Cancels calls whose deadline has passed; connectors watch their own, this is the net below. */
static gpointer
watchdog(gpointer data)
{
    for (;;) {
        g_usleep(100 * 1000);
        g_mutex_lock(&lock);
        for (guint i = 0; i < sessions->len; i++) {
            struct cs_session_handle *s = sessions->pdata[i];

            if (s->session && s->busy_until && cs_now() > s->busy_until + GRACE) {
                s->busy_until += 5 * CS_NS_PER_SECOND;
                s->connector->cancel(s->session);
            }
        }
        g_mutex_unlock(&lock);
    }
    return data;
}

static void
busy(struct cs_session_handle *s, gint64 deadline)
{
    g_mutex_lock(&lock);
    s->busy_until = deadline;
    g_mutex_unlock(&lock);
}

/* A call that the watchdog cancelled took too long: nobody stopped the scan. */
static int
told(const struct cs_session_handle *s, int rc, struct cs_err *err)
{
    if (rc != CS_E_CANCELLED || cs_session_cancelled())
        return rc;
    cs_fail(err, CS_E_TIMEOUT, s->connector->name, NULL, "the server did not answer in time");
    cs_err_hint(err, "see whether it is overloaded or cut off, or raise limits.statement_timeout");
    return CS_E_TIMEOUT;
}

static void
host_log(void *ctx, enum cs_log_level level, const char *message)
{
    const struct cs_session_handle *s = ctx;

    if (level == CS_LOG_ERROR)
        cs_log_error(s->source, "%s", message);
    else if (level == CS_LOG_WARNING)
        cs_log_warning(s->source, "%s", message);
    else if (level == CS_LOG_INFO)
        cs_log_info(s->source, "%s", message);
    else
        cs_log_debug(s->source, "%s", message);
}

static const char *
host_secret(void *ctx, const char *name)
{
    const struct cs_session_handle *s = ctx;

    return !strcmp(name, "password") ? cs_secret_peek(s->secret) : NULL;
}

static int64_t
host_now(void *ctx)
{
    (void)ctx;
    return cs_now();
}

static bool
host_cancelled(void *ctx)
{
    (void)ctx;
    return cs_session_cancelled();
}

/* "?password=…", also as "%70assword", in another case, or in the key=value words of libpq. */
static gboolean
has_secret_key(const char *url)
{
    static const char *const keys[] = {"password=", "passwd=", "pwd=", "pass=", "sslpassword=", "secret=", "token="};
    g_autofree char *decoded = g_uri_unescape_string(url, NULL), *lower = g_ascii_strdown(decoded ? decoded : url, -1);

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        for (const char *p = lower; (p = strstr(p, keys[i])); p++)
            if (p == lower || strchr("?&; \t", p[-1]))
                return TRUE;
    return FALSE;
}

/* user:password@host, also where the password holds / ? # or @ unescaped: a colon before an @, unless what follows
 * it is a port. */
gboolean
cs_url_has_password(const char *url)
{
    const char *start = strstr(url, "://"), *colon, *at, *query = strchr(url, '?');
    gsize port;

    if (has_secret_key(url))
        return TRUE;
    if (!start || start[3] == '/')
        return FALSE;
    start += 3;
    if (*start == '[')
        start += strcspn(start, "]");
    at = strchr(start, '@');
    colon = strchr(start, ':');
    if (!at || !colon || at < colon || colon + 1 == at)
        return FALSE;
    port = strspn(colon + 1, "0123456789");
    return !(port && strchr("/?#", colon[1 + port]) && query && query < at);
}

static void
enlist(struct cs_session_handle *s)
{
    g_mutex_lock(&lock);
    if (!sessions)
        sessions = g_ptr_array_new();
    g_ptr_array_add(sessions, s);
    if (!watching) {
        watching = TRUE;
        g_thread_unref(g_thread_new("cassini-watchdog", watchdog, NULL));
    }
    g_mutex_unlock(&lock);
}

int
cs_session_open(const struct cs_connector *connector, const struct cs_config *config, const struct cs_secret *secret,
                gint64 deadline, struct cs_session_handle **ret_session, struct cs_err *err)
{
    struct cs_session_handle *s = g_new0(struct cs_session_handle, 1);
    struct cs_session *session = NULL;
    int rc;

    s->connector = connector;
    s->source = g_strdup(config->source);
    s->secret = secret;
    s->host = (struct cs_host){.size = sizeof s->host,
                               .ctx = s,
                               .log = host_log,
                               .secret = host_secret,
                               .now = host_now,
                               .cancelled = host_cancelled};
    rc = connector->open(&s->host, config, deadline, &session, err);
    s->secret = NULL;
    if (rc) {
        g_free(s->source);
        g_free(s);
        return rc;
    }
    s->session = session;
    enlist(s);
    *ret_session = s;
    return 0;
}

void
cs_session_close(struct cs_session_handle *s)
{
    struct cs_session *session;

    if (!s)
        return;
    g_mutex_lock(&lock);
    g_ptr_array_remove_fast(sessions, s);
    session = s->session;
    s->session = NULL;
    g_mutex_unlock(&lock);
    s->connector->close(session);
    g_free(s->source);
    g_free(s);
}

int
cs_session_facts(struct cs_session_handle *s, struct cs_facts *ret_facts, struct cs_err *err)
{
    return s->connector->facts(s->session, ret_facts, err);
}

/* The host's sink behind a check of what the connector pushes. */
struct guard {
    const struct cs_sink *sink;
    guint objects, columns;
};

static int
guard_object(void *ctx, const struct cs_object_info *info)
{
    struct guard *g = ctx;

    if (!info || !info->name || ++g->objects > MAX_OBJECTS)
        return CS_E_PROTOCOL;
    return g->sink->object(g->sink->ctx, info);
}

static int
guard_column(void *ctx, const struct cs_column_info *info)
{
    struct guard *g = ctx;

    if (!info || !info->name || !g->objects || ++g->columns > MAX_COLUMNS || info->type > CS_T_OTHER)
        return CS_E_PROTOCOL;
    return g->sink->column(g->sink->ctx, info);
}

static int
guard_key(void *ctx, const struct cs_key_info *info)
{
    struct guard *g = ctx;

    if (!info || !g->objects || !info->columns || !info->n_columns)
        return CS_E_PROTOCOL;
    return g->sink->key(g->sink->ctx, info);
}

static int
guard_gap(void *ctx, const char *schema, const char *object, const struct cs_err *why)
{
    struct guard *g = ctx;

    return g->sink->gap(g->sink->ctx, schema, object, why);
}

int
cs_session_describe(struct cs_session_handle *s, const struct cs_scope *scope, const struct cs_sink *sink,
                    struct cs_err *err)
{
    struct guard guard = {.sink = sink};
    const struct cs_sink guarded = {.size = sizeof guarded,
                                    .ctx = &guard,
                                    .object = guard_object,
                                    .column = guard_column,
                                    .key = guard_key,
                                    .gap = guard_gap};
    int rc;

    busy(s, scope->deadline);
    rc = told(s, s->connector->describe(s->session, scope, &guarded, err), err);
    busy(s, 0);
    if (rc == CS_E_PROTOCOL && err && !*err->message)
        return cs_fail(err, rc, s->connector->name, NULL, "the connector described something impossible");
    return rc;
}

static int
wrap(struct cs_session_handle *s, struct cs_cursor *cursor, gsize columns, guint64 max_value, gint64 deadline,
     gint64 patience, struct cs_cursor_handle **ret_cursor)
{
    struct cs_cursor_handle *c = g_new0(struct cs_cursor_handle, 1);

    *c = (struct cs_cursor_handle){s, cursor, columns, max_value, deadline, patience};
    *ret_cursor = c;
    return 0;
}

static int
stopped(struct cs_err *err)
{
    return cs_fail(err, CS_E_CANCELLED, "scan", NULL, "the scan is being stopped");
}

int
cs_session_sample(struct cs_session_handle *s, const struct cs_sample_req *req, struct cs_cursor_handle **ret_cursor,
                  struct cs_err *err)
{
    struct cs_cursor *cursor = NULL;
    int rc;

    if (cs_session_cancelled())
        return stopped(err);
    busy(s, req->deadline);
    rc = told(s, s->connector->sample(s->session, req, &cursor, err), err);
    busy(s, 0);
    return rc ? rc : wrap(s, cursor, req->target.n_columns, req->max_value, req->deadline, 0, ret_cursor);
}

int
cs_session_stream(struct cs_session_handle *s, const struct cs_stream_req *req, gint64 patience,
                  struct cs_cursor_handle **ret_cursor, struct cs_err *err)
{
    struct cs_stream_req renewed = *req;
    struct cs_cursor *cursor = NULL;
    int rc;

    if (cs_session_cancelled())
        return stopped(err);
    if (!s->connector->stream)
        return cs_fail(err, CS_E_UNSUPPORTED, s->connector->name, NULL, "this connector cannot stream");
    renewed.deadline = 0;
    renewed.patience = patience;
    busy(s, cs_deadline_in(patience));
    rc = told(s, s->connector->stream(s->session, &renewed, &cursor, err), err);
    busy(s, 0);
    return rc ? rc : wrap(s, cursor, req->target.n_columns, req->max_value, 0, patience, ret_cursor);
}

static int
check_batch(const struct cs_cursor_handle *c, const struct cs_batch *batch, struct cs_err *err)
{
    const char *who = c->session->connector->name;

    if (batch->drawn > CS_DRAWN_HEAD || (batch->rows && (batch->columns != c->columns || !batch->values)))
        return cs_fail(err, CS_E_PROTOCOL, who, NULL, "the connector returned rows of the wrong width");
    for (gsize i = 0; i < batch->rows * batch->columns; i++) {
        const struct cs_value *v = &batch->values[i];

        if (!v->null && ((!v->data && v->size) || v->size > c->max_value + 16))
            return cs_fail(err, CS_E_PROTOCOL, who, NULL, "the connector returned a value over the ceiling");
    }
    return 0;
}

int
cs_session_next(struct cs_cursor_handle *c, struct cs_batch *ret_batch, struct cs_err *err)
{
    struct cs_batch batch = {0};
    int rc;

    if (cs_session_cancelled())
        return stopped(err);
    busy(c->session, c->patience ? cs_deadline_in(c->patience) : c->deadline);
    rc = told(c->session, c->session->connector->next(c->cursor, &batch, err), err);
    busy(c->session, 0);
    if (!rc)
        rc = check_batch(c, &batch, err);
    if (!rc)
        *ret_batch = batch;
    return rc;
}

void
cs_session_end(struct cs_cursor_handle *c)
{
    if (!c)
        return;
    c->session->connector->end(c->cursor);
    g_free(c);
}

void
cs_session_cost(struct cs_session_handle *s, struct cs_cost *ret_cost)
{
    if (s->connector->cost)
        s->connector->cost(s->session, ret_cost);
}

int
cs_session_audit(struct cs_session_handle *s, void *ctx, void (*note)(void *, enum cs_note_level, const char *),
                 struct cs_err *err)
{
    return s->connector->audit ? s->connector->audit(s->session, ctx, note, err) : 0;
}

char *
cs_session_statement(struct cs_session_handle *s, const struct cs_sample_req *req)
{
    return s->connector->statement ? s->connector->statement(s->session, req) : NULL;
}
