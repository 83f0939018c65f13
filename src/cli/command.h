/* command.h - what every command of the program shares: exit codes, errors, configuration, language. Floor 8. */
#ifndef CS_CLI_COMMAND_H
#define CS_CLI_COMMAND_H

#include "base/yaml.h"
#include "cli/options.h"
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

extern const struct cs_command cs_command_scan, cs_command_check, cs_command_report, cs_command_explain,
    cs_command_rules, cs_command_review, cs_command_connectors, cs_command_completion;

/* Prints "cassini: message (native)" and the hint, returns the exit code that belongs to the error. */
int cs_print_error(const struct cs_err *err);
void cs_print_complaints(const struct cs_yaml_errors *errors);

/* The configuration of a command that crawls: file, else ./cassini.yaml if no URI is given, plus the URIs. rules:
 * a folder that wins over the file's, or NULL. 0 or the exit code. */
int cs_config_from_args(const char *file, const char *rules, char **uris, struct cs_scan_config **ret_config);

/* "en" or "fr": flag > configuration > locale. */
const char *cs_choose_language(const char *flag, const char *configured);

#endif
