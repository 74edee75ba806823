/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "export"

#include "share/export.h"
#include "base/atomic-file.h"
#include "base/date.h"
#include "seal/age.h"
#include "seal/words.h"
#include "share/document.h"
#include "share/package.h"
#include "share/pdf-protect.h"

/* Of a digest as vd_digest_hex() writes it. */
#define DIGEST_DIGITS 64

static const char *const protection_codes[] = {"pdf", "age-passphrase", "age-key", "plain"};

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
build_package (const VdPack *pack,
               const VdRecord *record,
               const VdReferral *referral,
               const VdPackageSigner *signer,
               GBytes *pdf)
{
  const VdPackageNote note = {vd_referral_withheld (referral), vd_referral_recipient (referral),
                              vd_referral_anchor (referral), vd_referral_corrects (referral),
                              signer};
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify)vd_package_file_free);
  g_autoptr (json_t) twin = vd_referral_prune (referral, pack, record);
  gsize size;
  char *text = vd_json_write_pretty (twin, &size);

  g_ptr_array_add (files, vd_package_file_new (VD_PACKAGE_PDF, g_bytes_ref (pdf)));
  g_ptr_array_add (files,
                   vd_package_file_new (VD_PACKAGE_ASSESSMENT, g_bytes_new_take (text, size)));
  return vd_package_build (files, &note, day_of (referral));
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
         const VdPackageSigner *signer,
         VdExported *exported,
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
    return vd_pdf_protect (plain, exported->passphrase, lang, error);
  pdf = vd_pdf_set_lang (plain, lang, error);
  if (pdf == NULL || protection == VD_PROTECT_PLAIN)
    return g_steal_pointer (&pdf);
  package = build_package (pack, record, referral, signer, pdf);
  exported->manifest = vd_package_digest (package);
  data = g_bytes_get_data (package, &size);
  if (protection == VD_PROTECT_AGE_KEY)
    return vd_age_encrypt_to (keys, data, size, error);
  return vd_age_encrypt_passphrase (exported->passphrase, VD_AGE_SCRYPT_LOG_N, data, size, error);
}

void
vd_exported_clear (VdExported *self)
{
  g_clear_pointer (&self->passphrase, vd_secret_free);
  g_clear_pointer (&self->manifest, g_free);
}

gboolean
vd_export_has_room (const VdRecord *record, const VdReferral *referral, GError **error)
{
  g_autoptr (VdRecord) copy = vd_record_copy (record);
  g_autofree char *digest = g_strnfill (DIGEST_DIGITS, '0');
  json_t *share = vd_export_share_entry (referral, "paper", "2000-01-01T00:00:00Z");

  vd_export_share_set_manifest (share, digest);
  return vd_export_register (copy, referral, share, error);
}

gboolean
vd_export_write (const VdPack *pack,
                 const VdRecord *record,
                 const VdReferral *referral,
                 VdProtection protection,
                 const char *const *keys,
                 const VdPackageSigner *signer,
                 const char *path,
                 VdExportLogFunc log,
                 gpointer data,
                 VdExported *exported,
                 GError **error)
{
  gboolean generated = protection == VD_PROTECT_PDF || protection == VD_PROTECT_AGE_PASSPHRASE;
  g_auto (VdExported) made = {0};
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *code =
      g_strdup_printf ("%s:%s", vd_referral_recipient (referral), protection_codes[protection]);
  gsize size;
  const void *content;

  if (exported != NULL)
    *exported = (VdExported){0};
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, VD_ERROR, VD_ERROR_EXISTS, "the target exists");
    return FALSE;
  }
  if ((protection == VD_PROTECT_AGE_KEY && !check_keys (keys, error)) ||
      !vd_export_has_room (record, referral, error))
    return FALSE;
  made.passphrase = generated ? vd_words_passphrase () : NULL;
  bytes = protect (pack, record, referral, protection, keys, signer, &made, error);
  if (bytes == NULL || !log (code, data, error))
    return FALSE;
  content = g_bytes_get_data (bytes, &size);
  if (!vd_atomic_file_create (path, content, size, error))
    return FALSE;
  if (exported != NULL) {
    exported->passphrase = g_steal_pointer (&made.passphrase);
    exported->manifest = g_steal_pointer (&made.manifest);
  }
  return TRUE;
}

GBytes *
vd_export_paper (const VdPack *pack,
                 const VdReferral *referral,
                 const char *pages,
                 VdExportLogFunc log,
                 gpointer data,
                 GError **error)
{
  g_autoptr (GBytes) plain = vd_document_render_pages (referral, pack, pages, error);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *code = g_strdup_printf ("%s:paper", vd_referral_recipient (referral));

  if (plain != NULL)
    pdf = vd_pdf_set_lang (plain, vd_referral_lang (referral), error);
  return pdf != NULL && log (code, data, error) ? g_steal_pointer (&pdf) : NULL;
}

void
vd_export_share_set_manifest (json_t *share, const char *manifest)
{
  if (manifest != NULL)
    json_object_set_new (share, "x-manifest", json_string (manifest));
}

void
vd_export_share_set_pages (json_t *share, const char *pages)
{
  if (pages != NULL && *pages != '\0')
    json_object_set_new (share, "x-pages", json_string (pages));
}

const char *
vd_export_share_code (VdProtection protection)
{
  if (protection == VD_PROTECT_PLAIN)
    return "plain";
  return protection == VD_PROTECT_PDF ? "pdf" : "age";
}

json_t *
vd_export_share_entry (const VdReferral *referral, const char *protection, const char *time)
{
  const char *const *parts = vd_referral_parts (referral);
  json_t *list = json_array ();
  json_t *entry;

  for (guint i = 0; parts[i] != NULL; i++)
    json_array_append_new (list, json_string (parts[i]));
  entry = json_pack ("{s:s, s:s, s:s, s:o, s:s}", "recipient", vd_referral_recipient (referral),
                     "time", time, "document", vd_referral_title (referral), "parts", list,
                     "protection", protection);
  if (*vd_referral_anchor (referral) == '\0')
    return entry;
  json_object_set_new (entry, "anchor", json_string (vd_referral_anchor (referral)));
  json_object_set_new (entry, "x-version", json_integer (vd_referral_version (referral)));
  if (*vd_referral_corrects (referral) != '\0')
    json_object_set_new (entry, "x-corrects", json_string (vd_referral_corrects (referral)));
  return entry;
}

gboolean
vd_export_register (VdRecord *record, const VdReferral *referral, json_t *share, GError **error)
{
  int index = vd_referral_find_share (record, vd_referral_recipient (referral),
                                      vd_referral_corrects (referral));
  json_t *corrected;

  if (!vd_record_append (record, "shares", share, error))
    return FALSE;
  if (*vd_referral_corrects (referral) == '\0' || index < 0)
    return TRUE;
  corrected = json_deep_copy (vd_record_item (record, "shares", (guint)index));
  json_object_set_new (corrected, "corrected_by", json_string (vd_referral_anchor (referral)));
  if (vd_record_replace (record, "shares", (guint)index, corrected, error))
    return TRUE;
  vd_record_remove (record, "shares", vd_record_n_items (record, "shares") - 1);
  return FALSE;
}

/* Without letters and digits that are taken for each other when read aloud or by hand. */
static void
fill_random (char *text, gsize length)
{
  static const char letters[] = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

  for (gsize i = 0; i < length; i++)
    text[i] = letters[g_random_int_range (0, (int)sizeof letters - 1)];
}

char *
vd_export_number (void)
{
  char parts[2][5] = {{0}, {0}};

  fill_random (parts[0], 4);
  fill_random (parts[1], 4);
  return g_strdup_printf ("%s-%s", parts[0], parts[1]);
}

char *
vd_export_suggest_name (VdProtection protection)
{
  char tail[5] = {0};
  gboolean pdf = protection == VD_PROTECT_PDF || protection == VD_PROTECT_PLAIN;

  /* Random, so that the name tells nothing, not even how many went before it. */
  fill_random (tail, 4);
  return g_strdup_printf ("varde-%s.%s", tail, pdf ? "pdf" : "age");
}
