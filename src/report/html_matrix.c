/* html_matrix.c - which attribute is in which source, and how often. */
#include "report/page.h"

#include <string.h>

static guint
row_total(const struct cs_page *page, guint attribute)
{
    guint total = 0;

    for (guint i = 0; i < page->parts->len; i++)
        total += page->matrix[attribute * page->parts->len + i];
    return total;
}

/* Strength in four steps; the number says it too. */
static guint
strength(guint n)
{
    return n >= 10 ? 4 : n >= 5 ? 3 : n >= 2 ? 2 : 1;
}

static void
put_cell(const struct cs_page *page, guint attribute, guint part)
{
    guint cell = attribute * page->parts->len + part, n = page->matrix[cell];
    g_autofree char *label = NULL, *counted = NULL, *said = NULL;

    if (!n) {
        fputs("<td><i>·</i></td>", page->out);
        return;
    }
    label = cs_attribute_label(&page->words, cs_taxonomy_at(attribute)->id);
    counted = cs_count(&page->words, "cell", n);
    said = cs_fill(counted, "attribute", label, "source", ((struct cs_part *)page->parts->pdata[part])->name, NULL);
    fprintf(page->out, "<td><a class=\"m%u\" href=\"#f%u\" data-a=\"%u\" data-s=\"%u\" aria-label=\"", strength(n),
            cell, attribute, part);
    cs_put(page, said);
    fputs("\">", page->out);
    cs_put_number(page, n);
    fputs("</a></td>", page->out);
}

static void
put_row(const struct cs_page *page, guint attribute)
{
    const struct cs_attribute *a = cs_taxonomy_at(attribute);

    fputs("<tr><th scope=\"row\">", page->out);
    cs_put_label(page, a->id);
    if (a->sensitivity >= 4) {
        fputs(" <em>", page->out);
        cs_put_word(page, "sensitive");
        fputs("</em>", page->out);
    }
    fputs("</th>", page->out);
    for (guint i = 0; i < page->parts->len; i++)
        put_cell(page, attribute, i);
    if (page->parts->len > 1)
        cs_put_cell_number(page, row_total(page, attribute));
    fputs("</tr>\n", page->out);
}

/* All attributes of a category together, wherever the taxonomy lists them. */
static void
put_category(const struct cs_page *page, const char *category)
{
    gboolean open = FALSE;

    for (guint a = 0; a < cs_taxonomy_count(); a++) {
        if (strcmp(cs_taxonomy_at(a)->category, category) || !row_total(page, a))
            continue;
        if (!open) {
            fprintf(page->out, "<tbody><tr class=\"cat\"><th scope=\"rowgroup\" colspan=\"%u\">",
                    page->parts->len + 1 + (page->parts->len > 1));
            cs_put(page, cs_category_label(category, page->words.language));
            fputs("</th></tr>\n", page->out);
            open = TRUE;
        }
        put_row(page, a);
    }
    if (open)
        fputs("</tbody>\n", page->out);
}

static void
put_matrix_head(const struct cs_page *page)
{
    fputs("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"matrix\"><table "
          "class=\"matrix\"><caption>",
          page->out);
    cs_put_word(page, "matrix-caption");
    fputs("</caption><thead><tr><th scope=\"col\">", page->out);
    cs_put_word(page, "h-attribute");
    fputs("</th>", page->out);
    for (guint i = 0; i < page->parts->len; i++) {
        fputs("<th scope=\"col\">", page->out);
        cs_put(page, ((struct cs_part *)page->parts->pdata[i])->name);
        fputs("</th>", page->out);
    }
    if (page->parts->len > 1) {
        fputs("<th scope=\"col\" class=\"n\">", page->out);
        cs_put_word(page, "h-total");
        fputs("</th>", page->out);
    }
    fputs("</tr></thead>\n", page->out);
}

void
cs_page_matrix(const struct cs_page *page)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    cs_put_section(page, "matrix", "matrix");
    if (!g_hash_table_size(page->first)) {
        cs_put_paragraph(page, NULL, "matrix-none");
        fputs("</section>\n", page->out);
        return;
    }
    put_matrix_head(page);
    for (guint a = 0; a < cs_taxonomy_count(); a++)
        if (g_hash_table_add(seen, (gpointer)cs_taxonomy_at(a)->category))
            put_category(page, cs_taxonomy_at(a)->category);
    fputs("</table></div></section>\n", page->out);
}
