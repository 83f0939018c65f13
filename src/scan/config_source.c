/* config_source.c - one source: its section of cassini.yaml or its URL, its password, its patterns. */
#include "scan/config_private.h"

#include "base/deadline.h"
#include "connect/registry.h"
#include "connect/session.h"

#include <string.h>

#define DEFAULT_STATEMENT_TIMEOUT (30 * CS_NS_PER_SECOND)
#define DEFAULT_LOCK_TIMEOUT (CS_NS_PER_SECOND / 2)

static const char *const kinds[] = {"erp", "crm", "support", "website", "marketing", "hr", "file", "other", NULL};

void
cs_source_config_free(gpointer data)
{
    struct cs_source_config *s = data;

    g_free(s->name);
    g_free(s->kind);
    g_free(s->url);
    g_free(s->password_file);
    g_free(s->password_command);
    g_free(s->password_variable);
    cs_secret_free(s->password);
    g_free(s->processor);
    g_free(s->processor_country);
    g_strfreev(s->include);
    g_strfreev(s->exclude);
    g_strfreev(s->expect);
    g_ptr_array_unref(s->keys);
    g_ptr_array_unref(s->values);
    g_free(s);
}

struct cs_source_config *
cs_source_config_new(void)
{
    struct cs_source_config *s = g_new0(struct cs_source_config, 1);

    s->kind = g_strdup("other");
    s->keys = g_ptr_array_new_with_free_func(g_free);
    s->values = g_ptr_array_new_with_free_func(g_free);
    s->sessions = 2;
    s->statement_timeout = DEFAULT_STATEMENT_TIMEOUT;
    s->lock_timeout = DEFAULT_LOCK_TIMEOUT;
    s->views = TRUE;
    return s;
}

void
cs_config_take_string(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, char **target)
{
    const char *text;

    if (cs_yaml_get_string(errors, map, key, &text)) {
        g_free(*target);
        *target = g_strdup(text);
    }
}

/* A relative path of the file is meant from the file's folder. Owned by the caller. */
static char *
beside(const struct cs_yaml_node *node, const char *path)
{
    g_autofree char *folder = g_path_get_dirname(cs_yaml_file(node));

    if (g_path_is_absolute(path) || !strcmp(folder, "."))
        return g_strdup(path);
    return g_build_filename(folder, path, NULL);
}

void
cs_config_take_path(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, char **target)
{
    const char *text;

    if (cs_yaml_get_string(errors, map, key, &text)) {
        g_free(*target);
        *target = beside(map, text);
    }
}

/* "data/shop.sqlite" and "sqlite:data/shop.sqlite" name a file; other URLs stay as they are. */
static void
take_url(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, char **target)
{
    static const char *const files[] = {"sqlite://", "sqlite:", "file://", "file:"};
    const char *text, *prefix = "";

    if (!cs_yaml_get_string(errors, map, "url", &text))
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(files) && !*prefix; i++)
        if (g_str_has_prefix(text, files[i]))
            prefix = files[i];
    g_free(*target);
    if (!*text || (!*prefix && strchr(text, ':'))) {
        *target = g_strdup(text);
    } else {
        g_autofree char *path = beside(map, text + strlen(prefix));

        *target = g_strconcat(prefix, path, NULL);
    }
}

static void
take_duration(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, const char *key, gint64 *target)
{
    const char *text;

    if (cs_yaml_get_string(errors, map, key, &text) && !cs_duration_parse(text, target))
        cs_yaml_complain(errors, cs_yaml_get(map, key), "\"%s\" must be a duration such as 30s, 500ms or 2m", key);
}

/* "${NAME}" as a whole value: the environment's. Anything else is refused, so that no password stands
 * in a file that is copied, mailed or put in git. */
static void
take_password(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, struct cs_source_config *s)
{
    const struct cs_yaml_node *node = cs_yaml_get(map, "password");
    const char *text = node ? cs_yaml_text(node) : NULL;
    const char *value;

    if (!node)
        return;
    if (!text || !g_str_has_prefix(text, "${") || !g_str_has_suffix(text, "}")) {
        cs_yaml_complain(errors, node,
                         "a password must not stand in this file: give ${NAME} to take it from the environment, "
                         "or use password_file or password_command");
        return;
    }
    g_autofree char *name = g_strndup(text + 2, strlen(text) - 3);
    value = g_getenv(name);
    if (!value) {
        cs_yaml_complain(errors, node, "the environment variable %s is not set", name);
        return;
    }
    cs_secret_free(s->password);
    s->password = cs_secret_new(value, strlen(value));
    g_free(s->password_variable);
    s->password_variable = g_steal_pointer(&name);
}

static void
read_limits(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, struct cs_source_config *s,
            const char *where)
{
    static const char *const known[] = {"sessions", "statement_timeout", "lock_timeout", "max_stream_bytes", "window",
                                        NULL};
    const struct cs_yaml_node *limits = cs_yaml_get(map, "limits");
    const char *text;
    gint64 n;

    if (!limits || !cs_yaml_check_keys(errors, limits, where, known))
        return;
    if (cs_yaml_get_int(errors, limits, "sessions", 1, 64, &n))
        s->sessions = (guint)n;
    take_duration(errors, limits, "statement_timeout", &s->statement_timeout);
    take_duration(errors, limits, "lock_timeout", &s->lock_timeout);
    if (cs_yaml_get_string(errors, limits, "max_stream_bytes", &text) && !cs_bytes_parse(text, &s->max_stream_bytes))
        cs_yaml_complain(errors, cs_yaml_get(limits, "max_stream_bytes"),
                         "\"max_stream_bytes\" must be a size such as 20GB or 512MiB");
    if (cs_yaml_get_string(errors, limits, "window", &text) && !cs_window_parse(text, &s->window))
        cs_yaml_complain(errors, cs_yaml_get(limits, "window"),
                         "\"window\" must be hours of the day such as \"22:00-06:00\"");
}

static void
add_setting(struct cs_source_config *s, const char *key, const char *value)
{
    g_ptr_array_add(s->keys, g_strdup(key));
    g_ptr_array_add(s->values, g_strdup(value));
}

static void
read_tls(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, struct cs_source_config *s, const char *where)
{
    static const char *const known[] = {"mode", "ca", NULL};
    static const char *const modes[] = {"verify-full", "verify-ca", "require", "prefer", "disable", NULL};
    const struct cs_yaml_node *tls = cs_yaml_get(map, "tls");
    const char *text;

    if (!tls || !cs_yaml_check_keys(errors, tls, where, known))
        return;
    if (cs_yaml_get_string(errors, tls, "mode", &text)) {
        if (g_strv_contains(modes, text))
            add_setting(s, "tls.mode", text);
        else
            cs_yaml_complain(errors, cs_yaml_get(tls, "mode"),
                             "\"mode\" must be one of verify-full, verify-ca, require, prefer, disable");
    }
    if (cs_yaml_get_string(errors, tls, "ca", &text)) {
        g_autofree char *path = beside(tls, text);

        add_setting(s, "tls.ca", path);
    }
}

static const char *const core_keys[] = {
    "name", "kind",    "connector", "url",    "password",  "password_file", "password_command",
    "tls",  "include", "exclude",   "expect", "processor", "limits",        "views"};

/* The core's keys and those that the source's connector declares, checked and taken. */
static void
read_own_keys(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, struct cs_source_config *s,
              const char *where)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    const struct cs_option *option = s->connector ? s->connector->options : NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(core_keys); i++)
        g_ptr_array_add(known, (gpointer)(guintptr)core_keys[i]);
    for (; option && option->key; option++) {
        const char *text;

        g_ptr_array_add(known, (gpointer)(guintptr)option->key);
        if (cs_yaml_get(map, option->key) && cs_yaml_get_string(errors, map, option->key, &text))
            add_setting(s, option->key, text);
    }
    g_ptr_array_add(known, NULL);
    cs_yaml_check_keys(errors, map, where, (const char *const *)known->pdata);
}

static void
resolve_connector(struct cs_yaml_errors *errors, const struct cs_yaml_node *map, struct cs_source_config *s,
                  const char *where)
{
    const char *name = NULL;

    if (cs_yaml_get_string(errors, map, "connector", &name)) {
        s->connector = cs_registry_find(name);
        if (!s->connector)
            cs_yaml_complain(errors, cs_yaml_get(map, "connector"),
                             "there is no connector \"%s\" (cassini connectors lists them)", name);
    } else if (s->url) {
        s->connector = cs_registry_for_url(s->url);
        if (!s->connector)
            cs_yaml_complain(errors, cs_yaml_get(map, "url"),
                             strstr(s->url, "://")
                                 ? "%s: no connector answers to this url; give \"connector\""
                                 : "%s: its url names no file or folder that is there, and no database",
                             where);
    }
}

void
cs_config_read_source(struct cs_scan_config *c, struct cs_yaml_errors *errors, const struct cs_yaml_node *map)
{
    static const char *const processor_keys[] = {"name", "country", NULL};
    struct cs_source_config *s = cs_source_config_new();
    const struct cs_yaml_node *processor;
    gboolean views;

    g_ptr_array_add(c->sources, s);
    if (cs_yaml_kind(map) != CS_YAML_MAP) {
        cs_yaml_complain(errors, map, "a source must be a map with at least name and url");
        return;
    }
    cs_config_take_string(errors, map, "name", &s->name);
    g_autofree char *where = g_strdup_printf("source \"%s\"", s->name ? s->name : "?");
    take_url(errors, map, &s->url);
    if (!s->name || !*s->name)
        cs_yaml_complain(errors, map, "a source needs a \"name\"");
    if (!s->url || !*s->url)
        cs_yaml_complain(errors, map, "%s needs a \"url\"", where);
    else if (cs_url_has_password(s->url))
        cs_yaml_complain(errors, cs_yaml_get(map, "url"),
                         "%s: a password must not stand in the url: use password_file, password_command or "
                         "password: ${NAME}",
                         where);
    cs_config_take_string(errors, map, "kind", &s->kind);
    if (!g_strv_contains(kinds, s->kind))
        cs_yaml_complain(errors, cs_yaml_get(map, "kind"),
                         "\"kind\" must be one of erp, crm, support, website, marketing, hr, file, other");
    resolve_connector(errors, map, s, where);
    read_own_keys(errors, map, s, where);
    cs_config_take_path(errors, map, "password_file", &s->password_file);
    cs_config_take_string(errors, map, "password_command", &s->password_command);
    take_password(errors, map, s);
    read_tls(errors, map, s, where);
    read_limits(errors, map, s, where);
    cs_yaml_get_strings(errors, map, "include", &s->include);
    cs_yaml_get_strings(errors, map, "exclude", &s->exclude);
    cs_yaml_get_strings(errors, map, "expect", &s->expect);
    if (cs_yaml_get_bool(errors, map, "views", &views))
        s->views = views;
    processor = cs_yaml_get(map, "processor");
    if (processor && cs_yaml_check_keys(errors, processor, where, processor_keys)) {
        cs_config_take_string(errors, processor, "name", &s->processor);
        cs_config_take_string(errors, processor, "country", &s->processor_country);
    }
}

/* A short unique name for a source given by its URL: the last part of its path, without an extension. */
static char *
name_for_url(struct cs_scan_config *c, const char *url)
{
    g_autofree char *copy = g_strdup(url);
    char *slash, *cut = copy + strcspn(copy, "?#");
    g_autofree char *base = NULL;

    *cut = '\0';
    slash = strrchr(copy, '/');
    base = g_strdup(slash ? slash + 1 : copy);
    if ((cut = strrchr(base, '.')) && cut != base)
        *cut = '\0';
    if (!*base) {
        g_free(base);
        base = g_strdup("source");
    }
    for (guint n = 1;; n++) {
        g_autofree char *name = n == 1 ? g_strdup(base) : g_strdup_printf("%s-%u", base, n);
        gboolean taken = FALSE;

        for (guint i = 0; i < c->sources->len; i++)
            taken |= !g_strcmp0(((struct cs_source_config *)c->sources->pdata[i])->name, name);
        if (!taken)
            return g_steal_pointer(&name);
    }
}

int
cs_config_add_url(struct cs_scan_config *c, const char *url, struct cs_err *err)
{
    struct cs_source_config *s;
    const struct cs_connector *connector;
    int rc;

    if (cs_url_has_password(url)) {
        rc = cs_fail(err, CS_E_CONFIG, "config", NULL,
                     "a password in a URL on the command line can be seen by every user");
        cs_err_hint(err, "take it out and use ~/.pgpass, ~/.my.cnf, or a cassini.yaml with password_file, "
                         "password_command or password: ${NAME}");
        return rc;
    }
    if (!strstr(url, "://") && (g_str_has_suffix(url, ".yaml") || g_str_has_suffix(url, ".yml"))) {
        rc = cs_fail(err, CS_E_CONFIG, "config", NULL, "\"%s\" is no source but reads like a configuration", url);
        cs_err_hint(err, "name it with -c");
        return rc;
    }
    connector = cs_registry_for_url(url);
    if (!connector) {
        gboolean path = !strstr(url, "://");

        rc = cs_fail(err, CS_E_CONFIG, "config", NULL,
                     path ? "there is no file or folder \"%s\"" : "no connector answers to \"%s\"", url);
        cs_err_hint(err, path ? "check the path; a database is named by its URL, such as postgresql://reader@db/erp"
                              : "cassini connectors lists what is built in; a file or folder is named by its path");
        return rc;
    }
    s = cs_source_config_new();
    s->name = name_for_url(c, url);
    s->url = g_strdup(url);
    s->connector = connector;
    g_ptr_array_add(c->sources, s);
    return 0;
}

int
cs_config_password(const struct cs_source_config *s, struct cs_secret **ret_secret, struct cs_err *err)
{
    if (s->password) {
        const char *text = cs_secret_peek(s->password);

        *ret_secret = cs_secret_new(text, strlen(text));
        return 0;
    }
    if (s->password_file)
        return cs_secret_from_file(s->password_file, ret_secret, err);
    if (s->password_command)
        return cs_secret_from_command(s->password_command, ret_secret, err);
    *ret_secret = NULL;
    return 0;
}

static gboolean
matches(char **patterns, const char *schema, const char *object)
{
    g_autofree char *full = g_strdup_printf("%s.%s", schema, object);

    for (char **p = patterns; p && *p; p++)
        if (g_pattern_match_simple(*p, strchr(*p, '.') ? full : object))
            return TRUE;
    return FALSE;
}

gboolean
cs_config_selects(const struct cs_source_config *s, const char *schema, const char *object)
{
    if (s->include && *s->include && !matches(s->include, schema, object))
        return FALSE;
    return !matches(s->exclude, schema, object);
}
