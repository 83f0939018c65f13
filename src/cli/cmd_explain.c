/* cmd_explain.c - cassini explain: every piece of evidence on one column, and what would change it. */
#include "cli/command.h"
#include "cli/review_file.h"

#include "map/map.h"
#include "model/taxonomy.h"
#include "report/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_NAMED 4

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

static double
probability(double score)
{
    return 1 / (1 + exp(-score));
}

static gint
by_weight(gconstpointer a, gconstpointer b)
{
    double x = ABS((*(struct cs_evidence *const *)a)->weight), y = ABS((*(struct cs_evidence *const *)b)->weight);

    return (x < y) - (x > y);
}

/* Every piece, the weightiest first, with what it says, the rule and the detail. Returns the sum. */
static double
explain_evidence(const struct cs_finding *f, const GPtrArray *sorted)
{
    struct cs_words words;
    double sum = 0;

    cs_words_init(&words, "en");
    printf("\n  weight  evidence (log-odds; above 0 speaks for it)\n");
    for (guint i = 0; i < sorted->len; i++) {
        const struct cs_evidence *e = sorted->pdata[i];
        g_autofree char *said = cs_evidence_said(&words, f, e);

        sum += e->weight;
        printf("  %+6.2f  %-28s %s", e->weight, e->kind, said);
        if (e->rule || e->detail)
            printf(" [%s%s%s]", e->rule ? e->rule : "", e->rule && e->detail ? ": " : "", e->detail ? e->detail : "");
        printf("\n");
    }
    if (f->verdict == CS_IS)
        printf("  %+6.2f  sum: probability %.3f\n", sum, probability(sum));
    cs_words_clear(&words);
    return sum;
}

/* Which pieces carry the verdict: the confidence without each, or what is missing to one. */
static void
explain_change(const GPtrArray *sorted, double sum)
{
    gboolean found = sum >= 0, any = FALSE;

    printf("\n  what would change the verdict:\n");
    for (guint i = 0; i < sorted->len; i++) {
        const struct cs_evidence *e = sorted->pdata[i];
        double without = sum - e->weight;

        if (g_str_has_prefix(e->kind, "prior") || (without >= 0) == found)
            continue;
        printf("    without %s: probability %.2f, %s\n", e->kind, probability(without),
               found ? "no finding any more" : "a finding");
        any = TRUE;
    }
    if (!any)
        printf("    no single piece of evidence\n");
    printf("    %.2f of weight more %s\n", ABS(sum), found ? "against it" : "for it");
}

static void
explain(const struct cs_finding *f)
{
    const struct cs_attribute *a = cs_taxonomy_find(f->attribute), *next = cs_taxonomy_find(f->runner_up);
    g_autofree char *place = cs_place_text(&f->place, TRUE);
    g_autoptr(GPtrArray) sorted = g_ptr_array_new();
    double sum;

    for (guint i = 0; i < f->evidence->len; i++)
        g_ptr_array_add(sorted, f->evidence->pdata[i]);
    g_ptr_array_sort(sorted, by_weight);
    printf("%s\n  %s %s (%s), confidence %.2f%s\n", place, f->verdict == CS_IS ? "is" : "contains", f->attribute,
           a ? a->label_en : "?", f->confidence, f->confidence < 0.5 ? ", a candidate only" : "");
    if (f->tried)
        printf("  %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " distinct values were accepted\n", f->hits, f->tried);
    if (f->role_share >= 0)
        printf("  %.0f %% of its addresses are of functions (info@ …), not of persons\n", f->role_share * 100);
    if (f->encoded)
        printf("  its values were decoded first: %s\n", f->encoded);
    sum = explain_evidence(f, sorted);
    if (f->runner_up)
        printf("\n  next best: %s (%s), confidence %.2f\n", f->runner_up, next ? next->label_en : "?",
               f->runner_up_confidence);
    if (f->decision)
        explain_decision(f->decision);
    else if (f->verdict == CS_IS)
        explain_change(sorted, sum);
    printf("\n");
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

/* What the map has instead: the columns of that object, if it is one. */
static void
complain(const struct cs_survey *survey, const char *wanted)
{
    g_autofree char *object = g_strconcat(wanted, ".", NULL);
    guint n = 0;

    fprintf(stderr, "cassini: the map has neither a finding nor a candidate on \"%s\"\n", wanted);
    for (guint i = 0; i < survey->findings->len && n < MAX_NAMED; i++) {
        g_autofree char *name = cs_place_call(&((const struct cs_finding *)survey->findings->pdata[i])->place);

        if (g_str_has_prefix(name, object))
            fprintf(stderr, "%s%s", n++ ? ", " : "  hint: name a column, such as ", name);
    }
    fputs(n ? "\n" : "  hint: the column was read without a finding, is misspelt, or stands among the gaps\n", stderr);
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
        complain(survey, operands[1]);
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
