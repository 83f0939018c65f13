/* call.h - a session's own thread, on which every call of its connector runs, so that nobody waits for a
 * connector beyond its deadline. Floor 4.
 *
 * A caller hands in a job and waits. When the deadline has passed, or the scan is being stopped, the
 * connector's cancel is called, from a thread of its own; when the call does not return after that, it is
 * left behind: the caller goes on, and session, job and thread stay until the call returns, if ever. */
#ifndef CS_CONNECT_CALL_H
#define CS_CONNECT_CALL_H

#include "base/secret.h"
#include <cassini/connector.h>

struct cs_caller;

/* One call: its arguments in memory of its own, since it may outlive its caller; and its result. */
struct cs_job {
    int (*run)(struct cs_caller *caller, struct cs_job *job); /* on the session's thread */
    void (*clear)(struct cs_job *job);                        /* frees what the job holds; may be NULL */
    bool tidies; /* end, close, cost: runs on a cancelled session too, and is given a moment only */
    struct cs_err err;
    int rc;
};

struct cs_caller {
    const struct cs_connector *connector;
    struct cs_session *session; /* NULL before open and after close */
    struct cs_host host;
    char *source;
    struct cs_secret *secret; /* during open only */
    GThread *thread;
    GMutex lock;
    GCond changed;
    struct cs_job *job; /* under lock, as all that follows; NULL: idle */
    gint holders;
    guint cancelling; /* cancel calls under way */
    gboolean cancel_sent, abandoned, closing;
};

struct cs_caller *cs_caller_new(const struct cs_connector *connector, const char *source);
/* Takes its thread down, or leaves it behind when it was abandoned. */
void cs_caller_free(struct cs_caller *caller);

/* Runs a job, g_new'ed and taken over; until is absolute. 0: *ret_job is the finished job, to be given to
 * cs_job_free. Else the call failed or was left behind: there is no job any more. */
int cs_caller_run(struct cs_caller *caller, struct cs_job *job, gint64 until, struct cs_job **ret_job,
                  struct cs_err *err);
void cs_job_free(struct cs_job *job); /* takes NULL */

/* Calls function(data), from a job, unless the job was left behind: what it points at may be gone then. */
int cs_caller_while_wanted(struct cs_caller *caller, int (*function)(void *data), void *data);

/* Stops every call of every session; later ones fail with CS_E_CANCELLED. From any thread. */
void cs_caller_stop_all(void);
gboolean cs_caller_stopped(void);
/* TRUE when a call was left behind: client libraries may still be in use. */
gboolean cs_caller_left_any(void);

#endif
