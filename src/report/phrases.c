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
    {"a pack of a known application has mistakes: it was not used",
     "le paquet d’une application connue comporte des erreurs\u00a0: il n’a pas été utilisé"},
    {"cassini rules lint shows them; --no-app-packs does without",
     "cassini rules lint les montre\u00a0; --no-app-packs s’en passe"},
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
    {"the host %s is unknown", "la machine {1} est inconnue"},
    {"check the spelling of the URL and the name service", "vérifier l’orthographe de l’adresse et le service de noms"},
    {"no protected connection with %s:%u: its certificate or TLS support does not satisfy tls.mode %s",
     "pas de connexion protégée avec {1}:{2}\u00a0: son certificat ou son TLS ne satisfait pas tls.mode {3}"},
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
    {"%s: it took longer than allowed", "{1}\u00a0: la lecture a duré plus longtemps que permis"},
    {"it was stopped", "la lecture a été arrêtée"},
    {"view_timeout of source \"%s\" is a number of seconds",
     "view_timeout de la source «\u00a0{1}\u00a0» est un nombre de secondes"},
    {"%s: the view takes longer than view_timeout allows",
     "{1}\u00a0: la vue dure plus longtemps que view_timeout ne le permet"},
    {"raise view_timeout of this source if its tables may be locked against ALTER for so long",
     "augmenter view_timeout de cette source si ses tables peuvent être fermées aux ALTER aussi longtemps"},
    {"somebody waited for a lock on it, so it was left alone",
     "quelqu’un attendait un verrou sur elle\u00a0: elle a été laissée tranquille"},
    {"scan again when it is quiet", "relancer l’analyse à une heure calme"},
    {"the URL of source \"%s\" names no file", "l’adresse de la source «\u00a0{1}\u00a0» ne désigne aucun fichier"},
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
    {"%s: rows that were there cannot be found again", "{1}\u00a0: des lignes qui étaient là ne se retrouvent plus"},
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
    {"%s: the file cannot be read", "{1}\u00a0: le fichier ne peut être lu"},
    {"%s: it is gone, broken, or refers to something that is",
     "{1}\u00a0: disparu, cassé, ou désignant quelque chose qui l’est"},
    {"the file %s %s", "le fichier {1} {2}"},
    {"%s: UTF-16 within gzip is not read", "{1}\u00a0: l’UTF-16 dans un gzip n’est pas lu"},
    {"%s: its content is %s, not CSV", "{1}\u00a0: son contenu est {2}, pas du CSV"},
    {"a zip archive or a spreadsheet", "une archive zip ou un classeur"},
    {"an old spreadsheet or document", "un ancien classeur ou document"},
    {"a PDF", "un PDF"},
    {"an SQLite database", "une base SQLite"},
    {"a program", "un programme"},
    {"a document", "un document"},
    {"save it as CSV, or exclude it", "l’enregistrer en CSV, ou l’exclure"},
    {"%s: no line ends in its first %d bytes", "{1}\u00a0: aucune ligne ne finit dans ses {2} premiers octets"},
    {"%s: reading it was stopped", "{1}\u00a0: sa lecture a été arrêtée"},
    {"%s: reading it took longer than allowed", "{1}\u00a0: sa lecture a duré plus que permis"},
    {"\"delimiter\" must be one ASCII character, tab or auto",
     "«\u00a0delimiter\u00a0» doit être un caractère ASCII, tab ou auto"},
    {"\"encoding\" must be auto, UTF-8, ISO-8859-1, Windows-1252, UTF-16LE or UTF-16BE",
     "«\u00a0encoding\u00a0» doit être auto, UTF-8, ISO-8859-1, Windows-1252, UTF-16LE ou UTF-16BE"},
    {"\"header\" must be auto, yes or no", "«\u00a0header\u00a0» doit être auto, yes ou no"},
    {"the path %s %s", "le chemin {1} {2}"},
    {"is neither a file nor a folder", "n’est ni un fichier ni un dossier"},
    {"%s: a symbolic link, which is not followed", "{1}\u00a0: un lien symbolique, qui n’est pas suivi"},
    {"%s: it cannot be opened", "{1}\u00a0: il ne peut être ouvert"},
    {"%s: not an ordinary file", "{1}\u00a0: ce n’est pas un fichier ordinaire"},
    {"too many files are open", "trop de fichiers sont ouverts"},
    {"%s: the file became shorter while it was read", "{1}\u00a0: le fichier a raccourci pendant sa lecture"},
    {"%s: the gzip file is damaged or cut off", "{1}\u00a0: le fichier gzip est endommagé ou tronqué"},
    {"%s: no memory", "{1}\u00a0: mémoire insuffisante"},
    {"%s: a quoted cell does not end before the file does",
     "{1}\u00a0: une cellule entre guillemets ne finit pas avant le fichier"},
    {"the file may be cut off, or a quote in it not doubled",
     "le fichier est peut-être tronqué, ou un guillemet n’y est pas doublé"},
    {"%s: no column is asked for", "{1}\u00a0: aucune colonne n’est demandée"},
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
    {"%s: its definition refers to itself", "{1}\u00a0: sa définition se désigne elle-même"},
    {"%s: reading it would write, which this session refuses",
     "{1}\u00a0: la lire écrirait, ce que cette session refuse"},
    {"exclude it if it is not meant to be read", "l’exclure si elle n’est pas faite pour être lue"},
    {"the code is an error number: the list in the server's manual explains it",
     "le code est un numéro d’erreur\u00a0: la liste du manuel du serveur l’explique"},
    {"%s:%s has no database %s", "{1}:{2} n’a pas de base {3}"},
    {"%s:%s is starting up, shutting down or recovering", "{1}:{2} démarre, s’arrête ou se rétablit"},
    {"GRANT CONNECT ON DATABASE (cassini check --grants)", "accorder CONNECT sur la base (cassini check --grants)"},
    {"no protected connection with %s:%s: its certificate or TLS support does not satisfy tls.mode %s",
     "pas de connexion protégée avec {1}:{2}\u00a0: son certificat ou son TLS ne satisfait pas tls.mode {3}"},
    {"scan again when it is up", "relancer l’analyse quand il sera démarré"},
    {"scan when it is quiet, or lower limits.sessions", "analyser à une heure calme, ou diminuer limits.sessions"},
    {"the last part of the URL names it; psql -l lists those there are",
     "la fin de l’adresse la nomme\u00a0; psql -l liste celles qui existent"},
    {"%s: its definition cannot be run", "{1}\u00a0: sa définition ne peut être exécutée"},
    {"SELECT * FROM it tells more; exclude it if it is not meant to be read",
     "SELECT * FROM elle en dit plus\u00a0; l’exclure si elle n’est pas faite pour être lue"},
    {"a view that fails on one of its values, or damaged storage: SELECT * FROM it tells more",
     "une vue qui échoue sur une de ses valeurs, ou un stockage endommagé\u00a0: SELECT * FROM elle en dit plus"},
    {"the code is a SQLSTATE: appendix A of the PostgreSQL manual explains it",
     "le code est un SQLSTATE\u00a0: l’annexe A du manuel de PostgreSQL l’explique"},
    {"%s: an interrupted change has to be undone first, which would write to the file",
     "{1}\u00a0: un changement interrompu doit d’abord être annulé, ce qui écrirait dans le fichier"},
    {"%s: it holds a cell of over %d MB and has no rowid to read it by",
     "{1}\u00a0: elle contient une cellule de plus de {2} Mo et n’a pas de rowid pour la lire"},
    {"%s: it needs more than %d MB of memory", "{1}\u00a0: elle demande plus de {2} Mo de mémoire"},
    {"a view that sorts or groups a large table: exclude it, the table behind it is read all the same",
     "une vue qui trie ou groupe une grande table\u00a0: l’exclure, la table qu’elle montre est lue de toute façon"},
    {"changes wait in its -wal file, which cannot be read without writing a -shm file beside it",
     "des changements attendent dans son fichier -wal, qui ne se lit pas sans écrire un fichier -shm à côté"},
    {"check the path", "vérifier le chemin"},
    {"open it once with its application (or sqlite3), or scan a copy",
     "l’ouvrir une fois avec son application (ou sqlite3), ou analyser une copie"},
    {"scan when it is quiet, or raise limits.lock_timeout",
     "analyser à une heure calme, ou augmenter limits.lock_timeout"},
    {"scan while its application runs, scan a copy made with .backup, or set immutable: true to read the main file "
     "without these changes",
     "analyser pendant que son application tourne, analyser une copie faite par .backup, ou mettre immutable: true "
     "pour lire le fichier principal sans ces changements"},
    {"the table behind a view is read all the same", "la table que montre une vue est lue de toute façon"},
    {"none (local socket)", "aucun (connexion locale à la machine)"},
    {"none (loopback)", "aucun (connexion interne à la machine)"},
    {"none (switched off)", "aucun (désactivé)"},
    {"mode=ro, query_only, immutable as asked: changes in a -wal file are not seen (stale)",
     "mode=ro, query_only, immutable comme demandé\u00a0: les changements d’un fichier -wal ne sont pas vus (ancien)"},
    {"mode=ro, query_only, immutable (WAL, nothing pending): changes during the scan are not seen",
     "mode=ro, query_only, immutable (WAL, rien en attente)\u00a0: les changements pendant l’analyse ne sont pas vus"},
    {"no table is visible to this account: nothing was granted to it",
     "aucune table n’est visible pour ce compte\u00a0: aucun droit ne lui est accordé"},
    {"it was stopped", "elle a été arrêtée"},
    {"it took longer than allowed", "elle a duré plus que permis"},
    {"%s: it took longer than allowed", "{1}\u00a0: elle a duré plus que permis"},
    {"%s: the script says so", "{1}\u00a0: le scénario le veut ainsi"},
    {"%s refuses the account", "{1} refuse le compte"},
    {"%s: it is gone", "{1}\u00a0: elle n’existe plus"},
    {"take the word denied out of the script", "retirer le mot denied du scénario"},
    {"%s: a column is gone", "{1}\u00a0: une colonne n’existe plus"},
    {"the script %s cannot be opened", "le scénario {1} ne peut être ouvert"},
    {"%s:%u: not understood", "{1}:{2}\u00a0: incompris"},
    {"view_timeout of source \"%s\" is a number of seconds",
     "view_timeout de la source «\u00a0{1}\u00a0» est un nombre de secondes"},
    {"%s: the view takes longer than view_timeout allows", "{1}\u00a0: la vue dure plus que view_timeout ne permet"},
    {"raise view_timeout of this source if its tables may be locked against ALTER for so long",
     "augmenter view_timeout de cette source si ses tables peuvent être fermées à ALTER aussi longtemps"},
    {"somebody waited for a lock on it, so it was left alone",
     "quelqu’un attendait un verrou sur elle, elle a donc été laissée"},
    {"scan again when it is quiet", "relancer l’analyse à une heure calme"},
    {"the connector did not return after its deadline and was left behind",
     "le connecteur n’est pas revenu après son délai et a été laissé"},
    {"the source gave no answer several times in a row and was asked no more",
     "la source n’a pas répondu plusieurs fois de suite et n’a plus été interrogée"},
    {"see whether it is overloaded or cut off, and scan again",
     "voir si elle est surchargée ou coupée, et relancer l’analyse"},
    {"the connector returned a result that means nothing", "le connecteur a rendu un résultat sans signification"},
    {"the connector failed without saying why", "le connecteur a échoué sans dire pourquoi"},
    {"the connector returned a value without bytes", "le connecteur a rendu une valeur sans octets"},
    {"the connector returned a value larger than its whole",
     "le connecteur a rendu une valeur plus grande que son tout"},
    {"the connector does not say how its rows were drawn",
     "le connecteur ne dit pas comment ses lignes ont été tirées"},
    {"the connector returned more rows than memory holds",
     "le connecteur a rendu plus de lignes que la mémoire n’en contient"},
    {"the connector opened nothing", "le connecteur n’a rien ouvert"},
    {"the connector gave no rows to read", "le connecteur n’a donné aucune ligne à lire"},
    {"the connector returned more rows than asked for", "le connecteur a rendu plus de lignes que demandé"},
    {"connector %u speaks another ABI", "le connecteur {1} parle une autre ABI"},
    {"connector %u lacks a required part", "il manque une partie obligatoire au connecteur {1}"},
    {"the URL of source \"%s\" names no file", "l’adresse de la source «\u00a0{1}\u00a0» ne nomme aucun fichier"},
    {"it reads postgresql://ACCOUNT@HOST:PORT/DATABASE", "elle s’écrit postgresql://COMPTE@MACHINE:PORT/BASE"},
    {"it reads mysql://ACCOUNT@HOST:PORT/DATABASE", "elle s’écrit mysql://COMPTE@MACHINE:PORT/BASE"},
    {"this account may not read the column", "ce compte n’a pas le droit de lire la colonne"},
    {"see whether it is overloaded or cut off, or raise limits.statement_timeout",
     "voir s’il est surchargé ou coupé, ou augmenter limits.statement_timeout"},
    {"%s: too large to be read whole by columns or through its parent alone",
     "{1}\u00a0: trop grande pour être lue en entier par colonnes ou par sa seule table mère"},
    {"GRANT SELECT on the whole table and on its partitions",
     "accorder SELECT sur la table entière et sur ses partitions"},
    {"%s, but not visible to this account", "{1}, mais invisible pour ce compte"},
    {"the type was %s and is %s", "le type de la colonne était {1}, il est maintenant {2}"},
    {"the confidence was %.2f and is %.2f", "la confiance était de {1}, elle est maintenant de {2}"},
    {"its values speak against the decision now", "ses valeurs contredisent désormais la décision"},
    {"the scan found %s and finds %s", "l’analyse voyait {1} et voit maintenant {2}"},
    {"the scan found nothing and finds %s", "l’analyse ne voyait rien et voit maintenant {1}"},
    {"its window %02u:%02u-%02u:%02u is closed", "sa fenêtre {1}:{2}-{3}:{4} est fermée"},
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
