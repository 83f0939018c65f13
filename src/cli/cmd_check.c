/* cmd_check.c - cassini check: configuration, rules, connections, privileges; reads no data. */
#include "cli/command.h"

#include "engine/ruleset.h"
#include "scan/scan.h"

#include <stdio.h>
#include <stdlib.h>

static int
print_grants(const struct cs_scan_config *config)
{
    for (guint i = 0; i < config->sources->len; i++) {
        const struct cs_source_config *s = config->sources->pdata[i];
        struct cs_config c = {.size = sizeof c, .source = s->name, .url = s->url};
        char *text = s->connector->grants ? s->connector->grants(&c) : NULL;

        printf("-- source %s (%s)\n%s\n", s->name, s->connector->name, text ? text : "-- nothing to grant");
        free(text);
    }
    return CS_EXIT_DONE;
}

static int
check_rules(const struct cs_scan_config *config)
{
    struct cs_ruleset *rules = NULL;
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int status = CS_EXIT_DONE;

    cs_yaml_errors_init(&errors);
    if (cs_ruleset_load(config->rules, (const char *const *)config->locales, FALSE, &errors, &rules, &err)) {
        cs_print_complaints(&errors);
        cs_print_error(&err);
        status = CS_EXIT_USAGE;
    } else {
        printf("rules: %u rules, version %s, JIT %s\n", cs_ruleset_count(rules), cs_ruleset_version(rules),
               cs_ruleset_has_jit(rules) ? "in use" : "refused by this machine (slower)");
    }
    cs_yaml_errors_clear(&errors);
    cs_ruleset_free(rules);
    return status;
}

static struct {
    const char *config, *rules;
    int grants;
} flags = {.grants = -1};

static int
run(char **operands)
{
    g_autoptr(cs_scan_config) config = NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    struct cs_err err = {0};
    gboolean ok = TRUE;
    int status = cs_config_from_args(flags.config, flags.rules, operands, &config);

    if (status)
        return status;
    if (flags.grants > 0)
        return print_grants(config);
    status = check_rules(config);
    if (status)
        return status;
    if (cs_scan_check(config, out, &ok, &err))
        return cs_print_error(&err);
    fputs(out->str, stdout);
    return ok ? CS_EXIT_DONE : CS_EXIT_INCOMPLETE;
}

static const struct cs_cli_option options[] = {
    {"config", 'c', CS_O_FILE, "FILE", "the configuration", &flags.config},
    {"rules", 0, CS_O_FOLDER, "FOLDER", "folder of rule packs", &flags.rules},
    {"grants", 0, CS_O_FLAG, NULL, "print the SQL of the least-privileged reader", &flags.grants},
    {NULL, 0, CS_O_FLAG, NULL, NULL, NULL}};

const struct cs_command cs_command_check = {
    .name = "check",
    .operands = "[URI…]",
    .most = G_MAXUINT,
    .help = "configuration, rules, connections, privileges; reads no data",
    .summary = "Checks configuration, rules, connections and privileges, missing or too wide.\n"
               "Reads no data. Exit: 0 all is well, 2 usage or configuration, 3 something is\n"
               "missing.",
    .example = "cassini check -c cassini.yaml",
    .options = options,
    .run = run};
