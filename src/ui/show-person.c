/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "show-person"

#include "config.h"

#include "ui/show-person.h"

#include <glib/gi18n-lib.h>

#include "base/lang.h"
#include "ui/blocks.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define STYLE_SET "vd-show-person-style"

/* Colours of their own: the page must be readable whatever theme the machine has. */
static const char style[] = "window.vd-show, window.vd-show * { background: white; color: black; }"
                            "window.vd-show label.vd-large { font-size: 48pt; }"
                            "window.vd-show label.vd-point { font-size: 24pt; padding: 12px;"
                            "  border: 2px solid black; border-radius: 9px; }"
                            "window.vd-show .vd-blank, window.vd-show .vd-blank *"
                            "  { background: black; color: #767676; }";

static void
add_style (GtkWidget *widget)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  GtkCssProvider *provider;

  if (g_object_get_data (G_OBJECT (display), STYLE_SET) != NULL)
    return;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (provider, style, -1);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  g_object_set_data_full (G_OBJECT (display), STYLE_SET, provider, g_object_unref);
}

static GtkWidget *
words_new (const VdPack *pack, const char *lang)
{
  static const char *const ids[] = {"person-tell", "person-do-not-know", "person-decline",
                                    "person-pause", "person-stop"};
  GtkWidget *words = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    GtkWidget *label = gtk_label_new (vd_pack_phrase (pack, ids[i], lang));

    gtk_widget_add_css_class (label, "vd-point");
    gtk_box_append (GTK_BOX (words), label);
  }
  return words;
}

static GtkWidget *
page_new (const VdPack *pack, const char *text, const char *lang, gboolean answers)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = vd_block_box (36);
  GtkWidget *label = vd_paragraph_new (text);

  gtk_widget_add_css_class (label, "vd-large");
  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (answers)
    gtk_box_append (GTK_BOX (box), words_new (pack, lang));
  gtk_widget_set_margin_start (box, 48);
  gtk_widget_set_margin_end (box, 48);
  gtk_widget_set_margin_top (box, 36);
  gtk_widget_set_margin_bottom (box, 36);
  gtk_widget_set_direction (box, vd_lang_is_rtl (lang) ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (label, gtk_widget_get_direction (box));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

static GtkWidget *
blank_new (void)
{
  GtkWidget *label = vd_paragraph_new (_ ("Enter: back"));

  gtk_widget_add_css_class (label, "vd-blank");
  gtk_label_set_xalign (GTK_LABEL (label), 0.5);
  gtk_widget_set_vexpand (label, TRUE);
  return label;
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        GtkWidget *window)
{
  GtkStack *stack = GTK_STACK (gtk_window_get_child (GTK_WINDOW (window)));
  gboolean blank = g_strcmp0 (gtk_stack_get_visible_child_name (stack), "blank") == 0;

  if (!blank && (keyval == GDK_KEY_Escape || keyval == GDK_KEY_F9))
    gtk_stack_set_visible_child_name (stack, "blank");
  else if (blank &&
           (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_F9))
    gtk_window_destroy (GTK_WINDOW (window));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
follow_keys (GtkWidget *window)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), window);
  gtk_widget_add_controller (window, keys);
}

void
vd_show_person (GtkWidget *parent,
                const VdPack *pack,
                const char *text,
                const char *lang,
                gboolean answers)
{
  GtkWindow *owner = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkWidget *window = gtk_window_new ();
  GtkWidget *stack = gtk_stack_new ();

  add_style (parent);
  gtk_stack_add_named (GTK_STACK (stack), page_new (pack, text, lang, answers), "text");
  gtk_stack_add_named (GTK_STACK (stack), blank_new (), "blank");
  gtk_window_set_child (GTK_WINDOW (window), stack);
  gtk_window_set_transient_for (GTK_WINDOW (window), owner);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_application (GTK_WINDOW (window), gtk_window_get_application (owner));
  gtk_window_set_default_size (GTK_WINDOW (window), gtk_widget_get_width (GTK_WIDGET (owner)),
                               gtk_widget_get_height (GTK_WIDGET (owner)));
  gtk_window_set_title (GTK_WINDOW (window), _ ("For the person"));
  gtk_widget_add_css_class (window, "vd-show");
  follow_keys (window);
  gtk_window_fullscreen (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
}
