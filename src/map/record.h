/* record.h - records of the map that write.c and read.c share with copies.c. Internal to floor 6. */
#ifndef CS_MAP_RECORD_H
#define CS_MAP_RECORD_H

#include "base/json.h"
#include "model/survey.h"

#include <cjson/cJSON.h>

void cs_map_write_place(struct cs_json *json, const char *key, const struct cs_place *place);
const char *cs_map_text(const cJSON *object, const char *key); /* NULL: no such string */
double cs_map_real(const cJSON *object, const char *key, double missing);
void cs_map_read_place(struct cs_place *place, const cJSON *object);

void cs_map_write_members(struct cs_json *json, const struct cs_place *place); /* of a place, into the open object */
void cs_map_write_duplicate(struct cs_json *json, gconstpointer duplicate);
void cs_map_read_duplicate(struct cs_survey *survey, const cJSON *object);
void cs_map_write_copy(struct cs_json *json, gconstpointer copy);
void cs_map_write_join(struct cs_json *json, gconstpointer join);
void cs_map_write_group(struct cs_json *json, gconstpointer group);
/* The whole member "people". */
void cs_map_write_people(struct cs_json *json, const struct cs_people *people); /* takes NULL */
void cs_map_read_people(struct cs_survey *survey, const cJSON *object);
void cs_map_read_copy(struct cs_survey *survey, const cJSON *object);
void cs_map_read_join(struct cs_survey *survey, const cJSON *object);
void cs_map_read_group(struct cs_survey *survey, const cJSON *object);

#endif
