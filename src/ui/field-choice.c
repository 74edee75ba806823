/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "field-row"

#include "config.h"

#include "ui/field-row-private.h"

#include <glib/gi18n-lib.h>

#include "base/lang.h"
#include "ui/closing.h"
#include "ui/parts.h"
#include "ui/widgets.h"

/* Kinds of fields that are chosen. */

#define CODE "vd-code"

static const char *const yes_no[] = {"yes", "no", NULL};

static const VdNode *
find_choice (VdFieldRow *self, const char *code)
{
  const GPtrArray *children = self->node != NULL ? vd_node_children (self->node) : NULL;

  for (guint i = 0; children != NULL && i < children->len; i++) {
    const VdNode *child = g_ptr_array_index (children, i);

    if (g_str_equal (vd_node_id (child), code))
      return child;
  }
  return NULL;
}

static const char *
choice_name (VdFieldRow *self, const char *code)
{
  const VdPack *pack = vd_session_get_pack (self->session);

  return vd_pack_choice (pack, self->path, code, vd_session_get_language (self->session));
}

/* Radio buttons: one of few codes, or yes and no. */

static gboolean
is_yes_no (VdFieldRow *self)
{
  return self->codes == NULL;
}

static void
asked_cb (GtkWidget *widget)
{
  vd_field_row_show (VD_FIELD_ROW (widget));
}

/* Closing may remove something: then the person is asked first. */
static gboolean
asks_first (VdFieldRow *self, const char *code)
{
  return g_str_equal (self->path, "case.status") && g_str_equal (code, "closed") &&
         vd_closing_ask (GTK_WIDGET (self), self->session, asked_cb);
}

static void
radio_toggled_cb (GtkCheckButton *button, gpointer data)
{
  VdFieldRow *self = data;
  const char *code = g_object_get_data (G_OBJECT (button), CODE);
  g_autoptr (GError) error = NULL;

  if (self->showing || !gtk_check_button_get_active (button) || asks_first (self, code))
    return;
  if (is_yes_no (self))
    vd_session_set_bool (self->session, self->path, g_str_equal (code, "yes"));
  else if (!vd_session_set_text (self->session, self->path, code, &error))
    g_critical ("%s refused: %s", self->path, error->message);
}

static GtkWidget *
radio_add (VdFieldRow *self, GtkBox *group, const char *code)
{
  GtkWidget *first = self->buttons->len > 0 ? g_ptr_array_index (self->buttons, 0) : NULL;
  const char *name = choice_name (self, code);
  GtkWidget *radio;

  if (is_yes_no (self))
    name = g_str_equal (code, "yes") ? _ ("Yes") : _ ("No");
  radio = vd_radio_new (name, first);
  g_object_set_data_full (G_OBJECT (radio), CODE, g_strdup (code), g_free);
  g_signal_connect (radio, "toggled", G_CALLBACK (radio_toggled_cb), self);
  g_ptr_array_add (self->buttons, radio);
  gtk_box_append (group, radio);
  return radio;
}

static void
add_choice_help (VdFieldRow *self, GtkBox *group, GtkWidget *button, const char *code)
{
  const VdNode *choice = find_choice (self, code);
  const char *lang = vd_session_get_language (self->session);
  GtkWidget *hint;

  if (choice == NULL || vd_text_is_empty (vd_node_text_all (choice, "help")))
    return;
  hint = vd_hint_new (vd_node_text (choice, "help", lang));
  vd_set_labels (button, NULL, hint);
  gtk_box_append (group, hint);
}

static GtkWidget *
radio_make (VdFieldRow *self)
{
  GtkWidget *group = vd_group_new (GTK_ACCESSIBLE_ROLE_RADIO_GROUP, self->label);
  const char *const *codes = is_yes_no (self) ? yes_no : self->codes;

  if (self->help != NULL)
    vd_set_labels (group, NULL, self->help);
  for (guint i = 0; codes[i] != NULL; i++) {
    GtkWidget *radio = radio_add (self, GTK_BOX (group), codes[i]);

    add_choice_help (self, GTK_BOX (group), radio, codes[i]);
  }
  return group;
}

static const char *
chosen_code (VdFieldRow *self)
{
  const VdRecord *record = vd_field_row_record (self);

  if (!is_yes_no (self))
    return vd_record_get_text (record, self->path);
  if (!vd_record_has (record, self->path))
    return NULL;
  return vd_record_get_bool (record, self->path) ? "yes" : "no";
}

static void
radio_show (VdFieldRow *self)
{
  const char *chosen = chosen_code (self);

  for (guint i = 0; i < self->buttons->len; i++) {
    GtkCheckButton *radio = g_ptr_array_index (self->buttons, i);
    const char *code = g_object_get_data (G_OBJECT (radio), CODE);

    gtk_check_button_set_active (radio, g_strcmp0 (code, chosen) == 0);
  }
}

const VdFieldKind vd_field_radio = {radio_make, radio_show};

/* A list to drop down: one of many codes. */

static void
dropped_cb (VdFieldRow *self)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));
  g_autoptr (GError) error = NULL;

  if (self->showing || at == GTK_INVALID_LIST_POSITION)
    return;
  if (!vd_session_set_text (self->session, self->path, at > 0 ? self->codes[at - 1] : NULL, &error))
    g_critical ("%s refused: %s", self->path, error->message);
}

static GtkWidget *
drop_new (VdFieldRow *self, GtkStringList *names, GCallback callback)
{
  GtkWidget *drop = gtk_drop_down_new (G_LIST_MODEL (names), NULL);

  vd_set_labels (drop, self->label, self->help);
  gtk_widget_set_halign (drop, GTK_ALIGN_START);
  g_signal_connect_swapped (drop, "notify::selected", callback, self);
  return drop;
}

static GtkWidget *
drop_make (VdFieldRow *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("Not asked"));
  for (guint i = 0; self->codes[i] != NULL; i++)
    gtk_string_list_append (names, choice_name (self, self->codes[i]));
  return drop_new (self, names, G_CALLBACK (dropped_cb));
}

static void
drop_show (VdFieldRow *self)
{
  const char *chosen = vd_record_get_text (vd_field_row_record (self), self->path);
  guint at = 0;

  for (guint i = 0; chosen != NULL && self->codes[i] != NULL; i++) {
    if (g_str_equal (self->codes[i], chosen))
      at = i + 1;
  }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), at);
}

const VdFieldKind vd_field_drop = {drop_make, drop_show};

/* Check buttons: several codes, or ids of the pack. */

static void
check_toggled_cb (GtkCheckButton *button, gpointer data)
{
  VdFieldRow *self = data;

  if (!self->showing)
    vd_session_list_set (self->session, self->path, g_object_get_data (G_OBJECT (button), CODE),
                         gtk_check_button_get_active (button));
}

static GtkWidget *
check_add (VdFieldRow *self, GtkBox *group, const char *code, const char *name)
{
  GtkWidget *check = vd_check_new (name);

  g_object_set_data_full (G_OBJECT (check), CODE, g_strdup (code), g_free);
  g_signal_connect (check, "toggled", G_CALLBACK (check_toggled_cb), self);
  g_ptr_array_add (self->buttons, check);
  gtk_box_append (group, check);
  return check;
}

/* Which checks an interpreter got is a list of ids: the pack has their words. */
static void
add_pack_checks (VdFieldRow *self, GtkBox *group)
{
  const GPtrArray *nodes = vd_pack_nodes (vd_session_get_pack (self->session), "interpreter");
  const char *lang = vd_session_get_language (self->session);

  for (guint i = 0; i < nodes->len; i++) {
    const VdNode *node = g_ptr_array_index (nodes, i);
    GtkWidget *check =
        check_add (self, group, vd_node_id (node), vd_node_text (node, "text", lang));
    GtkWidget *why;

    if (vd_text_is_empty (vd_node_text_all (node, "why")))
      continue;
    why = vd_hint_new (vd_node_text (node, "why", lang));
    gtk_widget_set_margin_start (why, 30);
    vd_set_labels (check, NULL, why);
    gtk_box_append (group, why);
  }
}

static GtkWidget *
checks_make (VdFieldRow *self)
{
  GtkWidget *group =
      g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (group), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (group), 6);
  vd_set_labels (group, self->label, self->help);
  for (guint i = 0; self->codes != NULL && self->codes[i] != NULL; i++)
    check_add (self, GTK_BOX (group), self->codes[i], choice_name (self, self->codes[i]));
  if (self->codes == NULL)
    add_pack_checks (self, GTK_BOX (group));
  return group;
}

static void
checks_show (VdFieldRow *self)
{
  for (guint i = 0; i < self->buttons->len; i++) {
    GtkCheckButton *check = g_ptr_array_index (self->buttons, i);
    const char *code = g_object_get_data (G_OBJECT (check), CODE);

    gtk_check_button_set_active (check,
                                 vd_record_list_has (vd_field_row_record (self), self->path, code));
  }
}

const VdFieldKind vd_field_checks = {checks_make, checks_show};

/* Languages by their own names. One that this version does not know keeps its tag. */

static void
language_cb (VdFieldRow *self)
{
  guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->control));
  guint n = 0;
  g_autoptr (GError) error = NULL;

  if (self->showing || at == GTK_INVALID_LIST_POSITION)
    return;
  while (vd_lang_all ()[n].tag != NULL)
    n++;
  /* The last place, when there is one, is the tag that stands there already. */
  if (at <= n && !vd_session_set_text (self->session, self->path,
                                       at > 0 ? vd_lang_all ()[at - 1].tag : NULL, &error))
    g_critical ("%s refused: %s", self->path, error->message);
}

static GtkWidget *
language_make (VdFieldRow *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("Not asked"));
  for (const VdLang *l = vd_lang_all (); l->tag != NULL; l++)
    gtk_string_list_append (names, l->native_name);
  return drop_new (self, names, G_CALLBACK (language_cb));
}

static void
language_show (VdFieldRow *self)
{
  GtkDropDown *drop = GTK_DROP_DOWN (self->control);
  const char *tag = vd_record_get_text (vd_field_row_record (self), self->path);
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (drop));
  guint n = 0, at = 0;

  for (; vd_lang_all ()[n].tag != NULL; n++) {
    if (g_strcmp0 (vd_lang_all ()[n].tag, tag) == 0)
      at = n + 1;
  }
  if (tag != NULL && at == 0) {
    gtk_string_list_splice (names, n + 1, g_list_model_get_n_items (G_LIST_MODEL (names)) - n - 1,
                            (const char *const[]){tag, NULL});
    at = n + 1;
  }
  gtk_drop_down_set_selected (drop, at);
}

const VdFieldKind vd_field_language = {language_make, language_show};
