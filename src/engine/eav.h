/* eav.h - entity-attribute-value tables: a column of codes that says what the values beside it are. Floor 3. */
#ifndef CS_ENGINE_EAV_H
#define CS_ENGINE_EAV_H

#include "cassini/value.h"
#include "engine/lexicon.h"
#include "model/catalog.h"

/* The column of codes: a word ("meta_key", "code", "name" beside "value") or the number of an attribute ("attr_id").
 * without: a column that is not it, or NULL. NULL when no column holds values, or none codes. */
const struct cs_column *cs_code_column(const struct cs_lexicon *words, const struct cs_object *object,
                                       const struct cs_column *without);
/* A column of values: "value", "meta_value", "value_int", "valeur". */
gboolean cs_is_value_column(const struct cs_lexicon *words, const struct cs_column *column);
/* Codes look like words of a schema, or are small numbers in a column of integers. */
gboolean cs_is_code(const struct cs_column *column, const char *text, gsize size);
/* The columns of codes and of values that the rows of a batch show, where names do not say so: texts of several forms,
 * each of which goes with codes of its own. FALSE: none, or too few rows to tell. */
gboolean cs_code_by_values(const struct cs_batch *batch, struct cs_column *const *columns, gsize *ret_code,
                           gsize *ret_value);
gboolean cs_is_textual(const struct cs_column *column);

#endif
