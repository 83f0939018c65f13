/* copies.c - copies, joins and copy groups as records of the map, and back. */
#include "map/record.h"

#include <math.h>

static void
write_interval(struct cs_json *j, const char *key, const double interval[2])
{
    cs_json_array(j, key);
    cs_json_real(j, NULL, interval[0]);
    cs_json_real(j, NULL, interval[1]);
    cs_json_end_array(j);
}

static void
read_interval(double interval[2], const cJSON *array)
{
    for (int i = 0; i < 2; i++) {
        const cJSON *item = cJSON_GetArrayItem(array, i);

        interval[i] = cJSON_IsNumber(item) ? item->valuedouble : i;
    }
}

/* A count of people or of their rows: null when they are few. */
static void
write_count(struct cs_json *j, const char *key, double count)
{
    if (count >= 0.5 && count < CS_PEOPLE_HIDDEN - 0.5)
        cs_json_null(j, key);
    else
        cs_json_int(j, key, (gint64)count);
}

/* Rows and the interval they lie in: rounded outwards; both ends equal where they were counted. */
static void
write_rows(struct cs_json *j, const char *key, const char *interval, const struct cs_row_count *rows)
{
    write_count(j, key, rows->rows);
    if (rows->high > 0.5 && rows->high < CS_PEOPLE_HIDDEN - 0.5) {
        cs_json_null(j, interval);
        return;
    }
    cs_json_array(j, interval);
    cs_json_int(j, NULL, (gint64)floor(rows->low));
    cs_json_int(j, NULL, (gint64)ceil(rows->high));
    cs_json_end_array(j);
}

static double
read_count(const cJSON *o, const char *key)
{
    return cs_map_real(o, key, cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(o, key)) ? CS_FEW : 0);
}

static void
read_rows(struct cs_row_count *rows, const cJSON *o, const char *key, const char *interval)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(o, interval), *low = cJSON_GetArrayItem(array, 0),
                *high = cJSON_GetArrayItem(array, 1);

    rows->rows = read_count(o, key);
    rows->low = cJSON_IsNumber(low) ? low->valuedouble : rows->rows;
    rows->high = cJSON_IsNumber(high) ? high->valuedouble : rows->rows;
}

static void
write_origin(struct cs_json *j, const struct cs_copy *c)
{
    const char side[] = {c->origin, '\0'};

    cs_json_string(j, "origin", c->origin ? side : NULL);
    cs_json_array(j, "why");
    for (guint bit = CS_WHY_ARCHIVE; bit <= CS_WHY_FIRST; bit <<= 1)
        if (c->why & bit)
            cs_json_string(j, NULL, cs_why_name((enum cs_why)bit));
    cs_json_end_array(j);
}

static void
read_origin(struct cs_copy *c, const cJSON *o)
{
    const char *side = cs_map_text(o, "origin");
    const cJSON *item;

    c->origin = !g_strcmp0(side, "a") ? 'a' : !g_strcmp0(side, "b") ? 'b' : 0;
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "why")) {
        for (guint bit = CS_WHY_ARCHIVE; bit <= CS_WHY_FIRST; bit <<= 1)
            if (!g_strcmp0(cJSON_GetStringValue(item), cs_why_name((enum cs_why)bit)))
                c->why |= bit;
    }
}

static void
write_differences(struct cs_json *j, const struct cs_copy *c)
{
    if (!c->differences->len)
        return;
    cs_json_array(j, "differences");
    for (guint i = 0; i < c->differences->len; i++) {
        const struct cs_difference *d = c->differences->pdata[i];

        cs_json_object(j, NULL);
        cs_json_string(j, "attribute", d->attribute);
        cs_json_string(j, "a", d->a);
        cs_json_string(j, "b", d->b);
        cs_json_bool(j, "counted", d->rows >= 0);
        write_count(j, "rows", d->rows < 0 ? CS_FEW : d->rows);
        cs_json_end_object(j);
    }
    cs_json_end_array(j);
}

static void
read_differences(struct cs_copy *c, const cJSON *o)
{
    const cJSON *item;

    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "differences")) {
        struct cs_difference *d =
            cs_copy_difference(c, cs_map_text(item, "attribute"), cs_map_text(item, "a"), cs_map_text(item, "b"));

        d->rows = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(item, "counted")) ? read_count(item, "rows") : -1;
    }
}

void
cs_map_write_copy(struct cs_json *j, gconstpointer record)
{
    const struct cs_copy *c = record;

    cs_json_object(j, NULL);
    cs_map_write_place(j, "a", &c->a);
    cs_map_write_place(j, "b", &c->b);
    cs_json_string(j, "attribute", c->attribute);
    cs_json_string(j, "kind", c->kind);
    cs_json_real(j, "containment_ab", c->containment_ab);
    cs_json_real(j, "containment_ba", c->containment_ba);
    write_interval(j, "interval_ab", c->interval_ab);
    write_interval(j, "interval_ba", c->interval_ba);
    cs_json_int(j, "distinct_a", (gint64)c->distinct_a);
    cs_json_int(j, "distinct_b", (gint64)c->distinct_b);
    cs_json_int(j, "usable_a", (gint64)c->usable_a);
    cs_json_int(j, "usable_b", (gint64)c->usable_b);
    write_count(j, "common", (double)c->common);
    cs_json_int(j, "level", c->level);
    write_rows(j, "filled_a", "filled_interval_a", &c->filled_a);
    write_rows(j, "filled_b", "filled_interval_b", &c->filled_b);
    write_rows(j, "rows_a", "rows_interval_a", &c->rows_a);
    write_rows(j, "rows_b", "rows_interval_b", &c->rows_b);
    write_count(j, "matched", (double)c->matched);
    if (c->matched) {
        write_count(j, "equal", (double)c->equal);
        write_count(j, "near", (double)c->near);
        cs_json_real(j, "kappa", c->kappa);
    }
    write_origin(j, c);
    write_differences(j, c);
    cs_json_int(j, "group", c->group);
    cs_json_end_object(j);
}

void
cs_map_read_copy(struct cs_survey *s, const cJSON *o)
{
    struct cs_copy *c = cs_copy_new();

    cs_map_read_place(&c->a, cJSON_GetObjectItemCaseSensitive(o, "a"));
    cs_map_read_place(&c->b, cJSON_GetObjectItemCaseSensitive(o, "b"));
    c->attribute = g_strdup(cs_map_text(o, "attribute"));
    c->kind = g_strdup(cs_map_text(o, "kind"));
    c->containment_ab = cs_map_real(o, "containment_ab", 0);
    c->containment_ba = cs_map_real(o, "containment_ba", 0);
    read_interval(c->interval_ab, cJSON_GetObjectItemCaseSensitive(o, "interval_ab"));
    read_interval(c->interval_ba, cJSON_GetObjectItemCaseSensitive(o, "interval_ba"));
    c->distinct_a = (guint64)cs_map_real(o, "distinct_a", 0);
    c->distinct_b = (guint64)cs_map_real(o, "distinct_b", 0);
    c->usable_a = (guint64)cs_map_real(o, "usable_a", 0);
    c->usable_b = (guint64)cs_map_real(o, "usable_b", 0);
    c->common = (guint64)read_count(o, "common");
    c->level = (guint)cs_map_real(o, "level", 0);
    read_rows(&c->filled_a, o, "filled_a", "filled_interval_a");
    read_rows(&c->filled_b, o, "filled_b", "filled_interval_b");
    read_rows(&c->rows_a, o, "rows_a", "rows_interval_a");
    read_rows(&c->rows_b, o, "rows_b", "rows_interval_b");
    c->matched = (guint64)read_count(o, "matched");
    c->equal = (guint64)read_count(o, "equal");
    c->near = (guint64)read_count(o, "near");
    c->kappa = cs_map_real(o, "kappa", 0);
    read_origin(c, o);
    read_differences(c, o);
    c->group = (guint)cs_map_real(o, "group", 0);
    g_ptr_array_add(s->copies, c);
}

void
cs_map_write_join(struct cs_json *j, gconstpointer record)
{
    const struct cs_join *join = record;

    cs_json_object(j, NULL);
    cs_map_write_place(j, "a", &join->a);
    cs_map_write_place(j, "b", &join->b);
    cs_json_string(j, "kind", join->kind);
    cs_json_real(j, "share", join->share);
    if (join->agreement >= 0)
        cs_json_real(j, "agreement", join->agreement);
    else
        cs_json_null(j, "agreement");
    cs_json_end_object(j);
}

void
cs_map_read_join(struct cs_survey *s, const cJSON *o)
{
    struct cs_join *join = g_new0(struct cs_join, 1);

    cs_map_read_place(&join->a, cJSON_GetObjectItemCaseSensitive(o, "a"));
    cs_map_read_place(&join->b, cJSON_GetObjectItemCaseSensitive(o, "b"));
    join->kind = g_strdup(cs_map_text(o, "kind"));
    join->share = cs_map_real(o, "share", 0);
    join->agreement = cs_map_real(o, "agreement", -1);
    g_ptr_array_add(s->joins, join);
}

void
cs_map_write_duplicate(struct cs_json *j, gconstpointer record)
{
    const struct cs_duplicate *d = record;

    cs_json_object(j, NULL);
    cs_map_write_members(j, &d->place);
    cs_json_string(j, "attribute", d->attribute);
    cs_json_int(j, "rows", (gint64)d->rows);
    write_count(j, "values", (double)d->values);
    write_count(j, "surplus", (double)d->surplus);
    cs_json_bool(j, "exact", d->exact);
    write_rows(j, "listed", "listed_interval", &d->listed);
    cs_json_end_object(j);
}

void
cs_map_read_duplicate(struct cs_survey *s, const cJSON *o)
{
    struct cs_duplicate *d = g_new0(struct cs_duplicate, 1);

    cs_map_read_place(&d->place, o);
    d->attribute = g_strdup(cs_map_text(o, "attribute"));
    d->rows = (guint64)cs_map_real(o, "rows", 0);
    d->values = (guint64)read_count(o, "values");
    d->surplus = (guint64)read_count(o, "surplus");
    d->exact = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(o, "exact"));
    read_rows(&d->listed, o, "listed", "listed_interval");
    g_ptr_array_add(s->duplicates, d);
}

void
cs_map_write_group(struct cs_json *j, gconstpointer record)
{
    const struct cs_copy_group *g = record;

    cs_json_object(j, NULL);
    cs_json_int(j, "id", g->id);
    cs_json_string(j, "attribute", g->attribute);
    cs_json_string(j, "sentence", g->sentence);
    cs_json_array(j, "columns");
    for (guint i = 0; i < g->places->len; i++)
        cs_map_write_place(j, NULL, g->places->pdata[i]);
    cs_json_end_array(j);
    cs_json_end_object(j);
}

void
cs_map_read_group(struct cs_survey *s, const cJSON *o)
{
    struct cs_copy_group *g = g_new0(struct cs_copy_group, 1);
    const cJSON *item;

    g->id = (guint)cs_map_real(o, "id", 0);
    g->attribute = g_strdup(cs_map_text(o, "attribute"));
    g->sentence = g_strdup(cs_map_text(o, "sentence"));
    g->places = cs_places_new();
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "columns")) {
        struct cs_place *p = g_new0(struct cs_place, 1);

        cs_map_read_place(p, item);
        g_ptr_array_add(g->places, p);
    }
    g_ptr_array_add(s->groups, g);
}
