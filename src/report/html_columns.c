/* html_columns.c - every finding: by source, by table, with its reasons; then the weak signs. */
#include "report/page.h"

#include <string.h>

#define MAX_CANDIDATES 3000
#define MAX_OTHERS 2000

static void
put_evidence(const struct cs_page *page, const struct cs_finding *f)
{
    fputs("<ul>", page->out);
    for (guint i = 0; i < f->evidence->len; i++) {
        const struct cs_evidence *e = f->evidence->pdata[i];
        g_autofree char *text = cs_evidence_text(&page->words, e);

        if (!text)
            continue;
        fputs(e->weight < 0 ? "<li class=\"con\">" : "<li>", page->out);
        cs_put(page, text);
        fputs("</li>", page->out);
    }
    if (f->encoded) {
        g_autofree char *text = cs_fill(cs_word(&page->words, "encoded"), "how", f->encoded, NULL);

        fputs("<li>", page->out);
        cs_put(page, text);
        fputs("</li>", page->out);
    }
    if (f->truncated) {
        fputs("<li>", page->out);
        cs_put_word(page, "truncated");
        fputs("</li>", page->out);
    }
    fputs("</ul>", page->out);
}

static void
put_shapes(const struct cs_page *page, const struct cs_finding *f)
{
    if (!f->masked || !f->masked->len)
        return;
    fputs("<p class=\"soft\">", page->out);
    cs_put_word(page, "shapes");
    for (guint i = 0; i < f->masked->len && i < 3; i++) {
        fputs(i ? " · " : "", page->out);
        cs_put_name(page, f->masked->pdata[i]);
    }
    fputs("</p>", page->out);
}

static void
put_runner_up(const struct cs_page *page, const struct cs_finding *f)
{
    g_autofree char *label = NULL, *percent = NULL, *text = NULL;

    if (!f->runner_up || f->runner_up_confidence < 0.1)
        return;
    label = cs_attribute_label(&page->words, f->runner_up);
    percent = cs_percent(&page->words, f->runner_up_confidence);
    text = cs_fill(cs_word(&page->words, "runner-up"), "label", label, "percent", percent, NULL);
    fputs("<p class=\"soft\">", page->out);
    cs_put(page, text);
    fputs("</p>", page->out);
}

/* "Email address", "contains: Telephone number"; the mark of a sensitive one. */
static void
put_attribute(const struct cs_page *page, const struct cs_finding *f)
{
    fputs("<td>", page->out);
    if (f->verdict == CS_CONTAINS) {
        fputs("<span class=\"soft\">", page->out);
        cs_put_word(page, "contains");
        fputs("</span> ", page->out);
    }
    fputs("<b>", page->out);
    cs_put_label(page, f->attribute);
    fputs("</b>", page->out);
    if (cs_is_sensitive(f)) {
        fputs(" <em>", page->out);
        cs_put_word(page, "sensitive");
        fputs("</em>", page->out);
    }
    if (!page->compact)
        put_runner_up(page, f);
    fputs("</td>", page->out);
}

static void
put_finding(const struct cs_page *page, const struct cs_finding *f)
{
    guint cell = GPOINTER_TO_UINT(g_hash_table_lookup(page->first, f));
    g_autofree char *percent = cs_percent(&page->words, f->confidence), *filled = f->filled < 0 ? g_strdup("–") : cs_percent(&page->words, f->filled);

    fprintf(page->out, "<tr data-a=\"%d\"", cs_taxonomy_index(f->attribute));
    if (cell)
        fprintf(page->out, " id=\"f%u\"", cell - 1);
    fputs("><th scope=\"row\">", page->out);
    cs_put_name(page, f->place.column);
    if (f->place.path) {
        fputs("<br>", page->out);
        cs_put_name(page, f->place.path);
    }
    fputs("<span class=\"soft\">", page->out);
    cs_put(page, f->native && *f->native ? f->native : f->type);
    fputs("</span></th>", page->out);
    put_attribute(page, f);
    fputs("<td>", page->out);
    cs_put(page, cs_confidence_word(&page->words, f->confidence));
    fputs("<span class=\"soft\">", page->out);
    cs_put(page, percent);
    fputs("</span></td><td>", page->out);
    if (!page->compact) {
        put_evidence(page, f);
        put_shapes(page, f);
    }
    fputs("</td><td class=\"n\">", page->out);
    cs_put(page, filled);
    fputs("</td></tr>\n", page->out);
}

/* The attributes of the table on its folded line, each once. */
static void
put_attributes(const struct cs_page *page, const struct cs_table *table)
{
    g_autofree guint8 *seen = g_new0(guint8, cs_taxonomy_count() + 1);
    guint n = 0, more = 0;

    for (guint i = 0; i < table->findings->len; i++) {
        const struct cs_finding *f = table->findings->pdata[i];
        int a = cs_taxonomy_index(f->attribute);
        guint8 *mark = &seen[a < 0 ? cs_taxonomy_count() : (guint)a];

        if (*mark)
            continue;
        *mark = 1;
        if (n >= 10) {
            more++;
            continue;
        }
        fputs(n++ ? " · " : "", page->out);
        cs_put_label(page, f->attribute);
    }
    if (more) {
        fputs(" · ", page->out);
        cs_put_count(page, "more", more);
    }
}

static gboolean
has_sensitive(const struct cs_table *table)
{
    for (guint i = 0; i < table->findings->len; i++)
        if (cs_is_sensitive(table->findings->pdata[i]))
            return TRUE;
    return FALSE;
}

static void
put_summary(const struct cs_page *page, const struct cs_table *table)
{
    const struct cs_object *o = table->object;
    struct cs_place place = {.schema = (char *)table->schema, .object = (char *)table->name};
    g_autofree char *subjects = o ? cs_subjects_text(&page->words, o->subjects) : NULL;

    fputs("<summary>", page->out);
    cs_put_place(page, &place, FALSE);
    if (has_sensitive(table)) {
        fputs(" <em>", page->out);
        cs_put_word(page, "sensitive");
        fputs("</em>", page->out);
    }
    fputs("<span class=\"soft\">", page->out);
    if (o && o->object_kind != CS_TABLE)
        fprintf(page->out, "%s · ", cs_word_of(&page->words, "object", cs_object_kind_name(o->object_kind)));
    if (subjects || (o && o->kind != CS_KIND_UNKNOWN))
        fprintf(page->out, "%s · ", subjects ? subjects : cs_word_of(&page->words, "kind", cs_kind_name(o->kind)));
    if (o && o->rows >= 0) {
        cs_put_count(page, o->drawn == CS_DRAWN_ALL ? "n-rows" : "n-about-rows", (guint64)o->rows);
        fputs(" · ", page->out);
    }
    cs_put_count(page, "n-findings", table->findings->len);
    fputs("</span><span class=\"what\">", page->out);
    put_attributes(page, table);
    fputs("</span></summary>\n", page->out);
}

static void
put_facts(const struct cs_page *page, const struct cs_object *o)
{
    const struct cs_words *w = &page->words;
    g_autofree char *rows = cs_count(w, "n-rows", o->sampled), *floor = cs_percent_fine(w, cs_object_floor(o)),
                    *columns = cs_count(w, "n-columns", o->columns->len), *without = cs_number(w, o->without_finding),
                    *read = cs_fill(cs_word(w, o->drawn == CS_DRAWN_ALL    ? "facts-all"
                                              : o->drawn == CS_DRAWN_NONE ? "facts-none"
                                                                          : "facts-sample"),
                                    "n", rows, "sampled", rows, "drawn", cs_word_of(w, "drawn", cs_drawn_name(o->drawn)), "floor", floor, NULL),
                    *counted = cs_fill(cs_word(w, "facts-columns"), "columns", columns, "without", without, NULL);

    fputs("<p class=\"soft\">", page->out);
    cs_put(page, read);
    fputs(" ", page->out);
    cs_put(page, counted);
    if (o->activity) {
        g_autofree char *activity = cs_fill(cs_word(w, "facts-activity"), "name", o->activity, NULL);

        fputs(" ", page->out);
        cs_put(page, activity);
    }
    fputs("</p>\n", page->out);
}

static void
put_table(const struct cs_page *page, const struct cs_table *table)
{
    static const char *const heads[] = {"h-column", "h-attribute", "h-confidence", "h-evidence", "#h-filled", NULL};
    g_autofree char *caption = cs_fill(cs_word(&page->words, "table-caption"), "table", table->name, NULL);

    fprintf(page->out, "<details id=\"t%u\">", table->id);
    put_summary(page, table);
    if (table->object)
        put_facts(page, table->object);
    cs_put_table(page, "found", caption, heads);
    for (guint i = 0; i < table->findings->len; i++)
        put_finding(page, table->findings->pdata[i]);
    cs_put_table_end(page);
    fputs("</details>\n", page->out);
}

/* Read and silent: named once, folded. */
static void
put_others(const struct cs_page *page, const struct cs_part *part)
{
    guint silent = 0, shown = 0;

    for (guint i = 0; i < part->tables->len; i++) {
        const struct cs_table *table = part->tables->pdata[i];

        silent += !table->findings->len && table->object && table->object->drawn != CS_DRAWN_NONE;
    }
    if (!silent)
        return;
    fputs("<details class=\"others\"><summary><span class=\"soft\">", page->out);
    cs_put_count(page, "others", silent);
    fputs("</span></summary><p>", page->out);
    for (guint i = 0; i < part->tables->len && shown < MAX_OTHERS; i++) {
        const struct cs_table *table = part->tables->pdata[i];
        struct cs_place place = {.schema = (char *)table->schema, .object = (char *)table->name};

        if (table->findings->len || !table->object || table->object->drawn == CS_DRAWN_NONE)
            continue;
        fputs(shown++ ? ", " : "", page->out);
        cs_put_place(page, &place, FALSE);
    }
    fputs(shown < silent ? ", …</p></details>\n" : "</p></details>\n", page->out);
}

static void
put_part(const struct cs_page *page, const struct cs_part *part, guint index)
{
    guint before = 0;

    fprintf(page->out, "<section class=\"source\" data-s=\"%u\"><h3 id=\"s%u\">", index, index);
    cs_put(page, part->name);
    fputs(" <span class=\"soft\">", page->out);
    cs_put_count(page, "n-personal", part->personal);
    fputs("</span></h3>\n", page->out);
    for (guint i = 0; i < part->tables->len; i++) {
        const struct cs_table *table = part->tables->pdata[i];

        if (!table->findings->len)
            continue;
        put_table(page, table);
        before++;
    }
    if (!before)
        cs_put_paragraph(page, "soft", "source-none");
    put_others(page, part);
    fputs("</section>\n", page->out);
}

static void
put_filter(const struct cs_page *page)
{
    fputs("<div id=\"filter\" role=\"search\" hidden><label for=\"q\">", page->out);
    cs_put_word(page, "filter");
    fputs("</label><input id=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"><button type=\"button\">", page->out);
    cs_put_word(page, "filter-clear");
    fputs("</button><output for=\"q\" data-none=\"", page->out);
    cs_put_word(page, "filter-none");
    fputs("\" data-some=\"", page->out);
    cs_put_word(page, "filter-hits");
    fputs("\"></output></div>\n", page->out);
}

void
cs_page_columns(const struct cs_page *page)
{
    fputs("<section id=\"found\">", page->out);
    cs_put_heading(page, 2, "columns", "columns");
    if (!page->survey->findings->len)
        cs_put_paragraph(page, NULL, "columns-none");
    else
        put_filter(page);
    if (page->compact)
        cs_put_paragraph(page, "soft", "columns-compact");
    for (guint i = 0; i < page->parts->len; i++)
        put_part(page, page->parts->pdata[i], i);
    fputs("</section>\n", page->out);
}

static void
put_candidate(const struct cs_page *page, const struct cs_finding *f)
{
    g_autofree char *percent = cs_percent(&page->words, f->confidence);
    guint n = 0;

    fputs("<tr><th scope=\"row\">", page->out);
    cs_put_place(page, &f->place, TRUE);
    fputs("</th><td>", page->out);
    cs_put_label(page, f->attribute);
    fputs("</td><td>", page->out);
    for (guint i = 0; i < f->evidence->len; i++) {
        g_autofree char *text = cs_evidence_text(&page->words, f->evidence->pdata[i]);

        if (!text)
            continue;
        fputs(n++ ? " · " : "", page->out);
        cs_put(page, text);
    }
    fputs("</td><td class=\"n\">", page->out);
    cs_put(page, percent);
    fputs("</td></tr>\n", page->out);
}

void
cs_page_candidates(const struct cs_page *page)
{
    static const char *const heads[] = {"h-place", "h-attribute", "h-evidence", "#h-confidence", NULL};
    const GPtrArray *list = page->survey->candidates;

    if (!list->len)
        return;
    fputs("<section>", page->out);
    cs_put_heading(page, 2, "candidates", "candidates");
    cs_put_paragraph(page, NULL, "candidates-lead");
    fputs("<details><summary>", page->out);
    cs_put_count(page, "candidates-n", list->len);
    fputs("</summary>", page->out);
    cs_put_table(page, "stack", cs_word(&page->words, "candidates"), heads);
    for (guint i = 0; i < list->len && i < MAX_CANDIDATES; i++)
        put_candidate(page, list->pdata[i]);
    cs_put_table_end(page);
    if (list->len > MAX_CANDIDATES) {
        fputs("<p class=\"soft\">", page->out);
        cs_put_count(page, "more", list->len - MAX_CANDIDATES);
        fputs("</p>", page->out);
    }
    fputs("</details></section>\n", page->out);
}
