/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/session.h"

#define PASSPHRASE "fjellet varmer seks gamle stein"

/* A session over a folder of its own, driven to the end of each call. */
typedef struct {
  char *home;
  char *dir;
  VdPack *pack;
  VdSession *session;
  GAsyncResult *result;
  GDateTime *now;
} Fixture;

/** Stands still at `now` of the fixture that was set up last. */
extern VdClock fixture_clock;

#define FIXTURE_ADD(path, func)                                                                    \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

void fixture_new_session (Fixture *f);
/** The program as it is with a bundle of @version. */
void fixture_start_program (Fixture *f, const char *version);
void fixture_set_up (Fixture *f, gconstpointer data);
void fixture_tear_down (Fixture *f, gconstpointer data);
void fixture_done_cb (GObject *source, GAsyncResult *result, gpointer data);
/** Turns the main loop until the call ends. */
GAsyncResult *fixture_wait_for (Fixture *f);
void fixture_begin (Fixture *f);
VdSecret *fixture_secret_of (const char *text);
VdSecret *fixture_create (Fixture *f);
gboolean fixture_unlock (Fixture *f, VdVaultKey kind, const char *key, GError **error);
void fixture_lock (Fixture *f, const char *draft);
void fixture_flush (Fixture *f);
