/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "item-list"

#include "config.h"

#include "ui/item-list.h"

#include <glib/gi18n-lib.h>

#include "ui/editor.h"
#include "ui/item-row.h"
#include "ui/parts.h"
#include "ui/widgets.h"

typedef struct {
  const char *list;
  const char *add; /* untranslated */
  const char *members[VD_MAX_MEMBERS + 1];
  /* What a new item is, so that it is something. */
  const char *key;
  const char *value;
} Kind;

static const Kind kinds[] = {
    {"people", N_ ("_Add a person"), {"role", "note", "may_know"}, "role", "other"},
    {"identifiers", N_ ("_Add a trace"), {"type", "value", "role", "source"}, "type", "phone"},
};

struct _VdItemList {
  GtkBox parent;

  VdSession *session;
  const Kind *kind;
  GtkBox *rows;
  GtkWidget *add;
};

G_DEFINE_FINAL_TYPE (VdItemList, vd_item_list, GTK_TYPE_BOX)

static const Kind *
find_kind (const char *list)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_str_equal (kinds[i].list, list))
      return &kinds[i];
  }
  return NULL;
}

gboolean
vd_item_list_knows (const char *list)
{
  return find_kind (list) != NULL;
}

static guint
count_rows (VdItemList *self)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n++;
  return n;
}

static guint
index_of (GtkWidget *row)
{
  guint index = 0;

  while ((row = gtk_widget_get_prev_sibling (row)) != NULL)
    index++;
  return index;
}

static void
remove_cb (VdItemList *self, VdItemRow *row)
{
  guint index = index_of (GTK_WIDGET (row));
  GtkWidget *next = gtk_widget_get_next_sibling (GTK_WIDGET (row));

  /* First, because the button that has the focus goes away. */
  gtk_widget_grab_focus (self->add);
  gtk_box_remove (self->rows, GTK_WIDGET (row));
  for (guint i = index; next != NULL; next = gtk_widget_get_next_sibling (next))
    vd_item_row_set_index (VD_ITEM_ROW (next), i++);
  vd_session_remove (self->session, self->kind->list, index);
}

static void
append_row (VdItemList *self, guint index)
{
  GtkWidget *row = vd_item_row_new (self->session, self->kind->list, self->kind->members, index);

  g_signal_connect_swapped (row, "remove", G_CALLBACK (remove_cb), self);
  gtk_box_append (self->rows, row);
}

static void
refresh (VdItemList *self)
{
  const VdRecord *record = vd_session_get_record (self->session);
  guint n = record != NULL ? vd_record_n_items (record, self->kind->list) : 0;
  guint shown = count_rows (self);

  for (; shown > n; shown--)
    gtk_box_remove (self->rows, gtk_widget_get_last_child (GTK_WIDGET (self->rows)));
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    vd_item_row_show (VD_ITEM_ROW (row));
  for (; shown < n; shown++)
    append_row (self, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
}

static void
add_cb (VdItemList *self)
{
  json_t *item = json_pack ("{s:s}", self->kind->key, self->kind->value);
  g_autoptr (GError) error = NULL;

  if (!vd_session_append (self->session, self->kind->list, item, &error)) {
    g_warning ("an item was refused");
    return;
  }
  gtk_widget_child_focus (gtk_widget_get_last_child (GTK_WIDGET (self->rows)), GTK_DIR_TAB_FORWARD);
}

static void
vd_item_list_dispose (GObject *object)
{
  VdItemList *self = VD_ITEM_LIST (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_item_list_parent_class)->dispose (object);
}

static void
vd_item_list_class_init (VdItemListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_item_list_dispose;
}

static void
vd_item_list_init (VdItemList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
}

GtkWidget *
vd_item_list_new (VdSession *session, const char *list)
{
  VdItemList *self = g_object_new (VD_TYPE_ITEM_LIST, NULL);
  const char *lang = vd_session_get_language (session);
  const VdNode *field = vd_pack_find (vd_session_get_pack (session), "field", list);
  GtkWidget *label = vd_paragraph_new (vd_node_text (field, "name", lang));
  GtkWidget *rows = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                                  "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 12, NULL);

  self->session = g_object_ref (session);
  self->kind = find_kind (list);
  g_assert (self->kind != NULL);
  vd_target_set (GTK_WIDGET (self), list);
  gtk_widget_add_css_class (label, "heading");
  vd_set_labels (rows, label, NULL);
  self->rows = GTK_BOX (rows);
  self->add = vd_button_new (_ (self->kind->add));
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
  gtk_box_append (GTK_BOX (self), label);
  gtk_box_append (GTK_BOX (self), vd_hint_new (vd_node_text (field, "help", lang)));
  gtk_box_append (GTK_BOX (self), rows);
  gtk_box_append (GTK_BOX (self), self->add);
  refresh (self);
  g_signal_connect_swapped (session, "record-changed", G_CALLBACK (refresh), self);
  return GTK_WIDGET (self);
}
