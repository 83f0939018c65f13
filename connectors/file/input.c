/* input.c - the bytes of one file: read where they lie, inflated, or turned from UTF-16 to UTF-8. */
#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define ROOM (FILE_BUFFER * 3 / 2 + 16) /* UTF-16 grows by half as UTF-8 */

struct file_input {
    struct cs_session *s;
    char *name;
    int fd;
    uint64_t size;   /* when it was opened */
    uint64_t next;   /* offset of the next byte to be read from disk */
    uint64_t base;   /* offset, in the text, of buffer[0] */
    uint64_t behind; /* … and of what follows it */
    enum file_encoding encoding;
    size_t most; /* bytes that one read inflates */
    z_stream *inflater;
    bool inflated;
    char *raw; /* of a compressed or UTF-16 file, as read */
    char buffer[ROOM];
};

/* At most size bytes from the place we are at. 0 bytes: the end it had when it was opened. */
static int
read_raw(struct file_input *in, char *to, size_t size, size_t *ret_n, struct cs_err *err)
{
    uint64_t left = in->size - in->next;
    ssize_t n;

    *ret_n = 0;
    size = left < size ? (size_t)left : size;
    if (!size)
        return 0;
    in->s->cost.statements++;
    do
        n = pread(in->fd, to, size, (off_t)in->next);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return cs_fail(err, CS_E_DATA, "file", NULL, "%s: the file cannot be read", in->name);
    if (!n)
        return cs_fail(err, CS_E_GONE, "file", NULL, "%s: the file became shorter while it was read", in->name);
    in->next += (uint64_t)n;
    *ret_n = (size_t)n;
    return 0;
}

/* Members of gzip may follow each other. */
static int
read_inflated(struct file_input *in, size_t *ret_n, struct cs_err *err)
{
    z_stream *z = in->inflater;
    size_t n;
    int rc, step;

    z->next_out = (Bytef *)in->buffer;
    z->avail_out = (uInt)in->most;
    while (z->avail_out) {
        if (!z->avail_in) {
            rc = read_raw(in, in->raw, FILE_BUFFER, &n, err);
            if (rc)
                return rc;
            if (!n && in->inflated)
                break;
            z->next_in = (Bytef *)in->raw;
            z->avail_in = (uInt)n;
        }
        if (in->inflated && z->avail_in)
            inflateReset(z);
        step = inflate(z, Z_NO_FLUSH);
        in->inflated = step == Z_STREAM_END;
        if (step != Z_OK && step != Z_STREAM_END)
            return cs_fail(err, CS_E_DATA, "file", NULL, "%s: the gzip file is damaged or cut off", in->name);
    }
    *ret_n = in->most - z->avail_out;
    return 0;
}

static char *
put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xc0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *out++ = (char)(0xe0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    } else {
        *out++ = (char)(0xf0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3f));
        *out++ = (char)(0x80 | (c >> 6 & 0x3f));
        *out++ = (char)(0x80 | (c & 0x3f));
    }
    return out;
}

static uint32_t
unit_at(const struct file_input *in, const unsigned char *p)
{
    return in->encoding == FILE_UTF16LE ? (uint32_t)(p[0] | p[1] << 8) : (uint32_t)(p[1] | p[0] << 8);
}

/* A pair cut by the end of the read is taken back; half a pair becomes U+FFFD, one unit long like it. */
static int
read_utf16(struct file_input *in, size_t *ret_n, struct cs_err *err)
{
    const unsigned char *p = (const unsigned char *)in->raw, *end;
    char *out = in->buffer;
    size_t n;
    int rc = read_raw(in, in->raw, FILE_BUFFER, &n, err);

    end = p + (n & ~(size_t)1);
    if (n % 2 && in->next < in->size)
        in->next--;
    while (p < end) {
        uint32_t c = unit_at(in, p), low;

        if (c >= 0xd800 && c < 0xdc00 && p + 2 == end && in->next < in->size && end - 2 > (unsigned char *)in->raw) {
            in->next -= 2;
            break;
        }
        low = c >= 0xd800 && c < 0xdc00 && p + 2 < end ? unit_at(in, p + 2) : 0;
        p += 2;
        if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            p += 2;
        }
        out = put_utf8(out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    }
    *ret_n = (size_t)(out - in->buffer);
    return rc;
}

int
file_input_read(struct file_input *in, char **ret_start, char **ret_end, struct cs_err *err)
{
    bool wide = in->encoding == FILE_UTF16LE || in->encoding == FILE_UTF16BE;
    size_t n = 0;
    int rc = file_must_stop(in->s, in->name, err);

    in->base = in->behind;
    if (rc) {
        n = 0;
    } else if (in->inflater) {
        rc = read_inflated(in, &n, err);
        in->behind += n;
    } else {
        rc = wide ? read_utf16(in, &n, err) : read_raw(in, in->buffer, FILE_BUFFER, &n, err);
        in->behind = in->next;
    }
    *ret_start = in->buffer;
    *ret_end = in->buffer + n;
    return rc;
}

int
file_input_seek(struct file_input *in, uint64_t offset, struct cs_err *err)
{
    char *start, *end;
    int rc = 0;

    if (!in->inflater) {
        in->next = in->behind = in->base = offset < in->size ? offset : in->size;
        return 0;
    }
    in->next = in->behind = in->base = 0;
    in->inflated = false;
    in->inflater->avail_in = 0;
    inflateReset(in->inflater);
    while (!rc && in->behind < offset) {
        in->most = offset - in->behind < FILE_BUFFER ? (size_t)(offset - in->behind) : FILE_BUFFER;
        rc = file_input_read(in, &start, &end, err);
        if (!rc && start == end)
            rc = cs_fail(err, CS_E_GONE, "file", NULL, "%s: the file became shorter while it was read", in->name);
    }
    in->most = FILE_BUFFER;
    return rc;
}

uint64_t
file_input_offset(const struct file_input *in, const char *p)
{
    uint64_t offset = in->base;

    if (in->encoding != FILE_UTF16LE && in->encoding != FILE_UTF16BE)
        return in->base + (uint64_t)(p - in->buffer);
    for (const char *q = in->buffer; q < p; q++)
        offset += ((unsigned char)*q & 0xc0) == 0x80 ? 0 : ((unsigned char)*q & 0xf8) == 0xf0 ? 4 : 2;
    return offset;
}

uint64_t
file_input_size(const struct file_input *in)
{
    return in->size;
}

bool
file_input_is_compressed(const struct file_input *in)
{
    return in->inflater != NULL;
}

const char *
file_input_name(const struct file_input *in)
{
    return in->name;
}

void
file_input_encoding(struct file_input *in, enum file_encoding encoding)
{
    in->encoding = encoding;
}

void
file_input_close(struct file_input *in)
{
    volatile char *p = in ? in->buffer : NULL, *raw = in ? in->raw : NULL;

    if (!in)
        return;
    for (size_t i = 0; i < sizeof in->buffer; i++)
        p[i] = 0;
    for (size_t i = 0; raw && i < FILE_BUFFER; i++)
        raw[i] = 0;
    if (in->inflater)
        inflateEnd(in->inflater);
    free(in->inflater);
    free(in->raw);
    free(in->name);
    if (in->fd >= 0)
        close(in->fd);
    free(in);
}

/* A compressed file is known by its first bytes, whatever its name. */
static int
look_at_start(struct file_input *in, struct cs_err *err)
{
    unsigned char magic[2];

    if (pread(in->fd, magic, 2, 0) != 2 || magic[0] != 0x1f || magic[1] != 0x8b)
        return 0;
    in->inflater = calloc(1, sizeof *in->inflater);
    if (in->inflater && inflateInit2(in->inflater, 15 + 16) == Z_OK)
        return 0;
    free(in->inflater);
    in->inflater = NULL;
    return cs_fail(err, CS_E_INTERNAL, "file", NULL, "%s: no memory", in->name);
}

int
file_input_open(struct cs_session *s, const char *schema, const char *name, struct file_input **ret_input,
                struct cs_err *err)
{
    struct file_input *in = calloc(1, sizeof *in);
    struct stat st;
    int rc = in ? 0 : cs_fail(err, CS_E_INTERNAL, "file", NULL, "no memory");

    if (rc)
        return rc;
    in->s = s;
    in->fd = -1;
    in->most = FILE_BUFFER;
    in->name = strdup(name);
    in->raw = malloc(FILE_BUFFER);
    rc = in->name && in->raw ? file_open_object(s, schema, name, &in->fd, &st, err)
                             : cs_fail(err, CS_E_INTERNAL, "file", NULL, "no memory");
    if (!rc) {
        in->size = (uint64_t)st.st_size;
        rc = look_at_start(in, err);
    }
    if (rc)
        file_input_close(in);
    else
        *ret_input = in;
    return rc;
}
