/* cmd_completion.c - cassini completion: the completion file of a shell, from the commands' own tables. */
#include "cli/command.h"

static const struct cs_cli_option options[] = {{NULL, 0, CS_O_FLAG, NULL, NULL, NULL}};

static int
run(char **operands)
{
    return cs_completion_print(operands[0], stdout) ? CS_EXIT_DONE : CS_EXIT_USAGE;
}

const struct cs_command cs_command_completion = {.name = "completion",
                                                 .operands = "bash|zsh|fish",
                                                 .verbs = "bash|zsh|fish",
                                                 .least = 1,
                                                 .most = 1,
                                                 .help = "the completion file of a shell",
                                                 .summary = "Prints the completion file of a shell.",
                                                 .example = "cassini completion bash",
                                                 .options = options,
                                                 .run = run};
