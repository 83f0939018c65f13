/* people.c - one walk over the persons: over the kept rows, then over all of them where they were noted. */
#include "engine/people_walk.h"

#include "engine/radix.h"

#include <sodium.h>
#include <string.h>

#define SEEN_LEAST 100 /* people of two systems known by key and by name: fewer say nothing of those missed */

static void
walk_init(struct cs_people_walk *w)
{
    gsize cells;

    w->sources = g_ptr_array_new();
    w->names = g_ptr_array_new();
    w->system = g_new0(guint, w->sets->len + 1);
    w->counts = g_new0(gboolean, w->sets->len + 1);
    w->older = g_new0(gboolean, w->sets->len + 1);
    w->unkeyed = g_new0(double, w->sets->len + 1);
    w->attribute = g_new0(guint *, w->sets->len + 1);
    cs_people_choose(w);
    cells = (gsize)w->sources->len * w->names->len + 1;
    w->in = g_new0(struct cs_people_estimate, w->sources->len + 1);
    w->only = g_new0(struct cs_people_estimate, w->sources->len + 1);
    w->guessed = g_new0(double, w->sources->len + 1);
    w->has = g_new0(struct cs_people_estimate, cells);
    w->votes = g_new0(double, cells);
    w->won = g_new0(double, cells);
    w->known = g_new0(double, w->names->len + 1);
    w->pairs = g_hash_table_new_full(NULL, NULL, NULL, cs_people_both_free);
    w->combinations = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    w->facts = g_array_new(FALSE, FALSE, sizeof(struct cs_people_fact));
    w->keys = g_array_new(FALSE, FALSE, sizeof(struct cs_people_key));
    w->here = g_array_new(FALSE, FALSE, sizeof(guint));
    w->tables_here = g_array_new(FALSE, FALSE, sizeof(guint));
}

static void
walk_clear(struct cs_people_walk *w)
{
    sodium_memzero(w->facts->data, w->facts->len * sizeof(struct cs_people_fact));
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
speaks(const struct cs_people_walk *w, const struct cs_rowset *set, guint row)
{
    for (guint c = 0; w->rate < 1 && c < set->n_columns; c++)
        if (set->columns[c].role == CS_ROW_PARENT && !set->columns[c].off && set->columns[c].hash[row])
            return FALSE;
    return TRUE;
}

static void
take_row(struct cs_people_walk *w, guint s, guint row)
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
            struct cs_people_key key = {hash, w->system[s]};

            g_array_append_val(w->keys, key);
        }
        w->identified |=
            column->role == CS_ROW_TOGETHER || (column->role == CS_ROW_VALUE && CS_VC_IS_KEY(column->value_class));
        if (column->role == CS_ROW_VALUE && !w->older[s]) {
            struct cs_people_fact fact = {w->attribute[s][c], w->system[s], hash, column->signature[row]};

            g_array_append_val(w->facts, fact);
        }
    }
}

static void
forget(struct cs_people_walk *w)
{
    g_array_set_size(w->facts, 0);
    g_array_set_size(w->keys, 0);
    g_array_set_size(w->here, 0);
    g_array_set_size(w->tables_here, 0);
    w->identified = FALSE;
}

/* Rows by person: the walk meets each person once. */
static void
walk_persons(struct cs_people_walk *w)
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
            cs_people_count_person(w);
            forget(w);
        }
        take_row(w, rows[i].kind, rows[i].at);
    }
    cs_people_count_person(w);
    forget(w);
    g_free(rows);
}

/* ---- all rows, where they were noted ---- */

static void
take_noted(struct cs_people_walk *w, guint s, guint row)
{
    const struct cs_rowset *set = w->sets->pdata[s];

    add_once(w->tables_here, s);
    if (w->counts[s])
        add_once(w->here, w->system[s]);
    w->identified |= (set->keyed[row] & CS_ROW_KEYED) != 0;
    for (guint c = 0; !w->older[s] && c < set->n_columns; c++) {
        const guint8 *brief = set->columns[c].brief;
        struct cs_people_fact fact = {w->attribute[s][c], w->system[s], brief ? brief[row] : 0, 0};

        if (fact.hash)
            g_array_append_val(w->facts, fact);
    }
}

/* The same walk over the noted rows: each person is met, none stands for others. */
static void
walk_noted(struct cs_people_walk *w)
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
            cs_people_count_person(w);
            forget(w);
            s = 0;
        }
        while (row >= p->first[s + 1])
            s++;
        take_noted(w, s, row - p->first[s]);
    }
    cs_people_count_person(w);
    forget(w);
    g_free(rows);
}

/* What the kept rows say is forgotten, but how many of the differences they see are slips of the pen. */
static void
start_again(struct cs_people_walk *w)
{
    gsize cells = (gsize)w->sources->len * w->names->len + 1;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, w->pairs);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct cs_people_both *pair = value;

        pair->persons = (struct cs_people_estimate){0};
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
    w->all = w->shared = (struct cs_people_estimate){0};
    w->tables = w->people = 0;
    w->rate = 1;
    g_array_set_size(w->known_in, 0);
    g_hash_table_remove_all(w->combinations);
}

/* Without a signature in the noted rows, slips are the share of the differences that they are in the kept ones. */
static void
tell_slips(struct cs_people_walk *w)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, w->pairs);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        struct cs_people_both *pair = value;

        for (guint a = 0; a < w->names->len; a++)
            pair->slips[a].sum = pair->differing[a].sum * pair->slip[a];
    }
}

/* People of two systems whom no key joins (another address here than there), by dual-system estimation (Chapman 1951):
 * keys find n1 of those that both know, names with a postal code n2 of them, and m are found by both. What is added
 * counts as not seen. */
static void
add_missed(struct cs_people_walk *w, guint a, guint b)
{
    const struct cs_persons_seen *seen = &w->persons->seen[a * w->persons->sources + b];
    struct cs_people_both *pair = g_hash_table_lookup(w->pairs, cs_people_pair_key(w, a, b));
    double m = seen->joined, n2 = m + seen->apart, n1 = pair ? pair->persons.sum - seen->apart : 0, room;

    if (m < SEEN_LEAST || n1 <= m)
        return;
    room = MAX(0, MIN(w->in[a].sum, w->in[b].sum) - pair->persons.sum); /* none where guesses fill it */
    pair->missed = CLAMP((n1 + 1) * (n2 + 1) / (m + 1) - 1 - (n1 + n2 - m), 0, room);
    pair->persons.sum += pair->missed;
    pair->persons.spread += (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) * (m + 1) * (m + 2));
}

static void
add_all_missed(struct cs_people_walk *w)
{
    if (w->sources->len != w->persons->sources) /* sets out of order are numbered otherwise */
        return;
    for (guint a = 0; a < w->sources->len; a++)
        for (guint b = a + 1; b < w->sources->len; b++)
            add_missed(w, a, b);
}

struct cs_people *
cs_people_count(const GPtrArray *rowsets, const struct cs_persons *persons, const char *as_of)
{
    struct cs_people *people = cs_people_new();
    struct cs_people_walk w = {.sets = rowsets, .persons = persons, .known_in = people->known_in};

    walk_init(&w);
    walk_persons(&w);
    if (persons->whole) {
        start_again(&w);
        walk_noted(&w);
        tell_slips(&w);
        add_all_missed(&w);
    }
    cs_people_tell(&w, as_of, people);
    walk_clear(&w);
    return people;
}
