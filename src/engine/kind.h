/* kind.h - whose data an object holds, key/value tables, consent columns. Floor 3. */
#ifndef CS_ENGINE_KIND_H
#define CS_ENGINE_KIND_H

#include "engine/profile.h"
#include "model/survey.h"

guint cs_subjects_infer(const struct cs_profile *profile); /* enum cs_subject bits */

/* Entity-attribute-value tables: is this the column of codes, or that of values? By name and type. */
gboolean cs_name_is_code(const struct cs_column *column);
gboolean cs_name_is_value(const struct cs_column *column);

/* Adds the consent or lifecycle entry that belongs to a finding, if any. */
void cs_consent_note(const struct cs_lexicon *words, const struct cs_object *object, const struct cs_finding *finding,
                     struct cs_survey *survey);

#endif
