/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "case-row"

#include "config.h"

#include "ui/case-row.h"

#include <glib/gi18n-lib.h>

#include "app/language.h"
#include "base/folding.h"
#include "ui/widgets.h"

/* Which case belongs where. */

static gboolean
is_closed (const VdCase *item)
{
  return g_strcmp0 (item->status, "closed") == 0 || g_strcmp0 (item->status, "declined") == 0;
}

gboolean
vd_case_matches (const VdCase *item, VdCaseFilter filter, const char *today)
{
  switch (filter) {
  case VD_CASE_FILTER_DUE:
    return !is_closed (item) && item->due != NULL && g_strcmp0 (item->due, today) <= 0;
  case VD_CASE_FILTER_SHARED:
    return g_strcmp0 (item->status, "shared") == 0;
  case VD_CASE_FILTER_CLOSED:
    return is_closed (item);
  case VD_CASE_FILTER_OPEN:
  case VD_N_CASE_FILTERS:
  default:
    return !is_closed (item);
  }
}

/* Words. */

static const char *
age_words (const VdCase *item, VdSession *session)
{
  return vd_pack_choice (vd_session_get_pack (session), "person.age", item->age,
                         vd_session_get_language (session));
}

static const char *
setting_words (const VdCase *item, VdSession *session)
{
  const VdNode *setting = vd_pack_find (vd_session_get_pack (session), "setting", item->setting);

  return setting != NULL ? vd_node_text (setting, "name", vd_session_get_language (session))
                         : item->setting;
}

static const char *
next_words (const VdCase *item, VdSession *session)
{
  const VdNode *step =
      item->next != NULL ? vd_pack_find (vd_session_get_pack (session), "step", item->next) : NULL;

  return step != NULL ? vd_node_text (step, "text", vd_session_get_language (session)) : NULL;
}

static const char *
reference_words (const VdCase *item)
{
  return *item->reference != '\0' ? item->reference : _ ("No reference yet");
}

/* Returns how many days @date lies after @today, both as "2026-05-02"; only nearness matters. */
static int
days_after (const char *date, const char *today)
{
  GDate a, b;
  int year, month, day;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  if (sscanf (date, "%d-%d-%d", &year, &month, &day) == 3 && g_date_valid_dmy (day, month, year))
    g_date_set_dmy (&a, day, month, year);
  if (sscanf (today, "%d-%d-%d", &year, &month, &day) == 3 && g_date_valid_dmy (day, month, year))
    g_date_set_dmy (&b, day, month, year);
  return g_date_valid (&a) && g_date_valid (&b) ? g_date_days_between (&b, &a) : G_MAXINT;
}

static char *
changed_words (const VdCase *item, VdSession *session)
{
  g_autofree char *today = vd_clock_date (vd_session_get_clock (session));
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (item->changed, NULL);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *date = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;
  g_autofree char *time = local != NULL ? g_date_time_format (local, "%H:%M") : NULL;

  if (date == NULL)
    return g_strdup ("");
  switch (days_after (date, today)) {
  case 0:
    return g_strdup_printf (_ ("today %s"), time);
  case -1:
    return g_strdup_printf (_ ("yesterday %s"), time);
  default:
    return vd_language_date (date, vd_session_get_language (session));
  }
}

static char *
due_words (const VdCase *item, VdSession *session)
{
  g_autofree char *today = vd_clock_date (vd_session_get_clock (session));
  g_autofree char *date = vd_language_date (item->due, vd_session_get_language (session));
  int days = days_after (item->due, today);

  if (days == 0)
    return g_strdup (_ ("Due today"));
  if (days == 1)
    return g_strdup (_ ("Due tomorrow"));
  if (days < 0)
    return g_strdup_printf (_ ("Was due %s"), date);
  return g_strdup_printf (_ ("Due %s"), date);
}

/* Search. */

char *
vd_case_fold (const char *text)
{
  return vd_fold_text (text, FALSE);
}

char *
vd_case_needle (const char *text)
{
  return vd_fold_text (text, vd_fold_has_ring (text));
}

char *
vd_case_haystack (const VdCase *item, VdSession *session)
{
  const char *next = next_words (item, session);
  g_autofree char *changed = changed_words (item, session);
  g_autofree char *due = item->due != NULL ? due_words (item, session) : NULL;
  g_autofree char *all =
      g_strjoin ("\n", item->reference, age_words (item, session), setting_words (item, session),
                 changed, next != NULL ? next : "", due, NULL);
  g_autofree char *plain = vd_fold_text (all, FALSE);
  g_autofree char *ringed = vd_fold_text (all, TRUE);

  return g_strjoin ("\n", plain, ringed, NULL);
}

/* The row. */

/* Only when it is opened: a popover in each row would cost more than all else in it. */
static void
create_menu_cb (GtkMenuButton *button, gpointer id)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) entry = g_menu_item_new (_ ("Delete…"), NULL);

  g_menu_item_set_action_and_target (entry, "cases.delete", "s", id);
  g_menu_append_item (menu, entry);
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

static GtkWidget *
menu_button_new (const VdCase *item)
{
  g_autofree char *name = g_strdup_printf (_ ("Menu for %s"), reference_words (item));
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_menu_cb,
                                         g_strdup (item->id), g_free);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  vd_set_name (button, name);
  return button;
}

static GtkWidget *
damaged_row_new (void)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("A damaged case"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("It cannot be read. The others are not touched by it."));
  return row;
}

static char *
subtitle (const VdCase *item, VdSession *session)
{
  const char *next = next_words (item, session);
  g_autofree char *changed = changed_words (item, session);
  g_autofree char *first =
      g_strjoin (" · ", age_words (item, session), setting_words (item, session), changed, NULL);

  if (next == NULL)
    return g_steal_pointer (&first);
  /* Translators: the next thing to do in a case, "Next: Call ROSA". */
  return g_strdup_printf (_ ("%s\nNext: %s"), first, next);
}

GtkWidget *
vd_case_row_new (const VdCase *item, VdSession *session)
{
  GtkWidget *row;
  g_autofree char *text = NULL;

  if (item->id == NULL)
    return damaged_row_new ();
  row = adw_action_row_new ();
  text = subtitle (item, session);
  gtk_widget_set_name (row, item->id);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), reference_words (item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (item->due != NULL) {
    g_autofree char *due = due_words (item, session);

    adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_label_new (due));
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), menu_button_new (item));
  return row;
}
