/* sqlite.h - what the files of this connector share. */
#ifndef CASSINI_SQLITE_H
#define CASSINI_SQLITE_H

#include <cassini/connector.h>
#include <sqlite3.h>
#include <stdatomic.h>

#define SQLITE_CELL_CEILING (1024 * 1024) /* larger cells are read by blob I/O, never loaded whole */

struct cs_session {
    sqlite3 *db;
    const struct cs_host *host;
    char *path;
    char version[32], read_only[128];
    int64_t deadline; /* of the call under way; 0 none */
    atomic_int cancelled;
    struct cs_cost cost;
};

/* Maps the connection's last error; what names the object or the action. */
int sqlite_fail(struct cs_session *s, int code, const char *what, struct cs_err *err);
/* Non-zero, with the error told, when the session is cancelled or the deadline of the call has passed. */
int sqlite_must_stop(struct cs_session *s, const char *what, struct cs_err *err);
/* "name" quoted as an identifier; free with sqlite3_free. */
char *sqlite_quote(const char *name);
int sqlite_describe(struct cs_session *, const struct cs_scope *, const struct cs_sink *, struct cs_err *);
int sqlite_sample(struct cs_session *, const struct cs_sample_req *, struct cs_cursor **, struct cs_err *);
int sqlite_stream(struct cs_session *, const struct cs_stream_req *, struct cs_cursor **, struct cs_err *);
int sqlite_next(struct cs_cursor *, struct cs_batch *, struct cs_err *);
void sqlite_end(struct cs_cursor *);
/* keyset.c: n columns of the row that the statement stands on, and back to parameters 1 … n. Free with
 * sqlite3_free. */
char *sqlite_place_take(sqlite3_stmt *stmt, int from, size_t n);
void sqlite_place_bind(sqlite3_stmt *stmt, const char *place, size_t n);
char *sqlite_statement(struct cs_session *, const struct cs_sample_req *);

/* foresee.c */
void sqlite_foresee(const struct cs_foresee_req *, struct cs_foreseen *);

#endif
