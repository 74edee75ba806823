/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-received"

#include "document-fixture.h"

#include "base/date.h"
#include "seal/age.h"
#include "seal/minisign.h"
#include "share/export.h"
#include "share/qr.h"
#include "share/received.h"

#include <glib/gstdio.h>
#include <string.h>

#define ID "6f1c2a34-9b0d-4e57-8a61-0c2d3e4f5a6b"

/* A unit with its keys. */
typedef struct {
  VdSecret *secret;
  VdSecret *identity;
  char *recipient;
  char *sign_key;
  VdPackageSigner signer;
} Unit;

static void
unit_set_up (Unit *unit, gconstpointer data)
{
  VdMinisignPublic key;

  vd_minisign_keygen (&unit->secret, &key);
  vd_age_keygen (&unit->identity, &unit->recipient);
  unit->sign_key = vd_minisign_public_text (&key);
  unit->signer = (VdPackageSigner){unit->secret, "Mottak Nord", unit->recipient};
}

static void
unit_tear_down (Unit *unit, gconstpointer data)
{
  vd_secret_free (unit->secret);
  vd_secret_free (unit->identity);
  g_free (unit->recipient);
  g_free (unit->sign_key);
}

static gboolean
allow (const char *code, gpointer data, GError **error)
{
  return TRUE;
}

static GPtrArray *
read_package (const VdSecret *payload)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *files = vd_package_read (vd_secret_data (payload), vd_secret_size (payload), &error);

  g_assert_no_error (error);
  return files;
}

static VdSecret *
decrypt (const char *path, const VdSecret *identity)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) identities = g_ptr_array_new ();
  g_autofree char *data = NULL;
  VdSecret *payload;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  g_ptr_array_add (identities, (gpointer)identity);
  payload = vd_age_decrypt (identities, data, size, &error);
  g_assert_no_error (error);
  return payload;
}

/* What @unit sends to itself: one sealed package and what it is opened to. */
static GPtrArray *
send (const Unit *unit, const VdPackageSigner *signer, const char *corrects)
{
  static const char *const all[] = {"seen", "said", NULL};
  const char *const keys[] = {unit->recipient, NULL};
  const VdReferralChoice choice = {all, all, NULL, "K7QD-3M8W", corrects};
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = fixture_case ("prison-adult");
  g_autoptr (VdReferral) referral = NULL;
  g_autoptr (VdSecret) payload = NULL;
  g_autofree char *folder = g_dir_make_tmp ("received-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out.age", NULL);

  if (corrects != NULL)
    vd_record_append (record, "shares",
                      json_pack ("{s:s, s:s, s:s}", "recipient", "rosa", "time",
                                 "2026-05-02T10:00:00Z", "anchor", corrects),
                      &error);
  g_assert_no_error (error);
  referral = vd_referral_new (fixture_pack, record, "rosa", &choice, "nb", "2026-05-08", &error);
  g_assert_no_error (error);
  vd_export_write (fixture_pack, record, referral, VD_PROTECT_AGE_KEY, keys, signer, path, allow,
                   NULL, NULL, &error);
  g_assert_no_error (error);
  payload = decrypt (path, unit->identity);
  g_unlink (path);
  g_rmdir (folder);
  return read_package (payload);
}

static void
test_unsigned (Unit *unit, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = send (unit, NULL, NULL);
  g_autoptr (VdReceived) received = vd_received_new (files, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (received->by, ==, VD_SIGNED_BY_NOBODY);
  g_assert_cmpstr (received->number, ==, "K7QD-3M8W");
  g_assert_cmpstr (received->recipient, ==, "rosa");
  g_assert_cmpstr (received->corrects, ==, "");
}

/* A stranger until the words were compared and the key was added. */
static void
test_signed (Unit *unit, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdAddressees) known = vd_addressees_new (fixture_pack);
  g_autoptr (GPtrArray) files = send (unit, &unit->signer, "ABCD-EFGH");
  g_autoptr (VdReceived) received = vd_received_new (files, known, &error);
  g_autofree char *words = vd_addressees_fingerprint (unit->sign_key, NULL);
  g_auto (GStrv) six = g_strsplit (words, " ", -1);

  g_assert_no_error (error);
  g_assert_cmpint (received->by, ==, VD_SIGNED_BY_STRANGER);
  g_assert_cmpstr (received->signer, ==, "Mottak Nord");
  g_assert_cmpstr (received->key, ==, unit->sign_key);
  g_assert_cmpstr (received->fingerprint, ==, words);
  g_assert_cmpstr (received->reply_to, ==, unit->recipient);
  g_assert_cmpstr (received->corrects, ==, "ABCD-EFGH");
  g_assert_cmpuint (g_strv_length (six), ==, 6);
  g_clear_pointer (&received, vd_received_free);
  g_assert_true (
      vd_addressees_add (known, "Mottaket vårt", "", NULL, unit->sign_key, "2026-05-08", &error));
  received = vd_received_new (files, known, &error);
  g_assert_cmpint (received->by, ==, VD_SIGNED_BY_KNOWN);
  g_assert_cmpstr (received->signer, ==, "Mottaket vårt");
}

/* The manifest with @from replaced by @to, everything else as it came. */
static void
alter (GPtrArray *files, const char *from, const char *to)
{
  VdPackageFile *manifest = g_ptr_array_index (files, 0);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (manifest->data, NULL), g_bytes_get_size (manifest->data));
  g_auto (GStrv) parts = g_strsplit (text, from, 2);
  char *joined = g_strjoinv (to, parts);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  g_bytes_unref (manifest->data);
  manifest->data = g_bytes_new_take (joined, strlen (joined));
}

static void
assert_damaged (const GPtrArray *files, const VdAddressees *known)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (vd_received_new (files, known, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_DAMAGED);
}

static void
test_altered (Unit *unit, gconstpointer data)
{
  g_autoptr (GPtrArray) number = send (unit, &unit->signer, NULL);
  g_autoptr (GPtrArray) name = send (unit, &unit->signer, NULL);
  g_autoptr (GPtrArray) bare = send (unit, &unit->signer, NULL);
  g_autoptr (GPtrArray) other = send (unit, &unit->signer, NULL);
  g_autoptr (GPtrArray) digest = send (unit, &unit->signer, NULL);
  g_autoptr (VdSecret) secret = NULL;
  g_autofree char *key = NULL;
  VdMinisignPublic public_key;

  alter (number, "K7QD", "K7QE");
  assert_damaged (number, NULL);
  alter (name, "Mottak Nord", "Mottak Sør");
  assert_damaged (name, NULL);
  alter (digest, "\"blake2b256\": \"", "\"blake2b256\": \"0");
  assert_damaged (digest, NULL);
  /* Without the signature it is no unsigned package: it says who signed it. */
  g_ptr_array_remove_index (bare, 1);
  assert_damaged (bare, NULL);
  /* Another key in its place does not fit the signature. */
  vd_minisign_keygen (&secret, &public_key);
  key = vd_minisign_public_text (&public_key);
  alter (other, unit->sign_key, key);
  assert_damaged (other, NULL);
}

/* minisign itself finds our signature good, and another's manifest bad. */
static void
test_minisign (Unit *unit, gconstpointer data)
{
  g_autoptr (GPtrArray) files = send (unit, &unit->signer, NULL);
  const VdPackageFile *manifest = vd_package_find (files, VD_PACKAGE_MANIFEST);
  const VdPackageFile *signature = vd_package_find (files, VD_PACKAGE_SIGNATURE);
  g_autofree char *path = fixture_write (manifest->data);
  g_autofree char *signature_path = fixture_write (signature->data);

  g_free (fixture_run (0, "minisign", "-V", "-q", "-m", path, "-x", signature_path, "-P",
                       unit->sign_key, NULL));
  g_free (fixture_run (1, "minisign", "-V", "-q", "-m", signature_path, "-x", signature_path, "-P",
                       unit->sign_key, NULL));
}

static void
test_seed (void)
{
  g_autoptr (VdSecret) seed = vd_secret_new_random (32);
  g_autoptr (VdSecret) first = vd_minisign_from_seed (seed);
  g_autoptr (VdSecret) again = vd_minisign_from_seed (seed);
  VdMinisignPublic key;
  g_autofree char *signature = vd_minisign_sign (first, "abc", 3, "x");
  g_autoptr (GError) error = NULL;

  vd_minisign_public_of (again, &key);
  g_assert_true (vd_minisign_verify (&key, signature, strlen (signature), "abc", 3, NULL, &error));
  g_assert_no_error (error);
}

/* What came is a record of this unit: of its own id, without the register of the sender. */
static void
test_import (Unit *unit, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = send (unit, &unit->signer, NULL);
  g_autoptr (VdReceived) received = vd_received_new (files, NULL, &error);
  g_autoptr (VdRecord) record =
      vd_received_record (received, files, fixture_pack, ID, "2026-05-09", &error);
  const json_t *json = NULL;

  g_assert_no_error (error);
  json = vd_record_json (record);
  g_assert_cmpstr (json_string_value (json_object_get (json, "id")), ==, ID);
  g_assert_cmpstr (
      json_string_value (json_object_get (json_object_get (json, "x-received"), "number")), ==,
      "K7QD-3M8W");
  g_assert_null (json_object_get (json, "shares"));
  g_assert_cmpuint (vd_record_n_answers (record, "ECO-01"), ==, 1);
}

static void
test_receipt (Unit *unit, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = send (unit, &unit->signer, NULL);
  g_autoptr (VdReceived) received = vd_received_new (files, NULL, &error);
  g_autofree char *folder = g_dir_make_tmp ("received-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "receipt.age", NULL);
  g_autoptr (VdSecret) payload = NULL;
  g_autoptr (GPtrArray) answer = NULL;
  g_autoptr (VdReceived) back = NULL;
  g_autoptr (VdReceipt) receipt = NULL;

  g_assert_true (vd_receipt_write (received, "2026-05-09", "ROSA", &unit->signer, path, &error));
  g_assert_false (vd_receipt_write (received, "2026-05-09", "ROSA", NULL, path, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_EXISTS);
  g_clear_error (&error);
  payload = decrypt (path, unit->identity);
  g_unlink (path);
  g_rmdir (folder);
  answer = read_package (payload);
  back = vd_received_new (answer, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (back->by, ==, VD_SIGNED_BY_STRANGER);
  receipt = vd_receipt_read (answer, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (receipt->number, ==, "K7QD-3M8W");
  g_assert_cmpstr (receipt->digest, ==, received->digest);
  g_assert_cmpstr (receipt->by, ==, "ROSA");
  g_assert_null (vd_received_record (back, answer, fixture_pack, ID, "2026-05-09", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (vd_receipt_read (files, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
}

static void
test_addressees (Unit *unit, gconstpointer data)
{
  static const char *const bad[] = {"", "age1", "age1qqqq", "RWQ", "ssh-ed25519 AAAA"};
  g_autoptr (GError) error = NULL;
  g_autoptr (VdAddressees) list = vd_addressees_new (NULL);
  g_autoptr (VdAddressees) again = vd_addressees_new (NULL);
  g_autoptr (json_t) stored = NULL;
  g_autoptr (json_t) broken = json_pack ("[{s:s, s:s}]", "name", "x", "age", "age1");
  g_autofree char *words = NULL;
  g_autofree char *shown = NULL;

  g_assert_true (vd_addressees_add (list, "ROSA", "rosa", unit->recipient, unit->sign_key,
                                    "2026-05-08", &error));
  g_assert_false (
      vd_addressees_add (list, "Again", "", unit->recipient, NULL, "2026-05-08", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_EXISTS);
  g_clear_error (&error);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_assert_false (vd_addressees_add (list, "x", "", bad[i], NULL, "2026-05-08", &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    g_clear_error (&error);
    g_assert_null (vd_addressees_fingerprint (bad[i], &error));
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    g_clear_error (&error);
  }
  g_assert_false (vd_addressees_add (list, "x", "", NULL, unit->sign_key, NULL, NULL));
  words = vd_addressees_fingerprint (unit->recipient, &error);
  shown = vd_addressees_fingerprint (unit->recipient, NULL);
  g_assert_cmpstr (words, ==, shown);
  stored = vd_addressees_write (list);
  g_assert_true (vd_addressees_read (again, stored, &error));
  g_assert_cmpuint (vd_addressees_count (again), ==, 1);
  g_assert_cmpstr (vd_addressees_get (again, 0)->age_key, ==, unit->recipient);
  g_assert_false (vd_addressees_read (again, broken, NULL));
  g_assert_cmpuint (vd_addressees_count (again), ==, 1);
  g_assert_true (vd_addressees_remove (again, 0, &error));
  g_assert_cmpuint (vd_addressees_count (again), ==, 0);
}

/* A key is the same key with the comment of its file, in capitals, and in a list that an earlier
 * version stored. */
static void
test_spelling (Unit *unit, gconstpointer data)
{
  g_autofree char *file = g_strdup_printf ("untrusted comment: unit\n%s\n", unit->sign_key);
  g_autofree char *capitals = g_ascii_strup (unit->recipient, -1);
  g_autoptr (json_t) stored = json_pack ("[{s:s, s:s, s:s}, {s:s, s:s, s:s}]", "name", "a", "age",
                                         unit->recipient, "confirmed", "2026-05-08", "name", "b",
                                         "age", capitals, "confirmed", "2026-05-08");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = send (unit, &unit->signer, NULL);
  g_autoptr (VdAddressees) list = vd_addressees_new (NULL);
  g_autoptr (VdAddressees) earlier = vd_addressees_new (NULL);
  g_autoptr (VdReceived) received = NULL;

  g_assert_true (vd_addressees_add (list, "a", "", capitals, file, "2026-05-08", &error));
  g_assert_cmpstr (vd_addressees_get (list, 0)->age_key, ==, unit->recipient);
  g_assert_cmpstr (vd_addressees_get (list, 0)->sign_key, ==, unit->sign_key);
  g_assert_false (vd_addressees_add (list, "b", "", unit->recipient, NULL, "2026-05-08", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_EXISTS);
  g_clear_error (&error);
  received = vd_received_new (files, list, &error);
  g_assert_no_error (error);
  g_assert_cmpint (received->by, ==, VD_SIGNED_BY_KNOWN);
  g_assert_true (vd_addressees_read (earlier, stored, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (vd_addressees_count (earlier), ==, 1);
}

#define SCALE 6

/* The drawing as a grey picture: it holds nothing but rows of black runs. */
static char *
draw_qr (const char *svg)
{
  int side = atoi (strstr (svg, "viewBox=\"0 0 ") + strlen ("viewBox=\"0 0 "));
  gsize width = (gsize)side * SCALE;
  g_autofree char *head = g_strdup_printf ("P5\n%zu %zu\n255\n", width, width);
  g_autoptr (GByteArray) image = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  guint8 *pixels;
  int x, y, run;

  g_byte_array_append (image, (const guint8 *)head, (guint)strlen (head));
  g_byte_array_set_size (image, image->len + (guint)(width * width));
  pixels = image->data + strlen (head);
  memset (pixels, 0xff, width * width);
  for (const char *at = strchr (strstr (svg, "<path d="), 'M'); at != NULL; at = strchr (at, 'M')) {
    g_assert_cmpint (sscanf (at, "M%d %dh%d", &x, &y, &run), ==, 3);
    for (gsize row = 0; row < SCALE; row++)
      memset (pixels + ((gsize)y * SCALE + row) * width + (gsize)x * SCALE, 0, (gsize)run * SCALE);
    at++;
  }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&image));
  return fixture_write (bytes);
}

/* What a camera would read from it is the recipient. */
static void
test_qr (Unit *unit, gconstpointer data)
{
  g_autofree char *svg = vd_qr_svg (unit->recipient, 400);
  g_autofree char *long_text = g_strnfill (4000, 'x');
  g_autofree char *path = draw_qr (svg);
  g_autofree char *zbar = g_find_program_in_path ("zbarimg");
  g_autofree char *found = NULL;

  g_assert_null (vd_qr_svg (long_text, 400));
  if (zbar == NULL) {
    g_test_skip ("zbarimg is not here");
    return;
  }
  found = fixture_run (0, zbar, "-q", "--raw", path, NULL);
  g_assert_cmpstr (g_strstrip (found), ==, unit->recipient);
}

/* The register: number, version, and the first marked when a second comes instead of it. */
static void
test_register (Unit *unit, gconstpointer data)
{
  static const char *const parts[] = {"said", NULL};
  const char *numbers[] = {"AAAA-2222", "BBBB-3333"};
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = fixture_case ("prison-adult");

  for (guint i = 0; i < 2; i++) {
    const VdReferralChoice choice = {parts, parts, NULL, numbers[i], i == 0 ? NULL : numbers[0]};
    g_autoptr (VdReferral) referral =
        vd_referral_new (fixture_pack, record, "rosa", &choice, "nb", "2026-05-08", &error);

    g_assert_no_error (error);
    vd_export_register (record, referral,
                        vd_export_share_entry (referral, "paper", "2026-05-08T10:00:00Z"), &error);
    g_assert_no_error (error);
  }
  g_assert_cmpuint (vd_record_n_items (record, "shares"), ==, 2);
  g_assert_cmpstr (vd_record_item_text (record, "shares", 0, "corrected_by"), ==, numbers[1]);
  g_assert_cmpstr (vd_record_item_text (record, "shares", 1, "anchor"), ==, numbers[1]);
  g_assert_null (vd_record_item_text (record, "shares", 1, "corrected_by"));
  g_assert_cmpint (
      json_integer_value (json_object_get (vd_record_item (record, "shares", 1), "x-version")), ==,
      2);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*run) (Unit *, gconstpointer);
  } tests[] = {
      {"/received/unsigned", test_unsigned},
      {"/received/signed", test_signed},
      {"/received/altered", test_altered},
      {"/received/minisign", test_minisign},
      {"/received/import", test_import},
      {"/received/receipt", test_receipt},
      {"/received/addressees", test_addressees},
      {"/received/spelling", test_spelling},
      {"/received/qr", test_qr},
      {"/received/register", test_register},
  };
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_start ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Unit, NULL, unit_set_up, tests[i].run, unit_tear_down);
  g_test_add_func ("/received/seed", test_seed);
  status = g_test_run ();
  fixture_stop ();
  return status;
}
