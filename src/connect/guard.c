/* guard.c - a connector's listing and batches, checked. */
#include "connect/guard.h"

#include <math.h>
#include <string.h>

#define MAX_OBJECTS 1000000u
#define MAX_COLUMNS 10000000u
#define MAX_NAME 65536u
#define MAX_KEY 1000u
#define MAX_CELLS ((gsize)1 << 26) /* of a batch */

static gboolean
is_name(const char *name)
{
    return name && strnlen(name, MAX_NAME) < MAX_NAME;
}

/* Text that a report can show: the same, or a copy in *ret_copy. */
static const char *
shown(const char *text, char **ret_copy)
{
    return !text || g_utf8_validate(text, -1, NULL) ? text : (*ret_copy = g_utf8_make_valid(text, -1));
}

struct push {
    struct cs_guard *guard;
    const void *info;
};

static int
do_object(void *data)
{
    const struct push *p = data;
    struct cs_guard *g = p->guard;
    const struct cs_object_info *info = p->info;
    struct cs_object_info fit;
    g_autofree char *comment = NULL;

    if (!info || info->size < sizeof *info || !is_name(info->name) || !is_name(info->schema) ||
        ++g->objects > MAX_OBJECTS || info->kind > CS_OTHER_OBJECT || info->rows_kind > CS_ROWS_EXACT)
        return CS_E_PROTOCOL;
    fit = *info;
    fit.comment = shown(info->comment, &comment);
    if (!isfinite(fit.rows) || fit.rows < 0 || fit.rows > 1e18) {
        fit.rows = -1;
        fit.rows_kind = CS_ROWS_UNKNOWN;
    }
    if (!isfinite(fit.bytes) || fit.bytes < 0)
        fit.bytes = -1;
    return g->behind->object(g->behind->ctx, &fit);
}

static int
do_column(void *data)
{
    const struct push *p = data;
    struct cs_guard *g = p->guard;
    const struct cs_column_info *info = p->info;
    struct cs_column_info fit;
    g_autofree char *comment = NULL, *native = NULL;

    if (!info || info->size < sizeof *info || !is_name(info->name) || !g->objects || ++g->columns > MAX_COLUMNS ||
        info->type > CS_T_OTHER)
        return CS_E_PROTOCOL;
    fit = *info;
    fit.comment = shown(info->comment, &comment);
    fit.native = shown(info->native ? info->native : "", &native);
    return g->behind->column(g->behind->ctx, &fit);
}

static int
do_key(void *data)
{
    const struct push *p = data;
    struct cs_guard *g = p->guard;
    const struct cs_key_info *info = p->info;

    if (!info || info->size < sizeof *info || !g->objects || info->kind > CS_KEY_FOREIGN || !info->columns ||
        !info->n_columns || info->n_columns > MAX_KEY)
        return CS_E_PROTOCOL;
    for (gsize i = 0; i < info->n_columns; i++)
        if (!is_name(info->columns[i]) || (info->ref_columns && !is_name(info->ref_columns[i])))
            return CS_E_PROTOCOL;
    if (info->kind == CS_KEY_FOREIGN && !info->ref_object)
        return CS_E_PROTOCOL;
    return g->behind->key(g->behind->ctx, info);
}

static int
on_object(void *ctx, const struct cs_object_info *info)
{
    struct cs_guard *g = ctx;
    struct push p = {g, info};

    return cs_caller_while_wanted(g->caller, do_object, &p);
}

static int
on_column(void *ctx, const struct cs_column_info *info)
{
    struct cs_guard *g = ctx;
    struct push p = {g, info};

    return cs_caller_while_wanted(g->caller, do_column, &p);
}

static int
on_key(void *ctx, const struct cs_key_info *info)
{
    struct cs_guard *g = ctx;
    struct push p = {g, info};

    return cs_caller_while_wanted(g->caller, do_key, &p);
}

struct gap {
    struct cs_guard *guard;
    const char *schema, *object;
    const struct cs_err *why;
};

static int
do_gap(void *data)
{
    const struct gap *p = data;
    struct cs_guard *g = p->guard;
    g_autofree char *schema = NULL, *object = NULL;
    struct cs_err why;

    if (!p->why || p->why->code >= 0 || p->why->code < CS_E_INTERNAL)
        return CS_E_PROTOCOL;
    why = *p->why;
    why.message[sizeof why.message - 1] = why.hint[sizeof why.hint - 1] = '\0';
    return g->behind->gap(g->behind->ctx, shown(p->schema, &schema), shown(p->object, &object), &why);
}

static int
on_gap(void *ctx, const char *schema, const char *object, const struct cs_err *why)
{
    struct cs_guard *g = ctx;
    struct gap p = {g, schema, object, why};

    return cs_caller_while_wanted(g->caller, do_gap, &p);
}

void
cs_guard_init(struct cs_guard *guard, struct cs_caller *caller, const struct cs_sink *behind)
{
    *guard = (struct cs_guard){.caller = caller, .behind = behind};
    guard->sink = (struct cs_sink){.size = sizeof guard->sink,
                                   .ctx = guard,
                                   .object = on_object,
                                   .column = on_column,
                                   .key = on_key,
                                   .gap = on_gap};
}

static int
check_value(const char *connector, const struct cs_value *v, guint64 max_value, struct cs_err *err)
{
    if (v->null ? v->data || v->size : !v->data && v->size)
        return cs_fail(err, CS_E_PROTOCOL, connector, NULL, "the connector returned a value without bytes");
    if (v->size > max_value + 16)
        return cs_fail(err, CS_E_PROTOCOL, connector, NULL, "the connector returned a value over the ceiling");
    if (v->full_size && v->full_size < v->size)
        return cs_fail(err, CS_E_PROTOCOL, connector, NULL, "the connector returned a value larger than its whole");
    return 0;
}

int
cs_guard_batch(const char *connector, const struct cs_batch *batch, gsize columns, guint64 max_value,
               struct cs_err *err)
{
    int rc = 0;

    if (batch->drawn > CS_DRAWN_HEAD || (batch->rows && batch->drawn == CS_DRAWN_NONE))
        return cs_fail(err, CS_E_PROTOCOL, connector, NULL, "the connector does not say how its rows were drawn");
    if (!batch->rows)
        return 0;
    if (batch->columns != columns || !columns || !batch->values)
        return cs_fail(err, CS_E_PROTOCOL, connector, NULL, "the connector returned rows of the wrong width");
    if (batch->rows > MAX_CELLS / columns)
        return cs_fail(err, CS_E_PROTOCOL, connector, NULL, "the connector returned more rows than memory holds");
    for (gsize i = 0; !rc && i < batch->rows * columns; i++)
        rc = check_value(connector, &batch->values[i], max_value, err);
    return rc;
}
