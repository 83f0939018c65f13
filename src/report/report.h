/* report.h - a map made readable. Floor 7: reads a survey that came from a map, never a source. */
#ifndef CS_REPORT_REPORT_H
#define CS_REPORT_REPORT_H

#include "model/survey.h"

/* language: "en" or "fr". Each writes path whole or not at all, mode 0640. */
int cs_report_html(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err);
/* One line per finding, RFC 4180, UTF-8 with BOM; cells that start with =+-@ are defused. path NULL: standard output.
 */
int cs_report_csv(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err);
/* Statements for the owners of each side of the copies, and what dropping one would touch. path NULL: standard output.
 */
int cs_report_sql(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err);
/* Settings to start a record linkage with Splink from: what to block on, what to compare, where it stands. */
int cs_report_splink(const struct cs_survey *survey, const char *path, struct cs_err *err);

#endif
