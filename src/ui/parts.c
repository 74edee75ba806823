/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "parts"

#include "config.h"

#include "ui/parts.h"

#include <glib/gi18n-lib.h>

#include "app/language.h"
#include "base/date.h"
#include "ui/widgets.h"
#include "ui/wrap-layout.h"

#define AREA_MIN_HEIGHT 66
#define AREA_MAX_HEIGHT 260

static void
make_wrap (GtkWidget *label)
{
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* Else a label would be as wide as it is high, wherever there is room for it in one line. */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
}

GtkWidget *
vd_heading_new (const char *text, int level)
{
  static const char *const classes[] = {"title-1", "title-2", "title-4", "heading"};
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                   "label", text, NULL);

  g_assert (level >= 1 && level <= 4);
  make_wrap (label);
  gtk_widget_add_css_class (label, classes[level - 1]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, level, -1);
  return label;
}

GtkWidget *
vd_paragraph_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  make_wrap (label);
  return label;
}

GtkWidget *
vd_hint_new (const char *text)
{
  GtkWidget *label = vd_paragraph_new (text);

  gtk_widget_add_css_class (label, "caption");
  return label;
}

GtkWidget *
vd_card_new (GtkWidget **inside)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (card), box);
  *inside = box;
  return card;
}

static GtkWidget *
button_new (GtkAccessibleRole role, const char *text)
{
  GtkWidget *button = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", role, NULL);
  GtkWidget *label = vd_paragraph_new (text);

  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  vd_set_name (button, text);
  return button;
}

GtkWidget *
vd_check_new (const char *text)
{
  return button_new (GTK_ACCESSIBLE_ROLE_CHECKBOX, text);
}

GtkWidget *
vd_radio_new (const char *text, GtkWidget *group)
{
  GtkWidget *button = button_new (GTK_ACCESSIBLE_ROLE_RADIO, text);

  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (group));
  return button;
}

GtkWidget *
vd_text_button_new (const char *text, const char *name, gboolean flat)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = vd_paragraph_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_button_set_child (GTK_BUTTON (button), label);
  vd_set_name (button, name != NULL ? name : text);
  if (flat)
    gtk_widget_add_css_class (button, "flat");
  return button;
}

void
vd_button_leads_to (GtkWidget *button, const char *target)
{
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "assessment.goto");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
}

static gboolean
step_radio (GtkWidget *group, GtkWidget *focus, gboolean forward)
{
  GtkWidget *next = focus;

  do
    next = forward ? gtk_widget_get_next_sibling (next) : gtk_widget_get_prev_sibling (next);
  while (next != NULL && !GTK_IS_CHECK_BUTTON (next));
  if (next != NULL) {
    gtk_check_button_set_active (GTK_CHECK_BUTTON (next), TRUE);
    gtk_widget_grab_focus (next);
  }
  return TRUE;
}

static gboolean
radio_key_cb (GtkEventControllerKey *controller,
              guint key,
              guint code,
              GdkModifierType state,
              gpointer data)
{
  GtkWidget *group = data;
  GtkWidget *focus = gtk_widget_get_focus_child (group);
  gboolean rtl = gtk_widget_get_direction (group) == GTK_TEXT_DIR_RTL;

  if (!GTK_IS_CHECK_BUTTON (focus) ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  switch (key) {
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    return step_radio (group, focus, FALSE);
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    return step_radio (group, focus, TRUE);
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    return step_radio (group, focus, rtl);
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    return step_radio (group, focus, !rtl);
  default:
    return FALSE;
  }
}

static void
add_radio_keys (GtkWidget *group)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (radio_key_cb), group);
  gtk_widget_add_controller (group, keys);
}

GtkWidget *
vd_group_new (GtkAccessibleRole role, GtkWidget *label)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", role, NULL);

  gtk_widget_set_layout_manager (box, vd_wrap_layout_new (18, 6));
  if (label != NULL)
    vd_set_labels (box, label, NULL);
  if (role == GTK_ACCESSIBLE_ROLE_RADIO_GROUP)
    add_radio_keys (box);
  return box;
}

GtkWidget *
vd_area_new (GtkWidget **view)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  *view = gtk_text_view_new ();
  vd_private_text (*view);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (*view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (*view), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (*view), 8);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (*view), 8);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (*view), 8);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), AREA_MIN_HEIGHT);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), AREA_MAX_HEIGHT);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), *view);
  return scrolled;
}

char *
vd_typed_get (GtkWidget *widget)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (GTK_IS_EDITABLE (widget))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_view_text (GtkTextView *view, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter iter;
  int at;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  at = gtk_text_iter_get_offset (&iter);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &iter, at);
  gtk_text_buffer_place_cursor (buffer, &iter);
}

void
vd_typed_set (GtkWidget *widget, const char *text)
{
  g_autofree char *old = vd_typed_get (widget);
  int at;

  if (g_str_equal (old, text))
    return;
  if (GTK_IS_TEXT_VIEW (widget)) {
    set_view_text (GTK_TEXT_VIEW (widget), text);
    return;
  }
  at = gtk_editable_get_position (GTK_EDITABLE (widget));
  gtk_editable_set_text (GTK_EDITABLE (widget), text);
  gtk_editable_set_position (GTK_EDITABLE (widget), at);
}

void
vd_typed_connect (GtkWidget *widget, GCallback callback, gpointer data)
{
  GObject *source = G_OBJECT (widget);

  if (GTK_IS_TEXT_VIEW (widget))
    source = G_OBJECT (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)));
  g_signal_connect_swapped (source, "changed", callback, data);
}

char *
vd_isolate (const char *text)
{
  return g_strdup_printf ("\xe2\x81\xa8%s\xe2\x81\xa9", text);
}

char *
vd_when (const char *stamp, const char *lang)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *day = NULL;
  g_autofree char *clock = NULL;
  g_autofree char *date = NULL;

  if (stamp == NULL)
    return g_strdup ("");
  if (!vd_time_is_valid (stamp))
    return vd_language_date (stamp, lang);
  utc = g_date_time_new_from_iso8601 (stamp, NULL);
  local = g_date_time_to_local (utc);
  if (local == NULL) /* The last hours of the year 9999 are over it here. */
    return g_strdup (stamp);
  day = g_date_time_format (local, "%Y-%m-%d");
  clock = g_date_time_format (local, "%H:%M");
  date = vd_language_date (day, lang);
  /* Translators: a date and a time of day, "2 May 2026, 10:16". */
  return g_strdup_printf (_ ("%s, %s"), date, clock);
}

void
vd_box_clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}
