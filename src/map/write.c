/* write.c - a survey as cassini-map.json: one record a line, written whole or not at all. */
#include "map/map.h"
#include "map/record.h"

#include "base/file.h"
#include "base/json.h"
#include "model/taxonomy.h"

#include <string.h>

#define FLUSH 65536

struct writer {
    struct cs_json json;
    FILE *file;
    const struct cs_survey *survey;
};

void
cs_map_write_members(struct cs_json *j, const struct cs_place *p)
{
    cs_json_string(j, "source", p->source);
    cs_json_string(j, "schema", p->schema ? p->schema : "");
    if (p->object)
        cs_json_string(j, "object", p->object);
    if (p->column)
        cs_json_string(j, "column", p->column);
    if (p->path)
        cs_json_string(j, "path", p->path);
}

void
cs_map_write_place(struct cs_json *j, const char *key, const struct cs_place *p)
{
    cs_json_object(j, key);
    cs_map_write_members(j, p);
    cs_json_end_object(j);
}

static void
write_strings(struct cs_json *j, const char *key, const GPtrArray *texts)
{
    cs_json_array(j, key);
    for (guint i = 0; texts && i < texts->len; i++)
        cs_json_string(j, NULL, texts->pdata[i]);
    cs_json_end_array(j);
}

static void
write_coverage(struct cs_json *j, const struct cs_survey *s)
{
    guint objects = 0, read = 0, columns = 0;
    guint64 rows = 0;

    for (guint i = 0; i < s->sources->len; i++) {
        const struct cs_source *source = s->sources->pdata[i];

        for (guint k = 0; k < source->objects->len; k++) {
            const struct cs_object *o = source->objects->pdata[k];

            objects++;
            read += o->drawn != CS_DRAWN_NONE;
            columns += o->n_columns;
            rows += o->sampled;
        }
    }
    cs_json_object(j, "coverage");
    cs_json_int(j, "sources", s->sources->len);
    cs_json_int(j, "objects", objects);
    cs_json_int(j, "objects_read", read);
    cs_json_int(j, "columns", columns);
    cs_json_int(j, "rows_looked_at", (gint64)rows);
    cs_json_int(j, "gaps", s->gaps->len);
    cs_json_end_object(j);
}

/* What was taken from a source: differs from run to run, so it stands here and not beside the source. */
static void
write_cost(struct cs_json *j, const struct cs_source *s)
{
    cs_json_object(j, NULL);
    cs_json_string(j, "source", s->name);
    cs_json_int(j, "statements", (gint64)s->cost.statements);
    cs_json_int(j, "rows", (gint64)s->cost.rows);
    cs_json_int(j, "bytes", (gint64)s->cost.bytes);
    cs_json_int(j, "gave_way", (gint64)s->cost.gave_way);
    cs_json_real(j, "seconds", s->seconds);
    cs_json_end_object(j);
}

static void
write_run(struct cs_json *j, const struct cs_survey *s)
{
    const struct cs_run *r = &s->run;

    cs_json_object(j, "run");
    cs_json_string(j, "program", r->program);
    cs_json_string(j, "rules", r->rules_version);
    cs_json_string(j, "key", r->key_id);
    cs_json_string(j, "organisation", r->organisation);
    cs_json_string(j, "controller", r->controller);
    cs_json_string(j, "dpo", r->dpo);
    cs_json_string(j, "language", r->language);
    cs_json_string(j, "started", r->started);
    cs_json_string(j, "ended", r->ended);
    cs_json_string(j, "as_of", r->as_of);
    cs_json_int(j, "seed", (gint64)r->seed);
    cs_json_int(j, "sample_rows", (gint64)r->sample_rows);
    cs_json_string(j, "rows", r->all_rows ? "all" : "sample");
    cs_json_bool(j, "streamed", r->streamed);
    cs_json_bool(j, "jit", r->jit);
    cs_json_real(j, "seconds", r->seconds);
    cs_json_int(j, "peak_kib", (gint64)r->peak_kib);
    write_strings(j, "rule_limits", r->rule_limits);
    write_coverage(j, s);
    cs_json_array(j, "cost");
    for (guint i = 0; i < s->sources->len; i++)
        write_cost(j, s->sources->pdata[i]);
    cs_json_end_array(j);
    cs_json_end_object(j);
}

static void
write_source(struct cs_json *j, const struct cs_source *s)
{
    cs_json_object(j, NULL);
    cs_json_string(j, "name", s->name);
    cs_json_string(j, "kind", s->kind);
    cs_json_string(j, "connector", s->connector);
    cs_json_string(j, "url", s->url);
    cs_json_string(j, "product", s->product);
    cs_json_string(j, "version", s->version);
    cs_json_string(j, "database", s->database);
    cs_json_string(j, "account", s->account);
    cs_json_string(j, "tls", s->tls);
    cs_json_string(j, "read_only", s->read_only);
    cs_json_string(j, "listing", s->lists_all ? "all" : "visible to this account");
    cs_json_string(j, "processor", s->processor);
    cs_json_string(j, "processor_country", s->processor_country);
    cs_json_end_object(j);
}

static void
write_object(struct cs_json *j, const struct cs_object *o)
{
    cs_json_object(j, NULL);
    cs_json_string(j, "source", o->source->name);
    cs_json_string(j, "schema", o->schema);
    cs_json_string(j, "object", o->name);
    cs_json_string(j, "type", cs_object_kind_name(o->object_kind));
    cs_json_string(j, "kind", cs_kind_name(o->kind));
    cs_json_array(j, "subjects");
    for (guint bit = 1; bit <= CS_SUBJECT_VISITOR; bit <<= 1)
        if (o->subjects & bit)
            cs_json_string(j, NULL, cs_subject_name((enum cs_subject)bit));
    cs_json_end_array(j);
    if (o->rows >= 0)
        cs_json_int(j, "rows", (gint64)(o->rows + 0.5));
    else
        cs_json_null(j, "rows");
    cs_json_string(j, "rows_kind", cs_rows_kind_name(o->rows_kind));
    cs_json_int(j, "sampled", (gint64)o->sampled);
    cs_json_string(j, "drawn", cs_drawn_name(o->drawn));
    cs_json_real(j, "floor", cs_object_floor(o));
    cs_json_int(j, "parts", o->parts);
    cs_json_int(j, "columns", o->n_columns);
    cs_json_int(j, "without_finding", o->without_finding);
    cs_json_string(j, "activity", o->activity);
    cs_json_string(j, "application", o->application);
    cs_json_end_object(j);
}

static void
write_decision(struct cs_json *j, const struct cs_decision *d)
{
    cs_json_object(j, "decision");
    cs_json_string(j, "verdict", cs_ruling_name(d->verdict));
    cs_json_string(j, "attribute", d->attribute);
    cs_json_string(j, "state", cs_ruling_state_name(d->state));
    if (d->why)
        cs_json_string(j, "why", d->why);
    cs_json_string(j, "found", d->found);
    cs_json_real(j, "found_confidence", d->found_confidence);
    cs_json_string(j, "reason", d->reason);
    cs_json_string(j, "author", d->author);
    cs_json_string(j, "date", d->date);
    if (d->expires)
        cs_json_string(j, "expires", d->expires);
    cs_json_end_object(j);
}

static void
write_finding(struct cs_json *j, const struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

    cs_json_object(j, NULL);
    cs_map_write_members(j, &f->place);
    cs_json_string(j, "type", f->type);
    cs_json_string(j, "native", f->native);
    cs_json_string(j, "attribute", f->attribute);
    cs_json_string(j, "category", a ? a->category : NULL);
    cs_json_int(j, "sensitivity", a ? a->sensitivity : 0);
    cs_json_string(j, "verdict", f->verdict == CS_IS ? "is" : "contains");
    cs_json_real(j, "confidence", f->confidence);
    if (f->filled >= 0)
        cs_json_real(j, "filled", f->filled);
    else
        cs_json_null(j, "filled");
    cs_json_int(j, "distinct", (gint64)f->distinct);
    cs_json_int(j, "hits", (gint64)f->hits);
    cs_json_int(j, "tried", (gint64)f->tried);
    if (f->verdict == CS_CONTAINS)
        cs_json_int(j, "per_thousand", f->tried ? (gint64)((f->hits * 1000 + f->tried / 2) / f->tried) : 0);
    cs_json_bool(j, "truncated", f->truncated);
    if (f->runner_up) {
        cs_json_string(j, "runner_up", f->runner_up);
        cs_json_real(j, "runner_up_confidence", f->runner_up_confidence);
    }
    if (f->role_share >= 0)
        cs_json_real(j, "role_share", f->role_share);
    if (f->encoded)
        cs_json_string(j, "encoded", f->encoded);
    cs_json_array(j, "evidence");
    for (guint i = 0; i < f->evidence->len; i++) {
        const struct cs_evidence *e = f->evidence->pdata[i];

        cs_json_object(j, NULL);
        cs_json_string(j, "kind", e->kind);
        if (e->rule)
            cs_json_string(j, "rule", e->rule);
        if (e->detail)
            cs_json_string(j, "detail", e->detail);
        if (e->word)
            cs_json_string(j, "word", e->word);
        if (e->of) {
            cs_json_int(j, "hits", (gint64)e->hits);
            cs_json_int(j, "of", (gint64)e->of);
        }
        cs_json_real(j, "weight", e->weight);
        cs_json_end_object(j);
    }
    cs_json_end_array(j);
    if (f->decision)
        write_decision(j, f->decision);
    write_strings(j, "masked", f->masked);
    cs_json_end_object(j);
}

static void
write_gap(struct cs_json *j, const struct cs_gap *g)
{
    cs_json_object(j, NULL);
    cs_map_write_members(j, &g->place);
    cs_json_string(j, "code", g->code);
    if (g->native)
        cs_json_string(j, "native", g->native);
    cs_json_string(j, "reason", g->reason);
    if (g->hint)
        cs_json_string(j, "hint", g->hint);
    cs_json_bool(j, "asked", g->asked);
    cs_json_end_object(j);
}

static void
write_consent(struct cs_json *j, const struct cs_consent *c)
{
    cs_json_object(j, NULL);
    cs_map_write_members(j, &c->place);
    cs_json_string(j, "channel", c->channel);
    cs_json_string(j, "polarity", c->polarity);
    cs_json_string(j, "purpose", c->purpose);
    cs_json_object(j, "evidence");
    cs_json_string(j, "date", c->date_column);
    cs_json_string(j, "source", c->source_column);
    cs_json_string(j, "text", c->text_column);
    cs_json_end_object(j);
    if (c->yes >= 0) {
        cs_json_int(j, "yes", c->yes);
        cs_json_int(j, "yes_without_evidence", c->yes_without_evidence);
    }
    cs_json_end_object(j);
}

static void
write_lifecycle(struct cs_json *j, const struct cs_lifecycle *l)
{
    cs_json_object(j, NULL);
    cs_map_write_members(j, &l->place);
    cs_json_string(j, "role", l->role);
    cs_json_real(j, "coverage", l->coverage);
    cs_json_end_object(j);
}

static void
write_activity(struct cs_json *j, const struct cs_activity *a)
{
    cs_json_object(j, NULL);
    cs_json_string(j, "name", a->name);
    cs_json_string(j, "purpose", a->purpose);
    cs_json_string(j, "legal_basis", a->legal_basis);
    cs_json_string(j, "retention", a->retention);
    write_strings(j, "objects", a->objects);
    cs_json_end_object(j);
}

static void
write_silent(struct cs_json *j, const struct cs_place *place, const char *type, const char *native)
{
    cs_json_object(j, NULL);
    cs_map_write_members(j, place);
    cs_json_string(j, "type", type);
    cs_json_string(j, "native", native);
    cs_json_null(j, "attribute");
    cs_json_end_object(j);
}

/* One record a line; what is complete leaves memory, so that a large map needs none. */
static void
next_record(struct writer *w)
{
    cs_json_newline(&w->json);
    if (w->json.out->len < FLUSH)
        return;
    fwrite(w->json.out->str, 1, w->json.out->len, w->file);
    g_string_truncate(w->json.out, 0);
}

static void
write_array(struct writer *w, const char *key, const GPtrArray *records, void (*write)(struct cs_json *, gconstpointer))
{
    cs_json_newline(&w->json);
    cs_json_array(&w->json, key);
    for (guint i = 0; i < records->len; i++) {
        next_record(w);
        write(&w->json, records->pdata[i]);
    }
    cs_json_end_array(&w->json);
}

#define WRITER(name, type)                                          \
    static void any_##name(struct cs_json *j, gconstpointer record) \
    {                                                               \
        write_##name(j, (const struct type *)record);               \
    }
WRITER(source, cs_source)
WRITER(finding, cs_finding)
WRITER(gap, cs_gap)
WRITER(consent, cs_consent)
WRITER(lifecycle, cs_lifecycle)
WRITER(activity, cs_activity)

static void
write_objects(struct writer *w)
{
    cs_json_newline(&w->json);
    cs_json_array(&w->json, "objects");
    for (guint i = 0; i < w->survey->sources->len; i++) {
        const struct cs_source *source = w->survey->sources->pdata[i];

        for (guint k = 0; k < source->objects->len; k++) {
            next_record(w);
            write_object(&w->json, source->objects->pdata[k]);
        }
    }
    cs_json_end_array(&w->json);
}

/* The columns of an object that were read and have no finding. */
static void
write_silent_of(struct writer *w, const struct cs_object *o, GHashTable *found)
{
    struct cs_place place = {.source = o->source->name, .schema = o->schema, .object = o->name};

    for (guint i = 0; i < o->columns->len; i++) {
        const struct cs_column *c = o->columns->pdata[i];

        place.column = c->name;
        if (g_hash_table_contains(found, &place))
            continue;
        next_record(w);
        write_silent(&w->json, &place, cs_type_name(c->type), c->native);
    }
}

static void
write_all_silent(struct writer *w)
{
    g_autoptr(GHashTable) found = g_hash_table_new(cs_place_hash_column, cs_place_same_column);

    for (guint i = 0; i < w->survey->findings->len; i++)
        g_hash_table_add(found, &((struct cs_finding *)w->survey->findings->pdata[i])->place);
    for (guint i = 0; i < w->survey->sources->len; i++) {
        const struct cs_source *source = w->survey->sources->pdata[i];

        for (guint k = 0; k < source->objects->len; k++)
            write_silent_of(w, source->objects->pdata[k], found);
    }
}

static void
write_columns(struct writer *w, gboolean all_columns)
{
    cs_json_newline(&w->json);
    cs_json_array(&w->json, "columns");
    for (guint i = 0; i < w->survey->findings->len; i++) {
        next_record(w);
        write_finding(&w->json, w->survey->findings->pdata[i]);
    }
    if (all_columns)
        write_all_silent(w);
    for (guint i = 0; i < w->survey->silent->len; i++) {
        const struct cs_finding *f = w->survey->silent->pdata[i];

        next_record(w);
        write_silent(&w->json, &f->place, f->type, f->native);
    }
    cs_json_end_array(&w->json);
}

static void
write_map(struct writer *w, gboolean all_columns)
{
    const struct cs_survey *s = w->survey;
    struct cs_json *j = &w->json;

    cs_json_object(j, NULL);
    cs_json_string(j, "format", "cassini-map");
    cs_json_int(j, "version", 1);
    cs_json_newline(j);
    write_run(j, s);
    write_array(w, "sources", s->sources, any_source);
    write_objects(w);
    write_columns(w, all_columns);
    write_array(w, "candidates", s->candidates, any_finding);
    write_array(w, "decided", s->decided, any_finding);
    write_array(w, "gaps", s->gaps, any_gap);
    write_array(w, "copies", s->copies, cs_map_write_copy);
    write_array(w, "joins", s->joins, cs_map_write_join);
    write_array(w, "duplicates", s->duplicates, cs_map_write_duplicate);
    write_array(w, "copy_groups", s->groups, cs_map_write_group);
    cs_json_newline(j);
    cs_map_write_people(j, s->people);
    write_array(w, "lifecycle", s->lifecycles, any_lifecycle);
    write_array(w, "consent", s->consents, any_consent);
    write_array(w, "activities", s->activities, any_activity);
    cs_json_end_object(j);
}

int
cs_map_write(const struct cs_survey *survey, const char *path, gboolean all_columns, struct cs_err *err)
{
    g_autoptr(GString) out = g_string_sized_new(2 * FLUSH);
    struct writer writer = {.survey = survey};
    struct cs_atomic *file = NULL;
    int rc = cs_atomic_open(path, 0640, &file, err);

    if (rc)
        return rc;
    writer.file = cs_atomic_stream(file);
    cs_json_init(&writer.json, out);
    write_map(&writer, all_columns);
    g_string_append_c(out, '\n');
    fwrite(out->str, 1, out->len, writer.file);
    return cs_atomic_commit(file, err);
}
