/* survey.h - everything one scan found, before it is written and after it is read back: findings,
 * gaps, copies, consent. Holds no value of a source. Floor 2.
 *
 * Owned by the survey, freed with it. References to objects and columns are by name, so that a survey
 * read from a map file stands alone. */
#ifndef CS_MODEL_SURVEY_H
#define CS_MODEL_SURVEY_H

#include "model/catalog.h"
#include "model/people.h"

/* Where: a column, or a path inside it ("$.phones[].number", "[code=MAIL]", "$.users{*}.mail"). */
struct cs_place {
    char *source, *schema, *object, *column;
    char *path; /* or NULL */
};
void cs_place_set(struct cs_place *place, const char *source, const char *schema, const char *object,
                  const char *column, const char *path); /* copies */
void cs_place_clear(struct cs_place *place);
int cs_place_compare(const struct cs_place *a, const struct cs_place *b);
/* For hash tables keyed by the column of a place: paths inside it count as the column. */
guint cs_place_hash_column(gconstpointer place);
gboolean cs_place_same_column(gconstpointer a, gconstpointer b);

/* One piece of evidence: a weight in log-odds and where it comes from. detail holds counts and words of
 * the schema or rules, never a value. */
struct cs_evidence {
    char *kind; /* "name.strong.whole:contact", "value.check", "table.person:name", "prior:contact.email" …: what it is,
                   and after the colon where (rules/weights.yaml) */
    char *rule;   /* rule id, or NULL */
    char *detail; /* "token \"courriel\"", "982 of 1000 distinct values" … or NULL */
    double weight;
    /* the same for readers who do not program, and for tools */
    char *word;       /* what it is about: the word of the rules found in a name, the kind of the table; or NULL */
    guint64 hits, of; /* values accepted, of those looked at; 0,0: not counted */
};

enum cs_verdict { CS_IS, CS_CONTAINS };

/* What a person said about a finding (cassini-review.yaml), and whether it still stands. */
enum cs_ruling { CS_CONFIRM, CS_REJECT, CS_RELABEL };
enum cs_ruling_state { CS_RULING_HOLDS, CS_RULING_CONTRADICTED, CS_RULING_EXPIRED };
struct cs_decision {
    enum cs_ruling verdict;
    char *attribute;              /* as decided; reject: the one that it is not */
    char *reason, *author, *date; /* date: ISO */
    char *expires;                /* ISO date, or NULL */
    char *found;                  /* the attribute that the scan gives; NULL: none, the finding is the decision */
    double found_confidence;      /* the scan's, before the decision */
    enum cs_ruling_state state;   /* only what holds was applied */
    char *why;                    /* what contradicts it, or NULL */
};
struct cs_decision *cs_decision_copy(const struct cs_decision *decision);
void cs_decision_free(struct cs_decision *decision);
const char *cs_ruling_name(enum cs_ruling ruling);            /* "confirm", "reject", "relabel" */
const char *cs_ruling_state_name(enum cs_ruling_state state); /* "holds", "contradicted", "expired" */

struct cs_finding {
    struct cs_place place;
    char *type;      /* cs_type_name of the column, or of the path's values */
    char *native;    /* native type */
    char *attribute; /* taxonomy id */
    enum cs_verdict verdict;
    double confidence;   /* 0 … 1 */
    double filled;       /* share of rows not null and not blank; < 0 unknown */
    guint64 distinct;    /* distinct values seen in the sample */
    guint64 hits, tried; /* values that the winning value rule accepted, of those it was tried on; 0,0 by name alone */
    double role_share;   /* of e-mail addresses: share that is of functions ("info@…"); < 0 not counted */
    gboolean truncated;  /* documents were cut at the ceiling */
    char *runner_up;     /* attribute id of the next best, or NULL */
    double runner_up_confidence;
    char *encoded;                /* "base64", "hex", "latin1" … when values had to be decoded first, or NULL */
    GPtrArray *evidence;          /* of struct cs_evidence* */
    struct cs_decision *decision; /* or NULL */
    GPtrArray *masked;            /* of char*: shapes shared by at least five distinct values; or NULL */
};
struct cs_finding *cs_finding_new(void);
void cs_finding_free(struct cs_finding *finding);
/* format may be NULL. Returns what was added, borrowed, for its word and counts. */
struct cs_evidence *cs_finding_add(struct cs_finding *finding, const char *kind, const char *rule, double weight,
                                   const char *format, ...) G_GNUC_PRINTF(5, 6);

struct cs_gap {
    struct cs_place place; /* schema, object, column may be NULL */
    char *code;            /* cs_code_name, or "limit", "excluded", "not-streamed" … */
    char *native;          /* SQLSTATE …, or NULL */
    char *reason;          /* one line */
    char *hint;            /* or NULL */
    gboolean asked;        /* something asked for was not read: exit code 3. FALSE: by configuration or by nature */
};

enum cs_why {
    CS_WHY_ARCHIVE = 1 << 0, /* the other is an archive or a backup by name */
    CS_WHY_ROWS = 1 << 1,    /* it has more values */
    CS_WHY_FRESH = 1 << 2,   /* its rows were touched more lately */
    CS_WHY_FIRST = 1 << 3    /* its rows were made earlier */
};
const char *cs_why_name(enum cs_why why); /* "archive" … */

/* Rows that a statement lists: counted, and all three are equal; or estimated, with an interval of 95 %. */
struct cs_row_count {
    double rows, low, high;
};
gboolean cs_row_count_is_exact(const struct cs_row_count *count);

/* Rows of one side of a copy of keys, in one source, whose key stands on the other side beside another value alone. */
struct cs_difference {
    char *attribute;
    char *a, *b; /* the columns that differ */
    double rows; /* of the side that looks like the copy: b unless the origin is b; < 0: not counted */
};

struct cs_copy {
    struct cs_place a, b;
    char *attribute;
    char *kind;                             /* "copy" */
    double containment_ab, containment_ba;  /* share of a's distinct values found in b, and the reverse */
    double interval_ab[2], interval_ba[2];  /* Wilson, 95 % */
    guint64 distinct_a, distinct_b;         /* estimated distinct values */
    guint64 usable_a, usable_b, common;     /* hashes compared */
    guint level;                            /* one value in 2^level was compared */
    struct cs_row_count filled_a, filled_b; /* rows of each with a usable value */
    struct cs_row_count rows_a, rows_b;     /* rows of each whose value is on the other side */
    guint64 matched, equal, near; /* persons with a value on both sides; with an equal one; differing by a slip */
    double kappa;                 /* agreement on them beyond chance; matched 0: not measured */
    guint group;                  /* 1-based copy group */
    char origin;                  /* 'a' or 'b': the side that looks like the other's source; 0: undecided */
    guint why;                    /* enum cs_why bits: what speaks for it */
    GPtrArray *differences;       /* of struct cs_difference* */
};
struct cs_copy *cs_copy_new(void);
/* How many distinct values both sides have: estimated above level 0. */
double cs_copy_common(const struct cs_copy *copy);
/* TRUE when the values stand in at least half as many rows of each side as there are people: a figure about these
 * people then says something about the copy. */
gboolean cs_copy_holds_most(const struct cs_copy *copy, double people);
struct cs_difference *cs_copy_difference(struct cs_copy *copy, const char *attribute, const char *a, const char *b);

struct cs_copy_group {
    guint id;
    char *attribute;
    char *sentence;    /* what it says, in plain English; or NULL */
    GPtrArray *places; /* of struct cs_place* */
};

/* Two columns by whose values rows of two objects belong together. */
struct cs_join {
    struct cs_place a, b; /* "reference": a refers to b, undeclared; "shared-number": both hold one system's numbers */
    char *kind;
    double share;     /* of a's values found in b */
    double agreement; /* of joined rows that tell of the same person; < 0: nothing to compare */
};

/* Values of a key that stand in more than one row of an object about people: one customer entered twice. */
struct cs_duplicate {
    struct cs_place place;
    char *attribute;
    guint64 rows;               /* with a value */
    guint64 values, surplus;    /* met more than once; rows beyond the first of each */
    gboolean exact;             /* counted over all rows, not estimated */
    struct cs_row_count listed; /* rows that have a value of these */
};

#define CS_FEW 1 /* stands for each count of persons from 1 to 9 once cs_survey_hide was called */

struct cs_consent {
    struct cs_place place;
    char *channel;  /* "email", "sms", "phone", "post", "all", … */
    char *polarity; /* "opt-in", "opt-out" or "unknown" */
    char *purpose;  /* "marketing", "partners", "profiling", "tracking", "terms" or "unknown" */
    char *date_column, *source_column, *text_column; /* evidence columns, or NULL */
    gint64 yes, yes_without_evidence;                /* in the sample; -1 not counted */
};

struct cs_lifecycle {
    struct cs_place place;
    char *role;      /* "created", "last_activity", "deleted", "retention", "source" */
    double coverage; /* share of rows filled */
};

struct cs_activity {
    char *name, *purpose, *legal_basis, *retention;
    GPtrArray *objects; /* of char*: patterns */
};

struct cs_run {
    char *program, *rules_version, *key_id;           /* key_id NULL: nothing was fingerprinted */
    char *organisation, *controller, *dpo, *language; /* or NULL */
    char *started, *ended;                            /* ISO 8601, UTC */
    char *as_of;                                      /* date for plausibility */
    guint64 seed, sample_rows;
    gboolean all_rows, streamed;
    double seconds;
    guint64 peak_kib;
    GPtrArray *rule_limits; /* of char*: rules whose match limit was hit, with counts */
    gboolean jit;
};

struct cs_survey {
    struct cs_run run;
    GPtrArray *sources;    /* of struct cs_source* (with their objects) */
    GPtrArray *findings;   /* of struct cs_finding*, confidence ≥ 0.5 */
    GPtrArray *candidates; /* of struct cs_finding*, below */
    GPtrArray *suspects;   /* of struct cs_finding*, below too, compared by values (engine/raise.h); in no map */
    GPtrArray *decided;    /* of struct cs_finding*: rejected by a person, no findings any more */
    GPtrArray *silent;     /* of struct cs_finding* without attribute: a map's columns without a finding */
    GPtrArray *gaps, *copies, *groups, *joins, *duplicates, *consents, *lifecycles, *activities;
    struct cs_people *people; /* or NULL: nobody was counted */
};
GPtrArray *cs_places_new(void); /* of struct cs_place*, owned */
struct cs_survey *cs_survey_new(void);
void cs_survey_free(struct cs_survey *survey);
typedef struct cs_survey cs_survey;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cs_survey, cs_survey_free)
struct cs_object *cs_survey_object(const struct cs_survey *survey, const struct cs_place *place); /* or NULL */
/* Sorts everything by place, so that the order of work does not show. */
void cs_survey_sort(struct cs_survey *survey);
/* The copy that says most of its group: of different systems before one system, then the most values in common.
 * Borrowed; NULL when the group has none. */
const struct cs_copy *cs_survey_telling_copy(const struct cs_survey *survey, guint group);
/* Hides the counts that are small enough to point at somebody, those of people (cs_people_hide), copies and duplicates:
 * what is told of them, in a map or on a page, is told after this. */
void cs_survey_hide(struct cs_survey *survey);
struct cs_gap *cs_survey_gap(struct cs_survey *survey, const char *source, const char *schema, const char *object,
                             const struct cs_err *why, gboolean asked);

#endif
