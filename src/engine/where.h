/* where.h - the sampled rows behind a fingerprint. Floor 3, pure. */
#ifndef CS_ENGINE_WHERE_H
#define CS_ENGINE_WHERE_H

#include "engine/fingerprint.h"
#include "engine/rowset.h"

struct cs_where {
    guint set, column; /* indices: into the row sets, into the columns of that one */
};

/* "source ␟ schema ␟ object ␟ column ␟ path ␟ attribute": what tells findings, fingerprints and columns of row sets
 * apart. Owned by the caller. */
char *cs_where_name(const struct cs_place *place, const char *attribute);

/* Names of all columns that hold an attribute, or are suspected to → struct cs_where. Owned by the caller; row sets
 * (of struct cs_rowset*, or NULL) are not kept. */
GHashTable *cs_where_index(const GPtrArray *rowsets);
/* NULL when none of the rows was kept. */
const struct cs_where *cs_where_is(GHashTable *index, const struct cs_fingerprint *fingerprint);

#endif
