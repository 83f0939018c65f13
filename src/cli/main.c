/* main.c - finds the command and starts it. */
#include "cli/command.h"

#include "base/yaml.h"
#include "base/log.h"
#include "base/secret.h"
#include "connect/registry.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *name;
    int (*run)(int, char **);
    const char *help;
} commands[] = {
    {"scan", cs_cmd_scan, "crawl, classify, compare; writes the map and its page"},
    {"check", cs_cmd_check, "configuration, rules, connections, privileges; reads no data"},
    {"report", cs_cmd_report, "a map as HTML, CSV or JSON"},
    {"explain", cs_cmd_explain, "every piece of evidence on one column"},
    {"rules", cs_cmd_rules, "list, show and test the rules in use"},
    {"connectors", cs_cmd_connectors, "what is built in, with capabilities and options"},
};

static void
usage(FILE *out)
{
    fputs("cassini draws the map of a company's personal data: where each attribute of its customers lives,\n"
          "how sure that is and why, and where it is stored more than once. Sources are only read.\n\n"
          "Usage: cassini COMMAND [OPTION…]\n\nCommands:\n",
          out);
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        fprintf(out, "  %-11s %s\n", commands[i].name, commands[i].help);
    fputs("\n\"cassini COMMAND --help\" tells more; cassini(1) tells all.\n\n"
          "Example:\n  cassini scan postgresql://reader@db.internal/erp customers.sqlite\n",
          out);
}

static void
unknown_command(const char *word)
{
    const char *names[G_N_ELEMENTS(commands) + 1] = {NULL};
    const char *near;

    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
        names[i] = commands[i].name;
    near = cs_yaml_nearest(word, names);
    fprintf(stderr, "cassini: there is no command \"%s\"%s%s%s; \"cassini --help\" lists them\n", word,
            near ? ", did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

int
main(int argc, char **argv)
{
    int status = CS_EXIT_USAGE;
    struct cs_err err = {0};
    gboolean found = FALSE;

    cs_secret_forbid_core();
    umask(0027);
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2 || !strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
        usage(argc < 2 ? stderr : stdout);
        return argc < 2 ? CS_EXIT_USAGE : CS_EXIT_DONE;
    }
    if (!strcmp(argv[1], "--version")) {
        puts("cassini " CASSINI_VERSION);
        return CS_EXIT_DONE;
    }
    if (cs_registry_init(&err))
        return cs_print_error(&err);
    for (gsize i = 0; i < G_N_ELEMENTS(commands) && !found; i++) {
        found = !strcmp(argv[1], commands[i].name);
        if (found)
            status = commands[i].run(argc - 1, argv + 1);
    }
    if (!found)
        unknown_command(argv[1]);
    cs_registry_fini();
    return status;
}
