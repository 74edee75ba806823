/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "assessment"

#include "config.h"

#include "ui/assessment-private.h"

#include <glib/gi18n-lib.h>

#include "core/short-form.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define PLACE "vd-place"
#define IMAGE "vd-image"

const VdNode *
vd_assessment_get_form (VdAssessment *self)
{
  const VdRecord *record = vd_session_get_record (self->session);

  return record != NULL ? vd_short_form (vd_session_get_pack (self->session), record) : NULL;
}

/* Places beside the way: the journal always, the paper sheet while somebody enters one. A short
 * form leaves places out of the list; they can be gone to all the same. */
static gboolean
is_offered (VdAssessment *self, const VdPlaceInfo *info)
{
  if (info == self->place || g_str_equal (info->id, "journal"))
    return TRUE;
  return !g_str_equal (info->id, "paper") &&
         vd_short_form_has (vd_assessment_get_form (self), "places", info->id);
}

static VdProgress
get_progress (VdAssessment *self, const VdPlaceInfo *info)
{
  if (info->progress == NULL || vd_session_get_record (self->session) == NULL)
    return VD_PROGRESS_NONE;
  return info->progress (self->session);
}

/* "Person, begun" */
static char *
describe (const VdPlaceInfo *info, VdProgress progress)
{
  const char *word = vd_progress_word (progress);

  if (word == NULL)
    return g_strdup (vd_place_name (info));
  /* Translators: a place and how far it has come, "Person, begun". */
  return g_strdup_printf (_ ("%s, %s"), vd_place_name (info), word);
}

/* The list at the side. */

static void
show_progress (GtkImage *image, VdProgress progress)
{
  gtk_widget_set_opacity (GTK_WIDGET (image), progress == VD_PROGRESS_NONE ? 0 : 1);
  gtk_image_set_from_icon_name (image, progress == VD_PROGRESS_DONE ? "object-select-symbolic"
                                                                    : "media-record-symbolic");
  gtk_image_set_pixel_size (image, progress == VD_PROGRESS_DONE ? 16 : 10);
}

static GtkWidget *
nav_row_new (const VdPlaceInfo *info)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (vd_place_name (info));
  GtkWidget *image =
      g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_size_request (image, 16, 16);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), image);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), PLACE, (gpointer)info);
  g_object_set_data (G_OBJECT (row), IMAGE, image);
  return row;
}

static void
selected_cb (VdAssessment *self, GtkListBoxRow *row)
{
  const VdPlaceInfo *info = row != NULL ? g_object_get_data (G_OBJECT (row), PLACE) : NULL;

  /* Looking through the list with the arrow keys leaves the focus in it. */
  if (info != NULL && info != self->place)
    vd_assessment_show_place (self, info);
}

static void
activated_cb (VdAssessment *self, GtkListBoxRow *row)
{
  const VdPlaceInfo *info = g_object_get_data (G_OBJECT (row), PLACE);

  vd_assessment_show_place (self, info);
  vd_assessment_focus (self, NULL, -1);
}

GtkWidget *
vd_assessment_nav_new (VdAssessment *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  vd_set_name (list, _ ("Places"));
  for (const VdPlaceInfo *info = vd_places (); info->id != NULL; info++)
    gtk_list_box_append (self->list, nav_row_new (info));
  g_signal_connect_swapped (list, "row-selected", G_CALLBACK (selected_cb), self);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), list);
  return scrolled;
}

/* The menu where it is narrow. */

static void
create_menu_cb (GtkMenuButton *button, gpointer data)
{
  VdAssessment *self = data;
  g_autoptr (GMenu) model = g_menu_new ();

  for (const VdPlaceInfo *info = vd_places (); info->id != NULL; info++) {
    g_autofree char *label = describe (info, get_progress (self, info));
    g_autofree char *action = g_strdup_printf ("assessment.goto::%s", info->id);

    if (is_offered (self, info))
      g_menu_append (model, label, action);
  }
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (model)));
}

GtkWidget *
vd_assessment_bar_new (VdAssessment *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *menu = gtk_menu_button_new ();

  self->menu = GTK_MENU_BUTTON (menu);
  gtk_menu_button_set_always_show_arrow (self->menu, TRUE);
  gtk_menu_button_set_create_popup_func (self->menu, create_menu_cb, self, NULL);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_end (bar, 12);
  gtk_widget_set_margin_top (bar, 6);
  gtk_widget_set_margin_bottom (bar, 6);
  gtk_box_append (GTK_BOX (bar), menu);
  return bar;
}

static void
show_in_menu (VdAssessment *self)
{
  /* Translators: the place that is shown. */
  g_autofree char *name = g_strdup_printf (_ ("Places, now: %s"), vd_place_name (self->place));

  gtk_menu_button_set_label (self->menu, vd_place_name (self->place));
  vd_set_name (GTK_WIDGET (self->menu), name);
}

static void
fill_list (VdAssessment *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    const VdPlaceInfo *info = g_object_get_data (G_OBJECT (row), PLACE);
    VdProgress progress = get_progress (self, info);
    g_autofree char *name = describe (info, progress);

    gtk_widget_set_visible (GTK_WIDGET (row), is_offered (self, info));
    show_progress (g_object_get_data (G_OBJECT (row), IMAGE), progress);
    vd_set_name (GTK_WIDGET (row), name);
  }
}

static void
show_in_list (VdAssessment *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++) {
    if (g_object_get_data (G_OBJECT (row), PLACE) == self->place &&
        gtk_list_box_get_selected_row (self->list) != row)
      gtk_list_box_select_row (self->list, row);
  }
}

static char *
tell_all (VdAssessment *self)
{
  GString *all = g_string_new (NULL);

  for (const VdPlaceInfo *info = vd_places (); info->id != NULL; info++) {
    g_autofree char *label = describe (info, get_progress (self, info));

    g_string_append_printf (all, "%s%d\n", label, is_offered (self, info));
  }
  return g_string_free (all, FALSE);
}

void
vd_assessment_nav_refresh (VdAssessment *self)
{
  g_autofree char *told = tell_all (self);

  if (self->place != NULL) {
    show_in_menu (self);
    show_in_list (self);
  }
  if (g_strcmp0 (told, self->told) == 0)
    return;
  g_free (self->told);
  self->told = g_steal_pointer (&told);
  fill_list (self);
}

/* Back and forth at the foot of a place. */

static GtkWidget *
step_new (const VdPlaceInfo *to, gboolean forward)
{
  g_autofree char *text =
      g_strdup_printf (forward ? _ ("Next: %s") : _ ("Previous: %s"), vd_place_name (to));
  GtkWidget *button = vd_text_button_new (text, NULL, FALSE);

  vd_button_leads_to (button, to->id);
  gtk_widget_add_css_class (button, "pill");
  if (forward)
    gtk_widget_add_css_class (button, "suggested-action");
  return button;
}

/* The journal and the paper sheet stand beside the way, not on it. */
static gboolean
is_on_the_way (const VdPlaceInfo *info)
{
  return info->id != NULL && !g_str_equal (info->id, "journal") && !g_str_equal (info->id, "paper");
}

/* Returns: (nullable): the place before or after @info in the order of the short form, which may
 * be another than the list's. */
static const VdPlaceInfo *
neighbour_in (const VdNode *form, const VdPlaceInfo *info, int by)
{
  const char *const *ids = vd_node_list (form, "places");

  for (int i = 0; ids[i] != NULL; i++) {
    if (g_str_equal (ids[i], info->id))
      return i + by < 0 ? NULL : vd_place_find (ids[i + by]);
  }
  return by > 0 ? vd_place_find ("overview") : NULL;
}

static const VdPlaceInfo *
neighbour (VdAssessment *self, const VdPlaceInfo *info, int by)
{
  const VdNode *form = vd_assessment_get_form (self);

  if (form != NULL)
    return neighbour_in (form, info, by);
  if (by < 0)
    return info != vd_places () ? info - 1 : NULL;
  return is_on_the_way (info + 1) ? info + 1 : NULL;
}

GtkWidget *
vd_assessment_steps_new (VdAssessment *self, const VdPlaceInfo *info)
{
  const VdPlaceInfo *before = neighbour (self, info, -1);
  const VdPlaceInfo *after = neighbour (self, info, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  if (!is_on_the_way (info))
    return box;
  if (before != NULL)
    gtk_box_append (GTK_BOX (box), step_new (before, FALSE));
  if (after != NULL)
    gtk_box_append (GTK_BOX (box), step_new (after, TRUE));
  return box;
}
