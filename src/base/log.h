/* log.h - one line per event on stderr: "level topic message". Floor 1.
 *
 * Names from outside stand in quotes, made printable by cs_log_quote. There is no way to print a
 * cs_value or a cs_secret, on purpose. Thread-safe. */
#ifndef CS_BASE_LOG_H
#define CS_BASE_LOG_H

#include <glib.h>

enum cs_log_threshold { CS_LOG_T_ERROR = 0, CS_LOG_T_WARNING, CS_LOG_T_INFO, CS_LOG_T_DEBUG };

/* Lines above the threshold are dropped. Default: CS_LOG_T_WARNING. Under journald (JOURNAL_STREAM
 * set) levels are written as <3>…<7> prefixes, else as words. */
void cs_log_set_threshold(enum cs_log_threshold threshold);

void cs_log_error(const char *topic, const char *format, ...) G_GNUC_PRINTF(2, 3);
void cs_log_warning(const char *topic, const char *format, ...) G_GNUC_PRINTF(2, 3);
void cs_log_info(const char *topic, const char *format, ...) G_GNUC_PRINTF(2, 3);
void cs_log_debug(const char *topic, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* name in double quotes, control characters and invalid bytes escaped, cut at 200 bytes. Owned by the
 * caller. name may be NULL. */
char *cs_log_quote(const char *name);

#endif
