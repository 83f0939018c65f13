/* people.c - persons, pairs of systems, proposed systems of record as the map's member "people", and back. */
#include "map/record.h"

#include <math.h>

static const char definition[] =
    "A person is a distinct identifying key after normalisation: rows are one person's when they share an e-mail "
    "address; a telephone, bank, official or customer number, unless the names beside it differ; a name with a birth "
    "date or a street; a name with a postal code where each system knows one person of that name; or when one refers "
    "to the other inside a system. Rows of an object about people that hold no key and "
    "refer to no other row are taken to be of people like those of its other rows: \"guessed\" says how many they add. "
    "Staff, users and contacts of suppliers are left out of a system that knows five times as many others; "
    "archives and backups "
    "add no disagreement. People of two systems whom no key joins are added to what the two share where names with a "
    "postal code show how many keys miss "
    "(dual-system estimate): \"missed\" says how many; sums and sets leave them out.";

/* A count of people: whole, and null when it is small enough to point at somebody. */
static void
write_count(struct cs_json *j, const char *key, double count)
{
    if (count >= CS_PEOPLE_HIDDEN - 0.5 || (count >= 0 && count < 0.5))
        cs_json_int(j, key, (gint64)floor(count + 0.5));
    else
        cs_json_null(j, key);
}

static void
write_interval(struct cs_json *j, const double interval[2])
{
    cs_json_array(j, "interval");
    cs_json_int(j, NULL, (gint64)floor(interval[0]));
    cs_json_int(j, NULL, (gint64)ceil(interval[1]));
    cs_json_end_array(j);
}

static void
write_share(struct cs_json *j, const char *key, double share)
{
    if (share >= 0)
        cs_json_real(j, key, share);
    else
        cs_json_null(j, key);
}

static void
write_system(struct cs_json *j, const struct cs_people_system *s)
{
    cs_json_object(j, NULL);
    cs_json_string(j, "source", s->source);
    write_count(j, "persons", s->persons);
    write_interval(j, s->interval);
    write_count(j, "only_here", s->only_here);
    write_count(j, "guessed", s->guessed);
    cs_json_int(j, "rows", (gint64)s->rows);
    cs_json_real(j, "linkable", s->linkable);
    write_share(j, "fresh", s->fresh);
    write_share(j, "age_days", s->age_days);
    cs_json_array(j, "attributes");
    for (guint i = 0; i < s->attributes->len; i++) {
        const struct cs_system_attribute *a = s->attributes->pdata[i];

        cs_json_object(j, NULL);
        cs_json_string(j, "attribute", a->attribute);
        write_count(j, "persons", a->persons);
        cs_json_real(j, "filled", a->filled);
        cs_json_end_object(j);
    }
    cs_json_end_array(j);
    cs_json_end_object(j);
}

static void
write_pair(struct cs_json *j, const struct cs_people_pair *p)
{
    cs_json_object(j, NULL);
    cs_json_string(j, "a", p->a);
    cs_json_string(j, "b", p->b);
    write_count(j, "persons", p->persons);
    write_interval(j, p->interval);
    write_count(j, "missed", p->missed);
    cs_json_array(j, "conflicts");
    for (guint i = 0; i < p->conflicts->len; i++) {
        const struct cs_conflict *c = p->conflicts->pdata[i];

        cs_json_object(j, NULL);
        cs_json_string(j, "attribute", c->attribute);
        write_count(j, "compared", c->compared);
        write_count(j, "differing", c->differing);
        write_count(j, "slips", c->slips);
        cs_json_end_object(j);
    }
    cs_json_end_array(j);
    cs_json_end_object(j);
}

static void
write_master(struct cs_json *j, const struct cs_master *m)
{
    cs_json_object(j, NULL);
    cs_json_string(j, "attribute", m->attribute);
    cs_json_string(j, "source", m->source);
    cs_json_array(j, "claims");
    for (guint i = 0; i < m->claims->len; i++) {
        const struct cs_claim *c = m->claims->pdata[i];

        cs_json_object(j, NULL);
        cs_json_string(j, "source", c->source);
        cs_json_real(j, "score", c->score);
        cs_json_real(j, "coverage", c->coverage);
        cs_json_real(j, "completeness", c->completeness);
        cs_json_real(j, "freshness", c->freshness);
        cs_json_real(j, "agreement", c->agreement);
        cs_json_real(j, "authority", c->authority);
        cs_json_end_object(j);
    }
    cs_json_end_array(j);
    cs_json_end_object(j);
}

static void
write_totals(struct cs_json *j, const struct cs_people *p)
{
    cs_json_string(j, "definition", definition);
    cs_json_int(j, "hidden_below", CS_PEOPLE_HIDDEN);
    cs_json_int(j, "level", p->level);
    cs_json_int(j, "memory_for_all", (gint64)p->memory);
    write_count(j, "persons", p->persons);
    write_interval(j, p->interval);
    write_count(j, "shared", p->shared);
    cs_json_array(j, "known_in");
    for (guint i = 0; i < p->known_in->len; i++)
        write_count(j, NULL, g_array_index(p->known_in, double, i));
    cs_json_end_array(j);
    cs_json_real(j, "tables_a_person", p->tables);
}

static void
write_set(struct cs_json *j, const struct cs_people_set *set)
{
    cs_json_object(j, NULL);
    cs_json_array(j, "sources");
    for (guint i = 0; i < set->sources->len; i++)
        cs_json_string(j, NULL, set->sources->pdata[i]);
    cs_json_end_array(j);
    write_count(j, "persons", set->persons);
    cs_json_end_object(j);
}

void
cs_map_write_people(struct cs_json *j, const struct cs_people *p)
{
    cs_json_object(j, "people");
    if (p)
        write_totals(j, p);
    cs_json_array(j, "systems");
    for (guint i = 0; p && i < p->systems->len; i++)
        write_system(j, p->systems->pdata[i]);
    cs_json_end_array(j);
    cs_json_array(j, "pairs");
    for (guint i = 0; p && i < p->pairs->len; i++)
        write_pair(j, p->pairs->pdata[i]);
    cs_json_end_array(j);
    cs_json_array(j, "sets");
    for (guint i = 0; p && i < p->sets->len; i++)
        write_set(j, p->sets->pdata[i]);
    cs_json_end_array(j);
    cs_json_array(j, "masters");
    for (guint i = 0; p && i < p->masters->len; i++)
        write_master(j, p->masters->pdata[i]);
    cs_json_end_array(j);
    cs_json_end_object(j);
}

/* ---- and back: a hidden count reads as CS_PEOPLE_HIDDEN_COUNT ---- */

static double
read_count(const cJSON *o, const char *key)
{
    return cs_map_real(o, key, CS_PEOPLE_HIDDEN_COUNT);
}

static void
read_interval(double interval[2], const cJSON *o)
{
    const cJSON *array = cJSON_GetObjectItemCaseSensitive(o, "interval");

    for (int i = 0; i < 2; i++) {
        const cJSON *item = cJSON_GetArrayItem(array, i);

        interval[i] = cJSON_IsNumber(item) ? item->valuedouble : 0;
    }
}

static void
read_system(struct cs_people *p, const cJSON *o)
{
    struct cs_people_system *s = cs_people_system_new(cs_map_text(o, "source"));
    const cJSON *item;

    s->persons = read_count(o, "persons");
    read_interval(s->interval, o);
    s->only_here = read_count(o, "only_here");
    s->guessed = read_count(o, "guessed");
    s->rows = (guint64)cs_map_real(o, "rows", 0);
    s->linkable = cs_map_real(o, "linkable", 0);
    s->fresh = cs_map_real(o, "fresh", -1);
    s->age_days = cs_map_real(o, "age_days", -1);
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "attributes")) {
        struct cs_system_attribute *a = cs_system_attribute_new(cs_map_text(item, "attribute"));

        a->persons = read_count(item, "persons");
        a->filled = cs_map_real(item, "filled", 0);
        g_ptr_array_add(s->attributes, a);
    }
    g_ptr_array_add(p->systems, s);
}

static void
read_pair(struct cs_people *p, const cJSON *o)
{
    struct cs_people_pair *pair = cs_people_pair_new(cs_map_text(o, "a"), cs_map_text(o, "b"));
    const cJSON *item;

    pair->persons = read_count(o, "persons");
    read_interval(pair->interval, o);
    pair->missed = cs_map_real(o, "missed", 0);
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "conflicts")) {
        struct cs_conflict *c = cs_conflict_new(cs_map_text(item, "attribute"));

        c->compared = read_count(item, "compared");
        c->differing = read_count(item, "differing");
        c->slips = read_count(item, "slips");
        g_ptr_array_add(pair->conflicts, c);
    }
    g_ptr_array_add(p->pairs, pair);
}

static void
read_master(struct cs_people *p, const cJSON *o)
{
    struct cs_master *m = cs_master_new(cs_map_text(o, "attribute"));
    const cJSON *item;

    m->source = g_strdup(cs_map_text(o, "source"));
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "claims")) {
        struct cs_claim *c = cs_claim_new(cs_map_text(item, "source"));

        c->score = cs_map_real(item, "score", 0);
        c->coverage = cs_map_real(item, "coverage", 0);
        c->completeness = cs_map_real(item, "completeness", 0);
        c->freshness = cs_map_real(item, "freshness", 0);
        c->agreement = cs_map_real(item, "agreement", 0);
        c->authority = cs_map_real(item, "authority", 0);
        g_ptr_array_add(m->claims, c);
    }
    g_ptr_array_add(p->masters, m);
}

static void
read_set(struct cs_people *p, const cJSON *o)
{
    struct cs_people_set *set = cs_people_set_new(read_count(o, "persons"));
    const cJSON *item;

    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "sources"))
        if (cJSON_IsString(item))
            g_ptr_array_add(set->sources, g_strdup(item->valuestring));
    g_ptr_array_add(p->sets, set);
}

static void
read_each(struct cs_people *p, const cJSON *o, const char *key, void (*read)(struct cs_people *, const cJSON *))
{
    const cJSON *item;

    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, key))
        if (cJSON_IsObject(item))
            read(p, item);
}

void
cs_map_read_people(struct cs_survey *survey, const cJSON *o)
{
    const cJSON *item;
    struct cs_people *p;

    if (!cs_map_text(o, "definition") || survey->people)
        return;
    p = survey->people = cs_people_new();
    p->level = (guint)cs_map_real(o, "level", 0);
    p->memory = (guint64)cs_map_real(o, "memory_for_all", 0);
    p->persons = read_count(o, "persons");
    read_interval(p->interval, o);
    p->shared = read_count(o, "shared");
    p->tables = cs_map_real(o, "tables_a_person", 0);
    cJSON_ArrayForEach (item, cJSON_GetObjectItemCaseSensitive(o, "known_in")) {
        double count = cJSON_IsNumber(item) ? item->valuedouble : CS_PEOPLE_HIDDEN_COUNT;

        g_array_append_val(p->known_in, count);
    }
    read_each(p, o, "systems", read_system);
    read_each(p, o, "pairs", read_pair);
    read_each(p, o, "sets", read_set);
    read_each(p, o, "masters", read_master);
}
