/* err.h - the error codes by their names, as gaps and logs write them. Floor 1. */
#ifndef CS_BASE_ERR_H
#define CS_BASE_ERR_H

#include <cassini/err.h>
#include <glib.h>

/* "denied", "timeout", "gone" …; "ok" for 0. Static string. */
const char *cs_code_name(int code);

/* The other way round; 0 and "ok" for what is unknown is never returned: CS_E_INTERNAL instead. */
int cs_code_from_name(const char *name);

#endif
