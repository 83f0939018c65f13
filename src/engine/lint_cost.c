/* lint_cost.c - how many steps a pattern can take, on subjects made to make it backtrack. */
#include "engine/lint.h"

#include "engine/ruleset_private.h"

#include <string.h>

#define WHOLE_SIZE 200 /* bytes of a pumped value, if the gate lets that many in */
#define TEXT_SIZE 1000

static const char *const pieces[] = {"a", "A", "1", "a1", "a ", "a.", "a-", "a@", "1 ", "1.", "1-", "1/", ":1", "é"};
static const char *const endings[] = {"", "!", "a", "1", " ", "@", "\x01"};

struct cost {
    const struct cs_program *program;
    pcre2_match_data *match;
    pcre2_match_context *context;
    GString *subject, *form;
    gboolean inside;
    char required; /* last byte that every match holds, or 0 */
    guint steps;   /* the most so far */
};

/* Doubles the limit until the match ends by itself. */
static void
measure(struct cost *c, const char *text, gsize size)
{
    const pcre2_code *code = c->inside ? c->program->search_code : c->program->code;

    for (guint limit = MAX(c->steps, 64u); limit <= 2 * CS_MATCH_LIMIT; limit *= 2) {
        int rc;

        pcre2_set_match_limit(c->context, limit);
        rc = pcre2_match(code, (PCRE2_SPTR)text, size, 0, PCRE2_NO_JIT, c->match, c->context);
        c->steps = limit;
        if (rc != PCRE2_ERROR_MATCHLIMIT)
            return;
    }
}

static gboolean
gate_opens(const struct cs_gate *g, const GString *value)
{
    struct cs_shape s;

    cs_shape_of(value->str, value->len, &s);
    return !(s.classes & ~g->allowed) && (s.classes & g->required) == g->required && s.digits >= g->min_digits &&
           s.digits <= g->max_digits && s.size >= g->min && s.size <= g->max;
}

static void
try_with(struct cost *c, gsize size, const char *ending)
{
    if (c->steps > CS_MATCH_LIMIT)
        return;
    g_string_truncate(c->subject, size);
    g_string_append(c->subject, ending);
    if (c->inside) {
        measure(c, c->subject->str, c->subject->len);
    } else if (gate_opens(&c->program->gate, c->subject)) {
        cs_normal_make(c->program->rule.normal, c->subject->str, c->subject->len, c->form);
        measure(c, c->form->str, c->form->len);
    }
}

/* A match that PCRE2 knows to fail, since a unit it requires is missing, costs nothing: the unit is put where it does
 * not help. */
static void
try_subject(struct cost *c)
{
    gsize size = c->subject->len;

    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
        try_with(c, size, endings[i]);
    if (c->required) {
        const char before[] = {c->required, '!', '\0'}, after[] = {'!', c->required, '\0'};

        try_with(c, size, before);
        try_with(c, size, after);
    }
}

/* head, then piece over and over up to size bytes. */
static void
pump(struct cost *c, const char *head, gsize head_size, const char *piece, gsize piece_size, gsize size)
{
    g_string_truncate(c->subject, 0);
    g_string_append_len(c->subject, head, (gssize)head_size);
    while (c->subject->len + piece_size <= size)
        g_string_append_len(c->subject, piece, (gssize)piece_size);
    try_subject(c);
}

/* An example as it is, over and over, and pumped at each of its characters. */
static void
pump_example(struct cost *c, const char *example, gsize size)
{
    pump(c, example, 0, example, strlen(example), size);
    for (const char *p = example; *p; p = g_utf8_next_char(p))
        pump(c, example, (gsize)(p - example), p, (gsize)(g_utf8_next_char(p) - p), size);
}

guint
cs_lint_steps(const struct cs_ruleset *ruleset, guint rule, gboolean inside)
{
    const struct cs_program *program = cs_ruleset_program(ruleset, rule);
    struct cost c = {.program = program, .inside = inside};
    const pcre2_code *code = inside ? program->search_code : program->code;
    guint32 type = 0, unit = 0;
    gsize size = inside ? TEXT_SIZE : MIN(WHOLE_SIZE, program->gate.max);

    if (!code)
        return 0;
    if (!pcre2_pattern_info(code, PCRE2_INFO_LASTCODETYPE, &type) && type == 1 &&
        !pcre2_pattern_info(code, PCRE2_INFO_LASTCODEUNIT, &unit) && unit < 128)
        c.required = (char)unit;
    c.match = pcre2_match_data_create(16, NULL);
    c.context = pcre2_match_context_create(NULL);
    c.subject = g_string_new(NULL);
    c.form = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++)
        pump(&c, "", 0, pieces[i], strlen(pieces[i]), size);
    for (char **m = program->rule.match; *m; m++)
        if (**m && g_utf8_validate(*m, -1, NULL))
            pump_example(&c, *m, size);
    g_string_free(c.subject, TRUE);
    g_string_free(c.form, TRUE);
    pcre2_match_data_free(c.match);
    pcre2_match_context_free(c.context);
    return c.steps;
}
