/* test_raise.c - floor 3: suspects that others tell, and those that nothing tells. Invented numbers only. */
#include "engine/raise.h"

#include <string.h>

static struct cs_key *key;

/* Half of the values, 30 at least, where numbers are drawn; people who agree, where they are given out. */
static void
test_proof(void)
{
    static const struct {
        enum cs_value_class value_class;
        guint64 a, both;
        gboolean dense;
        guint64 matched, equal;
        double kappa;
        enum cs_proof proof;
    } cases[] = {{CS_VC_PHONE, 60, 30, FALSE, 0, 0, 0, CS_PROOF_VALUES},
                 {CS_VC_PHONE, 30, 29, FALSE, 0, 0, 0, CS_PROOF_NONE},
                 {CS_VC_PHONE, 100, 100, TRUE, 50, 50, 1, CS_PROOF_NONE},
                 {CS_VC_PHONE, 100, 40, FALSE, 0, 0, 0, CS_PROOF_NONE},
                 {CS_VC_PHONE, 100, 40, FALSE, 20, 15, 0.7, CS_PROOF_PEOPLE},
                 {CS_VC_PHONE, 100, 40, FALSE, 20, 5, 0.2, CS_PROOF_NONE},
                 {CS_VC_PHONE, 1000, 40, FALSE, 20, 20, 1, CS_PROOF_NONE},
                 {CS_VC_NUMBER, 100, 100, FALSE, 0, 0, 0, CS_PROOF_NONE},
                 {CS_VC_NUMBER, 100, 100, FALSE, 9, 9, 1, CS_PROOF_NONE},
                 {CS_VC_NUMBER, 100, 100, FALSE, 10, 10, 1, CS_PROOF_PEOPLE},
                 {CS_VC_NUMBER, 100, 100, FALSE, 40, 10, 0.3, CS_PROOF_NONE},
                 {CS_VC_TEXT, 100, 100, FALSE, 0, 0, 0, CS_PROOF_NONE},
                 {CS_VC_TEXT, 100, 100, FALSE, 40, 40, 0.1, CS_PROOF_NONE},
                 {CS_VC_EMAIL, 100, 100, FALSE, 0, 0, 0, CS_PROOF_VALUES},
                 {CS_VC_PHONE, 0, 0, FALSE, 0, 0, 0, CS_PROOF_NONE}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct cs_common common = {.a = cases[i].a, .b = 1000, .both = cases[i].both};
        const struct cs_agreement rows = {
            .matched = cases[i].matched, .equal = cases[i].equal, .kappa = cases[i].kappa};

        g_test_message("case %u", i);
        g_assert_cmpint(cs_raise_judge(cases[i].value_class, &common, cases[i].dense, &rows), ==, cases[i].proof);
    }
}

/* ---- a whole estate ---- */

struct estate {
    struct cs_source *source;
    GPtrArray *fingerprints, *rowsets;
    struct cs_survey *survey;
    guint raised;
};

static void
estate_init(struct estate *e)
{
    e->source = cs_source_new("crm", NULL, "fake", "fake:");
    e->fingerprints = g_ptr_array_new_with_free_func((GDestroyNotify)cs_fingerprint_free);
    e->rowsets = g_ptr_array_new_with_free_func((GDestroyNotify)cs_rowset_free);
    e->survey = cs_survey_new();
    e->raised = 0;
}

static void
estate_clear(struct estate *e)
{
    g_ptr_array_unref(e->fingerprints);
    g_ptr_array_unref(e->rowsets);
    cs_survey_free(e->survey);
    cs_source_free(e->source);
}

/* The i-th of the numbers that a table draws: ten digits, far from each other. */
static guint64
drawn(guint i)
{
    return 6000000000u + (guint64)(i + 1) * 2654435761u % 999999937u;
}

struct column {
    const char *object, *attribute;
    gboolean suspect;
    guint64 (*number)(guint i);
    guint from, to;
    double own; /* log-odds of what the column itself says */
};

static void
add_finding(struct estate *e, const struct cs_place *place, const struct column *c)
{
    struct cs_finding *f = cs_finding_new();

    cs_place_set(&f->place, place->source, place->schema, place->object, place->column, NULL);
    f->attribute = g_strdup(c->attribute);
    f->confidence = c->suspect ? 0.1 : 0.98;
    cs_finding_add(f, "prior", NULL, c->own, NULL);
    g_ptr_array_add(c->suspect ? e->survey->suspects : e->survey->findings, f);
}

static void
add_column(struct estate *e, const struct column *c)
{
    const struct cs_object_info info = {.size = sizeof info, .schema = "", .name = c->object, .kind = CS_TABLE};
    const struct cs_place place = {(char *)(guintptr) "crm", NULL, (char *)(guintptr)c->object, (char *)(guintptr) "c",
                                   NULL};
    struct cs_rowset *set = cs_rowset_new(cs_object_new(e->source, &info), 0);
    struct cs_fingerprint *f = cs_fingerprint_new(key, 1, c->attribute, &place, CS_FINGERPRINT_LEAST);

    cs_rowset_column(set, c->suspect ? CS_ROW_SUSPECT : CS_ROW_VALUE, &place, c->attribute, cs_fingerprint_class(f),
                     NULL);
    set->suspected = c->suspect;
    cs_fingerprint_quick(f);
    for (guint i = c->from; i < c->to; i++) {
        g_autofree char *text = g_strdup_printf("%" G_GUINT64_FORMAT, c->number(i));
        struct cs_cell cell = {0};

        g_assert_true(cs_fingerprint_add(f, text, strlen(text), 0, &cell));
        set->rows++;
        set->keyless += c->suspect;
        set->adrift += c->suspect;
        cs_rowset_note(set, &cell, c->suspect ? 0 : CS_ROW_KEYED);
        cs_rowset_add(set, &cell, 32, FALSE);
    }
    if (c->suspect)
        cs_fingerprint_suspect(f);
    cs_fingerprint_finish(f);
    cs_rowset_finish(set);
    g_ptr_array_add(e->fingerprints, f);
    g_ptr_array_add(e->rowsets, set);
    add_finding(e, &place, c);
}

static guint64
serial(guint i)
{
    return 6012300001u + i;
}

static void
on_raised(void *ctx, const struct cs_fingerprint *f, const struct cs_rowset *set)
{
    struct estate *e = ctx;

    g_assert_cmpstr(cs_fingerprint_place(f)->object, ==, set->object->name);
    e->raised++;
}

static void
raise_all(struct estate *e, const struct column *columns, guint n)
{
    for (guint i = 0; i < n; i++)
        add_column(e, &columns[i]);
    cs_survey_sort(e->survey);
    cs_raise_suspects(e->fingerprints, e->rowsets, e->survey, on_raised, e);
}

static const struct cs_finding *
found(const struct estate *e, const char *object)
{
    for (guint i = 0; i < e->survey->findings->len; i++) {
        const struct cs_finding *f = e->survey->findings->pdata[i];

        if (!strcmp(f->place.object, object))
            return f;
    }
    return NULL;
}

static void
test_told(void)
{
    static const struct column columns[] = {{"customer", "contact.phone", FALSE, drawn, 0, 400, 4},
                                            {"copy", "contact.phone", TRUE, drawn, 200, 500, -5},
                                            {"other", "contact.phone", TRUE, drawn, 1000, 1400, -5},
                                            {"copy_of_copy", "contact.phone", TRUE, drawn, 400, 500, -5},
                                            {"refused", "contact.phone", TRUE, drawn, 0, 400, -30}};
    struct estate e;
    const struct cs_finding *f;
    const struct cs_evidence *why;
    const struct cs_rowset *set;

    estate_init(&e);
    raise_all(&e, columns, G_N_ELEMENTS(columns));
    f = found(&e, "copy");
    g_assert_nonnull(f);
    g_assert_cmpfloat_with_epsilon(f->confidence, 0.98, 0.01); /* no surer than the column that tells */
    why = f->evidence->pdata[1];
    g_assert_cmpstr(why->kind, ==, "copy.values");
    g_assert_cmpstr(why->word, ==, "crm.customer.c");
    g_assert_cmpuint(why->hits, ==, 200);
    g_assert_cmpuint(why->of, ==, 300);
    g_assert_null(found(&e, "other"));
    g_assert_null(found(&e, "copy_of_copy")); /* what was raised raises nothing */
    g_assert_null(found(&e, "refused"));
    g_assert_cmpuint(e.raised, ==, 1);
    g_assert_cmpuint(e.fingerprints->len, ==, 2);
    g_assert_cmpuint(e.rowsets->len, ==, 2); /* what was read for suspects alone is gone */
    set = e.rowsets->pdata[1];
    g_assert_cmpuint(set->keyless, ==, 0);
    g_assert_cmpuint(set->alone, ==, 300);
    g_assert_true(cs_row_column_is_key(&set->columns[0]));
    estate_clear(&e);
}

/* Numbers that follow one another are shared by all that count from the same number, whatever they count. */
static void
test_dense(void)
{
    static const struct column columns[] = {{"customer", "contact.phone", FALSE, serial, 0, 400, 4},
                                            {"copy", "contact.phone", TRUE, serial, 0, 400, -5},
                                            {"number", "id.customer", FALSE, serial, 0, 400, 4},
                                            {"order", "id.customer", TRUE, serial, 0, 400, -5}};
    struct estate e;

    estate_init(&e);
    raise_all(&e, columns, G_N_ELEMENTS(columns));
    g_assert_cmpuint(e.raised, ==, 0);
    g_assert_cmpuint(e.survey->findings->len, ==, 2);
    estate_clear(&e);
}

/* The attribute is that of the column that tells; what spoke for another of the class does not count. */
static void
test_attribute(void)
{
    static const struct column columns[] = {{"fax", "contact.fax", FALSE, drawn, 0, 400, 4},
                                            {"copy", "contact.phone", TRUE, drawn, 0, 300, -5}};
    struct estate e;
    const struct cs_finding *f;

    estate_init(&e);
    raise_all(&e, columns, G_N_ELEMENTS(columns));
    f = found(&e, "copy");
    g_assert_nonnull(f);
    g_assert_cmpstr(f->attribute, ==, "contact.fax");
    g_assert_cmpuint(f->evidence->len, ==, 1);
    g_assert_cmpstr(((const struct cs_row_column *)((struct cs_rowset *)e.rowsets->pdata[1])->columns)->attribute, ==,
                    "contact.fax");
    estate_clear(&e);
}

int
main(int argc, char **argv)
{
    int rc;

    g_test_init(&argc, &argv, NULL);
    key = cs_key_ephemeral();
    g_test_add_func("/raise/proof", test_proof);
    g_test_add_func("/raise/told", test_told);
    g_test_add_func("/raise/dense", test_dense);
    g_test_add_func("/raise/attribute", test_attribute);
    rc = g_test_run();
    cs_key_free(key);
    return rc;
}
