/* kind.h - whose data an object holds, consent columns. Floor 3. */
#ifndef CS_ENGINE_KIND_H
#define CS_ENGINE_KIND_H

#include "engine/profile.h"
#include "model/survey.h"

guint cs_subjects_infer(const struct cs_profile *profile); /* enum cs_subject bits */

/* Adds the consent or lifecycle entry that belongs to a finding, if any. */
void cs_consent_note(const struct cs_lexicon *words, const struct cs_object *object, const struct cs_finding *finding,
                     struct cs_survey *survey);

#endif
