/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/row.h"
#include "vault/fields.h"
#include "vault/manifest.h"

#include <string.h>

#define SUITE 1
#define PAD_GUESS 64  /* bytes at the end to know padding by */
#define TEXT_GUESS 24 /* printable bytes in a row to know text by */
#define PAD_MARK 0x80
#define KIB 1024

G_STATIC_ASSERT (VD_VAULT_SUMMARY_MAX < VD_ROW_SUMMARY);
G_STATIC_ASSERT (VD_VAULT_BODY_MAX < VD_ROW_BODY_MAX);

gsize
vd_row_padded (VdTable table, gsize size)
{
  static const gsize buckets[] = {8, 12, 16, 24, 32, 48, 64, 128};
  const gsize step = 128 * KIB;

  if (table == VD_TABLE_SUMMARY)
    return VD_ROW_SUMMARY;
  if (table == VD_TABLE_MANIFEST)
    return VD_MANIFEST_SIZE + 16; /* Never anything else. */
  for (guint i = 0; i < G_N_ELEMENTS (buckets); i++)
    if (size + 1 <= buckets[i] * KIB)
      return buckets[i] * KIB;
  return (size + 1 + step - 1) / step * step;
}

void
vd_row_write_lead (guint8 lead[VD_ROW_LEAD], guint16 number, guint32 slot)
{
  VdWriter w = {lead, VD_ROW_LEAD, 0};

  vd_write_u8 (&w, SUITE);
  vd_write_u16 (&w, number);
  vd_write_u32 (&w, slot);
}

gboolean
vd_row_read_lead (const guint8 lead[VD_ROW_LEAD], guint16 *number, guint32 *slot)
{
  VdReader r = {lead, VD_ROW_LEAD, 0};
  gboolean known = vd_read_u8 (&r) == SUITE;

  *number = vd_read_u16 (&r);
  *slot = vd_read_u32 (&r);
  return known;
}

guint32
vd_row_slot (const guint8 *box, gsize size)
{
  guint32 slot = VD_SLOTS_NONE;
  guint16 number;

  if (size >= VD_ROW_LEAD)
    vd_row_read_lead (box, &number, &slot);
  return slot;
}

guint16
vd_row_generation (const guint8 *box, gsize size)
{
  guint16 number = 0;
  guint32 slot;

  if (size >= VD_ROW_LEAD)
    vd_row_read_lead (box, &number, &slot);
  return number;
}

/* Derives the key of @row into the scratch of the open arena. */
static const guint8 *
derive_key (VdKeys *keys, const VdRow *row, const guint8 *ck, const guint8 *slot_secret)
{
  guint8 *key = keys->arena->scratch;
  guint8 data[64];
  VdWriter w = {data, sizeof data, 0};

  vd_write_text (&w, "row");
  vd_write_u8 (&w, (guint8)row->table);
  vd_write_bytes (&w, keys->vault_id, VD_VAULT_ID_SIZE);
  vd_write_u64 (&w, (guint64)row->id);
  vd_write_bytes (&w, slot_secret, VD_SLOT_SECRET_SIZE);
  vd_crypto_keyed (key, ck, VD_KEY_SIZE, data, w.used);
  return key;
}

static void
write_ad (VdWriter *w, const VdKeys *keys, const VdRow *row, const guint8 *lead)
{
  vd_write_text (w, "VRD1");
  vd_write_bytes (w, keys->vault_id, VD_VAULT_ID_SIZE);
  vd_write_u8 (w, (guint8)row->table);
  vd_write_u64 (w, (guint64)row->id);
  vd_write_bytes (w, row->version, VD_ROW_VERSION_SIZE);
  vd_write_u16 (w, VD_STORE_SCHEMA);
  vd_write_bytes (w, lead, VD_ROW_LEAD);
}

GBytes *
vd_row_seal (VdKeys *keys, VdSlots *slots, const VdRow *row, const VdSecret *plain)
{
  const guint8 *secret = vd_slots_secret (slots, row->slot, 0);
  gsize size = vd_secret_size (plain);
  g_autoptr (VdSecret) padded = vd_secret_new (vd_row_padded (row->table, size));
  gsize box_size = vd_secret_size (padded) + VD_ROW_OVERHEAD;
  guint8 *box = g_malloc (box_size);
  VdKeyArena *arena = vd_keys_allow (keys);
  guint16 number = vd_keys_current (keys);
  guint8 ad[64];
  VdWriter w = {ad, sizeof ad, 0};

  g_assert (secret != NULL);
  memcpy (vd_secret_data (padded), vd_secret_data (plain), size);
  vd_secret_data (padded)[size] = PAD_MARK;
  vd_row_write_lead (box, number, row->slot);
  write_ad (&w, keys, row, box);
  vd_crypto_seal (box + VD_ROW_LEAD, derive_key (keys, row, vd_keys_find (keys, number), secret),
                  vd_secret_data (padded), vd_secret_size (padded), ad, w.used);
  vd_crypto_wipe (arena->scratch, sizeof arena->scratch);
  vd_keys_deny (keys);
  return g_bytes_new_take (box, box_size);
}

/* Returns: the size without padding, or -1 when it is not the padding that we write. */
static gssize
unpadded (VdTable table, const guint8 *data, gsize size)
{
  static const guint8 zeros[64] = {0};
  gsize n = size;

  while (n >= sizeof zeros && memcmp (data + n - sizeof zeros, zeros, sizeof zeros) == 0)
    n -= sizeof zeros;
  while (n > 0 && data[n - 1] == 0)
    n--;
  if (n == 0 || data[n - 1] != PAD_MARK || vd_row_padded (table, n - 1) != size)
    return -1;
  return (gssize)(n - 1);
}

/* A secret of which one copy is damaged opens the box with the other, which then mends it.
 * @plain: NULL only checks. */
static gboolean
decrypt (VdKeys *keys,
         VdSlots *slots,
         const VdRow *row,
         const guint8 *box,
         gsize size,
         guint8 *plain)
{
  VdKeyArena *arena = vd_keys_allow (keys);
  const guint8 *ck = NULL;
  gboolean ok = FALSE;
  guint32 slot;
  guint16 number;
  guint8 ad[64];
  VdWriter w = {ad, sizeof ad, 0};
  guint copies = 0;

  if (vd_row_read_lead (box, &number, &slot))
    ck = vd_keys_find (keys, number);
  if (ck != NULL && vd_slots_secret (slots, slot, 0) != NULL)
    copies = vd_slots_agree (slots, slot) ? 1 : 2;
  write_ad (&w, keys, row, box);
  for (guint i = 0; i < copies && !ok; i++) {
    const guint8 *key = derive_key (keys, row, ck, vd_slots_secret (slots, slot, i));

    ok = vd_crypto_open (plain, key, box + VD_ROW_LEAD, size - VD_ROW_LEAD, ad, w.used);
    if (ok && copies == 2)
      vd_slots_repair (slots, slot, i);
  }
  vd_crypto_wipe (arena->scratch, sizeof arena->scratch);
  vd_keys_deny (keys);
  return ok;
}

/* Sizes are checked before anything is allocated or decrypted. */
static gboolean
size_fits (VdTable table, gsize size)
{
  gsize padded = size - VD_ROW_OVERHEAD;

  return size > VD_ROW_OVERHEAD && padded <= VD_ROW_BODY_MAX &&
         vd_row_padded (table, padded - 1) == padded;
}

VdSecret *
vd_row_open (VdKeys *keys, VdSlots *slots, const VdRow *row, const guint8 *box, gsize size)
{
  g_autoptr (VdSecret) plain = NULL;
  gssize n;

  if (!size_fits (row->table, size))
    return NULL;
  plain = vd_secret_new (size - VD_ROW_OVERHEAD);
  if (!decrypt (keys, slots, row, box, size, vd_secret_data (plain)))
    return NULL;
  n = unpadded (row->table, vd_secret_data (plain), vd_secret_size (plain));
  if (n < 0)
    return NULL;
  vd_secret_shorten (plain, (gsize)n);
  return g_steal_pointer (&plain);
}

gboolean
vd_row_is_sound (VdKeys *keys, VdSlots *slots, const VdRow *row, const guint8 *box, gsize size)
{
  return size_fits (row->table, size) && decrypt (keys, slots, row, box, size, NULL);
}

gssize
vd_row_open_into (VdKeys *keys,
                  VdSlots *slots,
                  const VdRow *row,
                  const guint8 *box,
                  gsize size,
                  VdSecret *scratch)
{
  guint8 *plain = vd_secret_data (scratch);

  if (!size_fits (row->table, size))
    return -1;
  g_assert (vd_secret_size (scratch) >= size - VD_ROW_OVERHEAD);
  if (!decrypt (keys, slots, row, box, size, plain))
    return -1;
  return unpadded (row->table, plain, size - VD_ROW_OVERHEAD);
}

/* What a wrong key makes of a box has such a run once in millions. */
static gboolean
has_text (const guint8 *data, gsize size)
{
  guint run = 0;

  for (gsize i = 0; i < size && run < TEXT_GUESS; i++)
    run = g_ascii_isprint (data[i]) ? run + 1 : 0;
  return run == TEXT_GUESS;
}

/* Where the padding begins, which may be damaged itself; -1 when this is not the end of a row. A
 * mark alone is not enough: every 256th wrong key makes one. */
static gssize
guess_end (VdTable table, const guint8 *data, gsize size)
{
  gssize n = unpadded (table, data, size);
  guint zeros = 0;

  for (gsize i = size - PAD_GUESS; i < size; i++)
    zeros += data[i] == 0;
  if (zeros >= PAD_GUESS * 3 / 4)
    return n >= 0 ? n : (gssize)size;
  return n >= 0 && has_text (data, (gsize)n) ? n : -1;
}

VdSecret *
vd_row_guess (VdKeys *keys, VdSlots *slots, const VdRow *row, const guint8 *box, gsize size)
{
  g_autoptr (VdSecret) plain = NULL;
  VdKeyArena *arena;
  gssize n = -1;

  if (!size_fits (row->table, size))
    return NULL;
  plain = vd_secret_new (size - VD_ROW_OVERHEAD);
  arena = vd_keys_allow (keys);
  /* The number of the generation may be what is damaged, or one copy of the secret. */
  for (guint i = 0; n < 0 && i < 2 * VD_HEADER_GENERATIONS; i++) {
    const guint8 *secret = vd_slots_secret (slots, vd_row_slot (box, size), i % 2);

    if (secret == NULL || arena->numbers[i / 2] == 0)
      continue;
    vd_crypto_open_unchecked (vd_secret_data (plain),
                              derive_key (keys, row, arena->cks[i / 2], secret), box + VD_ROW_LEAD,
                              size - VD_ROW_LEAD);
    n = guess_end (row->table, vd_secret_data (plain), vd_secret_size (plain));
  }
  vd_crypto_wipe (arena->scratch, sizeof arena->scratch);
  vd_keys_deny (keys);
  if (n < 0)
    return NULL;
  vd_secret_shorten (plain, (gsize)n);
  return g_steal_pointer (&plain);
}
