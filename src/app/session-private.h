/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/saver.h"
#include "app/session.h"
#include "app/store-job.h"
#include "app/worker.h"

struct _VdSession {
  GObject parent_instance;

  char *dir;
  VdPack *pack; /* in use; NULL while it is expected, which ends with the first unlock */
  VdPackSource pack_source; /* (nullable) */
  gpointer pack_source_data;
  VdPackStore *store; /* (nullable) */
  const VdClock *clock;
  char *language;
  VdWorker *worker;

  VdSessionState state;
  gboolean in_memory; /* nothing is ever stored: practice */
  GPtrArray *cases;   /* VdCase */
  char *setting;
  char *unit;
  char *initials;
  json_t *settings; /* as in the vault, members that are not known included */
  char *draft;

  /* Looking after the vault. */
  VdStoreInfo *info;    /* (nullable): while it is open */
  GCancellable *stop;   /* for every long job that is under way or waits */
  GCancellable *search; /* (nullable): the one that was begun last */
  GError *copy_error;   /* (nullable) */
  guint copy_timeout;
  guint failures; /* wrong keys since the last unlock */
  guint damaged;  /* a bit for each VdVaultItem that the last unlock could not read */

  /* The record in hand. */
  VdRecord *record;
  const VdPack *pinned; /* (nullable): its pack, when it is another than the one in use */
  GPtrArray *kept;      /* (element-type VdPack): every pinned one so far; pages hold its nodes */
  VdGuidance *guidance;
  char *opened; /* date the case list shows, for records without case.opened */
  VdSaver *saver;
  GPtrArray *unsaved; /* VdSaver with bytes that are not on the disk */
  VdSaveState save_state;
  GError *save_error;
  char *saved_time;
};

void _vd_session_set_state (VdSession *self, VdSessionState state);
void _vd_session_set_save_state (VdSession *self, VdSaveState state);

/** Reads the case list again in the vault thread. */
void _vd_session_reload_cases (VdSession *self);

/** After every change of the record in hand: new guidance, signal, and on its way to the disk. */
void _vd_session_changed (VdSession *self);

/** Takes @record (transfer full) in hand. @pack: the one it was made with, or the one in use */
void _vd_session_take_record (VdSession *self,
                              VdRecord *record,
                              VdPack *pack,
                              gint64 row,
                              const char *opened);

/** Retries every write that failed before. Vault thread. @savers: (element-type VdSaver) */
gboolean _vd_session_write_all (GPtrArray *savers, VdVault *vault, GError **error);

/** What a job that opens the vault brings back. */
typedef struct {
  GPtrArray *cases;
  VdSecret *settings; /* (nullable) */
  VdSecret *draft;    /* (nullable) */
  VdSecret *recovery; /* (nullable): only after creating */
  VdStoreInfo *info;
  guint damaged; /* a bit for each VdVaultItem that could not be read */
} VdFresh;

/** Vault thread. @failures: wrong keys since the last unlock, for the log. Returns: (transfer
 * full). */
VdFresh *_vd_session_read_fresh (VdSession *self, VdVault *vault, guint failures, GError **error);
void _vd_fresh_free (VdFresh *opened);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdFresh, _vd_fresh_free)
/** Main thread: the session is unlocked. @opened: what it holds is taken from it. */
void _vd_session_take_fresh (VdSession *self, VdFresh *opened);

/** Takes @info over and says "store-changed". */
void _vd_session_take_info (VdSession *self, VdStoreInfo *info);

/** A long job: how far it is, and whether it is to stop. A VdVaultProgress takes it as data. */
typedef struct {
  VdSession *session;        /* not owned: the task holds it */
  GCancellable *cancellable; /* (nullable) */
  GCancellable *stop;
  gint64 next; /* monotonic: when the main thread is told again */
} VdRun;

void _vd_run_init (VdRun *run, VdSession *session, GCancellable *cancellable);
void _vd_run_clear (VdRun *run);
gboolean _vd_run_go_on (guint64 done, guint64 total, gpointer run);

/** Stops every long job, so that a lock does not wait for it. */
void _vd_session_stop_runs (VdSession *self);

/** Writes today's copy a moment after an unlock, when nobody waits for the vault. */
void _vd_session_plan_copy (VdSession *self);

/** The vault is closed: forgets the record and the cases and says "locked". */
void _vd_session_emit_locked (VdSession *self);

/** Stores the member @key of the settings, which counts at once and is what it was when that fails.
 *  The callback's result is a boolean. */
void _vd_session_set_list (VdSession *self,
                           const char *key,
                           const json_t *list,
                           GAsyncReadyCallback callback,
                           gpointer data);
