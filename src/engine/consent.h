/* consent.h - consent and lifecycle entries of findings. Floor 3. */
#ifndef CS_ENGINE_CONSENT_H
#define CS_ENGINE_CONSENT_H

#include "engine/lexicon.h"
#include "model/survey.h"

/* Adds the consent or lifecycle entry that belongs to a finding, if any. */
void cs_consent_note(const struct cs_lexicon *words, const struct cs_object *object, const struct cs_finding *finding,
                     struct cs_survey *survey);

#endif
