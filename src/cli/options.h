/* options.h - one table of options per command: it feeds the parser, the environment, --help and the shell
 * completions, so that none of them can tell another story. Floor 8.
 *
 * Every option has an environment name, CASSINI_ and its long name in capitals: --sample-rows is
 * CASSINI_SAMPLE_ROWS. A flag given on the command line wins over the environment; what is given by neither
 * keeps its "not given" and is left to the configuration. */
#ifndef CS_CLI_OPTIONS_H
#define CS_CLI_OPTIONS_H

#include <glib.h>
#include <stdio.h>

enum cs_option_kind {
    CS_O_FLAG,   /* int: -1 not given, 0 no, 1 yes; --name, --name=no */
    CS_O_TEXT,   /* const char *: NULL not given */
    CS_O_FILE,   /* the same, a file's path */
    CS_O_FOLDER, /* the same, a folder's path */
    CS_O_WORD,   /* the same, one of the words of value, "html|csv|json" */
    CS_O_NUMBER, /* gint64: -1 not given, else 0 or more */
};

struct cs_cli_option {
    const char *name; /* without dashes */
    char letter;      /* or 0 */
    enum cs_option_kind kind;
    const char *value; /* what --help calls it: "FILE"; NULL for a flag */
    const char *help;
    void *target; /* of the kind's type; holds "not given" before */
};

struct cs_command {
    const char *name;
    const char *operands;                /* as --help shows them: "[URI…]" */
    const char *verbs;                   /* what the first operand can be, "list|show"; NULL: anything */
    guint least, most;                   /* operands */
    const char *help;                    /* one line for cassini --help */
    const char *summary;                 /* lines of at most 80 columns */
    const char *example;                 /* run by the tests */
    const struct cs_cli_option *options; /* ended by a NULL name */
    int (*run)(char **operands);         /* NULL-ended; returns the exit code */
};

/* NULL-ended, in the order of --help. */
extern const struct cs_command *const cs_commands[];
const struct cs_command *cs_command_find(const char *name); /* NULL when unknown */
const char *cs_command_nearest(const char *name);           /* NULL when none is near */

/* Reads argv (without the command) and the environment into the targets of the table; operands gets what is
 * no option. FALSE: *ret_status is what to exit with, help or the mistake was printed. */
gboolean cs_options_parse(const struct cs_command *command, char **argv, GPtrArray *operands, int *ret_status);
void cs_options_help(const struct cs_command *command, FILE *out);
char *cs_option_environment(const struct cs_cli_option *option); /* "CASSINI_SEED"; owned by the caller */

/* The completion file of a shell; FALSE when there is none for it. */
gboolean cs_completion_print(const char *shell, FILE *out);

#endif
