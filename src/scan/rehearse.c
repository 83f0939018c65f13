/* rehearse.c - what touches sources without reading a row: the plan and the check. */
#include "scan/forecast.h"

#include <math.h>
#include <stdlib.h>

typedef void (*source_body)(struct cs_crawl *, struct cs_session_handle *, void *ctx, GString *, gboolean *);

/* One source, opened and described; what fails is written and makes *ok FALSE. */
static void
rehearse_source(struct cs_scan *scan, const struct cs_source_config *s, source_body body, void *ctx, gboolean describe,
                GString *out, gboolean *ok)
{
    struct cs_source *source = cs_crawl_source(scan, s);
    g_autoptr(GPtrArray) queue = g_ptr_array_new();
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *fit = NULL;
    struct cs_crawl crawl = {.scan = scan, .config = s, .source = source, .queue = queue};
    struct cs_session_handle *session = NULL;
    struct cs_err err = {0};
    int rc = cs_crawl_open(&crawl, &session, &err);

    g_ptr_array_add(scan->survey->sources, source);
    if (!rc && describe)
        rc = cs_crawl_describe(&crawl, session, &err);
    if (rc) {
        g_string_append_printf(text, "%s: %s%s%s\n", source->name, err.message, *err.hint ? "; hint: " : "", err.hint);
        *ok = FALSE;
    } else {
        body(&crawl, session, ctx, text, ok);
    }
    fit = cs_crawl_discreet(&crawl, text->str);
    g_string_append(out, fit);
    cs_crawl_close(&crawl, session);
    cs_crawl_clear(&crawl);
}

/* Rules hide names that are a person's value, and tell the plan what names speak for. */
static int
for_each_source(const struct cs_scan_config *config, GString *out, source_body body, void *ctx, gboolean describe,
                gboolean *ret_ok, struct cs_err *err)
{
    struct cs_scan scan = {.config = config, .survey = cs_survey_new()};
    struct cs_ruleset *rules = NULL;
    struct cs_yaml_errors errors;
    int rc;

    cs_yaml_errors_init(&errors);
    rc = cs_ruleset_load(config->rules, (const char *const *)config->locales, g_getenv("CASSINI_NO_JIT") != NULL,
                         &errors, &rules, err);
    cs_yaml_errors_clear(&errors);
    *ret_ok = TRUE;
    if (!rc) {
        scan.rules = rules;
        scan.names = cs_names_new(rules);
        scan.discreet = cs_matcher_new(rules);
        g_mutex_init(&scan.lock);
        for (guint i = 0; i < config->sources->len && !cs_session_cancelled(); i++)
            rehearse_source(&scan, config->sources->pdata[i], body, ctx, describe, out, ret_ok);
        g_mutex_clear(&scan.lock);
        cs_matcher_free(scan.discreet);
        cs_names_free(scan.names);
        cs_apps_free(scan.apps);
    }
    cs_survey_free(scan.survey);
    cs_ruleset_free(rules);
    if (!rc && cs_session_cancelled())
        rc = cs_fail(err, CS_E_CANCELLED, "scan", NULL, "interrupted");
    return rc;
}

static void
plan_object(struct cs_crawl *crawl, struct cs_session_handle *session, const struct cs_object *o, GString *out)
{
    const struct cs_scan_config *config = crawl->scan->config;
    struct cs_target_buffer buffer;
    struct cs_sample_req req = {
        .size = sizeof req, .rows = config->sample_rows, .max_value = config->max_value, .seed = config->seed};
    char *sql;

    cs_target_fill(&buffer, o, (struct cs_column *const *)o->columns->pdata, o->columns->len);
    req.target = buffer.target;
    sql = cs_session_statement(session, &req);
    g_string_append_printf(out, "  %s%s%s (%s, %u %s, ", o->schema, *o->schema ? "." : "", o->name,
                           cs_object_kind_name(o->object_kind), o->columns->len,
                           o->columns->len == 1 ? "column" : "columns");
    if (o->rows >= 0)
        g_string_append_printf(out, "about %.0f rows)\n", o->rows);
    else
        g_string_append(out, "rows unknown)\n");
    if (sql)
        g_string_append_printf(out, "    %s\n", sql);
    free(sql);
    cs_target_clear(&buffer);
}

struct plan {
    struct cs_survey *last; /* or NULL */
    struct cs_foreseen total;
    guint sources;
};

static void
append_bytes(GString *out, double bytes)
{
    if (bytes < 1e3)
        g_string_append_printf(out, "%.0f bytes", ceil(bytes));
    else if (bytes < 1e6)
        g_string_append_printf(out, "%.0f kB", bytes / 1e3);
    else
        g_string_append_printf(out, "%.1f MB", bytes / 1e6);
}

static void
append_cost(GString *out, const char *what, const struct cs_foreseen *cost)
{
    double statements = round(cost->statements), rows = round(cost->rows);

    g_string_append_printf(out, "    %s: %.0f %s, %.0f %s, ", what, statements,
                           statements == 1 ? "statement" : "statements", rows, rows == 1 ? "row" : "rows");
    append_bytes(out, cost->bytes);
}

static void
append_seconds(GString *out, double seconds)
{
    if (seconds < 120)
        g_string_append_printf(out, ", about %.1f seconds\n", MAX(seconds, 0.1));
    else
        g_string_append_printf(out, ", about %.0f minutes\n", seconds / 60);
}

/* The parts only where they add up to the total: a measured one has none. */
static void
append_forecast(GString *out, const struct cs_forecast *f)
{
    static const char *const bases[] = {"names and statistics", "the last map's findings and statistics",
                                        "the last map"},
                             *const parts[] = {"listing", "samples", "second look", "keys for copies"};

    g_string_append_printf(out, "  expected, from %s:\n", bases[f->basis]);
    for (guint i = 0; i < CS_FORECAST_PARTS && f->basis != CS_FORECAST_BY_MAP; i++) {
        append_cost(out, parts[i], &f->parts[i]);
        g_string_append_printf(out, i ? " (%u %s)\n" : "\n", f->objects[i], f->objects[i] == 1 ? "object" : "objects");
    }
    append_cost(out, "in all", &f->total);
    append_seconds(out, f->total.seconds);
}

static void
plan_source(struct cs_crawl *crawl, struct cs_session_handle *session, void *ctx, GString *out, gboolean *ok)
{
    struct plan *plan = ctx;
    struct cs_forecast forecast;
    double seconds;

    g_string_append_printf(out, "%s (%s %s): %u %s to read\n", crawl->source->name,
                           crawl->source->product ? crawl->source->product : "?",
                           crawl->source->version ? crawl->source->version : "", crawl->queue->len,
                           crawl->queue->len == 1 ? "object" : "objects");
    for (guint i = 0; i < crawl->queue->len; i++)
        plan_object(crawl, session, crawl->queue->pdata[i], out);
    cs_forecast_make(crawl, plan->last, &forecast);
    append_forecast(out, &forecast);
    seconds = MAX(plan->total.seconds, forecast.total.seconds); /* sources are read side by side */
    cs_foreseen_add(&plan->total, &forecast.total);
    plan->total.seconds = seconds;
    plan->sources++;
    (void)ok;
}

int
cs_scan_plan(const struct cs_scan_config *config, struct cs_survey *last, GString *out, gboolean *ret_complete,
             struct cs_err *err)
{
    struct plan plan = {.last = last};
    int rc = for_each_source(config, out, plan_source, &plan, TRUE, ret_complete, err);

    if (!rc && plan.sources > 1) {
        g_string_append(out, "all sources, side by side:\n");
        append_cost(out, "in all", &plan.total);
        append_seconds(out, plan.total.seconds);
    }
    return rc;
}

struct notes {
    GString *out;
    gboolean *ok;
};

static void
take_note(void *ctx, enum cs_note_level level, const char *text)
{
    static const char *const words[] = {"ok", "too wide", "missing"};
    struct notes *notes = ctx;

    g_string_append_printf(notes->out, "  %s: %s\n", words[MIN((guint)level, 2u)], text);
    if (level == CS_NOTE_ERROR)
        *notes->ok = FALSE;
}

static void
check_source(struct cs_crawl *crawl, struct cs_session_handle *session, void *ctx, GString *out, gboolean *ok)
{
    struct notes notes = {out, ok};
    struct cs_facts facts = {.size = sizeof facts};
    struct cs_err err = {0};

    (void)ctx;
    if (cs_session_facts(session, &facts, &err)) {
        g_string_append_printf(out, "%s: %s\n", crawl->source->name, err.message);
        *ok = FALSE;
        return;
    }
    g_string_append_printf(out, "%s: %s %s, account %s, TLS: %s, read-only by %s\n", crawl->source->name,
                           facts.product ? facts.product : "?", facts.version ? facts.version : "",
                           facts.account ? facts.account : "none", facts.tls ? facts.tls : "none",
                           facts.read_only ? facts.read_only : "nothing");
    if (cs_session_audit(session, &notes, take_note, &err)) {
        g_string_append_printf(out, "  %s\n", err.message);
        *ok = FALSE;
    }
}

int
cs_scan_check(const struct cs_scan_config *config, GString *out, gboolean *ret_ok, struct cs_err *err)
{
    return for_each_source(config, out, check_source, NULL, FALSE, ret_ok, err);
}
