/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-traces"

#include "ui/referral-traces.h"

#include "base/json.h"

#define LIST "identifiers"
#define TRACES "vd-traces"

static char *
token_of (gsize place)
{
  return g_strdup_printf (LIST ":%" G_GSIZE_FORMAT, place);
}

/* Returns: (transfer full): the traces of @before that are chosen; they are not any more then. */
static json_t *
take_chosen (GHashTable *include, const json_t *before)
{
  json_t *chosen = json_array ();

  for (gsize i = 0; i < json_array_size (before); i++) {
    g_autofree char *token = token_of (i);

    if (g_hash_table_remove (include, token))
      json_array_append (chosen, json_array_get (before, i));
  }
  return chosen;
}

static void
choose_equal (GHashTable *include, const json_t *traces, const json_t *trace)
{
  for (gsize i = 0; i < json_array_size (traces); i++) {
    if (json_equal (json_array_get (traces, i), trace))
      g_hash_table_add (include, token_of (i));
  }
}

void
vd_referral_traces_follow (VdReferralState *state, GHashTable *include)
{
  const VdRecord *record = vd_session_get_record (vd_referral_state_session (state));
  const json_t *before = g_object_get_data (G_OBJECT (state), TRACES);
  json_t *now = json_deep_copy (json_object_get (vd_record_json (record), LIST));

  if (include != NULL && !json_equal (before, now)) {
    g_autoptr (json_t) chosen = take_chosen (include, before);

    for (gsize i = 0; i < json_array_size (chosen); i++)
      choose_equal (include, now, json_array_get (chosen, i));
  }
  g_object_set_data_full (G_OBJECT (state), TRACES, now, (GDestroyNotify)json_decref);
}
