/* pairs.c - all pairs of many columns on one core: seconds, memory and cost per column as the estate grows.
 *
 * usage: bench-pairs [COLUMNS…]      (10000 30000 100000; 1000000 needs about 5 GB)
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

/* One size, in a process of its own so that its memory can be told. */
static void
measure(guint columns)
{
    const struct cs_pairs_options options = {.min_common = 3, .list_max = 500};
    struct cs_pairs *pairs = cs_pairs_new((gsize)columns * HASHES);
    guint64 found = 0, cluster = 1, hashes[HASHES];
    double started, took;
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
    cs_pairs_find(pairs, &options, count, &found);
    took = seconds_used() - started;
    getrusage(RUSAGE_SELF, &usage);
    printf("%9u  %10" G_GUINT64_FORMAT "  %8.2f  %8.2f  %9.2f  ", columns, found, took,
           (double)usage.ru_maxrss / (1 << 20), took / columns * 1e6);
    for (int i = 0; i < (int)(took / columns * 1e6 / 2); i++)
        putchar('#');
    putchar('\n');
}

int
main(int argc, char **argv)
{
    static const char *const usual[] = {"10000", "30000", "100000"};
    const char *const *sizes = argc > 1 ? (const char *const *)argv + 1 : usual;
    int n = argc > 1 ? argc - 1 : (int)G_N_ELEMENTS(usual), status, failed = 0;

    printf("  columns       pairs   seconds        GB  us/column  (# = 2 us a column; %d hashes each, one core)\n",
           HASHES);
    for (int i = 0; i < n; i++) {
        pid_t child;

        fflush(stdout);
        child = fork();
        if (!child) {
            measure((guint)strtoul(sizes[i], NULL, 10));
            exit(0);
        }
        if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
            failed = 1;
    }
    return failed;
}
