/* raise.h - columns that their own values could not prove, told by those that hold the same. Floor 3, pure.
 *
 * A suspect (engine/suspect.h) is compared with the columns that were surely classified on their own. One that shares
 * enough with such a column, and fills no range as serial numbers do, is raised: it becomes a finding of that column's
 * attribute, with evidence "copy.values" or "copy.people", and takes part in people, copies and groups from then on.
 * What was raised raises nothing else. */
#ifndef CS_ENGINE_RAISE_H
#define CS_ENGINE_RAISE_H

#include "engine/agree.h"
#include "engine/fingerprint.h"

enum cs_proof {
    CS_PROOF_NONE,
    CS_PROOF_VALUES, /* so many of its values in the other column are no accident */
    CS_PROOF_PEOPLE  /* of the people whom other keys match, most have the same value on both sides */
};

/* What common values say of a suspect (a of common). dense: one side's numbers fill a range, so that any other range
 * shares them; nothing is proof then. rows: of matched persons, matched by keys other than the suspect.
 *
 * By values alone: half of them, and 30 at least. A telephone number has eight digits and more: of a million numbers of
 * nine digits another one is among them once in a thousand, half of 30 of them never. Numbers that somebody gives out
 * (of customers, of orders) follow one another within a year or a branch: there, and for user names, the people must
 * agree: ten of them matched, most with the same value, beyond chance; a tenth of the values and 30 at least. */
enum cs_proof cs_raise_judge(enum cs_value_class value_class, const struct cs_common *common, gboolean dense,
                             const struct cs_agreement *rows);

/* fingerprints: of struct cs_fingerprint*, finished, suspects among them. Suspects that nothing is proved of are freed
 * and their rows wiped; row sets that were read for their sake go. The findings of the others move from
 * survey->suspects to survey->findings, which is sorted. raised: called for each, with the row set that it is in. */
typedef void (*cs_raised_fn)(void *ctx, const struct cs_fingerprint *fingerprint, const struct cs_rowset *set);
void cs_raise_suspects(GPtrArray *fingerprints, GPtrArray *rowsets, struct cs_survey *survey, cs_raised_fn raised,
                       void *ctx);

#endif
