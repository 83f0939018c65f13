/* matcher.c - values against rules: the gate leaves a few; results are cached per value; then pattern, check, list. */
#include "engine/ruleset_private.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>

#define CLASS_SLOTS 1024 /* powers of two */
#define VALUE_SLOTS 4096
#define VALUE_RULES 12
#define MAX_TOKENS 4 /* words of a name */
#define MAX_SEARCHED 256
#define MAX_UNDECIDED 16
#define MAX_TITLES 2    /* before it */
#define MAX_PARTICLES 3 /* within it: "van den", "de la" */

struct value_slot {
    guint64 hash;
    guint32 size;
    guint16 type, count;
    guint16 rules[VALUE_RULES];
};
struct cost {
    guint64 ticks, tries;
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
    guint32 *class_keys; /* CLASS_SLOTS, 0: free */
    guint64 *class_sets; /* CLASS_SLOTS × words */
    guint64 *set;        /* rules for the value in hand */
    struct value_slot *values;
    GString *forms[CS_NF_COUNT];                  /* normal forms of the value in hand */
    guint32 made;                                 /* bits of the forms that are made */
    guint64 whole_lists, first_lists, last_lists; /* lists that hold it, all its words, its ends */
    guint64 any_lists;                            /* … any of its words */
    guint64 titles, particles;                    /* the lists of titles and of small words of names, or 0 */
    guint64 (*clock)(void);                       /* NULL: nobody watches */
    struct cost *costs;                           /* one a rule and one for the word lists, when watched */
};

struct cs_matcher *
cs_matcher_new(const struct cs_ruleset *ruleset)
{
    struct cs_matcher *m = g_new0(struct cs_matcher, 1);

    m->ruleset = ruleset;
    m->words = cs_gates_words(ruleset->gates);
    m->match = pcre2_match_data_create(16, NULL);
    m->context = pcre2_match_context_create(NULL);
    pcre2_set_match_limit(m->context, CS_MATCH_LIMIT);
    m->stack = ruleset->jit ? pcre2_jit_stack_create(32 * 1024, 512 * 1024, NULL) : NULL;
    pcre2_jit_stack_assign(m->context, NULL, m->stack);
    m->limit_hits = g_new0(guint64, ruleset->programs->len + 1);
    m->class_keys = g_new0(guint32, CLASS_SLOTS);
    m->class_sets = g_new0(guint64, (gsize)CLASS_SLOTS * m->words);
    m->set = g_new0(guint64, m->words);
    m->titles = cs_lists_known(ruleset->lists, "civility");
    m->particles = cs_lists_known(ruleset->lists, "particles");
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
    g_free(m->class_keys);
    g_free(m->class_sets);
    g_free(m->set);
    g_free(m->limit_hits);
    g_free(m->costs);
    g_free(m);
}

const struct cs_ruleset *
cs_matcher_ruleset(const struct cs_matcher *matcher)
{
    return matcher->ruleset;
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

void
cs_matcher_watch(struct cs_matcher *m, guint64 (*clock)(void))
{
    m->clock = clock;
    g_free(m->costs);
    m->costs = g_new0(struct cost, m->ruleset->programs->len + 1);
}

guint64
cs_matcher_cost(const struct cs_matcher *m, guint rule, guint64 *ret_tries)
{
    *ret_tries = m->costs ? m->costs[rule].tries : 0;
    return m->costs ? m->costs[rule].ticks : 0;
}

static void
add_cost(struct cs_matcher *m, guint rule, guint64 start)
{
    m->costs[rule].ticks += m->clock() - start;
    m->costs[rule].tries++;
}

/* The rules that the classes of a value leave: from the cache, or worked out now. */
static const guint64 *
class_set(struct cs_matcher *m, guint16 classes)
{
    guint32 key = (guint32)classes + 1, slot = (key * 0x9E3779B1u) >> 22;
    guint64 *set = m->class_sets + (gsize)slot * m->words;

    G_STATIC_ASSERT(CLASS_SLOTS == 1 << 10);
    if (m->class_keys[slot] != key) {
        cs_gates_class_set(m->ruleset->gates, classes, set);
        m->class_keys[slot] = key;
    }
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

    if (cs_program_jit(cs_ruleset_program(m->ruleset, rule)))
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

struct word {
    gsize start, size;
};

static gboolean
ends_word(char c)
{
    return c == ' ' || c == '-' || c == ',' || c == '/' || c == ':' || c == ';' || c == '(' || c == ')';
}

/* The words of a folded text; as many as there are, or room when there are more. */
static guint
split(const GString *fold, struct word *ret_words, guint room)
{
    guint n = 0;
    gsize start = 0;

    for (gsize i = 0; i <= fold->len && n < room; i++) {
        char c = i < fold->len ? fold->str[i] : ' ';

        if (!ends_word(c))
            continue;
        if (i > start)
            ret_words[n++] = (struct word){start, i - start};
        start = i + 1;
    }
    return n;
}

static guint64
lists_of_word(const struct cs_matcher *m, const GString *fold, const struct word *word)
{
    return cs_lists_of(m->ruleset->lists, fold->str + word->start, word->size);
}

/* Lists of the words that count: "M. Jean van den Berg" is Jean Berg. Returns how many do. */
static guint
lists_of_words(const struct cs_matcher *m, const GString *fold, const struct word *words, guint n, guint64 *ret_lists,
               gboolean *ret_titled)
{
    guint kept = 0;

    *ret_titled = FALSE;
    for (guint i = 0; i < n; i++) {
        guint64 lists = lists_of_word(m, fold, &words[i]);

        if (!kept && lists & m->titles)
            *ret_titled = TRUE;
        else if (i + 1 == n || !(lists & m->particles))
            ret_lists[kept++] = lists;
    }
    return kept;
}

/* Lists of the value in hand: as a whole, all words of it, and its first and last words. Titles and particles are no
 * part of a name, but a title before a single word is its first word: "Dr Dupont". */
static void
know_lists(struct cs_matcher *m, const char *text, gsize size)
{
    const GString *fold = normal_form(m, CS_NF_FOLD, text, size);
    struct word words[MAX_TOKENS + MAX_TITLES + MAX_PARTICLES + 1];
    guint64 lists[G_N_ELEMENTS(words)], all;
    guint n = split(fold, words, G_N_ELEMENTS(words));
    gboolean titled;

    m->whole_lists = cs_lists_of(m->ruleset->lists, fold->str, fold->len);
    m->first_lists = m->last_lists = m->any_lists = 0;
    if (n < 2 || n == G_N_ELEMENTS(words))
        return;
    n = lists_of_words(m, fold, words, n, lists, &titled);
    for (guint i = 0; i < n; i++)
        m->any_lists |= lists[i];
    if (!n || n > MAX_TOKENS)
        return;
    if (n > 1 || titled) {
        m->first_lists = n > 1 ? lists[0] : m->titles;
        m->last_lists = lists[n - 1];
    }
    all = lists[0];
    for (guint i = 1; i < n && all; i++)
        all &= lists[i];
    m->whole_lists |= n > 1 || !titled ? all : 0;
}

/* One look-up serves all rules with a list, so its cost is no rule's. */
static void
apply_lists(struct cs_matcher *m, const char *text, gsize size)
{
    guint64 start = m->clock ? m->clock() : 0;

    know_lists(m, text, size);
    cs_gates_apply_lists(m->ruleset->gates, m->whole_lists, m->any_lists, m->first_lists && m->last_lists, m->set);
    if (m->clock)
        add_cost(m, m->ruleset->programs->len, start);
}

/* The first word in one list, the last in the other. */
static gboolean
ends_fit(const struct cs_matcher *m, const struct cs_program *p)
{
    return (m->first_lists & p->first_lists && m->last_lists & p->last_lists) ||
           (m->first_lists & p->last_lists && m->last_lists & p->first_lists);
}

static gboolean
first_fits(const struct cs_program *p, const GString *form)
{
    guchar c = (guchar)*form->str;

    return form->len && p->first[c / 8] >> c % 8 & 1;
}

static gboolean
accepts(struct cs_matcher *m, guint index, const char *text, gsize size)
{
    const struct cs_program *p = cs_ruleset_program(m->ruleset, index);
    const GString *form;

    if (size < p->gate.min || size > p->gate.max)
        return FALSE;
    if (p->last_lists && !ends_fit(m, p))
        return FALSE;
    if (!p->code && !p->rule.check)
        return TRUE;
    form = normal_form(m, p->rule.normal, text, size);
    if (p->code && (form->len < p->least || (p->has_first && !first_fits(p, form)) ||
                    !run_pattern(m, index, p->code, form->str, form->len, 0)))
        return FALSE;
    return !p->rule.check || cs_check_accepts(p->rule.check, form->str, form->len);
}

static guint
match_value(struct cs_matcher *m, const char *text, gsize size, guint16 *ret_rules, guint max)
{
    guint n = 0;

    m->made = 0;
    if (cs_gates_want_lists(m->ruleset->gates, m->set))
        apply_lists(m, text, size);
    for (guint w = 0; w < m->words; w++) {
        guint64 bits = m->set[w];

        for (; bits && n < max; bits &= bits - 1) {
            guint index = cs_gates_rule(m->ruleset->gates, w * 64 + (guint)__builtin_ctzll(bits));

            guint64 start = m->clock ? m->clock() : 0;

            if (accepts(m, index, text, size))
                ret_rules[n++] = (guint16)index;
            if (m->clock)
                add_cost(m, index, start);
        }
    }
    return n;
}

guint
cs_matcher_whole(struct cs_matcher *matcher, enum cs_type type, const char *text, gsize size, guint16 *ret_rules,
                 guint max)
{
    struct cs_shape shape;
    struct value_slot *slot;
    guint64 hash;
    guint n;

    matcher->n_undecided = 0;
    cs_shape_of(text, size, &shape);
    if (!size || !cs_gates_open(matcher->ruleset->gates, type, &shape, (guchar)*text, class_set(matcher, shape.classes),
                                matcher->set))
        return 0;
    hash = cs_hash64(text, size, (guint64)type + 1);
    slot = &matcher->values[hash & (VALUE_SLOTS - 1)];
    if (slot->hash == hash && slot->size == size && slot->type == type && slot->count <= max) {
        memcpy(ret_rules, slot->rules, slot->count * sizeof *ret_rules);
        return slot->count;
    }
    if (shape.classes & CS_C_HIGH && cs_utf8_valid_prefix(text, size) != size)
        return 0; /* patterns run without a check of their own */
    n = match_value(matcher, text, size, ret_rules, max);
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
        n += !p->rule.check || cs_check_accepts(p->rule.check, form->str, form->len);
    }
    return n;
}

/* The most digits of a text with no letter between them. */
static guint
digits_together(const char *text, gsize size)
{
    guint most = 0, run = 0;

    for (gsize i = 0; i < size; i++) {
        char c = text[i];

        if (c >= '0' && c <= '9') {
            run++;
            most = MAX(most, run);
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            run = 0;
    }
    return most;
}

guint
cs_matcher_search(struct cs_matcher *matcher, const char *text, gsize size, guint16 *ret_rules, guint16 *ret_counts,
                  guint max)
{
    struct cs_shape shape;
    guint16 rules[MAX_SEARCHED];
    guint n = 0, tried;

    cs_shape_of(text, size, &shape);
    tried = cs_gates_search(matcher->ruleset->gates, &shape, shape.digits ? digits_together(text, size) : 0, rules,
                            G_N_ELEMENTS(rules));
    if (!tried || (shape.classes & CS_C_HIGH && cs_utf8_valid_prefix(text, size) != size))
        return 0;
    for (guint i = 0; i < tried && n < max; i++) {
        guint64 start = matcher->clock ? matcher->clock() : 0;
        guint found = count_inside(matcher, rules[i], text, size);

        if (matcher->clock)
            add_cost(matcher, rules[i], start);
        if (found) {
            ret_rules[n] = rules[i];
            ret_counts[n++] = (guint16)found;
        }
    }
    return n;
}
