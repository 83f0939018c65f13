/* people_walk.h - one walk over the persons, as what chooses, counts and tells shares it. Internal to the engine. */
#ifndef CS_ENGINE_PEOPLE_WALK_H
#define CS_ENGINE_PEOPLE_WALK_H

#include "engine/people.h"

/* A count from a sample: each person seen stands for 1 / (chance of being seen). */
struct cs_people_estimate {
    double sum, spread;
};

/* What one person's rows say, one a value. */
struct cs_people_fact {
    guint attribute, system;
    guint64 hash;
    guint32 signature;
};

/* A key of the person, in one of the systems that hold it. */
struct cs_people_key {
    guint64 hash;
    guint system;
};

/* Persons known to both of two systems, and what these say of them. */
struct cs_people_both {
    struct cs_people_estimate persons;
    double missed;                                           /* of the persons: whom no key joins */
    double *slip;                                            /* by attribute: of those that differ in the kept rows */
    struct cs_people_estimate *compared, *differing, *slips; /* by attribute */
};

struct cs_people_walk {
    const GPtrArray *sets;
    const struct cs_persons *persons;
    GPtrArray *sources; /* of const char*: systems in order */
    guint *system;      /* by set */
    guint **attribute;  /* by set and column: index into names */
    gboolean *counts;   /* by set: it is about people */
    gboolean *older;    /* by set: an older state of other objects of its system */
    double *unkeyed;    /* by set: rows without a key for each row with one, where these tell of people */
    GPtrArray *names;   /* attributes, const char* */
    guint level;        /* of the rows looked at: the same for all objects */
    double rate;        /* of their keys */
    struct cs_people_estimate *in, *only, *has; /* by system; has by system and attribute */
    double *guessed;                            /* by system: of in, by rows without a key */
    double *votes, *won, *known;
    GHashTable *pairs; /* cs_people_pair_key → struct cs_people_both* */
    struct cs_people_estimate all, shared;
    double tables, people;
    GArray *known_in;
    GHashTable *combinations; /* guint64 of system bits → double */
    /* of the person being looked at */
    GArray *facts, *keys, *here, *tables_here;
    gboolean identified; /* by more than a row number of one system */
};

/* Of the systems a < b in w->pairs. */
static inline gpointer
cs_people_pair_key(const struct cs_people_walk *w, guint a, guint b)
{
    return GUINT_TO_POINTER(a * w->sources->len + b + 1);
}

/* Fills sources, names, level, rate and all that is known by set. */
void cs_people_choose(struct cs_people_walk *w);
/* Counts the person being looked at; sorts what is known of it. */
void cs_people_count_person(struct cs_people_walk *w);
void cs_people_both_free(gpointer both);
/* as_of: ISO date, "today" for freshness. */
void cs_people_tell(const struct cs_people_walk *w, const char *as_of, struct cs_people *people);

#endif
