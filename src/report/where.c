/* where.c - the page's second half: objects with their columns, weak signs, copies, consent, gaps. */
#include "report/page.h"

#include <string.h>

static void
escaped_cell(const struct cs_page *page, const char *class, const char *text)
{
    fprintf(page->out, "<td%s%s%s>", class ? " class=\"" : "", class ? class : "", class ? "\"" : "");
    cs_html_escape(page->out, text ? text : "–");
    fputs("</td>", page->out);
}

static void
evidence_cell(const struct cs_page *page, const struct cs_finding *f)
{
    fputs("<td><ul class=\"ev\">", page->out);
    for (guint i = 0; i < f->evidence->len; i++) {
        const struct cs_evidence *e = g_ptr_array_index(f->evidence, i);
        g_autofree char *text = NULL;

        if (!strcmp(e->kind, "prior"))
            continue;
        text = cs_evidence_text(&page->words, e);
        fprintf(page->out, "<li%s>", e->weight < 0 ? " class=\"soft\"" : "");
        cs_html_escape(page->out, text);
        fputs("</li>", page->out);
    }
    fputs("</ul></td>", page->out);
}

static void
shapes_cell(const struct cs_page *page, const struct cs_finding *f)
{
    fputs("<td>", page->out);
    for (guint i = 0; f->masked && i < f->masked->len && i < 3; i++) {
        fputs(i ? "<br><code>" : "<code>", page->out);
        cs_html_escape(page->out, g_ptr_array_index(f->masked, i));
        fputs("</code>", page->out);
    }
    fputs("</td>", page->out);
}

static void
finding_row(const struct cs_page *page, const struct cs_finding *f)
{
    g_autofree char *percent = cs_percent(&page->words, f->confidence),
                    *filled = f->filled < 0 ? NULL : cs_percent(&page->words, f->filled);

    fputs("<tr><th scope=\"row\" class=\"name\">", page->out);
    cs_html_escape(page->out, f->place.column);
    if (f->place.path) {
        fputs("<br>", page->out);
        cs_html_escape(page->out, f->place.path);
    }
    fputs("</th><td>", page->out);
    if (f->verdict == CS_CONTAINS)
        fprintf(page->out, "<span class=\"soft\">%s</span> ", cs_word(&page->words, "contains"));
    cs_html_escape(page->out, cs_attribute_label(&page->words, f->attribute));
    if (f->runner_up && f->runner_up_confidence >= 0.3) {
        fprintf(page->out, "<br><span class=\"soft\">%s ", cs_word(&page->words, "or"));
        cs_html_escape(page->out, cs_attribute_label(&page->words, f->runner_up));
        fputs("</span>", page->out);
    }
    fprintf(page->out, "</td><td>%s<br><span class=\"soft\">%s</span></td>",
            cs_confidence_word(&page->words, f->confidence), percent);
    evidence_cell(page, f);
    shapes_cell(page, f);
    escaped_cell(page, "n", filled);
    fputs("</tr>\n", page->out);
}

static void
findings_table(const struct cs_page *page, const GPtrArray *list, guint from, guint to)
{
    static const char *const heads[] = {"Column", "Attribute", "Confidence", "Evidence", "Shapes", "#Filled", NULL};

    fputs("<div class=\"wide\"><table>", page->out);
    cs_page_head(page, heads);
    fputs("<tbody>\n", page->out);
    for (guint i = from; i < to; i++)
        finding_row(page, g_ptr_array_index(list, i));
    fputs("</tbody></table></div>\n", page->out);
}

static const struct cs_object *
object_of(const struct cs_survey *survey, const struct cs_place *place)
{
    for (guint i = 0; i < survey->sources->len; i++) {
        const struct cs_source *source = g_ptr_array_index(survey->sources, i);

        if (!strcmp(source->name, place->source))
            return cs_source_object(source, place->schema ? place->schema : "", place->object ? place->object : "");
    }
    return NULL;
}

static void
object_summary(const struct cs_page *page, const struct cs_place *place, guint findings)
{
    const struct cs_object *o = object_of(page->survey, place);
    struct cs_place only = {.schema = place->schema, .object = place->object};
    g_autofree char *name = cs_place_text(&only, FALSE), *columns = cs_count(&page->words, findings, "finding");

    fputs("<summary><span class=\"name\">", page->out);
    cs_html_escape(page->out, name);
    fputs("</span> ", page->out);
    for (guint bit = 0; o && bit < 7; bit++)
        if (o->subjects >> bit & 1)
            fprintf(page->out, "<span class=\"chip\">%s</span> ", cs_subject_name((enum cs_subject)(1u << bit)));
    fprintf(page->out, "<span class=\"soft\">%s", columns);
    if (o) {
        g_autofree char *key = g_strdup_printf("drawn-%s", cs_drawn_name(o->drawn)),
                        *rows = cs_count(&page->words, o->rows < 0 ? o->sampled : (guint64)o->rows, "row");

        fprintf(page->out, " · %s%s · %s", o->rows_kind == CS_ROWS_EXACT ? "" : "≈ ", rows, cs_word(&page->words, key));
    }
    fputs("</span></summary>\n", page->out);
}

static gboolean
same_object(const struct cs_place *a, const struct cs_place *b)
{
    return !strcmp(a->source, b->source) && !g_strcmp0(a->schema, b->schema) && !g_strcmp0(a->object, b->object);
}

static guint
source_index(const struct cs_survey *survey, const char *name)
{
    guint i = 0;

    while (i < survey->sources->len && strcmp(((struct cs_source *)g_ptr_array_index(survey->sources, i))->name, name))
        i++;
    return i;
}

void
cs_page_where(const struct cs_page *page)
{
    const GPtrArray *list = page->survey->findings;
    const char *source = NULL;

    cs_page_heading(page, "where", "columns-title");
    fprintf(page->out,
            "<p class=\"filter\" hidden><label>%s<br><input id=\"filter\" type=\"search\"></label></p>\n<div>",
            cs_word(&page->words, "filter"));
    for (guint i = 0, next; i < list->len; i = next) {
        const struct cs_finding *f = g_ptr_array_index(list, i);

        next = i + 1;
        while (next < list->len && same_object(&f->place, &((struct cs_finding *)g_ptr_array_index(list, next))->place))
            next++;
        if (!source || strcmp(source, f->place.source)) {
            source = f->place.source;
            fprintf(page->out, "<h3 id=\"s%u\">", source_index(page->survey, source));
            cs_html_escape(page->out, source);
            fputs("</h3>\n", page->out);
        }
        fputs("<details>", page->out);
        object_summary(page, &f->place, next - i);
        findings_table(page, list, i, next);
        fputs("</details>\n", page->out);
    }
    fputs("</div>\n", page->out);
}

void
cs_page_candidates(const struct cs_page *page)
{
    const GPtrArray *list = page->survey->candidates;
    g_autofree char *count = cs_count(&page->words, list->len, "column");

    if (!list->len)
        return;
    fprintf(page->out, "<h3>%s</h3>\n<details><summary><span>%s</span></summary><div class=\"wide\"><table><tbody>\n",
            cs_word(&page->words, "candidates-title"), count);
    for (guint i = 0; i < list->len && i < 2000; i++) {
        const struct cs_finding *f = g_ptr_array_index(list, i);
        g_autofree char *place = cs_place_text(&f->place, TRUE), *percent = cs_percent(&page->words, f->confidence);

        fputs("<tr>", page->out);
        escaped_cell(page, "name", place);
        escaped_cell(page, NULL, cs_attribute_label(&page->words, f->attribute));
        escaped_cell(page, "n", percent);
        fputs("</tr>\n", page->out);
    }
    fputs("</tbody></table></div></details>\n", page->out);
}

/* "97 % of the values of a are also in b (between 95 % and 99 %)" */
static void
containment(const struct cs_page *page, const struct cs_place *a, const struct cs_place *b, double share,
            const double *interval)
{
    g_autofree char *from = cs_place_text(a, TRUE), *to = cs_place_text(b, TRUE),
                    *percent = cs_percent(&page->words, share), *low = cs_percent(&page->words, interval[0]),
                    *high = cs_percent(&page->words, interval[1]);

    fprintf(page->out,
            "<tr><td><svg class=\"bar\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 100 8\" "
            "preserveAspectRatio=\"none\"><rect width=\"%.0f\" height=\"8\"/></svg></td><td><b>%s</b> %s <span "
            "class=\"name\">",
            percent, share * 100, percent, cs_word(&page->words, "of-in"));
    cs_html_escape(page->out, from);
    fprintf(page->out, "</span> %s <span class=\"name\">", cs_word(&page->words, "are-in"));
    cs_html_escape(page->out, to);
    fprintf(page->out, "</span> <span class=\"soft\">(%s %s %s %s)</span></td></tr>\n",
            cs_word(&page->words, "between"), low, cs_word(&page->words, "and"), high);
}

static void
copy_group(const struct cs_page *page, const struct cs_copy_group *group)
{
    g_autofree char *places = cs_count(&page->words, group->places->len, "column");

    fprintf(page->out, "<h3>%s %u%s ", cs_word(&page->words, "group"), group->id, page->words.french ? "\u00a0:" : ":");
    cs_html_escape(page->out, cs_attribute_label(&page->words, group->attribute));
    fprintf(page->out, " <span class=\"soft\">· %s</span></h3>\n<div class=\"wide\"><table><tbody>\n", places);
    for (guint i = 0; i < page->survey->copies->len; i++) {
        const struct cs_copy *c = g_ptr_array_index(page->survey->copies, i);

        if (c->group != group->id)
            continue;
        containment(page, &c->a, &c->b, c->containment_ab, c->interval_ab);
        containment(page, &c->b, &c->a, c->containment_ba, c->interval_ba);
    }
    fputs("</tbody></table></div>\n", page->out);
}

void
cs_page_copies(const struct cs_page *page)
{
    cs_page_heading(page, "copies", "copies-title");
    if (!page->survey->groups->len)
        fprintf(page->out, "<p>%s</p>\n",
                cs_word(&page->words, page->survey->run.streamed ? "no-copies" : "no-stream"));
    for (guint i = 0; i < page->survey->groups->len; i++)
        copy_group(page, g_ptr_array_index(page->survey->groups, i));
}

void
cs_page_consents(const struct cs_page *page)
{
    static const char *const heads[] = {"Place", "Channel", "Polarity", "Proof", NULL};

    cs_page_heading(page, "consent", "consent-title");
    if (!page->survey->consents->len) {
        fprintf(page->out, "<p>%s</p>\n", cs_word(&page->words, "none"));
        return;
    }
    fputs("<div class=\"wide\"><table>", page->out);
    cs_page_head(page, heads);
    fputs("<tbody>\n", page->out);
    for (guint i = 0; i < page->survey->consents->len; i++) {
        const struct cs_consent *c = g_ptr_array_index(page->survey->consents, i);
        g_autofree char *place = cs_place_text(&c->place, TRUE);
        const char *proof[] = {c->date_column ? c->date_column : "", c->source_column ? c->source_column : "",
                               c->text_column ? c->text_column : "", NULL};
        g_autofree char *joined = g_strjoinv(" ", (char **)proof);

        fputs("<tr>", page->out);
        escaped_cell(page, "name", place);
        escaped_cell(page, NULL, c->channel);
        escaped_cell(page, NULL, c->polarity);
        escaped_cell(page, "name", *g_strstrip(joined) ? joined : NULL);
        fputs("</tr>\n", page->out);
    }
    fputs("</tbody></table></div>\n", page->out);
}

void
cs_page_gaps(const struct cs_page *page)
{
    static const char *const heads[] = {"Place", "Reason", "Hint", "Asked", NULL};

    cs_page_heading(page, "gaps", "gaps-title");
    if (!page->survey->gaps->len) {
        fprintf(page->out, "<p>%s</p>\n", cs_word(&page->words, "no-gaps"));
        return;
    }
    fputs("<div class=\"wide\"><table>", page->out);
    cs_page_head(page, heads);
    fputs("<tbody>\n", page->out);
    for (guint i = 0; i < page->survey->gaps->len; i++) {
        const struct cs_gap *g = g_ptr_array_index(page->survey->gaps, i);
        g_autofree char *place = cs_place_text(&g->place, TRUE),
                        *reason = g_strdup_printf("%s%s%s%s", g->reason ? g->reason : g->code, g->native ? " (" : "",
                                                  g->native ? g->native : "", g->native ? ")" : "");

        fputs("<tr>", page->out);
        escaped_cell(page, "name", place);
        escaped_cell(page, NULL, reason);
        escaped_cell(page, NULL, g->hint);
        escaped_cell(page, NULL, cs_word(&page->words, g->asked ? "asked-yes" : "asked-no"));
        fputs("</tr>\n", page->out);
    }
    fputs("</tbody></table></div>\n", page->out);
}
