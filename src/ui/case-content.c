/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "case-content"

#include "config.h"

#include "ui/case-content.h"

#include <glib/gi18n-lib.h>

#include "app/session-content.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/parts.h"
#include "ui/widgets.h"

/* The page belongs to its window, and that to the window of the program. */
typedef struct {
  VdWindow *parent;
  VdSession *session;
  GtkWidget *page;
} Content;

static void
content_free (gpointer data)
{
  Content *self = data;

  g_object_unref (self->session);
  g_free (self);
}

/* Ends with the case as it is now on the screen: every text there was of the other content. */
static void
show_again (Content *self, const char *toast)
{
  VdWindow *parent = self->parent;
  g_autofree char *id = g_strdup (vd_record_get_text (vd_session_get_record (self->session), "id"));

  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (self->page)));
  vd_window_open_case (parent, id);
  vd_window_toast (parent, toast);
}

/* Moving. */

static void
move_cb (Content *self)
{
  g_autoptr (GError) error = NULL;

  if (vd_session_move (self->session, &error))
    show_again (self, _ ("The case uses the newer content now. A copy of it as it was is kept."));
  else
    vd_tell (GTK_WINDOW (gtk_widget_get_root (self->page)), _ ("The case was not moved"),
             _ ("There is no room in it for a copy. It stays with its content."));
}

static void
append_count (GtkWidget *box, const char *name, guint n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  vd_block_append (box, vd_block_pair (name, number));
}

static void
append_moved (GtkWidget *box, const GPtrArray *moved)
{
  for (guint i = 0; i < moved->len; i++) {
    const VdMoved *item = g_ptr_array_index (moved, i);
    g_autofree char *before = vd_isolate (item->before != NULL ? item->before : item->id);
    g_autofree char *line = NULL;

    if (item->now == NULL) {
      vd_block_append (box, vd_hint_new (before));
      continue;
    }
    /* Translators: the words of a question in the earlier content, and in the newer one. */
    line = g_strdup_printf (_ ("%s — now: %s"), before, item->now);
    vd_block_append (box, vd_hint_new (line));
  }
}

static void
append_fresh (GtkWidget *box, const GPtrArray *fresh, const char *lang)
{
  for (guint i = 0; i < fresh->len; i++)
    vd_block_append (box, vd_hint_new (vd_node_text (g_ptr_array_index (fresh, i), "name", lang)));
}

static void
append_guidance (GtkWidget *box, VdSession *session, const VdPack *target)
{
  const VdRecord *record = vd_session_get_record (session);
  const char *lang = vd_session_get_language (session);
  g_autofree char *today = vd_clock_date (vd_session_get_clock (session));
  g_autoptr (VdGuidance) after = vd_guidance_new (target, record, today);

  vd_block_append (box, vd_block_pair (_ ("Guidance now"),
                                       vd_guidance_title (vd_session_get_guidance (session),
                                                          vd_session_get_pack (session), lang)));
  vd_block_append (
      box, vd_block_pair (_ ("Guidance afterwards"), vd_guidance_title (after, target, lang)));
}

static void
append_move (Content *self, GtkWidget *box, const VdPack *target)
{
  const char *lang = vd_session_get_language (self->session);
  g_autoptr (VdMove) move = vd_session_preview_move (self->session);
  GtkWidget *button = vd_button_new (_ ("_Move to the newer content"));

  vd_block_append (box, vd_heading_new (_ ("What moving to it does"), 3));
  append_count (box, _ ("Found again in the same words"), move->kept);
  append_count (box, _ ("Found again in other words"), move->changed->len);
  append_moved (box, move->changed);
  append_count (box, _ ("Not in the newer content: stays in the case, counts no more"),
                move->gone->len);
  append_moved (box, move->gone);
  append_count (box, _ ("Signs that are new"), move->fresh->len);
  append_fresh (box, move->fresh, lang);
  append_guidance (box, self->session, target);
  vd_block_append (box, vd_paragraph_new (_ ("The case as it is now is kept beside it as a copy, "
                                             "and deleted with it. Only the copy brings it "
                                             "back.")));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (move_cb), self);
  vd_block_append (box, button);
}

/* Going back. */

typedef struct {
  Content *content;
  GtkWidget *page; /* holds the content */
  guint index;
} Back;

static void
confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Back *back = data;
  g_autoptr (GtkWidget) page = back->page;
  Content *self = back->content;

  if (!vd_confirm_finish (result) || vd_session_get_record (self->session) == NULL ||
      gtk_widget_get_root (page) == NULL)
    return;
  if (vd_session_go_back (self->session, back->index, NULL))
    show_again (self, _ ("The case is as it was in the copy."));
  else
    vd_tell (GTK_WINDOW (gtk_widget_get_root (page)), _ ("The copy could not be used"),
             _ ("It is damaged, or there is no room in the case. Nothing was changed."));
}

static void
back_cb (GtkButton *button, gpointer data)
{
  Content *self = data;
  Back *back = g_new (Back, 1);

  *back = (Back){self, g_object_ref (self->page),
                 GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"))};
  vd_confirm_async (GTK_WINDOW (gtk_widget_get_root (self->page)), _ ("Go back to this copy?"),
                    _ ("Answers and texts become what they were then. The journal, consents, what "
                       "was shared and the dates to come stay. The case as it is now is kept as a "
                       "copy."),
                    _ ("Go back"), TRUE, confirmed_cb, back);
}

static void
append_copy (Content *self, GtkWidget *box, guint index, const VdRecordCopy *copy)
{
  const char *version = copy->version != NULL ? copy->version : "?";
  g_autofree char *when = vd_when (copy->time, vd_session_get_language (self->session));
  /* Translators: a time, and the version of the content of that time. */
  g_autofree char *text =
      g_strdup_printf (_ ("As it was on %s, content version %s"), when, version);
  g_autofree char *name = g_strdup_printf (_ ("Go back: %s"), text);
  GtkWidget *button = vd_text_button_new (_ ("Go back to this copy"), name, FALSE);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data (G_OBJECT (button), "index", GUINT_TO_POINTER (index));
  g_signal_connect (button, "clicked", G_CALLBACK (back_cb), self);
  vd_block_append (box, vd_paragraph_new (text));
  vd_block_append (box, button);
}

static void
append_copies (Content *self, GtkWidget *box)
{
  const VdRecord *record = vd_session_get_record (self->session);
  VdRecordCopy copy;

  if (!vd_record_get_copy (record, 0, &copy))
    return;
  vd_block_append (box, vd_heading_new (_ ("Copies of the case as it was"), 3));
  for (guint i = 0; vd_record_get_copy (record, i, &copy); i++)
    append_copy (self, box, i, &copy);
}

/* The window. */

static void
append_versions (GtkWidget *box, VdSession *session, const VdPack *target)
{
  const VdPack *pack = vd_session_get_pack (session);
  const char *begun = vd_record_get_text (vd_session_get_record (session), "pack.version");
  g_autofree char *text = NULL;

  if (target != NULL)
    text = g_strdup_printf (_ ("This case keeps the content it was begun with, version %s. Version "
                               "%s is in use for new cases."),
                            begun, vd_pack_version (target));
  else
    text = g_strdup_printf (_ ("This case uses version %s of the content. There is no newer one "
                               "here to move it to."),
                            vd_pack_version (pack));
  vd_block_append (box, vd_paragraph_new (text));
}

GtkWindow *
vd_case_content_new (VdWindow *parent)
{
  Content *self = g_new0 (Content, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = vd_block_box (12);
  const VdPack *target;

  self->parent = parent;
  self->session = g_object_ref (vd_window_get_session (parent));
  self->page = scrolled;
  target = vd_session_get_move_target (self->session);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  append_versions (box, self->session, target);
  if (target != NULL)
    append_move (self, box, target);
  append_copies (self, box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_focusable (scrolled, TRUE);
  vd_set_name (scrolled, _ ("Content of this case"));
  g_object_set_data_full (G_OBJECT (scrolled), "vd-content", self, content_free);
  return vd_page_window_new (GTK_WINDOW (parent), _ ("Content of this case"), scrolled);
}
