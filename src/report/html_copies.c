/* html_copies.c - columns that hold the same people's values: who is contained in whom, and how surely. */
#include "report/page.h"

#include <string.h>

#define MAX_PAIRS 40  /* of one group */
#define MAX_SQUARE 12 /* columns of a group that is shown as a square */
#define MAX_MEMBERS 60
#define MAX_SQL 40000 /* bytes of a recipe; a longer one is a file of its own */
#define MAX_ALL_SQL 1000000

/* The bar of a share: its interval in the light colour, up to its lower end in the full one; empty where too few are
 * shared to be told. An SVG, since the policy refuses style attributes. */
static void
put_bar(const struct cs_page *page, const struct cs_way *way)
{
    double low = CLAMP(way->interval[0], 0, 1) * 100, high = CLAMP(way->interval[1], 0, 1) * 100,
           at = CLAMP(way->share, 0, 1) * 100;

    fputs("<svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"r\" "
          "width=\"100\" height=\"8\"/>",
          page->out);
    if (!way->whole && !way->few)
        fprintf(page->out, "<rect class=\"i\" x=\"%d\" width=\"%d\" height=\"8\"/>", (int)low,
                MAX((int)(high - low + 0.5), 1));
    if (!way->few)
        fprintf(page->out, "<rect class=\"v\" width=\"%d\" height=\"8\"/>", MAX((int)(at + 0.5), 1));
    fputs("</svg>", page->out);
}

/* An escaped <code> of a place, to be filled into a sentence. */
static char *
place_html(const struct cs_place *place)
{
    g_autofree char *text = cs_place_text(place, TRUE);
    GString *out = g_string_new("<code>");

    cs_html(out, text, 160);
    g_string_append(out, "</code>");
    return g_string_free(out, FALSE);
}

static char *
html_of(const char *text)
{
    GString *out = g_string_new(NULL);

    cs_html(out, text, 0);
    return g_string_free(out, FALSE);
}

/* "between 45% and 48% · about 59,656 different values in the first", or "2,520 of 3,259 different values". */
static void
put_measure(const struct cs_page *page, const struct cs_way *way)
{
    const struct cs_words *w = &page->words;
    g_autofree char *range = cs_way_range(w, way);

    fputs("<span class=\"soft\">", page->out);
    if (range)
        cs_put(page, range);
    if (range && !way->whole)
        fputs(" · ", page->out);
    if (way->distinct < CS_PEOPLE_HIDDEN)
        cs_put_word(page, "copies-distinct-few");
    else if (!way->whole || way->few)
        cs_put_count(page, way->whole ? "copies-distinct-whole" : "copies-distinct", way->distinct);
    fputs("</span>", page->out);
}

/* "97 % of the e-mail addresses in crm.person.email are also in erp.customer.email". */
static void
put_way(const struct cs_page *page, const struct cs_copy *c, gboolean back)
{
    const struct cs_words *w = &page->words;
    const struct cs_attribute *known = cs_taxonomy_find(c->attribute);
    const struct cs_way way = cs_way_of(c, back);
    g_autofree char *share = way.few ? g_strdup(cs_word(w, "copies-few")) : cs_percent(w, way.share),
                    *share_html = html_of(share), *bold = g_strdup_printf("<b>%s</b>", share_html),
                    *from = place_html(way.from), *to = place_html(way.to),
                    *template = html_of(cs_word(w, "copies-sentence")),
                    *sentence = cs_fill(template, "share", bold, "noun",
                                        cs_word_of(w, "noun", known && known->value_class ? known->value_class : ""),
                                        "a", from, "b", to, NULL);

    fputs("<div>", page->out);
    put_bar(page, &way);
    fprintf(page->out, "<p>%s", sentence);
    put_measure(page, &way);
    fputs("</p></div>\n", page->out);
}

/* "erp.customer.email looks like the origin: it has more values". */
static void
put_origin_of(const struct cs_page *page, const struct cs_copy *c)
{
    g_autofree char *place = NULL, *why = NULL, *template = NULL, *sentence = NULL;

    if (!c->origin)
        return;
    place = place_html(c->origin == 'a' ? &c->a : &c->b);
    why = cs_why_text(&page->words, c->why);
    template = html_of(cs_word(&page->words, "copies-origin"));
    sentence = cs_fill(template, "place", place, "why", why, NULL);
    fprintf(page->out, "<p class=\"soft\">%s</p>", sentence);
}

/* How many people have the same value on both sides: what makes a copy of values that many people share (names, towns,
 * dates). */
static void
put_matched(const struct cs_page *page, const struct cs_copy *c)
{
    const struct cs_words *w = &page->words;
    const struct cs_attribute *known = cs_taxonomy_find(c->attribute);
    g_autofree char *matched = cs_people_text(w, cs_hide_few((double)c->matched)),
                    *equal = cs_people_text(w, cs_hide_few((double)c->equal));

    if (c->matched < CS_PEOPLE_HIDDEN || !known || known->identifying)
        return;
    fputs("<p class=\"soft\">", page->out);
    cs_put_owned(page, cs_fill(cs_word(w, "copies-matched"), "matched", matched, "equal", equal, NULL));
    fputs("</p>", page->out);
}

static void
put_copy(const struct cs_page *page, const struct cs_copy *c)
{
    fputs("<li>", page->out);
    put_way(page, c, FALSE);
    put_way(page, c, TRUE);
    put_matched(page, c);
    put_origin_of(page, c);
    fputs("</li>\n", page->out);
}

/* The most values in common first; above level 0 only a part of them was compared. */
static gint
by_common(gconstpointer a, gconstpointer b)
{
    const struct cs_copy *x = *(struct cs_copy *const *)a, *y = *(struct cs_copy *const *)b;
    double left = cs_copy_common(x), right = cs_copy_common(y);

    return (left < right) - (left > right);
}

static void
put_pairs(const struct cs_page *page, GPtrArray *pairs)
{
    fputs("<ul class=\"pairs\">\n", page->out);
    for (guint i = 0; i < pairs->len && i < MAX_PAIRS; i++)
        put_copy(page, pairs->pdata[i]);
    fputs("</ul>\n", page->out);
    if (pairs->len > MAX_PAIRS) {
        fputs("<p class=\"soft\">", page->out);
        cs_put_count(page, "copies-cut", pairs->len - MAX_PAIRS);
        fputs("</p>", page->out);
    }
}

static void
put_members(const struct cs_page *page, const struct cs_copy_group *group)
{
    fputs("<p class=\"members\">", page->out);
    for (guint i = 0; i < group->places->len && i < MAX_MEMBERS; i++) {
        fputs(i ? " " : "", page->out);
        cs_put_place(page, group->places->pdata[i], TRUE);
    }
    fputs(group->places->len > MAX_MEMBERS ? " …</p>\n" : "</p>\n", page->out);
}

/* Of the people whom both systems of the pair know, how many have another value there. */
static void
put_conflict(const struct cs_page *page, const struct cs_copy *c)
{
    const struct cs_words *w = &page->words;
    const struct cs_people *people = page->survey->people;
    const struct cs_people_pair *pair = people ? cs_people_pair_of(people, c->a.source, c->b.source) : NULL;
    const struct cs_conflict *conflict = pair ? cs_people_conflict(pair, c->attribute) : NULL;
    g_autofree char *compared = NULL, *differing = NULL;

    if (!conflict || conflict->compared < CS_PEOPLE_HIDDEN || conflict->differing == 0 ||
        !cs_copy_holds_most(c, conflict->compared))
        return;
    compared = cs_people_text(w, conflict->compared);
    differing = cs_people_text(w, conflict->differing);
    fputs("<p>", page->out);
    cs_put_owned(page, cs_fill(cs_word(w, "copies-conflict"), "compared", compared, "differing", differing, "a",
                               c->a.source, "b", c->b.source, NULL));
    fputs("</p>\n", page->out);
}

/* cs_place_text of columns to how many others of the group look like their copies; those that are copies themselves are
 * left out. */
static GHashTable *
origins(const GPtrArray *pairs)
{
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < pairs->len; i++) {
        const struct cs_copy *c = pairs->pdata[i];
        char *origin;

        if (!c->origin)
            continue;
        origin = cs_place_text(c->origin == 'a' ? &c->a : &c->b, TRUE);
        g_ptr_array_add(copies, cs_place_text(c->origin == 'a' ? &c->b : &c->a, TRUE));
        g_hash_table_replace(counts, origin,
                             GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(counts, origin)) + 1));
    }
    for (guint i = 0; i < copies->len; i++)
        g_hash_table_remove(counts, copies->pdata[i]);
    return counts;
}

/* Where the data of a group seems to come from: one column, or several of which none is the copy of another. */
static void
put_origins(const struct cs_page *page, const struct cs_copy_group *group, const GPtrArray *pairs)
{
    g_autoptr(GHashTable) counts = origins(pairs);
    g_autoptr(GString) places = g_string_new(NULL);
    g_autofree char *template = NULL, *sentence = NULL;
    guint n = 0;

    for (guint i = 0; i < group->places->len; i++) {
        g_autofree char *text = cs_place_text(group->places->pdata[i], TRUE), *place = NULL;

        if (GPOINTER_TO_UINT(g_hash_table_lookup(counts, text)) < 2)
            continue;
        place = place_html(group->places->pdata[i]);
        g_string_append_printf(places, "%s%s", n++ ? ", " : "", place);
    }
    if (!n)
        return;
    template = html_of(cs_word(&page->words, n > 1 ? "copies-origins" : "copies-origin-alone"));
    sentence = cs_fill(template, "places", places->str, NULL);
    fprintf(page->out, "<p>%s</p>\n", sentence);
}

/* io_room: bytes that the recipes of all groups may still take. */
static void
put_recipe(const struct cs_page *page, const struct cs_copy_group *group, gsize *io_room)
{
    g_autoptr(GString) sql = g_string_new(NULL);
    gsize room = MIN(*io_room, MAX_SQL);

    cs_recipe_append(sql, page->survey, &page->words, group);
    fputs("<details class=\"recipe\"><summary>", page->out);
    cs_put_word(page, "copies-recipe");
    fputs("</summary>", page->out);
    cs_put_paragraph(page, NULL, sql->len > room ? "copies-recipe-long" : "copies-recipe-lead");
    if (sql->len <= room) {
        *io_room -= sql->len;
        fputs("<pre tabindex=\"0\"><code>", page->out);
        cs_put_lines(page, sql->str);
        fputs("</code></pre>", page->out);
    }
    fputs("</details>\n", page->out);
}

/* Every member with every other, as a square where it fits, and the pairs one by one. */
static void
put_all_pairs(const struct cs_page *page, const struct cs_copy_group *group, GPtrArray *pairs)
{
    fputs("<details class=\"each\"><summary>", page->out);
    cs_put_count(page, "copies-pairs", pairs->len);
    fputs("</summary>", page->out);
    if (group->places->len <= MAX_SQUARE)
        cs_page_shares(page, group, pairs);
    else
        put_members(page, group);
    put_pairs(page, pairs);
    fputs("</details>\n", page->out);
}

static void
put_group(const struct cs_page *page, const struct cs_copy_group *group, GPtrArray *pairs, gsize *io_room)
{
    g_autofree char *columns = cs_count(&page->words, "n-columns", group->places->len),
                    *label = cs_attribute_label(&page->words, group->attribute);
    g_autofree char *title = cs_fill(cs_word(&page->words, "copies-group"), "label", label, "columns", columns, NULL);
    const struct cs_copy *telling = pairs ? cs_survey_telling_copy(page->survey, group->id) : NULL;

    if (!telling)
        return;
    fprintf(page->out, "<h3 id=\"g%u\">", group->id);
    cs_put(page, title);
    fputs("</h3>\n", page->out);
    g_ptr_array_sort(pairs, by_common);
    if (group->places->len < 3) {
        put_pairs(page, pairs);
        put_conflict(page, telling);
    } else {
        fputs("<div class=\"pairs\">", page->out);
        put_way(page, telling, telling->containment_ba > telling->containment_ab);
        fputs("</div>\n", page->out);
        put_conflict(page, telling);
        put_origins(page, group, pairs);
        put_all_pairs(page, group, pairs);
    }
    put_recipe(page, group, io_room);
}

/* Group number to its copies. */
static GHashTable *
copies_by_group(const struct cs_survey *survey)
{
    GHashTable *groups = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);

    for (guint i = 0; i < survey->copies->len; i++) {
        struct cs_copy *c = survey->copies->pdata[i];
        GPtrArray *pairs = g_hash_table_lookup(groups, GUINT_TO_POINTER(c->group));

        if (!pairs)
            g_hash_table_insert(groups, GUINT_TO_POINTER(c->group), pairs = g_ptr_array_new());
        g_ptr_array_add(pairs, c);
    }
    return groups;
}

static void
put_leftovers(const struct cs_page *page, GHashTable *groups)
{
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, groups);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        g_ptr_array_extend(rest, value, NULL, NULL);
    if (!rest->len)
        return;
    cs_put_heading(page, 3, NULL, "copies-other");
    g_ptr_array_sort(rest, by_common);
    put_pairs(page, rest);
}

/* Groups of many columns first. */
static gint
by_size(gconstpointer a, gconstpointer b)
{
    const struct cs_copy_group *x = *(struct cs_copy_group *const *)a, *y = *(struct cs_copy_group *const *)b;

    if (x->places->len != y->places->len)
        return x->places->len < y->places->len ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

void
cs_page_copies(const struct cs_page *page)
{
    const struct cs_survey *s = page->survey;
    g_autoptr(GHashTable) groups = copies_by_group(s);
    g_autoptr(GPtrArray) order = g_ptr_array_new();
    gsize room = MAX_ALL_SQL;

    cs_put_section(page, "copies", "copies");
    if (!s->copies->len && !s->groups->len)
        cs_put_paragraph(page, NULL, s->run.streamed ? "copies-none" : "copies-not-looked");
    else
        cs_put_paragraph(page, NULL, "copies-lead");
    for (guint i = 0; i < s->groups->len; i++)
        g_ptr_array_add(order, s->groups->pdata[i]);
    g_ptr_array_sort(order, by_size);
    for (guint i = 0; i < order->len && i < CS_PAGE_GROUPS; i++) {
        const struct cs_copy_group *group = order->pdata[i];

        put_group(page, group, g_hash_table_lookup(groups, GUINT_TO_POINTER(group->id)), &room);
        g_hash_table_remove(groups, GUINT_TO_POINTER(group->id));
    }
    put_leftovers(page, groups);
    fputs("</section>\n", page->out);
}
