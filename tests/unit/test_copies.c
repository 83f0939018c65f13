/* test_copies.c - floor 3: normal forms, fingerprints, sorting, pairs, persons, agreement, people. Invented people
 * only. */
#include "base/hash.h"
#include "base/rng.h"
#include "engine/agree.h"
#include "engine/estimate.h"
#include "engine/groups.h"
#include "engine/overlap.h"
#include "engine/pairs.h"
#include "engine/people.h"
#include "engine/radix.h"
#include "engine/recount.h"
#include "engine/references.h"
#include "engine/sought.h"
#include "engine/thin.h"

#include <string.h>

static struct cs_key *key;

static char *
form(enum cs_value_class value_class, const char *value)
{
    GString *out = g_string_new(NULL);

    if (!cs_normal_identity(value_class, value, strlen(value), out))
        g_string_assign(out, "(none)");
    return g_string_free(out, FALSE);
}

static void
test_forms(void)
{
    static const struct {
        enum cs_value_class value_class;
        const char *a, *b; /* one value; b NULL: no value at all */
    } same[] = {{CS_VC_EMAIL, " Ada@Example.ORG", "ada@example.org"},
                {CS_VC_EMAIL, "noreply", NULL},
                {CS_VC_PHONE, "+33 6 39 98 12 34", "06.39.98.12.34"},
                {CS_VC_PHONE, "00000000", NULL},
                {CS_VC_NUMBER, "000-1234", "1234"},
                {CS_VC_NUMBER, "0001111", NULL},
                {CS_VC_NAME, "LOVELACE Ada", "Ada Lovelace"},
                {CS_VC_NAME, "Zoé N'Diaye", "NDIAYE ZOE"},
                {CS_VC_PLACE, "Saint-Étienne", "SAINT ETIENNE"},
                {CS_VC_STREET, "3, rue de l'Église", "3 RUE DE L EGLISE"},
                {CS_VC_DATE, "1998-10-25", "25/10/1998"},
                {CS_VC_DATE, "19981025", "25.10.1998"},
                {CS_VC_DATE, "10/25/1998", "1998-10-25 00:00:00"},
                {CS_VC_DATE, "1998-13-25", NULL},
                {CS_VC_IBAN, "FR76 3000 6000 0112 3456 7890 188", NULL}};

    for (guint i = 0; i < G_N_ELEMENTS(same); i++) {
        g_autofree char *a = form(same[i].value_class, same[i].a),
                        *b = same[i].b ? form(same[i].value_class, same[i].b) : g_strdup("(none)");

        if (same[i].value_class == CS_VC_NAME && strchr(same[i].a, '\'')) {
            g_assert_cmpuint(strlen(a), ==, strlen(b)); /* a split word changes the order, not the letters */
            continue;
        }
        g_assert_cmpstr(a, ==, b);
    }
}

static void
test_signatures(void)
{
    guint32 name = cs_signature("lovelaceada", 11);

    g_assert_true(cs_signature_near(name, cs_signature("lovelaceeda", 11)));
    g_assert_false(cs_signature_near(name, cs_signature("hoppergrace", 11)));
    g_assert_true(cs_signature_similar(name, cs_signature("lovelaceadamme", 14)));
}

static void
test_kappa(void)
{
    /* the worked example of Cohen (1960): 0.70 observed, 0.41 expected by chance */
    g_assert_cmpfloat_with_epsilon(cs_kappa(0.70, 0.41), 0.4915, 0.001);
    g_assert_cmpfloat(cs_kappa(0.5, 0.5), ==, 0);
    g_assert_cmpfloat(cs_kappa(1, 1), ==, 0); /* one value everywhere proves nothing */
}

static void
test_wilson(void)
{
    double low, high;

    cs_wilson(81, 263, &low, &high); /* Newcombe (1998), table I */
    g_assert_cmpfloat_with_epsilon(low, 0.2553, 0.0001);
    g_assert_cmpfloat_with_epsilon(high, 0.3662, 0.0001);
    cs_wilson(0, 20, &low, &high);
    g_assert_cmpfloat(low, ==, 0);
    g_assert_cmpfloat_with_epsilon(high, 0.1611, 0.0001);
    cs_wilson(0, 0, &low, &high);
    g_assert_cmpfloat(high, ==, 1);
}

/* ---- pairs ---- */

static void
count_pair(void *ctx, guint a, guint b, guint common)
{
    guint(*seen)[8] = ctx;

    seen[a][b] = common;
}

static void
test_pairs(void)
{
    struct cs_pairs *pairs = cs_pairs_new(0);
    struct cs_pairs_options options = {.min_common = 3, .list_max = 3};
    guint seen[8][8] = {{0}};
    guint64 sets[4][5];

    /* sets 0 and 1 share three, 0 and 2 two, and one hash is in all four: too common to count */
    for (guint s = 0; s < 4; s++)
        for (guint i = 0; i < 5; i++)
            sets[s][i] = ((guint64)(s * 10 + i + 1)) << 40;
    for (guint i = 0; i < 3; i++)
        sets[1][i] = sets[0][i];
    for (guint i = 3; i < 4; i++)
        sets[2][i] = sets[0][i];
    for (guint s = 0; s < 4; s++) {
        sets[s][4] = G_GUINT64_CONSTANT(77) << 50;
        cs_pairs_add(pairs, sets[s], 5);
    }
    cs_pairs_find(pairs, &options, count_pair, seen);
    for (guint a = 0; a < 8; a++)
        for (guint b = 0; b < 8; b++)
            g_assert_cmpuint(seen[a][b], ==, a == 0 && b == 1 ? 3 : 0);
}

/* What the sort, the gathered lists and the walk find in many sets is what looking at any two of them finds. */
enum { SETS = 900, GROUPS = 7, VALUES = 640, LISTED = 40 };

struct many {
    guint8 has[SETS][VALUES];
    guint owners[GROUPS][VALUES];
    guint told[SETS][SETS];
};

static void
note_pair(void *ctx, guint a, guint b, guint common)
{
    struct many *e = ctx;

    g_assert_cmpuint(a, <, b);
    g_assert_cmpuint(e->told[a][b], ==, 0);
    e->told[a][b] = common;
}

/* A set draws from the values of its group, from every fifth so often that they are in too many lists. */
static guint
draw_set(struct many *e, guint set, struct cs_rng *rng, guint64 *hashes)
{
    guint group = set % GROUPS, n = 0;

    for (guint v = 0; v < VALUES; v++) {
        guint64 value = group * VALUES + v;

        if (cs_rng_below(rng, v % 5 ? 8 : 2))
            continue;
        e->has[set][v] = 1;
        e->owners[group][v]++;
        hashes[n++] = cs_hash64(&value, sizeof value, 1);
    }
    return n;
}

static guint
common_of(const struct many *e, guint a, guint b)
{
    guint common = 0;

    for (guint v = 0; a % GROUPS == b % GROUPS && v < VALUES; v++)
        common += e->has[a][v] && e->has[b][v] && e->owners[a % GROUPS][v] <= LISTED;
    return common;
}

static void
test_pairs_of_many(void)
{
    const struct cs_pairs_options options = {.min_common = 8, .list_max = LISTED};
    g_autofree struct many *e = g_new0(struct many, 1);
    struct cs_pairs *pairs = cs_pairs_new(1000);
    guint64 hashes[VALUES];
    struct cs_rng rng;
    guint found = 0;

    cs_rng_init(&rng, 7);
    for (guint set = 0; set < SETS; set++)
        cs_pairs_add(pairs, hashes, draw_set(e, set, &rng, hashes));
    cs_pairs_find(pairs, &options, note_pair, e);
    for (guint a = 0; a < SETS; a++)
        for (guint b = a + 1; b < SETS; b++) {
            guint common = common_of(e, a, b);

            g_assert_cmpuint(e->told[a][b], ==, common >= options.min_common ? common : 0);
            found += common >= options.min_common;
        }
    g_assert_cmpuint(found, >, 1000);
}

/* Sorted by the bits from shift up, the low ones in their old order; hashes as well as numbers that count up. */
static void
check_radix(struct cs_rng *rng, guint n, guint shift, gboolean counted)
{
    g_autofree guint64 *words = g_new(guint64, n + 1), *spare = g_new(guint64, n + 1);
    guint64 sum = 0;

    for (guint i = 0; i < n; i++) {
        guint64 high = counted ? cs_rng_below(rng, n) : cs_rng_next(rng);

        words[i] = shift ? high << shift | i : high;
        sum += words[i];
    }
    cs_radix_sort_words(words, spare, n, shift);
    for (guint i = 0; i < n; i++) {
        g_assert_true(!i || words[i - 1] <= words[i]);
        sum -= words[i];
    }
    g_assert_cmpuint(sum, ==, 0);
}

static void
test_radix(void)
{
    static const guint sizes[] = {0, 1, 2, 1000, 70000, 300000}, shifts[] = {0, 20, 32};
    struct cs_rng rng;

    cs_rng_init(&rng, 7);
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++)
        for (guint k = 0; k < G_N_ELEMENTS(shifts); k++) {
            check_radix(&rng, sizes[i], shifts[k], FALSE);
            check_radix(&rng, sizes[i], shifts[k], TRUE);
        }
}

/* ---- fingerprints ---- */

/* repeated: one in that many stands in four rows. */
static struct cs_fingerprint *
read_emails(const char *source, guint from, guint to, guint seed, guint repeated, const struct cs_sought *sought)
{
    const struct cs_place place = {(char *)(guintptr)source, NULL, (char *)(guintptr) "t", (char *)(guintptr) "email",
                                   NULL};
    struct cs_fingerprint *f = cs_fingerprint_new(key, 1, "contact.email", &place, CS_FINGERPRINT_LEAST);

    if (sought)
        cs_fingerprint_seek(f, sought);
    for (guint i = from; i < to; i++) {
        char value[64];
        int n = g_snprintf(value, sizeof value, "person%u.%u@example.org", i, seed);
        struct cs_cell cell;

        for (guint row = 0; row < (i % repeated ? 1 : 4); row++)
            cs_fingerprint_add(f, value, (gsize)n, 31, &cell);
    }
    cs_fingerprint_finish(f);
    return f;
}

static struct cs_fingerprint *
emails(const char *source, guint from, guint to, guint seed)
{
    return read_emails(source, from, to, seed, G_MAXUINT, NULL);
}

/* Twenty, unless the setup is one that makes each of them slow. */
static guint
seeds(void)
{
    const char *given = g_getenv("CASSINI_TEST_SEEDS");

    return given ? (guint)g_ascii_strtoull(given, NULL, 10) : 20;
}

/* Ten thousand people of a base of a million, in another system: found whatever the seed, and told rightly. */
static void
test_small_in_large(void)
{
    struct cs_overlap_options options;

    cs_overlap_defaults(&options);
    for (guint seed = 1; seed <= seeds(); seed++) {
        g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)cs_fingerprint_free);
        g_autoptr(cs_survey) survey = cs_survey_new();
        const struct cs_copy *copy;

        g_ptr_array_add(all, emails("large", 0, 1000000, seed));
        g_ptr_array_add(all, emails("small", 495000, 505000, seed));
        cs_overlap_find(all, NULL, NULL, &options, survey);
        g_assert_cmpuint(survey->copies->len, ==, 1);
        copy = survey->copies->pdata[0];
        g_assert_cmpfloat_with_epsilon(copy->containment_ab, 0.01, 0.005);
        g_assert_cmpfloat(copy->containment_ba, >, 0.9);
        g_assert_cmpuint(copy->usable_b, >=, 100);
    }
}

/* The small column is read first, and its values are sought in the large one: all of them count, and a handful that no
 * sample of the large one would meet is found. */
static void
test_sought(void)
{
    const guint small[] = {1000, 40};
    struct cs_overlap_options options;

    cs_overlap_defaults(&options);
    for (guint i = 0; i < G_N_ELEMENTS(small); i++) {
        g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)cs_fingerprint_free);
        g_autoptr(cs_survey) survey = cs_survey_new();
        struct cs_fingerprint *large;
        struct cs_sought *sought;
        const struct cs_copy *copy;

        g_ptr_array_add(all, emails("small", 500000 - small[i] / 2, 500000 + small[i] / 2, 1));
        sought = cs_sought_new(all, 4096, 1);
        large = read_emails("large", 0, 500000, 1, G_MAXUINT, sought);
        cs_sought_free(sought);
        g_ptr_array_add(all, large);
        g_assert_cmpuint(cs_fingerprint_level(large), >=, 5);
        cs_overlap_find(all, NULL, NULL, &options, survey);
        g_assert_cmpuint(survey->copies->len, ==, 1);
        copy = survey->copies->pdata[0];
        g_assert_cmpfloat(copy->containment_ba, ==, 0.5);
        g_assert_cmpuint(copy->usable_b, ==, small[i]);
        g_assert_cmpfloat_with_epsilon(copy->containment_ab, small[i] / 1e6, small[i] / 1e6 / 20);
        g_assert_cmpuint((guint64)copy->rows_b.rows, ==, small[i] / 2);
    }
}

/* Both were read in one turn: the large one is told to be read again, for the small one's sake, until it was. */
static void
test_thin(void)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)cs_fingerprint_free),
                         large = g_ptr_array_new(), small = g_ptr_array_new();
    struct cs_overlap_options options;
    struct cs_fingerprint *again;
    struct cs_sought *sought;
    struct cs_common n;

    cs_overlap_defaults(&options);
    g_ptr_array_add(all, emails("large", 0, 500000, 1));
    g_ptr_array_add(all, emails("other", 300000, 700000, 1));
    g_ptr_array_add(all, emails("small", 499000, 501000, 1));
    cs_thin_find(all, &options, large, small);
    g_assert_cmpuint(large->len, ==, 2);
    g_assert_cmpuint(small->len, ==, 1);
    g_assert_cmpstr(cs_fingerprint_place(small->pdata[0])->source, ==, "small");
    sought = cs_sought_new(small, 4096, 1);
    again = read_emails("large", 0, 500000, 1, G_MAXUINT, sought);
    cs_sought_free(sought);
    cs_fingerprint_take_met(all->pdata[0], again);
    cs_fingerprint_free(again);
    n = cs_fingerprint_common(all->pdata[0], all->pdata[2]);
    g_assert_cmpuint(n.level, ==, 1);
    g_assert_cmpfloat_with_epsilon((double)n.both / (double)n.b, 0.5, 0.04);
    g_ptr_array_set_size(large, 0);
    g_ptr_array_set_size(small, 0);
    cs_thin_find(all, &options, large, small);
    g_assert_cmpuint(large->len, ==, 1);
    g_assert_cmpstr(cs_fingerprint_place(large->pdata[0])->source, ==, "other");
}

/* No more is offered than fits, and what is not offered any more is not counted. */
static void
test_sought_within_bounds(void)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)cs_fingerprint_free);
    struct cs_fingerprint *large;
    struct cs_sought *sought;
    struct cs_common n;

    for (guint i = 0; i < 4; i++)
        g_ptr_array_add(all, emails("small", i * 4000, (i + 1) * 4000, 1));
    sought = cs_sought_new(all, 2100, 1);
    large = read_emails("large", 2000, 500000, 1, G_MAXUINT, sought);
    cs_sought_free(sought);
    n = cs_fingerprint_common(all->pdata[0], large);
    g_assert_cmpuint(n.level, ==, 3);
    g_assert_cmpuint(n.a, >, 400);
    g_assert_cmpfloat_with_epsilon((double)n.both / (double)n.a, 0.5, 0.06);
    g_assert_cmpuint(cs_fingerprint_met(large, NULL), <, 2100);
    cs_fingerprint_free(large);
}

static void
test_containment(void)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)cs_fingerprint_free);
    g_autoptr(cs_survey) survey = cs_survey_new();
    struct cs_overlap_options options;
    const struct cs_copy *copy;

    cs_overlap_defaults(&options);
    g_ptr_array_add(all, emails("a", 0, 100000, 1));
    g_ptr_array_add(all, emails("b", 60000, 260000, 1));
    g_ptr_array_add(all, emails("c", 300000, 400000, 1));
    cs_overlap_find(all, NULL, NULL, &options, survey);
    g_assert_cmpuint(survey->copies->len, ==, 1);
    copy = survey->copies->pdata[0];
    g_assert_cmpfloat_with_epsilon(copy->containment_ab, 0.4, 0.03);
    g_assert_cmpfloat_with_epsilon(copy->containment_ba, 0.2, 0.03);
    g_assert_cmpfloat(copy->interval_ab[0], <, copy->containment_ab);
    g_assert_cmpfloat(copy->interval_ab[1], >, copy->containment_ab);
    g_assert_cmpuint(survey->groups->len, ==, 1);
}

/* A copy of a column of one system in another one, of which one value in 2^level was compared. */
static void
add_pair_of_columns(struct cs_survey *survey, const char *attribute, const char *a, const char *b, guint level,
                    guint64 common)
{
    struct cs_copy *c = cs_copy_new();

    cs_place_set(&c->a, "crm", NULL, "person", a, NULL);
    cs_place_set(&c->b, "erp", NULL, "person", b, NULL);
    c->attribute = g_strdup(attribute);
    c->level = level;
    c->common = common;
    c->containment_ab = 0.5;
    c->interval_ab[0] = 0.4876;
    c->interval_ab[1] = 0.5124;
    c->distinct_a = c->distinct_b = (common << level) * 2;
    c->rows_a.rows = c->rows_b.rows = (double)(common << level);
    g_ptr_array_add(survey->copies, c);
}

/* A column of logins that are addresses or numbers belongs to the copies of both, which are no copies of each other. */
static void
test_groups_of_mixed_columns(void)
{
    g_autoptr(cs_survey) survey = cs_survey_new();

    add_pair_of_columns(survey, "contact.email", "email", "login", 0, 100);
    add_pair_of_columns(survey, "contact.phone", "phone", "login", 0, 100);
    cs_groups_make(survey);
    g_assert_cmpuint(survey->groups->len, ==, 2);
    for (guint i = 0; i < 2; i++) {
        const struct cs_copy *c = survey->copies->pdata[i];
        const struct cs_copy_group *g = survey->groups->pdata[c->group - 1];

        g_assert_cmpstr(g->attribute, ==, c->attribute);
        g_assert_cmpuint(g->places->len, ==, 2);
    }
}

/* The sentence is about the pair that shares most values, however few of them were compared, and as exact as that. */
static void
test_sentence_of_the_largest_pair(void)
{
    g_autoptr(cs_survey) survey = cs_survey_new();

    add_pair_of_columns(survey, "contact.email", "email", "backup", 0, 4000);
    add_pair_of_columns(survey, "contact.email", "email", "mail", 3, 2056);
    cs_groups_make(survey);
    cs_groups_tell(survey);
    g_assert_cmpstr(((struct cs_copy_group *)survey->groups->pdata[0])->sentence, ==,
                    "About 16400 (between 16000 and 16900) of about 32900 values of \"Email address\" in "
                    "crm:person.email are also in erp:person.mail.");
}

/* What the customers of two systems have differently is no figure about the copies of a few users' logins. */
static void
test_sentence_about_the_same_people(void)
{
    static const struct {
        guint64 common;
        gboolean told;
    } cases[] = {{900, TRUE}, {40, FALSE}};

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(cs_survey) survey = cs_survey_new();
        struct cs_conflict *conflict = cs_conflict_new("contact.phone");
        struct cs_people_pair *pair = cs_people_pair_new("crm", "erp");
        const struct cs_copy_group *group;

        survey->people = cs_people_new();
        conflict->compared = 1000;
        conflict->differing = 120;
        g_ptr_array_add(pair->conflicts, conflict);
        g_ptr_array_add(survey->people->pairs, pair);
        add_pair_of_columns(survey, "contact.email", "email", "mail", 0, cases[i].common);
        cs_groups_make(survey);
        cs_groups_tell(survey);
        group = survey->groups->pdata[0];
        g_assert_cmpint(strstr(group->sentence,
                               "; of 1000 people with \"Telephone number\" in both crm and erp, 120 have "
                               "a different one in each.") != NULL,
                        ==, cases[i].told);
    }
}

/* Rows are told from a sample with an interval: it holds them nineteen times of twenty, and says something. */
static void
test_row_intervals(void)
{
    const double rows = 2001 * 4 + (10001 - 2001); /* of 10 000 … 20 000 */
    guint held = 0, n = 2 * seeds();

    for (guint seed = 1; seed <= n; seed++) {
        struct cs_fingerprint *a = read_emails("a", 10000, 40000, seed, 5, NULL), *b = emails("b", 1, 20001, seed);
        const struct cs_common common = cs_fingerprint_common(a, b);

        held += common.rows_a.low <= rows && rows <= common.rows_a.high;
        g_assert_cmpfloat(common.rows_a.high - common.rows_a.low, <, rows / 2);
        g_assert_cmpfloat(common.rows_a.low, <=, common.rows_a.rows);
        g_assert_cmpfloat(common.rows_a.rows, <=, common.rows_a.high);
        g_assert_false(cs_row_count_is_exact(&common.rows_a));
        cs_fingerprint_free(a);
        cs_fingerprint_free(b);
    }
    g_assert_cmpuint(held * 10, >=, n * 8);
}

/* Nothing of a sample is not nothing at all; all of them are a count. */
static void
test_estimate(void)
{
    struct cs_row_count count;

    cs_rows_estimate(0, 0, 4, &count);
    g_assert_cmpfloat(count.rows, ==, 0);
    g_assert_cmpfloat(count.low, ==, 0);
    g_assert_cmpfloat(count.high, >, 3 * 16);
    cs_rows_estimate(7, 11, 0, &count);
    g_assert_cmpfloat(count.rows, ==, 7);
    g_assert_true(cs_row_count_is_exact(&count));
    cs_rows_widen(&count, 2);
    g_assert_cmpfloat(count.low, ==, 5);
    g_assert_cmpfloat(count.high, ==, 9);
}

/* ---- rows ---- */

struct estate {
    struct cs_source *source[2];
    GPtrArray *sets;
};

static struct cs_rowset *
add_set(struct estate *e, guint source, const char *name)
{
    const struct cs_object_info info = {.size = sizeof info, .schema = "", .name = name, .kind = CS_TABLE};
    struct cs_object *object = cs_object_new(e->source[source], &info);
    struct cs_rowset *set = cs_rowset_new(object, 0);

    object->kind = CS_KIND_PERSON;
    g_ptr_array_add(e->sets, set);
    return set;
}

static void
estate_init(struct estate *e)
{
    e->source[0] = cs_source_new("crm", NULL, "fake", "fake:");
    e->source[1] = cs_source_new("erp", NULL, "fake", "fake:");
    e->sets = g_ptr_array_new_with_free_func((GDestroyNotify)cs_rowset_free);
}

static void
estate_clear(struct estate *e)
{
    g_ptr_array_unref(e->sets);
    cs_source_free(e->source[0]);
    cs_source_free(e->source[1]);
}

static guint
add_column(struct cs_rowset *set, enum cs_row_role role, const char *column, const char *attribute,
           enum cs_value_class value_class)
{
    const struct cs_place place = {set->object->source->name, set->object->schema, set->object->name,
                                   (char *)(guintptr)column, NULL};

    return cs_rowset_column(set, role, role == CS_ROW_NAME ? NULL : &place, attribute, value_class, NULL);
}

static struct cs_cell
cell(guint64 hash)
{
    return (struct cs_cell){.hash = hash * 0x9e3779b97f4a7c15u, .signature = (guint32)(hash * 0x9e3779b1u)};
}

static void
note(struct cs_rowset *set, guint64 mail, guint64 phone)
{
    const struct cs_cell cells[] = {{.hash = mail}, {.hash = phone}};

    set->rows++;
    cs_rowset_note(set, cells, TRUE);
}

static struct cs_copy *
add_copy(struct cs_survey *survey, const struct cs_rowset *a, const struct cs_rowset *b, const char *column,
         const char *attribute)
{
    struct cs_copy *c = cs_copy_new();

    cs_place_set(&c->a, "crm", "", a->object->name, column, NULL);
    cs_place_set(&c->b, "crm", "", b->object->name, column, NULL);
    c->attribute = g_strdup(attribute);
    c->kind = g_strdup("copy");
    g_ptr_array_add(survey->copies, c);
    return c;
}

/* Rows that a key joins are counted over all that were noted: several rows of one value, values that join nobody, and
 * keys that only their low bits tell apart. */
static void
test_recount(void)
{
    const guint64 one = G_GUINT64_CONSTANT(0x1234567890abcdef), like_one = one ^ 0x10000, two = one * 3, role = one * 5,
                  alone = one * 7;
    g_autoptr(cs_survey) survey = cs_survey_new();
    struct estate e;
    struct cs_rowset *all, *list;
    struct cs_duplicate *d = g_new0(struct cs_duplicate, 1);
    const struct cs_copy *mail;

    estate_init(&e);
    all = add_set(&e, 0, "customer");
    list = add_set(&e, 0, "list");
    for (guint s = 0; s < 2; s++) {
        add_column(e.sets->pdata[s], CS_ROW_VALUE, "mail", "contact.email", CS_VC_EMAIL);
        add_column(e.sets->pdata[s], CS_ROW_VALUE, "phone", "contact.phone", CS_VC_PHONE);
    }
    note(all, one, two);
    note(all, two, one);
    note(all, 0, 0);
    cs_rowset_note_aside(all, 0, role);
    note(list, one, alone); /* another phone */
    note(list, one, two);
    note(list, like_one, two); /* nobody's of the customers */
    note(list, two, 0);        /* no phone to differ */
    note(list, alone, alone);
    for (guint i = 0; i < 3; i++) {
        note(list, 0, alone);
        cs_rowset_note_aside(list, 0, role);
    }
    cs_rowset_finish(all);
    cs_rowset_finish(list);
    mail = add_copy(survey, all, list, "mail", "contact.email");
    add_copy(survey, all, list, "phone", "contact.phone");
    cs_place_set(&d->place, "crm", "", "list", "mail", NULL);
    d->attribute = g_strdup("contact.email");
    g_ptr_array_add(survey->duplicates, d);

    cs_recount(e.sets, TRUE, survey);
    g_assert_cmpfloat(mail->rows_a.rows, ==, 3);
    g_assert_cmpfloat(mail->rows_b.rows, ==, 6);
    g_assert_true(cs_row_count_is_exact(&mail->rows_a) && cs_row_count_is_exact(&mail->rows_b));
    g_assert_cmpuint(mail->differences->len, ==, 1);
    g_assert_cmpfloat(((const struct cs_difference *)mail->differences->pdata[0])->rows, ==, 1);
    g_assert_cmpuint(d->values, ==, 2);
    g_assert_cmpuint(d->surplus, ==, 3);
    g_assert_cmpfloat(d->listed.rows, ==, 5);
    estate_clear(&e);
}

/* Hundred people in both systems by e-mail: the towns agree, the flags only as often as chance has it. */
static void
test_copy_or_domain(void)
{
    struct estate e;
    struct cs_rowset *set[2];
    struct cs_persons *persons;

    estate_init(&e);
    for (guint s = 0; s < 2; s++) {
        set[s] = add_set(&e, s, "customer");
        add_column(set[s], CS_ROW_VALUE, "email", "contact.email", CS_VC_EMAIL);
        add_column(set[s], CS_ROW_VALUE, "city", "address.city", CS_VC_PLACE);
        add_column(set[s], CS_ROW_VALUE, "size", "work.job_title", CS_VC_LINE);
        for (guint i = 0; i < 100; i++) {
            struct cs_cell row[3] = {cell(1000 + i), cell(50 + i % 7), cell(s ? 7 + i % 2 : 7 + i / 50)};

            cs_rowset_add(set[s], row, 32, FALSE);
        }
    }
    persons = cs_persons_link(e.sets);
    for (guint c = 1; c < 3; c++) {
        struct cs_agree_column *a = cs_agree_column_new(set[0], c, persons->person + persons->first[0]),
                               *b = cs_agree_column_new(set[1], c, persons->person + persons->first[1]);
        struct cs_agreement g;

        cs_agree(a, b, &g);
        g_assert_cmpuint(g.matched, ==, 100);
        if (c == 1)
            g_assert_cmpfloat(g.kappa, ==, 1);
        else
            g_assert_cmpfloat_with_epsilon(g.kappa, 0, 0.05);
        g_assert_cmpint(cs_agreement_is_copy(&g, 100, 100, 1), ==, c == 1);
        cs_agree_column_free(a);
        cs_agree_column_free(b);
    }
    cs_persons_free(persons);
    estate_clear(&e);
}

/* A telephone shared by a couple joins each with themselves, not with each other; a nameless call goes with nobody. */
static void
test_shared_phone(void)
{
    struct estate e;
    struct cs_rowset *a, *b, *calls;
    struct cs_persons *p;
    const guint64 ada = 0x11111, grace = 0x7654321;

    estate_init(&e);
    a = add_set(&e, 0, "customer");
    b = add_set(&e, 1, "customer");
    calls = add_set(&e, 1, "call");
    for (guint s = 0; s < 2; s++) {
        add_column(s ? b : a, CS_ROW_VALUE, "phone", "contact.phone", CS_VC_PHONE);
        add_column(s ? b : a, CS_ROW_NAME, NULL, NULL, CS_VC_NAME);
        cs_rowset_add(s ? b : a, (struct cs_cell[]){cell(5), cell(ada)}, 32, FALSE);
        cs_rowset_add(s ? b : a, (struct cs_cell[]){cell(5), cell(grace)}, 32, FALSE);
    }
    add_column(calls, CS_ROW_VALUE, "phone", "contact.phone", CS_VC_PHONE);
    cs_rowset_add(calls, (struct cs_cell[]){cell(5)}, 32, FALSE);
    p = cs_persons_link(e.sets);
    g_assert_cmpuint(p->n, ==, 5);
    g_assert_cmpuint(p->person[0], ==, p->person[2]);
    g_assert_cmpuint(p->person[1], ==, p->person[3]);
    g_assert_cmpuint(p->person[0], !=, p->person[1]);
    g_assert_cmpuint(p->person[4], ==, 4);
    cs_persons_free(p);
    estate_clear(&e);
}

/* 30 in crm, 60 in erp, 20 of them in both; a fifth of these have another phone there. */
static void
test_people(void)
{
    struct estate e;
    struct cs_rowset *set[2];
    struct cs_persons *p;
    struct cs_people *people;
    const struct cs_people_pair *pair;

    estate_init(&e);
    for (guint s = 0; s < 2; s++) {
        set[s] = add_set(&e, s, "customer");
        add_column(set[s], CS_ROW_VALUE, "email", "contact.email", CS_VC_EMAIL);
        add_column(set[s], CS_ROW_VALUE, "phone", "contact.phone", CS_VC_PHONE);
        for (guint i = s ? 10 : 0; i < (s ? 70u : 30u); i++)
            cs_rowset_add(set[s], (struct cs_cell[]){cell(1000 + i), cell(s && i % 5 == 0 ? 900000 + i : 5000 + i)}, 32,
                          FALSE);
        set[s]->rows = set[s]->n;
    }
    p = cs_persons_link(e.sets);
    people = cs_people_count(e.sets, p, "2026-01-01");
    g_assert_cmpfloat(people->persons, ==, 70);
    g_assert_cmpfloat(people->shared, ==, 20);
    g_assert_cmpfloat(g_array_index(people->known_in, double, 0), ==, 50);
    g_assert_cmpfloat(((struct cs_people_system *)people->systems->pdata[0])->persons, ==, 30);
    g_assert_cmpfloat(((struct cs_people_system *)people->systems->pdata[1])->only_here, ==, 40);
    g_assert_cmpuint(people->pairs->len, ==, 1);
    pair = people->pairs->pdata[0];
    g_assert_cmpfloat(pair->persons, ==, 20);
    for (guint i = 0; i < pair->conflicts->len; i++) {
        const struct cs_conflict *c = pair->conflicts->pdata[i];

        g_assert_cmpfloat(c->compared, ==, 20);
        g_assert_cmpfloat(c->differing, ==, !strcmp(c->attribute, "contact.phone") ? 4 : 0);
    }
    cs_people_free(people);
    cs_persons_free(p);
    estate_clear(&e);
}

/* A backup beside its table disagrees with nobody; an export that stands alone speaks for its system. */
static void
test_people_of_archives(void)
{
    for (guint alone = 0; alone < 2; alone++) {
        struct estate e;
        struct cs_persons *p;
        struct cs_people *people;

        estate_init(&e);
        for (guint s = 0; s < 3; s++) {
            struct cs_rowset *set = alone && s == 2 ? NULL : add_set(&e, s == 1, s == 2 ? "customer" : "customer_bak");

            if (!set)
                continue;
            set->archive = s == 0;
            add_column(set, CS_ROW_VALUE, "email", "contact.email", CS_VC_EMAIL);
            add_column(set, CS_ROW_VALUE, "phone", "contact.phone", CS_VC_PHONE);
            for (guint i = 0; i < 40; i++)
                cs_rowset_add(set, (struct cs_cell[]){cell(1000 + i), cell(s ? 5000 + i : 7000 + i)}, 32, FALSE);
            set->rows = set->n;
        }
        p = cs_persons_link(e.sets);
        people = cs_people_count(e.sets, p, "2026-01-01");
        g_assert_cmpfloat(people->persons, ==, 40);
        g_assert_cmpuint(people->pairs->len, ==, 1);
        for (guint i = 0; i < ((struct cs_people_pair *)people->pairs->pdata[0])->conflicts->len; i++) {
            const struct cs_conflict *c = ((struct cs_people_pair *)people->pairs->pdata[0])->conflicts->pdata[i];

            g_assert_cmpfloat(c->differing, ==, alone && !strcmp(c->attribute, "contact.phone") ? 40 : 0);
        }
        cs_people_free(people);
        cs_persons_free(p);
        estate_clear(&e);
    }
}

/* ---- references ---- */

static struct cs_object *
table(struct cs_source *source, const char *name, const char *const *columns)
{
    const struct cs_object_info info = {
        .size = sizeof info, .schema = "", .name = name, .kind = CS_TABLE, .readable = true};
    struct cs_object *object = cs_object_new(source, &info);
    const char *const first[] = {columns[0]};
    const struct cs_key_info primary = {
        .size = sizeof primary, .kind = CS_KEY_PRIMARY, .columns = first, .n_columns = 1};

    for (; *columns; columns++) {
        const struct cs_column_info column = {
            .size = sizeof column, .name = *columns, .native = "integer", .type = CS_T_INTEGER, .readable = true};

        cs_column_new(object, &column);
    }
    cs_key_new(object, &primary);
    return object;
}

static void
test_references_by_name(void)
{
    struct cs_source *source = cs_source_new("shop", NULL, "fake", "fake:");
    g_autoptr(GArray) found = NULL;
    guint right = 0;

    table(source, "ps_customers", (const char *const[]){"id", NULL});
    table(source, "tiers", (const char *const[]){"no_tiers", NULL});
    table(source, "sales_order", (const char *const[]){"id", "billing_customer_id", "id_gender", "no_tiers", NULL});
    table(source, "product", (const char *const[]){"id", "quantity", "customer_rating", NULL});
    found = cs_references_find(source);
    for (guint i = 0; i < found->len; i++) {
        const struct cs_reference *r = &g_array_index(found, struct cs_reference, i);

        right += !strcmp(r->column->name, "billing_customer_id") && !strcmp(r->parent->name, "ps_customers");
        right += !strcmp(r->column->name, "no_tiers") && !strcmp(r->parent->name, "tiers");
    }
    g_assert_cmpuint(found->len, ==, 2);
    g_assert_cmpuint(right, ==, 2);
    cs_source_free(source);
}

int
main(int argc, char **argv)
{
    int rc;

    g_test_init(&argc, &argv, NULL);
    key = cs_key_ephemeral();
    g_test_add_func("/copies/forms", test_forms);
    g_test_add_func("/copies/signatures", test_signatures);
    g_test_add_func("/copies/kappa", test_kappa);
    g_test_add_func("/copies/wilson", test_wilson);
    g_test_add_func("/copies/pairs", test_pairs);
    g_test_add_func("/copies/pairs-of-many", test_pairs_of_many);
    g_test_add_func("/copies/radix", test_radix);
    g_test_add_func("/copies/containment", test_containment);
    g_test_add_func("/copies/sought", test_sought);
    g_test_add_func("/copies/thin", test_thin);
    g_test_add_func("/copies/sought-within-bounds", test_sought_within_bounds);
    g_test_add_func("/copies/small-in-large", test_small_in_large);
    g_test_add_func("/copies/row-intervals", test_row_intervals);
    g_test_add_func("/copies/estimate", test_estimate);
    g_test_add_func("/copies/recount", test_recount);
    g_test_add_func("/copies/copy-or-domain", test_copy_or_domain);
    g_test_add_func("/copies/shared-phone", test_shared_phone);
    g_test_add_func("/copies/groups-of-mixed-columns", test_groups_of_mixed_columns);
    g_test_add_func("/copies/sentence-of-the-largest-pair", test_sentence_of_the_largest_pair);
    g_test_add_func("/copies/sentence-about-the-same-people", test_sentence_about_the_same_people);
    g_test_add_func("/copies/people", test_people);
    g_test_add_func("/copies/people-of-archives", test_people_of_archives);
    g_test_add_func("/copies/references", test_references_by_name);
    rc = g_test_run();
    cs_key_free(key);
    return rc;
}
