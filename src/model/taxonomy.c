/* taxonomy.c - the table of attributes and its look-ups. */
#include "model/taxonomy.h"

#include <string.h>

#define CS_ATTRIBUTE(id, en, fr, category, sensitivity, value_class) \
    {id, en, fr, category, sensitivity, (const char *)(value_class) != NULL, value_class},
#define CS_RIDER(id, en, fr, category, sensitivity, value_class) \
    {id, en, fr, category, sensitivity, FALSE, value_class},
static const struct cs_attribute attributes[] = {
#include "model/taxonomy.def"
};

static const struct {
    const char *category, *en, *fr;
} categories[] = {
    {"identification", "Civil status, identity", "État-civil, identité"},
    {"contact", "Contact details", "Coordonnées"},
    {"vie-personnelle", "Personal life", "Vie personnelle"},
    {"vie-professionnelle", "Working life", "Vie professionnelle"},
    {"economique", "Economic and financial data", "Informations d’ordre économique et financier"},
    {"connexion", "Connection data", "Données de connexion"},
    {"localisation", "Location data", "Données de localisation"},
    {"internet", "Internet (cookies, traces)", "Internet (cookies, traceurs)"},
    {"nir", "National identification number (NIR)", "Numéro de sécurité sociale (NIR)"},
    {"sensible-art9", "Special categories (Art. 9)", "Données sensibles (art. 9)"},
    {"art10", "Convictions and offences (Art. 10)", "Condamnations et infractions (art. 10)"},
    {"contenu", "Contents", "Contenus"},
    {"preuve", "Proof and life of the record", "Preuve et vie de l’enregistrement"},
    {"organisme", "Organisation", "Organisme"},
};

guint
cs_taxonomy_count(void)
{
    return G_N_ELEMENTS(attributes);
}

const struct cs_attribute *
cs_taxonomy_at(guint index)
{
    return &attributes[index];
}

int
cs_taxonomy_index(const char *id)
{
    for (gsize i = 0; id && i < G_N_ELEMENTS(attributes); i++)
        if (!strcmp(attributes[i].id, id))
            return (int)i;
    return -1;
}

const struct cs_attribute *
cs_taxonomy_find(const char *id)
{
    int i = cs_taxonomy_index(id);

    return i < 0 ? NULL : &attributes[i];
}

const char *
cs_category_label(const char *category, const char *language)
{
    for (gsize i = 0; i < G_N_ELEMENTS(categories); i++)
        if (!g_strcmp0(categories[i].category, category))
            return g_strcmp0(language, "fr") ? categories[i].en : categories[i].fr;
    return category;
}
