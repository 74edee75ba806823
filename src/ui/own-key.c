/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "own-key"

#include "config.h"

#include "ui/own-key.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/session-share.h"
#include "app/user-error.h"
#include "share/qr.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define SIDE 220

#define VD_TYPE_OWN_KEY (vd_own_key_get_type ())
G_DECLARE_FINAL_TYPE (VdOwnKey, vd_own_key, VD, OWN_KEY, AdwBin)

struct _VdOwnKey {
  AdwBin parent;

  GtkWidget *box;
  guint8 *modules; /* (nullable) */
  guint width;
};

G_DEFINE_FINAL_TYPE (VdOwnKey, vd_own_key, ADW_TYPE_BIN)

/* Always dark on white, whatever the theme: cameras expect it. */
static void
draw_qr (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  VdOwnKey *self = data;
  guint all = self->width + 2 * VD_QR_QUIET;
  /* Whole pixels: a camera takes modules of uneven width for noise. */
  int module = MAX (1, MIN (width, height) / (int)all);

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, 0, 0, module * (int)all, module * (int)all);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < self->width * self->width; i++) {
    if (self->modules[i] != 0)
      cairo_rectangle (cr, module * (int)(i % self->width + VD_QR_QUIET),
                       module * (int)(i / self->width + VD_QR_QUIET), module, module);
  }
  cairo_fill (cr);
}

static GtkWidget *
qr_new (VdOwnKey *self)
{
  GtkWidget *area =
      g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG,
                    "content-width", SIDE, "content-height", SIDE, "halign", GTK_ALIGN_START, NULL);

  vd_set_name (area, _ ("The key as a QR code"));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_qr, self, NULL);
  return area;
}

static void
copy_cb (GtkWidget *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button),
                          g_object_get_data (G_OBJECT (button), "key"));
  vd_announce (button, _ ("Copied"));
}

static void
append_key (VdOwnKey *self, const char *title, const char *about, const char *key)
{
  g_autofree char *words = vd_addressees_fingerprint (key, NULL);
  GtkWidget *label = vd_paragraph_new (key);
  g_autofree char *name = g_strdup_printf (_ ("Copy: %s"), title);
  GtkWidget *copy = vd_text_button_new (_ ("Copy"), name, FALSE);

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_set_halign (copy, GTK_ALIGN_START);
  g_object_set_data_full (G_OBJECT (copy), "key", g_strdup (key), g_free);
  g_signal_connect (copy, "clicked", G_CALLBACK (copy_cb), NULL);
  vd_block_append (self->box, vd_heading_new (title, 3));
  vd_block_append (self->box, vd_paragraph_new (about));
  vd_block_append (self->box, label);
  vd_block_append (self->box, vd_block_pair (_ ("Six words"), words));
  vd_block_append (self->box, copy);
}

static void
show (VdOwnKey *self, const VdOwnKeys *keys)
{
  append_key (self, _ ("To be written to"),
              _ ("Give this to those who are to seal files to you. It is not secret. Read the six "
                 "words to them over the phone, so that nobody can put another key in its place."),
              keys->recipient);
  self->modules = vd_qr_modules (keys->recipient, &self->width);
  if (self->modules != NULL)
    vd_block_append (self->box, qr_new (self));
  append_key (self, _ ("To know your signature by"),
              _ ("Every package that you send is signed. Who has this key sees that it is yours."),
              keys->sign_key);
}

static void
keys_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdOwnKey) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VdOwnKeys) keys = vd_session_own_keys_finish (VD_SESSION (source), result, &error);

  if (keys != NULL)
    show (self, keys);
  else
    vd_block_append (self->box, vd_paragraph_new (vd_user_error (error).sentence));
}

static void
vd_own_key_finalize (GObject *object)
{
  g_free (VD_OWN_KEY (object)->modules);
  G_OBJECT_CLASS (vd_own_key_parent_class)->finalize (object);
}

static void
vd_own_key_class_init (VdOwnKeyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_own_key_finalize;
}

static void
vd_own_key_init (VdOwnKey *self)
{
  self->box = vd_block_box (9);
  adw_bin_set_child (ADW_BIN (self), self->box);
}

GtkWidget *
vd_own_key_new (VdSession *session)
{
  VdOwnKey *self = g_object_new (VD_TYPE_OWN_KEY, NULL);

  vd_session_own_keys_async (session, keys_cb, g_object_ref_sink (self));
  return GTK_WIDGET (self);
}
