/* cmd_scan.c - cassini scan: crawl, classify, compare; writes the map and its page. */
#include "cli/command.h"
#include "cli/gate.h"
#include "cli/review_file.h"

#include "base/deadline.h"
#include "base/file.h"
#include "base/log.h"
#include "connect/session.h"
#include "map/map.h"
#include "model/taxonomy.h"
#include "report/report.h"
#include "scan/scan.h"

#include <glib-unix.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct {
    const char *config, *out, *lang, *rows, *as_of, *rules, *fail_on, *review;
    gint64 sample_rows, seed;
    int plan, no_stream, quiet, verbose, all_columns, all_candidates, no_masked, no_app_packs;
} flags = {.sample_rows = -1,
           .seed = -1,
           .plan = -1,
           .no_stream = -1,
           .quiet = -1,
           .verbose = -1,
           .all_columns = -1,
           .all_candidates = -1,
           .no_masked = -1,
           .no_app_packs = -1};

struct progress {
    gboolean terminal;
    gint64 started;
};

static void
on_object(void *ctx, const struct cs_object *object, guint findings, guint done, guint total)
{
    struct progress *p = ctx;

    if (p->terminal) {
        double seconds = (double)(cs_now() - p->started) / 1e9;

        fprintf(stderr, "\r\033[K%u of %u objects, about %.0f s left", done, total,
                done ? seconds / done * (total - done) : 0.0);
        if (done == total)
            fputs("\r\033[K", stderr);
    } else {
        g_autofree char *name = cs_log_quote(object->name);

        fprintf(stderr, "%s %s rows=%" G_GUINT64_FORMAT " findings=%u\n", object->source->name, name, object->sampled,
                findings);
    }
}

static void
on_trouble(void *ctx, const char *source, const struct cs_gap *gap)
{
    struct progress *p = ctx;
    g_autofree char *object = gap->place.object ? cs_log_quote(gap->place.object) : NULL;

    fprintf(stderr, "%ssource \"%s\"%s%s: not read, %s%s%s\n", p->terminal ? "\r\033[K" : "", source, object ? " " : "",
            object ? object : "", gap->reason, gap->hint ? "; hint: " : "", gap->hint ? gap->hint : "");
}

/* Signals are taken by a thread of their own: the first stops the scan politely and leaves at most two
 * seconds for it, whatever a server does. */
static void *
signal_thread(void *data)
{
    sigset_t *set = data;
    int number;

    if (sigwait(set, &number))
        return NULL;
    cs_session_cancel_all();
    g_usleep(1500 * 1000);
    cs_atomic_abandon_all();
    _exit(CS_EXIT_INTERRUPTED);
}

static void
watch_signals(void)
{
    static sigset_t set;
    pthread_t thread;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    if (!pthread_create(&thread, NULL, signal_thread, &set))
        pthread_detach(thread);
}

/* Flags and environment over the file. */
static int
apply_flags(struct cs_scan_config *config)
{
    g_autoptr(GDate) date = g_date_new();

    if (flags.fail_on && !cs_gate_check(flags.fail_on))
        return CS_EXIT_USAGE;
    if (flags.rows)
        config->all_rows = !strcmp(flags.rows, "all");
    if (flags.sample_rows == 0) {
        fputs("cassini: --sample-rows is at least 1\n", stderr);
        return CS_EXIT_USAGE;
    }
    if (flags.sample_rows > 0)
        config->sample_rows = (guint64)flags.sample_rows;
    if (flags.seed >= 0)
        config->seed = (guint64)flags.seed;
    if (flags.as_of) {
        g_free(config->as_of);
        config->as_of = g_strdup(flags.as_of);
    }
    g_date_set_parse(date, config->as_of);
    if (!g_date_valid(date)) {
        fputs("cassini: --as-of needs a date such as 2026-11-23\n", stderr);
        return CS_EXIT_USAGE;
    }
    if (flags.no_stream >= 0)
        config->no_stream = flags.no_stream;
    if (flags.all_columns >= 0)
        config->all_columns = flags.all_columns;
    if (flags.all_candidates >= 0)
        config->all_candidates = flags.all_candidates;
    if (flags.no_masked >= 0)
        config->masked = !flags.no_masked;
    if (flags.no_app_packs >= 0)
        config->no_app_packs = flags.no_app_packs;
    return 0;
}

static const char *
plural(guint n, const char *one, const char *many)
{
    return n == 1 ? one : many;
}

/* Columns whose attribute is of that sensitivity or above, each once. */
static guint
count_columns(const struct cs_survey *survey, int sensitivity)
{
    g_autoptr(GHashTable) columns = g_hash_table_new(cs_place_hash_column, cs_place_same_column);

    for (guint i = 0; i < survey->findings->len; i++) {
        struct cs_finding *f = survey->findings->pdata[i];
        const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

        if (a && a->sensitivity >= sensitivity)
            g_hash_table_add(columns, &f->place);
    }
    return g_hash_table_size(columns);
}

static void
print_summary(const struct cs_survey *survey, const char *map, const char *page)
{
    guint sources = survey->sources->len, objects = 0, personal = count_columns(survey, 1),
          groups = survey->groups->len, gaps = survey->gaps->len;

    for (guint i = 0; i < sources; i++)
        objects += ((struct cs_source *)survey->sources->pdata[i])->objects->len;
    printf("%u %s, %u %s: personal data in %u %s, %u of them highly sensitive\n", sources,
           plural(sources, "source", "sources"), objects, plural(objects, "table or view", "tables and views"),
           personal, plural(personal, "column", "columns"), count_columns(survey, 4));
    printf("%u %s of copied columns; %u %s not read\n", groups, plural(groups, "group", "groups"), gaps,
           plural(gaps, "thing", "things"));
    printf("map:  %s\npage: %s\n", map, page);
}

/* A source that was opened and lists nothing is no failure, but seldom what was meant. */
static void
warn_of_empty(const struct cs_survey *survey)
{
    for (guint i = 0; i < survey->sources->len; i++) {
        const struct cs_source *source = survey->sources->pdata[i];
        gboolean gap = FALSE;

        for (guint k = 0; k < survey->gaps->len; k++)
            gap |= !g_strcmp0(((const struct cs_gap *)survey->gaps->pdata[k])->place.source, source->name);
        if (!source->objects->len && !gap)
            fprintf(
                stderr,
                "cassini: source \"%s\" has no table or file that could be read\n  hint: check its name, include and "
                "exclude; of a folder, *.csv, *.tsv and *.txt are read (pattern), databases are named one by one\n",
                source->name);
    }
}

/* Not one source answered: a map of nothing tells less than the last one. */
static gboolean
is_better_kept(const struct cs_survey *survey, const char *map)
{
    for (guint i = 0; i < survey->sources->len; i++)
        if (!((const struct cs_source *)survey->sources->pdata[i])->status)
            return FALSE;
    return survey->sources->len && g_file_test(map, G_FILE_TEST_EXISTS);
}

static int
write_results(const struct cs_scan_config *config, struct cs_survey *survey, const char *folder)
{
    g_autofree char *map = g_build_filename(folder, "cassini-map.json", NULL);
    g_autofree char *page = g_build_filename(folder, "cassini-map.html", NULL);
    struct cs_err err = {0};

    if (is_better_kept(survey, map)) {
        fprintf(stderr, "cassini: no source could be read: the last map was kept\n  map: %s\n", map);
        return CS_EXIT_INCOMPLETE;
    }
    if (cs_map_write(survey, map, config->all_columns, &err) ||
        cs_report_html(survey, cs_choose_language(flags.lang, config->language), page, &err)) {
        cs_print_error(&err);
        return CS_EXIT_INTERNAL;
    }
    if (flags.quiet <= 0)
        warn_of_empty(survey);
    print_summary(survey, map, page);
    if (flags.fail_on && cs_gate_count(flags.fail_on, survey))
        return cs_scan_incomplete(survey) ? CS_EXIT_INCOMPLETE : CS_EXIT_GATE;
    return cs_scan_incomplete(survey) ? CS_EXIT_INCOMPLETE : CS_EXIT_DONE;
}

/* The map that this scan would replace tells what the last one took; NULL: there is none that can be read. */
static struct cs_survey *
last_map(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, "cassini-map.json", NULL);
    struct cs_survey *last = NULL;
    struct cs_err why = {0};

    if (g_file_test(path, G_FILE_TEST_EXISTS) && cs_map_read(path, &last, &why))
        cs_log_warning("plan", "%s: not used for the estimate", why.message);
    return last;
}

static int
plan(const struct cs_scan_config *config, const char *folder)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(cs_survey) last = last_map(folder);
    struct cs_err err = {0};
    gboolean complete = TRUE;

    if (cs_scan_plan(config, last, out, &complete, &err))
        return cs_print_error(&err);
    fputs(out->str, stdout);
    return complete ? CS_EXIT_DONE : CS_EXIT_INCOMPLETE;
}

static int
run(char **operands)
{
    g_autoptr(cs_scan_config) config = NULL;
    g_autoptr(cs_survey) survey = NULL;
    g_autoptr(cs_review) review = NULL;
    const char *folder = flags.out ? flags.out : "map";
    struct progress progress = {.terminal = isatty(STDERR_FILENO), .started = cs_now()};
    struct cs_scan_events events = {.ctx = &progress};
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int status = cs_config_from_args(flags.config, flags.rules, operands, &config);

    cs_log_set_threshold(flags.quiet > 0 ? CS_LOG_T_ERROR : flags.verbose > 0 ? CS_LOG_T_DEBUG : CS_LOG_T_WARNING);
    if (status || (status = apply_flags(config)) || (status = cs_review_open(flags.review, config->file, &review)))
        return status;
    watch_signals();
    if (flags.plan > 0)
        return plan(config, folder);
    if (cs_file_make_folder(folder, &err))
        return cs_print_error(&err);
    events.trouble = on_trouble; /* an error, of which quiet scans speak too */
    if (flags.quiet <= 0)
        events.object = on_object;
    cs_yaml_errors_init(&errors);
    if (cs_scan_run(config, &events, &errors, &survey, &err)) {
        cs_print_complaints(&errors);
        status = cs_print_error(&err);
    } else {
        cs_review_use(review, survey, config->as_of);
        status = write_results(config, survey, folder);
    }
    cs_yaml_errors_clear(&errors);
    return status;
}

static const struct cs_cli_option options[] = {
    {"config", 'c', CS_O_FILE, "FILE", "the configuration; ./cassini.yaml by default", &flags.config},
    {"output-dir", 'o', CS_O_FOLDER, "DIR", "where map and page go; map by default", &flags.out},
    {"plan", 0, CS_O_FLAG, NULL, "the rehearsal: what would be read; reads no data", &flags.plan},
    {"rows", 0, CS_O_WORD, "sample|all", "a sample, the default, or every row", &flags.rows},
    {"sample-rows", 0, CS_O_NUMBER, "N", "rows sampled of each object; 1000 by default", &flags.sample_rows},
    {"seed", 0, CS_O_NUMBER, "N", "of the sample: same seed, same rows; 1 by default", &flags.seed},
    {"as-of", 0, CS_O_TEXT, "DATE", "\"today\" when dates are judged", &flags.as_of},
    {"no-stream", 0, CS_O_FLAG, NULL, "stream no key column: no copies are found", &flags.no_stream},
    {"all-columns", 0, CS_O_FLAG, NULL, "list columns without a finding too", &flags.all_columns},
    {"all-candidates", 0, CS_O_FLAG, NULL, "list every attribute that anything speaks for", &flags.all_candidates},
    {"no-masked", 0, CS_O_FLAG, NULL, "no shapes of values in the map", &flags.no_masked},
    {"no-app-packs", 0, CS_O_FLAG, NULL, "do not recognise known applications", &flags.no_app_packs},
    {"review", 0, CS_O_FILE, "FILE", "decisions; cassini-review.yaml by default", &flags.review},
    {"rules", 0, CS_O_FOLDER, "FOLDER", "folder of rule packs", &flags.rules},
    {"fail-on", 0, CS_O_TEXT, "WHAT", "exit 1 on findings: id.*, sensitivity:4, …", &flags.fail_on},
    {"lang", 0, CS_O_WORD, "en|fr", "language of the page", &flags.lang},
    {"quiet", 'q', CS_O_FLAG, NULL, "say nothing but errors", &flags.quiet},
    {"verbose", 'v', CS_O_FLAG, NULL, "say more on standard error", &flags.verbose},
    {NULL, 0, CS_O_FLAG, NULL, NULL, NULL}};

const struct cs_command cs_command_scan = {
    .name = "scan",
    .operands = "[URI…]",
    .most = G_MAXUINT,
    .help = "crawl, classify, compare; writes the map and its page",
    .summary = "Crawls the sources read-only, classifies columns and paths, finds copies, and\n"
               "writes cassini-map.json and cassini-map.html. A URI is a database\n"
               "(postgresql://reader@db.internal/erp, mysql://…, mariadb://…), an SQLite file,\n"
               "a CSV file or a folder of them.\n"
               "Exit: 0 done, 1 --fail-on was met, 2 usage or configuration, 3 something was not\n"
               "read (the map says what), 4 internal or nowhere to write, 130 interrupted.",
    .example = "cassini scan customers.sqlite --output-dir map",
    .options = options,
    .run = run};
