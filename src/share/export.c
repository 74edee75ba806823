/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "export"

#include "share/export.h"
#include "base/atomic-file.h"
#include "base/date.h"
#include "seal/age-keys.h"
#include "seal/age.h"
#include "seal/words.h"
#include "share/document.h"
#include "share/package.h"
#include "share/pdf-protect.h"

static const char *const protection_codes[] = {"pdf", "age-passphrase", "age-key", "plain"};

static VdPackageFile *
new_file (const char *name, GBytes *data)
{
  VdPackageFile *file = g_new (VdPackageFile, 1);

  file->name = g_strdup (name);
  file->data = data;
  return file;
}

/* Midnight UTC of the document's day: the hour a file was made is nobody's business. */
static gint64
day_of (const VdReferral *referral)
{
  VdDate date;
  g_autoptr (GDateTime) midnight = NULL;

  if (!vd_date_parse (vd_referral_date (referral), &date) || date.day == 0)
    return 0;
  midnight = g_date_time_new_utc (date.year, date.month, date.day, 0, 0, 0);
  return g_date_time_to_unix (midnight);
}

static GBytes *
build_package (const VdPack *pack, const VdRecord *record, const VdReferral *referral, GBytes *pdf)
{
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify)vd_package_file_free);
  g_autoptr (json_t) twin = vd_referral_prune (referral, pack, record);
  gsize size;
  char *text = vd_json_write_pretty (twin, &size);

  g_ptr_array_add (files, new_file (VD_PACKAGE_PDF, g_bytes_ref (pdf)));
  g_ptr_array_add (files, new_file (VD_PACKAGE_ASSESSMENT, g_bytes_new_take (text, size)));
  return vd_package_build (files, vd_referral_withheld (referral), day_of (referral));
}

/* Keys are checked before anything is made of the case. */
static gboolean
check_keys (const char *const *keys, GError **error)
{
  if (keys == NULL || keys[0] == NULL) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "no recipient key");
    return FALSE;
  }
  for (guint i = 0; keys[i] != NULL; i++) {
    if (!vd_age_recipient_check (keys[i], error))
      return FALSE;
  }
  return TRUE;
}

static GBytes *
protect (const VdPack *pack,
         const VdRecord *record,
         const VdReferral *referral,
         VdProtection protection,
         const char *const *keys,
         const VdSecret *passphrase,
         GError **error)
{
  const char *lang = vd_referral_lang (referral);
  g_autoptr (GBytes) plain = vd_document_render (referral, pack, error);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GBytes) package = NULL;
  const void *data;
  gsize size;

  if (plain == NULL)
    return NULL;
  if (protection == VD_PROTECT_PDF)
    return vd_pdf_protect (plain, passphrase, lang, error);
  pdf = vd_pdf_set_lang (plain, lang, error);
  if (pdf == NULL || protection == VD_PROTECT_PLAIN)
    return g_steal_pointer (&pdf);
  package = build_package (pack, record, referral, pdf);
  data = g_bytes_get_data (package, &size);
  if (protection == VD_PROTECT_AGE_KEY)
    return vd_age_encrypt_to (keys, data, size, error);
  return vd_age_encrypt_passphrase (passphrase, VD_AGE_SCRYPT_LOG_N, data, size, error);
}

gboolean
vd_export_write (const VdPack *pack,
                 const VdRecord *record,
                 const VdReferral *referral,
                 VdProtection protection,
                 const char *const *keys,
                 const char *path,
                 VdExportLogFunc log,
                 gpointer data,
                 VdSecret **passphrase,
                 GError **error)
{
  gboolean generated = protection == VD_PROTECT_PDF || protection == VD_PROTECT_AGE_PASSPHRASE;
  g_autoptr (VdSecret) words = generated ? vd_words_passphrase () : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *code =
      g_strdup_printf ("%s:%s", vd_referral_recipient (referral), protection_codes[protection]);
  gsize size;
  const void *content;

  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, VD_ERROR, VD_ERROR_EXISTS, "the target exists");
    return FALSE;
  }
  if (protection == VD_PROTECT_AGE_KEY && !check_keys (keys, error))
    return FALSE;
  bytes = protect (pack, record, referral, protection, keys, words, error);
  if (bytes == NULL || !log (code, data, error))
    return FALSE;
  content = g_bytes_get_data (bytes, &size);
  if (!vd_atomic_file_create (path, content, size, error))
    return FALSE;
  if (passphrase != NULL)
    *passphrase = g_steal_pointer (&words);
  return TRUE;
}

static const char *
share_code (VdProtection protection)
{
  if (protection == VD_PROTECT_PLAIN)
    return "plain";
  return protection == VD_PROTECT_PDF ? "pdf" : "age";
}

json_t *
vd_export_share_entry (const VdReferral *referral, VdProtection protection, const char *time)
{
  const char *const *parts = vd_referral_parts (referral);
  json_t *list = json_array ();

  for (guint i = 0; parts[i] != NULL; i++)
    json_array_append_new (list, json_string (parts[i]));
  return json_pack ("{s:s, s:s, s:s, s:o, s:s}", "recipient", vd_referral_recipient (referral),
                    "time", time, "document", vd_referral_title (referral), "parts", list,
                    "protection", share_code (protection));
}

char *
vd_export_suggest_name (VdProtection protection)
{
  static const char letters[] = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
  char tail[5] = {0};
  gboolean pdf = protection == VD_PROTECT_PDF || protection == VD_PROTECT_PLAIN;

  /* Random, so that the name tells nothing, not even how many went before it. */
  for (guint i = 0; i < 4; i++)
    tail[i] = letters[g_random_int_range (0, (int)sizeof letters - 1)];
  return g_strdup_printf ("varde-%s.%s", tail, pdf ? "pdf" : "age");
}

char *
vd_export_fingerprint (const char *key)
{
  guint8 public_key[VD_AGE_X25519_SIZE];

  if (!vd_age_recipient_decode (key, public_key, NULL))
    return NULL;
  return vd_words_fingerprint (public_key, sizeof public_key);
}
