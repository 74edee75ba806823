/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/keyslot.h"
#include "vault/log.h"
#include "vault/place.h"
#include "vault/store.h"
#include "vault/vault.h"

/** Shared by vault.c (making, opening), records.c (records, items, log) and verify.c. */
struct _VdVault {
  VdPlace *place;
  int header; /* file, open while the vault is */
  VdKeys *keys;
  VdStore *store;
  VdLogHead log;
  const VdClock *clock;
  guint repaired; /* header copies found damaged at opening: 1 for A, 2 for B */
  gint64 count;   /* of records; -1: not counted yet */
};
