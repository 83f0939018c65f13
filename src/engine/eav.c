/* eav.c - which column of a table says what another one holds. */
#include "engine/eav.h"

#include <string.h>

#define CODE_MAX 40

gboolean
cs_is_textual(const struct cs_column *c)
{
    return c->type == CS_T_TEXT || c->type == CS_T_UNKNOWN || c->type == CS_T_ENUM;
}

/* Some applications keep their texts as bytes. */
static gboolean
may_be_text(const struct cs_column *c)
{
    return cs_is_textual(c) || c->type == CS_T_BYTES;
}

/* How well a column's name fits that of codes; 0: not at all. */
static guint
code_rank(const struct cs_lexicon *words, const struct cs_column *c)
{
    guint64 bits = c->primary ? 0 : cs_lexicon_name_bits(words, c->name);
    guint rank = bits & CS_W_PAIR_KEY ? 3 : bits & CS_W_PAIR_LABEL ? 1 : 0;

    if (may_be_text(c))
        return rank ? rank + 1 : 0;
    return c->type == CS_T_INTEGER ? rank : 0;
}

gboolean
cs_is_value_column(const struct cs_lexicon *words, const struct cs_column *c)
{
    return !c->primary && c->type != CS_T_BOOLEAN && cs_lexicon_name_bits(words, c->name) & CS_W_PAIR_VALUE;
}

const struct cs_column *
cs_code_column(const struct cs_lexicon *words, const struct cs_object *object, const struct cs_column *without)
{
    const struct cs_column *best = NULL;
    gboolean values = FALSE;
    guint rank = 0;

    for (guint i = 0; i < object->columns->len; i++) {
        const struct cs_column *c = object->columns->pdata[i];

        if (cs_is_value_column(words, c)) {
            values |= may_be_text(c);
        } else if (c != without && code_rank(words, c) > rank) {
            best = c;
            rank = code_rank(words, c);
        }
    }
    return values ? best : NULL;
}

gboolean
cs_is_code(const struct cs_column *column, const char *text, gsize size)
{
    gsize digits = 0;

    for (gsize i = 0; i < size && size <= CODE_MAX; i++) {
        if (!g_ascii_isalnum(text[i]) && !strchr("_-.", text[i]))
            return FALSE;
        digits += g_ascii_isdigit(text[i]) != 0;
    }
    return size && size <= CODE_MAX && (column->type != CS_T_INTEGER || (digits == size && size <= 9));
}
