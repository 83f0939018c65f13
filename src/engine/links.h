/* links.h - what columns tell about the columns they are linked with. Floor 3, pure. */
#ifndef CS_ENGINE_LINKS_H
#define CS_ENGINE_LINKS_H

#include "model/survey.h"

/* A column of texts with a foreign key holds what the column that it refers to holds: findings are added, or become
 * more certain. findings and candidates must be sorted (cs_survey_sort), and are again. */
void cs_links_by_keys(struct cs_survey *survey);
/* Two columns with the same values of the same people hold the same: the less certain finding becomes more certain. */
void cs_links_by_copies(struct cs_survey *survey);

#endif
