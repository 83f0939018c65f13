/* err.c - the error codes by name. */
#include "base/err.h"

static const char *const names[] = {"ok",          "config",   "auth", "unreachable", "denied", "timeout", "cancelled",
                                    "unsupported", "protocol", "data", "limit",       "gone",   "internal"};

const char *
cs_code_name(int code)
{
    return code <= 0 && -code < (int)G_N_ELEMENTS(names) ? names[-code] : "internal";
}

int
cs_code_from_name(const char *name)
{
    for (gsize i = 1; i < G_N_ELEMENTS(names); i++)
        if (!g_strcmp0(name, names[i]))
            return -(int)i;
    return CS_E_INTERNAL;
}

char *
cs_err_text(const struct cs_err *err)
{
    GString *text = g_string_new(err->message);

    if (*err->native)
        g_string_append_printf(text, " (%s)", err->native);
    if (*err->hint)
        g_string_append_printf(text, " - %s", err->hint);
    return g_string_free(text, FALSE);
}
