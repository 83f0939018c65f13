/* recognise.c - known applications told by their tables, whatever the prefix of these. */
#include "engine/apps.h"

#include <string.h>

/* share of a signature's tables that must be there */
#define SHARE_OF 3
#define SHARE_IN 5

/* The tables of one schema of a source. */
struct group {
    GPtrArray *objects; /* of struct cs_object* */
    GPtrArray *names;   /* of char*, their raw names in lower case */
};

static void
group_free(gpointer data)
{
    struct group *group = data;

    g_ptr_array_unref(group->objects);
    g_ptr_array_unref(group->names);
    g_free(group);
}

static GPtrArray *
groups_of(const struct cs_source *source)
{
    GPtrArray *groups = g_ptr_array_new_with_free_func(group_free);
    g_autoptr(GHashTable) by_schema = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < source->objects->len; i++) {
        struct cs_object *o = source->objects->pdata[i];
        struct group *group = g_hash_table_lookup(by_schema, o->raw_schema);

        if (!group) {
            group = g_new0(struct group, 1);
            group->objects = g_ptr_array_new();
            group->names = g_ptr_array_new_with_free_func(g_free);
            g_ptr_array_add(groups, group);
            g_hash_table_insert(by_schema, o->raw_schema, group);
        }
        g_ptr_array_add(group->objects, o);
        g_ptr_array_add(group->names, g_ascii_strdown(o->raw_name, -1));
    }
    return groups;
}

static gboolean
has_column(const struct cs_object *object, const char *name)
{
    for (guint i = 0; i < object->columns->len; i++)
        if (!g_ascii_strcasecmp(((struct cs_column *)object->columns->pdata[i])->raw_name, name))
            return TRUE;
    return FALSE;
}

static gboolean
fits(const struct cs_object *object, const struct cs_app_sign *sign)
{
    for (char **c = sign->columns; *c; c++)
        if (!has_column(object, *c))
            return FALSE;
    return TRUE;
}

/* Bytes of the prefix before table, or -1: the name is not that table's. */
static gssize
prefix_of(const char *name, const char *table)
{
    gsize size = strlen(name), tail = strlen(table);

    if (size < tail || strcmp(name + size - tail, table) || (size > tail && name[size - tail - 1] != '_'))
        return -1;
    return (gssize)(size - tail);
}

/* How many tables of the signature each prefix has: prefix → count. */
static GHashTable *
count_prefixes(const struct cs_app *app, const struct group *group)
{
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint t = 0; t < app->signature->len; t++) {
        const struct cs_app_sign *sign = app->signature->pdata[t];

        for (guint i = 0; i < group->names->len; i++) {
            gssize n = prefix_of(group->names->pdata[i], sign->table);
            char *prefix =
                n >= 0 && fits(group->objects->pdata[i], sign) ? g_strndup(group->names->pdata[i], (gsize)n) : NULL;

            if (prefix)
                g_hash_table_replace(counts, prefix,
                                     GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(counts, prefix)) + 1));
        }
    }
    return counts;
}

/* Gives each table that the application is known to have under this prefix its labels. */
static void
take_tables(const struct cs_app *app, const struct group *group, const char *prefix, GHashTable *found)
{
    for (guint i = 0; i < group->names->len; i++) {
        const char *name = group->names->pdata[i];
        gpointer object = group->objects->pdata[i], table;
        GPtrArray *tables;

        if (!g_str_has_prefix(name, prefix) || !(table = g_hash_table_lookup(app->tables, name + strlen(prefix))))
            continue;
        tables = g_hash_table_lookup(found, object);
        if (!tables) {
            tables = g_ptr_array_new();
            g_hash_table_insert(found, object, tables);
        }
        g_ptr_array_add(tables, table);
    }
}

static void
recognise(struct cs_apps *apps, struct cs_app *app, const struct group *group, struct cs_yaml_errors *errors,
          GHashTable *found)
{
    g_autoptr(GHashTable) counts = count_prefixes(app, group);
    guint whole = app->signature->len;
    GHashTableIter iter;
    gpointer prefix, count;

    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &prefix, &count)) {
        guint n = GPOINTER_TO_UINT(count);

        if (n >= CS_APPS_LEAST_TABLES && n * SHARE_IN >= whole * SHARE_OF && cs_apps_labels(apps, app, errors))
            take_tables(app, group, prefix, found);
    }
}

GHashTable *
cs_apps_recognise(struct cs_apps *apps, const struct cs_source *source, struct cs_yaml_errors *errors)
{
    GHashTable *found = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GPtrArray) groups = groups_of(source);

    for (guint g = 0; g < groups->len; g++)
        for (guint i = 0; i < cs_apps_count(apps); i++)
            recognise(apps, cs_apps_at(apps, i), groups->pdata[g], errors, found);
    return found;
}
