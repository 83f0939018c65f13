/* scan.c - the order of work over all sources. */
#include "scan/crawl.h"

#include "base/deadline.h"
#include "base/file.h"
#include "base/log.h"
#include "engine/groups.h"
#include "engine/links.h"
#include "engine/overlap.h"
#include "engine/people.h"
#include "engine/raise.h"
#include "engine/recount.h"
#include "scan/keys.h"

#include <string.h>

static char *
timestamp(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();

    return g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
}

void
cs_scan_count_limits(struct cs_scan *scan, const struct cs_matcher *matcher)
{
    g_mutex_lock(&scan->lock);
    for (guint i = 0; i < cs_ruleset_count(scan->rules); i++)
        scan->limits[i] += cs_matcher_limit_hits(matcher, i);
    g_mutex_unlock(&scan->lock);
}

/* Sessions open while the rules are read: this waits for them. FALSE: they are wrong, there is nothing to do. */
static gboolean
await_rules(struct cs_scan *scan)
{
    g_mutex_lock(&scan->lock);
    while (!scan->rules_read)
        g_cond_wait(&scan->rules_come, &scan->lock);
    g_mutex_unlock(&scan->lock);
    return scan->rules != NULL;
}

/* rc: of opening the session. */
static void
crawl(struct cs_crawl *crawl, struct cs_session_handle *session, int rc, gboolean closed, struct cs_err *err)
{
    if (!rc)
        rc = cs_crawl_describe(crawl, session, err);
    cs_crawl_close(crawl, session);
    if (rc) {
        crawl->source->status = rc;
        cs_crawl_gap(crawl, NULL, err, !closed);
    }
    cs_crawl_recognise(crawl);
    if (crawl->queue->len)
        cs_crawl_pass(crawl, cs_work_sample);
    crawl->source->seconds = (double)(cs_now() - crawl->started) / 1e9;
}

/* Passes 0 to 2 of one source. */
static gpointer
crawl_thread(gpointer data)
{
    struct cs_crawl *c = data;
    struct cs_session_handle *session = NULL;
    struct cs_err err = {0};
    gboolean closed = cs_crawl_closed(c, &err) != 0;
    int rc = closed ? CS_E_LIMIT : cs_crawl_open(c, &session, &err);

    if (await_rules(c->scan))
        crawl(c, session, rc, closed, &err);
    else
        cs_session_close(session);
    if (c->config->connector->thread_end)
        c->config->connector->thread_end();
    return NULL;
}

/* Pass 3 of one source. */
static gpointer
keys_thread(gpointer data)
{
    struct cs_crawl *crawl = data;
    gint64 started = cs_now();
    struct cs_err why = {0};

    if (crawl->queue->len && !(crawl->config->connector->caps & CS_CAP_STREAM)) {
        cs_fail(&why, CS_E_UNSUPPORTED, crawl->source->connector, NULL,
                "this source cannot stream: its copies were not looked for");
        cs_crawl_gap(crawl, NULL, &why, FALSE);
        g_ptr_array_set_size(crawl->waiting, 0);
    } else if (crawl->queue->len) {
        cs_crawl_pass(crawl, crawl->scan->again ? cs_work_read_again : cs_work_stream_keys);
    }
    crawl->source->seconds += (double)(cs_now() - started) / 1e9;
    return NULL;
}

static GPtrArray *
start_threads(GPtrArray *crawls, GThreadFunc func)
{
    GPtrArray *threads = g_ptr_array_new();

    for (guint i = 0; i < crawls->len; i++)
        g_ptr_array_add(threads, g_thread_new("cassini-source", func, crawls->pdata[i]));
    return threads;
}

static void
join_threads(GPtrArray *threads)
{
    for (guint i = 0; i < threads->len; i++)
        g_thread_join(threads->pdata[i]);
    g_ptr_array_unref(threads);
}

static void
crawl_free(gpointer data)
{
    struct cs_crawl *crawl = data;

    g_ptr_array_unref(crawl->queue);
    cs_crawl_clear(crawl);
    if (crawl->waiting)
        g_ptr_array_unref(crawl->waiting);
    if (crawl->references)
        g_array_unref(crawl->references);
    g_free(crawl);
}

static GPtrArray *
make_crawls(struct cs_scan *scan)
{
    GPtrArray *crawls = g_ptr_array_new_with_free_func(crawl_free);

    for (guint i = 0; i < scan->config->sources->len; i++) {
        const struct cs_source_config *s = scan->config->sources->pdata[i];
        struct cs_crawl *crawl = g_new0(struct cs_crawl, 1);

        crawl->scan = scan;
        crawl->config = s;
        crawl->queue = g_ptr_array_new();
        crawl->started = cs_now();
        crawl->closes = cs_window_deadline(&s->window);
        g_ptr_array_add(crawls, crawl);
    }
    return crawls;
}

/* How sources are called needs the rules. */
static void
name_sources(struct cs_scan *scan, const GPtrArray *crawls)
{
    for (guint i = 0; i < crawls->len; i++) {
        struct cs_crawl *c = crawls->pdata[i];

        c->source = cs_crawl_source(scan, c->config);
        c->source->processor = g_strdup(c->config->processor);
        c->source->processor_country = g_strdup(c->config->processor_country);
        g_ptr_array_add(scan->survey->sources, c->source);
    }
}

/* Reads the rules and lets the crawls that wait for them go on. */
static int
read_rules(struct cs_scan *scan, const GPtrArray *crawls, struct cs_yaml_errors *errors, struct cs_err *err)
{
    const struct cs_scan_config *c = scan->config;
    struct cs_ruleset *rules = NULL;
    struct cs_err no_roles = {0}; /* a folder of rules may do without */
    int rc = cs_ruleset_load(c->rules, (const char *const *)c->locales, g_getenv("CASSINI_NO_JIT") != NULL, errors,
                             &rules, err);

    if (!rc) {
        scan->names = cs_names_new(rules);
        scan->discreet = cs_matcher_new(rules);
        scan->limits = g_new0(guint64, cs_ruleset_count(rules) + 1);
        (void)cs_roles_load(c->rules, &scan->roles, &no_roles);
        scan->rules = rules;
        name_sources(scan, crawls);
        if (!cs_ruleset_has_jit(rules))
            cs_log_warning("rules", "this machine refuses JIT memory: matching is slower, results are the same");
    } else {
        cs_session_cancel_all(); /* nothing of what opens is wanted any more */
    }
    g_mutex_lock(&scan->lock);
    scan->rules_read = TRUE;
    g_cond_broadcast(&scan->rules_come);
    g_mutex_unlock(&scan->lock);
    return rc;
}

static void
assign_activity(const struct cs_scan_config *config, struct cs_object *o)
{
    g_autofree char *full = g_strdup_printf("%s:%s.%s", o->source->name, o->schema, o->name);
    g_autofree char *brief = g_strdup_printf("%s:%s", o->source->name, o->name);

    for (guint i = 0; i < config->activities->len && !o->activity; i++) {
        const struct cs_activity *a = config->activities->pdata[i];

        for (guint k = 0; k < a->objects->len && !o->activity; k++)
            if (g_pattern_match_simple(a->objects->pdata[k], full) ||
                g_pattern_match_simple(a->objects->pdata[k], brief))
                o->activity = g_strdup(a->name);
    }
}

static void
assign_activities(const struct cs_scan_config *config, struct cs_survey *survey)
{
    for (guint i = 0; i < survey->sources->len; i++) {
        struct cs_source *source = survey->sources->pdata[i];

        for (guint k = 0; k < source->objects->len; k++)
            assign_activity(config, source->objects->pdata[k]);
    }
    for (guint i = 0; i < config->activities->len; i++) {
        const struct cs_activity *a = config->activities->pdata[i];
        struct cs_activity *copy = g_new0(struct cs_activity, 1);

        copy->name = g_strdup(a->name);
        copy->purpose = g_strdup(a->purpose);
        copy->legal_basis = g_strdup(a->legal_basis);
        copy->retention = g_strdup(a->retention);
        copy->objects = g_ptr_array_new_with_free_func(g_free);
        for (guint k = 0; k < a->objects->len; k++)
            g_ptr_array_add(copy->objects, g_strdup(a->objects->pdata[k]));
        g_ptr_array_add(survey->activities, copy);
    }
}

/* The most memory the program held, from the kernel; ru_maxrss would count what the caller held before exec. */
static guint64
peak_kib(void)
{
    g_autofree char *text = NULL;
    const char *line;

    if (!g_file_get_contents("/proc/self/status", &text, NULL, NULL) || !(line = strstr(text, "VmHWM:")))
        return 0;
    return g_ascii_strtoull(line + strlen("VmHWM:"), NULL, 10);
}

static void
describe_run(struct cs_scan *scan, gint64 started)
{
    struct cs_run *run = &scan->survey->run;
    const struct cs_scan_config *c = scan->config;

    run->program = g_strdup("cassini " CASSINI_VERSION);
    run->rules_version = g_strdup(cs_ruleset_version(scan->rules));
    if (scan->key) {
        char id[17];

        cs_key_id(scan->key, id);
        run->key_id = g_strdup(id);
    }
    run->organisation = g_strdup(c->organisation);
    run->controller = g_strdup(c->controller);
    run->dpo = g_strdup(c->dpo);
    run->language = g_strdup(c->language);
    run->as_of = g_strdup(c->as_of);
    run->ended = timestamp();
    run->seed = c->seed;
    run->sample_rows = c->sample_rows;
    run->all_rows = c->all_rows;
    run->streamed = scan->key != NULL;
    run->seconds = (double)(cs_now() - started) / 1e9;
    run->jit = cs_ruleset_has_jit(scan->rules);
    run->peak_kib = peak_kib();
    for (guint i = 0; i < cs_ruleset_count(scan->rules); i++)
        if (scan->limits[i])
            g_ptr_array_add(run->rule_limits, g_strdup_printf("%s: %" G_GUINT64_FORMAT,
                                                              cs_ruleset_rule(scan->rules, i)->id, scan->limits[i]));
}

static int
load_key(struct cs_scan *scan, struct cs_key **ret_key, struct cs_err *err)
{
    g_autofree char *folder = NULL;
    int rc;

    if (scan->config->no_stream)
        return 0;
    rc = cs_file_state_folder(&folder, err);
    return rc ? rc : cs_key_load(folder, ret_key, err);
}

static gint
by_object(gconstpointer a, gconstpointer b)
{
    const struct cs_object *x = (*(struct cs_rowset *const *)a)->object, *y = (*(struct cs_rowset *const *)b)->object;
    int order = strcmp(x->source->name, y->source->name);

    order = order ? order : strcmp(x->schema, y->schema);
    return order ? order : strcmp(x->name, y->name);
}

static void
on_raised(void *ctx, const struct cs_fingerprint *fingerprint, const struct cs_rowset *set)
{
    cs_keys_note_duplicates(ctx, set->object, fingerprint);
}

/* Which suspects others tell, who the sampled rows are about, then which columns say the same. */
static void
compare(struct cs_scan *scan)
{
    struct cs_overlap_options overlap;
    struct cs_persons *persons;

    g_ptr_array_sort(scan->rowsets, by_object);
    cs_references_check(scan->rowsets, scan->survey->joins);
    cs_raise_suspects(scan->fingerprints, scan->rowsets, scan->survey, on_raised, scan);
    persons = cs_persons_link(scan->rowsets);
    cs_overlap_defaults(&overlap);
    overlap.postings_max = (gsize)((double)overlap.postings_max * (double)scan->config->memory / CS_SCAN_MEMORY);
    scan->survey->people = cs_people_count(scan->rowsets, persons, scan->config->as_of);
    if (scan->survey->people && scan->survey->people->level)
        scan->survey->people->memory = MAX(scan->memory_for_all, scan->config->memory * 3 / 2);
    cs_overlap_find(scan->fingerprints, scan->rowsets, persons, &overlap, scan->survey);
    cs_links_by_copies(scan->survey);
    if (scan->note_keys)
        cs_recount(scan->censuses, TRUE, scan->survey);
    else
        cs_recount(scan->rowsets, persons->whole, scan->survey);
    cs_persons_free(persons);
    cs_groups_tell(scan->survey);
    cs_survey_hide(scan->survey);
}

/* The passes over all sources. CS_E_CONFIG when the rules are wrong. */
static int
run_passes(struct cs_scan *scan, struct cs_yaml_errors *errors, struct cs_err *err)
{
    g_autoptr(GPtrArray) crawls = make_crawls(scan);
    GPtrArray *threads = start_threads(crawls, crawl_thread);
    int rc = read_rules(scan, crawls, errors, err);

    join_threads(threads);
    if (rc || cs_session_cancelled())
        return rc;
    cs_survey_sort(scan->survey);
    cs_links_by_keys(scan->survey);
    if (!scan->key)
        return 0;
    cs_keys_prepare(scan, crawls);
    while (cs_keys_next_turn(scan, crawls) && !cs_session_cancelled())
        join_threads(start_threads(crawls, keys_thread));
    cs_keys_clear(scan);
    if (!cs_session_cancelled())
        compare(scan);
    return 0;
}

static void
scan_init(struct cs_scan *scan)
{
    scan->survey = cs_survey_new();
    scan->survey->run.started = timestamp();
    scan->fingerprints = g_ptr_array_new_with_free_func((GDestroyNotify)cs_fingerprint_free);
    scan->rowsets = g_ptr_array_new_with_free_func((GDestroyNotify)cs_rowset_free);
    scan->censuses = g_ptr_array_new_with_free_func((GDestroyNotify)cs_rowset_free);
    g_mutex_init(&scan->lock);
    g_cond_init(&scan->rules_come);
}

/* Frees what it holds but for the survey. */
static void
scan_clear(struct cs_scan *scan)
{
    g_mutex_clear(&scan->lock);
    g_cond_clear(&scan->rules_come);
    cs_matcher_free(scan->discreet);
    g_free(scan->limits);
    g_ptr_array_unref(scan->fingerprints);
    g_ptr_array_unref(scan->rowsets);
    g_ptr_array_unref(scan->censuses);
    cs_names_free(scan->names);
    cs_apps_free(scan->apps);
    cs_roles_free(scan->roles);
    cs_ruleset_free(scan->rules);
}

int
cs_scan_run(const struct cs_scan_config *config, const struct cs_scan_events *events, struct cs_yaml_errors *errors,
            struct cs_survey **ret_survey, struct cs_err *err)
{
    struct cs_scan scan = {.config = config, .events = events};
    g_autoptr(cs_key) key = NULL;
    gint64 started = cs_now();
    int rc = load_key(&scan, &key, err);

    if (rc)
        return rc;
    scan.key = key;
    scan_init(&scan);
    rc = run_passes(&scan, errors, err);
    if (!rc && cs_session_cancelled())
        rc = cs_fail(err, CS_E_CANCELLED, "scan", NULL, "interrupted: the last map was kept");
    if (!rc) {
        assign_activities(config, scan.survey);
        describe_run(&scan, started);
        cs_survey_sort(scan.survey);
        *ret_survey = scan.survey;
    } else {
        cs_survey_free(scan.survey);
    }
    scan_clear(&scan);
    return rc;
}

gboolean
cs_scan_incomplete(const struct cs_survey *survey)
{
    for (guint i = 0; i < survey->gaps->len; i++)
        if (((struct cs_gap *)survey->gaps->pdata[i])->asked)
            return TRUE;
    return FALSE;
}
