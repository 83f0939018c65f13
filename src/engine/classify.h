/* classify.h - from an object's rows to findings: tallies of what values look like, then a score. Floor 3, pure.
 *
 * A study belongs to one object and one thread. It keeps counters and hashes, never a value: rows given
 * to cs_study_add may be thrown away at once, so that the same code serves a sample of 1 000 rows and every
 * row of a table. */
#ifndef CS_ENGINE_CLASSIFY_H
#define CS_ENGINE_CLASSIFY_H

#include "engine/apps.h"
#include "engine/mailbox.h"
#include "engine/name.h"
#include "engine/ruleset.h"
#include "model/survey.h"

struct cs_study;
struct cs_study_options {
    const struct cs_ruleset *ruleset;
    const struct cs_names *names;
    const char *as_of;            /* ISO date: "today" for the plausibility of dates */
    gboolean masked;              /* keep shapes */
    gboolean all_candidates;      /* report every attribute that anything speaks for, with all its evidence */
    const struct cs_roles *roles; /* words of mailboxes of a function, or NULL */
    const GPtrArray *known;       /* what packs of applications know of the object (cs_apps_recognise), or NULL */
};

/* matcher is used by this thread only, and may serve many studies. All are borrowed. */
struct cs_study *cs_study_new(const struct cs_study_options *options, struct cs_matcher *matcher,
                              const struct cs_object *object);
void cs_study_free(struct cs_study *study); /* wipes; takes NULL */

/* columns: catalog columns in the order of the batch (struct cs_column*). Values as a connector gave them, in
 * the column's declared encoding. */
void cs_study_add(struct cs_study *study, const struct cs_batch *batch, struct cs_column *const *columns);

/* The columns of which a larger sample would help (hardly filled and undecided, free text): a request, as data. Free
 * the array only. */
GPtrArray *cs_study_wants_more(struct cs_study *study);

/* Decides: kind and subjects of the object, findings (and candidates, confidence < 0.5), consent and
 * lifecycle entries are appended to survey; object->kind, subjects, without_finding are set. */
void cs_study_finish(struct cs_study *study, struct cs_object *object, struct cs_survey *survey);

#endif
