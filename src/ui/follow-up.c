/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "follow-up"

#include "config.h"

#include "ui/follow-up.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "base/date.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define LIST "follow_up"

enum { DAY, MONTH, YEAR, WHAT, N_ENTRIES };

static const char *const draft_keys[N_ENTRIES] = {"follow-up/day", "follow-up/month",
                                                  "follow-up/year", "follow-up/what"};

struct _VdFollowUp {
  AdwBin parent;

  VdSession *session;
  GtkWidget *items;
  GtkWidget *entries[N_ENTRIES];
  GtkWidget *problem;
  char *shown; /* (nullable): the list as it is on the screen */
};

static void editor_iface_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdFollowUp,
                               vd_follow_up,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR, editor_iface_init))

/* The dates there are. */

static json_t *
item_at (VdSession *session, guint index)
{
  const json_t *list = json_object_get (vd_record_json (vd_session_get_record (session)), LIST);

  return json_array_get (list, index);
}

static guint
index_of (GtkWidget *widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "index"));
}

static void
done_cb (GtkCheckButton *button, VdFollowUp *self)
{
  json_t *item = json_deep_copy (item_at (self->session, index_of (GTK_WIDGET (button))));

  json_object_set_new (item, "done", json_boolean (gtk_check_button_get_active (button)));
  vd_session_replace (self->session, LIST, index_of (GTK_WIDGET (button)), item, NULL);
}

static void
remove_cb (GtkWidget *button, VdFollowUp *self)
{
  vd_session_remove (self->session, LIST, index_of (button));
}

static char *
item_text (VdFollowUp *self, guint index)
{
  const VdRecord *record = vd_session_get_record (self->session);
  const char *date = vd_record_item_text (record, LIST, index, "date");
  const char *what = vd_record_item_text (record, LIST, index, "what");
  g_autofree char *day = vd_when (date, vd_session_get_language (self->session));
  g_autofree char *about = what != NULL ? vd_isolate (what) : NULL;

  return about != NULL ? g_strdup_printf ("%s: %s", day, about) : g_strdup (day);
}

static GtkWidget *
item_new (VdFollowUp *self, guint index)
{
  g_autofree char *text = item_text (self, index);
  g_autofree char *done = g_strdup_printf (_ ("Done: %s"), text);
  g_autofree char *removal = g_strdup_printf (_ ("Remove %s"), text);
  g_autofree char *target = g_strdup_printf ("follow-up:%u", index);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *check = vd_check_new (text);
  GtkWidget *button = vd_icon_button_new ("user-trash-symbolic", removal, NULL);

  vd_set_name (check, done);
  gtk_widget_set_hexpand (check, TRUE);
  gtk_widget_add_css_class (button, "flat");
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (check),
      vd_record_item_bool (vd_session_get_record (self->session), LIST, index, "done"));
  g_object_set_data (G_OBJECT (check), "index", GUINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect (check, "toggled", G_CALLBACK (done_cb), self);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (row), check);
  gtk_box_append (GTK_BOX (row), button);
  vd_target_set (check, target);
  return row;
}

static void
show_items (VdFollowUp *self)
{
  const VdRecord *record = vd_session_get_record (self->session);
  guint n = vd_record_n_items (record, LIST);

  vd_box_clear (GTK_BOX (self->items));
  for (guint i = 0; i < n; i++)
    vd_block_append (self->items, item_new (self, i));
  if (n == 0)
    vd_block_append (self->items, vd_paragraph_new (_ ("No date has been set yet.")));
}

static gboolean
show_items_cb (gpointer data)
{
  show_items (data);
  return G_SOURCE_REMOVE;
}

static void
follow (VdFollowUp *self)
{
  const VdRecord *record = vd_session_get_record (self->session);
  json_t *list = record != NULL ? json_object_get (vd_record_json (record), LIST) : NULL;
  char *now = record != NULL && list != NULL ? vd_json_write (list, NULL) : NULL;
  gboolean same = g_strcmp0 (now, self->shown) == 0;

  g_free (self->shown);
  self->shown = now;
  /* Later: the change may come from a row that goes. */
  if (!same && record != NULL)
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_items_cb, g_object_ref (self), g_object_unref);
}

/* A new date. */

static void
show_problem (VdFollowUp *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->problem), text);
  gtk_widget_set_visible (self->problem, *text != '\0');
  for (guint i = DAY; i <= YEAR; i++)
    vd_set_invalid (self->entries[i], *text != '\0');
  if (*text != '\0')
    vd_announce (GTK_WIDGET (self), text);
}

static int
typed_number (VdFollowUp *self, guint index)
{
  return atoi (gtk_editable_get_text (GTK_EDITABLE (self->entries[index])));
}

static void
add_cb (VdFollowUp *self)
{
  const char *what = gtk_editable_get_text (GTK_EDITABLE (self->entries[WHAT]));
  g_autofree char *date = g_strdup_printf ("%04d-%02d-%02d", typed_number (self, YEAR),
                                           typed_number (self, MONTH), typed_number (self, DAY));
  json_t *item;
  VdDate parsed;

  if (!vd_date_parse (date, &parsed) || parsed.day == 0) {
    show_problem (self, _ ("This is not a date. Write day, month and year in numbers."));
    gtk_widget_grab_focus (self->entries[DAY]);
    return;
  }
  item = json_pack ("{s:s, s:b}", "date", date, "done", FALSE);
  if (*what != '\0')
    json_object_set_new (item, "what", json_string (what));
  if (!vd_session_append (self->session, LIST, item, NULL)) {
    show_problem (self, _ ("This text cannot be kept. Write it in other words."));
    return;
  }
  show_problem (self, "");
  gtk_editable_set_text (GTK_EDITABLE (self->entries[DAY]), "");
  gtk_editable_set_text (GTK_EDITABLE (self->entries[WHAT]), "");
  vd_announce (GTK_WIDGET (self), _ ("The date has been set."));
}

static void
soon_cb (GtkWidget *button, VdFollowUp *self)
{
  int days = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "days"));
  const VdClock *clock = vd_session_get_clock (self->session);
  g_autoptr (GDateTime) now = clock->now (clock->data);
  g_autoptr (GDateTime) local = g_date_time_to_local (now);
  g_autoptr (GDateTime) date = g_date_time_add_days (local, days);
  const int parts[] = {g_date_time_get_day_of_month (date), g_date_time_get_month (date),
                       g_date_time_get_year (date)};

  for (guint i = DAY; i <= YEAR; i++) {
    g_autofree char *text = g_strdup_printf ("%d", parts[i]);

    gtk_editable_set_text (GTK_EDITABLE (self->entries[i]), text);
  }
  gtk_widget_grab_focus (self->entries[WHAT]);
}

static GtkWidget *
entry_new (VdFollowUp *self, guint index, const char *name, int width)
{
  GtkWidget *box = vd_block_box (3);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *entry = gtk_entry_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  vd_private_text (entry);
  vd_target_set (entry, draft_keys[index]);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), width);
  vd_set_labels (entry, label, self->problem);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (add_cb), self);
  vd_block_append (box, label);
  vd_block_append (box, entry);
  self->entries[index] = entry;
  return box;
}

static GtkWidget *
date_new (VdFollowUp *self)
{
  GtkWidget *line = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_box_append (GTK_BOX (line), entry_new (self, DAY, _ ("Day"), 4));
  gtk_box_append (GTK_BOX (line), entry_new (self, MONTH, _ ("Month"), 4));
  gtk_box_append (GTK_BOX (line), entry_new (self, YEAR, _ ("Year"), 6));
  gtk_box_append (GTK_BOX (line), entry_new (self, WHAT, _ ("What to do then"), 30));
  return line;
}

static GtkWidget *
soon_new (VdFollowUp *self)
{
  const struct {
    const char *name;
    int days;
  } soon[] = {{_ ("Tomorrow"), 1}, {_ ("In a week"), 7}, {_ ("In two weeks"), 14}};
  GtkWidget *line = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (soon); i++) {
    GtkWidget *button = vd_button_new (soon[i].name);

    g_object_set_data (G_OBJECT (button), "days", GINT_TO_POINTER (soon[i].days));
    g_signal_connect (button, "clicked", G_CALLBACK (soon_cb), self);
    gtk_box_append (GTK_BOX (line), button);
  }
  return line;
}

/* Half-typed text. */

static void
vd_follow_up_save (VdEditor *editor, json_t *texts)
{
  VdFollowUp *self = VD_FOLLOW_UP (editor);

  for (guint i = 0; i < N_ENTRIES; i++) {
    const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entries[i]));

    if (*text != '\0')
      json_object_set_new (texts, draft_keys[i], json_string (text));
  }
}

static void
vd_follow_up_restore (VdEditor *editor, const json_t *texts)
{
  VdFollowUp *self = VD_FOLLOW_UP (editor);

  for (guint i = 0; i < N_ENTRIES; i++) {
    const char *text = json_string_value (json_object_get (texts, draft_keys[i]));

    if (text != NULL)
      gtk_editable_set_text (GTK_EDITABLE (self->entries[i]), text);
  }
}

static void
editor_iface_init (VdEditorInterface *iface)
{
  iface->save = vd_follow_up_save;
  iface->restore = vd_follow_up_restore;
}

static void
vd_follow_up_dispose (GObject *object)
{
  VdFollowUp *self = VD_FOLLOW_UP (object);

  g_clear_pointer (&self->shown, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_follow_up_parent_class)->dispose (object);
}

static void
vd_follow_up_class_init (VdFollowUpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_follow_up_dispose;
}

static void
vd_follow_up_init (VdFollowUp *self)
{
}

GtkWidget *
vd_follow_up_new (VdSession *session)
{
  VdFollowUp *self = g_object_new (VD_TYPE_FOLLOW_UP, NULL);
  GtkWidget *box = vd_block_box (9);
  GtkWidget *add = vd_button_new (_ ("_Set this date"));

  self->session = g_object_ref (session);
  self->items = vd_block_box (3);
  self->problem = vd_paragraph_new ("");
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_widget_set_halign (add, GTK_ALIGN_START);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (add_cb), self);
  vd_block_append (box, self->items);
  vd_block_append (box, soon_new (self));
  vd_block_append (box, date_new (self));
  vd_block_append (box, self->problem);
  vd_block_append (box, add);
  adw_bin_set_child (ADW_BIN (self), box);
  show_items (self);
  follow (self);
  g_signal_connect_object (session, "record-changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
