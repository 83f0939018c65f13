/* listing.c - what describe pushes: everything, in order, with its types, comments and keys. */
#include "contract.h"

static void
column_free(gpointer data)
{
    struct column *c = data;

    g_free(c->name);
    g_free(c->native);
    g_free(c->comment);
    g_free(c);
}

static void
object_free(gpointer data)
{
    struct object *o = data;

    g_ptr_array_unref(o->columns);
    g_ptr_array_unref(o->keys);
    g_free(o->name);
    g_free(o->comment);
    g_free(o);
}

void
listing_free(struct listing *l)
{
    if (!l)
        return;
    g_ptr_array_unref(l->objects);
    g_ptr_array_unref(l->gaps);
    g_free(l);
}

static struct object *
last(struct listing *l)
{
    return l->objects->len ? l->objects->pdata[l->objects->len - 1] : NULL;
}

static int
on_object(void *ctx, const struct cs_object_info *info)
{
    struct listing *l = ctx;
    struct object *o = g_new0(struct object, 1);

    o->name = g_strdup(info->name);
    o->info = *info;
    o->comment = g_strdup(info->comment);
    o->columns = g_ptr_array_new_with_free_func(column_free);
    o->keys = g_ptr_array_new_with_free_func(g_free);
    l->disorder += !info->schema || strcmp(info->schema, fixture.schema) != 0;
    g_ptr_array_add(l->objects, o);
    return 0;
}

static int
on_column(void *ctx, const struct cs_column_info *info)
{
    struct listing *l = ctx;
    struct object *o = last(l);
    struct column *c = g_new0(struct column, 1), *before;

    *c = (struct column){g_strdup(info->name), g_strdup(info->native), g_strdup(info->comment), *info};
    before = o && o->columns->len ? o->columns->pdata[o->columns->len - 1] : NULL;
    l->disorder += !o || o->keys->len || (before && before->info.position >= info->position);
    if (o)
        g_ptr_array_add(o->columns, c);
    return 0;
}

static int
on_key(void *ctx, const struct cs_key_info *info)
{
    struct listing *l = ctx;
    struct object *o = last(l);
    GString *text = g_string_new(info->kind == CS_KEY_PRIMARY ? "P(" : info->kind == CS_KEY_UNIQUE ? "U(" : "F(");

    for (gsize i = 0; i < info->n_columns; i++)
        g_string_append_printf(text, "%s%s", i ? "," : "", info->columns[i]);
    g_string_append_c(text, ')');
    if (info->kind == CS_KEY_FOREIGN)
        g_string_append_printf(text, "->%s(%s)", info->ref_object, info->ref_columns ? info->ref_columns[0] : "");
    l->disorder += !o;
    if (o)
        g_ptr_array_add(o->keys, g_string_free(text, FALSE));
    return 0;
}

static int
on_gap(void *ctx, const char *schema, const char *object, const struct cs_err *why)
{
    struct listing *l = ctx;

    (void)schema;
    l->disorder += !why || !*why->message;
    g_ptr_array_add(l->gaps, g_strdup(object ? object : ""));
    return 0;
}

int
list_objects(struct cs_session *session, gint64 deadline, struct listing **ret_listing, struct cs_err *err)
{
    struct listing *l = g_new0(struct listing, 1);
    const struct cs_scope scope = {.size = sizeof scope, .deadline = deadline};
    const struct cs_sink sink = {
        .size = sizeof sink, .ctx = l, .object = on_object, .column = on_column, .key = on_key, .gap = on_gap};

    l->objects = g_ptr_array_new_with_free_func(object_free);
    l->gaps = g_ptr_array_new_with_free_func(g_free);
    *ret_listing = l;
    return fixture.connector->describe(session, &scope, &sink, err);
}

enum cs_object_kind
view_kind(void)
{
    return fixture.plain ? CS_TABLE : CS_VIEW;
}

/* Kept as long as the program: there are a dozen of them. */
const char *
object_name(const char *name)
{
    g_autofree char *full = g_strconcat(name, fixture.suffix, NULL);

    return g_intern_string(full);
}

const struct object *
find_object(const struct listing *l, const char *name)
{
    name = object_name(name);
    for (guint i = 0; i < l->objects->len; i++)
        if (!strcmp(((struct object *)l->objects->pdata[i])->name, name))
            return l->objects->pdata[i];
    return NULL;
}

static const struct column *
find_column(const struct object *o, const char *name)
{
    for (guint i = 0; o && i < o->columns->len; i++)
        if (!strcmp(((struct column *)o->columns->pdata[i])->name, name))
            return o->columns->pdata[i];
    return NULL;
}

static gboolean
has_key(const struct object *o, const char *key)
{
    return o && g_ptr_array_find_with_equal_func(o->keys, key, g_str_equal, NULL);
}

static void
check_columns(const struct listing *l)
{
    static const struct {
        const char *object, *column;
        enum cs_type type;
    } expected[] = {{"person", "id", CS_T_INTEGER}, {"person", "email", CS_T_TEXT}, {"person", "photo", CS_T_BYTES},
                    {"many", "id", CS_T_INTEGER},   {"many", "email", CS_T_TEXT},   {"people", "email", CS_T_TEXT}};

    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
        const struct column *c = find_column(find_object(l, expected[i].object), expected[i].column);

        check(c && c->info.type == (fixture.plain ? CS_T_UNKNOWN : expected[i].type) && c->native,
              "describe: %s.%s has its type (%d, %s)", expected[i].object, expected[i].column,
              c ? (int)c->info.type : -1, c ? c->native : "absent");
    }
}

static void
check_keys(const struct listing *l)
{
    const struct object *person = find_object(l, "person"), *visit = find_object(l, "visit");
    const struct column *email = find_column(person, "email");

    if (fixture.connector->caps & CS_CAP_KEYS) {
        check(has_key(person, "P(id)"), "describe: a primary key");
        check(has_key(find_object(l, "pair"), "P(a,b)"), "describe: a key of two columns, in its order");
        check(has_key(visit, "F(person_id)->person(id)"), "describe: a foreign key");
    }
    if (fixture.connector->caps & CS_CAP_COMMENTS)
        check(person && !g_strcmp0(person->comment, "people we know") && email &&
                  !g_strcmp0(email->comment, "where to write"),
              "describe: comments of a table and a column");
    check(email && email->info.nullable == fixture.plain && find_column(person, "note") &&
              find_column(person, "note")->info.nullable,
          "describe: what may be NULL");
}

static void
check_sizes(const struct listing *l)
{
    const struct object *many = find_object(l, "many"), *people = find_object(l, "people"),
                        *nothing = find_object(l, "nothing"), *wide = find_object(l, "wide");

    check(people && people->info.kind == view_kind() && (fixture.plain || people->info.rows < 0),
          "describe: a view is a view, rows unknown");
    check(nothing && nothing->columns->len == 2, "describe: an empty table is listed");
    check(wide && wide->columns->len == fixture.wide, "describe: a table of %u columns", wide ? wide->columns->len : 0);
    if (fixture.connector->caps & CS_CAP_ESTIMATES)
        check(many && many->info.rows > 5000 && many->info.rows < 400000 && many->info.rows_kind != CS_ROWS_UNKNOWN,
              "describe: an estimate of rows (%.0f of 20000)", many ? many->info.rows : -1.0);
}

void
check_listing(void)
{
    static const char *const names[] = {"bare", "cells",  "many",   "nothing", "odd \"na`me\\'",
                                        "pair", "people", "person", "visit",   "wide"};
    struct host host;
    struct cs_session *session = open_session(&host);
    struct listing *l = NULL, *late = NULL;
    struct cs_err err = {0};
    gint64 start;
    int rc = list_objects(session, now() + 20 * SECOND, &l, &err);

    check(!rc && !l->disorder, "describe: objects, then columns, then keys (%u out of order)", l->disorder);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        check(find_object(l, names[i]) != NULL, "describe: %s is listed", names[i]);
    check_columns(l);
    check_keys(l);
    check_sizes(l);
    if (fixture.denied && (fixture.connector->caps & CS_CAP_LISTS_ALL)) {
        const struct object *o = find_object(l, "denied");

        check(o && !o->info.readable, "describe: what may not be read is listed, and said so");
    }
    start = now();
    rc = list_objects(session, now() - 1, &late, &err);
    check(rc == CS_E_TIMEOUT && seconds_since(start) < 1, "describe: a deadline that has passed ends it (%d)", rc);
    listing_free(late);
    listing_free(l);
    fixture.connector->close(session);
}
