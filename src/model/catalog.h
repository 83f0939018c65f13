/* catalog.h - what exists: sources, objects, columns, keys. Nouns only. Floor 2.
 *
 * Everything is owned by the catalog and freed with it. Strings are never NULL unless said so and are
 * valid UTF-8. name and schema are what is shown and stored: invalid bytes are escaped as \xNN, and a name
 * that is itself a person's value is replaced. raw_name and raw_schema are the source's own bytes, for
 * requests to it and for nothing else. */
#ifndef CS_MODEL_CATALOG_H
#define CS_MODEL_CATALOG_H

#include <cassini/connector.h>
#include <glib.h>

struct cs_column {
    char *name, *raw_name;
    char *native;
    enum cs_type type;
    char *comment;  /* or NULL */
    char *encoding; /* or NULL */
    guint position;
    guint max_chars;
    gboolean nullable, readable;
    gboolean primary, unique;                   /* alone: single-column key */
    gboolean in_primary;                        /* part of the primary key */
    gboolean foreign;                           /* part of a foreign key */
    char *ref_schema, *ref_object, *ref_column; /* of the first foreign key, or NULL */
};

struct cs_key {
    enum cs_key_kind kind;
    GPtrArray *columns;            /* of char* */
    char *ref_schema, *ref_object; /* or NULL */
    GPtrArray *ref_columns;        /* or NULL */
};

/* What an object is about; "first versions now, since the map format carries them". */
enum cs_kind {
    CS_KIND_UNKNOWN = 0,
    CS_KIND_PERSON,
    CS_KIND_COMPANY,
    CS_KIND_MIXED,
    CS_KIND_TRANSACTION,
    CS_KIND_LOG,
    CS_KIND_SETTINGS,
    CS_KIND_PRODUCT,
    CS_KIND_REFERENCE,
    CS_KIND_MESSAGE, /* written by or to people */
    CS_KIND_PLACE,   /* the organisation's own shops, warehouses, offices */
    CS_KIND_CONTENT, /* published */
    CS_KIND_CONSENT,
    CS_KIND_COUNT
};
const char *cs_kind_name(enum cs_kind kind); /* "person" … */

enum cs_subject {
    CS_SUBJECT_CUSTOMER = 1 << 0,
    CS_SUBJECT_PROSPECT = 1 << 1,
    CS_SUBJECT_EMPLOYEE = 1 << 2,
    CS_SUBJECT_SUPPLIER = 1 << 3, /* a supplier's contact */
    CS_SUBJECT_USER = 1 << 4,
    CS_SUBJECT_CANDIDATE = 1 << 5,
    CS_SUBJECT_VISITOR = 1 << 6
};
const char *cs_subject_name(enum cs_subject subject); /* "customer" … */

struct cs_object {
    struct cs_source *source;  /* borrowed, up */
    char *schema, *raw_schema; /* "" where the engine has none */
    char *name, *raw_name;
    enum cs_object_kind object_kind;
    char *comment; /* or NULL */
    double rows;   /* < 0 unknown */
    enum cs_rows_kind rows_kind;
    double bytes;
    guint parts;
    gboolean readable;
    gboolean gap;       /* describe told why it will not be read */
    GPtrArray *columns; /* of struct cs_column*; empty after a map was read back */
    guint n_columns;    /* how many there are */
    GPtrArray *keys;    /* of struct cs_key* */
    /* after the sample */
    enum cs_drawn drawn;
    guint64 sampled; /* rows looked at */
    enum cs_kind kind;
    guint subjects;        /* enum cs_subject bits */
    guint without_finding; /* columns read that have no finding */
    char *activity;        /* processing activity it was assigned to, or NULL */
    char *application;     /* known application whose table it is ("WordPress"), or NULL */
};

struct cs_source {
    char *name, *kind, *connector, *url;                            /* url without password */
    char *processor, *processor_country;                            /* or NULL */
    char *product, *version, *database, *account, *tls, *read_only; /* from the facts; or NULL */
    gboolean lists_all; /* describe also lists what the account may not read */
    GPtrArray *objects; /* of struct cs_object* */
    struct cs_cost cost;
    double seconds;
    int status; /* 0 or the code of the failure that ended it */
};

struct cs_source *cs_source_new(const char *name, const char *kind, const char *connector, const char *url);
void cs_source_free(struct cs_source *source);
struct cs_object *cs_object_new(struct cs_source *source, const struct cs_object_info *info); /* appended */
struct cs_column *cs_column_new(struct cs_object *object, const struct cs_column_info *info); /* appended */
struct cs_key *cs_key_new(struct cs_object *object,
                          const struct cs_key_info *info); /* appended; sets the columns' flags */
struct cs_object *cs_source_object(const struct cs_source *source, const char *schema, const char *name); /* or NULL */
struct cs_column *cs_object_column(const struct cs_object *object, const char *name);                     /* or NULL */
const char *cs_drawn_name(enum cs_drawn drawn);            /* "all", "random", "range", "block", "head", "none" */
const char *cs_rows_kind_name(enum cs_rows_kind kind);     /* "unknown", "statistic", "exact" */
const char *cs_type_name(enum cs_type type);               /* "text", "integer" … */
const char *cs_object_kind_name(enum cs_object_kind kind); /* "table", "view" … */
/* Shows an object, its schema or a column under another name; raw_name stays. The text is copied. */
void cs_object_show(struct cs_object *object, const char *schema, const char *name); /* NULL: as it is */
void cs_column_show(struct cs_column *column, const char *name);
/* Smallest share of rows that the sample would have shown with 95 % (rule of three): 3/n, 0 when all
 * rows were read, 1 when none. */
double cs_object_floor(const struct cs_object *object);

#endif
