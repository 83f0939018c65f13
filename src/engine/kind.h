/* kind.h - what an object is about and whose data it holds, told once its columns are decided on. Floor 3. */
#ifndef CS_ENGINE_KIND_H
#define CS_ENGINE_KIND_H

#include "engine/profile.h"
#include "model/survey.h"

/* Sets the object's kind and subjects: the profile's words, and what the columns turned out to be. findings: those of
 * the object stand at first and behind. */
void cs_kind_settle(const struct cs_names *names, const struct cs_profile *profile, const GPtrArray *findings,
                    guint first, struct cs_object *object);

#endif
