/* put.c - what every section of the page writes with: escaped text, names, headings, tables, numbers. */
#include "report/page.h"

#include <math.h>
#include <string.h>

void
cs_put(const struct cs_page *page, const char *text)
{
    g_autoptr(GString) out = g_string_new(NULL);

    cs_html(out, text, 0);
    fputs(out->str, page->out);
}

void
cs_put_lines(const struct cs_page *page, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line; line++) {
        cs_put(page, *line);
        fputs(line[1] ? "\n" : "", page->out);
    }
}

void
cs_put_word(const struct cs_page *page, const char *key)
{
    cs_put(page, cs_word(&page->words, key));
}

void
cs_put_count(const struct cs_page *page, const char *key, guint64 n)
{
    g_autofree char *text = cs_count(&page->words, key, n);

    cs_put(page, text);
}

void
cs_put_owned(const struct cs_page *page, char *text)
{
    cs_put(page, text);
    g_free(text);
}

void
cs_put_number(const struct cs_page *page, guint64 n)
{
    g_autofree char *text = cs_number(&page->words, n);

    fputs(text, page->out);
}

void
cs_put_label(const struct cs_page *page, const char *attribute)
{
    g_autofree char *label = cs_attribute_label(&page->words, attribute);

    cs_put(page, label);
}

void
cs_put_name(const struct cs_page *page, const char *name)
{
    g_autoptr(GString) out = g_string_new(NULL);

    cs_html(out, name, 160);
    fputs("<code>", page->out);
    for (const char *piece = out->str; *piece;) {
        gsize size = strcspn(piece, "._");

        size += strspn(piece + size, "._");
        fprintf(page->out, "%.*s%s", (int)size, piece, piece[size] ? "<wbr>" : "");
        piece += size;
    }
    fputs("</code>", page->out);
}

void
cs_put_place(const struct cs_page *page, const struct cs_place *place, gboolean with_source)
{
    g_autofree char *text = cs_place_text(place, with_source);

    cs_put_name(page, text);
}

void
cs_put_heading(const struct cs_page *page, guint level, const char *id, const char *key)
{
    if (id)
        fprintf(page->out, "<h%u id=\"%s\">", level, id);
    else
        fprintf(page->out, "<h%u>", level);
    cs_put_word(page, key);
    fprintf(page->out, "</h%u>\n", level);
}

void
cs_put_section(const struct cs_page *page, const char *id, const char *key)
{
    fprintf(page->out, "<section aria-labelledby=\"%s\">", id);
    cs_put_heading(page, 2, id, key);
}

void
cs_put_paragraph(const struct cs_page *page, const char *class, const char *key)
{
    if (class)
        fprintf(page->out, "<p class=\"%s\">", class);
    else
        fputs("<p>", page->out);
    cs_put_word(page, key);
    fputs("</p>\n", page->out);
}

void
cs_put_table(const struct cs_page *page, const char *class, const char *label, const char *const *keys)
{
    fprintf(page->out, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"");
    cs_put(page, label);
    fprintf(page->out, "\"><table class=\"%s\"><caption>", class);
    cs_put(page, label);
    fputs("</caption><thead><tr>", page->out);
    for (; *keys; keys++) {
        gboolean number = **keys == '#';

        fprintf(page->out, "<th scope=\"col\"%s>", number ? " class=\"n\"" : "");
        cs_put_word(page, *keys + number);
        fputs("</th>", page->out);
    }
    fputs("</tr></thead><tbody>\n", page->out);
}

void
cs_put_square(const struct cs_page *page, const char *caption, const char *first)
{
    fputs("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"", page->out);
    cs_put_word(page, caption);
    fputs("\"><table class=\"matrix shares\"><caption>", page->out);
    cs_put_word(page, caption);
    fputs("</caption><thead><tr><th scope=\"col\">", page->out);
    cs_put_word(page, first);
    fputs("</th>", page->out);
}

void
cs_put_square_head(const struct cs_page *page, const char *text)
{
    fputs("<th scope=\"col\">", page->out);
    cs_put(page, text);
    fputs("</th>", page->out);
}

void
cs_put_row_head(const struct cs_page *page, const char *text)
{
    fputs("<tr><th scope=\"row\">", page->out);
    cs_put(page, text);
    fputs("</th>", page->out);
}

void
cs_put_table_end(const struct cs_page *page)
{
    fputs("</tbody></table></div>\n", page->out);
}

void
cs_put_cell_number(const struct cs_page *page, guint64 n)
{
    fprintf(page->out, "<td class=\"n\" data-v=\"%" G_GUINT64_FORMAT "\">", n);
    cs_put_number(page, n);
    fputs("</td>", page->out);
}

/* share < 0: not known. */
void
cs_put_share(const struct cs_page *page, double share)
{
    fprintf(page->out, "<td class=\"n\" data-v=\"%.0f\">", share * 1000);
    cs_put_owned(page, share < 0 ? g_strdup("–") : cs_percent(&page->words, share));
    fputs("</td>", page->out);
}

void
cs_put_people(const struct cs_page *page, double count)
{
    if (count < 0)
        fputs("&lt;10", page->out);
    else
        cs_put_number(page, (guint64)floor(count + 0.5));
}

void
cs_put_people_cell(const struct cs_page *page, double count)
{
    fprintf(page->out, "<td class=\"n\" data-v=\"%.0f\">", count);
    cs_put_people(page, count);
    fputs("</td>", page->out);
}

double
cs_hide_few(double count)
{
    return count >= 0.5 && count < CS_PEOPLE_HIDDEN - 0.5 ? CS_PEOPLE_HIDDEN_COUNT : count;
}

char *
cs_people_text(const struct cs_words *words, double count)
{
    return count < 0 ? g_strdup("<10") : cs_number(words, (guint64)floor(count + 0.5));
}

void
cs_put_more(const struct cs_page *page, guint total, guint shown)
{
    if (total <= shown)
        return;
    fputs("<p class=\"soft\">", page->out);
    cs_put_count(page, "more-in-map", total - shown);
    fputs("</p>\n", page->out);
}

/* Shade of a share, in four steps; the number says it too. */
guint
cs_shade(double share)
{
    return share >= 0.9 ? 4 : share >= 0.5 ? 3 : share >= 0.2 ? 2 : 1;
}
