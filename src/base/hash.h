/* hash.h - fast hashing for caches, keyed hashing for identities. Floor 1. */
#ifndef CS_BASE_HASH_H
#define CS_BASE_HASH_H

#include <cassini/err.h>
#include <glib.h>

/* Not cryptographic, not keyed: tables in memory only, never stored. */
guint64 cs_hash64(const void *data, gsize size, guint64 seed);

/* Where a hash is looked for first in an open table; slots: a power of two. */
static inline guint
cs_hash_slot(guint64 hash, guint slots)
{
    return (guint)(hash * 0x9e3779b97f4a7c15u >> 32) & (slots - 1);
}

/* The installation's key: 32 random bytes in a 0600 file of the state folder, made at the first scan. */
struct cs_key;
int cs_key_load(const char *folder, struct cs_key **ret_key, struct cs_err *err);
struct cs_key *cs_key_ephemeral(void); /* for --no-key runs and tests: forgotten at the end */
void cs_key_free(struct cs_key *key);  /* wipes; takes NULL */
typedef struct cs_key cs_key;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cs_key, cs_key_free)
/* 16 hex digits that name the key without revealing it; NUL-terminated. */
void cs_key_id(const struct cs_key *key, char ret_id[17]);

/* First 64 bits of keyed BLAKE2b-256 over data, with one subkey per value class ("email", "phone" …).
 * Get the subkey once per class; it is wiped by cs_subkey_clear. */
struct cs_subkey {
    guint8 bytes[32];
};
void cs_subkey_derive(const struct cs_key *key, const char *value_class, struct cs_subkey *ret_subkey);
void cs_subkey_clear(struct cs_subkey *subkey);
guint64 cs_subkey_hash(const struct cs_subkey *subkey, const void *data, gsize size);

#endif
