/* test_report.c - texts: both languages complete, slots alike, numbers and dates as each writes them. */
#include "report/text.h"

#include <string.h>

/* The slots of a text, each once, sorted: "{a}{b}". */
static char *
slots(const char *text)
{
    GString *out = g_string_new(NULL);
    GList *found = NULL;

    for (const char *open = strchr(text, '{'); open; open = strchr(open + 1, '{')) {
        char *slot = g_strndup(open, (gsize)(strchr(open, '}') - open + 1));

        found = g_list_insert_sorted(found, slot, (GCompareFunc)strcmp);
    }
    for (GList *l = found; l; l = l->next)
        if (!l->prev || strcmp(l->prev->data, l->data))
            g_string_append(out, l->data);
    g_list_free_full(found, g_free);
    return g_string_free(out, FALSE);
}

static guint
count_pipes(const char *text)
{
    guint n = 0;

    for (; *text; text++)
        n += *text == '|';
    return n;
}

static void
test_both_languages(void)
{
    const char *key, *english, *french;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; cs_words_at(i, &key, &english, &french); i++) {
        g_autofree char *a = slots(english), *b = slots(french);

        g_assert_true(g_hash_table_add(seen, (gpointer)key));
        g_assert_true(*english && *french);
        g_assert_cmpstr(a, ==, b);
        g_assert_true(g_utf8_validate(french, -1, NULL));
        g_assert_null(strchr(french, '\'')); /* a printed apostrophe */
        g_assert_cmpuint(count_pipes(english), <=, 1);
        g_assert_cmpuint(count_pipes(french), <=, 1);
    }
    g_assert_cmpuint(g_hash_table_size(seen), >, 150);
}

/* Every id that a map may hold has a word. */
static void
test_ids_have_words(void)
{
    struct cs_words w;

    cs_words_init(&w, "fr");
    for (int i = 0; i < CS_KIND_COUNT; i++)
        g_assert_cmpstr(cs_word_of(&w, "kind", cs_kind_name((enum cs_kind)i)), !=, cs_kind_name((enum cs_kind)i));
    for (guint bit = 1; bit <= CS_SUBJECT_VISITOR; bit <<= 1)
        g_assert_cmpstr(cs_word_of(&w, "subject", cs_subject_name((enum cs_subject)bit)), !=, "");
    for (int i = 0; i <= CS_DRAWN_HEAD; i++)
        g_assert_cmpstr(cs_word_of(&w, "drawn", cs_drawn_name((enum cs_drawn)i)), !=, cs_drawn_name((enum cs_drawn)i));
    for (guint i = 0; i < cs_taxonomy_count(); i++) {
        const struct cs_attribute *a = cs_taxonomy_at(i);
        g_autofree char *noun = g_strdup_printf("noun-%s", a->value_class ? a->value_class : "");

        g_assert_true(*a->label_fr && *a->label_en);
        g_assert_cmpstr(cs_category_label(a->category, "fr"), !=, a->category);
        if (a->value_class)
            g_assert_true(g_hash_table_contains(w.texts, noun));
    }
    cs_words_clear(&w);
}

#define SAYS(call, expected)                 \
    do {                                     \
        g_autofree char *said = call;        \
        g_assert_cmpstr(said, ==, expected); \
    } while (0)

static void
test_numbers(void)
{
    struct cs_words en, fr;

    cs_words_init(&en, "en_GB.UTF-8");
    cs_words_init(&fr, "fr_FR.UTF-8");
    SAYS(cs_number(&en, 1234567), "1,234,567");
    SAYS(cs_number(&fr, 1234567), "1\u202f234\u202f567");
    SAYS(cs_percent(&en, 0.9), "90%");
    SAYS(cs_percent(&fr, 0.003), "0,3\u00a0%");
    SAYS(cs_percent(&en, 0.99999), "99.9%"); /* nearly all is not all */
    SAYS(cs_percent(&en, 1), "100%");
    SAYS(cs_percent(&en, 0.0004), "0.04%");
    SAYS(cs_percent(&en, 0), "0%");
    SAYS(cs_date(&fr, "2026-12-01"), "1er décembre 2026");
    SAYS(cs_date(&en, "2026-11-24T08:05:09Z"), "24 November 2026, 08:05 (UTC)");
    SAYS(cs_date(&en, "soon"), "soon");
    SAYS(cs_duration(&en, 0.31), "0.3\u00a0s");
    SAYS(cs_duration(&en, 3725), "62\u00a0min 5\u00a0s");
    SAYS(cs_size(&fr, 1), "1\u00a0octet");
    SAYS(cs_size(&fr, 1234567), "1,2\u00a0Mo");
    SAYS(cs_count(&fr, "n-rows", 0), "0\u00a0ligne");
    SAYS(cs_count(&en, "n-rows", 0), "0\u00a0rows");
    cs_words_clear(&en);
    cs_words_clear(&fr);
}

static void
test_fill(void)
{
    SAYS(cs_fill("{a} and {b}, {c}", "a", "{b}", "b", "2", NULL), "{b} and 2, {c}");
    SAYS(cs_fill("{open", "open", "x", NULL), "{open");
}

static void
test_phrases(void)
{
    struct cs_words fr, en;

    cs_words_init(&fr, "fr");
    cs_words_init(&en, "en");
    SAYS(cs_phrase(&fr, "hr.pay: permission denied"), "hr.pay\u00a0: droit refusé");
    SAYS(cs_phrase(&fr, "db.example:5432 refuses the account it: x"), "db.example:5432 refuse le compte it: x");
    SAYS(cs_phrase(&fr, "the file /x.db is not there"), "le fichier /x.db n’existe pas");
    SAYS(cs_phrase(&fr, "nobody wrote this"), "nobody wrote this");
    SAYS(cs_phrase(&en, "hr.pay: permission denied"), "hr.pay: permission denied");
    cs_words_clear(&fr);
    cs_words_clear(&en);
}

static void
test_html(void)
{
    g_autoptr(GString) out = g_string_new(NULL);

    cs_html(out, "<a href='x'>&\"\x01\xff\u202e\u00e9", 0);
    g_assert_cmpstr(out->str, ==, "&lt;a href=&#39;x&#39;&gt;&amp;&quot;\\u0001\\xff\\u202e\u00e9");
    g_string_truncate(out, 0);
    cs_html(out, "\u00e9\u00e9\u00e9", 2);
    g_assert_cmpstr(out->str, ==, "\u00e9\u00e9…");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report/both-languages", test_both_languages);
    g_test_add_func("/report/ids-have-words", test_ids_have_words);
    g_test_add_func("/report/numbers", test_numbers);
    g_test_add_func("/report/fill", test_fill);
    g_test_add_func("/report/phrases", test_phrases);
    g_test_add_func("/report/html", test_html);
    return g_test_run();
}
