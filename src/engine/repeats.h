/* repeats.h - the values of a key that stand in several rows, counted over all rows while there are not too many.
 * Floor 3, pure. */
#ifndef CS_ENGINE_REPEATS_H
#define CS_ENGINE_REPEATS_H

#include <glib.h>

struct cs_repeats {
    guint64 *values; /* fast hash of each row's; NULL: too many, or none is wanted */
    guint n;
};

void cs_repeats_init(struct cs_repeats *repeats);
void cs_repeats_clear(struct cs_repeats *repeats); /* wipes */
void cs_repeats_add(struct cs_repeats *repeats, guint64 quick);
/* Values in more than one row, and the rows beyond the first of each; clears. FALSE: there were too many to count. */
gboolean cs_repeats_count(struct cs_repeats *repeats, double *ret_values, double *ret_surplus);

#endif
