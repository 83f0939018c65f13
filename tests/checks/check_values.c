/* check_values.c - the named checks on standard input, for tests in other languages.
 *
 *   check_values            "check value" a line in, 1 or 0 a line out
 *   check_values --chance   every check that has a form, its form, its stated chance and the share of random values that pass */
#include "base/rng.h"
#include "engine/ruleset.h"

#include <stdio.h>
#include <string.h>

#define TRIES 200000

static void
random_value(struct cs_rng *rng, const char *form, GString *out)
{
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    g_string_truncate(out, 0);
    for (; *form; form++)
        switch (*form) {
        case '9':
            g_string_append_c(out, letters[cs_rng_below(rng, 10)]);
            break;
        case '1':
            g_string_append_c(out, letters[1 + cs_rng_below(rng, 9)]);
            break;
        case 'A':
            g_string_append_c(out, letters[10 + cs_rng_below(rng, 26)]);
            break;
        case 'X':
            g_string_append_c(out, letters[cs_rng_below(rng, 36)]);
            break;
        case 'H':
            g_string_append_c(out, letters[cs_rng_below(rng, 16)]);
            break;
        default:
            g_string_append_c(out, g_ascii_toupper(*form));
        }
}

static void
measure(void)
{
    g_autoptr(GString) value = g_string_new(NULL);
    const struct cs_check *check;
    struct cs_rng rng;

    cs_rng_init(&rng, 20240229);
    for (guint i = 0; (check = cs_check_at(i)); i++) {
        guint passed = 0;

        for (guint n = 0; check->form && n < TRIES; n++) {
            random_value(&rng, check->form, value);
            passed += cs_check_accepts(check, value->str, value->len);
        }
        if (check->form)
            printf("%s\t%s\t%g\t%g\n", check->name, check->form, check->chance, (double)passed / TRIES);
    }
}

int
main(int argc, char **argv)
{
    char line[1024];

    if (argc > 1 && !strcmp(argv[1], "--chance")) {
        measure();
        return 0;
    }
    while (fgets(line, sizeof line, stdin)) {
        char *value = strchr(line, ' ');
        const struct cs_check *check;

        line[strcspn(line, "\n")] = '\0';
        if (value)
            *value++ = '\0';
        check = value ? cs_check_find(line) : NULL;
        if (!check) {
            fprintf(stderr, "check_values: \"%s\" is no check\n", line);
            return 1;
        }
        printf("%d\n", cs_check_accepts(check, value, strlen(value)) != FALSE);
    }
    return 0;
}
