/* fingerprint.h - keyed hashes of a coordinated sample of a column's values. Floor 3, pure.
 *
 * The same values are kept in every source: crc32(NF0) mod 2^s == 0, levels nest. Identity is taken after the sampler.
 * Method and figures: design section 8. Fingerprints of riding attributes (names, places …) stay in memory. */
#ifndef CS_ENGINE_FINGERPRINT_H
#define CS_ENGINE_FINGERPRINT_H

#include "engine/identity.h"
#include "model/survey.h"

#define CS_FINGERPRINT_LEAST 8192 /* hashes kept, at least, before a level is raised */
#define CS_FINGERPRINT_MOST 65536 /* and at most */

struct cs_fingerprint;
struct cs_sought; /* sought.h */

/* attribute: one of the taxonomy with a value class. seed: the scan's, for classes that stay in memory. capacity:
 * hashes to keep before the level rises, LEAST … MOST. */
struct cs_fingerprint *cs_fingerprint_new(const struct cs_key *key, guint64 seed, const char *attribute,
                                          const struct cs_place *place, guint capacity);
void cs_fingerprint_free(struct cs_fingerprint *fingerprint); /* wipes */

/* One value (bytes that are no UTF-8 are counted and ignored). Any thread, one at a time. TRUE: usable, *ret_cell has
 * its CRC, and its hash if the CRC is a multiple of 2^row_level; a key has its quick hash. FALSE: *ret_cell is empty.
 */
gboolean cs_fingerprint_add(struct cs_fingerprint *fingerprint, const char *data, gsize size, guint row_level,
                            struct cs_cell *ret_cell);
/* A value that cs_fingerprint_add called unusable. TRUE: the statements of a report take it all the same. */
gboolean cs_fingerprint_refused(struct cs_fingerprint *fingerprint, const char *data, gsize size, guint64 *ret_quick);
void cs_fingerprint_cut(struct cs_fingerprint *fingerprint); /* a value was too long to be read */
/* The hash of a value that cs_fingerprint_add called usable. */
gboolean cs_fingerprint_identify(struct cs_fingerprint *fingerprint, const char *data, gsize size,
                                 struct cs_cell *ret_cell);
/* All cells carry a hash in memory, in a sample or not: their quick one, those of riding classes the one they have. */
void cs_fingerprint_quick(struct cs_fingerprint *fingerprint);
/* Values that smaller columns offered are kept beside the sample. sought outlives the last add. Call before the first.
 */
void cs_fingerprint_seek(struct cs_fingerprint *fingerprint, const struct cs_sought *sought);
/* A finished one: its hashes of this level are in a set of that number; the first such call counts. */
void cs_fingerprint_offered(struct cs_fingerprint *fingerprint, guint level, guint number);
/* FALSE: it was in no set so far. */
gboolean cs_fingerprint_offers(const struct cs_fingerprint *fingerprint, guint *ret_level);
/* Rows were already filtered at the source at this level; nothing is sought. Call before the first add. */
void cs_fingerprint_filtered(struct cs_fingerprint *fingerprint, guint level);
void cs_fingerprint_finish(struct cs_fingerprint *fingerprint); /* sort, drop too frequent ones */

guint cs_fingerprint_level(const struct cs_fingerprint *fingerprint);      /* s */
guint64 cs_fingerprint_kept(const struct cs_fingerprint *fingerprint);     /* distinct hashes */
double cs_fingerprint_distinct(const struct cs_fingerprint *fingerprint);  /* estimate: kept × 2^s */
guint64 cs_fingerprint_rows(const struct cs_fingerprint *fingerprint);     /* values added, usable or not */
guint64 cs_fingerprint_unusable(const struct cs_fingerprint *fingerprint); /* of these, no values of the class */
/* Rows that a statement takes for having a usable value. */
void cs_fingerprint_filled(const struct cs_fingerprint *fingerprint, struct cs_row_count *ret_filled);
/* Rows whose value an engine may see otherwise: its lower case depends on a locale, or it was not read. */
guint64 cs_fingerprint_unsure(const struct cs_fingerprint *fingerprint);
const struct cs_place *cs_fingerprint_place(const struct cs_fingerprint *fingerprint);
const char *cs_fingerprint_attribute(const struct cs_fingerprint *fingerprint);
enum cs_value_class cs_fingerprint_class(const struct cs_fingerprint *fingerprint);
/* TRUE when the values are numbers that fill a range, whatever their class: another range shares them by chance. */
gboolean cs_fingerprint_is_dense(const struct cs_fingerprint *fingerprint);
/* TRUE when they are of a class in which numbers may be given out one after the other: two such columns share values
 * without sharing anybody. */
gboolean cs_fingerprint_is_serial(const struct cs_fingerprint *fingerprint);
/* A column that may hold the attribute and proves nothing alone: compared, no part of anything until it is raised. */
void cs_fingerprint_suspect(struct cs_fingerprint *fingerprint);
gboolean cs_fingerprint_is_suspect(const struct cs_fingerprint *fingerprint);
/* It holds this one, of the same class: engine/raise.h. */
void cs_fingerprint_raise(struct cs_fingerprint *fingerprint, const char *attribute);
/* Values met in more than one row, the rows beyond the first of each, and all their rows. TRUE: counted over all rows;
 * FALSE: estimated. */
gboolean cs_fingerprint_repeated(const struct cs_fingerprint *fingerprint, double *ret_values, double *ret_surplus,
                                 struct cs_row_count *ret_listed);
guint64 cs_fingerprint_hash(const struct cs_fingerprint *fingerprint, guint index, guint32 *ret_crc);
/* What a second reading of the same column met takes the place of what the first did. Both are finished. */
void cs_fingerprint_take_met(struct cs_fingerprint *fingerprint, struct cs_fingerprint *again);
/* The sought values that were met beyond the sample, into ret_hashes unless that is NULL: how many. */
guint cs_fingerprint_met(const struct cs_fingerprint *fingerprint, guint64 *ret_hashes);

/* Hashes of each and common to both, at the coarser of their levels, or, where one was sought while the other was
 * read, at the level at which it was offered, the other's then estimated; rows of each whose value is common. */
struct cs_common {
    guint64 a, b, both;
    guint level;
    struct cs_row_count rows_a, rows_b;
};
struct cs_common cs_fingerprint_common(const struct cs_fingerprint *a, const struct cs_fingerprint *b);

/* The level to ask a source to filter at, from an estimate of distinct values. */
guint cs_fingerprint_level_for(double distinct);

#endif
