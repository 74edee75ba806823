/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "window"

#include "config.h"

#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "ui/application.h"
#include "ui/assessment.h"
#include "ui/case-content.h"
#include "ui/case-list.h"
#include "ui/compat.h"
#include "ui/learn.h"
#include "ui/new-case.h"
#include "ui/origins.h"
#include "ui/preferences.h"
#include "ui/shortcuts.h"
#include "ui/care.h"

static VdApplication *
get_application (VdWindow *self)
{
  return VD_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
}

static void
pause_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VdWindow *self = data;

  if (g_str_equal (gtk_stack_get_visible_child_name (self->layers), "pause"))
    vd_window_show_layer (self, "app");
  else
    vd_window_pause (self);
}

static void
lock_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vd_window_lock (data, VD_WINDOW_THEN_RESTART);
}

static void
begin_case (VdWindow *self, const char *setting, const char *form)
{
  /* The one in hand is left first: what is half typed belongs to it. */
  vd_window_show_cases (self);
  vd_session_new_record (self->session, setting, form);
  vd_window_show_assessment (self);
}

static void
new_case_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VdWindow *self = data;

  vd_new_case_ask (self, vd_session_get_setting (self->session), begin_case);
}

static void
new_case_in_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vd_new_case_ask (data, g_variant_get_string (parameter, NULL), begin_case);
}

static void
cases_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vd_window_show_cases (data);
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VdWindow *self = data;
  GtkWidget *shown = GTK_WIDGET (vd_window_get_shown (self));

  if (VD_IS_LEARN (shown)) {
    vd_learn_search (VD_LEARN (shown));
    return;
  }
  vd_window_show_cases (self);
  vd_case_list_search (VD_CASE_LIST (self->cases));
}

static void
reading_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vd_window_show_reading (data, g_variant_get_string (parameter, NULL));
}

static void
vault_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VdWindow *self = data;
  const char *page = g_variant_get_string (parameter, NULL);
  GtkWidget *shown;

  vd_window_show_reading (self, "vault");
  shown = GTK_WIDGET (vd_window_get_shown (self));
  if (*page != '\0')
    vd_care_start (VD_CARE (shown), page);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vd_window_leave_reading (data);
}

static void
sources_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VdWindow *self = data;
  GtkWidget *shown = GTK_WIDGET (vd_window_get_shown (self));

  gtk_window_present (vd_origins_new (GTK_WINDOW (self), self->session, shown));
}

static void
case_content_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_present (vd_case_content_new (data));
}

static void
language_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vd_application_set_language (get_application (data), g_variant_get_string (parameter, NULL));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VdWindow *self = data;
  GSettings *settings = vd_application_get_settings (get_application (self));
  GtkWindow *preferences = vd_preferences_new (GTK_WINDOW (self), self->session, settings);

  gtk_window_present (preferences);
}

/* Not AdwAboutWindow: its own words come in the languages of libadwaita's catalogue only. */
static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  VdWindow *self = data;
  const VdPack *pack = vd_session_get_pack (self->session);
  gboolean offline = vd_application_is_offline (get_application (self));
  g_autofree char *content =
      g_strdup_printf (_ ("Content: %s, version %s."), vd_pack_id (pack), vd_pack_version (pack));
  g_autofree char *body = g_strjoin (
      "\n\n",
      _ ("Guides staff who meet possible victims of human trafficking. Works without a network."),
      offline ? _ ("The system keeps this program from the network.")
              : _ ("This system offers no way to block the network for a program. Varde does not "
                   "use the network, but the system does not enforce it."),
      content, _ ("Free software under the GNU General Public License, version 3 or later."), NULL);

  vd_tell (GTK_WINDOW (self), "Varde " VD_VERSION, body);
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_present (vd_shortcuts_new (data));
}

static void
set_enabled (VdWindow *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
vd_window_update_actions (VdWindow *self)
{
  gboolean open = vd_session_get_state (self->session) == VD_SESSION_UNLOCKED;
  const char *layer = gtk_stack_get_visible_child_name (self->layers);
  gboolean plain = g_strcmp0 (layer, "app") == 0;
  /* First run ends with the case list; until then there is nothing to lock or to open. */
  gboolean work = open && self->cases != NULL;
  gboolean locked = vd_session_get_state (self->session) == VD_SESSION_LOCKED;
  gboolean empty = vd_session_get_state (self->session) == VD_SESSION_EMPTY;
  gboolean in_case = work && VD_IS_ASSESSMENT (gtk_stack_get_visible_child (self->screens));
  gboolean learning = VD_IS_LEARN (gtk_stack_get_visible_child (self->screens));

  GtkWidget *shown = gtk_stack_get_visible_child (self->screens);
  /* A key that is shown once would be lost. */
  gboolean away = plain && !(VD_IS_CARE (shown) && vd_care_must_stay (VD_CARE (shown)));

  set_enabled (self, "pause", g_strcmp0 (layer, "lock") != 0);
  set_enabled (self, "lock", work && g_strcmp0 (layer, "lock") != 0);
  set_enabled (self, "new-case", work && away);
  set_enabled (self, "new-case-in", work && away);
  set_enabled (self, "cases", work && away);
  set_enabled (self, "search", (work || learning) && away);
  set_enabled (self, "read", (work || locked) && away);
  set_enabled (self, "vault", (work || locked || empty) && away);
  set_enabled (self, "back", self->behind != NULL && away);
  set_enabled (self, "sources", plain);
  set_enabled (self, "case-content", in_case && plain);
  set_enabled (self, "preferences", work && plain);
  /* What is being made brings a key back to the page that asked for it. */
  set_enabled (self, "language", away && (work || locked || empty));
  set_enabled (self, "about", plain);
  set_enabled (self, "shortcuts", plain);
}

void
vd_window_add_actions (VdWindow *self)
{
  static const GActionEntry entries[] = {
      {"pause", pause_cb},       {"lock", lock_cb},
      {"new-case", new_case_cb}, {"new-case-in", new_case_in_cb, "s"},
      {"cases", cases_cb},       {"search", search_cb},
      {"read", reading_cb, "s"}, {"back", back_cb},
      {"sources", sources_cb},   {"case-content", case_content_cb},
      {"vault", vault_cb, "s"},  {"preferences", preferences_cb},
      {"about", about_cb},       {"shortcuts", shortcuts_cb},
  };
  g_autoptr (GSimpleAction) language =
      g_simple_action_new_stateful ("language", G_VARIANT_TYPE_STRING,
                                    g_variant_new_string (vd_session_get_language (self->session)));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect (language, "activate", G_CALLBACK (language_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (language));
  vd_window_update_actions (self);
}
