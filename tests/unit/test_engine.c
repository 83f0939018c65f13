/* test_engine.c - floor 3: checks against their vectors, names, values. */
#include "engine/classify.h"
#include "engine/mailbox.h"
#include "engine/ruleset.h"
#include "model/taxonomy.h"

#include <string.h>

static struct cs_ruleset *rules;
static struct cs_names *names;

/* tests/unit/engine/vectors: "check valid|invalid value" a line */
static void
test_vectors(void)
{
    g_autofree char *path = g_build_filename(g_getenv("CASSINI_SOURCE"), "tests", "unit", "engine", "vectors", NULL),
                    *text = NULL;
    g_auto(GStrv) lines = NULL;
    guint done = 0;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (char **l = lines; *l; l++) {
        g_auto(GStrv) words = g_strsplit(*l, " ", 3);
        const struct cs_check *check;

        if (**l == '#' || g_strv_length(words) < 3)
            continue;
        check = cs_check_find(words[0]);
        g_assert_nonnull(check);
        if (cs_check_accepts(check, words[2], strlen(words[2])) != !strcmp(words[1], "valid"))
            g_error("%s says the wrong thing of line: %s", words[0], *l);
        done++;
    }
    g_assert_cmpuint(done, >, 100);
}

/* What a table without a row says: the attribute of its column, or "none". */
static const char *
verdict(const char *table, const char *const *columns, const char *wanted)
{
    const struct cs_study_options options = {.ruleset = rules, .names = names, .as_of = "2026-01-01"};
    struct cs_source *source = cs_source_new("s", "other", "fake", "fake:");
    const struct cs_object_info info = {.size = sizeof info, .schema = "", .name = table, .rows = 0, .readable = true};
    struct cs_object *object = cs_object_new(source, &info);
    struct cs_matcher *matcher = cs_matcher_new(rules);
    g_autoptr(cs_survey) survey = cs_survey_new();
    struct cs_study *study;
    const char *found = "none";

    for (; *columns; columns++) {
        struct cs_column_info column = {
            .size = sizeof column, .name = *columns, .native = "text", .type = CS_T_TEXT, .readable = true};

        if (strstr(*columns, "date") || !strcmp(*columns, "ddn"))
            column.type = CS_T_DATE;
        cs_column_new(object, &column);
    }
    study = cs_study_new(&options, matcher, object);
    cs_study_finish(study, object, survey);
    for (guint i = 0; i < survey->findings->len; i++) {
        const struct cs_finding *f = survey->findings->pdata[i];

        if (!strcmp(f->place.column, wanted))
            found = cs_taxonomy_find(f->attribute)->id;
    }
    cs_study_free(study);
    cs_matcher_free(matcher);
    cs_source_free(source);
    return found;
}

static const char *
alone(const char *table, const char *column)
{
    const char *const columns[] = {"id", column, NULL};

    return verdict(table, columns, column);
}

/* … beside what tables of people have. */
static const char *
in_person_table(const char *column)
{
    const char *const columns[] = {"id", "full_name", "city", "email_2", column, NULL};

    return verdict("customers", columns, column);
}

static void
test_names(void)
{
    static const char *const known[][2] = {
        {"courriel", "contact.email"},
        {"EmailAddress", "contact.email"},
        {"email_1", "contact.email"},
        {"tel_portable", "contact.phone"},
        {"numero_telephone", "contact.phone"},
        {"date_naissance", "person.birth_date"},
        {"prenom", "person.first_name"},
        {"lastName", "person.last_name"},
        {"iban", "finance.iban"},
        {"numero_securite_sociale", "id.national"},
        {"password_hash", "credential.password"},
        {"datederniereconnexion", "lifecycle.last_activity"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        g_assert_cmpstr(in_person_table(known[i][0]), ==, known[i][1]);
}

/* Ordinary French names in a customers' table: at least 28 of these 30 are personal. */
static void
test_french_names(void)
{
    static const char *const french[] = {"nom",
                                         "prenom",
                                         "courriel",
                                         "adresse_mail",
                                         "telephone",
                                         "portable",
                                         "date_naissance",
                                         "ddn",
                                         "code_postal",
                                         "ville",
                                         "rue",
                                         "numero_voie",
                                         "nom_naissance",
                                         "civilite",
                                         "sexe",
                                         "situation_familiale",
                                         "nir",
                                         "num_secu",
                                         "numero_securite_sociale",
                                         "iban",
                                         "rib",
                                         "mot_de_passe",
                                         "adresse_ip",
                                         "nationalite",
                                         "lieu_naissance",
                                         "profession",
                                         "employeur",
                                         "opt_in_email",
                                         "consentement_sms",
                                         "date_consentement",
                                         NULL};
    guint found = 0;

    for (const char *const *f = french; *f; f++) {
        if (strcmp(verdict("clients", french, *f), "none"))
            found++;
        else
            g_test_message("%s is missed", *f);
    }
    g_assert_cmpuint(found, >=, 28);
}

static gboolean
is_personal(const char *id)
{
    return strcmp(id, "none") && !g_str_has_prefix(id, "lifecycle.") && !g_str_has_prefix(id, "org.");
}

/* Names on which substring rules fire: none is personal on its own. The first 56 are those of a survey of other tools.
 */
static void
test_confusable_names(void)
{
    static const char *const innocent[] = {"description",
                                           "shipping_cost",
                                           "zip_path",
                                           "island_code",
                                           "landing_page",
                                           "city_state",
                                           "status_state",
                                           "estate",
                                           "capacity",
                                           "authenticity",
                                           "velocity",
                                           "publicity",
                                           "electricity",
                                           "password_reset",
                                           "passenger_count",
                                           "compass",
                                           "bypass",
                                           "file_name",
                                           "product_name",
                                           "hostname",
                                           "table_name",
                                           "event_name",
                                           "email_verified",
                                           "email_count",
                                           "mail_template_id",
                                           "state",
                                           "zone",
                                           "timezone",
                                           "timezone_offset",
                                           "user_id",
                                           "userid",
                                           "update_time",
                                           "order_status",
                                           "specialty",
                                           "shop_id",
                                           "product_id",
                                           "links_count",
                                           "url_rewrite",
                                           "ip_range",
                                           "tip_amount",
                                           "recipe_id",
                                           "script",
                                           "clip",
                                           "chip_type",
                                           "ship_date",
                                           "relationship",
                                           "guid",
                                           "receipt_no",
                                           "bank_holiday",
                                           "credit_note",
                                           "credit_limit",
                                           "landmark",
                                           "statement_id",
                                           "country_count",
                                           "location_code",
                                           "company_id",
                                           "mailbox_size",
                                           "nominal",
                                           "telemetry",
                                           "villain",
                                           "ibanez_model",
                                           "prenom_table",
                                           "gender_ratio",
                                           "address_space",
                                           "phone_type_id",
                                           "ip_version",
                                           "is_email_verified",
                                           "name_length",
                                           "birth_date_format",
                                           "naissance_projet_id",
                                           "cellule",
                                           "mobilier",
                                           "portail",
                                           "adressage",
                                           "namespace"};

    for (gsize i = 0; i < G_N_ELEMENTS(innocent); i++)
        if (is_personal(alone("t", innocent[i]))) {
            g_test_message("%s is taken for %s", innocent[i], alone("t", innocent[i]));
            g_test_fail();
        }
}

static void
test_normal_form(void)
{
    static const char *const pairs[][2] = {{"EMailAddress", "e_mail_address"},
                                           {"tel1", "telephone_1"},
                                           {"  Prénoms ", "prenom"},
                                           {"dt_naiss", "date_naissance"},
                                           {"date-naissance", "date_naissance"},
                                           {"HTTPServer", "http_server"},
                                           {"__x__", "x"}};

    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_auto(GStrv) tokens = cs_lexicon_split(cs_names_lexicon(names), pairs[i][0]);
        g_autofree char *normal = g_strjoinv("_", tokens);

        g_assert_cmpstr(normal, ==, pairs[i][1]);
    }
}

static gboolean
holds(const char *text, enum cs_type type, const char *attribute)
{
    struct cs_matcher *matcher = cs_matcher_new(rules);
    guint16 found[64];
    guint n = cs_matcher_whole(matcher, type, text, strlen(text), found, G_N_ELEMENTS(found));
    gboolean hit = FALSE;

    for (guint i = 0; i < n; i++)
        hit |= !strcmp(cs_ruleset_rule(rules, found[i])->attribute, attribute);
    cs_matcher_free(matcher);
    return hit;
}

static void
test_values(void)
{
    g_assert_true(holds("claire@example.com", CS_T_TEXT, "contact.email"));
    g_assert_true(holds("06 39 98 12 34", CS_T_TEXT, "contact.phone"));
    g_assert_true(holds("+33639981234", CS_T_TEXT, "contact.phone"));
    g_assert_false(holds("logo@2x.png", CS_T_TEXT, "contact.email"));
    g_assert_false(holds("FR3930099012340012345678Z35", CS_T_TEXT, "finance.iban"));
    g_assert_false(holds("1234567890123", CS_T_INTEGER, "contact.email"));
}

/* The same answer for the same value, cached or not, and after others came in between. */
static void
test_cache_changes_nothing(void)
{
    struct cs_matcher *matcher = cs_matcher_new(rules);
    guint16 first[64], again[64];
    guint n = cs_matcher_whole(matcher, CS_T_TEXT, "claire@example.com", 18, first, 64), m;

    for (guint i = 0; i < 20000; i++) {
        g_autofree char *other = g_strdup_printf("p%u@example.com", i);

        cs_matcher_whole(matcher, CS_T_TEXT, other, strlen(other), again, 64);
    }
    m = cs_matcher_whole(matcher, CS_T_TEXT, "claire@example.com", 18, again, 64);
    g_assert_cmpmem(first, n * sizeof *first, again, m * sizeof *again);
    cs_matcher_free(matcher);
}

static void
test_search_counts(void)
{
    struct cs_matcher *matcher = cs_matcher_new(rules);
    const char *text = "Écrire à a@example.com ou b@example.org, pas à logo@2x.png.";
    guint16 found[64], counts[64];
    guint n = cs_matcher_search(matcher, text, strlen(text), found, counts, 64), mails = 0;

    for (guint i = 0; i < n; i++)
        if (!strcmp(cs_ruleset_rule(rules, found[i])->attribute, "contact.email"))
            mails = counts[i];
    g_assert_cmpuint(mails, ==, 2);
    cs_matcher_free(matcher);
}

/* Every attribute of the taxonomy can be found by at least one rule. */
static void
test_every_attribute_has_a_rule(void)
{
    for (guint a = 0; a < cs_taxonomy_count(); a++) {
        gboolean found = FALSE;

        for (guint i = 0; i < cs_ruleset_count(rules) && !found; i++)
            found = cs_ruleset_rule(rules, i)->attribute_index == (int)a;
        if (!found)
            g_error("no rule finds %s", cs_taxonomy_at(a)->id);
    }
}

static void
test_role_mailboxes(void)
{
    static const char *const roles_of[] = {"info@example.org",           "Comptabilit\xc3\xa9@example.org",
                                           "service.client@example.org", "sales-fr@example.com",
                                           "noreply+42@example.com",     "CONTACT2@example.net"},
                             *const people[] = {"claire.dupre@example.org",
                                                "m.support@example.org",
                                                "jinfo@example.org",
                                                "rose.sales@example.com",
                                                "info",
                                                "@example.org"};
    g_autofree char *folder = g_build_filename(g_getenv("CASSINI_SOURCE"), "rules", NULL);
    struct cs_roles *roles = NULL;
    struct cs_err err = {0};

    g_assert_cmpint(cs_roles_load(folder, &roles, &err), ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(roles_of); i++)
        if (!cs_email_is_role(roles, roles_of[i], strlen(roles_of[i])))
            g_error("%s is taken for a person's", roles_of[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(people); i++)
        if (cs_email_is_role(roles, people[i], strlen(people[i])))
            g_error("%s is taken for a role", people[i]);
    cs_roles_free(roles);
}

int
main(int argc, char **argv)
{
    g_autofree char *folder = g_build_filename(g_getenv("CASSINI_SOURCE"), "rules", NULL);
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int status;

    g_test_init(&argc, &argv, NULL);
    cs_yaml_errors_init(&errors);
    if (cs_ruleset_load(folder, NULL, g_getenv("PCRE2_NO_JIT") != NULL, &errors, &rules, &err))
        g_error("%s", err.message);
    names = cs_names_new(rules);
    g_test_add_func("/engine/checks/vectors", test_vectors);
    g_test_add_func("/engine/mailboxes", test_role_mailboxes);
    g_test_add_func("/engine/names/known", test_names);
    g_test_add_func("/engine/names/french", test_french_names);
    g_test_add_func("/engine/names/confusable", test_confusable_names);
    g_test_add_func("/engine/names/normal", test_normal_form);
    g_test_add_func("/engine/values/whole", test_values);
    g_test_add_func("/engine/values/cache", test_cache_changes_nothing);
    g_test_add_func("/engine/values/search", test_search_counts);
    g_test_add_func("/engine/rules/attributes", test_every_attribute_has_a_rule);
    status = g_test_run();
    cs_names_free(names);
    cs_ruleset_free(rules);
    cs_yaml_errors_clear(&errors);
    return status;
}
