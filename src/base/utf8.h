/* utf8.h - bytes to text: validity, encodings, folding for comparison. Floor 1. */
#ifndef CS_BASE_UTF8_H
#define CS_BASE_UTF8_H

#include <glib.h>

/* Length of the longest valid UTF-8 prefix; NUL counts as valid. Equal to size when all is valid. */
gsize cs_utf8_valid_prefix(const char *data, gsize size);
/* TRUE: valid throughout, without NUL; *ret_ascii: this, and ASCII alone. */
gboolean cs_utf8_is_text(const char *data, gsize size, gboolean *ret_ascii);
gboolean cs_utf8_is_ascii(const char *data, gsize size);
/* Capitals of ASCII become small letters, all other bytes stay; to has room for size bytes and may be data. */
void cs_ascii_lower(char *to, const char *data, gsize size);

/* Appends data to out as UTF-8: valid UTF-8 as it is; else read as encoding (NULL: Windows-1252).
 * Returns FALSE when bytes had to be replaced by U+FFFD. NULs become U+FFFD. */
gboolean cs_utf8_append(GString *out, const char *data, gsize size, const char *encoding);

/* Appends the folded form: NFKD, accents dropped (ß=ss, œ=oe, ø=o, ł=l, æ=ae), lower case. ASCII fast path. data
 * is valid UTF-8. */
void cs_utf8_fold(GString *out, const char *data, gsize size);

/* Appends a form that is safe on one line of a terminal or log: control characters as \n, \xNN. */
void cs_utf8_escape(GString *out, const char *data, gsize size);

#endif
