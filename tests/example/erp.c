/* erp.c - the ERP: customers, suppliers, staff, orders; product data as decoys. */
#include "company.h"

#include <stdio.h>

static const char schema[] =
    "CREATE TABLE customer (id INTEGER PRIMARY KEY, customer_no TEXT UNIQUE NOT NULL, title TEXT, last_name TEXT, "
    "first_name TEXT,"
    " email TEXT, phone TEXT, mobile TEXT, street TEXT, postal_code TEXT, city TEXT, country TEXT, birth_date TEXT, "
    "iban TEXT,"
    " credit_limit NUMERIC, created_at TEXT, last_order_at TEXT, blocked INTEGER);"
    "CREATE TABLE company_customer (id INTEGER PRIMARY KEY, company_name TEXT, siret TEXT, contact_name TEXT, "
    "contact_email TEXT,"
    " switchboard TEXT, payment_terms INTEGER);"
    "CREATE TABLE employee (id INTEGER PRIMARY KEY, last_name TEXT, first_name TEXT, social_security_number TEXT, "
    "work_email TEXT,"
    " salary NUMERIC, hired_on TEXT, manager_id INTEGER REFERENCES employee(id));"
    "CREATE TABLE product (id INTEGER PRIMARY KEY, sku TEXT, ean TEXT, name TEXT, price NUMERIC, weight_g INTEGER, "
    "supplier_ref TEXT);"
    "CREATE TABLE sales_order (id INTEGER PRIMARY KEY, order_no TEXT, customer_id INTEGER REFERENCES customer(id), "
    "ordered_at TEXT,"
    " status TEXT, total NUMERIC, delivery_name TEXT, delivery_street TEXT, delivery_postal_code TEXT, delivery_city "
    "TEXT);"
    "CREATE TABLE sales_order_line (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES sales_order(id),"
    " product_id INTEGER REFERENCES product(id), quantity INTEGER, unit_price NUMERIC);"
    "CREATE TABLE payment (id INTEGER PRIMARY KEY, order_id INTEGER, method TEXT, payer_iban TEXT, amount NUMERIC, "
    "paid_at TEXT,"
    " bank_reference TEXT);"
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT);"
    "CREATE VIEW customer_mailing AS SELECT customer_no, title, last_name, first_name, email FROM customer WHERE "
    "blocked = 0;";

static void
customers(struct company *company, sqlite3 *db)
{
    sqlite3_stmt *row = db_insert(db, "customer", 18);

    for (guint i = 0; i < company->customers; i++) {
        const struct person *p = &company->people[i];
        char phone[32], mobile[32], created[24], last[24];

        people_phone_as(phone, sizeof phone, p->landline, 1);
        people_phone_as(mobile, sizeof mobile, p->mobile, 1);
        people_time(company, created);
        people_time(company, last);
        db_row(row, "isssssssssssssdssi", (int)i + 1, p->customer_no, p->civility, p->last, p->first,
               chance(company, 0.93) ? p->email : NULL, chance(company, 0.6) ? phone : NULL,
               chance(company, 0.8) ? mobile : NULL, p->street, p->zip, p->city, "FR", p->birth,
               chance(company, 0.4) ? p->iban : NULL, 500.0 * pick(company, 20), created, last,
               chance(company, 0.03) ? 1 : 0);
    }
}

static void
companies(struct company *company, sqlite3 *db)
{
    sqlite3_stmt *row = db_insert(db, "company_customer", 7);

    for (guint i = 0; i < company->customers / 8; i++) {
        const struct person *p = &company->people[pick(company, company->customers)];
        char siret[15], phone[32];
        g_autofree char *name = g_strdup_printf("%s %s %s", people_word(company, 0), p->last, people_word(company, 1));
        g_autofree char *contact = g_strdup_printf("%s %s", p->first, p->last);
        g_autofree char *email = g_strdup_printf("contact%u@entreprise.example.com", i);

        people_siret(company, siret);
        people_phone_as(phone, sizeof phone, p->landline, 2);
        db_row(row, "isssssi", (int)i + 1, name, siret, contact, email, phone, 30);
    }
}

static void
staff(struct company *company, sqlite3 *db)
{
    sqlite3_stmt *row = db_insert(db, "employee", 8);

    for (guint i = 0; i < 120; i++) {
        struct person *p = &company->people[pick(company, company->customers)];
        char hired[16];
        g_autofree char *email = g_strdup_printf("agent%03u@maison-exemple.example", i);

        people_day(company, 2001, 2024, hired);
        db_row(row, "issssdsi", (int)i + 1, p->last, p->first, p->nir, email, 1800.0 + pick(company, 4000), hired,
               (int)(i / 10 + 1));
    }
}

static void
products(struct company *company, sqlite3 *db)
{
    sqlite3_stmt *row = db_insert(db, "product", 7);

    for (guint i = 0; i < 600; i++) {
        char sku[16], ean[16], ref[24];
        guint sum = 0;

        g_snprintf(sku, sizeof sku, "PRD-%05u", 10000 + i * 13);
        g_snprintf(ean, sizeof ean, "376%09u", 100000000 + pick(company, 800000000));
        for (guint k = 0; k < 12; k++)
            sum += (guint)(ean[k] - '0') * (k % 2 ? 3 : 1);
        ean[12] = (char)('0' + (10 - sum % 10) % 10);
        ean[13] = '\0';
        g_snprintf(ref, sizeof ref, "%010u", 600000000 + pick(company, 90000000)); /* looks like a phone, is none */
        db_row(row, "isssdis", (int)i + 1, sku, ean, people_word(company, 2), 5.0 + pick(company, 200),
               (int)pick(company, 9000), ref);
    }
}

static void
orders(struct company *company, sqlite3 *db)
{
    static const char *const states[] = {"draft", "confirmed", "shipped", "invoiced", "cancelled"};
    sqlite3_stmt *order = db_insert(db, "sales_order", 10), *line = db_insert(db, "sales_order_line", 5),
                 *payment = db_insert(db, "payment", 7);

    for (guint i = 0; i < company->customers * 2; i++) {
        guint who = pick(company, company->customers);
        const struct person *p = &company->people[who];
        char number[24], when[24], reference[24];
        g_autofree char *name = g_strdup_printf("%s %s", p->first, p->last);

        people_time(company, when);
        g_snprintf(number, sizeof number, "SO%.4s-%06u", when, i);
        db_row(order, "isissdssss", (int)i + 1, number, (int)who + 1, when, states[pick(company, 5)],
               10.0 + pick(company, 900), name, p->street, p->zip, p->city);
        for (guint k = pick(company, 3); k < 3; k++)
            db_row(line, "iiiid", (int)(i * 3 + k) + 1, (int)i + 1, (int)pick(company, 600) + 1,
                   1 + (int)pick(company, 4), 5.0 + pick(company, 200));
        g_snprintf(reference, sizeof reference, "VIR%09u", pick(company, 900000000));
        if (chance(company, 0.5))
            db_row(payment, "iissdss", (int)i + 1, (int)i + 1, "transfer", chance(company, 0.5) ? p->iban : NULL,
                   10.0 + pick(company, 900), when, reference);
    }
}

void
erp_make(struct company *company)
{
    sqlite3 *db = db_create(company, "erp.sqlite", schema);
    sqlite3_stmt *setting;

    customers(company, db);
    companies(company, db);
    staff(company, db);
    products(company, db);
    orders(company, db);
    setting = db_insert(db, "setting", 2);
    db_row(setting, "ss", "mail.from", "no-reply@maison-exemple.example");
    db_row(setting, "ss", "currency", "EUR");
    db_row(setting, "ss", "invoice.prefix", "FA");
    db_close(db);
}
