/* read.c - cassini-map.json back into a survey; hostile files end in a clear error. */
#include "map/map.h"

#include "base/err.h"
#include "base/file.h"

#include <cjson/cJSON.h>
#include <string.h>

#define MAP_MAX ((gsize)2 << 30)

static const char *
text(const cJSON *o, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, key));
}

static double
real(const cJSON *o, const char *key, double missing)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, key);

    return cJSON_IsNumber(item) ? item->valuedouble : missing;
}

static gboolean
truth(const cJSON *o, const char *key)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o, key));
}

static void
read_place(struct cs_place *p, const cJSON *o)
{
    cs_place_set(p, text(o, "source") ? text(o, "source") : "", text(o, "schema"), text(o, "object"), text(o, "column"),
                 text(o, "path"));
}

static GPtrArray *
read_texts(const cJSON *array)
{
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
    const cJSON *item;

    cJSON_ArrayForEach(item, array) if (cJSON_IsString(item)) g_ptr_array_add(texts, g_strdup(item->valuestring));
    return texts;
}

static void
read_run(struct cs_survey *s, const cJSON *o)
{
    struct cs_run *r = &s->run;

    r->program = g_strdup(text(o, "program"));
    r->rules_version = g_strdup(text(o, "rules"));
    r->key_id = g_strdup(text(o, "key"));
    r->organisation = g_strdup(text(o, "organisation"));
    r->controller = g_strdup(text(o, "controller"));
    r->dpo = g_strdup(text(o, "dpo"));
    r->language = g_strdup(text(o, "language"));
    r->started = g_strdup(text(o, "started"));
    r->ended = g_strdup(text(o, "ended"));
    r->as_of = g_strdup(text(o, "as_of"));
    r->seed = (guint64)real(o, "seed", 0);
    r->sample_rows = (guint64)real(o, "sample_rows", 0);
    r->all_rows = !g_strcmp0(text(o, "rows"), "all");
    r->streamed = truth(o, "streamed");
    r->jit = truth(o, "jit");
    r->seconds = real(o, "seconds", 0);
    r->peak_kib = (guint64)real(o, "peak_kib", 0);
    g_ptr_array_unref(r->rule_limits);
    r->rule_limits = read_texts(cJSON_GetObjectItemCaseSensitive(o, "rule_limits"));
}

static void
read_source(struct cs_survey *s, const cJSON *o)
{
    struct cs_source *source = cs_source_new(text(o, "name"), text(o, "kind"), text(o, "connector"), text(o, "url"));
    const cJSON *cost = cJSON_GetObjectItemCaseSensitive(o, "cost");

    source->product = g_strdup(text(o, "product"));
    source->version = g_strdup(text(o, "version"));
    source->database = g_strdup(text(o, "database"));
    source->account = g_strdup(text(o, "account"));
    source->tls = g_strdup(text(o, "tls"));
    source->read_only = g_strdup(text(o, "read_only"));
    source->processor = g_strdup(text(o, "processor"));
    source->processor_country = g_strdup(text(o, "processor_country"));
    source->lists_all = !g_strcmp0(text(o, "listing"), "all");
    source->cost.statements = (guint64)real(cost, "statements", 0);
    source->cost.rows = (guint64)real(cost, "rows", 0);
    source->cost.bytes = (guint64)real(cost, "bytes", 0);
    source->cost.gave_way = (guint64)real(cost, "gave_way", 0);
    source->seconds = real(cost, "seconds", 0);
    g_ptr_array_add(s->sources, source);
}

static guint
index_of(const char *name, const char *(*name_at)(int), guint n)
{
    for (guint i = 0; i < n; i++)
        if (!g_strcmp0(name, name_at((int)i)))
            return i;
    return 0;
}

static const char *
drawn_at(int i)
{
    return cs_drawn_name((enum cs_drawn)i);
}

static const char *
kind_at(int i)
{
    return cs_kind_name((enum cs_kind)i);
}

static const char *
object_kind_at(int i)
{
    return cs_object_kind_name((enum cs_object_kind)i);
}

static void
read_object(struct cs_survey *s, const cJSON *o)
{
    struct cs_object_info info = {.size = sizeof info,
                                  .schema = text(o, "schema"),
                                  .name = text(o, "object"),
                                  .kind = (enum cs_object_kind)index_of(text(o, "type"), object_kind_at, 6),
                                  .rows = real(o, "rows", -1),
                                  .bytes = -1,
                                  .parts = (uint32_t)real(o, "parts", 0),
                                  .readable = true};
    struct cs_object *object;
    const cJSON *item;

    for (guint i = 0; i < s->sources->len; i++) {
        struct cs_source *source = s->sources->pdata[i];

        if (g_strcmp0(source->name, text(o, "source")))
            continue;
        object = cs_object_new(source, &info);
        object->kind = (enum cs_kind)index_of(text(o, "kind"), kind_at, 9);
        object->drawn = (enum cs_drawn)index_of(text(o, "drawn"), drawn_at, 6);
        object->sampled = (guint64)real(o, "sampled", 0);
        object->without_finding = (guint)real(o, "without_finding", 0);
        object->activity = g_strdup(text(o, "activity"));
        for (guint c = (guint)CLAMP(real(o, "columns", 0), 0, 100000); c > 0; c--) {
            struct cs_column_info column = {.size = sizeof column, .name = ""};

            cs_column_new(object, &column);
        }
        cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(
                                     o, "subjects")) for (guint bit = 1; bit <= CS_SUBJECT_VISITOR;
                                                          bit <<= 1) if (cJSON_IsString(item) &&
                                                                         !strcmp(item->valuestring,
                                                                                 cs_subject_name((enum cs_subject)bit)))
            object->subjects |= bit;
        return;
    }
}

static void
read_finding(GPtrArray *into, const cJSON *o)
{
    struct cs_finding *f;
    const cJSON *item;

    if (!text(o, "attribute") || !text(o, "column") || !text(o, "object"))
        return;
    f = cs_finding_new();
    read_place(&f->place, o);
    f->type = g_strdup(text(o, "type"));
    f->native = g_strdup(text(o, "native"));
    f->attribute = g_strdup(text(o, "attribute"));
    f->verdict = g_strcmp0(text(o, "verdict"), "contains") ? CS_IS : CS_CONTAINS;
    f->confidence = real(o, "confidence", 0);
    f->filled = real(o, "filled", -1);
    f->distinct = (guint64)real(o, "distinct", 0);
    f->hits = (guint64)real(o, "hits", 0);
    f->tried = (guint64)real(o, "tried", 0);
    f->truncated = truth(o, "truncated");
    f->runner_up = g_strdup(text(o, "runner_up"));
    f->runner_up_confidence = real(o, "runner_up_confidence", 0);
    f->encoded = g_strdup(text(o, "encoded"));
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(o, "evidence"))
    {
        if (text(item, "detail"))
            cs_finding_add(f, text(item, "kind"), text(item, "rule"), real(item, "weight", 0), "%s",
                           text(item, "detail"));
        else
            cs_finding_add(f, text(item, "kind"), text(item, "rule"), real(item, "weight", 0), NULL);
    }
    f->masked = read_texts(cJSON_GetObjectItemCaseSensitive(o, "masked"));
    g_ptr_array_add(into, f);
}

static void
read_gap(struct cs_survey *s, const cJSON *o)
{
    struct cs_err why = {.code = cs_code_from_name(text(o, "code"))};
    struct cs_gap *gap;

    g_strlcpy(why.message, text(o, "reason") ? text(o, "reason") : "", sizeof why.message);
    g_strlcpy(why.hint, text(o, "hint") ? text(o, "hint") : "", sizeof why.hint);
    g_strlcpy(why.native, text(o, "native") ? text(o, "native") : "", sizeof why.native);
    gap = cs_survey_gap(s, text(o, "source"), text(o, "schema"), text(o, "object"), &why, truth(o, "asked"));
    g_free(gap->code);
    gap->code = g_strdup(text(o, "code"));
}

static void
read_copy(struct cs_survey *s, const cJSON *o)
{
    struct cs_copy *c = g_new0(struct cs_copy, 1);
    const cJSON *ab = cJSON_GetObjectItemCaseSensitive(o, "interval_ab"),
                *ba = cJSON_GetObjectItemCaseSensitive(o, "interval_ba");

    read_place(&c->a, cJSON_GetObjectItemCaseSensitive(o, "a"));
    read_place(&c->b, cJSON_GetObjectItemCaseSensitive(o, "b"));
    c->attribute = g_strdup(text(o, "attribute"));
    c->kind = g_strdup(text(o, "kind"));
    c->containment_ab = real(o, "containment_ab", 0);
    c->containment_ba = real(o, "containment_ba", 0);
    for (int i = 0; i < 2; i++) {
        const cJSON *x = cJSON_GetArrayItem(ab, i), *y = cJSON_GetArrayItem(ba, i);

        c->interval_ab[i] = cJSON_IsNumber(x) ? x->valuedouble : i;
        c->interval_ba[i] = cJSON_IsNumber(y) ? y->valuedouble : i;
    }
    c->distinct_a = (guint64)real(o, "distinct_a", 0);
    c->distinct_b = (guint64)real(o, "distinct_b", 0);
    c->usable_a = (guint64)real(o, "usable_a", 0);
    c->usable_b = (guint64)real(o, "usable_b", 0);
    c->common = (guint64)real(o, "common", 0);
    c->group = (guint)real(o, "group", 0);
    g_ptr_array_add(s->copies, c);
}

static void
read_group(struct cs_survey *s, const cJSON *o)
{
    struct cs_copy_group *g = g_new0(struct cs_copy_group, 1);
    const cJSON *item;

    g->id = (guint)real(o, "id", 0);
    g->attribute = g_strdup(text(o, "attribute"));
    g->places = cs_places_new();
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(o, "columns"))
    {
        struct cs_place *p = g_new0(struct cs_place, 1);

        read_place(p, item);
        g_ptr_array_add(g->places, p);
    }
    g_ptr_array_add(s->groups, g);
}

static void
read_consent(struct cs_survey *s, const cJSON *o)
{
    const cJSON *evidence = cJSON_GetObjectItemCaseSensitive(o, "evidence");
    struct cs_consent *c = g_new0(struct cs_consent, 1);

    read_place(&c->place, o);
    c->channel = g_strdup(text(o, "channel"));
    c->polarity = g_strdup(text(o, "polarity"));
    c->date_column = g_strdup(text(evidence, "date"));
    c->source_column = g_strdup(text(evidence, "source"));
    c->text_column = g_strdup(text(evidence, "text"));
    c->yes = (gint64)real(o, "yes", -1);
    c->yes_without_evidence = (gint64)real(o, "yes_without_evidence", -1);
    g_ptr_array_add(s->consents, c);
}

static void
read_lifecycle(struct cs_survey *s, const cJSON *o)
{
    struct cs_lifecycle *l = g_new0(struct cs_lifecycle, 1);

    read_place(&l->place, o);
    l->role = g_strdup(text(o, "role"));
    l->coverage = real(o, "coverage", 0);
    g_ptr_array_add(s->lifecycles, l);
}

static void
read_activity(struct cs_survey *s, const cJSON *o)
{
    struct cs_activity *a = g_new0(struct cs_activity, 1);

    a->name = g_strdup(text(o, "name"));
    a->purpose = g_strdup(text(o, "purpose"));
    a->legal_basis = g_strdup(text(o, "legal_basis"));
    a->retention = g_strdup(text(o, "retention"));
    a->objects = read_texts(cJSON_GetObjectItemCaseSensitive(o, "objects"));
    g_ptr_array_add(s->activities, a);
}

static void
read_each(struct cs_survey *s, const cJSON *map, const char *key, void (*read)(struct cs_survey *, const cJSON *))
{
    const cJSON *item;

    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(map, key)) if (cJSON_IsObject(item)) read(s, item);
}

static void
read_found(struct cs_survey *s, const cJSON *o)
{
    read_finding(s->findings, o);
}

static void
read_candidate(struct cs_survey *s, const cJSON *o)
{
    read_finding(s->candidates, o);
}

static guint
line_of(const char *start, const char *at)
{
    guint line = 1;

    for (; start < at; start++)
        line += *start == '\n';
    return line;
}

int
cs_map_read(const char *path, struct cs_survey **ret_survey, struct cs_err *err)
{
    g_autofree char *content = NULL;
    const char *end = NULL;
    struct cs_survey *s;
    cJSON *map;
    gsize size;
    int rc = cs_file_read(path, MAP_MAX, &content, &size, err);

    if (rc)
        return rc;
    map = cJSON_ParseWithLengthOpts(content, size, &end, 0);
    if (!map)
        return cs_fail(err, CS_E_DATA, "map", NULL, "%s:%u: not valid JSON", path, end ? line_of(content, end) : 1);
    if (g_strcmp0(text(map, "format"), "cassini-map") || (int)real(map, "version", 0) != 1) {
        cJSON_Delete(map);
        return cs_fail(err, CS_E_DATA, "map", NULL, "%s is no cassini map of format version 1", path);
    }
    s = cs_survey_new();
    read_run(s, cJSON_GetObjectItemCaseSensitive(map, "run"));
    read_each(s, map, "sources", read_source);
    read_each(s, map, "objects", read_object);
    read_each(s, map, "columns", read_found);
    read_each(s, map, "candidates", read_candidate);
    read_each(s, map, "gaps", read_gap);
    read_each(s, map, "copies", read_copy);
    read_each(s, map, "copy_groups", read_group);
    read_each(s, map, "lifecycle", read_lifecycle);
    read_each(s, map, "consent", read_consent);
    read_each(s, map, "activities", read_activity);
    cJSON_Delete(map);
    *ret_survey = s;
    return 0;
}
