/* json.h - writing JSON as a stream, reading it with cJSON. Floor 1.
 *
 * Numbers are written by g_ascii_dtostr, so independent of the locale and shortest at "%.6g" unless
 * said otherwise; strings are made valid UTF-8 (U+FFFD for what is not) and escaped, "<" included, so
 * that a map can stand inside an HTML page. */
#ifndef CS_BASE_JSON_H
#define CS_BASE_JSON_H

#include <cassini/err.h>
#include <glib.h>

struct cs_json {
    GString *out;   /* borrowed; what was written so far */
    guint64 commas; /* one bit per level: a comma is due */
    guint depth;    /* at most 60 */
};

void cs_json_init(struct cs_json *json, GString *out);
/* key is NULL inside arrays and at the top. */
void cs_json_object(struct cs_json *json, const char *key);
void cs_json_array(struct cs_json *json, const char *key);
void cs_json_end_object(struct cs_json *json);
void cs_json_end_array(struct cs_json *json);
void cs_json_string(struct cs_json *json, const char *key, const char *text); /* NULL writes null */
void cs_json_int(struct cs_json *json, const char *key, gint64 value);
void cs_json_real(struct cs_json *json, const char *key,
                  double value); /* 6 significant digits; NaN and infinite write null */
void cs_json_bool(struct cs_json *json, const char *key, gboolean value);
void cs_json_null(struct cs_json *json, const char *key);
void cs_json_newline(struct cs_json *json); /* line break before the next element (one record a line) */

#endif
