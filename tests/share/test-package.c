/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "share/package.h"
#include "share/tar.h"

#include <string.h>

static VdPackageFile *
new_file (const char *name, const char *text)
{
  VdPackageFile *file = g_new (VdPackageFile, 1);

  file->name = g_strdup (name);
  file->data = g_bytes_new (text, strlen (text));
  return file;
}

static GBytes *
sample (void)
{
  static const char *const left_out[] = {"health", NULL};
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify)vd_package_file_free);

  g_ptr_array_add (files, new_file (VD_PACKAGE_PDF, "%PDF-1.7 fictional"));
  g_ptr_array_add (files, new_file (VD_PACKAGE_ASSESSMENT, "{\"format\":\"varde-assessment\"}"));
  return vd_package_build (files, &(VdPackageNote){.left_out = left_out}, 1777680000);
}

static void
test_round_trip (void)
{
  g_autoptr (GBytes) tar = sample ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = NULL;
  gsize size;
  const void *data = g_bytes_get_data (tar, &size);
  const VdPackageFile *pdf;

  g_assert_cmpuint (size, ==, 8 * 1024); /* The smallest bucket. */
  g_assert_true (vd_package_is (data, size));
  files = vd_package_read (data, size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 3);
  pdf = g_ptr_array_index (files, 1);
  g_assert_cmpstr (pdf->name, ==, VD_PACKAGE_PDF);
  g_assert_cmpmem (g_bytes_get_data (pdf->data, NULL), g_bytes_get_size (pdf->data),
                   "%PDF-1.7 fictional", 18);
}

/* No changed byte is ever read as if it were what was sent. */
static void
test_flips (void)
{
  g_autoptr (GBytes) tar = sample ();
  gsize size;
  const guint8 *data = g_bytes_get_data (tar, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);
  guint accepted = 0;

  for (gsize i = 0; i < size; i++) {
    g_autoptr (GPtrArray) files = NULL;

    copy[i] ^= 0x01;
    files = vd_package_read (copy, size, NULL);
    copy[i] ^= 0x01;
    /* The rest of the manifest (names of what was left out, spaces) is covered by its signature. */
    accepted += files != NULL ? 1 : 0;
  }
  g_test_message ("%u of %zu flips accepted", accepted, size);
  g_assert_cmpuint (accepted, <, 30);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) tar = sample ();
  gsize size;
  const guint8 *data = g_bytes_get_data (tar, &size);

  for (gsize n = 0; n < 4 * VD_TAR_BLOCK; n++) {
    g_autofree guint8 *copy = g_memdup2 (data, n);
    g_autoptr (GError) error = NULL;

    g_assert_null (vd_package_read (copy, n, &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
  }
}

static GBytes *
tar_of (const char *const names[], const char *manifest)
{
  GByteArray *tar = g_byte_array_new ();

  vd_tar_append (tar, VD_PACKAGE_MANIFEST, manifest, strlen (manifest), 0);
  for (guint i = 0; names[i] != NULL; i++)
    vd_tar_append (tar, names[i], "x", 1, 0);
  vd_tar_end (tar);
  return g_byte_array_free_to_bytes (tar);
}

/* As every file of tar_of() is. */
#define ENTRY                                                                                      \
  "{\"name\":\"referral.pdf\",\"size\":1,\"blake2b256\":"                                          \
  "\"d161d71145abeec5ef15abcf0459cec60a27321e2f0ac0ef7ace5254f5944476\"}"

static void
test_hostile (void)
{
  static const struct {
    const char *names[3];
    const char *manifest;
    VdError code;
  } rows[] = {
      {{"../../etc/passwd"},
       "{\"format\":\"varde-package\",\"version\":1,\"files\":[]}",
       VD_ERROR_DAMAGED},
      {{"other.txt"},
       "{\"format\":\"varde-package\",\"version\":1,\"files\":[]}",
       VD_ERROR_DAMAGED},
      {{VD_PACKAGE_PDF},
       "{\"format\":\"varde-package\",\"version\":1,\"files\":[]}",
       VD_ERROR_DAMAGED}, /* not in the manifest */
      {{VD_PACKAGE_PDF, VD_PACKAGE_PDF},
       "{\"format\":\"varde-package\",\"version\":1}",
       VD_ERROR_DAMAGED},
      {{VD_PACKAGE_PDF, VD_PACKAGE_ASSESSMENT},
       "{\"format\":\"varde-package\",\"version\":1,\"files\":[" ENTRY "," ENTRY "]}",
       VD_ERROR_DAMAGED}, /* the other one is in nobody's digest */
      {{VD_PACKAGE_PDF}, "{\"format\":\"varde-package\",\"version\":2}", VD_ERROR_NEWER},
      {{VD_PACKAGE_PDF}, "[]", VD_ERROR_DAMAGED},
      {{VD_PACKAGE_PDF}, "not json", VD_ERROR_DAMAGED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) tar = tar_of (rows[i].names, rows[i].manifest);
    g_autoptr (GError) error = NULL;
    gsize size;
    const void *data = g_bytes_get_data (tar, &size);

    g_test_message ("row %u", i);
    g_assert_null (vd_package_read (data, size, &error));
    g_assert_error (error, VD_ERROR, (int)rows[i].code);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/package/round-trip", test_round_trip);
  g_test_add_func ("/package/flips", test_flips);
  g_test_add_func ("/package/truncated", test_truncated);
  g_test_add_func ("/package/hostile", test_hostile);
  return g_test_run ();
}
