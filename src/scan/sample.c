/* sample.c - passes 1 and 2: a spread sample of an object into its study, a larger one where undecided. */
#include "base/deadline.h"
#include "base/rng.h"
#include "scan/crawl.h"

#define SAMPLE_BYTES (8 * 1024 * 1024)

/* The readable columns, in the catalog's order. */
static GPtrArray *
readable_columns(const struct cs_object *object)
{
    GPtrArray *columns = g_ptr_array_new();

    for (guint i = 0; i < object->columns->len; i++)
        if (((struct cs_column *)object->columns->pdata[i])->readable)
            g_ptr_array_add(columns, object->columns->pdata[i]);
    return columns;
}

static int
drain(struct cs_worker *w, struct cs_object *object, struct cs_cursor_handle *cursor, struct cs_study *study,
      GPtrArray *columns, struct cs_err *err)
{
    struct cs_batch batch;
    int rc;

    while (!(rc = cs_session_next(cursor, &batch, err))) {
        object->drawn = MAX(object->drawn, batch.drawn);
        if (!batch.rows)
            break;
        object->sampled += batch.rows;
        cs_study_add(study, &batch, (struct cs_column *const *)columns->pdata);
        if ((rc = cs_crawl_closed(w->crawl, err)))
            break;
    }
    return rc;
}

static int
sample_once(struct cs_worker *w, struct cs_object *object, struct cs_study *study, GPtrArray *columns, guint64 rows,
            guint64 seed, struct cs_err *err)
{
    const struct cs_crawl *crawl = w->crawl;
    struct cs_target_buffer buffer;
    struct cs_sample_req req = {.size = sizeof req,
                                .rows = rows,
                                .max_value = crawl->scan->config->max_value,
                                .max_bytes = SAMPLE_BYTES * (rows / crawl->scan->config->sample_rows),
                                .seed = seed,
                                .deadline = cs_deadline_in(crawl->config->statement_timeout + CS_NS_PER_SECOND)};
    struct cs_cursor_handle *cursor = NULL;
    int rc;

    cs_target_fill(&buffer, object, (struct cs_column *const *)columns->pdata, columns->len);
    req.target = buffer.target;
    rc = cs_session_sample(w->session, &req, &cursor, err);
    if (!rc)
        rc = drain(w, object, cursor, study, columns, err);
    cs_session_end(cursor);
    cs_target_clear(&buffer);
    return rc;
}

static int
read_all(struct cs_worker *w, struct cs_object *object, struct cs_study *study, GPtrArray *columns, struct cs_err *err)
{
    const struct cs_crawl *crawl = w->crawl;
    struct cs_target_buffer buffer;
    struct cs_stream_req req = {
        .size = sizeof req, .chunk_rows = CS_STREAM_ROWS, .max_value = crawl->scan->config->max_value};
    struct cs_cursor_handle *cursor = NULL;
    int rc;

    cs_target_fill(&buffer, object, (struct cs_column *const *)columns->pdata, columns->len);
    req.target = buffer.target;
    rc = cs_session_stream(w->session, &req, crawl->config->statement_timeout, &cursor, err);
    if (!rc)
        rc = drain(w, object, cursor, study, columns, err);
    cs_session_end(cursor);
    cs_target_clear(&buffer);
    return rc;
}

gboolean
cs_sample_is_stored(const struct cs_object *object)
{
    return object->object_kind != CS_VIEW && object->object_kind != CS_FOREIGN;
}

/* A larger sample, of the columns that want it. The rows of both looks may coincide: the larger one counts, unless it
 * was cut short. */
static int
look_again(struct cs_worker *w, struct cs_object *object, struct cs_study *study, guint64 seed, struct cs_err *err)
{
    g_autoptr(GPtrArray) columns = cs_study_wants_more(study);
    guint64 first = object->sampled;
    int rc = 0;

    if (columns->len)
        rc = sample_once(w, object, study, columns, w->crawl->scan->config->sample_rows * CS_SECOND_LOOK, seed, err);
    object->sampled = MAX(object->sampled - first, first);
    return rc;
}

static int
look(struct cs_worker *w, struct cs_object *object, struct cs_study *study, GPtrArray *columns, struct cs_err *err)
{
    const struct cs_scan_config *config = w->crawl->scan->config;
    g_autofree char *name = g_strdup_printf("%s.%s.%s", object->source->name, object->schema, object->name);
    guint64 seed = cs_rng_seed_for(config->seed, name);
    int rc;

    if (config->all_rows && cs_sample_is_stored(object) && (w->crawl->config->connector->caps & CS_CAP_STREAM)) {
        rc = read_all(w, object, study, columns, err);
        object->drawn = rc ? CS_DRAWN_HEAD : CS_DRAWN_ALL;
        return rc;
    }
    rc = sample_once(w, object, study, columns, config->sample_rows, seed, err);
    if (rc || object->drawn == CS_DRAWN_ALL || object->sampled < config->sample_rows * 9 / 10)
        return rc;
    return look_again(w, object, study, seed + 1, err);
}

int
cs_work_sample(struct cs_worker *w, struct cs_object *object, struct cs_err *err)
{
    const struct cs_scan *scan = w->crawl->scan;
    struct cs_study_options options = {.ruleset = scan->rules,
                                       .names = scan->names,
                                       .as_of = scan->config->as_of,
                                       .masked = scan->config->masked,
                                       .all_candidates = scan->config->all_candidates,
                                       .roles = scan->roles,
                                       .known = w->crawl->known ? g_hash_table_lookup(w->crawl->known, object) : NULL};
    g_autoptr(GPtrArray) columns = readable_columns(object);
    struct cs_study *study = cs_study_new(&options, w->matcher, object);
    guint before = w->found->findings->len;
    int rc = 0;

    if (columns->len)
        rc = look(w, object, study, columns, err);
    else
        object->drawn = CS_DRAWN_ALL;
    /* What was read before a failure is kept, and names alone say something too. */
    cs_study_finish(study, object, w->found);
    cs_study_free(study);
    g_mutex_lock(&w->crawl->scan->lock);
    w->crawl->scan->objects_done++;
    if (scan->events && scan->events->object)
        scan->events->object(scan->events->ctx, object, w->found->findings->len - before, scan->objects_done,
                             scan->objects);
    g_mutex_unlock(&w->crawl->scan->lock);
    return rc;
}
