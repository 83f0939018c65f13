/* eav.c - which column of a table says what another one holds. */
#include "engine/eav.h"

#include <string.h>

#define CODE_MAX 40

static gboolean
has_word(const char *name, const char *const *words)
{
    g_autofree char *normal = g_ascii_strdown(name, -1);
    g_auto(GStrv) tokens = g_strsplit_set(normal, "_ -", -1);

    for (char **t = tokens; *t; t++)
        for (const char *const *w = words; *w; w++) {
            gsize n = strlen(*w);

            if (!strncmp(*t, *w, n) &&
                (!(*t)[n] || !strcmp(*t + n, "s") || !strcmp(*t + n, "es") || !strcmp(*t + n, "x")))
                return TRUE;
        }
    return FALSE;
}

static gboolean
is_textual(const struct cs_column *c)
{
    return c->type == CS_T_TEXT || c->type == CS_T_UNKNOWN || c->type == CS_T_ENUM;
}

/* How well a column's name fits that of codes; 0: not at all. */
static guint
code_rank(const struct cs_column *c)
{
    static const char *const sure[] = {"code",     "cd",     "cod",   "key",      "cle",       "attribute",   "attr",
                                       "attribut", "champ",  "field", "property", "propriete", "clave",       "campo",
                                       "feld",     "chiave", "chave", "atributo", "merkmal",   "eigenschaft", NULL},
                             *const likely[] = {"type",    "typ",      "tipo",    "name",  "nom",       "nombre",
                                                "nome",    "label",    "libelle", "param", "parameter", "option",
                                                "setting", "variable", "kind",    NULL};

    if (c->primary)
        return 0;
    if (is_textual(c))
        return has_word(c->name, sure) ? 4 : has_word(c->name, likely) ? 2 : 0;
    if (c->type == CS_T_INTEGER)
        return has_word(c->name, sure) ? 3 : has_word(c->name, likely) ? 1 : 0;
    return 0;
}

gboolean
cs_is_value_column(const struct cs_column *c)
{
    static const char *const words[] = {"value", "val", "valeur", "wert", "valor", "valore", "waarde", NULL};

    return !c->primary && c->type != CS_T_BOOLEAN && has_word(c->name, words);
}

const struct cs_column *
cs_code_column(const struct cs_object *object)
{
    const struct cs_column *best = NULL;
    gboolean values = FALSE;
    guint rank = 0;

    for (guint i = 0; i < object->columns->len; i++) {
        const struct cs_column *c = object->columns->pdata[i];

        if (cs_is_value_column(c)) {
            values |= is_textual(c);
        } else if (code_rank(c) > rank) {
            best = c;
            rank = code_rank(c);
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
