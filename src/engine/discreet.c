/* discreet.c - a person's value inside a name or a message. */
#include "engine/discreet.h"

#include "base/utf8.h"
#include "model/taxonomy.h"

#include <string.h>

#define ENDS " \t\r\n\"'`()[]<>/\\,;=|"
#define MIN_WORD 6
#define MAX_WORD 254

/* The attribute of which the text is a value, or NULL. */
static const char *
value_of(struct cs_matcher *matcher, const struct cs_ruleset *ruleset, const char *text, gsize size)
{
    guint16 rules[16];
    guint n = 0;

    if (size >= MIN_WORD && size <= MAX_WORD && cs_utf8_valid_prefix(text, size) == size)
        n = cs_matcher_whole(matcher, CS_T_TEXT, text, size, rules, G_N_ELEMENTS(rules));
    for (guint i = 0; i < n; i++) {
        const struct cs_rule *r = cs_ruleset_rule(ruleset, rules[i]);
        const struct cs_attribute *a = cs_taxonomy_find(r->attribute);

        if (a && a->identifying && r->check && !r->needs_name)
            return a->id;
    }
    return NULL;
}

char *
cs_discreet(struct cs_matcher *matcher, const struct cs_ruleset *ruleset, const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *attribute = value_of(matcher, ruleset, text, strlen(text));
    gboolean changed = FALSE;

    if (attribute)
        return g_strdup_printf("{%s}", attribute);
    while (*text) {
        gsize size = strcspn(text, ENDS), tail = size;

        while (tail && strchr(".:!?", text[tail - 1]))
            tail--;
        attribute = value_of(matcher, ruleset, text, tail);
        changed |= attribute != NULL;
        if (attribute)
            g_string_append_printf(out, "{%s}", attribute);
        else
            g_string_append_len(out, text, (gssize)tail);
        g_string_append_len(out, text + tail, (gssize)(size - tail));
        text += size;
        if (*text)
            g_string_append_c(out, *text++);
    }
    return changed ? g_strdup(out->str) : NULL;
}
