/* rehearse.c - what touches sources without reading a row: the plan and the check. */
#include "scan/crawl.h"

#include "base/deadline.h"

#include <math.h>
#include <stdlib.h>

#define SAMPLE_ROWS_PER_SECOND 100000.0
#define STREAM_BYTES_PER_SECOND 50e6
#define BYTES_PER_CELL 20 /* where the engine does not tell how large a table is */

typedef void (*source_body)(struct cs_crawl *, struct cs_session_handle *, GString *, gboolean *);

/* One source, opened and described; what fails is written and makes *ok FALSE. */
static void
rehearse_source(struct cs_scan *scan, const struct cs_source_config *s, source_body body, gboolean describe,
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
        body(&crawl, session, text, ok);
    }
    fit = cs_crawl_discreet(&crawl, text->str);
    g_string_append(out, fit);
    cs_crawl_close(&crawl, session);
    cs_crawl_clear(&crawl);
}

/* Rules are needed for nothing but to hide names that are a person's value. */
static int
for_each_source(const struct cs_scan_config *config, GString *out, source_body body, gboolean describe,
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
        scan.discreet = cs_matcher_new(rules);
        g_mutex_init(&scan.lock);
        for (guint i = 0; i < config->sources->len && !cs_session_cancelled(); i++)
            rehearse_source(&scan, config->sources->pdata[i], body, describe, out, ret_ok);
        g_mutex_clear(&scan.lock);
        cs_matcher_free(scan.discreet);
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

static void
plan_source(struct cs_crawl *crawl, struct cs_session_handle *session, GString *out, gboolean *ok)
{
    const struct cs_scan_config *config = crawl->scan->config;
    double rows = 0, bytes = 0, minutes;
    g_autofree char *size = NULL, *time = NULL;

    g_string_append_printf(out, "%s (%s %s): %u %s to read\n", crawl->source->name,
                           crawl->source->product ? crawl->source->product : "?",
                           crawl->source->version ? crawl->source->version : "", crawl->queue->len,
                           crawl->queue->len == 1 ? "object" : "objects");
    for (guint i = 0; i < crawl->queue->len; i++) {
        const struct cs_object *o = crawl->queue->pdata[i];
        double n = o->rows < 0 ? (double)config->sample_rows : o->rows;

        plan_object(crawl, session, o, out);
        rows += config->all_rows ? n : MIN(n, (double)config->sample_rows);
        bytes += o->bytes > 0 ? o->bytes : MAX(o->rows, 0) * o->columns->len * BYTES_PER_CELL;
    }
    bytes = config->no_stream ? 0 : bytes;
    minutes = (rows / SAMPLE_ROWS_PER_SECOND + bytes / STREAM_BYTES_PER_SECOND) / 60;
    size = bytes < 1     ? g_strdup("nothing")
           : bytes < 1e6 ? g_strdup("less than 1 MB")
                         : g_strdup_printf("at most %.0f MB", ceil(bytes / 1e6));
    time = minutes < 1 ? g_strdup("less than a minute") : g_strdup_printf("at most about %.0f minutes", ceil(minutes));
    g_string_append_printf(out, "  in all: %u sample %s, about %.0f rows; %s streamed for copies; %s\n",
                           crawl->queue->len, crawl->queue->len == 1 ? "statement" : "statements", rows, size, time);
    (void)ok;
}

int
cs_scan_plan(const struct cs_scan_config *config, GString *out, gboolean *ret_complete, struct cs_err *err)
{
    return for_each_source(config, out, plan_source, TRUE, ret_complete, err);
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
check_source(struct cs_crawl *crawl, struct cs_session_handle *session, GString *out, gboolean *ok)
{
    struct notes notes = {out, ok};
    struct cs_facts facts = {.size = sizeof facts};
    struct cs_err err = {0};

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
    return for_each_source(config, out, check_source, FALSE, ret_ok, err);
}
