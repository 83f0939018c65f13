/* fake.h - what the files of this connector share: a script read into memory, and sessions that act it. */
#ifndef CASSINI_FAKE_H
#define CASSINI_FAKE_H

#include <cassini/connector.h>
#include <cassini/draw.h>
#include <cassini/rows.h>
#include <stdatomic.h>

/* Calls that a script can make fail, by name. */
enum fake_call { FAKE_OPEN, FAKE_FACTS, FAKE_DESCRIBE, FAKE_SAMPLE, FAKE_STREAM, FAKE_NEXT, FAKE_END, FAKE_CLOSE };

/* How: a code of err.h, or one of these. */
enum fake_how {
    FAKE_WELL = 0,
    FAKE_HANG = 1, /* until the deadline or a cancel */
    FAKE_DEAF,     /* past both, without end */
    FAKE_ODD,      /* a result that no call may have */
    FAKE_MUTE      /* a failure without a word about it */
};

struct fake_failure {
    enum fake_call call;
    int how;
    uint64_t after; /* rows, or objects of describe, that come before it */
};

/* Lies, as bits. */
enum fake_lie {
    FAKE_LIE_WIDTH = 1 << 0,    /* a batch one column too wide */
    FAKE_LIE_NULL = 1 << 1,     /* NULL, with bytes */
    FAKE_LIE_NODATA = 1 << 2,   /* a size, without bytes */
    FAKE_LIE_CEILING = 1 << 3,  /* a value over the ceiling asked for */
    FAKE_LIE_DRAWN = 1 << 4,    /* drawn in a way that is not known */
    FAKE_LIE_ROWS = 1 << 5,     /* more rows than memory can hold */
    FAKE_LIE_MORE = 1 << 6,     /* twice the rows asked for */
    FAKE_LIE_CURSOR = 1 << 7,   /* success, and no cursor */
    FAKE_LIE_VALUES = 1 << 8,   /* rows, and no values */
    FAKE_LIE_NAME = 1 << 9,     /* an object without a name */
    FAKE_LIE_TYPE = 1 << 10,    /* a type that is not known */
    FAKE_LIE_ORDER = 1 << 11,   /* columns before their object */
    FAKE_LIE_KEY = 1 << 12,     /* a key that names no column */
    FAKE_LIE_ENDLESS = 1 << 13, /* a stream that never ends */
    FAKE_LIE_SIZE = 1 << 14     /* a whole value smaller than its part */
};

struct fake_column {
    char *name, *comment, *refs_object, *refs_column;
    enum cs_type type;
    char *pattern, *alternative; /* # stands for the row's number times step */
    size_t pattern_size, alternative_size;
    uint64_t step, null_every, alternative_every, padded; /* padded: bytes that the value has in all */
    bool key, required;                                   /* required: not null */
};

struct fake_object {
    char *name, *comment;
    enum cs_object_kind kind;
    uint64_t rows;
    double estimate;
    bool denied;
    uint32_t lies;
    struct fake_column *columns;
    size_t n_columns;
    struct fake_failure failures[8];
    size_t n_failures;
};

struct fake_script {
    struct fake_object *objects;
    size_t n_objects;
    struct fake_failure failures[8]; /* of the session */
    size_t n_failures;
};

struct cs_session {
    const struct cs_host *host;
    struct fake_script script;
    char *path;
    int64_t deadline; /* of the call under way; 0 none */
    atomic_int cancelled;
    bool broken;
    struct cs_cost cost;
};

/* script.c. CS_E_CONFIG with the line's number when the script cannot be read. */
int fake_script_read(const char *path, struct fake_script *ret_script, struct cs_err *err);
void fake_script_clear(struct fake_script *script);

/* fake.c: acts the failure that the script holds for this call, if it is due. object may be NULL. */
int fake_act(struct cs_session *s, const struct fake_object *object, enum fake_call call, uint64_t done,
             struct cs_err *err);

/* describe.c */
int fake_describe(struct cs_session *, const struct cs_scope *, const struct cs_sink *, struct cs_err *);

/* rows.c */
int fake_sample(struct cs_session *, const struct cs_sample_req *, struct cs_cursor **, struct cs_err *);
int fake_stream(struct cs_session *, const struct cs_stream_req *, struct cs_cursor **, struct cs_err *);
int fake_next(struct cs_cursor *, struct cs_batch *, struct cs_err *);
void fake_end(struct cs_cursor *);

#endif
