/* persons.c - rows joined into persons by equal keys. */
#include "engine/persons.h"

#include "engine/radix.h"

#include <sodium.h>
#include <string.h>

#define MANY_ROWS 20    /* of one object beside one key … */
#define MANY_SHARE 200  /* … or more than rows / this: nobody's own */
#define MANY_NAMES 3    /* names beside one e-mail address: a role's mailbox */
#define CLUSTERS_MAX 16 /* names told apart beside one key */

struct joiner {
    const GPtrArray *sets;
    struct cs_persons *persons;
    guint32 *set_of; /* by row, while joining */
};

static guint32
root(guint32 *parent, guint32 i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static void
join(struct joiner *j, guint32 a, guint32 b)
{
    guint32 *parent = j->persons->person, x = root(parent, a), y = root(parent, b);

    if (x < y)
        parent[y] = x;
    else
        parent[x] = y;
}

static const struct cs_rowset *
set_of(const struct joiner *j, guint32 row, guint *ret_row)
{
    guint set = j->set_of[row];

    *ret_row = row - j->persons->first[set];
    return j->sets->pdata[set];
}

static const struct cs_source *
source_of(const struct joiner *j, guint32 at)
{
    return ((const struct cs_rowset *)j->sets->pdata[j->set_of[at]])->object->source;
}

struct name {
    guint64 hash;
    guint32 signature, row;
};

/* The name in a row; FALSE when it has none. */
static gboolean
name_of(const struct joiner *j, guint32 at, struct name *ret_name)
{
    guint row;
    const struct cs_rowset *set = set_of(j, at, &row);
    const struct cs_row_column *name = cs_rowset_find(set, CS_ROW_NAME);

    if (!name || !name->hash[row])
        return FALSE;
    *ret_name = (struct name){name->hash[row], name->signature[row], at};
    return TRUE;
}

static gboolean
same_name(const struct name *a, const struct name *b)
{
    return a->hash == b->hash || cs_signature_similar(a->signature, b->signature);
}

/* Rows with one key: all are one person's when few enough names stand beside it, else those of each name are. */
static void
join_by_name(struct joiner *j, const struct cs_posting *group, gsize n, guint names_max)
{
    struct name clusters[CLUSTERS_MAX];
    guint n_clusters = 0;

    for (gsize i = 0; i < n; i++) {
        struct name name;
        guint c = 0;

        if (!name_of(j, group[i].at, &name))
            continue;
        while (c < n_clusters && !same_name(&clusters[c], &name))
            c++;
        if (c < n_clusters)
            join(j, clusters[c].row, name.row);
        else if (n_clusters < CLUSTERS_MAX)
            clusters[n_clusters++] = name;
    }
    for (gsize i = 1; n_clusters <= names_max && i < n; i++)
        join(j, group[0].at, group[i].at);
}

static gboolean
is_frequent(const struct joiner *j, const struct cs_posting *group, gsize n)
{
    gsize run = 0;
    guint row;

    for (gsize i = 0; i < n; i++) {
        run = i && j->set_of[group[i].at] == j->set_of[group[i - 1].at] ? run + 1 : 1;
        if (run > MANY_ROWS && run > set_of(j, group[i].at, &row)->n / MANY_SHARE)
            return TRUE;
    }
    return FALSE;
}

static void
join_group(struct joiner *j, const struct cs_posting *group, gsize n)
{
    switch (group[0].kind) {
    case CS_VC_LOCAL:
        for (gsize i = 1; i < n; i++)
            join(j, group[0].at, group[i].at);
        return;
    case CS_VC_EMAIL:
        if (!is_frequent(j, group, n))
            join_by_name(j, group, n, MANY_NAMES);
        return;
    default:
        if (!is_frequent(j, group, n))
            join_by_name(j, group, n, 1);
    }
}

static gsize
count_keys(const GPtrArray *sets)
{
    gsize n = 0;

    for (guint s = 0; s < sets->len; s++) {
        const struct cs_rowset *set = sets->pdata[s];

        for (guint c = 0; c < set->n_columns; c++)
            if (cs_row_column_is_key(&set->columns[c]))
                for (guint row = 0; row < set->n; row++)
                    n += set->columns[c].hash[row] != 0;
    }
    return n;
}

#define ANY_KEY (-1)

/* The cells of columns of a role, or of all keys. */
static gsize
collect(const struct joiner *j, struct cs_posting *postings, int role)
{
    gsize n = 0;

    for (guint s = 0; s < j->sets->len; s++) {
        const struct cs_rowset *set = j->sets->pdata[s];

        for (guint c = 0; c < set->n_columns; c++)
            if (role == ANY_KEY ? cs_row_column_is_key(&set->columns[c]) : (int)set->columns[c].role == role)
                for (guint row = 0; row < set->n; row++)
                    if (set->columns[c].hash[row])
                        postings[n++] = (struct cs_posting){set->columns[c].hash[row], j->persons->first[s] + row,
                                                            set->columns[c].value_class};
    }
    return n;
}

/* Marks the rows whose name is one person's alone in their source, after all other keys have joined. */
static gboolean *
find_rare_names(const struct joiner *j)
{
    gboolean *rare = g_new0(gboolean, j->persons->n + 1);
    struct cs_posting *names = g_new(struct cs_posting, 2 * (gsize)j->persons->n + 1);
    gsize n = collect(j, names, CS_ROW_NAME);

    cs_radix_sort(names, names + n, n);
    for (gsize from = 0, to; from < n; from = to) {
        gboolean alone = TRUE;

        for (to = from + 1; to < n && names[to].hash == names[from].hash; to++)
            ;
        /* sets are sorted by source, so rows of one source stand together */
        for (gsize i = from + 1; alone && i < to; i++)
            alone = source_of(j, names[i].at) != source_of(j, names[i - 1].at) ||
                    root(j->persons->person, names[i].at) == root(j->persons->person, names[i - 1].at);
        for (gsize i = from; alone && i < to; i++)
            rare[names[i].at] = TRUE;
    }
    sodium_memzero(names, 2 * n * sizeof *names);
    g_free(names);
    return rare;
}

/* Rows of different sources, each with a name of its own there, and one postal code. */
static void
join_nearly(struct joiner *j)
{
    g_autofree gboolean *rare = find_rare_names(j);
    struct cs_posting *nearly = g_new(struct cs_posting, 2 * (gsize)j->persons->n + 1);
    gsize n = collect(j, nearly, CS_ROW_NEARLY);

    cs_radix_sort(nearly, nearly + n, n);
    for (gsize i = 1; i < n; i++)
        if (nearly[i].hash == nearly[i - 1].hash && rare[nearly[i].at] && rare[nearly[i - 1].at])
            join(j, nearly[i].at, nearly[i - 1].at);
    sodium_memzero(nearly, 2 * n * sizeof *nearly);
    g_free(nearly);
}

static void
prepare(struct joiner *j)
{
    struct cs_persons *p = j->persons;

    p->sets = j->sets->len;
    p->first = g_new0(guint, p->sets + 1);
    for (guint s = 0; s < p->sets; s++)
        p->first[s + 1] = p->first[s] + ((const struct cs_rowset *)j->sets->pdata[s])->n;
    p->n = p->first[p->sets];
    p->person = g_new(guint32, p->n + 1);
    j->set_of = g_new(guint32, p->n + 1);
    for (guint s = 0; s < p->sets; s++) {
        const struct cs_rowset *set = j->sets->pdata[s];

        for (guint row = 0; row < set->n; row++) {
            guint32 at = p->first[s] + row;

            j->set_of[at] = s;
            p->person[at] = set->continued[row] && row ? at - 1 : at;
        }
    }
}

struct cs_persons *
cs_persons_link(const GPtrArray *rowsets)
{
    struct joiner j = {.sets = rowsets, .persons = g_new0(struct cs_persons, 1)};
    gsize n = count_keys(rowsets);
    struct cs_posting *postings = g_new(struct cs_posting, 2 * n + 1);

    prepare(&j);
    collect(&j, postings, ANY_KEY);
    cs_radix_sort(postings, postings + n, n);
    for (gsize from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && postings[to].hash == postings[from].hash; to++)
            ;
        if (to - from > 1)
            join_group(&j, postings + from, to - from);
    }
    sodium_memzero(postings, 2 * n * sizeof *postings);
    g_free(postings);
    join_nearly(&j);
    for (guint32 i = 0; i < j.persons->n; i++)
        j.persons->person[i] = root(j.persons->person, i);
    g_free(j.set_of);
    return j.persons;
}

void
cs_persons_free(struct cs_persons *persons)
{
    if (!persons)
        return;
    g_free(persons->person);
    g_free(persons->first);
    g_free(persons);
}
