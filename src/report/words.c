/* words.c - every text of the page, of the CSV and of explain: key, English, French. "one|many", slots in {}. */
#include "report/text.h"

static const struct {
    const char *key, *en, *fr;
} texts[] = {
    /* the page */
    {"title", "Map of personal data", "Carte des données personnelles"},
    {"skip", "Skip to content", "Aller au contenu"},
    {"contents", "Sections of the page", "Rubriques de la page"},
    {"nav-overview", "Overview", "Vue d’ensemble"},
    {"nav-attention", "Look first", "À regarder d’abord"},
    {"nav-matrix", "By source", "Par source"},
    {"nav-columns", "Columns", "Colonnes"},
    {"nav-decisions", "Decisions", "Décisions"},
    {"nav-copies", "Copies", "Copies"},
    {"nav-joins", "Links", "Liens"},
    {"nav-people", "People", "Personnes"},
    {"nav-life", "Consent, retention", "Consentement, durées"},
    {"nav-gaps", "Not read", "Non lu"},
    {"nav-method", "Help", "Aide"},
    {"colon", ": ", "\u00a0: "},
    {"semicolon", "; ", "\u00a0; "},
    {"scanned", "Scan", "Analyse"},
    {"took", "{date}, in {time}", "{date}, en {time}"},
    {"sources-named", "Sources", "Sources"},
    {"controller", "Controller", "Responsable du traitement"},
    {"dpo", "Data protection officer", "Délégué à la protection des données"},
    {"footer",
     "This page was made by cassini from a map of schemas and counts. It holds no value of any source and asks nothing "
     "of any network. It says where personal data is: give it only to those who need it.",
     "Cette page a été produite par cassini à partir d’une carte de structures et de comptages. Elle ne contient "
     "aucune "
     "valeur des sources et n’interroge aucun réseau. Elle dit où sont les données personnelles\u00a0: ne la confiez "
     "qu’à ceux qui en ont besoin."},
    {"month-1", "January", "janvier"},
    {"month-2", "February", "février"},
    {"month-3", "March", "mars"},
    {"month-4", "April", "avril"},
    {"month-5", "May", "mai"},
    {"month-6", "June", "juin"},
    {"month-7", "July", "juillet"},
    {"month-8", "August", "août"},
    {"month-9", "September", "septembre"},
    {"month-10", "October", "octobre"},
    {"month-11", "November", "novembre"},
    {"month-12", "December", "décembre"},
    {"n-bytes", "{n}\u00a0byte|{n}\u00a0bytes", "{n}\u00a0octet|{n}\u00a0octets"},
    {"n-sources", "{n}\u00a0source|{n}\u00a0sources", "{n}\u00a0source|{n}\u00a0sources"},
    {"n-objects", "{n}\u00a0table or view|{n}\u00a0tables and views", "{n}\u00a0table ou vue|{n}\u00a0tables et vues"},
    {"n-columns", "{n}\u00a0column|{n}\u00a0columns", "{n}\u00a0colonne|{n}\u00a0colonnes"},
    {"n-rows", "{n}\u00a0row|{n}\u00a0rows", "{n}\u00a0ligne|{n}\u00a0lignes"},
    {"n-about-rows", "about {n}\u00a0row|about {n}\u00a0rows", "environ {n}\u00a0ligne|environ {n}\u00a0lignes"},
    {"n-findings", "{n}\u00a0finding|{n}\u00a0findings", "{n}\u00a0constat|{n}\u00a0constats"},
    {"n-personal", "{n}\u00a0column with personal data|{n}\u00a0columns with personal data",
     "{n}\u00a0colonne de données personnelles|{n}\u00a0colonnes de données personnelles"},
    {"n-copies", "{n}\u00a0pair of columns|{n}\u00a0pairs of columns",
     "{n}\u00a0paire de colonnes|{n}\u00a0paires de colonnes"},
    {"n-groups", "{n}\u00a0group|{n}\u00a0groups", "{n}\u00a0groupe|{n}\u00a0groupes"},
    {"more", "and {n} more", "et {n} de plus"},
    {"more-in-map", "{n}\u00a0more is in the JSON map only.|{n}\u00a0more are in the JSON map only.",
     "{n}\u00a0de plus ne figure que dans la carte JSON.|{n}\u00a0de plus ne figurent que dans la carte JSON."},

    /* overview */
    {"overview", "Overview", "Vue d’ensemble"},
    {"incomplete", "This map is incomplete.", "Cette carte est incomplète."},
    {"incomplete-asked",
     "{n}\u00a0thing that was asked for could not be read:|{n}\u00a0things that were asked for could "
     "not be read:",
     "{n}\u00a0élément demandé n’a pas pu être lu\u00a0:|{n}\u00a0éléments demandés n’ont pas pu être lus\u00a0:"},
    {"incomplete-see", "Reasons and what to do", "Motifs et remèdes"},
    {"sum-read-all", "{objects} in {sources}: everything was read.", "{objects} dans {sources}\u00a0: tout a été lu."},
    {"sum-read-none", "Nothing could be read in {sources}: the map says nothing about the data there.",
     "Rien n’a pu être lu dans {sources}\u00a0: la carte ne dit rien des données qui s’y trouvent."},
    {"sum-read", "{read} of {objects} that the accounts can list in {sources}: so much was read.",
     "{read} sur {objects} que les comptes peuvent lister dans {sources}\u00a0: voilà ce qui a été lu."},
    {"sum-sample",
     "The map rests on a sample: at most about {n}\u00a0row of each.|The map rests on samples: at most about "
     "{n}\u00a0rows of each, spread over it.",
     "La carte repose sur un échantillon\u00a0: {n}\u00a0ligne au plus environ pour chacune.|La carte repose sur des "
     "échantillons\u00a0: environ {n}\u00a0lignes au plus pour chacune, réparties sur l’ensemble."},
    {"sum-all-rows", "Every row was read.", "Toutes les lignes ont été lues."},
    {"sum-found", "Personal data was found in {personal}, in {tables}.",
     "Des données personnelles ont été trouvées dans {personal}, réparties sur {tables}."},
    {"sum-found-none", "No personal data was found in what was read.",
     "Aucune donnée personnelle n’a été trouvée dans ce qui a été lu."},
    {"sum-subjects", "The people concerned seem to be: {who}.", "Les personnes concernées semblent être\u00a0: {who}."},
    {"sum-sensitive", "{n}\u00a0column is highly sensitive ({which}).|{n}\u00a0columns are highly sensitive ({which}).",
     "{n}\u00a0colonne est très sensible ({which}).|{n}\u00a0colonnes sont très sensibles ({which})."},
    {"sum-copies",
     "The same people’s data is stored more than once: in {groups}, columns have values in common ({copies}).",
     "Des données des mêmes personnes sont présentes plusieurs fois\u00a0: en {groups}, des colonnes ont des valeurs "
     "communes ({copies})."},
    {"sum-gaps", "Some things were not read: they are listed with their reasons.",
     "Certains éléments n’ont pas été lus\u00a0: ils sont listés avec leurs motifs."},
    {"figure-sources", "source|sources", "source|sources"},
    {"figure-objects", "table or view|tables and views", "table ou vue|tables et vues"},
    {"figure-columns", "column|columns", "colonne|colonnes"},
    {"figure-personal", "column with personal data|columns with personal data",
     "colonne de données personnelles|colonnes de données personnelles"},
    {"figure-sensitive", "highly sensitive column|highly sensitive columns",
     "colonne très sensible|colonnes très sensibles"},
    {"figure-copies", "group of copied columns|groups of copied columns",
     "groupe de colonnes copiées|groupes de colonnes copiées"},
    {"figure-people", "person known to several sources|people known to several sources",
     "personne connue de plusieurs sources|personnes connues de plusieurs sources"},
    {"figure-gaps", "thing not read|things not read", "élément non lu|éléments non lus"},
    {"coverage", "What was read, source by source", "Ce qui a été lu, source par source"},
    {"h-source", "Source", "Source"},
    {"h-access", "How it was read", "Comment elle a été lue"},
    {"h-listed", "Listed", "Listées"},
    {"h-read", "Read", "Lues"},
    {"h-not-read", "Not read", "Non lues"},
    {"h-rows", "Rows looked at", "Lignes examinées"},
    {"h-personal", "Personal columns", "Colonnes personnelles"},
    {"access-account", "Account: {value}", "Compte\u00a0: {value}"},
    {"access-tls", "Encryption of the connection: {value}", "Chiffrement de la connexion\u00a0: {value}"},
    {"access-read-only", "Read-only by: {value}", "Lecture seule par\u00a0: {value}"},
    {"access-processor", "Processor: {value}", "Sous-traitant\u00a0: {value}"},
    {"access-listing", "Only what the account may see could be listed.",
     "Seul ce que le compte a le droit de voir a pu être listé."},

    /* to look at first */
    {"attention", "To look at first", "À regarder d’abord"},
    {"attention-none", "Nothing of the kinds that should be looked at first was found.",
     "Rien n’a été trouvé parmi ce qui devrait être regardé d’abord."},
    {"attention-lead", "Observations, not judgements: whether each is justified is for you to say.",
     "Ce sont des observations, non des jugements\u00a0: à vous de dire si chacune est justifiée."},
    {"attention-decisions",
     "{n}\u00a0decision needs a new look: it has expired, or the data speaks against it now.|{n}\u00a0decisions need a "
     "new look: they have expired, or the data speaks against them now.",
     "{n}\u00a0décision est à revoir\u00a0: elle a expiré, ou les données la contredisent "
     "désormais.|{n}\u00a0décisions "
     "sont à revoir\u00a0: elles ont expiré, ou les données les contredisent désormais."},
    {"attention-archive",
     "{n}\u00a0table looks by its name like a backup, an archive or an export, and still holds data of people known "
     "elsewhere:|{n}\u00a0tables look by their names like backups, archives or exports, and still hold data of people "
     "known "
     "elsewhere:",
     "{n}\u00a0table a le nom d’une sauvegarde, d’une archive ou d’un export et contient encore des données de "
     "personnes connues "
     "ailleurs\u00a0:|{n}\u00a0tables ont le nom d’une sauvegarde, d’une archive ou d’un export et contiennent encore "
     "des données "
     "de "
     "personnes connues ailleurs\u00a0:"},
    {"attention-see", "See them", "Les voir"},
    {"attention-asked",
     "{n}\u00a0thing that was asked for was not read: the map cannot speak about it.|{n}\u00a0things "
     "that were asked for were not read: the map cannot speak about them.",
     "{n}\u00a0élément demandé n’a pas été lu\u00a0: la carte ne peut rien en dire.|{n}\u00a0éléments demandés n’ont "
     "pas "
     "été lus\u00a0: la carte ne peut rien en dire."},
    {"attention-undated",
     "{n}\u00a0table of people has no date that says when a record may go:|{n}\u00a0tables of people "
     "have no date that says when a record may go:",
     "{n}\u00a0table de personnes n’a aucune date qui dise quand une fiche peut être effacée\u00a0:|{n}\u00a0tables de "
     "personnes n’ont aucune date qui dise quand une fiche peut être effacée\u00a0:"},
    {"attention-unproved",
     "{n}\u00a0consent column has nothing beside it that proves the consent:|{n}\u00a0consent columns "
     "have nothing beside them that proves the consent:",
     "{n}\u00a0colonne de consentement n’a rien à côté d’elle qui prouve le consentement\u00a0:|{n}\u00a0colonnes de "
     "consentement n’ont rien à côté d’elles qui prouve le consentement\u00a0:"},
    {"attention-text",
     "{n}\u00a0column of free text holds personal data:|{n}\u00a0columns of free text hold personal data:",
     "{n}\u00a0colonne de texte libre contient des données personnelles\u00a0:|{n}\u00a0colonnes de texte libre "
     "contiennent des données personnelles\u00a0:"},
    {"attention-special", "{what}, in {n}\u00a0column:|{what}, in {n}\u00a0columns:",
     "{what}, dans {n}\u00a0colonne\u00a0:|{what}, dans {n}\u00a0colonnes\u00a0:"},

    /* matrix */
    {"matrix", "Kinds of data by source", "Types de données par source"},
    {"matrix-caption", "How many columns hold each kind of data, in each source. A number leads to them.",
     "Combien de colonnes contiennent chaque type de donnée, dans chaque source. Chaque nombre mène aux colonnes."},
    {"matrix-none", "No personal data was found.", "Aucune donnée personnelle n’a été trouvée."},
    {"h-attribute", "Kind of data", "Type de donnée"},
    {"h-total", "All", "Total"},
    {"cell", "{attribute} in {source}: {n} place|{attribute} in {source}: {n} places",
     "{attribute} dans {source}\u00a0: {n} emplacement|{attribute} dans {source}\u00a0: {n} emplacements"},
    {"sensitive", "highly sensitive", "très sensible"},

    /* columns */
    {"columns", "Where the data is", "Où sont les données"},
    {"columns-none", "No column with personal data was found.",
     "Aucune colonne de données personnelles n’a été trouvée."},
    {"columns-lead", "Table by table. Open one for its columns, the reasons, and the shapes of the values.",
     "Table par table. Ouvrez-en une pour voir ses colonnes, les raisons et la forme des valeurs."},
    {"filter", "Search tables, columns and kinds of data", "Chercher tables, colonnes et types de données"},
    {"filter-clear", "Show all", "Tout afficher"},
    {"filter-none", "Nothing fits.", "Rien ne correspond."},
    {"filter-hits", "{n} finding fits.|{n} findings fit.", "{n} constat correspond.|{n} constats correspondent."},
    {"filter-source", "Source", "Source"},
    {"filter-kind", "Kind of data", "Type de donnée"},
    {"filter-sensitivity", "Sensitivity", "Sensibilité"},
    {"filter-sure", "Confidence", "Confiance"},
    {"filter-any", "all", "toutes"},
    {"filter-any-kind", "all", "tous"},
    {"filter-level-4", "highly sensitive only", "très sensibles seulement"},
    {"filter-level-3", "sensitive and above", "sensibles et au-delà"},
    {"filter-level-2", "without the least sensitive", "sans les moins sensibles"},
    {"filter-sure-90", "high only", "élevée seulement"},
    {"filter-sure-70", "high and medium", "élevée et moyenne"},
    {"sort", "Order of the tables", "Ordre des tables"},
    {"sort-name", "by name", "par nom"},
    {"sort-found", "most findings first", "le plus de constats d’abord"},
    {"sort-sensitive", "most sensitive first", "les plus sensibles d’abord"},
    {"sort-rows", "most rows first", "le plus de lignes d’abord"},
    {"open-all", "Open all", "Tout ouvrir"},
    {"close-all", "Close all", "Tout fermer"},
    {"h-column", "Column", "Colonne"},
    {"h-confidence", "Confidence", "Confiance"},
    {"h-evidence", "Why", "Pourquoi"},
    {"h-filled", "Filled", "Rempli"},
    {"high", "high", "élevée"},
    {"medium", "medium", "moyenne"},
    {"low", "low", "faible"},
    {"contains", "text that contains:", "texte qui contient\u00a0:"},
    {"runner-up", "or else: {label} ({percent})", "sinon\u00a0: {label} ({percent})"},
    {"copied-elsewhere", "copies in {n}\u00a0other column|copies in {n}\u00a0other columns",
     "copies dans {n}\u00a0autre colonne|copies dans {n}\u00a0autres colonnes"},
    {"shapes", "Shapes of the values:", "Forme des valeurs\u00a0:"},
    {"roles", "{share} of the addresses are of functions (info@, sales@ …), not of persons.",
     "{share} des adresses sont celles de fonctions (info@, contact@…), non de personnes."},
    {"encoded", "The values are stored in another form ({how}) and were decoded first.",
     "Les valeurs sont enregistrées sous une autre forme ({how}) et ont d’abord été décodées."},
    {"truncated", "Long documents were looked at in their first part only.",
     "Les documents longs n’ont été examinés que dans leur première partie."},
    {"table-caption", "Columns of {table}", "Colonnes de {table}"},
    {"facts-all", "All of {n} were looked at.", "Toutes les lignes ont été examinées ({n})."},
    {"facts-none", "No row was looked at.", "Aucune ligne n’a été examinée."},
    {"facts-sample",
     "{sampled} were looked at, {drawn}. What fewer than about {floor} of the rows hold may have stayed unseen.",
     "{sampled} ont été examinées, {drawn}. Ce que contiennent moins d’environ {floor} des lignes a pu rester "
     "inaperçu."},
    {"facts-columns", "{columns}, {without} without a finding.", "{columns}, dont {without} sans constat."},
    {"facts-activity", "Processing activity: {name}.", "Activité de traitement\u00a0: {name}."},
    {"facts-application", "A table of {name}, a known application.", "Une table de {name}, application connue."},
    {"facts-kind", "It is about: {kind}.", "Elle porte sur\u00a0: {kind}."},
    {"source-none", "Nothing was found here.", "Rien n’a été trouvé ici."},
    {"others",
     "{n}\u00a0table or view was read without a finding|{n}\u00a0tables and views were read without a finding",
     "{n}\u00a0table ou vue lue sans constat|{n}\u00a0tables et vues lues sans constat"},
    {"drawn-all", "all of them", "toutes"},
    {"drawn-random", "drawn at random", "tirées au hasard"},
    {"drawn-range", "taken from all parts of the key", "prises dans toutes les parties de la clé"},
    {"drawn-block", "taken from blocks at random", "prises dans des blocs tirés au hasard"},
    {"drawn-head", "the first ones only, which proves less", "les premières seulement, ce qui prouve moins"},
    {"drawn-none", "none of them", "aucune"},
    {"object-table", "table", "table"},
    {"object-view", "view", "vue"},
    {"object-materialised view", "materialised view", "vue matérialisée"},
    {"object-foreign table", "foreign table", "table distante"},
    {"object-partitioned table", "partitioned table", "table partitionnée"},
    {"object-other", "other object", "autre objet"},
    {"kind-unknown", "not clear", "indéterminé"},
    {"kind-person", "people", "des personnes"},
    {"kind-company", "organisations", "des organismes"},
    {"kind-mixed", "people and organisations", "des personnes et des organismes"},
    {"kind-transaction", "orders, payments, contracts", "des commandes, paiements, contrats"},
    {"kind-log", "events", "des événements"},
    {"kind-settings", "settings", "des réglages"},
    {"kind-product", "products", "des produits"},
    {"kind-reference", "reference lists", "des listes de référence"},
    {"kind-message", "messages", "des messages"},
    {"kind-place", "places of the organisation", "des lieux de l’organisme"},
    {"kind-content", "published content", "des contenus publiés"},
    {"kind-consent", "consents", "des consentements"},
    {"subject-customer", "customers", "clients"},
    {"subject-prospect", "prospects", "prospects"},
    {"subject-employee", "employees", "salariés"},
    {"subject-supplier", "contacts of suppliers", "contacts de fournisseurs"},
    {"subject-user", "users", "utilisateurs"},
    {"subject-candidate", "applicants", "candidats"},
    {"subject-visitor", "visitors", "visiteurs"},

    /* evidence */
    {"ev-name.strong-for", "Its name says so: “{word}”", "Son nom le dit\u00a0: «\u00a0{word}\u00a0»"},
    {"ev-name.strong-against", "Its name has the word “{word}”, which does not decide here",
     "Son nom contient «\u00a0{word}\u00a0», qui ne décide pas ici"},
    {"ev-name.weak-for", "Its name may mean it: “{word}”", "Son nom peut le désigner\u00a0: «\u00a0{word}\u00a0»"},
    {"ev-name.weak-against", "Its name has the word “{word}”, which does not decide here",
     "Son nom contient «\u00a0{word}\u00a0», qui ne décide pas ici"},
    {"ev-name.none-against", "Its name does not say so", "Son nom ne le dit pas"},
    {"ev-name.rival-against", "Its name may mean something else as well", "Son nom peut aussi désigner autre chose"},
    {"ev-name-for", "Other words of its name speak for it", "D’autres mots de son nom vont dans ce sens"},
    {"ev-name-against", "Other words of its name speak against it", "D’autres mots de son nom vont contre"},
    {"ev-prior-for", "How often a column holds that, before it is looked at",
     "Fréquence d’une telle colonne, avant de la regarder"},
    {"ev-prior-against", "How often a column holds that, before it is looked at",
     "Fréquence d’une telle colonne, avant de la regarder"},
    {"ev-word-for", "What this word means in other schemas", "Ce que ce mot désigne dans d’autres schémas"},
    {"ev-word-against", "What this word means in other schemas", "Ce que ce mot désigne dans d’autres schémas"},
    {"ev-table.unknown-for", "What the table is about is not known", "On ne sait pas de quoi traite la table"},
    {"ev-table.unknown-against", "What the table is about is not known", "On ne sait pas de quoi traite la table"},
    {"ev-name.compound-for", "The word is a part of a compound", "Le mot fait partie d’un mot composé"},
    {"ev-name.compound-against", "The word is a part of a compound", "Le mot fait partie d’un mot composé"},
    {"ev-name.number-for", "A word for a number or code stands in its name",
     "Son nom contient un mot qui désigne un numéro ou un code"},
    {"ev-name.number-against", "A word for a number or code stands in its name",
     "Son nom contient un mot qui désigne un numéro ou un code"},
    {"ev-name.key-for", "A word for a key stands in its name", "Son nom contient un mot qui désigne une clé"},
    {"ev-name.key-against", "A word for a key stands in its name", "Son nom contient un mot qui désigne une clé"},
    {"ev-name.time-for", "A word of time stands in its name", "Son nom contient un mot de temps"},
    {"ev-name.time-against", "A word of time stands in its name", "Son nom contient un mot de temps"},
    {"ev-name.flag-for", "A word for yes or no stands in its name", "Son nom contient un mot de oui ou non"},
    {"ev-name.flag-against", "A word for yes or no stands in its name", "Son nom contient un mot de oui ou non"},
    {"ev-name.meta-for", "A word for a property of the thing stands in its name",
     "Son nom contient un mot qui désigne une propriété de la chose"},
    {"ev-name.meta-against", "A word for a property of the thing stands in its name",
     "Son nom contient un mot qui désigne une propriété de la chose"},
    {"ev-name.followed-for", "Its name goes on to something else", "Son nom désigne ensuite autre chose"},
    {"ev-name.followed-against", "Its name goes on to something else", "Son nom désigne ensuite autre chose"},
    {"ev-name.people-for", "A word for people stands in its name", "Son nom contient un mot qui désigne des personnes"},
    {"ev-name.people-against", "A word for people stands in its name",
     "Son nom contient un mot qui désigne des personnes"},
    {"ev-beside.address-for", "Parts of an address stand beside it", "Des éléments d’adresse figurent à côté d’elle"},
    {"ev-beside.address-against", "Parts of an address stand beside it",
     "Des éléments d’adresse figurent à côté d’elle"},
    {"ev-beside.no_address-for", "No part of an address stands beside it",
     "Aucun élément d’adresse ne figure à côté d’elle"},
    {"ev-beside.no_address-against", "No part of an address stands beside it",
     "Aucun élément d’adresse ne figure à côté d’elle"},
    {"ev-value-counted", "{hits} of {of} different values have the expected form",
     "{hits} valeurs différentes sur {of} ont la forme attendue"},
    {"ev-value-inside", "Found in {hits} of {of} different texts, so {thousand} in 1,000",
     "Trouvé dans {hits} textes différents sur {of}, soit {thousand} sur 1\u202f000"},
    {"ev-value-for", "Its values fit", "Ses valeurs conviennent"},
    {"ev-value-against", "Its values hardly fit", "Ses valeurs ne conviennent guère"},
    {"ev-value.check-counted",
     "{hits} of {of} different values pass the check made for this kind of data (structure, control digits)",
     "{hits} valeurs différentes sur {of} passent le contrôle propre à ce type de donnée (structure, clé)"},
    {"ev-value.list-counted", "{hits} of {of} different values are in a list of such words (first names, towns …)",
     "{hits} valeurs différentes sur {of} figurent dans une liste de ce type (prénoms, villes…)"},
    {"ev-value.dates-for", "Its dates lie a generation back", "Ses dates remontent à une génération"},
    {"ev-value.agrees-for", "Its name and its values agree", "Son nom et ses valeurs concordent"},
    {"ev-value.flag-for", "Its values are yes or no", "Ses valeurs sont oui ou non"},
    {"ev-value.table-for", "The name of its table says so too", "Le nom de sa table le dit aussi"},
    {"ev-value.people-for", "Its texts name people’s addresses or numbers",
     "Ses textes citent des adresses ou des numéros de personnes"},
    {"ev-value.prose-for", "Its values are written texts", "Ses valeurs sont des textes rédigés"},
    {"ev-value.prose-against", "Its values are no written texts", "Ses valeurs ne sont pas des textes rédigés"},
    {"ev-value.shape-against", "Its values do not have the form they would have",
     "Ses valeurs n’ont pas la forme qu’elles auraient"},
    {"ev-value.unknown-against", "Hardly any of its values is a known name",
     "Presque aucune de ses valeurs n’est un nom connu"},
    {"ev-value.nothing-against", "Its values are of a form that is no data of a person",
     "Ses valeurs ont une forme qui n’est pas celle d’une donnée personnelle"},
    {"ev-value.machine-against", "Its texts are messages of a program", "Ses textes sont des messages d’un programme"},
    {"ev-value.few-against", "Its values are too few, or too much alike", "Ses valeurs sont trop peu variées"},
    {"ev-value.roles-against", "Nearly all of its addresses are of functions, in a table that is not about people",
     "Presque toutes ses adresses sont celles de fonctions, dans une table qui ne porte pas sur des personnes"},
    {"ev-value.repeated-against", "Most rows repeat one value: the organisation’s own, or a stopgap",
     "La plupart des lignes répètent une même valeur\u00a0: celle de l’organisme, ou un bouche-trou"},
    {"ev-type-for", "Its data type fits", "Son type de données convient"},
    {"ev-type-against", "Its data type hardly fits", "Son type de données ne convient guère"},
    {"ev-gate-against", "Its data type hardly fits", "Son type de données ne convient guère"},
    {"ev-table-for", "The table is about {word}", "La table porte sur {word}"},
    {"ev-table-against", "The table is about {word}, where it is less likely",
     "La table porte sur {word}, où c’est moins probable"},
    {"ev-table.linked-for", "Each row belongs to a person", "Chaque ligne se rapporte à une personne"},
    {"ev-table.linked-against", "Rows belong to people, in another role",
     "Les lignes se rapportent à des personnes, dans un autre rôle"},
    {"ev-table.unlinked-for", "Rows are linked to nobody", "Les lignes ne se rapportent à personne"},
    {"ev-table.unlinked-against", "Rows are linked to nobody", "Les lignes ne se rapportent à personne"},
    {"ev-table.people-for", "The name of the table speaks of people", "Le nom de la table parle de personnes"},
    {"ev-table.people-against", "The name of the table speaks of people, in another role",
     "Le nom de la table parle de personnes, dans un autre rôle"},
    {"ev-table.but-for", "The name of the table speaks of something else than people",
     "Le nom de la table parle d’autre chose que de personnes"},
    {"ev-table.but-against", "The name of the table speaks of something else than people",
     "Le nom de la table parle d’autre chose que de personnes"},
    {"ev-beside.nobody-for", "No column beside it is about people",
     "Aucune colonne voisine ne porte sur des personnes"},
    {"ev-beside.nobody-against", "No column beside it is about people",
     "Aucune colonne voisine ne porte sur des personnes"},
    {"ev-beside.no_first_name-for", "No first name stands beside it", "Aucun prénom ne figure à côté d’elle"},
    {"ev-beside.no_first_name-against", "No first name stands beside it", "Aucun prénom ne figure à côté d’elle"},
    {"ev-beside.no_last_name-for", "No last name stands beside it", "Aucun nom de famille ne figure à côté d’elle"},
    {"ev-beside.no_last_name-against", "No last name stands beside it", "Aucun nom de famille ne figure à côté d’elle"},
    {"ev-beside.no_town-against", "No town stands beside it", "Aucune ville ne figure à côté d’elle"},
    {"ev-value.consent_table-for", "It is a column of a table of consents",
     "C’est une colonne d’une table de consentements"},
    {"ev-beside-for", "The columns beside it fit", "Les colonnes voisines vont dans ce sens"},
    {"ev-beside-against", "The columns beside it speak for something else",
     "Les colonnes voisines évoquent autre chose"},
    {"ev-comment-for", "The comment of the column says so", "Le commentaire de la colonne le dit"},
    {"ev-comment-against", "The comment of the column speaks against it", "Le commentaire de la colonne va contre"},
    {"ev-copy.values-counted", "It holds the same values as {word}: {hits} of {of} that were compared",
     "Elle contient les mêmes valeurs que {word}\u00a0: {hits} des {of} valeurs comparées"},
    {"ev-copy.people-counted",
     "For people found on both sides it has the same value as {word}; {hits} of {of} values that were compared are "
     "there "
     "too",
     "Pour les personnes présentes des deux côtés, elle a la même valeur que {word}\u00a0; {hits} des {of} valeurs "
     "comparées s’y trouvent aussi"},
    {"ev-copy-for", "Another column with the same values holds it",
     "Une autre colonne qui a les mêmes valeurs la contient"},
    {"ev-key-for", "It is linked to a column that holds it", "Elle est liée à une colonne qui la contient"},
    {"ev-key-against", "It is a technical key", "C’est une clé technique"},
    {"ev-app-for", "{word}, a known application, keeps it here", "{word}, application connue, la conserve ici"},
    {"ev-app-against", "{word}, a known application, keeps something else here",
     "{word}, application connue, conserve autre chose ici"},
    {"ev-other-for", "Another sign speaks for it", "Un autre indice va dans ce sens"},
    {"ev-other-against", "Another sign speaks against it", "Un autre indice va contre"},

    /* weak signs */
    {"candidates", "Weak signs", "Indices faibles"},
    {"candidates-lead",
     "Columns that show some sign of personal data, but not enough to be counted. Worth a look where a table matters.",
     "Colonnes qui montrent quelque indice de données personnelles, sans assez pour être comptées. À parcourir là où "
     "une "
     "table compte."},
    {"candidates-n", "{n}\u00a0column|{n}\u00a0columns", "{n}\u00a0colonne|{n}\u00a0colonnes"},
    {"h-place", "Place", "Emplacement"},

    /* copies */
    {"copies", "Stored more than once", "Données présentes plusieurs fois"},
    {"copies-lead",
     "Columns that hold the same values, so data of the same people in several places. A correction or an erasure has "
     "to "
     "reach all of them. The percentage is the share of the different values of one column that the other has too; "
     "where there are too many values to compare them all, it comes from a sample of fingerprints and has a range.",
     "Colonnes qui contiennent les mêmes valeurs, donc des données des mêmes personnes à plusieurs endroits. Une "
     "rectification ou un effacement doit les atteindre toutes. Le pourcentage est la part des valeurs différentes "
     "d’une "
     "colonne que l’autre contient aussi\u00a0; là où les valeurs sont trop nombreuses pour les comparer toutes, il "
     "vient "
     "d’un échantillon d’empreintes, d’où une fourchette."},
    {"copies-matched", "Of {matched} people looked at one by one, {equal} have the same value on both sides.",
     "Sur {matched} personnes regardées une à une, {equal} ont la même valeur des deux côtés."},
    {"copies-conflict",
     "Of {compared} people for whom {a} and {b} both have a value, {differing} have a different one in each.",
     "Sur {compared} personnes renseignées à la fois dans {a} et dans {b}, {differing} ont une valeur différente dans "
     "chacun."},
    {"copies-origin", "{place} looks like the origin: {why}.", "{place} semble être l’origine\u00a0: {why}."},
    {"copies-origin-alone", "{places} looks like where the others come from; the reasons stand with each pair.",
     "{places} semble être à l’origine des autres\u00a0; les raisons figurent avec chaque paire."},
    {"copies-origins",
     "{places} look like where the others come from, and none of them comes from another; the reasons stand with each "
     "pair.",
     "{places} semblent être à l’origine des autres, sans venir l’une de l’autre\u00a0; les raisons figurent avec "
     "chaque "
     "paire."},
    {"why-archive", "the other is a backup, an archive or an export by its name",
     "l’autre est une sauvegarde, une archive ou un export d’après son nom"},
    {"why-rows", "it has more values", "elle a plus de valeurs"},
    {"why-fresh", "its rows were changed more recently", "ses lignes ont été modifiées plus récemment"},
    {"why-first", "its rows were created earlier", "ses lignes ont été créées plus tôt"},
    {"copies-recipe", "For the database teams: statements to list the rows, and what deleting a copy would touch",
     "Pour les équipes informatiques\u00a0: requêtes qui listent les lignes, et ce que toucherait une suppression"},
    {"copies-recipe-lead",
     "Each statement runs on the database named above it, and only reads. One click selects all. Programs that use "
     "these "
     "tables cannot be seen from here: ask who runs them before anything is deleted.",
     "Chaque requête s’exécute sur la base nommée au-dessus d’elle et ne fait que lire. Un clic sélectionne tout. Les "
     "programmes qui utilisent ces tables ne se voient pas d’ici\u00a0: interrogez leurs responsables avant toute "
     "suppression."},
    {"copies-recipe-long",
     "There are too many statements for this page: “cassini report MAP -f sql -o recipes.sql” writes them to a file.",
     "Les requêtes sont trop nombreuses pour cette page\u00a0: «\u00a0cassini report CARTE -f sql -o "
     "requetes.sql\u00a0» "
     "les écrit dans un fichier."},
    {"recipe-group", "---- group {n}: {label} ----", "---- groupe {n}\u00a0: {label} ----"},
    {"recipe-about", "about {n} (between {low} and {high})", "environ {n} (entre {low} et {high})"},
    {"recipe-most", "at most {high}", "au plus {high}"},
    {"recipe-uncounted", "an unknown number of", "un nombre inconnu de"},
    {"recipe-few", "fewer than 10", "moins de 10"},
    {"recipe-inside", "rows of {here} whose value is in {there}: {n} rows",
     "lignes de {here} dont la valeur figure dans {there}\u00a0: {n} lignes"},
    {"recipe-differ", "rows of {here} whose value is in {there}, where {mine} differs from {theirs} there: {n} rows",
     "lignes de {here} dont la valeur figure dans {there}, où {mine} diffère de {theirs}\u00a0: {n} lignes"},
    {"recipe-twice", "rows of {here} whose value stands in another row as well: {n} rows",
     "lignes de {here} dont la valeur figure aussi dans une autre ligne\u00a0: {n} lignes"},
    {"recipe-duplicates", "---- entered twice: rows of one table with the same key ----",
     "---- saisis deux fois\u00a0: lignes d’une table qui ont la même clé ----"},
    {"recipe-beside", "join column of {here} beside its rows ({engine}): {n} rows",
     "colonne de jointure de {here} à côté de ses lignes ({engine})\u00a0: {n} lignes"},
    {"recipe-refers", "{from} refers to it, declared nowhere", "{from} y renvoie, sans que ce soit déclaré"},
    {"recipe-touch",
     "what dropping a copy would touch: foreign keys, views and triggers, as its server knows them; application code "
     "cannot be seen from here",
     "ce que toucherait la suppression d’une copie\u00a0: clés étrangères, vues et déclencheurs, tels que son serveur "
     "les connaît\u00a0; le code des applications ne se voit pas d’ici"},
    {"recipe-touched", "what depends on {here}:", "ce qui dépend de {here}\u00a0:"},
    {"recipe-lead", "Recipes for the copies of a map: each statement runs on the server of the source named above it.",
     "Recettes pour les copies d’une carte\u00a0: chaque requête s’exécute sur le serveur de la source nommée "
     "au-dessus."},
    {"recipe-normal",
     "Normal forms: e-mail trimmed and in lower case; telephone the last nine digits; numbers letters and digits "
     "without "
     "leading zeros.",
     "Formes normales\u00a0: adresse électronique sans espaces autour et en minuscules\u00a0; téléphone, ses neuf "
     "derniers "
     "chiffres\u00a0; numéros, lettres et chiffres sans zéros initiaux."},
    {"recipe-names", "Names, towns, dates and streets ride on these rows: compare them in what the statements list.",
     "Noms, villes, dates et voies sont dans ces lignes\u00a0: les comparer dans ce que les requêtes listent."},
    {"copies-none", "No copy was found.", "Aucune copie n’a été trouvée."},
    {"copies-not-looked", "Copies were not looked for: the identifying columns were not read whole.",
     "Les copies n’ont pas été recherchées\u00a0: les colonnes identifiantes n’ont pas été lues en entier."},
    {"copies-group", "{label}, in {columns}", "{label}, dans {columns}"},
    {"copies-sentence", "{share} of the {noun} of {a} are also in {b}.",
     "{share} des {noun} de {a} se trouvent aussi dans {b}."},
    {"copies-few", "Fewer than 10", "Moins de 10"},
    {"copies-counted", "{n} of {all} different values", "{n} valeurs différentes sur {all}"},
    {"copies-interval", "between {low} and {high}", "entre {low} et {high}"},
    {"copies-distinct-few", "fewer than 10 different values in the first",
     "moins de 10 valeurs différentes dans la première"},
    {"copies-distinct-whole", "{n}\u00a0different value in the first|{n}\u00a0different values in the first",
     "{n}\u00a0valeur différente dans la première|{n}\u00a0valeurs différentes dans la première"},
    {"copies-distinct", "about {n}\u00a0different value in the first|about {n}\u00a0different values in the first",
     "environ {n}\u00a0valeur différente dans la première|environ {n}\u00a0valeurs différentes dans la première"},
    {"copies-cut", "{n}\u00a0weaker pair is in the JSON map only.|{n}\u00a0weaker pairs are in the JSON map only.",
     "{n}\u00a0paire plus faible ne figure que dans la carte JSON.|{n}\u00a0paires plus faibles ne figurent que dans "
     "la "
     "carte JSON."},
    {"copies-matrix", "Share of the values of each row’s column that the column above has too",
     "Part des valeurs de la colonne de chaque ligne que la colonne du haut contient aussi"},
    {"copies-pairs",
     "What each of these columns has in common with each other: {n}\u00a0pair|What each of these columns has in common "
     "with "
     "each other: {n}\u00a0pairs",
     "Ce que chacune de ces colonnes a en commun avec chaque autre\u00a0: {n}\u00a0paire|Ce que chacune de ces "
     "colonnes a en "
     "commun avec chaque autre\u00a0: {n}\u00a0paires"},
    {"h-of", "Values of", "Valeurs de"},
    {"copies-other", "Further pairs", "Autres paires"},
    {"noun-email", "e-mail addresses", "adresses électroniques"},
    {"noun-phone", "telephone numbers", "numéros de téléphone"},
    {"noun-iban", "bank accounts", "comptes bancaires"},
    {"noun-card", "card numbers", "numéros de carte"},
    {"noun-number", "numbers", "numéros"},
    {"noun-text", "identifiers", "identifiants"},
    {"noun-name", "names", "noms"},
    {"noun-date", "dates", "dates"},
    {"noun-place", "place names", "noms de lieux"},
    {"noun-street", "streets", "voies"},
    {"noun-code", "codes", "codes"},
    {"noun-line", "values", "valeurs"},
    {"noun-", "values", "valeurs"},

    /* links and duplicates */
    {"joins", "Tables that belong together", "Tables liées entre elles"},
    {"joins-reference", "Links that the database does not declare", "Liens que la base ne déclare pas"},
    {"joins-reference-lead",
     "The values of the first column are keys of rows of the second table. Deleting a person there leaves these rows "
     "behind, "
     "and no database would complain.",
     "Les valeurs de la première colonne désignent des lignes de la seconde table. Supprimer une personne là-bas "
     "laisse ces "
     "lignes derrière elle, sans que la base s’y oppose."},
    {"joins-shared", "Numbers that several tables use for the same people",
     "Numéros que plusieurs tables emploient pour les mêmes personnes"},
    {"joins-shared-lead",
     "The same number (customer, member, official …) stands on both sides: with it, what two tables hold about "
     "somebody "
     "can be put together.",
     "Le même numéro (client, adhérent, officiel…) figure des deux côtés\u00a0: il permet de rapprocher ce que deux "
     "tables "
     "savent d’une personne."},
    {"h-leads-to", "Leads to", "Renvoie à"},
    {"h-also-in", "Also in", "Aussi dans"},
    {"h-values-found", "Values found there", "Valeurs trouvées là-bas"},
    {"h-same-person", "Same person on both sides", "Même personne des deux côtés"},
    {"duplicates", "Entered more than once in the same table", "Saisies plusieurs fois dans la même table"},
    {"duplicates-lead",
     "Values that should belong to one person and stand in several rows. Some are shared on purpose (a family, a "
     "shared "
     "mailbox); most are one person entered twice.",
     "Valeurs qui devraient être celles d’une seule personne et figurent dans plusieurs lignes. Certaines sont "
     "partagées à "
     "dessein (famille, boîte commune)\u00a0; la plupart sont une même personne saisie deux fois."},
    {"h-rows-valued", "Rows with a value", "Lignes renseignées"},
    {"h-twice", "Values met more than once", "Valeurs présentes plusieurs fois"},
    {"h-surplus", "Rows too many", "Lignes en trop"},

    /* decisions */
    {"decisions", "What people decided", "Ce qui a été décidé"},
    {"decisions-again", "To look at again", "À revoir"},
    {"decisions-again-lead",
     "These decisions are not applied any more: each column is shown as the scan finds it until somebody decides "
     "again.",
     "Ces décisions ne sont plus appliquées\u00a0: chaque colonne est montrée telle que l’analyse la voit, jusqu’à une "
     "nouvelle décision."},
    {"decisions-hold", "In force", "En vigueur"},
    {"decisions-hold-lead", "A column that was judged a false alarm is counted nowhere else on this page.",
     "Une colonne jugée fausse alerte n’est comptée nulle part ailleurs dans cette page."},
    {"h-found", "The scan finds", "L’analyse y voit"},
    {"h-decision", "Decision", "Décision"},
    {"ruling-confirm", "confirmed", "confirmé"},
    {"ruling-reject", "false alarm", "fausse alerte"},
    {"ruling-relabel", "it is: {label}", "c’est\u00a0: {label}"},
    {"decided-by", "{author}, {date}{until}", "{author}, le {date}{until}"},
    {"decided-until", ", until {date}", ", jusqu’au {date}"},
    {"decided-again", "to look at again", "à revoir"},
    {"decided-expired", "it has expired", "elle a expiré"},
    {"decided-contradicted", "the data speaks against it now", "les données la contredisent désormais"},
    {"decided-missed", "nothing", "rien"},

    /* people */
    {"people", "The same people in several systems", "Les mêmes personnes dans plusieurs systèmes"},
    {"people-none",
     "People were not counted: the identifying columns were not read whole, or fewer than two of them match.",
     "Les personnes n’ont pas été comptées\u00a0: les colonnes identifiantes n’ont pas été lues en entier, ou aucune "
     "ne se "
     "recoupe."},
    {"people-sum", "About {persons} people are known; {shared} of them to two systems and more.",
     "Environ {persons} personnes sont connues, dont {shared} de deux systèmes et plus."},
    {"people-sampled",
     "These numbers come from a sample, one key in {share}. Records that only keys outside it tie together count as "
     "several people, so the numbers are too high, often by a tenth. With “memory: {memory}” under “scan” in "
     "cassini.yaml, everybody is counted.",
     "Ces nombres viennent d’un échantillon, une clé sur {share}. Les enregistrements que seules d’autres clés relient "
     "comptent pour plusieurs personnes\u00a0: les nombres sont trop élevés, souvent d’un dixième. Avec «\u00a0memory: "
     "{memory}\u00a0» sous «\u00a0scan\u00a0» dans cassini.yaml, tout le monde est compté."},
    {"people-definition",
     "Two rows are taken for the same person when they have an e-mail address in common; a telephone, bank, official "
     "or "
     "customer number, unless the names beside it differ; a name with a date of birth or a street, or with a postal "
     "code "
     "where each system knows one person of that name; or when one refers to the other. Rows about people without any "
     "of "
     "these are taken to be of people like those of the rows beside them. Staff, users and contacts of suppliers are "
     "left out of a system that knows five times as "
     "many "
     "other people. Where names with a postal code show that some of the people two systems share have no key in "
     "common, the "
     "table of systems two by two counts as many more. Numbers below 10 are hidden.",
     "Deux lignes sont tenues pour la même personne quand elles ont en commun une adresse électronique\u00a0; un "
     "numéro de "
     "téléphone, de compte, officiel ou de client, sauf si les noms à côté diffèrent\u00a0; un nom avec une date de "
     "naissance "
     "ou une voie, ou avec un code postal là où chaque système ne connaît qu’une personne de ce nom\u00a0; ou quand "
     "l’une "
     "renvoie à l’autre. Les lignes de personnes qui n’ont rien de tout cela sont supposées concerner des personnes "
     "semblables à "
     "celles des autres lignes de la table. Salariés, "
     "utilisateurs "
     "et contacts de fournisseurs sont laissés de côté dans un système qui connaît cinq fois plus d’autres personnes. "
     "Là où des noms accompagnés d’un code postal montrent qu’une partie des personnes communes à deux systèmes n’a "
     "aucune clé en commun, "
     "le tableau des systèmes deux à deux en compte autant de plus. Les "
     "nombres inférieurs à 10 sont masqués."},
    {"people-systems", "People of each system", "Personnes de chaque système"},
    {"people-pairs", "People that two systems share", "Personnes communes à deux systèmes"},
    {"people-pairs-caption", "How many people the system of the row and the one above both know",
     "Combien de personnes le système de la ligne et celui du haut connaissent tous deux"},
    {"people-sets", "Who is known where", "Qui est connu où"},
    {"people-sets-caption", "People known to exactly the systems that are marked: the largest combinations",
     "Personnes connues d’exactement les systèmes marqués\u00a0: les combinaisons les plus nombreuses"},
    {"people-sets-list", "All combinations as a list", "Toutes les combinaisons, en liste"},
    {"people-set", "{persons}: {systems}", "{persons}\u00a0: {systems}"},
    {"people-conflicts", "Where systems disagree", "Là où les systèmes se contredisent"},
    {"people-conflicts-caption",
     "Of the people with a value in both systems, the share whose values really differ: capitals, spaces and accents "
     "do not "
     "count",
     "Parmi les personnes renseignées dans les deux systèmes, part de celles dont les valeurs diffèrent "
     "vraiment\u00a0: "
     "majuscules, espaces et accents ne comptent pas"},
    {"people-conflicts-list",
     "{n}\u00a0count; slips are differences of a letter or a digit|{n}\u00a0counts; slips are "
     "differences of a letter or a digit",
     "{n}\u00a0comptage\u00a0; les coquilles sont des écarts d’une lettre ou d’un chiffre|{n}\u00a0comptages\u00a0; "
     "les "
     "coquilles sont des écarts d’une lettre ou d’un chiffre"},
    {"people-conflicts-none", "No disagreement was found.", "Aucune contradiction n’a été trouvée."},
    {"people-masters", "Which system could be the one of record", "Quel système pourrait faire référence"},
    {"people-masters-caption",
     "A proposal, and the reasons for it; people decide. The note weighs how many people the system covers, how "
     "complete, "
     "fresh and undisputed its values are, and whether other tables refer to it.",
     "Une proposition, et ses raisons\u00a0; la décision vous revient. La note pèse combien de personnes le système "
     "couvre, "
     "si ses valeurs sont complètes, récentes et non contredites, et si d’autres tables y renvoient."},
    {"people-filled", "How complete each system is", "Ce que chaque système sait des personnes"},
    {"people-filled-caption", "Of the people of the system, the share with a value",
     "Parmi les personnes du système, part de celles qui sont renseignées"},
    {"h-people", "People", "Personnes"},
    {"h-only", "Only here", "Seulement ici"},
    {"h-rows-people", "Rows about people", "Lignes sur des personnes"},
    {"h-linkable", "Rows that name somebody", "Lignes rattachables à quelqu’un"},
    {"h-fresh", "Changed in 12 months", "Modifiées depuis 12 mois"},
    {"h-systems", "Systems", "Systèmes"},
    {"h-compared", "Compared", "Comparées"},
    {"h-differing", "Differing", "Différentes"},
    {"h-share", "Share", "Part"},
    {"h-slips", "Of these, slips", "Dont coquilles"},
    {"h-proposed", "Proposed", "Proposé"},
    {"h-covers", "Covers, of all who have one anywhere", "Couvre, parmi les personnes renseignées quelque part"},
    {"h-complete", "Filled, of its own people", "Rempli, parmi ses propres personnes"},
    {"h-agrees", "Agrees with the majority", "D’accord avec la majorité"},
    {"h-claims", "Notes out of 100", "Notes sur 100"},
    {"master-none", "undecided", "indécis"},

    /* consent, retention, activities */
    {"life", "Consent and retention", "Consentement et conservation"},
    {"consent", "Consent", "Consentement"},
    {"consent-caption", "Columns that say what people agreed or objected to",
     "Colonnes qui disent à quoi les personnes ont consenti ou se sont opposées"},
    {"consent-none", "No column of consent or objection was found.",
     "Aucune colonne de consentement ou d’opposition n’a été trouvée."},
    {"h-channel", "For", "Pour"},
    {"h-meaning", "A “yes” means", "Un «\u00a0oui\u00a0» veut dire"},
    {"h-proof", "What can prove it", "Ce qui peut le prouver"},
    {"h-yes", "“Yes” in the sample", "«\u00a0Oui\u00a0» dans l’échantillon"},
    {"proof-date", "when", "quand"},
    {"proof-source", "where from", "par quel moyen"},
    {"proof-text", "which wording", "quel texte"},
    {"proof-none", "nothing found", "rien trouvé"},
    {"yes-bare", "{n} without proof", "{n} sans preuve"},
    {"channel-email", "e-mail", "courriel"},
    {"channel-sms", "text messages", "SMS"},
    {"channel-phone", "telephone calls", "appels téléphoniques"},
    {"channel-post", "post", "courrier postal"},
    {"channel-fax", "fax", "télécopie"},
    {"channel-push", "notifications", "notifications"},
    {"channel-all", "all channels", "tous les canaux"},
    {"purpose-marketing", "advertising", "prospection commerciale"},
    {"purpose-partners", "passing data to partners", "transmettre des données à des partenaires"},
    {"purpose-profiling", "profiling", "profilage"},
    {"purpose-tracking", "cookies, audience measurement", "cookies, mesure d’audience"},
    {"purpose-terms", "terms of use, privacy notice", "conditions d’utilisation, politique de confidentialité"},
    {"purpose-unknown", "not clear", "indéterminé"},
    {"polarity-opt-in", "the person agrees", "la personne accepte"},
    {"polarity-opt-out", "the person refuses", "la personne refuse"},
    {"polarity-unknown", "not clear: look at the application", "indéterminé\u00a0: voir l’application"},
    {"lifecycle", "Life of the record: dates and origin", "Vie de la fiche\u00a0: dates et origine"},
    {"lifecycle-caption", "Columns that say how old a record is, or when it should go",
     "Colonnes qui disent l’âge d’une fiche, ou quand elle devrait disparaître"},
    {"lifecycle-none", "No such date was found.", "Aucune date de ce type n’a été trouvée."},
    {"h-role", "What it says", "Ce qu’elle dit"},
    {"h-coverage", "Rows that have it", "Lignes renseignées"},
    {"role-created", "record created", "création de la fiche"},
    {"role-last_activity", "last contact or activity", "dernier contact ou dernière activité"},
    {"role-deleted", "deleted, archived or anonymised", "suppression, archivage ou anonymisation"},
    {"role-retention", "planned erasure or review", "effacement ou révision prévus"},
    {"role-source", "where the data came from", "origine de la donnée"},
    {"activities", "Processing activities", "Activités de traitement"},
    {"activities-caption", "As the configuration states them", "Telles que la configuration les déclare"},
    {"activities-lack",
     "{n}\u00a0table with personal data belongs to none of these activities.|{n}\u00a0tables with personal data belong "
     "to "
     "none of these activities.",
     "{n}\u00a0table de données personnelles ne relève d’aucune de ces activités.|{n}\u00a0tables de données "
     "personnelles ne "
     "relèvent d’aucune de ces activités."},
    {"n-years", "{n}\u00a0year|{n}\u00a0years", "{n}\u00a0an|{n}\u00a0ans"},
    {"n-months", "{n}\u00a0month|{n}\u00a0months", "{n}\u00a0mois|{n}\u00a0mois"},
    {"n-weeks", "{n}\u00a0week|{n}\u00a0weeks", "{n}\u00a0semaine|{n}\u00a0semaines"},
    {"n-days", "{n}\u00a0day|{n}\u00a0days", "{n}\u00a0jour|{n}\u00a0jours"},
    {"h-activity", "Activity", "Activité"},
    {"h-purpose", "Purpose", "Finalité"},
    {"h-basis", "Legal basis", "Base légale"},
    {"h-retention", "Retention", "Conservation"},
    {"h-tables", "Tables", "Tables"},
    {"basis-consent", "consent", "consentement"},
    {"basis-contract", "contract", "contrat"},
    {"basis-legal_obligation", "legal obligation", "obligation légale"},
    {"basis-vital_interests", "vital interests", "sauvegarde des intérêts vitaux"},
    {"basis-public_task", "public task", "mission d’intérêt public"},
    {"basis-legitimate_interests", "legitimate interests", "intérêt légitime"},
    {"basis-legitimate_interest", "legitimate interests", "intérêt légitime"},

    /* gaps */
    {"gaps", "What was not read", "Ce qui n’a pas été lu"},
    {"gaps-none", "Everything that the accounts can list was read.",
     "Tout ce que les comptes peuvent lister a été lu."},
    {"gaps-asked", "Asked for, and not read", "Demandé, et non lu"},
    {"gaps-asked-lead", "The map says nothing about these. Each should be dealt with, or excluded on purpose.",
     "La carte n’en dit rien. Chacun devrait être traité, ou exclu volontairement."},
    {"gaps-nature", "Left out by configuration or by nature", "Laissé de côté par configuration ou par nature"},
    {"gaps-nature-lead", "Nothing went wrong here, but the map does not cover these.",
     "Rien d’anormal ici, mais la carte ne les couvre pas."},
    {"whole-source", "the whole source", "la source entière"},
    {"h-reason", "Why", "Motif"},
    {"h-todo", "What to do", "Que faire"},
    {"code-config", "A setting is wrong", "Un réglage est faux"},
    {"code-auth", "The server refused the account", "Le serveur a refusé le compte"},
    {"code-unreachable", "The server could not be reached", "Le serveur n’a pas pu être joint"},
    {"code-denied", "The account may not read it", "Le compte n’a pas le droit de le lire"},
    {"code-timeout", "There was no answer in time", "Il n’y a pas eu de réponse à temps"},
    {"code-cancelled", "It was stopped", "La lecture a été arrêtée"},
    {"code-unsupported", "It cannot be read this way, or was excluded", "Il ne peut être lu ainsi, ou a été exclu"},
    {"code-protocol", "The server’s answer made no sense", "La réponse du serveur n’avait pas de sens"},
    {"code-data", "Its content cannot be read", "Son contenu ne peut être lu"},
    {"code-limit", "A ceiling of the scan was met", "Un plafond de l’analyse a été atteint"},
    {"code-gone", "It was there, and is not any more", "Il était là, et n’y est plus"},
    {"code-internal", "Something failed within the program or the machine",
     "Un incident est survenu dans le programme ou "
     "la machine"},

    /* how to read it */
    {"method", "How to read this map", "Comment lire cette carte"},
    {"method-absent", "“Not found” is not “absent”", "«\u00a0Non trouvé\u00a0» ne veut pas dire «\u00a0absent\u00a0»"},
    {"method-absent-text",
     "Rows are a sample unless said otherwise. Each table states how many rows were looked at, how they were drawn, "
     "and "
     "what such a sample may miss: after 1,000 rows at random, what one row in 333 holds would have been seen with 95% "
     "certainty. Paper, mailboxes, backup media, encrypted or scanned documents and systems not listed here are not "
     "seen.",
     "Sauf mention contraire, les lignes sont un échantillon. Chaque table indique combien de lignes ont été "
     "examinées, "
     "comment elles ont été tirées et ce qu’un tel tirage peut manquer\u00a0: après 1\u202f000 lignes tirées au "
     "hasard, ce "
     "que contient une ligne sur 333 aurait été vu avec 95\u00a0% de certitude. Le papier, les messageries, les "
     "supports de "
     "sauvegarde, les documents chiffrés ou numérisés et les systèmes non listés ici ne sont pas vus."},
    {"method-confidence", "Confidence", "Confiance"},
    {"method-confidence-text",
     "How likely it is that the column holds this kind of data, weighed from its name, its values, its type and what "
     "stands around it. High is 90% and more, medium 70% and more. What is below 50% stands among the weak signs. The "
     "command “cassini explain” shows every weight.",
     "La probabilité que la colonne contienne ce type de donnée, pesée d’après son nom, ses valeurs, son type et ce "
     "qui "
     "l’entoure. Élevée\u00a0: 90\u00a0% et plus\u00a0; moyenne\u00a0: 70\u00a0% et plus. Ce qui est sous 50\u00a0% "
     "figure "
     "parmi les indices faibles. La commande «\u00a0cassini explain\u00a0» montre chaque poids."},
    {"method-contains", "“Text that contains”", "«\u00a0Texte qui contient\u00a0»"},
    {"method-contains-text",
     "A column of free text or of mixed content in which such data occurs. The count says in how many different texts; "
     "nothing is quoted.",
     "Une colonne de texte libre ou de contenu mêlé où de telles données apparaissent. Le nombre dit dans combien de "
     "textes différents\u00a0; rien n’est cité."},
    {"method-shapes", "Shapes of values", "Forme des valeurs"},
    {"method-shapes-text",
     "A run of letters is written x, each digit 0; no character comes from a value except separators. A shape is shown "
     "only when at least five different values share it.",
     "Une suite de lettres s’écrit x, chaque chiffre 0\u00a0; aucun caractère ne vient d’une valeur, hormis les "
     "séparateurs. Une forme n’est montrée que si au moins cinq valeurs différentes la partagent."},
    {"method-sensitive", "Highly sensitive", "Très sensible"},
    {"method-sensitive-text",
     "Special categories (GDPR Art. 9), convictions and offences (Art. 10), national identification numbers, payment "
     "cards, passwords and secrets.",
     "Catégories particulières (RGPD, art.\u00a09), condamnations et infractions (art.\u00a010), numéros nationaux "
     "d’identité, cartes de paiement, mots de passe et secrets."},
    {"method-copies", "Copies", "Copies"},
    {"method-copies-text",
     "The values of identifying columns (e-mail, telephone, bank account, official and customer numbers, login) are "
     "turned into fingerprints with a secret key that stays on the scanning machine, and compared. No value is kept, "
     "and "
     "what only a handful of people share is not reported.",
     "Les valeurs des colonnes identifiantes (courriel, téléphone, compte bancaire, numéros officiels et de client, "
     "identifiant de connexion) sont changées en empreintes au moyen d’une clé secrète qui ne quitte pas la machine "
     "d’analyse, puis comparées. Aucune valeur n’est conservée, et ce que seules quelques personnes partagent n’est "
     "pas "
     "signalé."},
    {"method-decisions", "Correcting the map", "Corriger la carte"},
    {"method-decisions-text",
     "A wrong finding is dismissed once and for all with “cassini review reject MAP COLUMN --reason …”, a right one "
     "confirmed, another kind given with “relabel”. Later scans apply what was decided, and show it again when the "
     "data "
     "speaks against it.",
     "Un constat faux s’écarte une fois pour toutes par «\u00a0cassini review reject CARTE COLONNE --reason "
     "…\u00a0»\u00a0; "
     "«\u00a0confirm\u00a0» confirme, «\u00a0relabel\u00a0» donne un autre type. Les analyses suivantes appliquent ce "
     "qui a été "
     "décidé et le signalent de nouveau si les données le contredisent."},
    {"method-cost", "What the scan took from the sources", "Ce que l’analyse a demandé aux sources"},
    {"method-cost-text",
     "The sources were only read; each session was made read-only first. “Gave way” counts how often the scan stepped "
     "back "
     "because somebody else was waiting.",
     "Les sources ont seulement été lues\u00a0; chaque session a d’abord été mise en lecture seule. «\u00a0A cédé le "
     "passage\u00a0» compte combien de fois l’analyse s’est effacée parce que quelqu’un attendait."},
    {"cost-caption", "Statements, rows, bytes and time by source", "Requêtes, lignes, octets et durée par source"},
    {"h-statements", "Statements", "Requêtes"},
    {"h-rows-read", "Rows", "Lignes"},
    {"h-bytes", "Volume", "Volume"},
    {"h-gave-way", "Gave way", "A cédé le passage"},
    {"h-time", "Time", "Durée"},
    {"method-run", "This scan", "Cette analyse"},
    {"run-sample", "{rows} wanted of each table, seed {seed}; dates are judged as of {date}.",
     "{rows} demandées par table, graine {seed}\u00a0; les dates sont jugées au {date}."},
    {"run-program", "Program: {program}. Rules: {rules}.", "Programme\u00a0: {program}. Règles\u00a0: {rules}."},
    {"run-key", "Fingerprint key: {key}.", "Clé des empreintes\u00a0: {key}."},
    {"run-limits", "Rules that gave up on some values: {limits}.",
     "Règles qui ont renoncé sur certaines valeurs\u00a0: "
     "{limits}."},

    /* CSV */
    {"csv-source", "Source", "Source"},
    {"csv-schema", "Schema", "Schéma"},
    {"csv-object", "Table", "Table"},
    {"csv-column", "Column", "Colonne"},
    {"csv-path", "Path", "Chemin"},
    {"csv-type", "Data type", "Type de colonne"},
    {"csv-id", "Attribute", "Attribut"},
    {"csv-attribute", "Kind of data", "Type de donnée"},
    {"csv-category", "Category", "Catégorie"},
    {"csv-sensitivity", "Sensitivity (0 to 4)", "Sensibilité (0 à 4)"},
    {"csv-verdict", "Verdict", "Verdict"},
    {"csv-confidence", "Confidence", "Confiance"},
    {"csv-filled", "Filled", "Rempli"},
    {"csv-rows", "Rows", "Lignes"},
    {"csv-sampled", "Rows looked at", "Lignes examinées"},
    {"csv-kind", "The table is about", "La table porte sur"},
    {"csv-subjects", "People concerned", "Personnes concernées"},
    {"csv-activity", "Processing activity", "Activité de traitement"},
    {"csv-group", "Copy group", "Groupe de copies"},
    {"csv-evidence", "Why", "Pourquoi"},
    {"csv-decision", "Decision", "Décision"},
    {"verdict-is", "is", "est"},
    {"verdict-contains", "contains", "contient"},
};

gboolean
cs_words_at(guint index, const char **ret_key, const char **ret_english, const char **ret_french)
{
    if (index >= G_N_ELEMENTS(texts))
        return FALSE;
    *ret_key = texts[index].key;
    *ret_english = texts[index].en;
    *ret_french = texts[index].fr;
    return TRUE;
}
