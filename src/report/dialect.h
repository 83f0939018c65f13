/* dialect.h - the normal forms of engine/identity.h in the SQL of a connector's engine. Internal to the report. */
#ifndef CS_REPORT_DIALECT_H
#define CS_REPORT_DIALECT_H

#include "model/survey.h"

struct cs_dialect;
const struct cs_dialect *cs_dialect_find(const char *connector); /* NULL: none known */
const char *cs_dialect_name(const struct cs_dialect *dialect);

/* Appends the quoted name of the place's object, with its schema. */
void cs_dialect_object_append(const struct cs_dialect *dialect, const struct cs_place *place, GString *out);
/* The normal form of alias.column for a value class: two values are one when these are equal. FALSE: a class that this
 * engine's SQL cannot normalise (accents, dates). */
gboolean cs_dialect_normal(const struct cs_dialect *dialect, const char *value_class, const char *alias,
                           const char *column, GString *out);
/* The condition that a normal form is a usable value. */
void cs_dialect_usable(const struct cs_dialect *dialect, const char *value_class, const char *normal, GString *out);
/* A statement that lists the foreign keys to the object, its triggers, and the views in whose text its name occurs. */
void cs_dialect_touches(const struct cs_dialect *dialect, const struct cs_place *place, GString *out);

#endif
