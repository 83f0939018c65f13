/* window.c - when a source may be read. */
#include "scan/window.h"

#include "base/deadline.h"

#include <stdio.h>
#include <string.h>

#define DAY (24 * 60)

gboolean
cs_window_parse(const char *text, struct cs_window *ret_window)
{
    unsigned h1, m1, h2, m2;
    int end = 0;

    if (sscanf(text, "%2u:%2u-%2u:%2u%n", &h1, &m1, &h2, &m2, &end) != 4 || text[end])
        return FALSE;
    if (h1 > 23 || h2 > 24 || m1 > 59 || m2 > 59 || (h2 == 24 && m2) || (h1 == h2 && m1 == m2))
        return FALSE;
    *ret_window = (struct cs_window){h1 * 60 + m1, (h2 * 60 + m2) % DAY};
    return ret_window->from != ret_window->to;
}

int
cs_window_left(const struct cs_window *w, guint second)
{
    guint open = (w->to + DAY - w->from) % DAY, since = (second + DAY * 60 - w->from * 60) % (DAY * 60);

    if (!open)
        return -1;
    return since < open * 60 ? (int)(open * 60 - since) : 0;
}

gint64
cs_window_deadline(const struct cs_window *w)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();
    int left = cs_window_left(
        w, (guint)(g_date_time_get_hour(now) * 3600 + g_date_time_get_minute(now) * 60 + g_date_time_get_second(now)));

    if (left < 0)
        return 0;
    return left ? cs_deadline_in(left * CS_NS_PER_SECOND) : cs_now();
}
