/* open.h - values that hold other values: documents, serialized data, cards, queries, rows. Floor 3, pure.
 *
 * One interface for all formats: the scalars of a value, each with its path. "$.a.b" is a member or an element, "$.a@b"
 * an attribute or a parameter, "$.a[]" one of a list, "$.a{*}" a member whose key is data (it is given as a scalar of
 * its own, too). A value may be cut anywhere. Depth, length of paths, number of scalars and work are bounded.
 *
 * Formats: JSON (RFC 8259, several in a row, Python's and JavaScript's quotes), PHP serialize() and session files, XML,
 * vCard (RFC 6350, 2.1 and 3.0) and iCalendar (RFC 5545), form-encoded pairs and queries of URLs, lines "key: value" or
 * "key=value" (mail headers, INI, dotenv, flat YAML), mailboxes (RFC 5322), PostgreSQL arrays, hstore and rows. A
 * string inside that is JSON, PHP or XML itself is opened, too. */
#ifndef CS_ENGINE_OPEN_H
#define CS_ENGINE_OPEN_H

#include <cassini/value.h>
#include <glib.h>

/* text: of strings unescaped, of numbers as written; valid until the call returns. */
typedef void (*cs_open_scalar)(void *ctx, const char *path, const char *text, gsize size);
/* TRUE when a key is data (a person's address, a number …). */
typedef gboolean (*cs_open_key)(void *ctx, const char *key, gsize size);
struct cs_open_sink {
    cs_open_key is_data;
    cs_open_scalar scalar;
    void *ctx;
    gboolean loose; /* set by cs_open while the keys are words of a text: they may name people */
};

enum cs_opened {
    CS_OPENED_NOT,   /* a plain value */
    CS_OPENED_WHOLE, /* the value is nothing but what was given to the sink */
    CS_OPENED_PART   /* it is a text as well: lines of a letter, the address of a page */
};

/* TRUE for types whose values may hold others: numbers, dates and their like do not. */
gboolean cs_can_open(enum cs_type type);

/* Opens a column's value, valid UTF-8; a plain one costs a look at its first bytes. root: what paths begin with: "$",
 * or "[code=MAIL]" for a value that stands beside a code. */
enum cs_opened cs_open(struct cs_open_sink *sink, const char *root, enum cs_type type, const char *text, gsize size);

/* Text of a fragment of HTML, appended to out: tags become a space, addresses of links are kept, entities are decoded,
 * scripts and styles left out. FALSE: there is no tag in it. */
gboolean cs_html_text(const char *text, gsize size, GString *out);

#endif
