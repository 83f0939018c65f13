/* report.h - a map made readable. Floor 7: reads a survey that came from a map, never a source. */
#ifndef CS_REPORT_REPORT_H
#define CS_REPORT_REPORT_H

#include "model/survey.h"

/* language: "en" or "fr". Each writes path whole or not at all, mode 0640. */
int cs_report_html(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err);
/* One line per finding, RFC 4180, UTF-8 with BOM; cells that start with =+-@ are defused. path NULL: standard output.
 */
int cs_report_csv(const struct cs_survey *survey, const char *language, const char *path, struct cs_err *err);

#endif
