/* text.h - a growing text for connectors that write SQL: formatted parts, and names quoted as identifiers.
 * Header only, so that a connector links against nothing. Start from {0}; text is malloc'ed and the caller's to free.
 * Without memory the process ends, as it does in the program that calls the connector. Not for use by two threads. */
#ifndef CASSINI_TEXT_H
#define CASSINI_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

struct cs_text {
    char *text; /* NUL-terminated; NULL before the first part */
    size_t size, capacity;
};

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static inline void
cs_text_add(struct cs_text *t, const char *format, ...)
{
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (t->size + (size_t)n + 1 > t->capacity) {
        t->capacity = (t->size + (size_t)n + 1) * 2;
        t->text = (char *)realloc(t->text, t->capacity);
        if (!t->text)
            abort();
    }
    va_start(args, format);
    vsnprintf(t->text + t->size, (size_t)n + 1, format, args);
    va_end(args);
    t->size += (size_t)n;
}

/* A name between quotes of the engine's kind, which are doubled inside it. */
static inline void
cs_text_add_quoted(struct cs_text *t, const char *name, char quote)
{
    cs_text_add(t, "%c", quote);
    for (; *name; name++) {
        if (*name == quote)
            cs_text_add(t, "%c", quote);
        cs_text_add(t, "%c", *name);
    }
    cs_text_add(t, "%c", quote);
}

#endif
