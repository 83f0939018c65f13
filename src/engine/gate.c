/* gate.c - which rules a value may interest: one set of bits for each property of a value, and the rules that stay in
 * all of them. A set is worked out once, when the rules are loaded; a value costs a few ANDs whatever the number of
 * rules. */
#include "engine/gate.h"

#define SIZES 1024 /* bytes told apart; longer values are checked rule by rule */
#define DIGITS 128
#define TYPES (CS_T_OTHER + 1)
#define CLASSES 14
#define LISTS 64

struct cs_gates {
    GArray *rules;    /* of guint16: bit → index of the rule; only rules that look at values have a bit */
    GArray *searched; /* of struct search */
    guint words;      /* 64-bit words of a set */
    gsize n_sets;
    guint64 *types, *sizes, *digits, *firsts, *forbidden, *missing; /* sets, one after the other */
    guint64 *listed, *worded, *paired, *lists; /* rules with a list; by any word; with two lists; of each list */
    guint64 *all;                              /* their memory */
};

/* What a text must have for a rule to be searched in it. */
struct search {
    guint16 rule, required, min_digits;
    gboolean no_letters; /* the digits stand together: no letter among them */
    guint32 min;
};

/* A new run of n sets. */
static guint64 *
take(struct cs_gates *g, gsize n)
{
    guint64 *run = g->all + g->n_sets * g->words;

    g->n_sets += n;
    return run;
}

static void
put(const struct cs_gates *g, guint64 *run, gsize set, guint rule)
{
    run[set * g->words + rule / 64] |= G_GUINT64_CONSTANT(1) << rule % 64;
}

/* May the normal form of a value that begins with byte begin with what the pattern begins with? */
static gboolean
first_allowed(const struct cs_program *p, guchar byte)
{
    gboolean skipped = byte == ' ' || byte == 0xc2; /* trimmed away, or no byte of the form */
    guchar c = byte;

    if (!p->has_first)
        return TRUE;
    switch (p->rule.normal) {
    case CS_NF_DIGITS:
        skipped = !g_ascii_isdigit(byte);
        break;
    case CS_NF_ALNUM:
        skipped = !g_ascii_isalnum(byte);
        c = (guchar)g_ascii_toupper((gchar)byte);
        break;
    case CS_NF_PHONE:
        skipped = !g_ascii_isdigit(byte) || byte == '0'; /* "00" becomes "+" */
        break;
    case CS_NF_FOLD:
        skipped = byte == ' ' || byte >= 0x80;
        c = (guchar)g_ascii_tolower((gchar)byte);
        break;
    case CS_NF_LOWER:
        c = (guchar)g_ascii_tolower((gchar)byte);
        break;
    case CS_NF_RAW:
        skipped = FALSE;
        break;
    case CS_NF_TRIM:
    case CS_NF_COUNT:
        break;
    }
    return skipped || g_ascii_isspace((gchar)byte) || p->first[c / 8] >> c % 8 & 1;
}

static void
add_rule(struct cs_gates *g, const struct cs_program *p, guint rule)
{
    const struct cs_gate *gate = &p->gate;

    if (p->last_lists)
        put(g, g->paired, 0, rule);
    else if (p->first_lists)
        put(g, g->listed, 0, rule);
    if (p->rule.any_word)
        put(g, g->worded, 0, rule);
    for (guint i = 0; i < LISTS && !p->last_lists; i++)
        if (p->first_lists >> i & 1)
            put(g, g->lists, i, rule);
    for (guint i = 0; i < TYPES; i++)
        if (p->rule.types >> i & 1)
            put(g, g->types, i, rule);
    for (guint i = gate->min; i <= MIN(gate->max, SIZES); i++)
        put(g, g->sizes, i, rule);
    if (gate->max > SIZES)
        put(g, g->sizes, SIZES, rule);
    for (guint i = gate->min_digits; i <= MIN(gate->max_digits, DIGITS); i++)
        put(g, g->digits, i, rule);
    if (gate->max_digits > DIGITS)
        put(g, g->digits, DIGITS, rule);
    for (guint i = 0; i < 256; i++)
        if (first_allowed(p, (guchar)i))
            put(g, g->firsts, i, rule);
    for (guint i = 0; i < CLASSES; i++) {
        if (!(gate->allowed >> i & 1))
            put(g, g->forbidden, i, rule);
        if (gate->required >> i & 1)
            put(g, g->missing, i, rule);
    }
}

static void
add_search(struct cs_gates *g, const struct cs_program *p, guint rule)
{
    struct search search = {.rule = (guint16)rule,
                            .required = p->gate.required,
                            .min_digits = p->gate.min_digits,
                            .no_letters = !(p->gate.allowed & (CS_C_LOWER | CS_C_UPPER)),
                            .min = p->gate.min};

    g_array_append_val(g->searched, search);
}

struct cs_gates *
cs_gates_new(const GPtrArray *programs)
{
    const gsize sets = TYPES + SIZES + 1 + DIGITS + 1 + 256 + 2 * CLASSES + 3 + LISTS;
    struct cs_gates *g = g_new0(struct cs_gates, 1);

    g->rules = g_array_new(FALSE, FALSE, sizeof(guint16));
    g->searched = g_array_new(FALSE, FALSE, sizeof(struct search));
    for (guint i = 0; i < programs->len; i++) {
        const struct cs_program *p = programs->pdata[i];
        guint16 rule = (guint16)i;

        if (p->code || p->first_lists || p->rule.check)
            g_array_append_val(g->rules, rule);
        if (p->search_code)
            add_search(g, p, i);
    }
    g->words = g->rules->len / 64 + 1;
    g->all = g_new0(guint64, sets * g->words);
    g->types = take(g, TYPES);
    g->sizes = take(g, SIZES + 1);
    g->digits = take(g, DIGITS + 1);
    g->firsts = take(g, 256);
    g->forbidden = take(g, CLASSES);
    g->missing = take(g, CLASSES);
    g->listed = take(g, 1);
    g->worded = take(g, 1);
    g->paired = take(g, 1);
    g->lists = take(g, LISTS);
    for (guint i = 0; i < g->rules->len; i++)
        add_rule(g, programs->pdata[g_array_index(g->rules, guint16, i)], i);
    return g;
}

void
cs_gates_free(struct cs_gates *g)
{
    if (!g)
        return;
    g_array_unref(g->rules);
    g_array_unref(g->searched);
    g_free(g->all);
    g_free(g);
}

guint
cs_gates_words(const struct cs_gates *g)
{
    return g->words;
}

guint
cs_gates_rule(const struct cs_gates *g, guint bit)
{
    return g_array_index(g->rules, guint16, bit);
}

void
cs_gates_class_set(const struct cs_gates *g, guint16 classes, guint64 *ret_set)
{
    for (guint w = 0; w < g->words; w++) {
        guint64 out = 0;

        for (guint i = 0; i < CLASSES; i++)
            out |= (classes >> i & 1 ? g->forbidden : g->missing)[i * g->words + w];
        ret_set[w] = ~out;
    }
}

gboolean
cs_gates_open(const struct cs_gates *g, enum cs_type type, const struct cs_shape *shape, guchar first,
              const guint64 *class_set, guint64 *ret_set)
{
    const guint64 *types = g->types + (gsize)type * g->words, *firsts = g->firsts + (gsize)first * g->words;
    const guint64 *sizes = g->sizes + (gsize)MIN(shape->size, SIZES) * g->words;
    const guint64 *digits = g->digits + (gsize)MIN(shape->digits, DIGITS) * g->words;
    guint64 any = 0;

    for (guint w = 0; w < g->words; w++)
        any |= ret_set[w] = types[w] & sizes[w] & digits[w] & firsts[w] & class_set[w];
    return any != 0;
}

gboolean
cs_gates_want_lists(const struct cs_gates *g, const guint64 *set)
{
    guint64 any = 0;

    for (guint w = 0; w < g->words; w++)
        any |= set[w] & (g->listed[w] | g->paired[w]);
    return any != 0;
}

/* Of the w-th word of sets: the rules of these lists. */
static guint64
rules_of_lists(const struct cs_gates *g, guint64 lists, guint w)
{
    guint64 held = 0;

    for (; lists; lists &= lists - 1)
        held |= g->lists[(gsize)__builtin_ctzll(lists) * g->words + w];
    return held;
}

void
cs_gates_apply_lists(const struct cs_gates *g, guint64 value, guint64 words, gboolean pairs, guint64 *set)
{
    for (guint w = 0; w < g->words; w++) {
        set[w] &= ~g->listed[w] | rules_of_lists(g, value, w) | (g->worded[w] & rules_of_lists(g, words, w));
        if (!pairs)
            set[w] &= ~g->paired[w];
    }
}

guint
cs_gates_search(const struct cs_gates *g, const struct cs_shape *shape, guint digits_together, guint16 *ret_rules,
                guint max)
{
    guint n = 0;

    for (guint i = 0; i < g->searched->len && n < max; i++) {
        const struct search *s = &g_array_index(g->searched, struct search, i);

        if ((shape->classes & s->required) == s->required && shape->size >= s->min &&
            (s->no_letters ? digits_together : shape->digits) >= s->min_digits)
            ret_rules[n++] = s->rule;
    }
    return n;
}
