/* test_window.c - the hours in which a source may be read. */
#include "scan/window.h"

#define AT(h, m) ((h)*3600u + (m)*60u)

static void
test_parse(void)
{
    static const char *const wrong[] = {"",
                                        "22",
                                        "22:00",
                                        "22:00-",
                                        "22:00-22:00",
                                        "25:00-03:00",
                                        "22:60-03:00",
                                        "22:00-03:00h",
                                        "00:00-24:00",
                                        "23:00-24:30"};
    struct cs_window w = {0};

    g_assert_true(cs_window_parse("22:30-06:00", &w));
    g_assert_cmpuint(w.from, ==, 22 * 60 + 30);
    g_assert_cmpuint(w.to, ==, 6 * 60);
    g_assert_true(cs_window_parse("18:00-24:00", &w));
    g_assert_cmpuint(w.to, ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_false(cs_window_parse(wrong[i], &w));
}

static void
test_left(void)
{
    const struct cs_window night = {22 * 60, 6 * 60}, day = {9 * 60, 17 * 60}, always = {0, 0};

    g_assert_cmpint(cs_window_left(&night, AT(22, 0)), ==, 8 * 3600);
    g_assert_cmpint(cs_window_left(&night, AT(5, 59)), ==, 60);
    g_assert_cmpint(cs_window_left(&night, AT(6, 0)), ==, 0);
    g_assert_cmpint(cs_window_left(&night, AT(21, 59)), ==, 0);
    g_assert_cmpint(cs_window_left(&day, AT(12, 0)), ==, 5 * 3600);
    g_assert_cmpint(cs_window_left(&day, AT(8, 59)), ==, 0);
    g_assert_cmpint(cs_window_left(&day, AT(17, 0)), ==, 0);
    g_assert_cmpint(cs_window_left(&always, AT(3, 0)), ==, -1);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/window/parse", test_parse);
    g_test_add_func("/window/left", test_left);
    return g_test_run();
}
