/* cmd_rules.c - cassini rules: list, show, test, lint and try the rules in use. */
#include "cli/command.h"
#include "cli/rules_apps.h"

#include "base/err.h"
#include "base/utf8.h"
#include "engine/lint.h"
#include "engine/name.h"
#include "engine/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
print_words(const char *title, char *const *words)
{
    if (!words || !*words)
        return;
    printf("  %-12s", title);
    for (; *words; words++)
        printf(" %s", *words);
    putchar('\n');
}

static void
list_rule(const struct cs_rule *r)
{
    printf("%-34s %-26s %s%s%s%s\n", r->id, r->attribute, r->pattern ? "value " : "", r->check ? "check " : "",
           r->list ? "list " : "", (r->strong && *r->strong) || (r->weak && *r->weak) ? "names" : "");
}

static void
show_rule(const struct cs_rule *r)
{
    printf("%s\n  attribute    %s\n  pack         %s\n  defined in   %s:%u\n", r->id, r->attribute, r->pack, r->file,
           r->line);
    print_words("strong", r->strong);
    print_words("weak", r->weak);
    print_words("negative", r->negative);
    if (r->pattern)
        printf("  value        %s\n", r->pattern);
    if (r->check)
        printf("  check        %s (passes by chance: %g)\n", r->check->name, r->check->chance);
    if (r->list)
        printf("  list         %s\n", r->list);
    print_words("match", r->match);
    print_words("no match", r->no_match);
    print_words("name match", r->name_match);
    print_words("no name", r->name_no_match);
}

static int
test_rules(const struct cs_ruleset *rules, const char *folder)
{
    struct cs_yaml_errors errors;
    struct cs_names *names = cs_names_new(rules);
    guint run, packs, failed;

    cs_yaml_errors_init(&errors);
    run = cs_ruleset_test_values(rules, &errors);
    run += cs_names_test(names, rules, &errors);
    packs = cs_rules_apps_test(folder, &errors);
    failed = errors.lines->len;
    cs_print_complaints(&errors);
    printf("%u rules, %u examples, %u applications, %u failed\n", cs_ruleset_count(rules), run, packs, failed);
    cs_yaml_errors_clear(&errors);
    cs_names_free(names);
    return failed ? CS_EXIT_USAGE : CS_EXIT_DONE;
}

static struct {
    const char *rules, *rule;
} flags;

/* Mistakes in packs of applications to errors. */
static void
lint_apps(const char *folder, GPtrArray *errors)
{
    struct cs_yaml_errors found;

    cs_yaml_errors_init(&found);
    cs_rules_apps_lint(folder, &found);
    for (guint i = 0; i < found.lines->len; i++)
        g_ptr_array_add(errors, g_strdup(found.lines->pdata[i]));
    cs_yaml_errors_clear(&found);
}

static int
lint_rules(const struct cs_ruleset *rules, const char *folder)
{
    g_autoptr(GPtrArray) errors = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

    cs_lint_run(rules, errors, warnings);
    lint_apps(folder, errors);
    for (guint i = 0; i < errors->len; i++)
        fprintf(stderr, "error: %s\n", (char *)errors->pdata[i]);
    for (guint i = 0; i < warnings->len; i++)
        fprintf(stderr, "warning: %s\n", (char *)warnings->pdata[i]);
    printf("%u rules, %u errors, %u warnings\n", cs_ruleset_count(rules), errors->len, warnings->len);
    return errors->len ? CS_EXIT_GATE : CS_EXIT_DONE;
}

/* label: the value as it was given, or its line of standard input, which is never shown. */
static void
match_value(struct cs_probe *probe, int rule, const char *label, const char *text, gsize size)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

    if (cs_utf8_valid_prefix(text, size) != size) {
        printf("%s: not valid UTF-8\n", label);
        return;
    }
    if (rule >= 0) {
        g_autofree char *answer = cs_probe_rule(probe, (guint)rule, text, size);

        printf("%s: %s\n", label, answer);
        return;
    }
    cs_probe_value(probe, text, size, lines);
    printf("%s: %s\n", label, lines->len ? "accepted by" : "nothing accepts it");
    for (guint i = 0; i < lines->len; i++)
        printf("  %s\n", (char *)lines->pdata[i]);
}

static int
match_input(struct cs_probe *probe, int rule)
{
    g_autofree char *label = NULL;
    char *line = NULL;
    size_t room = 0;
    ssize_t size;

    for (guint64 n = 1; (size = getline(&line, &room, stdin)) >= 0; n++) {
        if (size && line[size - 1] == '\n')
            size--;
        g_free(label);
        label = g_strdup_printf("line %" G_GUINT64_FORMAT, n);
        match_value(probe, rule, label, line, (gsize)size);
        explicit_bzero(line, room);
    }
    free(line);
    return CS_EXIT_DONE;
}

static int
match_values(const struct cs_ruleset *rules, char **values)
{
    struct cs_probe *probe;
    int rule = -1;

    for (guint i = 0; flags.rule && i < cs_ruleset_count(rules); i++)
        if (!strcmp(cs_ruleset_rule(rules, i)->id, flags.rule))
            rule = (int)i;
    if (flags.rule && rule < 0) {
        fprintf(stderr, "cassini: no rule is called \"%s\"; cassini rules list shows them\n", flags.rule);
        return CS_EXIT_USAGE;
    }
    probe = cs_probe_new(rules);
    if (!*values)
        match_input(probe, rule);
    for (; *values; values++)
        if (!strcmp(*values, "-"))
            match_input(probe, rule);
        else
            match_value(probe, rule, *values, *values, strlen(*values));
    cs_probe_free(probe);
    return CS_EXIT_DONE;
}

static int
list_or_show(const struct cs_ruleset *rules, const char *folder, gboolean list, const char *wanted)
{
    guint shown = 0;

    for (guint i = 0; i < cs_ruleset_count(rules); i++) {
        const struct cs_rule *r = cs_ruleset_rule(rules, i);

        if (list)
            list_rule(r);
        else if (!strcmp(wanted, r->id) || !strcmp(wanted, r->attribute))
            show_rule(r);
        else
            continue;
        shown++;
    }
    if (list)
        cs_rules_apps_list(folder);
    if (list || shown || cs_rules_apps_show(folder, wanted))
        return CS_EXIT_DONE;
    fprintf(stderr, "cassini: no rule, attribute or application is called \"%s\"\n", wanted);
    return CS_EXIT_USAGE;
}

static int
run_verb(const struct cs_ruleset *rules, const char *folder, char **operands)
{
    const char *verb = operands[0] ? operands[0] : "list";

    if (!strcmp(verb, "match"))
        return match_values(rules, operands + 1);
    if (!strcmp(verb, "test"))
        return test_rules(rules, folder);
    if (!strcmp(verb, "lint"))
        return lint_rules(rules, folder);
    if (strcmp(verb, "show"))
        return list_or_show(rules, folder, TRUE, NULL);
    if (operands[1])
        return list_or_show(rules, folder, FALSE, operands[1]);
    fputs("cassini: rules show needs the id of a rule, an attribute or an application, app:NAME\n", stderr);
    return CS_EXIT_USAGE;
}

static int
run(char **operands)
{
    g_autoptr(cs_scan_config) config = cs_config_new();
    struct cs_ruleset *rules = NULL;
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    const char *folder = flags.rules ? flags.rules : config->rules;
    int status;

    cs_yaml_errors_init(&errors);
    if (cs_ruleset_load(folder, NULL, g_getenv("CASSINI_NO_JIT") != NULL, &errors, &rules, &err)) {
        cs_print_complaints(&errors);
        cs_print_error(&err);
        status = CS_EXIT_USAGE;
    } else {
        status = run_verb(rules, folder, operands);
    }
    cs_yaml_errors_clear(&errors);
    cs_ruleset_free(rules);
    return status;
}

static const struct cs_cli_option options[] = {
    {"rules", 0, CS_O_FOLDER, "FOLDER", "folder of rule packs", &flags.rules},
    {"rule", 0, CS_O_TEXT, "ID", "match: this rule alone, and what refuses a value", &flags.rule},
    {NULL, 0, CS_O_FLAG, NULL, NULL, NULL}};

const struct cs_command cs_command_rules = {
    .name = "rules",
    .operands = "[list | show RULE | test | lint | match [VALUE…]]",
    .verbs = "list|show|test|lint|match",
    .most = G_MAXUINT,
    .help = "list, show, test, lint and try the rules in use",
    .summary = "  list           the rules in use, the default\n"
               "  show RULE      one by its id, all of an attribute, an application: app:NAME\n"
               "  test           runs every rule's own examples\n"
               "  lint           dead, shadowed, contradictory, slow rules; exit 1 on errors\n"
               "  match [VALUE…] which rules, checks and lists accept a value; without one, or\n"
               "                 with -, each line of standard input, which is not shown",
    .example = "cassini rules match marie@example.org",
    .options = options,
    .run = run};
