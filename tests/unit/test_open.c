/* test_open.c - values that hold others: every format whole, cut at every byte, and hostile; decoding. */
#include "engine/decode.h"
#include "engine/eav.h"
#include "engine/extract.h"
#include "engine/open.h"

#include <string.h>

struct found {
    GString *lines; /* "path=text" a line */
    guint scalars;
};

static gboolean
is_data(void *ctx, const char *key, gsize size)
{
    return size == 0 || memchr(key, '@', size) != NULL || g_ascii_isdigit(*key);
}

static void
on_scalar(void *ctx, const char *path, const char *text, gsize size)
{
    struct found *f = ctx;

    f->scalars++;
    if (f->lines->len < 100000)
        g_string_append_printf(f->lines, "%s=%.*s\n", path, (int)size, text);
}

/* Opens a copy that ends where it ends, so that a sanitizer sees a step too far. */
static enum cs_opened
open_bytes(struct found *f, enum cs_type type, const char *text, gsize size)
{
    struct cs_open_sink sink = {.is_data = is_data, .scalar = on_scalar, .ctx = f};
    g_autofree char *copy = g_memdup2(text, size);

    g_string_truncate(f->lines, 0);
    f->scalars = 0;
    return cs_open(&sink, "$", type, copy, size);
}

static const struct document {
    const char *name;
    enum cs_type type;
    enum cs_opened how;
    const char *text, *lines;
} documents[] = {
    {"json", CS_T_TEXT, CS_OPENED_WHOLE,
     "{\"mail\": \"a@example.org\", \"tags\": [\"x\", 12345678901234567890, null, true], \"u\": {\"b@example.org\": "
     "{\"n\": \"L\\u00e9a \\ud83d\\ude00\"}}}",
     "$.mail=a@example.org\n$.tags[]=x\n$.tags[]=12345678901234567890\n$.tags[]=true\n$.u{*}=b@example.org\n"
     "$.u{*}.n=Léa 😀\n"},
    {"json in a string", CS_T_JSON, CS_OPENED_WHOLE, "[{\"body\": \"{\\\"mail\\\":\\\"a@example.org\\\"}\"}]",
     "$[].body.mail=a@example.org\n"},
    {"json of python", CS_T_TEXT, CS_OPENED_WHOLE, "{'mail': 'a@example.org', 'ok': None, 'n': True}",
     "$.mail=a@example.org\n$.n=True\n"},
    {"ndjson", CS_T_TEXT, CS_OPENED_WHOLE, "{\"a\":1}\n{\"a\":2}\n", "$.a=1\n$.a=2\n"},
    {"php", CS_T_TEXT, CS_OPENED_WHOLE,
     "a:4:{s:5:\"email\";s:13:\"a@example.org\";s:3:\"tel\";a:2:{i:0;s:2:\"11\";i:1;s:2:\"22\";}i:77;N;s:1:\"x\";d:1.5;"
     "}",
     "$.email=a@example.org\n$.tel[]=11\n$.tel[]=22\n${*}=77\n$.x=1.5\n"},
    {"php object", CS_T_TEXT, CS_OPENED_WHOLE,
     "O:4:\"User\":2:{s:7:\" * mail\";s:13:\"a@example.org\";s:4:\"name\";s:3:\"L\xc3\xa9\";}",
     "$.mail=a@example.org\n$.name=L\xc3\xa9\n"},
    {"php session", CS_T_TEXT, CS_OPENED_WHOLE, "cart|i:12;user|a:1:{s:4:\"mail\";s:13:\"a@example.org\";}",
     "$.cart=12\n$.user.mail=a@example.org\n"},
    {"xml", CS_T_TEXT, CS_OPENED_WHOLE,
     "<?xml version=\"1.0\"?><!-- c --><o:order id=\"7\"><mail kind='home'>a&amp;b@example.org</mail><e/>"
     "<n><![CDATA[L<a]]></n></o:order>",
     "$.order@id=7\n$.order.mail@kind=home\n$.order.mail=a&b@example.org\n$.order.n=L<a\n"},
    {"vcard", CS_T_TEXT, CS_OPENED_WHOLE,
     "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Exemple;L\xc3\xa9"
     "a;;;\r\nitem1.EMAIL;TYPE=home:a@exa\r\n mple.org\r\nADR:;;1 rue X\\, bis;Lyon;;69001;France\r\n"
     "NOTE;ENCODING=QUOTED-PRINTABLE:caf=C3=A9\r\nEND:VCARD\r\n",
     "$.N.family_name=Exemple\n$.N.given_name=L\xc3\xa9"
     "a\n$.EMAIL=a@example.org\n$.ADR.street=1 rue X, bis\n$.ADR.locality=Lyon\n$.ADR.postal_code=69001\n"
     "$.ADR.country=France\n$.NOTE=caf\xc3\xa9\n"},
    {"icalendar", CS_T_TEXT, CS_OPENED_WHOLE,
     "BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE;CN=\"Exemple; "
     "L\";ROLE=CHAIR:mailto:a@example.org\nEND:VEVENT\nEND:VCALENDAR",
     "$.ATTENDEE@CN=Exemple; L\n$.ATTENDEE=a@example.org\n"},
    {"form", CS_T_TEXT, CS_OPENED_WHOLE, "user%5Bmail%5D=a%40example.org&q=x+y&empty=&list[]=1",
     "$.user.mail=a@example.org\n$.q=x y\n$.list[]=1\n"},
    {"url", CS_T_TEXT, CS_OPENED_PART, "https://shop.example/u?mail=a%40example.org&id=7#top",
     "$.mail=a@example.org\n$.id=7\n"},
    {"hstore", CS_T_OTHER, CS_OPENED_WHOLE, "\"mail\"=>\"a@example.org\", \"q\"=>\"say \\\"x\\\"\", \"n\"=>NULL",
     "$.mail=a@example.org\n$.q=say \"x\"\n"},
    {"headers", CS_T_TEXT, CS_OPENED_PART,
     "From: L <a@example.org>\nSubject: hello\n  again\nX-Empty:\nTo: b@example.org\n\nBody: no header\n",
     "$.From=L <a@example.org>\n$.Subject=hello again\n$.To=b@example.org\n"},
    {"dotenv", CS_T_TEXT, CS_OPENED_PART, "# mail\nMAIL_FROM=\"a@example.org\"\nPORT = 25\n",
     "$.MAIL_FROM=a@example.org\n$.PORT=25\n"},
    {"mailboxes", CS_T_TEXT, CS_OPENED_WHOLE, "\"Exemple, L\" <a@example.org>, B <b@example.org>",
     "$.name=Exemple, L\n$.address=a@example.org\n$.name=B\n$.address=b@example.org\n"},
    {"array", CS_T_ARRAY, CS_OPENED_WHOLE, "{a@example.org,\"b c\",NULL,\"NULL\",{x,y}}",
     "$[]=a@example.org\n$[]=b c\n$[]=NULL\n$[]=x\n$[]=y\n"},
    {"row", CS_T_OTHER, CS_OPENED_WHOLE, "(\"12 rue \"\"X\"\"\",69001,,Lyon)",
     "$.f1=12 rue \"X\"\n$.f2=69001\n$.f4=Lyon\n"},
};

static void
test_whole(void)
{
    struct found f = {g_string_new(NULL), 0};

    for (gsize i = 0; i < G_N_ELEMENTS(documents); i++) {
        const struct document *d = &documents[i];

        g_test_message("%s", d->name);
        g_assert_cmpint(open_bytes(&f, d->type, d->text, strlen(d->text)), ==, d->how);
        g_assert_cmpstr(f.lines->str, ==, d->lines);
    }
    g_string_free(f.lines, TRUE);
}

/* However it is cut, what is found is a beginning of what the whole gives, but for the last scalar and its path. */
static void
test_cut(void)
{
    struct found f = {g_string_new(NULL), 0};

    for (gsize i = 0; i < G_N_ELEMENTS(documents); i++) {
        const struct document *d = &documents[i];
        guint most = 0;

        for (gsize n = 0; n < strlen(d->text); n++) {
            gsize same;

            open_bytes(&f, d->type, d->text, n);
            most = MAX(most, f.scalars);
            for (same = f.lines->len ? f.lines->len - 1 : 0; same && f.lines->str[same - 1] != '\n';)
                same--;
            if (strncmp(f.lines->str, d->lines, same) != 0)
                g_error("%s cut at %" G_GSIZE_FORMAT ": %s", d->name, n, f.lines->str);
        }
        g_assert_cmpuint(most, >, 0);
    }
    g_string_free(f.lines, TRUE);
}

static void
test_plain(void)
{
    static const char *const plain[] = {"a@example.org",
                                        "Exemple",
                                        "[URGENT] call back",
                                        "[1] see the note",
                                        "{not json}",
                                        "(555) 123-4567",
                                        "<3 that shop",
                                        "<a@example.org>",
                                        "<unknown> said so",
                                        "a:b",
                                        "s:none",
                                        "x|y",
                                        "a=b",
                                        "12:30 call\n13:45 again",
                                        "Dear all,\nthe time is: now\nand that was it\nbye",
                                        "https://shop.example/a/b",
                                        "a > b & c > d",
                                        "2 < 3 and 4>",
                                        "\"quoted\" words",
                                        "Total = 3\nsum of it = 4\nand so on",
                                        "BEGIN here"};
    struct found f = {g_string_new(NULL), 0};

    for (gsize i = 0; i < G_N_ELEMENTS(plain); i++) {
        g_test_message("%s", plain[i]);
        g_assert_cmpint(open_bytes(&f, CS_T_TEXT, plain[i], strlen(plain[i])), ==, CS_OPENED_NOT);
        g_assert_cmpuint(f.scalars, ==, 0);
    }
    g_string_free(f.lines, TRUE);
}

static char *
repeated(const char *piece, gsize times)
{
    GString *s = g_string_new(NULL);

    while (times--)
        g_string_append(s, piece);
    return g_string_free(s, FALSE);
}

/* Deep, wide and unclosed: bounded, and in time that grows with the size alone. */
static void
test_hostile(void)
{
    static const char *const pieces[] = {"[",          "{\"a\":",       "a:1:{i:0;", "<a>",           "<a ",
                                         "<!--",       "s:9:\"",        "k: v\n",    "a=b&",          "\"k\"=>\"v\",",
                                         "\\",         "{\"a\":\"",     "x|a:1:{",   "BEGIN:VCARD\n", "&amp",
                                         "=?utf-8?Q?", "%C3",           "<script",   "A <b@c.d>",     "\xc3\x83",
                                         "[[[[\"",     "O:1:\"a\":1:{", "user[a][b", "=?u?b?YQ==?= ", "{,",
                                         "N:",         "a.b.c:d\n"};
    struct found f = {g_string_new(NULL), 0};
    g_autoptr(GString) out = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
        g_autofree char *text = repeated(pieces[i], 200000 / strlen(pieces[i]));
        gsize size = strlen(text);
        gint64 start = g_get_monotonic_time();

        for (enum cs_type type = CS_T_UNKNOWN; type <= CS_T_OTHER; type++)
            open_bytes(&f, type, text, size);
        g_assert_cmpuint(f.scalars, <=, 20000);
        cs_decode_marked(text, size, out);
        cs_html_text(text, size, out);
        if (g_get_monotonic_time() - start > 5 * G_USEC_PER_SEC)
            g_error("%s repeated takes too long", pieces[i]);
    }
    g_string_free(f.lines, TRUE);
}

static void
assert_marked(const char *text, enum cs_encoding encoding, const char *expected)
{
    g_autoptr(GString) out = g_string_new(NULL);

    g_assert_cmpint(cs_decode_marked(text, strlen(text), out), ==, encoding);
    if (encoding)
        g_assert_cmpstr(out->str, ==, expected);
}

static void
test_marked(void)
{
    assert_marked("L\xc3\x83\xc2\xa9"
                  "a",
                  CS_ENCODED_MOJIBAKE,
                  "L\xc3\xa9"
                  "a");
    assert_marked("\xc3\x83\xe2\x80\xb0mile", CS_ENCODED_MOJIBAKE, "\xc3\x89mile"); /* É: 0x89 is ‰ in Windows-1252 */
    assert_marked("a%40example.org", CS_ENCODED_PERCENT, "a@example.org");
    assert_marked("L&eacute;a &#38; No&#xeb;l", CS_ENCODED_ENTITIES,
                  "L\xc3\xa9"
                  "a & No\xc3\xabl");
    assert_marked("=?utf-8?Q?L=C3=A9a_?= =?ISO-8859-1?B?Tm/rbA==?= <a@example.org>", CS_ENCODED_WORDS,
                  "L\xc3\xa9"
                  "a No\xc3\xabl <a@example.org>");
    assert_marked("L\xc3\xa9"
                  "a",
                  CS_ENCODED_NOT, NULL);
    assert_marked("100%", CS_ENCODED_NOT, NULL);
    assert_marked("50%de remise", CS_ENCODED_NOT, NULL);
    assert_marked("Dupont & Fils; associ\xc3\xa9s", CS_ENCODED_NOT, NULL);
    assert_marked("S\xc3\x83O PAULO", CS_ENCODED_NOT, NULL);
    assert_marked("donn=C3=A9es, fid=\nelle", CS_ENCODED_QUOTED,
                  "donn\xc3\xa9"
                  "es, fidelle");
    assert_marked("a=AB", CS_ENCODED_NOT, NULL);
    assert_marked("x = y", CS_ENCODED_NOT, NULL);
    assert_marked("why=?", CS_ENCODED_NOT, NULL);
}

static gboolean
packed(enum cs_encoding encoding, const char *text, const char *expected)
{
    g_autoptr(GString) out = g_string_new(NULL);

    return cs_decode_packed(encoding, text, strlen(text), out) && !g_strcmp0(out->str, expected);
}

static void
test_packed(void)
{
    g_autoptr(GString) out = g_string_new(NULL);

    g_assert_true(packed(CS_ENCODED_BASE64, "YUBleGFtcGxlLm9yZw==", "a@example.org"));
    g_assert_true(packed(CS_ENCODED_BASE64, "YUBleGFtcGxlLm9yZw", "a@example.org"));
    g_assert_true(packed(CS_ENCODED_BASE64, "w6nDqcOpw6k_", "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9?"));
    g_assert_true(packed(CS_ENCODED_HEX, "61406578616d706c652e6f7267", "a@example.org"));
    g_assert_true(packed(CS_ENCODED_HEX, "0x61406578616D706C652E6F7267", "a@example.org"));
    g_assert_true(packed(CS_ENCODED_HEX, "\\x61406578616d706c652e6f7267", "a@example.org"));
    g_assert_false(cs_decode_packed(CS_ENCODED_HEX, "d41d8cd98f00b204e9800998ecf8427e", 32, out));
    g_assert_false(cs_decode_packed(CS_ENCODED_BASE64, "d41d8cd98f00b204e9800998ecf8427e", 32, out));
    g_assert_false(cs_decode_packed(CS_ENCODED_BASE64, "Exemplaire", 10, out));
    g_assert_false(cs_decode_packed(CS_ENCODED_HEX, "20240105", 8, out));
    g_assert_true(cs_is_latin1_text("L\xe9"
                                    "a Exemple",
                                    11));
    g_assert_false(cs_is_latin1_text("\x89PNG\r\n\x1a\n", 8));
    for (guint i = 1; i < CS_ENCODED_COUNT; i++)
        g_assert_cmpint(cs_encoding_find(cs_encoding_name((enum cs_encoding)i)), ==, i);
    g_assert_cmpint(cs_encoding_find(NULL), ==, CS_ENCODED_NOT);
}

static void
test_html(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char text[] = "Hello <b>L&eacute;a</b>,<script>var a='x@example.org'</script><br>"
                        "<a href=\"mailto:a@example.org?subject=x\">write</a> 1 < 2";

    g_assert_true(cs_html_text(text, strlen(text), out));
    g_assert_nonnull(strstr(out->str, "L\xc3\xa9"
                                      "a"));
    g_assert_nonnull(strstr(out->str, " a@example.org "));
    g_assert_null(strstr(out->str, "x@example.org"));
    g_assert_null(strstr(out->str, "<b>"));
    g_assert_nonnull(strstr(out->str, "1 < 2"));
    g_assert_false(cs_html_text("1 < 2 and 3 > 2", 15, out));
}

static void
test_paths(void)
{
    g_autofree char *column = NULL, *value = NULL, *rest = NULL, *column2 = NULL, *value2 = NULL, *rest2 = NULL;

    g_assert_true(cs_path_matches("$.u{*}.n", "$.u.anna.n"));
    g_assert_true(cs_path_matches("$.u{*}@n", "$.u.anna@n"));
    g_assert_false(cs_path_matches("$.u{*}.n", "$.u.n"));
    g_assert_true(cs_extract_code("[meta_key=x.y][].ip", &column, &value, &rest));
    g_assert_cmpstr(column, ==, "meta_key");
    g_assert_cmpstr(value, ==, "x.y");
    g_assert_cmpstr(rest, ==, "$[].ip");
    g_assert_true(cs_extract_code("[code=MAIL]", &column2, &value2, &rest2));
    g_assert_null(rest2);
    g_assert_false(cs_extract_code("$.a", &column, &value, &rest));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/open/whole", test_whole);
    g_test_add_func("/open/cut", test_cut);
    g_test_add_func("/open/plain", test_plain);
    g_test_add_func("/open/hostile", test_hostile);
    g_test_add_func("/open/html", test_html);
    g_test_add_func("/open/paths", test_paths);
    g_test_add_func("/decode/marked", test_marked);
    g_test_add_func("/decode/packed", test_packed);
    return g_test_run();
}
