/* read.c - cassini-map.json back into a survey, record by record; hostile files end in a clear error. */
#include "map/map.h"
#include "map/record.h"

#include "base/err.h"
#include "map/stream.h"

#include <string.h>

const char *
cs_map_text(const cJSON *o, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(o, key));
}

double
cs_map_real(const cJSON *o, const char *key, double missing)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(o, key);

    return cJSON_IsNumber(item) ? item->valuedouble : missing;
}

static gboolean
truth(const cJSON *o, const char *key)
{
    return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o, key));
}

void
cs_map_read_place(struct cs_place *p, const cJSON *o)
{
    cs_place_set(p, cs_map_text(o, "source") ? cs_map_text(o, "source") : "", cs_map_text(o, "schema"),
                 cs_map_text(o, "object"), cs_map_text(o, "column"), cs_map_text(o, "path"));
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
    struct cs_source *source = source_of(s, cs_map_text(o, "source"));

    source->cost.statements = (guint64)cs_map_real(o, "statements", 0);
    source->cost.rows = (guint64)cs_map_real(o, "rows", 0);
    source->cost.bytes = (guint64)cs_map_real(o, "bytes", 0);
    source->cost.gave_way = (guint64)cs_map_real(o, "gave_way", 0);
    source->seconds = cs_map_real(o, "seconds", 0);
}

/* A member may come twice in a file that was tampered with: the last one counts. */
static void
take(char **io_text, const cJSON *o, const char *key)
{
    g_free(*io_text);
    *io_text = g_strdup(cs_map_text(o, key));
}

static void
read_run(struct cs_survey *s, const cJSON *o)
{
    struct cs_run *r = &s->run;
    const cJSON *item;

    take(&r->program, o, "program");
    take(&r->rules_version, o, "rules");
    take(&r->key_id, o, "key");
    take(&r->organisation, o, "organisation");
    take(&r->controller, o, "controller");
    take(&r->dpo, o, "dpo");
    take(&r->language, o, "language");
    take(&r->started, o, "started");
    take(&r->ended, o, "ended");
    take(&r->as_of, o, "as_of");
    r->seed = (guint64)cs_map_real(o, "seed", 0);
    r->sample_rows = (guint64)cs_map_real(o, "sample_rows", 0);
    r->all_rows = !g_strcmp0(cs_map_text(o, "rows"), "all");
    r->streamed = truth(o, "streamed");
    r->jit = truth(o, "jit");
    r->seconds = cs_map_real(o, "seconds", 0);
    r->peak_kib = (guint64)cs_map_real(o, "peak_kib", 0);
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
    struct cs_source *source = source_of(s, cs_map_text(o, "name"));
    guint index = 0;

    g_ptr_array_find(s->sources, source, &index);
    g_ptr_array_add(s->sources, g_ptr_array_steal_index(s->sources, index));
    take(&source->kind, o, "kind");
    take(&source->connector, o, "connector");
    take(&source->url, o, "url");
    take(&source->product, o, "product");
    take(&source->version, o, "version");
    take(&source->database, o, "database");
    take(&source->account, o, "account");
    take(&source->tls, o, "tls");
    take(&source->read_only, o, "read_only");
    take(&source->processor, o, "processor");
    take(&source->processor_country, o, "processor_country");
    source->lists_all = !g_strcmp0(cs_map_text(o, "listing"), "all");
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
                                  .schema = cs_map_text(o, "schema"),
                                  .name = cs_map_text(o, "object"),
                                  .kind = (enum cs_object_kind)index_of(cs_map_text(o, "type"), object_kind_at, 6),
                                  .rows = cs_map_real(o, "rows", -1),
                                  .rows_kind =
                                      (enum cs_rows_kind)index_of(cs_map_text(o, "rows_kind"), rows_kind_at, 3),
                                  .bytes = -1,
                                  .parts = (uint32_t)cs_map_real(o, "parts", 0),
                                  .readable = true};
    struct cs_object *object = cs_object_new(source_of(s, cs_map_text(o, "source")), &info);

    object->kind = (enum cs_kind)index_of(cs_map_text(o, "kind"), kind_at, CS_KIND_COUNT);
    object->drawn = (enum cs_drawn)index_of(cs_map_text(o, "drawn"), drawn_at, 6);
    object->sampled = (guint64)cs_map_real(o, "sampled", 0);
    object->n_columns = (guint)CLAMP(cs_map_real(o, "columns", 0), 0, G_MAXINT32);
    object->without_finding = (guint)CLAMP(cs_map_real(o, "without_finding", 0), 0, G_MAXINT32);
    object->activity = g_strdup(cs_map_text(o, "activity"));
    object->application = g_strdup(cs_map_text(o, "application"));
    object->subjects = read_subjects(cJSON_GetObjectItemCaseSensitive(o, "subjects"));
}

static void
read_evidence(struct cs_finding *f, const cJSON *item)
{
    const char *kind = cs_map_text(item, "kind"), *detail = cs_map_text(item, "detail");
    struct cs_evidence *e;

    if (!kind)
        return;
    e = cs_finding_add(f, kind, cs_map_text(item, "rule"), cs_map_real(item, "weight", 0), detail ? "%s" : NULL,
                       detail);
    e->word = g_strdup(cs_map_text(item, "word"));
    e->hits = (guint64)cs_map_real(item, "hits", 0);
    e->of = (guint64)cs_map_real(item, "of", 0);
}

/* A column without an attribute was read and has no finding (--all-columns). */
static void
read_decision(struct cs_finding *f, const cJSON *o)
{
    struct cs_decision *d;

    if (!cJSON_IsObject(o))
        return;
    d = f->decision = g_new0(struct cs_decision, 1);
    for (enum cs_ruling r = CS_CONFIRM; r <= CS_RELABEL; r++)
        if (!g_strcmp0(cs_map_text(o, "verdict"), cs_ruling_name(r)))
            d->verdict = r;
    for (enum cs_ruling_state s = CS_RULING_HOLDS; s <= CS_RULING_EXPIRED; s++)
        if (!g_strcmp0(cs_map_text(o, "state"), cs_ruling_state_name(s)))
            d->state = s;
    d->attribute = g_strdup(cs_map_text(o, "attribute"));
    d->why = g_strdup(cs_map_text(o, "why"));
    d->found = g_strdup(cs_map_text(o, "found"));
    d->found_confidence = cs_map_real(o, "found_confidence", 0);
    d->reason = g_strdup(cs_map_text(o, "reason"));
    d->author = g_strdup(cs_map_text(o, "author"));
    d->date = g_strdup(cs_map_text(o, "date"));
    d->expires = g_strdup(cs_map_text(o, "expires"));
}

static void
read_finding(GPtrArray *into, const cJSON *o)
{
    struct cs_finding *f;
    const cJSON *item;

    if (!cs_map_text(o, "column") || !cs_map_text(o, "object"))
        return;
    f = cs_finding_new();
    cs_map_read_place(&f->place, o);
    f->type = g_strdup(cs_map_text(o, "type"));
    f->native = g_strdup(cs_map_text(o, "native"));
    f->attribute = g_strdup(cs_map_text(o, "attribute"));
    f->verdict = g_strcmp0(cs_map_text(o, "verdict"), "contains") ? CS_IS : CS_CONTAINS;
    f->confidence = cs_map_real(o, "confidence", 0);
    f->filled = cs_map_real(o, "filled", -1);
    f->role_share = cs_map_real(o, "role_share", -1);
    f->distinct = (guint64)cs_map_real(o, "distinct", 0);
    f->hits = (guint64)cs_map_real(o, "hits", 0);
    f->tried = (guint64)cs_map_real(o, "tried", 0);
    f->truncated = truth(o, "truncated");
    f->runner_up = g_strdup(cs_map_text(o, "runner_up"));
    f->runner_up_confidence = cs_map_real(o, "runner_up_confidence", 0);
    f->encoded = g_strdup(cs_map_text(o, "encoded"));
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "evidence")) {
        read_evidence(f, item);
    }
    read_decision(f, cJSON_GetObjectItemCaseSensitive(o, "decision"));
    f->masked = read_texts(cJSON_GetObjectItemCaseSensitive(o, "masked"));
    g_ptr_array_add(into, f);
}

static void
read_gap(struct cs_survey *s, const cJSON *o)
{
    struct cs_err why = {.code = cs_code_from_name(cs_map_text(o, "code"))};
    struct cs_gap *gap;

    g_strlcpy(why.message, cs_map_text(o, "reason") ? cs_map_text(o, "reason") : "", sizeof why.message);
    g_strlcpy(why.hint, cs_map_text(o, "hint") ? cs_map_text(o, "hint") : "", sizeof why.hint);
    g_strlcpy(why.native, cs_map_text(o, "native") ? cs_map_text(o, "native") : "", sizeof why.native);
    gap = cs_survey_gap(s, cs_map_text(o, "source") ? cs_map_text(o, "source") : "", cs_map_text(o, "schema"),
                        cs_map_text(o, "object"), &why, truth(o, "asked"));
    g_free(gap->code);
    gap->code = g_strdup(cs_map_text(o, "code"));
}

static void
read_consent(struct cs_survey *s, const cJSON *o)
{
    const cJSON *evidence = cJSON_GetObjectItemCaseSensitive(o, "evidence");
    struct cs_consent *c = g_new0(struct cs_consent, 1);

    cs_map_read_place(&c->place, o);
    c->channel = g_strdup(cs_map_text(o, "channel"));
    c->polarity = g_strdup(cs_map_text(o, "polarity"));
    c->purpose = g_strdup(cs_map_text(o, "purpose"));
    c->date_column = g_strdup(cs_map_text(evidence, "date"));
    c->source_column = g_strdup(cs_map_text(evidence, "source"));
    c->text_column = g_strdup(cs_map_text(evidence, "text"));
    c->yes = (gint64)cs_map_real(o, "yes", -1);
    c->yes_without_evidence = (gint64)cs_map_real(o, "yes_without_evidence", -1);
    g_ptr_array_add(s->consents, c);
}

static void
read_lifecycle(struct cs_survey *s, const cJSON *o)
{
    struct cs_lifecycle *l = g_new0(struct cs_lifecycle, 1);

    cs_map_read_place(&l->place, o);
    l->role = g_strdup(cs_map_text(o, "role"));
    l->coverage = cs_map_real(o, "coverage", 0);
    g_ptr_array_add(s->lifecycles, l);
}

static void
read_activity(struct cs_survey *s, const cJSON *o)
{
    struct cs_activity *a = g_new0(struct cs_activity, 1);

    a->name = g_strdup(cs_map_text(o, "name"));
    a->purpose = g_strdup(cs_map_text(o, "purpose"));
    a->legal_basis = g_strdup(cs_map_text(o, "legal_basis"));
    a->retention = g_strdup(cs_map_text(o, "retention"));
    a->objects = read_texts(cJSON_GetObjectItemCaseSensitive(o, "objects"));
    g_ptr_array_add(s->activities, a);
}

static void
read_found(struct cs_survey *s, const cJSON *o)
{
    read_finding(cs_map_text(o, "attribute") ? s->findings : s->silent, o);
}

static void
read_candidate(struct cs_survey *s, const cJSON *o)
{
    if (cs_map_text(o, "attribute"))
        read_finding(s->candidates, o);
}

static void
read_decided(struct cs_survey *s, const cJSON *o)
{
    if (cs_map_text(o, "attribute"))
        read_finding(s->decided, o);
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
    } members[] = {{"run", read_run},
                   {"sources", read_source},
                   {"objects", read_object},
                   {"columns", read_found},
                   {"candidates", read_candidate},
                   {"gaps", read_gap},
                   {"copies", cs_map_read_copy},
                   {"joins", cs_map_read_join},
                   {"copy_groups", cs_map_read_group},
                   {"people", cs_map_read_people},
                   {"duplicates", cs_map_read_duplicate},
                   {"lifecycle", read_lifecycle},
                   {"consent", read_consent},
                   {"activities", read_activity},
                   {"decided", read_decided}};
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
