/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

/**
 * The places of an assessment: which there are, in order, how each is made and how far it has
 * come. A place is any widget; it reads the session when it is made and on "record-changed". One
 * that builds parts of itself late also implements VdPlace.
 */
#define VD_TYPE_PLACE (vd_place_get_type ())
G_DECLARE_INTERFACE (VdPlace, vd_place, VD, PLACE, GtkWidget)

struct _VdPlaceInterface {
  GTypeInterface parent;

  /* Opens what holds @target. Rows may still come (fill.h): whoever looks for them waits, or has
   * them made at once. */
  void (*reveal) (VdPlace *self, const char *target);
  /* (nullable): as in VdPage, for a place that is too big to go at once. */
  gboolean (*take_down) (VdPlace *self);
};

/** Harmless for widgets that do not implement VdPlace. */
void vd_place_reveal (GtkWidget *place, const char *target);
gboolean vd_place_take_down (GtkWidget *place);

typedef enum {
  VD_PROGRESS_NONE,
  VD_PROGRESS_BEGUN,
  VD_PROGRESS_DONE,
} VdProgress;

typedef struct {
  const char *id;   /* "prepare" */
  const char *name; /* untranslated: vd_place_name() */
  GtkWidget *(*create) (VdSession *session);
  /* (nullable): places that only show. With a record in hand. */
  VdProgress (*progress) (VdSession *session);
} VdPlaceInfo;

/** Returns: (transfer none): all places in order, the last one with a NULL id. */
const VdPlaceInfo *vd_places (void);
/** Returns: (nullable): the place with that id. */
const VdPlaceInfo *vd_place_find (const char *id);
/** Returns: translated. */
const char *vd_place_name (const VdPlaceInfo *info);
/** Returns: (nullable): the progress in one translated word; NULL for none. */
const char *vd_progress_word (VdProgress progress);

/* place-progress.c */
VdProgress vd_progress_prepare (VdSession *session);
VdProgress vd_progress_danger (VdSession *session);
VdProgress vd_progress_person (VdSession *session);
VdProgress vd_progress_seen (VdSession *session);
VdProgress vd_progress_conversation (VdSession *session);
VdProgress vd_progress_todo (VdSession *session);
VdProgress vd_progress_referral (VdSession *session);
