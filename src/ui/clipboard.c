/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "clipboard"

#include "config.h"

#include "ui/clipboard.h"

#include <string.h>

#define COPIED "vd-copied"
/* What password managers mark their texts with; KDE's and other histories leave those out. */
#define HINT_TYPE "x-kde-passwordManagerHint"
#define HINT "secret"

typedef struct {
  GdkClipboard *clipboard; /* not owned: this is its data */
  GdkContentProvider *content;
  guint timer;
} Copied;

static void
copied_free (gpointer data)
{
  Copied *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_object_unref (self->content);
  g_free (self);
}

static void
forget (GdkClipboard *clipboard)
{
  const Copied *copied = g_object_get_data (G_OBJECT (clipboard), COPIED);

  if (copied != NULL && gdk_clipboard_get_content (clipboard) == copied->content) {
    gdk_clipboard_set_content (clipboard, NULL);
    /* Before a lock replaces this program, and its connection with what waits on it. */
    gdk_display_sync (gdk_clipboard_get_display (clipboard));
  }
  g_object_set_data (G_OBJECT (clipboard), COPIED, NULL);
}

static gboolean
forget_cb (gpointer data)
{
  Copied *self = data;

  self->timer = 0;
  forget (self->clipboard);
  return G_SOURCE_REMOVE;
}

void
vd_clipboard_copy (GtkWidget *widget, const char *text)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  g_autoptr (GBytes) hint = g_bytes_new_static (HINT, strlen (HINT));
  GdkContentProvider *parts[] = {gdk_content_provider_new_typed (G_TYPE_STRING, text),
                                 gdk_content_provider_new_for_bytes (HINT_TYPE, hint)};
  Copied *copied = g_new0 (Copied, 1);

  copied->clipboard = clipboard;
  copied->content = gdk_content_provider_new_union (parts, G_N_ELEMENTS (parts));
  copied->timer = g_timeout_add_seconds (VD_CLIPBOARD_SECONDS, forget_cb, copied);
  gdk_clipboard_set_content (clipboard, copied->content);
  g_object_set_data_full (G_OBJECT (clipboard), COPIED, copied, copied_free);
}

void
vd_clipboard_forget (GtkWidget *widget)
{
  forget (gtk_widget_get_clipboard (widget));
}
