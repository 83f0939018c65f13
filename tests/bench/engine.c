/* engine.c - the rule engine alone: cells a second on one core, and what each rule costs of it.
 * Usage: bench-engine PATH… (folders, .tsv files, SQLite databases) */
#include "cells.h"

#include "engine/classify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ASKED 2e6      /* cells a second and core */
#define MOST 0.05      /* of the time, for one rule */
#define ROUNDS 3       /* the fastest counts */
#define BATCH_ROWS 512 /* as connectors hand rows over */
#define SEARCHED 24    /* bytes from which a text is searched, as tallies do */
#define LINES 15       /* rules printed */

static double
cpu_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A clock that costs little; its unit does not matter. */
static guint64
ticks(void)
{
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#else
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (guint64)t.tv_sec * 1000000000 + (guint64)t.tv_nsec;
#endif
}

/* What reading the clock adds to a measured span. */
static guint64
ticks_of_clock(void)
{
    guint64 least = G_MAXUINT64;

    for (guint i = 0; i < 1000; i++) {
        guint64 start = ticks();

        least = MIN(least, ticks() - start);
    }
    return least;
}

static guint64 sink; /* what is read is used, so that no pass is optimised away */

/* A pass that only looks at the bytes: what any engine has to pay. */
static void
touch(const struct cells *cells, struct cs_matcher *matcher, const struct cs_study_options *options)
{
    (void)matcher;
    (void)options;
    for (guint i = 0; i < cells->tables->len; i++) {
        const struct table *t = cells->tables->pdata[i];

        for (guint v = 0; v < t->values->len; v++) {
            const struct cs_value *value = &g_array_index(t->values, struct cs_value, v);
            struct cs_shape shape;

            if (value->null)
                continue;
            cs_shape_of(value->data, value->size, &shape);
            sink += shape.classes;
        }
    }
}

/* Every cell to every rule that its shape allows, met before or not. */
static void
match(const struct cells *cells, struct cs_matcher *matcher, const struct cs_study_options *options)
{
    guint16 rules[64], counts[64];

    (void)options;
    for (guint i = 0; i < cells->tables->len; i++) {
        const struct table *t = cells->tables->pdata[i];

        for (guint v = 0; v < t->values->len; v++) {
            const struct cs_value *value = &g_array_index(t->values, struct cs_value, v);

            if (value->null)
                continue;
            sink += cs_matcher_whole(matcher, CS_T_TEXT, value->data, value->size, rules, G_N_ELEMENTS(rules));
            if (value->size >= SEARCHED)
                sink += cs_matcher_search(matcher, value->data, value->size, rules, counts, G_N_ELEMENTS(rules));
        }
    }
}

/* What a scan asks at the end of a sample. */
static guint
study_end(struct cs_study *study)
{
    g_autoptr(GPtrArray) columns = cs_study_wants_more(study);

    cs_study_free(study);
    return columns->len;
}

static void
study_table(const struct table *t, struct cs_source *source, struct cs_matcher *matcher,
            const struct cs_study_options *options)
{
    const struct cs_object_info info = {.size = sizeof info, .schema = "", .name = t->name, .readable = true};
    struct cs_object *object = cs_object_new(source, &info);
    struct cs_study *study;
    gsize rows = t->values->len / t->columns;

    for (gsize c = 0; c < t->columns; c++) {
        g_autofree char *name = g_strdup_printf("c%" G_GSIZE_FORMAT, c + 1);
        const struct cs_column_info column = {
            .size = sizeof column, .name = name, .type = CS_T_TEXT, .encoding = "UTF-8", .readable = true};

        cs_column_new(object, &column);
    }
    study = cs_study_new(options, matcher, object);
    for (gsize row = 0; row < rows; row += BATCH_ROWS) {
        const struct cs_batch batch = {.columns = t->columns,
                                       .rows = MIN(BATCH_ROWS, rows - row),
                                       .values = &g_array_index(t->values, struct cs_value, row * t->columns)};

        cs_study_add(study, &batch, (struct cs_column *const *)object->columns->pdata);
    }
    sink += study_end(study);
}

/* As a scan does: into studies, each distinct value of a column once. */
static void
study(const struct cells *cells, struct cs_matcher *matcher, const struct cs_study_options *options)
{
    struct cs_source *source = cs_source_new("bench", NULL, "bench", "");

    for (guint i = 0; i < cells->tables->len; i++)
        study_table(cells->tables->pdata[i], source, matcher, options);
    cs_source_free(source);
}

typedef void (*pass_fn)(const struct cells *, struct cs_matcher *, const struct cs_study_options *);

/* Seconds of the fastest of a few rounds, each with a new matcher. */
static double
time_pass(pass_fn pass, const struct cells *cells, const struct cs_study_options *options)
{
    double best = G_MAXDOUBLE;

    for (guint i = 0; i < ROUNDS; i++) {
        struct cs_matcher *matcher = cs_matcher_new(options->ruleset);
        double start = cpu_seconds(), took;

        pass(cells, matcher, options);
        took = cpu_seconds() - start;
        best = MIN(best, took);
        cs_matcher_free(matcher);
    }
    return best;
}

static void
report(const char *what, const struct cells *cells, double seconds, double base)
{
    printf("  %-46s %7.2f M cells/s  %6.1f MB/s  %5.1f x\n", what, (double)cells->count / seconds / 1e6,
           (double)cells->bytes / seconds / 1e6, seconds / base);
}

struct cost {
    const char *what;
    guint64 tries;
    double ticks;
};

static gint
dearest_first(gconstpointer a, gconstpointer b)
{
    const struct cost *x = a, *y = b;

    return x->ticks < y->ticks ? 1 : x->ticks > y->ticks ? -1 : 0;
}

static void
print_costs(const struct cost *costs, guint n, double all, double seconds)
{
    printf("\n  %-40s %10s %8s %8s\n", "what (the dearest)", "tries", "ns each", "of time");
    for (guint i = 0; i < n && costs[i].tries; i++)
        printf("  %-40s %10" G_GUINT64_FORMAT " %8.0f %7.2f%%\n", costs[i].what, costs[i].tries,
               costs[i].ticks / all * seconds * 1e9 / (double)costs[i].tries, costs[i].ticks / all * 100);
}

/* Ticks of the fastest pass that nobody watches. */
static double
ticks_of_match(const struct cells *cells, const struct cs_study_options *options)
{
    double best = G_MAXDOUBLE;

    for (guint i = 0; i < ROUNDS; i++) {
        struct cs_matcher *matcher = cs_matcher_new(options->ruleset);
        guint64 start = ticks();

        match(cells, matcher, options);
        best = MIN(best, (double)(ticks() - start));
        cs_matcher_free(matcher);
    }
    return best;
}

/* Prints what the dearest rules take of the time, of which matching takes seconds. TRUE when none takes more than its
 * share. */
static gboolean
cost_table(const struct cells *cells, const struct cs_study_options *options, double seconds)
{
    struct cs_matcher *matcher = cs_matcher_new(options->ruleset);
    guint n = cs_ruleset_count(options->ruleset);
    g_autofree struct cost *costs = g_new0(struct cost, n + 1);
    guint64 own = ticks_of_clock();
    double all = ticks_of_match(cells, options);
    gboolean fair = TRUE;

    cs_matcher_watch(matcher, ticks);
    match(cells, matcher, options);
    for (guint i = 0; i <= n; i++) {
        costs[i].what = i < n ? cs_ruleset_rule(options->ruleset, i)->id : "(all word lists, one look-up)";
        costs[i].ticks = (double)cs_matcher_cost(matcher, i, &costs[i].tries);
        costs[i].ticks = MAX(costs[i].ticks - (double)(costs[i].tries * own), 0);
        fair &= i == n || costs[i].ticks <= all * MOST;
    }
    qsort(costs, n + 1, sizeof *costs, dearest_first);
    print_costs(costs, MIN(LINES, n + 1), all, seconds);
    cs_matcher_free(matcher);
    return fair;
}

static struct cs_ruleset *
load_rules(double *ret_seconds)
{
    struct cs_yaml_errors errors;
    const char *folder = g_getenv("CASSINI_RULES");
    struct cs_ruleset *rules = NULL;
    struct cs_err err = {0};
    double start = cpu_seconds();

    cs_yaml_errors_init(&errors);
    if (cs_ruleset_load(folder ? folder : CASSINI_SOURCE_RULES, NULL, FALSE, &errors, &rules, &err)) {
        fprintf(stderr, "bench-engine: %s\n", err.message);
        exit(2);
    }
    *ret_seconds = cpu_seconds() - start;
    cs_yaml_errors_clear(&errors);
    return rules;
}

int
main(int argc, char **argv)
{
    struct cells cells = {.tables = g_ptr_array_new()};
    struct cs_study_options options = {.as_of = "2026-01-01", .masked = TRUE};
    double loading, base, matching, studying;
    struct cs_ruleset *rules = load_rules(&loading);
    struct cs_names *names;
    guint patterns = 0;
    gboolean fair;

    for (int i = 1; i < argc; i++)
        cells_read(&cells, argv[i]);
    if (!cells.count) {
        printf("bench-engine: nothing to read: give folders with .tsv files or SQLite databases. SKIPPED\n");
        return 77;
    }
    for (guint i = 0; i < cs_ruleset_count(rules); i++)
        patterns += cs_ruleset_rule(rules, i)->pattern || cs_ruleset_rule(rules, i)->list;
    options.ruleset = rules;
    options.names = names = cs_names_new(rules);
    printf("engine: %" G_GUINT64_FORMAT " cells, %.1f MB, %u tables, all taken as text; %u value rules of %u, read and "
           "compiled in %.0f ms\n",
           cells.count, (double)cells.bytes / 1e6, cells.tables->len, patterns, cs_ruleset_count(rules), loading * 1e3);
    base = time_pass(touch, &cells, &options);
    matching = time_pass(match, &cells, &options);
    studying = time_pass(study, &cells, &options);
    report("bytes looked at once", &cells, base, base);
    report("every cell matched and searched", &cells, matching, base);
    report("as a scan does: studied, distinct values once", &cells, studying, base);
    fair = cost_table(&cells, &options, matching);
    printf("\n  asked: 2 M cells/s on one core: %s (%.2f x); no rule over 5 %%: %s\n",
           (double)cells.count / matching >= ASKED ? "met" : "MISSED", (double)cells.count / matching / ASKED,
           fair ? "met" : "MISSED");
    cs_names_free(names);
    cs_ruleset_free(rules);
    return (double)cells.count / matching >= ASKED && fair ? 0 : 1;
}
