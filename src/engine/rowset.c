/* rowset.c - columns of hashes that grow together and are wiped. */
#include "engine/rowset.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define DATED_MIN 10

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

void
cs_rowset_free(struct cs_rowset *set)
{
    if (!set)
        return;
    for (guint c = 0; c < set->n_columns; c++) {
        struct cs_row_column *column = &set->columns[c];

        wipe(column->hash, set->capacity * sizeof *column->hash);
        wipe(column->signature, set->capacity * sizeof *column->signature);
        cs_place_clear(&column->place);
        cs_place_clear(&column->ref);
    }
    g_free(set->columns);
    g_free(set->continued);
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
    set->capacity = now;
}

void
cs_rowset_add(struct cs_rowset *set, const struct cs_cell *cells, gboolean continued)
{
    if (set->n == set->capacity)
        grow(set);
    for (guint c = 0; c < set->n_columns; c++) {
        set->columns[c].hash[set->n] = cells[c].hash;
        set->columns[c].signature[set->n] = cells[c].signature;
    }
    set->continued[set->n++] = continued != 0;
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

void
cs_rowset_finish(struct cs_rowset *set)
{
    set->touched = quantile(set, CS_ROW_TOUCHED, 0.5);
    set->made = quantile(set, CS_ROW_MADE, 0.05);
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
