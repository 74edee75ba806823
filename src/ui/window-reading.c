/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "window"

#include "config.h"

#include "ui/window-private.h"

#include "ui/assessment.h"
#include "ui/compat.h"
#include "ui/contacts.h"
#include "ui/exchange.h"
#include "ui/learn.h"
#include "ui/practice.h"
#include "ui/care.h"
#include "ui/widgets.h"

/* Screens that lie over another one: the one below stays as it is and is shown again after. */
static const struct {
  const char *name;
  GtkWidget *(*create) (VdSession *session);
} readings[] = {
    {"learn", vd_learn_new},       {"practice", vd_practice_new}, {"contacts", vd_contacts_new},
    {"exchange", vd_exchange_new}, {"vault", vd_care_new},
};

static const char *
reading_name (GtkWidget *screen)
{
  if (VD_IS_LEARN (screen))
    return "learn";
  if (VD_IS_PRACTICE (screen))
    return "practice";
  if (VD_IS_EXCHANGE (screen))
    return "exchange";
  if (VD_IS_CARE (screen))
    return "vault";
  return VD_IS_CONTACTS (screen) ? "contacts" : NULL;
}

gboolean
vd_window_is_reading (GtkWidget *screen)
{
  return reading_name (screen) != NULL;
}

void
vd_window_show_reading (VdWindow *self, const char *name)
{
  GtkWidget *shown = GTK_WIDGET (vd_window_get_shown (self));

  if (g_strcmp0 (reading_name (shown), name) == 0)
    return;
  if (self->behind == NULL) {
    self->behind = shown;
    g_set_weak_pointer (&self->behind_focus, gtk_window_get_focus (GTK_WINDOW (self)));
  }
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++) {
    if (g_str_equal (readings[i].name, name))
      vd_window_show_screen (self, readings[i].create (self->session));
  }
}

void
vd_window_leave_reading (VdWindow *self)
{
  GtkWidget *reading = GTK_WIDGET (vd_window_get_shown (self));
  GtkWidget *behind;

  /* The case below was deleted meanwhile. */
  if (VD_IS_ASSESSMENT (self->behind) && vd_session_get_record (self->session) == NULL) {
    vd_window_show_cases (self);
    return;
  }
  behind = g_steal_pointer (&self->behind);
  if (behind == NULL)
    return;
  vd_page_leave (VD_PAGE (reading));
  vd_stack_show (self->screens, behind);
  vd_window_remove_screen (self, reading);
  vd_window_update_actions (self);
  /* An entry of a menu, which is closed now, would swallow every key. */
  if (self->behind_focus == NULL || !gtk_widget_get_mapped (self->behind_focus) ||
      !gtk_widget_grab_focus (self->behind_focus))
    vd_page_shown (VD_PAGE (behind));
  g_clear_weak_pointer (&self->behind_focus);
  vd_announce (GTK_WIDGET (self), vd_page_title (VD_PAGE (behind)));
}

void
vd_window_forget_behind (VdWindow *self, GtkWidget *shown)
{
  GtkWidget *behind = g_steal_pointer (&self->behind);

  g_clear_weak_pointer (&self->behind_focus);
  if (behind != NULL && behind != shown && behind != self->cases)
    vd_window_remove_screen (self, behind);
}

void
vd_window_save_reading (VdWindow *self, json_t *draft)
{
  VdPage *shown = vd_window_get_shown (self);
  g_autofree char *page = NULL;

  if (self->behind == NULL)
    return;
  page = vd_page_save_draft (shown);
  json_object_set_new (draft, "reading", json_string (reading_name (GTK_WIDGET (shown))));
  if (page != NULL)
    json_object_set_new (draft, "reading-page", json_string (page));
}

void
vd_window_restore_reading (VdWindow *self, const json_t *draft)
{
  const char *name = json_string_value (json_object_get (draft, "reading"));
  const char *page = json_string_value (json_object_get (draft, "reading-page"));

  if (name == NULL)
    return;
  vd_window_show_reading (self, name);
  if (self->behind != NULL)
    vd_page_restore_draft (vd_window_get_shown (self), page);
}
