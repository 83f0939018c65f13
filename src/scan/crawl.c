/* crawl.c - opens, lists and shares out one source. */
#include "scan/crawl.h"

#include "base/deadline.h"
#include "base/err.h"
#include "engine/discreet.h"

#include <string.h>

#define OPEN_DEADLINE (10 * CS_NS_PER_SECOND)
#define DESCRIBE_DEADLINE (120 * CS_NS_PER_SECOND)
#define WORKERS_MAX 64u
#define MOST_UNANSWERED 3 /* objects in a row before a source is left alone */

int
cs_crawl_open(const struct cs_crawl *crawl, struct cs_session_handle **ret_session, struct cs_err *err)
{
    const struct cs_source_config *s = crawl->config;
    g_autoptr(cs_secret) password = NULL;
    g_autofree struct cs_setting *settings = g_new0(struct cs_setting, s->keys->len + 1);
    struct cs_config config = {.size = sizeof config,
                               .source = s->name,
                               .url = s->url,
                               .settings = settings,
                               .n_settings = s->keys->len,
                               .statement_timeout = s->statement_timeout,
                               .lock_timeout = s->lock_timeout,
                               .loopback_plain = true};
    int rc = cs_config_password(s, &password, err);

    if (rc)
        return rc;
    for (guint i = 0; i < s->keys->len; i++)
        settings[i] = (struct cs_setting){s->keys->pdata[i], s->values->pdata[i]};
    return cs_session_open(s->connector, &config, password, cs_deadline_in(OPEN_DEADLINE), ret_session, err);
}

void
cs_crawl_close(struct cs_crawl *crawl, struct cs_session_handle *session)
{
    struct cs_cost cost = {.size = sizeof cost};

    if (!session)
        return;
    cs_session_cost(session, &cost);
    g_mutex_lock(&crawl->scan->lock);
    crawl->source->cost.statements += cost.statements;
    crawl->source->cost.rows += cost.rows;
    crawl->source->cost.bytes += cost.bytes;
    crawl->source->cost.gave_way += cost.gave_way;
    g_mutex_unlock(&crawl->scan->lock);
    cs_session_close(session);
}

/* The text without a person's value, or NULL when it is fit as it is. Under the scan's lock. */
static char *
discreet(const struct cs_scan *scan, const char *text)
{
    return text && scan->discreet ? cs_discreet(scan->discreet, scan->rules, text) : NULL;
}

/* How a name of the source is shown when it must be hidden, the same each time; else NULL. */
static const char *
hidden_name(struct cs_crawl *crawl, const char *name)
{
    g_autofree char *fit = NULL;
    const char *shown = NULL;

    g_mutex_lock(&crawl->scan->lock);
    if (crawl->hidden)
        shown = g_hash_table_lookup(crawl->hidden, name);
    if (!shown && (fit = discreet(crawl->scan, name))) {
        if (!crawl->hidden)
            crawl->hidden = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        shown = g_strdup_printf("%s #%u", fit, g_hash_table_size(crawl->hidden) + 1);
        g_hash_table_insert(crawl->hidden, g_strdup(name), (gpointer)(guintptr)shown);
    }
    g_mutex_unlock(&crawl->scan->lock);
    return shown;
}

void
cs_crawl_clear(struct cs_crawl *crawl)
{
    if (crawl->hidden)
        g_hash_table_unref(crawl->hidden);
    crawl->hidden = NULL;
    if (crawl->known)
        g_hash_table_unref(crawl->known);
    crawl->known = NULL;
}

char *
cs_crawl_discreet(struct cs_crawl *crawl, const char *text)
{
    g_autoptr(GString) out = g_string_new(text);
    GHashTableIter iter;
    gpointer name, shown;
    char *fit;

    g_mutex_lock(&crawl->scan->lock);
    if (crawl->hidden) {
        g_hash_table_iter_init(&iter, crawl->hidden);
        while (g_hash_table_iter_next(&iter, &name, &shown))
            g_string_replace(out, name, shown, 0);
    }
    fit = discreet(crawl->scan, out->str);
    g_mutex_unlock(&crawl->scan->lock);
    return fit ? fit : g_strdup(out->str);
}

static void
record_gap(struct cs_crawl *crawl, const struct cs_object *object, const struct cs_column *column,
           const struct cs_err *why, gboolean asked)
{
    struct cs_scan *scan = crawl->scan;
    struct cs_err told = *why;
    g_autofree char *message = cs_crawl_discreet(crawl, why->message), *hint = cs_crawl_discreet(crawl, why->hint);
    struct cs_gap *gap;

    g_strlcpy(told.message, message, sizeof told.message);
    g_strlcpy(told.hint, hint, sizeof told.hint);
    g_mutex_lock(&scan->lock);
    gap = cs_survey_gap(scan->survey, crawl->source->name, object ? object->schema : NULL, object ? object->name : NULL,
                        &told, asked);
    gap->place.column = column ? g_strdup(column->name) : NULL;
    if (asked && scan->events && scan->events->trouble)
        scan->events->trouble(scan->events->ctx, crawl->source->name, gap);
    g_mutex_unlock(&scan->lock);
}

void
cs_crawl_gap(struct cs_crawl *crawl, const struct cs_object *object, const struct cs_err *why, gboolean asked)
{
    record_gap(crawl, object, NULL, why, asked);
}

/* The part of a URL that names a file or a database; NULL when there is none. A host is never a value. */
static const char *
path_of_url(const char *url)
{
    const char *start = strstr(url, "://");

    return start ? strchr(start + 3, '/') : url;
}

struct cs_source *
cs_crawl_source(struct cs_scan *scan, const struct cs_source_config *config)
{
    const char *path = path_of_url(config->url);
    g_autofree char *hidden = discreet(scan, config->name), *fit = discreet(scan, path), *url = NULL, *name = NULL;

    if (hidden) /* two hidden names may read the same */
        name = g_strdup_printf("%s #%u", hidden, scan->survey->sources->len + 1);
    if (fit)
        url = g_strdup_printf("%.*s%s", (int)(path - config->url), config->url, fit);
    return cs_source_new(name ? name : config->name, config->kind, config->connector->name, url ? url : config->url);
}

/* What describe pushes goes into the source; a sink error is never ours. */
static int
sink_object(void *ctx, const struct cs_object_info *info)
{
    struct cs_crawl *crawl = ctx;
    struct cs_object *object = cs_object_new(crawl->source, info);

    cs_object_show(object, hidden_name(crawl, object->raw_schema), hidden_name(crawl, object->raw_name));
    return 0;
}

static struct cs_object *
last_object(struct cs_crawl *crawl)
{
    GPtrArray *objects = crawl->source->objects;

    return objects->len ? objects->pdata[objects->len - 1] : NULL;
}

/* enum('…','…') is told as enum: labels are data. */
static void
hide_labels(char *native)
{
    gsize size = strcspn(native, "'\"");

    if (!native[size])
        return;
    if (size && native[size - 1] == '(')
        size--;
    native[size] = '\0';
}

static int
sink_column(void *ctx, const struct cs_column_info *info)
{
    struct cs_object *object = last_object(ctx);

    struct cs_column *column;

    if (!object)
        return CS_E_PROTOCOL;
    column = cs_column_new(object, info);
    cs_column_show(column, hidden_name(ctx, column->raw_name));
    hide_labels(column->native);
    return 0;
}

static void
hide_reference(struct cs_crawl *crawl, char **name)
{
    const char *shown = *name ? hidden_name(crawl, *name) : NULL;

    if (shown) {
        g_free(*name);
        *name = g_strdup(shown);
    }
}

static int
sink_key(void *ctx, const struct cs_key_info *info)
{
    struct cs_object *object = last_object(ctx);

    struct cs_key *key;

    if (!object)
        return CS_E_PROTOCOL;
    key = cs_key_new(object, info);
    hide_reference(ctx, &key->ref_schema);
    hide_reference(ctx, &key->ref_object);
    return 0;
}

static int
sink_gap(void *ctx, const char *schema, const char *object, const struct cs_err *why)
{
    struct cs_crawl *crawl = ctx;
    struct cs_object *last = last_object(crawl);
    struct cs_object place = {
        .source = crawl->source, .schema = (char *)(guintptr)(schema ? schema : ""), .name = (char *)(guintptr)object};

    if (object && last && !strcmp(last->raw_name, object) && !strcmp(last->raw_schema, place.schema)) {
        last->gap = TRUE; /* told once */
        cs_crawl_gap(crawl, last, why, TRUE);
    } else {
        cs_crawl_gap(crawl, object ? &place : NULL, why, TRUE);
    }
    return 0;
}

static void
take_facts(const struct cs_scan *scan, struct cs_source *source, const struct cs_facts *f)
{
    source->product = g_strdup(f->product);
    source->version = g_strdup(f->version);
    source->database = discreet(scan, f->database);
    if (!source->database)
        source->database = g_strdup(f->database);
    source->account = g_strdup(f->account);
    source->tls = g_strdup(f->tls);
    source->read_only = g_strdup(f->read_only);
}

/* Columns of an object to read that are closed to this account. */
static void
tell_columns(struct cs_crawl *crawl, const struct cs_object *o)
{
    for (guint i = 0; i < o->columns->len; i++) {
        const struct cs_column *column = o->columns->pdata[i];
        struct cs_err why = {0};

        if (column->readable)
            continue;
        cs_fail(&why, CS_E_DENIED, crawl->source->connector, NULL, "this account may not read the column");
        cs_err_hint(&why, "cassini check --grants prints what to grant");
        record_gap(crawl, o, column, &why, TRUE);
    }
}

/* Leaves the objects to read in the queue; the others are named among the gaps. */
static void
select_objects(struct cs_crawl *crawl)
{
    for (guint i = 0; i < crawl->source->objects->len; i++) {
        struct cs_object *o = crawl->source->objects->pdata[i];
        struct cs_err why = {0};

        if (o->gap)
            continue;
        if (!cs_config_selects(crawl->config, o->raw_schema, o->raw_name)) {
            cs_fail(&why, CS_E_UNSUPPORTED, "config", NULL, "excluded by the configuration");
            cs_crawl_gap(crawl, o, &why, FALSE);
        } else if (o->object_kind == CS_VIEW && !crawl->config->views) {
            cs_fail(&why, CS_E_UNSUPPORTED, "config", NULL, "views are switched off by the configuration");
            cs_crawl_gap(crawl, o, &why, FALSE);
        } else if (!o->readable) {
            cs_fail(&why, CS_E_DENIED, crawl->source->connector, NULL, "this account may not read it");
            cs_err_hint(&why, "cassini check --grants prints what to grant");
            cs_crawl_gap(crawl, o, &why, TRUE);
        } else {
            tell_columns(crawl, o);
            g_ptr_array_add(crawl->queue, o);
        }
    }
}

/* A pattern that no object answers to is a mistake, or something that this account does not see. */
static void
check_patterns(struct cs_crawl *crawl, char **patterns, const char *what)
{
    for (char **p = patterns; p && *p; p++) {
        gboolean seen = FALSE;
        struct cs_err why = {0};
        struct cs_object place = {.source = crawl->source, .schema = (char *)(guintptr) "", .name = *p};

        for (guint i = 0; i < crawl->source->objects->len && !seen; i++) {
            const struct cs_object *o = crawl->source->objects->pdata[i];
            g_autofree char *full = g_strdup_printf("%s.%s", o->raw_schema, o->raw_name);

            seen = g_pattern_match_simple(*p, strchr(*p, '.') ? full : o->raw_name);
        }
        if (seen)
            continue;
        cs_fail(&why, CS_E_DENIED, crawl->source->connector, NULL, "%s, but not visible to this account", what);
        cs_crawl_gap(crawl, &place, &why, TRUE);
    }
}

int
cs_crawl_describe(struct cs_crawl *crawl, struct cs_session_handle *session, struct cs_err *err)
{
    const struct cs_scope scope = {.size = sizeof scope, .deadline = cs_deadline_in(DESCRIBE_DEADLINE)};
    const struct cs_sink sink = {.size = sizeof sink,
                                 .ctx = crawl,
                                 .object = sink_object,
                                 .column = sink_column,
                                 .key = sink_key,
                                 .gap = sink_gap};
    struct cs_facts facts = {.size = sizeof facts};
    int rc = cs_session_facts(session, &facts, err);

    if (rc)
        return rc;
    g_mutex_lock(&crawl->scan->lock);
    take_facts(crawl->scan, crawl->source, &facts);
    g_mutex_unlock(&crawl->scan->lock);
    crawl->source->lists_all = (crawl->config->connector->caps & CS_CAP_LISTS_ALL) != 0;
    rc = cs_session_describe(session, &scope, &sink, err);
    /* What was listed before a failure is read all the same. */
    select_objects(crawl);
    check_patterns(crawl, crawl->config->expect, "expected");
    check_patterns(crawl, crawl->config->include, "included");
    g_mutex_lock(&crawl->scan->lock);
    crawl->scan->objects += crawl->queue->len;
    g_mutex_unlock(&crawl->scan->lock);
    return rc;
}

static gboolean
session_is_broken(int rc)
{
    return rc == CS_E_UNREACHABLE || rc == CS_E_PROTOCOL || rc == CS_E_TIMEOUT || rc == CS_E_INTERNAL;
}

/* Counts what a source says nothing to. One that answers, if only that a statement took too long, says so in a code of
 * its own. */
static void
note_answer(struct cs_crawl *crawl, int rc, const struct cs_err *err)
{
    if (rc == CS_E_UNREACHABLE || (rc == CS_E_TIMEOUT && !*err->native))
        g_atomic_int_inc(&crawl->unanswered);
    else
        g_atomic_int_set(&crawl->unanswered, 0);
}

/* Each object of a source that is silent would cost its whole deadline. */
static int
left_alone(const struct cs_crawl *crawl, struct cs_err *err)
{
    if (g_atomic_int_get(&crawl->unanswered) < MOST_UNANSWERED)
        return 0;
    cs_fail(err, CS_E_TIMEOUT, crawl->source->connector, NULL,
            "the source gave no answer several times in a row and was asked no more");
    cs_err_hint(err, "see whether it is overloaded or cut off, and scan again");
    return CS_E_TIMEOUT;
}

static void
move_all(GPtrArray *from, GPtrArray *to)
{
    for (guint i = 0; i < from->len; i++)
        g_ptr_array_add(to, from->pdata[i]);
    g_ptr_array_set_free_func(from, NULL);
    g_ptr_array_set_size(from, 0);
}

/* What a worker found goes to the scan's survey. */
static void
merge(struct cs_scan *scan, struct cs_survey *found)
{
    g_mutex_lock(&scan->lock);
    move_all(found->findings, scan->survey->findings);
    move_all(found->candidates, scan->survey->candidates);
    move_all(found->suspects, scan->survey->suspects);
    move_all(found->consents, scan->survey->consents);
    move_all(found->lifecycles, scan->survey->lifecycles);
    g_mutex_unlock(&scan->lock);
}

/* The next object of the queue, or NULL at its end. */
static struct cs_object *
take_next(struct cs_crawl *crawl)
{
    guint i = (guint)g_atomic_int_add(&crawl->next, 1);

    return i < crawl->queue->len && !cs_session_cancelled() ? crawl->queue->pdata[i] : NULL;
}

int
cs_crawl_closed(const struct cs_crawl *crawl, struct cs_err *err)
{
    const struct cs_window *w = &crawl->config->window;

    if (!crawl->closes || !cs_deadline_passed(crawl->closes))
        return 0;
    return cs_fail(err, CS_E_LIMIT, "scan", NULL, "its window %02u:%02u-%02u:%02u is closed", w->from / 60,
                   w->from % 60, w->to / 60, w->to % 60);
}

/* What is left in the queue when the window closes. */
static void
stop_for_today(struct cs_crawl *crawl, const struct cs_err *why)
{
    struct cs_object *object;

    while ((object = take_next(crawl)))
        cs_crawl_gap(crawl, object, why, FALSE);
}

/* A worker without a session leaves the rest to the others; the last one left tells of what was not read. */
static void
give_up(struct cs_crawl *crawl, const struct cs_err *why)
{
    struct cs_object *object;

    if (!g_atomic_int_dec_and_test(&crawl->working))
        return;
    while ((object = take_next(crawl)))
        cs_crawl_gap(crawl, object, why, TRUE);
}

static void
work_through(struct cs_worker *w, cs_crawl_work work)
{
    struct cs_crawl *crawl = w->crawl;
    struct cs_object *object;

    for (;;) {
        struct cs_err err = {0}, closed = {0};
        int rc;

        if (cs_crawl_closed(crawl, &err)) {
            stop_for_today(crawl, &err);
            return;
        }
        rc = left_alone(crawl, &err);
        if (!rc && !w->session)
            rc = cs_crawl_open(crawl, &w->session, &err);
        if (rc) {
            give_up(crawl, &err);
            return;
        }
        object = take_next(crawl);
        if (!object)
            return;
        rc = work(w, object, &err);
        note_answer(crawl, rc, &err);
        if (rc && !cs_session_cancelled())
            cs_crawl_gap(crawl, object, &err, rc != CS_E_LIMIT || !cs_crawl_closed(crawl, &closed));
        if (session_is_broken(rc)) {
            cs_crawl_close(crawl, w->session);
            w->session = NULL;
        }
    }
}

struct pass {
    struct cs_crawl *crawl;
    cs_crawl_work work;
};

static gpointer
worker_thread(gpointer data)
{
    struct pass *pass = data;
    struct cs_crawl *crawl = pass->crawl;
    struct cs_worker w = {.crawl = crawl, .matcher = cs_matcher_new(crawl->scan->rules), .found = cs_survey_new()};

    work_through(&w, pass->work);
    cs_crawl_close(crawl, w.session);
    cs_scan_count_limits(crawl->scan, w.matcher);
    cs_matcher_free(w.matcher);
    merge(crawl->scan, w.found);
    cs_survey_free(w.found);
    if (crawl->config->connector->thread_end)
        crawl->config->connector->thread_end();
    return NULL;
}

/* The largest objects first, so that no worker is left alone with one at the end. */
static gint
largest_first(gconstpointer a, gconstpointer b)
{
    const struct cs_object *x = *(struct cs_object *const *)a, *y = *(struct cs_object *const *)b;
    int order;

    if (x->bytes != y->bytes)
        return x->bytes < y->bytes ? 1 : -1;
    order = strcmp(x->raw_schema, y->raw_schema);
    return order ? order : strcmp(x->raw_name, y->raw_name);
}

guint
cs_crawl_workers(const struct cs_crawl *crawl, guint objects, gboolean samples)
{
    guint n = MIN(crawl->config->sessions, MAX(crawl->config->connector->max_sessions, 1u));

    if (!(crawl->config->connector->caps & CS_CAP_PARALLEL))
        n = 1;
    if (samples && !crawl->scan->config->all_rows)
        n = MIN(n, objects / 8); /* a session costs as much as a few samples */
    return CLAMP(n, 1, MIN(WORKERS_MAX, MAX(objects, 1u)));
}

void
cs_crawl_pass(struct cs_crawl *crawl, cs_crawl_work work)
{
    struct pass pass = {crawl, work};
    guint n = cs_crawl_workers(crawl, crawl->queue->len, work == cs_work_sample);
    GThread *threads[WORKERS_MAX];

    g_ptr_array_sort(crawl->queue, largest_first);
    crawl->next = 0;
    crawl->working = (gint)n;
    for (guint i = 0; i < n; i++)
        threads[i] = g_thread_new("cassini-worker", worker_thread, &pass);
    for (guint i = 0; i < n; i++)
        g_thread_join(threads[i]);
}
