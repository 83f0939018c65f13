/* referring.h - numbers that refer to a key of their own system are no copies of it. Floor 3, pure. */
#ifndef CS_ENGINE_REFERRING_H
#define CS_ENGINE_REFERRING_H

#include "model/survey.h"

/* Takes out of survey->copies numbers and account names of one source where one column refers to the other, or both to
 * a third: by a foreign key; or by a reference in survey->joins, unless other attributes of these objects are copies of
 * each other too (a backup). A join told as a reference is not told as a shared number besides. */
void cs_referring_drop(struct cs_survey *survey);

#endif
