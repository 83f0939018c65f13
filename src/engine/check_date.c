/* check_date.c - days, times and counters of time. */
#include "engine/check.h"

#include <string.h>

/* YYYY-MM-DD, YYYYMMDD, DD/MM/YYYY or MM/DD/YYYY with / . - between 1880 and 2100; a time may follow. */
static gboolean
date(const char *text, gsize size)
{
    guint part[3] = {0}, count[3] = {0}, n = 0;
    guint year, a, b;

    for (gsize i = 0; i < size && n < 3; i++) {
        if (g_ascii_isdigit(text[i]) && count[n] < 8) {
            part[n] = part[n] * 10 + (guint)(text[i] - '0');
            count[n]++;
        } else if (strchr("/.-", text[i]) && n < 2) {
            n++;
        } else if (n == 2 && (text[i] == ' ' || text[i] == 'T')) {
            break;
        } else {
            return FALSE;
        }
    }
    if (n == 0 && count[0] == 8) {
        year = part[0] / 10000;
        a = part[0] % 100;
        b = part[0] / 100 % 100;
    } else if (n == 2 && count[0] == 4 && count[1] <= 2 && count[2] <= 2) {
        year = part[0];
        a = part[2];
        b = part[1];
    } else if (n == 2 && count[2] == 4 && count[0] <= 2 && count[1] <= 2) {
        year = part[2];
        a = part[0];
        b = part[1];
    } else {
        return FALSE;
    }
    return year >= 1880 && year <= 2100 && (cs_check_day(year, b, a) || (count[2] == 4 && cs_check_day(year, a, b)));
}

/* YYYYMMDDhhmm or YYYYMMDDhhmmss of 1990 to 2059: a time stamp that passes for a number. */
static gboolean
timestamp_digits(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 12, 17, d), year;

    if (n != 12 && n != 14 && n != 17)
        return FALSE;
    year = (guint)cs_check_number(d, 0, 4);
    return year >= 1990 && year < 2060 && cs_check_day(year, d[4] * 10u + d[5], d[6] * 10u + d[7]) &&
           d[8] * 10u + d[9] < 24 && d[10] < 6 && (n == 12 || d[12] < 6);
}

/* Seconds, milliseconds or microseconds since 1970, from 2000 to 2049. */
static gboolean
unix_time(const char *text, gsize size)
{
    guint8 d[CS_CHECK_DIGITS];
    guint n = cs_check_some_digits(text, size, 9, 16, d);
    guint64 seconds;

    if (n != 9 && n != 10 && n != 13 && n != 16)
        return FALSE;
    seconds = cs_check_number(d, 0, n < 10 ? 9 : 10);
    return seconds >= 946684800 && seconds < 2524608000;
}

const struct cs_check cs_checks_date[] = {
    {"date", "99999999", 0.00089, date, NULL},
    {"timestamp_digits", "99999999999999", 0.00002, timestamp_digits, NULL},
    {"unix_time", "9999999999", 0.158, unix_time, NULL},
    {NULL, NULL, 0, NULL, NULL},
};
