/* review.h - cassini-review.yaml: what people decided about findings. Floor 6: sees no value.
 *
 * One entry for each column (or path) and attribute found there, with verdict, reason, author, date, optional
 * expiry and the evidence it was taken on. The file is a text that people edit and keep in git: entries that are
 * not changed keep their bytes, comments above an entry stay with it, entries are sorted by place. */
#ifndef CS_MAP_REVIEW_H
#define CS_MAP_REVIEW_H

#include "base/yaml.h"
#include "model/survey.h"

struct cs_review_entry {
    struct cs_place place;       /* path NULL: the column itself */
    struct cs_decision decision; /* state and why are unused here */
    char *type;                  /* evidence: cs_type_name at the time, or NULL */
    char **signs;                /* evidence: kinds that spoke for it, NULL-ended, or NULL */
    guint line;                  /* in the file; 0: new */
    char *text;                  /* as it stands in the file, comments above it included */
};
struct cs_review_entry *cs_review_entry_new(void);
void cs_review_entry_free(struct cs_review_entry *entry);
/* The evidence of a finding, taken down in an entry that decides on it. */
void cs_review_entry_take(struct cs_review_entry *entry, const struct cs_finding *finding);

struct cs_review {
    GPtrArray *entries; /* of struct cs_review_entry*, sorted by place */
    char *head;         /* text before the first entry */
    guint indent;       /* of the dashes */
};
/* Reads path; every mistake goes to errors as "file:line: …". A file that is not there is an empty review if
 * missing_ok. CS_E_CONFIG. */
int cs_review_load(const char *path, gboolean missing_ok, struct cs_yaml_errors *errors, struct cs_review **ret_review,
                   struct cs_err *err);
void cs_review_free(struct cs_review *review);
typedef struct cs_review cs_review;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cs_review, cs_review_free)

/* Takes the entry over; an older one on the same place and attribute found gives way, its comments stay. */
void cs_review_set(struct cs_review *review, struct cs_review_entry *entry);
/* Whole or not at all, mode 0640. */
int cs_review_save(const struct cs_review *review, const char *path, struct cs_err *err);

/* Applies the decisions to a survey, whose own decisions (of a map read back) are taken back first. today: ISO date,
 * for those that expire. Rejected findings move to decided, confirmed candidates to findings; a decision that the
 * evidence contradicts, or that expired, only marks its finding. Copies of rejected columns go; they come back with
 * the next scan. */
struct cs_review_tally {
    guint applied, contradicted, expired, unmatched; /* unmatched: nothing of it is in this map */
};
void cs_review_apply(const struct cs_review *review, struct cs_survey *survey, const char *today,
                     struct cs_review_tally *ret_tally);

#endif
