/* app_lint.c - packs of applications tried on the schemas that their signatures describe, and looked over. */
#include "engine/apps.h"

#define LEAST_COLUMNS 2 /* of a table of a signature */
#define PREFIX "x9_"    /* some prefix that nobody could know */

static void G_GNUC_PRINTF(3, 4)
    complain(struct cs_yaml_errors *errors, const struct cs_app *app, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(errors->lines, g_strdup_printf("apps/signatures.yaml: application \"%s\": %s", app->name, text));
}

/* The tables of a signature as a source would list them; at most the first n. */
static struct cs_source *
schema_of(const struct cs_app *app, guint n)
{
    struct cs_source *source = cs_source_new(app->name, NULL, "sqlite", "test");

    for (guint i = 0; i < MIN(n, app->signature->len); i++) {
        const struct cs_app_sign *sign = app->signature->pdata[i];
        g_autofree char *name = g_strconcat(PREFIX, sign->table, NULL);
        struct cs_object_info object = {.size = sizeof object, .schema = "", .name = name, .readable = true};
        struct cs_object *o = cs_object_new(source, &object);

        for (char **c = sign->columns; *c; c++) {
            struct cs_column_info column = {.size = sizeof column, .name = *c, .type = CS_T_TEXT, .readable = true};

            cs_column_new(o, &column);
        }
    }
    return source;
}

/* Each application that is recognised in the schema of another, or not in its own, or in too little of it. */
static void
try_schema(struct cs_apps *apps, const struct cs_app *app, guint n, gboolean expected, struct cs_yaml_errors *errors)
{
    struct cs_source *source = schema_of(app, n);
    g_autoptr(GHashTable) found = cs_apps_recognise(apps, source, errors);
    gboolean seen = FALSE;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, found);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        for (guint i = 0; i < ((GPtrArray *)value)->len; i++) {
            const struct cs_app_table *table = ((GPtrArray *)value)->pdata[i];

            if (table->app == app)
                seen = TRUE;
            else
                complain(errors, app, "its own tables are taken for those of \"%s\"", table->app->name);
        }
    if (seen != expected)
        complain(errors, app,
                 expected ? "not recognised by the tables of its signature, or none of these has a label"
                          : "recognised by two tables alone");
    cs_source_free(source);
}

guint
cs_apps_test(struct cs_apps *apps, struct cs_yaml_errors *errors)
{
    for (guint i = 0; i < cs_apps_count(apps); i++) {
        const struct cs_app *app = cs_apps_at(apps, i);

        try_schema(apps, app, G_MAXUINT, TRUE, errors);
        try_schema(apps, app, CS_APPS_LEAST_TABLES - 1, FALSE, errors);
    }
    return cs_apps_count(apps);
}

void
cs_apps_lint(struct cs_apps *apps, struct cs_yaml_errors *errors)
{
    for (guint i = 0; i < cs_apps_count(apps); i++) {
        struct cs_app *app = cs_apps_at(apps, i);

        if (app->signature->len < CS_APPS_LEAST_TABLES)
            complain(errors, app, "a signature needs %d tables", CS_APPS_LEAST_TABLES);
        for (guint k = 0; k < app->signature->len; k++) {
            const struct cs_app_sign *sign = app->signature->pdata[k];

            if (g_strv_length(sign->columns) < LEAST_COLUMNS)
                complain(errors, app, "table \"%s\" needs %d columns that only it has", sign->table, LEAST_COLUMNS);
        }
        cs_apps_labels(apps, app, errors);
    }
    cs_apps_strays(apps, errors);
}
