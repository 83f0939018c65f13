/* decide.c - scores into findings, candidates and what texts contain. */
#include "engine/weigh.h"

#include "engine/kind.h"
#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

static double
probability(double score)
{
    return 1 / (1 + exp(-score));
}

static int
best_of(const struct cs_candidate *all, int but)
{
    int best = -1;

    for (int a = 0; a < (int)cs_taxonomy_count(); a++)
        if (a != but && all[a].score > -20 && (best < 0 || all[a].score > all[best].score))
            best = a;
    return best;
}

static void
add_masked(const struct cs_spot *spot, struct cs_finding *f)
{
    for (guint i = 0; i < spot->t->n_shapes; i++) {
        if (spot->t->shapes[i].distinct < 5)
            continue;
        if (!f->masked)
            f->masked = g_ptr_array_new_with_free_func(g_free);
        if (f->masked->len < 3)
            g_ptr_array_add(f->masked, g_strdup(spot->t->shapes[i].mask));
    }
}

static struct cs_finding *
new_finding(const struct cs_spot *spot, const char *attribute, enum cs_verdict verdict, double confidence)
{
    struct cs_finding *f = cs_finding_new();
    const struct cs_object *o = spot->s->object;
    guint64 rows = spot->t->rows;

    cs_place_set(&f->place, o->source->name, o->schema, o->name, spot->column->name, spot->t->path);
    f->type = g_strdup(cs_type_name(spot->column->type));
    f->native = g_strdup(spot->column->native);
    f->attribute = g_strdup(attribute);
    f->verdict = verdict;
    f->confidence = floor(confidence * 1000 + 0.5) / 1000;
    f->filled = rows ? (double)spot->t->values / (double)rows : -1;
    f->distinct = spot->t->distinct;
    f->truncated = spot->cut;
    if (spot->s->options.masked)
        add_masked(spot, f);
    return f;
}

static void
keep(struct cs_survey *survey, struct cs_finding *f)
{
    g_ptr_array_add(f->confidence >= 0.5 ? survey->findings : survey->candidates, f);
}

static void
report_best(const struct cs_spot *spot, const struct cs_candidate *all, struct cs_survey *survey)
{
    int best = best_of(all, -1), next = best_of(all, best);
    const struct cs_candidate *c = best < 0 ? NULL : &all[best];
    struct cs_evidence *e;
    struct cs_finding *f;

    if (!c || probability(c->score) < 0.1)
        return;
    f = new_finding(spot, cs_taxonomy_at((guint)best)->id, CS_IS, probability(c->score));
    cs_finding_add(f, "prior", NULL, CS_PRIOR, NULL);
    if (c->name > 0 && !c->extra_why) {
        e = cs_finding_add(f, "name", cs_ruleset_rule(spot->s->options.ruleset, c->hit.rule)->id, c->name,
                           "%s of the %s is the %s word \"%s\"", c->hit.whole ? "the whole" : "a part",
                           spot->t->path ? "path" : "name", c->hit.strength == CS_NAME_STRONG ? "strong" : "weak",
                           c->hit.form);
        e->word = g_strdup(c->hit.form);
    }
    if (c->value_rule) {
        f->hits = c->hits;
        f->tried = spot->t->matched;
        e = cs_finding_add(f,
                           c->value_rule->check  ? "check"
                           : c->value_rule->list ? "list"
                                                 : "value",
                           c->value_rule->id, c->value_weight,
                           "%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " distinct values", f->hits, f->tried);
        e->hits = f->hits;
        e->of = f->tried;
    }
    if (c->extra_why)
        cs_finding_add(f, c->name > 0 ? "table" : "value", NULL, c->name + c->value_weight, "%s", c->extra_why);
    if (c->extra != 0) {
        e = cs_finding_add(f, "context", NULL, c->extra, "type %s, object of kind %s", cs_type_name(spot->type),
                           cs_kind_name(spot->kind));
        e->word = g_strdup(cs_kind_name(spot->kind));
    }
    if (next >= 0) {
        f->runner_up = g_strdup(cs_taxonomy_at((guint)next)->id);
        f->runner_up_confidence = probability(all[next].score);
    }
    keep(survey, f);
}

/* What occurs inside texts: validated hits, at least two. */
static void
report_contained(const struct cs_spot *spot, const struct cs_candidate *all, struct cs_survey *survey)
{
    g_autofree gboolean *said = g_new0(gboolean, cs_taxonomy_count());
    int best = best_of(all, -1);

    for (guint i = 0; spot->t->found && i < spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(spot->s->options.ruleset, i);
        struct cs_evidence *e;
        struct cs_finding *f;

        if (spot->t->found[i] < 2 || r->attribute_index < 0 || said[r->attribute_index] ||
            (best == r->attribute_index && probability(all[best].score) >= 0.5))
            continue;
        if (spot->t->words < spot->t->values * 3 || (best >= 0 && probability(all[best].score) >= 0.5 &&
                                                     !g_str_has_prefix(cs_taxonomy_at((guint)best)->id, "content.")))
            continue;
        f = new_finding(spot, r->attribute, CS_CONTAINS, r->weight >= 5 ? 0.95 : 0.8);
        f->hits = spot->t->found[i];
        f->tried = spot->t->matched;
        said[r->attribute_index] = TRUE; /* by one rule of several */
        e = cs_finding_add(f, "value", r->id, 3, "%u of %" G_GUINT64_FORMAT " texts", spot->t->found[i],
                           spot->t->matched);
        e->hits = f->hits;
        e->of = f->tried;
        keep(survey, f);
    }
}

static void
decide_spot(const struct cs_spot *spot, struct cs_survey *survey)
{
    g_autofree struct cs_candidate *all = g_new0(struct cs_candidate, cs_taxonomy_count());

    cs_weigh(spot, all);
    report_best(spot, all, survey);
    report_contained(spot, all, survey);
}

/* The word that names a path: its last key, or the code. */
static char *
path_name(const char *path, const char *column)
{
    g_autofree char *copy = g_strdup(path);
    char *dot, *equals = strrchr(copy, '='), *bracket;

    if (*copy == '[' && equals) {
        equals[strcspn(equals, "]")] = '\0';
        return g_strdup(equals + 1);
    }
    while (g_str_has_suffix(copy, "[]"))
        copy[strlen(copy) - 2] = '\0';
    dot = strrchr(copy, '.');
    bracket = strrchr(copy, '}');
    if (!dot || (bracket && bracket > dot))
        return g_strdup(strchr(path, '*') ? "" : column);
    return g_strdup(dot + 1);
}

static gint
by_path(gconstpointer a, gconstpointer b)
{
    return strcmp((*(struct cs_tally *const *)a)->path, (*(struct cs_tally *const *)b)->path);
}

static void
decide_field(struct cs_study *s, struct cs_field *f, enum cs_kind kind, struct cs_survey *survey)
{
    struct cs_spot spot = {.s = s,
                           .column = f->column,
                           .t = f->own,
                           .type = f->column->type,
                           .name = f->column->name,
                           .kind = kind,
                           .cut = f->own->truncated > 0};
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    GHashTableIter iter;
    gpointer value;

    cs_study_collapse(s, f);
    if (!f->paths || f->own->documents * 2 < f->own->values || f == s->value)
        decide_spot(&spot, survey);
    if (!f->paths)
        return;
    g_hash_table_iter_init(&iter, f->paths);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_ptr_array_add(paths, value);
    g_ptr_array_sort(paths, by_path);
    for (guint i = 0; i < paths->len; i++) {
        const struct cs_tally *t = paths->pdata[i];
        g_autofree char *name = path_name(t->path, f->column->name);

        spot.t = t;
        spot.type = CS_T_UNKNOWN;
        spot.name = name;
        decide_spot(&spot, survey);
    }
}

void
cs_study_finish(struct cs_study *s, struct cs_object *object, struct cs_survey *survey)
{
    guint before = survey->findings->len, with = 0;

    object->kind = cs_kind_infer(s->options.names, object);
    object->subjects = cs_subjects_infer(object);
    for (guint i = 0; i < s->fields->len; i++) {
        guint n = survey->findings->len;

        decide_field(s, s->fields->pdata[i], object->kind, survey);
        with += survey->findings->len > n;
    }
    object->without_finding = object->columns->len - with;
    for (guint i = before; i < survey->findings->len; i++)
        cs_consent_note(object, survey->findings->pdata[i], survey);
}
