/* session.h - a connector's session as the scan uses it: deadlines that hold, cancel, distrust. Floor 4.
 *
 * What a connector returns is checked before anybody looks at it (guard.h). Its calls run on a thread of the
 * session's (call.h): a call whose deadline has passed is cancelled, and left behind when it does not return even
 * then; so no function here takes longer than its deadline and two seconds, whatever the connector does. After
 * CS_E_TIMEOUT, CS_E_CANCELLED, CS_E_UNREACHABLE or CS_E_PROTOCOL a session can only be closed. */
#ifndef CS_CONNECT_SESSION_H
#define CS_CONNECT_SESSION_H

#include "base/secret.h"
#include <cassini/connector.h>

struct cs_session_handle;
struct cs_cursor_handle;

gboolean cs_url_has_password(const char *url); /* user:password@ in a URL's authority, or password= in its query */

/* secret: the password or NULL; borrowed for the call. */
int cs_session_open(const struct cs_connector *connector, const struct cs_config *config,
                    const struct cs_secret *secret, gint64 deadline, struct cs_session_handle **ret_session,
                    struct cs_err *err);
void cs_session_close(struct cs_session_handle *session); /* takes NULL */
int cs_session_facts(struct cs_session_handle *session, struct cs_facts *ret_facts, struct cs_err *err);
int cs_session_describe(struct cs_session_handle *session, const struct cs_scope *scope, const struct cs_sink *sink,
                        struct cs_err *err);
int cs_session_sample(struct cs_session_handle *session, const struct cs_sample_req *req,
                      struct cs_cursor_handle **ret_cursor, struct cs_err *err);
/* CS_E_UNSUPPORTED when the connector cannot. The deadline of a stream is renewed with every batch: patience
 * nanoseconds a batch. */
int cs_session_stream(struct cs_session_handle *session, const struct cs_stream_req *req, gint64 patience,
                      struct cs_cursor_handle **ret_cursor, struct cs_err *err);
int cs_session_next(struct cs_cursor_handle *cursor, struct cs_batch *ret_batch, struct cs_err *err);
void cs_session_end(struct cs_cursor_handle *cursor); /* takes NULL */
void cs_session_cost(struct cs_session_handle *session, struct cs_cost *ret_cost);
int cs_session_audit(struct cs_session_handle *session, void *ctx,
                     void (*note)(void *, enum cs_note_level, const char *), struct cs_err *err);
char *cs_session_statement(struct cs_session_handle *session, const struct cs_sample_req *req); /* malloc'ed or NULL */

/* Stops everything: from any thread. Later calls fail with CS_E_CANCELLED. */
void cs_session_cancel_all(void);
gboolean cs_session_cancelled(void);

#endif
