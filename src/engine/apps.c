/* apps.c - packs of known applications: signatures and labels, read from YAML. */
#include "engine/apps.h"

#include "base/err.h"
#include "model/taxonomy.h"

#include <string.h>

struct cs_apps {
    char *folder;    /* rules/apps */
    GPtrArray *list; /* of struct cs_app* */
};

static void
sign_free(gpointer data)
{
    struct cs_app_sign *sign = data;

    g_free(sign->table);
    g_strfreev(sign->columns);
    g_free(sign);
}

static void
table_free(gpointer data)
{
    struct cs_app_table *table = data;

    g_hash_table_unref(table->labels);
    g_free(table);
}

static void
app_free(gpointer data)
{
    struct cs_app *app = data;

    g_free(app->name);
    g_free(app->title);
    g_ptr_array_unref(app->signature);
    if (app->tables)
        g_hash_table_unref(app->tables);
    g_free(app);
}

static void
read_signature(struct cs_app *app, const struct cs_yaml_node *map, struct cs_yaml_errors *errors)
{
    static const char *const keys[] = {"title", "tables", NULL};
    const struct cs_yaml_node *tables;
    const char *title = app->name;

    if (!cs_yaml_check_keys(errors, map, app->name, keys))
        return;
    cs_yaml_get_string(errors, map, "title", &title);
    app->title = g_strdup(title);
    tables = cs_yaml_get(map, "tables");
    if (!tables || cs_yaml_kind(tables) != CS_YAML_MAP) {
        cs_yaml_complain(errors, map, "application \"%s\" needs \"tables\": names with lists of columns", app->name);
        return;
    }
    for (guint i = 0; i < cs_yaml_count(tables); i++) {
        struct cs_app_sign *sign = g_new0(struct cs_app_sign, 1);

        sign->table = g_ascii_strdown(cs_yaml_key(tables, i), -1);
        g_ptr_array_add(app->signature, sign);
        if (!cs_yaml_get_strings(errors, tables, cs_yaml_key(tables, i), &sign->columns))
            sign->columns = g_new0(char *, 1);
    }
}

static void
read_signatures(struct cs_apps *apps, const struct cs_yaml_node *root, struct cs_yaml_errors *errors)
{
    static const char *const keys[] = {"pack", "version", "title", "source", "applications", NULL};
    const struct cs_yaml_node *map = cs_yaml_get(root, "applications");

    if (!root || !cs_yaml_check_keys(errors, root, "the signatures", keys))
        return;
    if (!map || cs_yaml_kind(map) != CS_YAML_MAP) {
        cs_yaml_complain(errors, root, "the signatures need \"applications\"");
        return;
    }
    for (guint i = 0; i < cs_yaml_count(map); i++) {
        struct cs_app *app = g_new0(struct cs_app, 1);

        app->name = g_strdup(cs_yaml_key(map, i));
        app->signature = g_ptr_array_new_with_free_func(sign_free);
        g_ptr_array_add(apps->list, app);
        read_signature(app, cs_yaml_value(map, i), errors);
    }
}

int
cs_apps_load(const char *folder, struct cs_yaml_errors *errors, struct cs_apps **ret_apps, struct cs_err *err)
{
    g_autofree char *path = g_build_filename(folder, "apps", "signatures.yaml", NULL);
    g_autoptr(cs_yaml) yaml = NULL;
    guint before = errors->lines->len;
    struct cs_apps *apps;
    int rc = g_file_test(path, G_FILE_TEST_EXISTS) ? cs_yaml_load_file(path, &yaml, err) : 0;

    if (rc)
        return rc;
    apps = g_new0(struct cs_apps, 1);
    apps->folder = g_build_filename(folder, "apps", NULL);
    apps->list = g_ptr_array_new_with_free_func(app_free);
    if (yaml)
        read_signatures(apps, cs_yaml_root(yaml), errors);
    if (errors->lines->len > before) {
        cs_apps_free(apps);
        return cs_fail(err, CS_E_CONFIG, "rules", NULL, "%s has %u mistakes", path, errors->lines->len - before);
    }
    *ret_apps = apps;
    return 0;
}

void
cs_apps_free(struct cs_apps *apps)
{
    if (!apps)
        return;
    g_ptr_array_unref(apps->list);
    g_free(apps->folder);
    g_free(apps);
}

guint
cs_apps_count(const struct cs_apps *apps)
{
    return apps->list->len;
}

struct cs_app *
cs_apps_at(const struct cs_apps *apps, guint index)
{
    return apps->list->pdata[index];
}

static void
read_kind(struct cs_app_table *table, const struct cs_yaml_node *map, struct cs_yaml_errors *errors)
{
    g_auto(GStrv) subjects = NULL;
    const char *text = NULL;

    if (cs_yaml_get_string(errors, map, "kind", &text)) {
        for (enum cs_kind kind = CS_KIND_PERSON; kind < CS_KIND_COUNT; kind++)
            if (!strcmp(text, cs_kind_name(kind)))
                table->kind = kind;
        if (table->kind == CS_KIND_UNKNOWN)
            cs_yaml_complain(errors, cs_yaml_get(map, "kind"), "\"%s\" is no kind of table", text);
    }
    if (!cs_yaml_get_strings(errors, map, "subjects", &subjects))
        return;
    if (table->kind == CS_KIND_UNKNOWN)
        cs_yaml_complain(errors, cs_yaml_get(map, "subjects"), "\"subjects\" need a \"kind\" beside them");
    for (char **s = subjects; *s; s++) {
        guint bit = 1;

        while (bit <= CS_SUBJECT_VISITOR && strcmp(*s, cs_subject_name((enum cs_subject)bit)))
            bit <<= 1;
        if (bit > CS_SUBJECT_VISITOR)
            cs_yaml_complain(errors, cs_yaml_get(map, "subjects"), "\"%s\" are no people that a table is about", *s);
        else
            table->subjects |= bit;
    }
}

static int
label_of(const char *word)
{
    int index = cs_taxonomy_index(word);

    if (index >= 0)
        return index;
    return !strcmp(word, "none") ? CS_LABEL_NONE : !strcmp(word, "never") ? CS_LABEL_NEVER : CS_LABEL_UNKNOWN;
}

static void
read_label(struct cs_app_table *table, const char *place, const struct cs_yaml_node *value,
           struct cs_yaml_errors *errors)
{
    g_autofree char *key = g_ascii_strdown(place, -1);
    const char *attribute = cs_yaml_text(value);
    int label = attribute ? label_of(attribute) : CS_LABEL_UNKNOWN;

    if (label == CS_LABEL_UNKNOWN) {
        cs_yaml_complain(errors, value, "\"%s\" is no attribute of the taxonomy, nor none or never",
                         attribute ? attribute : "");
        return;
    }
    if (!g_hash_table_insert(table->labels, g_steal_pointer(&key), GINT_TO_POINTER(label + 1)))
        cs_yaml_complain(errors, value, "\"%s\" is labelled twice", place);
}

static void
read_table(struct cs_app *app, const char *name, const struct cs_yaml_node *map, struct cs_yaml_errors *errors)
{
    static const char *const keys[] = {"kind", "subjects", "columns", NULL};
    struct cs_app_table *table = g_new0(struct cs_app_table, 1);
    const struct cs_yaml_node *columns;

    table->app = app;
    table->labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!g_hash_table_insert(app->tables, g_ascii_strdown(name, -1), table))
        cs_yaml_complain(errors, map, "table \"%s\" is described twice", name);
    if (!cs_yaml_check_keys(errors, map, name, keys))
        return;
    read_kind(table, map, errors);
    columns = cs_yaml_get(map, "columns");
    if (columns && cs_yaml_kind(columns) != CS_YAML_MAP) {
        cs_yaml_complain(errors, columns, "\"columns\" must be a map of columns to attributes");
        columns = NULL;
    }
    for (guint i = 0; columns && i < cs_yaml_count(columns); i++)
        read_label(table, cs_yaml_key(columns, i), cs_yaml_value(columns, i), errors);
    if (table->kind == CS_KIND_UNKNOWN && !g_hash_table_size(table->labels))
        cs_yaml_complain(errors, map, "table \"%s\": neither a kind nor a label", name);
}

gboolean
cs_apps_labels(struct cs_apps *apps, struct cs_app *app, struct cs_yaml_errors *errors)
{
    static const char *const keys[] = {"pack", "version", "title", "source", "tables", NULL};
    g_autofree char *file = g_strconcat(app->name, ".yaml", NULL), *path = g_build_filename(apps->folder, file, NULL);
    g_autoptr(cs_yaml) yaml = NULL;
    guint before = errors->lines->len;
    struct cs_err err = {0};
    const struct cs_yaml_node *root, *tables;
    const char *pack = "";

    if (app->tables)
        return !app->broken;
    app->tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, table_free);
    if (cs_yaml_load_file(path, &yaml, &err)) {
        g_ptr_array_add(errors->lines, g_strdup(err.message));
    } else if ((root = cs_yaml_root(yaml)) && cs_yaml_check_keys(errors, root, "an application pack", keys)) {
        cs_yaml_get_string(errors, root, "pack", &pack);
        if (strcmp(pack, app->name))
            cs_yaml_complain(errors, root, "the pack of \"%s\" must be called so", app->name);
        tables = cs_yaml_get(root, "tables");
        if (!tables || cs_yaml_kind(tables) != CS_YAML_MAP) {
            cs_yaml_complain(errors, root, "an application pack needs \"tables\"");
            tables = NULL;
        }
        for (guint i = 0; tables && i < cs_yaml_count(tables); i++)
            read_table(app, cs_yaml_key(tables, i), cs_yaml_value(tables, i), errors);
    }
    app->broken = errors->lines->len > before;
    return !app->broken;
}

static gboolean
is_known(const struct cs_apps *apps, const char *file)
{
    for (guint i = 0; i < apps->list->len; i++) {
        g_autofree char *own = g_strconcat(cs_apps_at(apps, i)->name, ".yaml", NULL);

        if (!strcmp(file, own))
            return TRUE;
    }
    return !strcmp(file, "signatures.yaml");
}

void
cs_apps_strays(const struct cs_apps *apps, struct cs_yaml_errors *errors)
{
    GDir *dir = g_dir_open(apps->folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir)))
        if (g_str_has_suffix(name, ".yaml") && !is_known(apps, name))
            g_ptr_array_add(errors->lines, g_strdup_printf("apps/%s: no signature tells when to use it", name));
    if (dir)
        g_dir_close(dir);
}

int
cs_app_label(const GPtrArray *tables, const char *column, const char *path, const struct cs_app **ret_app)
{
    g_autofree char *place = g_strconcat(column, path, NULL), *key = g_ascii_strdown(place, -1);
    gpointer label;

    for (guint i = 0; tables && i < tables->len; i++) {
        const struct cs_app_table *table = tables->pdata[i];

        if (!g_hash_table_lookup_extended(table->labels, key, NULL, &label))
            continue;
        *ret_app = table->app;
        return GPOINTER_TO_INT(label) - 1;
    }
    return CS_LABEL_UNKNOWN;
}

const struct cs_app_table *
cs_app_told(const GPtrArray *tables)
{
    for (guint i = 0; tables && i < tables->len; i++) {
        const struct cs_app_table *table = tables->pdata[i];

        if (table->kind != CS_KIND_UNKNOWN)
            return table;
    }
    return NULL;
}
