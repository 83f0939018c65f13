/* persons_nearly.c - rows of different systems joined by a name that is one person's in each, and a postal code. */
#include "engine/persons_join.h"

#include <sodium.h>

#define SYSTEMS_MAX 64 /* that know one person; more are not told apart */

/* Names of the noted rows, each with its row: sorted, rows in order. */
static guint64 *
sorted_names(const struct cs_joiner *j, gsize *ret_n)
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
find_rare_names(const struct cs_joiner *j)
{
    guint8 *rare = g_new0(guint8, (gsize)j->persons->n + 1);
    gsize n;
    guint64 *names = sorted_names(j, &n);

    for (gsize from = 0, to; from < n; from = to) {
        gboolean alone = TRUE;

        for (to = from + 1; to < n && names[to] >> 32 == names[from] >> 32; to++)
            ;
        /* sets are sorted by source, so rows of one source stand together */
        for (gsize i = from + 1; alone && i < to; i++)
            alone = cs_joiner_root(j, (guint32)names[i]) == cs_joiner_root(j, (guint32)names[i - 1]) ||
                    cs_joiner_source(j, (guint32)names[i]) != cs_joiner_source(j, (guint32)names[i - 1]);
        for (gsize i = from; alone && i < to; i++)
            rare[(guint32)names[i]] = 1;
    }
    sodium_memzero(names, n * sizeof *names);
    g_free(names);
    return rare;
}

/* For any two systems that know the person: do keys join what they know? One row speaks for its system: others of that
 * name are the same person's there. */
static void
see(struct cs_joiner *j, const struct cs_posting *group, gsize n, gpointer rare)
{
    struct {
        guint source;
        guint32 root;
    } known[SYSTEMS_MAX];
    guint n_known = 0;

    for (gsize i = 0; i < n && n_known < SYSTEMS_MAX; i++) {
        guint source = cs_joiner_source(j, group[i].at);

        if (!((const guint8 *)rare)[group[i].at] || (n_known && known[n_known - 1].source == source))
            continue;
        known[n_known].source = source;
        known[n_known++].root = cs_joiner_root(j, group[i].at);
    }
    for (guint a = 0; a < n_known; a++)
        for (guint b = a + 1; b < n_known; b++) {
            struct cs_persons_seen *seen = &j->persons->seen[known[a].source * j->persons->sources + known[b].source];

            if (known[a].root == known[b].root)
                seen->joined++;
            else
                seen->apart++;
        }
}

static void
join_all(struct cs_joiner *j, const struct cs_posting *group, gsize n, gpointer rare)
{
    const guint8 *is_rare = rare;

    for (gsize i = 1; i < n; i++)
        if (is_rare[group[i].at] && is_rare[group[i - 1].at])
            cs_joiner_join(j, group[i].at, group[i - 1].at);
}

void
cs_join_nearly(struct cs_joiner *j)
{
    g_autofree guint8 *rare = find_rare_names(j);

    if (j->persons->whole)
        cs_joiner_walk(j, TRUE, see, rare);
    cs_joiner_walk(j, TRUE, join_all, rare);
}
