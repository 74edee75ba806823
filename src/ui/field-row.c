/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "field-row"

#include "config.h"

#include "ui/field-row-private.h"

#include <glib/gi18n-lib.h>

#include "core/record-schema.h"
#include "ui/compat.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define COMMIT_MS 500
#define MAX_RADIOS 7

static void vd_field_row_editor_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdFieldRow,
                               vd_field_row,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR, vd_field_row_editor_init))

const VdRecord *
vd_field_row_record (VdFieldRow *self)
{
  return vd_session_get_record (self->session);
}

/* Refusals, in words for the person at the machine: the record's own are for developers. */

static char *
refusal_words (const char *path)
{
  const VdSchemaRow *row = vd_schema_find (path);

  switch (row->shape) {
  case VD_SHAPE_COUNTRY:
    return g_strdup (_ ("Write the two letters of a country, such as VN."));
  case VD_SHAPE_NUMBER:
    /* Translators: the smallest and the largest number allowed. */
    return g_strdup_printf (_ ("Write a whole number from %d to %d."), row->min, row->max);
  case VD_SHAPE_DATE:
    return g_strdup (_ ("There is no such date. The year is needed; day and month may be empty."));
  case VD_SHAPE_TIME:
    return g_strdup (_ ("Write a time of day, such as 14:30."));
  default:
    return g_strdup (_ ("This cannot be saved: it is too long, or the assessment is full."));
  }
}

static void
mark_refused (VdFieldRow *self, gboolean refused)
{
  g_autofree char *words = refused ? refusal_words (self->path) : NULL;

  if (refused == self->refused)
    return;
  self->refused = refused;
  gtk_label_set_label (GTK_LABEL (self->error), refused ? words : "");
  gtk_widget_set_visible (self->error, refused);
  if (refused)
    vd_announce (GTK_WIDGET (self), words);
  for (guint i = 0; i < G_N_ELEMENTS (self->inputs) && self->inputs[i] != NULL; i++) {
    vd_set_invalid (self->inputs[i], refused);
    vd_set_labels (self->inputs[i], NULL, refused ? self->error : self->help);
  }
}

/* Showing and committing. */

void
vd_field_row_show (VdFieldRow *self)
{
  if (vd_field_row_record (self) == NULL)
    return;
  self->stale = FALSE;
  self->showing = TRUE;
  self->kind->show (self);
  self->showing = FALSE;
  if (self->clear != NULL)
    gtk_widget_set_visible (self->clear, vd_record_has (vd_field_row_record (self), self->path));
}

static void
commit (VdFieldRow *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->kind->commit == NULL || vd_field_row_record (self) == NULL)
    return;
  mark_refused (self, !self->kind->commit (self, &error));
}

static gboolean
timer_cb (gpointer data)
{
  VdFieldRow *self = data;

  self->timer = 0;
  commit (self);
  return G_SOURCE_REMOVE;
}

void
vd_field_row_typed (VdFieldRow *self)
{
  if (self->showing)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (COMMIT_MS, timer_cb, self);
}

static void
focus_left_cb (VdFieldRow *self)
{
  if (self->timer != 0)
    commit (self);
  /* Only now: while it is typed the text is the person's, cursor and all. */
  if (!self->refused)
    vd_field_row_show (self);
}

static gboolean
is_being_typed (VdFieldRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && self->kind->commit != NULL &&
         gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
record_changed_cb (VdFieldRow *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->stale = TRUE;
  else if (self->timer == 0 && !self->refused && !is_being_typed (self))
    vd_field_row_show (self);
}

static void
clear_cb (VdFieldRow *self)
{
  /* First, because the button that has the focus goes away. */
  gtk_widget_child_focus (self->control, GTK_DIR_TAB_FORWARD);
  vd_session_unset (self->session, self->path);
  vd_field_row_show (self);
}

/* The editor. */

static void
vd_field_row_commit (VdEditor *editor)
{
  VdFieldRow *self = VD_FIELD_ROW (editor);

  if (self->timer != 0)
    commit (self);
}

static void
vd_field_row_save (VdEditor *editor, json_t *texts)
{
  VdFieldRow *self = VD_FIELD_ROW (editor);
  g_autofree char *typed = self->refused ? self->kind->typed (self) : NULL;

  if (typed != NULL)
    json_object_set_new (texts, self->path, json_string (typed));
}

static void
vd_field_row_restore (VdEditor *editor, const json_t *texts)
{
  VdFieldRow *self = VD_FIELD_ROW (editor);
  const char *typed = json_string_value (json_object_get (texts, self->path));

  if (typed == NULL || self->kind->type == NULL)
    return;
  self->kind->type (self, typed);
  commit (self);
}

static void
vd_field_row_editor_init (VdEditorInterface *iface)
{
  iface->commit = vd_field_row_commit;
  iface->save = vd_field_row_save;
  iface->restore = vd_field_row_restore;
}

/* The object. */

static void
vd_field_row_map (GtkWidget *widget)
{
  VdFieldRow *self = VD_FIELD_ROW (widget);

  if (self->stale && self->timer == 0 && !self->refused)
    vd_field_row_show (self);
  GTK_WIDGET_CLASS (vd_field_row_parent_class)->map (widget);
}

static gboolean
vd_field_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (VD_FIELD_ROW (widget)->control, GTK_DIR_TAB_FORWARD);
}

static void
vd_field_row_dispose (GObject *object)
{
  VdFieldRow *self = VD_FIELD_ROW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_field_row_parent_class)->dispose (object);
}

static void
vd_field_row_finalize (GObject *object)
{
  VdFieldRow *self = VD_FIELD_ROW (object);

  g_ptr_array_unref (self->buttons);
  g_free (self->path);
  G_OBJECT_CLASS (vd_field_row_parent_class)->finalize (object);
}

static void
vd_field_row_class_init (VdFieldRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_field_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = vd_field_row_finalize;
  GTK_WIDGET_CLASS (klass)->map = vd_field_row_map;
  GTK_WIDGET_CLASS (klass)->grab_focus = vd_field_row_grab_focus;
}

static void
vd_field_row_init (VdFieldRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->buttons = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

/* The one table: which control a kind of field gets. */
static const VdFieldKind *
find_kind (const char *path, const VdNode *node, const char *const **codes)
{
  const VdSchemaRow *row = vd_schema_find (path);
  const char *control = node != NULL ? vd_node_attr (node, "control") : NULL;
  VdFieldType type;

  if (row == NULL || !vd_record_field (path, &type, codes))
    return NULL;
  switch (type) {
  case VD_FIELD_TEXT:
    if (row->shape == VD_SHAPE_LANGUAGE)
      return &vd_field_language;
    return g_strcmp0 (control, "lines") == 0 ? &vd_field_lines : &vd_field_line;
  case VD_FIELD_ENUM:
    return g_strv_length ((char **)*codes) <= MAX_RADIOS ? &vd_field_radio : &vd_field_drop;
  case VD_FIELD_BOOL:
    return &vd_field_radio;
  case VD_FIELD_NUMBER:
    return &vd_field_number;
  case VD_FIELD_DATE:
    return &vd_field_date;
  case VD_FIELD_TIME:
    return &vd_field_time;
  case VD_FIELD_TEXTS:
    return &vd_field_texts;
  case VD_FIELD_ENUMS:
    return &vd_field_checks;
  case VD_FIELD_OTHER:
  default:
    return NULL;
  }
}

static void
add_clear (VdFieldRow *self, const char *name)
{
  /* Translators: the name of a field, as in "Clear: Age". */
  g_autofree char *full = g_strdup_printf (_ ("Clear: %s"), name);

  self->clear = vd_text_button_new (_ ("Clear"), full, TRUE);
  gtk_widget_set_valign (self->clear, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->clear, "clicked", G_CALLBACK (clear_cb), self);
  gtk_box_append (GTK_BOX (self->control), self->clear);
}

static void
fill (VdFieldRow *self, const char *name, const char *help)
{
  self->label = vd_paragraph_new (name);
  gtk_widget_add_css_class (self->label, "heading");
  gtk_box_append (GTK_BOX (self), self->label);
  if (*help != '\0') {
    self->help = vd_hint_new (help);
    gtk_box_append (GTK_BOX (self), self->help);
  }
  self->control = self->kind->make (self);
  gtk_box_append (GTK_BOX (self), self->control);
  if (self->kind == &vd_field_radio && !vd_schema_find (self->path)->required)
    add_clear (self, name);
  self->error = vd_hint_new ("");
  gtk_widget_add_css_class (self->error, "error");
  gtk_widget_set_visible (self->error, FALSE);
  gtk_box_append (GTK_BOX (self), self->error);
  for (guint i = 0; i < G_N_ELEMENTS (self->inputs) && self->inputs[i] != NULL; i++)
    vd_typed_connect (self->inputs[i], G_CALLBACK (vd_field_row_typed), self);
}

GtkWidget *
vd_field_row_new_named (VdSession *session, const char *path, const char *name)
{
  VdFieldRow *self = g_object_new (VD_TYPE_FIELD_ROW, NULL);
  const char *lang = vd_session_get_language (session);

  self->session = g_object_ref (session);
  self->path = g_strdup (path);
  self->node = vd_pack_find (vd_session_get_pack (session), "field", path);
  self->kind = find_kind (path, self->node, &self->codes);
  g_assert (self->kind != NULL);
  vd_target_set (GTK_WIDGET (self), path);
  fill (self, name != NULL ? name : vd_node_text (self->node, "name", lang),
        self->node != NULL ? vd_node_text (self->node, "help", lang) : "");
  vd_field_row_show (self);
  g_signal_connect_swapped (session, "record-changed", G_CALLBACK (record_changed_cb), self);
  return GTK_WIDGET (self);
}

GtkWidget *
vd_field_row_new (VdSession *session, const char *path)
{
  g_assert (vd_pack_find (vd_session_get_pack (session), "field", path) != NULL);

  return vd_field_row_new_named (session, path, NULL);
}
