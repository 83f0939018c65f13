/* fingerprint.c - a fingerprint from its making to what it says of its column. */
#include "engine/fingerprint_private.h"

#include "engine/estimate.h"
#include "model/taxonomy.h"

#include <sodium.h>

#define LEAST 4096       /* kept by a filter at the source */
#define TOO_FREQUENT 200 /* one value in more rows than rows / this */

struct cs_fingerprint *
cs_fingerprint_new(const struct cs_key *key, guint64 seed, const char *attribute, const struct cs_place *place,
                   guint capacity)
{
    struct cs_fingerprint *f = g_new0(struct cs_fingerprint, 1);
    const struct cs_attribute *a = cs_taxonomy_find(attribute);

    cs_place_set(&f->place, place->source, place->schema, place->object, place->column, place->path);
    f->attribute = a->id;
    f->value_class = cs_value_class_find(a->value_class);
    f->hasher = cs_hasher_new(key, seed, f->value_class, "");
    cs_kept_init(&f->kept, CLAMP(capacity, CS_FINGERPRINT_LEAST, CS_FINGERPRINT_MOST), CS_VC_IS_KEY(f->value_class));
    f->first_number = G_MAXUINT64;
    f->seed = seed;
    if (CS_VC_IS_KEY(f->value_class))
        cs_repeats_init(&f->repeats);
    else
        cs_memo_init(&f->memo);
    return f;
}

void
cs_fingerprint_free(struct cs_fingerprint *f)
{
    if (!f)
        return;
    cs_place_clear(&f->place);
    cs_hasher_free(f->hasher);
    cs_repeats_clear(&f->repeats);
    cs_memo_clear(&f->memo);
    cs_met_free(f->met);
    cs_kept_clear(&f->kept);
    sodium_memzero(f->waiting, sizeof f->waiting);
    g_free(f);
}

void
cs_fingerprint_quick(struct cs_fingerprint *f)
{
    f->quick = TRUE;
}

void
cs_fingerprint_filtered(struct cs_fingerprint *f, guint level)
{
    f->kept.level = f->filtered = level;
    g_clear_pointer(&f->met, cs_met_free);
}

void
cs_fingerprint_seek(struct cs_fingerprint *f, const struct cs_sought *sought)
{
    f->met = cs_met_new(sought);
}

void
cs_fingerprint_offered(struct cs_fingerprint *f, guint level, guint number)
{
    f->offered = level;
    f->offered_in = f->offered_in ? f->offered_in : number;
}

/* Estimated from the values kept. */
static void
sum_repeated(struct cs_fingerprint *f)
{
    const double scale = (double)(1u << f->kept.level);
    double sum = 0, squares = 0;

    for (guint i = 0; i < f->kept.slots; i++) {
        const struct cs_kept_value *v = &f->kept.values[i];

        if (v->rows < 2)
            continue;
        f->repeated += scale;
        f->surplus += scale * (v->rows - 1);
        sum += v->rows;
        squares += (double)v->rows * v->rows;
    }
    cs_rows_estimate(sum, squares, f->kept.level, &f->of_repeated);
    f->exact = f->kept.level == 0;
}

static void
count_repeated(struct cs_fingerprint *f)
{
    if (!cs_repeats_count(&f->repeats, &f->repeated, &f->surplus))
        return;
    f->exact = TRUE;
    cs_rows_estimate(f->repeated + f->surplus, f->repeated + f->surplus, 0, &f->of_repeated);
}

/* Values so frequent that they name nobody (a switchboard, a role mailbox) are no evidence; a frequent name is one. */
void
cs_fingerprint_finish(struct cs_fingerprint *f)
{
    guint64 frequent = CS_VC_IS_KEY(f->value_class) ? MAX(f->rows / TOO_FREQUENT, 20) : G_MAXUINT64;

    cs_fingerprint_settle(f);
    sum_repeated(f);
    count_repeated(f);
    f->dropped = cs_kept_finish(&f->kept, frequent, f->hasher);
    if (f->met)
        cs_met_finish(f->met, frequent);
    g_clear_pointer(&f->hasher, cs_hasher_free);
}

guint
cs_fingerprint_level(const struct cs_fingerprint *f)
{
    return f->kept.level;
}

guint64
cs_fingerprint_kept(const struct cs_fingerprint *f)
{
    return f->kept.n;
}

double
cs_fingerprint_distinct(const struct cs_fingerprint *f)
{
    return (double)f->kept.n * (double)(1u << f->kept.level);
}

guint64
cs_fingerprint_rows(const struct cs_fingerprint *f)
{
    return f->rows << f->filtered;
}

/* Of a filtered sample, one row a value. */
guint64
cs_fingerprint_unusable(const struct cs_fingerprint *f)
{
    return f->unusable;
}

void
cs_fingerprint_filled(const struct cs_fingerprint *f, struct cs_row_count *ret_filled)
{
    double rows = (double)(f->rows - f->unusable + f->listed);

    cs_rows_estimate(rows, rows, f->filtered, ret_filled);
    ret_filled->high += (double)f->unread;
}

guint64
cs_fingerprint_unsure(const struct cs_fingerprint *f)
{
    return f->wide + f->unread;
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

enum cs_value_class
cs_fingerprint_class(const struct cs_fingerprint *f)
{
    return f->value_class;
}

gboolean
cs_fingerprint_is_dense(const struct cs_fingerprint *f)
{
    return f->numbers * 10 > f->rows * 9 && f->kept.n > 0 &&
           (double)(f->last_number - f->first_number) < 4 * cs_fingerprint_distinct(f);
}

gboolean
cs_fingerprint_is_serial(const struct cs_fingerprint *f)
{
    return f->value_class == CS_VC_NUMBER && cs_fingerprint_is_dense(f);
}

void
cs_fingerprint_suspect(struct cs_fingerprint *f)
{
    f->suspect = TRUE;
}

gboolean
cs_fingerprint_is_suspect(const struct cs_fingerprint *f)
{
    return f->suspect;
}

void
cs_fingerprint_raise(struct cs_fingerprint *f, const char *attribute)
{
    f->attribute = attribute;
    f->suspect = FALSE;
}

gboolean
cs_fingerprint_repeated(const struct cs_fingerprint *f, double *ret_values, double *ret_surplus,
                        struct cs_row_count *ret_listed)
{
    *ret_values = f->repeated;
    *ret_surplus = f->surplus;
    *ret_listed = f->of_repeated;
    cs_rows_widen(ret_listed, (double)(f->listed + cs_fingerprint_unsure(f)));
    return f->exact;
}

guint64
cs_fingerprint_hash(const struct cs_fingerprint *f, guint index, guint32 *ret_crc)
{
    *ret_crc = f->kept.values[index].crc;
    return f->kept.values[index].hash;
}

gboolean
cs_fingerprint_offers(const struct cs_fingerprint *f, guint *ret_level)
{
    *ret_level = f->offered;
    return f->offered_in > 0;
}

void
cs_fingerprint_take_met(struct cs_fingerprint *f, struct cs_fingerprint *again)
{
    cs_met_free(f->met);
    f->met = g_steal_pointer(&again->met);
}

guint
cs_fingerprint_met(const struct cs_fingerprint *f, guint64 *ret_hashes)
{
    guint32 mask = (1u << f->kept.level) - 1;
    guint n = 0;

    for (guint i = 0; f->met && i < f->met->n; i++)
        if (f->met->values[i].crc & mask) {
            if (ret_hashes)
                ret_hashes[n] = f->met->values[i].hash;
            n++;
        }
    return n;
}

guint
cs_fingerprint_level_for(double distinct)
{
    guint level = 0;

    while (level < CS_KEPT_FLOOR && distinct / (double)(1u << (level + 1)) >= LEAST)
        level++;
    return level;
}
