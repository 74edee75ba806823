/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "blocks"

#include "config.h"

#include "ui/widgets.h"
#include "ui/blocks.h"

#include "base/lang.h"
#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/source-list.h"

#define SAY_SCALE 1.3
#define COLUMN_CHARS 18

GtkWidget *
vd_block_say (const char *text, const char *lang)
{
  GtkWidget *label = vd_paragraph_new (text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (SAY_SCALE));
  pango_attr_list_insert (attributes, pango_attr_language_new (pango_language_from_string (lang)));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_widget_set_direction (label, vd_lang_is_rtl (lang) ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  return label;
}

GtkWidget *
vd_block_pair (const char *name, const char *value)
{
  GtkWidget *label = vd_paragraph_new ("");
  g_autofree char *markup = g_markup_printf_escaped ("<b>%s:</b> %s", name, value);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  return label;
}

GtkWidget *
vd_block_link (const char *text, const char *place)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = vd_paragraph_new (text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_underline_new (PANGO_UNDERLINE_SINGLE));
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_NORMAL));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_widget_add_css_class (button, "flat");
  gtk_button_set_child (GTK_BUTTON (button), label);
  vd_set_name (button, text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "assessment.goto");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", place);
  vd_target_set (button, place);
  return button;
}

GtkWidget *
vd_block_box (int spacing)
{
  return gtk_box_new (GTK_ORIENTATION_VERTICAL, spacing);
}

void
vd_block_append (GtkWidget *box, GtkWidget *child)
{
  gtk_box_append (GTK_BOX (box), child);
}

GtkWidget *
vd_block_columns (guint columns)
{
  return g_object_new (GTK_TYPE_FLOW_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                       "selection-mode", GTK_SELECTION_NONE, "min-children-per-line", 1,
                       "max-children-per-line", columns, "column-spacing", 12, "row-spacing", 12,
                       NULL);
}

/* A column is as wide as its texts would like to be: without a limit each would fill the page. */
static void
make_narrow (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    gtk_label_set_max_width_chars (GTK_LABEL (widget), COLUMN_CHARS);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    make_narrow (child);
}

void
vd_block_columns_append (GtkWidget *columns, GtkWidget *child)
{
  GtkWidget *item = g_object_new (GTK_TYPE_FLOW_BOX_CHILD, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_GROUP, "focusable", FALSE, NULL);

  make_narrow (child);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (item), child);
  gtk_flow_box_append (GTK_FLOW_BOX (columns), item);
}

static void
add_source (GtkWidget *box, const VdNode *source, const char *lang)
{
  g_autofree char *line = vd_source_line (source, lang);

  vd_block_append (box, vd_paragraph_new (vd_node_text (source, "name", lang)));
  vd_block_append (box, vd_hint_new (line));
}

GtkWidget *
vd_block_sources (const VdPack *pack, const GPtrArray *nodes, const char *lang)
{
  GtkWidget *box = vd_block_box (3);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < nodes->len; i++) {
    const char *const *ids = vd_node_list (g_ptr_array_index (nodes, i), "sources");

    for (guint j = 0; ids[j] != NULL; j++) {
      if (g_hash_table_add (seen, (gpointer)ids[j]))
        add_source (box, vd_pack_find (pack, "source", ids[j]), lang);
    }
  }
  return box;
}
