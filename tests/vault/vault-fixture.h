/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "vault/change.h"

#include <glib/gstdio.h>

/** A vault in a folder of its own that the test opens, damages and reopens. */
typedef struct {
  char *top; /* the folder to remove at the end */
  char *dir; /* the vault */
  VdSecret *passphrase;
  VdSecret *recovery;
  VdVault *vault; /* (nullable) */
} Fixture;

VdSecret *secret (const char *text);

/** 2026-05-02T10:15:00Z, for ever. */
const VdClock *still_clock (void);

/** Puts the folders of this program into memory: real syncs would take most of its time, and it is
 * not about them. First thing in main. */
void use_memory (void);

/** A new folder below the temporary folder. */
char *make_top (void);
void remove_tree (const char *path);

/** A vault with the cheapest parameters. */
void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

void fixture_close (Fixture *self);
/** Opens with the passphrase; the test fails when that fails. */
void fixture_reopen (Fixture *self);
/** The same with the recovery key, which needs no slow derivation. */
void fixture_reopen_quick (Fixture *self);
/** Opens for repair, with the recovery key. */
void fixture_reopen_repair (Fixture *self);
/** Opening with the recovery key must fail with @code; leaves the vault closed. */
void fixture_refused (Fixture *self, int code);
/** Opens; returns FALSE with the code it failed with. */
gboolean fixture_try (Fixture *self, int *code);

char *fixture_file (Fixture *self, const char *name);
/** Reads and writes files of the vault behind its back. */
GByteArray *fixture_read (Fixture *self, const char *name);
void fixture_write (Fixture *self, const char *name, const GByteArray *bytes);
/** Runs SQL on the closed store. */
void fixture_sql (Fixture *self, const char *sql);

/** Saves a new record and returns its id. */
gint64 save_new (VdVault *vault, const char *body, const char *summary);
/** Saves records 1 to @n ("summary 0" to the last) a hundred to a transaction, with bodies of 5,000
 * bytes. */
void fill_records (VdVault *vault, guint n);
void assert_body (VdVault *vault, gint64 id, const char *body);
void assert_no_body (VdVault *vault, gint64 id, int code);
/** The summary of @id: "-" when the list has none for it, NULL when @id is not there. */
char *find_summary (VdVault *vault, gint64 id);
/** All problems, sorted: "record 17\n...". */
char *problems (VdVault *vault);

/** A name space of our own, in which mounts touch nobody; skips the test without the rights. */
gboolean can_mount (void);
