/* map.h - the map file: a survey written as JSON (format version 1) and read back. Floor 6: sees no value.
 * The JSON Schema is src/map/cassini-map.schema.json; one record a line inside each array. */
#ifndef CS_MAP_MAP_H
#define CS_MAP_MAP_H

#include "model/survey.h"

/* Writes path whole or not at all, mode 0640. all_columns: also columns without a finding. */
int cs_map_write(const struct cs_survey *survey, const char *path, gboolean all_columns, struct cs_err *err);
/* Reads a map of version 1. CS_E_DATA with "file:line: …" when it is none. */
int cs_map_read(const char *path, struct cs_survey **ret_survey, struct cs_err *err);

#endif
