/* csv.c - cells of tables that spreadsheets open. */
#include "base/csv.h"

#include <string.h>

void
cs_csv_cell(FILE *out, const char *text)
{
    text = text ? text : "";
    fputc('"', out);
    if (*text && strchr("=+-@\t\r\n", *text))
        fputc('\'', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}
