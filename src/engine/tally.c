/* tally.c - counts what values look like, each distinct value matched once. */
#include "engine/tally.h"

#include "base/hash.h"
#include "engine/rule.h"
#include "model/taxonomy.h"

#include <string.h>

#define MAX_HITS 32
#define FIRST_SLOTS 128 /* times four, and again, makes max_distinct * 2 */
#define MANY 256        /* tallies of an object with all the room there is: 8 MiB */
#define SEARCHED 24     /* bytes from which a text is searched */

struct cs_tally *
cs_tally_new(const char *path, guint others)
{
    struct cs_tally *t = g_new0(struct cs_tally, 1);

    t->path = g_strdup(path);
    t->max_distinct = others < MANY ? CS_DISTINCT_MAX : others < MANY * 4 ? CS_DISTINCT_MAX / 4 : CS_DISTINCT_MAX / 16;
    return t;
}

void
cs_tally_free(struct cs_tally *t)
{
    if (!t)
        return;
    g_free(t->path);
    g_free(t->seen);
    g_free(t->hits);
    g_free(t->known);
    g_free(t->found);
    g_free(t->undecided);
    g_free(t);
}

/* Room for twice the values there are, up to max_distinct: most columns have few, and a table may have thousands
 * of columns. */
static void
make_room(struct cs_tally *t)
{
    guint old = t->slots;
    guint32 *seen = t->seen;

    t->slots = old ? old * 4 : FIRST_SLOTS;
    t->seen = g_new0(guint32, t->slots);
    for (guint i = 0; i < old; i++)
        if (seen[i]) {
            guint k = seen[i] & (t->slots - 1);

            while (t->seen[k])
                k = (k + 1) & (t->slots - 1);
            t->seen[k] = seen[i];
        }
    g_free(seen);
}

/* TRUE when the value was not met before (or when there is no room left to remember it). */
static gboolean
is_new(struct cs_tally *t, guint32 hash)
{
    if (!hash)
        hash = 1;
    if (t->distinct * 2 >= t->slots && t->slots < t->max_distinct * 2)
        make_room(t);
    for (guint i = hash & (t->slots - 1);; i = (i + 1) & (t->slots - 1)) {
        if (t->seen[i] == hash)
            return FALSE;
        if (t->seen[i])
            continue;
        if (t->distinct < t->max_distinct) {
            t->seen[i] = hash;
            if (++t->distinct == t->max_distinct)
                t->told_apart = t->values;
        }
        return TRUE;
    }
}

/* The shape of a value: classes of characters, runs told apart only as short or long. */
static void
add_shape(struct cs_tally *t, const char *text, gsize size)
{
    char mask[28];
    gsize n = 0;
    char last = 0;

    for (gsize i = 0; i < size && n + 2 < sizeof mask; i++) {
        guchar c = (guchar)text[i];
        char m = g_ascii_isdigit(c) ? '0' : g_ascii_isalpha(c) || c >= 0x80 ? 'x' : c < 0x20 ? '.' : (char)c;

        if (m == 'x' && last == 'x')
            continue;
        mask[n++] = last = m;
    }
    mask[n] = '\0';
    for (guint i = 0; i < t->n_shapes; i++)
        if (!strcmp(t->shapes[i].mask, mask)) {
            t->shapes[i].distinct++;
            return;
        }
    if (t->n_shapes < CS_SHAPES_MAX) {
        memcpy(t->shapes[t->n_shapes].mask, mask, n + 1);
        t->shapes[t->n_shapes++].distinct = 1;
    }
}

static int
digits_of(const char *text, guint n)
{
    int value = 0;

    for (guint i = 0; i < n; i++) {
        if (!g_ascii_isdigit(text[i]))
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* 2026-11-23…, 20261123, 23/11/2026 (also with . or -): the year; 0 for anything else. */
static int
year_of(const char *text, gsize size)
{
    int year = 0, month = 0, day = 0;

    if (size >= 10 && text[4] == '-' && text[7] == '-') {
        year = digits_of(text, 4), month = digits_of(text + 5, 2), day = digits_of(text + 8, 2);
    } else if (size == 8) {
        year = digits_of(text, 4), month = digits_of(text + 4, 2), day = digits_of(text + 6, 2);
    } else if (size >= 10 && strchr("/.-", text[2]) && text[5] == text[2]) {
        day = digits_of(text, 2), month = digits_of(text + 3, 2), year = digits_of(text + 6, 4);
        if (month > 12 && day <= 12) { /* month first */
            int swap = day;

            day = month, month = swap;
        }
    }
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 && year > 0 ? year : 0;
}

static void
add_date(struct cs_tally *t, const char *text, gsize size, int as_of_year)
{
    int year = year_of(text, size);

    if (year < 1850 || year > as_of_year + 20)
        return;
    t->dates++;
    if (!t->first_year || year < t->first_year)
        t->first_year = year;
    if (year > t->last_year)
        t->last_year = year;
    t->old_dates += year < as_of_year - 16 && year > as_of_year - 110;
}

/* Values of one attribute come in several forms: each counts once for it, whatever rules accept it. */
static void
add_known(struct cs_tally *t, const struct cs_ruleset *ruleset, const guint16 *rules, guint n)
{
    guint64 said[2] = {0};

    for (guint i = 0; i < n; i++) {
        const struct cs_rule *r = cs_ruleset_rule(ruleset, rules[i]);
        guint a = (guint)r->attribute_index;

        if (r->attribute_index < 0 || r->needs_name || a >= 128 || said[a / 64] >> a % 64 & 1)
            continue;
        said[a / 64] |= G_GUINT64_CONSTANT(1) << a % 64;
        if (!t->known)
            t->known = g_new0(guint32, cs_taxonomy_count());
        t->known[a]++;
    }
}

/* Machines begin their messages with few words. */
static void
add_start(struct cs_tally *t, const char *text, gsize size)
{
    const char *end = memchr(text, ' ', size);
    guint32 hash = end ? (guint32)(cs_hash64(text, (gsize)(end - text), 1) >> 32) : 0;

    for (guint i = 0; i < t->n_starts && end; i++)
        if (t->starts[i] == hash)
            return;
    if (end && t->n_starts < CS_STARTS_MAX)
        t->starts[t->n_starts++] = hash;
}

static void
match(struct cs_tally *t, struct cs_matcher *matcher, guint n_rules, enum cs_type type, const char *text, gsize size)
{
    guint16 rules[MAX_HITS], counts[MAX_HITS];
    const guint16 *undecided;
    guint n = cs_matcher_whole(matcher, type, text, size, rules, MAX_HITS);

    if (n && !t->hits)
        t->hits = g_new0(guint32, n_rules);
    for (guint i = 0; i < n; i++)
        t->hits[rules[i]]++;
    add_known(t, cs_matcher_ruleset(matcher), rules, n);
    t->matched++;
    n = cs_matcher_undecided(matcher, &undecided);
    if (n && !t->undecided)
        t->undecided = g_new0(guint32, n_rules);
    for (guint i = 0; i < n; i++)
        t->undecided[undecided[i]]++;
    if (size < SEARCHED)
        return;
    n = cs_matcher_search(matcher, text, size, rules, counts, MAX_HITS);
    if (n && !t->found)
        t->found = g_new0(guint32, n_rules);
    for (guint i = 0; i < n; i++)
        t->found[rules[i]]++;
}

static guint
count_words(const char *text, gsize size)
{
    guint words = size > 0;

    for (gsize i = 1; i + 1 < size; i++)
        words += text[i] == ' ' && text[i - 1] != ' ';
    return words;
}

static gboolean
is_number(const char *text, gsize size)
{
    for (gsize i = 0; i < size; i++)
        if (!g_ascii_isdigit(text[i]) && !(i && text[i] == '.') && (i || text[i] != '-'))
            return FALSE;
    return TRUE;
}

/* What is counted of every value, met before or not. */
static void
count(struct cs_tally *t, const struct cs_shape *shape, const char *text, gsize size, int as_of_year)
{
    guint words = shape->classes & CS_C_SPACE ? count_words(text, size) : 1;

    t->values++;
    t->bytes += size;
    t->numbers += !(shape->classes & ~(CS_C_DIGIT | CS_C_DOT | CS_C_DASH)) && is_number(text, size);
    t->flags += size == 1 && strchr("01tfTFyYnNoO", *text) != NULL;
    t->words += words;
    t->long_texts += words >= 5;
    if (shape->digits >= 8)
        add_date(t, text, size, as_of_year);
}

/* The majority vote of Boyer and Moore: a value on more than half of the rows is the usual one at the end. */
static void
vote(struct cs_tally *t, guint32 hash)
{
    if (!t->lead)
        t->usual = hash;
    t->lead += hash == t->usual ? 1 : (guint64)-1;
}

void
cs_tally_add(struct cs_tally *t, struct cs_matcher *matcher, guint n_rules, enum cs_type type, const char *text,
             gsize size, const struct cs_shape *shape, int as_of_year)
{
    guint32 hash = (guint32)(cs_hash64(text, size, 0) >> 32);

    count(t, shape, text, size, as_of_year);
    vote(t, hash);
    if (!is_new(t, hash))
        return;
    add_shape(t, text, size);
    if (shape->classes & CS_C_SPACE)
        add_start(t, text, size);
    t->role_boxes += t->roles && shape->classes & CS_C_AT && cs_email_is_role(t->roles, text, size);
    if (type == CS_T_BOOLEAN || type == CS_T_DATE || type == CS_T_TIME || type == CS_T_TIMESTAMP)
        return;
    match(t, matcher, n_rules, type, text, size);
}

guint64
cs_tally_tried(const struct cs_tally *t, guint rule)
{
    return t->matched - (t->undecided ? t->undecided[rule] : 0);
}

static void
merge_counts(guint32 **target, const guint32 *from, guint n)
{
    if (!from)
        return;
    if (!*target)
        *target = g_new0(guint32, n);
    for (guint i = 0; i < n; i++)
        (*target)[i] += from[i];
}

void
cs_tally_merge(struct cs_tally *t, const struct cs_tally *from, guint n_rules)
{
    t->rows += from->rows;
    t->nulls += from->nulls;
    t->blanks += from->blanks;
    t->values += from->values;
    t->matched += from->matched;
    t->words += from->words;
    t->long_texts += from->long_texts;
    t->numbers += from->numbers;
    t->flags += from->flags;
    t->dates += from->dates;
    t->old_dates += from->old_dates;
    t->bytes += from->bytes;
    t->documents += from->documents;
    t->role_boxes += from->role_boxes;
    if (from->first_year && (!t->first_year || from->first_year < t->first_year))
        t->first_year = from->first_year;
    t->last_year = MAX(t->last_year, from->last_year);
    for (guint i = 0; i < from->slots; i++)
        if (from->seen[i])
            (void)is_new(t, from->seen[i]);
    for (guint i = 0; i < from->n_starts && t->n_starts < CS_STARTS_MAX; i++)
        t->starts[t->n_starts++] = from->starts[i]; /* one too many is better than one too few */
    merge_counts(&t->hits, from->hits, n_rules);
    merge_counts(&t->known, from->known, cs_taxonomy_count());
    merge_counts(&t->found, from->found, n_rules);
    merge_counts(&t->undecided, from->undecided, n_rules);
}
