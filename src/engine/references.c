/* references.c - references between objects of one source, from names and from sampled rows. */
#include "engine/references.h"

#include "engine/name.h"
#include "engine/radix.h"

#include <stdlib.h>
#include <string.h>

#define ENOUGH 10     /* rows compared before they count */
#define INCLUDED 0.8  /* share of the references that must be found */
#define AGREES 0.3    /* share of the rows that must tell of the same person, where both tell of one */
#define SHARED_NAME 3 /* keys of that name in the source: it names no object */

static const struct cs_column *
single_key(const struct cs_object *o)
{
    for (guint i = 0; i < o->columns->len; i++)
        if (((struct cs_column *)o->columns->pdata[i])->primary)
            return o->columns->pdata[i];
    return NULL;
}

static char *
squeezed(const char *name)
{
    g_autofree char *normal = cs_name_normal(name);
    g_auto(GStrv) parts = g_strsplit(normal, "_", -1);

    return g_strjoinv("", parts);
}

/* "customers" and "ps_customer" are both about a customer. */
static gboolean
names_object(const char *stem, const char *object)
{
    g_autofree char *normal = cs_name_normal(object);
    const char *name = normal;
    gsize n = strlen(stem);

    for (; name; name = strchr(name, '_') ? strchr(name, '_') + 1 : NULL) {
        g_autofree char *whole = squeezed(name);

        if (n > 2 && !strncmp(whole, stem, n) && (!whole[n] || !strcmp(whole + n, "s") || !strcmp(whole + n, "es")))
            return TRUE;
    }
    return FALSE;
}

/* The last word of a column's name without the key's own: "customer" of billing_customer_id. NULL: there is none. */
static char *
last_word(const char *column, const char *own)
{
    g_autofree char *normal = cs_name_normal(column);
    gsize n = strlen(normal), k = strlen(own);
    const char *last;

    if (g_str_has_suffix(normal, own) && n > k + 1)
        normal[n - k - 1] = '\0';
    last = strrchr(normal, '_');
    return last ? g_strdup(last + 1) : NULL;
}

/* customer_id, billing_customer_id, id_customer, customerid: what is left without the key's own name names the object.
 */
static gboolean
names_key(const char *column, const char *object, const char *key)
{
    g_autofree char *whole = squeezed(column), *own = squeezed(key), *last = NULL;
    gsize n = strlen(whole), k = strlen(own);

    if (n <= k)
        return FALSE;
    if (g_str_has_prefix(whole, own) && names_object(whole + k, object))
        return TRUE;
    if (!g_str_has_suffix(whole, own))
        return FALSE;
    whole[n - k] = '\0';
    if (names_object(whole, object))
        return TRUE;
    last = last_word(column, own);
    return last && names_object(last, object);
}

/* Objects with a single-column key that is no reference itself, of one source; so that a column is compared with the
 * few that it may mean, however many there are. */
struct finder {
    const struct cs_source *source;
    GHashTable *by_key;  /* squeezed name of the key → GPtrArray of objects */
    GHashTable *by_stem; /* what may name the object in a column's name → GPtrArray of objects */
    GArray *references;
};

static void
index_under(GHashTable *index, const char *name, const struct cs_object *o)
{
    GPtrArray *objects = g_hash_table_lookup(index, name);

    if (!objects) {
        objects = g_ptr_array_new();
        g_hash_table_insert(index, g_strdup(name), objects);
    }
    g_ptr_array_add(objects, (gpointer)o);
}

/* "ps_customers": pscustomers, pscustomer, pscustomer without its e; customers, customer …: see names_object. */
static void
index_stems(struct finder *f, const struct cs_object *o)
{
    g_autofree char *normal = cs_name_normal(o->name);

    for (const char *name = normal; name; name = strchr(name, '_') ? strchr(name, '_') + 1 : NULL) {
        g_autofree char *whole = squeezed(name);

        index_under(f->by_stem, whole, o);
        for (guint cut = 1; cut <= 2 && g_str_has_suffix(whole, cut == 1 ? "s" : "es"); cut++) {
            g_autofree char *stem = g_strndup(whole, strlen(whole) - cut);

            index_under(f->by_stem, stem, o);
        }
    }
}

static gboolean
looks_like(const struct finder *f, const struct cs_column *c, const struct cs_object *parent,
           const struct cs_column *key)
{
    g_autofree char *name = squeezed(key->name);

    if (c->type != key->type || key->foreign)
        return FALSE;
    if (!g_ascii_strcasecmp(c->name, key->name) && strlen(key->name) > 3 &&
        ((GPtrArray *)g_hash_table_lookup(f->by_key, name))->len < SHARED_NAME)
        return TRUE;
    return names_key(c->name, parent->name, key->name);
}

static void
add(struct finder *f, const struct cs_object *o, const struct cs_column *c, const struct cs_object *parent,
    const struct cs_column *key, gboolean declared)
{
    struct cs_reference r = {o, parent, c, key, declared};

    if (parent != o && c->readable && key->readable)
        g_array_append_val(f->references, r);
}

static void
add_those_meant(struct finder *f, const struct cs_object *o, const struct cs_column *c, GPtrArray *objects,
                GHashTable *done)
{
    for (guint i = 0; objects && i < objects->len; i++) {
        const struct cs_object *parent = objects->pdata[i];
        const struct cs_column *key = single_key(parent);

        if (parent != o && looks_like(f, c, parent, key) && g_hash_table_add(done, (gpointer)parent))
            add(f, o, c, parent, key, FALSE);
    }
}

/* Cuts each key's name that there is off either end of the column's; what is left may name an object. */
static void
find_by_name(struct finder *f, const struct cs_object *o, const struct cs_column *c)
{
    g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);
    g_autofree char *whole = squeezed(c->name);
    GPtrArray *same = g_hash_table_lookup(f->by_key, whole);
    gsize n = strlen(whole);

    if (same && same->len < SHARED_NAME)
        add_those_meant(f, o, c, same, done);
    for (gsize k = 1; k < n; k++) {
        g_autofree char *start = g_strndup(whole, k), *end = g_strndup(whole, n - k), *last = NULL;

        if (g_hash_table_contains(f->by_key, start))
            add_those_meant(f, o, c, g_hash_table_lookup(f->by_stem, whole + k), done);
        if (!g_hash_table_contains(f->by_key, whole + n - k))
            continue;
        add_those_meant(f, o, c, g_hash_table_lookup(f->by_stem, end), done);
        last = last_word(c->name, whole + n - k);
        if (last)
            add_those_meant(f, o, c, g_hash_table_lookup(f->by_stem, last), done);
    }
}

static void
objects_free(gpointer objects)
{
    g_ptr_array_unref(objects);
}

static void
find_for(struct finder *f, const struct cs_object *o, const struct cs_column *c)
{
    if (c->foreign && c->ref_object) {
        const struct cs_object *parent = cs_source_object(f->source, c->ref_schema, c->ref_object);
        const struct cs_column *key =
            parent ? (c->ref_column ? cs_object_column(parent, c->ref_column) : single_key(parent)) : NULL;

        if (key)
            add(f, o, c, parent, key, TRUE);
        return;
    }
    if (c->type != CS_T_INTEGER && c->type != CS_T_TEXT)
        return;
    find_by_name(f, o, c);
}

GArray *
cs_references_find(const struct cs_source *source)
{
    g_autoptr(GHashTable) by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, objects_free);
    g_autoptr(GHashTable) by_stem = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, objects_free);
    struct finder f = {source, by_key, by_stem, g_array_new(FALSE, FALSE, sizeof(struct cs_reference))};

    for (guint i = 0; i < source->objects->len; i++) {
        const struct cs_object *o = source->objects->pdata[i];
        const struct cs_column *key = single_key(o);
        g_autofree char *name = key && !key->foreign ? squeezed(key->name) : NULL;

        if (!name)
            continue;
        index_under(by_key, name, o);
        index_stems(&f, o);
    }
    for (guint i = 0; i < source->objects->len; i++) {
        const struct cs_object *o = source->objects->pdata[i];

        for (guint c = 0; c < o->columns->len; c++)
            find_for(&f, o, o->columns->pdata[c]);
    }
    return f.references;
}

/* ---- what the rows say ---- */

struct check {
    const struct cs_rowset *child, *parent;
    struct cs_row_column *column;
    guint *match;            /* row of the parent by row of the child, G_MAXUINT: none */
    double included, agrees; /* agrees < 0: nothing to compare */
    double siblings;         /* share of the rows of one parent that tell of the same person; < 0: nothing to compare */
    guint distinct;
};

static const struct cs_rowset *
find_parent(const GPtrArray *sets, const struct cs_place *ref, const struct cs_row_column **ret_key)
{
    for (guint s = 0; s < sets->len; s++) {
        const struct cs_rowset *set = sets->pdata[s];

        for (guint c = 0; c < set->n_columns; c++)
            if (set->columns[c].role == CS_ROW_SELF && !cs_place_compare(&set->columns[c].place, ref)) {
                *ret_key = &set->columns[c];
                return set;
            }
    }
    return NULL;
}

/* TRUE when the row it refers to would have been kept for this key's sake: see struct cs_row_column. */
static gboolean
is_expected(const struct check *c, guint row)
{
    return c->column->signature[row] > MAX(c->child->level, c->parent->level);
}

/* Looks every reference up among the keys; rows kept for another key's sake say nothing about inclusion. */
static void
match_rows(struct check *c, const struct cs_row_column *key)
{
    g_autoptr(GHashTable) rows = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_int64_hash, g_int64_equal);
    guint asked = 0, found = 0;

    for (guint i = 0; i < c->parent->n; i++)
        if (key->hash[i])
            g_hash_table_insert(rows, &key->hash[i], GUINT_TO_POINTER(i + 1));
    c->match = g_new(guint, c->child->n + 1);
    for (guint i = 0; i < c->child->n; i++) {
        guint64 *hash = &c->column->hash[i];
        guint row = *hash ? GPOINTER_TO_UINT(g_hash_table_lookup(rows, hash)) : 0;

        c->match[i] = row - 1;
        if (!*hash)
            continue;
        g_hash_table_add(seen, hash);
        asked += is_expected(c, i);
        found += is_expected(c, i) && row;
    }
    c->distinct = g_hash_table_size(seen);
    c->included = asked ? (double)found / asked : 0;
}

static gboolean
comparable(const struct cs_row_column *a, const struct cs_row_column *b)
{
    if (a->role == CS_ROW_NAME || b->role == CS_ROW_NAME)
        return a->role == b->role;
    if (a->role != CS_ROW_VALUE || b->role != CS_ROW_VALUE || a->value_class != b->value_class || a->serial)
        return FALSE;
    return a->value_class == CS_VC_EMAIL || a->value_class == CS_VC_PHONE || a->value_class == CS_VC_STREET ||
           a->value_class == CS_VC_DATE || !g_strcmp0(a->attribute, b->attribute);
}

static void
compare(struct check *c, const struct cs_row_column *a, const struct cs_row_column *b)
{
    guint both = 0, equal = 0;

    for (guint i = 0; i < c->child->n; i++) {
        guint row = c->match[i];

        if (row == G_MAXUINT || !a->hash[i] || !b->hash[row])
            continue;
        both++;
        equal += a->hash[i] == b->hash[row] ||
                 (a->role == CS_ROW_NAME && cs_signature_similar(a->signature[i], b->signature[row]));
    }
    if (both >= ENOUGH)
        c->agrees = MAX(c->agrees, (double)equal / both);
}

/* Rows that refer to one row of the parent: members of a campaign, staff of a shop are not one person. */
static void
compare_siblings(struct check *c, const struct cs_row_column *a)
{
    g_autofree guint *last = g_new0(guint, c->parent->n + 1);
    guint both = 0, equal = 0;

    for (guint i = 0; i < c->child->n; i++) {
        guint row = c->match[i];

        if (row == G_MAXUINT || !a->hash[i])
            continue;
        if (last[row]) {
            both++;
            equal += a->hash[i] == a->hash[last[row] - 1];
        }
        last[row] = i + 1;
    }
    if (both >= ENOUGH)
        c->siblings = MAX(c->siblings, (double)equal / both);
}

static gboolean
tells_who(const struct cs_row_column *c)
{
    return c->role == CS_ROW_NAME ||
           (c->role == CS_ROW_VALUE && (c->value_class == CS_VC_EMAIL || c->value_class == CS_VC_PHONE));
}

static void
check_column(const GPtrArray *sets, const struct cs_rowset *child, struct cs_row_column *column, struct check *ret)
{
    const struct cs_row_column *key = NULL;
    struct check c = {.child = child, .column = column, .agrees = -1, .siblings = -1};

    c.parent = find_parent(sets, &column->ref, &key);
    if (!c.parent) {
        *ret = c;
        return;
    }
    match_rows(&c, key);
    for (guint a = 0; a < child->n_columns; a++)
        if (tells_who(&child->columns[a]))
            compare_siblings(&c, &child->columns[a]);
    for (guint a = 0; a < child->n_columns; a++)
        for (guint b = 0; b < c.parent->n_columns; b++)
            if (comparable(&child->columns[a], &c.parent->columns[b]))
                compare(&c, &child->columns[a], &c.parent->columns[b]);
    *ret = c;
}

/* A reference that leads nowhere (0 for "none") joins nobody. Where it leads may just not be in the sample. */
static void
forget_dangling(const struct check *c)
{
    for (guint i = 0; i < c->child->n; i++)
        if (c->match[i] == G_MAXUINT && is_expected(c, i))
            c->column->hash[i] = 0;
}

static gboolean
holds(const struct check *c)
{
    return c->parent && c->included >= INCLUDED && (c->agrees < 0 || c->agrees >= AGREES);
}

/* The row that is referred to is about the same person. */
static gboolean
is_personal(const struct check *c)
{
    return c->agrees >= AGREES || c->siblings < 0 || c->siblings >= AGREES;
}

static void
report(const struct check *c, GPtrArray *joins)
{
    struct cs_join *join = g_new0(struct cs_join, 1);
    const struct cs_place *a = &c->column->place, *b = &c->column->ref;

    cs_place_set(&join->a, a->source, a->schema, a->object, a->column, a->path);
    cs_place_set(&join->b, b->source, b->schema, b->object, b->column, b->path);
    join->kind = g_strdup("reference");
    join->share = c->included;
    join->agreement = c->agrees;
    g_ptr_array_add(joins, join);
}

/* Evidence in the rows before a declaration, a declaration before a name; then the one that tells more rows apart: the
 * customer of an order, not its seller. */
static gboolean
is_better(const struct check *a, const struct check *b)
{
    double x = a->agrees >= 0 ? 2 + a->agrees : a->column->declared,
           y = b->agrees >= 0 ? 2 + b->agrees : b->column->declared;

    return x != y ? x > y : a->distinct > b->distinct;
}

void
cs_references_check(const GPtrArray *rowsets, GPtrArray *joins)
{
    for (guint s = 0; s < rowsets->len; s++) {
        const struct cs_rowset *set = rowsets->pdata[s];
        struct check best = {0};

        for (guint c = 0; c < set->n_columns; c++) {
            struct check check;

            if (set->columns[c].role != CS_ROW_PARENT)
                continue;
            check_column(rowsets, set, &set->columns[c], &check);
            set->columns[c].off = TRUE;
            if (!holds(&check)) {
                g_free(check.match);
                continue;
            }
            if (!set->columns[c].declared)
                report(&check, joins);
            forget_dangling(&check);
            g_clear_pointer(&check.match, g_free);
            if (is_personal(&check) && (!best.column || is_better(&check, &best)))
                best = check;
        }
        if (best.column)
            best.column->off = FALSE;
    }
}
