/* lexicon.c - the lexicon of single words, and names split into them. */
#include "engine/lexicon.h"

#include "base/utf8.h"

#include <string.h>

#define MAX_TOKENS 16
#define MIN_SEGMENT 5 /* shorter tokens are not cut */
#define MIN_PART 3
#define MAX_PARTS 4
#define MAX_SEGMENT 40

struct cs_lexicon {
    GHashTable *bits;   /* word → guint64 */
    GHashTable *longer; /* short form → what it stands for */
};

static const struct {
    const char *section, *key;
    guint64 bits;
} lists[] = {{"words", "role", CS_W_ROLE},
             {"words", "meta", CS_W_META},
             {"words", "code", CS_W_CODE},
             {"words", "time", CS_W_TIME},
             {"words", "flag", CS_W_FLAG},
             {"words", "number", CS_W_NUMBER},
             {"words", "amount", CS_W_AMOUNT},
             {"words", "maker", CS_W_MAKER},
             {"words", "title", CS_W_TITLE},
             {"tables", "customer", CS_W_CUSTOMER},
             {"tables", "prospect", CS_W_PROSPECT},
             {"tables", "employee", CS_W_EMPLOYEE},
             {"tables", "supplier", CS_W_SUPPLIER},
             {"tables", "user", CS_W_USER},
             {"tables", "candidate", CS_W_CANDIDATE},
             {"tables", "visitor", CS_W_VISITOR},
             {"tables", "person", CS_W_PERSON},
             {"tables", "company", CS_W_COMPANY},
             {"tables", "transaction", CS_W_TRANSACTION},
             {"tables", "message", CS_W_MESSAGE},
             {"tables", "log", CS_W_LOG},
             {"tables", "settings", CS_W_SETTINGS},
             {"tables", "reference", CS_W_REFERENCE},
             {"tables", "product", CS_W_PRODUCT},
             {"tables", "place", CS_W_PLACE},
             {"tables", "content", CS_W_CONTENT},
             {"tables", "consent", CS_W_CONSENT},
             {"tables", "selling", CS_W_SELLING},
             {"tables", "buying", CS_W_BUYING},
             {"consent", "opt_out", CS_W_OPT_OUT},
             {"consent", "opt_in", CS_W_OPT_IN},
             {"consent", "email", CS_W_BY_EMAIL},
             {"consent", "sms", CS_W_BY_SMS},
             {"consent", "phone", CS_W_BY_PHONE},
             {"consent", "post", CS_W_BY_POST},
             {"consent", "push", CS_W_BY_PUSH},
             {"consent", "fax", CS_W_BY_FAX},
             {"consent", "marketing", CS_W_FOR_MARKETING},
             {"consent", "partners", CS_W_FOR_PARTNERS},
             {"consent", "profiling", CS_W_FOR_PROFILING},
             {"consent", "tracking", CS_W_FOR_TRACKING},
             {"consent", "terms", CS_W_FOR_TERMS},
             {"consent", "choice", CS_W_CHOICE},
             {"consent", "source", CS_W_PROOF_SOURCE},
             {"consent", "text", CS_W_PROOF_TEXT},
             {"pairs", "key", CS_W_PAIR_KEY},
             {"pairs", "label", CS_W_PAIR_LABEL},
             {"pairs", "value", CS_W_PAIR_VALUE}};

struct cs_lexicon *
cs_lexicon_new(void)
{
    struct cs_lexicon *w = g_new0(struct cs_lexicon, 1);

    w->bits = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    w->longer = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return w;
}

void
cs_lexicon_free(struct cs_lexicon *w)
{
    if (!w)
        return;
    g_hash_table_unref(w->bits);
    g_hash_table_unref(w->longer);
    g_free(w);
}

void
cs_lexicon_add(struct cs_lexicon *w, const char *canonical, guint64 bits)
{
    bits |= cs_lexicon_bits(w, canonical);
    g_hash_table_insert(w->bits, g_strdup(canonical), g_memdup2(&bits, sizeof bits));
}

guint64
cs_lexicon_bits(const struct cs_lexicon *w, const char *canonical)
{
    const guint64 *bits = g_hash_table_lookup(w->bits, canonical);

    return bits ? *bits : 0;
}

guint64
cs_lexicon_token_bits(const struct cs_lexicon *w, const char *canonical)
{
    guint64 bits = cs_lexicon_bits(w, canonical);
    g_auto(GStrv) parts = bits & ~CS_W_VOCABULARY ? NULL : cs_lexicon_segment(w, canonical);

    for (char **p = parts; p && *p; p++) {
        g_autofree char *part = cs_lexicon_canonical(w, *p);

        bits |= cs_lexicon_bits(w, part);
    }
    return bits;
}

guint64
cs_lexicon_name_bits(const struct cs_lexicon *w, const char *name)
{
    g_auto(GStrv) tokens = cs_lexicon_split(w, name);
    guint64 bits = 0;

    for (char **t = tokens; *t; t++) {
        g_autofree char *pair = g_strconcat(t[0], t[1], NULL);

        bits |= cs_lexicon_token_bits(w, *t) | (cs_lexicon_bits(w, pair) & (CS_W_OPT_IN | CS_W_OPT_OUT));
    }
    return bits;
}

static void
read_abbreviations(struct cs_lexicon *w, const struct cs_yaml_node *map, struct cs_yaml_errors *errors)
{
    for (guint i = 0; map && i < cs_yaml_count(map); i++) {
        const char *text = cs_yaml_text(cs_yaml_value(map, i));

        if (text)
            g_hash_table_insert(w->longer, g_strdup(cs_yaml_key(map, i)), g_strdup(text));
        else
            cs_yaml_complain(errors, cs_yaml_value(map, i), "a short form stands for one word");
    }
}

/* The singular of an English, French or Spanish plural: "emails", "companies", "addresses"; "status", "iris", "news"
 * and "address" end as they are. The token itself where it is none. */
static char *
singular(const char *token)
{
    gsize n = strlen(token);

    if (n < 4 || token[n - 1] != 's' || !strcmp(token, "news") || !strcmp(token, "sms"))
        return g_strdup(token);
    if (n > 5 && g_str_has_suffix(token, "ies"))
        return g_strdup_printf("%.*sy", (int)n - 3, token);
    if (n > 5 && (g_str_has_suffix(token, "sses") || g_str_has_suffix(token, "xes") || g_str_has_suffix(token, "ches")))
        return g_strndup(token, n - 2);
    return strchr("sui", token[n - 2]) ? g_strdup(token) : g_strndup(token, n - 1);
}

/* Short forms written out, else the singular. */
static char *
written_out(const struct cs_lexicon *w, const char *token)
{
    const char *longer = g_hash_table_lookup(w->longer, token);
    g_autofree char *one = longer ? NULL : singular(token);

    if (!longer)
        longer = g_hash_table_lookup(w->longer, one);
    return longer ? g_strdup(longer) : g_steal_pointer(&one);
}

static void
read_section(struct cs_lexicon *w, const struct cs_yaml_node *map, const char *section, struct cs_yaml_errors *errors)
{
    const char *known[G_N_ELEMENTS(lists) + 1];
    guint n = 0;

    if (!map)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++)
        if (!strcmp(lists[i].section, section))
            known[n++] = lists[i].key;
    known[n] = NULL;
    if (!cs_yaml_check_keys(errors, map, section, known))
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_auto(GStrv) texts = NULL;

        if (strcmp(lists[i].section, section) || !cs_yaml_get_strings(errors, map, lists[i].key, &texts))
            continue;
        for (char **t = texts; *t; t++) {
            g_autofree char *canonical = written_out(w, *t);

            cs_lexicon_add(w, canonical, lists[i].bits);
        }
    }
}

void
cs_lexicon_read(struct cs_lexicon *w, const struct cs_yaml_node *root, struct cs_yaml_errors *errors)
{
    read_abbreviations(w, cs_yaml_get(root, "abbreviations"), errors);
    read_section(w, cs_yaml_get(root, "words"), "words", errors);
    read_section(w, cs_yaml_get(root, "tables"), "tables", errors);
    read_section(w, cs_yaml_get(root, "consent"), "consent", errors);
    read_section(w, cs_yaml_get(root, "pairs"), "pairs", errors);
}

/* A known word of which this may be the German, Italian, Dutch or Portuguese plural; NULL: none. */
static char *
known_singular(const struct cs_lexicon *w, const char *token)
{
    static const struct {
        const char *plural, *singular;
        gsize least; /* bytes of the token: short ones have other words beside them */
    } endings[] = {{"i", "o", 5}, {"i", "e", 5}, {"i", "io", 4}, {"e", "a", 6},
                   {"en", "", 6}, {"n", "", 5},  {"e", "", 6},   {"oes", "ao", 6}};
    gsize n = strlen(token);

    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *one = NULL;

        if (n < endings[i].least || !g_str_has_suffix(token, endings[i].plural))
            continue;
        one = g_strdup_printf("%.*s%s", (int)(n - strlen(endings[i].plural)), token, endings[i].singular);
        if (cs_lexicon_bits(w, one) & ~CS_W_VOCABULARY)
            return g_steal_pointer(&one);
    }
    return NULL;
}

char *
cs_lexicon_canonical(const struct cs_lexicon *w, const char *token)
{
    g_autofree char *word = written_out(w, token);
    char *one = cs_lexicon_bits(w, word) ? NULL : known_singular(w, word);

    return one ? one : g_steal_pointer(&word);
}

/* The name with "_" before each new token, accents folded, all else than letters and digits as "_". */
static GString *
separated(const char *name)
{
    g_autoptr(GString) spaced = g_string_new(NULL);
    GString *out = g_string_new(NULL);
    gsize n = strlen(name);

    for (gsize i = 0; i < n; i++) {
        guchar c = (guchar)name[i], p = i ? (guchar)name[i - 1] : 0, next = (guchar)name[i + 1];

        if (i && ((g_ascii_islower(p) && g_ascii_isupper(c)) ||
                  (g_ascii_isupper(p) && g_ascii_isupper(c) && g_ascii_islower(next)) ||
                  (g_ascii_isalpha(p) && g_ascii_isdigit(c)) || (g_ascii_isdigit(p) && g_ascii_isalpha(c))))
            g_string_append_c(spaced, '_');
        g_string_append_c(spaced, (char)c);
    }
    cs_utf8_fold(out, spaced->str, spaced->len);
    for (gsize i = 0; i < out->len; i++)
        if (!g_ascii_isalnum(out->str[i]) && (guchar)out->str[i] < 0x80)
            out->str[i] = '_';
    return out;
}

char *
cs_name_normal(const char *name)
{
    g_autoptr(GString) text = separated(name);
    GString *out = g_string_new(NULL);

    for (gsize i = 0; i < text->len; i++)
        if (text->str[i] != '_' || (out->len && out->str[out->len - 1] != '_'))
            g_string_append_c(out, text->str[i]);
    if (out->len && out->str[out->len - 1] == '_')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

char **
cs_lexicon_split(const struct cs_lexicon *w, const char *name)
{
    g_autoptr(GString) text = separated(name);
    g_auto(GStrv) raw = g_strsplit(text->str, "_", -1);
    GPtrArray *tokens = g_ptr_array_new();

    for (char **r = raw; *r && tokens->len < MAX_TOKENS; r++) {
        g_autofree char *canonical = **r ? cs_lexicon_canonical(w, *r) : NULL;
        g_auto(GStrv) parts = canonical ? g_strsplit(canonical, "_", 4) : NULL;

        for (char **p = parts; p && *p && tokens->len < MAX_TOKENS; p++)
            g_ptr_array_add(tokens, g_strdup(*p));
    }
    g_ptr_array_add(tokens, NULL);
    return (char **)g_ptr_array_free(tokens, FALSE);
}

/* May this stretch be a part of a compound? Two letters only where they are a common mark ("id", "ip", "cp"). */
static gboolean
is_part(const struct cs_lexicon *w, const char *text, gsize n)
{
    static const char *const brief[] = {"id", "ip", "fk", "cp", "dt", "cd", "nb", "no", NULL};
    g_autofree char *part = g_strndup(text, n), *canonical = NULL;

    if (n < MIN_PART)
        return g_strv_contains(brief, part);
    canonical = cs_lexicon_canonical(w, part);
    return cs_lexicon_bits(w, canonical) != 0 || g_hash_table_contains(w->longer, part);
}

char **
cs_lexicon_segment(const struct cs_lexicon *w, const char *token)
{
    guint8 parts[MAX_SEGMENT + 1] = {0}, from[MAX_SEGMENT + 1] = {0}; /* fewest parts that cover the first i letters */
    gsize n = strlen(token);
    GPtrArray *out;

    if (n < MIN_SEGMENT || n > MAX_SEGMENT)
        return NULL;
    for (gsize end = 2; end <= n; end++)
        for (gsize start = 0; start + 2 <= end; start++)
            if ((!start || parts[start]) && end - start < n && (!parts[end] || parts[start] + 1 < parts[end]) &&
                is_part(w, token + start, end - start)) {
                parts[end] = (guint8)(parts[start] + 1);
                from[end] = (guint8)start;
            }
    if (parts[n] < 2 || parts[n] > MAX_PARTS)
        return NULL;
    out = g_ptr_array_new();
    for (gsize end = n; end; end = from[end])
        g_ptr_array_insert(out, 0, g_strndup(token + from[end], end - from[end]));
    g_ptr_array_add(out, NULL);
    return (char **)g_ptr_array_free(out, FALSE);
}
