/* survey.c - findings, gaps, copies and their order. */
#include "model/survey.h"

#include "base/err.h"

#include <math.h>
#include <string.h>

void
cs_place_set(struct cs_place *place, const char *source, const char *schema, const char *object, const char *column,
             const char *path)
{
    *place = (struct cs_place){g_strdup(source), g_strdup(schema), g_strdup(object), g_strdup(column), g_strdup(path)};
}

void
cs_place_clear(struct cs_place *place)
{
    g_free(place->source);
    g_free(place->schema);
    g_free(place->object);
    g_free(place->column);
    g_free(place->path);
    *place = (struct cs_place){0};
}

int
cs_place_compare(const struct cs_place *a, const struct cs_place *b)
{
    const char *const x[] = {a->source, a->schema, a->object, a->column, a->path};
    const char *const y[] = {b->source, b->schema, b->object, b->column, b->path};
    int order = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(x) && !order; i++)
        order = g_strcmp0(x[i], y[i]);
    return order;
}

guint
cs_place_hash_column(gconstpointer place)
{
    const struct cs_place *p = place;

    return g_str_hash(p->source) * 31 + (p->object ? g_str_hash(p->object) * 7 : 0) +
           (p->column ? g_str_hash(p->column) : 0);
}

gboolean
cs_place_same_column(gconstpointer a, gconstpointer b)
{
    const struct cs_place *x = a, *y = b;

    return !g_strcmp0(x->column, y->column) && !g_strcmp0(x->object, y->object) && !g_strcmp0(x->schema, y->schema) &&
           !g_strcmp0(x->source, y->source);
}

static void
evidence_free(gpointer data)
{
    struct cs_evidence *e = data;

    g_free(e->kind);
    g_free(e->rule);
    g_free(e->detail);
    g_free(e->word);
    g_free(e);
}

void
cs_decision_free(struct cs_decision *d)
{
    if (!d)
        return;
    g_free(d->attribute);
    g_free(d->reason);
    g_free(d->author);
    g_free(d->date);
    g_free(d->expires);
    g_free(d->found);
    g_free(d->why);
    g_free(d);
}

struct cs_decision *
cs_decision_copy(const struct cs_decision *d)
{
    struct cs_decision *copy = g_new0(struct cs_decision, 1);

    *copy = *d;
    copy->attribute = g_strdup(d->attribute);
    copy->reason = g_strdup(d->reason);
    copy->author = g_strdup(d->author);
    copy->date = g_strdup(d->date);
    copy->expires = g_strdup(d->expires);
    copy->found = g_strdup(d->found);
    copy->why = g_strdup(d->why);
    return copy;
}

const char *
cs_ruling_name(enum cs_ruling ruling)
{
    static const char *const names[] = {"confirm", "reject", "relabel"};

    return names[MIN((guint)ruling, G_N_ELEMENTS(names) - 1)];
}

const char *
cs_ruling_state_name(enum cs_ruling_state state)
{
    static const char *const names[] = {"holds", "contradicted", "expired"};

    return names[MIN((guint)state, G_N_ELEMENTS(names) - 1)];
}

struct cs_finding *
cs_finding_new(void)
{
    struct cs_finding *f = g_new0(struct cs_finding, 1);

    f->filled = -1;
    f->role_share = -1;
    f->evidence = g_ptr_array_new_with_free_func(evidence_free);
    return f;
}

void
cs_finding_free(struct cs_finding *f)
{
    if (!f)
        return;
    cs_place_clear(&f->place);
    g_free(f->type);
    g_free(f->native);
    g_free(f->attribute);
    g_free(f->runner_up);
    g_free(f->encoded);
    g_ptr_array_unref(f->evidence);
    cs_decision_free(f->decision);
    if (f->masked)
        g_ptr_array_unref(f->masked);
    g_free(f);
}

struct cs_evidence *
cs_finding_add(struct cs_finding *f, const char *kind, const char *rule, double weight, const char *format, ...)
{
    struct cs_evidence *e = g_new0(struct cs_evidence, 1);
    va_list args;

    e->kind = g_strdup(kind);
    e->rule = g_strdup(rule);
    e->weight = weight;
    if (format) {
        va_start(args, format);
        e->detail = g_strdup_vprintf(format, args);
        va_end(args);
    }
    g_ptr_array_add(f->evidence, e);
    return e;
}

static void
gap_free(gpointer data)
{
    struct cs_gap *g = data;

    cs_place_clear(&g->place);
    g_free(g->code);
    g_free(g->native);
    g_free(g->reason);
    g_free(g->hint);
    g_free(g);
}

static void
difference_free(gpointer data)
{
    struct cs_difference *d = data;

    g_free(d->attribute);
    g_free(d->a);
    g_free(d->b);
    g_free(d);
}

gboolean
cs_row_count_is_exact(const struct cs_row_count *count)
{
    return count->low >= count->high;
}

struct cs_copy *
cs_copy_new(void)
{
    struct cs_copy *c = g_new0(struct cs_copy, 1);

    c->differences = g_ptr_array_new_with_free_func(difference_free);
    return c;
}

double
cs_copy_common(const struct cs_copy *c)
{
    return ldexp((double)c->common, (int)c->level);
}

gboolean
cs_copy_holds_most(const struct cs_copy *c, double people)
{
    return MIN(c->rows_a.rows, c->rows_b.rows) >= people / 2;
}

struct cs_difference *
cs_copy_difference(struct cs_copy *c, const char *attribute, const char *a, const char *b)
{
    struct cs_difference *d = g_new0(struct cs_difference, 1);

    d->attribute = g_strdup(attribute);
    d->a = g_strdup(a);
    d->b = g_strdup(b);
    g_ptr_array_add(c->differences, d);
    return d;
}

static void
copy_free(gpointer data)
{
    struct cs_copy *c = data;

    cs_place_clear(&c->a);
    cs_place_clear(&c->b);
    g_free(c->attribute);
    g_free(c->kind);
    g_ptr_array_unref(c->differences);
    g_free(c);
}

static void
join_free(gpointer data)
{
    struct cs_join *j = data;

    cs_place_clear(&j->a);
    cs_place_clear(&j->b);
    g_free(j->kind);
    g_free(j);
}

static void
duplicate_free(gpointer data)
{
    struct cs_duplicate *d = data;

    cs_place_clear(&d->place);
    g_free(d->attribute);
    g_free(d);
}

const char *
cs_why_name(enum cs_why why)
{
    switch (why) {
    case CS_WHY_ARCHIVE:
        return "archive";
    case CS_WHY_ROWS:
        return "rows";
    case CS_WHY_FRESH:
        return "fresh";
    case CS_WHY_FIRST:
        break;
    }
    return "first";
}

static void
place_free(gpointer data)
{
    cs_place_clear(data);
    g_free(data);
}

static void
group_free(gpointer data)
{
    struct cs_copy_group *g = data;

    g_free(g->attribute);
    g_free(g->sentence);
    if (g->places)
        g_ptr_array_unref(g->places);
    g_free(g);
}

GPtrArray *
cs_places_new(void)
{
    return g_ptr_array_new_with_free_func(place_free);
}

static void
consent_free(gpointer data)
{
    struct cs_consent *c = data;

    cs_place_clear(&c->place);
    g_free(c->channel);
    g_free(c->purpose);
    g_free(c->polarity);
    g_free(c->date_column);
    g_free(c->source_column);
    g_free(c->text_column);
    g_free(c);
}

static void
lifecycle_free(gpointer data)
{
    struct cs_lifecycle *l = data;

    cs_place_clear(&l->place);
    g_free(l->role);
    g_free(l);
}

static void
activity_free(gpointer data)
{
    struct cs_activity *a = data;

    g_free(a->name);
    g_free(a->purpose);
    g_free(a->legal_basis);
    g_free(a->retention);
    if (a->objects)
        g_ptr_array_unref(a->objects);
    g_free(a);
}

struct cs_survey *
cs_survey_new(void)
{
    struct cs_survey *s = g_new0(struct cs_survey, 1);

    s->run.rule_limits = g_ptr_array_new_with_free_func(g_free);
    s->sources = g_ptr_array_new_with_free_func((GDestroyNotify)cs_source_free);
    s->findings = g_ptr_array_new_with_free_func((GDestroyNotify)cs_finding_free);
    s->decided = g_ptr_array_new_with_free_func((GDestroyNotify)cs_finding_free);
    s->silent = g_ptr_array_new_with_free_func((GDestroyNotify)cs_finding_free);
    s->candidates = g_ptr_array_new_with_free_func((GDestroyNotify)cs_finding_free);
    s->suspects = g_ptr_array_new_with_free_func((GDestroyNotify)cs_finding_free);
    s->gaps = g_ptr_array_new_with_free_func(gap_free);
    s->copies = g_ptr_array_new_with_free_func(copy_free);
    s->groups = g_ptr_array_new_with_free_func(group_free);
    s->duplicates = g_ptr_array_new_with_free_func(duplicate_free);
    s->joins = g_ptr_array_new_with_free_func(join_free);
    s->consents = g_ptr_array_new_with_free_func(consent_free);
    s->lifecycles = g_ptr_array_new_with_free_func(lifecycle_free);
    s->activities = g_ptr_array_new_with_free_func(activity_free);
    return s;
}

static void
run_clear(struct cs_run *r)
{
    g_free(r->program);
    g_free(r->rules_version);
    g_free(r->key_id);
    g_free(r->organisation);
    g_free(r->controller);
    g_free(r->dpo);
    g_free(r->language);
    g_free(r->started);
    g_free(r->ended);
    g_free(r->as_of);
    g_ptr_array_unref(r->rule_limits);
}

void
cs_survey_free(struct cs_survey *s)
{
    if (!s)
        return;
    run_clear(&s->run);
    g_ptr_array_unref(s->findings);
    g_ptr_array_unref(s->candidates);
    g_ptr_array_unref(s->suspects);
    g_ptr_array_unref(s->silent);
    g_ptr_array_unref(s->decided);
    g_ptr_array_unref(s->gaps);
    g_ptr_array_unref(s->copies);
    g_ptr_array_unref(s->groups);
    g_ptr_array_unref(s->joins);
    g_ptr_array_unref(s->duplicates);
    cs_people_free(s->people);
    g_ptr_array_unref(s->consents);
    g_ptr_array_unref(s->lifecycles);
    g_ptr_array_unref(s->activities);
    g_ptr_array_unref(s->sources);
    g_free(s);
}

static gint
by_finding(gconstpointer a, gconstpointer b)
{
    const struct cs_finding *x = *(struct cs_finding *const *)a, *y = *(struct cs_finding *const *)b;
    int order = cs_place_compare(&x->place, &y->place);

    if (!order)
        order = x->confidence < y->confidence ? 1 : x->confidence > y->confidence ? -1 : 0;
    return order ? order : g_strcmp0(x->attribute, y->attribute);
}

/* Gaps, consents and lifecycles all begin with their place. */
static gint
by_place(gconstpointer a, gconstpointer b)
{
    return cs_place_compare(*(struct cs_place *const *)a, *(struct cs_place *const *)b);
}

static gint
by_copy(gconstpointer a, gconstpointer b)
{
    const struct cs_copy *x = *(struct cs_copy *const *)a, *y = *(struct cs_copy *const *)b;
    int order = cs_place_compare(&x->a, &y->a);

    if (!order)
        order = cs_place_compare(&x->b, &y->b);
    return order ? order : g_strcmp0(x->attribute, y->attribute);
}

static gint
by_join(gconstpointer a, gconstpointer b)
{
    const struct cs_join *x = *(struct cs_join *const *)a, *y = *(struct cs_join *const *)b;
    int order = cs_place_compare(&x->a, &y->a);

    if (!order)
        order = cs_place_compare(&x->b, &y->b);
    return order ? order : g_strcmp0(x->kind, y->kind);
}

static gint
by_object(gconstpointer a, gconstpointer b)
{
    const struct cs_object *x = *(struct cs_object *const *)a, *y = *(struct cs_object *const *)b;
    int order = g_strcmp0(x->schema, y->schema);

    return order ? order : g_strcmp0(x->name, y->name);
}

struct cs_object *
cs_survey_object(const struct cs_survey *survey, const struct cs_place *p)
{
    for (guint i = 0; i < survey->sources->len; i++) {
        struct cs_source *source = survey->sources->pdata[i];

        if (!strcmp(source->name, p->source))
            return cs_source_object(source, p->schema ? p->schema : "", p->object);
    }
    return NULL;
}

void
cs_survey_sort(struct cs_survey *s)
{
    for (guint i = 0; i < s->sources->len; i++)
        g_ptr_array_sort(((struct cs_source *)s->sources->pdata[i])->objects, by_object);
    g_ptr_array_sort(s->findings, by_finding);
    g_ptr_array_sort(s->candidates, by_finding);
    g_ptr_array_sort(s->suspects, by_finding);
    g_ptr_array_sort(s->decided, by_finding);
    g_ptr_array_sort(s->gaps, by_place);
    g_ptr_array_sort(s->consents, by_place);
    g_ptr_array_sort(s->lifecycles, by_place);
    g_ptr_array_sort(s->copies, by_copy);
    g_ptr_array_sort(s->joins, by_join);
    g_ptr_array_sort(s->duplicates, by_place);
}

static void
hide(guint64 *count)
{
    if (*count > 0 && *count < CS_PEOPLE_HIDDEN)
        *count = CS_FEW;
}

static void
hide_rows(double *count)
{
    if (*count >= 0.5 && *count < CS_PEOPLE_HIDDEN - 0.5)
        *count = CS_FEW;
}

/* An estimate of few keeps the end of its interval that says that they may be more. */
static void
hide_count(struct cs_row_count *count)
{
    hide_rows(&count->rows);
    hide_rows(&count->high);
    if (count->low < CS_PEOPLE_HIDDEN - 0.5)
        count->low = count->high < CS_PEOPLE_HIDDEN ? count->high : 0;
}

void
cs_survey_hide(struct cs_survey *s)
{
    cs_people_hide(s->people);
    for (guint i = 0; i < s->copies->len; i++) {
        struct cs_copy *c = s->copies->pdata[i];

        hide(&c->common);
        hide(&c->matched);
        hide(&c->equal);
        hide(&c->near);
        hide_count(&c->filled_a);
        hide_count(&c->filled_b);
        hide_count(&c->rows_a);
        hide_count(&c->rows_b);
        for (guint k = 0; k < c->differences->len; k++)
            hide_rows(&((struct cs_difference *)c->differences->pdata[k])->rows);
    }
    for (guint i = 0; i < s->duplicates->len; i++) {
        struct cs_duplicate *d = s->duplicates->pdata[i];

        hide(&d->values);
        hide(&d->surplus);
        hide_count(&d->listed);
    }
}

struct cs_gap *
cs_survey_gap(struct cs_survey *s, const char *source, const char *schema, const char *object, const struct cs_err *why,
              gboolean asked)
{
    struct cs_gap *gap = g_new0(struct cs_gap, 1);

    cs_place_set(&gap->place, source, schema, object, NULL, NULL);
    gap->code = g_strdup(cs_code_name(why->code));
    gap->native = *why->native ? g_strdup(why->native) : NULL;
    gap->reason = g_strdup(why->message);
    gap->hint = *why->hint ? g_strdup(why->hint) : NULL;
    gap->asked = asked;
    g_ptr_array_add(s->gaps, gap);
    return gap;
}

const struct cs_copy *
cs_survey_telling_copy(const struct cs_survey *s, guint group)
{
    const struct cs_copy *best = NULL;
    gboolean best_across = FALSE;

    for (guint i = 0; i < s->copies->len; i++) {
        const struct cs_copy *c = s->copies->pdata[i];
        gboolean across = strcmp(c->a.source, c->b.source) != 0;

        if (c->group != group ||
            (best && (across < best_across || (across == best_across && cs_copy_common(c) <= cs_copy_common(best)))))
            continue;
        best = c;
        best_across = across;
    }
    return best;
}
