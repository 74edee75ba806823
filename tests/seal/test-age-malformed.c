/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-age"

#include <string.h>

#include "age-builder.h"
#include "seal/age.h"
#include "seal/base64.h"

/* Built files that are good but for one thing. GOOD is opened with the identity. */
#define GOOD (-1)
#define BAD VD_ERROR_DAMAGED
#define FULL (64 * 1024)

static VdSecret *
open_with (const VdTestAge *age, const GString *file, GError **error)
{
  g_autoptr (GPtrArray) identities = g_ptr_array_new ();

  g_ptr_array_add (identities, age->identity);
  return vd_age_decrypt (identities, file->str, file->len, error);
}

static void
assert_outcome (const VdTestAge *age, const GString *file, int expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdSecret) plain = open_with (age, file, &error);

  if (expected == GOOD) {
    g_assert_no_error (error);
    g_assert_nonnull (plain);
  } else {
    g_assert_null (plain);
    g_assert_error (error, VD_ERROR, expected);
    g_test_message ("%s", error->message);
  }
}

static const struct {
  const char *header;
  int expected;
} headers[] = {
    {"{v}{x}---", GOOD},
    {"{v}{x}{x}---", GOOD},
    {"{v}-> grease\n\n{x}---", GOOD},
    {"{v}{x}-> grease with !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\n{32}\n---", GOOD},
    {"{v}-> example.com/enigma a b c d e f g\n{line}\n{line}\n\n{x}---", GOOD},
    {"{v}-> x25519 {share} one two\nAAAA\n{x}---", GOOD}, /* another kind, so it is ignored */
    {"{v}-> x25519 {share}\n{body}\n---", VD_ERROR_WRONG_KEY},
    {"{v}-> grease\n\n---", VD_ERROR_WRONG_KEY},
    {"{v}-> X25519 {share}\n{32}\n---", VD_ERROR_WRONG_KEY},
    {"{v}-> X25519 {32}\n{body}\n---", VD_ERROR_WRONG_KEY},
    {"{v}-> scrypt {salt} 10\n{32}\n---", VD_ERROR_WRONG_KEY},

    /* The version line. */
    {"", VD_ERROR_INVALID},
    {"\n{v}{x}---", VD_ERROR_INVALID},
    {" {v}{x}---", VD_ERROR_INVALID},
    {"Age-encryption.org/v1\n{x}---", VD_ERROR_INVALID},
    {"-----BEGIN AGE ENCRYPTED FILE-----\n", VD_ERROR_INVALID},
    {"age-encryption.org/v2\n{x}---", VD_ERROR_NEWER},
    {"age-encryption.org/v11\n{x}---", VD_ERROR_NEWER},
    {"age-encryption.org/v1.1\nanything", VD_ERROR_NEWER},
    {"age-encryption.org/v2", BAD},
    {"age-encryption.org/\n{x}---", BAD},
    {"age-encryption.org/v1 \n{x}---", BAD},
    {"age-encryption.org/v1\r\n{x}---", BAD},
    {"age-encryption.org/v1\t\n{x}---", BAD},
    {"age-encryption.org/v1\n", BAD},
    {"age-encryption.org/v1", BAD},
    {"age-encr", BAD},

    /* What may be between the lines: nothing. */
    {"{v}---", BAD},
    {"{v}\n{x}---", BAD},
    {"{v}{x}\n---", BAD},
    {"{v}{x}", BAD},
    {"{v}{x}-> ", BAD},
    {"{v}# comment\n{x}---", BAD},
    {"{v}->X25519 {share}\n{body}\n---", BAD},
    {"{v}--> X25519 {share}\n{body}\n---", BAD},
    {"{v}-> \n\n{x}---", BAD},
    {"{v}->\n\n{x}---", BAD},
    {"{v}-> grease \n\n{x}---", BAD},
    {"{v}->  grease\n\n{x}---", BAD},
    {"{v}-> grease  a\n\n{x}---", BAD},
    {"{v}-> grease\ta\n\n{x}---", BAD},
    {"{v}-> grease\x7f\n\n{x}---", BAD},
    {"{v}-> gr\xc3\xa6s\n\n{x}---", BAD},
    {"{v}-> grease\r\n\n{x}---", BAD},

    /* Bodies. */
    {"{v}-> grease\n{x}---", BAD},
    {"{v}-> grease\n{line}\n{x}---", BAD}, /* the last line must be short, if empty */
    {"{v}-> grease\n{line}A\n\n{x}---", BAD},
    {"{v}-> grease\nAAAA\nAAAA\n{x}---", BAD},
    {"{v}-> grease\nA\n{x}---", BAD},
    {"{v}-> grease\nAAA=\n{x}---", BAD},
    {"{v}-> grease\nAA==\n{x}---", BAD},
    {"{v}-> grease\nAB\n{x}---", BAD}, /* bits left over that are not zero */
    {"{v}-> grease\nAAB\n{x}---", BAD},
    {"{v}-> grease\nAA-_\n{x}---", BAD},
    {"{v}-> grease\nAA\xab\xaf\n{x}---", BAD}, /* "+/" with the highest bit set */
    {"{v}-> grease\nAA A\n{x}---", BAD},
    {"{v}-> grease\nAAAA \n{x}---", BAD},
    {"{v}-> grease\nAAAA\r\n{x}---", BAD},
    {"{v}-> grease\n AAAA\n{x}---", BAD},

    /* X25519. */
    {"{v}-> X25519\n{body}\n---", BAD},
    {"{v}-> X25519 {share} {share}\n{body}\n---", BAD},
    {"{v}-> X25519 {share} a b c d\n{body}\n---", BAD},
    {"{v}-> X25519 {31}\n{body}\n---", BAD},
    {"{v}-> X25519 {33}\n{body}\n---", BAD},
    {"{v}-> X25519 {share}=\n{body}\n---", BAD},
    {"{v}-> X25519 {share}A\n{body}\n---", BAD},
    {"{v}-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\n{body}\n---", BAD},
    {"{v}-> X25519 {share}\n\n---", BAD},
    {"{v}-> X25519 {share}\n{31}\n---", BAD},
    {"{v}-> X25519 {share}\n{33}\n---", BAD},
    {"{v}-> X25519 {share}\n{line}\n\n---", BAD},
    {"{v}-> X25519 {share}\n{line}\n{32}\n---", BAD},
    {"{v}-> X25519 {share}\n{body}=\n---", BAD},
    {"{v}{x}-> X25519 {31}\n{body}\n---", BAD}, /* also behind one that fits */

    /* scrypt; whether the identity could open it does not matter yet. */
    {"{v}{x}-> scrypt {salt} 10\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 10\n{32}\n{x}---", BAD},
    {"{v}-> scrypt {salt} 10\n{32}\n-> scrypt {salt} 10\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 10\n{32}\n-> grease\n\n---", BAD},
    {"{v}-> scrypt\n{32}\n---", BAD},
    {"{v}-> scrypt {salt}\n{32}\n---", BAD},
    {"{v}-> scrypt 10 {salt}\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 10 10\n{32}\n---", BAD},
    {"{v}-> scrypt {31} 10\n{32}\n---", BAD},
    {"{v}-> scrypt {salt}A 10\n{32}\n---", BAD},
    {"{v}-> scrypt {salt}== 10\n{32}\n---", BAD},
    {"{v}-> scrypt AAAAAAAAAAAAAAAAAAAAAB 10\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 10\n{31}\n---", BAD},
    {"{v}-> scrypt {salt} 10\n{33}\n---", BAD},
    {"{v}-> scrypt {salt} 10\n\n---", BAD},
    {"{v}-> scrypt {salt} 0\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 00\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 010\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 08\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} +9\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} -9\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 9a\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} a9\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 0xa\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 1.5\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 21\n{32}\n---", BAD}, /* refused before anything is computed */
    {"{v}-> scrypt {salt} 99\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 100\n{32}\n---", BAD},
    {"{v}-> scrypt {salt} 18446744073709551626\n{32}\n---", BAD},

    /* The MAC line. */
    {"{v}{x}---\n", BAD},
    {"{v}{x}--- \n", BAD},
    {"{v}{x}---{mac}\n", BAD},
    {"{v}{x}---  {mac}\n", BAD},
    {"{v}{x}--- {mac} \n", BAD},
    {"{v}{x}--- {mac}=\n", BAD},
    {"{v}{x}--- {mac}\r\n", BAD},
    {"{v}{x}--- A{mac}\n", BAD},
    {"{v}{x}---- {mac}\n", BAD},
    {"{v}{x}-- {mac}\n", BAD},
    {"{v}{x}--- {31}\n", BAD},
    {"{v}{x}--- {33}\n", BAD},
    {"{v}{x}--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\n", BAD},
    {"{v}{x}--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n", BAD}, /* well-formed, but wrong */
    {"{v}{x}--- {32}\n", BAD},
    {"{v}{x}--- {mac}\n\n", BAD}, /* the line feed is then part of the payload */
};

static void
test_headers (void)
{
  static const VdTestChunk chunk = {100, 0, 1};

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autoptr (VdTestAge) age = vd_test_age_new ();
    g_autoptr (GString) file = vd_test_age_header (age, headers[i].header);

    if (strstr (headers[i].header, "---") != NULL && headers[i].header[0] != '-')
      vd_test_age_payload (age, file, &chunk, 1);
    g_test_message ("row %u", i);
    assert_outcome (age, file, headers[i].expected);
  }
}

static const struct {
  const char *file;
  const char *message;
} messages[] = {
    {"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n", "armored"},
    {" \r\n-----BEGIN AGE ENCRYPTED FILE-----\r\n", "armored"},
    {"-----BEGIN PGP MESSAGE-----\n", "not an age file"},
    {"%PDF-1.7\n", "not an age file"},
    {"", "not an age file"},
};

static void
test_messages (void)
{
  g_autoptr (VdTestAge) age = vd_test_age_new ();

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++) {
    g_autoptr (GString) file = g_string_new (messages[i].file);
    g_autoptr (GError) error = NULL;
    g_autoptr (VdSecret) plain = open_with (age, file, &error);

    g_assert_null (plain);
    g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, messages[i].message));
  }
}

static void
test_limits (void)
{
  static const VdTestChunk chunk = {100, 0, 1};
  static const struct {
    guint stanzas; /* besides the one that fits */
    guint lines;   /* of body in each */
    int expected;
  } rows[] = {
      {19, 0, GOOD},  {20, 0, BAD},    {1, 1005, GOOD}, /* 65,325 bytes of body */
      {1, 1009, BAD}, {1, 20000, BAD},
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (VdTestAge) age = vd_test_age_new ();
    g_autoptr (GString) header = g_string_new ("{v}");
    g_autoptr (GString) file = NULL;

    for (guint j = 0; j < rows[i].stanzas; j++) {
      g_string_append (header, "-> grease\n");
      for (guint k = 0; k < rows[i].lines; k++)
        g_string_append (header, "{line}\n");
      g_string_append_c (header, '\n');
    }
    g_string_append (header, "{x}---");
    file = vd_test_age_header (age, header->str);
    vd_test_age_payload (age, file, &chunk, 1);
    g_test_message ("row %u", i);
    assert_outcome (age, file, rows[i].expected);
  }
}

/* The points of low order on Curve25519 (and p-1, p, p+1 in their other form), each once as the
 * only share and once behind one that fits: the whole file is refused. */
static void
test_low_order (void)
{
  static const char *const points[] = {
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0000000000000000000000000000000000000000000000000000000000000080",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  };
  static const VdTestChunk chunk = {100, 0, 1};

  for (guint i = 0; i < 2 * G_N_ELEMENTS (points); i++) {
    g_autoptr (VdTestAge) age = vd_test_age_new ();
    guint8 point[32];
    g_autofree char *share = NULL;
    g_autofree char *header = NULL;
    g_autoptr (GString) file = NULL;

    for (guint j = 0; j < sizeof point; j++)
      point[j] = (guint8)(g_ascii_xdigit_value (points[i / 2][2 * j]) << 4 |
                          g_ascii_xdigit_value (points[i / 2][2 * j + 1]));
    share = vd_base64_encode (point, sizeof point, FALSE);
    header = g_strdup_printf ("{v}%s-> X25519 %s\n{body}\n---", i % 2 ? "{x}" : "", share);
    file = vd_test_age_header (age, header);
    vd_test_age_payload (age, file, &chunk, 1);
    g_test_message ("row %u", i);
    assert_outcome (age, file, BAD);
  }
}

static const struct {
  VdTestChunk chunks[3];
  guint n_chunks;
  int cut; /* bytes taken off the end, or zeros added when negative */
  int expected;
} payloads[] = {
    {{{0, 0, 1}}, 1, 0, GOOD},
    {{{1, 0, 1}}, 1, 0, GOOD},
    {{{FULL, 0, 1}}, 1, 0, GOOD},
    {{{FULL, 0, 0}, {1, 1, 1}}, 2, 0, GOOD},
    {{{FULL, 0, 0}, {FULL, 1, 1}}, 2, 0, GOOD},
    {{{FULL, 0, 0}, {FULL, 1, 0}, {7, 2, 1}}, 3, 0, GOOD},
    {{{0, 0, 0}}, 1, 0, BAD}, /* no last chunk */
    {{{9, 0, 0}}, 1, 0, BAD},
    {{{FULL, 0, 0}}, 1, 0, BAD},
    {{{FULL, 0, 0}, {1, 1, 0}}, 2, 0, BAD},
    {{{FULL, 0, 0}, {0, 1, 1}}, 2, 0, BAD}, /* an empty last chunk */
    {{{FULL, 0, 1}, {0, 1, 1}}, 2, 0, BAD},
    {{{FULL, 0, 1}, {1, 1, 1}}, 2, 0, BAD}, /* two last chunks */
    {{{FULL, 0, 1}, {FULL, 0, 1}}, 2, 0, BAD},
    {{{FULL, 0, 0}, {1, 0, 1}}, 2, 0, BAD}, /* the counter repeated, left out, from 1 */
    {{{FULL, 0, 0}, {1, 2, 1}}, 2, 0, BAD},
    {{{1, 1, 1}}, 1, 0, BAD},
    {{{FULL, 1, 0}, {FULL, 0, 0}, {7, 2, 1}}, 3, 0, BAD}, /* swapped */
    {{{9, 0, 0}, {9, 1, 1}}, 2, 0, BAD},                  /* a short chunk in the middle */
    {{{FULL + 1, 0, 1}}, 1, 0, BAD},                      /* too long a chunk */
    {{{9, 0, 2}}, 1, 0, BAD},                             /* another flag */
    {{{0, 0, 1}}, 1, 1, BAD},                             /* part of the tag */
    {{{0, 0, 1}}, 1, 16, BAD},                            /* no chunk */
    {{{0, 0, 1}}, 1, 17, BAD},                            /* part of the nonce */
    {{{0, 0, 1}}, 1, 32, BAD},                            /* no nonce */
    {{{FULL, 0, 0}, {1, 1, 1}}, 2, 1, BAD},
    {{{FULL, 0, 0}, {1, 1, 1}}, 2, 17, BAD},
    {{{FULL, 0, 0}, {FULL, 1, 0}, {7, 2, 1}}, 3, 23, BAD}, /* a whole chunk */
    {{{0, 0, 1}}, 1, -1, BAD},                             /* bytes behind the end */
    {{{FULL, 0, 1}}, 1, -1, BAD},
    {{{FULL, 0, 1}}, 1, -16, BAD},
    {{{FULL, 0, 1}}, 1, -(FULL + 16), BAD},
    {{{FULL, 0, 0}, {1, 1, 1}}, 2, -1, BAD},
};

static void
test_payloads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++) {
    g_autoptr (VdTestAge) age = vd_test_age_new ();
    g_autoptr (GString) file = vd_test_age_header (age, "{v}{x}---");

    vd_test_age_payload (age, file, payloads[i].chunks, payloads[i].n_chunks);
    if (payloads[i].cut >= 0)
      g_string_truncate (file, file->len - (gsize)payloads[i].cut);
    else
      for (int j = 0; j > payloads[i].cut; j--)
        g_string_append_c (file, '\0');
    g_test_message ("row %u", i);
    assert_outcome (age, file, payloads[i].expected);
  }
}

/* A stanza made for one header, and its file key, must not serve in another. */
static void
test_changed_header (void)
{
  static const VdTestChunk chunk = {100, 0, 1};
  g_autoptr (VdTestAge) age = vd_test_age_new ();
  g_autoptr (GString) file = vd_test_age_header (age, "{v}-> grease a\n\n{x}---");
  const char *argument;

  vd_test_age_payload (age, file, &chunk, 1);
  assert_outcome (age, file, GOOD);
  argument = strstr (file->str, "grease a");
  file->str[argument + strlen ("grease ") - file->str] = 'b';
  assert_outcome (age, file, BAD);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/age/malformed/headers", test_headers);
  g_test_add_func ("/seal/age/malformed/messages", test_messages);
  g_test_add_func ("/seal/age/malformed/limits", test_limits);
  g_test_add_func ("/seal/age/malformed/low-order", test_low_order);
  g_test_add_func ("/seal/age/malformed/payloads", test_payloads);
  g_test_add_func ("/seal/age/malformed/changed-header", test_changed_header);
  return g_test_run ();
}
