/* recount.h - rows that a statement at their source can list, counted over all rows. Floor 3, pure.
 * For pairs of columns of one source whose keys are copies: the rows of each whose key the other has, and the rows
 * whose key the other has beside another value alone. For objects about people: the rows that share a key. */
#ifndef CS_ENGINE_RECOUNT_H
#define CS_ENGINE_RECOUNT_H

#include "engine/rowset.h"

/* After all copies were found. whole: every row of each of these objects was noted: rows of survey->copies and
 * duplicates become counts, differences are filled, and of keys that too few hashes tell of (thin.h) all values are
 * compared. Otherwise these are found among the kept rows and not counted.
 */
void cs_recount(const GPtrArray *rowsets, gboolean whole, struct cs_survey *survey);

#endif
