/* html_attention.c - what a reader with little time should look at first: observations, no judgements. */
#include "report/page.h"

#include <string.h>

#define MAX_PLACES 24

/* One observation: its sentence, then the places it is about. */
struct note {
    const struct cs_page *page;
    guint total, shown;
    gboolean open;
};

/* A link to the first column of the finding's table, or plain text. */
static void
put_place_of(struct note *note, const struct cs_place *place, int table)
{
    const struct cs_page *page = note->page;

    if (note->shown >= MAX_PLACES)
        return;
    fputs(note->shown++ ? ", " : " ", page->out);
    if (table >= 0)
        fprintf(page->out, "<a href=\"#t%d\">", table);
    cs_put_place(page, place, TRUE);
    fputs(table >= 0 ? "</a>" : "", page->out);
}

static void
put_table_of(struct note *note, const struct cs_part *part, const struct cs_table *t)
{
    struct cs_place place = {.source = (char *)part->name, .schema = (char *)t->schema, .object = (char *)t->name};

    put_place_of(note, &place, (int)t->id);
}

/* The number of the table of a place; -1: it has no findings. */
static int
table_of(const struct cs_page *page, const struct cs_place *place)
{
    const struct cs_table *table = cs_page_table(page, place);

    return table && table->findings->len ? (int)table->id : -1;
}

static void
begin(struct note *note, const char *text)
{
    fputs("<li><p>", note->page->out);
    cs_put(note->page, text);
}

static void
end(struct note *note)
{
    if (note->total > note->shown) {
        fputs(" ", note->page->out);
        cs_put_count(note->page, "more", note->total - note->shown);
    }
    fputs("</p></li>\n", note->page->out);
}

/* Calls each with every finding and the number of its table. */
static void
each_finding(const struct cs_page *page, void (*each)(void *, const struct cs_finding *, guint), void *ctx)
{
    for (guint i = 0; i < page->parts->len; i++) {
        const struct cs_part *part = page->parts->pdata[i];

        for (guint k = 0; k < part->tables->len; k++) {
            const struct cs_table *table = part->tables->pdata[k];

            for (guint n = 0; n < table->findings->len; n++)
                each(ctx, table->findings->pdata[n], table->id);
        }
    }
}

struct one_attribute {
    struct note note;
    const char *attribute;
};

static void
put_if_attribute(void *ctx, const struct cs_finding *f, guint table)
{
    struct one_attribute *one = ctx;

    if (!strcmp(f->attribute, one->attribute))
        put_place_of(&one->note, &f->place, (int)table);
}

static gboolean
put_sensitive(const struct cs_page *page)
{
    gboolean any = FALSE;

    for (guint a = 0; a < cs_taxonomy_count(); a++) {
        struct one_attribute one = {.note = {.page = page}, .attribute = cs_taxonomy_at(a)->id};
        g_autofree char *label = cs_attribute_label(&page->words, one.attribute), *counted = NULL, *text = NULL;

        for (guint i = 0; i < page->parts->len; i++)
            one.note.total += page->matrix[a * page->parts->len + i];
        if (cs_taxonomy_at(a)->sensitivity < 4 || !one.note.total)
            continue;
        counted = cs_count(&page->words, "attention-special", one.note.total);
        begin(&one.note, text = cs_fill(counted, "what", label, NULL));
        each_finding(page, put_if_attribute, &one);
        end(&one.note);
        any = TRUE;
    }
    return any;
}

static gboolean
is_personal_text(const struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);

    return f->verdict == CS_CONTAINS && a && a->sensitivity >= 1;
}

/* Each column once, whatever its number of attributes; counts when note->open, else writes. */
struct texts {
    struct note note;
    const struct cs_finding *last;
};

static void
put_text(void *ctx, const struct cs_finding *f, guint table)
{
    struct texts *t = ctx;

    if (!is_personal_text(f) || (t->last && cs_place_same_column(&t->last->place, &f->place)))
        return;
    t->last = f;
    if (t->note.open)
        put_place_of(&t->note, &f->place, (int)table);
    else
        t->note.total++;
}

static gboolean
put_texts(const struct cs_page *page)
{
    struct texts t = {.note = {.page = page}};
    g_autofree char *text = NULL;

    each_finding(page, put_text, &t);
    if (!t.note.total)
        return FALSE;
    begin(&t.note, text = cs_count(&page->words, "attention-text", t.note.total));
    t.note.open = TRUE;
    t.last = NULL;
    each_finding(page, put_text, &t);
    end(&t.note);
    return TRUE;
}

static gboolean
lacks_proof(const struct cs_consent *c)
{
    return !c->date_column && !c->source_column && !c->text_column;
}

static gboolean
put_unproved(const struct cs_page *page)
{
    struct note note = {.page = page};
    g_autofree char *text = NULL;

    for (guint i = 0; i < page->survey->consents->len; i++)
        note.total += lacks_proof(page->survey->consents->pdata[i]);
    if (!note.total)
        return FALSE;
    begin(&note, text = cs_count(&page->words, "attention-unproved", note.total));
    for (guint i = 0; i < page->survey->consents->len; i++) {
        const struct cs_consent *c = page->survey->consents->pdata[i];

        if (lacks_proof(c))
            put_place_of(&note, &c->place, table_of(page, &c->place));
    }
    end(&note);
    return TRUE;
}

/* Tables with columns that are copies of others, and that are backups or archives by their names: by their numbers. */
static GHashTable *
archived(const struct cs_page *page)
{
    GHashTable *tables = g_hash_table_new(NULL, NULL);

    for (guint i = 0; i < page->survey->copies->len; i++) {
        const struct cs_copy *c = page->survey->copies->pdata[i];
        int table = c->origin && c->why & CS_WHY_ARCHIVE ? table_of(page, c->origin == 'a' ? &c->b : &c->a) : -1;

        if (table >= 0)
            g_hash_table_add(tables, GINT_TO_POINTER(table));
    }
    return tables;
}

static void
put_archived_of(struct note *note, const struct cs_part *part, GHashTable *tables)
{
    for (guint k = 0; k < part->tables->len; k++) {
        const struct cs_table *t = part->tables->pdata[k];

        if (g_hash_table_contains(tables, GUINT_TO_POINTER(t->id)))
            put_table_of(note, part, t);
    }
}

static gboolean
put_archived(const struct cs_page *page)
{
    g_autoptr(GHashTable) tables = archived(page);
    struct note note = {.page = page, .total = g_hash_table_size(tables)};
    g_autofree char *text = NULL;

    if (!note.total)
        return FALSE;
    begin(&note, text = cs_count(&page->words, "attention-archive", note.total));
    for (guint i = 0; i < page->parts->len; i++)
        put_archived_of(&note, page->parts->pdata[i], tables);
    end(&note);
    return TRUE;
}

static void
put_undated_of(struct note *note, const struct cs_part *part, gboolean write)
{
    for (guint k = 0; k < part->tables->len; k++) {
        const struct cs_table *t = part->tables->pdata[k];

        if (!cs_lacks_date(t))
            continue;
        if (write)
            put_table_of(note, part, t);
        else
            note->total++;
    }
}

/* Without a date nobody can say when a record should go. */
static gboolean
put_undated(const struct cs_page *page)
{
    struct note note = {.page = page};
    g_autofree char *text = NULL;

    for (guint i = 0; i < page->parts->len; i++)
        put_undated_of(&note, page->parts->pdata[i], FALSE);
    if (!note.total)
        return FALSE;
    begin(&note, text = cs_count(&page->words, "attention-undated", note.total));
    for (guint i = 0; i < page->parts->len; i++)
        put_undated_of(&note, page->parts->pdata[i], TRUE);
    end(&note);
    return TRUE;
}

/* A sentence that leads to a section of the page; nothing when there is nothing to count. */
static gboolean
put_pointer(const struct cs_page *page, guint count, const char *key, const char *section)
{
    struct note note = {.page = page, .total = count, .shown = count};
    g_autofree char *text = NULL;

    if (!count)
        return FALSE;
    begin(&note, text = cs_count(&page->words, key, count));
    fprintf(page->out, " <a href=\"#%s\">", section);
    cs_put_word(page, "attention-see");
    fputs("</a>", page->out);
    end(&note);
    return TRUE;
}

void
cs_page_attention(const struct cs_page *page)
{
    gboolean any = FALSE;

    cs_put_section(page, "attention", "attention");
    cs_put_paragraph(page, "soft", "attention-lead");
    fputs("<ul class=\"attention\">\n", page->out);
    any |= put_pointer(page, page->asked, "attention-asked", "gaps");
    any |= put_pointer(page, cs_count_decisions(page->survey, FALSE), "attention-decisions", "decisions");
    any |= put_sensitive(page);
    any |= put_texts(page);
    any |= put_archived(page);
    any |= put_unproved(page);
    any |= put_undated(page);
    fputs("</ul>\n", page->out);
    if (!any)
        cs_put_paragraph(page, NULL, "attention-none");
    fputs("</section>\n", page->out);
}
