/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "journal"

#include "config.h"

#include "ui/journal-entry.h"

#include <glib/gi18n-lib.h>

#include "ui/parts.h"
#include "ui/widgets.h"

#define LIST "journal"

char *
vd_journal_entry_stamp (VdSession *session, guint index)
{
  const VdRecord *record = vd_session_get_record (session);
  const char *by = vd_record_item_text (record, LIST, index, "by");
  const char *time = vd_record_item_text (record, LIST, index, "time");
  g_autofree char *when = vd_when (time, vd_session_get_language (session));
  g_autofree char *who = by != NULL ? vd_isolate (by) : NULL;

  if (time == NULL)
    return g_strdup (who != NULL ? who : _ ("Not dated"));
  return who != NULL ? g_strdup_printf ("%s, %s", when, who) : g_steal_pointer (&when);
}

/* Returns: -1 when it corrects nothing. */
static int
corrects_which (const VdRecord *record, guint index)
{
  const json_t *corrects = json_object_get (vd_record_item (record, LIST, index), "corrects");

  return json_is_integer (corrects) ? (int)json_integer_value (corrects) : -1;
}

static void
add_links (VdSession *session, guint index, GtkBox *box)
{
  const VdRecord *record = vd_session_get_record (session);
  int corrects = corrects_which (record, index);

  if (corrects >= 0) {
    g_autofree char *stamp = vd_journal_entry_stamp (session, (guint)corrects);
    /* Translators: a date, a time and initials. */
    g_autofree char *text = g_strdup_printf (_ ("Corrects the note of %s"), stamp);

    gtk_box_append (box, vd_hint_new (text));
  }
  for (guint i = index + 1; i < vd_record_n_items (record, LIST); i++) {
    g_autofree char *stamp = NULL;
    g_autofree char *text = NULL;

    if (corrects_which (record, i) != (int)index)
      continue;
    stamp = vd_journal_entry_stamp (session, i);
    text = g_strdup_printf (_ ("Corrected by the note of %s"), stamp);
    gtk_box_append (box, vd_hint_new (text));
  }
}

static GtkWidget *
correct_button_new (const char *stamp, guint index)
{
  g_autofree char *name = g_strdup_printf (_ ("Correct the note of %s"), stamp);
  GtkWidget *button = vd_text_button_new (_ ("Correct"), name, TRUE);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "journal.correct");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", index);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  return button;
}

GtkWidget *
vd_journal_entry_new (VdSession *session, guint index)
{
  const VdRecord *record = vd_session_get_record (session);
  const VdPack *pack = vd_session_get_pack (session);
  const char *kind = vd_record_item_text (record, LIST, index, "kind");
  const char *text = vd_record_item_text (record, LIST, index, "text");
  g_autofree char *stamp = vd_journal_entry_stamp (session, index);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = vd_heading_new (stamp, 4);
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  gtk_box_set_spacing (GTK_BOX (inside), 6);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), correct_button_new (stamp, index));
  gtk_box_append (GTK_BOX (inside), head);
  if (kind != NULL)
    gtk_box_append (GTK_BOX (inside),
                    vd_hint_new (vd_pack_choice (pack, "journal.kind", kind,
                                                 vd_session_get_language (session))));
  gtk_box_append (GTK_BOX (inside), vd_paragraph_new (text != NULL ? text : ""));
  add_links (session, index, GTK_BOX (inside));
  return card;
}
