/* cmd_rules.c - cassini rules: list, show and test the rules in use. */
#include "cli/command.h"

#include "base/err.h"
#include "engine/name.h"
#include "engine/ruleset.h"

#include <stdio.h>
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
test_rules(const struct cs_ruleset *rules)
{
    struct cs_yaml_errors errors;
    struct cs_names *names = cs_names_new(rules);
    guint run, failed;

    cs_yaml_errors_init(&errors);
    run = cs_ruleset_test_values(rules, &errors);
    run += cs_names_test(names, rules, &errors);
    failed = errors.lines->len;
    cs_print_complaints(&errors);
    printf("%u rules, %u examples, %u failed\n", cs_ruleset_count(rules), run, failed);
    cs_yaml_errors_clear(&errors);
    cs_names_free(names);
    return failed ? CS_EXIT_USAGE : CS_EXIT_DONE;
}

static int
list_or_show(const struct cs_ruleset *rules, gboolean list, const char *wanted)
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
    if (shown)
        return CS_EXIT_DONE;
    fprintf(stderr, "cassini: no rule or attribute is called \"%s\"\n", wanted);
    return CS_EXIT_USAGE;
}

static int
run_verb(const struct cs_ruleset *rules, char **operands)
{
    const char *verb = operands[0] ? operands[0] : "list";

    if (!strcmp(verb, "test"))
        return test_rules(rules);
    if (strcmp(verb, "show"))
        return list_or_show(rules, TRUE, NULL);
    if (operands[1])
        return list_or_show(rules, FALSE, operands[1]);
    fputs("cassini: rules show needs the id of a rule or an attribute\n", stderr);
    return CS_EXIT_USAGE;
}

static struct {
    const char *rules;
} flags;

static int
run(char **operands)
{
    g_autoptr(cs_scan_config) config = cs_config_new();
    struct cs_ruleset *rules = NULL;
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int status;

    cs_yaml_errors_init(&errors);
    if (cs_ruleset_load(flags.rules ? flags.rules : config->rules, NULL, g_getenv("CASSINI_NO_JIT") != NULL, &errors,
                        &rules, &err)) {
        cs_print_complaints(&errors);
        cs_print_error(&err);
        status = CS_EXIT_USAGE;
    } else {
        status = run_verb(rules, operands);
    }
    cs_yaml_errors_clear(&errors);
    cs_ruleset_free(rules);
    return status;
}

static const struct cs_cli_option options[] = {
    {"rules", 0, CS_O_FOLDER, "FOLDER", "folder of rule packs", &flags.rules}, {NULL, 0, CS_O_FLAG, NULL, NULL, NULL}};

const struct cs_command cs_command_rules = {
    .name = "rules",
    .operands = "[list | show RULE | test]",
    .verbs = "list|show|test",
    .most = 2,
    .help = "list, show and test the rules in use",
    .summary = "Lists the rules in use, shows one (by its id or attribute), or runs every rule's\nown examples.",
    .example = "cassini rules show contact.email",
    .options = options,
    .run = run};
