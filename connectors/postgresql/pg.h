/* pg.h - what the files of this connector share. */
#ifndef CASSINI_PG_H
#define CASSINI_PG_H

#include <cassini/connector.h>
#include <cassini/draw.h>
#include <cassini/rows.h>
#include <cassini/settings.h>
#include <cassini/text.h>
#include <libpq-fe.h>
#include <stdatomic.h>

/* A second connection, opened once a statement takes long: it asks who waits for us. */
struct pg_watch {
    PGconn *conn;
    enum { PG_WATCH_NONE, PG_WATCH_CONNECTING, PG_WATCH_READY, PG_WATCH_ASKED, PG_WATCH_FAILED } state;
    bool writing; /* connecting: waits until it may write */
    int64_t next; /* when to ask again */
};

struct cs_session {
    PGconn *conn;
    const struct cs_host *host;
    char *source, *begin; /* begin: opens a read-only transaction with the limits set */
    char version[32], tls[96], read_only[160];
    int64_t deadline; /* of the call under way; 0 none */
    atomic_int cancelled;
    bool in_transaction, broken;
    int pid;                  /* of the server's process, behind a pooler too; 0: not known yet */
    int64_t began, statement; /* when the transaction and the statement under way were sent */
    bool yielded;             /* the last failure was giving way */
    struct pg_watch watch;
    struct cs_cost cost;
};

/* open.c */
int pg_open(const struct cs_host *, const struct cs_config *, int64_t deadline, struct cs_session **, struct cs_err *);
void pg_close(struct cs_session *);
void pg_cancel(struct cs_session *);
int pg_facts(struct cs_session *, struct cs_facts *, struct cs_err *);

/* query.c - everything asynchronous, so that deadlines hold whatever the server does. */
int pg_wait(struct cs_session *s, bool write, struct cs_err *err);
int pg_begin(struct cs_session *s, struct cs_err *err);
void pg_finish(struct cs_session *s); /* commits, or rolls back what failed */
/* Sends one statement; rows come one by one when single. params are text, n of them. */
int pg_send(struct cs_session *s, const char *sql, size_t n, const char *const *params, bool single,
            struct cs_err *err);
/* Sends so many statements as one text; their results come one after the other. */
int pg_send_all(struct cs_session *s, const char *sql, unsigned statements, struct cs_err *err);
/* The next result; NULL at the end. what names the object or the action. */
int pg_result(struct cs_session *s, const char *what, PGresult **ret_result, struct cs_err *err);
/* The next line of a COPY whose first result was got, to be freed with PQfreemem; NULL at its end, with its last
 * result taken. */
int pg_copy_line(struct cs_session *s, const char *what, char **ret_line, int *ret_size, struct cs_err *err);
void pg_drain(struct cs_session *s);
/* Gives the statement under way up: tells the server, and waits for it only briefly. */
void pg_give_up(struct cs_session *s);
/* One statement with its whole result, outside a transaction or in it. */
int pg_query(struct cs_session *s, const char *sql, size_t n, const char *const *params, const char *what,
             PGresult **ret_result, struct cs_err *err);
int pg_error(struct cs_session *s, const PGresult *result, const char *what, struct cs_err *err);

/* watch.c */
bool pg_watch_sees_waiter(struct cs_session *s);                /* a step; never blocks */
int pg_watch_fd(const struct cs_session *s, short *ret_events); /* to poll beside the session's own; -1 none */
void pg_watch_close(struct cs_session *s);

static inline void
pg_add_name(struct cs_text *t, const char *name)
{
    cs_text_add_quoted(t, name, '"');
}

/* describe.c */
int pg_describe(struct cs_session *, const struct cs_scope *, const struct cs_sink *, struct cs_err *);

/* rows.c: samples, and the cursor that streams share */
struct pg_part { /* a table, or a leaf of a partitioned one */
    char *name;  /* qualified and quoted, ready for FROM */
    char *oid;
    double pages, rows; /* rows < 0: never analysed */
    bool heap, toasted;
    bool in_line; /* no value lies apart: none is longer than what a block can pack */
};
struct cs_cursor {
    struct cs_session *s;
    char *list, *uncut, *what; /* columns to select, cut or not; the object for messages */
    const struct cs_req_column *columns;
    bool *bytea;
    size_t n;
    uint64_t max_value, max_bytes, wanted, taken, bytes;
    uint64_t seed;
    enum cs_drawn drawn;
    struct pg_part *parts;
    size_t n_parts, part;
    bool open; /* a statement is under way */
    bool streaming;
    double keep;     /* share of rows kept of a statement that reads all */
    uint64_t quota;  /* of this part */
    unsigned round;  /* of this part */
    unsigned tries;  /* times that this sample gave way */
    uint64_t before; /* rows taken when the statement under way began */
    uint64_t *asked; /* addresses asked for already, a set of n_asked places; 0 none */
    size_t n_asked;
    double page, step;          /* stream: next block, blocks a chunk */
    unsigned group, pending;    /* stream: chunks sent for together, and those still to come */
    int64_t asked_at;           /* stream: when they were sent for */
    int64_t deadline, patience; /* stream: of the whole, of each call */
    char resume[64];
    struct cs_rows rows;
};
int pg_sample(struct cs_session *, const struct cs_sample_req *, struct cs_cursor **, struct cs_err *);
int pg_stream(struct cs_session *, const struct cs_stream_req *, struct cs_cursor **, struct cs_err *);
int pg_next(struct cs_cursor *, struct cs_batch *, struct cs_err *);
void pg_rest(void); /* a short while, for whoever waited */
int pg_next_chunk(struct cs_cursor *, struct cs_err *);
void pg_end(struct cs_cursor *);
char *pg_statement(struct cs_session *, const struct cs_sample_req *);
double pg_sample_statements(double rows, double wanted, double parts); /* what a sample takes, as a rule */
double pg_stream_statements(double pages, double page_bytes);          /* page_bytes: of values asked for, in a block */

/* foresee.c */
void pg_foresee(const struct cs_foresee_req *, struct cs_foreseen *);
struct cs_cursor *pg_cursor(struct cs_session *, const struct cs_target *, uint64_t max_value);
int pg_find_parts(struct cs_cursor *, const struct cs_target *, struct cs_err *);
void pg_put_value(struct cs_cursor *, size_t column, const char *data,
                  size_t size); /* NULL data: null; ends with NUL */

#endif
