/* rows.c - each value of a streamed row into its fingerprint, and the rows that are kept into a row set.
 * Rows are taken by blocks, a column of a block at a time: what one fingerprint needs of memory stays near. */
#include "scan/reader.h"

#include "base/utf8.h"
#include "engine/extract.h"
#include "model/taxonomy.h"

#include <sodium.h>
#include <string.h>

/* The mailbox of a function is a value like any other, but it tells of no person: rows are not joined by it. */
static gboolean
is_shared(const struct cs_reader *r, const struct key *key, const char *text, gsize size)
{
    const struct cs_roles *roles = r->worker->crawl->scan->roles;

    return roles && cs_fingerprint_class(key->fingerprint) == CS_VC_EMAIL && cs_email_is_role(roles, text, size);
}

static void
on_value(void *ctx, const char *text, gsize size)
{
    struct cs_reader *r = ctx;
    struct key *key = &g_array_index(r->keys, struct key, r->current);
    struct cs_cell cell;

    if (!cs_fingerprint_add(key->fingerprint, text, size, 0, &cell) || is_shared(r, key, text, size))
        return;
    r->given[r->current] = GIVEN;
    if (r->cells[key->cell].hash) {
        struct more more = {key->cell, cell};

        g_array_append_val(r->more, more);
        return;
    }
    r->cells[key->cell] = cell;
    g_string_truncate(key->copy, 0);
    g_string_append_len(key->copy, text, (gssize)size);
}

/* Whether a row stands beside the code that the key goes with. */
static gboolean
is_beside_code(const struct key *key, const struct cs_value *row)
{
    const struct cs_value *code = key->code == G_MAXUINT ? NULL : &row[key->code];

    return !code ||
           (!code->null && code->size == strlen(key->code_value) && !memcmp(code->data, key->code_value, code->size));
}

static void
extract_value(struct cs_reader *r, guint index, const struct cs_value *v)
{
    const struct key *key = &g_array_index(r->keys, struct key, index);
    const struct cs_column *column = r->columns->pdata[key->column];
    const struct cs_extract what = {.matcher = r->worker->matcher,
                                    .ruleset = r->worker->crawl->scan->rules,
                                    .type = column->type,
                                    .encoding = column->encoding,
                                    .path = key->path,
                                    .encoded = key->encoded};

    r->current = index;
    cs_extract(&what, v->data, v->size, v->truncated, on_value, r);
}

/* A value as it lies; its cell stays empty when it counts for nothing. */
static enum given
add_value(struct cs_reader *r, const struct key *key, const struct cs_value *v, struct cs_cell *cell)
{
    if (!cs_fingerprint_add(key->fingerprint, v->data, v->size, r->set->level, cell))
        return cs_fingerprint_refused(key->fingerprint, v->data, v->size, &cell->quick) ? ASIDE : NONE;
    return is_shared(r, key, v->data, v->size) ? ASIDE : GIVEN;
}

/* One key of a block of rows. */
static void
add_values(struct cs_reader *r, guint index, const struct cs_value *rows, gsize width, guint n)
{
    const struct key *key = &g_array_index(r->keys, struct key, index);
    struct cs_cell *cell = &r->cells[key->cell];
    enum given *given = &r->given[index];

    for (guint i = 0; i < n; i++, rows += width, cell += r->n_columns, given += r->keys->len) {
        const struct cs_value *v = &rows[key->column];

        *given = NONE;
        if (v->truncated && !v->null && !key->path)
            cs_fingerprint_cut(key->fingerprint);
        if (v->null || (v->truncated && !key->path) || !is_beside_code(key, rows))
            continue;
        if (key->copy)
            extract_value(r, index, v);
        else
            *given = add_value(r, key, v, cell);
    }
}

/* A row of a block: its values as they came, its cells, which keys it has. */
struct row {
    const struct cs_value *values;
    struct cs_cell *cells;
    const enum given *given;
};

/* How many levels a key is kept at: 0 … n - 1. */
static guint
reach_of(const struct cs_cell *cell)
{
    return cell->crc ? (guint)__builtin_ctz(cell->crc) + 1 : CS_REACH_MAX;
}

/* The reach of the row for this key's sake. */
static guint
add_local_value(const struct local *local, const struct row *row)
{
    const struct cs_value *v = &row->values[local->column];
    struct cs_cell *cell = &row->cells[local->cell];

    if (v->null || v->truncated || !cs_hasher_sample(local->hasher, v->data, v->size, cell) ||
        !cs_hasher_identify(local->hasher, v->data, v->size, cell))
        return 0;
    cell->signature = reach_of(cell);
    return cell->signature;
}

/* The row's value for a key, which may be none. */
static gboolean
has(const struct row *row, guint index)
{
    return index != G_MAXUINT && row->given[index] == GIVEN;
}

struct text {
    const char *data;
    gsize size;
};

static struct text
text_of(const struct cs_reader *r, const struct row *row, guint index)
{
    const struct key *key = &g_array_index(r->keys, struct key, index);
    const struct cs_value *v = &row->values[key->column];

    return key->copy ? (struct text){key->copy->str, key->copy->len} : (struct text){v->data, v->size};
}

/* Appends the folded words of a name without titles and civilities. */
static void
append_name(struct cs_reader *r, const struct row *row, guint index)
{
    const struct cs_ruleset *rules = r->worker->crawl->scan->rules;
    const struct text name = text_of(r, row, index);

    for (gsize from = 0, to; from < name.size; from = to + 1) {
        gsize length = r->text->len;

        for (to = from; to < name.size && !g_ascii_isspace(name.data[to]); to++)
            ;
        cs_utf8_fold(r->text, name.data + from, to - from);
        if (to == from || cs_ruleset_in_list(rules, r->civilities, r->text->str + length, r->text->len - length))
            g_string_truncate(r->text, length);
        else
            g_string_append_c(r->text, ' ');
    }
}

/* The whole name into its cell; FALSE when this row has none. */
static gboolean
make_name(struct cs_reader *r, const struct row *row)
{
    const gboolean parts = has(row, r->first) && has(row, r->last);
    struct cs_cell *cell = &row->cells[r->name_cell];

    if (!r->name || !(parts || has(row, r->whole)))
        return FALSE;
    g_string_truncate(r->text, 0);
    if (parts)
        append_name(r, row, r->first);
    append_name(r, row, parts ? r->last : r->whole);
    return cs_hasher_sample(r->name, r->text->str, r->text->len, cell) &&
           cs_hasher_identify(r->name, r->text->str, r->text->len, cell);
}

static gboolean
make_together(const struct cs_reader *r, const struct row *row, guint with, guint cell)
{
    if (!has(row, with))
        return FALSE;
    cs_cell_join(&row->cells[r->name_cell], &row->cells[g_array_index(r->keys, struct key, with).cell],
                 &row->cells[cell]);
    return TRUE;
}

/* The reach of the row for its composite keys' sake; *io_keyed: it has one at all. */
static guint
add_composites_of_row(struct cs_reader *r, const struct row *row, gboolean *io_keyed)
{
    gboolean birth, street;

    if (!make_name(r, row))
        return 0;
    birth = make_together(r, row, r->birth, r->birth_cell);
    street = make_together(r, row, r->street, r->street_cell);
    make_together(r, row, r->postal, r->postal_cell);
    *io_keyed |= birth || street;
    return MAX(birth ? reach_of(&row->cells[r->birth_cell]) : 0, street ? reach_of(&row->cells[r->street_cell]) : 0);
}

/* The cells that were left out because the sample of their own column did not want them. */
static void
complete(const struct cs_reader *r, const struct row *row)
{
    for (guint i = 0; i < r->keys->len; i++) {
        const struct key *key = &g_array_index(r->keys, struct key, i);
        struct text text;

        if (!has(row, i) || row->cells[key->cell].hash)
            continue;
        text = text_of(r, row, i);
        cs_fingerprint_identify(key->fingerprint, text.data, text.size, &row->cells[key->cell]);
    }
}

static void
add_day_value(struct cs_reader *r, struct cs_cell *cell, const struct cs_value *v)
{
    GDate day;
    guint number;

    if (v->null || !cs_normal_sampler(CS_VC_DATE, v->data, v->size, r->form))
        return;
    number = (guint)g_ascii_strtoull(r->form->str, NULL, 10);
    if (!g_date_valid_dmy((GDateDay)(number % 100), (GDateMonth)(number / 100 % 100), (GDateYear)(number / 10000)))
        return;
    g_date_clear(&day, 1);
    g_date_set_dmy(&day, (GDateDay)(number % 100), (GDateMonth)(number / 100 % 100), (GDateYear)(number / 10000));
    cell->hash = g_date_get_julian(&day);
}

static void
keep_row(struct cs_reader *r, const struct row *row, guint reach)
{
    complete(r, row);
    for (guint i = 0; i < r->days->len; i++) {
        const struct day *day = &g_array_index(r->days, struct day, i);

        add_day_value(r, &row->cells[day->cell], &row->values[day->column]);
    }
    cs_rowset_add(r->set, row->cells, reach, FALSE);
    for (guint i = 0; i < r->more->len; i++) {
        const struct more *more = &g_array_index(r->more, struct more, i);

        memset(row->cells, 0, r->n_columns * sizeof *row->cells);
        row->cells[more->cell] = more->value;
        cs_rowset_add(r->set, row->cells, reach, TRUE);
    }
}

/* What joins nobody leaves the row's cells. */
static void
set_aside(struct cs_reader *r, const struct row *row, guint index)
{
    struct cs_cell *cell = &row->cells[g_array_index(r->keys, struct key, index).cell];
    struct aside aside = {index, cell->quick};

    g_array_append_val(r->asides, aside);
    memset(cell, 0, sizeof *cell);
}

/* For who is who, and for the rows that a statement lists. */
static gsize
note_whole_row(struct cs_reader *r, const struct row *row, guint8 keyed)
{
    gsize bytes = cs_rowset_note(r->set, row->cells, keyed);

    for (guint i = 0; bytes && i < r->more->len; i++) {
        const struct more *more = &g_array_index(r->more, struct more, i);

        cs_rowset_note_more(r->set, more->cell, &more->value);
    }
    for (guint i = 0; bytes && i < r->asides->len; i++) {
        const struct aside *aside = &g_array_index(r->asides, struct aside, i);

        bytes += cs_rowset_note_aside(r->set, g_array_index(r->keys, struct key, aside->key).cell, aside->hash);
    }
    return bytes;
}

/* For the rows that a statement lists alone. */
static gsize
note_keys(struct cs_reader *r, const struct row *row)
{
    gsize bytes;

    for (guint i = 0; i < r->keys->len; i++) {
        const struct key *key = &g_array_index(r->keys, struct key, i);

        if (key->counted != G_MAXUINT)
            r->counted[key->counted] = row->cells[key->cell];
    }
    bytes = cs_rowset_note(r->census, r->counted, FALSE);
    for (guint i = 0; bytes && i < r->asides->len; i++) {
        const struct aside *aside = &g_array_index(r->asides, struct aside, i);
        const struct key *key = &g_array_index(r->keys, struct key, aside->key);

        if (key->counted != G_MAXUINT)
            bytes += cs_rowset_note_aside(r->census, key->counted, aside->hash);
    }
    return bytes;
}

/* Beyond what memory allows nothing more is noted: cs_persons_link then takes the kept rows, and rows are estimated. */
static void
note_row(struct cs_reader *r, const struct row *row, guint8 keyed)
{
    struct cs_scan *scan = r->worker->crawl->scan;
    gboolean rows = g_atomic_int_get(&scan->note_rows), keys = r->census && g_atomic_int_get(&scan->note_keys);
    gsize bytes;

    if (r->set->level >= CS_REACH_MAX || (!rows && !keys))
        return;
    bytes = rows ? note_whole_row(r, row, keyed) : note_keys(r, row);
    if (bytes && g_atomic_pointer_add(&scan->noted, (gssize)bytes) + bytes <= scan->noted_max)
        return;
    g_atomic_int_set(rows ? &scan->note_rows : &scan->note_keys, FALSE);
}

/* What its cells alone do not give, once the values of its block are added. */
static void
add_row(struct cs_reader *r, const struct row *row)
{
    gboolean keyed = FALSE, refers = FALSE;
    guint reach = 0, more;

    g_array_set_size(r->asides, 0);
    for (guint i = 0; i < r->keys->len; i++) {
        const struct key *key = &g_array_index(r->keys, struct key, i);

        if (row->given[i] == ASIDE)
            set_aside(r, row, i);
        if (row->given[i] == GIVEN && CS_VC_IS_KEY(cs_fingerprint_class(key->fingerprint)) &&
            (r->set->suspected || !cs_fingerprint_is_suspect(key->fingerprint))) {
            keyed |= !r->set->suspected;
            reach = MAX(reach, reach_of(&row->cells[key->cell]));
        }
    }
    for (guint i = 0; i < r->locals->len; i++) {
        const struct local *local = &g_array_index(r->locals, struct local, i);

        more = add_local_value(local, row);
        reach = MAX(reach, more);
        refers |= r->set->columns[local->cell].role == CS_ROW_PARENT && row->cells[local->cell].hash;
    }
    more = add_composites_of_row(r, row, &keyed);
    reach = MAX(reach, more);
    r->set->rows++;
    r->set->keyless += !keyed;
    r->set->adrift += !keyed && !refers;
    r->set->alone += keyed && !refers;
    note_row(r, row, (guint8)((keyed ? CS_ROW_KEYED : 0) | (refers ? CS_ROW_REFERS : 0)));
    if (reach > r->set->level && r->set->level < CS_REACH_MAX)
        keep_row(r, row, reach);
}

static void
add_block(struct cs_reader *r, const struct cs_value *values, gsize width, guint n)
{
    struct row row = {values, r->cells, r->given};

    memset(r->cells, 0, (gsize)n * r->n_columns * sizeof *r->cells);
    g_array_set_size(r->more, 0);
    for (guint i = 0; i < r->keys->len; i++)
        add_values(r, i, values, width, n);
    for (guint i = 0; i < n; i++) {
        add_row(r, &row);
        row.values += width;
        row.cells += r->n_columns;
        row.given += r->keys->len;
    }
}

guint64
cs_reader_add(struct cs_reader *r, const struct cs_batch *batch)
{
    guint64 bytes = 0;

    for (gsize i = 0; i < batch->rows * batch->columns; i++)
        bytes += batch->values[i].size;
    for (gsize from = 0; from < batch->rows; from += r->block)
        add_block(r, &batch->values[from * batch->columns], batch->columns, (guint)MIN(r->block, batch->rows - from));
    return bytes;
}
