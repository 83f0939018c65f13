/* session.c - the calls of a connector as jobs, their results checked. */
#include "connect/session.h"

#include "base/deadline.h"
#include "base/log.h"
#include "connect/call.h"
#include "connect/guard.h"
#include "connect/request.h"

#include <string.h>

#define SHORT (5 * CS_NS_PER_SECOND)   /* what needs no answer, or a short one */
#define LONGER (60 * CS_NS_PER_SECOND) /* privileges */

struct cs_session_handle {
    struct cs_caller *caller;
};

struct cs_cursor_handle {
    struct cs_session_handle *session;
    struct cs_cursor *cursor;
    gsize columns;
    guint64 max_value, left; /* left: rows that may still come */
    gint64 deadline, patience;
};

gboolean
cs_session_cancelled(void)
{
    return cs_caller_stopped();
}

void
cs_session_cancel_all(void)
{
    cs_caller_stop_all();
}

static int
stopped(struct cs_err *err)
{
    return cs_fail(err, CS_E_CANCELLED, "scan", NULL, "the scan is being stopped");
}

static void
host_log(void *ctx, enum cs_log_level level, const char *message)
{
    const struct cs_caller *c = ctx;

    if (level == CS_LOG_ERROR)
        cs_log_error(c->source, "%s", message);
    else if (level == CS_LOG_WARNING)
        cs_log_warning(c->source, "%s", message);
    else if (level == CS_LOG_INFO)
        cs_log_info(c->source, "%s", message);
    else
        cs_log_debug(c->source, "%s", message);
}

static const char *
host_secret(void *ctx, const char *name)
{
    const struct cs_caller *c = ctx;

    return !strcmp(name, "password") ? cs_secret_peek(c->secret) : NULL;
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

struct open_job {
    struct cs_job job;
    struct cs_request_memory memory;
    struct cs_config config;
    gint64 deadline;
};

static void
clear_open(struct cs_job *job)
{
    cs_request_memory_clear(&((struct open_job *)job)->memory);
}

static int
run_open(struct cs_caller *c, struct cs_job *job)
{
    struct open_job *o = (struct open_job *)job;
    struct cs_session *session = NULL;
    int rc = c->connector->open(&c->host, &o->config, o->deadline, &session, &job->err);

    g_clear_pointer(&c->secret, cs_secret_free);
    if (!rc && !session)
        return cs_fail(&job->err, CS_E_PROTOCOL, c->connector->name, NULL, "the connector opened nothing");
    g_mutex_lock(&c->lock);
    c->session = rc ? NULL : session;
    g_mutex_unlock(&c->lock);
    return rc;
}

int
cs_session_open(const struct cs_connector *connector, const struct cs_config *config, const struct cs_secret *secret,
                gint64 deadline, struct cs_session_handle **ret_session, struct cs_err *err)
{
    struct cs_caller *c = cs_caller_new(connector, config->source);
    struct open_job *o = g_new0(struct open_job, 1);
    const char *password = cs_secret_peek(secret);
    int rc;

    *o = (struct open_job){.job = {.run = run_open, .clear = clear_open}, .config = *config, .deadline = deadline};
    cs_request_memory_init(&o->memory);
    cs_request_keep_config(&o->memory, &o->config);
    c->secret = password ? cs_secret_new(password, strlen(password)) : NULL;
    c->host = (struct cs_host){.size = sizeof c->host,
                               .ctx = c,
                               .log = host_log,
                               .secret = host_secret,
                               .now = host_now,
                               .cancelled = host_cancelled};
    rc = cs_caller_run(c, &o->job, deadline, NULL, err);
    if (rc) {
        cs_caller_free(c);
        return rc;
    }
    *ret_session = g_new0(struct cs_session_handle, 1);
    (*ret_session)->caller = c;
    return 0;
}

static int
run_close(struct cs_caller *c, struct cs_job *job)
{
    struct cs_session *session;

    (void)job;
    g_mutex_lock(&c->lock);
    while (c->cancelling)
        g_cond_wait(&c->changed, &c->lock);
    session = c->session;
    c->session = NULL;
    g_mutex_unlock(&c->lock);
    c->connector->close(session);
    return 0;
}

void
cs_session_close(struct cs_session_handle *s)
{
    struct cs_job *job;

    if (!s)
        return;
    job = g_new0(struct cs_job, 1);
    *job = (struct cs_job){.run = run_close, .tidies = true};
    cs_caller_run(s->caller, job, cs_deadline_in(SHORT), NULL, NULL);
    cs_caller_free(s->caller);
    g_free(s);
}

struct facts_job {
    struct cs_job job;
    struct cs_facts facts;
};

static int
run_facts(struct cs_caller *c, struct cs_job *job)
{
    return c->connector->facts(c->session, &((struct facts_job *)job)->facts, &job->err);
}

int
cs_session_facts(struct cs_session_handle *s, struct cs_facts *ret_facts, struct cs_err *err)
{
    struct facts_job *f = g_new0(struct facts_job, 1);
    struct cs_job *job = NULL;
    int rc;

    *f = (struct facts_job){.job = {.run = run_facts}, .facts = {.size = sizeof f->facts}};
    rc = cs_caller_run(s->caller, &f->job, cs_deadline_in(SHORT), &job, err);
    if (!rc)
        *ret_facts = f->facts;
    cs_job_free(job);
    return rc;
}

struct describe_job {
    struct cs_job job;
    struct cs_scope scope;
    struct cs_sink behind;
    struct cs_guard guard;
};

static int
run_describe(struct cs_caller *c, struct cs_job *job)
{
    struct describe_job *d = (struct describe_job *)job;
    int rc = c->connector->describe(c->session, &d->scope, &d->guard.sink, &job->err);

    if (rc == CS_E_PROTOCOL && !*job->err.message)
        cs_fail(&job->err, rc, c->connector->name, NULL, "the connector described something impossible");
    return rc;
}

int
cs_session_describe(struct cs_session_handle *s, const struct cs_scope *scope, const struct cs_sink *sink,
                    struct cs_err *err)
{
    struct describe_job *d = g_new0(struct describe_job, 1);

    *d = (struct describe_job){.job = {.run = run_describe}, .scope = *scope, .behind = *sink};
    cs_guard_init(&d->guard, s->caller, &d->behind);
    return cs_caller_run(s->caller, &d->job, scope->deadline, NULL, err);
}

/* sample and stream: a request with its memory, a cursor as the result. */
struct rows_job {
    struct cs_job job;
    struct cs_request_memory memory;
    struct cs_sample_req sample;
    struct cs_stream_req stream;
    struct cs_cursor *cursor;
};

static void
clear_rows(struct cs_job *job)
{
    cs_request_memory_clear(&((struct rows_job *)job)->memory);
}

static int
given(struct cs_caller *c, struct rows_job *r, int rc)
{
    if (!rc && !r->cursor)
        return cs_fail(&r->job.err, CS_E_PROTOCOL, c->connector->name, NULL, "the connector gave no rows to read");
    return rc;
}

static int
run_sample(struct cs_caller *c, struct cs_job *job)
{
    struct rows_job *r = (struct rows_job *)job;

    return given(c, r, c->connector->sample(c->session, &r->sample, &r->cursor, &job->err));
}

static int
run_stream(struct cs_caller *c, struct cs_job *job)
{
    struct rows_job *r = (struct rows_job *)job;

    return given(c, r, c->connector->stream(c->session, &r->stream, &r->cursor, &job->err));
}

static struct rows_job *
rows_job(int (*run)(struct cs_caller *, struct cs_job *))
{
    struct rows_job *r = g_new0(struct rows_job, 1);

    r->job = (struct cs_job){.run = run, .clear = clear_rows};
    cs_request_memory_init(&r->memory);
    return r;
}

/* Runs the job; its cursor becomes proto's. */
static int
start(struct cs_session_handle *s, struct rows_job *r, gint64 until, const struct cs_cursor_handle *proto,
      struct cs_cursor_handle **ret_cursor, struct cs_err *err)
{
    struct cs_job *job = NULL;
    int rc = cs_caller_run(s->caller, &r->job, until, &job, err);

    if (!rc) {
        *ret_cursor = g_memdup2(proto, sizeof *proto);
        (*ret_cursor)->session = s;
        (*ret_cursor)->cursor = r->cursor;
    }
    cs_job_free(job);
    return rc;
}

int
cs_session_sample(struct cs_session_handle *s, const struct cs_sample_req *req, struct cs_cursor_handle **ret_cursor,
                  struct cs_err *err)
{
    const struct cs_cursor_handle proto = {
        .columns = req->target.n_columns, .max_value = req->max_value, .left = req->rows, .deadline = req->deadline};
    struct rows_job *r;

    if (cs_session_cancelled())
        return stopped(err);
    r = rows_job(run_sample);
    r->sample = *req;
    cs_request_keep_target(&r->memory, &r->sample.target);
    return start(s, r, req->deadline, &proto, ret_cursor, err);
}

int
cs_session_stream(struct cs_session_handle *s, const struct cs_stream_req *req, gint64 patience,
                  struct cs_cursor_handle **ret_cursor, struct cs_err *err)
{
    const struct cs_cursor_handle proto = {
        .columns = req->target.n_columns, .max_value = req->max_value, .left = G_MAXUINT64, .patience = patience};
    struct rows_job *r;

    if (cs_session_cancelled())
        return stopped(err);
    if (!s->caller->connector->stream)
        return cs_fail(err, CS_E_UNSUPPORTED, s->caller->connector->name, NULL, "this connector cannot stream");
    r = rows_job(run_stream);
    r->stream = *req;
    r->stream.deadline = 0;
    r->stream.patience = patience;
    r->stream.resume = cs_request_text(&r->memory, req->resume);
    cs_request_keep_target(&r->memory, &r->stream.target);
    return start(s, r, cs_deadline_in(patience), &proto, ret_cursor, err);
}

struct next_job {
    struct cs_job job;
    struct cs_cursor *cursor;
    struct cs_batch batch;
};

static int
run_next(struct cs_caller *c, struct cs_job *job)
{
    struct next_job *n = (struct next_job *)job;

    return c->connector->next(n->cursor, &n->batch, &job->err);
}

int
cs_session_next(struct cs_cursor_handle *c, struct cs_batch *ret_batch, struct cs_err *err)
{
    const char *connector = c->session->caller->connector->name;
    struct next_job *n;
    struct cs_job *job = NULL;
    int rc;

    if (cs_session_cancelled())
        return stopped(err);
    n = g_new0(struct next_job, 1);
    *n = (struct next_job){.job = {.run = run_next}, .cursor = c->cursor};
    rc = cs_caller_run(c->session->caller, &n->job, c->patience ? cs_deadline_in(c->patience) : c->deadline, &job, err);
    if (!rc)
        rc = cs_guard_batch(connector, &n->batch, c->columns, c->max_value, err);
    if (!rc && n->batch.rows > c->left)
        rc = cs_fail(err, CS_E_PROTOCOL, connector, NULL, "the connector returned more rows than asked for");
    if (!rc) {
        c->left -= n->batch.rows;
        *ret_batch = n->batch;
    }
    cs_job_free(job);
    return rc;
}

static int
run_end(struct cs_caller *c, struct cs_job *job)
{
    c->connector->end(((struct next_job *)job)->cursor);
    return 0;
}

void
cs_session_end(struct cs_cursor_handle *c)
{
    struct next_job *n;

    if (!c)
        return;
    n = g_new0(struct next_job, 1);
    *n = (struct next_job){.job = {.run = run_end, .tidies = true}, .cursor = c->cursor};
    cs_caller_run(c->session->caller, &n->job, cs_deadline_in(SHORT), NULL, NULL);
    g_free(c);
}

struct cost_job {
    struct cs_job job;
    struct cs_cost cost;
};

static int
run_cost(struct cs_caller *c, struct cs_job *job)
{
    c->connector->cost(c->session, &((struct cost_job *)job)->cost);
    return 0;
}

void
cs_session_cost(struct cs_session_handle *s, struct cs_cost *ret_cost)
{
    struct cost_job *k;
    struct cs_job *job = NULL;

    if (!s->caller->connector->cost)
        return;
    k = g_new0(struct cost_job, 1);
    *k = (struct cost_job){.job = {.run = run_cost, .tidies = true}, .cost = {.size = sizeof k->cost}};
    if (!cs_caller_run(s->caller, &k->job, cs_deadline_in(SHORT), &job, NULL))
        *ret_cost = k->cost;
    cs_job_free(job);
}

/* Notes are few: they are kept until the call has returned. */
struct audit_job {
    struct cs_job job;
    GPtrArray *notes;
    GArray *levels;
};

static void
clear_audit(struct cs_job *job)
{
    struct audit_job *a = (struct audit_job *)job;

    g_ptr_array_unref(a->notes);
    g_array_unref(a->levels);
}

static void
keep_note(void *ctx, enum cs_note_level level, const char *text)
{
    struct audit_job *a = ctx;

    g_ptr_array_add(a->notes, g_utf8_make_valid(text ? text : "", -1));
    g_array_append_val(a->levels, level);
}

static int
run_audit(struct cs_caller *c, struct cs_job *job)
{
    return c->connector->audit(c->session, job, keep_note, &job->err);
}

int
cs_session_audit(struct cs_session_handle *s, void *ctx, void (*note)(void *, enum cs_note_level, const char *),
                 struct cs_err *err)
{
    struct audit_job *a;
    struct cs_job *job = NULL;
    int rc;

    if (!s->caller->connector->audit)
        return 0;
    a = g_new0(struct audit_job, 1);
    *a = (struct audit_job){.job = {.run = run_audit, .clear = clear_audit},
                            .notes = g_ptr_array_new_with_free_func(g_free),
                            .levels = g_array_new(FALSE, FALSE, sizeof(enum cs_note_level))};
    rc = cs_caller_run(s->caller, &a->job, cs_deadline_in(LONGER), &job, err);
    for (guint i = 0; !rc && i < a->notes->len; i++)
        note(ctx, g_array_index(a->levels, enum cs_note_level, i), a->notes->pdata[i]);
    cs_job_free(job);
    return rc;
}

struct statement_job {
    struct rows_job rows;
    char *text;
};

static int
run_statement(struct cs_caller *c, struct cs_job *job)
{
    struct statement_job *t = (struct statement_job *)job;

    t->text = c->connector->statement(c->session, &t->rows.sample);
    return 0;
}

char *
cs_session_statement(struct cs_session_handle *s, const struct cs_sample_req *req)
{
    struct statement_job *t;
    struct cs_job *job = NULL;
    char *text = NULL;

    if (!s->caller->connector->statement)
        return NULL;
    t = g_new0(struct statement_job, 1);
    t->rows.job = (struct cs_job){.run = run_statement, .clear = clear_rows};
    cs_request_memory_init(&t->rows.memory);
    t->rows.sample = *req;
    cs_request_keep_target(&t->rows.memory, &t->rows.sample.target);
    if (!cs_caller_run(s->caller, &t->rows.job, cs_deadline_in(SHORT), &job, NULL))
        text = t->text;
    cs_job_free(job);
    return text;
}
