/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place"

#include "config.h"

#include "ui/place.h"

#include <glib/gi18n-lib.h>

#include "ui/place-conversation.h"
#include "ui/place-danger.h"
#include "ui/place-journal.h"
#include "ui/place-overview.h"
#include "ui/place-paper.h"
#include "ui/place-person.h"
#include "ui/place-prepare.h"
#include "ui/place-referral.h"
#include "ui/place-seen.h"
#include "ui/place-todo.h"

G_DEFINE_INTERFACE (VdPlace, vd_place, GTK_TYPE_WIDGET)

static const VdPlaceInfo places[] = {
    {"prepare", N_ ("Prepare"), vd_place_prepare_new, vd_progress_prepare},
    {"danger", N_ ("Danger now"), vd_place_danger_new, vd_progress_danger},
    {"person", N_ ("Person"), vd_place_person_new, vd_progress_person},
    {"seen", N_ ("Seen"), vd_place_seen_new, vd_progress_seen},
    {"conversation", N_ ("The conversation"), vd_place_conversation_new, vd_progress_conversation},
    {"overview", N_ ("Overview"), vd_place_overview_new, NULL},
    {"todo", N_ ("What to do"), vd_place_todo_new, vd_progress_todo},
    {"referral", N_ ("Referral"), vd_place_referral_new, vd_progress_referral},
    {"journal", N_ ("Journal"), vd_place_journal_new, NULL},
    {"paper", N_ ("From the paper sheet"), vd_place_paper_new, NULL},
    {NULL},
};

static void
vd_place_default_init (VdPlaceInterface *iface)
{
}

void
vd_place_reveal (GtkWidget *place, const char *target)
{
  if (VD_IS_PLACE (place))
    VD_PLACE_GET_IFACE (place)->reveal (VD_PLACE (place), target);
}

gboolean
vd_place_take_down (GtkWidget *place)
{
  VdPlaceInterface *iface = VD_IS_PLACE (place) ? VD_PLACE_GET_IFACE (place) : NULL;

  return iface != NULL && iface->take_down != NULL && iface->take_down (VD_PLACE (place));
}

const VdPlaceInfo *
vd_places (void)
{
  return places;
}

const VdPlaceInfo *
vd_place_find (const char *id)
{
  for (const VdPlaceInfo *info = places; info->id != NULL; info++) {
    if (g_strcmp0 (info->id, id) == 0)
      return info;
  }
  return NULL;
}

const char *
vd_place_name (const VdPlaceInfo *info)
{
  return _ (info->name);
}

const char *
vd_progress_word (VdProgress progress)
{
  switch (progress) {
  case VD_PROGRESS_BEGUN:
    return _ ("begun");
  case VD_PROGRESS_DONE:
    return _ ("done");
  case VD_PROGRESS_NONE:
  default:
    return NULL;
  }
}
