/* log.c - one line per event on stderr. */
#include "base/log.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

static gint threshold = CS_LOG_T_WARNING;

void
cs_log_set_threshold(enum cs_log_threshold value)
{
    g_atomic_int_set(&threshold, (gint)value);
}

static void G_GNUC_PRINTF(3, 0)
    write_line(enum cs_log_threshold level, const char *topic, const char *format, va_list args)
{
    static const char *const words[] = {"error", "warning", "info", "debug"};
    static const int priorities[] = {3, 4, 6, 7};
    g_autoptr(GString) line = NULL;

    if ((gint)level > g_atomic_int_get(&threshold))
        return;
    line = g_string_new(NULL);
    if (g_getenv("JOURNAL_STREAM"))
        g_string_append_printf(line, "<%d>", priorities[level]);
    g_string_append_printf(line, "%s %s ", words[level], topic);
    g_string_append_vprintf(line, format, args);
    g_string_append_c(line, '\n');
    fwrite(line->str, 1, line->len, stderr);
}

#define LOG_FUNCTION(name, level)                         \
    void name(const char *topic, const char *format, ...) \
    {                                                     \
        va_list args;                                     \
        va_start(args, format);                           \
        write_line(level, topic, format, args);           \
        va_end(args);                                     \
    }
LOG_FUNCTION(cs_log_error, CS_LOG_T_ERROR)
LOG_FUNCTION(cs_log_warning, CS_LOG_T_WARNING)
LOG_FUNCTION(cs_log_info, CS_LOG_T_INFO)
LOG_FUNCTION(cs_log_debug, CS_LOG_T_DEBUG)

char *
cs_log_quote(const char *name)
{
    GString *out = g_string_new("\"");

    if (name)
        cs_utf8_escape(out, name, strnlen(name, 200));
    g_string_append_c(out, '"');
    return g_string_free(out, FALSE);
}
