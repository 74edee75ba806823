/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/header.h"
#include "vault/fields.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Offsets in the page. The first PREAMBLE bytes stay as they are in every format to come, so that
 * "made by a newer version" can be told from damage. */
#define MAGIC "VARDEVLT"
#define PREAMBLE 64
#define PREAMBLE_HASH_SIZE 16
#define PREAMBLE_HASH (PREAMBLE - PREAMBLE_HASH_SIZE)
#define KDFS PREAMBLE
#define SLOTS (KDFS + VD_HEADER_KDFS * VD_KDF_SET_SIZE)
#define KEYRING (SLOTS + VD_HEADER_SLOTS * 296)
#define KEYRING_END (KEYRING + VD_HEADER_GENERATIONS * (4 + VD_HEADER_SLOTS * VD_SEALED_KEY_SIZE))
#define MAC (VD_HEADER_PAGE - 2 * VD_HASH_SIZE)
#define CHECKSUM (VD_HEADER_PAGE - VD_HASH_SIZE)

G_STATIC_ASSERT (sizeof (VdSlot) == 296);
G_STATIC_ASSERT (KEYRING_END <= MAC);

void
vd_header_write_kdf (guint8 out[VD_KDF_SET_SIZE], const VdKdfSet *set)
{
  VdWriter w = {out, VD_KDF_SET_SIZE, 0};

  vd_write_u8 (&w, set->id);
  vd_write_zeros (&w, 4);
  vd_write_u32 (&w, set->kdf.passes);
  vd_write_u64 (&w, set->kdf.memory);
  vd_write_bytes (&w, set->salt, VD_SALT_SIZE);
}

/* A set out of bounds is never tried, so a page with one is damaged. */
static gboolean
read_kdf (VdKdfSet *set, VdReader *r)
{
  static const guint8 no_salt[VD_SALT_SIZE];
  gboolean plain;

  set->id = vd_read_u8 (r);
  plain = vd_read_zeros (r, r->used + 3);
  set->kdf.passes = vd_read_u32 (r);
  set->kdf.memory = vd_read_u64 (r);
  vd_read_bytes (r, set->salt, VD_SALT_SIZE);
  if (set->id == 1)
    return plain && vd_kdf_is_valid (&set->kdf);
  return plain && set->id == 0 && set->kdf.passes == 0 && set->kdf.memory == 0 &&
         memcmp (set->salt, no_salt, VD_SALT_SIZE) == 0;
}

static void
write_preamble (VdWriter *w, const VdHeader *self)
{
  guint8 hash[PREAMBLE_HASH_SIZE];

  vd_write_text (w, MAGIC);
  vd_write_u16 (w, VD_FORMAT);
  vd_write_zeros (w, 12);
  vd_write_u32 (w, VD_HEADER_PAGE);
  vd_write_bytes (w, self->vault_id, VD_VAULT_ID_SIZE);
  vd_write_u64 (w, self->generation);
  vd_write_zeros (w, PREAMBLE_HASH);
  vd_crypto_hash (hash, sizeof hash, w->data, w->used);
  vd_write_bytes (w, hash, sizeof hash);
}

static void
mac_page (guint8 mac[VD_HASH_SIZE], const guint8 *page, const guint8 hk[VD_KEY_SIZE])
{
  guint8 key[VD_KEY_SIZE];

  vd_crypto_subkey (key, hk, "header__");
  vd_crypto_keyed (mac, key, sizeof key, page, MAC);
  vd_crypto_wipe (key, sizeof key);
}

void
vd_header_encode (VdHeader *self, const guint8 hk[VD_KEY_SIZE])
{
  VdWriter w = {self->page, VD_HEADER_PAGE, 0};
  guint8 bytes[VD_KDF_SET_SIZE];
  guint8 hash[VD_HASH_SIZE];

  write_preamble (&w, self);
  for (guint i = 0; i < VD_HEADER_KDFS; i++) {
    vd_header_write_kdf (bytes, &self->kdfs[i]);
    vd_write_bytes (&w, bytes, sizeof bytes);
  }
  for (guint i = 0; i < VD_HEADER_SLOTS; i++) {
    vd_write_bytes (&w, self->slots[i].public_key, VD_KEY_SIZE);
    vd_write_bytes (&w, self->slots[i].sealed, sizeof self->slots[i].sealed);
    vd_write_bytes (&w, self->slots[i].commitment, VD_HASH_SIZE);
  }
  for (guint i = 0; i < VD_HEADER_GENERATIONS; i++) {
    vd_write_u16 (&w, self->keyring[i].number);
    vd_write_u16 (&w, self->keyring[i].compartment);
    for (guint j = 0; j < VD_HEADER_SLOTS; j++)
      vd_write_bytes (&w, self->keyring[i].seals[j], VD_SEALED_KEY_SIZE);
  }
  vd_write_zeros (&w, MAC);
  mac_page (hash, self->page, hk);
  vd_write_bytes (&w, hash, sizeof hash);
  vd_crypto_hash (hash, sizeof hash, self->page, CHECKSUM);
  vd_write_bytes (&w, hash, sizeof hash);
}

static VdHeaderState
read_preamble (VdHeader *self, VdReader *r)
{
  guint8 magic[sizeof MAGIC - 1];
  guint8 hash[PREAMBLE_HASH_SIZE];
  guint16 format;
  gboolean plain;

  vd_read_bytes (r, magic, sizeof magic);
  vd_crypto_hash (hash, sizeof hash, r->data, PREAMBLE_HASH);
  if (memcmp (magic, MAGIC, sizeof magic) != 0 ||
      memcmp (hash, r->data + PREAMBLE_HASH, sizeof hash) != 0)
    return VD_HEADER_BAD;
  format = vd_read_u16 (r);
  if (format != VD_FORMAT)
    return format > VD_FORMAT ? VD_HEADER_NEWER : VD_HEADER_OLDER;
  plain = vd_read_zeros (r, 12) && vd_read_u32 (r) == VD_HEADER_PAGE;
  vd_read_bytes (r, self->vault_id, VD_VAULT_ID_SIZE);
  self->generation = vd_read_u64 (r);
  plain = vd_read_zeros (r, PREAMBLE_HASH) && plain;
  r->used = PREAMBLE;
  return plain ? VD_HEADER_GOOD : VD_HEADER_BAD;
}

static void
read_slots (VdHeader *self, VdReader *r)
{
  for (guint i = 0; i < VD_HEADER_SLOTS; i++) {
    vd_read_bytes (r, self->slots[i].public_key, VD_KEY_SIZE);
    vd_read_bytes (r, self->slots[i].sealed, sizeof self->slots[i].sealed);
    vd_read_bytes (r, self->slots[i].commitment, VD_HASH_SIZE);
  }
  for (guint i = 0; i < VD_HEADER_GENERATIONS; i++) {
    self->keyring[i].number = vd_read_u16 (r);
    self->keyring[i].compartment = vd_read_u16 (r);
    for (guint j = 0; j < VD_HEADER_SLOTS; j++)
      vd_read_bytes (r, self->keyring[i].seals[j], VD_SEALED_KEY_SIZE);
  }
}

VdHeaderState
vd_header_decode (VdHeader *self, const guint8 page[VD_HEADER_PAGE])
{
  VdReader r = {self->page, VD_HEADER_PAGE, 0};
  guint8 hash[VD_HASH_SIZE];
  VdHeaderState state;
  gboolean plain;

  memcpy (self->page, page, VD_HEADER_PAGE);
  state = read_preamble (self, &r);
  if (state != VD_HEADER_GOOD)
    return state;
  vd_crypto_hash (hash, sizeof hash, self->page, CHECKSUM);
  if (memcmp (hash, self->page + CHECKSUM, sizeof hash) != 0)
    return VD_HEADER_BAD;
  plain = read_kdf (&self->kdfs[0], &r);
  plain = read_kdf (&self->kdfs[1], &r) && plain;
  read_slots (self, &r);
  return vd_read_zeros (&r, MAC) && plain ? VD_HEADER_GOOD : VD_HEADER_BAD;
}

gboolean
vd_header_is_authentic (const VdHeader *self, const guint8 hk[VD_KEY_SIZE])
{
  guint8 mac[VD_HASH_SIZE];

  mac_page (mac, self->page, hk);
  return vd_crypto_equal (mac, self->page + MAC, sizeof mac);
}

/* Returns: how many bytes were there, at most one page; negative on error. */
static gssize
read_page (int fd, guint8 *page, guint copy)
{
  gsize used = 0;

  while (used < VD_HEADER_PAGE) {
    gssize n =
        pread (fd, page + used, VD_HEADER_PAGE - used, (off_t)copy * VD_HEADER_PAGE + (off_t)used);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return n;
    if (n == 0)
      break;
    used += (gsize)n;
  }
  return (gssize)used;
}

gboolean
vd_header_read (int fd, VdHeaderFile *file, GError **error)
{
  for (guint i = 0; i < VD_HEADER_COPIES; i++) {
    guint8 page[VD_HEADER_PAGE] = {0};

    /* A sector that cannot be read is one damaged copy, not the end. */
    file->states[i] = VD_HEADER_BAD;
    if (read_page (fd, page, i) == VD_HEADER_PAGE)
      file->states[i] = vd_header_decode (&file->copies[i], page);
  }
  for (guint i = 0; i < VD_HEADER_COPIES; i++)
    if (file->states[i] == VD_HEADER_NEWER) {
      g_set_error (error, VD_ERROR, VD_ERROR_NEWER, "header: made by a newer version");
      return FALSE;
    }
  for (guint i = 0; i < VD_HEADER_COPIES; i++)
    if (file->states[i] == VD_HEADER_OLDER) {
      g_set_error (error, VD_ERROR, VD_ERROR_INVALID,
                   "header: made by an early version of Varde, which this one cannot read");
      return FALSE;
    }
  if (vd_header_candidate (file, 0) != NULL)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "header: both copies are damaged");
  return FALSE;
}

const VdHeader *
vd_header_candidate (const VdHeaderFile *file, guint n)
{
  const VdHeader *a = file->states[0] == VD_HEADER_GOOD ? &file->copies[0] : NULL;
  const VdHeader *b = file->states[1] == VD_HEADER_GOOD ? &file->copies[1] : NULL;

  if (a != NULL && b != NULL) {
    if (a->generation < b->generation)
      a = NULL;
    else if (a->generation > b->generation || memcmp (a->page, b->page, VD_HEADER_PAGE) == 0)
      b = NULL;
  }
  if (n == 0)
    return a != NULL ? a : b;
  return n == 1 && a != NULL ? b : NULL;
}

static gboolean
write_page (int fd, const guint8 *page, guint copy, GError **error)
{
  gsize used = 0;

  while (used < VD_HEADER_PAGE) {
    gssize n =
        pwrite (fd, page + used, VD_HEADER_PAGE - used, (off_t)copy * VD_HEADER_PAGE + (off_t)used);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      vd_error_set_errno (error, errno, "write header");
      return FALSE;
    }
    used += (gsize)n;
  }
  if (fdatasync (fd) == 0)
    return TRUE;
  vd_error_set_errno (error, errno, "sync header");
  return FALSE;
}

gboolean
vd_header_write (const VdHeader *self, int fd, GError **error)
{
  return write_page (fd, self->page, 1, error) && write_page (fd, self->page, 0, error);
}

gboolean
vd_header_replace (const VdHeader *self, int fd, GError **error)
{
  g_autofree VdHeaderFile *file = g_new0 (VdHeaderFile, 1);
  g_autoptr (GError) local = NULL;
  guint first;

  vd_header_read (fd, file, NULL);
  first = vd_header_candidate (file, 0) == &file->copies[1] ? 0 : 1;
  if (!write_page (fd, self->page, first, error))
    return FALSE;
  if (!write_page (fd, self->page, 1 - first, &local))
    g_message ("one copy of the header not written: %s", local->message);
  return TRUE;
}

guint
vd_header_repair (const VdHeader *good, const VdHeaderFile *file, int fd)
{
  guint repaired = 0;

  for (guint i = 0; i < VD_HEADER_COPIES; i++) {
    g_autoptr (GError) error = NULL;

    if (file->states[i] == VD_HEADER_GOOD &&
        memcmp (file->copies[i].page, good->page, VD_HEADER_PAGE) == 0)
      continue;
    repaired |= 1u << i;
    /* The vault opens all the same: the good copy is not touched. */
    if (fd >= 0 && !write_page (fd, good->page, i, &error))
      g_warning ("header copy not repaired: %s", error->message);
  }
  return repaired;
}

gboolean
vd_header_destroy (int fd, GError **error)
{
  guint8 noise[VD_HEADER_PAGE];
  gboolean ok;

  vd_crypto_random (noise, sizeof noise);
  ok = write_page (fd, noise, 0, error);
  return write_page (fd, noise, 1, ok ? error : NULL) && ok; /* Also when the first one failed. */
}
