/* commands.c - the commands of the program. */
#include "cli/command.h"

#include <string.h>

const struct cs_command *const cs_commands[] = {&cs_command_scan,       &cs_command_check,      &cs_command_report,
                                                &cs_command_explain,    &cs_command_rules,      &cs_command_review,
                                                &cs_command_connectors, &cs_command_completion, NULL};

const struct cs_command *
cs_command_find(const char *name)
{
    for (const struct cs_command *const *c = cs_commands; *c; c++)
        if (!strcmp((*c)->name, name))
            return *c;
    return NULL;
}

const char *
cs_command_nearest(const char *name)
{
    const char *names[G_N_ELEMENTS(cs_commands)] = {NULL};

    for (gsize i = 0; cs_commands[i]; i++)
        names[i] = cs_commands[i]->name;
    return cs_yaml_nearest(name, names);
}
