/* people.h - who the systems share: counts of persons, conflicts, proposed systems of record. Nouns only. Floor 2.
 *
 * Person: a distinct identifying key after normalisation (engine/persons.h); rows without one, of objects about people,
 * stand for people like those of the rows beside them. Counts are estimates when the rows were
 * sampled: then the interval is wider than a point. Counts below CS_PEOPLE_HIDDEN are never told. */
#ifndef CS_MODEL_PEOPLE_H
#define CS_MODEL_PEOPLE_H

#include <glib.h>

#define CS_PEOPLE_HIDDEN 10
#define CS_PEOPLE_HIDDEN_COUNT (-1.0) /* what a count that a map hides reads as */

struct cs_conflict {
    char *attribute;
    double compared;  /* persons with a value in both systems */
    double differing; /* of these, without an equal one */
    double slips;     /* of the differing, by a slip of the pen alone */
};

struct cs_people_pair {
    char *a, *b; /* sources */
    double persons, interval[2];
    double missed;        /* of persons: what is added for those whom no key joins; sets and sums leave them out */
    GPtrArray *conflicts; /* of struct cs_conflict* */
};

struct cs_system_attribute {
    char *attribute;
    double persons; /* with a value */
    double filled;  /* share of the system's persons */
};

struct cs_people_system {
    char *source;
    double persons, interval[2];
    double only_here;      /* persons in no other system */
    double guessed;        /* of persons: what rows without a key stand for */
    guint64 rows;          /* of its objects about people */
    double linkable;       /* share of these rows that have an identifying key */
    double fresh;          /* share of dated rows touched in the last 12 months; < 0: no date */
    double age_days;       /* median age of those dates; < 0: no date */
    GPtrArray *attributes; /* of struct cs_system_attribute* */
};

/* Persons known to exactly these systems. */
struct cs_people_set {
    GPtrArray *sources; /* of char*, in the order of the systems */
    double persons;
};

/* One system's claim to be the one of record for an attribute. */
struct cs_claim {
    char *source;
    double score;
    double coverage;     /* share of all persons whose value is known anywhere */
    double completeness; /* share of the system's own persons */
    double freshness;    /* share touched in 12 months; 0.5 when unknown */
    double agreement;    /* share with the majority where systems differ; 0.5 when there is none */
    double authority;    /* 1: other objects refer to its objects about people; 0.5: they have a key; 0 */
};

struct cs_master {
    char *attribute;
    char *source;      /* or NULL: undecided */
    GPtrArray *claims; /* of struct cs_claim*, best first */
};

struct cs_people {
    double persons, interval[2]; /* in all systems */
    double shared;               /* in two and more */
    GArray *known_in;            /* of double: persons in exactly 1, 2, … systems */
    double tables;               /* objects that hold one person, mean */
    guint level;                 /* rows of one key in 2^level were looked at; 0: of all */
    guint64 memory;              /* bytes that a scan would have to be given for level 0; 0: it is so */
    GPtrArray *systems, *pairs, *masters;
    GPtrArray
        *sets; /* of struct cs_people_set*, the largest first; none below CS_PEOPLE_HIDDEN, none of over 64 systems */
};

struct cs_people *cs_people_new(void);
void cs_people_free(struct cs_people *people); /* takes NULL */
/* Puts CS_PEOPLE_HIDDEN_COUNT for every count small enough to point at somebody, and its interval away: what is told
 * of people, in a map or on a page, is told after this. Takes NULL. */
void cs_people_hide(struct cs_people *people);
struct cs_people_system *cs_people_system_new(const char *source);
struct cs_people_pair *cs_people_pair_new(const char *a, const char *b);
/* The pair of these two systems, whichever comes first; what it has in conflict on an attribute. NULL: not told. */
const struct cs_people_pair *cs_people_pair_of(const struct cs_people *people, const char *a, const char *b);
const struct cs_conflict *cs_people_conflict(const struct cs_people_pair *pair, const char *attribute);
struct cs_people_set *cs_people_set_new(double persons);
struct cs_conflict *cs_conflict_new(const char *attribute);
struct cs_system_attribute *cs_system_attribute_new(const char *attribute);
struct cs_master *cs_master_new(const char *attribute);
struct cs_claim *cs_claim_new(const char *source);

#endif
