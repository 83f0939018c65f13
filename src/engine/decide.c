/* decide.c - scores into findings, candidates and what texts contain. */
#include "engine/weigh.h"

#include "engine/consent.h"
#include "engine/kind.h"
#include "engine/suspect.h"
#include "model/taxonomy.h"

#include <math.h>
#include <string.h>

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
    if (spot->t->roles && spot->t->matched && !strcmp(attribute, "contact.email") && verdict == CS_IS)
        f->role_share = floor((double)spot->t->role_boxes / (double)spot->t->matched * 1000 + 0.5) / 1000;
    f->truncated = spot->cut;
    f->encoded = g_strdup(cs_encoding_name(spot->encoded));
    if (spot->s->options.masked)
        add_masked(spot, f);
    return f;
}

static void
keep(struct cs_survey *survey, struct cs_finding *f)
{
    g_ptr_array_add(f->confidence >= 0.5 ? survey->findings : survey->candidates, f);
}

struct cs_finding *
cs_candidate_finding(const struct cs_spot *spot, const struct cs_candidate *c)
{
    struct cs_finding *f = new_finding(spot, cs_taxonomy_at((guint)c->attribute)->id, CS_IS, cs_probability(c->score));

    if (c->value_rule) {
        f->hits = c->hits;
        f->tried = c->tried;
    }
    for (guint i = 0; i < c->n; i++) {
        const struct cs_weight *w = &c->evidence[i];
        struct cs_evidence *e;

        if (w->weight == 0 && !spot->s->options.all_candidates && !g_str_has_prefix(w->name, "app:"))
            continue;
        e = cs_finding_add(f, w->name, w->rule, w->weight, *w->detail ? "%s" : NULL, w->detail);
        if (g_str_has_prefix(w->name, "name.") && w->rule)
            e->word = g_strdup(c->hit.form);
        else if (g_str_has_prefix(w->name, "app:"))
            e->word = g_strdup(spot->app->title);
        else if (g_str_has_prefix(w->name, "table."))
            e->word = g_strdup(cs_kind_name(spot->profile->kind));
        else if (g_str_has_prefix(w->name, "value.") && w->rule) {
            e->hits = c->hits;
            e->of = c->tried;
        }
    }
    return f;
}

static void
report_best(const struct cs_spot *spot, const GPtrArray *all, struct cs_survey *survey)
{
    for (guint i = 0; i < all->len; i++) {
        const struct cs_candidate *c = all->pdata[i], *next = i + 1 < all->len ? all->pdata[i + 1] : NULL;
        struct cs_finding *f;

        if (!spot->s->options.all_candidates && (i || cs_probability(c->score) < 0.1))
            return;
        f = cs_candidate_finding(spot, c);
        if (next) {
            f->runner_up = g_strdup(cs_taxonomy_at((guint)next->attribute)->id);
            f->runner_up_confidence = cs_probability(next->score);
        }
        if (i)
            g_ptr_array_add(survey->candidates, f);
        else
            keep(survey, f);
    }
}

/* What occurs inside texts: validated hits, at least two. */
static void
report_contained(const struct cs_spot *spot, const GPtrArray *all, struct cs_survey *survey)
{
    g_autofree gboolean *said = g_new0(gboolean, cs_taxonomy_count());
    const struct cs_candidate *best = all->len ? all->pdata[0] : NULL;
    gboolean sure = best && cs_probability(best->score) >= 0.5;

    if (spot->t->words < spot->t->values * 3 ||
        (sure && !g_str_has_prefix(cs_taxonomy_at((guint)best->attribute)->id, "content.")))
        return;
    for (guint i = 0; spot->t->found && i < spot->s->n_rules; i++) {
        const struct cs_rule *r = cs_ruleset_rule(spot->s->options.ruleset, i);
        struct cs_evidence *e;
        struct cs_finding *f;

        if (spot->t->found[i] < 2 || r->attribute_index < 0 || said[r->attribute_index])
            continue;
        f = new_finding(spot, r->attribute, CS_CONTAINS, r->weight >= 5 ? 0.95 : 0.8);
        f->hits = spot->t->found[i];
        f->tried = spot->t->matched;
        said[r->attribute_index] = TRUE; /* by one rule of several */
        e = cs_finding_add(f, "value.inside", r->id, 3, "%u of %" G_GUINT64_FORMAT " texts", spot->t->found[i],
                           spot->t->matched);
        e->hits = f->hits;
        e->of = f->tried;
        keep(survey, f);
    }
}

static void
decide_spot(struct cs_spot *spot, struct cs_survey *survey)
{
    g_autoptr(GPtrArray) all = NULL;
    guint before = survey->findings->len;

    cs_label_find(spot);
    all = cs_weigh(spot);
    cs_label_apply(spot, all);
    report_best(spot, all, survey);
    report_contained(spot, all, survey);
    if (survey->findings->len == before)
        cs_suspects_note(spot, all, survey);
}

/* The word that names a path: its last key, its attribute, the code; none where that is data; the column's where there
 * is none. */
static char *
path_name(const char *path, const char *column)
{
    g_autofree char *copy = g_strdup(path);
    char *last;

    while (g_str_has_suffix(copy, "[]"))
        copy[strlen(copy) - 2] = '\0';
    last = copy + strlen(copy);
    if (*copy == '[' && last[-1] == ']' && strchr(copy, '=')) {
        last[-1] = '\0';
        return g_strdup(strchr(copy, '=') + 1);
    }
    if (g_str_has_suffix(copy, "}") || g_str_has_suffix(copy, "]"))
        return g_strdup("");
    while (last > copy && last[-1] != '.' && last[-1] != '@')
        last--;
    return g_strdup(last > copy ? last : column);
}

static gint
by_path(gconstpointer a, gconstpointer b)
{
    return strcmp((*(struct cs_tally *const *)a)->path, (*(struct cs_tally *const *)b)->path);
}

static void
decide_field(struct cs_study *s, struct cs_field *f, const struct cs_profile *profile, struct cs_survey *survey)
{
    struct cs_spot spot = {.s = s,
                           .column = f->column,
                           .type = f->column->type,
                           .name = f->column->name,
                           .profile = profile,
                           .cut = f->own->truncated > 0};
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    GHashTableIter iter;
    gpointer value;

    cs_study_collapse(s, f);
    spot.t = cs_study_values(f, &spot.encoded);
    if (!f->paths || spot.t->documents * 2 < spot.t->values || f->coded)
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

/* Columns that say nothing by their names tell by their values what stands in the table: a first pass for the others'
 * sake, so that c1 is a first name beside c3, which is full of e-mail addresses. */
static void
learn_from_values(struct cs_study *s, struct cs_profile *profile)
{
    for (guint i = 0; i < s->fields->len; i++) {
        const struct cs_field *f = s->fields->pdata[i];
        struct cs_spot spot = {.s = s,
                               .profile = profile,
                               .column = f->column,
                               .type = f->column->type,
                               .name = f->column->name,
                               .label = CS_LABEL_UNKNOWN};
        g_autoptr(GPtrArray) all = NULL;
        const struct cs_candidate *best;

        spot.t = cs_study_values(f, &spot.encoded);
        all = spot.t->matched >= 8 ? cs_weigh(&spot) : NULL;
        best = all && all->len ? all->pdata[0] : NULL;
        if (best && best->valued && !best->named && cs_probability(best->score) >= 0.5)
            cs_profile_learn(profile, cs_taxonomy_at((guint)best->attribute)->id);
    }
}

/* Kind and subjects; what a known application says of its table holds. */
static void
take_kind(const struct cs_study *s, const struct cs_profile *profile, const GPtrArray *findings, guint first,
          struct cs_object *object)
{
    const struct cs_app_table *told = cs_app_told(s->options.known), *any;

    cs_kind_settle(s->options.names, profile, findings, first, object);
    if (told) {
        object->kind = told->kind;
        object->subjects = told->subjects;
    }
    if (s->options.known && s->options.known->len) {
        any = s->options.known->pdata[0];
        object->application = g_strdup(any->app->title);
    }
}

void
cs_study_finish(struct cs_study *s, struct cs_object *object, struct cs_survey *survey)
{
    guint before = survey->findings->len, with = 0;
    struct cs_profile profile;

    cs_profile_init(&profile, s->options.names, object);
    learn_from_values(s, &profile);
    for (guint i = 0; i < s->fields->len; i++) {
        guint n = survey->findings->len;

        decide_field(s, s->fields->pdata[i], &profile, survey);
        with += survey->findings->len > n;
    }
    object->without_finding = object->columns->len - with;
    take_kind(s, &profile, survey->findings, before, object);
    for (guint i = before; i < survey->findings->len; i++)
        cs_consent_note(cs_names_lexicon(s->options.names), object, survey->findings->pdata[i], survey);
    cs_profile_clear(&profile);
}
