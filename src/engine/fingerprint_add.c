/* fingerprint_add.c - values into a fingerprint, each by the shortest way that its class allows. */
#include "engine/fingerprint_private.h"

#include "base/utf8.h"

static void
watch_numbers(struct cs_fingerprint *f, const GString *nf0)
{
    guint64 n = 0;

    if (!nf0->len || nf0->len > 12)
        return;
    for (gsize i = 0; i < nf0->len; i++) {
        if (!g_ascii_isdigit(nf0->str[i]))
            return;
        n = n * 10 + (guint64)(nf0->str[i] - '0');
    }
    f->numbers++;
    f->first_number = MIN(f->first_number, n);
    f->last_number = MAX(f->last_number, n);
}

/* Does anybody seek a value of this CRC? */
static gboolean
is_sought(const struct cs_fingerprint *f, guint32 crc)
{
    return f->met && cs_met_wants(f->met, crc);
}

static void
keep(struct cs_fingerprint *f, const struct cs_kept_value *one)
{
    if (f->met)
        cs_met_add(f->met, one->hash, one->crc, one->rows);
    if (cs_kept_wants(&f->kept, one->crc)) /* the level may have risen since */
        cs_kept_add(&f->kept, one->hash, one->crc, one->rows);
}

static void
keep_waiting(struct cs_fingerprint *f)
{
    for (guint i = 0; i < f->n_waiting; i++)
        keep(f, &f->waiting[i]);
    f->n_waiting = 0;
}

static void
keep_soon(struct cs_fingerprint *f, guint64 hash, guint32 crc, guint32 rows)
{
    if (!cs_kept_wants(&f->kept, crc) && !is_sought(f, crc))
        return;
    cs_kept_expect(&f->kept, hash);
    f->waiting[f->n_waiting++] = (struct cs_kept_value){hash, crc, rows};
    if (f->n_waiting == CS_FINGERPRINT_WAITING)
        keep_waiting(f);
}

/* What was remembered goes into the table. */
static void
forget_memo(struct cs_fingerprint *f)
{
    for (guint i = 0; f->memo.values && i < CS_MEMO; i++) {
        const struct cs_remembered *m = &f->memo.values[i];

        if (m->value)
            keep_soon(f, m->hash, m->crc, m->rows);
    }
    cs_memo_clear(&f->memo);
}

void
cs_fingerprint_settle(struct cs_fingerprint *f)
{
    forget_memo(f);
    keep_waiting(f);
}

/* A key's cell; its identity where the row is kept for its sake. */
static gboolean
make_key(struct cs_fingerprint *f, const char *data, gsize size, guint row_level, struct cs_cell *ret_cell)
{
    if (!cs_hasher_sample(f->hasher, data, size, ret_cell) || !cs_hasher_quick(f->hasher, data, size, &ret_cell->quick))
        return FALSE;
    f->wide += cs_hasher_is_wide(f->hasher);
    if (f->value_class == CS_VC_NUMBER || f->value_class == CS_VC_PHONE)
        watch_numbers(f, cs_hasher_form(f->hasher));
    cs_repeats_add(&f->repeats, ret_cell->quick);
    return (ret_cell->crc & ((1u << MIN(row_level, 31)) - 1) && !is_sought(f, ret_cell->crc)) ||
           cs_hasher_identify(f->hasher, data, size, ret_cell);
}

static gboolean
add_key(struct cs_fingerprint *f, const char *data, gsize size, guint row_level, struct cs_cell *ret_cell)
{
    if (!make_key(f, data, size, row_level, ret_cell))
        return FALSE;
    if (is_sought(f, ret_cell->crc))
        cs_met_add(f->met, ret_cell->hash, ret_cell->crc, 1);
    if (cs_kept_wants(&f->kept, ret_cell->crc))
        cs_kept_add_key(&f->kept, ret_cell, f->hasher);
    return TRUE;
}

/* The cell of a value that rides on rows; whole: its hash in any case. */
static gboolean
make_rider(struct cs_fingerprint *f, const char *data, gsize size, gboolean whole, guint row_level,
           struct cs_cell *ret_cell)
{
    if (!cs_hasher_sample(f->hasher, data, size, ret_cell))
        return FALSE;
    return (!whole && ret_cell->crc & ((1u << MIN(f->kept.level, row_level)) - 1) && !is_sought(f, ret_cell->crc)) ||
           cs_hasher_identify(f->hasher, data, size, ret_cell);
}

/* A value that may be known; what it displaces goes into the table. */
static gboolean
remember(struct cs_fingerprint *f, const char *data, gsize size, struct cs_cell *ret_cell)
{
    const guint64 value = cs_hash64(data, size, f->seed) | 1;
    struct cs_remembered *m = cs_memo_at(&f->memo, value);

    f->memo.tried++;
    if (m->value == value) {
        f->memo.known++;
        m->rows++;
        *ret_cell = (struct cs_cell){.hash = m->hash, .crc = m->crc, .signature = m->signature};
        return TRUE;
    }
    if (!make_rider(f, data, size, TRUE, 0, ret_cell))
        return FALSE;
    if (m->value)
        keep_soon(f, m->hash, m->crc, m->rows);
    *m = (struct cs_remembered){value, ret_cell->hash, ret_cell->crc, ret_cell->signature, 1};
    return TRUE;
}

static gboolean
add_rider(struct cs_fingerprint *f, const char *data, gsize size, guint row_level, struct cs_cell *ret_cell)
{
    if (cs_memo_is_vain(&f->memo))
        forget_memo(f);
    if (f->memo.values)
        return remember(f, data, size, ret_cell);
    if (!make_rider(f, data, size, f->quick, row_level, ret_cell))
        return FALSE;
    keep_soon(f, ret_cell->hash, ret_cell->crc, 1);
    return TRUE;
}

gboolean
cs_fingerprint_add(struct cs_fingerprint *f, const char *data, gsize size, guint row_level, struct cs_cell *ret_cell)
{
    gboolean good = size && (CS_VC_IS_KEY(f->value_class) ? add_key : add_rider)(f, data, size, row_level, ret_cell);

    f->rows += size > 0;
    f->unusable += size && !good;
    if (!good)
        *ret_cell = (struct cs_cell){0};
    return good;
}

gboolean
cs_fingerprint_refused(struct cs_fingerprint *f, const char *data, gsize size, guint64 *ret_quick)
{
    gboolean ascii;

    if (!size || !CS_VC_IS_KEY(f->value_class))
        return FALSE;
    if (!cs_utf8_is_text(data, size, &ascii)) {
        f->unread++;
        return FALSE;
    }
    if (!cs_hasher_listed(f->hasher, data, size, ret_quick))
        return FALSE;
    f->listed++;
    return TRUE;
}

void
cs_fingerprint_cut(struct cs_fingerprint *f)
{
    f->unread++;
}

gboolean
cs_fingerprint_identify(struct cs_fingerprint *f, const char *data, gsize size, struct cs_cell *ret_cell)
{
    return cs_hasher_sample(f->hasher, data, size, ret_cell) && cs_hasher_identify(f->hasher, data, size, ret_cell);
}
