/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/folding.h"

#include <string.h>

typedef struct {
  const char *text;
  const char *plain;
  const char *ringed; /* NULL: the same */
} Row;

static const Row rows[] = {
    {"", "", NULL},
    {"A-12 Journal", "a-12 journal", NULL},
    {"@AZ[`az{", "@az[`az{", NULL},
    {"Pérez", "perez", NULL},
    {"Pe\xcc\x81rez", "perez", NULL},
    {"Ångström", "angstrom", "ångstrom"},
    {"A\xcc\x8angstro\xcc\x88m", "angstrom", "ångstrom"},
    {"\xe2\x84\xabngstrom", "angstrom", "ångstrom"}, /* the sign for the unit */
    {"Blåbærsyltetøy", "blabærsyltetøy", "blåbærsyltetøy"},
    {"ÆRLIG SØR ÅL", "ærlig sør al", "ærlig sør ål"},
    {"Nguyễn Thị Đặng", "nguyen thi dang", NULL},
    {"Łódź Źrebię", "lodz zrebie", NULL},
    {"Dvořák Jůza", "dvorak juza", NULL},
    {"Straße STRASSE \xe1\xba\x9e", "strasse strasse ss", NULL},
    {"\xc4\xb0smail \xc4\xb1s\xc4\xb1k", "ismail isik", NULL},
    {"Şükrü Çelik Ğ", "sukru celik g", NULL},
    {"Ţepeș Ștefan", "tepes stefan", NULL},
    {"ΟΔΟΣ οδός", "οδοσ οδοσ", NULL},
    {"МОСКВА Ёлка Йога", "москва елка иога", NULL},
    {"مُحَمَّد", "محمد", NULL},
    {"أحمد إبراهيم آمنة", "احمد ابراهيم امنة", NULL},
    {"مـحـمـد", "محمد", NULL}, /* drawn long */
    {"שָׁלוֹם", "שלום", NULL},
    {"ฟื้นฟู", "ฟื้นฟู", NULL}, /* vowels, not marks */
    {"हिन्दी", "हिन्दी", NULL},
    {"한국어", "한국어", NULL},
    {"soft\xc2\xadly zero\xe2\x80\x8bwide", "softly zerowide", NULL},
    {"\xf0\x9f\x98\x80 ok", "\xf0\x9f\x98\x80 ok", NULL},
};

static char *
fold (const VdFolding *folding, const char *text)
{
  gsize size = strlen (text);
  char *out = g_malloc (VD_FOLDING_ROOM (size));
  gsize length = vd_folding_fold (folding, text, size, out);

  g_assert_cmpuint (length, ==, strlen (out));
  g_assert_cmpuint (length, <=, 3 * size);
  return out;
}

/* At every place in a block, and both ways. */
static void
test_rows (void)
{
  g_autoptr (VdFolding) plain = vd_folding_new (FALSE);
  g_autoptr (VdFolding) ringed = vd_folding_new (TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (rows) * 2; i++) {
    const Row *row = &rows[i / 2];
    gboolean ring = i % 2 == 1;
    const char *want = ring && row->ringed != NULL ? row->ringed : row->plain;

    for (gsize before = 0; before < 40; before++) {
      g_autofree char *some = g_strnfill (before, 'x');
      g_autofree char *text = g_strconcat (some, row->text, " NORGE, NORGE, NORGE", NULL);
      g_autofree char *wanted = g_strconcat (some, want, " norge, norge, norge", NULL);
      g_autofree char *got = fold (ring ? ringed : plain, text);
      g_autofree char *slow = vd_fold_text (text, ring);

      g_assert_cmpstr (got, ==, wanted);
      g_assert_cmpstr (slow, ==, wanted);
    }
  }
}

/* However GLib writes a letter, it is the same here; and what is folded stays as it is. */
static void
test_every_letter (void)
{
  g_autoptr (VdFolding) folding = vd_folding_new (FALSE);

  for (gunichar c = 1; c <= 0x10ffff; c++) {
    char text[8] = {0}, upper[8] = {0};
    g_autofree char *apart = NULL;
    g_autofree char *one = NULL;
    g_autofree char *two = NULL;
    g_autofree char *three = NULL;
    g_autofree char *again = NULL;

    if (!g_unichar_validate (c) || !g_unichar_isdefined (c) || (c >= 0xac00 && c <= 0xd7a3))
      continue;
    g_unichar_to_utf8 (c, text);
    g_unichar_to_utf8 (g_unichar_toupper (c), upper);
    apart = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
    one = fold (folding, text);
    two = fold (folding, apart);
    three = fold (folding, upper);
    again = fold (folding, one);
    g_assert_cmpstr (one, ==, two);
    g_assert_cmpstr (one, ==, three);
    g_assert_cmpstr (one, ==, again);
  }
}

/* Bytes that are no text: nothing is read or written where it must not be. */
static void
test_broken (void)
{
  g_autoptr (VdFolding) folding = vd_folding_new (FALSE);
  const char *const texts[] = {"\xc3",
                               "ab\xff\xfe",
                               "\xe2\x84",
                               "\xf8\x88\x80\x80\x80",
                               "\xfd\xbf\xbf\xbf\xbf\xbf",
                               "a long enough text \xf0\x9f"};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autofree char *exact = g_strdup (texts[i]);
    g_autofree char *got = g_malloc (VD_FOLDING_ROOM (strlen (exact)));
    g_autofree char *slow = vd_fold_text (exact, TRUE);

    vd_folding_fold (folding, exact, strlen (exact), got);
    g_assert_cmpstr (slow, ==, "");
  }
}

/* Against the plainest way, over texts of two letters, where much nearly fits. */
static void
test_find (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 20000; i++) {
    char text[200] = {0}, word[20] = {0};
    gsize size = (gsize)g_rand_int_range (rand, 0, 160);
    gsize length = (gsize)g_rand_int_range (rand, 0, 12);

    for (gsize k = 0; k < size; k++)
      text[k] = g_rand_boolean (rand) ? 'a' : 'b';
    for (gsize k = 0; k < length; k++)
      word[k] = g_rand_boolean (rand) ? 'a' : 'b';
    g_assert_cmpint (vd_folding_find (text, size, word, length), ==, strstr (text, word) != NULL);
  }
}

static void
test_ring (void)
{
  g_assert_true (vd_fold_has_ring ("på"));
  g_assert_true (vd_fold_has_ring ("A\xcc\x8al"));
  g_assert_false (vd_fold_has_ring ("Jůza"));
  g_assert_false (vd_fold_has_ring (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/folding/rows", test_rows);
  g_test_add_func ("/base/folding/every-letter", test_every_letter);
  g_test_add_func ("/base/folding/broken", test_broken);
  g_test_add_func ("/base/folding/find", test_find);
  g_test_add_func ("/base/folding/ring", test_ring);
  return g_test_run ();
}
