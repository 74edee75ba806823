/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-keeping"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/language.h"
#include "app/retention.h"
#include "ui/compat.h"
#include "ui/fill.h"

#define MAX_ROWS 200

typedef struct {
  VdCare *store; /* not owned */
  GtkWidget *months;
  GPtrArray *ids;   /* (element-type utf8): of the cases whose day has come */
  GPtrArray *lines; /* (element-type utf8): what is said of each */
  guint waiting;    /* deletions under way */
} Keeping;

static void
keeping_free (gpointer data)
{
  Keeping *keeping = data;

  g_ptr_array_unref (keeping->ids);
  g_ptr_array_unref (keeping->lines);
  g_free (keeping);
}

/* Deleting. */

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GError) error = NULL;
  VdWindow *window = vd_window_of (GTK_WIDGET (self));

  if (!vd_session_delete_record_finish (VD_SESSION (source), result, &error) && window != NULL)
    vd_window_show_error (window, error);
}

typedef struct {
  VdCare *self;
  GPtrArray *ids;
} Deleting;

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Deleting *deleting = data;
  g_autoptr (VdCare) self = deleting->self;
  g_autoptr (GPtrArray) ids = deleting->ids;

  if (!vd_confirm_finish (result))
    return;
  for (guint i = 0; i < ids->len; i++)
    vd_session_delete_record_async (vd_care_session (self), g_ptr_array_index (ids, i), deleted_cb,
                                    g_object_ref (self));
  vd_care_pop (self);
  vd_window_toast (vd_window_of (GTK_WIDGET (self)),
                   ids->len == 1 ? _ ("The case is deleted.") : _ ("The cases are deleted."));
}

/* @ids: (transfer full) */
static void
ask_to_delete (VdCare *self, GPtrArray *ids)
{
  Deleting *deleting = g_new (Deleting, 1);
  g_autofree char *heading = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Delete %u case?", "Delete %u cases?", ids->len), ids->len);

  *deleting = (Deleting){g_object_ref (self), ids};
  vd_confirm_async (vd_care_window (self), heading,
                    _ ("Everything noted in it is destroyed and cannot be brought back. What was "
                       "already shared stays with those who received it."),
                    _ ("Delete"), TRUE, confirmed_cb, deleting);
}

static void
all_cb (GtkButton *button, gpointer data)
{
  Keeping *keeping = vd_care_data (data, vd_care_fill_keeping);

  ask_to_delete (data, g_ptr_array_ref (keeping->ids));
}

static void
one_cb (GtkButton *button, gpointer data)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (ids, g_strdup (gtk_widget_get_name (GTK_WIDGET (button))));
  ask_to_delete (data, ids);
}

static GtkWidget *
make_row (guint index, gpointer data)
{
  Keeping *keeping = data;
  GtkWidget *box, *button;
  g_autofree char *name = NULL;
  const char *line;

  if (index >= keeping->ids->len || index >= MAX_ROWS)
    return NULL;
  line = g_ptr_array_index (keeping->lines, index);
  name = g_strdup_printf (_ ("Delete: %s"), line);
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  button = vd_text_button_new (_ ("Delete…"), name, FALSE);
  gtk_widget_set_name (button, g_ptr_array_index (keeping->ids, index));
  g_signal_connect (button, "clicked", G_CALLBACK (one_cb), keeping->store);
  vd_block_append (box, vd_paragraph_new (line));
  gtk_widget_set_hexpand (gtk_widget_get_first_child (box), TRUE);
  vd_block_append (box, button);
  return box;
}

/* The rule. */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = vd_session_set_retention_finish (VD_SESSION (source), result, &error);

  if (vd_window_of (GTK_WIDGET (self)) == NULL)
    return;
  if (!ok)
    vd_window_show_error (vd_window_of (GTK_WIDGET (self)), error);
  else
    vd_window_toast (vd_window_of (GTK_WIDGET (self)), _ ("Saved."));
  vd_care_refill (self);
}

static void
save_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Keeping *keeping = vd_care_data (self, vd_care_fill_keeping);

  vd_session_set_retention_async (
      vd_care_session (self), gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (keeping->months)),
      saved_cb, g_object_ref (self));
}

static char *
line_of (VdSession *session, const VdCase *item, int months)
{
  g_autofree char *date = vd_retention_date (item, months);
  g_autofree char *words = vd_language_date (date, vd_session_get_language (session));
  const char *reference = *item->reference != '\0' ? item->reference : _ ("No reference yet");

  /* Translators: a case and the day from which it may be deleted. */
  return g_strdup_printf (_ ("%s, from %s"), reference, words);
}

static void
append_due (VdCare *self, Keeping *keeping, GtkWidget *box, int months)
{
  VdSession *session = vd_care_session (self);
  g_autofree char *today = vd_clock_date (vd_session_get_clock (session));
  g_autoptr (GPtrArray) due = vd_retention_due (vd_session_get_cases (session), months, today);
  GtkWidget *list = vd_block_box (6);

  vd_block_append (box, vd_heading_new (_ ("Their time has come"), 3));
  if (due->len == 0) {
    vd_block_append (box, vd_paragraph_new (_ ("No closed case is that old.")));
    return;
  }
  for (guint i = 0; i < due->len; i++) {
    const VdCase *item = g_ptr_array_index (due, i);

    g_ptr_array_add (keeping->ids, g_strdup (item->id));
    g_ptr_array_add (keeping->lines, line_of (session, item, months));
  }
  vd_block_append (box, list);
  vd_fill_slowly (list, make_row, keeping);
  gtk_widget_add_css_class (
      vd_care_button (box, _ ("Delete _all of them…"), G_CALLBACK (all_cb), self),
      "destructive-action");
}

/* The next ones, so that nobody is surprised. */
static void
append_coming (VdCare *self, GtkWidget *box, int months)
{
  VdSession *session = vd_care_session (self);
  g_autofree char *today = vd_clock_date (vd_session_get_clock (session));
  g_autoptr (GPtrArray) all =
      vd_retention_due (vd_session_get_cases (session), months, "9999-12-31");
  guint shown = 0;

  for (guint i = 0; i < all->len && shown < 10; i++) {
    const VdCase *item = g_ptr_array_index (all, i);
    g_autofree char *date = vd_retention_date (item, months);
    g_autofree char *line = line_of (session, item, months);

    if (strcmp (date, today) <= 0)
      continue;
    if (shown++ == 0)
      vd_block_append (box, vd_heading_new (_ ("The next ones"), 3));
    vd_block_append (box, vd_paragraph_new (line));
  }
}

void
vd_care_fill_keeping (VdCare *self, GtkWidget *box)
{
  Keeping *keeping = g_new0 (Keeping, 1);
  int months = vd_session_get_retention (vd_care_session (self));

  keeping->store = self;
  keeping->ids = g_ptr_array_new_with_free_func (g_free);
  keeping->lines = g_ptr_array_new_with_free_func (g_free);
  vd_care_set_data (self, keeping, keeping_free);
  vd_block_append (box,
                   vd_paragraph_new (_ ("How long a closed case may be kept is for your unit to "
                                        "decide, by its own rules. Nothing is deleted by itself: "
                                        "the dates are shown here, and somebody decides.")));
  keeping->months = gtk_spin_button_new_with_range (0, VD_RETENTION_MAX_MONTHS, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (keeping->months), months);
  gtk_widget_set_halign (keeping->months, GTK_ALIGN_START);
  vd_box_append_field (GTK_BOX (box), _ ("_Months after a case was closed (0: no rule)"),
                       keeping->months);
  vd_care_button (box, _ ("_Save"), G_CALLBACK (save_cb), self);
  if (months == 0)
    return;
  append_due (self, keeping, box, months);
  append_coming (self, box, months);
}
