/* catalog.c - sources, objects, columns, keys: made from what a connector describes. */
#include "model/catalog.h"

#include "base/utf8.h"

#include <string.h>

static char *
shown(const char *text)
{
    GString *out;

    if (!text)
        return NULL;
    if (g_utf8_validate(text, -1, NULL))
        return g_strdup(text);
    out = g_string_new(NULL);
    cs_utf8_escape(out, text, strlen(text));
    return g_string_free(out, FALSE);
}

static char *
shown_or_empty(const char *text)
{
    return text ? shown(text) : g_strdup("");
}

static void
column_free(gpointer data)
{
    struct cs_column *c = data;

    g_free(c->name);
    g_free(c->raw_name);
    g_free(c->native);
    g_free(c->comment);
    g_free(c->encoding);
    g_free(c->ref_schema);
    g_free(c->ref_object);
    g_free(c->ref_column);
    g_free(c);
}

static void
key_free(gpointer data)
{
    struct cs_key *k = data;

    g_ptr_array_unref(k->columns);
    if (k->ref_columns)
        g_ptr_array_unref(k->ref_columns);
    g_free(k->ref_schema);
    g_free(k->ref_object);
    g_free(k);
}

static void
object_free(gpointer data)
{
    struct cs_object *o = data;

    g_free(o->schema);
    g_free(o->raw_schema);
    g_free(o->name);
    g_free(o->raw_name);
    g_free(o->comment);
    g_free(o->activity);
    g_free(o->application);
    g_ptr_array_unref(o->columns);
    g_ptr_array_unref(o->keys);
    g_free(o);
}

struct cs_source *
cs_source_new(const char *name, const char *kind, const char *connector, const char *url)
{
    struct cs_source *s = g_new0(struct cs_source, 1);

    s->name = shown_or_empty(name);
    s->kind = g_strdup(kind);
    s->connector = g_strdup(connector);
    s->url = shown(url);
    s->objects = g_ptr_array_new_with_free_func(object_free);
    return s;
}

void
cs_source_free(struct cs_source *s)
{
    if (!s)
        return;
    g_free(s->name);
    g_free(s->kind);
    g_free(s->connector);
    g_free(s->url);
    g_free(s->processor);
    g_free(s->processor_country);
    g_free(s->product);
    g_free(s->version);
    g_free(s->database);
    g_free(s->account);
    g_free(s->tls);
    g_free(s->read_only);
    g_ptr_array_unref(s->objects);
    g_free(s);
}

struct cs_object *
cs_object_new(struct cs_source *source, const struct cs_object_info *info)
{
    struct cs_object *o = g_new0(struct cs_object, 1);

    o->source = source;
    o->schema = shown_or_empty(info->schema);
    o->raw_schema = g_strdup(info->schema ? info->schema : "");
    o->name = shown_or_empty(info->name);
    o->raw_name = g_strdup(info->name ? info->name : "");
    o->object_kind = info->kind;
    o->comment = shown(info->comment);
    o->rows = info->rows;
    o->rows_kind = info->rows_kind;
    o->bytes = info->bytes;
    o->parts = info->parts;
    o->readable = info->readable;
    o->columns = g_ptr_array_new_with_free_func(column_free);
    o->keys = g_ptr_array_new_with_free_func(key_free);
    g_ptr_array_add(source->objects, o);
    return o;
}

struct cs_column *
cs_column_new(struct cs_object *object, const struct cs_column_info *info)
{
    struct cs_column *c = g_new0(struct cs_column, 1);

    c->name = shown_or_empty(info->name);
    c->raw_name = g_strdup(info->name ? info->name : "");
    c->native = shown_or_empty(info->native);
    c->type = info->type;
    c->comment = shown(info->comment);
    c->encoding = g_strdup(info->encoding);
    c->position = info->position;
    c->max_chars = info->max_chars;
    c->nullable = info->nullable;
    c->readable = info->readable;
    g_ptr_array_add(object->columns, c);
    object->n_columns = object->columns->len;
    return c;
}

static void
set_text(char **target, const char *text)
{
    if (!text)
        return;
    g_free(*target);
    *target = g_strdup(text);
}

void
cs_object_show(struct cs_object *object, const char *schema, const char *name)
{
    set_text(&object->schema, schema);
    set_text(&object->name, name);
}

void
cs_column_show(struct cs_column *column, const char *name)
{
    set_text(&column->name, name);
}

/* A key's column as a connector names it, by the name it is shown under. */
static char *
shown_column(const struct cs_object *object, const char *raw)
{
    for (guint i = 0; raw && i < object->columns->len; i++) {
        const struct cs_column *c = object->columns->pdata[i];

        if (!strcmp(c->raw_name, raw))
            return g_strdup(c->name);
    }
    return shown_or_empty(raw);
}

static void
mark_columns(struct cs_object *object, const struct cs_key *key)
{
    for (guint i = 0; i < key->columns->len; i++) {
        struct cs_column *c = cs_object_column(object, key->columns->pdata[i]);

        if (!c)
            continue;
        c->in_primary |= key->kind == CS_KEY_PRIMARY;
        c->primary |= key->kind == CS_KEY_PRIMARY && key->columns->len == 1;
        c->unique |= key->kind != CS_KEY_FOREIGN && key->columns->len == 1;
        if (key->kind != CS_KEY_FOREIGN || c->foreign)
            continue;
        c->foreign = TRUE;
        c->ref_schema = g_strdup(key->ref_schema);
        c->ref_object = g_strdup(key->ref_object);
        c->ref_column = key->ref_columns ? g_strdup(key->ref_columns->pdata[i]) : NULL;
    }
}

struct cs_key *
cs_key_new(struct cs_object *object, const struct cs_key_info *info)
{
    struct cs_key *k = g_new0(struct cs_key, 1);

    k->kind = info->kind;
    k->columns = g_ptr_array_new_with_free_func(g_free);
    k->ref_schema = shown(info->ref_schema);
    k->ref_object = shown(info->ref_object);
    if (info->ref_columns)
        k->ref_columns = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; i < info->n_columns; i++) {
        g_ptr_array_add(k->columns, shown_column(object, info->columns[i]));
        if (k->ref_columns)
            g_ptr_array_add(k->ref_columns, shown_or_empty(info->ref_columns[i]));
    }
    g_ptr_array_add(object->keys, k);
    mark_columns(object, k);
    return k;
}

struct cs_object *
cs_source_object(const struct cs_source *source, const char *schema, const char *name)
{
    for (guint i = 0; i < source->objects->len; i++) {
        struct cs_object *o = source->objects->pdata[i];

        if (!strcmp(o->name, name) && (!schema || !strcmp(o->schema, schema)))
            return o;
    }
    return NULL;
}

struct cs_column *
cs_object_column(const struct cs_object *object, const char *name)
{
    for (guint i = 0; i < object->columns->len; i++) {
        struct cs_column *c = object->columns->pdata[i];

        if (!strcmp(c->name, name))
            return c;
    }
    return NULL;
}

const char *
cs_kind_name(enum cs_kind kind)
{
    static const char *const names[] = {"unknown", "person",    "company", "mixed", "transaction", "log",    "settings",
                                        "product", "reference", "message", "place", "content",     "consent"};

    return names[MIN((guint)kind, G_N_ELEMENTS(names) - 1)];
}

const char *
cs_subject_name(enum cs_subject subject)
{
    static const char *const names[] = {"customer", "prospect", "employee", "supplier", "user", "candidate", "visitor"};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if ((guint)subject == 1u << i)
            return names[i];
    return "";
}

const char *
cs_drawn_name(enum cs_drawn drawn)
{
    static const char *const names[] = {"none", "all", "random", "range", "block", "head"};

    return names[MIN((guint)drawn, G_N_ELEMENTS(names) - 1)];
}

const char *
cs_rows_kind_name(enum cs_rows_kind kind)
{
    static const char *const names[] = {"unknown", "statistic", "exact"};

    return names[MIN((guint)kind, G_N_ELEMENTS(names) - 1)];
}

const char *
cs_type_name(enum cs_type type)
{
    static const char *const names[] = {"unknown", "text",      "integer",  "numeric", "boolean",  "date",
                                        "time",    "timestamp", "interval", "bytes",   "json",     "xml",
                                        "array",   "uuid",      "inet",     "enum",    "geometry", "other"};

    return names[MIN((guint)type, G_N_ELEMENTS(names) - 1)];
}

const char *
cs_object_kind_name(enum cs_object_kind kind)
{
    static const char *const names[] = {"table", "view", "materialised view", "foreign table", "partitioned table",
                                        "other"};

    return names[MIN((guint)kind, G_N_ELEMENTS(names) - 1)];
}

double
cs_object_floor(const struct cs_object *object)
{
    if (object->drawn == CS_DRAWN_ALL)
        return 0;
    return object->sampled ? MIN(1.0, 3.0 / (double)object->sampled) : 1;
}
