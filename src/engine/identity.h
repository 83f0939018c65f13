/* identity.h - when two values are the same: normal forms by value class, and their hashes. Floor 3, pure.
 *
 * NF0 is what the sampler sees: every engine computes it alike. NF1 decides whether two values are equal. Riding
 * classes (names, places, dates …) have one form for both. Method: design section 8. */
#ifndef CS_ENGINE_IDENTITY_H
#define CS_ENGINE_IDENTITY_H

#include "base/hash.h"

enum cs_value_class {
    /* identifying */
    CS_VC_EMAIL,
    CS_VC_PHONE,
    CS_VC_IBAN,
    CS_VC_CARD,
    CS_VC_NUMBER,
    CS_VC_TEXT,
    /* riding on rows */
    CS_VC_NAME,
    CS_VC_PLACE,
    CS_VC_STREET,
    CS_VC_CODE,
    CS_VC_LINE,
    CS_VC_DATE,
    /* the values of a key within one source: as they are */
    CS_VC_LOCAL
};
enum cs_value_class cs_value_class_find(const char *name); /* of the taxonomy; CS_VC_TEXT when unknown */
#define CS_VC_IS_KEY(c) ((c) <= CS_VC_TEXT)
/* Somebody gives them out, one after the other or as the name has it: equal ones may be of different people. */
#define CS_VC_IS_GIVEN_OUT(c) ((c) == CS_VC_NUMBER || (c) == CS_VC_TEXT)

/* The forms, into out (cleared first). FALSE: not a usable value of that class (checksum fails, dummy, too short). */
gboolean cs_normal_sampler(enum cs_value_class value_class, const char *data, gsize size, GString *out);
gboolean cs_normal_identity(enum cs_value_class value_class, const char *data, gsize size, GString *out);
/* The form that the statements of a report give a value of an identifying class (report/dialect.h), which know neither
 * checksums nor dummies. FALSE: they leave it out. A usable ASCII value has the same form in both. */
gboolean cs_normal_listed(enum cs_value_class value_class, const char *data, gsize size, GString *out);

/* 32 bits set by the pairs of neighbouring characters of a normal form: near-equal forms have near-equal bits, and the
 * form cannot be read back. */
guint32 cs_signature(const char *form, gsize size);
/* TRUE when the forms behind two signatures differ by a slip of the pen. */
gboolean cs_signature_near(guint32 a, guint32 b);

/* TRUE when they have most of their pairs in common: one name with and without a title, a second first name. */
gboolean cs_signature_similar(guint32 a, guint32 b);

/* One value seen as a cell of a row. hash 0: none (null, unusable). */
struct cs_cell {
    guint64 hash;
    guint64 quick; /* of NF1 under the scan's seed, whether in a sample or not; 0: as hash */
    guint32 crc;   /* of NF0 */
    guint32 signature;
};

/* Makes cells of one class. Identifying classes: keyed BLAKE2b. Riding and local ones never leave memory: a fast hash
 * under a seed drawn at the start of the scan. */
struct cs_hasher;
/* space: distinguishes local keys of different meaning; "" otherwise. */
struct cs_hasher *cs_hasher_new(const struct cs_key *key, guint64 seed, enum cs_value_class value_class,
                                const char *space);
void cs_hasher_free(struct cs_hasher *hasher); /* wipes; takes NULL */
/* NF0 and its CRC alone. FALSE: unusable. */
gboolean cs_hasher_sample(struct cs_hasher *hasher, const char *data, gsize size, struct cs_cell *ret_cell);
/* The rest of the cell, after cs_hasher_sample of the same value. */
gboolean cs_hasher_identify(struct cs_hasher *hasher, const char *data, gsize size, struct cs_cell *io_cell);
/* A fast hash of NF1 of an identifying value under the scan's seed, never 0, after cs_hasher_sample of the same value.
 * FALSE: unusable. */
gboolean cs_hasher_quick(struct cs_hasher *hasher, const char *data, gsize size, guint64 *ret_hash);
/* That NF1, valid until the next value, and whether it is hashed as an address is; and the hash. */
const GString *cs_hasher_identity_form(const struct cs_hasher *hasher, gboolean *ret_is_address);
guint64 cs_hasher_keyed(const struct cs_hasher *hasher, gboolean as_address, const char *form, gsize size);
/* Two values as one key: (name, birth date). Both have their hash; the same pair of forms gives the same cell. */
void cs_cell_join(const struct cs_cell *a, const struct cs_cell *b, struct cs_cell *ret_cell);
/* The fast hash of a value's form in the statements of a report. FALSE: they leave it out. */
gboolean cs_hasher_listed(struct cs_hasher *hasher, const char *data, gsize size, guint64 *ret_hash);
/* TRUE when the two forms of the value last sampled and hashed differ: what its lower case is depends on the engine. */
gboolean cs_hasher_is_wide(const struct cs_hasher *hasher);
/* NF0 of the last value sampled, valid until the next. */
const GString *cs_hasher_form(const struct cs_hasher *hasher);

#endif
