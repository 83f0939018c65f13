/* file.c - the descriptor; a folder or one file, opened for reading and nothing else. */
#include "file.h"

#include <cassini/settings.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

int
file_must_stop(struct cs_session *s, const char *name, struct cs_err *err)
{
    if (atomic_load(&s->cancelled) || s->host->cancelled(s->host->ctx))
        return cs_fail(err, CS_E_CANCELLED, "file", NULL, "%s: reading it was stopped", name);
    if (s->deadline && s->host->now(s->host->ctx) >= s->deadline)
        return cs_fail(err, CS_E_TIMEOUT, "file", NULL, "%s: reading it took longer than allowed", name);
    return 0;
}

/* Without slashes at its end. */
static char *
path_of(const char *url)
{
    const char *path = cs_url_path(url, "file");
    size_t size = strlen(path);

    while (size > 1 && path[size - 1] == '/')
        size--;
    return strndup(path, size);
}

static int
read_delimiter(struct cs_session *s, const char *text, struct cs_err *err)
{
    s->delimiter = -1;
    if (!text || !strcasecmp(text, "auto"))
        return 0;
    if (!strcmp(text, "\\t") || !strcasecmp(text, "tab"))
        s->delimiter = '\t';
    else if (strlen(text) == 1 && *text > 0 && !strchr("\"\r\n", *text))
        s->delimiter = *text;
    else
        return cs_fail(err, CS_E_CONFIG, "file", NULL, "\"delimiter\" must be one ASCII character, tab or auto");
    return 0;
}

static int
read_encoding(struct cs_session *s, const char *text, struct cs_err *err)
{
    static const char *const names[] = {"UTF-8", "ISO-8859-1", "WINDOWS-1252", "UTF-16LE", "UTF-16BE", "auto"};

    s->encoding = FILE_ANY_ENCODING;
    if (!text)
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(text, names[i])) {
            s->encoding = (enum file_encoding)i;
            return 0;
        }
    return cs_fail(err, CS_E_CONFIG, "file", NULL,
                   "\"encoding\" must be auto, UTF-8, ISO-8859-1, Windows-1252, UTF-16LE or UTF-16BE");
}

static int
read_header(struct cs_session *s, const char *text, struct cs_err *err)
{
    if (!text || !strcasecmp(text, "auto"))
        s->header = FILE_HEADER_AUTO;
    else if (!strcasecmp(text, "yes") || !strcasecmp(text, "true"))
        s->header = FILE_HEADER_YES;
    else if (!strcasecmp(text, "no") || !strcasecmp(text, "false"))
        s->header = FILE_HEADER_NO;
    else
        return cs_fail(err, CS_E_CONFIG, "file", NULL, "\"header\" must be auto, yes or no");
    return 0;
}

static int
read_settings(struct cs_session *s, const struct cs_config *config, struct cs_err *err)
{
    const char *pattern = cs_setting(config, "pattern");
    int rc = read_delimiter(s, cs_setting(config, "delimiter"), err);

    if (!rc)
        rc = read_encoding(s, cs_setting(config, "encoding"), err);
    if (!rc)
        rc = read_header(s, cs_setting(config, "header"), err);
    s->pattern = pattern ? strdup(pattern) : NULL;
    return rc;
}

/* The folder that the session stays in: the one named, or the one of the file named. */
static int
open_root(struct cs_session *s, const struct cs_config *config, struct cs_err *err)
{
    struct stat st;
    char *slash, *folder;
    int there = -1;

    if (!*s->path)
        return cs_fail(err, CS_E_CONFIG, "file", NULL, "the URL of source \"%s\" names no file", config->source);
    if (!stat(s->path, &st) && (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode))) {
        folder = realpath(s->path, NULL);
        slash = folder && S_ISREG(st.st_mode) ? strrchr(folder, '/') : NULL;
        if (slash) {
            s->only = strdup(slash + 1);
            slash[slash == folder] = '\0';
        }
        there = s->root = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
        free(folder);
    }
    if (there >= 0)
        return 0;
    there = errno == EACCES || errno == EPERM ? CS_E_DENIED : CS_E_UNREACHABLE;
    cs_fail(err, there, "file", NULL, "the path %s %s", s->path,
            there == CS_E_DENIED ? "may not be read by this account" : "is neither a file nor a folder");
    cs_err_hint(err, there == CS_E_DENIED ? "cassini check --grants prints what to grant" : "check the path");
    return there;
}

static void
file_close(struct cs_session *s)
{
    if (!s)
        return;
    if (s->root >= 0)
        close(s->root);
    free(s->path);
    free(s->only);
    free(s->pattern);
    free(s);
}

static int
file_open(const struct cs_host *host, const struct cs_config *config, int64_t deadline, struct cs_session **ret_session,
          struct cs_err *err)
{
    struct cs_session *s = calloc(1, sizeof *s);
    int rc;

    if (!s)
        return cs_fail(err, CS_E_INTERNAL, "file", NULL, "no memory");
    s->host = host;
    s->root = -1;
    s->deadline = deadline;
    s->cost.size = sizeof s->cost;
    s->cost.statements = 1;
    s->path = path_of(config->url);
    rc = s->path ? read_settings(s, config, err) : cs_fail(err, CS_E_INTERNAL, "file", NULL, "no memory");
    if (!rc)
        rc = file_must_stop(s, s->path, err);
    if (!rc)
        rc = open_root(s, config, err);
    if (rc) {
        file_close(s);
        return rc;
    }
    s->deadline = 0;
    *ret_session = s;
    return 0;
}

static void
file_cancel(struct cs_session *s)
{
    atomic_store(&s->cancelled, 1);
}

static int
file_facts(struct cs_session *s, struct cs_facts *ret_facts, struct cs_err *err)
{
    (void)err;
    ret_facts->product = "CSV files";
    ret_facts->version = "RFC 4180";
    ret_facts->database = s->path;
    ret_facts->tls = "none (local file)";
    ret_facts->read_only = "O_RDONLY";
    return 0;
}

static void
file_cost(struct cs_session *s, struct cs_cost *ret_cost)
{
    *ret_cost = s->cost;
}

static int
file_audit(struct cs_session *s, void *ctx, void (*note)(void *, enum cs_note_level, const char *), struct cs_err *err)
{
    (void)err;
    if (!access(s->path, W_OK))
        note(ctx, CS_NOTE_WARNING,
             "this account could write there; reading is enough (files are opened for reading only)");
    else
        note(ctx, CS_NOTE_OK, "it can be read and not written");
    return 0;
}

/* 'path' as one word of a shell. */
static void
put_quoted(FILE *out, const char *path)
{
    putc('\'', out);
    for (; *path; path++)
        fputs(*path == '\'' ? "'\\''" : (char[2]){*path, 0}, out);
    putc('\'', out);
}

static char *
file_grants(const struct cs_config *config)
{
    char *path = path_of(config->url), *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    if (out && path) {
        fputs("# files need read permission only, and their folders read and search permission:\nsetfacl -R -m "
              "u:cassini:rX ",
              out);
        put_quoted(out, path);
        putc('\n', out);
    }
    if (out)
        fclose(out);
    free(path);
    return text;
}

static const struct cs_option options[] = {
    {"pattern", CS_OPT_STRING,
     "names of the files to read, * and ? allowed, comma-separated (*.csv,*.tsv,*.txt and their .gz)"},
    {"delimiter", CS_OPT_STRING, "between cells: one character, or tab; found out by default"},
    {"encoding", CS_OPT_STRING, "UTF-8, ISO-8859-1, Windows-1252, UTF-16LE, UTF-16BE; found out by default"},
    {"header", CS_OPT_STRING, "yes: the first row names the columns; no: they are A, B, C…; found out by default"},
    {NULL, 0, NULL}};

static const struct cs_connector connector = {.size = sizeof connector,
                                              .abi = CS_ABI,
                                              .name = "file",
                                              .title = "CSV and TSV files",
                                              .schemes = "file",
                                              .version = "1",
                                              .caps = CS_CAP_ESTIMATES | CS_CAP_RANDOM | CS_CAP_STREAM |
                                                      CS_CAP_FILTER_CRC32 | CS_CAP_PARALLEL | CS_CAP_LISTS_ALL,
                                              .max_sessions = 8,
                                              .options = options,
                                              .open = file_open,
                                              .close = file_close,
                                              .cancel = file_cancel,
                                              .facts = file_facts,
                                              .describe = file_describe,
                                              .sample = file_sample,
                                              .next = file_next,
                                              .end = file_end,
                                              .stream = file_stream,
                                              .cost = file_cost,
                                              .audit = file_audit,
                                              .grants = file_grants,
                                              .foresee = file_foresee};
static const struct cs_connector *const list[] = {&connector, NULL};
extern const struct cs_module cs_module_file;
const struct cs_module cs_module_file = {sizeof cs_module_file, CS_ABI, list};
