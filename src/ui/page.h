/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * What the window knows of a page: a few verbs. Pages read the session when `shown` and when it
 * says "record-changed"; they keep no state of their own but half-typed text.
 */
#define VD_TYPE_PAGE (vd_page_get_type ())
G_DECLARE_INTERFACE (VdPage, vd_page, VD, PAGE, GtkWidget)

struct _VdPageInterface {
  GTypeInterface parent;

  const char *(*title) (VdPage *self); /* translated; shown and announced */
  void (*shown) (VdPage *self);        /* fills in and places the focus */
  void (*leave) (VdPage *self);        /* commits what is half typed */
  /* Half-typed text as JSON members to keep over a lock, and back again. */
  char *(*save_draft) (VdPage *self);
  void (*restore_draft) (VdPage *self, const char *draft);
  /* (nullable): takes away a part of a page that was left and returns TRUE, or FALSE when nothing
   * big is left: all at once would hold up what is shown instead. */
  gboolean (*take_down) (VdPage *self);
};

const char *vd_page_title (VdPage *self);
void vd_page_shown (VdPage *self);
void vd_page_leave (VdPage *self);
char *vd_page_save_draft (VdPage *self); /* (nullable) (transfer full) */
void vd_page_restore_draft (VdPage *self, const char *draft);
gboolean vd_page_take_down (VdPage *self);
