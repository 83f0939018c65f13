/* csv.h - one cell of a comma-separated table, RFC 4180. Floor 1. */
#ifndef CS_BASE_CSV_H
#define CS_BASE_CSV_H

#include <stdio.h>

/* text in quotes; NULL is empty. What a spreadsheet would take for a formula is defused by an apostrophe. */
void cs_csv_cell(FILE *out, const char *text);

#endif
