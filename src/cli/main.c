/* main.c - finds the command and starts it. */
#include "cli/command.h"

#include "base/secret.h"
#include "connect/registry.h"

#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void
usage(FILE *out)
{
    fputs("cassini draws the map of a company's personal data: where each attribute of its customers lives,\n"
          "how sure that is and why, and where it is stored more than once. Sources are only read.\n\n"
          "Usage: cassini COMMAND [OPTION…]\n\nCommands:\n",
          out);
    for (const struct cs_command *const *c = cs_commands; *c; c++)
        fprintf(out, "  %-11s %s\n", (*c)->name, (*c)->help);
    fputs("\n\"cassini help COMMAND\" tells more; cassini(1) tells all.\n\n"
          "Example:\n  cassini scan customers.sqlite\n",
          out);
}

static int
unknown_command(const char *word)
{
    const char *near = cs_command_nearest(word);

    fprintf(stderr, "cassini: there is no command \"%s\"%s%s%s; \"cassini --help\" lists them\n", word,
            near ? ", did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return CS_EXIT_USAGE;
}

static int
help(const char *name)
{
    const struct cs_command *command = name ? cs_command_find(name) : NULL;

    if (command)
        cs_options_help(command, stdout);
    else if (name)
        return unknown_command(name);
    else
        usage(stdout);
    return CS_EXIT_DONE;
}

static int
run(const struct cs_command *command, char **argv)
{
    g_autoptr(GPtrArray) operands = g_ptr_array_new();
    struct cs_err err = {0};
    int status;

    if (!cs_options_parse(command, argv, operands, &status))
        return status;
    if (cs_registry_init(&err))
        return cs_print_error(&err);
    g_ptr_array_add(operands, NULL);
    status = command->run((char **)operands->pdata);
    cs_registry_fini();
    /* Data that did not reach standard output is a failure like any other. */
    if (fflush(stdout) && !status) {
        fputs("cassini: standard output cannot be written\n", stderr);
        status = CS_EXIT_INTERNAL;
    }
    return status;
}

/* Large arrays go back to the system when they are freed: left to itself, glibc keeps them once the first was. Small
 * memory stays: each batch of rows would take it from the system and give it back, a tenth of a scan's time. */
static void
choose_what_stays(void)
{
#ifdef M_MMAP_THRESHOLD
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
    mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
#endif
}

int
main(int argc, char **argv)
{
    const struct cs_command *command;

    choose_what_stays();
    cs_secret_forbid_core();
    umask(0027);
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2) {
        usage(stderr);
        return CS_EXIT_USAGE;
    }
    if (!strcmp(argv[1], "--version")) {
        puts("cassini " CASSINI_VERSION);
        return CS_EXIT_DONE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help"))
        return help(argv[2]);
    command = cs_command_find(argv[1]);
    return command ? run(command, argv + 2) : unknown_command(argv[1]);
}
