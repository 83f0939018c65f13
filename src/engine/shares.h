/* shares.h - how much of the persons that two objects have in common is seen in their kept rows. Floor 3, pure.
 *
 * Rows are kept by their own keys: an address is often kept without the customer whose e-mail would match, and a small
 * object keeps all of its rows. Where all rows were noted, what objects share is known, and by how much the kept ones
 * understate it. */
#ifndef CS_ENGINE_SHARES_H
#define CS_ENGINE_SHARES_H

#include "engine/persons.h"

struct cs_shares;
struct cs_shares *cs_shares_new(const GPtrArray *rowsets, const struct cs_persons *persons); /* borrowed */
void cs_shares_free(struct cs_shares *shares);                                               /* takes NULL */

/* The share of its persons that the smaller of two objects has in common with the other, over the same share among the
 * persons of kept rows; 1 where nothing is known of others. */
double cs_shares_understated(struct cs_shares *shares, guint a, guint b);

#endif
