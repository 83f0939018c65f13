/* cmd_connectors.c - cassini connectors: what is built in, with capabilities and options. */
#include "cli/command.h"

#include "connect/registry.h"

#include <stdio.h>

static const struct {
    guint32 bit;
    const char *text;
} capabilities[] = {
    {CS_CAP_ESTIMATES, "row estimates"},
    {CS_CAP_COMMENTS, "comments"},
    {CS_CAP_KEYS, "keys"},
    {CS_CAP_RANDOM, "spread samples"},
    {CS_CAP_STREAM, "streams"},
    {CS_CAP_FILTER_CRC32, "samples keys at the source"},
    {CS_CAP_PARALLEL, "parallel sessions"},
    {CS_CAP_LISTS_ALL, "lists what it may not read"},
};

static int
run(char **operands)
{
    for (guint i = 0; i < cs_registry_count(); i++) {
        const struct cs_connector *c = cs_registry_at(i);
        const char *separator = "";

        printf("%s  %s (version %s)\n  urls: %s\n  can: ", c->name, c->title, c->version, c->schemes);
        for (gsize k = 0; k < G_N_ELEMENTS(capabilities); k++) {
            if (!(c->caps & capabilities[k].bit))
                continue;
            printf("%s%s", separator, capabilities[k].text);
            separator = ", ";
        }
        putchar('\n');
        for (const struct cs_option *o = c->options; o && o->key; o++)
            printf("  %-18s %s\n", o->key, o->help);
    }
    return CS_EXIT_DONE;
}

static const struct cs_cli_option options[] = {{NULL, 0, CS_O_FLAG, NULL, NULL, NULL}};

const struct cs_command cs_command_connectors = {
    .name = "connectors",
    .operands = "",
    .help = "what is built in, with capabilities and options",
    .summary = "Lists the connectors of this program, their capabilities and their own keys\nin cassini.yaml.",
    .example = "cassini connectors",
    .options = options,
    .run = run};
