/* dialect.c - encoding, delimiter, quotes and header, found from the start of a file and a few places further on. */
#include "file.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define RECORDS 200 /* looked at */
#define CELL 64     /* bytes of a cell looked at */
#define NAME 255    /* bytes of a column's name */
#define PLACES 7    /* further on, for the encoding */

/* Letters of UTF-8 of more than one byte, bytes that are none, and whether one is a C1 control if it is Latin-1. One
 * cut at either end says nothing. */
struct letters {
    uint64_t good, bad;
    bool c1;
};

static void
count_letters(const unsigned char *p, const unsigned char *end, struct letters *l)
{
    for (int i = 0; i < 3 && p < end && (*p & 0xc0) == 0x80; i++)
        p++;
    while (p < end) {
        int more = *p < 0x80                 ? 0
                   : *p >= 0xc2 && *p < 0xe0 ? 1
                   : (*p & 0xf0) == 0xe0     ? 2
                   : *p >= 0xf0 && *p < 0xf5 ? 3
                                             : -1;
        int k = 1;

        l->c1 |= *p >= 0x80 && *p < 0xa0;
        while (k <= more && p + k < end && (p[k] & 0xc0) == 0x80)
            k++;
        l->good += more > 0 && k > more;
        l->bad += more < 0 || (k <= more && p + k < end);
        p += k;
    }
}

/* A few bytes that are wrong do not make a file of UTF-8 another. */
static int
find_encoding(struct cs_session *s, struct file_input *in, char *start, char *end, struct file_format *f,
              struct cs_err *err)
{
    uint64_t size = file_input_size(in);
    struct letters l = {0};
    int rc = 0;

    f->encoding = s->encoding;
    if (s->encoding != FILE_ANY_ENCODING)
        return 0;
    count_letters((unsigned char *)start, (unsigned char *)end, &l);
    for (uint64_t i = 1; !rc && !f->whole && !file_input_is_compressed(in) && i <= PLACES; i++) {
        rc = file_input_seek(in, size / (PLACES + 1) * i, err);
        if (!rc)
            rc = file_input_read(in, &start, &end, err);
        if (!rc)
            count_letters((unsigned char *)start, (unsigned char *)end, &l);
    }
    f->encoding = l.bad * 10 <= l.good ? FILE_UTF8 : l.c1 ? FILE_CP1252 : FILE_LATIN1;
    return rc;
}

/* The encoding, and how many bytes of the file say so. */
static int
read_start(struct cs_session *s, struct file_input *in, struct file_format *f, char **p, char **end, struct cs_err *err)
{
    int rc = file_input_seek(in, 0, err);
    size_t n, bom = 0;

    if (!rc)
        rc = file_input_read(in, p, end, err);
    if (rc)
        return rc;
    n = (size_t)(*end - *p);
    f->whole = file_input_is_compressed(in) ? n < FILE_BUFFER : file_input_offset(in, *end) == file_input_size(in);
    if (n >= 2 && !memcmp(*p, "\xff\xfe", 2))
        f->encoding = FILE_UTF16LE, bom = 2;
    else if (n >= 2 && !memcmp(*p, "\xfe\xff", 2))
        f->encoding = FILE_UTF16BE, bom = 2;
    else if (n >= 3 && !memcmp(*p, "\xef\xbb\xbf", 3))
        f->encoding = FILE_UTF8, bom = 3;
    else
        rc = find_encoding(s, in, *p, *end, f, err);
    if (!rc && (f->encoding == FILE_UTF16LE || f->encoding == FILE_UTF16BE) && file_input_is_compressed(in))
        return cs_fail(err, CS_E_UNSUPPORTED, "file", NULL, "%s: UTF-16 within gzip is not read", file_input_name(in));
    file_input_encoding(in, f->encoding);
    if (!rc)
        rc = file_input_seek(in, bom, err);
    return rc ? rc : file_input_read(in, p, end, err);
}

static int
refuse_binary(const struct file_input *in, const char *p, const char *end, struct cs_err *err)
{
    static const struct {
        const char *bytes, *what;
    } known[] = {{"PK\003\004", "a zip archive or a spreadsheet"},
                 {"\xd0\xcf\x11\xe0", "an old spreadsheet or document"},
                 {"%PDF", "a PDF"},
                 {"SQLite format 3", "an SQLite database"},
                 {"\x7f"
                  "ELF",
                  "a program"},
                 {"{\\rtf", "a document"}};
    int code;

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t n = strlen(known[i].bytes);

        if ((size_t)(end - p) < n || memcmp(p, known[i].bytes, n) != 0)
            continue;
        code = cs_fail(err, CS_E_UNSUPPORTED, "file", NULL, "%s: its content is %s, not CSV", file_input_name(in),
                       known[i].what);
        cs_err_hint(err, "save it as CSV, or exclude it");
        return code;
    }
    return 0;
}

/* Widths of the first records: the commonest, the widest, and how good the guess looks. */
struct guess {
    struct file_dialect dialect;
    size_t mode, widest, records;
    double score, length;
};

static size_t
commonest(const size_t *widths, size_t n, size_t *ret_count)
{
    size_t best = 0;

    *ret_count = 0;
    for (size_t i = 0; i < n; i++) {
        size_t count = 0;

        for (size_t k = 0; k < n; k++)
            count += widths[k] == widths[i];
        if (count > *ret_count) {
            *ret_count = count;
            best = widths[i];
        }
    }
    return best;
}

static void
try_dialect(struct guess *g, int delimiter, int quote, char *p, char *end, bool whole)
{
    size_t widths[RECORDS], n = 0, count, width;
    char *start = p;

    memset(g, 0, sizeof *g);
    file_dialect_init(&g->dialect, delimiter, quote);
    while (n < RECORDS && (width = file_record_width(&g->dialect, &p, end, whole))) {
        if (*start != '\n' && *start != '\r') /* a blank line says nothing */
            widths[n++] = width;
        g->widest = width > g->widest ? width : g->widest;
        g->length += (double)(p - start);
        start = p;
    }
    g->records = n;
    g->mode = commonest(widths, n, &count);
    if (n && (g->mode > 1 || delimiter < 0)) {
        double share = (double)count / (double)n;

        g->score = delimiter < 0 ? 0.3 : share * share * share * (2 - 1 / (double)g->mode);
    }
    if (p < end && n < RECORDS && whole)
        g->score /= 4; /* a quote that never closes */
}

static void
find_dialect(struct cs_session *s, char *p, char *end, bool whole, struct guess *best)
{
    static const int delimiters[] = {';', '\t', '|', ',', -1};
    struct guess g;

    memset(best, 0, sizeof *best);
    best->score = -1;
    for (size_t i = 0; i < (s->delimiter >= 0 ? 1 : sizeof delimiters / sizeof *delimiters); i++)
        for (int quotes = 1; quotes >= 0; quotes--) {
            try_dialect(&g, s->delimiter >= 0 ? s->delimiter : delimiters[i], quotes ? '"' : -1, p, end, whole);
            if (g.score > best->score)
                *best = g;
        }
}

/* One record's cells, the first bytes of each; the caller frees. */
struct cells {
    size_t n;
    char (*text)[CELL];
};

static bool
take_cells(const struct file_dialect *d, char **p, char *end, bool whole, size_t max, struct cells *cells)
{
    struct file_parser parser;
    struct file_piece piece;
    size_t used = 0;
    bool open;

    memset(cells->text, 0, max * CELL);
    cells->n = 0;
    file_parser_init(&parser, d);
    while (file_parse(&parser, p, end, &piece)) {
        size_t n = piece.size < CELL - 1 - used ? piece.size : CELL - 1 - used;

        if (cells->n < max && n)
            memcpy(cells->text[cells->n] + used, piece.data, n);
        used = piece.cell_end ? 0 : used + n;
        cells->n += piece.cell_end && cells->n < max;
        if (piece.record_end) {
            *p += *p < end && (*p)[-1] == '\r' && **p == '\n';
            return true;
        }
    }
    (void)file_parse_end(&parser, &open);
    cells->n += open && cells->n < max;
    return whole && open;
}

/* What a cell looks like: a header's cells are words, and of another kind than what stands below. */
enum look { LOOK_EMPTY, LOOK_DATA, LOOK_LOWER, LOOK_UPPER, LOOK_TITLE, LOOK_WORDS, LOOKS };

static enum look
look_at(const char *text)
{
    size_t digits = 0, lower = 0, upper = 0;

    for (const char *c = text; *c; c++) {
        digits += *c >= '0' && *c <= '9';
        lower += *c >= 'a' && *c <= 'z';
        upper += *c >= 'A' && *c <= 'Z';
    }
    if (!*text)
        return LOOK_EMPTY;
    if (strchr(text, '@') || strchr("+-.0123456789", *text) || (digits >= 6 && !strchr(text, '_')))
        return LOOK_DATA;
    if (strchr(text, ' '))
        return LOOK_WORDS;
    return !upper ? LOOK_LOWER : !lower ? LOOK_UPPER : LOOK_TITLE;
}

static enum look
usual_look(const unsigned counts[LOOKS])
{
    unsigned all = 0;

    for (int i = LOOK_DATA; i < LOOKS; i++)
        all += counts[i];
    for (int i = LOOK_DATA; i < LOOKS; i++)
        if (counts[i] * 5 > all * 4)
            return (enum look)i;
    return LOOK_EMPTY;
}

/* A first row that could be data is taken for data: as a header it would put a person's values among the names. */
static bool
find_header(const struct file_dialect *d, char *p, char *end, bool whole, size_t width)
{
    struct cells first = {.text = calloc(width, CELL)}, row = {.text = calloc(width, CELL)};
    unsigned(*counts)[LOOKS] = calloc(width, sizeof *counts);
    bool header = first.text && row.text && counts && take_cells(d, &p, end, whole, width, &first), differs = false;
    size_t rows = 0;

    for (size_t i = 0; header && i < first.n; i++)
        header = look_at(first.text[i]) != LOOK_DATA;
    for (; header && rows < RECORDS && take_cells(d, &p, end, whole, width, &row); rows++)
        for (size_t i = 0; i < row.n && i < first.n; i++) {
            counts[i][look_at(row.text[i])]++;
            if (*first.text[i] && !strcmp(first.text[i], row.text[i]))
                header = false;
        }
    for (size_t i = 0; header && i < first.n; i++) {
        enum look usual = usual_look(counts[i]);

        differs |= *first.text[i] && (strchr(first.text[i], '_') || counts[i][LOOK_EMPTY] == rows ||
                                      (usual != LOOK_EMPTY && usual != look_at(first.text[i])));
    }
    free(first.text);
    free(row.text);
    free(counts);
    return header && (differs || !rows);
}

/* A, B … Z, AA …, as spreadsheets name their columns. */
static void
spreadsheet_name(size_t index, char name[8])
{
    char letters[8];
    size_t n = 0, i = 0;

    for (index++; index && n < sizeof letters; index = (index - 1) / 26)
        letters[n++] = (char)('A' + (index - 1) % 26);
    while (n)
        name[i++] = letters[--n];
    name[i] = '\0';
}

/* Windows-1252 between 0x80 and 0x9f (unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT). */
static const uint16_t cp1252[32] = {0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
                                    0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

static size_t
put_letter(enum file_encoding encoding, unsigned char byte, char *out)
{
    uint32_t c = byte;

    if (c < 0x80 || (encoding != FILE_LATIN1 && encoding != FILE_CP1252)) {
        *out = (char)byte;
        return 1;
    }
    c = encoding == FILE_CP1252 && c < 0xa0 ? cp1252[c - 0x80] : c;
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    out[0] = (char)(0xe0 | c >> 12);
    out[1] = (char)(0x80 | (c >> 6 & 0x3f));
    out[2] = (char)(0x80 | (c & 0x3f));
    return 3;
}

/* Blanks around it go; a letter cut at the end goes. */
static char *
tidy(char *name, size_t n)
{
    size_t from;

    name[n] = '\0';
    from = strspn(name, " \t\n\r");
    while (n > from && strchr(" \t\n\r", name[n - 1]))
        n--;
    if (n >= NAME - 3)
        while (n > from && ((unsigned char)name[n - 1] & 0xc0) == 0x80)
            n--;
    if (n >= NAME - 3 && n > from && (unsigned char)name[n - 1] >= 0xc0)
        n--;
    memmove(name, name + from, n - from);
    name[n - from] = '\0';
    return name;
}

static bool
is_taken(char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(names[i], name))
            return true;
    return false;
}

/* An empty name, or one that an earlier column has, becomes the spreadsheet's. */
static bool
add_name(struct file_format *f, size_t i, char *name)
{
    char letters[8];

    spreadsheet_name(i, letters);
    if (!name || !*name || is_taken(f->names, i, name))
        name = letters;
    while (is_taken(f->names, i, name) && strlen(letters) < sizeof letters - 1)
        strcat(letters, "_");
    f->names[i] = strdup(name);
    return f->names[i] != NULL;
}

static bool
take_names(struct file_format *f, char **p, char *end, bool whole)
{
    struct file_parser parser;
    struct file_piece piece = {0};
    char name[NAME + 1];
    size_t n = 0, i = 0;
    bool good = true, open = false;

    file_parser_init(&parser, &f->dialect);
    while (good && f->header && !piece.record_end && file_parse(&parser, p, end, &piece)) {
        for (size_t k = 0; k < piece.size && n < NAME - 3; k++)
            if (piece.data[k])
                n += put_letter(f->encoding, (unsigned char)piece.data[k], name + n);
        if (!piece.cell_end)
            continue;
        if (i < f->n_columns)
            good = add_name(f, i++, tidy(name, n));
        n = 0;
    }
    (void)file_parse_end(&parser, &open);
    if (good && f->header && !piece.record_end && open && whole && i < f->n_columns)
        good = add_name(f, i++, tidy(name, n));
    for (; good && i < f->n_columns; i++)
        good = add_name(f, i, NULL);
    return good;
}

/* Excel's first line "sep=;" names the delimiter and is no row. */
static void
skip_separator_line(struct cs_session *s, char **p, char *end, int *delimiter)
{
    *delimiter = s->delimiter;
    if (end - *p < 6 || strncasecmp(*p, "sep=", 4) != 0 || ((*p)[5] != '\r' && (*p)[5] != '\n'))
        return;
    if (s->delimiter < 0)
        *delimiter = (unsigned char)(*p)[4];
    *p += 6 + ((*p)[5] == '\r' && end - *p > 6 && (*p)[6] == '\n');
}

static void
fill_format(struct cs_session *s, struct file_input *in, struct file_format *f, char *p, char *end,
            const struct guess *g)
{
    bool wide = f->encoding == FILE_UTF16LE || f->encoding == FILE_UTF16BE;
    double mean = g->records ? g->length / (double)g->records * (wide ? 2 : 1) : 0;

    f->dialect = g->dialect;
    f->width = g->mode;
    f->n_columns = g->widest < FILE_COLUMNS ? g->widest : FILE_COLUMNS;
    f->header = s->header == FILE_HEADER_YES ||
                (s->header == FILE_HEADER_AUTO && find_header(&f->dialect, p, end, f->whole, f->n_columns + 1));
    f->rows = mean > 0 ? (double)file_input_size(in) / mean - f->header : 0;
    if (file_input_is_compressed(in) || g->records == 0)
        f->rows = g->records ? -1 : 0;
    f->exact = f->whole && g->records < RECORDS;
    if (f->exact)
        f->rows = g->records ? (double)g->records - f->header : 0;
}

int
file_format_find(struct cs_session *s, struct file_input *in, struct file_format *f, struct cs_err *err)
{
    struct guess g;
    char *p, *end;
    int asked = s->delimiter, delimiter, rc;

    memset(f, 0, sizeof *f);
    rc = read_start(s, in, f, &p, &end, err);
    if (!rc)
        rc = refuse_binary(in, p, end, err);
    if (rc)
        return rc;
    skip_separator_line(s, &p, end, &delimiter);
    s->delimiter = delimiter;
    find_dialect(s, p, end, f->whole, &g);
    s->delimiter = asked;
    if (!g.records && p < end && !f->whole)
        return cs_fail(err, CS_E_DATA, "file", NULL, "%s: no line ends in its first %d bytes", file_input_name(in),
                       FILE_BUFFER);
    fill_format(s, in, f, p, end, &g);
    f->names = calloc(f->n_columns + 1, sizeof *f->names);
    if (!f->names || !take_names(f, &p, end, f->whole)) {
        file_format_clear(f);
        return cs_fail(err, CS_E_INTERNAL, "file", NULL, "no memory");
    }
    f->first = file_input_offset(in, p);
    return 0;
}

/* Its start twice, and, where there is more, the places that tell the encoding; every other file begins by telling it.
 */
double
file_format_reads(double bytes)
{
    return bytes > FILE_BUFFER ? 2 + PLACES / 2.0 : 2;
}

void
file_format_clear(struct file_format *f)
{
    for (size_t i = 0; f->names && i < f->n_columns; i++)
        free(f->names[i]);
    free(f->names);
    f->names = NULL;
}

const char *
file_encoding_name(enum file_encoding encoding)
{
    return encoding == FILE_LATIN1 ? "ISO-8859-1" : encoding == FILE_CP1252 ? "WINDOWS-1252" : "UTF-8";
}
