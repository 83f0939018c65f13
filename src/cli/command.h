/* command.h - what every command of the program shares: exit codes, error printing, option parsing. Floor 8. */
#ifndef CS_CLI_COMMAND_H
#define CS_CLI_COMMAND_H

#include "base/yaml.h"
#include "scan/config.h"
#include <cassini/err.h>
#include <glib.h>

enum cs_exit {
    CS_EXIT_DONE = 0,
    CS_EXIT_GATE = 1,       /* a gate asked for with --fail-on was met */
    CS_EXIT_USAGE = 2,      /* usage or configuration */
    CS_EXIT_INCOMPLETE = 3, /* something asked for was not read; the map was written */
    CS_EXIT_INTERNAL = 4,   /* internal error or nowhere to write */
    CS_EXIT_INTERRUPTED = 130
};

int cs_cmd_scan(int argc, char **argv);
int cs_cmd_check(int argc, char **argv);
int cs_cmd_report(int argc, char **argv);
int cs_cmd_explain(int argc, char **argv);
int cs_cmd_rules(int argc, char **argv);
int cs_cmd_connectors(int argc, char **argv);

/* Parses argv with one table of options. usage: "scan [OPTION…] [URI…]"; summary and example are shown by
 * --help. FALSE after a mistake was printed (exit with CS_EXIT_USAGE). */
gboolean cs_options_parse(const char *usage, const char *summary, const char *example, const GOptionEntry *entries,
                          int *argc, char ***argv);

/* Prints "cassini: message (native)" and the hint, returns the exit code that belongs to the error. */
int cs_print_error(const struct cs_err *err);
void cs_print_complaints(const struct cs_yaml_errors *errors);

/* The configuration of a command that crawls: -c FILE, else ./cassini.yaml if no URI is given, plus the URIs. */
int cs_config_from_args(const char *file, char **uris, struct cs_scan_config **ret_config);

/* "en" or "fr": flag > CASSINI_LANG > configuration > locale. */
const char *cs_choose_language(const char *flag, const char *configured);

#endif
