/* dialect.c - three engines' ways to trim, lower and strip. */
#include "report/dialect.h"

#include <string.h>

/* %s stands for the column; in touches, for the pattern of an object's name, and %n for the name. */
struct cs_dialect {
    const char *connector, *name;
    char quote;
    const char *lower;  /* trimmed, ASCII lower case */
    const char *digits; /* digits alone */
    const char *alnum;  /* A-Z and 0-9, upper case */
    const char *varied; /* not one character throughout */
    const char *touches;
};

/* The characters of a value that are in a class: SQLite has no regular expressions. */
#define SQLITE_ONLY(class)                                                                                         \
    "(WITH RECURSIVE c(i, o) AS (SELECT 1, '' UNION ALL SELECT i + 1, o || CASE WHEN substr(%s, i, 1) GLOB "       \
    "'" class "' THEN substr(%s, i, 1) ELSE '' END FROM c WHERE i <= length(%s)) SELECT o FROM c ORDER BY i DESC " \
              "LIMIT 1)"

/* MariaDB and MySQL find a text of limited length by an index that they make for the join; a longer one by trying all.
 */
static const struct cs_dialect dialects[] = {
    {"postgresql", "PostgreSQL", '"', "lower(btrim(%s::text, E' \\t\\n\\r\\f\\x0b'))",
     "regexp_replace(%s::text, '[^0-9]', '', 'g')", "upper(regexp_replace(%s::text, '[^0-9A-Za-z]', '', 'g'))",
     "%s !~ '^(.)\\1*$'",
     "SELECT 'view', schemaname::text, viewname::text FROM pg_views WHERE definition LIKE %s\n"
     "UNION ALL SELECT 'trigger', trigger_schema::text, trigger_name::text FROM information_schema.triggers\n"
     "  WHERE event_object_table = %n\n"
     "UNION ALL SELECT 'foreign key', c.conrelid::regclass::text, c.conname::text FROM pg_constraint c\n"
     "  JOIN pg_class r ON r.oid = c.confrelid WHERE c.contype = 'f' AND r.relname = %n"},
    {"mysql", "MariaDB and MySQL", '`',
     "CAST(lower(regexp_replace(CONVERT(%s USING utf8mb4), '^[[:space:]]+|[[:space:]]+$', '')) AS CHAR(191) CHARACTER "
     "SET utf8mb4) COLLATE "
     "utf8mb4_bin",
     "CAST(regexp_replace(CONVERT(%s USING utf8mb4), '[^0-9]', '') AS CHAR(191) CHARACTER SET utf8mb4) COLLATE "
     "utf8mb4_bin",
     "CAST(upper(regexp_replace(CONVERT(%s USING utf8mb4), '[^0-9A-Za-z]', '')) AS CHAR(191) CHARACTER SET utf8mb4) "
     "COLLATE utf8mb4_bin",
     "%s NOT REGEXP '^(.)\\\\1*$'",
     "SELECT 'view', TABLE_SCHEMA, TABLE_NAME FROM information_schema.VIEWS WHERE VIEW_DEFINITION LIKE %s\n"
     "UNION ALL SELECT 'trigger', TRIGGER_SCHEMA, TRIGGER_NAME FROM information_schema.TRIGGERS\n"
     "  WHERE EVENT_OBJECT_TABLE = %n\n"
     "UNION ALL SELECT 'foreign key', TABLE_NAME, CONSTRAINT_NAME FROM information_schema.KEY_COLUMN_USAGE\n"
     "  WHERE REFERENCED_TABLE_NAME = %n"},
    {"sqlite", "SQLite", '"', "lower(trim(%s, ' ' || char(9, 10, 11, 12, 13)))", SQLITE_ONLY("[0-9]"),
     "upper(" SQLITE_ONLY("[0-9A-Za-z]") ")", "replace(%s, substr(%s, 1, 1), '') <> ''",
     "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'trigger') AND sql LIKE %s\n"
     "UNION ALL SELECT 'foreign key', m.name FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f\n"
     "  WHERE m.type = 'table' AND lower(f.\"table\") = lower(%n)"}};

const struct cs_dialect *
cs_dialect_find(const char *connector)
{
    for (guint i = 0; i < G_N_ELEMENTS(dialects); i++)
        if (!g_strcmp0(dialects[i].connector, connector))
            return &dialects[i];
    return NULL;
}

const char *
cs_dialect_name(const struct cs_dialect *d)
{
    return d->name;
}

static void
append_quoted(GString *out, const char *text, char quote)
{
    g_string_append_c(out, quote);
    for (; *text; text++) {
        if (*text == quote)
            g_string_append_c(out, quote);
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, quote);
}

void
cs_dialect_object_append(const struct cs_dialect *d, const struct cs_place *p, GString *out)
{
    if (p->schema && *p->schema) {
        append_quoted(out, p->schema, d->quote);
        g_string_append_c(out, '.');
    }
    append_quoted(out, p->object, d->quote);
}

/* The template with what stands for %s and %n. */
static void
fill(const char *template, const char *column, const char *name, GString *out)
{
    for (const char *p = template; *p; p++) {
        if (p[0] == '%' && (p[1] == 's' || p[1] == 'n')) {
            g_string_append(out, p[1] == 's' ? column : name);
            p++;
        } else {
            g_string_append_c(out, *p);
        }
    }
}

gboolean
cs_dialect_normal(const struct cs_dialect *d, const char *value_class, const char *alias, const char *name,
                  GString *out)
{
    g_autoptr(GString) column = g_string_new(alias);
    const char *before = "", *after = "", *template = NULL;

    g_string_append_c(column, '.');
    append_quoted(column, name, d->quote);
    if (!g_strcmp0(value_class, "email") || !g_strcmp0(value_class, "text")) {
        template = d->lower;
    } else if (!g_strcmp0(value_class, "phone")) {
        template = d->digits;
        before = d->quote == '"' && !strcmp(d->connector, "sqlite") ? "substr(" : "right(";
        after = *before == 's' ? ", -9)" : ", 9)";
    } else if (!g_strcmp0(value_class, "iban")) {
        template = d->alnum;
    } else if (!g_strcmp0(value_class, "number") || !g_strcmp0(value_class, "card")) {
        template = d->alnum;
        before = d->quote == '`' ? "trim(LEADING '0' FROM " : "ltrim(";
        after = d->quote == '`' ? ")" : ", '0')";
    }
    if (!template)
        return FALSE;
    g_string_append(out, before);
    fill(template, column->str, NULL, out);
    g_string_append(out, after);
    return TRUE;
}

/* As engine/identity.c has it: long enough, not one character throughout, an address with its sign. */
void
cs_dialect_usable(const struct cs_dialect *d, const char *value_class, const char *normal, GString *out)
{
    g_string_append_printf(out, "length(%s) >= %u AND ", normal, !g_strcmp0(value_class, "phone") ? 8u : 3u);
    fill(d->varied, normal, NULL, out);
    if (!g_strcmp0(value_class, "email"))
        g_string_append_printf(out, " AND %s LIKE '%%@%%'", normal);
}

void
cs_dialect_touches(const struct cs_dialect *d, const struct cs_place *p, GString *out)
{
    g_autofree char *pattern = g_strdup_printf("%%%s%%", p->object);
    g_autoptr(GString) literal = g_string_new(NULL), name = g_string_new(NULL);

    append_quoted(literal, pattern, '\'');
    append_quoted(name, p->object, '\'');
    fill(d->touches, literal->str, name->str, out);
}
