/* open_card.c - vCard and iCalendar: content lines NAME;PARAMETER=VALUE:value, long ones folded. */
#include "engine/decode.h"
#include "engine/walk.h"

/* Names of the fields that N and ADR are made of, in their order (RFC 6350, 6.2.2 and 6.3.1). */
static const char *const name_fields[] = {"family_name", "given_name", "additional_name", "prefix", "suffix", NULL},
                         *const address_fields[] = {"po_box", "extended",    "street",  "locality",
                                                    "region", "postal_code", "country", NULL};

/* Unfolded: a line that begins with white space goes on with the one before; so does one after "=" in quoted-printable.
 */
static gboolean
read_line(struct cs_walk *w, GString *line)
{
    const char *text;
    gsize size;

    g_string_truncate(line, 0);
    if (!cs_walk_line(w, &text, &size))
        return FALSE;
    g_string_append_len(line, text, (gssize)size);
    while (w->p < w->end) {
        gboolean soft = line->len && line->str[line->len - 1] == '=' && strcasestr(line->str, "QUOTED-PRINTABLE");

        if (!soft && *w->p != ' ' && *w->p != '\t')
            break;
        if (soft)
            g_string_truncate(line, line->len - 1);
        else
            w->p++;
        if (cs_walk_line(w, &text, &size))
            g_string_append_len(line, text, (gssize)size);
    }
    return TRUE;
}

/* Appends text with \n, \, and \; undone. */
static void
unescape(const char *text, gsize size, GString *out)
{
    for (gsize i = 0; i < size; i++) {
        if (text[i] == '\\' && i + 1 < size) {
            i++;
            g_string_append_c(out, text[i] == 'n' || text[i] == 'N' ? '\n' : text[i]);
        } else {
            g_string_append_c(out, text[i]);
        }
    }
}

static gboolean
give(struct cs_walk *w, const char *text, gsize size)
{
    static const char *const schemes[] = {"mailto:", "tel:"};

    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
        gsize n = strlen(schemes[i]);

        if (size > n && !g_ascii_strncasecmp(text, schemes[i], n)) {
            text += n;
            size -= n;
        }
    }
    if (!size)
        return TRUE;
    g_string_truncate(w->text, 0);
    unescape(text, size, w->text);
    return cs_walk_scalar(w, w->text->str, w->text->len);
}

/* a;b;c, each under the name of its place. */
static gboolean
give_fields(struct cs_walk *w, const char *const *fields, const char *text, gsize size)
{
    const char *end = text + size;

    for (; *fields && text <= end; fields++) {
        const char *stop = text;
        gsize length;

        while (stop < end && *stop != ';')
            stop += *stop == '\\' && stop + 1 < end ? 2 : 1;
        length = cs_walk_key(w, *fields, strlen(*fields));
        if (!give(w, text, (gsize)(stop - text)))
            return FALSE;
        cs_walk_leave(w, length);
        text = stop + 1;
    }
    return TRUE;
}

/* CN="Name" and its like, between the name and the colon. */
static gboolean
give_parameters(struct cs_walk *w, const char *text, gsize size)
{
    const char *end = text + size, *value;

    while (text < end) {
        const char *stop = text;
        gboolean quoted = FALSE;

        for (; stop < end && (quoted || *stop != ';'); stop++)
            quoted ^= *stop == '"';
        value = memchr(text, '=', (gsize)(stop - text));
        if (value && value - text == 2 && !g_ascii_strncasecmp(text, "CN", 2)) {
            gsize length = cs_walk_mark(w, "@CN"), n = (gsize)(stop - ++value);

            if (n > 1 && *value == '"' && value[n - 1] == '"') {
                value++;
                n -= 2;
            }
            if (!give(w, value, n))
                return FALSE;
            cs_walk_leave(w, length);
        }
        text = stop + 1;
    }
    return TRUE;
}

/* Where the value begins: behind the first colon outside quotes. NULL: there is none. */
static const char *
colon_of(const char *line, gsize size)
{
    gboolean quoted = FALSE;

    for (gsize i = 0; i < size; i++) {
        quoted ^= line[i] == '"';
        if (!quoted && line[i] == ':')
            return line + i;
    }
    return NULL;
}

static gboolean
walk_content(struct cs_walk *w, const GString *line)
{
    const char *colon = colon_of(line->str, line->len), *name = line->str, *group;
    gsize n = 0, size, length;
    gboolean done;

    while (g_ascii_isalnum(name[n]) || name[n] == '-' || name[n] == '.')
        n++;
    if (!colon || !n)
        return TRUE;              /* blank, or what some programs write below a picture */
    group = memchr(name, '.', n); /* item1.TEL */
    if (group) {
        n -= (gsize)(group + 1 - name);
        name = group + 1;
    }
    size = line->len - (gsize)(colon + 1 - line->str);
    if ((n == 5 && !g_ascii_strncasecmp(name, "BEGIN", 5)) || (n == 3 && !g_ascii_strncasecmp(name, "END", 3)) ||
        (n == 7 && !g_ascii_strncasecmp(name, "VERSION", 7)))
        return TRUE;
    length = cs_walk_key(w, name, n);
    if (!give_parameters(w, name + n, (gsize)(colon - name - (gssize)n)))
        return FALSE;
    if (n == 1 && g_ascii_toupper(*name) == 'N')
        done = give_fields(w, name_fields, colon + 1, size);
    else if (n == 3 && !g_ascii_strncasecmp(name, "ADR", 3))
        done = give_fields(w, address_fields, colon + 1, size);
    else
        done = give(w, colon + 1, size);
    cs_walk_leave(w, length);
    return done;
}

/* Quoted-printable of vCard 2.1. */
static void
unquote(GString *line)
{
    const char *colon = colon_of(line->str, line->len);
    gsize to;

    if (!colon || !strcasestr(line->str, "QUOTED-PRINTABLE"))
        return;
    to = (gsize)(colon + 1 - line->str);
    for (gsize i = to; i < line->len; i++) {
        gboolean coded = line->str[i] == '=' && i + 2 < line->len && g_ascii_isxdigit(line->str[i + 1]) &&
                         g_ascii_isxdigit(line->str[i + 2]);

        line->str[to++] =
            coded ? (char)(g_ascii_xdigit_value(line->str[i + 1]) * 16 + g_ascii_xdigit_value(line->str[i + 2]))
                  : line->str[i];
        i += coded ? 2 : 0;
    }
    g_string_truncate(line, to);
    if (!g_utf8_validate_len(line->str, line->len, NULL))
        g_string_truncate(line, (gsize)(colon + 1 - line->str));
}

gboolean
cs_walk_card(struct cs_walk *w)
{
    g_autoptr(GString) line = g_string_new(NULL);
    gboolean done = TRUE;

    while (done && read_line(w, line)) {
        unquote(line);
        done = walk_content(w, line);
    }
    memset(line->str, 0, line->allocated_len);
    return done;
}
