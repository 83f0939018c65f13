/* people.c - making and freeing what is told about people. */
#include "model/people.h"

#include <string.h>

static void
conflict_free(gpointer data)
{
    g_free(((struct cs_conflict *)data)->attribute);
    g_free(data);
}

static void
attribute_free(gpointer data)
{
    g_free(((struct cs_system_attribute *)data)->attribute);
    g_free(data);
}

static void
pair_free(gpointer data)
{
    struct cs_people_pair *pair = data;

    g_free(pair->a);
    g_free(pair->b);
    g_ptr_array_unref(pair->conflicts);
    g_free(pair);
}

static void
system_free(gpointer data)
{
    struct cs_people_system *system = data;

    g_free(system->source);
    g_ptr_array_unref(system->attributes);
    g_free(system);
}

static void
claim_free(gpointer data)
{
    g_free(((struct cs_claim *)data)->source);
    g_free(data);
}

static void
master_free(gpointer data)
{
    struct cs_master *master = data;

    g_free(master->attribute);
    g_free(master->source);
    g_ptr_array_unref(master->claims);
    g_free(master);
}

static void
set_free(gpointer data)
{
    g_ptr_array_unref(((struct cs_people_set *)data)->sources);
    g_free(data);
}

struct cs_people_set *
cs_people_set_new(double persons)
{
    struct cs_people_set *set = g_new0(struct cs_people_set, 1);

    set->persons = persons;
    set->sources = g_ptr_array_new_with_free_func(g_free);
    return set;
}

struct cs_people *
cs_people_new(void)
{
    struct cs_people *people = g_new0(struct cs_people, 1);

    people->known_in = g_array_new(FALSE, TRUE, sizeof(double));
    people->systems = g_ptr_array_new_with_free_func(system_free);
    people->pairs = g_ptr_array_new_with_free_func(pair_free);
    people->masters = g_ptr_array_new_with_free_func(master_free);
    people->sets = g_ptr_array_new_with_free_func(set_free);
    return people;
}

void
cs_people_free(struct cs_people *people)
{
    if (!people)
        return;
    g_array_unref(people->known_in);
    g_ptr_array_unref(people->systems);
    g_ptr_array_unref(people->pairs);
    g_ptr_array_unref(people->masters);
    g_ptr_array_unref(people->sets);
    g_free(people);
}

struct cs_people_system *
cs_people_system_new(const char *source)
{
    struct cs_people_system *system = g_new0(struct cs_people_system, 1);

    system->source = g_strdup(source);
    system->fresh = system->age_days = -1;
    system->attributes = g_ptr_array_new_with_free_func(attribute_free);
    return system;
}

struct cs_people_pair *
cs_people_pair_new(const char *a, const char *b)
{
    struct cs_people_pair *pair = g_new0(struct cs_people_pair, 1);

    pair->a = g_strdup(a);
    pair->b = g_strdup(b);
    pair->conflicts = g_ptr_array_new_with_free_func(conflict_free);
    return pair;
}

/* Counts round to whole people: 9.5 is ten, 0.4 nobody. */
static gboolean
hide(double *count)
{
    if (*count < 0.5 || *count >= CS_PEOPLE_HIDDEN - 0.5)
        return FALSE;
    *count = CS_PEOPLE_HIDDEN_COUNT;
    return TRUE;
}

static void
hide_with_interval(double *count, double *interval)
{
    if (!hide(count))
        return;
    interval[0] = 0;
    interval[1] = CS_PEOPLE_HIDDEN - 1;
}

static void
hide_pair(struct cs_people_pair *pair)
{
    hide_with_interval(&pair->persons, pair->interval);
    hide(&pair->missed);
    for (guint i = 0; i < pair->conflicts->len; i++) {
        struct cs_conflict *c = pair->conflicts->pdata[i];

        hide(&c->compared);
        hide(&c->differing);
        hide(&c->slips);
    }
}

void
cs_people_hide(struct cs_people *people)
{
    if (!people)
        return;
    hide_with_interval(&people->persons, people->interval);
    hide(&people->shared);
    for (guint i = 0; i < people->known_in->len; i++)
        hide(&g_array_index(people->known_in, double, i));
    for (guint i = 0; i < people->systems->len; i++) {
        struct cs_people_system *s = people->systems->pdata[i];

        hide_with_interval(&s->persons, s->interval);
        hide(&s->only_here);
        hide(&s->guessed);
        for (guint k = 0; k < s->attributes->len; k++)
            hide(&((struct cs_system_attribute *)s->attributes->pdata[k])->persons);
    }
    for (guint i = 0; i < people->pairs->len; i++)
        hide_pair(people->pairs->pdata[i]);
    for (guint i = 0; i < people->sets->len; i++)
        hide(&((struct cs_people_set *)people->sets->pdata[i])->persons);
}

const struct cs_people_pair *
cs_people_pair_of(const struct cs_people *people, const char *a, const char *b)
{
    for (guint i = 0; i < people->pairs->len; i++) {
        const struct cs_people_pair *p = people->pairs->pdata[i];

        if ((!strcmp(p->a, a) && !strcmp(p->b, b)) || (!strcmp(p->a, b) && !strcmp(p->b, a)))
            return p;
    }
    return NULL;
}

const struct cs_conflict *
cs_people_conflict(const struct cs_people_pair *pair, const char *attribute)
{
    for (guint i = 0; i < pair->conflicts->len; i++) {
        const struct cs_conflict *c = pair->conflicts->pdata[i];

        if (!strcmp(c->attribute, attribute))
            return c;
    }
    return NULL;
}

struct cs_conflict *
cs_conflict_new(const char *attribute)
{
    struct cs_conflict *conflict = g_new0(struct cs_conflict, 1);

    conflict->attribute = g_strdup(attribute);
    return conflict;
}

struct cs_system_attribute *
cs_system_attribute_new(const char *attribute)
{
    struct cs_system_attribute *a = g_new0(struct cs_system_attribute, 1);

    a->attribute = g_strdup(attribute);
    return a;
}

struct cs_master *
cs_master_new(const char *attribute)
{
    struct cs_master *master = g_new0(struct cs_master, 1);

    master->attribute = g_strdup(attribute);
    master->claims = g_ptr_array_new_with_free_func(claim_free);
    return master;
}

struct cs_claim *
cs_claim_new(const char *source)
{
    struct cs_claim *claim = g_new0(struct cs_claim, 1);

    claim->source = g_strdup(source);
    return claim;
}
