/* file.h - what the files of this connector share. */
#ifndef CASSINI_FILE_H
#define CASSINI_FILE_H

#include <cassini/connector.h>
#include <stdatomic.h>
#include <sys/stat.h>

#define FILE_BUFFER (256 * 1024) /* bytes held of a file, whatever its cells */
#define FILE_COLUMNS 16384       /* what the widest spreadsheet has */

enum file_encoding { FILE_UTF8, FILE_LATIN1, FILE_CP1252, FILE_UTF16LE, FILE_UTF16BE, FILE_ANY_ENCODING };
enum file_header { FILE_HEADER_AUTO, FILE_HEADER_YES, FILE_HEADER_NO };

struct cs_session {
    const struct cs_host *host;
    int root;   /* the folder, opened once */
    char *path; /* as the URL names it */
    char *only; /* the one file's name, or NULL: a folder */
    char *pattern;
    enum file_encoding encoding; /* settings, or what stands for "find out" */
    int delimiter;               /* -1: find out */
    enum file_header header;
    int64_t deadline; /* of the call under way; 0 none */
    atomic_int cancelled;
    struct cs_cost cost;
};

/* file.c: non-zero, with the error told, when the session is cancelled or the call's deadline has passed. */
int file_must_stop(struct cs_session *s, const char *name, struct cs_err *err);

/* folder.c: opens schema/name below the root, following no symbolic link; regular files only. */
int file_open_object(struct cs_session *s, const char *schema, const char *name, int *ret_fd, struct stat *ret_stat,
                     struct cs_err *err);
/* Calls each for every file below the root that the patterns take, in the order of names. gap: what is left out. */
int file_walk(struct cs_session *s, const struct cs_sink *sink,
              int (*each)(struct cs_session *, const char *schema, const char *name, const struct cs_sink *,
                          struct cs_err *),
              struct cs_err *err);

/* parse.c: cells of RFC 4180, and of what people make of it. A quote counts at the start of a cell only; what follows
 * a closing quote is kept; CR, LF and CRLF end a record. */
struct file_dialect {
    int delimiter; /* -1: one column, lines as they are */
    int quote;     /* -1: none */
    uint8_t stop[256];
};
struct file_parser {
    const struct file_dialect *dialect;
    uint8_t state;
};
struct file_piece {
    const char *data;
    size_t size;
    bool cell_end, record_end, quoted;
};
struct file_span {
    const char *data;
    size_t size;
};
void file_dialect_init(struct file_dialect *dialect, int delimiter, int quote);
void file_parser_init(struct file_parser *parser, const struct file_dialect *dialect);
/* The next piece of [*p, end), which moves on; false: all of it is used up. end points at a byte that may be written.
 */
bool file_parse(struct file_parser *parser, char **p, char *end, struct file_piece *ret_piece);
/* The same for what most of a file is, cells without quotes that lie whole in the buffer: up to most of them, none of
 * another record. Returns how many; 0: file_parse goes on. *ret_record_end: the last one ends its record. */
size_t file_parse_plain(struct file_parser *parser, char **p, char *end, struct file_span *ret_cells, size_t most,
                        bool *ret_record_end);
/* True where the text may end: not inside a quoted cell. *ret_open: a record has begun that no line end closed. */
bool file_parse_end(const struct file_parser *parser, bool *ret_open);
/* Width of the record at *p, which moves behind it; 0: it does not end before end (unless whole, when end ends it). */
size_t file_record_width(const struct file_dialect *dialect, char **p, char *end, bool whole);

/* input.c: the bytes of one file as it was when it was opened, as UTF-8 or a single-byte encoding. */
struct file_input;
int file_input_open(struct cs_session *s, const char *schema, const char *name, struct file_input **ret_input,
                    struct cs_err *err);
void file_input_close(struct file_input *in);
/* Places the input; a compressed file is read from its start up to there. */
int file_input_seek(struct file_input *in, uint64_t offset, struct cs_err *err);
/* The next bytes; *ret_end - *ret_start is 0 at the end of the file. Valid, and writable one byte further, until the
 * next call. */
int file_input_read(struct file_input *in, char **ret_start, char **ret_end, struct cs_err *err);
/* Where, in the file, a byte of the last read lies. */
uint64_t file_input_offset(const struct file_input *in, const char *p);
uint64_t file_input_size(const struct file_input *in);      /* bytes of the file on disk */
bool file_input_is_compressed(const struct file_input *in); /* seeks cost what lies before */
void file_input_encoding(struct file_input *in, enum file_encoding encoding);
const char *file_input_name(const struct file_input *in);

/* dialect.c: how a file is written, found from its start and a few places further on. */
struct file_format {
    struct file_dialect dialect;
    enum file_encoding encoding;
    bool header, whole; /* whole: all of the file was looked at */
    uint64_t first;     /* where the first row of data begins */
    size_t width;       /* of most records */
    size_t n_columns;   /* of the widest */
    char **names;
    double rows; /* < 0 unknown */
    bool exact;
};
int file_format_find(struct cs_session *s, struct file_input *in, struct file_format *ret_format, struct cs_err *err);
double file_format_reads(double bytes); /* what finding it takes */
void file_format_clear(struct file_format *format);
const char *file_encoding_name(enum file_encoding encoding); /* as the column declares it */

/* describe.c, rows.c */
int file_describe(struct cs_session *, const struct cs_scope *, const struct cs_sink *, struct cs_err *);
int file_sample(struct cs_session *, const struct cs_sample_req *, struct cs_cursor **, struct cs_err *);
int file_stream(struct cs_session *, const struct cs_stream_req *, struct cs_cursor **, struct cs_err *);
int file_next(struct cs_cursor *, struct cs_batch *, struct cs_err *);
void file_end(struct cs_cursor *);
/* What a sample takes beside the format: reads, and the rows that are passed. */
double file_sample_reads(double bytes, double rows, double wanted, double *ret_rows);

/* foresee.c */
void file_foresee(const struct cs_foresee_req *, struct cs_foreseen *);

#endif
