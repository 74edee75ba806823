/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "closing"

#include "config.h"

#include "ui/closing.h"

#include <glib/gi18n-lib.h>

#include "ui/compat.h"
#include "ui/parts.h"
#include "ui/window.h"

const char *
vd_inactive_words (const VdInactive *item, const char *lang)
{
  if (item->node != NULL)
    return vd_node_text (item->node, "text", lang);
  return item->shown != NULL ? item->shown : item->id;
}

typedef struct {
  VdSession *session;
  GtkWidget *widget;
  char *id; /* of the record that it is about */
  void (*after) (GtkWidget *widget);
} Closing;

static void
closing_free (Closing *self)
{
  g_object_unref (self->session);
  g_object_unref (self->widget);
  g_free (self->id);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Closing, closing_free)

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Closing) self = data;
  const VdRecord *record = vd_session_get_record (self->session);
  gboolean go_on = vd_confirm_finish (result);

  /* The vault may have been locked meanwhile. */
  if (record == NULL || g_strcmp0 (vd_record_get_text (record, "id"), self->id) != 0)
    return;
  if (go_on)
    vd_session_close_case (self->session);
  self->after (self->widget);
}

static char *
list_items (const GPtrArray *items, const char *lang)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++) {
    g_autofree char *words = vd_isolate (vd_inactive_words (g_ptr_array_index (items, i), lang));

    g_string_append_printf (list, "\n• %s", words);
  }
  return g_string_free (list, FALSE);
}

gboolean
vd_closing_ask (GtkWidget *widget, VdSession *session, void (*after) (GtkWidget *widget))
{
  g_autoptr (GPtrArray) items = vd_session_list_removed (session);
  g_autofree char *list = list_items (items, vd_session_get_language (session));
  g_autofree char *heading =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Close the case and remove %u entry?",
                                    "Close the case and remove %u entries?", items->len),
                       items->len);
  g_autofree char *body = g_strdup_printf (
      "%s\n%s\n\n%s",
      _ ("These were noted earlier and do not apply now. They cannot be brought "
         "back:"),
      list + (*list != '\0'),
      _ ("The log of the vault keeps their codes, and no text. Cancel keeps the case open."));
  Closing *self;

  if (items->len == 0)
    return FALSE;
  self = g_new (Closing, 1);
  *self = (Closing){g_object_ref (session), g_object_ref (widget),
                    g_strdup (vd_record_get_text (vd_session_get_record (session), "id")), after};
  vd_confirm_async (GTK_WINDOW (vd_window_of (widget)), heading, body, _ ("Close and remove"), TRUE,
                    answered_cb, self);
  return TRUE;
}
