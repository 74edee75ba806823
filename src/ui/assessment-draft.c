/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "assessment"

#include "ui/assessment-private.h"

#include "ui/editor.h"
#include "ui/fill.h"

/* What is kept over a lock: the place, the control in it, the cursor, and text that is not in the
 * record: {"place", "target", "cursor", "texts": {PLACE: {KEY: TEXT}}}. */

static int
cursor_of (GtkWidget *focus)
{
  GtkTextBuffer *buffer;
  GtkTextIter iter;

  if (GTK_IS_EDITABLE (focus))
    return gtk_editable_get_position (GTK_EDITABLE (focus));
  if (!GTK_IS_TEXT_VIEW (focus))
    return -1;
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus));
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  return gtk_text_iter_get_offset (&iter);
}

void
vd_assessment_note_focus (VdAssessment *self)
{
  GtkWidget *focus = self->root != NULL ? gtk_root_get_focus (self->root) : NULL;
  const char *target;

  /* A blanked window has its focus elsewhere: what was noted before is what counts. */
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)))
    return;
  target = vd_target_of (focus, GTK_WIDGET (self->stack));
  if (target == self->focused || g_strcmp0 (target, self->focused) != 0) {
    g_free (self->focused);
    self->focused = g_strdup (target);
  }
  self->cursor = cursor_of (focus);
}

/* The focused text may have been typed on since the focus came. */
static int
current_cursor (VdAssessment *self, GtkWidget *place)
{
  GtkWidget *target = self->focused != NULL ? vd_target_find (place, self->focused) : NULL;
  GtkWidget *focus = target != NULL ? gtk_widget_get_focus_child (target) : NULL;

  while (focus != NULL && gtk_widget_get_focus_child (focus) != NULL)
    focus = gtk_widget_get_focus_child (focus);
  if (focus == NULL)
    focus = target;
  return focus != NULL && cursor_of (focus) >= 0 ? cursor_of (focus) : self->cursor;
}

static json_t *
save_texts (VdAssessment *self)
{
  json_t *all = json_object ();

  for (const VdPlaceInfo *info = vd_places (); info->id != NULL; info++) {
    GtkWidget *place = vd_assessment_get_place (self, info->id);
    g_autoptr (json_t) texts = json_object ();

    if (place == NULL)
      continue;
    vd_editors_save (place, texts);
    if (json_object_size (texts) > 0)
      json_object_set (all, info->id, texts);
  }
  return all;
}

char *
vd_assessment_save_draft (VdAssessment *self)
{
  g_autoptr (json_t) draft = json_object ();
  GtkWidget *place;

  if (self->place == NULL)
    return NULL;
  place = vd_assessment_get_place (self, self->place->id);
  vd_editors_commit (GTK_WIDGET (self->stack));
  json_object_set_new (draft, "place", json_string (self->place->id));
  if (self->focused != NULL) {
    json_object_set_new (draft, "target", json_string (self->focused));
    json_object_set_new (draft, "cursor", json_integer (current_cursor (self, place)));
  }
  json_object_set_new (draft, "texts", save_texts (self));
  return vd_json_write (draft, NULL);
}

/* Keys are "TARGET" or "TARGET/which". */
static void
restore_texts (VdAssessment *self, const VdPlaceInfo *info, json_t *texts)
{
  GtkWidget *place = vd_assessment_show_place (self, info);
  const char *key;
  json_t *text;

  json_object_foreach (texts, key, text)
  {
    g_auto (GStrv) parts = g_strsplit (key, "/", 2);

    vd_place_reveal (place, parts[0]);
  }
  vd_fill_finish (place);
  vd_editors_restore (place, texts);
}

static void
restore_focus (VdAssessment *self, const json_t *draft)
{
  const char *target = json_string_value (json_object_get (draft, "target"));
  json_int_t cursor = json_integer_value (json_object_get (draft, "cursor"));

  vd_assessment_focus (self, target, target != NULL && cursor <= G_MAXINT ? (int)cursor : -1);
}

void
vd_assessment_restore_draft (VdAssessment *self, const char *text)
{
  g_autoptr (json_t) draft = text != NULL ? vd_json_parse (text, strlen (text), NULL) : NULL;
  const VdPlaceInfo *before = self->place;
  const VdPlaceInfo *shown;
  const char *id;
  json_t *texts;

  if (draft == NULL)
    return;
  json_object_foreach (json_object_get (draft, "texts"), id, texts)
  {
    if (vd_place_find (id) != NULL)
      restore_texts (self, vd_place_find (id), texts);
  }
  shown = vd_place_find (json_string_value (json_object_get (draft, "place")));
  if (shown == NULL)
    shown = before;
  if (shown == NULL)
    return;
  vd_assessment_show_place (self, shown);
  restore_focus (self, draft);
}
