/* agree.c - agreement of two columns on matched persons, against chance. */
#include "engine/agree.h"

#include <math.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define ENOUGH 10
#define FEW 3 /* equal ones, at least */
#define KAPPA 0.3
#define BY_CHANCE 1e-6
#define SHARE 0.05 /* persons in common, of the smaller side */

struct told {
    guint64 hash;
    guint32 person, signature;
};

struct frequency {
    guint64 hash;
    guint n;
};

struct cs_agree_column {
    struct told *told; /* by person, then hash; each once */
    guint n, persons;
    struct frequency *values; /* by hash */
    guint n_values;
};

static int
by_person(const void *a, const void *b)
{
    const struct told *x = a, *y = b;

    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static int
by_hash(const void *a, const void *b)
{
    const guint64 *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

static void
count_values(struct cs_agree_column *c)
{
    guint64 *hashes = g_new(guint64, c->n + 1);

    for (guint i = 0; i < c->n; i++)
        hashes[i] = c->told[i].hash;
    qsort(hashes, c->n, sizeof *hashes, by_hash);
    c->values = g_new(struct frequency, c->n + 1);
    for (guint i = 0; i < c->n; i++) {
        if (!i || hashes[i] != hashes[i - 1])
            c->values[c->n_values++] = (struct frequency){hashes[i], 0};
        c->values[c->n_values - 1].n++;
    }
    sodium_memzero(hashes, c->n * sizeof *hashes);
    g_free(hashes);
}

struct cs_agree_column *
cs_agree_column_new(const struct cs_rowset *set, guint column, const guint32 *person)
{
    struct cs_agree_column *c = g_new0(struct cs_agree_column, 1);
    const struct cs_row_column *from = &set->columns[column];
    guint n = 0;

    c->told = g_new(struct told, set->n + 1);
    for (guint row = 0; row < set->n; row++)
        if (from->hash[row])
            c->told[n++] = (struct told){from->hash[row], person[set->at[row]], from->signature[row]};
    qsort(c->told, n, sizeof *c->told, by_person);
    for (guint i = 0; i < n; i++) {
        if (c->n && !by_person(&c->told[c->n - 1], &c->told[i]))
            continue;
        c->persons += !c->n || c->told[c->n - 1].person != c->told[i].person;
        c->told[c->n++] = c->told[i];
    }
    count_values(c);
    return c;
}

void
cs_agree_column_free(struct cs_agree_column *c)
{
    if (!c)
        return;
    sodium_memzero(c->told, c->n * sizeof *c->told);
    sodium_memzero(c->values, c->n_values * sizeof *c->values);
    g_free(c->told);
    g_free(c->values);
    g_free(c);
}

guint
cs_agree_column_persons(const struct cs_agree_column *c)
{
    return c->persons;
}

double
cs_kappa(double observed, double expected)
{
    return expected < 1 ? (observed - expected) / (1 - expected) : 0;
}

static double
chance(const struct cs_agree_column *a, const struct cs_agree_column *b)
{
    double sum = 0;

    for (guint i = 0, k = 0; i < a->n_values && k < b->n_values;) {
        const struct frequency *x = &a->values[i], *y = &b->values[k];

        if (x->hash == y->hash)
            sum += (double)x->n * y->n;
        i += x->hash <= y->hash;
        k += y->hash <= x->hash;
    }
    return a->n && b->n ? sum / ((double)a->n * b->n) : 0;
}

/* All that both sides tell of one person: 2 some of it is equal, 1 some of it is near, 0 neither. */
static int
compare(const struct told *a, guint na, const struct told *b, guint nb)
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

static guint
run_of(const struct cs_agree_column *c, guint from)
{
    guint to = from + 1;

    while (to < c->n && c->told[to].person == c->told[from].person)
        to++;
    return to;
}

void
cs_agree(const struct cs_agree_column *a, const struct cs_agree_column *b, struct cs_agreement *ret)
{
    struct cs_agreement g = {.expected = chance(a, b)};
    guint i = 0, k = 0;

    while (i < a->n && k < b->n) {
        guint i_end = run_of(a, i), k_end = run_of(b, k);

        if (a->told[i].person == b->told[k].person) {
            int how = compare(a->told + i, i_end - i, b->told + k, k_end - k);

            g.matched++;
            g.equal += how == 2;
            g.near += how == 1;
            i = i_end;
            k = k_end;
        } else if (a->told[i].person < b->told[k].person) {
            i = i_end;
        } else {
            k = k_end;
        }
    }
    if (g.matched)
        g.kappa = cs_kappa((double)g.equal / (double)g.matched, g.expected);
    *ret = g;
}

/* At most: how likely so many of the matched persons agree by chance alone. */
static double
by_chance(const struct cs_agreement *g)
{
    double ways = 1;

    for (guint64 i = 1; i <= g->equal; i++)
        ways *= (double)(g->matched - g->equal + i) / (double)i;
    return ways * pow(g->expected, (double)g->equal);
}

gboolean
cs_agreement_is_copy(const struct cs_agreement *g, guint persons_a, guint persons_b, double understated)
{
    guint smaller = MIN(persons_a, persons_b);

    if (g->kappa < KAPPA || (double)g->equal * understated < SHARE * smaller)
        return FALSE;
    return g->matched >= ENOUGH || (g->equal >= FEW && by_chance(g) < BY_CHANCE);
}
