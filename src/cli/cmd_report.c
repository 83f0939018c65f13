/* cmd_report.c - cassini report: a map made readable, at any time, on any machine. */
#include "cli/command.h"

#include "base/file.h"
#include "map/map.h"
#include "report/report.h"

#include <stdio.h>
#include <string.h>

static int
write_report(const struct cs_survey *survey, const char *format, const char *language, const char *out,
             struct cs_err *err)
{
    int rc;

    if (!strcmp(format, "html"))
        return cs_report_html(survey, language, out ? out : "cassini-map.html", err);
    if (!strcmp(format, "csv"))
        return cs_report_csv(survey, language, out, err);
    if (!strcmp(format, "json"))
        return cs_map_write(survey, out ? out : "cassini-map.json", FALSE, err);
    rc = cs_fail(err, CS_E_CONFIG, "report", NULL, "there is no format \"%s\"", format);
    cs_err_hint(err, "formats are html, csv and json");
    return rc;
}

int
cs_cmd_report(int argc, char **argv)
{
    static char *format, *out, *lang;
    const GOptionEntry entries[] = {
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "html (the default), csv or json", "FORMAT"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &out, "where to write (csv: standard output by default)", "FILE"},
        {"lang", 0, 0, G_OPTION_ARG_STRING, &lang, "en or fr [CASSINI_LANG]", "LANG"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(cs_survey) survey = NULL;
    struct cs_err err = {0};
    const char *language;

    if (!cs_options_parse("MAP", "Turns a map into a page, a table or a normalised map. Opens no source.",
                          "cassini report map/cassini-map.json -f csv -o findings.csv", entries, &argc, &argv))
        return CS_EXIT_USAGE;
    if (argc != 2) {
        fputs("cassini: report needs one MAP (map/cassini-map.json)\n", stderr);
        return CS_EXIT_USAGE;
    }
    if (cs_map_read(argv[1], &survey, &err))
        return cs_print_error(&err);
    language = cs_choose_language(lang, survey->run.language);
    if (write_report(survey, format ? format : "html", language, out, &err))
        return cs_print_error(&err);
    return CS_EXIT_DONE;
}
