/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "outcome-words"

#include "config.h"

#include "ui/outcome-words.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"

const char *
vd_finding_words (VdSession *session, const VdFinding *finding)
{
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);

  if (finding->supported)
    return vd_pack_phrase (pack, "state-supported", lang);
  if (finding->indicators->len > 1)
    return _ ("something known");
  if (finding->touched || finding->indicators->len == 1)
    return vd_pack_phrase (pack, "state-touched", lang);
  return vd_pack_phrase (pack, "state-not-known", lang);
}

typedef struct {
  const char *id;
  const char *place;
} Place;

static const char *
place_of (const Place *places, guint n, const char *id)
{
  for (guint i = 0; i < n; i++) {
    if (g_str_equal (places[i].id, id))
      return places[i].place;
  }
  return NULL;
}

const char *
vd_reason_place (const VdReason *reason)
{
  static const Place places[] = {
      {"worker-concern", "person:person.worker_concern"},
      {"danger", "danger"},
      {"age-doubt", "person:person.age"},
  };

  return place_of (places, G_N_ELEMENTS (places), vd_node_id (reason->node));
}

const char *
vd_missing_place (const VdNode *missing)
{
  static const Place places[] = {
      {"age", "person:person.age"},
      {"danger", "danger"},
      {"interpreter", "person:person.interpreter.mode"},
      {"consent", "referral"},
      {"basis-third-party", "todo"},
  };
  const char *place = place_of (places, G_N_ELEMENTS (places), vd_node_id (missing));

  return place != NULL ? place : "conversation:E";
}

GtkWidget *
vd_indicator_link (VdSession *session, const VdIndicator *indicator)
{
  g_autofree char *place = g_strconcat ("seen:", indicator->id, NULL);

  return vd_block_link (vd_node_text (indicator->node, "name", vd_session_get_language (session)),
                        place);
}

const char *
vd_step_state (VdSession *session, const char *id)
{
  const VdRecord *record = vd_session_get_record (session);
  int index = vd_record_find_item (record, "steps", id);

  return index < 0 ? NULL : vd_record_item_text (record, "steps", (guint)index, "state");
}

const VdNode *
vd_next_step (VdSession *session)
{
  return vd_guidance_next_step (vd_session_get_guidance (session), vd_session_get_record (session));
}
