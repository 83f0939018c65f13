/* stream.h - a JSON file one value at a time: no tree of the whole is ever held. Internal to the map.
 *
 * The map's arrays are walked element by element, however the file is laid out (one record a line as we write
 * it, or reformatted by another tool); each element is parsed by cJSON on its own. */
#ifndef CS_MAP_STREAM_H
#define CS_MAP_STREAM_H

#include <cassini/err.h>
#include <cjson/cJSON.h>
#include <glib.h>

/* Called for each member of the top-level object, in the order of the file: once for an object or a scalar, once for
 * each element of an array. value is borrowed. FALSE ends the walk (without an error). */
typedef gboolean (*cs_stream_member)(void *ctx, const char *key, const cJSON *value);

/* path "-" is standard input. CS_E_DATA with "file:line: …" where the file is no JSON object; CS_E_CONFIG when it
 * cannot be opened. */
int cs_stream_walk(const char *path, cs_stream_member member, void *ctx, struct cs_err *err);

#endif
