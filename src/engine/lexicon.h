/* lexicon.h - what single words of names tell: roles, marks of metadata, what a table is about. Floor 3.
 *
 * Read from the "words", "tables", "consent" and "abbreviations" sections of rule files; immutable once the
 * ruleset is loaded. A word is folded, lower case, in the singular: its canonical form (cs_lexicon_canonical). */
#ifndef CS_ENGINE_LEXICON_H
#define CS_ENGINE_LEXICON_H

#include "base/yaml.h"
#include <glib.h>

/* What a word can tell; one word may tell several things. */
enum cs_word {
    CS_W_ROLE = 1 << 0, /* whose or which one */
    CS_W_META = 1 << 1, /* about the thing, not the thing: its type, its number of */
    CS_W_CODE = 1 << 2, /* a technical key of it */
    CS_W_TIME = 1 << 3,
    CS_W_FLAG = 1 << 4,
    /* tables */
    CS_W_CUSTOMER = 1 << 5,
    CS_W_PROSPECT = 1 << 6,
    CS_W_EMPLOYEE = 1 << 7,
    CS_W_SUPPLIER = 1 << 8,
    CS_W_USER = 1 << 9,
    CS_W_CANDIDATE = 1 << 10,
    CS_W_VISITOR = 1 << 11,
    CS_W_PERSON = 1 << 12, /* people, or what only people have (address, passport) */
    CS_W_COMPANY = 1 << 13,
    CS_W_TRANSACTION = 1 << 14,
    CS_W_MESSAGE = 1 << 15,
    CS_W_LOG = 1 << 16,
    CS_W_SETTINGS = 1 << 17,
    CS_W_REFERENCE = 1 << 18,
    CS_W_PRODUCT = 1 << 19,
    CS_W_PLACE = 1 << 20,   /* the organisation's own shops, warehouses, offices */
    CS_W_CONTENT = 1 << 21, /* published pages, campaigns */
    CS_W_CONSENT = 1 << 22,
    /* consent columns */
    CS_W_OPT_OUT = 1 << 23,
    CS_W_OPT_IN = 1 << 24,
    CS_W_BY_EMAIL = 1 << 25,
    CS_W_BY_SMS = 1 << 26,
    CS_W_BY_PHONE = 1 << 27,
    CS_W_BY_POST = 1 << 28,
    CS_W_BY_PUSH = 1 << 29,
    CS_W_NUMBER = 1 << 30 /* the number or code of it */
};
#define CS_W_VOCABULARY (1u << 31) /* a token of a name form, told by cs_names_new */
#define CS_W_PEOPLE \
    (CS_W_CUSTOMER | CS_W_PROSPECT | CS_W_EMPLOYEE | CS_W_SUPPLIER | CS_W_USER | CS_W_CANDIDATE | CS_W_VISITOR)

struct cs_lexicon;
struct cs_lexicon *cs_lexicon_new(void);
void cs_lexicon_free(struct cs_lexicon *words); /* takes NULL */

/* Adds the sections of one rule file; a section that is missing is fine, complaints are collected. */
void cs_lexicon_read(struct cs_lexicon *words, const struct cs_yaml_node *root, struct cs_yaml_errors *errors);
void cs_lexicon_add(struct cs_lexicon *words, const char *canonical, guint bits);

/* Bits of a canonical word; 0 when it tells nothing. */
guint cs_lexicon_bits(const struct cs_lexicon *words, const char *canonical);

/* A folded token in its canonical form: short forms written out (then it may hold "_"), plural "s" dropped. Owned by
 * the caller. */
char *cs_lexicon_canonical(const struct cs_lexicon *words, const char *token);

/* A name's canonical tokens, NULL-ended: split at separators, at lower→upper, letter→digit and the last capital of a
 * run; accents folded. At most 16. Owned by the caller. */
char **cs_lexicon_split(const struct cs_lexicon *words, const char *name);

/* A name's tokens as they stand, joined by "_". Owned by the caller. */
char *cs_name_normal(const char *name);

/* A token that is no known word, cut into two to four known ones ("datelastlogin", "codpais"); NULL when it cannot be
 * wholly. */
char **cs_lexicon_segment(const struct cs_lexicon *words, const char *token);

#endif
