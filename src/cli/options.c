/* options.c - options of a command from argv and the environment, and the help on them. */
#include "cli/options.h"

#include "base/yaml.h"
#include "cli/command.h"

#include <string.h>

static const char *const truths[] = {"yes", "true", "on", "1", NULL}, *const lies[] = {"no", "false", "off", "0", NULL};

char *
cs_option_environment(const struct cs_cli_option *option)
{
    g_autofree char *upper = g_ascii_strup(option->name, -1);

    return g_strconcat("CASSINI_", g_strdelimit(upper, "-", '_'), NULL);
}

static gboolean
is_given(const struct cs_cli_option *o)
{
    switch (o->kind) {
    case CS_O_FLAG:
        return *(int *)o->target >= 0;
    case CS_O_NUMBER:
        return *(gint64 *)o->target >= 0;
    default:
        return *(const char **)o->target != NULL;
    }
}

static gboolean
is_one_of(const char *words, const char *text)
{
    g_auto(GStrv) list = g_strsplit(words, "|", -1);

    return g_strv_contains((const char *const *)list, text);
}

/* text into the target; name is how the person gave it. FALSE after a mistake was printed. */
static gboolean
take(const struct cs_cli_option *o, const char *name, const char *text)
{
    guint64 n;

    switch (o->kind) {
    case CS_O_FLAG:
        if (!g_strv_contains(truths, text) && !g_strv_contains(lies, text)) {
            fprintf(stderr, "cassini: %s is yes or no\n", name);
            return FALSE;
        }
        *(int *)o->target = g_strv_contains(truths, text);
        return TRUE;
    case CS_O_NUMBER:
        if (!g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT64, &n, NULL)) {
            fprintf(stderr, "cassini: %s needs a whole number\n", name);
            return FALSE;
        }
        *(gint64 *)o->target = (gint64)n;
        return TRUE;
    case CS_O_WORD:
        if (!is_one_of(o->value, text)) {
            fprintf(stderr, "cassini: %s is one of %s\n", name, o->value);
            return FALSE;
        }
        *(const char **)o->target = text;
        return TRUE;
    default:
        if (!*text) {
            fprintf(stderr, "cassini: %s needs a value\n", name);
            return FALSE;
        }
        *(const char **)o->target = text;
        return TRUE;
    }
}

static const struct cs_cli_option *
find_long(const struct cs_command *command, const char *name)
{
    for (const struct cs_cli_option *o = command->options; o->name; o++)
        if (!strcmp(o->name, name))
            return o;
    return NULL;
}

static const struct cs_cli_option *
find_letter(const struct cs_command *command, char letter)
{
    for (const struct cs_cli_option *o = command->options; o->name; o++)
        if (o->letter == letter)
            return o;
    return NULL;
}

static void
unknown_option(const struct cs_command *command, const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *near;

    for (const struct cs_cli_option *o = command->options; o->name; o++)
        g_ptr_array_add(names, (gpointer)(guintptr)o->name);
    g_ptr_array_add(names, (gpointer)(guintptr) "help");
    g_ptr_array_add(names, NULL);
    near = cs_yaml_nearest(name, (const char *const *)names->pdata);
    fprintf(stderr, "cassini: %s has no option --%s%s%s%s; \"cassini help %s\" lists them\n", command->name, name,
            near ? ", did you mean --" : "", near ? near : "", near ? "?" : "", command->name);
}

/* "--name", "--name=value", "--name value"; *io_argv moves on over a value. */
static gboolean
parse_long(const struct cs_command *command, char ***io_argv)
{
    const char *text = **io_argv + 2, *equals = strchr(text, '=');
    g_autofree char *name = equals ? g_strndup(text, (gsize)(equals - text)) : g_strdup(text);
    g_autofree char *shown = g_strconcat("--", name, NULL);
    const struct cs_cli_option *o = find_long(command, name);

    if (!o) {
        unknown_option(command, name);
        return FALSE;
    }
    if (equals)
        return take(o, shown, equals + 1);
    if (o->kind == CS_O_FLAG)
        return take(o, shown, "yes");
    if (!(*io_argv)[1]) {
        fprintf(stderr, "cassini: %s needs a value, %s\n", shown, o->value);
        return FALSE;
    }
    return take(o, shown, *++*io_argv);
}

/* "-q", "-qv", "-cFILE", "-c FILE". */
static gboolean
parse_letters(const struct cs_command *command, char ***io_argv)
{
    for (const char *p = **io_argv + 1; *p; p++) {
        const struct cs_cli_option *o = find_letter(command, *p);
        const char shown[] = {'-', *p, '\0'};

        if (!o) {
            fprintf(stderr, "cassini: %s has no option %s; \"cassini help %s\" lists them\n", command->name, shown,
                    command->name);
            return FALSE;
        }
        if (o->kind != CS_O_FLAG) {
            if (p[1])
                return take(o, shown, p + 1);
            if ((*io_argv)[1])
                return take(o, shown, *++*io_argv);
            fprintf(stderr, "cassini: %s needs a value, %s\n", shown, o->value);
            return FALSE;
        }
        take(o, shown, "yes");
    }
    return TRUE;
}

/* What no flag gave is taken from the environment. */
static gboolean
read_environment(const struct cs_command *command)
{
    for (const struct cs_cli_option *o = command->options; o->name; o++) {
        g_autofree char *name = cs_option_environment(o);
        const char *text = g_getenv(name);

        if (text && *text && !is_given(o) && !take(o, name, text))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_operands(const struct cs_command *command, const GPtrArray *operands)
{
    g_autofree char *verbs = command->verbs ? g_strdelimit(g_strdup(command->verbs), "|", ' ') : NULL;
    g_auto(GStrv) words = command->verbs ? g_strsplit(command->verbs, "|", -1) : NULL;
    const char *near;

    if (words && operands->len && !g_strv_contains((const char *const *)words, operands->pdata[0])) {
        near = cs_yaml_nearest(operands->pdata[0], (const char *const *)words);
        fprintf(stderr, "cassini: %s cannot \"%s\"%s%s%s; it can: %s\n", command->name, (char *)operands->pdata[0],
                near ? ", did you mean \"" : "", near ? near : "", near ? "\"?" : "", verbs);
        return FALSE;
    }
    if (operands->len >= command->least && operands->len <= command->most)
        return TRUE;
    fprintf(stderr, "cassini: %s operands: cassini %s %s\n  hint: \"cassini help %s\" tells more\n",
            operands->len < command->least ? "too few" : "too many", command->name, command->operands, command->name);
    return FALSE;
}

gboolean
cs_options_parse(const struct cs_command *command, char **argv, GPtrArray *operands, int *ret_status)
{
    gboolean only_operands = FALSE;

    *ret_status = CS_EXIT_USAGE;
    for (; *argv; argv++) {
        if (only_operands || **argv != '-' || !(*argv)[1]) {
            g_ptr_array_add(operands, *argv);
        } else if (!strcmp(*argv, "--")) {
            only_operands = TRUE;
        } else if (!strcmp(*argv, "--help") || !strcmp(*argv, "-h")) {
            cs_options_help(command, stdout);
            *ret_status = CS_EXIT_DONE;
            return FALSE;
        } else if (!((*argv)[1] == '-' ? parse_long : parse_letters)(command, &argv)) {
            return FALSE;
        }
    }
    return read_environment(command) && check_operands(command, operands);
}

void
cs_options_help(const struct cs_command *command, FILE *out)
{
    fprintf(out, "Usage: cassini %s%s%s%s\n\n%s\n", command->name, command->options->name ? " [OPTION…]" : "",
            *command->operands ? " " : "", command->operands, command->summary);
    if (command->options->name)
        fputc('\n', out);
    for (const struct cs_cli_option *o = command->options; o->name; o++) {
        g_autofree char *left = g_strdup_printf("--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
        const char letter[] = {'-', o->letter, ',', '\0'};

        fprintf(out, "  %-3s %-22s ", o->letter ? letter : "", left);
        if (strlen(left) > 22)
            fprintf(out, "\n%29s", "");
        fprintf(out, "%s\n", o->help);
    }
    if (command->options->name) {
        g_autofree char *name = cs_option_environment(command->options);

        fprintf(out, "\nEvery option has a name in the environment too: --%s is %s.\n", command->options->name, name);
    }
    fprintf(out, "\nExample:\n  %s\n", command->example);
}
