/* pairs.c - all pairs of many columns on one core: seconds, memory and cost per column as the estate grows.
 *
 * usage: bench-pairs [--tsv FILE] [COLUMNS…]    (10000 to 1000000, which needs 5 GB: smaller machines stop before)
 *
 * Columns come in clusters of 3 to 100 that draw their 256 hashes from one population of 1024, as copies of a customer
 * base do; a tenth of the clusters is a single column. The columns of a cluster stand anywhere in the estate, as copies
 * do when columns are sorted by the system that holds them: so a column has as many pairs in an estate of any size, and
 * none of them is found nearby. */
#include "base/huge.h"
#include "engine/pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define HASHES 256
#define POPULATION 1024
#define BATCH 256
#define TOGETHER 1000000
#define FLAT 1.33
#define MEMORY 20 /* bytes a hash that the search takes */
#define BAR 0.5   /* us a mark */
#define MOST 16   /* sizes */

static guint64
scramble(guint64 x)
{
    x ^= x >> 31;
    x *= 0x7fb5d329728ea185u;
    x ^= x >> 27;
    x *= 0x81dadef4bc2dd44du;
    return x ^ x >> 33;
}

/* 256 different ones of a cluster's population: a run of them from a random place, in the population's order. */
static void
draw(guint64 cluster, guint column, guint64 *hashes)
{
    guint from = (guint)(scramble(cluster * 131 + column) % (POPULATION - HASHES));

    for (guint i = 0; i < HASHES; i++)
        hashes[i] = scramble(cluster * 0x9e3779b97f4a7c15u + (from + i) + 1);
}

static void
count(void *ctx, guint a, guint b, guint common)
{
    guint64 *pairs = ctx;

    (void)a;
    (void)b;
    (void)common;
    ++*pairs;
}

static double
seconds_used(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6 + (double)usage.ru_stime.tv_sec +
           (double)usage.ru_stime.tv_usec / 1e6;
}

struct result {
    guint columns;
    guint64 found;
    double seconds, gigabytes;
};

/* The cluster of each column: clusters are dealt out, then the columns shuffled. */
static guint *
deal(guint columns)
{
    guint *clusters = g_new(guint, columns), cluster = 1;

    for (guint i = 0, left = 0; i < columns; i++) {
        if (!left) {
            cluster++;
            left = scramble(cluster) % 10 ? 3 + (guint)(scramble(cluster) % 98) : 1;
        }
        left--;
        clusters[i] = cluster;
    }
    for (guint i = columns - 1; i; i--) {
        guint k = (guint)(scramble((guint64)i << 32) % (i + 1)), swap = clusters[i];

        clusters[i] = clusters[k];
        clusters[k] = swap;
    }
    return clusters;
}

/* Draws the columns in batches, so that handing them in is timed and drawing them is not. */
static double
add_all(struct cs_pairs *pairs, guint columns)
{
    static guint64 hashes[BATCH][HASHES];
    g_autofree guint *clusters = deal(columns);
    double seconds = 0;

    for (guint first = 0; first < columns; first += BATCH) {
        guint n = MIN(BATCH, columns - first);
        double started;

        for (guint i = 0; i < n; i++)
            draw(clusters[first + i], first + i, hashes[i]);
        started = seconds_used();
        for (guint i = 0; i < n; i++)
            cs_pairs_add(pairs, hashes[i], HASHES);
        seconds += seconds_used() - started;
    }
    return seconds;
}

static struct result
measure(guint columns)
{
    const struct cs_pairs_options options = {.min_common = 3, .list_max = 500};
    struct cs_pairs *pairs = cs_pairs_new((gsize)columns * HASHES);
    struct result r = {.columns = columns, .seconds = add_all(pairs, columns)};
    double started = seconds_used();
    struct rusage usage;

    cs_pairs_find(pairs, &options, count, &r.found);
    r.seconds += seconds_used() - started;
    getrusage(RUSAGE_SELF, &usage);
    r.gigabytes = (double)usage.ru_maxrss / (1 << 20);
    return r;
}

/* One size, in a process of its own so that its memory can be told. */
static gboolean
measure_apart(guint columns, struct result *ret_result)
{
    int ends[2], status;
    gssize n;
    pid_t child;

    fflush(stdout);
    if (pipe(ends))
        return FALSE;
    child = fork();
    if (!child) {
        struct result r = measure(columns);

        exit(write(ends[1], &r, sizeof r) != sizeof r);
    }
    close(ends[1]);
    n = child > 0 ? read(ends[0], ret_result, sizeof *ret_result) : 0;
    close(ends[0]);
    return child > 0 && waitpid(child, &status, 0) == child && !status && n == sizeof *ret_result;
}

/* Has the machine give its memory, in a process that ends at once: what a hypervisor asks for pages it had taken back
 * is no cost of ours. The kernel's clearing of each page is, and stays. */
static gboolean
warm_memory(guint columns)
{
    gsize size = (gsize)columns * HASHES * MEMORY;
    pid_t child = fork();
    int status;

    if (!child) {
        memset(cs_huge_new(size), 1, size);
        _exit(0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && !status;
}

/* The mean of as many searches as make a million columns: other work on the machine then weighs on searches of any size
 * alike. */
static gboolean
measure_mean(guint columns, struct result *ret_mean)
{
    guint searches = MAX(1, TOGETHER / columns);
    double seconds = 0;

    for (guint i = 0; i < searches; i++) {
        if (!warm_memory(columns) || !measure_apart(columns, ret_mean))
            return FALSE;
        seconds += ret_mean->seconds;
    }
    ret_mean->seconds = seconds / searches;
    return TRUE;
}

/* Microseconds a column. */
static double
cost(const struct result *r)
{
    return r->seconds / r->columns * 1e6;
}

static void
print(const struct result *r)
{
    printf("%9u  %12.2f  %8.2f  %6.2f  %9.2f  ", r->columns, (double)r->found / r->columns, r->seconds, r->gigabytes,
           cost(r));
    for (int i = 0; i < (int)(cost(r) / BAR + 0.5); i++)
        putchar('#');
    putchar('\n');
}

static gboolean
write_tsv(const char *path, const struct result *all, int n)
{
    FILE *out = fopen(path, "w");

    if (!out)
        return FALSE;
    fputs("columns\tpairs\tseconds\tgigabytes\tus_per_column\n", out);
    for (int i = 0; i < n; i++)
        fprintf(out, "%u\t%" G_GUINT64_FORMAT "\t%.3f\t%.3f\t%.3f\n", all[i].columns, all[i].found, all[i].seconds,
                all[i].gigabytes, cost(&all[i]));
    return !fclose(out);
}

static gboolean
ask(const char *what, gboolean met)
{
    printf("  asked: %s: %s\n", what, met ? "met" : "MISSED");
    return met;
}

/* What is asked of this size. */
static gboolean
good(const struct result *r)
{
    if (r->columns == 100000)
        return ask("100 000 columns in 5 s and 1 GB", r->seconds <= 5 && r->gigabytes <= 1);
    if (r->columns == 1000000)
        return ask("1 000 000 columns in 60 s and 6 GB", r->seconds <= 60 && r->gigabytes <= 6);
    return TRUE;
}

/* Flat: between the size at which a column is cheapest and the one at which it is dearest. */
static gboolean
flat(const struct result *all, int n)
{
    const struct result *cheap = all, *dear = all;

    for (int i = 1; i < n; i++) {
        if (cost(&all[i]) < cost(cheap))
            cheap = &all[i];
        if (cost(&all[i]) > cost(dear))
            dear = &all[i];
    }
    printf("  cheapest among %u columns; among %u, %.2f times as dear\n", cheap->columns, dear->columns,
           cost(dear) / cost(cheap));
    return ask("a column costs the same in any number, within a third", cost(dear) <= FLAT * cost(cheap));
}

static gboolean
has_memory(guint columns)
{
    double bytes = (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);

    return bytes > (double)columns * HASHES * MEMORY;
}

int
main(int argc, char **argv)
{
    static const char *const usual[] = {"10000", "30000", "100000", "300000", "1000000"};
    const char *tsv = argc > 2 && !strcmp(argv[1], "--tsv") ? argv[2] : NULL;
    int given = argc - (tsv ? 3 : 1), n = MIN(given ? given : (int)G_N_ELEMENTS(usual), MOST), measured = 0;
    const char *const *sizes = given ? (const char *const *)argv + argc - given : usual;
    struct result all[MOST];
    gboolean met = TRUE;

    printf("  columns  pairs/column   seconds      GB  us/column  (# = %.1f us; %d hashes a column, one core)\n", BAR,
           HASHES);
    for (; measured < n; measured++) {
        guint columns = (guint)strtoul(sizes[measured], NULL, 10);

        if (!columns || !has_memory(columns) || !measure_mean(columns, &all[measured])) {
            printf("%9s  could not be measured (memory?): SKIPPED\n", sizes[measured]);
            break;
        }
        print(&all[measured]);
    }
    for (int i = 0; i < measured; i++)
        met &= good(&all[i]);
    if (measured > 1)
        met &= flat(all, measured);
    if (tsv && !write_tsv(tsv, all, measured)) {
        perror(tsv);
        met = FALSE;
    }
    return !measured ? 77 : met ? 0 : 1;
}
