/* decisions.c - a review applied to a survey: rejected findings leave, confirmed ones are certain, and what the
 * evidence now contradicts is marked for a new look. */
#include "map/review.h"

#include <string.h>

/* How much the confidence must move to count as other evidence. */
#define GAIN 0.2
#define LOSS 0.4

struct apply {
    const struct cs_review *review;
    struct cs_survey *survey;
    const char *today;
    GHashTable *found;    /* "place attribute" → finding or candidate */
    GHashTable *is_there; /* place → its best finding that is one (CS_IS) */
    GHashTable *rejected; /* "place attribute" */
    struct cs_review_tally *tally;
};

static char *
key_of(const struct cs_place *p, const char *attribute)
{
    return g_strjoin("\n", p->source, p->schema ? p->schema : "", p->object, p->column, p->path ? p->path : "",
                     attribute, NULL);
}

static void
place_free(gpointer place)
{
    cs_place_clear(place);
    g_free(place);
}

/* Copies of their places, since the findings themselves come and go. */
static GHashTable *
columns_with_findings(const struct cs_survey *s)
{
    GHashTable *columns = g_hash_table_new_full(cs_place_hash_column, cs_place_same_column, place_free, NULL);

    for (guint i = 0; i < s->findings->len; i++) {
        const struct cs_place *p = &((struct cs_finding *)s->findings->pdata[i])->place;
        struct cs_place *copy;

        if (g_hash_table_contains(columns, p))
            continue;
        copy = g_new0(struct cs_place, 1);
        cs_place_set(copy, p->source, p->schema, p->object, p->column, NULL);
        g_hash_table_add(columns, copy);
    }
    return columns;
}

static void
move(GPtrArray *from, GPtrArray *to, struct cs_finding *f)
{
    guint index;

    if (g_ptr_array_find(from, f, &index))
        g_ptr_array_add(to, g_ptr_array_steal_index_fast(from, index));
}

/* As the scan left them: decisions of a map read back are taken off. */
static void
take_back(struct cs_survey *s)
{
    while (s->decided->len)
        g_ptr_array_add(s->findings, g_ptr_array_steal_index(s->decided, s->decided->len - 1));
    for (guint i = s->findings->len; i-- > 0;) {
        struct cs_finding *f = s->findings->pdata[i];
        struct cs_decision *d = f->decision;

        if (!d)
            continue;
        if (!d->found) { /* the finding was the decision */
            g_ptr_array_remove_index(s->findings, i);
            continue;
        }
        g_free(f->attribute);
        f->attribute = g_strdup(d->found);
        f->confidence = d->found_confidence;
        f->decision = NULL;
        cs_decision_free(d);
        if (f->confidence < 0.5)
            g_ptr_array_add(s->candidates, g_ptr_array_steal_index_fast(s->findings, i));
    }
    for (guint i = 0; i < s->candidates->len; i++) {
        struct cs_finding *f = s->candidates->pdata[i];

        g_clear_pointer(&f->decision, cs_decision_free);
    }
}

static void
index_findings(struct apply *a, const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        struct cs_finding *f = findings->pdata[i], *best;
        g_autofree char *place = key_of(&f->place, NULL);

        g_hash_table_insert(a->found, key_of(&f->place, f->attribute), f);
        best = g_hash_table_lookup(a->is_there, place);
        if (f->verdict == CS_IS && f->confidence >= 0.5 && (!best || best->confidence < f->confidence))
            g_hash_table_insert(a->is_there, g_steal_pointer(&place), f);
    }
}

static struct cs_decision *
mark(struct cs_finding *f, const struct cs_review_entry *e, enum cs_ruling_state state, const char *why)
{
    struct cs_decision *d = cs_decision_copy(&e->decision);

    d->state = state;
    d->why = g_strdup(why);
    g_free(d->found);
    d->found = g_strdup(f->attribute);
    d->found_confidence = f->confidence;
    cs_decision_free(f->decision);
    f->decision = d;
    return d;
}

/* A kind of evidence on values that speaks for the finding now and did not when it was decided on. */
static gboolean
has_new_sign(const struct cs_review_entry *e, const struct cs_finding *f)
{
    for (guint i = 0; e->signs && i < f->evidence->len; i++) {
        const struct cs_evidence *v = f->evidence->pdata[i];

        if (v->weight > 0 && g_str_has_prefix(v->kind, "value.") &&
            !g_strv_contains((const char *const *)e->signs, v->kind))
            return TRUE;
    }
    return FALSE;
}

/* Why the evidence contradicts a decision on this finding, or NULL. Owned by the caller. */
static char *
contradiction(const struct cs_review_entry *e, const struct cs_finding *f)
{
    double before = e->decision.found_confidence, now = f->confidence;
    if (e->type && g_strcmp0(e->type, f->type))
        return g_strdup_printf("the type was %s and is %s", e->type, f->type ? f->type : "unknown");
    if (!e->signs && before <= 0) /* written by hand: nothing to compare with */
        return NULL;
    if (e->decision.verdict != CS_REJECT)
        return now <= before - LOSS ? g_strdup_printf("the confidence was %.2f and is %.2f", before, now) : NULL;
    if (has_new_sign(e, f))
        return g_strdup("its values speak against the decision now");
    return now >= before + GAIN ? g_strdup_printf("the confidence was %.2f and is %.2f", before, now) : NULL;
}

static void
contradict(struct apply *a, const struct cs_review_entry *e, struct cs_finding *f, const char *why)
{
    mark(f, e, CS_RULING_CONTRADICTED, why);
    a->tally->contradicted++;
}

static void
carry_out(struct apply *a, const struct cs_review_entry *e, struct cs_finding *f)
{
    struct cs_survey *s = a->survey;
    struct cs_decision *d = mark(f, e, CS_RULING_HOLDS, NULL);
    GPtrArray *from = f->confidence < 0.5 ? s->candidates : s->findings;

    a->tally->applied++;
    if (d->verdict == CS_REJECT) {
        g_hash_table_add(a->rejected, key_of(&f->place, f->attribute));
        move(from, s->decided, f);
        return;
    }
    if (from == s->candidates)
        move(from, s->findings, f);
    f->confidence = 1;
    g_free(f->attribute);
    f->attribute = g_strdup(d->attribute);
}

/* A relabelled column that the scan finds nothing in: the decision makes the finding. */
static void
add_finding(struct apply *a, const struct cs_review_entry *e)
{
    struct cs_finding *f = cs_finding_new();
    const struct cs_place *p = &e->place;

    cs_place_set(&f->place, p->source, p->schema ? p->schema : "", p->object, p->column, p->path);
    f->type = g_strdup(e->type ? e->type : "unknown");
    f->attribute = g_strdup(e->decision.attribute);
    f->confidence = 1;
    f->masked = g_ptr_array_new_with_free_func(g_free);
    f->decision = cs_decision_copy(&e->decision);
    g_ptr_array_add(a->survey->findings, f);
    a->tally->applied++;
}

static gboolean
object_is_there(const struct cs_survey *s, const struct cs_place *p)
{
    for (guint i = 0; i < s->sources->len; i++) {
        const struct cs_source *source = s->sources->pdata[i];

        if (!g_strcmp0(source->name, p->source) && cs_source_object(source, p->schema ? p->schema : "", p->object))
            return TRUE;
    }
    return FALSE;
}

/* The decided attribute is not found there: something else may be. */
static void
decide_without(struct apply *a, const struct cs_review_entry *e)
{
    g_autofree char *place = key_of(&e->place, NULL);
    struct cs_finding *other = g_hash_table_lookup(a->is_there, place);
    const struct cs_decision *d = &e->decision;
    g_autofree char *why = NULL;

    if (other && d->verdict != CS_REJECT && !strcmp(other->attribute, d->attribute)) {
        carry_out(a, e, other); /* the scan has come to the same conclusion */
    } else if (other) {
        why = d->found ? g_strdup_printf("the scan found %s and finds %s", d->found, other->attribute)
                       : g_strdup_printf("the scan found nothing and finds %s", other->attribute);
        contradict(a, e, other, why);
    } else if (d->verdict == CS_RELABEL && !d->found && object_is_there(a->survey, &e->place)) {
        add_finding(a, e);
    } else {
        a->tally->unmatched++;
    }
}

static void
decide(struct apply *a, const struct cs_review_entry *e)
{
    g_autofree char *key = key_of(&e->place, e->decision.found);
    struct cs_finding *f = e->decision.found ? g_hash_table_lookup(a->found, key) : NULL;
    g_autofree char *why = f ? contradiction(e, f) : NULL;

    if (e->decision.expires && strcmp(e->decision.expires, a->today) < 0) {
        if (f)
            mark(f, e, CS_RULING_EXPIRED, NULL);
        a->tally->expired++;
    } else if (!f) {
        decide_without(a, e);
    } else if (why) {
        contradict(a, e, f, why);
    } else {
        carry_out(a, e, f);
    }
}

static gboolean
is_rejected(const struct apply *a, const struct cs_place *p, const char *attribute)
{
    g_autofree char *key = key_of(p, attribute);

    return g_hash_table_contains(a->rejected, key);
}

static void
drop_copies(struct apply *a)
{
    GPtrArray *copies = a->survey->copies, *groups = a->survey->groups;

    for (guint i = copies->len; i-- > 0;) {
        const struct cs_copy *c = copies->pdata[i];

        if (is_rejected(a, &c->a, c->attribute) || is_rejected(a, &c->b, c->attribute))
            g_ptr_array_remove_index(copies, i);
    }
    for (guint i = groups->len; i-- > 0;) {
        struct cs_copy_group *g = groups->pdata[i];

        for (guint k = g->places->len; k-- > 0;)
            if (is_rejected(a, g->places->pdata[k], g->attribute))
                g_ptr_array_remove_index(g->places, k);
        if (g->places->len < 2)
            g_ptr_array_remove_index(groups, i);
    }
}

static struct cs_object *
object_of(const struct cs_survey *s, const struct cs_place *p)
{
    for (guint i = 0; i < s->sources->len; i++)
        if (!g_strcmp0(((struct cs_source *)s->sources->pdata[i])->name, p->source))
            return cs_source_object(s->sources->pdata[i], p->schema ? p->schema : "", p->object);
    return NULL;
}

/* A map that lists its silent columns goes on listing all of them. */
static void
list_silent(struct cs_survey *s, const struct cs_place *p, gboolean silent)
{
    struct cs_finding *f;

    for (guint i = s->silent->len; i-- > 0 && !silent;)
        if (cs_place_same_column(&((struct cs_finding *)s->silent->pdata[i])->place, p))
            g_ptr_array_remove_index(s->silent, i);
    if (!silent || !s->silent->len)
        return;
    f = cs_finding_new();
    cs_place_set(&f->place, p->source, p->schema, p->object, p->column, NULL);
    for (guint i = 0; i < s->decided->len; i++) {
        const struct cs_finding *d = s->decided->pdata[i];

        if (cs_place_same_column(&d->place, p) && !f->type) {
            f->type = g_strdup(d->type);
            f->native = g_strdup(d->native);
        }
    }
    g_ptr_array_add(s->silent, f);
}

/* Columns that lost their last finding are silent now, those that got their first are not. sign: what a place of
 * these that the other set lacks adds to the count. */
static void
count_silent(struct cs_survey *s, GHashTable *these, GHashTable *others, int sign)
{
    GHashTableIter iter;
    gpointer place;

    g_hash_table_iter_init(&iter, these);
    while (g_hash_table_iter_next(&iter, &place, NULL)) {
        struct cs_object *o = g_hash_table_contains(others, place) ? NULL : object_of(s, place);

        if (!o || (sign < 0 && !o->without_finding))
            continue;
        o->without_finding += (guint)sign;
        list_silent(s, place, sign > 0);
    }
}

void
cs_review_apply(const struct cs_review *review, struct cs_survey *survey, const char *today,
                struct cs_review_tally *ret_tally)
{
    struct apply a = {.review = review, .survey = survey, .today = today, .tally = ret_tally};
    g_autoptr(GHashTable) before = columns_with_findings(survey), after = NULL;

    *ret_tally = (struct cs_review_tally){0};
    take_back(survey);
    a.found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    a.is_there = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    a.rejected = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    index_findings(&a, survey->candidates);
    index_findings(&a, survey->findings);
    for (guint i = 0; i < review->entries->len; i++)
        decide(&a, review->entries->pdata[i]);
    drop_copies(&a);
    after = columns_with_findings(survey);
    count_silent(survey, before, after, 1);
    count_silent(survey, after, before, -1);
    g_hash_table_unref(a.found);
    g_hash_table_unref(a.is_there);
    g_hash_table_unref(a.rejected);
    cs_survey_sort(survey);
}
