/* html_columns.c - every finding: by source, by table, with its reasons. */
#include "report/page.h"

#include <string.h>

#define MAX_OTHERS 2000
#define ROLES_TOLD 0.05 /* share of role mailboxes worth a line */

static void
put_line(const struct cs_page *page, const char *class, const char *text)
{
    fprintf(page->out, "<li%s>", class);
    cs_put(page, text);
}

static void
put_evidence(const struct cs_page *page, const struct cs_finding *f)
{
    g_autoptr(GPtrArray) speaks_for = cs_reasons(&page->words, f, FALSE), against = cs_reasons(&page->words, f, TRUE);

    fputs("<ul>", page->out);
    for (guint i = 0; i < speaks_for->len; i++)
        put_line(page, "", speaks_for->pdata[i]);
    for (guint i = 0; i < against->len; i++)
        put_line(page, " class=\"con\"", against->pdata[i]);
    if (f->role_share >= ROLES_TOLD) {
        g_autofree char *share = cs_percent(&page->words, f->role_share),
                        *text = cs_fill(cs_word(&page->words, "roles"), "share", share, NULL);

        put_line(page, "", text);
    }
    if (f->encoded) {
        g_autofree char *text = cs_fill(cs_word(&page->words, "encoded"), "how", f->encoded, NULL);

        put_line(page, "", text);
    }
    if (f->truncated)
        put_line(page, "", cs_word(&page->words, "truncated"));
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
        fputs(i ? " · " : " ", page->out);
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

/* Where else the same data is: an erasure has to reach it too. */
static void
put_elsewhere(const struct cs_page *page, const struct cs_finding *f)
{
    g_autofree char *place = cs_place_text(&f->place, TRUE);
    const struct cs_copy_group *group = g_hash_table_lookup(page->copied, place);

    if (!group || group->places->len < 2 || strcmp(group->attribute, f->attribute) != 0)
        return;
    fprintf(page->out, "<p><a href=\"#g%u\">", group->id);
    cs_put_count(page, "copied-elsewhere", group->places->len - 1);
    fputs("</a></p>", page->out);
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
    put_runner_up(page, f);
    put_elsewhere(page, f);
    if (f->decision)
        cs_put_decision(page, f->decision);
    fputs("</td>", page->out);
}

static void
put_finding(const struct cs_page *page, const struct cs_finding *f)
{
    guint cell = GPOINTER_TO_UINT(g_hash_table_lookup(page->first, f));
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

    fprintf(page->out, "<tr data-a=\"%d\" data-z=\"%d\"", cs_taxonomy_index(f->attribute), a ? a->sensitivity : 0);
    if (cell)
        fprintf(page->out, " id=\"f%u\"", cell - 1);
    fputs("><th scope=\"row\">", page->out);
    cs_put_name(page, f->place.column);
    if (f->place.path) {
        fputs(" ", page->out);
        cs_put_name(page, f->place.path);
    }
    fputs("<span class=\"soft\">", page->out);
    cs_put(page, f->native && *f->native ? f->native : f->type);
    fputs("</span></th>", page->out);
    put_attribute(page, f);
    fprintf(page->out, "<td data-v=\"%.0f\">", f->confidence * 1000);
    cs_put(page, cs_confidence_word(&page->words, f->confidence));
    fputs("<span class=\"soft\">", page->out);
    cs_put_owned(page, cs_percent(&page->words, f->confidence));
    fputs("</span></td><td>", page->out);
    put_evidence(page, f);
    put_shapes(page, f);
    fprintf(page->out, "</td><td class=\"n\" data-v=\"%.0f\">", f->filled * 1000);
    cs_put_owned(page, f->filled < 0 ? g_strdup("–") : cs_percent(&page->words, f->filled));
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

/* What it is: "view", whom it is about, how many rows and findings it has. */
static void
put_summary_facts(const struct cs_page *page, const struct cs_table *table)
{
    const struct cs_object *o = table->object;
    g_autofree char *subjects = o ? cs_subjects_text(&page->words, o->subjects) : NULL;

    fputs("<span class=\"soft\">", page->out);
    if (o && o->object_kind != CS_TABLE) {
        cs_put(page, cs_word_of(&page->words, "object", cs_object_kind_name(o->object_kind)));
        fputs(" · ", page->out);
    }
    if (subjects) {
        cs_put(page, subjects);
        fputs(" · ", page->out);
    }
    if (o && o->rows >= 0) {
        cs_put_count(page, o->rows_kind == CS_ROWS_EXACT ? "n-rows" : "n-about-rows", (guint64)o->rows);
        fputs(" · ", page->out);
    }
    cs_put_count(page, "n-findings", table->findings->len);
    fputs("</span>", page->out);
}

static void
put_summary(const struct cs_page *page, const struct cs_table *table)
{
    struct cs_place place = {.schema = (char *)table->schema, .object = (char *)table->name};

    fputs("<summary>", page->out);
    cs_put_place(page, &place, FALSE);
    if (table->sensitivity >= 4) {
        fputs(" <em>", page->out);
        cs_put_word(page, "sensitive");
        fputs("</em>", page->out);
    }
    put_summary_facts(page, table);
    fputs("<span class=\"what\">", page->out);
    put_attributes(page, table);
    fputs("</span></summary>\n", page->out);
}

static char *
facts_read(const struct cs_words *w, const struct cs_object *o)
{
    g_autofree char *rows = cs_count(w, "n-rows", o->sampled), *floor = cs_percent(w, cs_object_floor(o));
    const char *key = o->drawn == CS_DRAWN_ALL    ? "facts-all"
                      : o->drawn == CS_DRAWN_NONE ? "facts-none"
                                                  : "facts-sample";

    return cs_fill(cs_word(w, key), "n", rows, "sampled", rows, "drawn",
                   cs_word_of(w, "drawn", cs_drawn_name(o->drawn)), "floor", floor, NULL);
}

static void
put_facts(const struct cs_page *page, const struct cs_object *o)
{
    const struct cs_words *w = &page->words;
    g_autofree char *columns = cs_count(w, "n-columns", o->n_columns), *without = cs_number(w, o->without_finding);

    fputs("<p class=\"soft\">", page->out);
    if (o->kind != CS_KIND_UNKNOWN) {
        cs_put_owned(page,
                     cs_fill(cs_word(w, "facts-kind"), "kind", cs_word_of(w, "kind", cs_kind_name(o->kind)), NULL));
        fputs(" ", page->out);
    }
    cs_put_owned(page, facts_read(w, o));
    fputs(" ", page->out);
    if (o->without_finding)
        cs_put_owned(page, cs_fill(cs_word(w, "facts-columns"), "columns", columns, "without", without, NULL));
    if (o->application) {
        fputs(" ", page->out);
        cs_put_owned(page, cs_fill(cs_word(w, "facts-application"), "name", o->application, NULL));
    }
    if (o->activity) {
        fputs(" ", page->out);
        cs_put_owned(page, cs_fill(cs_word(w, "facts-activity"), "name", o->activity, NULL));
    }
    fputs("</p>\n", page->out);
}

static void
put_table(const struct cs_page *page, const struct cs_table *table)
{
    static const char *const heads[] = {"h-column", "h-attribute", "h-confidence", "h-evidence", "#h-filled", NULL};
    g_autofree char *caption = cs_fill(cs_word(&page->words, "table-caption"), "table", table->name, NULL);

    fprintf(page->out, "<details id=\"t%u\" data-n=\"%u\" data-z=\"%d\" data-r=\"%.0f\">", table->id,
            table->findings->len, table->sensitivity, table->object ? MAX(table->object->rows, 0) : 0);
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

    fprintf(page->out, "<div class=\"source\" data-s=\"%u\"><h3 id=\"s%u\">", index, index);
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
    fputs("</div>\n", page->out);
}

/* <option>s of the keys, NULL-ended: value, key, value, key … */
static void
put_choice(const struct cs_page *page, const char *id, const char *label, const char *const *options)
{
    fprintf(page->out, "<label>");
    cs_put_word(page, label);
    fprintf(page->out, "<select id=\"%s\">", id);
    for (; *options; options += 2) {
        fprintf(page->out, "<option value=\"%s\">", options[0]);
        cs_put_word(page, options[1]);
        fputs("</option>", page->out);
    }
    fputs("</select></label>\n", page->out);
}

static void
put_choice_of_sources(const struct cs_page *page)
{
    fputs("<label>", page->out);
    cs_put_word(page, "filter-source");
    fputs("<select id=\"by-source\"><option value=\"\">", page->out);
    cs_put_word(page, "filter-any");
    fputs("</option>", page->out);
    for (guint i = 0; i < page->parts->len; i++) {
        fprintf(page->out, "<option value=\"%u\">", i);
        cs_put(page, ((struct cs_part *)page->parts->pdata[i])->name);
        fputs("</option>", page->out);
    }
    fputs("</select></label>\n", page->out);
}

static void
put_choice_of_kinds(const struct cs_page *page)
{
    fputs("<label>", page->out);
    cs_put_word(page, "filter-kind");
    fputs("<select id=\"by-kind\"><option value=\"\">", page->out);
    cs_put_word(page, "filter-any-kind");
    fputs("</option>", page->out);
    for (guint a = 0; a < cs_taxonomy_count(); a++) {
        guint n = 0;

        for (guint i = 0; i < page->parts->len; i++)
            n += page->matrix[a * page->parts->len + i];
        if (!n)
            continue;
        fprintf(page->out, "<option value=\"%u\">", a);
        cs_put_label(page, cs_taxonomy_at(a)->id);
        fputs("</option>", page->out);
    }
    fputs("</select></label>\n", page->out);
}

/* Shown by the script only: without it there is nothing that could filter. */
static void
put_filter(const struct cs_page *page)
{
    static const char *const levels[] = {"0", "filter-any",     "4", "filter-level-4", "3", "filter-level-3",
                                         "2", "filter-level-2", NULL},
                             *const sure[] = {"0",   "filter-any",     "900", "filter-sure-90",
                                              "700", "filter-sure-70", NULL},
                             *const orders[] = {"",  "sort-name", "n", "sort-found", "z", "sort-sensitive",
                                                "r", "sort-rows", NULL};

    fputs("<form id=\"filter\" role=\"search\" hidden><label class=\"q\">", page->out);
    cs_put_word(page, "filter");
    fputs("<input id=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n", page->out);
    put_choice_of_sources(page);
    put_choice_of_kinds(page);
    put_choice(page, "by-level", "filter-sensitivity", levels);
    put_choice(page, "by-sure", "filter-sure", sure);
    put_choice(page, "order", "sort", orders);
    fputs("<p><button type=\"button\" id=\"open-all\">", page->out);
    cs_put_word(page, "open-all");
    fputs("</button><button type=\"button\" id=\"close-all\">", page->out);
    cs_put_word(page, "close-all");
    fputs("</button><button type=\"button\" id=\"clear\">", page->out);
    cs_put_word(page, "filter-clear");
    fputs("</button><output for=\"q by-source by-kind by-level by-sure\" data-none=\"", page->out);
    cs_put_word(page, "filter-none");
    fputs("\" data-some=\"", page->out);
    cs_put_word(page, "filter-hits");
    fputs("\"></output></p></form>\n", page->out);
}

void
cs_page_columns(const struct cs_page *page)
{
    fputs("<div id=\"found\">", page->out);
    cs_put_section(page, "columns", "columns");
    if (page->survey->findings->len) {
        cs_put_paragraph(page, NULL, "columns-lead");
        put_filter(page);
    } else {
        cs_put_paragraph(page, NULL, "columns-none");
    }
    for (guint i = 0; i < page->parts->len; i++)
        put_part(page, page->parts->pdata[i], i);
    fputs("</section></div>\n", page->out);
}
