/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-parts"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/language.h"

#define DAY (24 * 60 * 60)
#define DRILL_DAYS 365
/* A backup is asked for after so many changes, or so many days. */
#define MANY_CHANGES 20
#define MANY_DAYS 7

/* Times. */

static gint64
now (VdSession *session)
{
  const VdClock *clock = vd_session_get_clock (session);
  g_autoptr (GDateTime) time = clock->now (clock->data);

  return g_date_time_to_unix (time);
}

char *
vd_care_date (VdSession *session, gint64 time)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (time);
  g_autofree char *date = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;

  return date != NULL ? vd_language_date (date, vd_session_get_language (session)) : g_strdup ("");
}

/* Midnights between then and now, so that yesterday evening is yesterday. */
static int
days_since (VdSession *session, gint64 time)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (time);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now (session));
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, (GDateDay)g_date_time_get_day_of_month (then), g_date_time_get_month (then),
                  (GDateYear)g_date_time_get_year (then));
  g_date_set_dmy (&b, (GDateDay)g_date_time_get_day_of_month (today), g_date_time_get_month (today),
                  (GDateYear)g_date_time_get_year (today));
  return MAX (g_date_days_between (&a, &b), 0);
}

char *
vd_care_ago (VdSession *session, gint64 time)
{
  int days;

  if (time == 0)
    return g_strdup (_ ("never"));
  days = days_since (session, time);
  if (days == 0)
    return g_strdup (_ ("today"));
  if (days == 1)
    return g_strdup (_ ("yesterday"));
  if (days <= 60)
    return g_strdup_printf (_ ("%d days ago"), days);
  return vd_care_date (session, time);
}

gboolean
vd_care_drill_is_due (VdSession *session)
{
  const VdStoreInfo *info = vd_session_get_store (session);

  return info != NULL && days_since (session, info->health.drill) > DRILL_DAYS;
}

/* Before the first one, the days count from the oldest passphrase. */
static gint64
last_backup (const VdStoreInfo *info)
{
  gint64 since = 0;

  if (info->health.backup != 0)
    return info->health.backup;
  for (guint i = 0; i < info->users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (info->users, i);

    since = since == 0 ? user->since : MIN (since, user->since);
  }
  return since;
}

int
vd_care_backup_is_due (VdSession *session)
{
  const VdStoreInfo *info = vd_session_get_store (session);
  int days;

  if (info == NULL || info->health.records == 0 || info->health.unbacked == 0)
    return -1;
  days = days_since (session, last_backup (info));
  return days >= MANY_DAYS || info->health.unbacked >= MANY_CHANGES ? days : -1;
}

/* Pieces. */

GtkWidget *
vd_care_button (GtkWidget *box, const char *mnemonic, GCallback callback, gpointer data)
{
  GtkWidget *button = vd_button_new (mnemonic);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect (button, "clicked", callback, data);
  vd_block_append (box, button);
  return button;
}

GtkWidget *
vd_care_list (GtkWidget *box, const char *name, GCallback callback, gpointer data)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  vd_set_name (list, name);
  if (callback != NULL)
    g_signal_connect_swapped (list, "row-activated", callback, data);
  vd_block_append (box, list);
  return list;
}

GtkWidget *
vd_care_row (GtkWidget *list, const char *id, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), id != NULL);
  if (id != NULL) {
    gtk_widget_set_name (row, id);
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic",
                                             "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                             NULL));
  }
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return row;
}

GtkWidget *
vd_care_entry (GtkWidget *box, const char *mnemonic, const char *text)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  vd_private_text (entry);
  return vd_box_append_field (GTK_BOX (box), mnemonic, entry);
}

GtkWidget *
vd_care_secret (GtkWidget *box, const char *mnemonic)
{
  GtkWidget *entry = gtk_password_entry_new ();

  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  vd_private_text (entry);
  return vd_box_append_field (GTK_BOX (box), mnemonic, entry);
}

VdSecret *
vd_care_take_secret (GtkWidget *entry)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (entry));
  VdSecret *secret = vd_secret_new_copy (typed, strlen (typed));

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  return secret;
}
