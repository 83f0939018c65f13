/* fingerprint_private.h - what the files of a fingerprint share: fingerprint.c, fingerprint_add.c, common.c. */
#ifndef CS_ENGINE_FINGERPRINT_PRIVATE_H
#define CS_ENGINE_FINGERPRINT_PRIVATE_H

#include "engine/fingerprint.h"
#include "engine/kept.h"
#include "engine/memo.h"
#include "engine/repeats.h"
#include "engine/sought.h"

#define CS_FINGERPRINT_WAITING 16 /* cells on their way into the table: meanwhile its memory comes near */

struct cs_fingerprint {
    struct cs_place place;
    const char *attribute;
    enum cs_value_class value_class;
    gboolean exact, dropped, quick, suspect;
    guint64 rows, unusable, first_number, last_number, numbers;
    guint64 listed, wide, unread;    /* rows: unusable and in statements all the same; of two forms; not read */
    double repeated, surplus;        /* values in several rows, rows beyond the first of each */
    struct cs_row_count of_repeated; /* rows of repeated values */
    guint filtered;                  /* level of the rows that the source gave */
    struct cs_kept kept;
    struct cs_met *met;        /* of the values that are sought, or NULL */
    guint offered, offered_in; /* level, and number of the first set; 0: never */
    /* while adding */
    struct cs_hasher *hasher;
    guint64 seed;
    struct cs_repeats repeats; /* of a key */
    struct cs_memo memo;       /* of a rider */
    struct cs_kept_value waiting[CS_FINGERPRINT_WAITING];
    guint n_waiting;
};

/* Whatever still waits or is remembered goes into the table. */
void cs_fingerprint_settle(struct cs_fingerprint *fingerprint);

#endif
