/* forms.h - the bricks of normal forms, inlined: values come by the million. Shared by identity.c and hasher.c. */
#ifndef CS_ENGINE_FORMS_H
#define CS_ENGINE_FORMS_H

#include "engine/identity.h"

#include <string.h>

/* Digits of a telephone number, the last ones: national and international form meet in them. */
#define CS_FORM_PHONE_NF0 8
#define CS_FORM_PHONE_NF1 9

static inline void
cs_form_trim(const char **data, gsize *size)
{
    while (*size && g_ascii_isspace(**data)) {
        (*data)++;
        (*size)--;
    }
    while (*size && g_ascii_isspace((*data)[*size - 1]))
        (*size)--;
}

/* Room for n more bytes of out, which are written by the caller. */
static inline char *
cs_form_room(GString *out, gsize n)
{
    gsize old = out->len;

    if (old + n >= out->allocated_len) {
        g_string_set_size(out, old + n);
        out->len = old;
    }
    return out->str + old;
}

/* Lets out end there, within its room. */
static inline void
cs_form_end(GString *out, const char *end)
{
    out->len = (gsize)(end - out->str);
    out->str[out->len] = '\0';
}

static inline void
cs_form_append(GString *out, const char *data, gsize size)
{
    char *to = cs_form_room(out, size);

    memcpy(to, data, size);
    cs_form_end(out, to + size);
}

/* What stands where nobody knew: no identity, however often it is met. */
gboolean cs_form_is_dummy(const char *text, gsize size);
/* The last digits of a number, so many; FALSE: it is none. */
gboolean cs_form_phone(const char *data, gsize size, gsize last, GString *out);

#endif
