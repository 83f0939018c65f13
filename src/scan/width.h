/* width.h - how many bytes values are expected to have, from types and the sizes of tables. Internal to floor 5. */
#ifndef CS_SCAN_WIDTH_H
#define CS_SCAN_WIDTH_H

#include "model/catalog.h"

/* Bytes of the values of these columns (of struct cs_column*) in one row of the object, as a connector hands them out.
 * rows: that it has, < 0 unknown. */
double cs_width_of(const struct cs_object *object, double rows, const GPtrArray *columns);

#endif
