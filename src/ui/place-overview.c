/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place-overview"

#include "config.h"

#include "ui/place-overview.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/column.h"
#include "ui/overview-parts.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define VD_TYPE_PLACE_OVERVIEW (vd_place_overview_get_type ())
G_DECLARE_FINAL_TYPE (VdPlaceOverview, vd_place_overview, VD, PLACE_OVERVIEW, AdwBin)

struct _VdPlaceOverview {
  AdwBin parent;

  VdSession *session;
  VdColumn *column;
};

G_DEFINE_FINAL_TYPE (VdPlaceOverview, vd_place_overview, ADW_TYPE_BIN)

static GtkWidget *
todo_button_new (void)
{
  GtkWidget *button = vd_button_new (_ ("_What to do"));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_add_css_class (button, "pill");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "assessment.goto");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "todo");
  return button;
}

static void
update (GtkWidget *box, gpointer data)
{
  VdPlaceOverview *self = data;

  vd_box_clear (GTK_BOX (box));
  vd_overview_outcome (box, self->session);
  vd_block_append (box, todo_button_new ());
  vd_overview_reasons (box, self->session);
  vd_overview_missing (box, self->session);
  vd_overview_cautions (box, self->session);
  vd_overview_findings (box, self->session);
  vd_overview_inactive (box, self->session);
  vd_overview_law (box, self->session);
}

static void
vd_place_overview_dispose (GObject *object)
{
  VdPlaceOverview *self = VD_PLACE_OVERVIEW (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_place_overview_parent_class)->dispose (object);
}

static void
vd_place_overview_class_init (VdPlaceOverviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_place_overview_dispose;
}

static void
vd_place_overview_init (VdPlaceOverview *self)
{
}

GtkWidget *
vd_place_overview_new (VdSession *session)
{
  VdPlaceOverview *self = g_object_new (VD_TYPE_PLACE_OVERVIEW, NULL);
  GtkWidget *column = vd_column_new (session, update, self);

  self->session = g_object_ref (session);
  self->column = VD_COLUMN (column);
  adw_bin_set_child (ADW_BIN (self), column);
  return GTK_WIDGET (self);
}
