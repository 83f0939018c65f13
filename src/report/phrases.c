/* phrases.c - the program's own messages in French: a map keeps its reasons and hints in English, a page speaks its
 * reader's language. The English side is the format as the source has it; tests/lint/phrases.py finds what lacks. */
#include "report/text.h"

#include <string.h>

#define SLOTS 4

static const struct {
    const char *english, *french; /* {1} is the first slot of the format */
} phrases[] = {
    {"the view refers to something that is gone, or its definer is",
     "la vue désigne quelque chose qui n’existe plus, ou son propriétaire n’existe plus"},
    {"its columns cannot be listed", "ses colonnes ne peuvent être listées"},
    {"the client library cannot start", "la bibliothèque cliente ne démarre pas"},
    {"%s:%u refuses the account %s", "{1}:{2} refuse le compte {3}"},
    {"%s:%s refuses the account %s", "{1}:{2} refuse le compte {3}"},
    {"check account and password (password_file, password_command, environment or ~/.my.cnf)",
     "vérifier le compte et le mot de passe (password_file, password_command, environnement ou ~/.my.cnf)"},
    {"check account and password (password_file, password_command, environment or ~/.pgpass) and pg_hba.conf",
     "vérifier le compte et le mot de passe (password_file, password_command, environnement ou ~/.pgpass) et "
     "pg_hba.conf"},
    {"%s:%u has no database %s that this account may see", "{1}:{2} n’a pas de base {3} que ce compte puisse voir"},
    {"%s:%s has no such database or account (%s, %s)", "{1}:{2} ne connaît pas cette base ou ce compte ({3}, {4})"},
    {"the host %s is unknown", "la machine {1} est inconnue"},
    {"check the spelling of the URL and the name service", "vérifier l’orthographe de l’adresse et le service de noms"},
    {"no protected connection with %s:%u: its certificate or TLS support does not satisfy tls.mode %s",
     "pas de connexion protégée avec {1}:{2}\u00a0: son certificat ou son TLS ne satisfait pas tls.mode {3}"},
    {"no protected connection with %s:%s: its certificate or TLS support does not satisfy sslmode %s",
     "pas de connexion protégée avec {1}:{2}\u00a0: son certificat ou son TLS ne satisfait pas sslmode {3}"},
    {"give its authority as tls.ca; tls.mode: require leaves out the check of who answers",
     "indiquer son autorité par tls.ca\u00a0; tls.mode: require renonce à vérifier qui répond"},
    {"%s:%u takes no more connections", "{1}:{2} n’accepte plus de connexion"},
    {"%s:%s takes no more connections", "{1}:{2} n’accepte plus de connexion"},
    {"%s:%u does not answer in time", "{1}:{2} ne répond pas à temps"},
    {"is that the port of a MariaDB or MySQL server?", "est-ce bien le port d’un serveur MariaDB ou MySQL\u00a0?"},
    {"is that the port of a PostgreSQL server?", "est-ce bien le port d’un serveur PostgreSQL\u00a0?"},
    {"no MariaDB or MySQL server answers at %s:%u", "aucun serveur MariaDB ou MySQL ne répond à {1}:{2}"},
    {"no PostgreSQL server answers at %s:%s", "aucun serveur PostgreSQL ne répond à {1}:{2}"},
    {"is it running, and is the port right?", "est-il démarré, et le port est-il le bon\u00a0?"},
    {"the URL of source \"%s\" is malformed", "l’adresse de la source «\u00a0{1}\u00a0» est mal formée"},
    {"the scan is being stopped", "l’analyse est en cours d’arrêt"},
    {"%s: permission denied", "{1}\u00a0: droit refusé"},
    {"%s: permission denied, or row-level security hides rows",
     "{1}\u00a0: droit refusé, ou la sécurité par ligne cache des lignes"},
    {"GRANT SELECT, SHOW VIEW ON it TO the scanning account (cassini check --grants)",
     "accorder SELECT et SHOW VIEW au compte d’analyse (cassini check --grants)"},
    {"GRANT SELECT ON %s TO the scanning account; for row-level security, a role with BYPASSRLS",
     "accorder SELECT sur {1} au compte d’analyse\u00a0; pour la sécurité par ligne, un rôle muni de BYPASSRLS"},
    {"%s: it is gone, or a view refers to something that is",
     "{1}\u00a0: elle n’existe plus, ou une vue désigne quelque chose qui n’existe plus"},
    {"%s: somebody holds a lock on it", "{1}\u00a0: quelqu’un la tient verrouillée"},
    {"%s: the statement timeout passed", "{1}\u00a0: le délai accordé à une requête est passé"},
    {"scan again when it is quiet, or raise limits.statement_timeout",
     "relancer l’analyse à une heure calme, ou augmenter limits.statement_timeout"},
    {"the connection to the server was lost", "la connexion au serveur a été perdue"},
    {"see the server's log; the rest of the scan went on",
     "voir le journal du serveur\u00a0; le reste de l’analyse s’est poursuivi"},
    {"%s: the table is damaged", "{1}\u00a0: la table est endommagée"},
    {"%s: the server refused the statement", "{1}\u00a0: le serveur a refusé la requête"},
    {"%s: there was not time enough", "{1}\u00a0: le temps a manqué"},
    {"no memory", "mémoire insuffisante"},
    {"views are not streamed", "les vues ne sont pas lues en entier"},
    {"%s.%s has no key, and is too large to be read in one statement",
     "{1}.{2} n’a pas de clé et est trop grande pour être lue en une seule requête"},
    {"give the table a primary or a unique key", "donner à la table une clé primaire ou unique"},
    {"row-level security hides rows from this account", "la sécurité par ligne cache des lignes à ce compte"},
    {"scan with a role that has BYPASSRLS", "analyser avec un rôle muni de BYPASSRLS"},
    {"the account %s may not connect to the database %s",
     "le compte {1} n’a pas le droit de se connecter à la base {2}"},
    {"GRANT CONNECT ON DATABASE", "accorder CONNECT sur la base"},
    {"%s accepts connections and then says nothing", "{1} accepte la connexion puis ne dit plus rien"},
    {"the server", "le serveur"},
    {"the connection was lost", "la connexion a été perdue"},
    {"the server did not answer in time", "le serveur n’a pas répondu à temps"},
    {"%s: it was there and is not any more", "{1}\u00a0: elle était là et n’y est plus"},
    {"the server ended the connection", "le serveur a mis fin à la connexion"},
    {"its foreign server cannot be read", "son serveur distant ne peut être lu"},
    {"%s: its content cannot be read", "{1}\u00a0: son contenu ne peut être lu"},
    {"views and foreign tables are not streamed", "les vues et les tables distantes ne sont pas lues en entier"},
    {"the view refers to itself or to something that is gone",
     "la vue se désigne elle-même, ou désigne quelque chose qui n’existe plus"},
    {"%s took longer than allowed", "{1} a duré plus longtemps que permis"},
    {"%s was stopped", "{1} a été arrêté"},
    {"%s: another program keeps the database locked", "{1}\u00a0: un autre programme tient la base verrouillée"},
    {"%s: the file is damaged or no SQLite database",
     "{1}\u00a0: le fichier est endommagé ou n’est pas une base SQLite"},
    {"%s: a cell is larger than this object can be read by",
     "{1}\u00a0: une cellule est trop grande pour que cet objet soit lu"},
    {"%s: the file cannot be read", "{1}\u00a0: le fichier ne peut être lu"},
    {"%s: it is gone, broken, or refers to something that is",
     "{1}\u00a0: disparu, cassé, ou désignant quelque chose qui l’est"},
    {"a database in WAL mode whose -shm file is missing cannot be read without writing beside it%s",
     "une base en mode WAL sans son fichier -shm ne peut être lue sans écrire à côté d’elle{1}"},
    {" (and its -wal holds changes)", " (et son fichier -wal contient des modifications)"},
    {"scan while its application runs, scan a copy, or set immutable: true to read the main file as it lies",
     "analyser pendant que son application tourne, analyser une copie, ou mettre immutable: true pour lire le fichier "
     "principal tel quel"},
    {"the file %s %s", "le fichier {1} {2}"},
    {"is not there", "n’existe pas"},
    {"may not be read by this account", "ne peut être lu par ce compte"},
    {"the connector described something impossible", "le connecteur a décrit une chose impossible"},
    {"this connector cannot stream", "ce connecteur ne sait pas lire en entier"},
    {"the connector returned rows of the wrong width", "le connecteur a rendu des lignes d’une mauvaise largeur"},
    {"the connector returned a value over the ceiling", "le connecteur a rendu une valeur au-delà du plafond"},
    {"excluded by the configuration", "exclu par la configuration"},
    {"views are switched off by the configuration", "les vues sont écartées par la configuration"},
    {"this account may not read it", "ce compte n’a pas le droit de le lire"},
    {"cassini check --grants prints what to grant", "cassini check --grants affiche les droits à accorder"},
    {"expected, but not visible to this account", "attendu, mais invisible pour ce compte"},
    {"max_stream_bytes is used up: its copies were not looked for",
     "max_stream_bytes est épuisé\u00a0: ses copies n’ont pas été recherchées"},
    {"this source cannot stream: its copies were not looked for",
     "cette source ne se lit pas en entier\u00a0: ses copies n’ont pas été recherchées"},
    {"interrupted: the last map was kept", "interrompu\u00a0: la dernière carte a été conservée"},
    /* how a source was read */
    {"none (local file)", "aucun (fichier local)"},
    {"none (local socket)", "aucun (connexion locale à la machine)"},
    {"none (loopback)", "aucun (connexion interne à la machine)"},
    {"none (switched off)", "aucun (désactivé)"},
    {"mode=ro, query_only, immutable (may be stale)", "mode=ro, query_only, immutable (peut être ancien)"},
};

/* The end of the conversion of printf that starts at format: "%s", "%u", "%.*s". */
static const char *
conversion_end(const char *format)
{
    const char *p = format + 1;

    while (*p && !g_ascii_isalpha(*p))
        p++;
    return *p ? p + 1 : p;
}

/* The text between two conversions, "%%" undone. */
static char *
literal(const char *format, const char **ret_end)
{
    GString *out = g_string_new(NULL);

    while (*format && (*format != '%' || format[1] == '%')) {
        format += *format == '%';
        g_string_append_c(out, *format++);
    }
    *ret_end = format;
    return g_string_free(out, FALSE);
}

/* TRUE when message was made by format; the slots' texts are left in slots. */
static gboolean
matches(const char *format, const char *message, char **slots)
{
    guint n = 0;
    g_autofree char *start = literal(format, &format);

    if (!g_str_has_prefix(message, start))
        return FALSE;
    message += strlen(start);
    while (*format && n < SLOTS) {
        const char *at;
        g_autofree char *next = literal(conversion_end(format), &format);

        at = !*next ? message + strlen(message) : *format ? strstr(message, next) : NULL;
        if (*next && !*format && g_str_has_suffix(message, next))
            at = message + strlen(message) - strlen(next);
        if (!at)
            return FALSE;
        slots[n++] = g_strndup(message, (gsize)(at - message));
        message = at + strlen(next);
    }
    return !*message && !*format;
}

char *
cs_phrase(const struct cs_words *words, const char *message)
{
    for (gsize i = 0; words->french && i < G_N_ELEMENTS(phrases); i++) {
        char *slots[SLOTS] = {0};
        char *found = NULL;

        if (matches(phrases[i].english, message, slots)) {
            for (guint n = 0; n < SLOTS; n++) {
                char *slot = slots[n];

                slots[n] = slot && *slot ? cs_phrase(words, slot) : g_strdup("");
                g_free(slot);
            }
            found = cs_fill(phrases[i].french, "1", slots[0], "2", slots[1], "3", slots[2], "4", slots[3], NULL);
        }
        for (guint n = 0; n < SLOTS; n++)
            g_free(slots[n]);
        if (found)
            return found;
    }
    return g_strdup(message);
}
