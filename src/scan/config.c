/* config.c - reads cassini.yaml as a whole against its small schema; sources are config_source.c. */
#include "scan/config_private.h"

#include "base/deadline.h"

#include <string.h>

#define LEAST_MEMORY (8u << 20)

static void
activity_free(gpointer data)
{
    struct cs_activity *a = data;

    g_free(a->name);
    g_free(a->purpose);
    g_free(a->legal_basis);
    g_free(a->retention);
    g_ptr_array_unref(a->objects);
    g_free(a);
}

struct cs_scan_config *
cs_config_new(void)
{
    struct cs_scan_config *c = g_new0(struct cs_scan_config, 1);
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();

    c->sources = g_ptr_array_new_with_free_func(cs_source_config_free);
    c->activities = g_ptr_array_new_with_free_func(activity_free);
    c->rules = g_strdup(g_file_test(CASSINI_SOURCE_RULES, G_FILE_TEST_IS_DIR) ? CASSINI_SOURCE_RULES : CASSINI_RULES);
    c->as_of = g_date_time_format(now, "%Y-%m-%d");
    c->sample_rows = 1000;
    c->memory = CS_SCAN_MEMORY;
    c->seed = 1;
    c->max_value = 64 * 1024;
    c->masked = TRUE;
    return c;
}

void
cs_config_free(struct cs_scan_config *c)
{
    if (!c)
        return;
    g_free(c->file);
    g_free(c->organisation);
    g_free(c->controller);
    g_free(c->dpo);
    g_free(c->language);
    g_ptr_array_unref(c->sources);
    g_ptr_array_unref(c->activities);
    g_strfreev(c->locales);
    g_free(c->rules);
    g_free(c->as_of);
    g_free(c);
}

/* "SOURCE:OBJECT", both patterns, and some source answers. */
static void
check_objects(const struct cs_scan_config *c, struct cs_yaml_errors *errors, const struct cs_yaml_node *node,
              const char *pattern)
{
    const char *colon = strchr(pattern, ':');
    g_autofree char *source = colon ? g_strndup(pattern, (gsize)(colon - pattern)) : NULL;

    for (guint i = 0; source && i < c->sources->len; i++) {
        const struct cs_source_config *s = c->sources->pdata[i];

        if (s->name && g_pattern_match_simple(source, s->name))
            return;
    }
    cs_yaml_complain(errors, node, "\"%s\" must be SOURCE:OBJECT, such as \"crm:sales.*\", of a source of this file",
                     pattern);
}

static void
read_activity(struct cs_scan_config *c, struct cs_yaml_errors *errors, const struct cs_yaml_node *map)
{
    static const char *const known[] = {"name", "purpose", "legal_basis", "retention", "objects", NULL};
    struct cs_activity *a = g_new0(struct cs_activity, 1);
    g_auto(GStrv) objects = NULL;

    a->objects = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(c->activities, a);
    if (!cs_yaml_check_keys(errors, map, "activities", known))
        return;
    cs_config_take_string(errors, map, "name", &a->name);
    cs_config_take_string(errors, map, "purpose", &a->purpose);
    cs_config_take_string(errors, map, "legal_basis", &a->legal_basis);
    cs_config_take_string(errors, map, "retention", &a->retention);
    if (!a->name)
        cs_yaml_complain(errors, map, "an activity needs a \"name\"");
    if (cs_yaml_get_strings(errors, map, "objects", &objects))
        for (char **p = objects; *p; p++) {
            check_objects(c, errors, cs_yaml_get(map, "objects"), *p);
            g_ptr_array_add(a->objects, g_strdup(*p));
        }
}

static void
read_list(struct cs_scan_config *c, struct cs_yaml_errors *errors, const struct cs_yaml_node *root, const char *key,
          void (*read)(struct cs_scan_config *, struct cs_yaml_errors *, const struct cs_yaml_node *))
{
    const struct cs_yaml_node *list = cs_yaml_get(root, key);

    if (!list)
        return;
    if (cs_yaml_kind(list) != CS_YAML_LIST) {
        cs_yaml_complain(errors, list, "\"%s\" must be a list", key);
        return;
    }
    for (guint i = 0; i < cs_yaml_count(list); i++)
        read(c, errors, cs_yaml_item(list, i));
}

static void
read_scan(struct cs_scan_config *c, struct cs_yaml_errors *errors, const struct cs_yaml_node *root)
{
    static const char *const known[] = {"locales", "sample_rows", "seed",      "as_of",  "rules", "masked",
                                        "rows",    "stream",      "app_packs", "memory", NULL};
    const struct cs_yaml_node *scan = cs_yaml_get(root, "scan");
    g_autoptr(GDate) date = g_date_new();
    const char *text;
    gboolean flag;
    gint64 n;

    if (!scan || !cs_yaml_check_keys(errors, scan, "scan", known))
        return;
    if (cs_yaml_get_strings(errors, scan, "locales", &c->locales))
        for (char **l = c->locales; *l; l++)
            if (strlen(*l) != 2 || !g_ascii_islower((*l)[0]) || !g_ascii_islower((*l)[1]))
                cs_yaml_complain(errors, cs_yaml_get(scan, "locales"),
                                 "\"locales\" are languages of two letters such as fr, en");
    if (cs_yaml_get_int(errors, scan, "sample_rows", 1, 1000000, &n))
        c->sample_rows = (guint64)n;
    if (cs_yaml_get_int(errors, scan, "seed", 0, G_MAXINT64, &n))
        c->seed = (guint64)n;
    cs_config_take_string(errors, scan, "as_of", &c->as_of);
    g_date_set_parse(date, c->as_of);
    if (!g_date_valid(date))
        cs_yaml_complain(errors, cs_yaml_get(scan, "as_of"), "\"as_of\" must be a date such as 2026-11-23");
    cs_config_take_path(errors, scan, "rules", &c->rules);
    if (cs_yaml_get_bool(errors, scan, "masked", &flag))
        c->masked = flag;
    if (cs_yaml_get_bool(errors, scan, "stream", &flag))
        c->no_stream = !flag;
    if (cs_yaml_get_bool(errors, scan, "app_packs", &flag))
        c->no_app_packs = !flag;
    if (cs_yaml_get_string(errors, scan, "memory", &text) &&
        (!cs_bytes_parse(text, &c->memory) || c->memory < LEAST_MEMORY))
        cs_yaml_complain(errors, cs_yaml_get(scan, "memory"),
                         "\"memory\" must be a size such as 150MiB, at least 8MiB");
    if (cs_yaml_get_string(errors, scan, "rows", &text)) {
        c->all_rows = g_str_equal(text, "all");
        if (!c->all_rows && !g_str_equal(text, "sample"))
            cs_yaml_complain(errors, cs_yaml_get(scan, "rows"), "\"rows\" must be sample or all");
    }
}

static void
check_names(struct cs_scan_config *c, struct cs_yaml_errors *errors, const struct cs_yaml_node *root)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < c->sources->len; i++) {
        struct cs_source_config *s = c->sources->pdata[i];

        if (s->name && !g_hash_table_add(seen, s->name))
            cs_yaml_complain(errors, cs_yaml_item(cs_yaml_get(root, "sources"), i), "two sources are called \"%s\"",
                             s->name);
    }
}

/* What was taken from the environment is none of the business of a password_command's child. */
static void
forget_variables(const struct cs_scan_config *c)
{
    for (guint i = 0; i < c->sources->len; i++) {
        const struct cs_source_config *s = c->sources->pdata[i];

        if (s->password_variable)
            g_unsetenv(s->password_variable);
    }
}

int
cs_config_load(struct cs_scan_config *c, const char *path, struct cs_yaml_errors *errors, struct cs_err *err)
{
    static const char *const known[] = {"organisation", "sources", "activities", "scan", NULL};
    static const char *const organisation_keys[] = {"name", "controller", "dpo", "language", NULL};
    g_autoptr(cs_yaml) yaml = NULL;
    const struct cs_yaml_node *root, *organisation;
    int rc = cs_yaml_load_file(path, &yaml, err);

    if (rc)
        return rc;
    g_free(c->file);
    c->file = g_strdup(path);
    root = cs_yaml_root(yaml);
    if (!root)
        return cs_fail(err, CS_E_CONFIG, "config", NULL, "%s is empty: it needs at least \"sources\"", path);
    if (cs_yaml_check_keys(errors, root, "the configuration", known)) {
        organisation = cs_yaml_get(root, "organisation");
        if (organisation && cs_yaml_check_keys(errors, organisation, "organisation", organisation_keys)) {
            cs_config_take_string(errors, organisation, "name", &c->organisation);
            cs_config_take_string(errors, organisation, "controller", &c->controller);
            cs_config_take_string(errors, organisation, "dpo", &c->dpo);
            cs_config_take_string(errors, organisation, "language", &c->language);
            if (c->language && strcmp(c->language, "en") && strcmp(c->language, "fr"))
                cs_yaml_complain(errors, cs_yaml_get(organisation, "language"), "\"language\" must be en or fr");
        }
    }
    if (cs_yaml_kind(root) == CS_YAML_MAP) {
        read_list(c, errors, root, "sources", cs_config_read_source);
        read_list(c, errors, root, "activities", read_activity);
        read_scan(c, errors, root);
        check_names(c, errors, root);
        forget_variables(c);
    }
    if (errors->lines->len)
        return cs_fail(err, CS_E_CONFIG, "config", NULL, "%s has %u mistake%s", path, errors->lines->len,
                       errors->lines->len == 1 ? "" : "s");
    return 0;
}
