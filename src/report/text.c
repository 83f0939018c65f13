/* text.c - the words of the page and of the CSV, in English and French. */
#include "report/text.h"

#include <string.h>

static const struct {
    const char *key, *en, *fr;
} texts[] = {
    {"title", "Map of personal data", "Carte des données personnelles"},
    {"skip", "Skip to content", "Aller au contenu"},
    {"made", "Scan of %s, cassini %s, rules %s", "Analyse du %s, cassini %s, règles %s"},
    {"overview", "Overview", "Vue d’ensemble"},
    {"matrix", "Attributes by source", "Attributs par source"},
    {"columns-title", "Where the data is", "Où sont les données"},
    {"copies-title", "Stored more than once", "Données présentes plusieurs fois"},
    {"gaps-title", "What was not read", "Ce qui n’a pas été lu"},
    {"candidates-title", "Weak signs", "Indices faibles"},
    {"consent-title", "Consent", "Consentement"},
    {"lifecycle-title", "Dates for retention", "Dates utiles à la conservation"},
    {"method-title", "How to read this map", "Comment lire cette carte"},
    {"interrupted", "The scan was interrupted: this map shows only what had been read.",
     "L’analyse a été interrompue : cette carte ne montre que ce qui avait été lu."},
    {"incomplete", "Something that was asked for could not be read: see “What was not read”.",
     "Une partie de ce qui était demandé n’a pas pu être lue : voir « Ce qui n’a pas été lu »."},
    {"source", "source", "source"},
    {"sources", "sources", "sources"},
    {"object", "table or view", "table ou vue"},
    {"objects", "tables and views", "tables et vues"},
    {"column", "column", "colonne"},
    {"columns", "columns", "colonnes"},
    {"finding", "column with personal data", "colonne de données personnelles"},
    {"findings", "columns with personal data", "colonnes de données personnelles"},
    {"sensitive", "highly sensitive column", "colonne très sensible"},
    {"sensitives", "highly sensitive columns", "colonnes très sensibles"},
    {"copy", "copy between sources or tables", "copie entre sources ou tables"},
    {"copys", "copies between sources or tables", "copies entre sources ou tables"},
    {"gap", "gap", "lacune"},
    {"gaps", "gaps", "lacunes"},
    {"row", "row", "ligne"},
    {"rows", "rows", "lignes"},
    {"Source", "Source", "Source"},
    {"Product", "Product", "Logiciel"},
    {"Account", "Account", "Compte"},
    {"Protection", "Connection", "Connexion"},
    {"ReadOnly", "Read-only by", "Lecture seule par"},
    {"Objects", "Tables read", "Tables lues"},
    {"Found", "Columns found", "Colonnes trouvées"},
    {"Attribute", "Attribute", "Attribut"},
    {"Column", "Column", "Colonne"},
    {"Confidence", "Confidence", "Confiance"},
    {"Evidence", "Evidence", "Indices"},
    {"Filled", "Filled", "Rempli"},
    {"Shapes", "Shapes of values", "Formes des valeurs"},
    {"Verdict", "Verdict", "Verdict"},
    {"Place", "Place", "Emplacement"},
    {"Reason", "Reason", "Motif"},
    {"Hint", "What to do", "Que faire"},
    {"Asked", "Kind", "Nature"},
    {"Schema", "Schema", "Schéma"},
    {"Object", "Table", "Table"},
    {"Path", "Path", "Chemin"},
    {"Type", "Type", "Type"},
    {"Category", "Category", "Catégorie"},
    {"Subjects", "People concerned", "Personnes concernées"},
    {"Channel", "Channel", "Canal"},
    {"Polarity", "Meaning", "Sens"},
    {"Proof", "Proof columns", "Colonnes de preuve"},
    {"Role", "Role", "Rôle"},
    {"Sensitivity", "Sensitivity", "Sensibilité"},
    {"asked-yes", "asked for", "demandé"},
    {"asked-no", "by configuration or nature", "par configuration ou nature"},
    {"is", "is", "est"},
    {"contains", "contains", "contient"},
    {"high", "high", "élevée"},
    {"medium", "medium", "moyenne"},
    {"low", "low", "faible"},
    {"or", "or else", "sinon"},
    {"none", "none", "aucun"},
    {"no-copies", "No copy was found.", "Aucune copie n’a été trouvée."},
    {"no-stream", "Copies were not looked for: key columns were not read (no-stream).",
     "Les copies n’ont pas été recherchées : les colonnes clés n’ont pas été lues (no-stream)."},
    {"no-gaps", "Everything that the accounts can list was read.", "Tout ce que les comptes peuvent voir a été lu."},
    {"filter", "Filter tables and columns", "Filtrer tables et colonnes"},
    {"of-in", "of the values of", "des valeurs de"},
    {"are-in", "are also in", "se trouvent aussi dans"},
    {"between", "between", "entre"},
    {"and", "and", "et"},
    {"group", "Group", "Groupe"},
    {"drawn-all", "every row read", "toutes les lignes lues"},
    {"drawn-random", "random rows", "lignes au hasard"},
    {"drawn-range", "rows from all key ranges", "lignes prises sur toute la plage de clés"},
    {"drawn-block", "random blocks", "blocs au hasard"},
    {"drawn-head", "first rows only", "premières lignes seulement"},
    {"drawn-none", "no row read", "aucune ligne lue"},
    {"ev-name", "name", "nom"},
    {"ev-value", "values", "valeurs"},
    {"ev-check", "check digits", "clés de contrôle"},
    {"ev-list", "word list", "liste de mots"},
    {"ev-type", "type", "type"},
    {"ev-cardinality", "variety of values", "diversité des valeurs"},
    {"ev-context", "neighbouring columns", "colonnes voisines"},
    {"ev-comment", "comment", "commentaire"},
    {"ev-table", "table", "table"},
    {"ev-key", "key", "clé"},
    {"ev-prior", "starting point", "point de départ"},
    {"method-1",
     "Values are sampled, rows are spread over each table, and nothing is written to a source. “Not found” is not "
     "“absent”: each table states how its rows were drawn and what such a sample can miss.",
     "Les valeurs sont échantillonnées, les lignes réparties sur chaque table, et rien n’est écrit dans une source. « "
     "Non trouvé » ne veut pas dire « absent » : chaque table indique comment ses lignes ont été tirées et ce qu’un "
     "tel tirage peut manquer."},
    {"method-2",
     "Confidence weighs the name of the column, its values, its type and its neighbours. Shapes replace runs of "
     "letters with x and digits with 0, and are shown only when at least five different values share them.",
     "La confiance pèse le nom de la colonne, ses valeurs, son type et ses voisines. Les formes remplacent les suites "
     "de lettres par x et les chiffres par 0, et n’apparaissent que si au moins cinq valeurs différentes les "
     "partagent."},
    {"method-3",
     "Copies compare keyed fingerprints of values; the key is made for one scan and no value is kept. Two columns that "
     "share few values, or values of fewer than a handful of people, are not reported.",
     "Les copies comparent des empreintes de valeurs calculées avec une clé propre à l’analyse ; aucune valeur n’est "
     "conservée. Deux colonnes qui partagent peu de valeurs, ou celles de quelques personnes seulement, ne sont pas "
     "signalées."},
};

struct cs_words
cs_words_for(const char *language)
{
    gboolean french = language && g_str_has_prefix(language, "fr");
    struct cs_words words = {french ? "fr" : "en", french};

    return words;
}

const char *
cs_word(const struct cs_words *words, const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        if (!strcmp(texts[i].key, key))
            return words->french ? texts[i].fr : texts[i].en;
    return key;
}

const char *
cs_attribute_label(const struct cs_words *words, const char *id)
{
    const struct cs_attribute *a = cs_taxonomy_find(id);

    if (!a)
        return id;
    return words->french ? a->label_fr : a->label_en;
}

char *
cs_number(const struct cs_words *words, guint64 n)
{
    g_autofree char *digits = g_strdup_printf("%" G_GUINT64_FORMAT, n);
    gsize size = strlen(digits);
    GString *out = g_string_new(NULL);

    for (gsize i = 0; i < size; i++) {
        if (i && (size - i) % 3 == 0)
            g_string_append(out, words->french ? "\u202f" : ",");
        g_string_append_c(out, digits[i]);
    }
    return g_string_free(out, FALSE);
}

char *
cs_percent(const struct cs_words *words, double share)
{
    double p = share * 100;
    char number[32];

    g_ascii_formatd(number, sizeof number, p < 10 && p > 0 ? "%.1f" : "%.0f", p);
    if (words->french)
        g_strdelimit(number, ".", ',');
    return g_strdup_printf("%s%s%%", number, words->french ? "\u00a0" : "");
}

char *
cs_count(const struct cs_words *words, guint64 n, const char *key)
{
    g_autofree char *number = cs_number(words, n), *plural = g_strdup_printf("%ss", key);
    gboolean one = words->french ? n < 2 : n == 1;

    return g_strdup_printf("%s\u00a0%s", number, cs_word(words, one ? key : plural));
}

const char *
cs_confidence_word(const struct cs_words *words, double confidence)
{
    return cs_word(words, confidence >= 0.9 ? "high" : confidence >= 0.7 ? "medium" : "low");
}

char *
cs_evidence_text(const struct cs_words *words, const struct cs_evidence *e)
{
    g_autofree char *key = g_strdup_printf("ev-%s", e->kind);

    return e->detail ? g_strdup_printf("%s%s %s", cs_word(words, key), words->french ? "\u00a0:" : ":", e->detail)
                     : g_strdup(cs_word(words, key));
}

char *
cs_place_text(const struct cs_place *p, gboolean with_source)
{
    GString *out = g_string_new(with_source ? p->source : NULL);

    if (p->schema && *p->schema)
        g_string_append_printf(out, "%s%s", out->len ? "." : "", p->schema);
    if (p->object)
        g_string_append_printf(out, "%s%s", out->len ? "." : "", p->object);
    if (p->column)
        g_string_append_printf(out, "%s%s", out->len ? "." : "", p->column);
    if (p->path)
        g_string_append_printf(out, " %s", p->path);
    return g_string_free(out, FALSE);
}

void
cs_html_escape(FILE *out, const char *text)
{
    for (const char *p = text ? text : ""; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char_validated(p, -1);

        if (c == (gunichar)-1 || c == (gunichar)-2) {
            fprintf(out, "\\x%02x", (guint8)*p);
            p = p + 1 - (g_utf8_next_char(p) - p); /* one byte on */
            continue;
        }
        if (c == '<')
            fputs("&lt;", out);
        else if (c == '>')
            fputs("&gt;", out);
        else if (c == '&')
            fputs("&amp;", out);
        else if (c == '"')
            fputs("&quot;", out);
        else if (c == '\'')
            fputs("&#39;", out);
        else if (g_unichar_iscntrl(c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
                 c == 0x200f)
            fprintf(out, "\\u%04x", c);
        else
            fwrite(p, 1, (gsize)(g_utf8_next_char(p) - p), out);
    }
}
