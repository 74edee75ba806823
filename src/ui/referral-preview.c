/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-preview"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/user-error.h"
#include "base/lang.h"
#include "share/document.h"
#include "ui/blocks.h"
#include "ui/clipboard.h"
#include "ui/compat.h"
#include "ui/parts.h"
#include "ui/window.h"

#define VD_TYPE_REFERRAL_PREVIEW (vd_referral_preview_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralPreview, vd_referral_preview, VD, REFERRAL_PREVIEW, AdwBin)

struct _VdReferralPreview {
  AdwBin parent;

  VdReferralState *state;
  GtkWidget *withheld;
  GtkWidget *page;
};

G_DEFINE_FINAL_TYPE (VdReferralPreview, vd_referral_preview, ADW_TYPE_BIN)

/* The notice to child welfare is typed into the national portal: its rows come in that order, and
 * each can be taken over as it is. */
static gboolean
has_copies (const VdReferral *referral)
{
  return g_str_equal (vd_referral_recipient (referral), "barnevern");
}

static void
copy_cb (GtkWidget *button)
{
  vd_clipboard_copy (button, g_object_get_data (G_OBJECT (button), "value"));
  vd_window_toast (vd_window_of (button), _ ("Copied: on the clipboard for 30 seconds."));
}

static void
append_copy (GtkWidget *box, const VdReferralRow *row)
{
  g_autofree char *name = g_strdup_printf (_ ("Copy: %s"), row->name);
  GtkWidget *button = vd_text_button_new (_ ("Copy"), name, TRUE);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_object_set_data_full (G_OBJECT (button), "value", g_strdup (row->value), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), NULL);
  vd_block_append (box, button);
}

static void
append_row (GtkWidget *box, const VdReferralRow *row)
{
  g_autofree char *value = vd_document_shown (row->value);

  switch (row->kind) {
  case VD_ROW_FIELD:
    vd_block_append (box, *row->name == '\0' ? vd_paragraph_new (value)
                                             : vd_block_pair (row->name, value));
    break;
  case VD_ROW_ENTRY:
    vd_block_append (box, vd_hint_new (row->name));
    vd_block_append (box, vd_paragraph_new (value));
    break;
  case VD_ROW_SIGNATURE:
    vd_block_append (box, vd_paragraph_new (row->name));
    vd_block_append (box, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
    break;
  case VD_ROW_PARAGRAPH:
  default:
    vd_block_append (box, vd_paragraph_new (row->value));
  }
}

static void
append_section (GtkWidget *box, const VdReferralSection *section, gboolean copies)
{
  if (section->new_page)
    vd_block_append (box, gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  vd_block_append (box, vd_heading_new (section->title, 4));
  if (*section->intro != '\0')
    vd_block_append (box, vd_hint_new (section->intro));
  for (guint i = 0; i < section->rows->len; i++) {
    const VdReferralRow *row = g_ptr_array_index (section->rows, i);

    append_row (box, row);
    if (copies && row->known && row->kind != VD_ROW_SIGNATURE && row->kind != VD_ROW_PARAGRAPH)
      append_copy (box, row);
  }
}

static void
append_head (GtkWidget *box, const VdReferral *referral)
{
  const GPtrArray *head = vd_referral_head (referral);

  vd_block_append (box, vd_heading_new (vd_referral_title (referral), 3));
  vd_block_append (box, vd_paragraph_new (vd_referral_note (referral)));
  for (guint i = 0; i < head->len; i++)
    append_row (box, g_ptr_array_index (head, i));
}

void
vd_referral_append (GtkWidget *box, const VdReferral *referral)
{
  gboolean copies = has_copies (referral);
  const GPtrArray *sections = vd_referral_sections (referral);

  append_head (box, referral);
  for (guint i = 0; i < sections->len; i++)
    append_section (box, g_ptr_array_index (sections, i), copies);
}

static void
show_withheld (VdReferralPreview *self, const VdReferral *referral)
{
  VdSession *session = vd_referral_state_session (self->state);
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);
  const char *const *parts = vd_referral_withheld (referral);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer)vd_pack_choice (pack, "part", parts[i], lang));
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (" · ", (char **)names->pdata);
  text = vd_referral_fill (vd_pack_phrase (pack, "withheld", lang), "parts", list);
  gtk_label_set_label (GTK_LABEL (self->withheld), text);
  gtk_widget_set_visible (self->withheld, parts[0] != NULL);
}

static void
show_refusal (VdReferralPreview *self, const GError *error)
{
  VdUserError words = vd_user_error (error);

  gtk_widget_set_visible (self->withheld, FALSE);
  vd_block_append (self->page, vd_heading_new (words.title, 4));
  vd_block_append (self->page, vd_paragraph_new (words.sentence));
  vd_block_append (self->page, vd_paragraph_new (words.next));
}

gboolean
vd_referral_preview_update (GtkWidget *section)
{
  VdReferralPreview *self = VD_REFERRAL_PREVIEW (section);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdReferral) referral = vd_referral_state_build (self->state, &error);
  gboolean nothing = g_str_equal (vd_referral_state_variant (self->state), "none");

  gtk_widget_set_visible (section, !nothing);
  vd_box_clear (GTK_BOX (self->page));
  if (nothing)
    return FALSE;
  if (referral == NULL) {
    show_refusal (self, error);
    return FALSE;
  }
  show_withheld (self, referral);
  vd_referral_append (self->page, referral);
  return TRUE;
}

static void
vd_referral_preview_finalize (GObject *object)
{
  g_object_unref (VD_REFERRAL_PREVIEW (object)->state);
  G_OBJECT_CLASS (vd_referral_preview_parent_class)->finalize (object);
}

static void
vd_referral_preview_class_init (VdReferralPreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_preview_finalize;
}

static void
vd_referral_preview_init (VdReferralPreview *self)
{
  GtkWidget *box = vd_block_box (9);
  GtkWidget *card = vd_card_new (&self->page);

  self->withheld = vd_paragraph_new ("");
  vd_block_append (box, vd_heading_new (_ ("Preview: exactly what leaves"), 3));
  vd_block_append (box, self->withheld);
  vd_block_append (box, card);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_referral_preview_new (VdReferralState *state)
{
  VdReferralPreview *self = g_object_new (VD_TYPE_REFERRAL_PREVIEW, NULL);

  self->state = g_object_ref (state);
  gtk_box_set_spacing (GTK_BOX (self->page), 6);
  return GTK_WIDGET (self);
}
