/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "page"

#include "ui/page.h"

G_DEFINE_INTERFACE (VdPage, vd_page, GTK_TYPE_WIDGET)

static void
vd_page_default_init (VdPageInterface *iface)
{
}

const char *
vd_page_title (VdPage *self)
{
  VdPageInterface *iface = VD_PAGE_GET_IFACE (self);

  g_assert (iface->title != NULL);
  return iface->title (self);
}

void
vd_page_shown (VdPage *self)
{
  VdPageInterface *iface = VD_PAGE_GET_IFACE (self);

  if (iface->shown != NULL)
    iface->shown (self);
}

void
vd_page_leave (VdPage *self)
{
  VdPageInterface *iface = VD_PAGE_GET_IFACE (self);

  if (iface->leave != NULL)
    iface->leave (self);
}

char *
vd_page_save_draft (VdPage *self)
{
  VdPageInterface *iface = VD_PAGE_GET_IFACE (self);

  return iface->save_draft != NULL ? iface->save_draft (self) : NULL;
}

void
vd_page_restore_draft (VdPage *self, const char *draft)
{
  VdPageInterface *iface = VD_PAGE_GET_IFACE (self);

  if (iface->restore_draft != NULL && draft != NULL)
    iface->restore_draft (self, draft);
}

gboolean
vd_page_take_down (VdPage *self)
{
  VdPageInterface *iface = VD_PAGE_GET_IFACE (self);

  return iface->take_down != NULL && iface->take_down (self);
}
