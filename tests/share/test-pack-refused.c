/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-fixture.h"

#include <string.h>

#define TOO_LARGE (12 * 1024 * 1024 + 1)

typedef enum {
  AS_SIGNED,
  UNSIGNED,
  NOT_A_SIGNATURE,
  OTHER_KEY,
  FLIPPED,
  CUT,
  LONGER,
  SIGNATURE_CUT,
  HUGE_FILE,
  HUGE_UNSIGNED,
} Harm;

static const struct {
  const char *name;
  const char *words; /* instead of the version */
  Harm harm;
  VdError expected;
} refusals[] = {
    {"unsigned", "version=\"2026.2\"", UNSIGNED, VD_ERROR_UNTRUSTED},
    {"not-a-signature", "version=\"2026.2\"", NOT_A_SIGNATURE, VD_ERROR_UNTRUSTED},
    {"unknown-key", "version=\"2026.2\"", OTHER_KEY, VD_ERROR_UNTRUSTED},
    {"tampered", "version=\"2026.2\"", FLIPPED, VD_ERROR_UNTRUSTED},
    {"truncated", "version=\"2026.2\"", CUT, VD_ERROR_UNTRUSTED},
    {"longer", "version=\"2026.2\"", LONGER, VD_ERROR_UNTRUSTED},
    {"signature-truncated", "version=\"2026.2\"", SIGNATURE_CUT, VD_ERROR_UNTRUSTED},
    {"oversized", "version=\"2026.2\"", HUGE_FILE, VD_ERROR_INVALID},
    /* Looked at before the signature. */
    {"oversized-unsigned", "version=\"2026.2\"", HUGE_UNSIGNED, VD_ERROR_INVALID},
    {"older", "version=\"2025.9\"", AS_SIGNED, VD_ERROR_OLDER},
    {"same-version", "version=\"2026.1\" ", AS_SIGNED, VD_ERROR_OLDER},
    {"other-pack", "version=\"2026.2\" derived-from=\"x\"", AS_SIGNED, VD_ERROR_OLDER},
    {"malformed", "version=\"2026.2\" colour=\"red\"", AS_SIGNED, VD_ERROR_INVALID},
    {"not-xml", "version=2026.2", AS_SIGNED, VD_ERROR_INVALID},
    /* What nobody vouches for is not even looked into. */
    {"malformed-unsigned", "version=2026.2", UNSIGNED, VD_ERROR_UNTRUSTED},
    {"newer-feature", "version=\"2026.2\" requires=\"x\"", AS_SIGNED, VD_ERROR_NEWER},
    {"newer-program", "version=\"2026.2\" min-app=\"99.0\"", AS_SIGNED, VD_ERROR_NEWER},
    {"newer-unsigned", "version=\"2026.2\" min-app=\"99.0\"", UNSIGNED, VD_ERROR_UNTRUSTED},
};

static GBytes *
change_bytes (GBytes *bytes, Harm harm)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize target = harm >= HUGE_FILE ? TOO_LARGE : size + (harm == LONGER) - (harm == CUT);
  guint8 *copy = g_malloc (target);

  memset (copy, '\n', target);
  memcpy (copy, data, MIN (size, target));
  if (harm == FLIPPED)
    copy[size / 2] ^= 1;
  return g_bytes_new_take (copy, target);
}

static GBytes *
change_signature (Fixture *f, GBytes *bytes, GBytes *changed, Harm harm)
{
  g_autoptr (GBytes) good = NULL;
  g_autoptr (VdSecret) other = NULL;
  VdMinisignPublic key;

  if (harm == UNSIGNED || harm == HUGE_UNSIGNED)
    return NULL;
  if (harm == NOT_A_SIGNATURE)
    return g_bytes_new_static ("signed\n", 7);
  if (harm == OTHER_KEY) {
    vd_minisign_keygen (&other, &key);
    return fixture_sign (other, bytes);
  }
  if (harm == HUGE_FILE)
    return fixture_sign (f->secret, changed);
  good = fixture_sign (f->secret, bytes);
  return g_bytes_new_from_bytes (good, 0,
                                 g_bytes_get_size (good) - (harm == SIGNATURE_CUT ? 9 : 0));
}

static GBytes *
other_pack (GBytes *bytes)
{
  g_autoptr (GString) text =
      g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));

  g_string_replace (text, "id=\"no.varde.norway\"", "id=\"other\"", 1);
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) made = fixture_make_pack (f, refusals[row].words);
  g_autoptr (GBytes) bytes =
      g_str_equal (refusals[row].name, "other-pack") ? other_pack (made) : g_bytes_ref (made);
  g_autoptr (GBytes) changed = change_bytes (bytes, refusals[row].harm);
  g_autoptr (GBytes) signature = change_signature (f, bytes, changed, refusals[row].harm);

  g_assert_null (vd_pack_store_install (f->store, changed, signature, FALSE, &error));
  g_assert_error (error, VD_ERROR, (int)refusals[row].expected);
  /* Nothing but the folder of keys. */
  g_assert_cmpuint (fixture_count_files (f), ==, 1);
  fixture_assert_current (f, "2026.1");
}

/* Each value of each byte would take long; a sample of places is changed. */
static void
test_every_region (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = fixture_make_pack (f, "version=\"2026.2\"");
  g_autoptr (GBytes) signature = fixture_sign (f->secret, bytes);
  gsize size = g_bytes_get_size (bytes);

  for (gsize i = 0; i < 40; i++) {
    g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
    g_autoptr (GBytes) changed = NULL;
    g_autoptr (GError) error = NULL;

    copy[(size - 1) * i / 39] ^= 0x20;
    changed = g_bytes_new_take (g_steal_pointer (&copy), size);
    g_assert_null (vd_pack_store_install (f->store, changed, signature, TRUE, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_UNTRUSTED);
  }
}

void
add_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autofree char *path = g_strconcat ("/pack-store/refused/", refusals[i].name, NULL);

    g_test_add (path, Fixture, GUINT_TO_POINTER (i), fixture_set_up, test_refused,
                fixture_tear_down);
  }
  g_test_add ("/pack-store/every-region", Fixture, NULL, fixture_set_up, test_every_region,
              fixture_tear_down);
}
