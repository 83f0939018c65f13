/* groups.h - copies that hang together form groups. Floor 3, pure. */
#ifndef CS_ENGINE_GROUPS_H
#define CS_ENGINE_GROUPS_H

#include "model/survey.h"

/* Numbers survey->copies by connected set, in their sorted order, and fills survey->groups. */
void cs_groups_make(struct cs_survey *survey);

/* Gives each group its sentence, after people were counted. */
void cs_groups_tell(struct cs_survey *survey);

#endif
