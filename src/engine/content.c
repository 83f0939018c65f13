/* content.c - a cell as text. */
#include "engine/content.h"

#include "base/utf8.h"

#include <string.h>

void
cs_content_init(struct cs_content *c)
{
    c->converted = g_string_sized_new(256);
    c->decoded = g_string_sized_new(256);
    c->unpacked = g_string_sized_new(256);
}

static void
wipe(GString *buffer)
{
    memset(buffer->str, 0, buffer->allocated_len);
    g_string_free(buffer, TRUE);
}

void
cs_content_clear(struct cs_content *c)
{
    wipe(c->converted);
    wipe(c->decoded);
    wipe(c->unpacked);
}

/* A value that was cut inside a character ends before it. */
static gsize
whole_characters(const char *data, gsize size, gsize valid)
{
    return size - valid < 4 && valid && (guchar)data[valid] >= 0xc2 ? valid : size;
}

static gboolean
holds_text(enum cs_type type)
{
    return type == CS_T_TEXT || type == CS_T_UNKNOWN || type == CS_T_BYTES || type == CS_T_JSON || type == CS_T_XML ||
           type == CS_T_OTHER;
}

const char *
cs_content_text(struct cs_content *c, enum cs_type type, const char *encoding, const char *data, gsize size,
                gboolean truncated, gsize *ret_size, enum cs_encoding *ret_encoded)
{
    gsize valid = cs_utf8_valid_prefix(data, size);
    enum cs_encoding marked;

    *ret_encoded = CS_ENCODED_NOT;
    if (truncated && valid < size)
        size = whole_characters(data, size, valid);
    if (encoding && !g_ascii_strcasecmp(encoding, "UTF-8"))
        encoding = NULL;
    if (valid < size) {
        if (type == CS_T_BYTES && !cs_is_latin1_text(data, size))
            return NULL;
        if (!encoding)
            *ret_encoded = CS_ENCODED_LATIN1;
        g_string_truncate(c->converted, 0);
        cs_utf8_append(c->converted, data, size, encoding);
    } else if (memchr(data, '\0', size)) {
        g_string_truncate(c->converted, 0);
        g_string_append_len(c->converted, data, (gssize)size);
        for (gsize i = 0; i < size; i++)
            if (!c->converted->str[i])
                c->converted->str[i] = ' ';
    } else {
        c->converted->len = 0;
    }
    if (c->converted->len) {
        data = c->converted->str;
        size = c->converted->len;
    }
    marked = holds_text(type) ? cs_decode_marked(data, size, c->decoded) : CS_ENCODED_NOT;
    if (marked) {
        *ret_encoded = marked;
        data = c->decoded->str;
        size = c->decoded->len;
    }
    *ret_size = size;
    return data;
}
