/* reader.c - what is read of an object and where it goes: built from its findings, handed over at the end. */
#include "scan/reader.h"

#include "engine/extract.h"
#include "engine/name.h"
#include "model/taxonomy.h"

#include <sodium.h>
#include <string.h>

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
    if (scan->sought && CS_VC_IS_KEY(cs_fingerprint_class(key.fingerprint)) && !suspect)
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

static struct cs_reader *
reader_new(struct cs_worker *worker, const struct cs_object *object, guint row_level)
{
    struct cs_reader *r = g_new0(struct cs_reader, 1);

    r->worker = worker;
    r->object = object;
    r->columns = g_ptr_array_new();
    r->keys = g_array_new(FALSE, FALSE, sizeof(struct key));
    r->locals = g_array_new(FALSE, FALSE, sizeof(struct local));
    r->days = g_array_new(FALSE, FALSE, sizeof(struct day));
    r->more = g_array_new(FALSE, FALSE, sizeof(struct more));
    r->asides = g_array_new(FALSE, FALSE, sizeof(struct aside));
    r->set = cs_rowset_new(object, row_level);
    r->text = g_string_new(NULL);
    r->form = g_string_new(NULL);
    r->whole = r->first = r->last = r->birth = r->street = r->postal = G_MAXUINT;
    return r;
}

/* Room for rows, once all of its columns are known. */
static struct cs_reader *
settle(struct cs_reader *r)
{
    r->n_columns = r->set->n_columns;
    r->block = has_copies(r) ? 1 : CS_READER_BLOCK;
    r->cells = g_new0(struct cs_cell, (gsize)r->block * r->n_columns + 1);
    r->given = g_new0(enum given, (gsize)r->block * r->keys->len + 1);
    r->counted = g_new0(struct cs_cell, r->keys->len + 1);
    return r;
}

struct cs_reader *
cs_reader_new(struct cs_worker *worker, const struct cs_object *object)
{
    const struct cs_scan *scan = worker->crawl->scan;
    const GPtrArray *findings = cs_keys_findings(scan, object), *suspects = cs_keys_suspects(scan, object);
    struct cs_reader *r;

    if (!findings && !suspects)
        return NULL;
    r = reader_new(worker, object, cs_keys_row_level(scan, object));
    r->census = g_atomic_int_get(&scan->note_keys) ? cs_rowset_new(object, 0) : NULL;
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
    return settle(r);
}

static struct cs_fingerprint *
find_fingerprint(const GPtrArray *fingerprints, const struct cs_place *place, const char *attribute)
{
    for (guint i = 0; i < fingerprints->len; i++)
        if (!cs_place_compare(cs_fingerprint_place(fingerprints->pdata[i]), place) &&
            !strcmp(cs_fingerprint_attribute(fingerprints->pdata[i]), attribute))
            return fingerprints->pdata[i];
    return NULL;
}

struct cs_reader *
cs_reader_again(struct cs_worker *worker, const struct cs_object *object, const GPtrArray *fingerprints)
{
    const GPtrArray *findings = cs_keys_findings(worker->crawl->scan, object);
    struct cs_reader *r = reader_new(worker, object, CS_REACH_MAX);

    for (guint i = 0; findings && i < findings->len; i++) {
        const struct cs_finding *f = findings->pdata[i];

        if (find_fingerprint(fingerprints, &f->place, f->attribute))
            add_key(r, f, FALSE);
    }
    return settle(r);
}

void
cs_reader_add_met(struct cs_reader *r, const GPtrArray *fingerprints)
{
    for (guint i = 0; i < r->keys->len; i++) {
        struct cs_fingerprint *again = g_array_index(r->keys, struct key, i).fingerprint;

        cs_fingerprint_finish(again);
        cs_fingerprint_take_met(
            find_fingerprint(fingerprints, cs_fingerprint_place(again), cs_fingerprint_attribute(again)), again);
    }
}

static void
wipe_string(GString *s)
{
    if (!s)
        return;
    sodium_memzero(s->str, s->allocated_len);
    g_string_free(s, TRUE);
}

/* What holds hashes; struct key and the like do not. */
static void
wipe_array(GArray *array)
{
    sodium_memzero(array->data, array->len * g_array_get_element_size(array));
    g_array_unref(array);
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
    wipe_array(r->more);
    wipe_array(r->asides);
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
    if (r->census && r->set->level < CS_REACH_MAX)
        g_ptr_array_add(scan->censuses, g_steal_pointer(&r->census));
    if (r->set->level < CS_REACH_MAX)
        g_ptr_array_add(scan->rowsets, g_steal_pointer(&r->set));
    g_mutex_unlock(&scan->lock);
}
