/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "assessment"

#include "config.h"

#include "ui/assessment.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets.h"

struct _VdAssessment {
  AdwBin parent;

  VdSession *session;
  AdwHeaderBar *header;
};

static void vd_assessment_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdAssessment,
                               vd_assessment,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_assessment_page_init))

static const char *
vd_assessment_title (VdPage *page)
{
  return _ ("Assessment");
}

static void
vd_assessment_page_init (VdPageInterface *iface)
{
  iface->title = vd_assessment_title;
}

static void
vd_assessment_dispose (GObject *object)
{
  g_clear_object (&VD_ASSESSMENT (object)->session);
  G_OBJECT_CLASS (vd_assessment_parent_class)->dispose (object);
}

static void
vd_assessment_class_init (VdAssessmentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_assessment_dispose;
}

static void
vd_assessment_init (VdAssessment *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->header = ADW_HEADER_BAR (adw_header_bar_new ());
  adw_header_bar_pack_start (
      self->header, vd_icon_button_new ("go-previous-symbolic", _ ("All cases"), "win.cases"));
  vd_header_pack_controls (self->header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->header));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_assessment_new (VdSession *session)
{
  VdAssessment *self = g_object_new (VD_TYPE_ASSESSMENT, NULL);
  const char *reference = vd_record_get_text (vd_session_get_record (session), "person.reference");

  self->session = g_object_ref (session);
  adw_header_bar_set_title_widget (self->header,
                                   adw_window_title_new (reference != NULL ? reference : "", NULL));
  return GTK_WIDGET (self);
}
