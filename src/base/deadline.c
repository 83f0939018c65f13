/* deadline.c - monotonic time, durations and sizes as people write them. */
#include "base/deadline.h"

#include <time.h>

gint64
cs_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (gint64)t.tv_sec * CS_NS_PER_SECOND + t.tv_nsec;
}

gint64
cs_deadline_in(gint64 nanoseconds)
{
    return cs_now() + nanoseconds;
}

gboolean
cs_deadline_passed(gint64 deadline)
{
    return deadline && cs_now() >= deadline;
}

int
cs_deadline_left_ms(gint64 deadline)
{
    gint64 left;

    if (!deadline)
        return -1;
    left = deadline - cs_now();
    return left <= 0 ? 0 : (int)MIN((left + 999999) / 1000000, G_MAXINT);
}

struct unit {
    const char *name;
    double factor;
};

static gboolean
parse(const char *text, const struct unit *units, double *ret_value)
{
    char *end;
    double n = text ? g_ascii_strtod(text, &end) : 0;

    if (!text || end == text || !(n > 0))
        return FALSE;
    while (*end == ' ')
        end++;
    for (; units->name; units++)
        if (!g_ascii_strcasecmp(end, units->name)) {
            *ret_value = n * units->factor;
            return *ret_value < 9e18;
        }
    return FALSE;
}

gboolean
cs_duration_parse(const char *text, gint64 *ret_nanoseconds)
{
    static const struct unit units[] = {{"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"min", 60e9}, {"h", 3600e9}, {NULL, 0}};
    double value;

    if (!parse(text, units, &value))
        return FALSE;
    *ret_nanoseconds = (gint64)value;
    return TRUE;
}

gboolean
cs_bytes_parse(const char *text, guint64 *ret_bytes)
{
    static const struct unit units[] = {
        {"", 1},      {"B", 1},        {"kB", 1e3},        {"MB", 1e6},           {"GB", 1e9},
        {"TB", 1e12}, {"KiB", 1024.0}, {"MiB", 1048576.0}, {"GiB", 1073741824.0}, {"TiB", 1099511627776.0},
        {NULL, 0}};
    double value;

    if (!parse(text, units, &value))
        return FALSE;
    *ret_bytes = (guint64)value;
    return TRUE;
}
