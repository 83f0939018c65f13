/* fingerprint.h - keyed hashes of a coordinated sample of a column's values. Floor 3, pure.
 *
 * The same values are kept in every source: crc32(NF0) mod 2^s == 0, levels nest. Identity is keyed
 * BLAKE2b over NF1, taken after the sampler. Method and figures: design section 8. */
#ifndef CS_ENGINE_FINGERPRINT_H
#define CS_ENGINE_FINGERPRINT_H

#include "base/hash.h"
#include "model/survey.h"

struct cs_fingerprint;
/* attribute: an identifying one of the taxonomy (its value class picks normal forms and subkey). */
struct cs_fingerprint *cs_fingerprint_new(const struct cs_key *key, const char *attribute,
                                          const struct cs_place *place);
void cs_fingerprint_free(struct cs_fingerprint *fingerprint); /* wipes */
/* One value, valid UTF-8 (or bytes: what is not valid is ignored and counted). Any thread, one at a time. */
void cs_fingerprint_add(struct cs_fingerprint *fingerprint, const char *data, gsize size);
/* Rows were already filtered at the source at this level. Call before the first add. */
void cs_fingerprint_filtered(struct cs_fingerprint *fingerprint, guint level);
void cs_fingerprint_finish(struct cs_fingerprint *fingerprint);           /* sort, unique, drop too frequent ones */
guint cs_fingerprint_level(const struct cs_fingerprint *fingerprint);     /* s */
guint64 cs_fingerprint_kept(const struct cs_fingerprint *fingerprint);    /* distinct hashes */
double cs_fingerprint_distinct(const struct cs_fingerprint *fingerprint); /* estimate: kept × 2^s */
const struct cs_place *cs_fingerprint_place(const struct cs_fingerprint *fingerprint);

const char *cs_fingerprint_attribute(const struct cs_fingerprint *fingerprint);
const char *cs_fingerprint_class(const struct cs_fingerprint *fingerprint);
/* TRUE when the values are numbers that fill a range: two such columns share values without sharing anybody. */
gboolean cs_fingerprint_is_serial(const struct cs_fingerprint *fingerprint);
guint64 cs_fingerprint_hash(const struct cs_fingerprint *fingerprint, guint index, guint32 *ret_crc);
/* Hashes of each, and common to both, at the coarser of their levels. */
void cs_fingerprint_common(const struct cs_fingerprint *a, const struct cs_fingerprint *b, guint64 *ret_a,
                           guint64 *ret_b, guint64 *ret_common);

/* NF0 and NF1 of a value by class; appended to out (cleared first). FALSE: not a usable value of that
 * class (checksum fails, dummy, too short). */
gboolean cs_normal_sampler(const char *value_class, const char *data, gsize size, GString *out);
gboolean cs_normal_identity(const char *value_class, const char *data, gsize size, GString *out);

/* The level to ask a source to filter at, from an estimate of distinct values. */
guint cs_fingerprint_level_for(double distinct);

#endif
