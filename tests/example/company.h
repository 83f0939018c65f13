/* company.h - what the four databases of the invented company share. */
#ifndef CS_EXAMPLE_COMPANY_H
#define CS_EXAMPLE_COMPANY_H

#include "base/rng.h"

#include <sqlite3.h>

/* An invented person. Numbers are computed, with right check digits, and belong to nobody: mail domains
 * are reserved ones, phones come from the ranges that ARCEP keeps for fiction. */
struct person {
    const char *civility, *first, *last, *city, *zip;
    char email[96], mobile[16], landline[16], street[64], iban[40], birth[16], customer_no[16], nir[20];
    gboolean woman;
};

struct company {
    struct cs_rng rng;
    guint customers;
    struct person *people; /* of customers */
    const char *folder;
};

guint pick(struct company *company, guint n); /* 0 … n-1 */
gboolean chance(struct company *company, double p);
void people_make(struct company *company);
const char *people_word(struct company *company, guint kind); /* 0 company word, 1 legal form, 2 product, 3 subject */
void people_siret(struct company *company, char out[15]);
void people_day(struct company *company, int first_year, int last_year, char out[16]);
void people_time(struct company *company, char out[24]);
/* the same number as another department types it */
void people_phone_as(char *out, gsize size, const char *digits, guint style);

/* A fresh database file; exits with a message when that fails. */
sqlite3 *db_create(struct company *company, const char *file, const char *schema);
/* Prepares INSERT INTO table VALUES (?,…) with n parameters. */
sqlite3_stmt *db_insert(sqlite3 *db, const char *table, guint n);
/* One row: a letter a value: s text (NULL: NULL), i int, d double. */
void db_row(sqlite3_stmt *statement, const char *types, ...);
void db_close(sqlite3 *db);

void erp_make(struct company *company);
void crm_make(struct company *company);
void support_make(struct company *company);
void shop_make(struct company *company);

#endif
