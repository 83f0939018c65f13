/* folder.c - the files below a folder, found and opened one component at a time, no symbolic link followed. */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEPTH 32
#define DEFAULT_PATTERN "*.csv,*.tsv,*.txt,*.csv.gz,*.tsv.gz,*.txt.gz"

static int
fail_errno(const char *name, int number, struct cs_err *err)
{
    char native[24];
    int code;

    snprintf(native, sizeof native, "errno %d", number);
    if (number == EACCES || number == EPERM) {
        code = cs_fail(err, CS_E_DENIED, "file", native, "%s: permission denied", name);
        cs_err_hint(err, "cassini check --grants prints what to grant");
        return code;
    }
    if (number == ENOENT || number == ENOTDIR)
        return cs_fail(err, CS_E_GONE, "file", native, "%s: it is gone", name);
    if (number == ELOOP)
        return cs_fail(err, CS_E_UNSUPPORTED, "file", native, "%s: a symbolic link, which is not followed", name);
    return cs_fail(err, CS_E_DATA, "file", native, "%s: it cannot be opened", name);
}

/* One component below a folder: never a link, never upwards. */
static int
open_below(int folder, const char *part, int flags)
{
    if (!*part || !strcmp(part, ".") || !strcmp(part, "..") || strchr(part, '/')) {
        errno = ENOENT;
        return -1;
    }
    return openat(folder, part, flags | O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

static int
open_schema(struct cs_session *s, const char *schema)
{
    int folder = fcntl(s->root, F_DUPFD_CLOEXEC, 0);

    while (folder >= 0 && *schema) {
        size_t size = strcspn(schema, "/");
        char *part = strndup(schema, size);
        int next = part ? open_below(folder, part, O_DIRECTORY) : -1, number = errno;

        free(part);
        close(folder);
        folder = next;
        errno = number;
        schema += size + (schema[size] == '/');
    }
    return folder;
}

int
file_open_object(struct cs_session *s, const char *schema, const char *name, int *ret_fd, struct stat *ret_stat,
                 struct cs_err *err)
{
    int folder = open_schema(s, schema), fd = folder >= 0 ? open_below(folder, name, 0) : -1, number = errno;

    if (folder >= 0)
        close(folder);
    if (fd < 0)
        return fail_errno(name, number, err);
    if (fstat(fd, ret_stat) || !S_ISREG(ret_stat->st_mode)) {
        close(fd);
        return cs_fail(err, CS_E_UNSUPPORTED, "file", NULL, "%s: not an ordinary file", name);
    }
    (void)posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    *ret_fd = fd;
    return 0;
}

static bool
matches(const struct cs_session *s, const char *schema, const char *name)
{
    const char *p = s->pattern ? s->pattern : DEFAULT_PATTERN;
    char one[256], path[8192];

    snprintf(path, sizeof path, "%s%s%s", schema, *schema ? "/" : "", name);
    while (*p) {
        size_t size = strcspn(p, ",");

        snprintf(one, sizeof one, "%.*s", (int)size, p);
        if (!fnmatch(one, strchr(one, '/') ? path : name, FNM_PATHNAME | FNM_CASEFOLD | FNM_PERIOD))
            return true;
        p += size + (p[size] == ',');
    }
    return false;
}

struct walk {
    struct cs_session *s;
    const struct cs_sink *sink;
    int (*each)(struct cs_session *, const char *, const char *, const struct cs_sink *, struct cs_err *);
    struct cs_err *err;
};

static int
leave_out(const struct walk *w, const char *schema, const char *name, int number)
{
    struct cs_err why = {0};

    fail_errno(name, number, &why);
    return w->sink->gap(w->sink->ctx, schema, name, &why);
}

static int walk_folder(const struct walk *w, int folder, const char *schema, int depth);

static int
walk_below(const struct walk *w, int folder, const char *schema, const char *name, int depth)
{
    int below = depth < DEPTH ? open_below(folder, name, O_DIRECTORY) : -1;
    char *path = NULL;
    int rc;

    if (below < 0)
        return leave_out(w, schema, name, depth < DEPTH ? errno : ELOOP);
    if (asprintf(&path, "%s%s%s", schema, *schema ? "/" : "", name) < 0) {
        close(below);
        return cs_fail(w->err, CS_E_INTERNAL, "file", NULL, "no memory");
    }
    rc = walk_folder(w, below, path, depth + 1);
    free(path);
    return rc;
}

/* A link that would take us outside, or to what is read anyway, is named and left. */
static int
visit(const struct walk *w, int folder, const char *schema, const char *name, int depth)
{
    struct stat st;

    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW))
        return 0; /* gone since the folder was read */
    if (S_ISDIR(st.st_mode))
        return w->s->only ? 0 : walk_below(w, folder, schema, name, depth);
    if (!w->s->only && !matches(w->s, schema, name))
        return 0;
    if (S_ISLNK(st.st_mode))
        return leave_out(w, schema, name, ELOOP);
    return S_ISREG(st.st_mode) ? w->each(w->s, schema, name, w->sink, w->err) : 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Takes the folder over. */
static int
walk_folder(const struct walk *w, int folder, const char *schema, int depth)
{
    struct dirent **entries = NULL;
    int n = scandirat(folder, ".", &entries, is_shown, by_name), rc = 0;

    if (n < 0)
        rc = leave_out(w, "", *schema ? schema : w->s->path, errno);
    for (int i = 0; i < n; i++) {
        if (!rc)
            rc = file_must_stop(w->s, "the folder", w->err);
        if (!rc)
            rc = visit(w, folder, schema, entries[i]->d_name, depth);
        free(entries[i]);
    }
    free(entries);
    close(folder);
    return rc;
}

int
file_walk(struct cs_session *s, const struct cs_sink *sink,
          int (*each)(struct cs_session *, const char *, const char *, const struct cs_sink *, struct cs_err *),
          struct cs_err *err)
{
    const struct walk w = {s, sink, each, err};
    int folder = open_schema(s, ""), rc;

    if (folder < 0)
        return cs_fail(err, CS_E_LIMIT, "file", NULL, "too many files are open");
    if (!s->only)
        return walk_folder(&w, folder, "", 0);
    rc = visit(&w, folder, "", s->only, 0);
    close(folder);
    return rc;
}
