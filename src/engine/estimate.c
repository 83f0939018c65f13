/* estimate.c - an interval for a sum over sampled values, whatever they weigh. */
#include "engine/estimate.h"

#include <math.h>

#define Z 1.959964 /* of 95 % */

/* The ends of a count of n: Byar's, close to the exact ones of Poisson. */
static double
least(double n)
{
    return n > 0 ? n * pow(1 - 1 / (9 * n) - Z / (3 * sqrt(n)), 3) : 0;
}

static double
most(double n)
{
    return (n + 1) * pow(1 - 1 / (9 * (n + 1)) + Z / (3 * sqrt(n + 1)), 3);
}

/* As if all values had the same number of rows, and as many were seen as weigh the same; what was seen is not left to
 * chance. */
void
cs_rows_estimate(double sum, double squares, guint level, struct cs_row_count *ret_count)
{
    const double scale = (double)(1u << level), chance = sqrt(1 - 1 / scale);
    const double each = sum > 0 ? squares / sum * scale : scale, n = sum > 0 ? sum * sum / squares : 0;

    ret_count->rows = sum * scale;
    ret_count->low = MAX(sum, ret_count->rows - (n - least(n)) * each * chance);
    ret_count->high = ret_count->rows + (most(n) - n) * each * chance;
}

void
cs_rows_widen(struct cs_row_count *count, double rows)
{
    count->low = MAX(0, count->low - rows);
    count->high += rows;
}

void
cs_rows_cap(struct cs_row_count *count, double at_most)
{
    count->low = MIN(count->low, at_most);
    count->rows = MIN(count->rows, at_most);
    count->high = MIN(count->high, at_most);
}
