/* my.h - what the files of this connector share. */
#ifndef CASSINI_MY_H
#define CASSINI_MY_H

#include <cassini/connector.h>
#include <cassini/draw.h>
#include <cassini/rows.h>
#include <cassini/settings.h>
#include <cassini/text.h>
#include <mysql.h>
#include <pthread.h>
#include <stdatomic.h>

/* The session's socket, shared with threads that cancel: they may outlive the session. */
struct my_socket {
    pthread_mutex_t lock;
    int fd; /* under lock; -1 once the session is closed */
    atomic_int holders;
};

struct cs_session {
    MYSQL *db;
    struct my_socket *shared;
    const struct cs_host *host;
    char *server, *user, *socket, *database; /* as connected; database may be NULL */
    unsigned port;
    unsigned long id;        /* the server's number of this connection */
    char *tls_mode, *tls_ca; /* tls_ca may be NULL */
    char version[48], tls[96], read_only[96];
    bool maria;
    int64_t view_timeout; /* ns, the longest statement on a view */
    int64_t deadline;
    atomic_int cancelled;
    struct cs_cost cost;
};

static inline void
my_add_name(struct cs_text *t, const char *name)
{
    cs_text_add_quoted(t, name, '`');
}
void my_add_string(struct cs_session *s, struct cs_text *t, const char *text, size_t size); /* quoted as a string */

/* open.c */
int my_open(const struct cs_host *, const struct cs_config *, int64_t deadline, struct cs_session **, struct cs_err *);
void my_close(struct cs_session *);
void my_cancel(struct cs_session *);
int my_facts(struct cs_session *, struct cs_facts *, struct cs_err *);

/* query.c */
int my_error(struct cs_session *s, const char *what, struct cs_err *err);
/* Non-zero, with the error told, when the call may not go on: cancelled, or its deadline has passed. */
int my_must_stop(struct cs_session *s, const char *what, struct cs_err *err);
/* Runs a statement; its result is whole, or row by row when streamed (free it in both cases). */
int my_query(struct cs_session *s, const char *sql, bool streamed, const char *what, MYSQL_RES **ret_result,
             struct cs_err *err);

/* The same, ended by the server after so many nanoseconds at the latest; 0: as the call's deadline says. */
int my_query_within(struct cs_session *s, const char *sql, int64_t within, bool streamed, const char *what,
                    MYSQL_RES **ret_result, struct cs_err *err);

/* describe.c */
int my_describe(struct cs_session *, const struct cs_scope *, const struct cs_sink *, struct cs_err *);

/* sample.c: samples, and the cursor that streams share */
struct my_range {
    long long low, high; /* of the key, both included */
    double rows;         /* as the optimiser guesses */
};
struct cs_cursor {
    struct cs_session *s;
    char *list, *table, *what, *key; /* key: first key column, quoted; or NULL */
    size_t n;
    uint64_t max_value, max_bytes, wanted, taken, bytes, seed;
    enum cs_drawn drawn;
    struct my_range ranges[64];
    size_t n_ranges, range;
    MYSQL_RES *result;        /* the statement under way */
    bool done, view, hurried; /* hurried: the statement has less time than the call */
    struct cs_rows rows;
    /* stream.c */
    bool streaming;
    char *key_list, *key_order, **key_names; /* key_list: as selected; key_order: as sorted by */
    enum cs_type *key_types;
    size_t n_key;
    char **last;                    /* the key of the last row, NULL before the first */
    size_t *last_room;              /* bytes of each */
    uint64_t chunk, most, in_chunk; /* rows of a chunk, the most of a statement, and those of the one under way */
    /* span.c: spans are to come or under way, of ranges of the key; a transaction is open for one */
    bool spans, ranged, snapshot, clustered; /* clustered: InnoDB keeps the rows in the order of the key */
    struct my_range span;
    uint64_t mark, marked;                  /* a row of the span: its digest, and how many came before it */
    long long top;                          /* the key's greatest when ranges began */
    double width;                           /* of a range, in keys */
    int64_t chunk_started, until, patience; /* until: deadline of the whole stream */
    char *keep;                             /* the filter as a condition, or NULL */
    char *resume;
};
struct cs_cursor *my_cursor(struct cs_session *, const struct cs_target *, uint64_t max_value);
int my_sample(struct cs_session *, const struct cs_sample_req *, struct cs_cursor **, struct cs_err *);
int my_stream(struct cs_session *, const struct cs_stream_req *, struct cs_cursor **, struct cs_err *);
int my_next(struct cs_cursor *, struct cs_batch *, struct cs_err *);
int my_next_chunk(struct cs_cursor *, struct cs_err *);
void my_put(struct cs_cursor *, MYSQL_ROW row, const unsigned long *sizes, size_t from);
void my_end(struct cs_cursor *);
char *my_statement(struct cs_session *, const struct cs_sample_req *);
int my_key_range(struct cs_cursor *, struct my_range *, bool *ret_usable, struct cs_err *);
double my_sample_statements(const struct cs_target *target, double wanted); /* what a sample takes, as a rule */
double my_stream_statements(const struct cs_target *target, double rows, bool filtered); /* rows: that pass */

/* foresee.c */
void my_foresee(const struct cs_foresee_req *, struct cs_foreseen *);

/* position.c: of a stream in the order of its key */
void my_set_key(struct cs_cursor *, const struct cs_target *);
void my_add_seek(struct cs_cursor *, struct cs_text *, size_t i); /* call with 0 */
void my_remember(struct cs_cursor *, MYSQL_ROW key, const unsigned long *sizes);
void my_remember_number(struct cs_cursor *, long long key);
void my_write_resume(struct cs_cursor *);
void my_forget_resume(struct cs_cursor *);
void my_read_resume(struct cs_cursor *, const char *token);

/* span.c */
int my_is_clustered(struct cs_cursor *, const struct cs_target *, bool *ret_is, struct cs_err *);
int my_start_span(struct cs_cursor *, struct cs_err *);
void my_mark(struct cs_cursor *, MYSQL_ROW row, const unsigned long *sizes);
int my_end_span(struct cs_cursor *, struct cs_err *); /* its last row came: what comes next is settled */
void my_end_snapshot(struct cs_cursor *);             /* nothing where there is none */

/* filter.c: a malloc'ed condition */
int my_filter(struct cs_session *, const struct cs_stream_req *, char **ret_condition, struct cs_err *);

#endif
