/* rules_apps.c - known applications listed, shown, tried and looked over. */
#include "cli/rules_apps.h"

#include "cli/command.h"
#include "engine/apps.h"
#include "model/taxonomy.h"

#include <stdio.h>
#include <string.h>

/* NULL and complaints when the signatures cannot be read. */
static struct cs_apps *
load(const char *folder, struct cs_yaml_errors *errors)
{
    struct cs_apps *apps = NULL;
    struct cs_err err = {0};

    if (cs_apps_load(folder, errors, &apps, &err) && !errors->lines->len)
        g_ptr_array_add(errors->lines, g_strdup(err.message));
    return apps;
}

static void
list_app(const struct cs_app *app)
{
    printf("app:%-30s %-40s known by", app->name, app->title);
    for (guint i = 0; i < app->signature->len; i++)
        printf(" %s", ((const struct cs_app_sign *)app->signature->pdata[i])->table);
    putchar('\n');
}

void
cs_rules_apps_list(const char *folder)
{
    struct cs_yaml_errors errors;
    struct cs_apps *apps;

    cs_yaml_errors_init(&errors);
    apps = load(folder, &errors);
    for (guint i = 0; apps && i < cs_apps_count(apps); i++)
        list_app(cs_apps_at(apps, i));
    cs_print_complaints(&errors);
    cs_yaml_errors_clear(&errors);
    cs_apps_free(apps);
}

static const char *
label_name(gconstpointer value)
{
    int label = GPOINTER_TO_INT(value) - 1;

    return label >= 0 ? cs_taxonomy_at((guint)label)->id : label == CS_LABEL_NEVER ? "never" : "none";
}

static void
show_table(const char *name, const struct cs_app_table *table)
{
    g_autoptr(GList) places = g_list_sort(g_hash_table_get_keys(table->labels), (GCompareFunc)strcmp);

    printf("  %-40s %s", name, table->kind == CS_KIND_UNKNOWN ? "" : cs_kind_name(table->kind));
    for (guint bit = 1; bit <= CS_SUBJECT_VISITOR; bit <<= 1)
        if (table->subjects & bit)
            printf(" %s", cs_subject_name((enum cs_subject)bit));
    putchar('\n');
    for (const GList *p = places; p; p = p->next)
        printf("    %-38s %s\n", (const char *)p->data, label_name(g_hash_table_lookup(table->labels, p->data)));
}

static void
show_app(struct cs_apps *apps, struct cs_app *app, struct cs_yaml_errors *errors)
{
    g_autoptr(GList) names = NULL;

    list_app(app);
    cs_apps_labels(apps, app, errors);
    names = g_list_sort(g_hash_table_get_keys(app->tables), (GCompareFunc)strcmp);
    for (const GList *n = names; n; n = n->next)
        show_table(n->data, g_hash_table_lookup(app->tables, n->data));
}

gboolean
cs_rules_apps_show(const char *folder, const char *name)
{
    struct cs_yaml_errors errors;
    struct cs_apps *apps;
    gboolean shown = FALSE;

    if (!g_str_has_prefix(name, "app:"))
        return FALSE;
    cs_yaml_errors_init(&errors);
    apps = load(folder, &errors);
    for (guint i = 0; apps && i < cs_apps_count(apps) && !shown; i++)
        if ((shown = !strcmp(cs_apps_at(apps, i)->name, name + strlen("app:"))))
            show_app(apps, cs_apps_at(apps, i), &errors);
    cs_print_complaints(&errors);
    cs_yaml_errors_clear(&errors);
    cs_apps_free(apps);
    return shown;
}

guint
cs_rules_apps_test(const char *folder, struct cs_yaml_errors *errors)
{
    struct cs_apps *apps = load(folder, errors);
    guint tried = apps ? cs_apps_test(apps, errors) : 0;

    cs_apps_free(apps);
    return tried;
}

void
cs_rules_apps_lint(const char *folder, struct cs_yaml_errors *errors)
{
    struct cs_apps *apps = load(folder, errors);

    if (apps)
        cs_apps_lint(apps, errors);
    cs_apps_free(apps);
}
