/* hash.c - fast hashing for caches, keyed hashing for identities. */
#include "base/hash.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define KEY_BYTES 32

struct cs_key {
    guint8 bytes[KEY_BYTES];
};

/* 64 × 64 → 128 bit multiplication, folded: the usual mixing step of fast hashes. */
static guint64
mix(guint64 a, guint64 b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;

    return (guint64)product ^ (guint64)(product >> 64);
}

static guint64
load64(const guint8 *p)
{
    guint64 v;

    memcpy(&v, p, sizeof v);
    return v;
}

/* The last bytes of data, fewer than 8 of them, as a number: from memory that belongs to data. */
static guint64
load_last(const guint8 *end, gsize left, gsize size)
{
    guint64 v = 0;

    if (size >= 8)
        return left ? GUINT64_FROM_LE(load64(end - 8)) >> (64 - 8 * left) : 0;
    for (gsize i = 0; i < left; i++)
        v = v << 8 | *--end;
    return v;
}

guint64
cs_hash64(const void *data, gsize size, guint64 seed)
{
    const guint8 *p = data;
    gsize left = size;
    guint64 h = seed ^ 0x9e3779b97f4a7c15u, last;

    for (; left >= 16; p += 16, left -= 16)
        h = mix(load64(p) ^ 0xa0761d6478bd642fu ^ h, load64(p + 8) ^ 0xe7037ed1a0b428dbu);
    if (left >= 8) {
        h = mix(load64(p) ^ h, 0x8ebc6af09c88c6e3u);
        p += 8;
        left -= 8;
    }
    last = load_last(p + left, left, size);
    h = mix(last ^ h ^ 0x589965cc75374cc3u, (guint64)size ^ 0x1d8e4e27c47d124fu);
    return mix(h, 0xd6e8feb86659fd93u);
}

static struct cs_key *
key_new(void)
{
    struct cs_key *key;

    if (sodium_init() < 0)
        g_error("libsodium cannot be initialised");
    key = sodium_malloc(sizeof *key);
    if (!key)
        g_error("no locked memory for the key");
    return key;
}

struct cs_key *
cs_key_ephemeral(void)
{
    struct cs_key *key = key_new();

    randombytes_buf(key->bytes, sizeof key->bytes);
    return key;
}

void
cs_key_free(struct cs_key *key)
{
    if (key)
        sodium_free(key);
}

static int
read_key(int fd, const char *path, struct cs_key *key, struct cs_err *err)
{
    gssize n = read(fd, key->bytes, KEY_BYTES);
    char extra;

    if (n == KEY_BYTES && read(fd, &extra, 1) == 0)
        return 0;
    (void)cs_fail(err, CS_E_CONFIG, "key", NULL, "%s is no key of %d bytes", path, KEY_BYTES);
    cs_err_hint(err, "remove it to have a new one made: fingerprints of earlier scans cannot be compared then");
    return CS_E_CONFIG;
}

/* Written under a name of its own and linked: of two first scans at once, one wins and both use it. */
static int
make_key(const char *path, struct cs_key *key, struct cs_err *err)
{
    g_autofree char *temporary = g_strdup_printf("%s.XXXXXX", path);
    int fd = g_mkstemp_full(temporary, O_RDWR | O_CLOEXEC, 0600);
    gboolean ok;

    if (fd < 0)
        return cs_fail(err, CS_E_CONFIG, "key", g_strerror(errno), "cannot write the key file %s", path);
    randombytes_buf(key->bytes, KEY_BYTES);
    ok = write(fd, key->bytes, KEY_BYTES) == KEY_BYTES && !fsync(fd) && (!link(temporary, path) || errno == EEXIST);
    close(fd);
    unlink(temporary);
    return ok ? 0 : cs_fail(err, CS_E_INTERNAL, "key", NULL, "cannot write the key file %s", path);
}

int
cs_key_load(const char *folder, struct cs_key **ret_key, struct cs_err *err)
{
    g_autofree char *path = g_build_filename(folder, "key", NULL);
    g_autoptr(cs_key) key = key_new();
    int fd = open(path, O_RDONLY | O_CLOEXEC), rc = 0;

    if (fd < 0 && errno == ENOENT) {
        rc = make_key(path, key, err);
        fd = rc ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    }
    if (rc)
        return rc;
    if (fd < 0)
        return cs_fail(err, CS_E_CONFIG, "key", g_strerror(errno), "cannot read the key file %s", path);
    rc = read_key(fd, path, key, err);
    close(fd);
    if (!rc)
        *ret_key = g_steal_pointer(&key);
    return rc;
}

void
cs_subkey_derive(const struct cs_key *key, const char *value_class, struct cs_subkey *ret_subkey)
{
    crypto_generichash(ret_subkey->bytes, sizeof ret_subkey->bytes, (const guint8 *)value_class, strlen(value_class),
                       key->bytes, sizeof key->bytes);
}

void
cs_subkey_clear(struct cs_subkey *subkey)
{
    sodium_memzero(subkey->bytes, sizeof subkey->bytes);
}

guint64
cs_subkey_hash(const struct cs_subkey *subkey, const void *data, gsize size)
{
    guint8 digest[32];
    guint64 value;

    crypto_generichash(digest, sizeof digest, data, size, subkey->bytes, sizeof subkey->bytes);
    memcpy(&value, digest, sizeof value);
    return GUINT64_FROM_BE(value);
}

void
cs_key_id(const struct cs_key *key, char ret_id[17])
{
    struct cs_subkey subkey;

    cs_subkey_derive(key, "key-id", &subkey);
    g_snprintf(ret_id, 17, "%016" G_GINT64_MODIFIER "x", cs_subkey_hash(&subkey, "cassini", 7));
    cs_subkey_clear(&subkey);
}
