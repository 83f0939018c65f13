/* lexicon.h - what single words of names tell: roles, marks of metadata, what a table is about. Floor 3.
 *
 * Read from the "words", "tables", "consent", "pairs" and "abbreviations" sections of rule files; immutable once the
 * ruleset is loaded. A word is folded, lower case, in the singular: its canonical form (cs_lexicon_canonical). */
#ifndef CS_ENGINE_LEXICON_H
#define CS_ENGINE_LEXICON_H

#include "base/yaml.h"
#include <glib.h>

/* What a word can tell, as bits of a set: one word may tell several things. */
#define CS_W(n) (G_GUINT64_CONSTANT(1) << (n))
#define CS_W_ROLE CS_W(0) /* whose or which one */
#define CS_W_META CS_W(1) /* about the thing, not the thing: its type, its number of */
#define CS_W_CODE CS_W(2) /* a technical key of it */
#define CS_W_TIME CS_W(3)
#define CS_W_FLAG CS_W(4)
#define CS_W_NUMBER CS_W(5)     /* the number or code of it */
#define CS_W_VOCABULARY CS_W(6) /* a token of a name form, told by cs_names_new */
#define CS_W_AMOUNT CS_W(7)     /* money, or how many */
/* tables */
#define CS_W_CUSTOMER CS_W(8)
#define CS_W_PROSPECT CS_W(9)
#define CS_W_EMPLOYEE CS_W(10)
#define CS_W_SUPPLIER CS_W(11)
#define CS_W_USER CS_W(12)
#define CS_W_CANDIDATE CS_W(13)
#define CS_W_VISITOR CS_W(14)
#define CS_W_PERSON CS_W(15) /* people, or what only people have (address, passport) */
#define CS_W_COMPANY CS_W(16)
#define CS_W_TRANSACTION CS_W(17)
#define CS_W_MESSAGE CS_W(18)
#define CS_W_LOG CS_W(19)
#define CS_W_SETTINGS CS_W(20)
#define CS_W_REFERENCE CS_W(21)
#define CS_W_PRODUCT CS_W(22)
#define CS_W_PLACE CS_W(23)   /* the organisation's own shops, warehouses, offices */
#define CS_W_CONTENT CS_W(24) /* published pages, campaigns */
#define CS_W_CONSENT CS_W(25)
#define CS_W_SELLING CS_W(26) /* a transaction with customers */
#define CS_W_BUYING CS_W(27)  /* … with suppliers */
#define CS_W_PEOPLE \
    (CS_W_CUSTOMER | CS_W_PROSPECT | CS_W_EMPLOYEE | CS_W_SUPPLIER | CS_W_USER | CS_W_CANDIDATE | CS_W_VISITOR)
/* consent columns */
#define CS_W_OPT_OUT CS_W(32)
#define CS_W_OPT_IN CS_W(33)
#define CS_W_BY_EMAIL CS_W(34)
#define CS_W_BY_SMS CS_W(35)
#define CS_W_BY_PHONE CS_W(36)
#define CS_W_BY_POST CS_W(37)
#define CS_W_BY_PUSH CS_W(38)
#define CS_W_CHOICE CS_W(39)       /* in a table of consents: what was chosen */
#define CS_W_PROOF_SOURCE CS_W(40) /* where and how it was given */
#define CS_W_PROOF_TEXT CS_W(41)   /* what was agreed to */
#define CS_W_BY_FAX CS_W(42)
#define CS_W_FOR_MARKETING CS_W(43)
#define CS_W_FOR_PARTNERS CS_W(44)
#define CS_W_FOR_PROFILING CS_W(45)
#define CS_W_FOR_TRACKING CS_W(46)
#define CS_W_FOR_TERMS CS_W(47) /* terms of use, privacy notice */
#define CS_W_CHANNELS (CS_W_BY_EMAIL | CS_W_BY_SMS | CS_W_BY_PHONE | CS_W_BY_POST | CS_W_BY_PUSH | CS_W_BY_FAX)
/* pairs of a key and a value */
#define CS_W_PAIR_KEY CS_W(48)   /* names a column of keys whatever stands beside it */
#define CS_W_PAIR_LABEL CS_W(49) /* may do so */
#define CS_W_PAIR_VALUE CS_W(50)
#define CS_W_MAKER CS_W(51) /* who wrote the row, not whom it is about */
#define CS_W_TITLE CS_W(52) /* what an entry of a list is called */

struct cs_lexicon;
struct cs_lexicon *cs_lexicon_new(void);
void cs_lexicon_free(struct cs_lexicon *words); /* takes NULL */

/* Adds the sections of one rule file; a section that is missing is fine, complaints are collected. */
void cs_lexicon_read(struct cs_lexicon *words, const struct cs_yaml_node *root, struct cs_yaml_errors *errors);
void cs_lexicon_add(struct cs_lexicon *words, const char *canonical, guint64 bits);

/* Bits of a canonical word; 0 when it tells nothing. */
guint64 cs_lexicon_bits(const struct cs_lexicon *words, const char *canonical);
/* The same, and those of its parts where it is a compound ("kundennummer"). */
guint64 cs_lexicon_token_bits(const struct cs_lexicon *words, const char *canonical);
/* All that the words of a name tell; of consent also what two of them tell together ("opt_in", "no_mail"). */
guint64 cs_lexicon_name_bits(const struct cs_lexicon *words, const char *name);

/* A folded token in its canonical form: short forms written out (then it may hold "_"), in the singular: the plural
 * "s" dropped, other languages' endings where that gives a known word. Owned by the caller. */
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
