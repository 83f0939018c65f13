/* text.c - texts with their slots filled; numbers, dates and names as each language writes them. */
#include "report/text.h"

#include <math.h>
#include <string.h>

#define TELLING 1.0 /* log-odds: evidence below is left to explain */

void
cs_words_init(struct cs_words *words, const char *language)
{
    const char *key, *english, *french;

    words->french = language && g_str_has_prefix(language, "fr");
    words->language = words->french ? "fr" : "en";
    words->texts = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; cs_words_at(i, &key, &english, &french); i++)
        g_hash_table_insert(words->texts, (gpointer)key, (gpointer)(words->french ? french : english));
}

void
cs_words_clear(struct cs_words *words)
{
    g_hash_table_unref(words->texts);
}

const char *
cs_word(const struct cs_words *words, const char *key)
{
    const char *text = g_hash_table_lookup(words->texts, key);

    if (!text)
        g_critical("no text is called \"%s\"", key);
    return text ? text : key;
}

const char *
cs_word_of(const struct cs_words *words, const char *prefix, const char *value)
{
    g_autofree char *key = g_strdup_printf("%s-%s", prefix, value ? value : "");
    const char *text = g_hash_table_lookup(words->texts, key);

    return text ? text : value ? value : "";
}

static void
fill_slot(GString *out, const char *name, gsize size, va_list args)
{
    const char *slot, *value;

    while ((slot = va_arg(args, const char *))) {
        value = va_arg(args, const char *);
        if (strlen(slot) != size || strncmp(slot, name, size))
            continue;
        g_string_append(out, value ? value : "");
        return;
    }
    g_string_append_printf(out, "{%.*s}", (int)size, name);
}

char *
cs_fill(const char *text, ...)
{
    GString *out = g_string_new(NULL);
    va_list args;

    for (const char *p = text; *p; p++) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;

        if (!end) {
            g_string_append_c(out, *p);
            continue;
        }
        va_start(args, text);
        fill_slot(out, p + 1, (gsize)(end - p - 1), args);
        va_end(args);
        p = end;
    }
    return g_string_free(out, FALSE);
}

char *
cs_count(const struct cs_words *words, const char *key, guint64 n)
{
    g_autofree char *number = cs_number(words, n), *one = g_strdup(cs_word(words, key));
    char *many = strchr(one, '|');
    gboolean single = words->french ? n < 2 : n == 1;

    if (many)
        *many++ = '\0';
    return cs_fill(single || !many ? one : many, "n", number, NULL);
}

char *
cs_number(const struct cs_words *words, guint64 n)
{
    g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, n);
    gsize size = strlen(digits);
    GString *out = g_string_new(NULL);

    for (gsize i = 0; i < size; i++) {
        if (i && (size - i) % 3 == 0)
            g_string_append(out, words->french ? "\u202f" : ",");
        g_string_append_c(out, digits[i]);
    }
    return g_string_free(out, FALSE);
}

char *
cs_decimal(const struct cs_words *words, double x, int n)
{
    char format[8], number[G_ASCII_DTOSTR_BUF_SIZE * 8];

    g_snprintf(format, sizeof format, "%%.%df", CLAMP(n, 0, 9));
    g_ascii_formatd(number, sizeof number, format, x);
    if (words->french)
        g_strdelimit(number, ".", ',');
    return g_strdup(number);
}

/* Two digits that count, and never 0 or 100 for what is neither. */
char *
cs_percent(const struct cs_words *words, double share)
{
    double p = share > 0.999995 ? 100 : share * 100;
    int places = p > 0 && p < 0.1 ? 2 : (p > 0 && p < 10) || (p > 99 && p < 100) ? 1 : 0;
    g_autofree char *number = cs_decimal(words, p > 99.9 && p < 100 ? 99.9 : p, places);

    if (g_str_has_suffix(number, ".0") || g_str_has_suffix(number, ",0"))
        number[strlen(number) - 2] = '\0';
    return g_strdup_printf("%s%s%%", number, words->french ? "\u00a0" : "");
}

char *
cs_duration(const struct cs_words *words, double seconds)
{
    g_autofree char *number = cs_decimal(words, seconds, seconds < 10 ? 1 : 0);
    guint64 whole = (guint64)MAX(seconds, 0);

    if (seconds < 120)
        return g_strdup_printf("%s\u00a0s", number);
    if (whole < 7200)
        return g_strdup_printf("%u\u00a0min %u\u00a0s", (guint)(whole / 60), (guint)(whole % 60));
    return g_strdup_printf("%u\u00a0h %u\u00a0min", (guint)(whole / 3600), (guint)(whole / 60 % 60));
}

char *
cs_size(const struct cs_words *words, guint64 bytes)
{
    static const char prefixes[] = "kMGT";
    const char *unit = words->french ? "o" : "B";
    double size = (double)bytes;
    g_autofree char *number = NULL;
    int step = -1;

    if (bytes < 1000)
        return cs_count(words, "n-bytes", bytes);
    for (; size >= 1000 && step < 3; step++)
        size /= 1000;
    number = cs_decimal(words, size, size < 10 ? 1 : 0);
    return g_strdup_printf("%s\u00a0%c%s", number, prefixes[step], unit);
}

char *
cs_date(const struct cs_words *words, const char *iso)
{
    guint year, month, day, hour, minute;
    int n = iso ? sscanf(iso, "%4u-%2u-%2uT%2u:%2u", &year, &month, &day, &hour, &minute) : 0;
    g_autofree char *key = NULL, *date = NULL;

    if (n < 3 || month < 1 || month > 12)
        return g_strdup(iso ? iso : "");
    key = g_strdup_printf("month-%u", month);
    date = g_strdup_printf("%u%s %s %u", day, words->french && day == 1 ? "er" : "", cs_word(words, key), year);
    if (n < 5)
        return g_steal_pointer(&date);
    return g_strdup_printf(words->french ? "%s à %u\u00a0h\u00a0%02u (UTC)" : "%s, %02u:%02u (UTC)", date, hour,
                           minute);
}

const char *
cs_confidence_word(const struct cs_words *words, double confidence)
{
    return cs_word(words, confidence >= 0.9 ? "high" : confidence >= 0.7 ? "medium" : "low");
}

char *
cs_attribute_label(const struct cs_words *words, const char *id)
{
    const struct cs_attribute *a = cs_taxonomy_find(id);

    return g_strdup(!a ? id : words->french ? a->label_fr : a->label_en);
}

char *
cs_subjects_text(const struct cs_words *words, guint subjects)
{
    GString *out = g_string_new(NULL);

    for (guint bit = 1; bit <= CS_SUBJECT_VISITOR; bit <<= 1)
        if (subjects & bit)
            g_string_append_printf(out, "%s%s", out->len ? ", " : "",
                                   cs_word_of(words, "subject", cs_subject_name((enum cs_subject)bit)));
    return g_string_free(out, out->len == 0);
}

char *
cs_why_text(const struct cs_words *words, guint why)
{
    GString *out = g_string_new(NULL);

    for (guint bit = CS_WHY_ARCHIVE; bit <= CS_WHY_FIRST; bit <<= 1)
        if (why & bit)
            g_string_append_printf(out, "%s%s", out->len ? ", " : "",
                                   cs_word_of(words, "why", cs_why_name((enum cs_why)bit)));
    return g_string_free(out, FALSE);
}

/* The sentence of a piece of evidence: by its whole name, else by the name without its last part ("name.strong.whole",
 * "name.strong", "name"). */
static const char *
sentence(const struct cs_words *words, const char *kind, const char *suffix)
{
    g_autofree char *base = g_strndup(kind, strcspn(kind, ":"));

    for (char *end = base + strlen(base); end; end = strrchr(base, '.')) {
        g_autofree char *key = NULL;
        const char *text;

        *end = '\0';
        key = g_strdup_printf("ev-%s-%s", base, suffix);
        text = g_hash_table_lookup(words->texts, key);
        if (text)
            return text;
    }
    return NULL;
}

/* Corrections that only the weights know a reason for. */
static gboolean
is_technical(const struct cs_evidence *e)
{
    static const char *const kinds[] = {"prior",         "table.unknown", "name.words",
                                        "name.compound", "name.number",   "word:"},
                             *const usual[] = {"type.date", "type.boolean"};

    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_has_prefix(e->kind, kinds[i]))
            return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(usual); i++) /* a correction of what such columns have in common */
        if (e->weight < 0 && g_str_has_prefix(e->kind, usual[i]))
            return TRUE;
    return !e->of && !(e->rule && e->word) && ABS(e->weight) < TELLING;
}

/* Two digits that count: "0.4", "37". */
static char *
per_thousand(const struct cs_words *words, guint64 hits, guint64 of)
{
    double share = of ? 1000.0 * (double)hits / (double)of : 0;

    return cs_decimal(words, share, share > 0 && share < 10 ? 1 : 0);
}

char *
cs_evidence_said(const struct cs_words *words, const struct cs_finding *f, const struct cs_evidence *e)
{
    const char *suffix = e->weight < 0 ? "against" : e->of && f->verdict == CS_CONTAINS ? "inside" : "counted";
    const char *text = NULL, *table = g_str_has_prefix(e->kind, "table.") ? e->kind + strlen("table.") : NULL;
    g_autofree char *hits = cs_number(words, e->hits), *of = cs_number(words, e->of),
                    *thousand = per_thousand(words, e->hits, e->of),
                    *kind = table ? g_strndup(table, strcspn(table, ":")) : NULL;

    if (e->weight < 0 || e->of)
        text = sentence(words, e->kind, suffix);
    if (!text && e->weight >= 0)
        text = sentence(words, e->kind, "for");
    if (!text)
        text = cs_word(words, e->weight < 0 ? "ev-other-against" : "ev-other-for");
    return cs_fill(text, "word", kind ? cs_word_of(words, "kind", kind) : e->word, "hits", hits, "of", of, "thousand",
                   thousand, NULL);
}

char *
cs_evidence_text(const struct cs_words *words, const struct cs_finding *f, const struct cs_evidence *e)
{
    return is_technical(e) ? NULL : cs_evidence_said(words, f, e);
}

static gint
by_weight(gconstpointer a, gconstpointer b)
{
    double x = ABS((*(struct cs_evidence *const *)a)->weight), y = ABS((*(struct cs_evidence *const *)b)->weight);

    return (x < y) - (x > y);
}

GPtrArray *
cs_reasons(const struct cs_words *words, const struct cs_finding *f, gboolean against)
{
    GPtrArray *reasons = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();

    for (guint i = 0; i < f->evidence->len; i++)
        g_ptr_array_add(sorted, f->evidence->pdata[i]);
    g_ptr_array_sort(sorted, by_weight);
    for (guint i = 0; i < sorted->len; i++) {
        const struct cs_evidence *e = sorted->pdata[i];
        char *text = (e->weight < 0) == (against != FALSE) ? cs_evidence_text(words, f, e) : NULL;

        if (text && !g_ptr_array_find_with_equal_func(reasons, text, g_str_equal, NULL))
            g_ptr_array_add(reasons, text);
        else
            g_free(text);
    }
    return reasons;
}

char *
cs_place_text(const struct cs_place *p, gboolean with_source)
{
    const char *const parts[] = {with_source ? p->source : NULL, p->schema, p->object, p->column};
    GString *out = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i] && *parts[i])
            g_string_append_printf(out, "%s%s", out->len ? "." : "", parts[i]);
    if (p->path)
        g_string_append_printf(out, " %s", p->path);
    return g_string_free(out, FALSE);
}

static gboolean
is_shown_as_code(gunichar c)
{
    return g_unichar_iscntrl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
           c == 0x200f || c == 0xfeff || c == 0x2028 || c == 0x2029;
}

static void
put_character(GString *out, gunichar c)
{
    switch (c) {
    case '<':
        g_string_append(out, "&lt;");
        break;
    case '>':
        g_string_append(out, "&gt;");
        break;
    case '&':
        g_string_append(out, "&amp;");
        break;
    case '"':
        g_string_append(out, "&quot;");
        break;
    case '\'':
        g_string_append(out, "&#39;");
        break;
    default:
        if (is_shown_as_code(c))
            g_string_append_printf(out, "\\u%04x", c);
        else
            g_string_append_unichar(out, c);
    }
}

void
cs_html(GString *out, const char *text, gsize max)
{
    gsize n = 0;

    for (const char *p = text ? text : ""; *p; n++) {
        gunichar c = g_utf8_get_char_validated(p, -1);

        if (max && n == max) {
            g_string_append(out, "…");
            return;
        }
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02x", (guint8)*p++);
            continue;
        }
        put_character(out, c);
        p = g_utf8_next_char(p);
    }
}

struct cs_way
cs_way_of(const struct cs_copy *c, gboolean back)
{
    struct cs_way way = {.from = back ? &c->b : &c->a,
                         .to = back ? &c->a : &c->b,
                         .share = back ? c->containment_ba : c->containment_ab,
                         .interval = back ? c->interval_ba : c->interval_ab,
                         .distinct = back ? c->distinct_b : c->distinct_a,
                         .common = c->common,
                         .whole = c->level == 0};

    way.few = (c->level ? way.interval[1] * (double)way.distinct : (double)c->common) < CS_PEOPLE_HIDDEN;
    return way;
}

char *
cs_way_range(const struct cs_words *w, const struct cs_way *way)
{
    g_autofree char *low = NULL, *high = NULL;

    if (way->few)
        return NULL;
    if (way->whole) {
        low = cs_number(w, way->common);
        high = cs_number(w, way->distinct);
        return cs_fill(cs_word(w, "copies-counted"), "n", low, "all", high, NULL);
    }
    low = cs_percent(w, way->interval[0]);
    high = cs_percent(w, way->interval[1]);
    return cs_fill(cs_word(w, "copies-interval"), "low", low, "high", high, NULL);
}
