/* differ.h - rows of one database that a key joins and that say something else of the same person. Floor 3, pure.
 * For pairs of objects of one source whose keys are copies: those are the ones that a statement there can list. */
#ifndef CS_ENGINE_DIFFER_H
#define CS_ENGINE_DIFFER_H

#include "engine/rowset.h"

/* Fills differences of survey->copies, after all were found. */
void cs_differences_find(const GPtrArray *rowsets, struct cs_survey *survey);

#endif
