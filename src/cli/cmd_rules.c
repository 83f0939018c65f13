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
run_verb(const struct cs_ruleset *rules, int argc, char **argv)
{
    const char *verb = argc > 1 ? argv[1] : "list";
    guint shown = 0;

    if (!strcmp(verb, "test"))
        return test_rules(rules);
    if (strcmp(verb, "list") && strcmp(verb, "show")) {
        fprintf(stderr, "cassini: rules can list, show and test, not \"%s\"\n", verb);
        return CS_EXIT_USAGE;
    }
    for (guint i = 0; i < cs_ruleset_count(rules); i++) {
        const struct cs_rule *r = cs_ruleset_rule(rules, i);

        if (!strcmp(verb, "list"))
            list_rule(r);
        else if (argc > 2 && (!strcmp(argv[2], r->id) || !strcmp(argv[2], r->attribute)))
            show_rule(r);
        else
            continue;
        shown++;
    }
    if (!shown) {
        fprintf(stderr, "cassini: no rule or attribute is called \"%s\"\n", argc > 2 ? argv[2] : "");
        return CS_EXIT_USAGE;
    }
    return CS_EXIT_DONE;
}

int
cs_cmd_rules(int argc, char **argv)
{
    static char *folder;
    const GOptionEntry entries[] = {
        {"rules", 0, 0, G_OPTION_ARG_FILENAME, &folder, "folder of rule packs [CASSINI_RULES]", "FOLDER"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(cs_scan_config) config = cs_config_new();
    struct cs_ruleset *rules = NULL;
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int status;

    if (!cs_options_parse("[list | show RULE | test]",
                          "Lists the rules in use, shows one, or runs every rule's own examples.",
                          "cassini rules show contact.email", entries, &argc, &argv))
        return CS_EXIT_USAGE;
    cs_yaml_errors_init(&errors);
    if (cs_ruleset_load(folder ? folder : config->rules, NULL, g_getenv("CASSINI_NO_JIT") != NULL, &errors, &rules,
                        &err)) {
        cs_print_complaints(&errors);
        cs_print_error(&err);
        status = CS_EXIT_USAGE;
    } else {
        status = run_verb(rules, argc, argv);
    }
    cs_yaml_errors_clear(&errors);
    cs_ruleset_free(rules);
    return status;
}
