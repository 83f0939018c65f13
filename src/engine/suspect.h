/* suspect.h - places that nothing was found in though their values could be somebody's identifying data: nine digits
 * may be a telephone number or any number at all. They are compared like findings, so that a column that is known to
 * hold the attribute can tell (engine/raise.h). Internal to the engine. */
#ifndef CS_ENGINE_SUSPECT_H
#define CS_ENGINE_SUSPECT_H

#include "engine/weigh.h"

/* candidates: of the spot, best first, none of them a finding. Appends to survey->suspects, one for each class of
 * values that fits: telephone numbers, numbers (as of customers), or the class of a candidate that is identifying and
 * not refuted. */
void cs_suspects_note(const struct cs_spot *spot, const GPtrArray *candidates, struct cs_survey *survey);

#endif
