/* recipes.c - what to do about each copy group: SQL for the owners of its sides, settings for a record-linkage tool. */
#include "report/report.h"

#include "base/file.h"
#include "base/json.h"
#include "model/taxonomy.h"
#include "report/dialect.h"
#include "report/text.h"

#include <string.h>

static const struct cs_dialect *
dialect_of(const struct cs_survey *survey, const struct cs_place *p)
{
    for (guint i = 0; i < survey->sources->len; i++) {
        const struct cs_source *source = survey->sources->pdata[i];

        if (!strcmp(source->name, p->source))
            return cs_dialect_find(source->connector);
    }
    return NULL;
}

static const char *
value_class_of(const char *attribute)
{
    const struct cs_attribute *a = cs_taxonomy_find(attribute);

    return a ? a->value_class : NULL;
}

/* What a recipe is written from and into. */
struct recipe {
    GString *out;
    const struct cs_survey *survey;
    const struct cs_words *words;
    const GPtrArray *encoded; /* places whose values are stored in another form */
    const GPtrArray *copies;  /* of the group */
};

static GPtrArray *
encoded_places(const struct cs_survey *survey)
{
    GPtrArray *places = g_ptr_array_new();

    for (guint i = 0; i < survey->findings->len; i++) {
        struct cs_finding *f = survey->findings->pdata[i];

        if (f->encoded)
            g_ptr_array_add(places, &f->place);
    }
    return places;
}

/* A comment line; a name cannot end it. Takes text over. */
static void
comment(const struct recipe *r, char *text)
{
    g_strdelimit(text, "\r\n", ' ');
    g_string_append_printf(r->out, "-- %s\n", text);
    g_free(text);
}

static void
comment_word(const struct recipe *r, const char *key)
{
    comment(r, g_strdup(cs_word(r->words, key)));
}

/* "120" where rows were counted, else "about 120 (between 100 and 140)"; few are not told, nor where few may be. */
static char *
rows_text(const struct recipe *r, const struct cs_row_count *rows)
{
    g_autofree char *number = g_strdup_printf("%.0f", rows->rows), *low = g_strdup_printf("%.0f", rows->low),
                    *high = g_strdup_printf("%.0f", rows->high);

    if (rows->high < CS_PEOPLE_HIDDEN)
        return g_strdup(cs_word(r->words, "recipe-few"));
    if (cs_row_count_is_exact(rows))
        return g_steal_pointer(&number);
    if (rows->rows < CS_PEOPLE_HIDDEN || rows->low < CS_PEOPLE_HIDDEN)
        return cs_fill(cs_word(r->words, "recipe-most"), "high", high, NULL);
    return cs_fill(cs_word(r->words, "recipe-about"), "n", number, "low", low, "high", high, NULL);
}

static char *
difference_text(const struct recipe *r, const struct cs_difference *d)
{
    const struct cs_row_count rows = {d->rows, d->rows, d->rows};

    return d->rows < 0 ? g_strdup(cs_word(r->words, "recipe-uncounted")) : rows_text(r, &rows);
}

static char *
object_name_of(const struct cs_place *p)
{
    return g_strdup_printf("%s:%s%s%s", p->source, p->schema ? p->schema : "", p->schema && *p->schema ? "." : "",
                           p->object);
}

/* "source:schema.object.column", and the path behind it. */
static char *
name_of(const struct cs_place *p)
{
    g_autofree char *object = object_name_of(p);

    return g_strdup_printf("%s.%s%s%s", object, p->column, p->path ? " " : "", p->path ? p->path : "");
}

/* TRUE when SQL sees the values themselves: whole cells, stored as they are. */
static gboolean
is_plain(const struct recipe *r, const struct cs_place *p)
{
    for (guint i = 0; i < r->encoded->len; i++)
        if (!cs_place_compare(r->encoded->pdata[i], p))
            return FALSE;
    return !p->path;
}

/* One side's rows with their normal form as join_key, as k, up to the WHERE that makes it a usable one; join: what
 * stands between, or NULL. FALSE: no such SQL. */
static gboolean
put_keyed(const struct recipe *r, GString *out, const struct cs_place *p, const char *value_class, const char *join)
{
    const struct cs_dialect *d = dialect_of(r->survey, p);
    g_autoptr(GString) normal = g_string_new(NULL);

    if (!d || !is_plain(r, p) || !cs_dialect_normal(d, value_class, "t", p->column, normal))
        return FALSE;
    g_string_append_printf(out, "SELECT k.* FROM (SELECT %s AS join_key, t.* FROM ", normal->str);
    cs_dialect_object_append(d, p, out);
    g_string_append_printf(out, " t) k\n%s WHERE ", join ? join : "");
    cs_dialect_usable(d, value_class, "k.join_key", out);
    return TRUE;
}

/* " JOIN (…) o ON …\n": the distinct values of a column in its normal form; counted: those of several rows alone. NULL:
 * no such SQL. A join, since an IN over expressions takes some servers hours. */
static char *
keys_join(const struct recipe *r, const struct cs_place *p, const char *value_class, gboolean several)
{
    const struct cs_dialect *d = dialect_of(r->survey, p);
    g_autoptr(GString) normal = g_string_new(NULL);
    GString *out;

    if (!d || !is_plain(r, p) || !cs_dialect_normal(d, value_class, "o", p->column, normal))
        return NULL;
    out = g_string_new(NULL);
    g_string_append_printf(out, "  JOIN (SELECT %s AS other_key FROM ", normal->str);
    cs_dialect_object_append(d, p, out);
    g_string_append_printf(out, " o GROUP BY 1%s) o ON o.other_key = k.join_key\n",
                           several ? " HAVING count(*) > 1" : "");
    return g_string_free(out, FALSE);
}

/* Rows of one side whose value the other has, where both stand in one database. */
static void
put_inside(const struct recipe *r, const struct cs_copy *c)
{
    gboolean turn = c->origin != 'b'; /* list the rows of the side that looks like the copy */
    const struct cs_place *t = turn ? &c->b : &c->a, *o = turn ? &c->a : &c->b;
    const char *value_class = value_class_of(c->attribute);
    g_autofree char *here = name_of(t), *there = name_of(o), *join = keys_join(r, o, value_class, FALSE),
                    *rows = rows_text(r, turn ? &c->rows_b : &c->rows_a);
    g_autoptr(GString) sql = g_string_new(NULL);

    if (!join || !put_keyed(r, sql, t, value_class, join))
        return;
    comment(r, cs_fill(cs_word(r->words, "recipe-inside"), "here", here, "there", there, "n", rows, NULL));
    g_string_append_printf(r->out, "%s;\n", sql->str);
}

/* The form of a column of one side, and that it is usable. NULL: no such SQL. */
static char *
form_of(const struct recipe *r, const struct cs_place *side, const char *column, const char *attribute,
        const char *alias, char **ret_usable)
{
    const struct cs_dialect *d = dialect_of(r->survey, side);
    const struct cs_place p = {side->source, side->schema, side->object, (char *)(guintptr)column, NULL};
    g_autoptr(GString) form = g_string_new(NULL), usable = g_string_new(NULL);

    if (!d || !is_plain(r, &p) || !cs_dialect_normal(d, value_class_of(attribute), alias, column, form))
        return NULL;
    cs_dialect_usable(d, value_class_of(attribute), form->str, usable);
    *ret_usable = g_strdup(usable->str);
    return g_strdup(form->str);
}

/* Rows of one side that say something else than every row of the other with the same key. */
static void
put_difference(const struct recipe *r, const struct cs_copy *c, const struct cs_difference *difference)
{
    gboolean turn = c->origin != 'b';
    const struct cs_place *t = turn ? &c->b : &c->a, *o = turn ? &c->a : &c->b;
    const struct cs_dialect *d = dialect_of(r->survey, t);
    const char *mine = turn ? difference->b : difference->a, *theirs = turn ? difference->a : difference->b;
    g_autofree char *my_usable = NULL, *their_usable = NULL, *key_usable = NULL, *other_usable = NULL;
    g_autofree char *key = form_of(r, t, t->column, c->attribute, "t", &key_usable),
                    *my = form_of(r, t, mine, difference->attribute, "t", &my_usable),
                    *other = form_of(r, o, o->column, c->attribute, "o", &other_usable),
                    *their = form_of(r, o, theirs, difference->attribute, "o", &their_usable), *here = name_of(t),
                    *there = name_of(o), *rows = difference_text(r, difference);
    g_autoptr(GString) from = g_string_new(NULL), to = g_string_new(NULL);

    if (!key || !my || !other || !their)
        return;
    cs_dialect_object_append(d, t, from);
    cs_dialect_object_append(d, o, to);
    comment(r, cs_fill(cs_word(r->words, "recipe-differ"), "here", here, "there", there, "mine", mine, "theirs", theirs,
                       "n", rows, NULL));
    g_string_append_printf(
        r->out,
        "SELECT k.* FROM (SELECT %s AS join_key, %s AS said_here, t.* FROM %s t\n"
        "  WHERE %s AND %s) k\n"
        "  JOIN (SELECT %s AS other_key FROM %s o WHERE %s GROUP BY 1) o ON o.other_key = k.join_key\n"
        "  LEFT JOIN (SELECT %s AS same_key, %s AS said_there FROM %s o GROUP BY 1, 2) e\n"
        "    ON e.same_key = k.join_key AND e.said_there = k.said_here\n"
        " WHERE e.same_key IS NULL;\n",
        key, my, from->str, key_usable, my_usable, other, to->str, their_usable, other, their, to->str);
}

/* Rows of one object that share a key: one customer entered twice. */
static void
put_twice(const struct recipe *r, const struct cs_duplicate *d)
{
    const char *value_class = value_class_of(d->attribute);
    g_autofree char *here = name_of(&d->place), *join = keys_join(r, &d->place, value_class, TRUE),
                    *rows = rows_text(r, &d->listed);
    g_autoptr(GString) sql = g_string_new(NULL);

    if (!join || !put_keyed(r, sql, &d->place, value_class, join))
        return;
    comment(r, cs_fill(cs_word(r->words, "recipe-twice"), "here", here, "n", rows, NULL));
    g_string_append_printf(r->out, "%s;\n", sql->str);
}

/* The join column of one place in its normal form, beside its rows: for a comparison inside the owner's perimeter. */
static void
put_place(const struct recipe *r, const struct cs_place *p)
{
    g_autofree char *here = name_of(p);
    g_autoptr(GString) sql = g_string_new(NULL);
    const struct cs_dialect *d = dialect_of(r->survey, p);

    for (guint i = 0; i < r->copies->len; i++) {
        const struct cs_copy *c = r->copies->pdata[i];
        gboolean is_a = !cs_place_compare(&c->a, p), is_b = !cs_place_compare(&c->b, p);
        g_autofree char *rows = NULL;

        if ((!is_a && !is_b) || !strcmp(c->a.source, c->b.source))
            continue;
        if (!put_keyed(r, sql, p, value_class_of(c->attribute), NULL))
            return;
        rows = rows_text(r, is_a ? &c->filled_a : &c->filled_b);
        comment(r, cs_fill(cs_word(r->words, "recipe-beside"), "here", here, "engine", cs_dialect_name(d), "n", rows,
                           NULL));
        g_string_append_printf(r->out, "%s;\n", sql->str);
        return;
    }
}

/* What an object's disappearance would touch: references that are declared nowhere, then how to ask for the rest. */
static void
put_touches(const struct recipe *r, const struct cs_place *p)
{
    const struct cs_dialect *d = dialect_of(r->survey, p);
    g_autofree char *here = object_name_of(p);
    g_autoptr(GString) sql = g_string_new(NULL);

    for (guint i = 0; i < r->survey->joins->len; i++) {
        const struct cs_join *j = r->survey->joins->pdata[i];

        if (!strcmp(j->b.source, p->source) && !strcmp(j->b.object, p->object) && !strcmp(j->kind, "reference")) {
            g_autofree char *from = name_of(&j->a);

            comment(r, cs_fill(cs_word(r->words, "recipe-refers"), "from", from, NULL));
        }
    }
    if (!d)
        return;
    comment(r, cs_fill(cs_word(r->words, "recipe-touched"), "here", here, NULL));
    cs_dialect_touches(d, p, sql);
    g_string_append_printf(r->out, "%s;\n", sql->str);
}

void
cs_recipe_append(GString *out, const struct cs_survey *survey, const struct cs_words *words,
                 const struct cs_copy_group *g)
{
    g_autoptr(GPtrArray) copies = g_ptr_array_new(), encoded = encoded_places(survey);
    const struct recipe r = {out, survey, words, encoded, copies};
    const struct cs_place *last = NULL;

    for (guint i = 0; i < survey->copies->len; i++)
        if (((const struct cs_copy *)survey->copies->pdata[i])->group == g->id)
            g_ptr_array_add(copies, survey->copies->pdata[i]);
    for (guint i = 0; i < copies->len; i++) {
        const struct cs_copy *c = copies->pdata[i];

        if (!strcmp(c->a.source, c->b.source)) {
            put_inside(&r, c);
            for (guint k = 0; k < c->differences->len; k++)
                put_difference(&r, c, c->differences->pdata[k]);
        }
    }
    for (guint i = 0; i < g->places->len; i++)
        put_place(&r, g->places->pdata[i]);
    comment_word(&r, "recipe-touch");
    for (guint i = 0; i < g->places->len; i++) {
        const struct cs_place *p = g->places->pdata[i];

        if (!last || strcmp(last->source, p->source) != 0 || strcmp(last->object, p->object) != 0)
            put_touches(&r, p);
        last = p;
    }
}

/* What the group says: the map's own sentence, which is English; else how much its telling pair shares. */
static char *
group_text(const struct recipe *r, const struct cs_copy_group *g)
{
    const struct cs_copy *c = cs_survey_telling_copy(r->survey, g->id);
    const struct cs_attribute *known = cs_taxonomy_find(g->attribute);
    g_autofree char *share = NULL, *from = NULL, *to = NULL, *range = NULL, *text = NULL;
    struct cs_way way;

    if (!r->words->french || !c)
        return g_strdup(g->sentence);
    way = cs_way_of(c, c->containment_ba > c->containment_ab);
    share = way.few ? g_strdup(cs_word(r->words, "copies-few")) : cs_percent(r->words, way.share);
    from = name_of(way.from);
    to = name_of(way.to);
    range = cs_way_range(r->words, &way);
    text = cs_fill(cs_word(r->words, "copies-sentence"), "share", share, "noun",
                   cs_word_of(r->words, "noun", known && known->value_class ? known->value_class : ""), "a", from, "b",
                   to, NULL);
    return range ? g_strdup_printf("%s (%s)", text, range) : g_steal_pointer(&text);
}

/* The group's heading, and what it says. */
static void
put_group(const struct recipe *r, const struct cs_copy_group *g)
{
    g_autofree char *label = cs_attribute_label(r->words, g->attribute), *number = g_strdup_printf("%u", g->id);
    char *text = group_text(r, g);

    g_string_append(r->out, "\n");
    comment(r, cs_fill(cs_word(r->words, "recipe-group"), "n", number, "label", label, NULL));
    if (text)
        comment(r, text);
    cs_recipe_append(r->out, r->survey, r->words, g);
}

static int
write_text(const GString *text, const char *path, struct cs_err *err)
{
    struct cs_atomic *file = NULL;
    int rc = path ? cs_atomic_open(path, 0640, &file, err) : 0;

    if (rc)
        return rc;
    fwrite(text->str, 1, text->len, file ? cs_atomic_stream(file) : stdout);
    return file ? cs_atomic_commit(file, err) : 0;
}

int
cs_report_sql(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) encoded = encoded_places(survey);
    struct cs_words words;
    const struct recipe r = {out, survey, &words, encoded, NULL};

    cs_words_init(&words, language);
    comment_word(&r, "recipe-lead");
    comment_word(&r, "recipe-normal");
    comment_word(&r, "recipe-names");
    for (guint i = 0; i < survey->groups->len; i++)
        put_group(&r, survey->groups->pdata[i]);
    if (survey->duplicates->len) {
        g_string_append(out, "\n");
        comment_word(&r, "recipe-duplicates");
    }
    for (guint i = 0; i < survey->duplicates->len; i++)
        put_twice(&r, survey->duplicates->pdata[i]);
    cs_words_clear(&words);
    return write_text(out, path, err);
}

/* ---- Splink ---- */

/* What a linkage tool compares, by attribute. near: also when almost equal. */
static const struct {
    const char *attribute, *column;
    gboolean near, blocks; /* rows that have it in common are worth comparing */
} linked[] = {{"contact.email", "email", FALSE, TRUE},          {"contact.phone", "phone", FALSE, TRUE},
              {"person.first_name", "first_name", TRUE, FALSE}, {"person.last_name", "last_name", TRUE, FALSE},
              {"person.name", "full_name", TRUE, FALSE},        {"person.birth_date", "birth_date", TRUE, TRUE},
              {"address.street", "street", TRUE, FALSE},        {"address.postal_code", "postal_code", FALSE, TRUE},
              {"address.city", "city", FALSE, FALSE},           {"finance.iban", "iban", FALSE, TRUE}};

static gboolean
is_copied(const struct cs_survey *survey, const char *attribute)
{
    for (guint i = 0; i < survey->copies->len; i++)
        if (!strcmp(((const struct cs_copy *)survey->copies->pdata[i])->attribute, attribute))
            return TRUE;
    return FALSE;
}

/* Where the attribute's copies stand. */
static char *
columns_of(const struct cs_survey *survey, const char *attribute)
{
    GString *out = g_string_new("from");

    for (guint i = 0; i < survey->groups->len; i++) {
        const struct cs_copy_group *g = survey->groups->pdata[i];

        for (guint k = 0; !strcmp(g->attribute, attribute) && k < g->places->len; k++) {
            g_autofree char *name = name_of(g->places->pdata[k]);

            g_string_append_printf(out, "%s %s", out->len > 4 ? "," : "", name);
        }
    }
    return g_string_free(out, FALSE);
}

static void
put_level(struct cs_json *j, const char *format, const char *column, const char *label, gboolean null)
{
    g_auto(GStrv) parts = g_strsplit(format, "%", -1);
    g_autofree char *condition = g_strjoinv(column, parts);

    cs_json_object(j, NULL);
    cs_json_string(j, "sql_condition", condition);
    cs_json_string(j, "label_for_charts", label);
    if (null)
        cs_json_bool(j, "is_null_level", TRUE);
    cs_json_end_object(j);
}

static void
put_comparison(struct cs_json *j, const struct cs_survey *survey, guint i)
{
    g_autofree char *from = columns_of(survey, linked[i].attribute);
    const char *column = linked[i].column;

    cs_json_newline(j);
    cs_json_object(j, NULL);
    cs_json_string(j, "output_column_name", column);
    cs_json_string(j, "comparison_description", from);
    cs_json_array(j, "comparison_levels");
    put_level(j, "\"%_l\" IS NULL OR \"%_r\" IS NULL", column, "not known", TRUE);
    put_level(j, "\"%_l\" = \"%_r\"", column, "equal", FALSE);
    if (linked[i].near)
        put_level(j, "jaro_winkler_similarity(\"%_l\", \"%_r\") >= 0.92", column, "almost equal", FALSE);
    put_level(j, "ELSE", column, "different", FALSE);
    cs_json_end_array(j);
    cs_json_end_object(j);
}

int
cs_report_splink(const struct cs_survey *survey, const char *path, struct cs_err *err)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct cs_json json, *j = &json;

    cs_json_init(j, out);
    cs_json_object(j, NULL);
    cs_json_string(j, "link_type", "link_and_dedupe");
    cs_json_string(j, "sql_dialect", "duckdb");
    cs_json_string(j, "unique_id_column_name", "unique_id");
    cs_json_array(j, "blocking_rules_to_generate_predictions");
    for (guint i = 0; i < G_N_ELEMENTS(linked); i++)
        if (linked[i].blocks && is_copied(survey, linked[i].attribute)) {
            g_autofree char *rule = g_strdup_printf("l.\"%s\" = r.\"%s\"", linked[i].column, linked[i].column);

            cs_json_object(j, NULL);
            cs_json_string(j, "blocking_rule", rule);
            cs_json_string(j, "sql_dialect", "duckdb");
            cs_json_end_object(j);
        }
    cs_json_end_array(j);
    cs_json_array(j, "comparisons");
    for (guint i = 0; i < G_N_ELEMENTS(linked); i++)
        if (is_copied(survey, linked[i].attribute))
            put_comparison(j, survey, i);
    cs_json_end_array(j);
    cs_json_end_object(j);
    g_string_append_c(out, '\n');
    return write_text(out, path, err);
}
