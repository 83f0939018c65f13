/* crm.c - the CRM, in French: most customers again, typed by other hands, and prospects that nobody else has. */
#include "company.h"

#include <stdio.h>
#include <string.h>

static const char schema[] =
    "CREATE TABLE contact (id INTEGER PRIMARY KEY, code_client TEXT, civilite TEXT, nom TEXT, prenom TEXT, courriel "
    "TEXT, tel_portable TEXT,"
    " tel_domicile TEXT, adresse TEXT, cp TEXT, ville TEXT, date_naissance TEXT, origine TEXT, modifie_le TEXT);"
    "CREATE TABLE consentement (id INTEGER PRIMARY KEY, contact_id INTEGER REFERENCES contact(id), accord_courriel "
    "INTEGER,"
    " accord_sms INTEGER, refus_telephone INTEGER, date_consentement TEXT, source_consentement TEXT);"
    "CREATE TABLE opportunite (id INTEGER PRIMARY KEY, contact_id INTEGER REFERENCES contact(id), libelle TEXT, "
    "montant NUMERIC, etape TEXT,"
    " echeance TEXT);"
    "CREATE TABLE note (id INTEGER PRIMARY KEY, contact_id INTEGER REFERENCES contact(id), texte TEXT, saisie_le TEXT);"
    "CREATE TABLE etape (code TEXT PRIMARY KEY, libelle TEXT);";

static void
contacts(struct company *company, sqlite3 *db, guint known, guint prospects)
{
    sqlite3_stmt *row = db_insert(db, "contact", 14), *consent = db_insert(db, "consentement", 7);
    static const char *const origins[] = {"salon", "site web", "parrainage", "magasin"};

    for (guint i = 0; i < known + prospects; i++) {
        const struct person *p = &company->people[i < known ? i : pick(company, company->customers)];
        g_autofree char *last = g_utf8_strup(p->last, -1);
        g_autofree char *email = i < known ? g_strdup(p->email) : g_strdup_printf("prospect.%u@example.net", i);
        char mobile[32], home[32], birth[16], changed[24], given[16];

        if (chance(company, 0.05)) { /* a conflict: the CRM knows another address */
            g_free(email);
            email = g_strdup_printf("perso%u@example.org", i);
        }
        people_phone_as(mobile, sizeof mobile, p->mobile, 3);
        people_phone_as(home, sizeof home, p->landline, 0);
        g_snprintf(birth, sizeof birth, "%.2s/%.2s/%.4s", p->birth + 8, p->birth + 5, p->birth);
        people_time(company, changed);
        people_day(company, 2019, 2025, given);
        db_row(row, "isssssssssssss", (int)i + 1, i < known ? p->customer_no : NULL, p->civility, last, p->first,
               chance(company, 0.9) ? email : NULL, chance(company, 0.8) ? mobile : NULL,
               chance(company, 0.5) ? home : NULL, p->street, p->zip, p->city, chance(company, 0.7) ? birth : NULL,
               origins[pick(company, 4)], changed);
        db_row(consent, "iiiiiss", (int)i + 1, (int)i + 1, chance(company, 0.6) ? 1 : 0, chance(company, 0.3) ? 1 : 0,
               chance(company, 0.2) ? 1 : 0, chance(company, 0.8) ? given : NULL,
               chance(company, 0.8) ? "formulaire" : NULL);
    }
}

static void
notes(struct company *company, sqlite3 *db, guint contacts)
{
    sqlite3_stmt *note = db_insert(db, "note", 4), *deal = db_insert(db, "opportunite", 6);

    for (guint i = 0; i < contacts; i++) {
        guint who = pick(company, contacts);
        const struct person *p = &company->people[who % company->customers];
        g_autofree char *text = NULL;
        char phone[32], when[24];

        people_phone_as(phone, sizeof phone, p->mobile, 2);
        people_time(company, when);
        if (chance(company, 0.3))
            text = g_strdup_printf("Rappeler %s %s au %s, ou écrire à %s.", p->civility, p->last, phone, p->email);
        else
            text = g_strdup_printf("Intéressé par : %s. Devis envoyé, relance dans %u jours.", people_word(company, 2),
                                   5 + pick(company, 30));
        db_row(note, "iiss", (int)i + 1, (int)who + 1, text, when);
        if (chance(company, 0.4))
            db_row(deal, "iisdss", (int)i + 1, (int)who + 1, people_word(company, 2), 50.0 + pick(company, 5000),
                   "qualification", when);
    }
}

void
crm_make(struct company *company)
{
    sqlite3 *db = db_create(company, "crm.sqlite", schema);
    guint known = company->customers * 7 / 10, prospects = company->customers / 5;
    sqlite3_stmt *step;

    contacts(company, db, known, prospects);
    notes(company, db, known + prospects);
    step = db_insert(db, "etape", 2);
    db_row(step, "ss", "qualification", "À qualifier");
    db_row(step, "ss", "gagne", "Gagnée");
    db_row(step, "ss", "perdu", "Perdue");
    db_close(db);
}
