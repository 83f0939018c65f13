/* cmd_report.c - cassini report: a map made readable, at any time, on any machine. */
#include "cli/command.h"
#include "cli/review_file.h"

#include "map/map.h"
#include "report/report.h"

static struct {
    const char *format, *out, *lang, *review;
} flags;

static int
write_report(const struct cs_survey *survey, const char *language, struct cs_err *err)
{
    if (!g_strcmp0(flags.format, "csv"))
        return cs_report_csv(survey, language, flags.out, err);
    if (!g_strcmp0(flags.format, "sql"))
        return cs_report_sql(survey, language, flags.out, err);
    if (!g_strcmp0(flags.format, "splink"))
        return cs_report_splink(survey, flags.out, err);
    if (!g_strcmp0(flags.format, "json"))
        return cs_map_write(survey, flags.out ? flags.out : "cassini-map.json", FALSE, err);
    return cs_report_html(survey, language, flags.out ? flags.out : "cassini-map.html", err);
}

static int
run(char **operands)
{
    g_autoptr(cs_survey) survey = NULL;
    g_autoptr(cs_review) review = NULL;
    struct cs_err err = {0};
    int status = cs_review_open(flags.review, NULL, &review);

    if (status)
        return status;
    if (cs_map_read(operands[0], &survey, &err))
        return cs_print_error(&err);
    cs_review_use(review, survey, survey->run.as_of ? survey->run.as_of : "");
    if (write_report(survey, cs_choose_language(flags.lang, survey->run.language), &err))
        return cs_print_error(&err);
    return CS_EXIT_DONE;
}

static const struct cs_cli_option options[] = {
    {"format", 'f', CS_O_WORD, "html|csv|json|sql|splink", "html by default", &flags.format},
    {"output", 'o', CS_O_FILE, "FILE", "where to write; tables and SQL: standard output", &flags.out},
    {"review", 0, CS_O_FILE, "FILE", "decisions; ./cassini-review.yaml by default", &flags.review},
    {"lang", 0, CS_O_WORD, "en|fr", "language of the report", &flags.lang},
    {NULL, 0, CS_O_FLAG, NULL, NULL, NULL}};

const struct cs_command cs_command_report = {
    .name = "report",
    .operands = "MAP",
    .least = 1,
    .most = 1,
    .help = "a map as page, table, JSON, SQL recipes or Splink settings",
    .summary = "Turns a map into a page (html), a table of findings (csv), statements for the\n"
               "owners of copies (sql), settings for a record linkage (splink), or the map with\n"
               "the decisions applied (json). Opens no source.",
    .example = "cassini report map/cassini-map.json -f csv -o findings.csv",
    .options = options,
    .run = run};
