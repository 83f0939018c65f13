/* decode.h - values that are stored in another form than their own: told by marks, or by the whole column. Floor 3,
 * pure.
 *
 * Marked forms can be told from one value: "Ã©" for "é", "%40", "&eacute;", "=?utf-8?Q?…?=". Packed forms cannot: a
 * word may look like base64, a number like hexadecimal text. They are tried on every value, and it is the share of
 * values that come out as text that decides (study.c). */
#ifndef CS_ENGINE_DECODE_H
#define CS_ENGINE_DECODE_H

#include <glib.h>

enum cs_encoding {
    CS_ENCODED_NOT,
    CS_ENCODED_MOJIBAKE, /* UTF-8 that was read as Windows-1252 or Latin-1 and written as UTF-8 again */
    CS_ENCODED_PERCENT,  /* RFC 3986 */
    CS_ENCODED_ENTITIES, /* of HTML */
    CS_ENCODED_WORDS,    /* RFC 2047, of mail headers */
    CS_ENCODED_QUOTED,   /* quoted-printable, RFC 2045 */
    CS_ENCODED_LATIN1,   /* single bytes where UTF-8 was declared; told by the caller */
    CS_ENCODED_BASE64,   /* RFC 4648, both alphabets */
    CS_ENCODED_HEX,      /* also with 0x or \x before it */
    CS_ENCODED_COUNT
};
#define CS_ENCODED_PACKED CS_ENCODED_BASE64 /* from here on */

const char *cs_encoding_name(enum cs_encoding encoding); /* "base64"; NULL for NOT */
enum cs_encoding cs_encoding_find(const char *name);     /* NOT for NULL and others */

/* The text without its marked form, appended to out (cleared first). NOT: there is none, out is left alone. */
enum cs_encoding cs_decode_marked(const char *text, gsize size, GString *out);
/* A packed form undone, written to out (cleared first). TRUE when it is one and what it holds is text. */
gboolean cs_decode_packed(enum cs_encoding encoding, const char *text, gsize size, GString *out);
/* Appends text with entities decoded; unknown ones stay. TRUE: there was one. */
gboolean cs_decode_entities(const char *text, gsize size, GString *out);
/* Appends text with %XX decoded, and + as a space when plus is set. TRUE: there was one. */
gboolean cs_decode_percent(const char *text, gsize size, gboolean plus, GString *out);
/* Bytes that are no UTF-8, but letters of a single-byte encoding. */
gboolean cs_is_latin1_text(const char *data, gsize size);

#endif
