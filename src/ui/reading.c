/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "reading"

#include "config.h"

#include "ui/reading.h"

#include <glib/gi18n-lib.h>

#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/widgets.h"

#define TEXT_WIDTH 720
#define MARGIN 18

typedef struct {
  GtkWidget *whole; /* in the stack: the scrolled box and the foot */
  GtkWidget *box;
  GtkWidget *foot;
  char *title;
  GtkWidget *focus; /* (nullable) (weak): what led to the page on top of this one */
} Page;

struct _VdReading {
  AdwBin parent;

  AdwWindowTitle *title;
  AdwHeaderBar *bar;
  AdwBin *top;
  GtkStack *stack;
  GPtrArray *pages; /* (element-type Page): never empty, the one on top last */
};

G_DEFINE_FINAL_TYPE (VdReading, vd_reading, ADW_TYPE_BIN)

static void
page_free (gpointer data)
{
  Page *page = data;

  g_clear_weak_pointer (&page->focus);
  g_free (page->title);
  g_free (page);
}

static Page *
get_page (VdReading *self)
{
  return g_ptr_array_index (self->pages, self->pages->len - 1);
}

static void
show_page (VdReading *self)
{
  Page *page = get_page (self);

  gtk_widget_set_visible (GTK_WIDGET (self->top), self->pages->len == 1);
  vd_stack_show (self->stack, page->whole);
}

static void
set_margins (GtkWidget *widget, int bottom)
{
  gtk_widget_set_margin_start (widget, MARGIN);
  gtk_widget_set_margin_end (widget, MARGIN);
  gtk_widget_set_margin_top (widget, MARGIN);
  gtk_widget_set_margin_bottom (widget, bottom);
}

static GtkWidget *
clamp_new (GtkWidget *child)
{
  return g_object_new (ADW_TYPE_CLAMP, "maximum-size", TEXT_WIDTH, "tightening-threshold",
                       TEXT_WIDTH, "child", child, NULL);
}

static void
add_page (VdReading *self, const char *title)
{
  Page *page = g_new0 (Page, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  page->title = g_strdup (title);
  /* It takes the focus where there is nothing but text, so that Page Down scrolls; Tab goes on. */
  page->box = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 12,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, "focusable", TRUE, NULL);
  page->whole = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  page->foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  set_margins (page->box, 2 * MARGIN);
  gtk_widget_set_margin_start (page->foot, MARGIN);
  gtk_widget_set_margin_end (page->foot, MARGIN);
  vd_set_name (page->box, title);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp_new (page->box));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_focusable (scrolled, FALSE);
  gtk_box_append (GTK_BOX (page->whole), scrolled);
  gtk_box_append (GTK_BOX (page->whole), clamp_new (page->foot));
  gtk_stack_add_child (self->stack, page->whole);
  g_ptr_array_add (self->pages, page);
}

GtkWidget *
vd_reading_get_box (VdReading *self)
{
  return get_page (self)->box;
}

GtkWidget *
vd_reading_get_first (VdReading *self)
{
  return ((Page *)g_ptr_array_index (self->pages, 0))->box;
}

void
vd_reading_set_foot (VdReading *self, GtkWidget *widget)
{
  gtk_widget_set_margin_top (widget, 6);
  gtk_widget_set_margin_bottom (widget, 6);
  gtk_box_append (GTK_BOX (get_page (self)->foot), widget);
}

guint
vd_reading_get_depth (VdReading *self)
{
  return self->pages->len - 1;
}

void
vd_reading_set_top (VdReading *self, GtkWidget *widget)
{
  adw_bin_set_child (self->top, widget);
}

GtkWidget *
vd_reading_push (VdReading *self, const char *title)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL)
    g_set_weak_pointer (&get_page (self)->focus, gtk_root_get_focus (root));
  add_page (self, title);
  show_page (self);
  return get_page (self)->box;
}

void
vd_reading_shown (VdReading *self)
{
  Page *page = get_page (self);

  /* The page itself: whoever reads begins at its top, and the arrow keys scroll. */
  gtk_widget_grab_focus (page->box);
  vd_announce (GTK_WIDGET (self), page->title);
}

void
vd_reading_pop (VdReading *self)
{
  Page *top = get_page (self);
  GtkWidget *gone = g_object_ref (top->whole);
  Page *page;

  g_return_if_fail (self->pages->len > 1);

  vd_editors_commit (gone);
  g_ptr_array_set_size (self->pages, (int)self->pages->len - 1);
  page = get_page (self);
  show_page (self);
  if (page->focus == NULL || !gtk_widget_grab_focus (page->focus))
    gtk_widget_grab_focus (page->box);
  g_clear_weak_pointer (&page->focus);
  gtk_stack_remove (self->stack, gone);
  /* The click that leads away may come from inside. */
  g_idle_add_once ((GSourceOnceFunc)g_object_unref, gone);
  vd_announce (GTK_WIDGET (self), page->title);
}

void
vd_reading_back (VdReading *self)
{
  if (self->pages->len > 1)
    vd_reading_pop (self);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  /* A blanked window keeps its shortcuts. */
  if (gtk_widget_get_mapped (widget))
    vd_reading_back (VD_READING (widget));
}

static void
vd_reading_finalize (GObject *object)
{
  g_ptr_array_unref (VD_READING (object)->pages);
  G_OBJECT_CLASS (vd_reading_parent_class)->finalize (object);
}

static void
vd_reading_class_init (VdReadingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = vd_reading_finalize;
  gtk_widget_class_install_action (widget_class, "reading.back", NULL, back_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "reading.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "reading.back",
                                       NULL);
}

static void
vd_reading_init (VdReading *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();

  self->pages = g_ptr_array_new_with_free_func (page_free);
  self->title = ADW_WINDOW_TITLE (adw_window_title_new ("", ""));
  self->top = ADW_BIN (adw_bin_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (self->title));
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), vd_icon_button_new ("go-previous-symbolic",
                                                                       _ ("Back"), "reading.back"));
  self->bar = ADW_HEADER_BAR (bar);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->top));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_reading_new (VdSession *session, const char *title)
{
  VdReading *self = g_object_new (VD_TYPE_READING, NULL);

  if (vd_session_get_state (session) == VD_SESSION_UNLOCKED)
    vd_header_pack_controls (self->bar);
  else
    vd_header_pack_menu (self->bar);
  adw_window_title_set_title (self->title, title);
  add_page (self, title);
  show_page (self);
  return GTK_WIDGET (self);
}
