/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/blocks.h"
#include "ui/parts.h"
#include "ui/reading.h"
#include "ui/care.h"
#include "ui/widgets.h"
#include "ui/window.h"

/* Shared by care.c (the frame) and care-*.c (a page each). */

typedef void (*VdCareFill) (VdCare *self, GtkWidget *box);

/** What to do when a job has ended well. */
typedef void (*VdCareDone) (VdCare *self, VdStoreJob *job);

VdSession *vd_care_session (VdCare *self);
VdReading *vd_care_reading (VdCare *self);
GtkWindow *vd_care_window (VdCare *self);

/** Puts a page on top that @fill fills, with @data (nullable) (transfer full) kept for it. */
void vd_care_push (VdCare *self,
                   const char *title,
                   VdCareFill fill,
                   gpointer data,
                   GDestroyNotify destroy);
/** Returns: (nullable): what the page that @fill fills was given; NULL when it is not on top. */
gpointer vd_care_data (VdCare *self, VdCareFill fill);
/** Gives it something else, also while it is being filled. */
void vd_care_set_data (VdCare *self, gpointer data, GDestroyNotify destroy);
/** Whether the page on top can be left by going back. */
void vd_care_hold (VdCare *self, gboolean hold);
/** Takes the page on top away. */
void vd_care_pop (VdCare *self);
/** Fills the page on top again: what it shows has changed. */
void vd_care_refill (VdCare *self);

/** Runs @job (transfer full) under a page that says @saying and offers to stop it when it is long;
 *  then calls @done, or shows the error. */
void vd_care_run (VdCare *self, VdStoreJob *job, const char *saying, VdCareDone done);

/** The page of the above alone, for other jobs. Returns: (transfer none): what stops it. */
GCancellable *vd_care_busy (VdCare *self, const char *saying, gboolean can_stop);
void vd_care_ready (VdCare *self);
/** Whether the person stopped the last of them. */
gboolean vd_care_is_stopped (VdCare *self);
/** @stopped: what to say when it is the person's own stop that ended it. */
void vd_care_show_error (VdCare *self, const GError *error, const char *stopped);

/* Pieces. */

/** Appends a button and returns it. */
GtkWidget *vd_care_button (GtkWidget *box, const char *mnemonic, GCallback callback, gpointer data);
/** Appends a list of rows whose activation calls @callback (data, row). */
GtkWidget *vd_care_list (GtkWidget *box, const char *name, GCallback callback, gpointer data);
/** Appends a row that can be activated when @id is given, which is its name then. */
GtkWidget *vd_care_row (GtkWidget *list, const char *id, const char *title, const char *subtitle);
/** Appends a line of private text under a label with mnemonic. */
GtkWidget *vd_care_entry (GtkWidget *box, const char *mnemonic, const char *text);
/** The same for a passphrase. */
GtkWidget *vd_care_secret (GtkWidget *box, const char *mnemonic);
/** Returns: (transfer full): what was typed there; the field is empty afterwards. */
VdSecret *vd_care_take_secret (GtkWidget *entry);
/** Returns: (transfer full): a date in the language of the screen. */
char *vd_care_date (VdSession *session, gint64 time);

/** Puts a page on top that says what a check found. @whole: it read everything. */
void vd_care_show_check (VdCare *self, const VdStoreJob *job, gboolean whole);

/** Puts a page on top for a problem of the kind "record". */
void vd_care_show_damaged (VdCare *self, const VdStoreProblem *problem);
/** Takes it off the page with what a check found, when that is on top. */
void vd_care_forget_problem (VdCare *self, gint64 record);

/** Returns: (transfer full): what is damaged, as a sentence. */
char *vd_care_problem_words (VdSession *session, const VdStoreProblem *problem);

/* The pages. */
void vd_care_fill_people (VdCare *self, GtkWidget *box);
void vd_care_fill_recovery (VdCare *self, GtkWidget *box);
void vd_care_fill_backup (VdCare *self, GtkWidget *box);
void vd_care_fill_restore (VdCare *self, GtkWidget *box);
void vd_care_fill_move (VdCare *self, GtkWidget *box);
void vd_care_fill_rescue (VdCare *self, GtkWidget *box);
void vd_care_fill_log (VdCare *self, GtkWidget *box);
void vd_care_fill_condition (VdCare *self, GtkWidget *box);
void vd_care_fill_keeping (VdCare *self, GtkWidget *box);
void vd_care_fill_reseal (VdCare *self, GtkWidget *box);
void vd_care_fill_destroy (VdCare *self, GtkWidget *box);

/** Shows the key and has it typed back; calls @done (self) when it is right. @key: (transfer full);
 *  @of_open: it is of the open vault, which then notes that it was typed back. */
void
vd_care_show_recovery (VdCare *self, VdSecret *key, gboolean of_open, void (*done) (VdCare *self));
/** The file chooser for a backup; then runs it. @passphrase: (transfer full) (nullable). */
void vd_care_back_up (VdCare *self, VdSecret *passphrase);
