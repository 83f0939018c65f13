/* json.c - JSON written as a stream. */
#include "base/json.h"

#include <math.h>
#include <string.h>

void
cs_json_init(struct cs_json *json, GString *out)
{
    *json = (struct cs_json){.out = out};
}

static void
write_text(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);

    g_string_append_c(out, '"');
    for (const guchar *p = (const guchar *)valid; *p; p++) {
        if (*p == '"' || *p == '\\')
            g_string_append_printf(out, "\\%c", *p);
        else if (*p == '\n')
            g_string_append(out, "\\n");
        else if (*p < 0x20 || *p == 0x7f || *p == '<')
            g_string_append_printf(out, "\\u%04x", *p);
        else
            g_string_append_c(out, (char)*p);
    }
    g_string_append_c(out, '"');
}

static void
start(struct cs_json *json, const char *key)
{
    guint64 bit = G_GUINT64_CONSTANT(1) << json->depth;

    if (json->commas & bit)
        g_string_append_c(json->out, ',');
    json->commas |= bit;
    if (key) {
        write_text(json->out, key);
        g_string_append_c(json->out, ':');
    }
}

static void
open_level(struct cs_json *json, const char *key, char bracket)
{
    start(json, key);
    g_string_append_c(json->out, bracket);
    g_assert(json->depth < 60);
    json->depth++;
    json->commas &= ~(G_GUINT64_CONSTANT(1) << json->depth);
}

void
cs_json_object(struct cs_json *json, const char *key)
{
    open_level(json, key, '{');
}

void
cs_json_array(struct cs_json *json, const char *key)
{
    open_level(json, key, '[');
}

void
cs_json_end_object(struct cs_json *json)
{
    json->depth--;
    g_string_append_c(json->out, '}');
}

void
cs_json_end_array(struct cs_json *json)
{
    json->depth--;
    g_string_append_c(json->out, ']');
}

void
cs_json_string(struct cs_json *json, const char *key, const char *text)
{
    start(json, key);
    if (text)
        write_text(json->out, text);
    else
        g_string_append(json->out, "null");
}

void
cs_json_int(struct cs_json *json, const char *key, gint64 value)
{
    start(json, key);
    g_string_append_printf(json->out, "%" G_GINT64_FORMAT, value);
}

void
cs_json_real(struct cs_json *json, const char *key, double value)
{
    char buffer[G_ASCII_DTOSTR_BUF_SIZE];

    start(json, key);
    if (isfinite(value))
        g_string_append(json->out, g_ascii_formatd(buffer, sizeof buffer, "%.6g", value));
    else
        g_string_append(json->out, "null");
}

void
cs_json_bool(struct cs_json *json, const char *key, gboolean value)
{
    start(json, key);
    g_string_append(json->out, value ? "true" : "false");
}

void
cs_json_null(struct cs_json *json, const char *key)
{
    start(json, key);
    g_string_append(json->out, "null");
}

void
cs_json_newline(struct cs_json *json)
{
    guint64 bit = G_GUINT64_CONSTANT(1) << json->depth;

    /* the comma belongs at the end of the line before */
    if (json->commas & bit) {
        g_string_append_c(json->out, ',');
        json->commas &= ~bit;
    }
    g_string_append_c(json->out, '\n');
}
