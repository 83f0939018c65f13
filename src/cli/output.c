/* output.c - errors, configuration and language, the same for every command. */
#include "cli/command.h"

#include "base/err.h"

#include <stdio.h>
#include <string.h>

int
cs_print_error(const struct cs_err *err)
{
    g_autofree char *native = *err->native ? g_strdup_printf(" (%s)", err->native) : g_strdup("");

    fprintf(stderr, "cassini: %s%s\n", err->message, native);
    if (*err->hint)
        fprintf(stderr, "  hint: %s\n", err->hint);
    switch (err->code) {
    case CS_E_CANCELLED:
        return CS_EXIT_INTERRUPTED;
    case CS_E_CONFIG:
    case CS_E_LIMIT:
    case CS_E_DATA:
        return CS_EXIT_USAGE;
    default:
        return CS_EXIT_INTERNAL;
    }
}

void
cs_print_complaints(const struct cs_yaml_errors *errors)
{
    for (guint i = 0; i < errors->lines->len; i++)
        fprintf(stderr, "%s\n", (const char *)errors->lines->pdata[i]);
}

int
cs_config_from_args(const char *file, const char *rules, char **uris, struct cs_scan_config **ret_config)
{
    g_autoptr(cs_scan_config) config = cs_config_new();
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int rc = 0;

    if (!file && !(uris && *uris) && g_file_test("cassini.yaml", G_FILE_TEST_EXISTS))
        file = "cassini.yaml";
    cs_yaml_errors_init(&errors);
    if (file)
        rc = cs_config_load(config, file, &errors, &err);
    for (; !rc && uris && *uris; uris++)
        rc = cs_config_add_url(config, *uris, &err);
    if (rules) {
        g_free(config->rules);
        config->rules = g_strdup(rules);
    }
    if (!rc && !config->sources->len) {
        rc = cs_fail(&err, CS_E_CONFIG, "config", NULL, "nothing to scan");
        cs_err_hint(&err, "name a database or file (postgresql://reader@db/erp, customers.sqlite) or a configuration "
                          "(-c cassini.yaml)");
    }
    cs_print_complaints(&errors);
    cs_yaml_errors_clear(&errors);
    if (rc)
        return cs_print_error(&err);
    *ret_config = g_steal_pointer(&config);
    return 0;
}

const char *
cs_choose_language(const char *flag, const char *configured)
{
    const char *language = flag;

    if (!language || !*language)
        language = configured;
    if (!language || !*language)
        language = g_getenv("LC_ALL");
    if (!language || !*language)
        language = g_getenv("LC_MESSAGES");
    if (!language || !*language)
        language = g_getenv("LANG");
    return language && g_str_has_prefix(language, "fr") ? "fr" : "en";
}
