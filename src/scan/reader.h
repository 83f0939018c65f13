/* reader.h - what is read of an object, and what its rows are taken to. Private to reader.c and rows.c. */
#ifndef CS_SCAN_READER_H
#define CS_SCAN_READER_H

#include "scan/keys.h"

#define CS_READER_BLOCK 128 /* rows taken together */
#define CS_REACH_MAX 32     /* levels that a key can be kept at; a row set of this level keeps and notes nothing */

/* One finding: a column, a path inside it, or the values that stand beside a code. */
struct key {
    struct cs_fingerprint *fingerprint; /* owned until it is handed over */
    guint column, code;                 /* indices into the columns; code G_MAXUINT: none */
    char *path, *code_value;            /* or NULL */
    char *encoded;                      /* how its values are stored, or NULL */
    guint cell;
    GString *copy; /* of a value that is not taken as it lies, or NULL */
    guint counted; /* cell of the census; G_MAXUINT: none */
};

/* A column by which rows of the source belong together. */
struct local {
    struct cs_hasher *hasher;
    guint column, cell;
};

struct day {
    guint column, cell;
};

/* Values beyond the first of a path in one row. */
struct more {
    guint cell;
    struct cs_cell value;
};

/* What a row has for a key: nothing that counts; a value; one that joins nobody and that a statement finds. */
enum given { NONE, GIVEN, ASIDE };

/* A value of the last kind. */
struct aside {
    guint key;
    guint64 hash;
};

struct cs_reader {
    struct cs_worker *worker;
    const struct cs_object *object;
    GPtrArray *columns; /* of struct cs_column* */
    GArray *keys;       /* of struct key */
    GArray *locals;     /* of struct local */
    struct cs_rowset *set;
    struct cs_rowset *census; /* the listed keys of all rows, or NULL */
    struct cs_cell *counted;  /* of one row in the census */
    guint n_columns;          /* of the set */
    guint block;              /* rows taken together: one where values are not taken as they lie */
    struct cs_cell *cells;    /* of these rows, by row and column of the set */
    enum given *given;        /* by row and key; the cell of one set aside has its hash */
    GArray *asides;           /* of struct aside: of one row */
    GArray *more;             /* of struct more: of the only row of a block */
    guint current;            /* key whose path is being walked */
    /* indices of keys that make up a person's name and what stands beside it; G_MAXUINT: none */
    guint whole, first, last, birth, street, postal;
    struct cs_hasher *name;
    guint name_cell, birth_cell, street_cell, postal_cell;
    GArray *days;       /* of struct day */
    guint64 civilities; /* word list */
    GString *text, *form;
};

#endif
