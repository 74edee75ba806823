/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-choices"

#include "config.h"

#include "ui/referral-parts.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/editor.h"
#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define INDENT 30

#define VD_TYPE_REFERRAL_PARTS (vd_referral_parts_get_type ())
G_DECLARE_FINAL_TYPE (VdReferralParts, vd_referral_parts, VD, REFERRAL_PARTS, AdwBin)

typedef struct {
  const char *part;
  GtkWidget *check;
  GtkWidget *words;
} PartRow;

struct _VdReferralParts {
  AdwBin parent;

  VdReferralState *state;
  GtkWidget *list;
  GArray *rows; /* (element-type PartRow) */
  VdFold *singles;
  GPtrArray *checks; /* (element-type GtkWidget) (owned): of single entries */
  char *shown;       /* (nullable): recipient and number of single entries on the screen */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (VdReferralParts, vd_referral_parts, ADW_TYPE_BIN)

/* Consent in words. */

/* The day of the last consent for @part that holds, or that was taken back. */
static const char *
consent_date (const VdRecord *record, const char *recipient, const char *part, const char *key)
{
  const json_t *list = json_object_get (vd_record_json (record), "consents");
  const char *date = NULL;
  json_t *consent;
  gsize i;

  json_array_foreach (list, i, consent)
  {
    json_t *name;
    gsize j;

    if (g_strcmp0 (json_string_value (json_object_get (consent, "recipient")), recipient) != 0)
      continue;
    json_array_foreach (json_object_get (consent, "parts"), j, name)
    {
      if (g_strcmp0 (json_string_value (name), part) == 0 &&
          json_is_string (json_object_get (consent, key)))
        date = json_string_value (json_object_get (consent, key));
    }
  }
  return date;
}

static char *
dated (VdSession *session, const char *phrase, const char *date)
{
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);
  g_autofree char *text = vd_referral_date_text (pack, date != NULL ? date : "", lang);

  return vd_referral_fill (vd_pack_phrase (pack, phrase, lang), "date", text);
}

static char *
consent_words (VdReferralParts *self, const VdPartState *state)
{
  VdSession *session = vd_referral_state_session (self->state);
  const VdRecord *record = vd_session_get_record (session);
  const char *recipient = vd_referral_state_recipient (self->state);

  switch (state->consent) {
  case VD_CONSENT_GIVEN:
    return dated (session, "consent-given", consent_date (record, recipient, state->part, "date"));
  case VD_CONSENT_WITHDRAWN:
    return dated (session, "consent-withdrawn",
                  consent_date (record, recipient, state->part, "withdrawn"));
  case VD_CONSENT_MISSING:
    return g_strdup (_ ("Consent has not been asked for"));
  case VD_CONSENT_NOT_NEEDED:
  default:
    return g_strdup (_ ("Consent is not needed"));
  }
}

/* Parts */

static void
part_cb (GtkCheckButton *button, VdReferralParts *self)
{
  if (!self->filling)
    vd_referral_state_include (self->state, g_object_get_data (G_OBJECT (button), "token"),
                               gtk_check_button_get_active (button));
}

static GtkWidget *
token_check_new (VdReferralParts *self, const char *text, const char *token)
{
  GtkWidget *check = vd_check_new (text);

  g_object_set_data_full (G_OBJECT (check), "token", g_strdup (token), g_free);
  vd_target_set (check, token);
  g_signal_connect (check, "toggled", G_CALLBACK (part_cb), self);
  return check;
}

static void
add_part (VdReferralParts *self, const VdPartState *state)
{
  VdSession *session = vd_referral_state_session (self->state);
  const char *name = vd_pack_choice (vd_session_get_pack (session), "part", state->part,
                                     vd_session_get_language (session));
  PartRow row = {state->part, token_check_new (self, name, state->part), vd_hint_new ("")};

  gtk_widget_set_margin_start (row.words, INDENT);
  vd_set_labels (row.check, NULL, row.words);
  vd_block_append (self->list, row.check);
  vd_block_append (self->list, row.words);
  g_array_append_val (self->rows, row);
}

static void
follow_part (VdReferralParts *self, const PartRow *row, const VdPartState *state)
{
  VdSession *session = vd_referral_state_session (self->state);
  gboolean free_to_go =
      state->consent == VD_CONSENT_GIVEN || state->consent == VD_CONSENT_NOT_NEEDED;
  g_autofree char *consent = consent_words (self, state);
  g_autofree char *words =
      state->n_rows > 0
          ? g_strdup (consent)
          : g_strdup_printf ("%s · %s", consent,
                             vd_pack_phrase (vd_session_get_pack (session), "nothing-noted",
                                             vd_session_get_language (session)));

  gtk_label_set_label (GTK_LABEL (row->words), words);
  gtk_widget_set_sensitive (row->check, free_to_go);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row->check),
                               free_to_go && vd_referral_state_has (self->state, row->part));
}

/* Single entries: journal, and notes where the form leaves them out by itself. */

static void
append_single (VdReferralParts *self, GtkWidget *box, const char *token, const char *text)
{
  GtkWidget *check = token_check_new (self, text, token);

  self->filling = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               vd_referral_state_has (self->state, token));
  self->filling = FALSE;
  g_ptr_array_add (self->checks, g_object_ref (check));
  vd_block_append (box, check);
}

static void
append_journal (VdReferralParts *self, GtkWidget *box)
{
  VdSession *session = vd_referral_state_session (self->state);
  const VdRecord *record = vd_session_get_record (session);
  const char *lang = vd_session_get_language (session);

  for (guint i = 0; i < vd_record_n_items (record, "journal"); i++) {
    const char *text = vd_record_item_text (record, "journal", i, "text");
    const char *kind = vd_record_item_text (record, "journal", i, "kind");
    g_autofree char *when = vd_when (vd_record_item_text (record, "journal", i, "time"), lang);
    g_autofree char *token = g_strdup_printf ("journal:%u", i);
    g_autofree char *safe = vd_isolate (text != NULL ? text : "");
    g_autofree char *line =
        g_strdup_printf ("%s · %s\n%s", when,
                         vd_pack_choice (vd_session_get_pack (session), "journal.kind",
                                         kind != NULL ? kind : "", lang),
                         safe);

    append_single (self, box, token, line);
  }
}

/* Phone numbers, addresses and names lead to others. */
static void
append_traces (VdReferralParts *self, GtkWidget *box)
{
  VdSession *session = vd_referral_state_session (self->state);
  const VdRecord *record = vd_session_get_record (session);

  for (guint i = 0; i < vd_record_n_items (record, "identifiers"); i++) {
    const char *value = vd_record_item_text (record, "identifiers", i, "value");
    const char *type = vd_record_item_text (record, "identifiers", i, "type");
    g_autofree char *token = g_strdup_printf ("identifiers:%u", i);
    g_autofree char *safe = vd_isolate (value != NULL ? value : "");
    g_autofree char *line = g_strdup_printf (
        "%s\n%s",
        vd_pack_choice (vd_session_get_pack (session), "identifiers.type", type != NULL ? type : "",
                        vd_session_get_language (session)),
        safe);

    append_single (self, box, token, line);
  }
}

static void
append_notes_of (VdReferralParts *self, GtkWidget *box, const VdIndicator *indicator)
{
  VdSession *session = vd_referral_state_session (self->state);
  VdAnswer answer;

  for (guint i = 0;
       vd_record_get_answer (vd_session_get_record (session), indicator->id, i, &answer); i++) {
    g_autofree char *token = g_strdup_printf ("note:%s:%u", indicator->id, i);
    g_autofree char *safe = NULL;
    g_autofree char *line = NULL;

    if (answer.withdrawn || answer.value > VD_ANSWER_MAYBE || answer.note == NULL)
      continue;
    safe = vd_isolate (answer.note);
    line = g_strdup_printf (
        "%s\n%s", vd_node_text (indicator->node, "name", vd_session_get_language (session)), safe);
    append_single (self, box, token, line);
  }
}

static void
build_singles (GtkWidget *box, gpointer data)
{
  VdReferralParts *self = data;
  const VdPack *pack = vd_session_get_pack (vd_referral_state_session (self->state));

  g_ptr_array_set_size (self->checks, 0);
  vd_block_append (box, vd_paragraph_new (_ ("Read each one first: it leaves word for word.")));
  append_journal (self, box);
  /* A document leaves typed notes out unless each was read and chosen. */
  for (guint i = 0; i < vd_pack_n_indicators (pack); i++)
    append_notes_of (self, box, vd_pack_indicator (pack, i));
  if (vd_referral_state_offers (self->state, "identifiers"))
    append_traces (self, box);
}

static guint
hash_member (const VdRecord *record, const char *key)
{
  json_t *tree = json_object_get (vd_record_json (record), key);
  g_autofree char *text = tree != NULL ? vd_json_write (tree, NULL) : g_strdup ("");

  return g_str_hash (text);
}

static char *
signature (VdReferralParts *self)
{
  const VdRecord *record = vd_session_get_record (vd_referral_state_session (self->state));

  /* Notes and traces are part of what is listed. */
  return g_strdup_printf ("%s %u %u %u", vd_referral_state_recipient (self->state),
                          vd_record_n_items (record, "journal"),
                          hash_member (record, "identifiers"), hash_member (record, "answers"));
}

static void
refill (VdReferralParts *self, const GArray *states)
{
  vd_box_clear (GTK_BOX (self->list));
  g_array_set_size (self->rows, 0);
  for (guint i = 0; i < states->len; i++) {
    if (g_array_index (states, VdPartState, i).offered)
      add_part (self, &g_array_index (states, VdPartState, i));
  }
  vd_fold_refill (self->singles);
}

void
vd_referral_parts_update (GtkWidget *section)
{
  VdReferralParts *self = VD_REFERRAL_PARTS (section);
  g_autoptr (GArray) states = vd_referral_state_parts (self->state);
  g_autofree char *now = signature (self);

  if (g_strcmp0 (now, self->shown) != 0)
    refill (self, states);
  g_free (self->shown);
  self->shown = g_steal_pointer (&now);
  self->filling = TRUE;
  for (guint i = 0, row = 0; i < states->len; i++) {
    const VdPartState *state = &g_array_index (states, VdPartState, i);

    if (state->offered)
      follow_part (self, &g_array_index (self->rows, PartRow, row++), state);
  }
  /* A part may bring single entries along. */
  for (guint i = 0; i < self->checks->len; i++) {
    GObject *check = g_ptr_array_index (self->checks, i);

    gtk_check_button_set_active (
        GTK_CHECK_BUTTON (check),
        vd_referral_state_has (self->state, g_object_get_data (check, "token")));
  }
  self->filling = FALSE;
}

static void
vd_referral_parts_finalize (GObject *object)
{
  VdReferralParts *self = VD_REFERRAL_PARTS (object);

  g_array_unref (self->rows);
  g_ptr_array_unref (self->checks);
  g_free (self->shown);
  g_object_unref (self->state);
  G_OBJECT_CLASS (vd_referral_parts_parent_class)->finalize (object);
}

static void
vd_referral_parts_class_init (VdReferralPartsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_parts_finalize;
}

static void
vd_referral_parts_init (VdReferralParts *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (PartRow));
  self->checks = g_ptr_array_new_with_free_func (g_object_unref);
}

GtkWidget *
vd_referral_parts_new (VdReferralState *state)
{
  VdReferralParts *self = g_object_new (VD_TYPE_REFERRAL_PARTS, NULL);
  GtkWidget *box = vd_block_box (9);
  GtkWidget *singles =
      vd_fold_new ("singles", _ ("Single notes, one by one"), build_singles, self, NULL);

  self->state = g_object_ref (state);
  self->list = vd_block_box (3);
  self->singles = VD_FOLD (singles);
  vd_block_append (box, vd_heading_new (_ ("What leaves"), 3));
  vd_block_append (box, vd_paragraph_new (_ ("Tick what is to be in the document. What has no "
                                             "consent stays out.")));
  vd_block_append (box, self->list);
  vd_block_append (box, singles);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}
