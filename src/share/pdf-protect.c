/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pdf-protect"

#include "share/pdf-protect.h"

#include "base/error.h"

#include <qpdf/qpdf-c.h>

#define OWNER_BYTES 32

static void
clear_qpdf (struct _qpdf_data *qpdf)
{
  qpdf_cleanup (&qpdf);
}

typedef struct _qpdf_data VdQpdf;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdQpdf, clear_qpdf)

static VdError
code_of (enum qpdf_error_code_e code)
{
  switch (code) {
  case qpdf_e_damaged_pdf:
  case qpdf_e_pages:
  case qpdf_e_password:
  case qpdf_e_unsupported:
    return VD_ERROR_INVALID;
  case qpdf_e_system:
    return VD_ERROR_NO_MEMORY;
  default:
    return VD_ERROR_INTERNAL;
  }
}

/* qpdf's own words may quote the file; the code is enough. */
static gboolean
check (VdQpdf *qpdf, const char *what, GError **error)
{
  enum qpdf_error_code_e code;

  if (!qpdf_has_error (qpdf))
    return TRUE;
  code = qpdf_get_error_code (qpdf, qpdf_get_error (qpdf));
  g_set_error (error, VD_ERROR, code_of (code), "qpdf: %s (%d)", what, code);
  return FALSE;
}

static gboolean
read_pdf (VdQpdf *qpdf, GBytes *pdf, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);

  qpdf_silence_errors (qpdf);
  qpdf_set_suppress_warnings (qpdf, QPDF_TRUE);
  /* Bytes that are no PDF are refused, not repaired into an empty one. */
  qpdf_set_attempt_recovery (qpdf, QPDF_FALSE);
  qpdf_read_memory (qpdf, "document", data, size, NULL);
  return check (qpdf, "read", error);
}

/* A dictionary with one key that is true. */
static void
set_flag (VdQpdf *qpdf, qpdf_oh root, const char *dictionary, const char *key)
{
  qpdf_oh flags = qpdf_oh_new_dictionary (qpdf);

  qpdf_oh_replace_key (qpdf, flags, key, qpdf_oh_new_bool (qpdf, QPDF_TRUE));
  qpdf_oh_replace_key (qpdf, root, dictionary, flags);
}

static gboolean
set_properties (VdQpdf *qpdf, const char *lang, GError **error)
{
  static const char *const unwanted[] = {"/Author",  "/Creator",  "/Producer",
                                         "/Subject", "/Keywords", "/ModDate"};
  qpdf_oh root = qpdf_get_root (qpdf);

  qpdf_oh_replace_key (qpdf, root, "/Lang", qpdf_oh_new_unicode_string (qpdf, lang));
  /* cairo 1.16 writes the tags but not that they are there; readers show the title, not the name of
   * the file. */
  set_flag (qpdf, root, "/MarkInfo", "/Marked");
  set_flag (qpdf, root, "/ViewerPreferences", "/DisplayDocTitle");
  for (gsize i = 0; i < G_N_ELEMENTS (unwanted); i++)
    qpdf_set_info_key (qpdf, unwanted[i], NULL);
  return check (qpdf, "properties", error);
}

static GBytes *
write_pdf (VdQpdf *qpdf, GError **error)
{
  qpdf_write (qpdf);
  if (!check (qpdf, "write", error))
    return NULL;
  return g_bytes_new (qpdf_get_buffer (qpdf), qpdf_get_buffer_length (qpdf));
}

static VdSecret *
owner_password (void)
{
  static const char digits[] = "0123456789abcdef";
  g_autoptr (VdSecret) random = vd_secret_new_random (OWNER_BYTES);
  VdSecret *text = vd_secret_new (2 * OWNER_BYTES);

  for (gsize i = 0; i < OWNER_BYTES; i++) {
    vd_secret_data (text)[2 * i] = (guint8)digits[vd_secret_data (random)[i] >> 4];
    vd_secret_data (text)[2 * i + 1] = (guint8)digits[vd_secret_data (random)[i] & 15];
  }
  return text;
}

static void
encrypt (VdQpdf *qpdf, const VdSecret *passphrase)
{
  g_autoptr (VdSecret) owner = owner_password ();

  qpdf_set_r6_encryption_parameters2 (
      qpdf, (const char *)vd_secret_data (passphrase), (const char *)vd_secret_data (owner),
      QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, qpdf_r3p_full, QPDF_TRUE);
  qpdf_force_pdf_version (qpdf, "2.0");
}

static GBytes *
finish (GBytes *pdf, const VdSecret *passphrase, const char *lang, GError **error)
{
  g_autoptr (VdQpdf) qpdf = qpdf_init ();

  if (!read_pdf (qpdf, pdf, error) || !set_properties (qpdf, lang, error))
    return NULL;
  qpdf_init_write_memory (qpdf);
  if (passphrase != NULL)
    encrypt (qpdf, passphrase);
  return write_pdf (qpdf, error);
}

GBytes *
vd_pdf_protect (GBytes *pdf, const VdSecret *passphrase, const char *lang, GError **error)
{
  g_return_val_if_fail (passphrase != NULL && vd_secret_size (passphrase) > 0, NULL);
  return finish (pdf, passphrase, lang, error);
}

GBytes *
vd_pdf_set_lang (GBytes *pdf, const char *lang, GError **error)
{
  return finish (pdf, NULL, lang, error);
}
