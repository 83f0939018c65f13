/* completion.c - completion files of bash, zsh and fish, written from the commands' own tables. */
#include "cli/options.h"

#include <string.h>

static gboolean
takes_path(const struct cs_cli_option *o)
{
    return o->kind == CS_O_FILE || o->kind == CS_O_FOLDER;
}

static char *
words_of(const char *words)
{
    return g_strdelimit(g_strdup(words), "|", ' ');
}

static void
bash_command(const struct cs_command *c, FILE *out)
{
    fprintf(out, "  %s)\n    case $prev in\n", c->name);
    for (const struct cs_cli_option *o = c->options; o->name; o++) {
        const char letter[] = {'|', '-', o->letter, '\0'};
        g_autofree char *words = o->kind == CS_O_WORD ? words_of(o->value) : NULL;

        if (o->kind == CS_O_FLAG)
            continue;
        fprintf(out, "    --%s%s) ", o->name, o->letter ? letter : "");
        if (words)
            fprintf(out, "COMPREPLY=($(compgen -W '%s' -- \"$cur\"))", words);
        else if (takes_path(o))
            fprintf(out, "COMPREPLY=($(compgen -%c -- \"$cur\"))", o->kind == CS_O_FILE ? 'f' : 'd');
        fputs(words || takes_path(o) ? "; return ;;\n" : "return ;;\n", out);
    }
    fputs("    esac\n    options='", out);
    for (const struct cs_cli_option *o = c->options; o->name; o++)
        fprintf(out, "--%s ", o->name);
    g_autofree char *verbs = c->verbs ? words_of(c->verbs) : g_strdup("");
    fprintf(out, "--help' verbs='%s' ;;\n", verbs);
}

static void
print_bash(FILE *out)
{
    fputs("# bash completion of cassini\n_cassini()\n{\n"
          "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options='' verbs=''\n"
          "  COMPREPLY=()\n  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W '",
          out);
    for (const struct cs_command *const *c = cs_commands; *c; c++)
        fprintf(out, "%s ", (*c)->name);
    fputs("help --help --version' -- \"$cur\"))\n    return\n  fi\n  case ${COMP_WORDS[1]} in\n", out);
    for (const struct cs_command *const *c = cs_commands; *c; c++)
        bash_command(*c, out);
    fputs("  esac\n  if [[ $cur == -* ]]; then\n    COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
          "  elif [ \"$COMP_CWORD\" -eq 2 ] && [ -n \"$verbs\" ]; then\n"
          "    COMPREPLY=($(compgen -W \"$verbs\" -- \"$cur\"))\n"
          "  else\n    COMPREPLY=($(compgen -f -- \"$cur\"))\n  fi\n}\n"
          "complete -o filenames -F _cassini cassini\n",
          out);
}

/* Inside single quotes of zsh and fish. */
static char *
quoted(const char *text, const char *special)
{
    GString *s = g_string_new(NULL);

    for (; *text; text++) {
        if (*text == '\'')
            g_string_append(s, "'\\'");
        else if (strchr(special, *text))
            g_string_append_c(s, '\\');
        g_string_append_c(s, *text);
    }
    return g_string_free(s, FALSE);
}

static void
zsh_command(const struct cs_command *c, FILE *out)
{
    fprintf(out, "    %s)\n      _arguments", c->name);
    for (const struct cs_cli_option *o = c->options; o->name; o++) {
        g_autofree char *help = quoted(o->help, "[]:"), *words = o->kind == CS_O_WORD ? words_of(o->value) : NULL;
        g_autofree char *action = words                    ? g_strdup_printf("(%s)", words)
                                  : o->kind == CS_O_FOLDER ? g_strdup("_files -/")
                                  : takes_path(o)          ? g_strdup("_files")
                                                           : g_strdup(" ");

        if (o->letter)
            fprintf(out, " \\\n        '(-%c --%s)'{-%c,--%s}'[%s]", o->letter, o->name, o->letter, o->name, help);
        else
            fprintf(out, " \\\n        '--%s[%s]", o->name, help);
        fprintf(out, o->kind == CS_O_FLAG ? "'" : ":value:%s'", action);
    }
    g_autofree char *verbs = c->verbs ? words_of(c->verbs) : NULL;
    if (verbs)
        fprintf(out, " \\\n        '1:verb:(%s)'", verbs);
    fputs(" \\\n        '*:operand:_files' ;;\n", out);
}

static void
print_zsh(FILE *out)
{
    fputs("#compdef cassini\n_cassini() {\n  if (( CURRENT == 2 )); then\n    _values command", out);
    for (const struct cs_command *const *c = cs_commands; *c; c++) {
        g_autofree char *help = quoted((*c)->help, "[]:");

        fprintf(out, " \\\n      '%s[%s]'", (*c)->name, help);
    }
    fputs(" 'help[on a command]'\n    return\n  fi\n  shift words; (( CURRENT-- ))\n  case $words[1] in\n", out);
    for (const struct cs_command *const *c = cs_commands; *c; c++)
        zsh_command(*c, out);
    fputs("  esac\n}\n_cassini \"$@\"\n", out);
}

static void
fish_option(const struct cs_command *c, const struct cs_cli_option *o, FILE *out)
{
    g_autofree char *help = quoted(o->help, "\\"), *words = o->kind == CS_O_WORD ? words_of(o->value) : NULL;

    fprintf(out, "complete -c cassini -n '__fish_seen_subcommand_from %s' -l %s", c->name, o->name);
    if (o->letter)
        fprintf(out, " -s %c", o->letter);
    if (words)
        fprintf(out, " -x -a '%s'", words);
    else if (takes_path(o))
        fputs(" -r -F", out);
    else if (o->kind != CS_O_FLAG)
        fputs(" -x", out);
    fprintf(out, " -d '%s'\n", help);
}

static void
print_fish(FILE *out)
{
    fputs("# fish completion of cassini\n", out);
    for (const struct cs_command *const *c = cs_commands; *c; c++) {
        g_autofree char *help = quoted((*c)->help, "\\"), *verbs = (*c)->verbs ? words_of((*c)->verbs) : NULL;

        fprintf(out, "complete -c cassini -n __fish_use_subcommand -f -a %s -d '%s'\n", (*c)->name, help);
        if (verbs)
            fprintf(out, "complete -c cassini -n '__fish_seen_subcommand_from %s' -a '%s'\n", (*c)->name, verbs);
        for (const struct cs_cli_option *o = (*c)->options; o->name; o++)
            fish_option(*c, o, out);
    }
}

gboolean
cs_completion_print(const char *shell, FILE *out)
{
    static const struct {
        const char *name;
        void (*print)(FILE *);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};

    for (gsize i = 0; i < G_N_ELEMENTS(shells); i++)
        if (!strcmp(shells[i].name, shell)) {
            shells[i].print(out);
            return TRUE;
        }
    return FALSE;
}
