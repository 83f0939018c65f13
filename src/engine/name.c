/* name.c - column names split into tokens and matched, as tokens, against the rules' vocabulary. */
#include "engine/name.h"

#include "base/utf8.h"

#include <string.h>

#define MAX_TOKENS 12

struct entry {
    int attribute;
    enum cs_strength strength;
    guint rule;
    struct entry *next;
};

struct cs_names {
    GHashTable *forms; /* normal form → struct entry */
};

/* Endings and beginnings that say nothing about what a column holds. */
static const char *const neutral[] = {
    "f",        "fld",       "col",         "c",      "s",         "str",        "tx",           "l",
    "emp",      "cust",      "usr",         "adh",    "pers",      "old",        "new",          "tmp",
    "cli",      "ct",        "tb",          "fr",     "en",        "txt",        "bak",          "hash",
    "enc",      "user",      "customer",    "client", "contact",   "person",     "member",       "billing",
    "shipping", "delivery",  "invoice",     "raw",    "main",      "primary",    "secondary",    "at",
    "liv",      "livraison", "facturation", "fac",    "fact",      "dest",       "destinataire", "expediteur",
    "deb",      "debiteur",  "pro",         "perso",  "principal", "secondaire", "domicile",     "bureau",
    "home",     "work",      "office",      "sender", "recipient", "requester",  "caller",       NULL};
/* … and those that make of it a flag, a count, a key or a setting. */
static const char *const cancelling[] = {"id",     "ids",      "fk",       "type",     "code",     "count",   "nb",
                                         "format", "required", "enabled",  "verified", "template", "prefix",  "length",
                                         "label",  "options",  "policy",   "changed",  "modified", "gen",     "status",
                                         "is",     "has",      "need",     "allow",    "show",     "display", "pref",
                                         "next",   "change",   "min",      "max",      "reset",    "send",    "valid",
                                         "error",  "flag",     "position", "sort",     "order",    NULL};

/* How databases shorten words, French and English. */
static const char *const short_forms[][2] = {
    {"dt", "date"},           {"dte", "date"},           {"dat", "date"},
    {"num", "numero"},        {"nr", "numero"},          {"cd", "code"},
    {"cod", "code"},          {"lib", "libelle"},        {"libl", "libelle"},
    {"crea", "creation"},     {"cre", "creation"},       {"naiss", "naissance"},
    {"nais", "naissance"},    {"adr", "adresse"},        {"der", "derniere"},
    {"dern", "derniere"},     {"modif", "modification"}, {"supp", "suppression"},
    {"suppr", "suppression"}, {"cde", "commande"},       {"cli", "client"},
    {"clt", "client"},        {"fact", "facture"},       {"obs", "observation"},
    {"cmt", "commentaire"},   {"comm", "commentaire"},   {"rem", "remarque"},
    {"mob", "mobile"},        {"flg", "flag"},           {"usr", "user"},
    {"pwd", "password"},      {"addr", "address"},       {"cust", "customer"},
    {"acct", "account"},      {"dept", "department"},    {"liv", "livraison"},
    {"jf", "jeune_fille"},    {"nat", "nationalite"},    {"prof", "profession"},
    {"sal", "salaire"},       {"desc", "description"},   {"titul", "titulaire"},
    {"creat", "creation"},    {"upd", "updated"},        {"lst", "last"},
    {"fst", "first"},         {"sit", "situation"},      {"fam", "famille"}};

/* A new token begins at a separator, at lower→upper, at letter→digit and at the last capital of a run. */
char *
cs_name_normal(const char *name)
{
    g_autoptr(GString) spaced = g_string_new(NULL);
    GString *out = g_string_new(NULL);
    gsize n = strlen(name);

    for (gsize i = 0; i < n; i++) {
        guchar c = (guchar)name[i], p = i ? (guchar)name[i - 1] : 0, next = (guchar)name[i + 1];
        gboolean split = i && ((g_ascii_islower(p) && g_ascii_isupper(c)) ||
                               (g_ascii_isupper(p) && g_ascii_isupper(c) && g_ascii_islower(next)) ||
                               (g_ascii_isalpha(p) && g_ascii_isdigit(c)));

        if (split)
            g_string_append_c(spaced, '_');
        g_string_append_c(spaced, (char)c);
    }
    cs_utf8_fold(out, spaced->str, spaced->len);
    for (gsize i = 0; i < out->len; i++)
        if (!g_ascii_isalnum(out->str[i]) && (guchar)out->str[i] < 0x80)
            out->str[i] = '_';
    for (gsize i = 0; i < out->len;)
        if (out->str[i] == '_' && (i == 0 || out->str[i - 1] == '_' || i + 1 == out->len))
            g_string_erase(out, (gssize)i, 1);
        else
            i++;
    while (out->len && out->str[out->len - 1] == '_')
        g_string_truncate(out, out->len - 1);
    return g_string_free(out, FALSE);
}

static void
add_forms(struct cs_names *names, char *const *words, int attribute, enum cs_strength strength, guint rule)
{
    for (; words && *words; words++) {
        char *form = cs_name_normal(*words);
        struct entry *e = g_new0(struct entry, 1);

        *e = (struct entry){attribute, strength, rule, g_hash_table_lookup(names->forms, form)};
        g_hash_table_insert(names->forms, form, e);
    }
}

static void
entries_free(gpointer data)
{
    struct entry *e = data;

    while (e) {
        struct entry *next = e->next;

        g_free(e);
        e = next;
    }
}

/* Entries of one form hang together; the table owns the chain through its newest, so replacing must not free. */
static void
chain_keep(gpointer data)
{
    (void)data;
}

struct cs_names *
cs_names_new(const struct cs_ruleset *ruleset)
{
    struct cs_names *names = g_new0(struct cs_names, 1);

    names->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, chain_keep);
    for (guint i = 0; i < cs_ruleset_count(ruleset); i++) {
        const struct cs_rule *r = cs_ruleset_rule(ruleset, i);

        add_forms(names, r->strong, r->attribute_index, CS_NAME_STRONG, i);
        add_forms(names, r->weak, r->attribute_index, CS_NAME_WEAK, i);
        add_forms(names, r->negative, r->attribute_index, CS_NAME_NEGATIVE, i);
    }
    return names;
}

void
cs_names_free(struct cs_names *names)
{
    GHashTableIter iter;
    gpointer value;

    if (!names)
        return;
    g_hash_table_iter_init(&iter, names->forms);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        entries_free(value);
    g_hash_table_unref(names->forms);
    g_free(names);
}

static guint
push(const struct cs_names *names, const char *form, gboolean whole, gboolean followed, struct cs_name_hit *hits,
     guint n, guint max)
{
    for (const struct entry *e = g_hash_table_lookup(names->forms, form); e && n < max; e = e->next) {
        enum cs_strength strength = e->strength;
        gboolean known = FALSE;

        if (!whole && strength == CS_NAME_WEAK)
            continue;
        for (guint i = 0; i < n && !known; i++)
            known = hits[i].attribute == e->attribute && hits[i].strength >= strength;
        if (known && strength != CS_NAME_NEGATIVE)
            continue;
        hits[n] = (struct cs_name_hit){
            .attribute = e->attribute, .strength = strength, .whole = whole, .followed = followed, .rule = e->rule};
        g_strlcpy(hits[n++].form, form, sizeof hits[0].form);
    }
    return n;
}

static char *
join(char **tokens, guint from, guint to)
{
    GString *out = g_string_new(tokens[from]);

    for (guint i = from + 1; i < to; i++)
        g_string_append_printf(out, "_%s", tokens[i]);
    return g_string_free(out, FALSE);
}

static gboolean
is_number(const char *token)
{
    return *token && strspn(token, "0123456789") == strlen(token);
}

/* Tokens that belong to the table (its name or a short prefix of it) say nothing. */
static gboolean
is_table_token(const char *token, const char *table)
{
    gsize n = strlen(token);

    return n >= 2 && table && g_str_has_prefix(table, token) &&
           (table[n] == '\0' || table[n] == '_' || (table[n] == 's' && !table[n + 1]));
}

/* The name with its short forms written out; NULL when there are none. */
static char *
expand(char **tokens)
{
    GString *out = g_string_new(NULL);
    gboolean changed = FALSE;

    for (; *tokens; tokens++) {
        const char *word = *tokens;

        for (gsize i = 0; i < G_N_ELEMENTS(short_forms); i++)
            if (!strcmp(short_forms[i][0], *tokens)) {
                word = short_forms[i][1];
                changed = TRUE;
            }
        g_string_append_printf(out, "%s%s", out->len ? "_" : "", word);
    }
    return g_string_free(out, !changed);
}

/* The name without endings and beginnings that say nothing; the whole of what is left, then parts of it. */
static guint
match_tokens(const struct cs_names *names, char **tokens, const char *table, struct cs_name_hit *hits, guint max)
{
    guint from = 0, to = g_strv_length(tokens), all = to, n = 0;

    while (to - from > 1 && (is_number(tokens[to - 1]) || g_strv_contains(neutral, tokens[to - 1])))
        to--;
    while (to - from > 1 && (g_strv_contains(neutral, tokens[from]) || is_table_token(tokens[from], table)))
        from++;
    if (to - from < all) {
        g_autofree char *rest = join(tokens, from, to);

        n = push(names, rest, TRUE, FALSE, hits, 0, max);
        if (n)
            return n;
    }
    if (g_strv_contains(cancelling, tokens[to - 1]) || g_strv_contains(cancelling, tokens[from]))
        return 0;
    for (guint length = to - from - (to > from ? 1 : 0); length > 0 && !n; length--)
        for (guint i = to - length + 1; i-- > from;) { /* what ends a name counts before what begins it */
            g_autofree char *part = join(tokens, i, i + length);

            if (strlen(part) > 3)
                n = push(names, part, FALSE, i + length < to, hits, n, max);
        }
    return n;
}

guint
cs_names_match(const struct cs_names *names, const char *column, const char *table, struct cs_name_hit *ret_hits,
               guint max)
{
    g_autofree char *normal = cs_name_normal(column), *table_normal = table ? cs_name_normal(table) : NULL,
                    *expanded = NULL;
    g_auto(GStrv) tokens = g_strsplit(normal, "_", MAX_TOKENS), longer = NULL;
    guint n = push(names, normal, TRUE, FALSE, ret_hits, 0, max);

    if (n || !*tokens)
        return n;
    expanded = expand(tokens);
    n = expanded ? push(names, expanded, TRUE, FALSE, ret_hits, 0, max) : 0;
    if (!n)
        n = match_tokens(names, tokens, table_normal, ret_hits, max);
    if (n || !expanded)
        return n;
    longer = g_strsplit(expanded, "_", MAX_TOKENS);
    return match_tokens(names, longer, table_normal, ret_hits, max);
}

static gboolean
names_rule(const struct cs_names *names, guint rule, const struct cs_rule *r, const char *name)
{
    struct cs_name_hit hits[16];
    guint n = cs_names_match(names, name, NULL, hits, G_N_ELEMENTS(hits));

    for (guint i = 0; i < n; i++)
        if (hits[i].strength > 0 && (hits[i].rule == rule || hits[i].attribute == r->attribute_index))
            return TRUE;
    return FALSE;
}

guint
cs_names_test(const struct cs_names *names, const struct cs_ruleset *ruleset, struct cs_yaml_errors *errors)
{
    guint done = 0;

    for (guint i = 0; i < cs_ruleset_count(ruleset); i++) {
        const struct cs_rule *r = cs_ruleset_rule(ruleset, i);

        for (guint k = 0; k < 2; k++)
            for (char **e = k ? r->name_no_match : r->name_match; e && *e; e++, done++)
                if (names_rule(names, i, r, *e) == (k == 1))
                    g_ptr_array_add(errors->lines,
                                    g_strdup_printf("%s:%u: rule \"%s\" %s the name \"%s\"", r->file, r->line, r->id,
                                                    k ? "accepts" : "does not accept", *e));
    }
    return done;
}
