/* pairs.c - all pairs of many columns on one core: seconds, memory and cost per column as the estate grows.
 *
 * usage: bench-pairs [COLUMNS…]      (10000 to 1000000, which needs 4 GB: smaller machines stop before)
 *
 * Columns come in clusters of 3 to 100 that draw their 256 hashes from one population of 1024, as copies of a customer
 * base do; a tenth of them hold hashes of their own only. */
#include "engine/pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define HASHES 256
#define POPULATION 1024

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

static struct result
measure(guint columns)
{
    const struct cs_pairs_options options = {.min_common = 3, .list_max = 500};
    struct cs_pairs *pairs = cs_pairs_new((gsize)columns * HASHES);
    struct result r = {.columns = columns};
    guint64 cluster = 1, hashes[HASHES];
    double started;
    struct rusage usage;

    for (guint i = 0, left = 0; i < columns; i++) {
        if (!left) {
            cluster++;
            left = scramble(cluster) % 10 ? 3 + (guint)(scramble(cluster) % 98) : 1;
        }
        left--;
        draw(cluster, i, hashes);
        cs_pairs_add(pairs, hashes, HASHES);
    }
    started = seconds_used();
    cs_pairs_find(pairs, &options, count, &r.found);
    r.seconds = seconds_used() - started;
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

static double
cost(const struct result *r)
{
    return r->seconds / r->columns * 1e6;
}

static void
print(const struct result *r)
{
    printf("%9u  %10" G_GUINT64_FORMAT "  %8.2f  %8.2f  %9.2f  ", r->columns, r->found, r->seconds, r->gigabytes,
           cost(r));
    for (int i = 0; i < (int)(cost(r) / 2); i++)
        putchar('#');
    putchar('\n');
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

static gboolean
has_memory(guint columns)
{
    double gigabytes = (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) / (1 << 30);

    return gigabytes > columns * 5e-6;
}

int
main(int argc, char **argv)
{
    static const char *const usual[] = {"10000", "30000", "100000", "300000", "1000000"};
    const char *const *sizes = argc > 1 ? (const char *const *)argv + 1 : usual;
    int n = argc > 1 ? argc - 1 : (int)G_N_ELEMENTS(usual);
    struct result all[16];
    gboolean met = TRUE;

    n = MIN(n, (int)G_N_ELEMENTS(all));
    printf("  columns       pairs   seconds        GB  us/column  (# = 2 us a column; %d hashes each, one core)\n",
           HASHES);
    for (int i = 0; i < n; i++) {
        guint columns = (guint)strtoul(sizes[i], NULL, 10);

        if (!columns || !has_memory(columns) || !measure_apart(columns, &all[i])) {
            printf("%9s  could not be measured (memory?): SKIPPED\n", sizes[i]);
            n = i;
            break;
        }
        print(&all[i]);
    }
    for (int i = 0; i < n; i++)
        met &= good(&all[i]);
    if (n > 1) {
        const struct result *few = &all[0], *many = &all[n - 1];

        printf("  %.0f x the columns cost %.2f x as much each\n", (double)many->columns / few->columns,
               cost(many) / cost(few));
        met &= ask("a column costs the same in any number, within 2 x", cost(many) <= 2 * cost(few));
    }
    return met ? 0 : 1;
}
