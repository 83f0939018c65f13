/* file.c - files read with a ceiling, written whole or not at all. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct cs_atomic {
    char *path, *temporary;
    FILE *stream;
};

/* Files under way, for a process that has to end at once. */
static GMutex under_way_lock;
static GPtrArray *under_way; /* of struct cs_atomic*, under the lock */

static int
fail_errno(struct cs_err *err, int code, const char *what, const char *path)
{
    char number[16];

    g_snprintf(number, sizeof number, "errno %d", errno);
    return cs_fail(err, code, "file", number, "%s %s: %s", what, path, g_strerror(errno));
}

int
cs_file_read(const char *path, gsize max, char **ret_text, gsize *ret_size, struct cs_err *err)
{
    int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : dup(STDIN_FILENO);
    g_autoptr(GByteArray) bytes = NULL;
    guint8 buffer[65536];
    gssize n;

    if (fd < 0)
        return fail_errno(err, CS_E_CONFIG, "cannot open", path);
    bytes = g_byte_array_new();
    while ((n = read(fd, buffer, sizeof buffer)) > 0 && bytes->len <= max)
        g_byte_array_append(bytes, buffer, (guint)n);
    if (n < 0) {
        int rc = fail_errno(err, CS_E_CONFIG, "cannot read", path);

        close(fd);
        return rc;
    }
    close(fd);
    if (bytes->len > max)
        return cs_fail(err, CS_E_LIMIT, "file", NULL, "%s is larger than %" G_GSIZE_FORMAT " bytes", path, max);
    *ret_size = bytes->len;
    g_byte_array_append(bytes, (const guint8 *)"", 1);
    *ret_text = (char *)g_byte_array_free(g_steal_pointer(&bytes), FALSE);
    return 0;
}

static void
atomic_free(struct cs_atomic *file)
{
    g_mutex_lock(&under_way_lock);
    if (under_way)
        g_ptr_array_remove_fast(under_way, file);
    g_mutex_unlock(&under_way_lock);
    g_free(file->path);
    g_free(file->temporary);
    g_free(file);
}

int
cs_atomic_open(const char *path, int mode, struct cs_atomic **ret_file, struct cs_err *err)
{
    struct cs_atomic *file = g_new0(struct cs_atomic, 1);
    int fd;

    file->path = g_strdup(path);
    file->temporary = g_strdup_printf("%s.XXXXXX", path);
    fd = g_mkstemp_full(file->temporary, O_RDWR | O_CLOEXEC, mode);
    if (fd < 0) {
        int rc = fail_errno(err, CS_E_INTERNAL, "cannot write", path);

        atomic_free(file);
        return rc;
    }
    g_mutex_lock(&under_way_lock);
    if (!under_way)
        under_way = g_ptr_array_new();
    g_ptr_array_add(under_way, file);
    g_mutex_unlock(&under_way_lock);
    (void)fchmod(fd, (mode_t)mode);
    file->stream = fdopen(fd, "w");
    *ret_file = file;
    return 0;
}

FILE *
cs_atomic_stream(struct cs_atomic *file)
{
    return file->stream;
}

int
cs_atomic_commit(struct cs_atomic *file, struct cs_err *err)
{
    gboolean ok = !ferror(file->stream) && !fflush(file->stream) && !fsync(fileno(file->stream));
    int rc = 0;

    if (!ok)
        rc = fail_errno(err, CS_E_INTERNAL, "cannot write", file->path);
    if (fclose(file->stream) && !rc)
        rc = fail_errno(err, CS_E_INTERNAL, "cannot write", file->path);
    if (!rc && rename(file->temporary, file->path))
        rc = fail_errno(err, CS_E_INTERNAL, "cannot write", file->path);
    if (rc)
        unlink(file->temporary);
    atomic_free(file);
    return rc;
}

void
cs_atomic_abort(struct cs_atomic *file)
{
    if (!file)
        return;
    fclose(file->stream);
    unlink(file->temporary);
    atomic_free(file);
}

void
cs_atomic_abandon_all(void)
{
    g_mutex_lock(&under_way_lock);
    for (guint i = 0; under_way && i < under_way->len; i++)
        unlink(((struct cs_atomic *)under_way->pdata[i])->temporary);
}

int
cs_file_make_folder(const char *path, struct cs_err *err)
{
    if (g_mkdir_with_parents(path, 0750))
        return fail_errno(err, CS_E_INTERNAL, "cannot make the folder", path);
    return 0;
}

int
cs_file_state_folder(char **ret_path, struct cs_err *err)
{
    const char *systemd = g_getenv("STATE_DIRECTORY");
    g_autofree char *path = NULL;

    if (systemd && *systemd)
        path = g_strndup(systemd, strcspn(systemd, ":"));
    else
        path = g_build_filename(g_get_user_state_dir(), "cassini", NULL);
    if (g_mkdir_with_parents(path, 0700)) {
        int rc = fail_errno(err, CS_E_CONFIG, "cannot make the state folder", path);

        cs_err_hint(err, "set XDG_STATE_HOME to a folder that this account may write, or give --no-stream");
        return rc;
    }
    *ret_path = g_steal_pointer(&path);
    return 0;
}
