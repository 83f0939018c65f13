/* fuzz.c - every reader on mutated inputs: it must not crash, hang, or give back what it must not.
 *
 * usage: fuzz SEEDS [TARGET [NUMBER]]. The n-th input of a target is the same everywhere; each target gets its share of
 * FUZZ_SECONDS (5 by default), in a process of its own, and what breaks it is named by its number: run that alone. */
#include "fuzz.h"

#include "base/rng.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_CPU_SECONDS 3.0 /* of one input: more is a hang in the making */
#define LEAST_INPUTS 20      /* however slow the machine */

/* Shared with the process that runs a target. */
struct progress {
    guint64 n;
    char wrong[256];
};

static gint
by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *
read_seeds(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    GPtrArray *seeds = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    GDir *dir = g_dir_open(path, 0, NULL);

    for (const char *file; dir && (file = g_dir_read_name(dir));)
        g_ptr_array_add(names, g_build_filename(path, file, NULL));
    if (dir)
        g_dir_close(dir);
    g_ptr_array_sort(names, by_name);
    for (guint i = 0; i < names->len; i++) {
        char *text;
        gsize size;

        if (g_file_get_contents(names->pdata[i], &text, &size, NULL))
            g_ptr_array_add(seeds, g_bytes_new_take(text, size));
    }
    return seeds;
}

static double
cpu_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* FALSE: the n-th input did harm, and progress->wrong says which. */
static gboolean
run_one(const struct fuzz_target *target, const GPtrArray *seeds, guint64 n, const char *folder,
        struct progress *progress)
{
    g_autoptr(GByteArray) bytes = fuzz_mutate(seeds, cs_rng_seed_for(1, target->name), n);
    g_autofree char *copy = g_malloc(MAX(bytes->len, 1));
    double started = cpu_seconds();
    const char *wrong;

    if (bytes->len)
        memcpy(copy, bytes->data, bytes->len);
    progress->n = n;
    wrong = target->run(copy, bytes->len, folder);
    if (!wrong && cpu_seconds() - started > MOST_CPU_SECONDS)
        wrong = "it takes too long";
    if (wrong)
        g_strlcpy(progress->wrong, wrong, sizeof progress->wrong);
    return !wrong;
}

static void
run_inputs(const struct fuzz_target *target, const GPtrArray *seeds, double seconds, gint64 only,
           struct progress *progress)
{
    gboolean memory = g_file_test("/dev/shm", G_FILE_TEST_IS_DIR); /* files are written and synced by the thousand */
    g_autofree char *folder = g_build_filename(memory ? "/dev/shm" : g_get_tmp_dir(), "cassini-fuzz-XXXXXX", NULL);
    gint64 end = g_get_monotonic_time() + (gint64)(seconds * 1e6);
    gboolean well = TRUE;

    if (!g_mkdtemp(folder))
        g_error("no room for files in %s", folder);
    if (only >= 0)
        run_one(target, seeds, (guint64)only, folder, progress);
    for (guint64 n = 0; only < 0 && well && (n < LEAST_INPUTS || g_get_monotonic_time() < end); n++)
        well = run_one(target, seeds, n, folder, progress);
    if (rmdir(folder))
        g_strlcpy(progress->wrong, "it left files behind", sizeof progress->wrong);
}

/* One target in a process of its own, told as a line of TAP. */
static gboolean
run_target(const struct fuzz_target *target, const char *folder, guint number, double seconds, gint64 only)
{
    g_autoptr(GPtrArray) seeds = read_seeds(folder, target->seeds);
    struct progress *p = mmap(NULL, sizeof *p, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status = 0;
    pid_t child;
    gboolean well;

    if (!seeds->len || p == MAP_FAILED) {
        printf("not ok %u - %s: no seeds in %s\n", number, target->name, folder);
        return FALSE;
    }
    fflush(stdout);
    child = fork();
    if (!child) {
        run_inputs(target, seeds, seconds, only, p);
        exit(*p->wrong ? 1 : 0);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    well = WIFEXITED(status) && !WEXITSTATUS(status);
    printf("%sok %u - %s\n# %" G_GUINT64_FORMAT " inputs\n", well ? "" : "not ", number, target->name, p->n + 1);
    if (!well)
        printf("# input %" G_GUINT64_FORMAT ": %s\n", p->n, *p->wrong ? p->wrong : "it crashed");
    munmap(p, sizeof *p);
    return well;
}

static guint
count(const struct fuzz_target *targets)
{
    guint n = 0;

    while (targets[n].name)
        n++;
    return n;
}

int
main(int argc, char **argv)
{
    const struct fuzz_target *const all[] = {fuzz_values, fuzz_readers};
    const char *wanted = argc > 2 ? argv[2] : NULL, *seconds = g_getenv("FUZZ_SECONDS");
    guint n = count(fuzz_values) + count(fuzz_readers), number = 0;
    double share = (seconds ? g_ascii_strtod(seconds, NULL) : 5) / n;
    gboolean well = TRUE;

    if (argc < 2) {
        fputs("usage: fuzz SEEDS [TARGET [NUMBER]]\n", stderr);
        return 2;
    }
    printf("1..%u\n", wanted ? 1 : n);
    for (gsize k = 0; k < G_N_ELEMENTS(all); k++)
        for (const struct fuzz_target *t = all[k]; t->name; t++)
            if (!wanted || !strcmp(wanted, t->name))
                well &= run_target(t, argv[1], ++number, share, argc > 3 ? g_ascii_strtoll(argv[3], NULL, 10) : -1);
    return well ? 0 : 1;
}
