/* connector.h - what a connector implements and what the host offers it.
 *
 * ABI version CS_ABI. Plain C (C99, C11, C++11), no GLib, nothing of cassini's insides. A connector
 * links against nothing of ours: all it needs is handed in as struct cs_host. Structs only ever grow
 * at their end; each carries its size first, so old modules work in new hosts and the other way round
 * (a member is present if size reaches it).
 *
 * Threads: one session is used by one thread at a time; sessions run in parallel up to max_sessions;
 * cancel is the only call allowed from another thread. No mutable globals.
 * Deadlines: absolute, CLOCK_MONOTONIC nanoseconds, 0 = none. A call returns soon after its deadline
 * with CS_E_TIMEOUT, whatever the server does.
 * Encodings are never converted silently: bytes come as the column's declared encoding says. */
#ifndef CASSINI_CONNECTOR_H
#define CASSINI_CONNECTOR_H

#include "err.h"
#include "value.h"

#define CS_ABI 1u

#ifdef __cplusplus
extern "C" {
#endif

struct cs_session; /* the connector's own */
struct cs_cursor;  /* the connector's own */

enum cs_log_level { CS_LOG_ERROR = 0, CS_LOG_WARNING, CS_LOG_INFO, CS_LOG_DEBUG };

/* What the host offers. Valid as long as the session. */
struct cs_host {
    uint32_t size;
    void *ctx; /* handed back in each call */
    /* One line, no value, no secret. */
    void (*log)(void *ctx, enum cs_log_level level, const char *message);
    /* The password of this source, or NULL when none was configured. Valid until open returns; the
     * connector keeps no copy beyond what its client library keeps. */
    const char *(*secret)(void *ctx, const char *name);
    int64_t (*now)(void *ctx);    /* CLOCK_MONOTONIC, nanoseconds */
    bool (*cancelled)(void *ctx); /* the whole scan is being stopped */
};

struct cs_setting {
    const char *key;
    const char *value;
};

/* Settings of one source; borrowed for the call. */
struct cs_config {
    uint32_t size;
    const char *source;                /* its name in the configuration, for messages */
    const char *url;                   /* never holds a password: the host takes it out */
    const struct cs_setting *settings; /* keys declared in struct cs_option, and "tls.mode", "tls.ca" */
    size_t n_settings;
    int64_t statement_timeout; /* nanoseconds, > 0: to be set on the server as well */
    int64_t lock_timeout;      /* nanoseconds, > 0: the longest we wait for a lock */
    bool loopback_plain;       /* true: TLS may be left out when the server is on loopback (the default) */
};

enum cs_option_type { CS_OPT_STRING, CS_OPT_INTEGER, CS_OPT_BOOLEAN, CS_OPT_PATH };

/* A connector's own configuration key. The list ends with key == NULL. */
struct cs_option {
    const char *key;
    enum cs_option_type type;
    const char *help; /* one line */
};

enum cs_cap {
    CS_CAP_ESTIMATES = 1 << 0,    /* describe gives row estimates */
    CS_CAP_COMMENTS = 1 << 1,     /* … comments */
    CS_CAP_KEYS = 1 << 2,         /* … primary, unique and foreign keys */
    CS_CAP_RANDOM = 1 << 3,       /* sample draws over the whole object */
    CS_CAP_STREAM = 1 << 4,       /* stream is implemented */
    CS_CAP_FILTER_CRC32 = 1 << 5, /* stream can evaluate CS_FILTER_CRC32 at the source */
    CS_CAP_PARALLEL = 1 << 6,     /* several sessions at once are safe and useful */
    CS_CAP_LISTS_ALL = 1 << 7     /* describe also lists what the account may not read */
};

/* What the server turned out to be; goes into the map. Strings are valid as long as the session. */
struct cs_facts {
    uint32_t size;
    const char *product;   /* "PostgreSQL", "MariaDB", "SQLite" */
    const char *version;   /* "15.20" */
    const char *database;  /* the database's own name */
    const char *account;   /* the account's name on the server, or NULL */
    const char *tls;       /* "TLSv1.3 verify-full", "none (loopback)", "none (local file)" … */
    const char *read_only; /* how it is enforced: "default_transaction_read_only=on" … */
};

enum cs_object_kind {
    CS_TABLE = 0,
    CS_VIEW,
    CS_MATVIEW,
    CS_FOREIGN,     /* a table that lives elsewhere */
    CS_PARTITIONED, /* the parent; its parts are not listed on their own */
    CS_OTHER_OBJECT
};

enum cs_rows_kind { CS_ROWS_UNKNOWN = 0, CS_ROWS_STATISTIC, CS_ROWS_EXACT };

/* schema may be "" where the engine has none. Strings are borrowed for the call; the sink copies. */
struct cs_object_info {
    uint32_t size;
    const char *schema;
    const char *name;
    enum cs_object_kind kind;
    const char *comment; /* or NULL */
    double rows;         /* estimate; < 0 unknown */
    enum cs_rows_kind rows_kind;
    double bytes;   /* on disk, < 0 unknown */
    uint32_t parts; /* partitions read through this parent, else 0 */
    bool readable;  /* false: listed, but this account may not read it */
};

struct cs_column_info {
    uint32_t size;
    const char *name;
    const char *native; /* the native type as the engine writes it: "varchar(80)" */
    enum cs_type type;
    const char *comment;  /* or NULL */
    const char *encoding; /* "UTF-8", "ISO-8859-1" …, NULL: not text, or unknown */
    uint32_t position;    /* 1-based */
    uint32_t max_chars;   /* declared maximum, 0: none */
    bool nullable;
    bool readable; /* false: column privilege missing */
};

enum cs_key_kind { CS_KEY_PRIMARY, CS_KEY_UNIQUE, CS_KEY_FOREIGN };

struct cs_key_info {
    uint32_t size;
    enum cs_key_kind kind;
    const char *const *columns;
    size_t n_columns;
    const char *ref_schema; /* foreign keys only */
    const char *ref_object;
    const char *const *ref_columns; /* as many as columns, or NULL */
};

/* Where describe pushes what it finds, in the order object, its columns, its keys. The sink copies.
 * A non-zero result ends describe, which returns it. */
struct cs_sink {
    uint32_t size;
    void *ctx;
    int (*object)(void *ctx, const struct cs_object_info *);
    int (*column)(void *ctx, const struct cs_column_info *); /* of the last object */
    int (*key)(void *ctx, const struct cs_key_info *);       /* of the last object */
    /* Something that could not be listed or will not be read; object, schema may be NULL. */
    int (*gap)(void *ctx, const char *schema, const char *object, const struct cs_err *why);
};

/* What describe is asked for: the host filters by include and exclude afterwards. */
struct cs_scope {
    uint32_t size;
    int64_t deadline;
    bool system; /* also the engine's own schemas; false by default */
};

/* A column as a request names it. */
struct cs_req_column {
    const char *name;
    enum cs_type type;
    const char *native;
    const char *encoding;
};

/* What sample and stream need to know of the object; taken from describe by the host. */
struct cs_target {
    uint32_t size;
    const char *schema;
    const char *object;
    enum cs_object_kind kind;
    double rows;            /* estimate, < 0 unknown */
    const char *const *key; /* the columns of its primary (else a unique, not null) key */
    const enum cs_type *key_types;
    size_t n_key;
    const struct cs_req_column *columns; /* what to read, all in one query */
    size_t n_columns;
};

struct cs_sample_req {
    uint32_t size;
    struct cs_target target;
    uint64_t rows;      /* wanted; fewer when the object has fewer */
    uint64_t max_value; /* each value is cut to this many bytes on the server */
    uint64_t max_bytes; /* stop after about this many bytes in all */
    uint64_t seed;
    int64_t deadline;
    bool head; /* do not spread: the first rows will do (a view whose spread would cost a scan) */
};

enum cs_filter_kind {
    CS_FILTER_NONE = 0,
    /* keep rows where crc32 (ISO-HDLC, as zlib) of the column's ASCII-lowered bytes, modulo
     * 2^level, is 0. A source filters only if it computes exactly that; rows whose value holds
     * non-ASCII bytes always pass, and the host decides. */
    CS_FILTER_CRC32
};

struct cs_stream_req {
    uint32_t size;
    struct cs_target target;
    uint64_t chunk_rows; /* so many rows a statement at most, each its own short transaction */
    uint64_t max_value;
    enum cs_filter_kind filter;
    size_t filter_column; /* index into target.columns */
    unsigned filter_level;
    const char *resume; /* token of an earlier batch, or NULL to start; opaque, and may hold a key: never logged */
    int64_t deadline;   /* of the whole stream; 0: none */
    int64_t patience;   /* nanoseconds that stream, and each call of next, may take; 0: as deadline says */
};

/* What a session has cost its source so far. */
struct cs_cost {
    uint32_t size;
    uint64_t statements;
    uint64_t rows;
    uint64_t bytes;    /* of values received */
    uint64_t gave_way; /* times a stream paused because somebody waited for us */
};

/* What a rehearsal wants to know the cost of. */
enum cs_pass {
    CS_PASS_OPEN,     /* a session opened */
    CS_PASS_DESCRIBE, /* an object listed with its columns and keys; without a target, what describe takes once */
    CS_PASS_SAMPLE,   /* a sample of an object */
    CS_PASS_STREAM    /* a stream of it */
};

/* Of an object, as describe told it; where it did not, as the host assumes. */
struct cs_foresee_req {
    uint32_t size;
    enum cs_pass pass;
    const struct cs_target *target; /* key and columns as they will be asked for; NULL: no object */
    double rows;                    /* of the object, >= 0 */
    double bytes;                   /* on disk, < 0 unknown */
    double row_bytes;               /* of the target's values of one row */
    double wanted;                  /* sample: rows */
    double kept;                    /* stream: share of rows that the filter lets pass, 1 without one */
    uint32_t parts;
    uint32_t unique_keys; /* describe: without the primary */
};

/* As cs_cost will count it. */
struct cs_foreseen {
    uint32_t size;
    double statements, rows, bytes;
    double seconds; /* on a machine of today with a server beside it */
};

enum cs_note_level { CS_NOTE_OK, CS_NOTE_WARNING, CS_NOTE_ERROR };

struct cs_connector {
    uint32_t size;
    uint32_t abi;        /* CS_ABI */
    const char *name;    /* "postgresql" */
    const char *title;   /* "PostgreSQL 9.6 and later" */
    const char *schemes; /* URL schemes it answers to, comma-separated: "postgresql,postgres" */
    const char *version; /* the connector's own */
    uint32_t caps;       /* enum cs_cap */
    uint32_t max_sessions;
    const struct cs_option *options; /* ends with key NULL; may be NULL */

    /* Library-wide, before any thread and after the last one; optional. */
    int (*init)(struct cs_err *);
    void (*fini)(void);
    void (*thread_end)(void); /* as a worker thread leaves; optional */

    /* Opens a read-only session: refused writes by session settings, timeouts set, name announced. */
    int (*open)(const struct cs_host *, const struct cs_config *, int64_t deadline, struct cs_session **ret_session,
                struct cs_err *);
    void (*close)(struct cs_session *); /* always succeeds, takes NULL and broken sessions */
    /* From any thread; returns at once. The call under way ends with CS_E_CANCELLED, and so does every later
     * one: a cancelled session can only be closed. */
    void (*cancel)(struct cs_session *);
    int (*facts)(struct cs_session *, struct cs_facts *ret_facts, struct cs_err *);
    int (*describe)(struct cs_session *, const struct cs_scope *, const struct cs_sink *, struct cs_err *);
    int (*sample)(struct cs_session *, const struct cs_sample_req *, struct cs_cursor **ret_cursor, struct cs_err *);
    int (*next)(struct cs_cursor *, struct cs_batch *ret_batch, struct cs_err *);
    void (*end)(struct cs_cursor *); /* takes NULL; the session can be used again afterwards */

    /* Optional: every row once, in chunks that can be resumed, giving way to whoever waits for us. */
    int (*stream)(struct cs_session *, const struct cs_stream_req *, struct cs_cursor **ret_cursor, struct cs_err *);
    void (*cost)(struct cs_session *, struct cs_cost *ret_cost); /* optional */
    /* Optional: privileges missing or too wide, one note each; reads no data of tables. */
    int (*audit)(struct cs_session *, void *ctx, void (*note)(void *ctx, enum cs_note_level level, const char *text),
                 struct cs_err *);
    /* Optional: the SQL (or words) that make the least-privileged reader account; opens nothing.
     * Gives a malloc'ed text that the host frees with free(). */
    char *(*grants)(const struct cs_config *);
    /* Optional: the statement that sample would run, for the rehearsal; malloc'ed, one line. */
    char *(*statement)(struct cs_session *, const struct cs_sample_req *);
    /* Optional: what a pass is expected to cost, for the rehearsal; worked out, nothing is asked. ret_cost comes
     * zeroed, but for its size. NULL: one statement for each call, and the rows wanted. */
    void (*foresee)(const struct cs_foresee_req *, struct cs_foreseen *ret_cost);
};

/* The one symbol that a loadable module exports: data, checked before any code of it runs. A
 * built-in connector exports the same struct as cs_module_<name>. */
struct cs_module {
    uint32_t size;
    uint32_t abi;
    const struct cs_connector *const *connectors; /* ends with NULL */
};

#ifdef __cplusplus
}
#endif
#endif
