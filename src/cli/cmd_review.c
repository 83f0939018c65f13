/* cmd_review.c - cassini review: what people decide about findings, kept in cassini-review.yaml. */
#include "cli/command.h"
#include "cli/review_file.h"

#include "base/csv.h"
#include "map/map.h"
#include "model/taxonomy.h"

#include <stdio.h>
#include <string.h>

static struct {
    const char *review, *attribute, *to, *reason, *author, *expires;
} flags;

static char *
today(void)
{
    g_autoptr(GDateTime) now = g_date_time_new_now_local();

    return g_date_time_format(now, "%Y-%m-%d");
}

static int
complain(const char *message, const char *detail, const char *hint)
{
    fprintf(stderr, "cassini: %s%s\n", message, detail);
    if (hint)
        fprintf(stderr, "  hint: %s\n", hint);
    return CS_EXIT_USAGE;
}

static int
load(struct cs_review **ret_review)
{
    struct cs_yaml_errors errors;
    struct cs_err err = {0};
    int status = 0;

    cs_yaml_errors_init(&errors);
    if (cs_review_load(flags.review ? flags.review : CS_REVIEW_NAME, TRUE, &errors, ret_review, &err)) {
        cs_print_complaints(&errors);
        status = cs_print_error(&err);
    }
    cs_yaml_errors_clear(&errors);
    return status;
}

static void
print_entry(const struct cs_place *place, const struct cs_decision *d, const char *state, const char *why)
{
    g_autofree char *name = cs_place_call(place);

    printf("%-12s %-8s %s  %s, by %s on %s%s%s: %s%s%s\n", state, cs_ruling_name(d->verdict), name, d->attribute,
           d->author, d->date, d->expires ? " until " : "", d->expires ? d->expires : "", d->reason,
           why ? "; now " : "", why ? why : "");
}

static void
list_marked(const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        const struct cs_finding *f = findings->pdata[i];

        if (f->decision)
            print_entry(&f->place, f->decision, cs_ruling_state_name(f->decision->state), f->decision->why);
    }
}

/* Without a map, what the file says; with one, what becomes of it there. */
static int
list(const char *map)
{
    g_autoptr(cs_review) review = NULL;
    g_autoptr(cs_survey) survey = NULL;
    g_autofree char *date = today();
    struct cs_review_tally tally;
    struct cs_err err = {0};
    int status = load(&review);

    if (status)
        return status;
    if (!map) {
        for (guint i = 0; i < review->entries->len; i++) {
            const struct cs_review_entry *e = review->entries->pdata[i];

            print_entry(&e->place, &e->decision, "recorded", NULL);
        }
        if (!review->entries->len)
            puts("no decision is recorded");
        return CS_EXIT_DONE;
    }
    if (cs_map_read(map, &survey, &err))
        return cs_print_error(&err);
    cs_review_apply(review, survey, date, &tally);
    list_marked(survey->findings);
    list_marked(survey->candidates);
    list_marked(survey->decided);
    printf("%u decisions: %u hold, %u contradicted, %u expired, %u of nothing in this map\n", review->entries->len,
           tally.applied, tally.contradicted, tally.expired, tally.unmatched);
    return CS_EXIT_DONE;
}

/* The finding to decide on: of that name, and of --attribute if given. *ret_count: how many there are. */
static const struct cs_finding *
pick(const struct cs_survey *survey, const char *name, guint *ret_count)
{
    const GPtrArray *const lists[] = {survey->findings, survey->decided, survey->candidates};
    const struct cs_finding *found = NULL;

    *ret_count = 0;
    for (gsize k = 0; k < G_N_ELEMENTS(lists); k++) {
        if (k == 2 && found) /* a candidate is meant only where nothing better is */
            break;
        for (guint i = 0; i < lists[k]->len; i++) {
            const struct cs_finding *f = lists[k]->pdata[i];

            if (!cs_place_is_called(&f->place, name) || (flags.attribute && strcmp(flags.attribute, f->attribute)))
                continue;
            found = f;
            ++*ret_count;
        }
    }
    return found;
}

static int
no_attribute(const char *id)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new();
    const char *near;
    g_autofree char *hint = NULL;

    for (guint i = 0; i < cs_taxonomy_count(); i++)
        g_ptr_array_add(ids, (gpointer)(guintptr)cs_taxonomy_at(i)->id);
    g_ptr_array_add(ids, NULL);
    near = cs_yaml_nearest(id, (const char *const *)ids->pdata);
    hint = g_strdup_printf("%s%s%scassini rules list shows attributes", near ? "did you mean " : "", near ? near : "",
                           near ? "? " : "");
    return complain("no attribute is called ", id, hint);
}

static int
check_flags(enum cs_ruling ruling)
{
    g_autoptr(GDate) date = g_date_new();
    g_autofree char *now = today();

    if (!flags.reason)
        return complain("a decision needs a reason", "", "--reason \"…\"; those who read it later will ask");
    if (ruling == CS_RELABEL && !flags.to)
        return complain("relabel needs --to ATTRIBUTE", "", NULL);
    if (flags.to && !cs_taxonomy_find(flags.to))
        return no_attribute(flags.to);
    if (flags.expires)
        g_date_set_parse(date, flags.expires);
    if (flags.expires && (strlen(flags.expires) != 10 || !g_date_valid(date)))
        return complain("--expires needs a date such as 2027-11-25", "", NULL);
    if (flags.expires && strcmp(flags.expires, now) < 0)
        return complain("--expires is in the past: ", flags.expires, "it is the last day of the decision");
    return 0;
}

/* The place and the evidence into the entry; FALSE after the mistake was printed. */
static gboolean
take_subject(struct cs_review_entry *e, const struct cs_survey *survey, const char *name, enum cs_ruling ruling)
{
    guint count;
    const struct cs_finding *f = pick(survey, name, &count);

    if (count > 1)
        return !complain("there are several findings on ", name, "name one: its path, or --attribute");
    if (f) {
        cs_place_set(&e->place, f->place.source, f->place.schema, f->place.object, f->place.column, f->place.path);
        cs_review_entry_take(e, f);
        return TRUE;
    }
    if (ruling == CS_RELABEL && !flags.attribute && cs_place_parse(survey, name, &e->place))
        return TRUE;
    return !complain("the map has no such finding: ", name,
                     "a column is SOURCE.SCHEMA.OBJECT.COLUMN[:PATH]; relabel --to ATTRIBUTE adds one that was missed");
}

static int
record(enum cs_ruling ruling, const char *map, const char *name)
{
    g_autoptr(cs_review) review = NULL;
    g_autoptr(cs_survey) survey = NULL;
    g_autoptr(GPtrArray) nothing = g_ptr_array_new();
    struct cs_review none = {.entries = nothing};
    struct cs_review_tally tally;
    struct cs_review_entry *e;
    struct cs_err err = {0};
    int status = check_flags(ruling);

    if (status || (status = load(&review)))
        return status;
    if (cs_map_read(map, &survey, &err))
        return cs_print_error(&err);
    cs_review_apply(&none, survey, "", &tally); /* evidence is the scan's, not earlier decisions' */
    e = cs_review_entry_new();
    if (!take_subject(e, survey, name, ruling)) {
        cs_review_entry_free(e);
        return CS_EXIT_USAGE;
    }
    e->decision.verdict = ruling;
    e->decision.attribute = g_strdup(ruling == CS_RELABEL ? flags.to : e->decision.found);
    e->decision.reason = g_strdup(flags.reason);
    e->decision.author = g_strdup(flags.author ? flags.author : g_get_user_name());
    e->decision.date = today();
    e->decision.expires = g_strdup(flags.expires);
    cs_review_set(review, e);
    if (cs_review_save(review, flags.review ? flags.review : CS_REVIEW_NAME, &err))
        return cs_print_error(&err);
    print_entry(&e->place, &e->decision, "recorded", NULL);
    return CS_EXIT_DONE;
}

static void
export_findings(const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++) {
        const struct cs_finding *f = findings->pdata[i];
        const struct cs_decision *d = f->decision;
        const char *const cells[] = {f->place.source,
                                     f->place.schema,
                                     f->place.object,
                                     f->place.column,
                                     f->place.path,
                                     d && d->found ? d->found : f->attribute,
                                     d ? cs_ruling_name(d->verdict) : "",
                                     d ? d->attribute : "",
                                     d ? cs_ruling_state_name(d->state) : "",
                                     d ? d->why : "",
                                     d ? d->reason : "",
                                     d ? d->author : "",
                                     d ? d->date : "",
                                     d ? d->expires : ""};

        for (gsize k = 0; k < G_N_ELEMENTS(cells); k++) {
            cs_csv_cell(stdout, cells[k]);
            fputs(k + 1 < G_N_ELEMENTS(cells) ? "," : "\r\n", stdout);
        }
    }
}

/* export: the findings with their decisions as a table; apply: the map written anew with the decisions in it. */
static int
export_or_apply(gboolean export, const char *map)
{
    g_autoptr(cs_review) review = NULL;
    g_autoptr(cs_survey) survey = NULL;
    g_autofree char *date = today();
    struct cs_review_tally tally;
    struct cs_err err = {0};
    int status = load(&review);

    if (status)
        return status;
    if (cs_map_read(map, &survey, &err))
        return cs_print_error(&err);
    cs_review_apply(review, survey, date, &tally);
    if (export) {
        fputs("source,schema,object,column,path,found,verdict,attribute,state,why,reason,author,date,expires\r\n",
              stdout);
        export_findings(survey->findings);
        export_findings(survey->decided);
        return CS_EXIT_DONE;
    }
    if (cs_map_write(survey, map, FALSE, &err))
        return cs_print_error(&err);
    printf("%s: %u decisions applied, %u contradicted, %u expired, %u of nothing in this map\n", map, tally.applied,
           tally.contradicted, tally.expired, tally.unmatched);
    return CS_EXIT_DONE;
}

static int
run(char **operands)
{
    const char *verb = operands[0];
    guint given = g_strv_length(operands) - 1;

    if (!strcmp(verb, "list") && given < 2)
        return list(operands[1]);
    if ((!strcmp(verb, "export") || !strcmp(verb, "apply")) && given == 1)
        return export_or_apply(!strcmp(verb, "export"), operands[1]);
    for (enum cs_ruling r = CS_CONFIRM; r <= CS_RELABEL; r++)
        if (!strcmp(verb, cs_ruling_name(r)) && given == 2)
            return record(r, operands[1], operands[2]);
    return complain("wrong operands for cassini review ", verb, "\"cassini help review\" shows them");
}

static const struct cs_cli_option options[] = {
    {"review", 0, CS_O_FILE, "FILE", "decisions; ./cassini-review.yaml by default", &flags.review},
    {"attribute", 0, CS_O_TEXT, "ID", "which finding, where a column has several", &flags.attribute},
    {"to", 0, CS_O_TEXT, "ID", "relabel: the attribute that it is", &flags.to},
    {"reason", 0, CS_O_TEXT, "TEXT", "why; needed", &flags.reason},
    {"author", 0, CS_O_TEXT, "NAME", "who decides; the user's name by default", &flags.author},
    {"expires", 0, CS_O_TEXT, "DATE", "last day of the decision", &flags.expires},
    {NULL, 0, CS_O_FLAG, NULL, NULL, NULL}};

const struct cs_command cs_command_review = {
    .name = "review",
    .operands = "VERB …",
    .verbs = "list|confirm|reject|relabel|export|apply",
    .least = 1,
    .most = 3,
    .help = "record, list, export and apply decisions on findings",
    .summary = "  list [MAP]              what was decided; with a map, what still holds\n"
               "  confirm MAP COLUMN      the finding is right\n"
               "  reject MAP COLUMN       a false alarm: it leaves the findings\n"
               "  relabel MAP COLUMN      it is another attribute (--to); also adds a miss\n"
               "  export MAP              findings and decisions as CSV\n"
               "  apply MAP               writes the map anew with the decisions in it\n"
               "COLUMN is SOURCE[.SCHEMA].OBJECT.COLUMN[:PATH]. Decisions are kept in\n"
               "cassini-review.yaml; scan and report apply them. One that the evidence\n"
               "contradicts is not applied and its finding is marked for a new look.",
    .example = "cassini review list map/cassini-map.json",
    .options = options,
    .run = run};
