/* cmd_scan.c - cassini scan: crawl, classify, compare; writes the map and its page. */
#include "cli/command.h"

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
    char *config, *out, *lang, *rows, *as_of, *rules;
    gint64 sample_rows, seed;
    gboolean plan, no_stream, quiet, verbose, all_columns, no_masked;
} flags;

static const GOptionEntry entries[] = {
    {"config", 'c', 0, G_OPTION_ARG_FILENAME, &flags.config, "the configuration [CASSINI_CONFIG]", "FILE"},
    {"output-dir", 'o', 0, G_OPTION_ARG_FILENAME, &flags.out, "where the map goes, default map [CASSINI_OUTPUT_DIR]",
     "DIR"},
    {"plan", 0, 0, G_OPTION_ARG_NONE, &flags.plan, "the rehearsal: what would be read; reads no data", NULL},
    {"rows", 0, 0, G_OPTION_ARG_STRING, &flags.rows, "sample (the default) or all [CASSINI_ROWS]", "WHICH"},
    {"sample-rows", 0, 0, G_OPTION_ARG_INT64, &flags.sample_rows,
     "rows sampled per object, default 1000 [CASSINI_SAMPLE_ROWS]", "N"},
    {"seed", 0, 0, G_OPTION_ARG_INT64, &flags.seed, "of the sample, default 1 [CASSINI_SEED]", "N"},
    {"as-of", 0, 0, G_OPTION_ARG_STRING, &flags.as_of, "\"today\" for the plausibility of dates [CASSINI_AS_OF]",
     "DATE"},
    {"no-stream", 0, 0, G_OPTION_ARG_NONE, &flags.no_stream,
     "do not stream key columns: no copies are found [CASSINI_NO_STREAM]", NULL},
    {"all-columns", 0, 0, G_OPTION_ARG_NONE, &flags.all_columns, "list columns without a finding too", NULL},
    {"no-masked", 0, 0, G_OPTION_ARG_NONE, &flags.no_masked, "no shapes of values in the map", NULL},
    {"rules", 0, 0, G_OPTION_ARG_FILENAME, &flags.rules, "folder of rule packs [CASSINI_RULES]", "FOLDER"},
    {"lang", 0, 0, G_OPTION_ARG_STRING, &flags.lang, "of the page: en or fr [CASSINI_LANG]", "LANG"},
    {"quiet", 'q', 0, G_OPTION_ARG_NONE, &flags.quiet, "errors only", NULL},
    {"verbose", 'v', 0, G_OPTION_ARG_NONE, &flags.verbose, "say more on standard error", NULL},
    {NULL, 0, 0, 0, NULL, NULL, NULL}};

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

static gboolean
from_environment(const char *name, char **flag)
{
    const char *value = g_getenv(name);

    if (*flag || !value || !*value)
        return FALSE;
    *flag = g_strdup(value);
    return TRUE;
}

static gboolean
number_from_environment(const char *name, gint64 *flag)
{
    const char *value = g_getenv(name);
    guint64 n;

    if (*flag || !value || !*value)
        return TRUE;
    if (!g_ascii_string_to_unsigned(value, 10, 0, G_MAXINT32, &n, NULL)) {
        fprintf(stderr, "cassini: %s must be a whole number\n", name);
        return FALSE;
    }
    *flag = (gint64)n;
    return TRUE;
}

/* Flag > environment > file > default. */
static int
apply_flags(struct cs_scan_config *config)
{
    g_autoptr(GDate) date = g_date_new();

    if (!number_from_environment("CASSINI_SAMPLE_ROWS", &flags.sample_rows) ||
        !number_from_environment("CASSINI_SEED", &flags.seed))
        return CS_EXIT_USAGE;
    from_environment("CASSINI_ROWS", &flags.rows);
    from_environment("CASSINI_AS_OF", &flags.as_of);
    if (flags.rows && strcmp(flags.rows, "all") && strcmp(flags.rows, "sample")) {
        fputs("cassini: --rows is sample or all\n", stderr);
        return CS_EXIT_USAGE;
    }
    if (flags.rows)
        config->all_rows = !strcmp(flags.rows, "all");
    if (flags.sample_rows > 0)
        config->sample_rows = (guint64)flags.sample_rows;
    if (flags.seed)
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
    if (flags.rules) {
        g_free(config->rules);
        config->rules = g_strdup(flags.rules);
    }
    config->no_stream |= flags.no_stream || g_getenv("CASSINI_NO_STREAM") != NULL;
    config->all_columns |= flags.all_columns;
    config->masked &= !flags.no_masked;
    return 0;
}

static void
print_summary(const struct cs_survey *survey, const char *map, const char *page)
{
    g_autoptr(GHashTable) columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint objects = 0, special = 0;

    for (guint i = 0; i < survey->sources->len; i++)
        objects += ((struct cs_source *)survey->sources->pdata[i])->objects->len;
    for (guint i = 0; i < survey->findings->len; i++) {
        const struct cs_finding *f = survey->findings->pdata[i];
        const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

        g_hash_table_add(columns,
                         g_strdup_printf("%s\n%s\n%s\n%s", f->place.source, f->place.schema ? f->place.schema : "",
                                         f->place.object, f->place.column));
        special += a && a->sensitivity >= 4;
    }
    printf("%u sources, %u objects: personal data in %u columns (%u findings, %u of the most sensitive kind)\n",
           survey->sources->len, objects, g_hash_table_size(columns), survey->findings->len, special);
    printf("%u copies in %u groups, %u gaps\n", survey->copies->len, survey->groups->len, survey->gaps->len);
    printf("map:  %s\npage: %s\n", map, page);
}

static int
write_results(const struct cs_scan_config *config, struct cs_survey *survey, const char *folder)
{
    g_autofree char *map = g_build_filename(folder, "cassini-map.json", NULL);
    g_autofree char *page = g_build_filename(folder, "cassini-map.html", NULL);
    struct cs_err err = {0};

    if (cs_map_write(survey, map, config->all_columns, &err) ||
        cs_report_html(survey, cs_choose_language(flags.lang, config->language), page, &err)) {
        cs_print_error(&err);
        return CS_EXIT_INTERNAL;
    }
    print_summary(survey, map, page);
    return cs_scan_incomplete(survey) ? CS_EXIT_INCOMPLETE : CS_EXIT_DONE;
}

static int
plan(const struct cs_scan_config *config)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct cs_err err = {0};
    gboolean complete = TRUE;

    if (cs_scan_plan(config, out, &complete, &err))
        return cs_print_error(&err);
    fputs(out->str, stdout);
    return complete ? CS_EXIT_DONE : CS_EXIT_INCOMPLETE;
}

int
cs_cmd_scan(int argc, char **argv)
{
    g_autoptr(cs_scan_config) config = NULL;
    g_autoptr(cs_survey) survey = NULL;
    struct progress progress = {.terminal = isatty(STDERR_FILENO), .started = cs_now()};
    struct cs_scan_events events = {.ctx = &progress};
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int status;

    if (!cs_options_parse(
            "[URI…]",
            "Crawls the sources read-only, classifies columns and paths as personal data, finds copies, and\n"
            "writes cassini-map.json and cassini-map.html.\n"
            "Exit: 0 done, 2 usage or configuration, 3 something was not read, 4 internal or nowhere to write.",
            "cassini scan postgresql://reader@db.internal/erp customers.sqlite", entries, &argc, &argv))
        return CS_EXIT_USAGE;
    cs_log_set_threshold(flags.quiet ? CS_LOG_T_ERROR : flags.verbose ? CS_LOG_T_DEBUG : CS_LOG_T_WARNING);
    status = cs_config_from_args(flags.config, argv + 1, &config);
    if (status || (status = apply_flags(config)))
        return status;
    from_environment("CASSINI_OUTPUT_DIR", &flags.out);
    watch_signals();
    if (flags.plan)
        return plan(config);
    if (cs_file_make_folder(flags.out ? flags.out : "map", &err))
        return cs_print_error(&err);
    if (!flags.quiet) {
        events.object = on_object;
        events.trouble = on_trouble;
    }
    cs_yaml_errors_init(&errors);
    if (cs_scan_run(config, &events, &errors, &survey, &err)) {
        cs_print_complaints(&errors);
        status = cs_print_error(&err);
    } else {
        status = write_results(config, survey, flags.out ? flags.out : "map");
    }
    cs_yaml_errors_clear(&errors);
    return status;
}
