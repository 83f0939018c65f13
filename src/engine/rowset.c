/* rowset.c - columns of hashes that grow together and are wiped. */
#include "engine/rowset.h"

#include "engine/radix.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define DATED_MIN 10
#define EXPECTED_MOST (1u << 21)

struct cs_rowset *
cs_rowset_new(const struct cs_object *object, guint level)
{
    struct cs_rowset *set = g_new0(struct cs_rowset, 1);

    set->object = object;
    set->level = level;
    return set;
}

static void
wipe(gpointer data, gsize size)
{
    if (data)
        sodium_memzero(data, size);
    g_free(data);
}

static void
forget_links(struct cs_row_column *column)
{
    wipe(column->links, column->links_room * sizeof *column->links);
    column->links = NULL;
    column->n_links = column->links_room = 0;
}

static void
forget_asides(struct cs_row_column *column)
{
    wipe(column->asides, column->asides_room * sizeof *column->asides);
    column->asides = NULL;
    column->n_asides = column->asides_room = 0;
}

void
cs_rowset_forget_links(struct cs_rowset *set, enum cs_row_role role)
{
    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].role == role) {
            forget_links(&set->columns[c]);
            forget_asides(&set->columns[c]);
        }
}

void
cs_rowset_forget_noted(struct cs_rowset *set)
{
    for (guint c = 0; c < set->n_columns; c++) {
        forget_links(&set->columns[c]);
        forget_asides(&set->columns[c]);
        wipe(set->columns[c].brief, set->noted_room * sizeof *set->columns[c].brief);
        set->columns[c].brief = NULL;
    }
    wipe(set->names, set->noted_room * sizeof *set->names);
    g_free(set->keyed);
    set->names = NULL;
    set->keyed = NULL;
    set->n_noted = set->noted_room = 0;
}

static void
clear_column(const struct cs_rowset *set, struct cs_row_column *column)
{
    forget_links(column);
    forget_asides(column);
    wipe(column->brief, set->noted_room * sizeof *column->brief);
    wipe(column->hash, set->capacity * sizeof *column->hash);
    wipe(column->signature, set->capacity * sizeof *column->signature);
    cs_place_clear(&column->place);
    cs_place_clear(&column->ref);
}

void
cs_rowset_free(struct cs_rowset *set)
{
    if (!set)
        return;
    cs_rowset_forget_noted(set);
    for (guint c = 0; c < set->n_columns; c++)
        clear_column(set, &set->columns[c]);
    g_free(set->columns);
    g_free(set->continued);
    g_free(set->at);
    g_free(set->reach);
    g_free(set);
}

static void
copy_place(struct cs_place *to, const struct cs_place *from)
{
    if (from)
        cs_place_set(to, from->source, from->schema, from->object, from->column, from->path);
}

guint
cs_rowset_column(struct cs_rowset *set, enum cs_row_role role, const struct cs_place *place, const char *attribute,
                 enum cs_value_class value_class, const struct cs_place *ref)
{
    struct cs_row_column *column;

    set->columns = g_renew(struct cs_row_column, set->columns, set->n_columns + 1);
    column = &set->columns[set->n_columns];
    *column = (struct cs_row_column){.role = role, .attribute = attribute, .value_class = value_class};
    copy_place(&column->place, place);
    copy_place(&column->ref, ref);
    return set->n_columns++;
}

static gpointer
grown(gpointer old, gsize size, gsize old_size)
{
    gpointer bigger = g_malloc(size);

    if (old)
        memcpy(bigger, old, old_size);
    wipe(old, old_size);
    return bigger;
}

static void
grow(struct cs_rowset *set)
{
    guint old = set->capacity, now = MAX(256, old * 2);

    for (guint c = 0; c < set->n_columns; c++) {
        struct cs_row_column *column = &set->columns[c];

        column->hash = grown(column->hash, now * sizeof *column->hash, old * sizeof *column->hash);
        column->signature = grown(column->signature, now * sizeof *column->signature, old * sizeof *column->signature);
    }
    set->continued = g_renew(guint8, set->continued, now);
    set->at = g_renew(guint32, set->at, now);
    set->reach = g_renew(guint8, set->reach, now);
    set->capacity = now;
}

void
cs_rowset_add(struct cs_rowset *set, const struct cs_cell *cells, guint reach, gboolean continued)
{
    if (set->n == set->capacity)
        grow(set);
    for (guint c = 0; c < set->n_columns; c++) {
        set->columns[c].hash[set->n] = cells[c].hash;
        set->columns[c].signature[set->n] = cells[c].signature;
    }
    set->reach[set->n] = (guint8)reach;
    set->at[set->n] = set->n_noted ? set->n_noted - 1 : set->n;
    set->continued[set->n++] = continued != 0;
}

/* At first as many as the object has rows by what its source says: memory that is not written costs nothing, and a copy
 * of it twice. */
static guint
next_room(const struct cs_rowset *set, guint room)
{
    double rows = set->object ? set->object->rows * 1.02 : 0;

    return room ? room * 2 : (guint)CLAMP(rows, 256, EXPECTED_MOST);
}

static gboolean
has_brief(const struct cs_row_column *column)
{
    return column->role == CS_ROW_VALUE || column->role == CS_ROW_SUSPECT;
}

static void
grow_noted(struct cs_rowset *set)
{
    guint old = set->noted_room, room = next_room(set, old);

    set->keyed = g_renew(guint8, set->keyed, room);
    if (cs_rowset_find(set, CS_ROW_NAME))
        set->names = grown(set->names, room * sizeof *set->names, old * sizeof *set->names);
    for (guint c = 0; c < set->n_columns; c++) {
        struct cs_row_column *column = &set->columns[c];

        if (has_brief(column))
            column->brief = grown(column->brief, room * sizeof *column->brief, old * sizeof *column->brief);
    }
    set->noted_room = room;
}

static gsize
note_brief(struct cs_rowset *set, struct cs_row_column *column, const struct cs_cell *cell)
{
    guint64 hash = cell->quick ? cell->quick : cell->hash;

    if (!has_brief(column))
        return 0;
    column->brief[set->n_noted - 1] = hash ? cs_brief(hash) : 0;
    return column->role == CS_ROW_SUSPECT ? 0 : sizeof *column->brief;
}

/* Rows are joined by its values, or counted; those of a suspect may be, once it is raised. */
static gboolean
is_noted(const struct cs_row_column *column)
{
    return column->role == CS_ROW_NEARLY || column->role == CS_ROW_SUSPECT || cs_row_column_is_key(column) ||
           (column->role == CS_ROW_VALUE && CS_VC_IS_KEY(column->value_class));
}

static gsize
note(struct cs_rowset *set, struct cs_row_column *column, const struct cs_cell *cell)
{
    guint64 hash = cell->quick ? cell->quick : cell->hash;
    guint room = next_room(set, column->links_room);

    if (!hash || !is_noted(column))
        return 0;
    if (column->n_links == column->links_room) {
        column->links = grown(column->links, room * sizeof *column->links, column->n_links * sizeof *column->links);
        column->links_room = room;
    }
    column->links[column->n_links++] = (hash & ~(guint64)(CS_LINK_ROWS - 1)) | (set->n_noted - 1);
    return column->role == CS_ROW_SUSPECT ? 0 : sizeof *column->links;
}

gsize
cs_rowset_note(struct cs_rowset *set, const struct cs_cell *cells, guint8 keyed)
{
    gsize bytes = sizeof *set->keyed + (set->names ? sizeof *set->names : 0);
    guint row = set->n_noted;

    if (set->n_noted == CS_LINK_ROWS)
        return 0;
    if (set->n_noted == set->noted_room)
        grow_noted(set);
    set->keyed[row] = keyed;
    if (set->names)
        set->names[row] = (struct cs_noted_name){0};
    set->n_noted++;
    for (guint c = 0; c < set->n_columns; c++) {
        bytes += note(set, &set->columns[c], &cells[c]) + note_brief(set, &set->columns[c], &cells[c]);
        if (set->names && set->columns[c].role == CS_ROW_NAME && cells[c].hash)
            set->names[row] = (struct cs_noted_name){(guint32)(cells[c].hash >> 32), cells[c].signature};
    }
    return bytes;
}

void
cs_rowset_note_more(struct cs_rowset *set, guint column, const struct cs_cell *cell)
{
    note(set, &set->columns[column], cell);
}

gsize
cs_rowset_note_aside(struct cs_rowset *set, guint c, guint64 hash)
{
    struct cs_row_column *column = &set->columns[c];
    guint room = MAX(16, column->asides_room * 2);

    if (column->n_asides == column->asides_room) {
        column->asides =
            grown(column->asides, room * sizeof *column->asides, column->n_asides * sizeof *column->asides);
        column->asides_room = room;
    }
    column->asides[column->n_asides++] = (struct cs_aside){hash, set->n_noted - 1};
    return sizeof *column->asides;
}

static int
by_hash(const void *a, const void *b)
{
    const struct cs_aside *x = a, *y = b;

    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static int
by_day(const void *a, const void *b)
{
    const guint *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* The day at which a share of the dated rows is reached; 0 when few are dated. */
static guint
quantile(const struct cs_rowset *set, enum cs_row_role role, double share)
{
    const struct cs_row_column *column = cs_rowset_find(set, role);
    g_autofree guint *days = g_new(guint, set->n + 1);
    guint n = 0;

    for (guint row = 0; column && row < set->n; row++)
        if (column->hash[row])
            days[n++] = (guint)column->hash[row];
    qsort(days, n, sizeof *days, by_day);
    return n >= DATED_MIN ? days[(guint)((n - 1) * share)] : 0;
}

/* By hash; rows stand in order already. In no more memory than it takes: links wait for all other objects. */
static void
settle_links(struct cs_row_column *column)
{
    guint n = column->n_links;
    guint64 *spare = g_new(guint64, n + 1);

    cs_radix_sort_words(column->links, spare, n, CS_LINK_ROW_BITS);
    wipe(spare, n * sizeof *spare);
    column->links = g_renew(guint64, column->links, n);
    column->links_room = n;
}

static void
settle(struct cs_rowset *set)
{
    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].n_links)
            settle_links(&set->columns[c]);
    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].n_asides)
            qsort(set->columns[c].asides, set->columns[c].n_asides, sizeof(struct cs_aside), by_hash);
    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].brief)
            set->columns[c].brief = g_renew(guint8, set->columns[c].brief, set->n_noted);
    set->keyed = g_renew(guint8, set->keyed, set->n_noted);
    if (set->names)
        set->names = g_renew(struct cs_noted_name, set->names, set->n_noted);
    set->noted_room = set->n_noted;
}

static guint8
told_by(const struct cs_row_column *c)
{
    if (c->role == CS_ROW_PARENT)
        return CS_ROW_REFERS;
    return c->role == CS_ROW_TOGETHER || (c->role == CS_ROW_VALUE && CS_VC_IS_KEY(c->value_class)) ? CS_ROW_KEYED : 0;
}

void
cs_rowset_note_kept(struct cs_rowset *set)
{
    struct cs_cell *cells = g_new0(struct cs_cell, set->n_columns + 1);

    cs_rowset_forget_noted(set);
    for (guint row = 0; row < set->n; row++) {
        guint8 keyed = 0;

        for (guint c = 0; c < set->n_columns; c++) {
            const struct cs_row_column *column = &set->columns[c];

            cells[c] = (struct cs_cell){.hash = column->hash[row], .signature = column->signature[row]};
            keyed |= cells[c].hash ? told_by(column) : 0;
            if (set->continued[row] && row)
                cs_rowset_note_more(set, c, &cells[c]);
        }
        if (!set->continued[row] || !row)
            cs_rowset_note(set, cells, keyed);
        set->at[row] = set->n_noted - 1;
    }
    settle(set);
    sodium_memzero(cells, set->n_columns * sizeof *cells);
    g_free(cells);
}

void
cs_rowset_finish(struct cs_rowset *set)
{
    settle(set);
    set->touched = quantile(set, CS_ROW_TOUCHED, 0.5);
    set->made = quantile(set, CS_ROW_MADE, 0.05);
}

void
cs_rowset_raise(struct cs_rowset *set, guint c, const char *attribute)
{
    struct cs_row_column *column = &set->columns[c];

    column->role = CS_ROW_VALUE;
    column->attribute = attribute;
    set->suspected = FALSE;
    for (guint row = 0; column->brief && row < set->n_noted; row++) {
        if (!column->brief[row] || set->keyed[row] & CS_ROW_KEYED)
            continue;
        set->keyed[row] |= CS_ROW_KEYED;
        set->keyless--;
        if (set->keyed[row] & CS_ROW_REFERS)
            continue;
        set->adrift--;
        set->alone++;
    }
}

void
cs_rowset_drop_suspects(struct cs_rowset *set)
{
    guint n = 0;

    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].role == CS_ROW_SUSPECT)
            clear_column(set, &set->columns[c]);
        else
            set->columns[n++] = set->columns[c];
    set->n_columns = n;
}

gboolean
cs_row_column_is_key(const struct cs_row_column *c)
{
    switch (c->role) {
    case CS_ROW_VALUE:
        return CS_VC_IS_KEY(c->value_class) && c->value_class != CS_VC_TEXT && !c->serial;
    case CS_ROW_PARENT:
        return !c->off;
    case CS_ROW_TOGETHER:
    case CS_ROW_SELF:
        return TRUE;
    case CS_ROW_SUSPECT:
    case CS_ROW_NAME:
    case CS_ROW_NEARLY:
    case CS_ROW_TOUCHED:
    case CS_ROW_MADE:
        break;
    }
    return FALSE;
}

const struct cs_row_column *
cs_rowset_find(const struct cs_rowset *set, enum cs_row_role role)
{
    for (guint c = 0; c < set->n_columns; c++)
        if (set->columns[c].role == role)
            return &set->columns[c];
    return NULL;
}
