/* test_names.c - habits of naming: every form of the rules is known again however it is spelt, and the rules know
 * enough forms in each language. */
#include "engine/name.h"
#include "model/taxonomy.h"

#include <string.h>

static struct cs_ruleset *rules;
static struct cs_names *names;

/* How a habit spells a form whose tokens stand apart: "date_naissance". Owned by the caller. */
typedef char *(*spell)(const char *form);

static char *
joined(const char *form, gboolean capital, const char *between)
{
    g_autoptr(GString) out = g_string_new(NULL);
    gboolean first = TRUE;

    for (const char *c = form; *c; c++) {
        gboolean start = c == form || c[-1] == '_';

        if (*c == '_') {
            first = FALSE;
            g_string_append(out, between);
            continue;
        }
        g_string_append_c(out, start && (capital || !first) && !*between ? g_ascii_toupper(*c) : *c);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *
camel(const char *form)
{
    return joined(form, FALSE, "");
}

static char *
pascal(const char *form)
{
    return joined(form, TRUE, "");
}

static char *
kebab(const char *form)
{
    return joined(form, FALSE, "-");
}

static char *
spaced(const char *form)
{
    return joined(form, FALSE, " ");
}

static char *
upper(const char *form)
{
    return g_ascii_strup(form, -1);
}

static char *
numbered(const char *form)
{
    return g_strconcat(form, "_1", NULL);
}

static char *
of_user(const char *form)
{
    return g_strconcat("usr_", form, NULL);
}

static char *
of_customer(const char *form)
{
    g_autofree char *name = joined(form, TRUE, "");

    return g_strconcat("Customer", name, NULL);
}

static char *
together(const char *form)
{
    g_auto(GStrv) tokens = g_strsplit(form, "_", -1);

    return g_strjoinv("", tokens);
}

/* Does the name tell this attribute, with nothing unknown beside it? */
static gboolean
tells(const char *name, int attribute)
{
    struct cs_name_hit hits[16];
    guint n = cs_names_match(names, name, NULL, hits, G_N_ELEMENTS(hits));

    for (guint i = 0; i < n; i++)
        if (hits[i].attribute == attribute)
            return !hits[i].before && !hits[i].after;
    return FALSE;
}

/* The share of strong forms that are known in another spelling, of those that are known as they stand. */
static double
share_known(spell as)
{
    guint known = 0, all = 0;

    for (guint i = 0; i < cs_ruleset_count(rules); i++) {
        const struct cs_rule *r = cs_ruleset_rule(rules, i);

        for (char **form = r->strong; form && *form && r->attribute_index >= 0; form++) {
            g_autofree char *name = as(*form);
            gboolean found;

            if (!tells(*form, r->attribute_index))
                continue;
            all++;
            known += found = tells(name, r->attribute_index);
            if (!found)
                g_test_message("%s is not known as %s", *form, name);
        }
    }
    g_assert_cmpuint(all, >, 3000);
    return (double)known / all;
}

static void
test_spellings(void)
{
    static const struct {
        const char *habit;
        spell as;
        double least;
    } habits[] = {{"camelCase", camel, 0.99},        {"PascalCase", pascal, 0.99},
                  {"kebab-case", kebab, 1},          {"with spaces", spaced, 1},
                  {"UPPER_CASE", upper, 1},          {"numbered_1", numbered, 0.99},
                  {"usr_prefixed", of_user, 0.97},   {"CustomerPrefixed", of_customer, 0.97},
                  {"writtentogether", together, 0.9}};

    for (gsize i = 0; i < G_N_ELEMENTS(habits); i++) {
        double share = share_known(habits[i].as);

        g_test_message("%s: %.3f", habits[i].habit, share);
        g_assert_cmpfloat(share, >=, habits[i].least);
    }
}

/* The table's name again before each column's: "KundeVorname" in Kunde. */
static void
test_table_as_prefix(void)
{
    static const char *const known[][3] = {{"Kunde", "KundeVorname", "person.first_name"},
                                           {"artikelpflegerin", "artikelpflegerin_geburtsdatum", "person.birth_date"},
                                           {"mitarbeiter_akte", "ma_telefon", "contact.phone"},
                                           {"PAT_STAMM", "PAT_NACHNAME", "person.last_name"},
                                           {"zoekgeraakt", "zoekgeraakt_emailadres", "contact.email"}};

    for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
        struct cs_source *source = cs_source_new("s", "other", "fake", "fake:");
        const struct cs_object_info info = {.size = sizeof info, .schema = "", .name = known[i][0], .readable = true};
        const struct cs_column_info column = {
            .size = sizeof column, .name = known[i][1], .native = "text", .type = CS_T_TEXT, .readable = true};
        const struct cs_column_info other = {
            .size = sizeof other, .name = "ma_nr", .native = "text", .type = CS_T_TEXT, .readable = true};
        struct cs_object *object = cs_object_new(source, &info);
        struct cs_name_scope scope;
        struct cs_name_hit hits[16];
        gboolean found = FALSE;

        cs_column_new(object, &column);
        cs_column_new(object, &other);
        cs_name_scope_init(&scope, names, object);
        for (guint n = cs_names_match(names, known[i][1], &scope, hits, G_N_ELEMENTS(hits)); n; n--)
            found |= hits[n - 1].whole && hits[n - 1].attribute == cs_taxonomy_index(known[i][2]);
        if (!found)
            g_error("%s in %s does not tell %s", known[i][1], known[i][0], known[i][2]);
        cs_name_scope_clear(&scope);
        cs_source_free(source);
    }
}

/* Compounds, other orders of words, and what other languages put between them. */
static void
test_word_orders(void)
{
    static const char *const known[][2] = {{"Kundenvorname", "person.first_name"},
                                           {"klantachternaam", "person.last_name"},
                                           {"KundeEmailAdresse", "contact.email"},
                                           {"telefonnummer_privat", "contact.phone"},
                                           {"TelPrivat", "contact.phone"},
                                           {"geb_datum", "person.birth_date"},
                                           {"data_di_nascita", "person.birth_date"},
                                           {"dataDiNascita", "person.birth_date"},
                                           {"fecha_de_nacimiento", "person.birth_date"},
                                           {"data_de_nascimento", "person.birth_date"},
                                           {"nascita_data", "person.birth_date"},
                                           {"naissance_date", "person.birth_date"},
                                           {"date_of_birth", "person.birth_date"},
                                           {"numero_de_telefono", "contact.phone"},
                                           {"telefone_celular", "contact.phone"},
                                           {"celular_cliente", "contact.phone"},
                                           {"correo_electronico", "contact.email"},
                                           {"email_do_cliente", "contact.email"},
                                           {"indirizzo_email", "contact.email"},
                                           {"adresse_e_mail", "contact.email"},
                                           {"usr_mail", "contact.email"},
                                           {"nom_de_famille", "person.last_name"},
                                           {"primer_apellido", "person.last_name"},
                                           {"cognome_cliente", "person.last_name"},
                                           {"prenom_usager", "person.first_name"},
                                           {"nome_proprio", "person.first_name"},
                                           {"voornaam_klant", "person.first_name"},
                                           {"fornamn", "person.first_name"},
                                           {"nazwisko", "person.last_name"},
                                           {"cod_postal", "address.postal_code"},
                                           {"codice_postale", "address.postal_code"},
                                           {"numero_carta_identita", "id.identity_card"},
                                           {"num_passeport", "id.passport"},
                                           {"wachtwoord_hash", "credential.password"},
                                           {"strMotDePasse", "credential.password"}};

    for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
        if (!tells(known[i][0], cs_taxonomy_index(known[i][1]))) {
            g_test_message("%s does not tell %s", known[i][0], known[i][1]);
            g_test_fail();
        }
}

static void
add_all(GHashTable *set, char *const *forms)
{
    for (; forms && *forms; forms++)
        g_hash_table_add(set, *forms);
}

static void
test_enough_forms(void)
{
    g_autoptr(GHashTable) positive = g_hash_table_new(g_str_hash, g_str_equal),
                          negative = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < cs_ruleset_count(rules); i++) {
        const struct cs_rule *r = cs_ruleset_rule(rules, i);

        add_all(positive, r->strong);
        add_all(positive, r->weak);
        add_all(negative, r->negative);
    }
    g_assert_cmpuint(g_hash_table_size(positive), >=, 4000);
    g_assert_cmpuint(g_hash_table_size(negative), >=, 300);
}

/* Each attribute has forms in each of seven languages. */
static void
test_languages(void)
{
    static const char *const languages[] = {"fr", "en", "de", "es", "it", "nl", "pt", NULL};
    g_autoptr(GHashTable) have = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < cs_ruleset_count(rules); i++) {
        const struct cs_rule *r = cs_ruleset_rule(rules, i);
        gsize n = strlen(r->id);

        if (r->attribute_index >= 0 && n > 3 && r->id[n - 3] == '-' && r->strong)
            g_hash_table_add(have, g_strconcat(r->attribute, "-", r->id + n - 2, NULL));
    }
    for (guint a = 0; a < cs_taxonomy_count(); a++)
        for (const char *const *l = languages; *l; l++) {
            g_autofree char *key = g_strconcat(cs_taxonomy_at(a)->id, "-", *l, NULL);

            if (!g_hash_table_contains(have, key)) {
                g_test_message("%s has no strong form in %s", cs_taxonomy_at(a)->id, *l);
                g_test_fail();
            }
        }
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
    if (cs_ruleset_load(folder, NULL, TRUE, &errors, &rules, &err))
        g_error("%s", err.message);
    names = cs_names_new(rules);
    g_test_add_func("/names/spellings", test_spellings);
    g_test_add_func("/names/table_as_prefix", test_table_as_prefix);
    g_test_add_func("/names/word_orders", test_word_orders);
    g_test_add_func("/names/enough", test_enough_forms);
    g_test_add_func("/names/languages", test_languages);
    status = g_test_run();
    cs_names_free(names);
    cs_ruleset_free(rules);
    cs_yaml_errors_clear(&errors);
    return status;
}
