/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "case-row"

#include "config.h"

#include "ui/case-row.h"

#include <glib/gi18n-lib.h>

#include "app/language.h"
#include "base/folding.h"
#include "ui/widgets.h"

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

struct _VdCaseRow {
  AdwActionRow parent;

  GtkWidget *due;
  GtkWidget *menu;
  char *id; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (VdCaseRow, vd_case_row, ADW_TYPE_ACTION_ROW)

/* Only when it is opened: a popover in each row would cost more than all else in it. */
static void
create_menu_cb (GtkMenuButton *button, gpointer data)
{
  VdCaseRow *self = data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) entry = g_menu_item_new (_ ("Delete…"), NULL);

  g_menu_item_set_action_and_target (entry, "cases.delete", "s", self->id);
  g_menu_append_item (menu, entry);
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

static void
name_menu (VdCaseRow *self, const VdCase *item)
{
  g_autofree char *name = g_strdup_printf (_ ("Menu for %s"), reference_words (item));

  gtk_widget_set_tooltip_text (self->menu, name);
  vd_set_name (self->menu, name);
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

static void
show_words (VdCaseRow *self, const char *title, const char *text, int lines)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), lines);
}

void
vd_case_row_show (VdCaseRow *self, const VdCase *item, VdSession *session)
{
  g_autofree char *text = item->id != NULL ? subtitle (item, session) : NULL;
  g_autofree char *due = item->due != NULL ? due_words (item, session) : NULL;

  g_free (self->id);
  self->id = g_strdup (item->id);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), item->id != NULL);
  gtk_widget_set_visible (self->menu, item->id != NULL);
  gtk_label_set_label (GTK_LABEL (self->due), due != NULL ? due : "");
  gtk_widget_set_visible (self->due, due != NULL);
  if (item->id == NULL) {
    show_words (self, _ ("A damaged case"),
                _ ("It cannot be read. The others are not touched by it."), 0);
    return;
  }
  show_words (self, reference_words (item), text, 3);
  name_menu (self, item);
}

const char *
vd_case_row_get_id (VdCaseRow *self)
{
  return self->id;
}

static void
vd_case_row_finalize (GObject *object)
{
  g_free (VD_CASE_ROW (object)->id);
  G_OBJECT_CLASS (vd_case_row_parent_class)->finalize (object);
}

static void
vd_case_row_class_init (VdCaseRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_case_row_finalize;
}

static void
vd_case_row_init (VdCaseRow *self)
{
  GtkMenuButton *menu = GTK_MENU_BUTTON (gtk_menu_button_new ());

  self->due = gtk_label_new ("");
  self->menu = GTK_WIDGET (menu);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_menu_button_set_icon_name (menu, "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (menu, create_menu_cb, self, NULL);
  gtk_widget_set_valign (self->menu, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->menu, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->due);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->menu);
}

GtkWidget *
vd_case_row_new (void)
{
  return g_object_new (VD_TYPE_CASE_ROW, NULL);
}
