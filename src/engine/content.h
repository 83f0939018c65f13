/* content.h - a cell as the text that it means: encoding undone, marked forms decoded. Internal to the engine. */
#ifndef CS_ENGINE_CONTENT_H
#define CS_ENGINE_CONTENT_H

#include "engine/decode.h"

#include <cassini/value.h>

/* Buffers of one thread; what they held is wiped at the end. */
struct cs_content {
    GString *converted, *decoded, *unpacked;
};
void cs_content_init(struct cs_content *content);
void cs_content_clear(struct cs_content *content);

/* The value's text, valid UTF-8: where it lies, or in one of the buffers until the next call. encoding: the column's,
 * or NULL for UTF-8. *ret_encoded: the form that was undone. NULL: bytes that are no text. */
const char *cs_content_text(struct cs_content *content, enum cs_type type, const char *encoding, const char *data,
                            gsize size, gboolean truncated, gsize *ret_size, enum cs_encoding *ret_encoded);

#endif
