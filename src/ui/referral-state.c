/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-state"

#include "config.h"

#include "ui/referral-state.h"

#include <string.h>

#include "app/session-share.h"
#include "ui/referral-traces.h"

struct _VdReferralState {
  GObject parent;

  VdSession *session;
  char *recipient;     /* (nullable): none is possible */
  GHashTable *include; /* (nullable) (element-type utf8): NULL while nothing was chosen */
  const char *variant; /* interned */
  char *lang;
  VdProtection protection;
  GHashTable *keys; /* (element-type utf8 utf8): "1" in, "0" out, where somebody chose */
  char *corrects;   /* (nullable) */
  char *number;     /* of the document that is being made, so that the preview shows it too */
};

G_DEFINE_FINAL_TYPE (VdReferralState, vd_referral_state, G_TYPE_OBJECT)

static void
changed (VdReferralState *self)
{
  g_signal_emit_by_name (self, "changed");
}

VdSession *
vd_referral_state_session (VdReferralState *self)
{
  return self->session;
}

/* Recipients */

GPtrArray *
vd_referral_state_forms (VdReferralState *self)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const GPtrArray *routes = vd_session_get_guidance (self->session)->routes;
  const GPtrArray *forms = vd_pack_nodes (pack, "form");
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < routes->len; i++) {
    const VdNode *form = vd_pack_find (pack, "form", vd_node_id (g_ptr_array_index (routes, i)));

    if (form != NULL)
      g_ptr_array_add (list, (gpointer)form);
  }
  for (guint i = 0; i < forms->len; i++) {
    if (!g_ptr_array_find (list, g_ptr_array_index (forms, i), NULL))
      g_ptr_array_add (list, g_ptr_array_index (forms, i));
  }
  return list;
}

gboolean
vd_referral_state_allows (VdReferralState *self, const VdNode *form)
{
  return vd_referral_refused (vd_session_get_pack (self->session),
                              vd_session_get_record (self->session), vd_node_id (form)) == NULL;
}

const char *
vd_referral_state_name (VdReferralState *self, const char *recipient)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  const VdNode *node = vd_pack_find (pack, "recipient", recipient);

  return node != NULL ? vd_node_text (node, "name", lang)
                      : vd_pack_choice (pack, "recipient", recipient, lang);
}

const char *
vd_referral_state_recipient (VdReferralState *self)
{
  return self->recipient;
}

static const VdNode *
current_form (VdReferralState *self)
{
  return vd_pack_find (vd_session_get_pack (self->session), "form", self->recipient);
}

void
vd_referral_state_follow (VdReferralState *self)
{
  g_autoptr (GPtrArray) forms = NULL;

  vd_referral_traces_follow (self, self->include);
  if (self->recipient != NULL && vd_referral_state_allows (self, current_form (self)))
    return;
  forms = vd_referral_state_forms (self);
  for (guint i = 0; i < forms->len; i++) {
    if (vd_referral_state_allows (self, g_ptr_array_index (forms, i))) {
      vd_referral_state_set_recipient (self, vd_node_id (g_ptr_array_index (forms, i)));
      return;
    }
  }
}

/* What is in it */

GArray *
vd_referral_state_parts (VdReferralState *self)
{
  return vd_referral_part_states (vd_session_get_pack (self->session),
                                  vd_session_get_record (self->session), self->recipient);
}

gboolean
vd_referral_state_offers (VdReferralState *self, const char *part)
{
  g_autoptr (GArray) parts = vd_referral_state_parts (self);

  for (guint i = 0; i < parts->len; i++) {
    const VdPartState *state = &g_array_index (parts, VdPartState, i);

    if (g_str_equal (state->part, part))
      return state->offered;
  }
  return FALSE;
}

gboolean
vd_referral_state_has (VdReferralState *self, const char *token)
{
  return self->include == NULL ? vd_referral_is_default (current_form (self), token)
                               : g_hash_table_contains (self->include, token);
}

void
vd_referral_state_include (VdReferralState *self, const char *token, gboolean on)
{
  const VdRecord *record = vd_session_get_record (self->session);

  if (vd_referral_state_has (self, token) == on)
    return;
  /* From here on every token that is in is named. */
  if (self->include == NULL)
    self->include = vd_referral_default_choice (current_form (self), record);
  vd_referral_choose (self->include, current_form (self), record, token, on);
  changed (self);
}

char **
vd_referral_state_dup_include (VdReferralState *self)
{
  GPtrArray *list;
  GHashTableIter iter;
  gpointer token;

  if (self->include == NULL)
    return NULL;
  list = g_ptr_array_new ();
  g_hash_table_iter_init (&iter, self->include);
  while (g_hash_table_iter_next (&iter, &token, NULL))
    g_ptr_array_add (list, g_strdup (token));
  g_ptr_array_add (list, NULL);
  return (char **)g_ptr_array_free (list, FALSE);
}

const char *
vd_referral_state_variant (VdReferralState *self)
{
  return self->variant;
}

void
vd_referral_state_set_variant (VdReferralState *self, const char *variant)
{
  if (g_str_equal (self->variant, variant))
    return;
  self->variant = g_intern_string (variant);
  changed (self);
}

/* Language and protection */

const char *
vd_referral_state_lang (VdReferralState *self)
{
  return self->lang;
}

const char *
vd_referral_state_person_lang (VdReferralState *self)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_record_get_text (vd_session_get_record (self->session), "person_language");
  const VdNode *form = self->recipient == NULL ? NULL : current_form (self);

  if (form == NULL || lang == NULL || !vd_referral_form_for_person (form))
    return NULL;
  return vd_pack_find (pack, "language", lang) != NULL ? lang : NULL;
}

/* Those who receive read Norwegian, whatever the screen is in; the person may not. */
static void
choose_lang (VdReferralState *self)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_referral_state_person_lang (self);

  if (lang == NULL)
    lang = vd_pack_find (pack, "language", "nb") != NULL ? "nb"
                                                         : vd_session_get_language (self->session);
  g_free (self->lang);
  self->lang = g_strdup (lang);
}

void
vd_referral_state_set_recipient (VdReferralState *self, const char *recipient)
{
  gboolean person = vd_referral_state_person_lang (self) != NULL;

  if (g_strcmp0 (recipient, self->recipient) == 0)
    return;
  g_free (self->recipient);
  self->recipient = g_strdup (recipient);
  g_clear_pointer (&self->include, g_hash_table_unref);
  g_clear_pointer (&self->corrects, g_free);
  self->variant = "both";
  g_hash_table_remove_all (self->keys);
  /* A choice among the languages of staff stays. */
  if (person || vd_referral_state_person_lang (self) != NULL)
    choose_lang (self);
  changed (self);
}

void
vd_referral_state_set_lang (VdReferralState *self, const char *lang)
{
  if (g_strcmp0 (lang, self->lang) == 0)
    return;
  g_free (self->lang);
  self->lang = g_strdup (lang);
  changed (self);
}

VdProtection
vd_referral_state_protection (VdReferralState *self)
{
  return self->protection;
}

void
vd_referral_state_set_protection (VdReferralState *self, VdProtection protection)
{
  if (self->protection == protection)
    return;
  self->protection = protection;
  changed (self);
}

/* Keys */

gboolean
vd_referral_state_seals_to (VdReferralState *self, const VdAddressee *addressee)
{
  const char *chosen = g_hash_table_lookup (self->keys, addressee->age_key);

  if (chosen != NULL)
    return *chosen == '1';
  return *addressee->age_key != '\0' && *addressee->recipient != '\0' &&
         g_strcmp0 (addressee->recipient, self->recipient) == 0;
}

void
vd_referral_state_seal_to (VdReferralState *self, const char *age_key, gboolean on)
{
  g_hash_table_insert (self->keys, g_strdup (age_key), (gpointer)(on ? "1" : "0"));
  changed (self);
}

char **
vd_referral_state_dup_keys (VdReferralState *self)
{
  g_autoptr (VdAddressees) known = vd_session_get_addressees (self->session);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  for (guint i = 0; i < vd_addressees_count (known); i++) {
    const VdAddressee *addressee = vd_addressees_get (known, i);

    if (vd_referral_state_seals_to (self, addressee))
      g_strv_builder_add (keys, addressee->age_key);
  }
  return g_strv_builder_end (keys);
}

/* Correcting */

const char *
vd_referral_state_corrects (VdReferralState *self)
{
  return self->corrects;
}

void
vd_referral_state_set_corrects (VdReferralState *self, const char *number)
{
  g_autofree char *copy = g_strdup (number);

  if (g_strcmp0 (number, self->corrects) == 0)
    return;
  g_free (self->corrects);
  self->corrects = g_steal_pointer (&copy);
  changed (self);
}

const char *
vd_referral_state_number (VdReferralState *self)
{
  return self->number;
}

void
vd_referral_state_renew (VdReferralState *self)
{
  g_free (self->number);
  self->number = vd_export_number ();
  g_clear_pointer (&self->corrects, g_free);
  changed (self);
}

VdReferralChoice
vd_referral_state_choice (VdReferralState *self, char *const *include)
{
  gboolean one = g_str_equal (self->variant, "normal") || g_str_equal (self->variant, "discreet");

  return (VdReferralChoice){
      .include = (const char *const *)include,
      .variant = one ? self->variant : NULL,
      .anchor = self->number,
      .corrects = self->corrects,
  };
}

VdReferral *
vd_referral_state_build (VdReferralState *self, GError **error)
{
  g_auto (GStrv) include = vd_referral_state_dup_include (self);
  g_autofree char *today = vd_clock_date (vd_session_get_clock (self->session));
  const VdReferralChoice choice = vd_referral_state_choice (self, include);

  return vd_referral_new (vd_session_get_pack (self->session),
                          vd_session_get_record (self->session), self->recipient, &choice,
                          self->lang, today, error);
}

/* A draft. Tokens are separated by spaces: ids hold none. */

#define DRAFT_RECIPIENT "referral/recipient"
#define DRAFT_INCLUDE "referral/include"
#define DRAFT_LANG "referral/lang"
#define DRAFT_VARIANT "referral/variant"

void
vd_referral_state_save (VdReferralState *self, json_t *draft)
{
  g_auto (GStrv) include = vd_referral_state_dup_include (self);
  g_autofree char *tokens = include != NULL ? g_strjoinv (" ", include) : NULL;

  if (self->recipient == NULL)
    return;
  json_object_set_new (draft, DRAFT_RECIPIENT, json_string (self->recipient));
  json_object_set_new (draft, DRAFT_LANG, json_string (self->lang));
  if (tokens != NULL)
    json_object_set_new (draft, DRAFT_INCLUDE, json_string (tokens));
  json_object_set_new (draft, DRAFT_VARIANT, json_string (self->variant));
}

void
vd_referral_state_restore (VdReferralState *self, const json_t *draft)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *recipient = json_string_value (json_object_get (draft, DRAFT_RECIPIENT));
  const char *include = json_string_value (json_object_get (draft, DRAFT_INCLUDE));
  const char *lang = json_string_value (json_object_get (draft, DRAFT_LANG));
  const char *variant = json_string_value (json_object_get (draft, DRAFT_VARIANT));

  if (recipient == NULL || vd_pack_find (pack, "form", recipient) == NULL)
    return;
  vd_referral_state_set_recipient (self, recipient);
  if (lang != NULL && vd_pack_find (pack, "language", lang) != NULL)
    vd_referral_state_set_lang (self, lang);
  if (variant != NULL)
    vd_referral_state_set_variant (self, variant);
  if (include != NULL) {
    g_auto (GStrv) tokens = g_strsplit (include, " ", -1);

    g_clear_pointer (&self->include, g_hash_table_unref);
    self->include = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    vd_referral_traces_follow (self, NULL);
    for (guint i = 0; tokens[i] != NULL; i++)
      g_hash_table_add (self->include, g_strdup (tokens[i]));
    changed (self);
  }
}

static void
vd_referral_state_finalize (GObject *object)
{
  VdReferralState *self = VD_REFERRAL_STATE (object);

  g_clear_pointer (&self->include, g_hash_table_unref);
  g_hash_table_unref (self->keys);
  g_free (self->corrects);
  g_free (self->number);
  g_free (self->recipient);
  g_free (self->lang);
  g_object_unref (self->session);
  G_OBJECT_CLASS (vd_referral_state_parent_class)->finalize (object);
}

static void
vd_referral_state_class_init (VdReferralStateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_referral_state_finalize;
  g_signal_new ("changed", VD_TYPE_REFERRAL_STATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
vd_referral_state_init (VdReferralState *self)
{
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->number = vd_export_number ();
  self->variant = "both";
}

VdReferralState *
vd_referral_state_new (VdSession *session)
{
  VdReferralState *self = g_object_new (VD_TYPE_REFERRAL_STATE, NULL);

  self->session = g_object_ref (session);
  choose_lang (self);
  self->protection = VD_PROTECT_PDF;
  return self;
}
