/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault-fixture.h"

#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Slots that were made with weaker parameters than the page says do not open either: the
 * parameters are in what each slot authenticates, not only under the MAC. */
static void
test_kdf_bound_to_slot (void)
{
  g_autofree VdHeader *header = g_new0 (VdHeader, 1);
  g_autoptr (VdSecret) passphrase = secret ("passphrase");
  g_autoptr (VdKeys) keys = vd_keys_new ();
  g_autoptr (VdKeys) opened = NULL;
  g_autoptr (GError) error = NULL;
  const VdSlotOwner owner = {VD_SLOT_USER, 1, VD_ROLE_LEADER, "name"};

  header->kdfs[0] = (VdKdfSet){.id = 1, .kdf = vd_kdf_floor};
  vd_keyslot_prepare (header, keys);
  g_assert_true (vd_keyslot_add_user (header, keys, 0, &owner, passphrase, 0, NULL));
  /* The same key from another set: only the associated data differs. */
  header->kdfs[0].id = 2;
  vd_header_encode (header, vd_keys_allow (keys)->hk);
  vd_keys_deny (keys);
  opened = vd_keyslot_unlock (header, VD_VAULT_PASSPHRASE, passphrase, &error);
  g_assert_null (opened);
  g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
  g_clear_error (&error);
  header->kdfs[0].id = 1;
  vd_header_encode (header, vd_keys_allow (keys)->hk);
  vd_keys_deny (keys);
  opened = vd_keyslot_unlock (header, VD_VAULT_PASSPHRASE, passphrase, &error);
  g_assert_no_error (error);
  g_assert_nonnull (opened);
}

static void
test_kdf_bounds (void)
{
  const guint64 mib = 1024 * 1024;
  const struct {
    VdKdf kdf;
    gboolean valid;
    guint64 available;
    gboolean enough;
  } cases[] = {
      {{3, 64 * mib}, TRUE, 80 * mib, TRUE},
      {{3, 64 * mib}, TRUE, 80 * mib - 1, FALSE},
      {{10, 1024 * mib}, TRUE, 1280 * mib, TRUE},
      {{10, 1024 * mib}, TRUE, 1279 * mib, FALSE},
      {{2, 64 * mib}, FALSE, G_MAXUINT64, TRUE},
      {{11, 64 * mib}, FALSE, G_MAXUINT64, TRUE},
      {{3, 64 * mib - 1}, FALSE, G_MAXUINT64, TRUE},
      {{3, 1024 * mib + 1}, FALSE, G_MAXUINT64, TRUE},
      {{0, 0}, FALSE, 0, TRUE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpint (vd_kdf_is_valid (&cases[i].kdf), ==, cases[i].valid);
    g_assert_cmpint (vd_kdf_has_memory (&cases[i].kdf, cases[i].available), ==, cases[i].enough);
  }
}

static void
test_kdf_choose (void)
{
  VdKdf kdf = vd_kdf_choose ();

  g_assert_true (vd_kdf_is_valid (&kdf));
  g_test_message ("chosen: %u passes, %u MiB", kdf.passes, (guint)(kdf.memory >> 20));
}

/* Without room for the matrix the answer is "not enough memory" and never "wrong passphrase". */
static void
test_no_memory (Fixture *self, gconstpointer data)
{
  int status;
  pid_t child;

#if defined(__SANITIZE_ADDRESS__)
  g_test_skip ("the sanitizer needs the address space");
  return;
#endif
  fixture_close (self);
  child = fork ();
  if (child == 0) {
    const struct rlimit limit = {48 << 20, 48 << 20};
    g_autoptr (GError) error = NULL;

    setrlimit (RLIMIT_AS, &limit);
    vd_vault_open (self->dir, VD_VAULT_PASSPHRASE, self->passphrase, still_clock (), &error);
    _exit (g_error_matches (error, VD_ERROR, VD_ERROR_NO_MEMORY) ? 0 : 1);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  fixture_reopen (self);
}

/* What the kernel says is looked at before the derivation starts. */
static void
test_little_memory (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->top, "meminfo", NULL);
  const struct {
    const char *text;
    gboolean opens;
  } cases[] = {
      {"MemTotal: 900000 kB\nMemAvailable:   81919 kB\n", FALSE},
      {"MemTotal: 900000 kB\nMemAvailable:   81920 kB\n", TRUE},
      {"MemTotal: 900000 kB\n", TRUE},
  };

  if (!can_mount ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    int code = -1;

    g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
    g_assert_cmpint (mount (path, "/proc/meminfo", NULL, MS_BIND, NULL), ==, 0);
    g_assert_true (fixture_try (self, &code) == cases[i].opens);
    g_assert_cmpint (code, ==, cases[i].opens ? -1 : VD_ERROR_NO_MEMORY);
    g_assert_cmpint (umount ("/proc/meminfo"), ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  vd_crypto_init ();
  g_test_add_func ("/kdf/bound-to-slot", test_kdf_bound_to_slot);
  g_test_add_func ("/kdf/bounds", test_kdf_bounds);
  g_test_add_func ("/kdf/choose", test_kdf_choose);
  g_test_add ("/kdf/no-memory", Fixture, NULL, fixture_set_up, test_no_memory, fixture_tear_down);
  g_test_add ("/kdf/little-memory", Fixture, NULL, fixture_set_up, test_little_memory,
              fixture_tear_down);
  return g_test_run ();
}
