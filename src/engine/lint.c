/* lint.c - dead, shadowed and contradictory rules. The cost of patterns: lint_cost.c. */
#include "engine/lint.h"

#include "engine/name.h"
#include "engine/ruleset_private.h"

#include <string.h>

#define LEAST_EXAMPLES 3
#define NEGATIVE (-1) /* beside enum cs_strength */
/* A pattern that is linear takes some steps a byte of values of some 200 bytes. */
#define MANY_STEPS 16384

struct lint {
    const struct cs_ruleset *set;
    GPtrArray *errors, *warnings;
    struct cs_matcher *matcher;
    const struct cs_lexicon *words;
};

static void G_GNUC_PRINTF(3, 4) say(GPtrArray *lines, const struct cs_rule *r, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(lines, g_strdup_printf("%s:%u: rule \"%s\": %s", r->file, r->line, r->id, text));
}

static guint
count(char *const *words)
{
    return words ? g_strv_length((char **)(guintptr)words) : 0;
}

static gboolean
has_value(const struct cs_program *p)
{
    return p->code || p->first_lists || p->rule.check;
}

/* A gate that no value opens, a rule that claims nothing, or shows too little of what it claims. */
static void
check_dead(struct lint *l, const struct cs_program *p)
{
    const struct cs_rule *r = &p->rule;
    const struct cs_gate *g = &p->gate;
    gboolean names = count(r->strong) + count(r->weak) + count(r->negative) > 0;

    if (!has_value(p) && !names)
        say(l->errors, r, "dead: it has neither value, list nor names");
    if (has_value(p) && (g->min > g->max || g->min_digits > g->max_digits || g->min_digits > g->max ||
                         g->required & ~g->allowed || (g->min_digits && !(g->allowed & CS_C_DIGIT)) || !r->types))
        say(l->errors, r, "dead: no value can open its gate");
    if (r->weight <= 0 && has_value(p) && r->attribute_index >= 0)
        say(l->errors, r, "dead: its values weigh nothing");
    if (has_value(p) && (count(r->match) < LEAST_EXAMPLES || count(r->no_match) < LEAST_EXAMPLES))
        say(l->errors, r, "it needs %d examples of values that match and %d that do not", LEAST_EXAMPLES,
            LEAST_EXAMPLES);
    if (!has_value(p) && names &&
        (count(r->name_match) < MIN(LEAST_EXAMPLES, count(r->strong) + count(r->weak)) ||
         count(r->name_no_match) < MIN(LEAST_EXAMPLES, count(r->strong) + count(r->weak))))
        say(l->errors, r, "it needs %d examples of names that match and %d that do not", LEAST_EXAMPLES,
            LEAST_EXAMPLES);
}

static gboolean
accepts(struct lint *l, guint index, const char *text)
{
    const struct cs_rule *r = cs_ruleset_rule(l->set, index);
    guint16 found[256];

    for (enum cs_type type = CS_T_UNKNOWN; type <= CS_T_OTHER; type++) {
        guint n = r->types >> type & 1
                      ? cs_matcher_whole(l->matcher, type, text, strlen(text), found, G_N_ELEMENTS(found))
                      : 0;

        for (guint i = 0; i < n; i++)
            if (found[i] == index)
                return TRUE;
    }
    return FALSE;
}

static gboolean
same_values(const struct cs_program *a, const struct cs_program *b)
{
    return a->rule.pattern && !g_strcmp0(a->rule.pattern, b->rule.pattern) && a->rule.normal == b->rule.normal &&
           a->rule.check == b->rule.check && !g_strcmp0(a->rule.list, b->rule.list) && a->gate.min == b->gate.min &&
           a->gate.max == b->gate.max && a->gate.allowed == b->gate.allowed;
}

/* b wins wherever a could: same attribute, all of a's examples, all of its types, no less weight. */
static gboolean
is_shadowed(struct lint *l, guint a, guint b)
{
    const struct cs_program *x = cs_ruleset_program(l->set, a), *y = cs_ruleset_program(l->set, b);
    const struct cs_rule *r = &x->rule, *s = &y->rule;

    if (!count(r->match) || r->attribute_index != s->attribute_index || r->types & ~s->types || s->weight < r->weight ||
        s->chance > r->chance || s->min_ratio > r->min_ratio || (s->needs_name && !r->needs_name) ||
        (r->search && !s->search) || count(s->locales))
        return FALSE;
    for (char **m = r->match; *m; m++)
        if (!accepts(l, b, *m))
            return FALSE;
    return TRUE;
}

static void
check_pair(struct lint *l, guint a, guint b)
{
    const struct cs_program *x = cs_ruleset_program(l->set, a), *y = cs_ruleset_program(l->set, b);

    if (a < b && same_values(x, y)) {
        if (x->rule.attribute_index == y->rule.attribute_index)
            say(l->errors, &y->rule, "its values are those of rule \"%s\" again", x->rule.id);
        else if (!x->rule.needs_name && !y->rule.needs_name)
            say(l->errors, &y->rule, "contradictory: rule \"%s\" says %s of the same values", x->rule.id,
                x->rule.attribute);
    } else if (a != b && has_value(x) && has_value(y) && !same_values(x, y) && is_shadowed(l, a, b)) {
        say(l->warnings, &x->rule, "shadowed: rule \"%s\" accepts its examples too, and weighs no less", y->rule.id);
    }
}

/* One use of a name form. */
struct use {
    const struct cs_rule *rule;
    int strength;
    const char *word; /* as it is written */
};

static void
compare_uses(struct lint *l, const struct use *a, const struct use *b)
{
    const char *form = b->word;
    const struct cs_rule *r = a->rule, *s = b->rule;
    gboolean strong = a->strength == CS_NAME_STRONG && b->strength == CS_NAME_STRONG;
    gboolean opposed = (a->strength == CS_NAME_STRONG && b->strength == NEGATIVE) ||
                       (a->strength == NEGATIVE && b->strength == CS_NAME_STRONG);
    const struct use *negative = a->strength == NEGATIVE ? a : b;

    if (r == s && a->strength == b->strength) {
        if (!strcmp(a->word, b->word))
            say(l->errors, s, "the name \"%s\" is given twice", form);
    } else if (r == s && a->strength != NEGATIVE && b->strength != NEGATIVE)
        say(l->errors, s, "shadowed: the name \"%s\" is strong already, so it is never weak", form);
    else if (strong && r->attribute_index != s->attribute_index && r->attribute_index >= 0 && s->attribute_index >= 0)
        say(l->errors, s, "contradictory: the name \"%s\" is strong for %s in rule \"%s\" too", form, r->attribute,
            r->id);
    else if (opposed && (negative->rule->attribute_index < 0 || r->attribute_index == s->attribute_index))
        say(l->errors, s, "contradictory: the name \"%s\" is %s in rule \"%s\"", form,
            a->strength == CS_NAME_STRONG ? "strong" : "negative", r->id);
}

static void
add_uses(const struct lint *l, GHashTable *forms, const struct cs_rule *r, char *const *words, int strength)
{
    for (; words && *words; words++) {
        const struct use use = {r, strength, *words};
        g_auto(GStrv) tokens = cs_lexicon_split(l->words, *words);
        char *form = g_strjoinv("", tokens);
        GArray *uses = g_hash_table_lookup(forms, form);

        if (uses) {
            g_free(form);
        } else {
            uses = g_array_new(FALSE, FALSE, sizeof use);
            g_hash_table_insert(forms, form, uses);
        }
        g_array_append_val(uses, use);
    }
}

/* A form that a column of exactly that name does not hit. */
static void
check_form(struct lint *l, const struct cs_names *names, const struct cs_rule *r, const char *word)
{
    struct cs_name_hit hits[16];
    guint n = cs_names_match(names, word, NULL, hits, G_N_ELEMENTS(hits));

    for (guint i = 0; i < n; i++)
        if (hits[i].attribute == r->attribute_index)
            return;
    say(l->errors, r, "dead: the name \"%s\" never leads to %s", word, r->attribute);
}

static void
check_forms(struct lint *l)
{
    struct cs_names *names = cs_names_new(l->set);

    for (guint i = 0; i < cs_ruleset_count(l->set); i++) {
        const struct cs_rule *r = cs_ruleset_rule(l->set, i);

        for (char **w = r->strong; r->attribute_index >= 0 && w && *w; w++)
            check_form(l, names, r, *w);
        for (char **w = r->weak; r->attribute_index >= 0 && w && *w; w++)
            check_form(l, names, r, *w);
    }
    cs_names_free(names);
}

static void
check_names(struct lint *l)
{
    g_autoptr(GHashTable) forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
    GHashTableIter iter;
    gpointer form, value;

    for (guint i = 0; i < cs_ruleset_count(l->set); i++) {
        const struct cs_rule *r = cs_ruleset_rule(l->set, i);

        add_uses(l, forms, r, r->strong, CS_NAME_STRONG);
        add_uses(l, forms, r, r->weak, CS_NAME_WEAK);
        add_uses(l, forms, r, r->negative, NEGATIVE);
    }
    g_hash_table_iter_init(&iter, forms);
    while (g_hash_table_iter_next(&iter, &form, &value)) {
        const GArray *uses = value;

        for (guint i = 0; i < uses->len; i++)
            for (guint k = i + 1; k < uses->len; k++)
                compare_uses(l, &g_array_index(uses, struct use, i), &g_array_index(uses, struct use, k));
    }
}

static void
check_cost(struct lint *l, guint index)
{
    const struct cs_rule *r = cs_ruleset_rule(l->set, index);

    for (gboolean inside = FALSE; inside <= TRUE; inside++) {
        guint steps = cs_lint_steps(l->set, index, inside);

        if (steps > CS_MATCH_LIMIT)
            say(l->errors, r, "slow: %s backtracks past the limit of %u steps", inside ? "its search" : "its pattern",
                CS_MATCH_LIMIT);
        else if (steps > MANY_STEPS)
            say(l->warnings, r, "slow: %s can take %u steps on one value", inside ? "its search" : "its pattern",
                steps);
    }
}

static gint
by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void
cs_lint_run(const struct cs_ruleset *ruleset, GPtrArray *errors, GPtrArray *warnings)
{
    struct lint l = {ruleset, errors, warnings, cs_matcher_new(ruleset), cs_ruleset_lexicon(ruleset)};
    guint n = cs_ruleset_count(ruleset);

    for (guint i = 0; i < n; i++) {
        check_dead(&l, cs_ruleset_program(ruleset, i));
        check_cost(&l, i);
        for (guint k = 0; k < n; k++)
            check_pair(&l, i, k);
    }
    check_names(&l);
    check_forms(&l);
    cs_matcher_free(l.matcher);
    g_ptr_array_sort(errors, by_text);
    g_ptr_array_sort(warnings, by_text);
}
