/* contract.h - what the files of the contract suite share: a host of its own, the fixture, TAP. */
#ifndef CONTRACT_H
#define CONTRACT_H

#include <cassini/connector.h>
#include <glib.h>

#define SECOND G_GINT64_CONSTANT(1000000000)
#define CEILING 4096u /* bytes a value, unless a check says otherwise */
#define CANARY "canary"

/* The same database on every engine (fixtures.py), and what differs between them. */
struct fixture {
    const struct cs_connector *connector;
    const char *url, *schema;
    const char *password;    /* NULL: the source knows none */
    const char *unreachable; /* a URL where nobody answers */
    const char *silent;      /* a URL where somebody accepts and says nothing, or NULL */
    const char *denied;      /* the schema of a table "denied" that this account may not read, or NULL */
    gint64 wide;             /* columns of the object "wide" */
    gboolean sneaky;         /* there is a view that writes when it is read */
    const char *suffix;      /* what this source adds to each name, or NULL */
    gboolean plain;          /* no types, keys or views: its views are tables like others */
};
extern struct fixture fixture;

struct host {
    struct cs_host offers;
    const char *password;
    gint cancelled;
};
void host_init(struct host *host);

/* Prints a TAP line. Later checks go on. */
void check(gboolean good, const char *format, ...) G_GNUC_PRINTF(2, 3);
gint64 now(void);
double seconds_since(gint64 start);

/* Opens the fixture; a failure ends the suite, since nothing else can be said. */
struct cs_session *open_session(struct host *host);
int open_at(struct host *host, const char *url, gint64 deadline, struct cs_session **ret_session, struct cs_err *err);

/* What describe pushed. Keys are "P(id)", "U(email)", "F(person_id)->person(id)". */
struct object {
    char *name;
    struct cs_object_info info; /* its strings are not kept */
    char *comment;
    GPtrArray *columns; /* of struct column* */
    GPtrArray *keys;    /* of char* */
};
struct column {
    char *name, *native, *comment;
    struct cs_column_info info;
};
struct listing {
    GPtrArray *objects; /* of struct object* */
    GPtrArray *gaps;    /* of char*, objects' names */
    guint disorder;     /* pushes out of order */
};
int list_objects(struct cs_session *session, gint64 deadline, struct listing **ret_listing, struct cs_err *err);
void listing_free(struct listing *listing);
/* The view of the fixture, and an object's name, as this source has them. */
enum cs_object_kind view_kind(void);
const char *object_name(const char *name);
const struct object *find_object(const struct listing *listing, const char *name);

/* A request's target for an object of the listing, its first n columns (0: all). */
struct target {
    struct cs_target t;
    struct cs_req_column *columns;
    const char **key;
    enum cs_type *key_types;
};
void target_fill(struct target *target, const struct object *object, gsize n);
void target_clear(struct target *target);

/* Rows read from a cursor. */
struct rows {
    GPtrArray *keys;       /* first value of each row, as text */
    GPtrArray *seconds;    /* second value, "" for NULL */
    GPtrArray *resumes;    /* a token per batch, or "" */
    GArray *ends;          /* rows read when that token was given, guint */
    guint64 bytes, widest; /* of all values; of one */
    guint cut, untrue;     /* values cut; cut values that do not say so, or say a wrong size */
    enum cs_drawn drawn;
    double seconds_worst; /* longest call of next */
};
void rows_init(struct rows *rows);
void rows_clear(struct rows *rows);
int rows_read(struct cs_session *session, struct cs_cursor *cursor, guint64 max_value, guint batches, struct rows *rows,
              struct cs_err *err);
/* Samples or streams an object whole into rows. */
int sample_rows(struct cs_session *session, const struct object *object, guint64 wanted, guint64 seed,
                struct rows *rows, struct cs_err *err);
int stream_rows(struct cs_session *session, const struct object *object, guint filter_level, const char *resume,
                guint batches, struct rows *rows, struct cs_err *err);
guint distinct(const GPtrArray *texts);

void check_descriptor(void);
void check_opening(void);
void check_listing(void);
void check_samples(void);
void check_streams(void);
void check_foreseen(void);
void check_endings(void); /* deadlines, cancel, errors */

#endif
