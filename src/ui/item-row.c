/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "item-list"

#include "config.h"

#include "ui/item-row.h"

#include <glib/gi18n-lib.h>

#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define COMMIT_MS 500

typedef struct {
  const char *key;
  VdFieldType type;
  const char *const *codes;
  GtkWidget *control;
} Member;

struct _VdItemRow {
  GtkBox parent;

  VdSession *session;
  const char *list;
  guint index;
  Member members[VD_MAX_MEMBERS];
  guint n_members;
  GtkWidget *remove;
  GtkWidget *error;
  guint timer;
  gboolean showing;
  gboolean refused;
};

static void vd_item_row_editor_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdItemRow,
                               vd_item_row,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR, vd_item_row_editor_init))

static guint remove_signal;

/* Codes of a drop-down, in order; yes and no stand for TRUE and FALSE. */
static const char *const yes_no[] = {"yes", "no", NULL};

static void
set_string (json_t *item, const char *key, const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_new (item, key, json_string (text));
  else
    json_object_del (item, key);
}

static const char *
chosen_code (const Member *member)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (member->control));

  return at == 0 || at == GTK_INVALID_LIST_POSITION ? NULL : member->codes[at - 1];
}

static void
write_member (json_t *item, const Member *member)
{
  g_autofree char *text = NULL;

  switch (member->type) {
  case VD_FIELD_BOOL:
    if (chosen_code (member) == NULL)
      json_object_del (item, member->key);
    else
      json_object_set_new (item, member->key,
                           json_boolean (g_str_equal (chosen_code (member), "yes")));
    break;
  case VD_FIELD_ENUM:
    set_string (item, member->key, chosen_code (member));
    break;
  default:
    text = vd_typed_get (member->control);
    set_string (item, member->key, text);
  }
}

static void
commit (VdItemRow *self)
{
  const VdRecord *record = vd_session_get_record (self->session);
  const json_t *held;
  g_autoptr (json_t) item = NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (record == NULL || self->index >= vd_record_n_items (record, self->list))
    return;
  held = vd_record_item (record, self->list, self->index);
  item = json_deep_copy (held);
  for (guint i = 0; i < self->n_members; i++)
    write_member (item, &self->members[i]);
  self->refused =
      !json_equal (item, held) &&
      !vd_session_replace (self->session, self->list, self->index, json_incref (item), NULL);
  gtk_widget_set_visible (self->error, self->refused);
}

static gboolean
timer_cb (gpointer data)
{
  VdItemRow *self = data;

  self->timer = 0;
  commit (self);
  return G_SOURCE_REMOVE;
}

static void
typed_cb (VdItemRow *self)
{
  if (self->showing)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (COMMIT_MS, timer_cb, self);
}

static void
chosen_cb (VdItemRow *self)
{
  if (!self->showing)
    commit (self);
}

static void
focus_left_cb (VdItemRow *self)
{
  if (self->timer != 0)
    commit (self);
}

static void
remove_cb (VdItemRow *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_emit (self, remove_signal, 0);
}

/* Showing. */

static guint
find_code (const Member *member, const char *code)
{
  for (guint i = 0; code != NULL && member->codes[i] != NULL; i++) {
    if (g_str_equal (member->codes[i], code))
      return i + 1;
  }
  return 0;
}

static void
show_member (VdItemRow *self, const Member *member)
{
  const json_t *item =
      vd_record_item (vd_session_get_record (self->session), self->list, self->index);
  const json_t *value = json_object_get (item, member->key);
  const char *text = json_string_value (value);

  if (member->type == VD_FIELD_BOOL && value != NULL)
    text = json_is_true (value) ? "yes" : "no";
  if (member->codes != NULL)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (member->control), find_code (member, text));
  else
    vd_typed_set (member->control, text != NULL ? text : "");
}

/* "Remove: Employer": there is one such button for every item. */
static void
name_remove (VdItemRow *self)
{
  GtkDropDown *drop = GTK_DROP_DOWN (self->members[0].control);
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (drop);
  g_autofree char *name = NULL;

  name = g_strdup_printf (_ ("Remove: %s"),
                          chosen != NULL ? gtk_string_object_get_string (chosen) : "");
  vd_set_name (self->remove, name);
}

void
vd_item_row_show (VdItemRow *self)
{
  if (self->timer != 0 || self->refused)
    return;
  self->showing = TRUE;
  for (guint i = 0; i < self->n_members; i++)
    show_member (self, &self->members[i]);
  self->showing = FALSE;
  name_remove (self);
}

void
vd_item_row_set_index (VdItemRow *self, guint index)
{
  self->index = index;
}

/* The editor. */

static void
vd_item_row_commit (VdEditor *editor)
{
  VdItemRow *self = VD_ITEM_ROW (editor);

  if (self->timer != 0)
    commit (self);
}

static void
vd_item_row_editor_init (VdEditorInterface *iface)
{
  iface->commit = vd_item_row_commit;
}

/* The object. */

static void
vd_item_row_dispose (GObject *object)
{
  VdItemRow *self = VD_ITEM_ROW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_item_row_parent_class)->dispose (object);
}

static void
vd_item_row_class_init (VdItemRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_item_row_dispose;
  remove_signal = g_signal_new ("remove", VD_TYPE_ITEM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
vd_item_row_init (VdItemRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

static GtkWidget *
drop_new (VdItemRow *self, const Member *member, const char *path, GtkWidget *label)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *drop;

  gtk_string_list_append (names, _ ("Not known"));
  for (guint i = 0; member->codes[i] != NULL; i++) {
    if (member->type == VD_FIELD_BOOL)
      gtk_string_list_append (names, i == 0 ? _ ("Yes") : _ ("No"));
    else
      gtk_string_list_append (names, vd_pack_choice (pack, path, member->codes[i], lang));
  }
  drop = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  vd_set_labels (drop, label, NULL);
  g_signal_connect_swapped (drop, "notify::selected", G_CALLBACK (chosen_cb), self);
  return drop;
}

/* Returns: what holds @typed, which is a line or several. */
static GtkWidget *
text_new (VdItemRow *self, GtkWidget *label, gboolean lines, GtkWidget **typed)
{
  GtkWidget *outer = lines ? vd_area_new (typed) : gtk_entry_new ();

  if (!lines) {
    *typed = outer;
    vd_private_text (outer);
  }
  vd_set_labels (*typed, label, NULL);
  vd_typed_connect (*typed, G_CALLBACK (typed_cb), self);
  return outer;
}

static void
add_member (VdItemRow *self, GtkBox *group, const char *key)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  g_autofree char *path = g_strdup_printf ("%s.%s", self->list, key);
  g_autofree char *row = g_strdup_printf ("%s[].%s", self->list, key);
  const VdNode *field = vd_pack_find (pack, "field", path);
  Member *member = &self->members[self->n_members++];
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label =
      vd_hint_new (vd_node_text (field, "name", vd_session_get_language (self->session)));
  GtkWidget *outer;

  member->key = key;
  vd_record_field (row, &member->type, &member->codes);
  if (member->type == VD_FIELD_BOOL)
    member->codes = yes_no;
  if (member->codes != NULL)
    outer = member->control = drop_new (self, member, path, label);
  else
    outer = text_new (self, label, g_str_equal (key, "note"), &member->control);
  gtk_box_append (GTK_BOX (part), label);
  gtk_box_append (GTK_BOX (part), outer);
  /* Choices stand side by side, text has the whole width. */
  gtk_box_append (member->codes != NULL ? group : GTK_BOX (self), part);
}

GtkWidget *
vd_item_row_new (VdSession *session, const char *list, const char *const *members, guint index)
{
  VdItemRow *self = g_object_new (VD_TYPE_ITEM_ROW, NULL);
  GtkWidget *group = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  self->session = g_object_ref (session);
  self->list = g_intern_string (list);
  self->index = index;
  gtk_box_append (GTK_BOX (self), group);
  for (guint i = 0; members[i] != NULL; i++)
    add_member (self, GTK_BOX (group), members[i]);
  self->remove = vd_text_button_new (_ ("Remove"), NULL, TRUE);
  gtk_widget_set_valign (self->remove, GTK_ALIGN_END);
  g_signal_connect_swapped (self->remove, "clicked", G_CALLBACK (remove_cb), self);
  gtk_box_append (GTK_BOX (group), self->remove);
  self->error =
      vd_hint_new (_ ("This cannot be saved: it is too long, or the assessment is full."));
  gtk_widget_add_css_class (self->error, "error");
  gtk_widget_set_visible (self->error, FALSE);
  gtk_box_append (GTK_BOX (self), self->error);
  vd_item_row_show (self);
  return GTK_WIDGET (self);
}
