/* call.c - jobs of one session on its own thread; deadlines, cancel, and leaving behind what does not return. */
#include "connect/call.h"

#include "base/deadline.h"

#include <string.h>

#define GRACE CS_NS_PER_SECOND /* between a deadline and our cancel, and between that and leaving */

static GMutex lock;
static GPtrArray *callers; /* of struct cs_caller*, under lock */
static gint stopped, left_behind;

gboolean
cs_caller_stopped(void)
{
    return g_atomic_int_get(&stopped);
}

gboolean
cs_caller_left_any(void)
{
    return g_atomic_int_get(&left_behind) > 0;
}

void
cs_caller_stop_all(void)
{
    g_atomic_int_set(&stopped, 1);
    g_mutex_lock(&lock);
    for (guint i = 0; callers && i < callers->len; i++) {
        struct cs_caller *c = callers->pdata[i];

        g_mutex_lock(&c->lock);
        g_cond_broadcast(&c->changed);
        g_mutex_unlock(&c->lock);
    }
    g_mutex_unlock(&lock);
}

static void
release(struct cs_caller *c)
{
    if (!g_atomic_int_dec_and_test(&c->holders))
        return;
    cs_secret_free(c->secret);
    g_mutex_clear(&c->lock);
    g_cond_clear(&c->changed);
    g_free(c->source);
    g_free(c);
}

void
cs_job_free(struct cs_job *job)
{
    if (!job)
        return;
    if (job->clear)
        job->clear(job);
    g_free(job);
}

/* The call returned after all: the session is closed, as nobody else will. Lock held. */
static void
close_left(struct cs_caller *c, struct cs_job *job)
{
    while (c->cancelling)
        g_cond_wait(&c->changed, &c->lock);
    g_mutex_unlock(&c->lock);
    cs_job_free(job);
    if (c->session)
        c->connector->close(c->session);
    g_mutex_lock(&c->lock);
}

static gpointer
session_thread(gpointer data)
{
    struct cs_caller *c = data;

    g_mutex_lock(&c->lock);
    while (!c->closing && !c->abandoned) {
        struct cs_job *job = c->job;

        if (!job) {
            g_cond_wait(&c->changed, &c->lock);
            continue;
        }
        g_mutex_unlock(&c->lock);
        job->rc = job->run(c, job);
        g_mutex_lock(&c->lock);
        c->job = NULL;
        if (c->abandoned)
            close_left(c, job);
        g_cond_broadcast(&c->changed);
    }
    g_mutex_unlock(&c->lock);
    if (c->connector->thread_end)
        c->connector->thread_end();
    release(c);
    return NULL;
}

struct cs_caller *
cs_caller_new(const struct cs_connector *connector, const char *source)
{
    struct cs_caller *c = g_new0(struct cs_caller, 1);

    c->connector = connector;
    c->source = g_strdup(source);
    c->holders = 2;
    g_mutex_init(&c->lock);
    g_cond_init(&c->changed);
    g_mutex_lock(&lock);
    if (!callers)
        callers = g_ptr_array_new();
    g_ptr_array_add(callers, c);
    g_mutex_unlock(&lock);
    c->thread = g_thread_new("cassini-session", session_thread, c);
    return c;
}

void
cs_caller_free(struct cs_caller *c)
{
    gboolean abandoned;

    g_mutex_lock(&lock);
    g_ptr_array_remove_fast(callers, c);
    if (!callers->len)
        g_clear_pointer(&callers, g_ptr_array_unref);
    g_mutex_unlock(&lock);
    g_mutex_lock(&c->lock);
    c->closing = TRUE;
    abandoned = c->abandoned;
    g_cond_broadcast(&c->changed);
    g_mutex_unlock(&c->lock);
    if (abandoned)
        g_thread_unref(c->thread);
    else
        g_thread_join(c->thread);
    release(c);
}

static gpointer
cancel_thread(gpointer data)
{
    struct cs_caller *c = data;

    c->connector->cancel(c->session);
    g_mutex_lock(&c->lock);
    c->cancelling--;
    g_cond_broadcast(&c->changed);
    g_mutex_unlock(&c->lock);
    if (c->connector->thread_end)
        c->connector->thread_end();
    release(c);
    return NULL;
}

/* cancel returns at once, or so its contract says: nobody waits to see. Lock held. */
static void
send_cancel(struct cs_caller *c)
{
    c->cancel_sent = TRUE;
    if (!c->session)
        return; /* open looks at the deadline, and at host->cancelled */
    c->cancelling++;
    g_atomic_int_inc(&c->holders);
    g_thread_unref(g_thread_new("cassini-cancel", cancel_thread, c));
}

/* Lock held. FALSE when the job was left behind. */
static gboolean
wait_for(struct cs_caller *c, const struct cs_job *job, gint64 until)
{
    gint64 cancel_at = until + GRACE, leave_at = job->tidies ? until : G_MAXINT64;

    while (c->job == job) {
        gint64 now = cs_now();

        if (!c->cancel_sent && !job->tidies && (now >= cancel_at || cs_caller_stopped()))
            send_cancel(c);
        if ((c->cancel_sent || cs_caller_stopped()) && leave_at > now + GRACE)
            leave_at = now + GRACE;
        if (now >= leave_at) {
            c->abandoned = TRUE;
            g_atomic_int_inc(&left_behind);
            return FALSE;
        }
        g_cond_wait_until(&c->changed, &c->lock, MIN(cancel_at > now ? cancel_at : leave_at, leave_at) / 1000 + 1);
    }
    return TRUE;
}

static int
too_late(const struct cs_caller *c, gboolean left, struct cs_err *err)
{
    if (cs_caller_stopped())
        return cs_fail(err, CS_E_CANCELLED, "scan", NULL, "the scan is being stopped");
    cs_fail(err, CS_E_TIMEOUT, c->connector->name, NULL,
            left ? "the connector did not return after its deadline and was left behind"
                 : "the server did not answer in time");
    cs_err_hint(err, "see whether it is overloaded or cut off, or raise limits.statement_timeout");
    return CS_E_TIMEOUT;
}

/* A result that no call may have becomes one that says so; an error is told whatever the connector filled in. */
static int
check_result(const struct cs_caller *c, struct cs_job *job, struct cs_err *err)
{
    struct cs_err *e = &job->err;
    g_autofree char *message = NULL;

    if (job->rc > 0 || job->rc < CS_E_INTERNAL)
        return cs_fail(err, CS_E_PROTOCOL, c->connector->name, NULL,
                       "the connector returned a result that means nothing");
    e->domain[sizeof e->domain - 1] = e->native[sizeof e->native - 1] = '\0';
    e->message[sizeof e->message - 1] = e->hint[sizeof e->hint - 1] = '\0';
    if (!*e->message || e->code != job->rc)
        return cs_fail(err, job->rc, c->connector->name, NULL, "the connector failed without saying why");
    message = g_utf8_make_valid(e->message, -1);
    g_strdelimit(message, "\n\r\t", ' ');
    g_strlcpy(e->message, message, sizeof e->message);
    if (!g_utf8_validate(e->hint, -1, NULL))
        *e->hint = '\0';
    if (err)
        *err = *e;
    return job->rc;
}

int
cs_caller_run(struct cs_caller *c, struct cs_job *job, gint64 until, struct cs_job **ret_job, struct cs_err *err)
{
    gboolean returned, cut;
    int rc;

    g_mutex_lock(&c->lock);
    if (c->abandoned || (c->cancel_sent && !job->tidies)) {
        g_mutex_unlock(&c->lock);
        cs_job_free(job);
        return too_late(c, FALSE, err);
    }
    c->job = job;
    g_cond_broadcast(&c->changed);
    returned = wait_for(c, job, until ? until : G_MAXINT64 / 2);
    cut = c->cancel_sent;
    g_mutex_unlock(&c->lock);
    if (!returned)
        return too_late(c, TRUE, err);
    rc = !job->rc ? 0 : cut && job->rc == CS_E_CANCELLED ? too_late(c, FALSE, err) : check_result(c, job, err);
    if (rc || !ret_job)
        g_clear_pointer(&job, cs_job_free);
    if (ret_job)
        *ret_job = job;
    return rc;
}

int
cs_caller_while_wanted(struct cs_caller *c, int (*function)(void *data), void *data)
{
    int rc = CS_E_CANCELLED;

    g_mutex_lock(&c->lock);
    if (!c->abandoned)
        rc = function(data);
    g_mutex_unlock(&c->lock);
    return rc;
}
