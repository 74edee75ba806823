/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-lang"

#include "base/lang.h"

static const struct {
  const char *locale;
  const char *tag;
} locales[] = {
    {"nb_NO.UTF-8", "nb"}, {"nn_NO.UTF-8", "nn"}, {"no", "nb"},      {"no_NO", "nb"},
    {"nn", "nn"},          {"nn-NO", "nn"},       {"en_GB", "en"},   {"de_DE.UTF-8", "en"},
    {"so_SO", "en"},       {"nnx_NO", "en"},      {"nynorsk", "en"}, {"", "en"},
    {NULL, "en"},
};

static void
test_from_locale (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    g_assert_cmpstr (vd_lang_from_locale (locales[i].locale), ==, locales[i].tag);
}

/* Bokmål stands nearer to nynorsk than English does; the chain ends there. */
static void
test_fallback (void)
{
  g_assert_cmpstr (vd_lang_fallback ("nn"), ==, "nb");
  g_assert_cmpstr (vd_lang_fallback ("nb"), ==, "en");
  g_assert_cmpstr (vd_lang_fallback ("so"), ==, "en");
  g_assert_null (vd_lang_fallback ("en"));
}

/* Menus are built in this order and stop at nothing, so the staff languages come first. */
static void
test_staff (void)
{
  static const char *const staff[] = {"nb", "nn", "en"};
  guint n = 0;

  for (const VdLang *l = vd_lang_all (); l->tag != NULL; l++, n++) {
    g_assert_cmpint (l->staff, ==, n < G_N_ELEMENTS (staff));
    if (n < G_N_ELEMENTS (staff))
      g_assert_cmpstr (l->tag, ==, staff[n]);
    g_assert_true (vd_lang_find (l->tag) == l);
  }
  g_assert_null (vd_lang_find ("nn_NO"));
  g_assert_null (vd_lang_find (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lang/from-locale", test_from_locale);
  g_test_add_func ("/lang/fallback", test_fallback);
  g_test_add_func ("/lang/staff", test_staff);
  return g_test_run ();
}
