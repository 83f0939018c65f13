/* name.c - the index of name forms, and names matched against it. */
#include "engine/name.h"

#include "model/taxonomy.h"

#include <string.h>

#define MAX_RUN 5    /* tokens of the longest form */
#define MAX_SPANS 48 /* matches of one name before pruning */
#define SHARED 0.6   /* of the column names: a first or last token that tells nothing */

struct entry {
    int attribute; /* -1: no attribute at all */
    int strength;  /* -1: a negative */
    guint rule;
    char *form;
    struct entry *next;
};

struct cs_names {
    struct cs_lexicon *words; /* borrowed from the ruleset */
    GHashTable *forms;        /* canonical tokens written together → struct entry */
};

static void
entries_free(gpointer data)
{
    struct entry *e = data;

    while (e) {
        struct entry *next = e->next;

        g_free(e->form);
        g_free(e);
        e = next;
    }
}

static void
add_form(struct cs_names *names, const char *word, int attribute, int strength, guint rule)
{
    g_auto(GStrv) tokens = cs_lexicon_split(names->words, word);
    g_autofree char *key = g_strjoinv("", tokens);
    struct entry *e = g_new(struct entry, 1), *head = g_hash_table_lookup(names->forms, key);

    *e = (struct entry){attribute, strength, rule, g_strjoinv("_", tokens), head ? head->next : NULL};
    if (head)
        head->next = e;
    else
        g_hash_table_insert(names->forms, g_steal_pointer(&key), e);
    for (char **t = tokens; *t && strength > 0; t++)
        cs_lexicon_add(names->words, *t, CS_W_VOCABULARY);
}

static void
add_forms(struct cs_names *names, char *const *words, int attribute, int strength, guint rule)
{
    for (; words && *words; words++)
        add_form(names, *words, attribute, strength, rule);
}

struct cs_names *
cs_names_new(const struct cs_ruleset *ruleset)
{
    struct cs_names *names = g_new0(struct cs_names, 1);

    names->words = cs_ruleset_lexicon(ruleset);
    names->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entries_free);
    for (guint i = 0; i < cs_ruleset_count(ruleset); i++) {
        const struct cs_rule *r = cs_ruleset_rule(ruleset, i);

        add_forms(names, r->strong, r->attribute_index, CS_NAME_STRONG, i);
        add_forms(names, r->weak, r->attribute_index, CS_NAME_WEAK, i);
        add_forms(names, r->negative, r->attribute_index, -1, i);
    }
    return names;
}

void
cs_names_free(struct cs_names *names)
{
    if (!names)
        return;
    g_hash_table_unref(names->forms);
    g_free(names);
}

const struct cs_lexicon *
cs_names_lexicon(const struct cs_names *names)
{
    return names->words;
}

/* Is this a short form of the object's name: the first letters of one of its words, or the initials of all? */
static gboolean
is_short_form(const char *token, char **words)
{
    g_autoptr(GString) initials = g_string_new(NULL);

    for (char **w = words; *w; w++) {
        if (strlen(token) >= 2 && g_str_has_prefix(*w, token))
            return TRUE;
        g_string_append_c(initials, **w);
    }
    return initials->len >= 2 && !strcmp(initials->str, token);
}

/* The token that most of the columns begin (or end) with, or two when it is short for the object's name: STU_DOB in
 * STUDENT_MASTER. */
static char *
shared_token(const struct cs_names *names, const struct cs_object *object, char **words, gboolean last)
{
    g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter iter;
    gpointer key, value;

    for (guint i = 0; i < object->columns->len; i++) {
        const struct cs_column *c = object->columns->pdata[i];
        g_auto(GStrv) tokens = cs_lexicon_split(names->words, c->name);
        guint n = g_strv_length(tokens);
        char *token = n > 1 ? tokens[last ? n - 1 : 0] : NULL;

        if (token)
            g_hash_table_insert(counts, g_strdup(token),
                                GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(counts, token)) + 1));
    }
    g_hash_table_iter_init(&iter, counts);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        guint n = GPOINTER_TO_UINT(value);

        if ((n >= 3 && n >= SHARED * object->columns->len) || (n >= 2 && is_short_form(key, words)))
            return g_strdup(key);
    }
    return NULL;
}

void
cs_name_scope_init(struct cs_name_scope *scope, const struct cs_names *names, const struct cs_object *object)
{
    scope->tokens = cs_lexicon_split(names->words, object->name);
    scope->prefix = shared_token(names, object, scope->tokens, FALSE);
    scope->suffix = shared_token(names, object, scope->tokens, TRUE);
}

void
cs_name_scope_clear(struct cs_name_scope *scope)
{
    g_strfreev(scope->tokens);
    g_free(scope->prefix);
    g_free(scope->suffix);
    memset(scope, 0, sizeof *scope);
}

struct span {
    guint from, to; /* tokens */
    const struct entry *entry;
};

/* The tokens of a name, compounds cut. */
struct tokens {
    GPtrArray *list; /* of char* */
    guint64 split;   /* bit i: token i comes from a compound */
};

static void
take_tokens(const struct cs_names *names, const char *name, struct tokens *ret)
{
    g_auto(GStrv) raw = cs_lexicon_split(names->words, name);

    ret->list = g_ptr_array_new_with_free_func(g_free);
    ret->split = 0;
    for (char **t = raw; *t; t++) {
        gboolean known = cs_lexicon_bits(names->words, *t) || g_hash_table_contains(names->forms, *t);
        g_auto(GStrv) parts = known ? NULL : cs_lexicon_segment(names->words, *t);

        if (!parts)
            g_ptr_array_add(ret->list, g_strdup(*t));
        for (char **p = parts; p && *p; p++) {
            g_auto(GStrv) canonical = cs_lexicon_split(names->words, *p);

            for (char **c = canonical; *c && ret->list->len < 32; c++) {
                ret->split |= G_GUINT64_CONSTANT(1) << ret->list->len;
                g_ptr_array_add(ret->list, g_strdup(*c));
            }
        }
    }
}

/* A name and all the forms that are runs of its tokens. */
struct matched {
    struct tokens tokens;
    struct span spans[MAX_SPANS];
    guint n;
};

static guint
find_spans(const struct cs_names *names, const struct tokens *t, struct span *spans)
{
    g_autoptr(GString) key = g_string_new(NULL);
    guint n = 0;

    for (guint from = 0; from < t->list->len; from++) {
        g_string_truncate(key, 0);
        for (guint to = from + 1; to <= t->list->len && to - from <= MAX_RUN; to++) {
            g_string_append(key, t->list->pdata[to - 1]);
            for (const struct entry *e = g_hash_table_lookup(names->forms, key->str); e && n < MAX_SPANS; e = e->next)
                spans[n++] = (struct span){from, to, e};
        }
    }
    return n;
}

/* A longer run says more than one inside it; a negative of the same length is the last word. */
static gboolean
is_covered(const struct span *s, const struct span *spans, guint n)
{
    for (guint i = 0; i < n; i++) {
        const struct span *o = &spans[i];
        gboolean around = o->from <= s->from && o->to >= s->to, longer = o->to - o->from > s->to - s->from;

        if (!around ||
            (o->entry->attribute >= 0 && o->entry->strength < 0 && o->entry->attribute != s->entry->attribute))
            continue;
        if (longer || (o->entry->strength < 0 && o != s))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_number(const char *token)
{
    return *token && strspn(token, "0123456789") == strlen(token);
}

static gboolean
tells_nothing(const struct cs_name_scope *scope, const struct tokens *t, guint i)
{
    const char *token = t->list->pdata[i];

    if (is_number(token) || (scope && scope->tokens && g_strv_contains((const char *const *)scope->tokens, token)))
        return TRUE;
    return scope &&
           ((!i && !g_strcmp0(scope->prefix, token)) || (i + 1 == t->list->len && !g_strcmp0(scope->suffix, token)));
}

/* Is a token part of another run that names the same attribute: "phone" beside "mobile"? */
static gboolean
says_the_same(const struct matched *m, guint token, int attribute)
{
    for (guint i = 0; i < m->n; i++)
        if (m->spans[i].entry->attribute == attribute && m->spans[i].entry->strength > 0 && token >= m->spans[i].from &&
            token < m->spans[i].to)
            return TRUE;
    return FALSE;
}

/* A weak run that is no more than the table's own name before other words: user_newpass_time in user. */
static gboolean
is_tables_own(const struct cs_name_scope *scope, const struct matched *m, const struct span *s)
{
    gboolean own = s->entry->strength == CS_NAME_WEAK, more = FALSE;

    for (guint i = 0; i < m->tokens.list->len; i++) {
        if (i >= s->from && i < s->to)
            own &= tells_nothing(scope, &m->tokens, i);
        else
            more |= !tells_nothing(scope, &m->tokens, i);
    }
    return own && more;
}

/* Does a strong form of another attribute stand behind: "email_token"? */
static gboolean
is_followed(const struct matched *m, const struct span *s)
{
    for (guint i = 0; i < m->n; i++)
        if (m->spans[i].from >= s->to && m->spans[i].entry->strength == CS_NAME_STRONG &&
            m->spans[i].entry->attribute >= 0 && m->spans[i].entry->attribute != s->entry->attribute)
            return TRUE;
    return FALSE;
}

/* What the words around a run say. */
static void
look_around(const struct cs_names *names, const struct cs_name_scope *scope, const struct matched *m,
            const struct span *s, struct cs_name_hit *hit)
{
    const struct tokens *t = &m->tokens;
    gboolean consent = g_str_has_prefix(cs_taxonomy_at((guint)hit->attribute)->id, "consent.");

    for (guint i = 0; i < t->list->len; i++) {
        guint64 bits;

        if (i >= s->from && i < s->to) {
            hit->split |= t->split >> i & 1;
            continue;
        }
        if (tells_nothing(scope, t, i) || says_the_same(m, i, hit->attribute))
            continue;
        bits = cs_lexicon_bits(names->words, t->list->pdata[i]);
        hit->people |= bits & CS_W_ROLE && bits & (CS_W_PEOPLE | CS_W_PERSON);
        hit->code |= (bits & CS_W_CODE) != 0;
        hit->number |= (bits & CS_W_NUMBER) != 0;
        hit->time |= (bits & CS_W_TIME) != 0;
        hit->flag |= (bits & CS_W_FLAG) != 0;
        hit->meta |= (bits & CS_W_META) != 0 && !(bits & (CS_W_CODE | CS_W_NUMBER | CS_W_FLAG));
        if (consent && bits & (CS_W_CONSENT | CS_W_OPT_IN | CS_W_OPT_OUT | CS_W_CHANNELS | CS_W_CHOICE))
            continue;
        if (bits & (CS_W_ROLE | CS_W_CODE | CS_W_NUMBER | CS_W_TIME | CS_W_FLAG | CS_W_META | CS_W_PEOPLE))
            continue;
        hit->before += i < s->from;
        hit->after += i >= s->to;
    }
    hit->split &= s->to - s->from < t->list->len; /* a form that is the whole name was cut rightly */
    hit->whole = !hit->code && !hit->number && !hit->time && !hit->flag && !hit->meta && !hit->before && !hit->after;
}

/* How much a hit says, to keep the best of one attribute. */
static int
rank(const struct cs_name_hit *h)
{
    return (h->whole ? 100 : 0) + (h->strength == CS_NAME_STRONG ? 50 : 0) - (h->meta ? 40 : 0) - 10 * (int)h->after -
           5 * (int)h->before + (int)h->tokens;
}

guint
cs_names_match(const struct cs_names *names, const char *name, const struct cs_name_scope *scope,
               struct cs_name_hit *ret_hits, guint max)
{
    struct matched m;
    guint n = 0;

    take_tokens(names, name, &m.tokens);
    m.n = find_spans(names, &m.tokens, m.spans);
    for (guint i = 0; i < m.n; i++) {
        const struct span *s = &m.spans[i];
        const struct entry *e = s->entry;
        struct cs_name_hit hit = {
            .attribute = e->attribute, .strength = e->strength, .rule = e->rule, .tokens = s->to - s->from};
        guint k;

        if (e->strength < 0 || e->attribute < 0 || is_covered(s, m.spans, m.n) || is_tables_own(scope, &m, s))
            continue;
        g_strlcpy(hit.form, e->form, sizeof hit.form);
        look_around(names, scope, &m, s, &hit);
        hit.followed = is_followed(&m, s);
        for (k = 0; k < n && ret_hits[k].attribute != hit.attribute; k++)
            ;
        if (k == max || (k < n && rank(&ret_hits[k]) >= rank(&hit)))
            continue;
        ret_hits[k] = hit;
        n = MAX(n, k + 1);
    }
    g_ptr_array_unref(m.tokens.list);
    return n;
}

static gboolean
names_rule(const struct cs_names *names, const struct cs_rule *r, const char *name)
{
    struct cs_name_hit hits[16];
    guint n = cs_names_match(names, name, NULL, hits, G_N_ELEMENTS(hits));

    for (guint i = 0; i < n; i++)
        if (hits[i].attribute == r->attribute_index && !hits[i].meta)
            return TRUE;
    return r->attribute_index < 0 && n == 0;
}

guint
cs_names_test(const struct cs_names *names, const struct cs_ruleset *ruleset, struct cs_yaml_errors *errors)
{
    guint done = 0;

    for (guint i = 0; i < cs_ruleset_count(ruleset); i++) {
        const struct cs_rule *r = cs_ruleset_rule(ruleset, i);

        for (guint k = 0; k < 2; k++)
            for (char **e = k ? r->name_no_match : r->name_match; e && *e; e++, done++)
                if (names_rule(names, r, *e) == (k == 1))
                    g_ptr_array_add(errors->lines,
                                    g_strdup_printf("%s:%u: rule \"%s\" %s the name \"%s\"", r->file, r->line, r->id,
                                                    k ? "accepts" : "does not accept", *e));
    }
    return done;
}
