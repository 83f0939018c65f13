/* registry.c - the built-in connectors, found by name or by the scheme of a URL. */
#include "connect/registry.h"

#include "connect/call.h"

#include <string.h>

#ifdef CASSINI_WITH_SQLITE
extern const struct cs_module cs_module_sqlite;
#endif
#ifdef CASSINI_WITH_POSTGRESQL
extern const struct cs_module cs_module_postgresql;
#endif
#ifdef CASSINI_WITH_MYSQL
extern const struct cs_module cs_module_mysql;
#endif
extern const struct cs_module cs_module_file;

/* Linked into the tests' programs only (connectors/fake). */
extern const struct cs_module cs_module_fake __attribute__((weak));

static const struct cs_module *const modules[] = {
#ifdef CASSINI_WITH_POSTGRESQL
    &cs_module_postgresql,
#endif
#ifdef CASSINI_WITH_MYSQL
    &cs_module_mysql,
#endif
#ifdef CASSINI_WITH_SQLITE
    &cs_module_sqlite,
#endif
    &cs_module_file, &cs_module_fake};

guint
cs_registry_count(void)
{
    guint n = 0;

    for (gsize m = 0; m < G_N_ELEMENTS(modules) && modules[m]; m++)
        for (gsize i = 0; modules[m]->connectors[i]; i++)
            n++;
    return n;
}

const struct cs_connector *
cs_registry_at(guint index)
{
    for (gsize m = 0; m < G_N_ELEMENTS(modules) && modules[m]; m++)
        for (gsize i = 0; modules[m]->connectors[i]; i++)
            if (!index--)
                return modules[m]->connectors[i];
    return NULL;
}

static gboolean
is_whole(const struct cs_connector *c)
{
    return c->size >= sizeof *c && c->name && c->title && c->schemes && c->version && c->open && c->close &&
           c->cancel && c->facts && c->describe && c->sample && c->next && c->end;
}

int
cs_registry_init(struct cs_err *err)
{
    int rc = 0;

    for (guint i = 0; !rc && i < cs_registry_count(); i++) {
        const struct cs_connector *c = cs_registry_at(i);

        if (c->abi != CS_ABI)
            rc = cs_fail(err, CS_E_INTERNAL, "connect", NULL, "connector %u speaks another ABI", i + 1);
        else if (!is_whole(c))
            rc = cs_fail(err, CS_E_INTERNAL, "connect", NULL, "connector %u lacks a required part", i + 1);
        else if (c->init)
            rc = c->init(err);
    }
    return rc;
}

void
cs_registry_fini(void)
{
    /* a call that was left behind may still use its library */
    for (guint i = 0; i < cs_registry_count() && !cs_caller_left_any(); i++)
        if (cs_registry_at(i)->fini)
            cs_registry_at(i)->fini();
}

const struct cs_connector *
cs_registry_find(const char *name)
{
    for (guint i = 0; i < cs_registry_count(); i++)
        if (!strcmp(cs_registry_at(i)->name, name))
            return cs_registry_at(i);
    return NULL;
}

/* A path alone: a folder and text are read as CSV, other files as databases. */
static const struct cs_connector *
for_path(const char *path)
{
    static const char *const endings[] = {".csv", ".tsv", ".txt", ".gz"};
    g_autofree char *lowered = g_ascii_strdown(path, -1);

    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(lowered, endings[i]))
            return cs_registry_find("file");
    return cs_registry_find(g_file_test(path, G_FILE_TEST_IS_DIR) ? "file" : "sqlite");
}

const struct cs_connector *
cs_registry_for_url(const char *url)
{
    const char *colon = strchr(url, ':');

    const char *path = g_str_has_prefix(url, "file:") ? url + strlen("file:") : url;

    if (g_file_test(path, G_FILE_TEST_IS_REGULAR) || g_file_test(path, G_FILE_TEST_IS_DIR))
        return for_path(path);
    for (guint i = 0; colon && i < cs_registry_count(); i++) {
        g_auto(GStrv) schemes = g_strsplit(cs_registry_at(i)->schemes, ",", -1);
        g_autofree char *scheme = g_strndup(url, (gsize)(colon - url));

        if (g_strv_contains((const char *const *)schemes, scheme))
            return cs_registry_at(i);
    }
    return NULL;
}
