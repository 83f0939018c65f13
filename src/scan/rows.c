/* rows.c - each value of a streamed row into its fingerprint, and the rows that are kept into a row set.
 * Rows are taken by blocks, a column of a block at a time: what one fingerprint needs of memory stays near. */
#include "scan/keys.h"

#include "base/utf8.h"
#include "engine/extract.h"
#include "engine/name.h"
#include "model/taxonomy.h"

#include <sodium.h>
#include <string.h>

#define BLOCK 128

/* One finding: a column, a path inside it, or the values that stand beside a code. */
struct key {
    struct cs_fingerprint *fingerprint; /* owned until it is handed over */
    guint column, code;                 /* indices into the columns; code G_MAXUINT: none */
    char *path, *code_value;            /* or NULL */
    char *encoded;                      /* how its values are stored, or NULL */
    guint cell;
    GString *copy; /* of a value that is not taken as it lies, or NULL */
    guint counted; /* cell of the census; G_MAXUINT: none */
};

/* A column by which rows of the source belong together. */
struct local {
    struct cs_hasher *hasher;
    guint column, cell;
};

struct day {
    guint column, cell;
};

/* Values beyond the first of a path in one row. */
struct more {
    guint cell;
    struct cs_cell value;
};

/* What a row has for a key: nothing that counts; a value; one that joins nobody and that a statement finds. */
enum given { NONE, GIVEN, ASIDE };

/* A value of the last kind. */
struct aside {
    guint key;
    guint64 hash;
};

struct cs_reader {
    struct cs_worker *worker;
    const struct cs_object *object;
    GPtrArray *columns; /* of struct cs_column* */
    GArray *keys;       /* of struct key */
    GArray *locals;     /* of struct local */
    struct cs_rowset *set;
    struct cs_rowset *census; /* the listed keys of all rows, or NULL */
    struct cs_cell *counted;  /* of one row in the census */
    guint n_columns;          /* of the set */
    guint block;              /* rows taken together: one where values are not taken as they lie */
    struct cs_cell *cells;    /* of these rows, by row and column of the set */
    enum given *given;        /* by row and key; the cell of one set aside has its hash */
    GArray *asides;           /* of struct aside: of one row */
    GArray *more;             /* of struct more: of the only row of a block */
    guint current;            /* key whose path is being walked */
    /* indices of keys that make up a person's name and what stands beside it; G_MAXUINT: none */
    guint whole, first, last, birth, street, postal;
    struct cs_hasher *name;
    guint name_cell, birth_cell, street_cell, postal_cell;
    GArray *days;       /* of struct day */
    guint64 civilities; /* word list */
    GString *text, *form;
};

static guint
column_index(struct cs_reader *r, const struct cs_column *column)
{
    guint index;

    if (!g_ptr_array_find(r->columns, column, &index)) {
        index = r->columns->len;
        g_ptr_array_add(r->columns, (gpointer)(guintptr)column);
    }
    return index;
}

static void
add_key(struct cs_reader *r, const struct cs_finding *f, gboolean suspect)
{
    const struct cs_scan *scan = r->worker->crawl->scan;
    const struct cs_column *column = cs_object_column(r->object, f->place.column), *code;
    g_autofree char *code_name = NULL;
    struct key key = {.code = G_MAXUINT, .counted = G_MAXUINT};

    if (!column || !column->readable)
        return;
    key.column = column_index(r, column);
    if (f->place.path && cs_extract_code(f->place.path, &code_name, &key.code_value, &key.path)) {
        code = cs_object_column(r->object, code_name);
        if (!code) {
            g_free(key.code_value);
            g_free(key.path);
            return;
        }
        key.code = column_index(r, code);
    } else if (f->place.path) {
        key.path = g_strdup(f->place.path);
    }
    key.encoded = g_strdup(f->encoded);
    if (key.path || key.encoded)
        key.copy = g_string_new(NULL);
    key.fingerprint =
        cs_fingerprint_new(scan->key, scan->row_seed, f->attribute, &f->place, scan->fingerprint_capacity);
    if (g_atomic_int_get(&scan->note_rows))
        cs_fingerprint_quick(key.fingerprint);
    if (scan->sought)
        cs_fingerprint_seek(key.fingerprint, scan->sought);
    if (suspect)
        cs_fingerprint_suspect(key.fingerprint);
    key.cell = cs_rowset_column(r->set, suspect ? CS_ROW_SUSPECT : CS_ROW_VALUE, &f->place,
                                cs_fingerprint_attribute(key.fingerprint), cs_fingerprint_class(key.fingerprint), NULL);
    if (r->census && !suspect && cs_keys_is_listed(r->worker->crawl, f))
        key.counted = cs_rowset_column(r->census, CS_ROW_VALUE, &f->place, cs_fingerprint_attribute(key.fingerprint),
                                       cs_fingerprint_class(key.fingerprint), NULL);
    g_array_append_val(r->keys, key);
}

static void
add_local(struct cs_reader *r, enum cs_row_role role, const struct cs_object *object, const struct cs_column *column,
          const struct cs_object *parent, const struct cs_column *key, gboolean declared)
{
    const struct cs_scan *scan = r->worker->crawl->scan;
    g_autofree char *space = g_strjoin("\x1f", parent->source->name, parent->schema, parent->name, key->name, NULL);
    struct cs_place place = {object->source->name, object->schema, object->name, column->name, NULL},
                    ref = {parent->source->name, parent->schema, parent->name, key->name, NULL};
    struct local local = {.hasher = cs_hasher_new(scan->key, scan->row_seed, CS_VC_LOCAL, space),
                          .column = column_index(r, column)};

    local.cell = cs_rowset_column(r->set, role, &place, NULL, CS_VC_LOCAL, role == CS_ROW_PARENT ? &ref : NULL);
    r->set->columns[local.cell].declared = declared;
    g_array_append_val(r->locals, local);
}

static gboolean
has_self(const struct cs_reader *r, const char *column)
{
    for (guint c = 0; c < r->set->n_columns; c++)
        if (r->set->columns[c].role == CS_ROW_SELF && !strcmp(r->set->columns[c].place.column, column))
            return TRUE;
    return FALSE;
}

static void
add_locals(struct cs_reader *r)
{
    const GArray *references = r->worker->crawl->references;

    for (guint i = 0; i < references->len; i++) {
        const struct cs_reference *ref = &g_array_index(references, struct cs_reference, i);

        if (ref->object == r->object)
            add_local(r, CS_ROW_PARENT, ref->object, ref->column, ref->parent, ref->key, ref->declared);
        if (ref->parent == r->object && !has_self(r, ref->key->name))
            add_local(r, CS_ROW_SELF, ref->parent, ref->key, ref->parent, ref->key, TRUE);
    }
}

/* The key of that attribute that is filled most often. */
static guint
best_key(const struct cs_reader *r, const GPtrArray *findings, const char *attribute)
{
    guint best = G_MAXUINT;
    double filled = -2;

    for (guint i = 0; i < r->keys->len; i++) {
        const struct cs_place *p = cs_fingerprint_place(g_array_index(r->keys, struct key, i).fingerprint);

        for (guint k = 0; findings && k < findings->len; k++) {
            const struct cs_finding *f = findings->pdata[k];

            if (!strcmp(f->attribute, attribute) && !cs_place_compare(&f->place, p) && f->filled > filled &&
                !strcmp(cs_fingerprint_attribute(g_array_index(r->keys, struct key, i).fingerprint), attribute)) {
                best = i;
                filled = f->filled;
            }
        }
    }
    return best;
}

/* The key that joins a name: every row's hash of it is wanted. */
static guint
joining_key(const struct cs_reader *r, const GPtrArray *findings, const char *attribute)
{
    guint index = best_key(r, findings, attribute);

    if (index != G_MAXUINT)
        cs_fingerprint_quick(g_array_index(r->keys, struct key, index).fingerprint);
    return index;
}

static void
add_composites(struct cs_reader *r, const GPtrArray *findings)
{
    const struct cs_scan *scan = r->worker->crawl->scan;

    r->whole = best_key(r, findings, "person.name");
    r->first = best_key(r, findings, "person.first_name");
    r->last = best_key(r, findings, "person.last_name");
    r->birth = joining_key(r, findings, "person.birth_date");
    r->street = joining_key(r, findings, "address.street");
    r->postal = joining_key(r, findings, "address.postal_code");
    if (r->whole == G_MAXUINT && (r->first == G_MAXUINT || r->last == G_MAXUINT))
        return;
    r->civilities = cs_ruleset_list(scan->rules, "civility");
    r->name = cs_hasher_new(scan->key, scan->row_seed, CS_VC_NAME, "");
    r->name_cell = cs_rowset_column(r->set, CS_ROW_NAME, NULL, NULL, CS_VC_NAME, NULL);
    if (r->birth != G_MAXUINT)
        r->birth_cell = cs_rowset_column(r->set, CS_ROW_TOGETHER, NULL, NULL, CS_VC_DATE, NULL);
    if (r->street != G_MAXUINT)
        r->street_cell = cs_rowset_column(r->set, CS_ROW_TOGETHER, NULL, NULL, CS_VC_STREET, NULL);
    if (r->postal != G_MAXUINT)
        r->postal_cell = cs_rowset_column(r->set, CS_ROW_NEARLY, NULL, NULL, CS_VC_CODE, NULL);
}

/* By its name an older state of another object. */
static gboolean
is_archive(const struct cs_scan *scan, const struct cs_object *object)
{
    g_autofree char *whole = g_strconcat(object->schema, "_", object->name, NULL), *normal = cs_name_normal(whole);
    g_auto(GStrv) words = g_strsplit(normal, "_", -1);
    guint64 archives = cs_ruleset_list(scan->rules, "archives");

    for (char **w = words; *w; w++)
        if (cs_ruleset_in_list(scan->rules, archives, *w, strlen(*w)))
            return TRUE;
    return FALSE;
}

/* The column that says when a row was last touched, or made. */
static void
add_day(struct cs_reader *r, enum cs_row_role role, const char *lifecycle)
{
    const struct cs_lifecycle *l = cs_keys_day(r->worker->crawl->scan->survey, r->object, lifecycle);
    struct day day;

    if (!l)
        return;
    day.column = column_index(r, cs_object_column(r->object, l->place.column));
    day.cell = cs_rowset_column(r->set, role, &l->place, NULL, CS_VC_DATE, NULL);
    g_array_append_val(r->days, day);
}

static gboolean
has_copies(const struct cs_reader *r)
{
    for (guint i = 0; i < r->keys->len; i++)
        if (g_array_index(r->keys, struct key, i).copy)
            return TRUE;
    return FALSE;
}

struct cs_reader *
cs_reader_new(struct cs_worker *worker, const struct cs_object *object)
{
    const struct cs_scan *scan = worker->crawl->scan;
    const GPtrArray *findings = cs_keys_findings(scan, object), *suspects = cs_keys_suspects(scan, object);
    struct cs_reader *r;

    if (!findings && !suspects)
        return NULL;
    r = g_new0(struct cs_reader, 1);
    r->worker = worker;
    r->object = object;
    r->columns = g_ptr_array_new();
    r->keys = g_array_new(FALSE, FALSE, sizeof(struct key));
    r->locals = g_array_new(FALSE, FALSE, sizeof(struct local));
    r->days = g_array_new(FALSE, FALSE, sizeof(struct day));
    r->more = g_array_new(FALSE, FALSE, sizeof(struct more));
    r->asides = g_array_new(FALSE, FALSE, sizeof(struct aside));
    r->set = cs_rowset_new(object, cs_keys_row_level(scan, object));
    r->census = g_atomic_int_get(&scan->note_keys) ? cs_rowset_new(object, 0) : NULL;
    r->text = g_string_new(NULL);
    r->form = g_string_new(NULL);
    for (guint i = 0; findings && i < findings->len; i++)
        add_key(r, findings->pdata[i], FALSE);
    for (guint i = 0; suspects && i < suspects->len; i++)
        add_key(r, suspects->pdata[i], TRUE);
    if (r->census && !r->census->n_columns)
        g_clear_pointer(&r->census, cs_rowset_free);
    add_locals(r);
    add_composites(r, findings);
    add_day(r, CS_ROW_TOUCHED, "last_activity");
    add_day(r, CS_ROW_MADE, "created");
    r->set->archive = is_archive(scan, object);
    r->set->suspected = !cs_keys_is_own(worker->crawl, object);
    r->n_columns = r->set->n_columns;
    r->block = has_copies(r) ? 1 : BLOCK;
    r->cells = g_new0(struct cs_cell, (gsize)r->block * r->n_columns + 1);
    r->given = g_new0(enum given, (gsize)r->block * r->keys->len + 1);
    r->counted = g_new0(struct cs_cell, r->keys->len + 1);
    return r;
}

static void
wipe_string(GString *s)
{
    if (!s)
        return;
    sodium_memzero(s->str, s->allocated_len);
    g_string_free(s, TRUE);
}

void
cs_reader_free(struct cs_reader *r)
{
    if (!r)
        return;
    for (guint i = 0; i < r->keys->len; i++) {
        struct key *key = &g_array_index(r->keys, struct key, i);

        cs_fingerprint_free(key->fingerprint);
        g_free(key->path);
        g_free(key->encoded);
        g_free(key->code_value);
        wipe_string(key->copy);
    }
    for (guint i = 0; i < r->locals->len; i++)
        cs_hasher_free(g_array_index(r->locals, struct local, i).hasher);
    cs_hasher_free(r->name);
    wipe_string(r->text);
    wipe_string(r->form);
    sodium_memzero(r->cells, (gsize)r->block * r->n_columns * sizeof *r->cells);
    sodium_memzero(r->counted, r->keys->len * sizeof *r->counted);
    cs_rowset_free(r->set);
    cs_rowset_free(r->census);
    g_free(r->cells);
    g_free(r->counted);
    g_free(r->given);
    g_array_unref(r->keys);
    g_array_unref(r->locals);
    g_array_unref(r->more);
    g_array_unref(r->asides);
    g_array_unref(r->days);
    g_ptr_array_unref(r->columns);
    g_free(r);
}

GPtrArray *
cs_reader_columns(const struct cs_reader *r)
{
    return r->columns;
}

gboolean
cs_reader_has_paths(const struct cs_reader *r)
{
    for (guint i = 0; i < r->keys->len; i++)
        if (g_array_index(r->keys, struct key, i).path)
            return TRUE;
    return FALSE;
}

gboolean
cs_reader_is_one_email(const struct cs_reader *r)
{
    const struct key *key = &g_array_index(r->keys, struct key, 0);

    return r->columns->len == 1 && r->keys->len == 1 && !key->copy &&
           cs_fingerprint_class(key->fingerprint) == CS_VC_EMAIL;
}

/* Rows that others would have kept are missing now: this object takes part by its fingerprint alone. */
void
cs_reader_filtered(struct cs_reader *r, guint level)
{
    cs_fingerprint_filtered(g_array_index(r->keys, struct key, 0).fingerprint, level);
    r->set->level = G_MAXUINT;
}

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

#define REACH_MAX 32

/* How many levels a key is kept at: 0 … n - 1. */
static guint
reach_of(const struct cs_cell *cell)
{
    return cell->crc ? (guint)__builtin_ctz(cell->crc) + 1 : REACH_MAX;
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

    if (r->set->level >= REACH_MAX || (!rows && !keys))
        return;
    bytes = rows ? note_whole_row(r, row, keyed) : note_keys(r, row);
    if (bytes && g_atomic_pointer_add(&scan->noted, (gssize)bytes) + bytes <= CS_NOTED_MAX)
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
    if (reach > r->set->level && r->set->level < REACH_MAX)
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

/* Keys of people that stand in several rows of an object about them, when the key is mostly one row's own. */
void
cs_keys_note_duplicates(struct cs_scan *scan, const struct cs_object *object, const struct cs_fingerprint *f)
{
    const struct cs_place *p = cs_fingerprint_place(f);
    struct cs_duplicate *d;
    struct cs_row_count listed;
    double values, surplus;
    gboolean exact = cs_fingerprint_repeated(f, &values, &surplus, &listed);

    if (!CS_VC_IS_KEY(cs_fingerprint_class(f)) || cs_fingerprint_is_suspect(f) || values < 1 ||
        surplus > (double)cs_fingerprint_rows(f) / 2 ||
        (object->kind != CS_KIND_PERSON && object->kind != CS_KIND_MIXED && object->kind != CS_KIND_CONSENT))
        return;
    d = g_new0(struct cs_duplicate, 1);
    cs_place_set(&d->place, p->source, p->schema, p->object, p->column, p->path);
    d->attribute = g_strdup(cs_fingerprint_attribute(f));
    d->rows = cs_fingerprint_rows(f);
    d->values = (guint64)values;
    d->surplus = (guint64)surplus;
    d->exact = exact;
    d->listed = listed;
    g_ptr_array_add(scan->survey->duplicates, d);
}

void
cs_reader_hand_over(struct cs_reader *r)
{
    struct cs_scan *scan = r->worker->crawl->scan;

    for (guint i = 0; i < r->keys->len; i++) {
        struct key *key = &g_array_index(r->keys, struct key, i);

        cs_fingerprint_finish(key->fingerprint);
        r->set->columns[key->cell].serial = cs_fingerprint_is_serial(key->fingerprint);
        r->set->columns[key->cell].unsure = cs_fingerprint_unsure(key->fingerprint);
        if (key->counted != G_MAXUINT)
            r->census->columns[key->counted].unsure = cs_fingerprint_unsure(key->fingerprint);
    }
    cs_rowset_finish(r->set);
    if (r->census) {
        r->census->rows = r->set->rows;
        cs_rowset_finish(r->census);
    }
    g_mutex_lock(&scan->lock);
    for (guint i = 0; i < r->keys->len; i++)
        cs_keys_note_duplicates(scan, r->object, g_array_index(r->keys, struct key, i).fingerprint);
    for (guint i = 0; i < r->keys->len; i++)
        g_ptr_array_add(scan->fingerprints, g_steal_pointer(&g_array_index(r->keys, struct key, i).fingerprint));
    if (r->census && r->set->level < REACH_MAX)
        g_ptr_array_add(scan->censuses, g_steal_pointer(&r->census));
    if (r->set->level < REACH_MAX)
        g_ptr_array_add(scan->rowsets, g_steal_pointer(&r->set));
    g_mutex_unlock(&scan->lock);
}
