/* window.h - the hours of the day in which a source may be read, local time. Floor 5. */
#ifndef CS_SCAN_WINDOW_H
#define CS_SCAN_WINDOW_H

#include <glib.h>

struct cs_window {
    guint from, to; /* minutes since midnight; from after to: over midnight; both 0: always open */
};

/* "22:00-06:00"; FALSE when it is none, or never closes. */
gboolean cs_window_parse(const char *text, struct cs_window *ret_window);
/* Seconds until it closes; 0: it is closed at that second of the day; -1: it never closes. */
int cs_window_left(const struct cs_window *window, guint second_of_day);
/* The deadline (deadline.h) at which it closes, from the clock of now; 0: never. */
gint64 cs_window_deadline(const struct cs_window *window);

#endif
