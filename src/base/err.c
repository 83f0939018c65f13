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
