/* people_count.c - one person counted: in systems and pairs of them, what they disagree on, who is right. */
#include "engine/people_walk.h"

#include <math.h>

static void
tally_add(struct cs_people_estimate *t, double weight)
{
    t->sum += weight;
    t->spread += weight * (weight - 1);
}

/* As many persons as others make likely. */
static void
tally_guess(struct cs_people_estimate *t, double persons)
{
    t->sum += persons;
    t->spread += fabs(persons);
}

/* A person is seen when one of so many keys is in the sample. */
static double
weight_of(const struct cs_people_walk *w, guint keys)
{
    return w->rate >= 1 ? 1 : 1 / (1 - pow(1 - w->rate, MAX(keys, 1)));
}

static int
by_attribute(const void *a, const void *b)
{
    const struct cs_people_fact *x = a, *y = b;

    if (x->attribute != y->attribute)
        return x->attribute < y->attribute ? -1 : 1;
    return x->system < y->system ? -1 : x->system > y->system;
}

static int
by_key(const void *a, const void *b)
{
    const struct cs_people_key *x = a, *y = b;

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

/* Distinct keys of the person in system a (and b too, unless it is a). */
static guint
keys_in(const struct cs_people_walk *w, guint a, guint b)
{
    guint n = 0;

    for (guint i = 0, to; i < w->keys->len; i = to) {
        guint64 hash = g_array_index(w->keys, struct cs_people_key, i).hash;
        gboolean in_a = FALSE, in_b = FALSE;

        for (to = i; to < w->keys->len && g_array_index(w->keys, struct cs_people_key, to).hash == hash; to++) {
            in_a |= g_array_index(w->keys, struct cs_people_key, to).system == a;
            in_b |= g_array_index(w->keys, struct cs_people_key, to).system == b;
        }
        n += in_a && in_b;
    }
    return n;
}

void
cs_people_both_free(gpointer data)
{
    struct cs_people_both *pair = data;

    g_free(pair->compared);
    g_free(pair->differing);
    g_free(pair->slips);
    g_free(pair->slip);
    g_free(pair);
}

static struct cs_people_both *
pair_of(struct cs_people_walk *w, guint a, guint b)
{
    gpointer key = cs_people_pair_key(w, a, b);
    struct cs_people_both *pair = g_hash_table_lookup(w->pairs, key);

    if (!pair) {
        pair = g_new0(struct cs_people_both, 1);
        pair->compared = g_new0(struct cs_people_estimate, w->names->len);
        pair->differing = g_new0(struct cs_people_estimate, w->names->len);
        pair->slips = g_new0(struct cs_people_estimate, w->names->len);
        pair->slip = g_new0(double, w->names->len + 1);
        g_hash_table_insert(w->pairs, key, pair);
    }
    return pair;
}

static gboolean
is_here(const struct cs_people_walk *w, guint system)
{
    for (guint i = 0; i < w->here->len; i++)
        if (g_array_index(w->here, guint, i) == system)
            return TRUE;
    return FALSE;
}

/* 2: some value is equal, 1: some differ by a slip only, 0. */
static int
compare(const struct cs_people_fact *a, guint na, const struct cs_people_fact *b, guint nb)
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
    const struct cs_people_fact *facts;
    guint n;
};

static void
compare_systems(struct cs_people_walk *w, const struct run *x, const struct run *y)
{
    guint attribute = x->facts->attribute;
    struct cs_people_both *pair = pair_of(w, x->facts->system, y->facts->system);
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
vote(struct cs_people_walk *w, const struct run *runs, guint n)
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
weigh_attribute(struct cs_people_walk *w, const struct cs_people_fact *facts, guint n)
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
count_combination(struct cs_people_walk *w, guint without, double weight)
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
unkeyed_beside(const struct cs_people_walk *w, guint system)
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
count_unkeyed(struct cs_people_walk *w, guint which, double weight)
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

void
cs_people_count_person(struct cs_people_walk *w)
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
        const struct cs_people_fact *facts = &g_array_index(w->facts, struct cs_people_fact, from);

        for (to = from + 1;
             to < w->facts->len && g_array_index(w->facts, struct cs_people_fact, to).attribute == facts->attribute;
             to++)
            ;
        weigh_attribute(w, facts, to - from);
    }
}
