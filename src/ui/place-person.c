/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place"

#include "config.h"

#include "ui/place-person.h"

#include <glib/gi18n-lib.h>

#include "ui/field-groups.h"
#include "ui/parts.h"

GtkWidget *
vd_place_person_new (VdSession *session)
{
  GtkWidget *groups = vd_field_groups_new (session, "person", TRUE);

  gtk_box_prepend (GTK_BOX (groups),
                   vd_paragraph_new (_ ("Write only what help needs. What is not known stays "
                                        "empty; a reference of your own is enough.")));
  return groups;
}
