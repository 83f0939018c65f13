/* people.c - one walk over the persons: systems, pairs, conflicts, votes. */
#include "engine/people.h"

#include "engine/radix.h"
#include "model/taxonomy.h"

#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define YEAR_DAYS 365
#define SEVERAL 5
#define MOST_UNKEYED 2 /* rows that tell not who they are of to one that does: above, they are something else */
#define FEW_KEYED 100  /* rows that do: too few to speak for others */

/* A count from a sample: each person seen stands for 1 / (chance of being seen). */
struct tally {
    double sum, spread;
};

/* What one person's rows say, one a value. */
struct fact {
    guint attribute, system;
    guint64 hash;
    guint32 signature;
};

struct known_key {
    guint64 hash;
    guint system;
};

struct pair {
    struct tally persons;
    double *slip;                               /* by attribute: of those that differ in the kept rows */
    struct tally *compared, *differing, *slips; /* by attribute */
};

struct walk {
    const GPtrArray *sets;
    const struct cs_persons *persons;
    GPtrArray *sources;            /* of const char*: systems in order */
    guint *system;                 /* by set */
    guint **attribute;             /* by set and column: index into names */
    gboolean *counts;              /* by set: it is about people */
    gboolean *older;               /* by set: an older state of other objects of its system */
    double *unkeyed;               /* by set: rows without a key for each row with one, where these tell of people */
    GPtrArray *names;              /* attributes, const char* */
    guint level;                   /* of the rows looked at: the same for all objects */
    double rate;                   /* of their keys */
    struct tally *in, *only, *has; /* by system; has by system and attribute */
    double *guessed;               /* by system: of in, by rows without a key */
    double *votes, *won, *known;
    GHashTable *pairs; /* a * systems + b → struct pair* */
    struct tally all, shared;
    double tables, people;
    GArray *known_in;
    GHashTable *combinations; /* guint64 of system bits → double */
    /* of the person being looked at */
    GArray *facts, *keys, *here, *tables_here;
    gboolean identified; /* by more than a row number of one system */
};

static void
tally_add(struct tally *t, double weight)
{
    t->sum += weight;
    t->spread += weight * (weight - 1);
}

/* As many persons as others make likely. */
static void
tally_guess(struct tally *t, double persons)
{
    t->sum += persons;
    t->spread += fabs(persons);
}

static void
interval(const struct tally *t, double ret[2])
{
    double half = 1.959964 * sqrt(t->spread);

    ret[0] = MAX(0, t->sum - half);
    ret[1] = t->sum + half;
}

/* A person is seen when one of so many keys is in the sample. */
static double
weight_of(const struct walk *w, guint keys)
{
    return w->rate >= 1 ? 1 : 1 / (1 - pow(1 - w->rate, MAX(keys, 1)));
}

enum about { NOBODY, BYSTANDERS, PEOPLE };

/* Staff, users and suppliers' contacts are bystanders where a system is about others. */
static enum about
is_about(const struct cs_object *o)
{
    const guint aside = CS_SUBJECT_EMPLOYEE | CS_SUBJECT_USER | CS_SUBJECT_SUPPLIER;

    if (o->kind != CS_KIND_PERSON && o->kind != CS_KIND_MIXED && o->kind != CS_KIND_CONSENT &&
        (o->kind != CS_KIND_UNKNOWN || !o->subjects))
        return NOBODY;
    return o->subjects && !(o->subjects & ~aside) ? BYSTANDERS : PEOPLE;
}

/* What counts in one system: its people; bystanders unless others are several times as many; all rows where there is
 * neither. */
static void
choose_in(struct walk *w, guint system)
{
    guint64 rows[3] = {0};
    enum about least;

    for (guint s = 0; s < w->sets->len; s++) {
        const struct cs_rowset *set = w->sets->pdata[s];

        if (w->system[s] == system)
            rows[is_about(set->object)] += set->rows;
    }
    least = rows[PEOPLE] > SEVERAL * rows[BYSTANDERS] ? PEOPLE : rows[PEOPLE] + rows[BYSTANDERS] ? BYSTANDERS : NOBODY;
    for (guint s = 0; s < w->sets->len; s++)
        if (w->system[s] == system)
            w->counts[s] = is_about(((const struct cs_rowset *)w->sets->pdata[s])->object) >= least;
}

/* How many rows that tell not who they are of stand beside each that does, of those that refer to no other row. */
static double
unkeyed_of(const struct cs_rowset *set)
{
    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].role == CS_ROW_PARENT && set->columns[c].off)
            return 0;
    if (set->object->kind != CS_KIND_PERSON || set->alone < FEW_KEYED || set->adrift > MOST_UNKEYED * set->alone)
        return 0;
    return (double)set->adrift / (double)set->alone;
}

/* In each system for the object with most such rows alone: those of others may be of the same people. */
static void
choose_unkeyed(struct walk *w)
{
    for (guint system = 0; system < w->sources->len; system++) {
        guint most = G_MAXUINT;

        for (guint s = 0; s < w->sets->len; s++)
            if (w->system[s] == system && w->counts[s] && !w->older[s] &&
                (most == G_MAXUINT || ((const struct cs_rowset *)w->sets->pdata[s])->adrift >
                                          ((const struct cs_rowset *)w->sets->pdata[most])->adrift))
                most = s;
        if (most != G_MAXUINT)
            w->unkeyed[most] = unkeyed_of(w->sets->pdata[most]);
    }
}

/* An archive by its name, and most of its people are in other objects of the system too: an export that stands alone is
 * no older state of anything. */
static gboolean
is_older(const struct walk *w, guint set)
{
    const guint *first = w->persons->first;
    g_autofree guint8 *elsewhere = NULL;
    guint found = 0, rows = first[set + 1] - first[set];

    if (!((const struct cs_rowset *)w->sets->pdata[set])->archive)
        return FALSE;
    elsewhere = g_new0(guint8, (gsize)w->persons->n + 1);
    for (guint s = 0; s < w->sets->len; s++)
        if (w->system[s] == w->system[set] && w->counts[s] && !((const struct cs_rowset *)w->sets->pdata[s])->archive)
            for (guint i = first[s]; i < first[s + 1]; i++)
                elsewhere[w->persons->person[i]] = 1;
    for (guint i = first[set]; i < first[set + 1]; i++)
        found += elsewhere[w->persons->person[i]];
    return 2 * found > rows;
}

static guint
index_in(GPtrArray *list, const char *text)
{
    for (guint i = 0; i < list->len; i++)
        if (!strcmp(list->pdata[i], text))
            return i;
    g_ptr_array_add(list, (gpointer)(guintptr)text);
    return list->len - 1;
}

static void
choose_sets(struct walk *w)
{
    for (guint s = 0; s < w->sets->len; s++) {
        const struct cs_rowset *set = w->sets->pdata[s];

        w->system[s] = index_in(w->sources, set->object->source->name);
        w->level = MAX(w->level, set->level);
        w->attribute[s] = g_new0(guint, set->n_columns + 1);
        for (guint c = 0; c < set->n_columns; c++)
            if (set->columns[c].role == CS_ROW_VALUE)
                w->attribute[s][c] = index_in(w->names, set->columns[c].attribute);
    }
    w->rate = 1.0 / (double)(1u << w->level);
    for (guint a = 0; a < w->sources->len; a++)
        choose_in(w, a);
    for (guint s = 0; s < w->sets->len; s++)
        w->older[s] = is_older(w, s);
}

/* ---- one person ---- */

static int
by_attribute(const void *a, const void *b)
{
    const struct fact *x = a, *y = b;

    if (x->attribute != y->attribute)
        return x->attribute < y->attribute ? -1 : 1;
    return x->system < y->system ? -1 : x->system > y->system;
}

static int
by_key(const void *a, const void *b)
{
    const struct known_key *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return x->system < y->system ? -1 : x->system > y->system;
}

static int
by_number(const void *a, const void *b)
{
    const guint *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static void
add_once(GArray *list, guint number)
{
    for (guint i = 0; i < list->len; i++)
        if (g_array_index(list, guint, i) == number)
            return;
    g_array_append_val(list, number);
}

/* In a sample a row that refers to another speaks for nobody: the other row, sampled by its own keys, does. */
static gboolean
speaks(const struct walk *w, const struct cs_rowset *set, guint row)
{
    for (guint c = 0; w->rate < 1 && c < set->n_columns; c++)
        if (set->columns[c].role == CS_ROW_PARENT && !set->columns[c].off && set->columns[c].hash[row])
            return FALSE;
    return TRUE;
}

static void
take_row(struct walk *w, guint s, guint row)
{
    const struct cs_rowset *set = w->sets->pdata[s];
    gboolean own = speaks(w, set, row);

    add_once(w->tables_here, s);
    if (own && w->counts[s])
        add_once(w->here, w->system[s]);
    for (guint c = 0; c < set->n_columns; c++) {
        const struct cs_row_column *column = &set->columns[c];
        guint64 hash = column->hash[row];

        if (!hash)
            continue;
        if (own && cs_row_column_is_key(column)) {
            struct known_key key = {hash, w->system[s]};

            g_array_append_val(w->keys, key);
        }
        w->identified |=
            column->role == CS_ROW_TOGETHER || (column->role == CS_ROW_VALUE && CS_VC_IS_KEY(column->value_class));
        if (column->role == CS_ROW_VALUE && !w->older[s]) {
            struct fact fact = {w->attribute[s][c], w->system[s], hash, column->signature[row]};

            g_array_append_val(w->facts, fact);
        }
    }
}

/* Distinct keys of the person in system a (and b too, unless it is a). */
static guint
keys_in(const struct walk *w, guint a, guint b)
{
    guint n = 0;

    for (guint i = 0, to; i < w->keys->len; i = to) {
        guint64 hash = g_array_index(w->keys, struct known_key, i).hash;
        gboolean in_a = FALSE, in_b = FALSE;

        for (to = i; to < w->keys->len && g_array_index(w->keys, struct known_key, to).hash == hash; to++) {
            in_a |= g_array_index(w->keys, struct known_key, to).system == a;
            in_b |= g_array_index(w->keys, struct known_key, to).system == b;
        }
        n += in_a && in_b;
    }
    return n;
}

static struct pair *
pair_of(struct walk *w, guint a, guint b)
{
    gpointer key = GUINT_TO_POINTER(a * w->sources->len + b + 1);
    struct pair *pair = g_hash_table_lookup(w->pairs, key);

    if (!pair) {
        pair = g_new0(struct pair, 1);
        pair->compared = g_new0(struct tally, w->names->len);
        pair->differing = g_new0(struct tally, w->names->len);
        pair->slips = g_new0(struct tally, w->names->len);
        pair->slip = g_new0(double, w->names->len + 1);
        g_hash_table_insert(w->pairs, key, pair);
    }
    return pair;
}

static gboolean
is_here(const struct walk *w, guint system)
{
    for (guint i = 0; i < w->here->len; i++)
        if (g_array_index(w->here, guint, i) == system)
            return TRUE;
    return FALSE;
}

/* 2: some value is equal, 1: some differ by a slip only, 0. */
static int
compare(const struct fact *a, guint na, const struct fact *b, guint nb)
{
    int best = 0;

    for (guint i = 0; i < na; i++)
        for (guint k = 0; k < nb; k++) {
            if (a[i].hash == b[k].hash)
                return 2;
            best |= cs_signature_near(a[i].signature, b[k].signature);
        }
    return best;
}

struct run {
    const struct fact *facts;
    guint n;
};

static void
compare_systems(struct walk *w, const struct run *x, const struct run *y)
{
    guint attribute = x->facts->attribute;
    struct pair *pair = pair_of(w, x->facts->system, y->facts->system);
    double weight = weight_of(w, keys_in(w, x->facts->system, y->facts->system));
    int how = compare(x->facts, x->n, y->facts, y->n);

    tally_add(&pair->compared[attribute], weight);
    if (how < 2)
        tally_add(&pair->differing[attribute], weight);
    if (how == 1)
        tally_add(&pair->slips[attribute], weight);
}

/* Where three systems and more speak and do not all agree: who agrees with most others? */
static void
vote(struct walk *w, const struct run *runs, guint n)
{
    guint agree[64] = {0}, most = 0;

    for (guint i = 0; i < n; i++) {
        for (guint k = 0; k < n; k++)
            agree[i] += i != k && compare(runs[i].facts, runs[i].n, runs[k].facts, runs[k].n) == 2;
        most = MAX(most, agree[i]);
    }
    for (guint i = 0; i < n && most > 0; i++) {
        guint at = runs[i].facts->system * w->names->len + runs[i].facts->attribute;

        w->votes[at]++;
        w->won[at] += agree[i] == most;
    }
}

static gboolean
all_agree(const struct run *runs, guint n)
{
    for (guint i = 1; i < n; i++)
        if (compare(runs[0].facts, runs[0].n, runs[i].facts, runs[i].n) != 2)
            return FALSE;
    return TRUE;
}

/* All that is said of one attribute. */
static void
weigh_attribute(struct walk *w, const struct fact *facts, guint n)
{
    struct run runs[64];
    guint n_runs = 0;

    for (guint i = 0; i < n && n_runs < G_N_ELEMENTS(runs); i++) {
        if (!is_here(w, facts[i].system))
            continue;
        if (!n_runs || runs[n_runs - 1].facts->system != facts[i].system)
            runs[n_runs++] = (struct run){&facts[i], 0};
        runs[n_runs - 1].n++;
    }
    if (!n_runs)
        return;
    for (guint i = 0; i < n_runs; i++) {
        guint system = runs[i].facts->system;

        tally_add(&w->has[system * w->names->len + facts->attribute], weight_of(w, keys_in(w, system, system)));
        for (guint k = i + 1; k < n_runs; k++)
            compare_systems(w, &runs[i], &runs[k]);
    }
    w->known[facts->attribute] += weight_of(w, keys_in(w, runs[0].facts->system, runs[0].facts->system));
    if (n_runs >= 3 && !all_agree(runs, n_runs))
        vote(w, runs, n_runs);
}

/* Persons known to exactly the systems of this one, but for one (G_MAXUINT: all); more than 64 systems make no picture.
 */
static void
count_combination(struct walk *w, guint without, double weight)
{
    guint64 bits = 0, *key;
    double *sum;

    if (w->sources->len > 64)
        return;
    for (guint i = 0; i < w->here->len; i++)
        if (g_array_index(w->here, guint, i) != without)
            bits |= G_GUINT64_CONSTANT(1) << g_array_index(w->here, guint, i);
    sum = g_hash_table_lookup(w->combinations, &bits);
    if (!sum) {
        key = g_new(guint64, 1);
        *key = bits;
        g_hash_table_insert(w->combinations, key, sum = g_new0(double, 1));
    }
    *sum += weight;
}

/* Rows without a key for each one of this person in a system that knows the person from one object alone. */
static double
unkeyed_beside(const struct walk *w, guint system)
{
    guint only = G_MAXUINT;

    for (guint i = 0; i < w->tables_here->len; i++) {
        guint s = g_array_index(w->tables_here, guint, i);

        if (w->system[s] != system || !w->counts[s])
            continue;
        if (only != G_MAXUINT)
            return 0;
        only = s;
    }
    return only == G_MAXUINT ? 0 : w->unkeyed[only];
}

/* Rows of an object about people that hold no key at all (guests without an address) are taken to be of people like
 * those of its other rows, as often known elsewhere: who is known to the others alone is then known here, too. */
static void
count_unkeyed(struct walk *w, guint which, double weight)
{
    guint n = w->here->len, a = g_array_index(w->here, guint, which);
    double more = weight * unkeyed_beside(w, a);

    if (!(more > 0))
        return;
    tally_guess(&w->in[a], more);
    w->guessed[a] += more;
    for (guint i = 0; i < n; i++) {
        guint b = g_array_index(w->here, guint, i);

        if (b != a)
            tally_guess(&pair_of(w, MIN(a, b), MAX(a, b))->persons, more);
    }
    count_combination(w, G_MAXUINT, more);
    g_array_index(w->known_in, double, n - 1) += more;
    if (n == 1) {
        tally_guess(&w->all, more);
        tally_guess(&w->only[a], more);
        return;
    }
    count_combination(w, a, -more);
    g_array_index(w->known_in, double, n - 2) -= more;
    if (n == 2) {
        tally_guess(&w->shared, more);
        tally_guess(&w->only[g_array_index(w->here, guint, 1 - which)], -more);
    }
}

static void
count_person(struct walk *w)
{
    guint n = w->here->len, most = 0;
    double weight;

    if (!n || !w->identified)
        return;
    g_array_sort(w->here, by_number);
    g_array_sort(w->keys, by_key);
    g_array_sort(w->facts, by_attribute);
    for (guint i = 0; i < n; i++) {
        guint a = g_array_index(w->here, guint, i);

        tally_add(&w->in[a], weight_of(w, keys_in(w, a, a)));
        most = n == 1 ? keys_in(w, a, a) : most;
        for (guint k = i + 1; k < n; k++) {
            guint b = g_array_index(w->here, guint, k), common = keys_in(w, a, b);

            tally_add(&pair_of(w, a, b)->persons, weight_of(w, common));
            most = MAX(most, common);
        }
    }
    weight = weight_of(w, most);
    tally_add(&w->all, weight);
    if (n == 1)
        tally_add(&w->only[g_array_index(w->here, guint, 0)], weight);
    else
        tally_add(&w->shared, weight);
    if (w->known_in->len < n)
        g_array_set_size(w->known_in, n);
    g_array_index(w->known_in, double, n - 1) += weight;
    count_combination(w, G_MAXUINT, weight);
    for (guint i = 0; i < n; i++)
        count_unkeyed(w, i, weight);
    w->tables += weight * w->tables_here->len;
    w->people += weight;
    for (guint from = 0, to; from < w->facts->len; from = to) {
        const struct fact *facts = &g_array_index(w->facts, struct fact, from);

        for (to = from + 1;
             to < w->facts->len && g_array_index(w->facts, struct fact, to).attribute == facts->attribute; to++)
            ;
        weigh_attribute(w, facts, to - from);
    }
}

static void
forget(struct walk *w)
{
    g_array_set_size(w->facts, 0);
    g_array_set_size(w->keys, 0);
    g_array_set_size(w->here, 0);
    g_array_set_size(w->tables_here, 0);
    w->identified = FALSE;
}

/* Rows by person: the walk meets each person once. */
static void
walk_persons(struct walk *w)
{
    guint n = 0, all = 0;
    struct cs_posting *rows;

    for (guint s = 0; s < w->sets->len; s++)
        all += ((const struct cs_rowset *)w->sets->pdata[s])->n;
    rows = g_new(struct cs_posting, 2 * (gsize)all + 1);
    for (guint s = 0; s < w->sets->len; s++) {
        const struct cs_rowset *set = w->sets->pdata[s];

        for (guint i = 0; i < set->n; i++)
            if (set->reach[i] > w->level)
                rows[n++] = (struct cs_posting){w->persons->person[w->persons->first[s] + set->at[i]], i, s};
    }
    cs_radix_sort(rows, rows + n, n);
    for (guint i = 0; i < n; i++) {
        if (i && rows[i].hash != rows[i - 1].hash) {
            count_person(w);
            forget(w);
        }
        take_row(w, rows[i].kind, rows[i].at);
    }
    count_person(w);
    forget(w);
    g_free(rows);
}

/* ---- all rows, where they were noted ---- */

static void
take_noted(struct walk *w, guint s, guint row)
{
    const struct cs_rowset *set = w->sets->pdata[s];

    add_once(w->tables_here, s);
    if (w->counts[s])
        add_once(w->here, w->system[s]);
    w->identified |= set->keyed[row] != 0;
    for (guint c = 0; !w->older[s] && c < set->n_columns; c++) {
        const guint8 *brief = set->columns[c].brief;
        struct fact fact = {w->attribute[s][c], w->system[s], brief ? brief[row] : 0, 0};

        if (fact.hash)
            g_array_append_val(w->facts, fact);
    }
}

/* The same walk over the noted rows: each person is met, none stands for others. */
static void
walk_noted(struct walk *w)
{
    const struct cs_persons *p = w->persons;
    guint64 *rows = g_new(guint64, 2 * (gsize)p->n + 1);
    guint s = 0;

    for (guint i = 0; i < p->n; i++)
        rows[i] = (guint64)p->person[i] << 32 | i;
    cs_radix_sort_words(rows, rows + p->n, p->n, 32);
    for (guint i = 0; i < p->n; i++) {
        guint row = (guint)rows[i];

        if (!i || rows[i] >> 32 != rows[i - 1] >> 32) {
            count_person(w);
            forget(w);
            s = 0;
        }
        while (row >= p->first[s + 1])
            s++;
        take_noted(w, s, row - p->first[s]);
    }
    count_person(w);
    forget(w);
    g_free(rows);
}

/* What the kept rows say is forgotten, but how many of the differences they see are slips of the pen. */
static void
start_again(struct walk *w)
{
    gsize cells = (gsize)w->sources->len * w->names->len + 1;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, w->pairs);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct pair *pair = value;

        pair->persons = (struct tally){0};
        for (guint a = 0; a < w->names->len; a++)
            pair->slip[a] = pair->differing[a].sum > 0 ? pair->slips[a].sum / pair->differing[a].sum : 0;
        memset(pair->compared, 0, w->names->len * sizeof *pair->compared);
        memset(pair->differing, 0, w->names->len * sizeof *pair->differing);
    }
    memset(w->in, 0, w->sources->len * sizeof *w->in);
    memset(w->only, 0, w->sources->len * sizeof *w->only);
    memset(w->guessed, 0, w->sources->len * sizeof *w->guessed);
    memset(w->has, 0, cells * sizeof *w->has);
    memset(w->votes, 0, cells * sizeof *w->votes);
    memset(w->won, 0, cells * sizeof *w->won);
    memset(w->known, 0, w->names->len * sizeof *w->known);
    w->all = w->shared = (struct tally){0};
    w->tables = w->people = 0;
    w->rate = 1;
    g_array_set_size(w->known_in, 0);
    g_hash_table_remove_all(w->combinations);
}

/* Without a signature in the noted rows, slips are the share of the differences that they are in the kept ones. */
static void
tell_slips(struct walk *w)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, w->pairs);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct pair *pair = value;

        for (guint a = 0; a < w->names->len; a++)
            pair->slips[a].sum = pair->differing[a].sum * pair->slip[a];
    }
}

/* ---- what is told ---- */

static int
by_days(const void *a, const void *b)
{
    const gint32 *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static void
tell_freshness(const struct walk *w, guint system, gint32 today, struct cs_people_system *ret)
{
    g_autoptr(GArray) ages = g_array_new(FALSE, FALSE, sizeof(gint32));
    guint fresh = 0;

    for (guint s = 0; s < w->sets->len; s++) {
        const struct cs_rowset *set = w->sets->pdata[s];
        const struct cs_row_column *day = cs_rowset_find(set, CS_ROW_TOUCHED);

        if (!day)
            day = cs_rowset_find(set, CS_ROW_MADE);

        if (w->system[s] != system || !w->counts[s] || w->older[s] || !day)
            continue;
        for (guint row = 0; row < set->n; row++) {
            gint32 age = today - (gint32)day->hash[row];

            if (!day->hash[row] || age < 0)
                continue;
            g_array_append_val(ages, age);
            fresh += age <= YEAR_DAYS;
        }
    }
    if (ages->len < CS_PEOPLE_HIDDEN)
        return;
    g_array_sort(ages, by_days);
    ret->fresh = (double)fresh / ages->len;
    ret->age_days = g_array_index(ages, gint32, ages->len / 2);
}

static void
tell_system(const struct walk *w, guint system, gint32 today, struct cs_people *people)
{
    struct cs_people_system *told = cs_people_system_new(w->sources->pdata[system]);
    guint64 keyless = 0;

    told->persons = w->in[system].sum;
    told->only_here = w->only[system].sum;
    told->guessed = w->guessed[system];
    interval(&w->in[system], told->interval);
    for (guint s = 0; s < w->sets->len; s++)
        if (w->system[s] == system && w->counts[s]) {
            told->rows += ((const struct cs_rowset *)w->sets->pdata[s])->rows;
            keyless += ((const struct cs_rowset *)w->sets->pdata[s])->keyless;
        }
    told->linkable = told->rows ? 1 - (double)keyless / (double)told->rows : 0;
    tell_freshness(w, system, today, told);
    for (guint a = 0; a < w->names->len; a++) {
        const struct tally *has = &w->has[system * w->names->len + a];
        struct cs_system_attribute *attribute;

        if (has->sum < CS_PEOPLE_HIDDEN)
            continue;
        attribute = cs_system_attribute_new(w->names->pdata[a]);
        attribute->persons = has->sum;
        attribute->filled = MIN(1, has->sum / told->persons);
        g_ptr_array_add(told->attributes, attribute);
    }
    g_ptr_array_add(people->systems, told);
}

static void
tell_pair(const struct walk *w, guint a, guint b, struct cs_people *people)
{
    const struct pair *pair = g_hash_table_lookup(w->pairs, GUINT_TO_POINTER(a * w->sources->len + b + 1));
    struct cs_people_pair *told;

    if (!pair || pair->persons.sum < CS_PEOPLE_HIDDEN)
        return;
    told = cs_people_pair_new(w->sources->pdata[a], w->sources->pdata[b]);
    told->persons = pair->persons.sum;
    interval(&pair->persons, told->interval);
    for (guint i = 0; i < w->names->len; i++) {
        struct cs_conflict *conflict;

        if (pair->compared[i].sum < CS_PEOPLE_HIDDEN)
            continue;
        conflict = cs_conflict_new(w->names->pdata[i]);
        conflict->compared = pair->compared[i].sum;
        conflict->differing = pair->differing[i].sum;
        conflict->slips = pair->slips[i].sum;
        g_ptr_array_add(told->conflicts, conflict);
    }
    g_ptr_array_add(people->pairs, told);
}

/* How other objects of the system stand to those about people. */
static double *
authorities(const struct walk *w)
{
    double *authority = g_new0(double, w->sources->len + 1);

    for (guint s = 0; s < w->sets->len; s++) {
        const struct cs_rowset *set = w->sets->pdata[s];
        gboolean referred = cs_rowset_find(set, CS_ROW_SELF) != NULL;

        if (w->counts[s] && !w->older[s])
            authority[w->system[s]] = MAX(authority[w->system[s]], referred ? 1 : set->object->keys->len ? 0.5 : 0);
    }
    return authority;
}

static void
pair_free(gpointer data)
{
    struct pair *pair = data;

    g_free(pair->compared);
    g_free(pair->differing);
    g_free(pair->slips);
    g_free(pair->slip);
    g_free(pair);
}

static void
walk_init(struct walk *w)
{
    gsize cells;

    w->sources = g_ptr_array_new();
    w->names = g_ptr_array_new();
    w->system = g_new0(guint, w->sets->len + 1);
    w->counts = g_new0(gboolean, w->sets->len + 1);
    w->older = g_new0(gboolean, w->sets->len + 1);
    w->unkeyed = g_new0(double, w->sets->len + 1);
    w->attribute = g_new0(guint *, w->sets->len + 1);
    choose_sets(w);
    choose_unkeyed(w);
    cells = (gsize)w->sources->len * w->names->len + 1;
    w->in = g_new0(struct tally, w->sources->len + 1);
    w->only = g_new0(struct tally, w->sources->len + 1);
    w->guessed = g_new0(double, w->sources->len + 1);
    w->has = g_new0(struct tally, cells);
    w->votes = g_new0(double, cells);
    w->won = g_new0(double, cells);
    w->known = g_new0(double, w->names->len + 1);
    w->pairs = g_hash_table_new_full(NULL, NULL, NULL, pair_free);
    w->combinations = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    w->facts = g_array_new(FALSE, FALSE, sizeof(struct fact));
    w->keys = g_array_new(FALSE, FALSE, sizeof(struct known_key));
    w->here = g_array_new(FALSE, FALSE, sizeof(guint));
    w->tables_here = g_array_new(FALSE, FALSE, sizeof(guint));
}

static void
walk_clear(struct walk *w)
{
    sodium_memzero(w->facts->data, w->facts->len * sizeof(struct fact));
    for (guint s = 0; s < w->sets->len; s++)
        g_free(w->attribute[s]);
    g_free(w->attribute);
    g_ptr_array_unref(w->sources);
    g_ptr_array_unref(w->names);
    g_free(w->system);
    g_free(w->counts);
    g_free(w->older);
    g_free(w->unkeyed);
    g_free(w->in);
    g_free(w->only);
    g_free(w->guessed);
    g_free(w->has);
    g_free(w->votes);
    g_free(w->won);
    g_free(w->known);
    g_hash_table_unref(w->pairs);
    g_hash_table_unref(w->combinations);
    g_array_unref(w->facts);
    g_array_unref(w->keys);
    g_array_unref(w->here);
    g_array_unref(w->tables_here);
}

static gint
by_persons(gconstpointer a, gconstpointer b)
{
    const struct cs_people_set *x = *(struct cs_people_set *const *)a, *y = *(struct cs_people_set *const *)b;
    int order = (x->persons < y->persons) - (x->persons > y->persons);

    order = order ? order : (int)x->sources->len - (int)y->sources->len;
    for (guint i = 0; !order && i < x->sources->len; i++)
        order = strcmp(x->sources->pdata[i], y->sources->pdata[i]);
    return order;
}

static void
tell_sets(const struct walk *w, struct cs_people *people)
{
    GHashTableIter iter;
    gpointer key, value;

    g_hash_table_iter_init(&iter, w->combinations);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        double persons = *(double *)value;
        struct cs_people_set *set = persons < CS_PEOPLE_HIDDEN - 0.5 ? NULL : cs_people_set_new(persons);

        for (guint i = 0; set && i < w->sources->len; i++)
            if (*(guint64 *)key >> i & 1)
                g_ptr_array_add(set->sources, g_strdup(w->sources->pdata[i]));
        if (set)
            g_ptr_array_add(people->sets, set);
    }
    g_ptr_array_sort(people->sets, by_persons);
}

static gint32
day_of(const char *date)
{
    GDate day;

    g_date_clear(&day, 1);
    g_date_set_parse(&day, date ? date : "");
    return g_date_valid(&day) ? (gint32)g_date_get_julian(&day) : G_MAXINT32;
}

struct cs_people *
cs_people_count(const GPtrArray *rowsets, const struct cs_persons *persons, const char *as_of)
{
    struct cs_people *people = cs_people_new();
    struct walk w = {.sets = rowsets, .persons = persons, .known_in = people->known_in};
    g_autofree double *authority = NULL;

    walk_init(&w);
    walk_persons(&w);
    if (persons->whole) {
        start_again(&w);
        walk_noted(&w);
        tell_slips(&w);
    }
    for (guint a = 0; a < w.sources->len; a++)
        tell_system(&w, a, day_of(as_of), people);
    for (guint a = 0; a < w.sources->len; a++)
        for (guint b = a + 1; b < w.sources->len; b++)
            tell_pair(&w, a, b, people);
    tell_sets(&w, people);
    people->persons = w.all.sum;
    interval(&w.all, people->interval);
    people->shared = w.shared.sum;
    people->tables = w.people > 0 ? w.tables / w.people : 0;
    people->level = persons->whole ? 0 : w.level;
    authority = authorities(&w);
    cs_masters_propose(people, &(struct cs_votes){w.sources->len, w.names->len, (const char *const *)w.names->pdata,
                                                  w.votes, w.won, authority, w.known});
    walk_clear(&w);
    return people;
}
