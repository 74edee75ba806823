/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "case-foot"

#include "config.h"

#include "ui/case-foot.h"

#include <glib/gi18n-lib.h>

#include "app/retention.h"
#include "ui/care.h"
#include "ui/widgets.h"

/* From here on it is said in stronger words. */
#define OLD_DAYS 30

struct _VdCaseFoot {
  AdwBin parent;

  VdSession *session;
  GtkWidget *backup;
  GtkWidget *buttons;
  GtkWidget *back_up;
  GtkWidget *drill;
  GtkWidget *keeping;
};

G_DEFINE_FINAL_TYPE (VdCaseFoot, vd_case_foot, ADW_TYPE_BIN)

static gboolean
keeping_is_due (VdSession *session)
{
  g_autofree char *today = vd_clock_date (vd_session_get_clock (session));
  g_autoptr (GPtrArray) due =
      vd_retention_due (vd_session_get_cases (session), vd_session_get_retention (session), today);

  return due->len > 0;
}

static char *
backup_words (VdCaseFoot *self, const VdStoreInfo *info, int due)
{
  g_autofree char *ago = vd_care_ago (self->session, info->health.backup);

  if (info->health.backup == 0)
    return g_strdup (_ ("No backup outside this computer yet"));
  /* Translators: "Last backup: 3 days ago" */
  if (due < OLD_DAYS)
    return g_strdup_printf (_ ("Last backup: %s"), ago);
  return g_strdup_printf (_ ("The last backup is old: %s"), ago);
}

static void
refresh (VdCaseFoot *self)
{
  const VdStoreInfo *info = vd_session_get_store (self->session);
  int due = vd_care_backup_is_due (self->session);
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), info != NULL && info->health.records > 0);
  if (info == NULL)
    return;
  words = backup_words (self, info, due);
  gtk_label_set_label (GTK_LABEL (self->backup), words);
  gtk_widget_set_visible (self->back_up, due >= 0);
  gtk_widget_set_visible (self->drill, vd_care_drill_is_due (self->session));
  gtk_widget_set_visible (self->keeping, keeping_is_due (self->session));
}

static GtkWidget *
add_button (VdCaseFoot *self, const char *mnemonic, const char *page)
{
  GtkWidget *button = vd_button_new (mnemonic);

  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.vault");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", page);
  gtk_box_append (GTK_BOX (self->buttons), button);
  return button;
}

static void
vd_case_foot_dispose (GObject *object)
{
  VdCaseFoot *self = VD_CASE_FOOT (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_case_foot_parent_class)->dispose (object);
}

static void
vd_case_foot_class_init (VdCaseFootClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_case_foot_dispose;
}

static void
vd_case_foot_init (VdCaseFoot *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *clamp = g_object_new (ADW_TYPE_CLAMP, "maximum-size", 760, "child", box, NULL);

  self->backup = vd_label_new ("", "dim-label");
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_hexpand (self->backup, TRUE);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), self->backup);
  gtk_box_append (GTK_BOX (box), self->buttons);
  adw_bin_set_child (ADW_BIN (self), clamp);
  self->back_up = add_button (self, _ ("Back _up…"), "backup");
  self->drill = add_button (self, _ ("Check the _recovery key…"), "recovery");
  self->keeping = add_button (self, _ ("Cases to be _deleted…"), "keeping");
}

GtkWidget *
vd_case_foot_new (VdSession *session)
{
  VdCaseFoot *self = g_object_new (VD_TYPE_CASE_FOOT, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "store-changed", G_CALLBACK (refresh), self);
  g_signal_connect_swapped (session, "cases-changed", G_CALLBACK (refresh), self);
  refresh (self);
  return GTK_WIDGET (self);
}
