/* origin.h - which of two copies looks like the source of the other? A hint, with its reasons. Floor 3, pure. */
#ifndef CS_ENGINE_ORIGIN_H
#define CS_ENGINE_ORIGIN_H

#include "engine/rowset.h"

/* distinct_a, distinct_b: values of the two columns. 'a', 'b', or 0 when the reasons balance; *ret_why: enum cs_why
 * bits of the reasons that speak for it. */
char cs_origin_judge(const struct cs_rowset *a, const struct cs_rowset *b, double distinct_a, double distinct_b,
                     guint *ret_why);

#endif
