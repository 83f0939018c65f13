/* support.c - the support desk: requesters, tickets, messages in free text, an event log in JSON. */
#include "company.h"

#include <stdio.h>

static const char schema[] = "CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT UNIQUE, real_name TEXT, "
                             "email_address TEXT, mobile_phone TEXT, locale TEXT,"
                             " last_login_ip TEXT, privileged INTEGER, last_updated TEXT);"
                             "CREATE TABLE tickets (id INTEGER PRIMARY KEY, requester_id INTEGER REFERENCES users(id), "
                             "subject TEXT, status TEXT, queue TEXT,"
                             " priority INTEGER, created TEXT);"
                             "CREATE TABLE messages (id INTEGER PRIMARY KEY, ticket_id INTEGER REFERENCES tickets(id), "
                             "sender TEXT, body TEXT, sent TEXT);"
                             "CREATE TABLE events (id INTEGER PRIMARY KEY, at TEXT, payload TEXT);"
                             "CREATE TABLE queues (id INTEGER PRIMARY KEY, name TEXT, description TEXT);";

static void
people(struct company *company, sqlite3 *db, guint n, guint first)
{
    sqlite3_stmt *row = db_insert(db, "users", 9);

    for (guint i = 0; i < n; i++) {
        const struct person *p = &company->people[first + i];
        g_autofree char *login = g_strdup_printf("%.*s%u", 6, p->email, i),
                        *name = g_strdup_printf("%s %s", p->first, p->last);
        char phone[32], ip[20], when[24];

        people_phone_as(phone, sizeof phone, p->mobile, 4);
        g_snprintf(ip, sizeof ip, "203.0.113.%u", pick(company, 255));
        people_time(company, when);
        db_row(row, "issssssis", (int)i + 1, login, name, p->email, chance(company, 0.5) ? phone : NULL, "fr_FR", ip,
               i < 12, when);
    }
}

static void
tickets(struct company *company, sqlite3 *db, guint users, guint first)
{
    sqlite3_stmt *ticket = db_insert(db, "tickets", 7), *message = db_insert(db, "messages", 5),
                 *event = db_insert(db, "events", 3);
    static const char *const states[] = {"new", "open", "stalled", "resolved"};

    for (guint i = 0; i < users; i++) {
        guint who = pick(company, users);
        const struct person *p = &company->people[first + who];
        g_autofree char *body = NULL, *payload = NULL;
        char when[24];

        people_time(company, when);
        db_row(ticket, "iisssis", (int)i + 1, (int)who + 1, people_word(company, 3), states[pick(company, 4)],
               "clients", 1 + (int)pick(company, 5), when);
        if (chance(company, 0.2))
            body = g_strdup_printf(
                "Bonjour,\nmon nouveau numéro est le %s et mon adresse %s, %s %s.\nCordialement,\n%s %s", p->mobile,
                p->street, p->zip, p->city, p->first, p->last);
        else
            body = g_strdup_printf("Bonjour,\nle produit « %s » pose problème : %s.\nMerci de votre aide.",
                                   people_word(company, 2), people_word(company, 3));
        db_row(message, "iisss", (int)i + 1, (int)i + 1, p->email, body, when);
        payload = g_strdup_printf("{\"type\":\"ticket.opened\",\"actor\":{\"email\":\"%s\",\"ip\":\"198.51.100.%u\"},"
                                  "\"watchers\":{\"%s\":true}}",
                                  p->email, pick(company, 255), p->email);
        db_row(event, "iss", (int)i + 1, when, payload);
    }
}

void
support_make(struct company *company)
{
    sqlite3 *db = db_create(company, "support.sqlite", schema);
    guint first = company->customers / 3, users = company->customers / 2;
    sqlite3_stmt *queue;

    people(company, db, users, first);
    tickets(company, db, users, first);
    queue = db_insert(db, "queues", 3);
    db_row(queue, "iss", 1, "clients", "Questions des clients");
    db_row(queue, "iss", 2, "logistique", "Transport et entrepôt");
    db_close(db);
}
