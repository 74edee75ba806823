/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/keyslot.h"
#include "vault/fields.h"
#include "vault/recovery.h"

#include <string.h>

static void
slot_ad (VdWriter *w, const VdHeader *header, guint index, const VdKdfSet *set)
{
  guint8 kdf[VD_KDF_SET_SIZE];

  vd_write_text (w, "slot");
  vd_write_u16 (w, VD_FORMAT);
  vd_write_bytes (w, header->vault_id, VD_VAULT_ID_SIZE);
  vd_write_u8 (w, (guint8)index);
  if (set == NULL)
    return;
  vd_header_write_kdf (kdf, set);
  vd_write_bytes (w, kdf, sizeof kdf);
}

/* The key of a slot: from the stretched passphrase and the slot's place, or from the recovery key
 * alone, which needs no stretching. */
static void
derive_kek (guint8 *kek,
            const VdHeader *header,
            const VdSecret *key,
            gboolean recovery,
            guint index)
{
  guint8 data[32];
  VdWriter w = {data, sizeof data, 0};

  vd_write_text (&w, recovery ? "recovery" : "slot");
  vd_write_bytes (&w, header->vault_id, VD_VAULT_ID_SIZE);
  if (!recovery)
    vd_write_u8 (&w, (guint8)index);
  vd_crypto_keyed (kek, vd_secret_data (key), vd_secret_size (key), data, w.used);
}

static void
commit (guint8 out[VD_HASH_SIZE], const guint8 *kek)
{
  vd_crypto_keyed (out, kek, VD_KEY_SIZE, (const guint8 *)"commit", 6);
}

/* A new pair whose secret half is nowhere but in the payload. */
static void
write_payload (guint8 *payload,
               guint8 *public_key,
               const VdKeyArena *arena,
               const VdSlotOwner *owner)
{
  VdWriter w = {payload, VD_SLOT_PAYLOAD, 0};

  vd_write_u8 (&w, (guint8)owner->kind);
  vd_write_u16 (&w, owner->user);
  vd_write_u8 (&w, (guint8)owner->role);
  vd_crypto_pair (public_key, payload + w.used);
  w.used += VD_KEY_SIZE;
  vd_write_bytes (&w, arena->hk, VD_KEY_SIZE);
  if (owner->name != NULL)
    vd_write_text (&w, owner->name);
  vd_write_zeros (&w, VD_SLOT_PAYLOAD);
}

/* Seals every generation's key to the public key of slot @index. */
static void
fill_column (VdHeader *header, const VdKeyArena *arena, guint index)
{
  for (guint i = 0; i < VD_HEADER_GENERATIONS; i++)
    if (header->keyring[i].number != 0)
      vd_crypto_seal_key (header->keyring[i].seals[index], arena->cks[i],
                          header->slots[index].public_key);
}

static void
fill_slot (VdHeader *header,
           VdKeys *keys,
           guint index,
           const VdSlotOwner *owner,
           const guint8 *kek,
           const VdKdfSet *set)
{
  VdSlot *slot = &header->slots[index];
  VdKeyArena *arena = vd_keys_allow (keys);
  guint8 ad[64];
  VdWriter w = {ad, sizeof ad, 0};

  write_payload (arena->scratch, slot->public_key, arena, owner);
  slot_ad (&w, header, index, set);
  vd_crypto_seal (slot->sealed, kek, arena->scratch, VD_SLOT_PAYLOAD, ad, w.used);
  commit (slot->commitment, kek);
  fill_column (header, arena, index);
  vd_crypto_wipe (arena->scratch, sizeof arena->scratch);
  vd_keys_deny (keys);
}

/* An unused slot looks like a used one: a thrown-away pair, random payload, seals of random keys.
 */
void
vd_keyslot_clear (VdHeader *header, guint index)
{
  VdSlot *slot = &header->slots[index];
  guint8 secret[VD_KEY_SIZE];

  vd_crypto_pair (slot->public_key, secret);
  vd_crypto_random (slot->sealed, sizeof slot->sealed);
  vd_crypto_random (slot->commitment, sizeof slot->commitment);
  for (guint i = 0; i < VD_HEADER_GENERATIONS; i++) {
    vd_crypto_random (secret, sizeof secret);
    vd_crypto_seal_key (header->keyring[i].seals[index], secret, slot->public_key);
  }
  vd_crypto_wipe (secret, sizeof secret);
}

void
vd_keyslot_prepare (VdHeader *header, VdKeys *keys)
{
  VdKeyArena *arena = vd_keys_allow (keys);

  vd_crypto_random (header->vault_id, VD_VAULT_ID_SIZE);
  memcpy (keys->vault_id, header->vault_id, VD_VAULT_ID_SIZE);
  vd_crypto_random (arena->hk, VD_KEY_SIZE);
  vd_crypto_random (arena->cks[0], VD_KEY_SIZE);
  arena->numbers[0] = 1;
  header->keyring[0].number = 1;
  for (guint i = 0; i < VD_HEADER_SLOTS; i++)
    vd_keyslot_clear (header, i);
  vd_keys_deny (keys);
}

gboolean
vd_keyslot_add_user (VdHeader *header,
                     VdKeys *keys,
                     guint index,
                     const VdSlotOwner *owner,
                     const VdSecret *passphrase,
                     guint set,
                     GError **error)
{
  const VdKdfSet *kdf = &header->kdfs[set];
  g_autoptr (VdSecret) normal = vd_crypto_normalize (passphrase);
  g_autoptr (VdSecret) k0 = vd_secret_new (VD_KEY_SIZE);
  g_autoptr (VdSecret) kek = vd_secret_new (VD_KEY_SIZE);

  if (normal == NULL || vd_secret_size (normal) == 0) {
    g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "passphrase empty or not UTF-8");
    return FALSE;
  }
  if (!vd_crypto_stretch (vd_secret_data (k0), normal, &kdf->kdf, kdf->salt, error))
    return FALSE;
  derive_kek (vd_secret_data (kek), header, k0, FALSE, index);
  fill_slot (header, keys, index, owner, vd_secret_data (kek), kdf);
  return TRUE;
}

void
vd_keyslot_add_recovery (VdHeader *header, VdKeys *keys, guint index, const VdSecret *recovery)
{
  const VdSlotOwner owner = {VD_SLOT_RECOVERY, 0, VD_ROLE_NONE, NULL};
  g_autoptr (VdSecret) kek = vd_secret_new (VD_KEY_SIZE);

  derive_kek (vd_secret_data (kek), header, recovery, TRUE, index);
  fill_slot (header, keys, index, &owner, vd_secret_data (kek), NULL);
}

static gboolean
set_damaged (GError **error, const char *what)
{
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "header: %s", what);
  return FALSE;
}

static void
seal_random (VdGeneration *generation, const VdSlot *slot, guint index)
{
  guint8 key[VD_KEY_SIZE];

  vd_crypto_random (key, sizeof key);
  vd_crypto_seal_key (generation->seals[index], key, slot->public_key);
  vd_crypto_wipe (key, sizeof key);
}

gboolean
vd_keyslot_add_generation (VdHeader *header, VdKeys *keys, guint members)
{
  VdKeyArena *arena = vd_keys_allow (keys);
  guint16 number = vd_keys_current (keys) + 1;
  gboolean added = FALSE;

  for (guint i = 0; i < VD_HEADER_GENERATIONS && !added && number != 0; i++) {
    VdGeneration *generation = &header->keyring[i];

    if (generation->number != 0)
      continue;
    generation->number = arena->numbers[i] = number;
    vd_crypto_random (arena->cks[i], VD_KEY_SIZE);
    for (guint j = 0; j < VD_HEADER_SLOTS; j++)
      if ((members & 1u << j) != 0)
        vd_crypto_seal_key (generation->seals[j], arena->cks[i], header->slots[j].public_key);
      else
        seal_random (generation, &header->slots[j], j);
    added = TRUE;
  }
  vd_keys_deny (keys);
  return added;
}

void
vd_keyslot_drop_generations (VdHeader *header, VdKeys *keys)
{
  VdKeyArena *arena = vd_keys_allow (keys);
  guint16 current = vd_keys_current (keys);

  for (guint i = 0; i < VD_HEADER_GENERATIONS; i++) {
    if (header->keyring[i].number == current)
      continue;
    header->keyring[i].number = arena->numbers[i] = 0;
    vd_crypto_wipe (arena->cks[i], VD_KEY_SIZE);
    for (guint j = 0; j < VD_HEADER_SLOTS; j++)
      seal_random (&header->keyring[i], &header->slots[j], j);
  }
  vd_keys_deny (keys);
}

/* The commitment has matched, so the key is right and whatever fails now is damage. */
static gboolean
open_slot (const VdHeader *header,
           VdKeyArena *arena,
           VdKeys *keys,
           guint index,
           const guint8 *kek,
           const VdKdfSet *set,
           GError **error)
{
  const VdSlot *slot = &header->slots[index];
  guint8 public_key[VD_KEY_SIZE];
  guint8 ad[64];
  VdWriter w = {ad, sizeof ad, 0};
  VdReader r = {arena->scratch, VD_SLOT_PAYLOAD, 0};
  VdSlotKind kind;

  slot_ad (&w, header, index, set);
  if (!vd_crypto_open (arena->scratch, kek, slot->sealed, sizeof slot->sealed, ad, w.used))
    return set_damaged (error, "slot");
  kind = vd_read_u8 (&r);
  keys->user = vd_read_u16 (&r);
  keys->leader = vd_read_u8 (&r) == VD_ROLE_LEADER || kind == VD_SLOT_RECOVERY;
  keys->slot = index;
  vd_read_bytes (&r, arena->uk, VD_KEY_SIZE);
  vd_read_bytes (&r, arena->hk, VD_KEY_SIZE);
  vd_crypto_wipe (arena->scratch, sizeof arena->scratch);
  vd_crypto_public (public_key, arena->uk);
  if (kind != (set != NULL ? VD_SLOT_USER : VD_SLOT_RECOVERY) ||
      memcmp (public_key, slot->public_key, sizeof public_key) != 0)
    return set_damaged (error, "slot payload");
  return TRUE;
}

/* A keyring is used only after the page was found authentic: whoever can write the disk could
 * otherwise add a key of his own. */
static gboolean
open_keyring (const VdHeader *header, VdKeyArena *arena, guint index, GError **error)
{
  if (!vd_header_is_authentic (header, arena->hk))
    return set_damaged (error, "MAC");
  for (guint i = 0; i < VD_HEADER_GENERATIONS; i++) {
    const VdGeneration *generation = &header->keyring[i];

    arena->numbers[i] = generation->number;
    if (generation->number == 0)
      continue;
    if (!vd_crypto_open_key (arena->cks[i], generation->seals[index], arena->uk))
      return set_damaged (error, "keyring");
  }
  return TRUE;
}

/* Returns: the index of the slot whose commitment is of this key, or -1; @kek gets its key. */
static int
find_slot (const VdHeader *header, const VdSecret *key, gboolean recovery, guint8 *kek)
{
  guint8 expected[VD_HASH_SIZE];

  for (guint i = 0; i < VD_HEADER_SLOTS; i++) {
    derive_kek (kek, header, key, recovery, i);
    commit (expected, kek);
    if (vd_crypto_equal (expected, header->slots[i].commitment, sizeof expected))
      return (int)i;
  }
  return -1;
}

/* Returns: (nullable): the opened keys; NULL without an error when no slot is of this key. */
static VdKeys *
try_slots (const VdHeader *header, const VdSecret *key, const VdKdfSet *set, GError **error)
{
  g_autoptr (VdSecret) kek = vd_secret_new (VD_KEY_SIZE);
  int index = find_slot (header, key, set == NULL, vd_secret_data (kek));
  g_autoptr (VdKeys) keys = NULL;
  VdKeyArena *arena;
  gboolean ok;

  if (index < 0)
    return NULL;
  keys = vd_keys_new ();
  memcpy (keys->vault_id, header->vault_id, VD_VAULT_ID_SIZE);
  arena = vd_keys_allow (keys);
  ok = open_slot (header, arena, keys, (guint)index, vd_secret_data (kek), set, error) &&
       open_keyring (header, arena, (guint)index, error);
  vd_keys_deny (keys);
  return ok ? g_steal_pointer (&keys) : NULL;
}

static VdKeys *
unlock_recovery (const VdHeader *header, const VdSecret *text, GError **error)
{
  g_autoptr (VdSecret) recovery = vd_recovery_from_text (text, error);

  return recovery != NULL ? try_slots (header, recovery, NULL, error) : NULL;
}

static VdKeys *
unlock_passphrase (const VdHeader *header, const VdSecret *passphrase, GError **error)
{
  g_autoptr (VdSecret) normal = vd_crypto_normalize (passphrase);
  g_autoptr (VdSecret) k0 = vd_secret_new (VD_KEY_SIZE);
  g_autoptr (GError) untried = NULL;

  for (guint i = 0; i < VD_HEADER_KDFS && normal != NULL; i++) {
    const VdKdfSet *set = &header->kdfs[i];
    g_autoptr (GError) local = NULL;
    VdKeys *keys = NULL;

    /* A set that needs more memory than there is may be one that nobody has yet. */
    if (set->id == 0 || !vd_crypto_stretch (vd_secret_data (k0), normal, &set->kdf, set->salt,
                                            untried == NULL ? &untried : NULL))
      continue;
    keys = try_slots (header, k0, set, &local);
    if (local != NULL)
      g_propagate_error (error, g_steal_pointer (&local));
    if (keys != NULL || (error != NULL && *error != NULL))
      return keys;
  }
  if (untried != NULL)
    g_propagate_error (error, g_steal_pointer (&untried));
  return NULL;
}

gboolean
vd_keyslot_fits (const VdHeader *header,
                 VdVaultKey kind,
                 const VdSecret *key,
                 guint index,
                 GError **error)
{
  g_autoptr (VdKeys) keys = vd_keyslot_unlock (header, kind, key, error);

  if (keys == NULL)
    return FALSE;
  if (keys->slot == index)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_WRONG_KEY, "the key of another slot");
  return FALSE;
}

VdKeys *
vd_keyslot_unlock (const VdHeader *header, VdVaultKey kind, const VdSecret *key, GError **error)
{
  g_autoptr (GError) local = NULL;
  VdKeys *keys = kind == VD_VAULT_RECOVERY ? unlock_recovery (header, key, &local)
                                           : unlock_passphrase (header, key, &local);

  if (keys == NULL && local == NULL)
    g_set_error (&local, VD_ERROR, VD_ERROR_WRONG_KEY, "no slot is of this key");
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return keys;
}
