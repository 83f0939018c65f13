/* references.h - which column of a source refers to which key: declared, or by name and then by values. Floor 3, pure.
 */
#ifndef CS_ENGINE_REFERENCES_H
#define CS_ENGINE_REFERENCES_H

#include "engine/rowset.h"

/* A column that refers to a single-column key of another object of its source, or looks like it by name: no_tiers to
 * tiers.no_tiers, customer_id and id_customer to customers.id. */
struct cs_reference {
    const struct cs_object *object, *parent;
    const struct cs_column *column, *key;
    gboolean declared;
};
/* Of struct cs_reference; owned by the caller. */
GArray *cs_references_find(const struct cs_source *source);

/* What the sampled rows say of the references of rowsets (CS_ROW_PARENT columns): one whose values are missing where it
 * points, or whose rows tell of other people than the rows it points to, is switched off; of those left to an object
 * the best alone joins its rows to persons. Undeclared ones that hold are appended to joins (of struct cs_join*). */
void cs_references_check(const GPtrArray *rowsets, GPtrArray *joins);

#endif
