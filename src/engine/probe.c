/* probe.c - what accepts one value, and where a rule refuses it. */
#include "engine/probe.h"

#include "base/utf8.h"
#include "engine/ruleset_private.h"

#include <string.h>

struct cs_probe {
    const struct cs_ruleset *ruleset;
    struct cs_matcher *matcher;
    gboolean *accepts; /* one a rule */
    GString *form;
};

struct cs_probe *
cs_probe_new(const struct cs_ruleset *ruleset)
{
    struct cs_probe *p = g_new0(struct cs_probe, 1);

    p->ruleset = ruleset;
    p->matcher = cs_matcher_new(ruleset);
    p->accepts = g_new0(gboolean, ruleset->programs->len + 1);
    p->form = g_string_new(NULL);
    return p;
}

void
cs_probe_free(struct cs_probe *p)
{
    if (!p)
        return;
    cs_matcher_free(p->matcher);
    explicit_bzero(p->form->str, p->form->allocated_len);
    g_string_free(p->form, TRUE);
    g_free(p->accepts);
    g_free(p);
}

/* Fills accepts, over all column types. */
static void
match_all(struct cs_probe *p, const char *text, gsize size)
{
    guint16 found[256];

    memset(p->accepts, 0, p->ruleset->programs->len * sizeof *p->accepts);
    for (enum cs_type type = CS_T_UNKNOWN; type <= CS_T_OTHER; type++) {
        guint n = cs_matcher_whole(p->matcher, type, text, size, found, G_N_ELEMENTS(found));

        for (guint i = 0; i < n; i++)
            p->accepts[found[i]] = TRUE;
    }
}

static void
add_once(GPtrArray *lines, char *line)
{
    if (g_ptr_array_find_with_equal_func(lines, line, g_str_equal, NULL))
        g_free(line);
    else
        g_ptr_array_add(lines, line);
}

/* The check on the normal form that its rule gives it. */
static gboolean
passes_check(struct cs_probe *p, const struct cs_rule *r, const char *text, gsize size)
{
    cs_normal_make(r->normal, text, size, p->form);
    return p->form->len && cs_check_accepts(r->check, p->form->str, p->form->len);
}

void
cs_probe_value(struct cs_probe *p, const char *text, gsize size, GPtrArray *ret_lines)
{
    g_autoptr(GString) fold = g_string_new(NULL);

    match_all(p, text, size);
    for (guint i = 0; i < cs_ruleset_count(p->ruleset); i++) {
        const struct cs_rule *r = cs_ruleset_rule(p->ruleset, i);

        if (p->accepts[i])
            g_ptr_array_add(ret_lines, g_strdup_printf("rule %s: %s%s", r->id, r->attribute,
                                                       r->needs_name ? " (only beside a name)" : ""));
    }
    for (guint i = 0; i < cs_ruleset_count(p->ruleset); i++) {
        const struct cs_rule *r = cs_ruleset_rule(p->ruleset, i);

        if (r->check && passes_check(p, r, text, size))
            add_once(ret_lines, g_strdup_printf("check %s", r->check->name));
    }
    cs_utf8_fold(fold, text, size);
    for (guint i = 0; i < cs_ruleset_count(p->ruleset); i++) {
        const struct cs_rule *r = cs_ruleset_rule(p->ruleset, i);
        g_auto(GStrv) lists = r->list ? g_strsplit(r->list, "+", -1) : NULL;

        for (char **l = lists; l && *l; l++)
            if (cs_ruleset_in_list(p->ruleset, cs_ruleset_list(p->ruleset, *l), fold->str, fold->len))
                add_once(ret_lines, g_strdup_printf("list %s", *l));
    }
    explicit_bzero(fold->str, fold->allocated_len);
}

/* Which condition of the gate the value fails, or NULL. */
static char *
gate_refuses(const struct cs_gate *g, const struct cs_shape *s)
{
    if (s->size < g->min || s->size > g->max)
        return g_strdup_printf("gate: %u bytes, %u to %u are let in", s->size, g->min, g->max);
    if (s->digits < g->min_digits || s->digits > g->max_digits)
        return g_strdup_printf("gate: %u digits, %u to %u are let in", s->digits, g->min_digits, g->max_digits);
    if (s->classes & ~g->allowed)
        return g_strdup_printf("gate: it holds a character of a class that is not let in");
    if ((s->classes & g->required) != g->required)
        return g_strdup_printf("gate: a class of characters that is required is not in it");
    return NULL;
}

static gboolean
pattern_matches(const struct cs_program *program, const GString *form)
{
    pcre2_match_data *match = pcre2_match_data_create(16, NULL);
    int rc = pcre2_match(program->code, (PCRE2_SPTR)form->str, form->len, 0, 0, match, NULL);

    pcre2_match_data_free(match);
    return rc >= 0;
}

char *
cs_probe_rule(struct cs_probe *p, guint rule, const char *text, gsize size)
{
    const struct cs_program *program = cs_ruleset_program(p->ruleset, rule);
    const struct cs_rule *r = &program->rule;
    struct cs_shape shape;
    char *refused;

    match_all(p, text, size);
    if (p->accepts[rule])
        return g_strdup("accepted");
    if (!program->code && !program->first_lists && !r->check)
        return g_strdup("this rule is about names of columns alone");
    cs_shape_of(text, size, &shape);
    if ((refused = gate_refuses(&program->gate, &shape)))
        return refused;
    cs_normal_make(r->normal, text, size, p->form);
    if (program->code && !pattern_matches(program, p->form))
        return g_strdup("value: the pattern does not match");
    if (r->check && !cs_check_accepts(r->check, p->form->str, p->form->len))
        return g_strdup_printf("check: %s refuses it", r->check->name);
    return g_strdup_printf("list: %s does not hold it", r->list ? r->list : "the word list");
}
