/* fingerprint.c - keyed hashes of the values that the coordinated sampler keeps. */
#include "engine/fingerprint.h"

#include "base/utf8.h"
#include "engine/ruleset.h"
#include "model/taxonomy.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ALL_UP_TO 8192   /* level 0 until this many hashes */
#define LEAST 4096       /* never fewer because of the level … */
#define MOST 65536       /* … nor more than this many kept */
#define FLOOR_LEVEL 6    /* 1/64, unless MOST is met */
#define TOO_FREQUENT 200 /* one value in more rows than rows / this */

struct posting {
    guint64 hash;
    guint32 crc;
    guint32 rows;
};

struct cs_fingerprint {
    struct cs_place place;
    const char *attribute, *value_class;
    struct cs_subkey own, email;
    GHashTable *kept;         /* hash → struct posting*, while adding */
    struct posting *postings; /* sorted by hash, after finish */
    guint n;
    guint level;
    guint64 rows, unusable, first_number, last_number, numbers;
    GString *nf0, *nf1;
};

static gboolean
is_dummy(const char *text, gsize size)
{
    static const char *const words[] = {"test",    "n/a", "na", "none",    "null",      "inconnu",
                                        "unknown", "xxx", "-",  "noreply", "anonymous", NULL};

    for (const char *const *w = words; *w; w++)
        if (strlen(*w) == size && !g_ascii_strncasecmp(*w, text, size))
            return TRUE;
    for (gsize i = 1; i < size; i++)
        if (text[i] != text[0])
            return FALSE;
    return TRUE;
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

static void
append_class(GString *out, const char *data, gsize size, gboolean letters)
{
    for (gsize i = 0; i < size; i++)
        if (g_ascii_isdigit(data[i]) || (letters && g_ascii_isalpha(data[i])))
            g_string_append_c(out, g_ascii_toupper(data[i]));
}

gboolean
cs_normal_sampler(const char *value_class, const char *data, gsize size, GString *out)
{
    g_string_truncate(out, 0);
    trim(&data, &size);
    if (!strcmp(value_class, "phone")) {
        append_class(out, data, size, FALSE);
        if (out->len > 8)
            g_string_erase(out, 0, (gssize)out->len - 8);
        return out->len == 8;
    }
    if (!strcmp(value_class, "email") || !strcmp(value_class, "text")) {
        for (gsize i = 0; i < size; i++)
            g_string_append_c(out, g_ascii_tolower(data[i]));
        return out->len > 2;
    }
    append_class(out, data, size, TRUE);
    while (out->len > 1 && *out->str == '0')
        g_string_erase(out, 0, 1);
    return out->len >= 3;
}

/* National form and international form of one number meet in the country code, guessed for a leading 0
 * as nothing but "national": the last nine digits, as the numbering plans of Western Europe allow. */
static gboolean
normal_phone(const char *data, gsize size, GString *out)
{
    append_class(out, data, size, FALSE);
    if (out->len < 8 || out->len > 17)
        return FALSE;
    if (out->len > 9)
        g_string_erase(out, 0, (gssize)out->len - 9);
    return !is_dummy(out->str, out->len);
}

gboolean
cs_normal_identity(const char *value_class, const char *data, gsize size, GString *out)
{
    g_string_truncate(out, 0);
    trim(&data, &size);
    if (is_dummy(data, size))
        return FALSE;
    if (!strcmp(value_class, "phone"))
        return normal_phone(data, size, out);
    if (!strcmp(value_class, "email") || !strcmp(value_class, "text")) {
        g_autofree char *normal = g_utf8_normalize(data, (gssize)size, G_NORMALIZE_NFKC);
        g_autofree char *folded = normal ? g_utf8_casefold(normal, -1) : NULL;

        g_string_append(out, folded ? folded : "");
        return out->len > 2 && (strcmp(value_class, "email") || strchr(out->str, '@'));
    }
    append_class(out, data, size, TRUE);
    if (!strcmp(value_class, "iban"))
        return cs_check_find("iban")->fn(out->str, out->len);
    while (out->len > 1 && *out->str == '0')
        g_string_erase(out, 0, 1);
    return out->len >= 3;
}

struct cs_fingerprint *
cs_fingerprint_new(const struct cs_key *key, const char *attribute, const struct cs_place *place)
{
    struct cs_fingerprint *f = g_new0(struct cs_fingerprint, 1);
    const struct cs_attribute *a = cs_taxonomy_find(attribute);

    cs_place_set(&f->place, place->source, place->schema, place->object, place->column, place->path);
    f->attribute = a->id;
    f->value_class = a->value_class ? a->value_class : "text";
    cs_subkey_derive(key, f->value_class, &f->own);
    cs_subkey_derive(key, "email", &f->email);
    f->kept = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
    f->nf0 = g_string_new(NULL);
    f->nf1 = g_string_new(NULL);
    f->first_number = G_MAXUINT64;
    return f;
}

void
cs_fingerprint_free(struct cs_fingerprint *f)
{
    if (!f)
        return;
    cs_place_clear(&f->place);
    cs_subkey_clear(&f->own);
    cs_subkey_clear(&f->email);
    sodium_memzero(f->nf0->str, f->nf0->allocated_len);
    sodium_memzero(f->nf1->str, f->nf1->allocated_len);
    g_string_free(f->nf0, TRUE);
    g_string_free(f->nf1, TRUE);
    if (f->kept)
        g_hash_table_unref(f->kept);
    g_free(f->postings);
    g_free(f);
}

static gboolean
below_level(gpointer key, gpointer value, gpointer data)
{
    (void)key;
    return (((struct posting *)value)->crc & ((1u << *(guint *)data) - 1)) != 0;
}

/* Too many are kept: the next level keeps half of them. */
static void
raise_level(struct cs_fingerprint *f)
{
    guint most = f->level < FLOOR_LEVEL ? ALL_UP_TO : MOST;

    while (g_hash_table_size(f->kept) > most && f->level < 30) {
        f->level++;
        g_hash_table_foreach_remove(f->kept, below_level, &f->level);
        most = f->level < FLOOR_LEVEL ? ALL_UP_TO : MOST;
    }
}

static void
watch_numbers(struct cs_fingerprint *f, const GString *nf0)
{
    guint64 n;

    if (nf0->len > 12 || !g_ascii_string_to_unsigned(nf0->str, 10, 0, G_MAXUINT64 - 1, &n, NULL))
        return;
    f->numbers++;
    f->first_number = MIN(f->first_number, n);
    f->last_number = MAX(f->last_number, n);
}

void
cs_fingerprint_add(struct cs_fingerprint *f, const char *data, gsize size)
{
    gboolean is_email = !strcmp(f->value_class, "text") && memchr(data, '@', size);
    struct posting *p;
    guint64 hash;
    guint32 crc;

    if (!size)
        return;
    f->rows++;
    if (!g_utf8_validate_len(data, size, NULL) || !cs_normal_sampler(f->value_class, data, size, f->nf0)) {
        f->unusable++;
        return;
    }
    if (!strcmp(f->value_class, "number"))
        watch_numbers(f, f->nf0);
    crc = cs_crc32(f->nf0->str, f->nf0->len);
    if (crc & ((1u << f->level) - 1))
        return;
    if (!cs_normal_identity(is_email ? "email" : f->value_class, data, size, f->nf1)) {
        f->unusable++;
        return;
    }
    hash = cs_subkey_hash(is_email ? &f->email : &f->own, f->nf1->str, f->nf1->len);
    p = g_hash_table_lookup(f->kept, &hash);
    if (!p) {
        p = g_new0(struct posting, 1);
        p->hash = hash;
        p->crc = crc;
        g_hash_table_insert(f->kept, &p->hash, p);
    }
    p->rows++;
    raise_level(f);
}

void
cs_fingerprint_filtered(struct cs_fingerprint *f, guint level)
{
    f->level = level;
}

static int
by_hash(const void *a, const void *b)
{
    const struct posting *x = a, *y = b;

    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

void
cs_fingerprint_finish(struct cs_fingerprint *f)
{
    guint64 frequent = MAX(f->rows / TOO_FREQUENT, 20);
    GHashTableIter iter;
    gpointer value;

    f->postings = g_new(struct posting, g_hash_table_size(f->kept) + 1);
    g_hash_table_iter_init(&iter, f->kept);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        if (((struct posting *)value)->rows <= frequent)
            f->postings[f->n++] = *(struct posting *)value;
    g_clear_pointer(&f->kept, g_hash_table_unref);
    qsort(f->postings, f->n, sizeof *f->postings, by_hash);
}

guint
cs_fingerprint_level(const struct cs_fingerprint *f)
{
    return f->level;
}

guint64
cs_fingerprint_kept(const struct cs_fingerprint *f)
{
    return f->n;
}

double
cs_fingerprint_distinct(const struct cs_fingerprint *f)
{
    return (double)f->n * (double)(1u << f->level);
}

const struct cs_place *
cs_fingerprint_place(const struct cs_fingerprint *f)
{
    return &f->place;
}

const char *
cs_fingerprint_attribute(const struct cs_fingerprint *f)
{
    return f->attribute;
}

const char *
cs_fingerprint_class(const struct cs_fingerprint *f)
{
    return f->value_class;
}

gboolean
cs_fingerprint_is_serial(const struct cs_fingerprint *f)
{
    return f->numbers * 10 > f->rows * 9 && f->n > 0 &&
           (double)(f->last_number - f->first_number) < 4 * cs_fingerprint_distinct(f);
}

guint64
cs_fingerprint_hash(const struct cs_fingerprint *f, guint index, guint32 *ret_crc)
{
    *ret_crc = f->postings[index].crc;
    return f->postings[index].hash;
}

void
cs_fingerprint_common(const struct cs_fingerprint *a, const struct cs_fingerprint *b, guint64 *ret_a, guint64 *ret_b,
                      guint64 *ret_common)
{
    guint32 mask = (1u << MAX(a->level, b->level)) - 1;
    guint64 na = 0, nb = 0, common = 0;
    guint i = 0, k = 0;

    for (guint x = 0; x < a->n; x++)
        na += (a->postings[x].crc & mask) == 0;
    for (guint x = 0; x < b->n; x++)
        nb += (b->postings[x].crc & mask) == 0;
    while (i < a->n && k < b->n) {
        if (a->postings[i].hash < b->postings[k].hash) {
            i++;
        } else if (a->postings[i].hash > b->postings[k].hash) {
            k++;
        } else {
            common += (a->postings[i].crc & mask) == 0 && (b->postings[k].crc & mask) == 0;
            i++;
            k++;
        }
    }
    *ret_a = na;
    *ret_b = nb;
    *ret_common = common;
}

guint
cs_fingerprint_level_for(double distinct)
{
    guint level = 0;

    while (level < FLOOR_LEVEL && distinct / (double)(1u << (level + 1)) >= LEAST)
        level++;
    return level;
}
