/* cmd_explain.c - cassini explain: every piece of evidence on one column, and what would change it. */
#include "cli/command.h"
#include "cli/review_file.h"

#include "map/map.h"
#include "model/taxonomy.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void
explain_decision(const struct cs_decision *d)
{
    printf("  decision: %s %s, by %s on %s: %s\n", cs_ruling_name(d->verdict), d->attribute, d->author, d->date,
           d->reason);
    if (d->found)
        printf("    the scan alone says %s, confidence %.2f\n", d->found, d->found_confidence);
    if (d->state != CS_RULING_HOLDS)
        printf("    %s%s%s: not applied, look again\n", cs_ruling_state_name(d->state), d->why ? ", " : "",
               d->why ? d->why : "");
}

static void
explain(const struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute);
    double sum = 0;

    printf("%s.%s.%s.%s%s%s\n", f->place.source, f->place.schema ? f->place.schema : "", f->place.object,
           f->place.column, f->place.path ? " " : "", f->place.path ? f->place.path : "");
    printf("  %s %s (%s), confidence %.2f\n", f->verdict == CS_IS ? "is" : "contains", f->attribute,
           a ? a->label_en : "?", f->confidence);
    if (f->tried)
        printf("  %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " distinct values were accepted\n", f->hits, f->tried);
    printf("  evidence (log-odds; above 0 speaks for it):\n");
    for (guint i = 0; f->evidence && i < f->evidence->len; i++) {
        const struct cs_evidence *e = f->evidence->pdata[i];

        sum += e->weight;
        printf("    %+6.2f  %-12s %s%s%s\n", e->weight, e->kind, e->rule ? e->rule : "",
               e->rule && e->detail ? ": " : "", e->detail ? e->detail : "");
    }
    printf("    %+6.2f  sum\n", sum);
    if (f->runner_up)
        printf("  next best: %s, confidence %.2f\n", f->runner_up, f->runner_up_confidence);
    if (f->decision)
        explain_decision(f->decision);
    else if (f->confidence >= 0.5)
        printf("  it would be no finding any more with %.2f less evidence\n",
               log(f->confidence / (1.000001 - f->confidence)));
    else
        printf("  it would be a finding with %.2f more evidence\n",
               log((1.000001 - f->confidence) / (f->confidence + 1e-6)));
}

static guint
explain_all(const GPtrArray *findings, const char *wanted)
{
    guint n = 0;

    for (guint i = 0; i < findings->len; i++) {
        const struct cs_finding *f = findings->pdata[i];

        if (!cs_place_is_called(&f->place, wanted))
            continue;
        explain(f);
        n++;
    }
    return n;
}

static int
run(char **operands)
{
    g_autoptr(cs_survey) survey = NULL;
    struct cs_err err = {0};

    if (cs_map_read(operands[0], &survey, &err))
        return cs_print_error(&err);
    if (explain_all(survey->findings, operands[1]) + explain_all(survey->candidates, operands[1]) +
            explain_all(survey->decided, operands[1]) ==
        0) {
        fprintf(stderr, "cassini: the map has neither a finding nor a candidate on \"%s\"\n", operands[1]);
        fputs("  hint: the column was read without a finding, is misspelt, or stands among the gaps\n", stderr);
        return CS_EXIT_USAGE;
    }
    return CS_EXIT_DONE;
}

static const struct cs_cli_option options[] = {{NULL, 0, CS_O_FLAG, NULL, NULL, NULL}};

const struct cs_command cs_command_explain = {
    .name = "explain",
    .operands = "MAP SOURCE[.SCHEMA].OBJECT.COLUMN[:PATH]",
    .least = 2,
    .most = 2,
    .help = "every piece of evidence on one column",
    .summary = "Shows every piece of evidence on one column, the runner-up and what would change\nthe verdict.",
    .example = "cassini explain map/cassini-map.json customers.contacts.email",
    .options = options,
    .run = run};
