/* mutate.c - seeds, a little broken: bits, bytes, ranges, words of the formats, pieces of other seeds. */
#include "fuzz.h"

#include "base/rng.h"

#include <string.h>

#define MOST_BYTES 65536

static const char *const words[] = {"{",
                                    "}",
                                    "[",
                                    "]",
                                    "\"",
                                    "'",
                                    "\\",
                                    "\\u0000",
                                    "\\ud83d",
                                    ":",
                                    ",",
                                    "null",
                                    "1e999",
                                    "-",
                                    "99999999999999999999",
                                    "a:9999999:{",
                                    "s:4294967295:\"",
                                    "O:8:\"stdClass\":1:{",
                                    "i:0;",
                                    "N;",
                                    "<",
                                    ">",
                                    "</",
                                    "/>",
                                    "<![CDATA[",
                                    "]]>",
                                    "<!--",
                                    "&#x10FFFF;",
                                    "&#0;",
                                    "&amp;",
                                    "<!DOCTYPE x [",
                                    "%00",
                                    "%",
                                    "=?utf-8?B?",
                                    "?=",
                                    "=\r\n",
                                    "BEGIN:VCARD\r\n",
                                    "END:VCARD\r\n",
                                    "TEL;TYPE=",
                                    "\r\n ",
                                    "\r\n",
                                    "\n",
                                    "\t",
                                    ";",
                                    "|",
                                    "- ",
                                    ": ",
                                    "? ",
                                    "*a",
                                    "&a ",
                                    "!!binary ",
                                    "---\n",
                                    "...\n",
                                    "#",
                                    "~",
                                    "\xef\xbb\xbf",
                                    "\xff\xfe",
                                    "\xc3",
                                    "\xf0\x9f\x98\x80",
                                    "\xed\xa0\x80",
                                    "\"\"",
                                    "=>",
                                    "NULL",
                                    "(",
                                    ")",
                                    "@",
                                    "\\x",
                                    "0x"};

static guint64
below(struct cs_rng *rng, guint64 n)
{
    return n ? cs_rng_below(rng, n) : 0;
}

static void
insert(GByteArray *bytes, guint at, const guint8 *data, guint size)
{
    guint tail = bytes->len - at;

    if (bytes->len + size > MOST_BYTES)
        return;
    g_byte_array_set_size(bytes, bytes->len + size);
    memmove(bytes->data + at + size, bytes->data + at, tail);
    memcpy(bytes->data + at, data, size);
}

static void
insert_piece(GByteArray *bytes, struct cs_rng *rng, const guint8 *data, gsize size)
{
    gsize from = below(rng, size), n = below(rng, size - from + 1);
    g_autofree guint8 *copy = g_memdup2(data + from, n);

    if (n)
        insert(bytes, (guint)below(rng, bytes->len + 1), copy, (guint)n);
}

/* One word many times over: depth, and long runs. */
static void
insert_run(GByteArray *bytes, struct cs_rng *rng, const char *word)
{
    guint at = (guint)below(rng, bytes->len + 1);

    for (guint n = (guint)below(rng, 300); n; n--)
        insert(bytes, at, (const guint8 *)word, (guint)strlen(word));
}

static void
mutate_once(GByteArray *bytes, struct cs_rng *rng, const GPtrArray *seeds)
{
    const char *word = words[below(rng, G_N_ELEMENTS(words))];
    guint at = (guint)below(rng, bytes->len), n = (guint)below(rng, MIN(bytes->len - at, 64) + 1);
    gsize size;
    const guint8 *other;

    switch (below(rng, 9)) {
    case 0:
        if (bytes->len)
            bytes->data[at] ^= (guint8)(1 << below(rng, 8));
        break;
    case 1:
        if (bytes->len)
            bytes->data[at] = (guint8)below(rng, 256);
        break;
    case 2:
        if (n)
            g_byte_array_remove_range(bytes, at, n);
        break;
    case 3:
        insert_piece(bytes, rng, bytes->data, bytes->len);
        break;
    case 4:
        g_byte_array_set_size(bytes, at);
        break;
    case 5:
        other = g_bytes_get_data(seeds->pdata[below(rng, seeds->len)], &size);
        insert_piece(bytes, rng, other, size);
        break;
    case 6:
        insert_run(bytes, rng, word);
        break;
    default:
        insert(bytes, at, (const guint8 *)word, (guint)strlen(word));
    }
}

GByteArray *
fuzz_mutate(const GPtrArray *seeds, guint64 seed, guint64 n)
{
    GByteArray *bytes = g_byte_array_new();
    struct cs_rng rng;
    gsize size;
    const guint8 *data;

    cs_rng_init(&rng, seed + n * 0x9e3779b97f4a7c15);
    data = g_bytes_get_data(seeds->pdata[n % seeds->len], &size);
    g_byte_array_append(bytes, data, (guint)size);
    if (n < seeds->len) /* the seeds as they are come first */
        return bytes;
    for (guint64 times = 1 + below(&rng, 6); times; times--)
        mutate_once(bytes, &rng, seeds);
    return bytes;
}
