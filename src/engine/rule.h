/* rule.h - how a rule is read and compiled. Internal to the engine. */
#ifndef CS_ENGINE_RULE_H
#define CS_ENGINE_RULE_H

#include "engine/ruleset.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Bits of cs_shape.classes. */
enum {
    CS_C_LOWER = 1 << 0,
    CS_C_UPPER = 1 << 1,
    CS_C_DIGIT = 1 << 2,
    CS_C_SPACE = 1 << 3,
    CS_C_AT = 1 << 4,
    CS_C_DOT = 1 << 5,
    CS_C_DASH = 1 << 6,
    CS_C_UNDERSCORE = 1 << 7,
    CS_C_SLASH = 1 << 8,
    CS_C_COLON = 1 << 9,
    CS_C_PLUS = 1 << 10,
    CS_C_PUNCT = 1 << 11,
    CS_C_HIGH = 1 << 12,
    CS_C_CONTROL = 1 << 13,
    CS_C_ALL = (1 << 14) - 1
};
guint16 cs_class_of(guchar byte);

/* What a value must look like before a rule is tried. */
struct cs_gate {
    guint16 allowed, required; /* classes */
    guint16 min_digits, max_digits;
    guint32 min, max; /* bytes of the raw value */
};

/* A rule ready to match. */
struct cs_program {
    struct cs_rule rule; /* first: what the outside sees */
    struct cs_gate gate;
    char *search_pattern; /* inside text; NULL: made of the value pattern */
    pcre2_code *code, *search_code;
    gint jit;                        /* atomic, enum cs_jit: machine code is made at first need */
    guint32 least;                   /* bytes of the shortest normal form that matches */
    gboolean has_first;              /* first is known: */
    guint8 first[32];                /* bytes that a matching normal form can begin with, a bit each */
    guint64 first_lists, last_lists; /* bits of word lists; last: 0 when the whole value counts */
};

/* Reads one rule; complaints are collected. NULL when it cannot be used. */
struct cs_program *cs_program_read(struct cs_yaml_errors *errors, const struct cs_yaml_node *node, const char *pack);
gboolean cs_program_compile(struct cs_program *program, gboolean no_jit, struct cs_yaml_errors *errors,
                            const struct cs_yaml_node *node);
/* TRUE when the program's patterns run as machine code; compiles them the first time. Any thread. */
enum cs_jit { CS_JIT_NOT_YET, CS_JIT_READY, CS_JIT_REFUSED };
gboolean cs_program_jit(struct cs_program *program);
gboolean cs_jit_works(void); /* FALSE: the machine refuses memory for machine code */
void cs_program_free(struct cs_program *program);

/* Puts a normal form of text into out. */
void cs_normal_make(enum cs_normal form, const char *text, gsize size, GString *out);
int cs_normal_find(const char *name); /* -1 when unknown */

/* Word lists of a ruleset: one table from the hash of a folded word to the lists that hold it, made when the first word
 * is looked up (by any thread). */
struct cs_lists;
struct cs_lists *cs_lists_new(void);
void cs_lists_free(struct cs_lists *lists);
/* Bit of the list called name; opens folder/lists/name.txt the first time. 0 and a filled err: not readable. */
guint64 cs_lists_bit(struct cs_lists *lists, const char *folder, const char *name, struct cs_err *err);
guint64 cs_lists_known(const struct cs_lists *lists, const char *name); /* bit of an opened list, or 0 */
/* Lists that hold the folded text as it is; hyphens and apostrophes count as spaces. */
guint64 cs_lists_of(const struct cs_lists *lists, const char *folded, gsize size);
/* The same for one list alone: faster when most words are not in it. bit 0: no list. */
gboolean cs_lists_hold(const struct cs_lists *lists, guint64 bit, const char *folded, gsize size);

#endif
