/* secret.c - passwords in locked memory. */
#include "base/secret.h"

#include "base/deadline.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECRET_MAX 4096
#define COMMAND_SECONDS 30

struct cs_secret {
    char *text; /* sodium_malloc */
};

struct cs_secret *
cs_secret_new(const char *data, gsize size)
{
    struct cs_secret *secret = g_new0(struct cs_secret, 1);

    if (sodium_init() < 0 || !(secret->text = sodium_malloc(size + 1)))
        g_error("no locked memory for a password");
    memcpy(secret->text, data, size);
    secret->text[size] = '\0';
    return secret;
}

void
cs_secret_free(struct cs_secret *secret)
{
    if (!secret)
        return;
    sodium_free(secret->text);
    g_free(secret);
}

const char *
cs_secret_peek(const struct cs_secret *secret)
{
    return secret ? secret->text : NULL;
}

/* Reads from fd until its end, at most SECRET_MAX bytes, before the deadline. -1: too long or too late. */
static gssize
read_until_end(int fd, char *buffer, gint64 deadline)
{
    gssize size = 0, n = 1;

    while (n > 0 && size < SECRET_MAX) {
        struct pollfd p = {.fd = fd, .events = POLLIN};

        if (poll(&p, 1, cs_deadline_left_ms(deadline)) <= 0)
            return -1;
        n = read(fd, buffer + size, (gsize)(SECRET_MAX - size));
        if (n > 0)
            size += n;
    }
    return n == 0 ? size : -1;
}

static int
first_line(int fd, const char *where, gint64 deadline, struct cs_secret **ret_secret, struct cs_err *err)
{
    char buffer[SECRET_MAX];
    gssize size = read_until_end(fd, buffer, deadline);
    char *end = size > 0 ? memchr(buffer, '\n', (gsize)size) : NULL;
    gsize length = end ? (gsize)(end - buffer) : (gsize)MAX(size, 0);
    int rc = 0;

    if (length && buffer[length - 1] == '\r')
        length--;
    if (size < 0)
        rc = cs_fail(err, CS_E_CONFIG, "config", NULL, "%s gives no password: over %d bytes, or nothing in time", where,
                     SECRET_MAX);
    else if (!length)
        rc = cs_fail(err, CS_E_CONFIG, "config", NULL, "%s gives an empty password", where);
    else
        *ret_secret = cs_secret_new(buffer, length);
    sodium_memzero(buffer, sizeof buffer);
    return rc;
}

int
cs_secret_from_file(const char *path, struct cs_secret **ret_secret, struct cs_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct stat st;
    int rc;

    if (fd < 0)
        return cs_fail(err, CS_E_CONFIG, "config", NULL, "cannot open the password file %s: %s", path,
                       g_strerror(errno));
    if (!fstat(fd, &st) && (st.st_mode & S_IROTH)) {
        rc = cs_fail(err, CS_E_CONFIG, "config", NULL, "the password file %s can be read by every user", path);
        cs_err_hint(err, "chmod 600 %s", path);
    } else {
        rc = first_line(fd, path, cs_deadline_in(COMMAND_SECONDS * CS_NS_PER_SECOND), ret_secret, err);
    }
    close(fd);
    return rc;
}

/* In the child: signals that the program takes on a thread of its own must reach it. */
static void
unblock_signals(gpointer data)
{
    sigset_t none;

    (void)data;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
}

int
cs_secret_from_command(const char *command, struct cs_secret **ret_secret, struct cs_err *err)
{
    g_auto(GStrv) argv = NULL;
    g_autoptr(GError) error = NULL;
    GPid pid;
    int out, status, rc;

    *ret_secret = NULL;
    if (!g_shell_parse_argv(command, NULL, &argv, NULL))
        return cs_fail(err, CS_E_CONFIG, "config", NULL, "password_command cannot be split into words");
    if (!g_spawn_async_with_pipes(NULL, argv, NULL,
                                  G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
                                  unblock_signals, NULL, &pid, NULL, &out, NULL, &error))
        return cs_fail(err, CS_E_CONFIG, "config", NULL, "password_command cannot be started: is \"%s\" installed?",
                       argv[0]);
    rc = first_line(out, "password_command", cs_deadline_in(COMMAND_SECONDS * CS_NS_PER_SECOND), ret_secret, err);
    close(out);
    if (rc)
        kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    g_spawn_close_pid(pid);
    if (WIFEXITED(status) && WEXITSTATUS(status)) { /* says more than that it gave nothing */
        cs_secret_free(*ret_secret);
        *ret_secret = NULL;
        rc = cs_fail(err, CS_E_CONFIG, "config", NULL, "password_command failed: \"%s\" ended with %d", argv[0],
                     WEXITSTATUS(status));
        cs_err_hint(err, "run it by hand as the account that scans");
    }
    return rc;
}

void
cs_secret_forbid_core(void)
{
    const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0);
}
