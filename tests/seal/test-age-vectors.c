/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-age-vectors"

#include <gio/gio.h>
#include <string.h>

#include "seal/age.h"

/* The published vectors in tests/seal/vectors; their form is in the README beside them. */
typedef struct {
  char *expect;
  char *payload;
  gboolean armored;
  gboolean compressed;
  gboolean post_quantum;
  GPtrArray *identities;
  GPtrArray *passphrases;
  GBytes *file;
} Vector;

static void
vector_free (Vector *self)
{
  g_free (self->expect);
  g_free (self->payload);
  g_ptr_array_unref (self->identities);
  g_ptr_array_unref (self->passphrases);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Vector, vector_free)

static void
take_field (Vector *self, const char *line)
{
  const char *colon = strstr (line, ": ");
  g_autofree char *key = NULL;
  const char *value;

  g_assert_nonnull (colon);
  key = g_strndup (line, (gsize)(colon - line));
  value = colon + 2;
  if (g_str_equal (key, "expect"))
    self->expect = g_strdup (value);
  else if (g_str_equal (key, "payload"))
    self->payload = g_strdup (value);
  else if (g_str_equal (key, "armored"))
    self->armored = TRUE;
  else if (g_str_equal (key, "compressed"))
    self->compressed = TRUE;
  else if (g_str_equal (key, "passphrase"))
    g_ptr_array_add (self->passphrases, vd_secret_new_copy (value, strlen (value)));
  else if (g_str_equal (key, "identity") && g_str_has_prefix (value, "AGE-SECRET-KEY-PQ-"))
    self->post_quantum = TRUE;
  else if (g_str_equal (key, "identity"))
    g_ptr_array_add (self->identities, vd_secret_new_copy (value, strlen (value)));
  else
    g_assert_true (g_str_equal (key, "file key") || g_str_equal (key, "comment"));
}

static GBytes *
inflate (GBytes *packed)
{
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (packed);
  g_autoptr (GInputStream) input = g_converter_input_stream_new (memory, G_CONVERTER (zlib));
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_output_stream_splice (output, input, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}

static Vector *
vector_load (const char *path)
{
  Vector *self = g_new0 (Vector, 1);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  const char *end;
  char *at;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  self->identities = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_secret_free);
  self->passphrases = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_secret_free);
  end = data + size;
  for (at = data; *at != '\n';) {
    char *feed = memchr (at, '\n', (gsize)(end - at));

    g_assert_nonnull (feed);
    *feed = '\0';
    take_field (self, at);
    at = feed + 1;
  }
  at++;
  self->file = g_bytes_new (at, (gsize)(end - at));
  if (self->compressed) {
    GBytes *packed = self->file;

    self->file = inflate (packed);
    g_bytes_unref (packed);
  }
  return self;
}

/* As a program would: passphrases when the file asks for one, identities otherwise. */
static VdSecret *
try_vector (const Vector *self, GError **error)
{
  gsize size;
  const void *data = g_bytes_get_data (self->file, &size);
  VdSecret *plain = NULL;

  if (self->passphrases->len == 0)
    return vd_age_decrypt (self->identities, data, size, error);
  for (guint i = 0; i < self->passphrases->len && plain == NULL; i++) {
    g_clear_error (error);
    plain = vd_age_decrypt_passphrase (g_ptr_array_index (self->passphrases, i), data, size, error);
  }
  return plain;
}

static void
check_failure (const Vector *self, const char *name, const GError *error)
{
  static const struct {
    const char *expect;
    VdError code;
  } classes[] = {
      {"no match", VD_ERROR_WRONG_KEY},
      {"HMAC failure", VD_ERROR_DAMAGED},
      {"payload failure", VD_ERROR_DAMAGED},
      {"header failure", VD_ERROR_DAMAGED},
  };

  if (self->armored || g_str_equal (name, "empty")) {
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    return;
  }
  if (g_str_equal (name, "version_unsupported")) {
    g_assert_error (error, VD_ERROR, VD_ERROR_NEWER);
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_str_equal (self->expect, classes[i].expect)) {
      g_assert_error (error, VD_ERROR, (int)classes[i].code);
      return;
    }
  g_assert_not_reached ();
}

static void
check_vector (const char *name, const char *path)
{
  g_autoptr (Vector) vector = vector_load (path);
  g_autoptr (VdSecret) plain = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("%s: %s", name, vector->expect);
  plain = try_vector (vector, &error);
  if (vector->post_quantum) {
    /* Identities we cannot read; the file may still be refused for its own sake first. */
    g_assert_null (plain);
    return;
  }
  if (g_str_equal (vector->expect, "success") && !vector->armored) {
    g_autofree char *hash = NULL;

    g_assert_no_error (error);
    hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, vd_secret_data (plain),
                                        vd_secret_size (plain));
    g_assert_cmpstr (hash, ==, vector->payload);
    return;
  }
  g_assert_null (plain);
  check_failure (vector, name, error);
}

static void
test_vectors (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "seal", "vectors", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint count = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_str_equal (name, "README.md"))
      continue;
    check_vector (name, path);
    count++;
  }
  g_assert_cmpuint (count, ==, 143);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/age/vectors", test_vectors);
  return g_test_run ();
}
