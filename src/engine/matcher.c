/* matcher.c - values against rules: gate, cached per shape; results, cached per value; then pattern, check,
 * list. */
#include "engine/ruleset_private.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>

#define SHAPE_SLOTS 8192 /* powers of two */
#define VALUE_SLOTS 4096
#define VALUE_RULES 12
#define MATCH_LIMIT 100000
#define MAX_TOKENS 4
#define MAX_UNDECIDED 16

struct value_slot {
    guint64 hash;
    guint32 size;
    guint16 type, count;
    guint16 rules[VALUE_RULES];
};
struct cs_matcher {
    const struct cs_ruleset *ruleset;
    pcre2_match_data *match;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    guint64 *limit_hits; /* one a rule */
    guint16 undecided[MAX_UNDECIDED];
    guint n_undecided;   /* rules that met their limit on the value in hand */
    guint words;         /* 64-bit words of a candidate set */
    guint64 *shape_keys; /* SHAPE_SLOTS, 0: free */
    guint64 *shape_sets; /* SHAPE_SLOTS × words */
    struct value_slot *values;
    GString *forms[CS_NF_COUNT];                  /* normal forms of the value in hand */
    guint32 made;                                 /* bits of the forms that are made */
    guint64 whole_lists, first_lists, last_lists; /* lists that hold it, all its words, its ends */
    gboolean lists_known;
};

struct cs_matcher *
cs_matcher_new(const struct cs_ruleset *ruleset)
{
    struct cs_matcher *m = g_new0(struct cs_matcher, 1);

    m->ruleset = ruleset;
    m->words = ruleset->programs->len / 64 + 1;
    m->match = pcre2_match_data_create(16, NULL);
    m->context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(m->context, MATCH_LIMIT);
    m->stack = ruleset->jit ? pcre2_jit_stack_create(32 * 1024, 512 * 1024, NULL) : NULL;
    pcre2_jit_stack_assign(m->context, NULL, m->stack);
    m->limit_hits = g_new0(guint64, ruleset->programs->len + 1);
    m->shape_keys = g_new0(guint64, SHAPE_SLOTS);
    m->shape_sets = g_new0(guint64, (gsize)SHAPE_SLOTS * m->words);
    m->values = g_new0(struct value_slot, VALUE_SLOTS);
    for (guint i = 0; i < CS_NF_COUNT; i++)
        m->forms[i] = g_string_sized_new(256);
    return m;
}

void
cs_matcher_free(struct cs_matcher *m)
{
    if (!m)
        return;
    for (guint i = 0; i < CS_NF_COUNT; i++) {
        explicit_bzero(m->forms[i]->str, m->forms[i]->allocated_len);
        g_string_free(m->forms[i], TRUE);
    }
    pcre2_match_data_free(m->match);
    pcre2_match_context_free(m->context);
    pcre2_jit_stack_free(m->stack);
    explicit_bzero(m->values, VALUE_SLOTS * sizeof *m->values);
    g_free(m->values);
    g_free(m->shape_keys);
    g_free(m->shape_sets);
    g_free(m->limit_hits);
    g_free(m);
}

guint64
cs_matcher_limit_hits(const struct cs_matcher *matcher, guint rule)
{
    return rule < matcher->ruleset->programs->len ? matcher->limit_hits[rule] : 0;
}

guint
cs_matcher_undecided(const struct cs_matcher *matcher, const guint16 **ret_rules)
{
    *ret_rules = matcher->undecided;
    return matcher->n_undecided;
}

static gboolean
gate_opens(const struct cs_program *p, enum cs_type type, const struct cs_shape *shape)
{
    const struct cs_gate *g = &p->gate;

    return (p->code || p->first_lists) && p->rule.types >> type & 1 && !(shape->classes & ~g->allowed) &&
           (shape->classes & g->required) == g->required && shape->digits >= g->min_digits &&
           shape->digits <= g->max_digits && shape->size >= g->min && shape->size <= g->max;
}

/* The rules that a shape allows, as a set of bits: from the cache, or worked out now. */
static const guint64 *
candidates(struct cs_matcher *m, enum cs_type type, const struct cs_shape *shape)
{
    guint64 key = 1 | (guint64)shape->classes << 1 | (guint64)type << 15 | (guint64)shape->digits << 20 |
                  (guint64)MIN(shape->size, G_MAXUINT16) << 36;
    gsize slot = (key * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15)) >> 51;
    guint64 *set = m->shape_sets + slot * m->words;

    G_STATIC_ASSERT(SHAPE_SLOTS == 1 << 13);
    if (m->shape_keys[slot] == key)
        return set;
    memset(set, 0, m->words * sizeof *set);
    for (guint i = 0; i < m->ruleset->programs->len; i++)
        if (gate_opens(cs_ruleset_program(m->ruleset, i), type, shape))
            set[i / 64] |= G_GUINT64_CONSTANT(1) << i % 64;
    m->shape_keys[slot] = key;
    return set;
}

static const GString *
normal_form(struct cs_matcher *m, enum cs_normal form, const char *text, gsize size)
{
    if (!(m->made >> form & 1)) {
        cs_normal_make(form, text, size, m->forms[form]);
        m->made |= 1u << form;
    }
    return m->forms[form];
}

/* Is there a match from offset on? A limit met is counted, and is no answer. */
static gboolean
run_pattern(struct cs_matcher *m, guint rule, const pcre2_code *code, const char *text, gsize size, gsize offset)
{
    int rc;

    if (m->ruleset->jit)
        rc = pcre2_jit_match(code, (PCRE2_SPTR)text, size, offset, 0, m->match, m->context);
    else
        rc = pcre2_match(code, (PCRE2_SPTR)text, size, offset, PCRE2_NO_UTF_CHECK, m->match, m->context);
    if (rc < 0 && rc != PCRE2_ERROR_NOMATCH) {
        m->limit_hits[rule]++;
        if (m->n_undecided < MAX_UNDECIDED)
            m->undecided[m->n_undecided++] = (guint16)rule;
    }
    return rc >= 0;
}

/* Lists of the value in hand: as a whole, all words of it, and its first and last words. */
static void
know_lists(struct cs_matcher *m, const char *text, gsize size)
{
    const GString *fold = normal_form(m, CS_NF_FOLD, text, size);
    const struct cs_lists *lists = m->ruleset->lists;
    guint64 all = ~G_GUINT64_CONSTANT(0), last = 0, titles = cs_lists_known(lists, "civility");
    gsize start = 0;
    guint words = 0;

    m->lists_known = TRUE;
    m->whole_lists = cs_lists_of(lists, fold->str, fold->len);
    m->first_lists = m->last_lists = 0;
    for (gsize i = 0; i <= fold->len && words <= MAX_TOKENS; i++) {
        if (i < fold->len && !strchr(" -,", fold->str[i]))
            continue;
        if (i > start) {
            last = cs_lists_of(lists, fold->str + start, i - start);
            if (!words && i < fold->len && last & titles) { /* "M. Jean Dupont": the title is no part of the name */
                start = i + 1;
                continue;
            }
            all &= last;
            if (!words++)
                m->first_lists = last;
        }
        start = i + 1;
    }
    if (words > 1 && words <= MAX_TOKENS) {
        m->whole_lists |= all;
        m->last_lists = last;
    }
}

static gboolean
list_holds(struct cs_matcher *m, const struct cs_program *p, const char *text, gsize size)
{
    if (!m->lists_known)
        know_lists(m, text, size);
    if (!p->last_lists)
        return (m->whole_lists & p->first_lists) != 0;
    return (m->first_lists & p->first_lists && m->last_lists & p->last_lists) ||
           (m->first_lists & p->last_lists && m->last_lists & p->first_lists);
}

static gboolean
accepts(struct cs_matcher *m, guint index, const char *text, gsize size)
{
    const struct cs_program *p = cs_ruleset_program(m->ruleset, index);
    const GString *form;

    if (p->first_lists && !list_holds(m, p, text, size))
        return FALSE;
    if (!p->code)
        return TRUE;
    form = normal_form(m, p->rule.normal, text, size);
    return run_pattern(m, index, p->code, form->str, form->len, 0) &&
           (!p->rule.check || p->rule.check->fn(form->str, form->len));
}

static guint
match_value(struct cs_matcher *m, const guint64 *set, const char *text, gsize size, guint16 *ret_rules, guint max)
{
    guint n = 0;

    m->made = 0;
    m->lists_known = FALSE;
    for (guint w = 0; w < m->words; w++) {
        guint64 bits = set[w];

        for (; bits && n < max; bits &= bits - 1) {
            guint index = w * 64 + (guint)__builtin_ctzll(bits);

            if (accepts(m, index, text, size))
                ret_rules[n++] = (guint16)index;
        }
    }
    return n;
}

guint
cs_matcher_whole(struct cs_matcher *matcher, enum cs_type type, const char *text, gsize size, guint16 *ret_rules,
                 guint max)
{
    struct cs_shape shape;
    const guint64 *set;
    struct value_slot *slot;
    guint64 hash, any = 0;
    guint n;

    cs_shape_of(text, size, &shape);
    matcher->n_undecided = 0;
    set = candidates(matcher, type, &shape);
    for (guint w = 0; w < matcher->words; w++)
        any |= set[w];
    if (!any)
        return 0;
    hash = cs_hash64(text, size, (guint64)type + 1);
    slot = &matcher->values[hash & (VALUE_SLOTS - 1)];
    if (slot->hash == hash && slot->size == size && slot->type == type && slot->count <= max) {
        memcpy(ret_rules, slot->rules, slot->count * sizeof *ret_rules);
        return slot->count;
    }
    if (shape.classes & CS_C_HIGH && cs_utf8_valid_prefix(text, size) != size)
        return 0; /* patterns run without a check of their own */
    n = match_value(matcher, set, text, size, ret_rules, max);
    if (n <= VALUE_RULES && n < max && !matcher->n_undecided) {
        slot->hash = hash;
        slot->size = (guint32)size;
        slot->type = (guint16)type;
        slot->count = (guint16)n;
        memcpy(slot->rules, ret_rules, n * sizeof *ret_rules);
    }
    return n;
}

static guint
count_inside(struct cs_matcher *m, guint index, const char *text, gsize size)
{
    const struct cs_program *p = cs_ruleset_program(m->ruleset, index);
    GString *form = m->forms[p->rule.normal];
    gsize offset = 0;
    guint n = 0;

    while (offset < size && n < G_MAXUINT16 && run_pattern(m, index, p->search_code, text, size, offset)) {
        PCRE2_SIZE *at = pcre2_get_ovector_pointer(m->match);

        if (at[1] <= at[0])
            break;
        offset = at[1];
        cs_normal_make(p->rule.normal, text + at[0], at[1] - at[0], form);
        n += !p->rule.check || p->rule.check->fn(form->str, form->len);
    }
    return n;
}

guint
cs_matcher_search(struct cs_matcher *matcher, const char *text, gsize size, guint16 *ret_rules, guint16 *ret_counts,
                  guint max)
{
    struct cs_shape shape;
    guint n = 0;

    cs_shape_of(text, size, &shape);
    if (shape.classes & CS_C_HIGH && cs_utf8_valid_prefix(text, size) != size)
        return 0;
    for (guint i = 0; i < matcher->ruleset->programs->len && n < max; i++) {
        const struct cs_program *p = cs_ruleset_program(matcher->ruleset, i);
        guint found;

        if (!p->search_code || (shape.classes & p->gate.required) != p->gate.required || shape.size < p->gate.min ||
            shape.digits < p->gate.min_digits)
            continue;
        found = count_inside(matcher, i, text, size);
        if (found) {
            ret_rules[n] = (guint16)i;
            ret_counts[n++] = (guint16)found;
        }
    }
    return n;
}
