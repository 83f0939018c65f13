/* people.c - invented people and their numbers. */
#include "company.h"

#include <stdio.h>
#include <string.h>

static const char *const women[] = {
    "Marie",    "Camille",  "Léa",      "Chloé",     "Manon",   "Inès",       "Sarah",         "Julie",
    "Nathalie", "Isabelle", "Sylvie",   "Catherine", "Sophie",  "Céline",     "Aurélie",       "Émilie",
    "Claire",   "Anaïs",    "Fatima",   "Yasmine",   "Hélène",  "Brigitte",   "Monique",       "Laura",
    "Pauline",  "Mathilde", "Lucie",    "Jeanne",    "Alice",   "Louise",     "Zoé",           "Agathe",
    "Noémie",   "Élodie",   "Sandrine", "Valérie",   "Martine", "Anne-Laure", "Marie-Thérèse", "Ophélie"};
static const char *const men[] = {
    "Jean",     "Pierre",  "Michel",     "Thomas",   "Nicolas",       "Julien",   "Alexandre", "Maxime",
    "Lucas",    "Hugo",    "Louis",      "Gabriel",  "Arthur",        "Paul",     "Antoine",   "Olivier",
    "Philippe", "Laurent", "Christophe", "Stéphane", "Sébastien",     "Karim",    "Mohamed",   "Mehdi",
    "Bruno",    "Gérard",  "Jacques",    "Henri",    "Émile",         "François", "Guillaume", "Romain",
    "Vincent",  "Théo",    "Noah",       "Adrien",   "Jean-Baptiste", "Jean-Luc", "Raphaël",   "Baptiste"};
static const char *const families[] = {
    "Martin",    "Bernard", "Thomas",   "Petit",    "Robert",   "Richard",  "Durand",   "Dubois",    "Moreau",
    "Laurent",   "Simon",   "Michel",   "Lefebvre", "Leroy",    "Roux",     "David",    "Bertrand",  "Morel",
    "Fournier",  "Girard",  "Bonnet",   "Dupont",   "Lambert",  "Fontaine", "Rousseau", "Vincent",   "Muller",
    "Lefèvre",   "Faure",   "André",    "Mercier",  "Blanc",    "Guérin",   "Boyer",    "Garnier",   "Chevalier",
    "François",  "Legrand", "Gauthier", "Garcia",   "Perrin",   "Robin",    "Clément",  "Morin",     "Nicolas",
    "Henry",     "Roussel", "Mathieu",  "Gautier",  "Masson",   "Marchand", "Duval",    "Denis",     "Dumont",
    "Marie",     "Lemaire", "Noël",     "Meyer",    "Dufour",   "Meunier",  "Brun",     "Blanchard", "Giraud",
    "Joly",      "Rivière", "Lucas",    "Brunet",   "Gaillard", "Barbier",  "Arnaud",   "Martinez",  "Gérard",
    "Roche",     "Renard",  "Schmitt",  "Roy",      "Leroux",   "Colin",    "Vidal",    "Caron",     "Picard",
    "Roger",     "Fabre",   "Aubert",   "Lemoine",  "Renaud",   "Dumas",    "Lacroix",  "Olivier",   "Philippe",
    "Bourgeois", "Pierre",  "Benoît",   "Rey",      "Leclerc",  "Payet",    "Rolland",  "Leclercq",  "Guillaume",
    "Lecomte",   "Benali",  "Haddad",   "N'Diaye",  "Da Silva", "Ferreira", "Le Goff",  "Le Gall",   "Kowalski",
    "Nguyen",    "Traoré"};
static const struct {
    const char *zip, *city;
} towns[] = {{"75011", "Paris"},    {"69003", "Lyon"},        {"13006", "Marseille"}, {"31000", "Toulouse"},
             {"44000", "Nantes"},   {"67000", "Strasbourg"},  {"33000", "Bordeaux"},  {"59800", "Lille"},
             {"35000", "Rennes"},   {"51100", "Reims"},       {"76600", "Le Havre"},  {"42000", "Saint-Étienne"},
             {"83000", "Toulon"},   {"38000", "Grenoble"},    {"21000", "Dijon"},     {"49000", "Angers"},
             {"30000", "Nîmes"},    {"87000", "Limoges"},     {"29200", "Brest"},     {"37000", "Tours"},
             {"80000", "Amiens"},   {"66000", "Perpignan"},   {"57000", "Metz"},      {"25000", "Besançon"},
             {"45000", "Orléans"},  {"68100", "Mulhouse"},    {"14000", "Caen"},      {"54000", "Nancy"},
             {"62000", "Arras"},    {"20090", "Ajaccio"},     {"06000", "Nice"},      {"34000", "Montpellier"},
             {"86000", "Poitiers"}, {"17000", "La Rochelle"}, {"56100", "Lorient"},   {"29000", "Quimper"}};
static const char *const ways[] = {"rue", "avenue", "boulevard", "place", "impasse", "allée", "chemin", "quai"};
static const char *const way_names[] = {"de la Gare",       "Victor Hugo", "des Lilas",  "Jean Jaurès",
                                        "de la République", "du Moulin",   "des Écoles", "Pasteur",
                                        "de Verdun",        "du Château",  "Gambetta",   "de l'Église",
                                        "des Tilleuls",     "du Stade",    "Émile Zola", "de Bretagne"};
static const char *const domains[] = {"example.com", "example.org", "example.net", "mail.example.com",
                                      "poste.example.org"};
static const char *const words[][12] = {
    {"Atelier", "Transports", "Boulangerie", "Menuiserie", "Garage", "Comptoir", "Imprimerie", "Clinique", "Domaine",
     "Librairie", "Ferme", "Cabinet"},
    {"SARL", "SAS", "SA", "EURL", "SCI", "SNC", "SARL", "SAS", "SASU", "SARL", "SAS", "SCOP"},
    {"Chaise pliante", "Lampe de bureau", "Table basse", "Étagère chêne", "Tapis laine", "Rideau lin", "Vase grès",
     "Coussin", "Miroir rond", "Bougie", "Plaid", "Tabouret"},
    {"Colis jamais reçu", "Facture en double", "Produit abîmé", "Changement d'adresse", "Remboursement",
     "Question sur un article", "Compte bloqué", "Retour", "Garantie", "Code promo refusé", "Délai de livraison",
     "Désinscription"}};

/* "Jean-Baptiste" → "jean-baptiste", accents gone */
static void
ascii_lower(char *out, gsize size, const char *text)
{
    static const char *const from[] = {"é", "è", "ê", "ë", "É", "ï", "î", "ô", "ö", "ç", "â", "à", "ü", "Î", NULL};
    static const char to[] = "eeeeeiioocaaui";
    gsize n = 0;

    while (*text && n + 1 < size) {
        guint i = 0;

        while (from[i] && !g_str_has_prefix(text, from[i]))
            i++;
        if (from[i]) {
            out[n++] = to[i];
            text += strlen(from[i]);
            continue;
        }
        if (g_ascii_isalpha(*text) || *text == '-')
            out[n++] = g_ascii_tolower(*text);
        text++;
    }
    out[n] = '\0';
}

const char *
people_word(struct company *company, guint kind)
{
    return words[kind][pick(company, 12)];
}

void
people_day(struct company *company, int first_year, int last_year, char out[16])
{
    g_snprintf(out, 16, "%04d-%02u-%02u", first_year + (int)pick(company, (guint)(last_year - first_year + 1)),
               1 + pick(company, 12), 1 + pick(company, 28));
}

void
people_time(struct company *company, char out[24])
{
    char day[16];

    people_day(company, 2019, 2025, day);
    g_snprintf(out, 24, "%s %02u:%02u:%02u", day, pick(company, 24), pick(company, 60), pick(company, 60));
}

/* ISO/IEC 7812-1 check digit, appended */
static void
luhn_close(char *digits, gsize n)
{
    guint sum = 0;

    for (gsize i = 0; i < n; i++) {
        guint d = (guint)(digits[n - 1 - i] - '0');

        if (i % 2 == 0)
            d = d > 4 ? 2 * d - 9 : 2 * d;
        sum += d;
    }
    digits[n] = (char)('0' + (10 - sum % 10) % 10);
    digits[n + 1] = '\0';
}

void
people_siret(struct company *company, char out[15])
{
    g_snprintf(out, 15, "%08u", 30000000 + pick(company, 60000000));
    luhn_close(out, 8);
    g_snprintf(out + 9, 5, "%04u", 1 + pick(company, 20));
    luhn_close(out, 13);
}

/* ISO 13616 over a French account of an invented bank */
static void
make_iban(struct company *company, char *out, gsize size)
{
    char account[24];
    guint64 rest = 0;

    g_snprintf(account, sizeof account, "30099%05u%011" G_GUINT64_FORMAT "%02u", pick(company, 100000),
               cs_rng_below(&company->rng, G_GUINT64_CONSTANT(100000000000)), pick(company, 97));
    for (const char *p = account; *p; p++)
        rest = (rest * 10 + (guint64)(*p - '0')) % 97;
    for (const char *p = "152700"; *p; p++)
        rest = (rest * 10 + (guint64)(*p - '0')) % 97;
    g_snprintf(out, size, "FR%02u%s", (guint)(98 - rest), account);
}

static void
make_nir(struct company *company, struct person *p)
{
    guint64 n = (p->woman ? 2u : 1u);

    n = n * 100 + (guint64)((p->birth[2] - '0') * 10 + p->birth[3] - '0');
    n = n * 100 + (guint64)((p->birth[5] - '0') * 10 + p->birth[6] - '0');
    n = n * 100 + 1 + pick(company, 95);
    n = n * 1000 + 1 + pick(company, 900);
    n = n * 1000 + 1 + pick(company, 900);
    g_snprintf(p->nir, sizeof p->nir, "%013" G_GUINT64_FORMAT "%02u", n, (guint)(97 - n % 97));
}

static void
make_person(struct company *company, guint i)
{
    struct person *p = &company->people[i];
    guint town = pick(company, G_N_ELEMENTS(towns));
    char first[48], last[48];

    p->woman = chance(company, 0.5);
    p->civility = p->woman ? "Mme" : "M.";
    p->first = p->woman ? women[pick(company, G_N_ELEMENTS(women))] : men[pick(company, G_N_ELEMENTS(men))];
    p->last = families[pick(company, G_N_ELEMENTS(families))];
    p->zip = towns[town].zip;
    p->city = towns[town].city;
    ascii_lower(first, sizeof first, p->first);
    ascii_lower(last, sizeof last, p->last);
    g_snprintf(p->email, sizeof p->email, "%s.%s%u@%s", first, last, i % 97 ? i : 7,
               domains[pick(company, G_N_ELEMENTS(domains))]);
    g_snprintf(p->mobile, sizeof p->mobile, "063998%04u", pick(company, 10000));
    if (chance(company, 0.9)) /* ARCEP's range for fiction is small: most people need a wider one */
        g_snprintf(p->mobile, sizeof p->mobile, "0%c%08u", chance(company, 0.7) ? '6' : '7',
                   10000000 + pick(company, 89999999));
    g_snprintf(p->landline, sizeof p->landline, "0%u%08u", 1 + pick(company, 5), 10000000 + pick(company, 89999999));
    g_snprintf(p->street, sizeof p->street, "%u %s %s", 1 + pick(company, 180), ways[pick(company, G_N_ELEMENTS(ways))],
               way_names[pick(company, G_N_ELEMENTS(way_names))]);
    people_day(company, 1938, 2005, p->birth);
    make_iban(company, p->iban, sizeof p->iban);
    make_nir(company, p);
    g_snprintf(p->customer_no, sizeof p->customer_no, "C%06u", 100000 + i * 7 + pick(company, 7));
}

void
people_make(struct company *company)
{
    company->people = g_new0(struct person, company->customers);
    for (guint i = 0; i < company->customers; i++)
        make_person(company, i);
}

void
people_phone_as(char *out, gsize size, const char *digits, guint style)
{
    static const char *const layouts[] = {"%c%c%c%c%c%c%c%c%c%c", "%c%c %c%c %c%c %c%c %c%c",
                                          "%c%c.%c%c.%c%c.%c%c.%c%c"};
    const char *d = digits;

    if (style == 3)
        g_snprintf(out, size, "+33%s", d + 1);
    else if (style == 4)
        g_snprintf(out, size, "+33 %c %c%c %c%c %c%c %c%c", d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9]);
    else
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        g_snprintf(out, size, layouts[style % 3], d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8], d[9]);
#pragma GCC diagnostic pop
}
