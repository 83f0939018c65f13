/* err.h - what went wrong, told so that a program and a person can both act on it.
 *
 * Every function that can fail returns 0 or a negative CS_E_… code and fills a struct cs_err that
 * its caller owns. A message is one line in English, names objects, never holds a value of the
 * source and never a secret: a server's own message may quote data, so only its native code passes. */
#ifndef CASSINI_ERR_H
#define CASSINI_ERR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum cs_code {
    CS_OK = 0,
    CS_E_CONFIG = -1,      /* a setting is missing or wrong */
    CS_E_AUTH = -2,        /* the server knows us and says no */
    CS_E_UNREACHABLE = -3, /* no server there, name unknown, connection lost */
    CS_E_DENIED = -4,      /* a privilege on one object is missing */
    CS_E_TIMEOUT = -5,     /* a deadline or a server's own timeout passed */
    CS_E_CANCELLED = -6,   /* we asked for it to stop */
    CS_E_UNSUPPORTED = -7, /* the source cannot do that */
    CS_E_PROTOCOL = -8,    /* the other side answered nonsense */
    CS_E_DATA = -9,        /* the content cannot be read (corrupt, undecodable) */
    CS_E_LIMIT = -10,      /* one of our own ceilings was met */
    CS_E_GONE = -11,       /* the object was there and is not any more */
    CS_E_INTERNAL = -12    /* our mistake, or the machine's (disk full, no memory) */
};

/* Plain data, fixed size, no ownership. Zero-initialised means "no error". */
struct cs_err {
    int code;          /* enum cs_code */
    char domain[24];   /* who says so: a connector's name, "config", "rules", "map" … */
    char native[24];   /* the native code: SQLSTATE, MySQL error number, errno, HTTP status; "" if none */
    char message[400]; /* one line, no final full stop, no value, no secret */
    char hint[240];    /* what a person can do about it; "" if nothing */
    bool retryable;    /* trying again later may work */
};

#if defined(__GNUC__)
#define CS_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define CS_PRINTF(f, a)
#endif

static inline int cs_fail(struct cs_err *err, int code, const char *domain, const char *native, const char *format, ...)
    CS_PRINTF(5, 6);
static inline void cs_err_hint(struct cs_err *err, const char *format, ...) CS_PRINTF(2, 3);

/* Fills err (NULL: nothing is kept) and returns code, so that "return cs_fail(…)" reads well.
 * native may be NULL. Line breaks in the message become spaces. Thread-safe. */
static inline int
cs_fail(struct cs_err *err, int code, const char *domain, const char *native, const char *format, ...)
{
    va_list args;
    char *p;

    if (!err)
        return code;
    memset(err, 0, sizeof *err);
    err->code = code;
    (void)snprintf(err->domain, sizeof err->domain, "%s", domain ? domain : "");
    (void)snprintf(err->native, sizeof err->native, "%s", native ? native : "");
    va_start(args, format);
    (void)vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    for (p = err->message; *p; p++)
        if ((unsigned char)*p < 0x20)
            *p = ' ';
    err->retryable = code == CS_E_UNREACHABLE || code == CS_E_TIMEOUT;
    return code;
}

/* Adds what a person can do about it. err may be NULL. */
static inline void
cs_err_hint(struct cs_err *err, const char *format, ...)
{
    va_list args;

    if (!err)
        return;
    va_start(args, format);
    (void)vsnprintf(err->hint, sizeof err->hint, format, args);
    va_end(args);
}

#endif
