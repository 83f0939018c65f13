/* cursor.h - what the records of a file are read with, by record.c, and chosen with, by rows.c. */
#ifndef CASSINI_FILE_CURSOR_H
#define CASSINI_FILE_CURSOR_H

#include "file.h"

#include <cassini/rows.h>

enum reading { READ_ALL, READ_PICKED, READ_SEEKS };

struct cs_cursor {
    struct cs_session *s;
    struct file_input *in;
    struct file_format format;
    int32_t *slots; /* file's column to the request's, -1: not wanted */
    size_t n;
    struct file_parser parser;
    char *p, *end;
    size_t column; /* of the record under way */
    bool blank;    /* nothing in it so far */
    struct cs_rows rows;
    size_t base; /* first value of the row under way */
    enum reading reading;
    enum cs_drawn drawn;
    uint64_t wanted, taken, max_value, max_bytes, bytes, seed;
    uint64_t total, passed; /* picked: rows in all, rows passed */
    uint64_t seek, seek_left, per_seek;
    bool streaming, done;
    enum cs_filter_kind filter;
    size_t filter_column;
    uint32_t mask;
    int64_t until, patience; /* stream: of the whole, of each call */
    char resume[24];
};

/* record.c. Stands there, at the start of a record. */
int file_go_to(struct cs_cursor *, uint64_t offset, struct cs_err *);
void file_begin_row(struct cs_cursor *);             /* of NULLs, to be filled as its cells pass */
void file_drop_row(struct cs_cursor *, size_t size); /* the row under way; size: of the batch before it */
/* One record; keep: into the rows. 1: there was one, 0: the end, else an error. Blank lines are none. */
int file_read_record(struct cs_cursor *, bool keep, struct cs_err *);

#endif
