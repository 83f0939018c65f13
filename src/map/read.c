/* read.c - cassini-map.json back into a survey, record by record; hostile files end in a clear error. */
#include "map/map.h"

#include "base/err.h"
#include "map/stream.h"

#include <string.h>

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

    cJSON_ArrayForEach (item, array) {
        if (cJSON_IsString(item))
            g_ptr_array_add(texts, g_strdup(item->valuestring));
    }
    return texts;
}

/* The source called name; made when a record names it before its own has come (a map sorted by another tool). */
static struct cs_source *
source_of(struct cs_survey *s, const char *name)
{
    struct cs_source *source;

    for (guint i = 0; i < s->sources->len; i++) {
        source = s->sources->pdata[i];
        if (!strcmp(source->name, name ? name : ""))
            return source;
    }
    source = cs_source_new(name, NULL, NULL, NULL);
    g_ptr_array_add(s->sources, source);
    return source;
}

static void
read_cost(struct cs_survey *s, const cJSON *o)
{
    struct cs_source *source = source_of(s, text(o, "source"));

    source->cost.statements = (guint64)real(o, "statements", 0);
    source->cost.rows = (guint64)real(o, "rows", 0);
    source->cost.bytes = (guint64)real(o, "bytes", 0);
    source->cost.gave_way = (guint64)real(o, "gave_way", 0);
    source->seconds = real(o, "seconds", 0);
}

static void
read_run(struct cs_survey *s, const cJSON *o)
{
    struct cs_run *r = &s->run;
    const cJSON *item;

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
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "cost")) {
        read_cost(s, item);
    }
}

/* Its records may have come before it: it takes its place in the order of "sources" now. */
static void
read_source(struct cs_survey *s, const cJSON *o)
{
    struct cs_source *source = source_of(s, text(o, "name"));
    guint index = 0;

    g_ptr_array_find(s->sources, source, &index);
    g_ptr_array_add(s->sources, g_ptr_array_steal_index(s->sources, index));
    source->kind = g_strdup(text(o, "kind"));
    source->connector = g_strdup(text(o, "connector"));
    source->url = g_strdup(text(o, "url"));
    source->product = g_strdup(text(o, "product"));
    source->version = g_strdup(text(o, "version"));
    source->database = g_strdup(text(o, "database"));
    source->account = g_strdup(text(o, "account"));
    source->tls = g_strdup(text(o, "tls"));
    source->read_only = g_strdup(text(o, "read_only"));
    source->processor = g_strdup(text(o, "processor"));
    source->processor_country = g_strdup(text(o, "processor_country"));
    source->lists_all = !g_strcmp0(text(o, "listing"), "all");
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

static const char *
rows_kind_at(int i)
{
    return cs_rows_kind_name((enum cs_rows_kind)i);
}

static guint
read_subjects(const cJSON *array)
{
    const cJSON *item;
    guint subjects = 0;

    cJSON_ArrayForEach (item, array) {
        for (guint bit = 1; bit <= CS_SUBJECT_VISITOR; bit <<= 1)
            if (!g_strcmp0(item->valuestring, cs_subject_name((enum cs_subject)bit)))
                subjects |= bit;
    }
    return subjects;
}

static void
read_object(struct cs_survey *s, const cJSON *o)
{
    struct cs_object_info info = {.size = sizeof info,
                                  .schema = text(o, "schema"),
                                  .name = text(o, "object"),
                                  .kind = (enum cs_object_kind)index_of(text(o, "type"), object_kind_at, 6),
                                  .rows = real(o, "rows", -1),
                                  .rows_kind = (enum cs_rows_kind)index_of(text(o, "rows_kind"), rows_kind_at, 3),
                                  .bytes = -1,
                                  .parts = (uint32_t)real(o, "parts", 0),
                                  .readable = true};
    struct cs_object *object = cs_object_new(source_of(s, text(o, "source")), &info);

    object->kind = (enum cs_kind)index_of(text(o, "kind"), kind_at, 9);
    object->drawn = (enum cs_drawn)index_of(text(o, "drawn"), drawn_at, 6);
    object->sampled = (guint64)real(o, "sampled", 0);
    object->n_columns = (guint)CLAMP(real(o, "columns", 0), 0, G_MAXINT32);
    object->without_finding = (guint)CLAMP(real(o, "without_finding", 0), 0, G_MAXINT32);
    object->activity = g_strdup(text(o, "activity"));
    object->subjects = read_subjects(cJSON_GetObjectItemCaseSensitive(o, "subjects"));
}

static void
read_evidence(struct cs_finding *f, const cJSON *item)
{
    const char *kind = text(item, "kind"), *detail = text(item, "detail");
    struct cs_evidence *e;

    if (!kind)
        return;
    e = cs_finding_add(f, kind, text(item, "rule"), real(item, "weight", 0), detail ? "%s" : NULL, detail);
    e->word = g_strdup(text(item, "word"));
    e->hits = (guint64)real(item, "hits", 0);
    e->of = (guint64)real(item, "of", 0);
}

/* A column without an attribute was read and has no finding (--all-columns). */
static void
read_finding(GPtrArray *into, const cJSON *o)
{
    struct cs_finding *f;
    const cJSON *item;

    if (!text(o, "column") || !text(o, "object"))
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
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "evidence")) {
        read_evidence(f, item);
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
    gap = cs_survey_gap(s, text(o, "source") ? text(o, "source") : "", text(o, "schema"), text(o, "object"), &why,
                        truth(o, "asked"));
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
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "columns")) {
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
read_found(struct cs_survey *s, const cJSON *o)
{
    read_finding(text(o, "attribute") ? s->findings : s->silent, o);
}

static void
read_candidate(struct cs_survey *s, const cJSON *o)
{
    if (text(o, "attribute"))
        read_finding(s->candidates, o);
}

struct reading {
    struct cs_survey *survey;
    gboolean format, version, refused;
};

static gboolean
read_member(void *ctx, const char *key, const cJSON *value)
{
    static const struct {
        const char *key;
        void (*read)(struct cs_survey *, const cJSON *);
    } members[] = {{"run", read_run},         {"sources", read_source},       {"objects", read_object},
                   {"columns", read_found},   {"candidates", read_candidate}, {"gaps", read_gap},
                   {"copies", read_copy},     {"copy_groups", read_group},    {"lifecycle", read_lifecycle},
                   {"consent", read_consent}, {"activities", read_activity}};
    struct reading *r = ctx;

    if (!strcmp(key, "format"))
        r->format = !g_strcmp0(cJSON_GetStringValue(value), "cassini-map");
    if (!strcmp(key, "version"))
        r->version = cJSON_IsNumber(value) && value->valuedouble == 1;
    r->refused = (!strcmp(key, "format") && !r->format) || (!strcmp(key, "version") && !r->version);
    for (gsize i = 0; i < G_N_ELEMENTS(members) && cJSON_IsObject(value); i++)
        if (!strcmp(key, members[i].key))
            members[i].read(r->survey, value);
    return !r->refused;
}

int
cs_map_read(const char *path, struct cs_survey **ret_survey, struct cs_err *err)
{
    g_autoptr(cs_survey) survey = cs_survey_new();
    struct reading reading = {.survey = survey};
    int rc = cs_stream_walk(path, read_member, &reading, err);

    if (rc)
        return rc;
    if (reading.refused || !reading.format || !reading.version)
        return cs_fail(err, CS_E_DATA, "map", NULL, "%s is no cassini map of format version 1", path);
    *ret_survey = g_steal_pointer(&survey);
    return 0;
}
