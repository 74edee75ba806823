/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "ui/assessment.h"
#include "ui/compat.h"

/* An assessment says it itself, as long as it is there. */
static void
save_state_cb (VdWindow *self)
{
  g_autofree char *body = NULL;
  VdUserError words;

  if (vd_session_get_save_state (self->session) != VD_SAVE_FAILED || self->locking ||
      vd_session_get_record (self->session) != NULL)
    return;
  words = vd_user_error (vd_session_get_save_error (self->session));
  body = g_strdup_printf ("%s. %s %s", words.title, words.sentence, words.next);
  vd_tell (GTK_WINDOW (self), _ ("Not saved"), body);
}

/* The case that is shown was deleted, from the page with those whose time has come. */
static void
cases_changed_cb (VdWindow *self)
{
  if (VD_IS_ASSESSMENT (gtk_stack_get_visible_child (self->screens)) &&
      vd_session_get_record (self->session) == NULL &&
      gtk_window_get_application (GTK_WINDOW (self)) != NULL)
    vd_window_show_cases (self);
}

void
vd_window_watch (VdWindow *self)
{
  g_signal_connect_swapped (self->session, "notify::save-state", G_CALLBACK (save_state_cb), self);
  g_signal_connect_swapped (self->session, "cases-changed", G_CALLBACK (cases_changed_cb), self);
}
