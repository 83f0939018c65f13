/* hasher.c - values into the hashes of cells, each form taken once where NF0 and NF1 share it. */
#include "engine/forms.h"

#include "base/crc32.h"
#include "base/utf8.h"

#include <sodium.h>
#include <string.h>

struct cs_hasher {
    enum cs_value_class value_class;
    guint64 seed;
    struct cs_subkey own, email;
    GString *nf0, *nf1;
    gboolean ascii;       /* the value sampled last */
    const GString *quick; /* NF1 of the last quick hash */
    gboolean is_address;  /* and what it is compared as */
};

struct cs_hasher *
cs_hasher_new(const struct cs_key *key, guint64 seed, enum cs_value_class value_class, const char *space)
{
    static const char *const names[] = {"email", "phone", "iban", "card", "number", "text"};
    struct cs_hasher *h = g_new0(struct cs_hasher, 1);

    h->value_class = value_class;
    h->seed = cs_hash64(space, strlen(space), seed ^ (guint64)value_class);
    if (CS_VC_IS_KEY(value_class)) {
        cs_subkey_derive(key, names[value_class], &h->own);
        cs_subkey_derive(key, "email", &h->email);
    }
    h->nf0 = g_string_sized_new(64);
    h->nf1 = g_string_sized_new(64);
    return h;
}

void
cs_hasher_free(struct cs_hasher *h)
{
    if (!h)
        return;
    cs_subkey_clear(&h->own);
    cs_subkey_clear(&h->email);
    sodium_memzero(h->nf0->str, h->nf0->allocated_len);
    sodium_memzero(h->nf1->str, h->nf1->allocated_len);
    g_string_free(h->nf0, TRUE);
    g_string_free(h->nf1, TRUE);
    sodium_memzero(h, sizeof *h);
    g_free(h);
}

/* NF0 of a telephone number are the last digits of its NF1. */
static gboolean
sampler_form(struct cs_hasher *h, const char *data, gsize size)
{
    gsize skipped;

    if (h->value_class != CS_VC_PHONE)
        return cs_normal_sampler(h->value_class, data, size, h->nf0);
    cs_form_end(h->nf0, h->nf0->str);
    cs_form_end(h->nf1, h->nf1->str);
    if (!cs_form_phone(data, size, CS_FORM_PHONE_NF1, h->nf1))
        return FALSE;
    skipped = h->nf1->len - MIN(h->nf1->len, CS_FORM_PHONE_NF0);
    cs_form_append(h->nf0, h->nf1->str + skipped, h->nf1->len - skipped);
    return !cs_form_is_dummy(h->nf0->str, h->nf0->len);
}

gboolean
cs_hasher_sample(struct cs_hasher *h, const char *data, gsize size, struct cs_cell *ret_cell)
{
    if (!size || !cs_utf8_is_text(data, size, &h->ascii) || !sampler_form(h, data, size))
        return FALSE;
    *ret_cell = (struct cs_cell){.crc = cs_crc32(h->nf0->str, h->nf0->len)};
    return TRUE;
}

/* NF1 of the value sampled last, taken from what the sampler made of it where that is the same; NULL: unusable. */
static const GString *
identity_form(struct cs_hasher *h, gboolean is_email, const char *data, gsize size)
{
    switch (h->value_class) {
    case CS_VC_PHONE:
        return h->nf1;
    case CS_VC_CARD:
    case CS_VC_NUMBER:
        cs_form_trim(&data, &size);
        return cs_form_is_dummy(data, size) ? NULL : h->nf0;
    case CS_VC_EMAIL:
    case CS_VC_TEXT:
        if (h->ascii)
            return cs_form_is_dummy(h->nf0->str, h->nf0->len) || (is_email && !memchr(h->nf0->str, '@', h->nf0->len))
                       ? NULL
                       : h->nf0;
        break;
    case CS_VC_IBAN:
        break;
    default:
        g_assert_not_reached();
    }
    return cs_normal_identity(is_email ? CS_VC_EMAIL : h->value_class, data, size, h->nf1) ? h->nf1 : NULL;
}

/* The values of a text column that look like addresses are compared as addresses. */
static gboolean
is_address(const struct cs_hasher *h, const char *data, gsize size)
{
    return h->value_class == CS_VC_EMAIL || (h->value_class == CS_VC_TEXT && memchr(data, '@', size));
}

guint64
cs_hasher_keyed(const struct cs_hasher *h, gboolean as_address, const char *form, gsize size)
{
    guint64 hash = cs_subkey_hash(as_address ? &h->email : &h->own, form, size);

    return hash + (hash == 0); /* 0 stands for "none" */
}

gboolean
cs_hasher_identify(struct cs_hasher *h, const char *data, gsize size, struct cs_cell *io_cell)
{
    const GString *form = h->nf0;

    if (CS_VC_IS_KEY(h->value_class)) {
        gboolean is_email = is_address(h, data, size);

        form = identity_form(h, is_email, data, size);
        if (!form)
            return FALSE;
        io_cell->hash = cs_hasher_keyed(h, is_email, form->str, form->len);
    } else {
        if (h->value_class != CS_VC_LOCAL && cs_form_is_dummy(form->str, form->len))
            return FALSE;
        io_cell->hash = cs_hash64(form->str, form->len, h->seed);
        io_cell->hash += io_cell->hash == 0;
    }
    io_cell->signature = cs_signature(form->str, form->len);
    return TRUE;
}

gboolean
cs_hasher_quick(struct cs_hasher *h, const char *data, gsize size, guint64 *ret_hash)
{
    h->is_address = is_address(h, data, size);
    h->quick = identity_form(h, h->is_address, data, size);
    if (!h->quick)
        return FALSE;
    *ret_hash = cs_hash64(h->quick->str, h->quick->len, h->seed);
    *ret_hash += *ret_hash == 0;
    return TRUE;
}

const GString *
cs_hasher_identity_form(const struct cs_hasher *h, gboolean *ret_is_address)
{
    *ret_is_address = h->is_address;
    return h->quick;
}

/* Every bit of what comes out depends on every bit of what went in. */
static guint64
scramble(guint64 x)
{
    x = (x ^ x >> 33) * 0xff51afd7ed558ccdu;
    x = (x ^ x >> 33) * 0xc4ceb9fe1a85ec53u;
    return x ^ x >> 33;
}

void
cs_cell_join(const struct cs_cell *a, const struct cs_cell *b, struct cs_cell *ret_cell)
{
    *ret_cell = (struct cs_cell){.crc = (guint32)scramble((guint64)a->crc << 32 | b->crc),
                                 .hash = scramble(scramble(a->hash) + b->hash)};
    ret_cell->hash += ret_cell->hash == 0;
}

gboolean
cs_hasher_listed(struct cs_hasher *h, const char *data, gsize size, guint64 *ret_hash)
{
    if (!cs_normal_listed(h->value_class, data, size, h->nf1))
        return FALSE;
    *ret_hash = cs_hash64(h->nf1->str, h->nf1->len, h->seed);
    return TRUE;
}

gboolean
cs_hasher_is_wide(const struct cs_hasher *h)
{
    return !h->ascii && !g_string_equal(h->nf0, h->nf1);
}

const GString *
cs_hasher_form(const struct cs_hasher *h)
{
    return h->nf0;
}
