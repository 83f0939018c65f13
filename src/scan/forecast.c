/* forecast.c - the passes of a scan walked through with estimates in place of rows. */
#include "scan/forecast.h"

#include "engine/eav.h"
#include "engine/extract.h"
#include "scan/keys.h"
#include "scan/width.h"

#include <math.h>
#include <string.h>

#define ROW_BYTES 100.0  /* of an object whose size is known, and not its rows */
#define VIEW_ROWS 1000.0 /* where neither is known: of a view */
#define TABLE_ROWS 25.0  /* … of a table: statistics are made of all but the smallest */
#define RULES_SECONDS 0.15
#define SECONDS_AN_OBJECT 1e-3       /* its names judged */
#define SECONDS_A_SAMPLED_VALUE 2e-6 /* of one processor: each is judged */
#define SECONDS_A_STREAMED_VALUE 0.6e-6
#define LOOKS_AGAIN 0.45 /* of the objects with more rows than a sample; of these, the texts */

struct forecasting {
    struct cs_crawl *crawl;
    GPtrArray *objects, *streamed; /* of struct cs_object*, borrowed */
    const struct cs_source *last;  /* as the last map has it, or NULL */
    gboolean then;                 /* with the rows of that time */
    struct cs_forecast *forecast;
};

void
cs_foreseen_add(struct cs_foreseen *sum, const struct cs_foreseen *more)
{
    sum->statements += more->statements;
    sum->rows += more->rows;
    sum->bytes += more->bytes;
    sum->seconds += more->seconds;
}

static const struct cs_object *
last_of(const struct forecasting *f, const struct cs_object *o)
{
    return f->last ? cs_source_object(f->last, o->schema, o->name) : NULL;
}

static double
known_rows(const struct cs_object *o)
{
    return o->rows >= 0 ? o->rows : o->bytes > 0 ? o->bytes / ROW_BYTES : -1;
}

/* < 0: it was not there yet. */
static double
rows_of(const struct forecasting *f, const struct cs_object *o)
{
    const struct cs_object *last = last_of(f, o);
    double now = known_rows(o), then = !last                                           ? -1
                                       : last->drawn == CS_DRAWN_ALL || last->rows < 0 ? (double)last->sampled
                                                                                       : last->rows;

    if (f->then)
        return then;
    return now >= 0 ? now : last ? then : cs_sample_is_stored(o) ? TABLE_ROWS : VIEW_ROWS;
}

/* What a connector that does not say takes. */
static void
foresee_simply(const struct cs_foresee_req *req, struct cs_foreseen *ret_cost)
{
    ret_cost->statements = req->pass != CS_PASS_DESCRIBE || !req->target;
    if (req->pass == CS_PASS_SAMPLE)
        ret_cost->rows = MIN(req->rows, req->wanted);
    else if (req->pass == CS_PASS_STREAM)
        ret_cost->rows = req->rows * req->kept;
    ret_cost->bytes = ret_cost->rows * req->row_bytes;
    ret_cost->seconds = ret_cost->statements * 1e-3;
}

static gboolean
makes_sense(const struct cs_foreseen *cost)
{
    const double figures[] = {cost->statements, cost->rows, cost->bytes, cost->seconds};

    for (gsize i = 0; i < G_N_ELEMENTS(figures); i++)
        if (!isfinite(figures[i]) || figures[i] < 0)
            return FALSE;
    return TRUE;
}

/* share: how likely it comes to that. */
static void
foresee(struct forecasting *f, enum cs_forecast_part part, const struct cs_foresee_req *req, double share)
{
    const struct cs_connector *connector = f->crawl->config->connector;
    struct cs_foreseen cost = {.size = sizeof cost}, *sum = &f->forecast->parts[part];

    (connector->foresee ? connector->foresee : foresee_simply)(req, &cost);
    if (!makes_sense(&cost)) {
        cost = (struct cs_foreseen){.size = sizeof cost};
        foresee_simply(req, &cost);
    }
    sum->statements += cost.statements * share;
    sum->rows += cost.rows * share;
    sum->bytes += cost.bytes * share;
    sum->seconds += cost.seconds * share;
}

static guint
unique_keys(const struct cs_object *o)
{
    guint n = 0;

    for (guint i = 0; i < o->keys->len; i++)
        n += ((const struct cs_key *)o->keys->pdata[i])->kind == CS_KEY_UNIQUE;
    return n;
}

/* A request about these columns of an object (NULL: all); what is asked of them is in it already. */
static void
foresee_object(struct forecasting *f, enum cs_forecast_part part, struct cs_foresee_req req, const struct cs_object *o,
               const GPtrArray *columns, double share)
{
    double now = known_rows(o), values;
    struct cs_target_buffer buffer;

    columns = columns ? columns : o->columns;
    req.size = sizeof req;
    req.rows = rows_of(f, o);
    if (req.rows < 0)
        return;
    req.bytes = o->bytes > 0 && now > 0 ? o->bytes * req.rows / now : o->bytes;
    req.row_bytes = cs_width_of(o, now, columns);
    req.parts = o->parts;
    req.unique_keys = unique_keys(o);
    cs_target_fill(&buffer, o, (struct cs_column *const *)columns->pdata, columns->len);
    buffer.target.rows = req.rows;
    req.target = &buffer.target;
    foresee(f, part, &req, share);
    cs_target_clear(&buffer);
    values = columns->len * share * (req.pass == CS_PASS_SAMPLE ? MIN(req.rows, req.wanted) : req.rows * req.kept);
    if (part == CS_FORECAST_KEYS)
        f->forecast->parts[part].seconds += values * SECONDS_A_STREAMED_VALUE;
    else if (part != CS_FORECAST_LISTING)
        f->forecast->parts[part].seconds += values * SECONDS_A_SAMPLED_VALUE;
    f->forecast->objects[part] += share > 0;
}

static void
forecast_sessions(struct forecasting *f, enum cs_forecast_part part, guint n)
{
    const struct cs_foresee_req req = {.size = sizeof req, .pass = CS_PASS_OPEN};

    foresee(f, part, &req, n);
}

static void
forecast_listing(struct forecasting *f)
{
    const GPtrArray *listed = f->crawl->source->objects;
    const struct cs_foresee_req once = {.size = sizeof once, .pass = CS_PASS_DESCRIBE};

    forecast_sessions(f, CS_FORECAST_LISTING, 1);
    foresee(f, CS_FORECAST_LISTING, &once, 1);
    for (guint i = 0; i < listed->len; i++)
        foresee_object(f, CS_FORECAST_LISTING, once, listed->pdata[i], NULL, 1);
    f->forecast->parts[CS_FORECAST_LISTING].seconds += RULES_SECONDS + f->objects->len * SECONDS_AN_OBJECT;
}

/* How likely an object is to be looked at again. */
static double
looks_again(const struct forecasting *f, const struct cs_object *o)
{
    const struct cs_object *last = last_of(f, o);

    if (rows_of(f, o) <= (double)f->crawl->scan->config->sample_rows)
        return 0;
    if (last)
        return last->sampled > f->crawl->scan->config->sample_rows;
    return LOOKS_AGAIN;
}

static void
forecast_second(struct forecasting *f, const struct cs_object *o, double rows)
{
    const struct cs_foresee_req req = {.pass = CS_PASS_SAMPLE, .wanted = rows, .kept = 1};
    g_autoptr(GPtrArray) texts = g_ptr_array_new();

    for (guint i = 0; i < o->columns->len; i++)
        if (cs_is_textual(o->columns->pdata[i]))
            g_ptr_array_add(texts, o->columns->pdata[i]);
    foresee_object(f, CS_FORECAST_SECOND, req, o, texts, texts->len ? looks_again(f, o) : 0);
}

static void
forecast_samples(struct forecasting *f)
{
    const struct cs_scan_config *config = f->crawl->scan->config;
    gboolean streams = config->all_rows && (f->crawl->config->connector->caps & CS_CAP_STREAM);

    forecast_sessions(f, CS_FORECAST_SAMPLES, cs_crawl_workers(f->crawl, f->objects->len, TRUE));
    for (guint i = 0; i < f->objects->len; i++) {
        const struct cs_object *o = f->objects->pdata[i];
        gboolean whole = streams && cs_sample_is_stored(o);
        const struct cs_foresee_req req = {
            .pass = whole ? CS_PASS_STREAM : CS_PASS_SAMPLE, .wanted = (double)config->sample_rows, .kept = 1};

        foresee_object(f, CS_FORECAST_SAMPLES, req, o, NULL, 1);
        if (!whole)
            forecast_second(f, o, req.wanted * CS_SECOND_LOOK);
    }
}

static void
add_column(GPtrArray *columns, const struct cs_column *c)
{
    if (c && c->readable && !g_ptr_array_find(columns, c, NULL))
        g_ptr_array_add(columns, (gpointer)(guintptr)c);
}

/* Where the values stand, and the codes that say which of them. */
static void
add_place(GPtrArray *columns, const struct cs_object *o, const struct cs_place *place)
{
    g_autofree char *code = NULL, *value = NULL, *rest = NULL;

    add_column(columns, cs_object_column(o, place->column));
    if (place->path && cs_extract_code(place->path, &code, &value, &rest))
        add_column(columns, cs_object_column(o, code));
}

/* The columns that the key pass reads of an object (cs_reader_new): those of its findings, those by which its rows
 * belong together, and when they were made and touched. */
static GPtrArray *
streamed_columns(const struct forecasting *f, const struct cs_object *o)
{
    static const char *const days[] = {"last_activity", "created"};
    const GPtrArray *findings = cs_keys_findings(f->crawl->scan, o);
    const GArray *references = f->crawl->references;
    GPtrArray *columns = g_ptr_array_new();

    for (guint i = 0; i < findings->len; i++)
        add_place(columns, o, &((const struct cs_finding *)findings->pdata[i])->place);
    for (guint i = 0; i < references->len; i++) {
        const struct cs_reference *r = &g_array_index(references, struct cs_reference, i);

        add_column(columns, r->object == o ? r->column : r->parent == o ? r->key : NULL);
    }
    for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
        const struct cs_lifecycle *l = cs_keys_day(f->crawl->scan->survey, o, days[i]);

        add_column(columns, l ? cs_object_column(o, l->place.column) : NULL);
    }
    return columns;
}

static double
share_kept(const struct forecasting *f, const struct cs_object *o, const GPtrArray *columns)
{
    const GPtrArray *findings = cs_keys_findings(f->crawl->scan, o);
    const struct cs_finding *only = findings->pdata[0];
    guint level = cs_keys_push_down_level(f->crawl->config->connector, o);

    return columns->len == 1 && findings->len == 1 && !only->place.path && !strcmp(only->attribute, "contact.email")
               ? 1.0 / (double)(1u << level)
               : 1;
}

/* As much as the configuration allows of it. */
static void
stay_in_budget(const struct forecasting *f)
{
    struct cs_foreseen *keys = &f->forecast->parts[CS_FORECAST_KEYS];
    double most = (double)f->crawl->config->max_stream_bytes,
           share = most && keys->bytes > most ? most / keys->bytes : 1;

    keys->statements *= share;
    keys->rows *= share;
    keys->bytes *= share;
    keys->seconds *= share;
}

static void
forecast_keys(struct forecasting *f)
{
    if (f->crawl->scan->config->no_stream || !(f->crawl->config->connector->caps & CS_CAP_STREAM) || !f->streamed->len)
        return;
    forecast_sessions(f, CS_FORECAST_KEYS, cs_crawl_workers(f->crawl, f->streamed->len, FALSE));
    for (guint i = 0; i < f->streamed->len; i++) {
        const struct cs_object *o = f->streamed->pdata[i];
        g_autoptr(GPtrArray) columns = streamed_columns(f, o);
        const struct cs_foresee_req req = {.pass = CS_PASS_STREAM, .kept = share_kept(f, o, columns)};

        foresee_object(f, CS_FORECAST_KEYS, req, o, columns, 1);
    }
    stay_in_budget(f);
}

static void
forecast_all(struct forecasting *f)
{
    forecast_listing(f);
    forecast_samples(f);
    forecast_keys(f);
    for (guint i = 0; i < CS_FORECAST_PARTS; i++)
        cs_foreseen_add(&f->forecast->total, &f->forecast->parts[i]);
}

static double
scaled(double measured, double now, double then)
{
    return then > 0 ? measured * now / then : now;
}

/* What was measured, grown as the estimate of the same objects grew since. */
static void
scale(struct forecasting *f)
{
    struct cs_forecast then = {.basis = CS_FORECAST_BY_MAP}, *now = f->forecast;
    const struct cs_source *last = f->last;

    f->then = TRUE;
    f->forecast = &then;
    forecast_all(f);
    now->basis = CS_FORECAST_BY_MAP;
    now->total.statements = scaled((double)last->cost.statements, now->total.statements, then.total.statements);
    now->total.rows = scaled((double)last->cost.rows, now->total.rows, then.total.rows);
    now->total.bytes = scaled((double)last->cost.bytes, now->total.bytes, then.total.bytes);
    now->total.seconds = scaled(last->seconds, now->total.seconds, then.total.seconds);
}

/* As the last map has it: a source of that name that held half of these objects at least. */
static const struct cs_source *
last_source(const struct cs_survey *last, const struct cs_crawl *crawl)
{
    const struct cs_source *found = NULL;
    guint known = 0;

    for (guint i = 0; last && i < last->sources->len && !found; i++)
        if (!strcmp(((const struct cs_source *)last->sources->pdata[i])->name, crawl->source->name))
            found = last->sources->pdata[i];
    for (guint i = 0; found && i < crawl->queue->len; i++) {
        const struct cs_object *o = crawl->queue->pdata[i];

        known += cs_source_object(found, o->schema, o->name) != NULL;
    }
    return known && known * 2 >= crawl->queue->len ? found : NULL;
}

static gboolean
same_settings(const struct cs_scan_config *config, const struct cs_run *run)
{
    return run->sample_rows == config->sample_rows && run->all_rows == config->all_rows &&
           run->streamed == !config->no_stream;
}

static void
find_findings(struct forecasting *f, struct cs_survey *last)
{
    struct cs_scan *scan = f->crawl->scan;

    for (guint i = 0; i < f->objects->len; i++)
        ((struct cs_object *)f->objects->pdata[i])->drawn = CS_DRAWN_RANGE;
    if (f->last)
        cs_presume_by_map(f->crawl, last);
    else
        cs_crawl_recognise(f->crawl);
    for (guint i = 0; i < f->objects->len; i++)
        if (!last_of(f, f->objects->pdata[i]))
            cs_presume_by_names(f->crawl, f->objects->pdata[i]);
    cs_survey_sort(scan->survey);
}

void
cs_forecast_make(struct cs_crawl *crawl, struct cs_survey *last, struct cs_forecast *ret_forecast)
{
    struct forecasting f = {.crawl = crawl, .forecast = ret_forecast, .last = last_source(last, crawl)};

    *ret_forecast = (struct cs_forecast){.basis = f.last ? CS_FORECAST_BY_FINDINGS : CS_FORECAST_BY_NAMES};
    f.objects = g_ptr_array_copy(crawl->queue, NULL, NULL);
    find_findings(&f, last);
    cs_keys_choose(crawl->scan, crawl);
    f.streamed = g_ptr_array_copy(crawl->queue, NULL, NULL);
    forecast_all(&f);
    if (f.last && same_settings(crawl->scan->config, &last->run))
        scale(&f);
    cs_keys_clear(crawl->scan);
    g_array_unref(crawl->references);
    crawl->references = NULL;
    g_ptr_array_set_size(crawl->queue, 0);
    g_ptr_array_extend(crawl->queue, f.objects, NULL, NULL);
    g_ptr_array_unref(f.objects);
    g_ptr_array_unref(f.streamed);
}
