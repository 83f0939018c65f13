/* crc32.h - CRC-32 as zlib computes it (ISO-HDLC): the sampler every engine agrees on. Never stored. Floor 1.
 *
 * Values have ten to thirty bytes, which zlib takes one at a time. */
#ifndef CS_BASE_CRC32_H
#define CS_BASE_CRC32_H

#include <glib.h>

guint32 cs_crc32(const void *data, gsize size);

#endif
