/* fingerprint.c - the hashes of the values that the coordinated sampler keeps, in one open table. */
#include "engine/fingerprint.h"

#include "base/utf8.h"
#include "engine/estimate.h"
#include "engine/pending.h"
#include "engine/radix.h"
#include "engine/sought.h"
#include "model/taxonomy.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define LEAST 4096           /* kept by a filter at the source */
#define FLOOR_LEVEL 6        /* 1/64, unless MOST is met */
#define EVERY_MAX (1u << 19) /* values of one column that are counted one by one */
#define TOO_FREQUENT 200     /* one value in more rows than rows / this */
#define MEMO 2048            /* values whose cells are remembered, a power of two */
#define WAITING 16           /* cells on their way into the table: meanwhile its memory comes near */

struct posting {
    guint64 hash; /* of a key, until finish: its quick one. 0: empty slot */
    guint32 crc;
    guint32 rows;
};

/* What was found of a value that may come again, a name, a town, and how many rows have come with it since it did. */
struct memo {
    guint64 value; /* its hash under the scan's seed; 0: empty */
    struct posting posting;
    guint32 signature;
};

struct cs_fingerprint {
    struct cs_place place;
    const char *attribute;
    enum cs_value_class value_class;
    struct cs_hasher *hasher;
    struct posting *postings; /* a table of slots while adding, sorted by hash after finish */
    cs_pending_ref *refs;     /* of a key, by slot: its identity */
    struct cs_pending pending;
    guint slots, n, capacity;
    guint level;
    guint64 rows, unusable, first_number, last_number, numbers;
    guint64 listed, wide, unread; /* rows: unusable and in statements all the same; of two forms; not read */
    double repeated, surplus;
    struct cs_row_count of_repeated; /* rows of repeated values */
    guint filtered;                  /* level of the rows that the source gave */
    guint64 *every; /* fast hash of each usable value of a key, to count the repeated ones; NULL: too many */
    guint n_every;
    gboolean exact, dropped, quick, suspect;
    struct cs_met *met;        /* of the values that are sought, or NULL */
    guint offered, offered_in; /* level, and number of the first set; 0: never */
    struct posting waiting[WAITING];
    guint n_waiting;
    guint64 seed;
    struct memo *memo; /* NULL: hardly a value comes again */
    guint tried, known;
};

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
    f->capacity = CLAMP(capacity, CS_FINGERPRINT_LEAST, CS_FINGERPRINT_MOST);
    f->slots = 64;
    f->postings = g_new0(struct posting, f->slots);
    f->first_number = G_MAXUINT64;
    f->seed = seed;
    if (CS_VC_IS_KEY(f->value_class)) {
        f->every = g_new(guint64, 64);
        f->refs = g_new0(cs_pending_ref, f->slots);
    } else {
        f->memo = g_new0(struct memo, MEMO);
    }
    return f;
}

static void
forget_every(struct cs_fingerprint *f)
{
    if (f->every)
        sodium_memzero(f->every, f->n_every * sizeof *f->every);
    g_clear_pointer(&f->every, g_free);
}

void
cs_fingerprint_free(struct cs_fingerprint *f)
{
    if (!f)
        return;
    cs_place_clear(&f->place);
    cs_hasher_free(f->hasher);
    forget_every(f);
    if (f->memo)
        sodium_memzero(f->memo, MEMO * sizeof *f->memo);
    g_free(f->memo);
    cs_met_free(f->met);
    sodium_memzero(f->waiting, sizeof f->waiting);
    cs_pending_clear(&f->pending);
    g_free(f->refs);
    sodium_memzero(f->postings, (f->slots ? f->slots : f->n) * sizeof *f->postings);
    g_free(f->postings);
    g_free(f);
}

static guint
first_slot(guint slots, guint64 hash)
{
    return (guint)(hash * 0x9e3779b97f4a7c15u >> 32) & (slots - 1);
}

static struct posting *
slot(struct posting *table, guint slots, guint64 hash)
{
    guint i = first_slot(slots, hash);

    while (table[i].hash && table[i].hash != hash)
        i = (i + 1) & (slots - 1);
    return &table[i];
}

/* Moves what is still in the sample into a table of so many slots. */
static void
rebuild(struct cs_fingerprint *f, guint slots)
{
    struct posting *table = g_new0(struct posting, slots);
    cs_pending_ref *refs = f->refs ? g_new0(cs_pending_ref, slots) : NULL;
    struct cs_pending pending = {NULL};
    guint32 mask = (1u << f->level) - 1;

    f->n = 0;
    for (guint i = 0; i < f->slots; i++) {
        struct posting *to;

        if (!f->postings[i].hash || f->postings[i].crc & mask)
            continue;
        to = slot(table, slots, f->postings[i].hash);
        *to = f->postings[i];
        if (refs)
            refs[to - table] = cs_pending_move(&f->pending, f->refs[i], &pending);
        f->n++;
    }
    sodium_memzero(f->postings, f->slots * sizeof *f->postings);
    g_free(f->postings);
    g_free(f->refs);
    cs_pending_clear(&f->pending);
    f->postings = table;
    f->refs = refs;
    f->pending = pending;
    f->slots = slots;
}

/* Too many are kept: the next level keeps half of them. */
static void
make_room(struct cs_fingerprint *f)
{
    while (f->n > (f->level < FLOOR_LEVEL ? f->capacity : CS_FINGERPRINT_MOST) && f->level < 30) {
        f->level++;
        rebuild(f, f->slots);
    }
    if (f->n * 4 > f->slots * 3)
        rebuild(f, f->slots * 2);
}

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

static void
keep(struct cs_fingerprint *f, const struct posting *one)
{
    struct posting *p;

    if (f->met)
        cs_met_add(f->met, one->hash, one->crc, one->rows);
    if (one->crc & ((1u << f->level) - 1)) /* the level has risen since */
        return;
    p = slot(f->postings, f->slots, one->hash);
    p->rows += one->rows;
    if (p->hash)
        return;
    p->hash = one->hash;
    p->crc = one->crc;
    f->n++;
    make_room(f);
}

/* Does anybody seek a value of this CRC? */
static gboolean
is_sought(const struct cs_fingerprint *f, guint32 crc)
{
    return f->met && cs_met_wants(f->met, crc);
}

/* A key's cell of the value that the hasher has just seen. */
static void
keep_key(struct cs_fingerprint *f, const struct cs_cell *cell)
{
    struct posting *p;

    if (is_sought(f, cell->crc))
        cs_met_add(f->met, cell->hash, cell->crc, 1);
    if (cell->crc & ((1u << f->level) - 1))
        return;
    p = slot(f->postings, f->slots, cell->quick);
    p->rows++;
    if (p->hash)
        return;
    p->hash = cell->quick;
    p->crc = cell->crc;
    f->refs[p - f->postings] =
        cell->hash ? cs_pending_put_hash(&f->pending, cell->hash) : cs_pending_put_form(&f->pending, f->hasher);
    f->n++;
    make_room(f);
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
    if (crc & ((1u << f->level) - 1) && !is_sought(f, crc))
        return;
    __builtin_prefetch(&f->postings[first_slot(f->slots, hash)], 1);
    f->waiting[f->n_waiting++] = (struct posting){hash, crc, rows};
    if (f->n_waiting == WAITING)
        keep_waiting(f);
}

/* What was remembered goes into the table. */
static void
forget_memo(struct cs_fingerprint *f)
{
    for (guint i = 0; f->memo && i < MEMO; i++)
        if (f->memo[i].value)
            keep_soon(f, f->memo[i].posting.hash, f->memo[i].posting.crc, f->memo[i].posting.rows);
    if (f->memo)
        sodium_memzero(f->memo, MEMO * sizeof *f->memo);
    g_clear_pointer(&f->memo, g_free);
}

/* For the count of repeated values. */
static void
note_value(struct cs_fingerprint *f, guint64 quick)
{
    if (!f->every || f->n_every == EVERY_MAX) {
        forget_every(f);
        return;
    }
    if (f->n_every >= 64 && !(f->n_every & (f->n_every - 1)))
        f->every = g_renew(guint64, f->every, (gsize)f->n_every * 2);
    f->every[f->n_every++] = quick;
}

/* Sorted, equal ones stand together. */
static void
count_repeated(struct cs_fingerprint *f)
{
    guint64 *spare = g_new(guint64, f->n_every + 1);

    cs_radix_sort_words(f->every, spare, f->n_every, 0);
    g_free(spare);
    f->exact = TRUE;
    f->repeated = f->surplus = 0;
    for (guint i = 1; i < f->n_every; i++) {
        gboolean again = f->every[i] == f->every[i - 1];

        f->surplus += again;
        f->repeated += again && (i < 2 || f->every[i - 2] != f->every[i]);
    }
    cs_rows_estimate(f->repeated + f->surplus, f->repeated + f->surplus, 0, &f->of_repeated);
    forget_every(f);
}

/* Memory is of no use where few values come again. */
static void
judge_memo(struct cs_fingerprint *f)
{
    if (f->known < f->tried / 3)
        forget_memo(f);
    f->tried = f->known = 0;
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
    note_value(f, ret_cell->quick);
    return (ret_cell->crc & ((1u << MIN(row_level, 31)) - 1) && !is_sought(f, ret_cell->crc)) ||
           cs_hasher_identify(f->hasher, data, size, ret_cell);
}

/* The cell of a value that rides on rows; whole: its hash in any case. */
static gboolean
make_rider(struct cs_fingerprint *f, const char *data, gsize size, gboolean whole, guint row_level,
           struct cs_cell *ret_cell)
{
    if (!cs_hasher_sample(f->hasher, data, size, ret_cell))
        return FALSE;
    return (!whole && ret_cell->crc & ((1u << MIN(f->level, row_level)) - 1) && !is_sought(f, ret_cell->crc)) ||
           cs_hasher_identify(f->hasher, data, size, ret_cell);
}

/* A value that may be known; what it displaces goes into the table. */
static gboolean
remember(struct cs_fingerprint *f, const char *data, gsize size, struct cs_cell *ret_cell)
{
    const guint64 value = cs_hash64(data, size, f->seed) | 1;
    struct memo *m = &f->memo[value >> 32 & (MEMO - 1)];

    f->tried++;
    if (m->value == value) {
        f->known++;
        m->posting.rows++;
        ret_cell->hash = m->posting.hash;
        ret_cell->quick = 0;
        ret_cell->crc = m->posting.crc;
        ret_cell->signature = m->signature;
        return TRUE;
    }
    if (!make_rider(f, data, size, TRUE, 0, ret_cell))
        return FALSE;
    if (m->value)
        keep_soon(f, m->posting.hash, m->posting.crc, m->posting.rows);
    m->value = value;
    m->posting = (struct posting){ret_cell->hash, ret_cell->crc, 1};
    m->signature = ret_cell->signature;
    return TRUE;
}

static gboolean
add_rider(struct cs_fingerprint *f, const char *data, gsize size, guint row_level, struct cs_cell *ret_cell)
{
    if (f->tried == 2 * MEMO)
        judge_memo(f);
    if (f->memo)
        return remember(f, data, size, ret_cell);
    if (!make_rider(f, data, size, f->quick, row_level, ret_cell))
        return FALSE;
    keep_soon(f, ret_cell->hash, ret_cell->crc, 1);
    return TRUE;
}

static gboolean
add_key(struct cs_fingerprint *f, const char *data, gsize size, guint row_level, struct cs_cell *ret_cell)
{
    if (!make_key(f, data, size, row_level, ret_cell))
        return FALSE;
    keep_key(f, ret_cell);
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

void
cs_fingerprint_quick(struct cs_fingerprint *f)
{
    f->quick = TRUE;
}

void
cs_fingerprint_filtered(struct cs_fingerprint *f, guint level)
{
    f->level = f->filtered = level;
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

static int
by_hash(const void *a, const void *b)
{
    const struct posting *x = a, *y = b;

    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Values so frequent that they name nobody (a switchboard, a role mailbox) are no evidence; a frequent name is one. */
void
cs_fingerprint_finish(struct cs_fingerprint *f)
{
    guint64 frequent = CS_VC_IS_KEY(f->value_class) ? MAX(f->rows / TOO_FREQUENT, 20) : G_MAXUINT64;
    double scale, sum = 0, squares = 0;
    guint n = 0;

    forget_memo(f);
    keep_waiting(f);
    scale = (double)(1u << f->level);
    for (guint i = 0; i < f->slots; i++) {
        const struct posting *p = &f->postings[i];

        if (p->rows > 1) {
            f->repeated += scale;
            f->surplus += scale * (p->rows - 1);
            sum += p->rows;
            squares += (double)p->rows * p->rows;
        }
        if (p->hash && p->rows > frequent) {
            f->dropped = TRUE;
        } else if (p->hash) {
            f->postings[n] = *p;
            if (f->refs)
                f->postings[n].hash = cs_pending_hash(&f->pending, f->refs[i], f->hasher);
            n++;
        }
    }
    cs_pending_clear(&f->pending);
    g_clear_pointer(&f->refs, g_free);
    sodium_memzero(f->postings + n, (f->slots - n) * sizeof *f->postings);
    f->postings = g_renew(struct posting, f->postings, n + 1);
    f->n = n;
    f->slots = 0;
    qsort(f->postings, f->n, sizeof *f->postings, by_hash);
    g_clear_pointer(&f->hasher, cs_hasher_free);
    cs_rows_estimate(sum, squares, f->level, &f->of_repeated);
    f->exact = f->level == 0;
    if (f->met)
        cs_met_finish(f->met, frequent);
    if (f->every)
        count_repeated(f);
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
    return f->numbers * 10 > f->rows * 9 && f->n > 0 &&
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
    *ret_crc = f->postings[index].crc;
    return f->postings[index].hash;
}

/* Rows of the values that two fingerprints have in common. */
struct sum {
    double rows, squares;
};

static void
sum_add(struct sum *sum, guint32 rows)
{
    sum->rows += rows;
    sum->squares += (double)rows * rows;
}

/* Rows of f whose value is common. What statements of a report see otherwise, or values too frequent to take part, may
 * be common besides. */
static void
tell_rows(const struct cs_fingerprint *f, const struct cs_fingerprint *other, const struct sum *sum, guint level,
          struct cs_row_count *ret_rows)
{
    struct cs_row_count filled;

    cs_fingerprint_filled(f, &filled);
    cs_rows_estimate(sum->rows, sum->squares, level, ret_rows);
    cs_rows_widen(ret_rows,
                  (double)(f->listed + other->listed + cs_fingerprint_unsure(f) + cs_fingerprint_unsure(other)));
    if (f->dropped || other->dropped)
        ret_rows->high = filled.high;
    cs_rows_cap(ret_rows, filled.high);
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
    guint32 mask = (1u << f->level) - 1;
    guint n = 0;

    for (guint i = 0; f->met && i < f->met->n; i++)
        if (f->met->values[i].crc & mask) {
            if (ret_hashes)
                ret_hashes[n] = f->met->values[i].hash;
            n++;
        }
    return n;
}

/* Were a's hashes sought while b was read, more of them than b's own level holds? */
static gboolean
was_sought(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    return a->offered_in && b->met && a->offered_in <= b->met->number && a->offered < b->level;
}

static struct cs_common
common_of_sought(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    struct cs_common c = {.level = a->offered};
    struct sum rows_a = {0}, rows_b = {0};

    for (guint i = 0; i < a->n; i++) {
        const struct posting *p = &a->postings[i];
        const struct cs_met_value *met;

        if (p->crc & ((1u << a->offered) - 1))
            continue;
        c.a++;
        met = cs_met_find(b->met, p->hash);
        if (!met)
            continue;
        c.both++;
        sum_add(&rows_a, p->rows);
        sum_add(&rows_b, met->rows);
    }
    c.b = MAX(c.both, (guint64)(cs_fingerprint_distinct(b) / (double)(1u << c.level) + 0.5));
    tell_rows(a, b, &rows_a, c.level, &c.rows_a);
    tell_rows(b, a, &rows_b, c.level, &c.rows_b);
    return c;
}

static struct cs_common
common_of_samples(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    struct cs_common c = {.level = MAX(a->level, b->level)};
    const guint32 mask = (1u << c.level) - 1;
    struct sum rows_a = {0}, rows_b = {0};
    guint i = 0, k = 0;

    for (guint x = 0; x < a->n; x++)
        c.a += (a->postings[x].crc & mask) == 0;
    for (guint x = 0; x < b->n; x++)
        c.b += (b->postings[x].crc & mask) == 0;
    while (i < a->n && k < b->n) {
        const struct posting *p = &a->postings[i], *q = &b->postings[k];

        if (p->hash == q->hash && !(p->crc & mask)) {
            c.both++;
            sum_add(&rows_a, p->rows);
            sum_add(&rows_b, q->rows);
        }
        i += p->hash <= q->hash;
        k += q->hash <= p->hash;
    }
    tell_rows(a, b, &rows_a, c.level, &c.rows_a);
    tell_rows(b, a, &rows_b, c.level, &c.rows_b);
    return c;
}

struct cs_common
cs_fingerprint_common(const struct cs_fingerprint *a, const struct cs_fingerprint *b)
{
    struct cs_common c;

    if (was_sought(a, b))
        return common_of_sought(a, b);
    if (!was_sought(b, a))
        return common_of_samples(a, b);
    c = common_of_sought(b, a);
    return (struct cs_common){c.b, c.a, c.both, c.level, c.rows_b, c.rows_a};
}

guint
cs_fingerprint_level_for(double distinct)
{
    guint level = 0;

    while (level < FLOOR_LEVEL && distinct / (double)(1u << (level + 1)) >= LEAST)
        level++;
    return level;
}
