/* kind.c - kind and subjects of an object by its names; channel and polarity of consent columns. */
#include "engine/kind.h"

#include "model/taxonomy.h"

#include <string.h>

/* TRUE when one of the words is a token of the name, or a token's plural. */
static gboolean
has_word(const char *name, const char *const *words)
{
    g_autofree char *normal = cs_name_normal(name);
    g_auto(GStrv) tokens = g_strsplit(normal, "_", -1);

    for (char **t = tokens; *t; t++)
        for (const char *const *w = words; *w; w++) {
            gsize n = strlen(*w);

            if (!strncmp(*t, *w, n) &&
                (!(*t)[n] || !strcmp(*t + n, "s") || !strcmp(*t + n, "es") || !strcmp(*t + n, "x")))
                return TRUE;
        }
    return FALSE;
}

static const char *const product_words[] = {"product",   "produit", "article", "item",   "stock",        "catalog",
                                            "catalogue", "sku",     "brand",   "marque", "nomenclature", NULL};
static const char *const reference_words[] = {
    "country",  "countries", "currency", "currencies", "devise",      "region", "zone",  "language",
    "lang",     "tax",       "taxe",     "timezone",   "unit",        "unite",  "depot", "warehouse",
    "entrepot", "carrier",   "store",    "magasin",    "translation", NULL};
static const char *const setting_words[] = {"config",    "configuration", "setting",    "parameter", "param",
                                            "parametre", "option",        "preference", "migration", "schema",
                                            "job",       "cron",          NULL};
static const char *const log_words[] = {"log",        "journal", "audit", "history", "histo", "session",
                                        "connection", "visit",   "event", "trace",   NULL};
static const char *const transaction_words[] = {"order",    "commande", "cde",  "invoice", "facture",
                                                "payment",  "paiement", "cart", "panier",  "ticket",
                                                "ecriture", "ecr",      NULL};
static const char *const company_words[] = {"company",      "companies",    "societe",  "account",
                                            "organization", "organisation", "supplier", "fournisseur",
                                            "vendor",       "entreprise",   NULL};

struct person_count {
    guint names, contacts, others, company;
};

static struct person_count
count_person(const struct cs_names *names, const struct cs_object *object)
{
    struct person_count n = {0};

    for (guint i = 0; i < object->columns->len; i++) {
        const struct cs_column *c = object->columns->pdata[i];
        struct cs_name_hit hits[8];
        guint k = cs_names_match(names, c->name, object->name, hits, G_N_ELEMENTS(hits));

        for (guint h = 0; h < k; h++) {
            const char *id = hits[h].attribute < 0 ? "" : cs_taxonomy_at((guint)hits[h].attribute)->id;

            if (hits[h].strength != CS_NAME_STRONG || c->type == CS_T_BOOLEAN)
                continue;
            if (!strcmp(id, "person.first_name") || !strcmp(id, "person.last_name") || !strcmp(id, "person.name") ||
                !strcmp(id, "online.username"))
                n.names++;
            else if (!strcmp(id, "contact.email") || !strcmp(id, "contact.phone"))
                n.contacts++;
            else if (g_str_has_prefix(id, "person.") || g_str_has_prefix(id, "credential.") ||
                     g_str_has_prefix(id, "address."))
                n.others++;
            else if (!strcmp(id, "org.registration") || !strcmp(id, "org.vat") || !strcmp(id, "org.name"))
                n.company++;
            else
                continue;
            break;
        }
    }
    return n;
}

enum cs_kind
cs_kind_infer(const struct cs_names *names, const struct cs_object *object)
{
    struct person_count n = count_person(names, object);

    if (n.names + n.contacts >= 2 || (n.names + n.contacts >= 1 && n.others >= 2))
        return n.company >= 1 && n.names <= 1 ? CS_KIND_MIXED : CS_KIND_PERSON;
    if (has_word(object->name, setting_words))
        return CS_KIND_SETTINGS;
    if (has_word(object->name, log_words))
        return CS_KIND_LOG;
    if (has_word(object->name, transaction_words))
        return CS_KIND_TRANSACTION;
    if (has_word(object->name, product_words))
        return CS_KIND_PRODUCT;
    if (has_word(object->name, reference_words))
        return CS_KIND_REFERENCE;
    if (n.company || has_word(object->name, company_words))
        return CS_KIND_COMPANY;
    return CS_KIND_UNKNOWN;
}

guint
cs_subjects_infer(const struct cs_object *object)
{
    static const struct {
        enum cs_subject subject;
        const char *words[12];
    } subjects[] = {
        {CS_SUBJECT_CUSTOMER,
         {"customer", "client", "tiers", "cli", "kunde", "cliente", "klant", "buyer", "subscriber", "abonne",
          "member"}},
        {CS_SUBJECT_PROSPECT, {"prospect", "lead", "newsletter", "guest", "interessent"}},
        {CS_SUBJECT_EMPLOYEE,
         {"employee", "salarie", "staff", "personnel", "hr", "mitarbeiter", "agent", "absence", "payslip"}},
        {CS_SUBJECT_SUPPLIER, {"supplier", "fournisseur", "vendor", "lieferant"}},
        {CS_SUBJECT_USER, {"user", "utilisateur", "login", "admin", "usr"}},
        {CS_SUBJECT_CANDIDATE, {"candidate", "candidat", "applicant", "bewerber"}},
        {CS_SUBJECT_VISITOR, {"visitor", "visit", "session", "connection", "visiteur"}},
    };
    guint bits = 0;

    if (object->kind == CS_KIND_PRODUCT || object->kind == CS_KIND_SETTINGS || object->kind == CS_KIND_REFERENCE)
        return 0;
    for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++)
        if (has_word(object->name, subjects[i].words))
            bits |= subjects[i].subject;
    return bits;
}

gboolean
cs_name_is_code(const struct cs_column *column)
{
    static const char *const words[] = {"code",     "cd",    "cod",   "key",      "cle",      "attribute", "attr",
                                        "attribut", "champ", "field", "property", "cle_attr", "type",      NULL};

    return (column->type == CS_T_TEXT || column->type == CS_T_UNKNOWN || column->type == CS_T_ENUM) &&
           !column->primary && has_word(column->name, words);
}

gboolean
cs_name_is_value(const struct cs_column *column)
{
    static const char *const words[] = {"value", "valeur", "val", "wert", "valor", NULL};

    return (column->type == CS_T_TEXT || column->type == CS_T_UNKNOWN) && has_word(column->name, words);
}

static const char *
channel_of(const char *name)
{
    static const char *const email[] = {"email", "mail", "newsletter", "courriel", "emailing", NULL},
                             *const sms[] = {"sms", "texto", "mobile", NULL}, *const phone[] = {"phone",     "tel",
                                                                                                "telephone", "call",
                                                                                                "appel",     NULL},
                             *const post[] = {"post", "postal", "courrier", "mailing", NULL};

    if (has_word(name, email))
        return "email";
    if (has_word(name, sms))
        return "sms";
    if (has_word(name, phone))
        return "phone";
    return has_word(name, post) ? "post" : "all";
}

/* An opt-out read as opt-in is worse than a miss: when unsure, say so. */
static const char *
polarity_of(const char *name)
{
    g_autofree char *normal = cs_name_normal(name);
    static const char *const out[] = {"opt_out", "optout",  "no_",      "not_",  "do_not", "donot",     "dnc",
                                      "oppos",   "refus",   "desabo",   "unsub", "stop",   "blacklist", "exclu",
                                      "ne_pas",  "noemail", "suppress", "block", NULL};
    static const char *const in[] = {"opt_in",     "optin", "consent", "accept", "accord", "subscrib",
                                     "newsletter", "abonn", "agree",   "rgpd",   "gdpr",   NULL};

    for (const char *const *w = out; *w; w++)
        if (strstr(normal, *w))
            return "opt-out";
    for (const char *const *w = in; *w; w++)
        if (strstr(normal, *w))
            return "opt-in";
    return "unknown";
}

/* The column of the same object that proves a consent: its name holds one of the words and says consent too. */
static char *
evidence_column(const struct cs_object *object, const char *flag, const char *const *words, gboolean date)
{
    static const char *const about[] = {"optin", "opt",    "consent", "consentement", "newsletter", "rgpd",
                                        "gdpr",  "accord", NULL};

    for (guint i = 0; i < object->columns->len; i++) {
        const struct cs_column *c = object->columns->pdata[i];
        gboolean is_date = c->type == CS_T_DATE || c->type == CS_T_TIMESTAMP;

        if (strcmp(c->name, flag) && has_word(c->name, about) &&
            (date ? is_date : !is_date && has_word(c->name, words)))
            return g_strdup(c->name);
    }
    return NULL;
}

void
cs_consent_note(const struct cs_object *object, const struct cs_finding *f, struct cs_survey *survey)
{
    static const char *const source[] = {"source", "origine", "origin", "ip", "form", "canal", NULL},
                             *const text[] = {"text", "texte", "version", "wording", NULL};

    if (!strcmp(f->attribute, "consent.flag")) {
        struct cs_consent *c = g_new0(struct cs_consent, 1);

        cs_place_set(&c->place, f->place.source, f->place.schema, f->place.object, f->place.column, f->place.path);
        c->channel = g_strdup(channel_of(f->place.column));
        c->polarity = g_strdup(polarity_of(f->place.column));
        c->date_column = evidence_column(object, f->place.column, source, TRUE);
        c->source_column = evidence_column(object, f->place.column, source, FALSE);
        c->text_column = evidence_column(object, f->place.column, text, FALSE);
        c->yes = c->yes_without_evidence = -1;
        g_ptr_array_add(survey->consents, c);
    } else if (g_str_has_prefix(f->attribute, "lifecycle.")) {
        struct cs_lifecycle *l = g_new0(struct cs_lifecycle, 1);

        cs_place_set(&l->place, f->place.source, f->place.schema, f->place.object, f->place.column, f->place.path);
        l->role = g_strdup(f->attribute + strlen("lifecycle."));
        l->coverage = MAX(f->filled, 0);
        g_ptr_array_add(survey->lifecycles, l);
    }
}
