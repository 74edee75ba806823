/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"
#include "vault/recovery.h"

#include <string.h>

/* Computed with another program from the description in docs/vault-format.md. */
#define CHECK_GROUP "MSKN"

/* Fixed: text written down by hand must be read the same for ever. */
static void
test_text (void)
{
  guint8 bytes[VD_RECOVERY_SIZE];
  g_autoptr (VdSecret) key = NULL;
  g_autoptr (VdSecret) text = NULL;

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8)(i * 13 + 1);
  key = vd_secret_new_copy (bytes, sizeof bytes);
  text = vd_recovery_to_text (key);
  g_assert_cmpstr ((const char *)vd_secret_data (text), ==,
                   "0471-PA1N-897N-RTBP-GE89-VANQ-RK8X-XTZR-" CHECK_GROUP);
}

static void
test_random_keys (void)
{
  for (guint i = 0; i < 200; i++) {
    g_autoptr (VdSecret) key = vd_secret_new_random (VD_RECOVERY_SIZE);
    g_autoptr (VdSecret) text = vd_recovery_to_text (key);
    g_autoptr (GError) error = NULL;
    g_autoptr (VdSecret) back = vd_recovery_from_text (text, &error);

    g_assert_no_error (error);
    g_assert_true (vd_secret_equal (key, back));
    g_assert_cmpuint (vd_secret_size (text), ==, 44);
    g_assert_null (strpbrk ((const char *)vd_secret_data (text), "ILOUilou"));
  }
}

static void
assert_reads (const char *typed, gboolean fits)
{
  g_autoptr (VdSecret) text = secret (typed);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdSecret) key = vd_recovery_from_text (text, &error);

  g_assert_true ((key != NULL) == fits);
  if (!fits)
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
}

static void
test_typing (void)
{
  const struct {
    const char *typed;
    gboolean fits;
  } cases[] = {
      {"0471-PA1N-897N-RTBP-GE89-VANQ-RK8X-XTZR-" CHECK_GROUP, TRUE},
      {"0471PA1N897NRTBPGE89VANQRK8XXTZR" CHECK_GROUP, TRUE},
      {" 0471 PA1N 897N\tRTBP GE89 VANQ RK8X XTZR\n" CHECK_GROUP " ", TRUE},
      {"O471-pa1n-897n-rtbp-ge89-vanq-rk8x-xtzr-" CHECK_GROUP, TRUE},
      {"o471pa1n897nrtbpge89vanqrk8xxtzr" CHECK_GROUP, TRUE},
      {"", FALSE},
      {"0471-PA1N-897N-RTBP-GE89-VANQ-RK8X-XTZR", FALSE},
      {"0471-PA1N-897N-RTBP-GE89-VANQ-RK8X-XTZR-" CHECK_GROUP "0", FALSE},
      {"U471-PA1N-897N-RTBP-GE89-VANQ-RK8X-XTZR-" CHECK_GROUP, FALSE},
      {"0471_PA1N-897N-RTBP-GE89-VANQ-RK8X-XTZR-" CHECK_GROUP, FALSE},
      {"0470-PA1N-897N-RTBP-GE89-VANQ-RK8X-XTZR-" CHECK_GROUP, FALSE},
      {"PA1N-0471-897N-RTBP-GE89-VANQ-RK8X-XTZR-" CHECK_GROUP, FALSE},
      {"0471-PA1N-897N-RTBP-GE89-VANQ-RK8X-XTZR-0000", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_reads (cases[i].typed, cases[i].fits);
}

/* A 1 may be typed as I or L, a 0 as O, wherever it stands. */
static void
test_look_alikes (void)
{
  const char *const swaps[] = {"1I", "1L", "1i", "1l", "0O", "0o"};

  for (guint i = 0; i < 50; i++) {
    g_autoptr (VdSecret) key = vd_secret_new_random (VD_RECOVERY_SIZE);
    g_autoptr (VdSecret) text = vd_recovery_to_text (key);

    for (guint j = 0; j < G_N_ELEMENTS (swaps); j++) {
      g_autofree char *typed = g_strdup ((const char *)vd_secret_data (text));

      assert_reads (g_strdelimit (typed, (const char[]){swaps[j][0], 0}, swaps[j][1]), TRUE);
    }
  }
}

/* Every single wrong character: the check group has 20 bits, so about one in a million passes. */
static void
test_single_mistakes (void)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  g_autoptr (VdSecret) key = vd_secret_new_random (VD_RECOVERY_SIZE);
  g_autoptr (VdSecret) text = vd_recovery_to_text (key);
  g_autofree char *typed = g_strdup ((const char *)vd_secret_data (text));
  guint missed = 0;

  for (guint i = 0; typed[i] != 0; i++) {
    char right = typed[i];

    for (const char *c = alphabet; *c != 0 && right != '-'; c++) {
      g_autoptr (VdSecret) wrong = NULL;
      g_autoptr (VdSecret) read = NULL;

      typed[i] = *c;
      wrong = secret (typed);
      read = vd_recovery_from_text (wrong, NULL);
      missed += *c != right && read != NULL;
    }
    typed[i] = right;
  }
  g_assert_cmpuint (missed, <=, 1);
}

static void
test_opens (Fixture *self, gconstpointer data)
{
  gint64 id = save_new (self->vault, "body", "summary");
  g_autofree char *lower = g_ascii_strdown ((const char *)vd_secret_data (self->recovery), -1);
  g_autoptr (VdSecret) typed = secret (lower);
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  self->vault = vd_vault_open (self->dir, VD_VAULT_RECOVERY, typed, still_clock (), &error);
  g_assert_no_error (error);
  assert_body (self->vault, id, "body");
  g_assert_cmpuint (self->vault->keys->user, ==, 0);
}

/* A mistake in typing, a key of another vault, and the keys taken for each other. */
static void
test_wrong (Fixture *self, gconstpointer data)
{
  g_autoptr (VdSecret) other = vd_secret_new_random (VD_RECOVERY_SIZE);
  g_autoptr (VdSecret) other_text = vd_recovery_to_text (other);
  g_autoptr (VdSecret) mistyped = vd_secret_new_copy (vd_secret_data (self->recovery), 44);
  const struct {
    VdVaultKey kind;
    const VdSecret *key;
    int code;
  } cases[] = {
      {VD_VAULT_RECOVERY, other_text, VD_ERROR_WRONG_KEY},
      {VD_VAULT_RECOVERY, mistyped, VD_ERROR_INVALID},
      {VD_VAULT_RECOVERY, self->passphrase, VD_ERROR_INVALID},
      {VD_VAULT_PASSPHRASE, self->recovery, VD_ERROR_WRONG_KEY},
  };

  vd_secret_data (mistyped)[3] ^= 1;
  fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (vd_vault_open (self->dir, cases[i].kind, cases[i].key, still_clock (), &error));
    g_assert_error (error, VD_ERROR, cases[i].code);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vd_crypto_init ();
  g_test_add_func ("/recovery/text", test_text);
  g_test_add_func ("/recovery/random-keys", test_random_keys);
  g_test_add_func ("/recovery/typing", test_typing);
  g_test_add_func ("/recovery/look-alikes", test_look_alikes);
  g_test_add_func ("/recovery/single-mistakes", test_single_mistakes);
  g_test_add ("/recovery/opens", Fixture, NULL, fixture_set_up, test_opens, fixture_tear_down);
  g_test_add ("/recovery/wrong", Fixture, NULL, fixture_set_up, test_wrong, fixture_tear_down);
  return g_test_run ();
}
