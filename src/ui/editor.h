/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/json.h"

/**
 * A control that can hold text which is not in the record yet. Whatever contains such controls
 * walks them with the functions below: nobody keeps lists. Each uses keys of its own that begin
 * with its target ("ECO-01/later"), so texts of many editors fit one object.
 */
#define VD_TYPE_EDITOR (vd_editor_get_type ())
G_DECLARE_INTERFACE (VdEditor, vd_editor, VD, EDITOR, GtkWidget)

struct _VdEditorInterface {
  GTypeInterface parent;

  /* Optional, all three. */
  void (*commit) (VdEditor *self); /* hands to the session what it takes */
  /* Adds what could not be handed over, as key: text. Nothing is added when there is nothing. */
  void (*save) (VdEditor *self, json_t *texts);
  void (*restore) (VdEditor *self, const json_t *texts);
};

void vd_editors_commit (GtkWidget *root);
void vd_editors_save (GtkWidget *root, json_t *texts);
void vd_editors_restore (GtkWidget *root, const json_t *texts);

/**
 * Targets: a control or a row that a reason, a draft or a command can lead to, by name. The name
 * is the widget's name, so it must be set with vd_target_set() to be told from GTK's own names.
 */
void vd_target_set (GtkWidget *widget, const char *target);
/** Returns: (transfer none) (nullable): the first widget in @root with exactly that target. */
GtkWidget *vd_target_find (GtkWidget *root, const char *target);
/** Returns: (nullable): the target of @widget, or of the nearest that contains it, up to @root. */
const char *vd_target_of (GtkWidget *widget, GtkWidget *root);
/** Puts the focus on the first control in @widget. */
gboolean vd_target_focus (GtkWidget *widget);
