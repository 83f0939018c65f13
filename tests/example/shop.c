/* shop.c - the web shop: accounts with a JSON profile, a newsletter, sessions; customers and strangers. */
#include "company.h"

#include <stdio.h>

static const char schema[] = "CREATE TABLE account (id INTEGER PRIMARY KEY, username TEXT, email TEXT, password_hash "
                             "TEXT, profile JSON, newsletter_optin INTEGER,"
                             " optin_date TEXT, optin_ip TEXT, created_at TEXT);"
                             "CREATE TABLE web_order (id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES "
                             "account(id), reference TEXT, placed_at TEXT, amount NUMERIC,"
                             " shipping JSON, tracking_number TEXT);"
                             "CREATE TABLE web_session (token TEXT PRIMARY KEY, account_id INTEGER, ip_address TEXT, "
                             "user_agent TEXT, last_seen TEXT);"
                             "CREATE TABLE article (id INTEGER PRIMARY KEY, slug TEXT, title TEXT, rating NUMERIC);"
                             "CREATE TABLE stock (article_id INTEGER, warehouse TEXT, quantity INTEGER);";

static char *
profile_of(struct company *company, const struct person *p)
{
    char phone[32];

    people_phone_as(phone, sizeof phone, p->mobile, 3);
    return g_strdup_printf(
        "{\"firstName\":\"%s\",\"lastName\":\"%s\",\"phones\":[{\"kind\":\"mobile\",\"number\":\"%s\"}],"
        "\"address\":{\"line1\":\"%s\",\"zip\":\"%s\",\"city\":\"%s\"},\"birthday\":\"%s\",\"theme\":\"%s\"}",
        p->first, p->last, phone, p->street, p->zip, p->city, p->birth, chance(company, 0.5) ? "dark" : "light");
}

static void
accounts(struct company *company, sqlite3 *db, guint n, guint first)
{
    sqlite3_stmt *row = db_insert(db, "account", 9), *session = db_insert(db, "web_session", 5);

    for (guint i = 0; i < n; i++) {
        const struct person *p = &company->people[(first + i) % company->customers];
        gboolean stranger = chance(company, 0.25);
        g_autofree char *profile = profile_of(company, p),
                        *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, p->email, -1),
                        *email = stranger ? g_strdup_printf("visiteur.%u@example.com", i) : g_strdup(p->email),
                        *name = g_strdup_printf("%.*s_%u", 5, p->email, i * 3),
                        *bcrypt = g_strdup_printf("$2y$10$%.53s", hash);
        char when[24], ip[20], token[40];

        people_time(company, when);
        g_snprintf(ip, sizeof ip, "192.0.2.%u", pick(company, 255));
        db_row(row, "issssisss", (int)i + 1, name, email, bcrypt, profile, chance(company, 0.4) ? 1 : 0, when, ip,
               when);
        g_snprintf(token, sizeof token, "%.32s", hash + 20);
        g_snprintf(token, sizeof token, "%08x%024u", i, pick(company, 1000000000));
        db_row(session, "sisss", token, (int)i + 1, ip,
               "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", when);
    }
}

static void
orders(struct company *company, sqlite3 *db, guint accounts, guint first)
{
    sqlite3_stmt *row = db_insert(db, "web_order", 7);

    for (guint i = 0; i < accounts; i++) {
        guint who = pick(company, accounts);
        const struct person *p = &company->people[(first + who) % company->customers];
        g_autofree char *shipping =
            g_strdup_printf("{\"name\":\"%s %s\",\"street\":\"%s\",\"postcode\":\"%s\",\"town\":\"%s\"}", p->first,
                            p->last, p->street, p->zip, p->city);
        char when[24], reference[24], tracking[24];

        people_time(company, when);
        g_snprintf(reference, sizeof reference, "W%07u", 1000000 + i);
        g_snprintf(tracking, sizeof tracking, "6A%011u", pick(company, 2000000000));
        db_row(row, "iissdss", (int)i + 1, (int)who + 1, reference, when, 15.0 + pick(company, 300), shipping,
               tracking);
    }
}

void
shop_make(struct company *company)
{
    sqlite3 *db = db_create(company, "shop.sqlite", schema);
    guint first = company->customers / 4, n = company->customers * 6 / 10;
    sqlite3_stmt *article, *stock;

    accounts(company, db, n, first);
    orders(company, db, n, first);
    article = db_insert(db, "article", 4);
    stock = db_insert(db, "stock", 3);
    for (guint i = 0; i < 200; i++) {
        g_autofree char *slug = g_strdup_printf("article-%u", i);

        db_row(article, "issd", (int)i + 1, slug, people_word(company, 2), 1.0 + pick(company, 40) / 10.0);
        db_row(stock, "isi", (int)i + 1, chance(company, 0.5) ? "Nord" : "Sud", (int)pick(company, 500));
    }
    db_close(db);
}
