/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/application.h"
#include "ui/idle.h"
#include "ui/window.h"

/* Shared by application.c and application-watch.c only. */
struct _VdApplication {
  AdwApplication parent;

  gboolean offline;
  gboolean practice;
  gboolean rtl;       /* whatever the language: for tests */
  gboolean own_vault; /* not the default one */
  char *vault_dir;
  char *language;

  GSettings *settings;
  GThread *loader;     /* reads the pack */
  VdPack *pack;        /* (nullable): not read yet */
  GError *passed_over; /* (nullable): why the pack that was installed last is not in use */
  VdSession *session;
  VdIdle idle;
  int dpi; /* of the desktop, before our text size */
};

/** Returns: (transfer none) (nullable): the window, not a dialog of it. */
VdWindow *vd_application_get_window (VdApplication *self);

/** Seals what is half typed, closes the vault and ends the process. */
void vd_application_lock_and_quit (VdApplication *self);

/** Begins to read the content in a thread, and a throw-away vault's cases. */
void vd_application_start_loading (VdApplication *self);

/** The same when the window is there, which hears "content-loaded" from the session. */
void vd_application_load_content_later (VdApplication *self);

/** Waits for what was begun. Returns: FALSE when the content is broken, which a window then says.
 */
gboolean vd_application_load_content (VdApplication *self);

/** A VdPackSource. @data: the application */
VdPack *vd_application_wait_for_content (gpointer data);

/** Waits for the thread and lets go of the content. */
void vd_application_forget_content (VdApplication *self);

/** Begins to look after idle time, sleep, the screen lock and the end of the session. */
void vd_application_watch (VdApplication *self);
