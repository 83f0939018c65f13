/* script.c - reads a script: one directive a line, words between spaces or in double quotes (README.md);
 * a line that starts with # is a comment. */
#include "fake.h"

#include <stdlib.h>

#define MAX_WORDS 24

struct word {
    char *text; /* ends with a NUL, may hold others */
    size_t size;
};

struct reader {
    struct fake_script *script;
    struct word words[MAX_WORDS];
    size_t n, next;
};

/* \n \t \" \\ \xHH; anything else stands for itself. */
static char
unescape(const char **p)
{
    char hex[3] = {0};

    switch (*++*p) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'x':
        memcpy(hex, *p + 1, 2);
        *p += 2;
        return (char)strtol(hex, NULL, 16);
    default:
        return **p;
    }
}

static void
split(struct reader *r, const char *p)
{
    r->n = r->next = 0;
    while (*p && r->n < MAX_WORDS) {
        struct word *w = &r->words[r->n];
        bool quoted;

        p += strspn(p, " \t\r\n");
        if (!*p || (!r->n && *p == '#'))
            return;
        quoted = *p == '"';
        p += quoted;
        *w = (struct word){.text = calloc(1, strlen(p) + 1)};
        for (; *p && (quoted ? *p != '"' : !strchr(" \t\r\n", *p)); p++)
            w->text[w->size++] = *p == '\\' ? unescape(&p) : *p;
        p += quoted && *p;
        r->n++;
    }
}

static void
forget(struct reader *r)
{
    while (r->n)
        free(r->words[--r->n].text);
}

static const char *
take(struct reader *r)
{
    return r->next < r->n ? r->words[r->next++].text : "";
}

/* Takes the next word when it is this one. */
static bool
taken(struct reader *r, const char *word)
{
    bool same = r->next < r->n && !strcmp(r->words[r->next].text, word);

    r->next += same;
    return same;
}

static int
index_of(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(names[i], name))
            return (int)i;
    return -1;
}
#define INDEX_OF(names, name) index_of(names, sizeof(names) / sizeof *(names), name)

static struct fake_object *
last_object(struct reader *r)
{
    return r->script->n_objects ? &r->script->objects[r->script->n_objects - 1] : NULL;
}

static bool
read_object(struct reader *r)
{
    static const char *const kinds[] = {"table", "view", "matview", "foreign", "partitioned"};
    struct fake_script *s = r->script;
    struct fake_object *o;

    s->objects = realloc(s->objects, (s->n_objects + 1) * sizeof *s->objects);
    o = &s->objects[s->n_objects++];
    *o = (struct fake_object){.name = strdup(take(r)), .estimate = -1};
    while (r->next < r->n) {
        int kind = INDEX_OF(kinds, r->words[r->next].text);

        if (kind >= 0 && ++r->next)
            o->kind = (enum cs_object_kind)kind;
        else if (taken(r, "rows"))
            o->estimate = (double)(o->rows = strtoull(take(r), NULL, 10));
        else if (taken(r, "estimate"))
            o->estimate = strtod(take(r), NULL);
        else if (taken(r, "comment"))
            o->comment = strdup(take(r));
        else if (taken(r, "denied"))
            o->denied = true;
        else
            return false;
    }
    return *o->name != 0;
}

static struct fake_column *
add_column(struct fake_object *o, const char *name, enum cs_type type)
{
    if (!(o->n_columns & (o->n_columns - 1))) /* room doubles */
        o->columns = realloc(o->columns, (o->n_columns ? o->n_columns * 2 : 1) * sizeof *o->columns);
    o->columns[o->n_columns] = (struct fake_column){.name = strdup(name), .type = type, .step = 1};
    return &o->columns[o->n_columns++];
}

static char *
take_bytes(struct reader *r, size_t *ret_size)
{
    struct word none = {(char *)(uintptr_t) "", 0}, *w = r->next < r->n ? &r->words[r->next++] : &none;
    char *copy = calloc(1, w->size + 1);

    memcpy(copy, w->text, w->size);
    *ret_size = w->size;
    return copy;
}

static bool
read_column(struct reader *r)
{
    static const char *const types[] = {"unknown", "text",  "integer", "numeric", "boolean", "date",
                                        "time",    "stamp", "span",    "bytes",   "json",    "xml"};
    struct fake_object *o = last_object(r);
    const char *name = take(r);
    int type = INDEX_OF(types, take(r));
    struct fake_column *c;

    if (!o || type < 0)
        return false;
    c = add_column(o, name, (enum cs_type)type);
    while (r->next < r->n) {
        if (taken(r, "key")) {
            c->key = true;
        } else if (taken(r, "required")) {
            c->required = true;
        } else if (taken(r, "step")) {
            c->step = strtoull(take(r), NULL, 10);
        } else if (taken(r, "null")) {
            c->null_every = strtoull(take(r), NULL, 10);
        } else if (taken(r, "padded")) {
            c->padded = strtoull(take(r), NULL, 10);
        } else if (taken(r, "comment")) {
            c->comment = strdup(take(r));
        } else if (taken(r, "refs")) {
            c->refs_object = strdup(take(r));
            c->refs_column = strdup(take(r));
        } else if (taken(r, "every")) {
            c->alternative_every = strtoull(take(r), NULL, 10);
            c->alternative = take_bytes(r, &c->alternative_size);
        } else if (!c->pattern) {
            c->pattern = take_bytes(r, &c->pattern_size);
        } else {
            return false;
        }
    }
    return c->pattern != NULL;
}

/* columns N PATTERN: c1 … cN, all text */
static bool
read_columns(struct reader *r)
{
    struct fake_object *o = last_object(r);
    unsigned long n = strtoul(take(r), NULL, 10);

    for (unsigned long i = 1; o && i <= n; i++) {
        char name[24];
        size_t at = r->next;
        struct fake_column *c;

        snprintf(name, sizeof name, "c%lu", i);
        c = add_column(o, name, CS_T_TEXT);
        c->pattern = take_bytes(r, &c->pattern_size);
        r->next = i < n ? at : r->next;
    }
    return o && n;
}

static bool
read_failure(struct reader *r)
{
    static const char *const calls[] = {"open", "facts", "describe", "sample", "stream", "next", "end", "close"};
    static const char *const hows[] = {"", "hang", "deaf", "odd", "mute"};
    static const char *const codes[] = {"",        "config",  "auth",        "unreachable", "denied",
                                        "timeout", "stopped", "unsupported", "protocol",    "data",
                                        "limit",   "gone",    "internal"};
    struct fake_object *o = last_object(r);
    struct fake_failure *list = o ? o->failures : r->script->failures, f = {0};
    size_t *n = o ? &o->n_failures : &r->script->n_failures;
    int call = INDEX_OF(calls, take(r)), how = INDEX_OF(hows, r->next < r->n ? r->words[r->next].text : ""),
        code = INDEX_OF(codes, take(r));

    if (call < 0 || (how <= 0 && code <= 0) || *n == 8)
        return false;
    f = (struct fake_failure){.call = (enum fake_call)call, .how = how > 0 ? how : -code};
    f.after = strtoull(take(r), NULL, 10);
    list[(*n)++] = f;
    return true;
}

static bool
read_lie(struct reader *r)
{
    static const char *const lies[] = {"width",  "null", "nodata", "ceiling", "drawn", "rows",    "more", "cursor",
                                       "values", "name", "type",   "order",   "key",   "endless", "size"};
    struct fake_object *o = last_object(r);
    int lie = INDEX_OF(lies, take(r));

    if (!o || lie < 0)
        return false;
    o->lies |= 1u << lie;
    return true;
}

static bool
read_line(struct reader *r)
{
    static const char *const directives[] = {"object", "column", "columns", "fail", "lie"};
    static bool (*const readers[])(struct reader *) = {read_object, read_column, read_columns, read_failure, read_lie};
    int directive = r->n ? INDEX_OF(directives, take(r)) : 0;

    return !r->n || (directive >= 0 && readers[directive](r) && r->next == r->n);
}

int
fake_script_read(const char *path, struct fake_script *ret_script, struct cs_err *err)
{
    struct reader r = {.script = ret_script};
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t capacity = 0;
    unsigned number = 0;
    bool good = true;

    *ret_script = (struct fake_script){0};
    if (!file)
        return cs_fail(err, CS_E_UNREACHABLE, "fake", NULL, "the script %s cannot be opened", path);
    while (good && getline(&line, &capacity, file) >= 0) {
        number++;
        split(&r, line);
        good = read_line(&r);
        forget(&r);
    }
    free(line);
    fclose(file);
    return good ? 0 : cs_fail(err, CS_E_CONFIG, "fake", NULL, "%s:%u: not understood", path, number);
}

void
fake_script_clear(struct fake_script *script)
{
    for (size_t i = 0; i < script->n_objects; i++) {
        struct fake_object *o = &script->objects[i];

        for (size_t k = 0; k < o->n_columns; k++) {
            struct fake_column *c = &o->columns[k];

            free(c->name);
            free(c->comment);
            free(c->refs_object);
            free(c->refs_column);
            free(c->pattern);
            free(c->alternative);
        }
        free(o->columns);
        free(o->name);
        free(o->comment);
    }
    free(script->objects);
}
