/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-print"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/session-share.h"
#include "app/user-error.h"
#include "share/pages.h"
#include "ui/application.h"
#include "ui/blocks.h"
#include "ui/compat.h"
#include "ui/editor.h"
#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define VD_TYPE_REFERRAL_PRINT (vd_referral_print_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralPrint, vd_referral_print, VD, REFERRAL_PRINT, AdwBin)

/* Nothing is asked of the print system before somebody opens this. */
struct _VdReferralPrint {
  AdwBin parent;

  VdReferralState *state;
  VdFold *fold;
  GtkWidget *printers; /* (nullable): as long as it is open */
  GtkWidget *count;
  GtkWidget *pages;
  GtkWidget *print;
  GtkWidget *result;
  guint n_pages; /* 0: not known */
  guint asked;   /* how often they were counted: only the last answer counts */
  gboolean ready;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (VdReferralPrint, vd_referral_print, ADW_TYPE_BIN)

static gboolean
has_record (VdReferralPrint *self)
{
  return vd_session_get_record (vd_referral_state_session (self->state)) != NULL;
}

static void
say (VdReferralPrint *self, const char *title, const char *text)
{
  if (self->printers == NULL)
    return;
  vd_box_clear (GTK_BOX (self->result));
  vd_block_append (self->result, vd_heading_new (title, 4));
  vd_block_append (self->result, vd_paragraph_new (text));
  vd_announce (GTK_WIDGET (self), title);
}

static const char *
chosen_printer (VdReferralPrint *self)
{
  for (GtkWidget *radio = gtk_widget_get_first_child (self->printers); radio != NULL;
       radio = gtk_widget_get_next_sibling (radio)) {
    if (GTK_IS_CHECK_BUTTON (radio) && gtk_check_button_get_active (GTK_CHECK_BUTTON (radio)))
      return g_object_get_data (G_OBJECT (radio), "printer");
  }
  return NULL;
}

static void
follow (VdReferralPrint *self)
{
  gboolean somewhere;

  if (self->printers == NULL)
    return;
  somewhere = vd_print_in_sandbox () || chosen_printer (self) != NULL;
  gtk_widget_set_sensitive (self->print, self->ready && !self->busy && somewhere);
}

/* What is printed */

typedef struct {
  VdReferralPrint *self;
  guint number;
} Counting;

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Counting *counting = data;
  g_autoptr (VdReferralPrint) self = counting->self;
  guint n = vd_session_count_pages_finish (VD_SESSION (source), result, NULL);
  g_autofree char *text = NULL;

  if (counting->number != self->asked || self->printers == NULL)
    return;
  self->n_pages = n;
  if (n > 0)
    text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "The document has %u page.", "The document has %u pages.", n),
        n);
  gtk_label_set_label (GTK_LABEL (self->count), text != NULL ? text : "");
}

static void
count (VdReferralPrint *self)
{
  g_auto (GStrv) include = vd_referral_state_dup_include (self->state);
  const VdReferralChoice choice = vd_referral_state_choice (self->state, include);
  Counting *counting = g_new (Counting, 1);

  *counting = (Counting){g_object_ref (self), ++self->asked};
  vd_session_count_pages_async (vd_referral_state_session (self->state),
                                vd_referral_state_recipient (self->state), &choice,
                                vd_referral_state_lang (self->state), counted_cb, counting);
}

/* Printing */

static void
failed (VdReferralPrint *self, const GError *error)
{
  VdUserError words = vd_user_error (error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED)) {
    vd_box_clear (GTK_BOX (self->result));
    return;
  }
  if (g_error_matches (error, VD_ERROR, VD_ERROR_INVALID)) {
    say (self, _ ("These pages are not in the document"),
         _ ("Write numbers such as 1-3, 5, or nothing for all pages."));
    return;
  }
  /* What refuses here is the printer; whether it may leave was said above. */
  if (g_error_matches (error, VD_ERROR, VD_ERROR_REFUSED) ||
      g_error_matches (error, VD_ERROR, VD_ERROR_NOT_FOUND)) {
    say (self, _ ("The print system did not take it"),
         _ ("Nothing was printed. Look at whether the printer is on, or choose another one."));
    return;
  }
  text = g_strjoin ("\n", words.sentence, words.next, NULL);
  say (self, words.title, text);
}

static void
printed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdReferralPrint) self = data;
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  follow (self);
  /* Whoever went to another place, or paused, types there. */
  if (self->printers != NULL && gtk_widget_get_mapped (self->print))
    gtk_widget_grab_focus (self->print);
  if (!vd_session_print_finish (VD_SESSION (source), result, &error)) {
    if (self->printers != NULL)
      failed (self, error);
    return;
  }
  vd_referral_state_renew (self->state);
  say (self, _ ("Handed to the printer"),
       _ ("Fetch the pages at once. It is noted below and in the log."));
}

/* @target: (transfer full) */
static void
print_to (VdReferralPrint *self, VdPrintTarget *target)
{
  g_auto (GStrv) include = vd_referral_state_dup_include (self->state);
  const VdReferralChoice choice = vd_referral_state_choice (self->state, include);

  self->busy = TRUE;
  follow (self);
  vd_session_print_async (
      vd_referral_state_session (self->state), vd_referral_state_recipient (self->state), &choice,
      vd_referral_state_lang (self->state), gtk_editable_get_text (GTK_EDITABLE (self->pages)),
      target, printed_cb, g_object_ref (self));
}

static void
portal_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdReferralPrint) self = data;
  g_autoptr (GError) error = NULL;
  VdPrintTarget *target = vd_print_ask_portal_finish (result, &error);

  self->busy = FALSE;
  follow (self);
  /* It may have been closed or locked meanwhile. */
  if (self->printers == NULL || !has_record (self))
    vd_print_target_free (target);
  else if (target != NULL)
    print_to (self, target);
  else
    failed (self, error);
}

static gboolean
pages_fit (VdReferralPrint *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->pages));
  g_autoptr (GArray) ranges = *typed == '\0' ? NULL : vd_pages_parse (typed, NULL);
  gboolean any = *typed == '\0' || (ranges != NULL && self->n_pages == 0);

  for (guint page = 1; ranges != NULL && page <= self->n_pages; page++)
    any = any || vd_pages_has (ranges, page);
  vd_set_invalid (self->pages, !any);
  return any;
}

static void
print_cb (VdReferralPrint *self)
{
  vd_box_clear (GTK_BOX (self->result));
  if (!pages_fit (self)) {
    g_autoptr (GError) error = g_error_new_literal (VD_ERROR, VD_ERROR_INVALID, "pages");

    failed (self, error);
    gtk_widget_grab_focus (self->pages);
  } else if (vd_print_in_sandbox ()) {
    self->busy = TRUE;
    follow (self);
    vd_print_ask_portal_async (portal_cb, g_object_ref (self));
  } else {
    print_to (self, vd_print_target_new (chosen_printer (self)));
  }
}

/* Printers */

static void
append_printer (VdReferralPrint *self, const VdPrinter *printer)
{
  GtkWidget *radio = vd_radio_new (printer->name, gtk_widget_get_first_child (self->printers));

  g_object_set_data_full (G_OBJECT (radio), "printer", g_strdup (printer->name), g_free);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (radio), printer->by_default);
  g_signal_connect_swapped (radio, "toggled", G_CALLBACK (follow), self);
  vd_block_append (self->printers, radio);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdReferralPrint) self = data;
  g_autoptr (GPtrArray) printers = vd_print_list_finish (result, NULL);

  if (self->printers == NULL)
    return;
  vd_box_clear (GTK_BOX (self->printers));
  for (guint i = 0; printers != NULL && i < printers->len; i++)
    append_printer (self, g_ptr_array_index (printers, i));
  if (printers == NULL || printers->len == 0)
    vd_block_append (self->printers,
                     vd_paragraph_new (printers == NULL
                                           ? _ ("This computer has no print system (CUPS).")
                                           : _ ("This computer's print system has no printer.")));
  follow (self);
}

static void
append_warnings (GtkWidget *box)
{
  GApplication *app = g_application_get_default ();

  vd_block_append (box,
                   vd_paragraph_new (_ ("The print system and many printers keep a copy of what "
                                        "they print and list it as “Varde”. Use a printer that you "
                                        "stand beside.")));
  if (!vd_print_in_sandbox () && VD_IS_APPLICATION (app) &&
      vd_application_is_offline (VD_APPLICATION (app)))
    vd_block_append (box, vd_hint_new (_ ("Varde is kept from the network: only printers that this "
                                          "computer itself serves can be used.")));
}

static void
build (GtkWidget *box, gpointer data)
{
  VdReferralPrint *self = data;
  GtkWidget *title = vd_heading_new (_ ("Printer"), 4);
  GtkWidget *label = vd_paragraph_new (_ ("Pages, such as 1-3, 5; nothing for all"));

  self->printers = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO_GROUP,
                                 "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 3, "visible",
                                 !vd_print_in_sandbox (), NULL);
  g_object_add_weak_pointer (G_OBJECT (self->printers), (gpointer *)&self->printers);
  vd_set_labels (self->printers, title, NULL);
  gtk_widget_set_visible (title, !vd_print_in_sandbox ());
  self->count = vd_hint_new ("");
  self->pages = gtk_entry_new ();
  vd_private_text (self->pages);
  vd_set_labels (self->pages, label, self->count);
  self->print = vd_button_new (_ ("_Print"));
  gtk_widget_set_halign (self->print, GTK_ALIGN_START);
  g_signal_connect_swapped (self->print, "clicked", G_CALLBACK (print_cb), self);
  self->result = vd_block_box (6);
  append_warnings (box);
  vd_block_append (box, title);
  vd_block_append (box, self->printers);
  vd_block_append (box, label);
  vd_block_append (box, self->pages);
  vd_block_append (box, self->count);
  vd_block_append (box, self->print);
  vd_block_append (box, self->result);
  if (!vd_print_in_sandbox ())
    vd_print_list_async (listed_cb, g_object_ref (self));
  if (self->ready)
    count (self);
  follow (self);
}

void
vd_referral_print_update (GtkWidget *section, gboolean ready)
{
  VdReferralPrint *self = VD_REFERRAL_PRINT (section);

  self->ready = ready;
  if (self->printers == NULL)
    return;
  if (ready)
    count (self);
  follow (self);
}

static void
vd_referral_print_finalize (GObject *object)
{
  VdReferralPrint *self = VD_REFERRAL_PRINT (object);

  if (self->printers != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->printers), (gpointer *)&self->printers);
  g_object_unref (self->state);
  G_OBJECT_CLASS (vd_referral_print_parent_class)->finalize (object);
}

static void
vd_referral_print_class_init (VdReferralPrintClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_print_finalize;
}

static void
vd_referral_print_init (VdReferralPrint *self)
{
  GtkWidget *fold = vd_fold_new ("print", _ ("Print on paper"), build, self, NULL);

  self->fold = VD_FOLD (fold);
  adw_bin_set_child (ADW_BIN (self), fold);
}

GtkWidget *
vd_referral_print_new (VdReferralState *state)
{
  VdReferralPrint *self = g_object_new (VD_TYPE_REFERRAL_PRINT, NULL);

  self->state = g_object_ref (state);
  return GTK_WIDGET (self);
}
