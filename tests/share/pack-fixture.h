/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "seal/minisign.h"
#include "share/pack-store.h"

#define OURS "version=\"2026.1\""

/* A store of its own beside a bundle that a test may replace, and a key that it trusts. */
typedef struct {
  char *home;
  char *dir;
  char *bundle;
  char *text; /* of the bundle that is shipped */
  VdSecret *secret;
  VdMinisignPublic key;
  VdPackStore *store;
} Fixture;

/** @size: of @text */
void fixture_write_file (const char *dir, const char *name, const char *text, gsize size);
void fixture_set_up (Fixture *f, gconstpointer data);
void fixture_tear_down (Fixture *f, gconstpointer data);
/** The bundle with other @words instead of its version. */
GBytes *fixture_make_pack (const Fixture *f, const char *words);
GBytes *fixture_sign (const VdSecret *secret, GBytes *bytes);
VdPack *fixture_install (Fixture *f, GBytes *bytes, gboolean allow_older, GError **error);
void fixture_install_version (Fixture *f, const char *words, gboolean allow_older);
void fixture_assert_current (Fixture *f, const char *version);
/** Files and folders beside the packs. */
guint fixture_count_files (const Fixture *f);
/** The next version of the program comes with the bundle changed like this. */
void fixture_update_program (Fixture *f, const char *words);

/** What is refused, as tests of their own. */
void add_refusals (void);
