/* rowset.h - the sampled rows of one object: hashes by column, no value, in memory only. Floor 3, pure.
 *
 * A row is kept when the CRC of one of its keys is a multiple of 2^level; levels nest, so that the same people's rows
 * are kept everywhere. Where memory allows, the keys of every row are noted besides, eight bytes each: who is who is
 * then known of all rows, rows with a key in common can be counted (engine/recount.h), what rides on them is known of
 * those that are kept, and small objects may keep more. Wiped when freed. */
#ifndef CS_ENGINE_ROWSET_H
#define CS_ENGINE_ROWSET_H

#include "engine/identity.h"
#include "model/survey.h"

enum cs_row_role {
    CS_ROW_VALUE,    /* a column or path of the source, with its attribute */
    CS_ROW_SUSPECT,  /* one that may hold an attribute: takes no part until cs_rowset_raise */
    CS_ROW_NAME,     /* the person's whole name, put together */
    CS_ROW_TOGETHER, /* name and birth date, name and street: a key where no other is common */
    CS_ROW_NEARLY,   /* name and postal code: a key where each system knows one person of that name */
    CS_ROW_SELF,     /* a column that other objects refer to */
    CS_ROW_PARENT,   /* a reference to such a column */
    CS_ROW_TOUCHED,  /* no hash: the day the row was last touched, as GLib's julian day */
    CS_ROW_MADE      /* no hash: the day it was made */
};

/* A value that joins nobody and that a statement finds all the same: the mailbox of a function, an IBAN with a slip. */
struct cs_aside {
    guint64 hash;
    guint32 row; /* among the noted ones */
};

struct cs_row_column {
    enum cs_row_role role;
    struct cs_place place;
    const char *attribute; /* of the taxonomy; NULL unless CS_ROW_VALUE, CS_ROW_SUSPECT */
    enum cs_value_class value_class;
    gboolean serial;     /* numbers that fill a range */
    gboolean declared;   /* CS_ROW_PARENT: by a foreign key */
    gboolean off;        /* CS_ROW_PARENT: looked like a reference and is none */
    struct cs_place ref; /* CS_ROW_PARENT: what it refers to */
    guint64 *hash;       /* by row; 0: none */
    guint32 *signature;  /* CS_ROW_SELF, CS_ROW_PARENT: the reach of this key alone */
    guint8 *brief;  /* of these two, by noted row: cs_brief of its hash, which tells two values of one person apart 254
                       times of 255; 0: none */
    guint64 *links; /* a key and the row it was noted in, sorted after cs_rowset_finish */
    guint n_links, links_room;
    struct cs_aside *asides; /* sorted by hash after cs_rowset_finish */
    guint n_asides, asides_room;
    guint64 unsure; /* rows whose value an engine may see otherwise */
};

#define CS_LINK_ROW_BITS 24
#define CS_LINK_ROWS (1u << CS_LINK_ROW_BITS) /* of one object, and of all together */
#define CS_LINK_ROW(link) ((guint32)((link) & (CS_LINK_ROWS - 1)))
#define CS_LINK_KEY(link) ((link) >> CS_LINK_ROW_BITS) /* the upper bits of its hash */

/* Bits of a hash that no link holds: with its key they are 48. */
static inline guint8
cs_brief(guint64 hash)
{
    return (guint8)MAX(hash >> (CS_LINK_ROW_BITS - 8) & 0xff, 1);
}

/* The whole name in a noted row. */
struct cs_noted_name {
    guint32 hash; /* 0: none */
    guint32 signature;
};

/* Bits: of a row, what it can be told by. */
#define CS_ROW_KEYED 1  /* it has an identifying key */
#define CS_ROW_REFERS 2 /* it refers to another row */

struct cs_rowset {
    const struct cs_object *object; /* borrowed */
    struct cs_row_column *columns;
    guint n_columns;
    guint n, capacity;
    guint8 *continued;           /* this row carries more values of the one before it */
    guint8 *reach;               /* by row: how many levels it is kept at, 0 … n - 1 */
    guint32 *at;                 /* by row: its number among the noted ones */
    guint8 *keyed;               /* by noted row: CS_ROW_KEYED … */
    struct cs_noted_name *names; /* by noted row; NULL: the object has none */
    guint n_noted, noted_room;   /* 0: its rows were not noted */
    guint64 rows;                /* rows of the object that were streamed */
    guint64 keyless;             /* of these, rows without any usable key */
    guint64 adrift;              /* of these, rows that refer to no other row either */
    guint64 alone;               /* rows with a key that refer to no other row */
    guint level;
    guint touched;      /* median day its rows were touched, 0: unknown; cs_rowset_finish */
    guint made;         /* day by which a twentieth of its rows were made, 0: unknown */
    gboolean archive;   /* by its name an older state of another object */
    gboolean suspected; /* read for the sake of CS_ROW_SUSPECT columns alone, none of which was raised */
};

struct cs_rowset *cs_rowset_new(const struct cs_object *object, guint level);
void cs_rowset_free(struct cs_rowset *set); /* wipes */
/* Appends a column, before the first row. Its index. place and ref are copied; ref may be NULL. */
guint cs_rowset_column(struct cs_rowset *set, enum cs_row_role role, const struct cs_place *place,
                       const char *attribute, enum cs_value_class value_class, const struct cs_place *ref);
/* cells: one a column. reach: above the level of the set. */
void cs_rowset_add(struct cs_rowset *set, const struct cs_cell *cells, guint reach, gboolean continued);
/* Notes the keys of a row, before it is kept or not; keyed: CS_ROW_KEYED … The first call makes all rows of the object
 * noted ones. Bytes it took, but for suspects, which have a budget of their own; 0: there are too many, nothing was
 * noted. */
gsize cs_rowset_note(struct cs_rowset *set, const struct cs_cell *cells, guint8 keyed);
/* One more key of the row noted last. */
void cs_rowset_note_more(struct cs_rowset *set, guint column, const struct cs_cell *cell);
/* A value of the row noted last that joins nobody. Bytes it took. */
gsize cs_rowset_note_aside(struct cs_rowset *set, guint column, guint64 hash);
/* Notes the kept rows in place of whatever was noted: where not every row can be. */
void cs_rowset_note_kept(struct cs_rowset *set);
void cs_rowset_forget_links(struct cs_rowset *set, enum cs_row_role role); /* of the columns of that role */
void cs_rowset_forget_noted(struct cs_rowset *set);                        /* links too */
/* After the last row. */
void cs_rowset_finish(struct cs_rowset *set);
/* A CS_ROW_SUSPECT column of a finished set turned out to hold this attribute, of its class: it is a CS_ROW_VALUE from
 * now on. Noted rows that had no other key have one now. */
void cs_rowset_raise(struct cs_rowset *set, guint column, const char *attribute);
/* Wipes and takes out the columns that still are CS_ROW_SUSPECT. */
void cs_rowset_drop_suspects(struct cs_rowset *set);
/* TRUE when equal values of the column mean the same person. */
gboolean cs_row_column_is_key(const struct cs_row_column *column);
/* The column of that role and class (and attribute, unless NULL), or NULL. */
const struct cs_row_column *cs_rowset_find(const struct cs_rowset *set, enum cs_row_role role);

#endif
