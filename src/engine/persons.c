/* persons.c - rows joined into persons by equal keys. */
#include "engine/persons_join.h"

#define MANY_ROWS 20    /* of one object beside one key … */
#define MANY_SHARE 200  /* … or more than rows / this: nobody's own */
#define MANY_NAMES 3    /* names beside one e-mail address: a role's mailbox */
#define CLUSTERS_MAX 16 /* names told apart beside one key */

struct name {
    guint32 hash, signature, row;
};

/* The name in a row; FALSE when it has none. */
static gboolean
name_of(const struct cs_joiner *j, guint32 at, struct name *ret_name)
{
    guint s = cs_joiner_set(j, at);
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
join_by_name(struct cs_joiner *j, const struct cs_posting *group, gsize n, guint names_max)
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
            cs_joiner_join(j, clusters[c].row, name.row);
        else if (n_clusters < CLUSTERS_MAX)
            clusters[n_clusters++] = name;
    }
    for (gsize i = 1; n_clusters <= names_max && i < n; i++)
        cs_joiner_join(j, group[0].at, group[i].at);
}

static gboolean
is_frequent(const struct cs_joiner *j, const struct cs_posting *group, gsize n)
{
    const guint *first = j->persons->first;

    for (gsize from = 0, to; n > MANY_ROWS && from < n; from = to) {
        guint set = cs_joiner_set(j, group[from].at);

        for (to = from + 1; to < n && group[to].at < first[set + 1]; to++)
            ;
        if (to - from > MANY_ROWS && to - from > (first[set + 1] - first[set]) / MANY_SHARE)
            return TRUE;
    }
    return FALSE;
}

/* Where all rows are noted, a reference to none of them ("0" for nobody) joins nobody. */
static gboolean
leads_nowhere(const struct cs_joiner *j, const struct cs_posting *group, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (group[i].kind & CS_POSTING_SELF)
            return FALSE;
    return j->persons->whole;
}

static void
join_group(struct cs_joiner *j, const struct cs_posting *group, gsize n, gpointer ctx)
{
    enum cs_value_class kind = group[0].kind & ~(guint32)CS_POSTING_SELF;

    (void)ctx;
    if (kind == CS_VC_LOCAL) {
        for (gsize i = 1; i < n && (i > 1 || !leads_nowhere(j, group, n)); i++)
            cs_joiner_join(j, group[0].at, group[i].at);
        return;
    }
    if (!is_frequent(j, group, n))
        join_by_name(j, group, n, kind == CS_VC_EMAIL ? MANY_NAMES : 1);
}

static void
settle(struct cs_joiner *j)
{
    for (guint32 i = 0; i < j->persons->n; i++)
        j->persons->person[i] = cs_joiner_root(j, i);
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
prepare(struct cs_joiner *j)
{
    struct cs_persons *p = j->persons;

    p->sets = j->sets->len;
    p->whole = all_noted(j->sets);
    p->first = g_new0(guint, p->sets + 1);
    p->source = g_new0(guint, p->sets + 1);
    for (guint s = 0; s < p->sets; s++) {
        struct cs_rowset *set = j->sets->pdata[s];

        if (!p->whole)
            cs_rowset_note_kept(set);
        p->first[s + 1] = p->first[s] + set->n_noted;
        p->sources += !s || set->object->source != ((const struct cs_rowset *)j->sets->pdata[s - 1])->object->source;
        p->source[s] = p->sources - 1;
    }
    p->seen = g_new0(struct cs_persons_seen, (gsize)p->sources * p->sources + 1);
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
    struct cs_joiner j = {.sets = rowsets, .persons = g_new0(struct cs_persons, 1)};

    prepare(&j);
    cs_joiner_walk(&j, FALSE, join_group, NULL);
    settle(&j);
    return j.persons;
}

struct cs_persons *
cs_persons_link(const GPtrArray *rowsets)
{
    struct cs_joiner j = {.sets = rowsets, .persons = g_new0(struct cs_persons, 1)};

    prepare(&j);
    cs_joiner_walk(&j, FALSE, join_group, NULL);
    forget_links(rowsets, CS_ROW_TOGETHER);
    forget_links(rowsets, CS_ROW_SELF);
    forget_links(rowsets, CS_ROW_PARENT);
    cs_join_nearly(&j);
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
    g_free(persons->source);
    g_free(persons->seen);
    g_free(persons);
}
