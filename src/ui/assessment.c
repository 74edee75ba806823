/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "assessment"

#include "config.h"

#include "ui/assessment-private.h"

#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "ui/columns.h"
#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/fill.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "ui/short-bar.h"
#include "ui/summary-panel.h"
#include "ui/widgets.h"

#define TEXT_WIDTH 720
#define MARGIN 18
/* Frames until what was just built has a size: the first lays out, the second can scroll. */
#define FRAMES_TO_SIZE 2

static void vd_assessment_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdAssessment,
                               vd_assessment,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_assessment_page_init))

/* Places. */

GtkWidget *
vd_assessment_get_place (VdAssessment *self, const char *id)
{
  GtkWidget *scrolled = gtk_stack_get_child_by_name (self->stack, id);

  return scrolled != NULL ? g_object_get_data (G_OBJECT (scrolled), "vd-place") : NULL;
}

static void
build_place (VdAssessment *self, const VdPlaceInfo *info)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *place = info->create (self->session);

  gtk_box_append (GTK_BOX (box), vd_heading_new (vd_place_name (info), 2));
  gtk_box_append (GTK_BOX (box), place);
  gtk_box_append (GTK_BOX (box), vd_assessment_steps_new (self, info));
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, 2 * MARGIN);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), TEXT_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), TEXT_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  g_object_set_data (G_OBJECT (scrolled), "vd-place", place);
  gtk_stack_add_named (self->stack, scrolled, info->id);
}

GtkWidget *
vd_assessment_show_place (VdAssessment *self, const VdPlaceInfo *info)
{
  if (gtk_stack_get_child_by_name (self->stack, info->id) == NULL)
    build_place (self, info);
  self->place = info;
  vd_stack_show_name (self->stack, info->id);
  vd_assessment_nav_refresh (self);
  return vd_assessment_get_place (self, info->id);
}

/* Focus, with its whole row in sight. */

static void
scroll_to (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  GtkWidget *outer;
  GtkAdjustment *adjustment;
  double y, top, page;

  /* A text view scrolls by itself; what is meant is the place. */
  while (scrolled != NULL && (outer = gtk_widget_get_ancestor (gtk_widget_get_parent (scrolled),
                                                               GTK_TYPE_SCROLLED_WINDOW)) != NULL)
    scrolled = outer;
  if (scrolled == NULL || !gtk_widget_translate_coordinates (widget, scrolled, 0, 0, NULL, &y))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  page = gtk_adjustment_get_page_size (adjustment);
  top = gtk_adjustment_get_value (adjustment) + y;
  if (y < 0 || y + gtk_widget_get_height (widget) > page)
    gtk_adjustment_set_value (adjustment, top - MARGIN);
}

static void
set_cursor (GtkWidget *focus, int cursor)
{
  if (GTK_IS_EDITABLE (focus)) {
    gtk_editable_set_position (GTK_EDITABLE (focus), cursor);
  } else if (GTK_IS_TEXT_VIEW (focus)) {
    GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus));
    GtkTextIter iter;

    gtk_text_buffer_get_iter_at_offset (buffer, &iter, cursor);
    gtk_text_buffer_place_cursor (buffer, &iter);
  }
}

static void
focus_now (VdAssessment *self)
{
  GtkWidget *place = vd_assessment_get_place (self, self->place->id);
  GtkWidget *target = self->wanted != NULL ? vd_target_find (place, self->wanted) : NULL;

  if (target != NULL && vd_target_focus (target))
    scroll_to (target);
  else
    vd_target_focus (place);
  if (target != NULL && self->wanted_cursor >= 0 && self->root != NULL)
    set_cursor (gtk_root_get_focus (self->root), self->wanted_cursor);
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  VdAssessment *self = VD_ASSESSMENT (widget);

  /* Learn or Contacts lies over it and has the focus. */
  if (!gtk_widget_get_mapped (widget))
    return G_SOURCE_CONTINUE;
  if (self->wanted != NULL && vd_fill_is_busy (vd_assessment_get_place (self, self->place->id)))
    self->frames = FRAMES_TO_SIZE;
  if (self->frames > 0) {
    self->frames--;
    return G_SOURCE_CONTINUE;
  }
  self->tick = 0;
  focus_now (self);
  return G_SOURCE_REMOVE;
}

void
vd_assessment_focus (VdAssessment *self, const char *target, int cursor)
{
  if (target != NULL) {
    g_auto (GStrv) parts = g_strsplit (target, "/", 2);

    vd_place_reveal (vd_assessment_get_place (self, self->place->id), parts[0]);
  }
  g_free (self->wanted);
  self->wanted = g_strdup (target);
  self->wanted_cursor = cursor;
  self->frames = FRAMES_TO_SIZE;
  /* The beginning of a place is in sight as it is, and keys may follow at once. */
  if (target == NULL && gtk_widget_get_mapped (GTK_WIDGET (self))) {
    focus_now (self);
    return;
  }
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
goto_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  VdAssessment *self = VD_ASSESSMENT (widget);
  g_auto (GStrv) parts = g_strsplit (g_variant_get_string (parameter, NULL), ":", 2);
  const VdPlaceInfo *info = vd_place_find (parts[0]);

  /* A blanked window keeps its shortcuts. */
  if (info == NULL || !gtk_widget_get_mapped (widget))
    return;
  vd_assessment_show_place (self, info);
  vd_assessment_focus (self, parts[1], -1);
  vd_announce (widget, vd_place_name (info));
}

/* The header: which assessment, and whether it is saved. */

static void
refresh_title (VdAssessment *self)
{
  const VdRecord *record = vd_session_get_record (self->session);
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  const char *reference = vd_record_get_text (record, "person.reference");
  const char *setting = vd_record_get_text (record, "setting");

  adw_window_title_set_title (self->title, reference != NULL ? reference : _ ("No reference yet"));
  adw_window_title_set_subtitle (self->title, vd_pack_choice (pack, "setting", setting, lang));
}

static void
refresh_trouble (VdAssessment *self)
{
  const GError *error = vd_session_get_save_error (self->session);
  VdUserError words;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->trouble, error != NULL);
  if (error == NULL)
    return;
  words = vd_user_error (error);
  text = g_strdup_printf (_ ("Not saved: %s. %s %s"), words.title, words.sentence, words.next);
  gtk_label_set_label (self->trouble_words, text);
  vd_announce (GTK_WIDGET (self), text);
}

static void
refresh_saved (VdAssessment *self)
{
  g_autofree char *text = NULL;

  switch (vd_session_get_save_state (self->session)) {
  case VD_SAVE_SAVING:
    text = g_strdup (_ ("Saving"));
    break;
  case VD_SAVE_SAVED:
    /* Translators: a time of day. */
    text = g_strdup_printf (_ ("Saved %s"), vd_session_get_saved_time (self->session));
    break;
  case VD_SAVE_FAILED:
    text = g_strdup (_ ("Not saved"));
    break;
  case VD_SAVE_NONE:
  default:
    text = g_strdup ("");
  }
  gtk_label_set_label (self->saved, text);
  if (vd_session_get_save_state (self->session) != VD_SAVE_SAVING)
    refresh_trouble (self);
}

/* What a place offers depends on the workplace and on the form. Not while one of them is telling of
 * a change. */
static gboolean
remake_places (gpointer data)
{
  VdAssessment *self = data;
  GtkWidget *stack = GTK_WIDGET (self->stack);
  g_autofree char *draft = vd_assessment_save_draft (self);
  GtkWidget *child;

  self->remake = 0;
  while ((child = gtk_widget_get_first_child (stack)) != NULL)
    gtk_stack_remove (self->stack, child);
  vd_assessment_restore_draft (self, draft);
  return G_SOURCE_REMOVE;
}

static void
follow_setting (VdAssessment *self)
{
  const char *setting = vd_record_get_text (vd_session_get_record (self->session), "setting");
  const VdNode *form = vd_assessment_get_form (self);

  if (g_strcmp0 (self->setting, setting) == 0 && self->form == form)
    return;
  if (self->setting != NULL && self->remake == 0)
    self->remake = g_idle_add (remake_places, self);
  g_free (self->setting);
  self->setting = g_strdup (setting);
  self->form = form;
}

static void
record_changed_cb (VdAssessment *self)
{
  if (vd_session_get_record (self->session) == NULL)
    return;
  follow_setting (self);
  refresh_title (self);
  vd_assessment_nav_refresh (self);
}

/* The page. */

static const char *
vd_assessment_title (VdPage *page)
{
  return adw_window_title_get_title (VD_ASSESSMENT (page)->title);
}

/* A new one begins with getting ready, or where its short form begins; in one that is known, what
 * is known comes first. */
static const VdPlaceInfo *
first_place (VdAssessment *self)
{
  const VdRecord *record = vd_session_get_record (self->session);
  const VdNode *form = vd_assessment_get_form (self);
  gboolean known = vd_record_has (record, "answers") || vd_record_has (record, "person");
  const char *begin = form != NULL ? vd_node_list (form, "places")[0] : "prepare";
  const VdPlaceInfo *info = vd_place_find (known ? "overview" : begin);

  return info != NULL ? info : vd_places ();
}

static void
vd_assessment_shown (VdPage *page)
{
  VdAssessment *self = VD_ASSESSMENT (page);

  record_changed_cb (self);
  refresh_saved (self);
  if (self->place == NULL)
    vd_assessment_show_place (self, first_place (self));
  vd_assessment_focus (self, NULL, -1);
}

static void
vd_assessment_leave (VdPage *page)
{
  vd_editors_commit (GTK_WIDGET (VD_ASSESSMENT (page)->stack));
}

static char *
save_draft (VdPage *page)
{
  return vd_assessment_save_draft (VD_ASSESSMENT (page));
}

static void
restore_draft (VdPage *page, const char *draft)
{
  vd_assessment_restore_draft (VD_ASSESSMENT (page), draft);
}

static gboolean
vd_assessment_take_down (VdPage *page)
{
  VdAssessment *self = VD_ASSESSMENT (page);
  GtkWidget *place = gtk_widget_get_last_child (GTK_WIDGET (self->stack));

  /* Another case may be opened meanwhile. */
  g_signal_handlers_disconnect_by_data (self->session, self);
  if (place == NULL)
    return FALSE;
  if (!vd_place_take_down (g_object_get_data (G_OBJECT (place), "vd-place")))
    gtk_stack_remove (self->stack, place);
  return TRUE;
}

static void
vd_assessment_page_init (VdPageInterface *iface)
{
  iface->title = vd_assessment_title;
  iface->shown = vd_assessment_shown;
  iface->leave = vd_assessment_leave;
  iface->save_draft = save_draft;
  iface->restore_draft = restore_draft;
  iface->take_down = vd_assessment_take_down;
}

/* The object. */

static void
vd_assessment_root (GtkWidget *widget)
{
  VdAssessment *self = VD_ASSESSMENT (widget);

  GTK_WIDGET_CLASS (vd_assessment_parent_class)->root (widget);
  self->root = gtk_widget_get_root (widget);
  g_signal_connect_swapped (self->root, "notify::focus-widget",
                            G_CALLBACK (vd_assessment_note_focus), self);
}

static void
vd_assessment_unroot (GtkWidget *widget)
{
  VdAssessment *self = VD_ASSESSMENT (widget);

  g_signal_handlers_disconnect_by_data (self->root, self);
  self->root = NULL;
  GTK_WIDGET_CLASS (vd_assessment_parent_class)->unroot (widget);
}

static void
vd_assessment_dispose (GObject *object)
{
  VdAssessment *self = VD_ASSESSMENT (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_handle_id (&self->remake, g_source_remove);
  g_clear_pointer (&self->setting, g_free);
  g_clear_pointer (&self->told, g_free);
  g_clear_pointer (&self->focused, g_free);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (vd_assessment_parent_class)->dispose (object);
}

static void
add_shortcut (GtkWidgetClass *widget_class, guint key, const char *place)
{
  gtk_widget_class_add_binding_action (widget_class, key, GDK_ALT_MASK, "assessment.goto", "s",
                                       place);
}

static void
vd_assessment_class_init (VdAssessmentClass *klass)
{
  static const char *const order[] = {"prepare",  "danger", "person",   "seen",   "conversation",
                                      "overview", "todo",   "referral", "journal"};
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vd_assessment_dispose;
  widget_class->root = vd_assessment_root;
  widget_class->unroot = vd_assessment_unroot;
  gtk_widget_class_install_action (widget_class, "assessment.goto", "s", goto_action);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    add_shortcut (widget_class, GDK_KEY_1 + i, order[i]);
    add_shortcut (widget_class, GDK_KEY_KP_1 + i, order[i]);
  }
}

static GtkWidget *
header_new (VdAssessment *self)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *saved =
      g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);

  self->title = ADW_WINDOW_TITLE (adw_window_title_new ("", ""));
  self->saved = GTK_LABEL (saved);
  gtk_widget_add_css_class (saved, "caption");
  gtk_label_set_ellipsize (self->saved, PANGO_ELLIPSIZE_END);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (self->title));
  adw_header_bar_pack_start (
      ADW_HEADER_BAR (bar),
      vd_icon_button_new ("go-previous-symbolic", _ ("Back to the cases"), "win.cases"));
  vd_header_pack_controls (ADW_HEADER_BAR (bar));
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), saved);
  return bar;
}

static GtkWidget *
trouble_new (VdAssessment *self)
{
  GtkWidget *words = vd_paragraph_new ("");

  self->trouble_words = GTK_LABEL (words);
  self->trouble = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->trouble, "error");
  gtk_widget_set_margin_start (words, MARGIN);
  gtk_widget_set_margin_end (words, MARGIN);
  gtk_widget_set_margin_top (words, 6);
  gtk_widget_set_margin_bottom (words, 6);
  gtk_widget_set_visible (self->trouble, FALSE);
  gtk_box_append (GTK_BOX (self->trouble), words);
  return self->trouble;
}

static void
vd_assessment_init (VdAssessment *self)
{
  self->cursor = self->wanted_cursor = -1;
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
}

GtkWidget *
vd_assessment_new (VdSession *session)
{
  VdAssessment *self = g_object_new (VD_TYPE_ASSESSMENT, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *nav = vd_assessment_nav_new (self);
  GtkWidget *bar = vd_assessment_bar_new (self);

  self->session = g_object_ref (session);
  gtk_box_append (GTK_BOX (box), header_new (self));
  gtk_box_append (GTK_BOX (box), trouble_new (self));
  gtk_box_append (GTK_BOX (box), vd_short_bar_new (session));
  self->columns =
      vd_columns_new (bar, nav, GTK_WIDGET (self->stack), vd_summary_panel_new (session));
  gtk_box_append (GTK_BOX (box), self->columns);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (session, "record-changed", G_CALLBACK (record_changed_cb), self);
  g_signal_connect_swapped (session, "notify::save-state", G_CALLBACK (refresh_saved), self);
  return GTK_WIDGET (self);
}
