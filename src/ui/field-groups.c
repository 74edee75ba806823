/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "field-groups"

#include "config.h"

#include "ui/field-groups.h"

#include <glib/gi18n-lib.h>

#include "core/short-form.h"
#include "ui/editor.h"
#include "ui/field-row.h"
#include "ui/fill.h"
#include "ui/fold.h"
#include "ui/item-list.h"
#include "ui/parts.h"

/* Only where the child path is taken, or something stands there already. */
#define CHILD_GROUP "person-child"

typedef struct {
  VdSession *session;
  const VdNode *node;
  GPtrArray *fields; /* (element-type VdNode) */
  GtkWidget *widget; /* a fold, or a card */
  GtkBox *box;       /* of the rows */
} Group;

struct _VdFieldGroups {
  GtkBox parent;

  VdSession *session;
  GPtrArray *groups; /* (element-type Group) */
  gboolean first_open;
};

static void vd_field_groups_place_init (VdPlaceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdFieldGroups,
                               vd_field_groups,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PLACE, vd_field_groups_place_init))

static void
group_free (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->fields);
  g_free (group);
}

/* What is set by itself says nothing. */
static gboolean
is_noted (const VdRecord *record, const char *path)
{
  static const char *const given[] = {"language",    "setting",     "form",
                                      "case.opened", "case.status", NULL};

  return !g_strv_contains (given, path) && vd_record_has (record, path);
}

/* A short form asks for a part of what is about the person, and shows what was noted before. */
static gboolean
is_offered (VdSession *session, const VdNode *field)
{
  const VdRecord *record = vd_session_get_record (session);
  const VdNode *form = vd_short_form (vd_session_get_pack (session), record);

  return vd_node_in_setting (field, vd_record_get_text (record, "setting")) &&
         (g_strcmp0 (vd_node_attr (field, "place"), "person") != 0 ||
          vd_short_form_has (form, "fields", vd_node_id (field)) ||
          is_noted (record, vd_node_id (field)));
}

static GPtrArray *
fields_of (VdSession *session, const char *group)
{
  const GPtrArray *all = vd_pack_nodes (vd_session_get_pack (session), "field");
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++) {
    const VdNode *field = g_ptr_array_index (all, i);

    if (g_strcmp0 (vd_node_attr (field, "group"), group) == 0 && is_offered (session, field))
      g_ptr_array_add (fields, (gpointer)field);
  }
  return fields;
}

static guint
count_noted (const Group *group)
{
  const VdRecord *record = vd_session_get_record (group->session);
  guint n = 0;

  for (guint i = 0; i < group->fields->len; i++)
    n += is_noted (record, vd_node_id (g_ptr_array_index (group->fields, i))) ? 1 : 0;
  return n;
}

static void
refresh_group (const Group *group)
{
  const char *lang = vd_session_get_language (group->session);
  const char *name = vd_node_text (group->node, "name", lang);
  guint noted = count_noted (group);
  g_autofree char *title = NULL;

  if (g_str_equal (vd_node_id (group->node), CHILD_GROUP))
    gtk_widget_set_visible (group->widget,
                            noted > 0 || vd_session_get_guidance (group->session)->child_path);
  if (!VD_IS_FOLD (group->widget))
    return;
  /* Translators: a group of fields and how many are filled in. */
  title = noted > 0 ? g_strdup_printf (_ ("%s (noted: %u)"), name, noted) : g_strdup (name);
  vd_fold_set_title (VD_FOLD (group->widget), title);
}

static void
refresh (VdFieldGroups *self)
{
  if (vd_session_get_record (self->session) == NULL)
    return;
  for (guint i = 0; i < self->groups->len; i++)
    refresh_group (g_ptr_array_index (self->groups, i));
}

static GtkWidget *
make_row (guint index, gpointer data)
{
  const Group *group = data;
  const char *path;

  if (index >= group->fields->len)
    return NULL;
  path = vd_node_id (g_ptr_array_index (group->fields, index));
  if (vd_item_list_knows (path))
    return vd_item_list_new (group->session, path);
  return vd_field_row_new (group->session, path);
}

static void
fill_group (GtkWidget *box, gpointer data)
{
  Group *group = data;
  GtkWidget *inside;

  gtk_box_append (GTK_BOX (box), vd_card_new (&inside));
  gtk_box_set_spacing (GTK_BOX (inside), 18);
  group->box = GTK_BOX (inside);
  vd_fill_slowly (GTK_WIDGET (group->box), make_row, group);
}

static void
add_group (VdFieldGroups *self, const VdNode *node)
{
  const char *lang = vd_session_get_language (self->session);
  Group *group = g_new0 (Group, 1);

  group->session = self->session;
  group->node = node;
  group->fields = fields_of (self->session, vd_node_id (node));
  if (group->fields->len == 0) {
    group_free (group);
    return;
  }
  if (self->first_open && self->groups->len == 0) {
    group->widget = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    fill_group (group->widget, group);
  } else {
    g_autofree char *key = g_strdup_printf ("fields:%s", vd_node_id (node));

    group->widget = vd_fold_new (key, vd_node_text (node, "name", lang), fill_group, group, NULL);
  }
  gtk_box_append (GTK_BOX (self), group->widget);
  g_ptr_array_add (self->groups, group);
}

static void
vd_field_groups_reveal (VdPlace *place, const char *target)
{
  VdFieldGroups *self = VD_FIELD_GROUPS (place);

  for (guint i = 0; i < self->groups->len; i++) {
    Group *group = g_ptr_array_index (self->groups, i);

    for (guint j = 0; j < group->fields->len; j++) {
      if (!g_str_equal (vd_node_id (g_ptr_array_index (group->fields, j)), target))
        continue;
      gtk_widget_set_visible (group->widget, TRUE);
      if (VD_IS_FOLD (group->widget))
        vd_fold_set_open (VD_FOLD (group->widget), TRUE);
    }
  }
}

static void
vd_field_groups_place_init (VdPlaceInterface *iface)
{
  iface->reveal = vd_field_groups_reveal;
}

static gboolean
vd_field_groups_grab_focus (GtkWidget *widget)
{
  const Group *first = g_ptr_array_index (VD_FIELD_GROUPS (widget)->groups, 0);

  /* Of rows that just came GTK would take one without a size for the first. */
  if (first->box != NULL)
    return vd_target_focus (gtk_widget_get_first_child (GTK_WIDGET (first->box)));
  return gtk_widget_child_focus (first->widget, GTK_DIR_TAB_FORWARD);
}

static void
vd_field_groups_dispose (GObject *object)
{
  VdFieldGroups *self = VD_FIELD_GROUPS (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  G_OBJECT_CLASS (vd_field_groups_parent_class)->dispose (object);
}

static void
vd_field_groups_finalize (GObject *object)
{
  VdFieldGroups *self = VD_FIELD_GROUPS (object);

  /* Rows and folds, which point to the groups, are gone by now. */
  g_ptr_array_unref (self->groups);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_field_groups_parent_class)->finalize (object);
}

static void
vd_field_groups_class_init (VdFieldGroupsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_field_groups_dispose;
  G_OBJECT_CLASS (klass)->finalize = vd_field_groups_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = vd_field_groups_grab_focus;
}

static void
vd_field_groups_init (VdFieldGroups *self)
{
  self->groups = g_ptr_array_new_with_free_func (group_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
}

GtkWidget *
vd_field_groups_new (VdSession *session, const char *place, gboolean first_open)
{
  VdFieldGroups *self = g_object_new (VD_TYPE_FIELD_GROUPS, NULL);
  const GPtrArray *groups = vd_pack_nodes (vd_session_get_pack (session), "field-group");

  self->session = g_object_ref (session);
  self->first_open = first_open;
  for (guint i = 0; i < groups->len; i++) {
    const VdNode *group = g_ptr_array_index (groups, i);

    if (g_strcmp0 (vd_node_attr (group, "place"), place) == 0)
      add_group (self, group);
  }
  refresh (self);
  g_signal_connect_swapped (session, "record-changed", G_CALLBACK (refresh), self);
  return GTK_WIDGET (self);
}
