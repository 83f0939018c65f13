/* estimate.h - rows told from a sample of their values. Floor 3, pure. */
#ifndef CS_ENGINE_ESTIMATE_H
#define CS_ENGINE_ESTIMATE_H

#include "model/survey.h"

/* One value in 2^level is in the sample; sum: of the rows of those that count, squares: of the squares of these. Level
 * 0: a count. */
void cs_rows_estimate(double sum, double squares, guint level, struct cs_row_count *ret_count);
/* So many rows may count besides, or not count after all. */
void cs_rows_widen(struct cs_row_count *count, double rows);
/* They are not more than so many. */
void cs_rows_cap(struct cs_row_count *count, double most);

#endif
