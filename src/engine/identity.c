/* identity.c - normal forms by value class, signatures and hashes of cells. */
#include "engine/identity.h"

#include "base/crc32.h"
#include "base/utf8.h"
#include "engine/ruleset.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 12
#define PHONE_SAMPLER 8
#define PHONE_IDENTITY 9

enum cs_value_class
cs_value_class_find(const char *name)
{
    static const char *const names[] = {"email", "phone", "iban",   "card", "number", "text",
                                        "name",  "place", "street", "code", "line",   "date"};

    for (guint i = 0; name && i < G_N_ELEMENTS(names); i++)
        if (!strcmp(names[i], name))
            return (enum cs_value_class)i;
    return CS_VC_TEXT;
}

/* Not one character throughout. */
static gboolean
is_varied(const char *text, gsize size)
{
    for (gsize i = 1; i < size; i++)
        if (text[i] != text[0])
            return TRUE;
    return FALSE;
}

/* What stands where nobody knew: no identity, however often it is met. */
static gboolean
is_dummy(const char *text, gsize size)
{
    static const char words[][10] = {"-",    "na",      "n/a",     "xxx",     "test",     "none",
                                     "null", "inconnu", "unknown", "noreply", "anonymous"};

    if (!is_varied(text, size))
        return TRUE;
    for (guint i = 0; size < sizeof *words && i < G_N_ELEMENTS(words); i++)
        if (words[i][0] == (text[0] | 0x20) && !words[i][size] && !g_ascii_strncasecmp(words[i], text, size))
            return TRUE;
    return FALSE;
}

static void
trim(const char **data, gsize *size)
{
    while (*size && g_ascii_isspace(**data)) {
        (*data)++;
        (*size)--;
    }
    while (*size && g_ascii_isspace((*data)[*size - 1]))
        (*size)--;
}

/* Room for n more bytes of out, which are written by the caller: values come by the million. */
static char *
more_room(GString *out, gsize n)
{
    gsize old = out->len;

    if (old + n >= out->allocated_len) {
        g_string_set_size(out, old + n);
        out->len = old;
    }
    return out->str + old;
}

/* Lets out end there, within its room. */
static void
end_at(GString *out, const char *end)
{
    out->len = (gsize)(end - out->str);
    out->str[out->len] = '\0';
}

static void
append_class(GString *out, const char *data, gsize size, gboolean letters)
{
    char *to = more_room(out, size);

    for (gsize i = 0; i < size; i++) {
        guchar c = (guchar)data[i], upper = c & 0xdf;
        gboolean digit = (guchar)(c - '0') < 10;

        *to = (char)(digit ? c : upper);
        to += digit | (letters & ((guchar)(upper - 'A') < 26));
    }
    end_at(out, to);
}

static void
append_bytes(GString *out, const char *data, gsize size)
{
    char *to = more_room(out, size);

    memcpy(to, data, size);
    end_at(out, to + size);
}

static void
append_lower(GString *out, const char *data, gsize size)
{
    char *to = more_room(out, size);

    cs_ascii_lower(to, data, size);
    end_at(out, to + size);
}

/* Lets the first n bytes go. */
static void
drop_front(GString *out, gsize n)
{
    memmove(out->str, out->str + n, out->len - n);
    end_at(out, out->str + (out->len - n));
}

static void
strip_zeros(GString *out)
{
    gsize n = 0;

    while (n + 1 < out->len && out->str[n] == '0')
        n++;
    drop_front(out, n);
}

static gboolean
is_letter(char c)
{
    return (guchar)((c | 0x20) - 'a') < 26 || (guchar)c >= 0x80;
}

/* Folded in place of out: letters (and digits) of ASCII stay, and whatever else folding left of other scripts. */
static void
append_folded(GString *out, const char *data, gsize size, gboolean digits)
{
    char *to;

    cs_utf8_fold(out, data, size);
    to = out->str;
    for (gsize i = 0; i < out->len; i++) {
        char c = out->str[i];

        *to = c;
        to += is_letter(c) | (digits & ((guchar)(c - '0') < 10));
    }
    end_at(out, to);
}

struct word {
    const char *text;
    gsize size;
};

static gboolean
stands_before(const struct word *a, const struct word *b)
{
    int order = memcmp(a->text, b->text, MIN(a->size, b->size));

    return order ? order < 0 : a->size < b->size;
}

/* In alphabetical order. */
static guint
split(const char *text, gsize size, struct word *words)
{
    guint n = 0;

    for (gsize from = 0, to; from < size && n < WORDS_MAX; from = to + 1) {
        struct word word = {text + from, 0};
        guint i;

        for (to = from; to < size && is_letter(text[to]); to++)
            word.size++;
        if (!word.size)
            continue;
        for (i = n++; i && stands_before(&word, &words[i - 1]); i--)
            words[i] = words[i - 1];
        words[i] = word;
    }
    return n;
}

/* The words of a name in alphabetical order: "DUMAS Aimé" and "Aimé Dumas" are one. They are written behind the text
 * that they come from, which then goes. */
static gboolean
normal_name(const char *data, gsize size, GString *out)
{
    struct word words[WORDS_MAX];
    gsize length;
    char *to;
    guint n;

    cs_utf8_fold(out, data, size);
    length = out->len;
    to = more_room(out, length);
    n = split(out->str, length, words);
    for (guint i = 0; i < n; i++) {
        memcpy(to, words[i].text, words[i].size);
        to += words[i].size;
    }
    end_at(out, to);
    drop_front(out, length);
    return out->len > 1;
}

static void
append_number(GString *out, guint number, guint digits)
{
    char *to = more_room(out, digits);

    end_at(out, to + digits);
    for (guint i = digits; i; i--, number /= 10)
        to[i - 1] = (char)('0' + number % 10);
}

/* 1998-10-25, 25/10/1998, 25.10.1998, 19981025 and the dates of timestamps: all become 19981025. Day and month of a
 * slashed date change places where only that makes a date. */
static gboolean
normal_date(const char *data, gsize size, GString *out)
{
    guint part[3] = {0}, digits[3] = {0}, n = 0, year, month, day;

    for (gsize i = 0; i < size && n < 3; i++) {
        if (g_ascii_isdigit(data[i])) {
            part[n] = part[n] * 10 + (guint)(data[i] - '0');
            if (++digits[n] == 8 && n == 0) {
                digits[0] = 4, digits[1] = digits[2] = 2;
                part[2] = part[0] % 100, part[1] = part[0] / 100 % 100, part[0] /= 10000;
                n = 2;
            } else if (digits[n] > 8) {
                return FALSE;
            }
        } else if (!digits[n] || n == 2) {
            break;
        } else {
            n++;
        }
    }
    if (n != 2 || !digits[2])
        return FALSE;
    year = digits[0] == 4 ? part[0] : part[2];
    month = part[1];
    day = digits[0] == 4 ? part[2] : part[0];
    if (month > 12 && digits[0] != 4) {
        month = part[0];
        day = part[1];
    }
    if (year < 1800 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
        return FALSE;
    append_number(out, year, 4);
    append_number(out, month, 2);
    append_number(out, day, 2);
    return TRUE;
}

/* National and international form of one number meet in its last nine digits, as the numbering plans of Western Europe
 * allow. */
static gboolean
normal_phone(const char *data, gsize size, gsize last, GString *out)
{
    append_class(out, data, size, FALSE);
    if (out->len < 8 || out->len > 17)
        return FALSE;
    if (out->len > last)
        drop_front(out, out->len - last);
    return !is_dummy(out->str, out->len);
}

static gboolean
normal_number(const char *data, gsize size, GString *out)
{
    append_class(out, data, size, TRUE);
    strip_zeros(out);
    return out->len >= 3 && is_varied(out->str, out->len);
}

static gboolean
normal_rider(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    switch (value_class) {
    case CS_VC_NAME:
        return normal_name(data, size, out);
    case CS_VC_PLACE:
        append_folded(out, data, size, FALSE);
        return out->len > 1;
    case CS_VC_STREET:
        append_folded(out, data, size, TRUE);
        return out->len > 3;
    case CS_VC_CODE:
        append_class(out, data, size, TRUE);
        return out->len > 2;
    case CS_VC_DATE:
        return normal_date(data, size, out);
    case CS_VC_LINE:
        cs_utf8_fold(out, data, size);
        return out->len > 1;
    default:
        append_bytes(out, data, size);
        return size > 0;
    }
}

gboolean
cs_normal_sampler(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    end_at(out, out->str);
    trim(&data, &size);
    if (value_class > CS_VC_TEXT)
        return normal_rider(value_class, data, size, out);
    if (value_class == CS_VC_PHONE)
        return normal_phone(data, size, PHONE_SAMPLER, out);
    if (value_class == CS_VC_EMAIL || value_class == CS_VC_TEXT) {
        append_lower(out, data, size);
        return out->len > 2;
    }
    return normal_number(data, size, out);
}

/* NFKC and case folding; ASCII needs neither. */
static gboolean
normal_mail(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    if (cs_utf8_is_ascii(data, size)) {
        append_lower(out, data, size);
    } else {
        g_autofree char *normal = g_utf8_normalize(data, (gssize)size, G_NORMALIZE_NFKC);
        g_autofree char *folded = normal ? g_utf8_casefold(normal, -1) : NULL;

        g_string_append(out, folded ? folded : "");
        if (normal)
            sodium_memzero(normal, strlen(normal));
        if (folded)
            sodium_memzero(folded, strlen(folded));
    }
    return out->len > 2 && (value_class == CS_VC_TEXT || memchr(out->str, '@', out->len));
}

gboolean
cs_normal_identity(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    end_at(out, out->str);
    trim(&data, &size);
    if (is_dummy(data, size))
        return FALSE;
    if (value_class > CS_VC_TEXT)
        return normal_rider(value_class, data, size, out);
    if (value_class == CS_VC_PHONE)
        return normal_phone(data, size, PHONE_IDENTITY, out);
    if (value_class == CS_VC_EMAIL || value_class == CS_VC_TEXT)
        return normal_mail(value_class, data, size, out);
    if (value_class == CS_VC_IBAN) {
        append_class(out, data, size, TRUE);
        return cs_check_find("iban")->fn(out->str, out->len);
    }
    return normal_number(data, size, out);
}

gboolean
cs_normal_listed(enum cs_value_class value_class, const char *data, gsize size, GString *out)
{
    gboolean text = value_class == CS_VC_EMAIL || value_class == CS_VC_TEXT;

    end_at(out, out->str);
    trim(&data, &size);
    if (!CS_VC_IS_KEY(value_class))
        return FALSE;
    if (text)
        append_lower(out, data, size);
    else
        append_class(out, data, size, value_class != CS_VC_PHONE);
    if (value_class == CS_VC_PHONE && out->len > PHONE_IDENTITY)
        g_string_erase(out, 0, (gssize)(out->len - PHONE_IDENTITY));
    if (value_class == CS_VC_NUMBER || value_class == CS_VC_CARD)
        strip_zeros(out);
    return out->len >= (value_class == CS_VC_PHONE ? 8 : 3) && is_varied(out->str, out->len) &&
           (value_class != CS_VC_EMAIL || memchr(out->str, '@', out->len));
}

guint32
cs_signature(const char *form, gsize size)
{
    guint32 bits = 0;

    for (gsize i = 0; i + 1 < size; i++) {
        guint32 pair = (guint32)((guchar)form[i] << 8 | (guchar)form[i + 1]);

        bits |= 1u << (pair * 0x9e3779b1u >> 27);
    }
    return bits;
}

/* One letter wrong touches two pairs here and two there; one left out, three in all. */
gboolean
cs_signature_near(guint32 a, guint32 b)
{
    int differ = __builtin_popcount(a ^ b), common = __builtin_popcount(a & b);

    return differ <= 4 && common > differ;
}

gboolean
cs_signature_similar(guint32 a, guint32 b)
{
    return __builtin_popcount(a & b) * 10 >= __builtin_popcount(a | b) * 7;
}

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
    end_at(h->nf0, h->nf0->str);
    end_at(h->nf1, h->nf1->str);
    if (!normal_phone(data, size, PHONE_IDENTITY, h->nf1))
        return FALSE;
    skipped = h->nf1->len - MIN(h->nf1->len, PHONE_SAMPLER);
    append_bytes(h->nf0, h->nf1->str + skipped, h->nf1->len - skipped);
    return !is_dummy(h->nf0->str, h->nf0->len);
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
        trim(&data, &size);
        return is_dummy(data, size) ? NULL : h->nf0;
    case CS_VC_EMAIL:
    case CS_VC_TEXT:
        if (h->ascii)
            return is_dummy(h->nf0->str, h->nf0->len) || (is_email && !memchr(h->nf0->str, '@', h->nf0->len)) ? NULL
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
        if (h->value_class != CS_VC_LOCAL && is_dummy(form->str, form->len))
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
