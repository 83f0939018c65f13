/* raise.c - suspects against what is surely known, and the findings that come of it. */
#include "engine/raise.h"

#include "engine/persons.h"
#include "engine/sketch.h"
#include "engine/where.h"
#include "model/taxonomy.h"

#include <math.h>
#include <sodium.h>
#include <string.h>

#define SURE 0.9   /* confidence of the column that tells */
#define ENOUGH 30  /* common values, at least */
#define MOST 0.5   /* share of the values, or of the matched people */
#define SOME 0.1   /* share of the values where the people agree */
#define MATCHED 10 /* people */
#define KAPPA 0.3
#define HITS 8      /* of the sketch: what is shared by a tenth shows in 25 of 256 */
#define WEIGHT 10.0 /* log-odds, at most: the finding is no surer than what it holds the same as */

enum cs_proof
cs_raise_judge(enum cs_value_class value_class, const struct cs_common *n, gboolean dense,
               const struct cs_agreement *rows)
{
    double share = n->a ? (double)n->both / (double)n->a : 0;

    if (dense || n->both < ENOUGH)
        return CS_PROOF_NONE;
    if (share >= MOST && !CS_VC_IS_GIVEN_OUT(value_class))
        return CS_PROOF_VALUES;
    if (share >= SOME && rows->matched >= MATCHED && (double)rows->equal >= MOST * (double)rows->matched &&
        rows->kappa >= KAPPA)
        return CS_PROOF_PEOPLE;
    return CS_PROOF_NONE;
}

/* A suspect and a known column that share something. */
struct pair {
    guint suspect, known; /* indices: into the suspects, into the fingerprints */
    struct cs_common common;
};

/* The best that is proved of a suspect. */
struct claim {
    const struct pair *pair; /* NULL: nothing */
    enum cs_proof proof;
};

struct raiser {
    GPtrArray *fingerprints, *rowsets;
    struct cs_survey *survey;
    GHashTable *findings;             /* cs_where_name → struct cs_finding*, suspects too */
    GHashTable *rows;                 /* cs_where_index */
    GArray *suspects;                 /* of guint: which fingerprints */
    GArray *pairs;                    /* of struct pair */
    struct cs_persons *persons;       /* as the other keys tell them; NULL until asked for */
    struct cs_agree_column **columns; /* by fingerprint, made when first asked for */
};

static const struct cs_fingerprint *
suspect_of(const struct raiser *r, guint suspect)
{
    return r->fingerprints->pdata[g_array_index(r->suspects, guint, suspect)];
}

static struct cs_finding *
finding_of(const struct raiser *r, const struct cs_fingerprint *f)
{
    g_autofree char *name = cs_where_name(cs_fingerprint_place(f), cs_fingerprint_attribute(f));

    return g_hash_table_lookup(r->findings, name);
}

static void
index_findings(GHashTable *index, const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        struct cs_finding *f = findings->pdata[i];

        if (f->verdict == CS_IS)
            g_hash_table_insert(index, cs_where_name(&f->place, f->attribute), f);
    }
}

static gboolean
is_known(const struct raiser *r, const struct cs_fingerprint *f)
{
    const struct cs_finding *known;

    if (cs_fingerprint_is_suspect(f) || !CS_VC_IS_KEY(cs_fingerprint_class(f)))
        return FALSE;
    known = finding_of(r, f);
    return known && known->confidence >= SURE;
}

/* ---- which share anything ---- */

/* Nine of ten values are of the class: a column that holds some among others is not told by them. */
static gboolean
is_pure(const struct cs_fingerprint *f)
{
    return cs_fingerprint_unusable(f) * 10 <= cs_fingerprint_rows(f);
}

/* Hashes in the sketch of any fingerprint, or of all sought values that one met. */
static guint
room_of(const struct raiser *r)
{
    guint most = 0;

    for (guint i = 0; i < r->fingerprints->len; i++)
        most = MAX(most, cs_fingerprint_met(r->fingerprints->pdata[i], NULL));
    return CS_SKETCH + most;
}

static void
wipe_hash(gpointer hash)
{
    sodium_memzero(hash, sizeof(guint64));
    g_free(hash);
}

static void
add_to_index(GHashTable *index, guint64 hash, guint suspect)
{
    GArray *list = g_hash_table_lookup(index, &hash);

    if (!list) {
        list = g_array_new(FALSE, FALSE, sizeof(guint));
        g_hash_table_insert(index, g_memdup2(&hash, sizeof hash), list);
    }
    g_array_append_val(list, suspect);
}

/* A hash of a sketch → GArray of guint: the suspects that have it. */
static GHashTable *
index_sketches(const struct raiser *r, guint64 *room)
{
    GHashTable *index = g_hash_table_new_full(g_int64_hash, g_int64_equal, wipe_hash, (GDestroyNotify)g_array_unref);

    for (guint s = 0; s < r->suspects->len; s++) {
        guint n = is_pure(suspect_of(r, s)) ? cs_fingerprint_sketch(suspect_of(r, s), CS_SKETCH, room) : 0;

        for (guint i = 0; i < n; i++)
            add_to_index(index, room[i], s);
    }
    return index;
}

static void
count_hit(GHashTable *index, guint64 hash, guint *hits)
{
    const GArray *list = g_hash_table_lookup(index, &hash);

    for (guint k = 0; list && k < list->len; k++)
        hits[g_array_index(list, guint, k)]++;
}

/* hits: by suspect, of its sketch in this known column. */
static void
count_hits(const struct cs_fingerprint *known, GHashTable *index, guint64 *room, guint *hits)
{
    guint met = cs_fingerprint_met(known, room);
    guint32 crc;

    for (guint i = 0; i < cs_fingerprint_kept(known); i++)
        count_hit(index, cs_fingerprint_hash(known, i, &crc), hits);
    for (guint i = 0; i < met; i++)
        count_hit(index, room[i], hits);
}

static void
find_pairs(struct raiser *r)
{
    const guint size = room_of(r);
    g_autofree guint64 *room = g_new(guint64, size);
    g_autoptr(GHashTable) index = index_sketches(r, room);
    g_autofree guint *hits = g_new(guint, r->suspects->len + 1);

    for (guint k = 0; k < r->fingerprints->len; k++) {
        if (!is_known(r, r->fingerprints->pdata[k]))
            continue;
        memset(hits, 0, r->suspects->len * sizeof *hits);
        count_hits(r->fingerprints->pdata[k], index, room, hits);
        for (guint s = 0; s < r->suspects->len; s++) {
            struct pair pair = {s, k, {0}};

            if (hits[s] < HITS ||
                cs_fingerprint_class(suspect_of(r, s)) != cs_fingerprint_class(r->fingerprints->pdata[k]))
                continue;
            pair.common = cs_fingerprint_common(suspect_of(r, s), r->fingerprints->pdata[k]);
            g_array_append_val(r->pairs, pair);
        }
    }
    sodium_memzero(room, size * sizeof *room);
}

/* ---- what is proved ---- */

static const struct cs_agree_column *
rows_of(struct raiser *r, guint fingerprint)
{
    const struct cs_where *w = cs_where_is(r->rows, r->fingerprints->pdata[fingerprint]);

    if (!r->persons)
        r->persons = cs_persons_link_keys(r->rowsets);
    if (w && !r->columns[fingerprint])
        r->columns[fingerprint] =
            cs_agree_column_new(r->rowsets->pdata[w->set], w->column, r->persons->person + r->persons->first[w->set]);
    return r->columns[fingerprint];
}

static enum cs_proof
judge(struct raiser *r, const struct pair *pair)
{
    const struct cs_fingerprint *a = suspect_of(r, pair->suspect), *b = r->fingerprints->pdata[pair->known];
    gboolean dense = cs_fingerprint_is_dense(a) || cs_fingerprint_is_dense(b);
    struct cs_agreement rows = {0};
    enum cs_proof proof = cs_raise_judge(cs_fingerprint_class(a), &pair->common, dense, &rows);
    const struct cs_agree_column *x, *y;

    if (proof != CS_PROOF_NONE || dense || pair->common.both < ENOUGH)
        return proof;
    x = rows_of(r, g_array_index(r->suspects, guint, pair->suspect));
    y = rows_of(r, pair->known);
    if (x && y)
        cs_agree(x, y, &rows);
    return cs_raise_judge(cs_fingerprint_class(a), &pair->common, dense, &rows);
}

/* Of several columns that prove it, the one with most values in common is named: the first of them by place. */
static struct claim *
judge_pairs(struct raiser *r)
{
    struct claim *claims = g_new0(struct claim, r->suspects->len + 1);

    for (guint i = 0; i < r->pairs->len; i++) {
        const struct pair *pair = &g_array_index(r->pairs, struct pair, i);
        struct claim *claim = &claims[pair->suspect];
        enum cs_proof proof;

        if (claim->pair && claim->pair->common.both >= pair->common.both)
            continue;
        proof = judge(r, pair);
        if (proof != CS_PROOF_NONE)
            *claim = (struct claim){pair, proof};
    }
    return claims;
}

/* A place may be suspected of several classes: the one that most speaks for is meant. Suspects are sorted by place. */
static void
settle_places(const struct raiser *r, struct claim *claims)
{
    guint best = 0;

    for (guint s = 1; s < r->suspects->len; s++) {
        gboolean same =
            !cs_place_compare(cs_fingerprint_place(suspect_of(r, best)), cs_fingerprint_place(suspect_of(r, s)));
        const struct pair *a = claims[best].pair, *b = claims[s].pair;

        if (same && a && (!b || b->common.both <= a->common.both)) {
            claims[s].pair = NULL;
            continue;
        }
        if (same)
            claims[best].pair = NULL;
        best = s;
    }
}

/* ---- what comes of it ---- */

static double
log_odds(double confidence)
{
    return log(confidence / MAX(1 - confidence, 1e-3));
}

static char *
place_text(const struct cs_place *p)
{
    const char *schema = p->schema ? p->schema : "";

    return g_strconcat(p->source, *schema ? "." : "", schema, ".", p->object, ".", p->column, p->path ? ":" : "",
                       p->path ? p->path : "", NULL);
}

/* What is known of the column itself is of another attribute of the class: it does not count for this one. */
static void
rename_finding(struct cs_finding *f, const char *attribute)
{
    g_ptr_array_set_size(f->evidence, 0);
    g_free(f->attribute);
    f->attribute = g_strdup(attribute);
    f->hits = f->tried = 0;
}

/* FALSE: what the column's own name and values say against it weighs more. */
static gboolean
tell(struct cs_finding *f, const struct cs_finding *known, const struct claim *claim)
{
    const struct cs_common *n = &claim->pair->common;
    double own = 0, weight;
    struct cs_evidence *e;

    if (strcmp(f->attribute, known->attribute) != 0)
        rename_finding(f, known->attribute);
    for (guint i = 0; i < f->evidence->len; i++)
        own += ((const struct cs_evidence *)f->evidence->pdata[i])->weight;
    weight = MIN(WEIGHT, log_odds(known->confidence) - own);
    if (own + weight < 0)
        return FALSE;
    e = cs_finding_add(f, claim->proof == CS_PROOF_PEOPLE ? "copy.people" : "copy.values", NULL, weight, NULL);
    e->word = place_text(&known->place);
    e->hits = n->both;
    e->of = n->a;
    f->confidence = floor(1000 / (1 + exp(-own - weight)) + 0.5) / 1000;
    return TRUE;
}

/* Weak signs of the same place are none any more. */
static void
forget_candidates(struct cs_survey *survey, const struct cs_place *place)
{
    for (guint i = survey->candidates->len; i > 0; i--) {
        const struct cs_finding *c = survey->candidates->pdata[i - 1];

        if (c->verdict == CS_IS && !cs_place_compare(&c->place, place))
            g_ptr_array_remove_index(survey->candidates, i - 1);
    }
}

static gboolean
has_finding(const GPtrArray *findings, const struct cs_place *place)
{
    for (guint i = 0; i < findings->len; i++)
        if (cs_place_same_column(&((const struct cs_finding *)findings->pdata[i])->place, place))
            return TRUE;
    return FALSE;
}

static void
count_finding(struct cs_survey *survey, const struct cs_place *p)
{
    struct cs_object *o = has_finding(survey->findings, p) ? NULL : cs_survey_object(survey, p);

    if (o)
        o->without_finding -= o->without_finding > 0;
}

static void
lift(struct raiser *r, struct cs_fingerprint *f, struct cs_finding *finding, cs_raised_fn raised, void *ctx)
{
    const struct cs_where *w = cs_where_is(r->rows, f);
    const char *attribute = cs_taxonomy_find(finding->attribute)->id;
    guint at;

    forget_candidates(r->survey, &finding->place);
    count_finding(r->survey, &finding->place);
    g_ptr_array_find(r->survey->suspects, finding, &at);
    g_ptr_array_add(r->survey->findings, g_ptr_array_steal_index(r->survey->suspects, at));
    cs_fingerprint_raise(f, attribute);
    if (!w)
        return;
    cs_rowset_raise(r->rowsets->pdata[w->set], w->column, attribute);
    raised(ctx, f, r->rowsets->pdata[w->set]);
}

static void
raise_proved(struct raiser *r, const struct claim *claims, cs_raised_fn raised, void *ctx)
{
    for (guint s = 0; s < r->suspects->len; s++) {
        struct cs_fingerprint *f = r->fingerprints->pdata[g_array_index(r->suspects, guint, s)];
        struct cs_finding *finding = finding_of(r, f);

        if (claims[s].pair && finding &&
            tell(finding, finding_of(r, r->fingerprints->pdata[claims[s].pair->known]), &claims[s]))
            lift(r, f, finding, raised, ctx);
    }
}

/* The suspects that are left, out of everything. */
static void
drop(GPtrArray *fingerprints, GPtrArray *rowsets)
{
    for (guint i = fingerprints->len; i > 0; i--)
        if (cs_fingerprint_is_suspect(fingerprints->pdata[i - 1]))
            g_ptr_array_remove_index(fingerprints, i - 1);
    for (guint i = rowsets->len; i > 0; i--) {
        struct cs_rowset *set = rowsets->pdata[i - 1];

        cs_rowset_drop_suspects(set);
        if (set->suspected)
            g_ptr_array_remove_index(rowsets, i - 1);
    }
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
    const struct cs_fingerprint *x = *(struct cs_fingerprint *const *)a, *y = *(struct cs_fingerprint *const *)b;
    int order = cs_place_compare(cs_fingerprint_place(x), cs_fingerprint_place(y));

    return order ? order : strcmp(cs_fingerprint_attribute(x), cs_fingerprint_attribute(y));
}

static void
raiser_clear(struct raiser *r)
{
    for (guint i = 0; i < r->fingerprints->len; i++)
        cs_agree_column_free(r->columns[i]);
    g_free(r->columns);
    cs_persons_free(r->persons);
    g_hash_table_unref(r->findings);
    g_hash_table_unref(r->rows);
    g_array_unref(r->suspects);
    g_array_unref(r->pairs);
}

void
cs_raise_suspects(GPtrArray *fingerprints, GPtrArray *rowsets, struct cs_survey *survey, cs_raised_fn raised, void *ctx)
{
    struct raiser r = {.fingerprints = fingerprints,
                       .rowsets = rowsets,
                       .survey = survey,
                       .findings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                       .rows = cs_where_index(rowsets),
                       .suspects = g_array_new(FALSE, FALSE, sizeof(guint)),
                       .pairs = g_array_new(FALSE, FALSE, sizeof(struct pair)),
                       .columns = g_new0(struct cs_agree_column *, fingerprints->len + 1)};
    g_autofree struct claim *claims = NULL;

    g_ptr_array_sort(fingerprints, by_name);
    for (guint i = 0; i < fingerprints->len; i++)
        if (cs_fingerprint_is_suspect(fingerprints->pdata[i]))
            g_array_append_val(r.suspects, i);
    index_findings(r.findings, survey->suspects);
    index_findings(r.findings, survey->findings);
    if (r.suspects->len)
        find_pairs(&r);
    claims = judge_pairs(&r);
    settle_places(&r, claims);
    raise_proved(&r, claims, raised, ctx);
    raiser_clear(&r);
    drop(fingerprints, rowsets);
    cs_survey_sort(survey);
}
