/* persons.c - rows joined into persons by equal keys. */
#include "engine/persons.h"

#include "engine/radix.h"

#include <sodium.h>
#include <string.h>

#define MANY_ROWS 20    /* of one object beside one key … */
#define MANY_SHARE 200  /* … or more than rows / this: nobody's own */
#define MANY_NAMES 3    /* names beside one e-mail address: a role's mailbox */
#define CLUSTERS_MAX 16 /* names told apart beside one key */

#define PART_BITS 6 /* links are joined a part of the keys at a time */
#define SELF 0x100  /* in the kind of a posting: the row itself, not one that refers to it */

struct joiner {
    const GPtrArray *sets;
    struct cs_persons *persons;
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

/* The set that a noted row is of. */
static guint
set_of(const struct joiner *j, guint32 at)
{
    guint low = 0, high = j->persons->sets;

    while (high - low > 1) {
        guint middle = (low + high) / 2;

        if (j->persons->first[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static const struct cs_source *
source_of(const struct joiner *j, guint32 at)
{
    return ((const struct cs_rowset *)j->sets->pdata[set_of(j, at)])->object->source;
}

struct name {
    guint32 hash, signature, row;
};

/* The name in a row; FALSE when it has none. */
static gboolean
name_of(const struct joiner *j, guint32 at, struct name *ret_name)
{
    guint s = set_of(j, at);
    const struct cs_noted_name *names = ((const struct cs_rowset *)j->sets->pdata[s])->names, *name;

    if (!names)
        return FALSE;
    name = &names[at - j->persons->first[s]];
    *ret_name = (struct name){name->hash, name->signature, at};
    return ret_name->hash != 0;
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
    const guint *first = j->persons->first;

    for (gsize from = 0, to; n > MANY_ROWS && from < n; from = to) {
        guint set = set_of(j, group[from].at);

        for (to = from + 1; to < n && group[to].at < first[set + 1]; to++)
            ;
        if (to - from > MANY_ROWS && to - from > (first[set + 1] - first[set]) / MANY_SHARE)
            return TRUE;
    }
    return FALSE;
}

/* Where all rows are noted, a reference to none of them ("0" for nobody) joins nobody. */
static gboolean
leads_nowhere(const struct joiner *j, const struct cs_posting *group, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (group[i].kind & SELF)
            return FALSE;
    return j->persons->whole;
}

static void
join_group(struct joiner *j, const struct cs_posting *group, gsize n)
{
    enum cs_value_class kind = group[0].kind & ~(guint32)SELF;

    if (kind == CS_VC_LOCAL) {
        for (gsize i = 1; i < n && (i > 1 || !leads_nowhere(j, group, n)); i++)
            join(j, group[0].at, group[i].at);
        return;
    }
    if (!is_frequent(j, group, n))
        join_by_name(j, group, n, kind == CS_VC_EMAIL ? MANY_NAMES : 1);
}

/* ---- the links of all sets, a part of the keys at a time ---- */

struct parts {
    const struct joiner *joiner;
    gboolean nearly; /* names with a postal code, not keys */
    guint *next;     /* by column of all sets: the first link that was not taken */
    GArray *postings, *spare;
};

static gboolean
takes_part(const struct parts *p, const struct cs_row_column *column)
{
    return p->nearly ? column->role == CS_ROW_NEARLY : cs_row_column_is_key(column);
}

/* Sorted by key, rows in order. */
static void
take_part(struct parts *p, guint part)
{
    const GPtrArray *sets = p->joiner->sets;
    guint *next = p->next;

    g_array_set_size(p->postings, 0);
    for (guint s = 0; s < sets->len; s++) {
        const struct cs_rowset *set = sets->pdata[s];

        for (guint c = 0; c < set->n_columns; c++, next++) {
            const struct cs_row_column *column = &set->columns[c];

            for (; takes_part(p, column) && *next < column->n_links && column->links[*next] >> (64 - PART_BITS) == part;
                 (*next)++) {
                struct cs_posting posting = {CS_LINK_KEY(column->links[*next]),
                                             p->joiner->persons->first[s] + CS_LINK_ROW(column->links[*next]),
                                             column->value_class | (column->role == CS_ROW_SELF ? SELF : 0)};

                g_array_append_val(p->postings, posting);
            }
        }
    }
    g_array_set_size(p->spare, p->postings->len);
    cs_radix_sort((struct cs_posting *)(gpointer)p->postings->data, (struct cs_posting *)(gpointer)p->spare->data,
                  p->postings->len);
}

static void
parts_init(struct parts *p, const struct joiner *j, gboolean nearly)
{
    gsize columns = 0;

    for (guint s = 0; s < j->sets->len; s++)
        columns += ((const struct cs_rowset *)j->sets->pdata[s])->n_columns;
    *p = (struct parts){j, nearly, g_new0(guint, columns + 1), g_array_new(FALSE, FALSE, sizeof(struct cs_posting)),
                        g_array_new(FALSE, FALSE, sizeof(struct cs_posting))};
}

static void
wipe(GArray *array)
{
    sodium_memzero(array->data, array->len * g_array_get_element_size(array));
    g_array_unref(array);
}

static void
parts_clear(struct parts *p)
{
    wipe(p->postings);
    wipe(p->spare);
    g_free(p->next);
}

static void
join_keys(struct joiner *j)
{
    struct parts p;

    parts_init(&p, j, FALSE);
    for (guint part = 0; part < 1u << PART_BITS; part++) {
        const struct cs_posting *all;

        take_part(&p, part);
        all = (const struct cs_posting *)(gpointer)p.postings->data;
        for (gsize from = 0, to; from < p.postings->len; from = to) {
            for (to = from + 1; to < p.postings->len && all[to].hash == all[from].hash; to++)
                ;
            if (to - from > 1)
                join_group(j, all + from, to - from);
        }
    }
    parts_clear(&p);
}

/* ---- names that are rare enough ---- */

/* Names of the noted rows, each with its row: sorted, rows in order. */
static guint64 *
sorted_names(const struct joiner *j, gsize *ret_n)
{
    guint64 *names, *spare;
    gsize n = 0, room = 1;

    for (guint s = 0; s < j->sets->len; s++)
        if (((const struct cs_rowset *)j->sets->pdata[s])->names)
            room += ((const struct cs_rowset *)j->sets->pdata[s])->n_noted;
    names = g_new(guint64, room);

    for (guint s = 0; s < j->sets->len; s++) {
        const struct cs_rowset *set = j->sets->pdata[s];

        for (guint row = 0; set->names && row < set->n_noted; row++)
            if (set->names[row].hash)
                names[n++] = (guint64)set->names[row].hash << 32 | (j->persons->first[s] + row);
    }
    spare = g_new(guint64, n + 1);
    cs_radix_sort_words(names, spare, n, 32);
    sodium_memzero(spare, n * sizeof *spare);
    g_free(spare);
    *ret_n = n;
    return names;
}

/* Marks the rows whose name is one person's alone in their source, after all other keys have joined. */
static guint8 *
find_rare_names(const struct joiner *j)
{
    guint8 *rare = g_new0(guint8, (gsize)j->persons->n + 1);
    guint32 *person = j->persons->person;
    gsize n;
    guint64 *names = sorted_names(j, &n);

    for (gsize from = 0, to; from < n; from = to) {
        gboolean alone = TRUE;

        for (to = from + 1; to < n && names[to] >> 32 == names[from] >> 32; to++)
            ;
        /* sets are sorted by source, so rows of one source stand together */
        for (gsize i = from + 1; alone && i < to; i++)
            alone = root(person, (guint32)names[i]) == root(person, (guint32)names[i - 1]) ||
                    source_of(j, (guint32)names[i]) != source_of(j, (guint32)names[i - 1]);
        for (gsize i = from; alone && i < to; i++)
            rare[(guint32)names[i]] = 1;
    }
    sodium_memzero(names, n * sizeof *names);
    g_free(names);
    return rare;
}

/* Rows of different sources, each with a name of its own there, and one postal code. */
static void
join_nearly(struct joiner *j)
{
    g_autofree guint8 *rare = find_rare_names(j);
    struct parts p;

    parts_init(&p, j, TRUE);
    for (guint part = 0; part < 1u << PART_BITS; part++) {
        const struct cs_posting *all;

        take_part(&p, part);
        all = (const struct cs_posting *)(gpointer)p.postings->data;
        for (gsize i = 1; i < p.postings->len; i++)
            if (all[i].hash == all[i - 1].hash && rare[all[i].at] && rare[all[i - 1].at])
                join(j, all[i].at, all[i - 1].at);
    }
    parts_clear(&p);
}

static void
settle(struct joiner *j)
{
    for (guint32 i = 0; i < j->persons->n; i++)
        j->persons->person[i] = root(j->persons->person, i);
}

static gboolean
all_noted(const GPtrArray *sets)
{
    guint64 n = 0;

    for (guint s = 0; s < sets->len; s++) {
        const struct cs_rowset *set = sets->pdata[s];

        n += set->n_noted;
        if (set->n_noted != set->rows)
            return FALSE;
    }
    return n > 0 && n <= CS_LINK_ROWS;
}

static void
prepare(struct joiner *j)
{
    struct cs_persons *p = j->persons;

    p->sets = j->sets->len;
    p->whole = all_noted(j->sets);
    p->first = g_new0(guint, p->sets + 1);
    for (guint s = 0; s < p->sets; s++) {
        struct cs_rowset *set = j->sets->pdata[s];

        if (!p->whole)
            cs_rowset_note_kept(set);
        p->first[s + 1] = p->first[s] + set->n_noted;
    }
    p->n = p->first[p->sets];
    p->person = g_new(guint32, (gsize)p->n + 1);
    for (guint32 i = 0; i < p->n; i++)
        p->person[i] = i;
}

static void
forget_links(const GPtrArray *sets, enum cs_row_role role)
{
    for (guint s = 0; s < sets->len; s++)
        cs_rowset_forget_links(sets->pdata[s], role);
}

struct cs_persons *
cs_persons_link_keys(const GPtrArray *rowsets)
{
    struct joiner j = {.sets = rowsets, .persons = g_new0(struct cs_persons, 1)};

    prepare(&j);
    join_keys(&j);
    settle(&j);
    return j.persons;
}

struct cs_persons *
cs_persons_link(const GPtrArray *rowsets)
{
    struct joiner j = {.sets = rowsets, .persons = g_new0(struct cs_persons, 1)};

    prepare(&j);
    join_keys(&j);
    forget_links(rowsets, CS_ROW_TOGETHER);
    forget_links(rowsets, CS_ROW_SELF);
    forget_links(rowsets, CS_ROW_PARENT);
    join_nearly(&j);
    forget_links(rowsets, CS_ROW_NEARLY);
    settle(&j);
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
