/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place"

#include "ui/place.h"

#include "core/short-form.h"

/* How far a place has come: orientation for the worker, never a demand. */

static VdProgress
progress (guint done, guint of)
{
  if (done == 0)
    return VD_PROGRESS_NONE;
  return done < of ? VD_PROGRESS_BEGUN : VD_PROGRESS_DONE;
}

static gboolean
is_ticked (const VdRecord *record, const char *id)
{
  int at = vd_record_find_item (record, "prepare", id);

  return at >= 0 && vd_record_item_bool (record, "prepare", (guint)at, "done");
}

VdProgress
vd_progress_prepare (VdSession *session)
{
  const VdPack *pack = vd_session_get_pack (session);
  const VdRecord *record = vd_session_get_record (session);
  const GPtrArray *checks = vd_pack_nodes (pack, "check");
  guint done = 0, of = 0;

  for (guint i = 0; i < checks->len; i++) {
    const VdNode *check = g_ptr_array_index (checks, i);

    if (!vd_guidance_applies (vd_session_get_guidance (session), pack, record, NULL, check))
      continue;
    of++;
    done += is_ticked (record, vd_node_id (check)) ? 1 : 0;
  }
  return progress (done, of);
}

VdProgress
vd_progress_danger (VdSession *session)
{
  gboolean asked = vd_record_has (vd_session_get_record (session), "person.danger");

  return asked ? VD_PROGRESS_DONE : VD_PROGRESS_NONE;
}

/* What every way on needs: whom it is about, the age, and in which language to talk. */
VdProgress
vd_progress_person (VdSession *session)
{
  static const char *const needed[] = {"person.reference", "person.age", "person_language"};
  const VdRecord *record = vd_session_get_record (session);
  const GPtrArray *fields = vd_pack_nodes (vd_session_get_pack (session), "field");
  guint done = 0;

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    done += vd_record_has (record, needed[i]) ? 1 : 0;
  if (done == G_N_ELEMENTS (needed))
    return VD_PROGRESS_DONE;
  for (guint i = 0; i < fields->len; i++) {
    const VdNode *field = g_ptr_array_index (fields, i);

    /* The language of the notes is set by itself. */
    if (g_strcmp0 (vd_node_attr (field, "place"), "person") == 0 &&
        !g_str_equal (vd_node_id (field), "language") && vd_record_has (record, vd_node_id (field)))
      return VD_PROGRESS_BEGUN;
  }
  return VD_PROGRESS_NONE;
}

VdProgress
vd_progress_seen (VdSession *session)
{
  const VdRecord *record = vd_session_get_record (session);
  const VdNode *setting = vd_pack_find (vd_session_get_pack (session), "setting",
                                        vd_record_get_text (record, "setting"));
  const VdNode *form = vd_short_form (vd_session_get_pack (session), record);
  const char *const *core = vd_node_list (form != NULL ? form : setting, "core");
  g_auto (GStrv) answered = vd_record_answered_ids (record);
  guint live = 0, done = 0;
  VdAnswer answer;

  for (guint i = 0; answered[i] != NULL; i++)
    live += vd_record_live_answer (record, answered[i], &answer) ? 1 : 0;
  for (guint i = 0; core[i] != NULL; i++)
    done += vd_record_live_answer (record, core[i], &answer) ? 1 : 0;
  if (done > 0 && core[done] == NULL)
    return VD_PROGRESS_DONE;
  return live > 0 ? VD_PROGRESS_BEGUN : VD_PROGRESS_NONE;
}

VdProgress
vd_progress_conversation (VdSession *session)
{
  const VdRecord *record = vd_session_get_record (session);
  g_auto (GStrv) answered = vd_record_answered_ids (record);
  VdAnswer answer;

  if (vd_record_has (record, "wishes.help"))
    return VD_PROGRESS_DONE;
  for (guint i = 0; answered[i] != NULL; i++) {
    if (vd_record_live_answer (record, answered[i], &answer) &&
        (answer.basis & VD_BASIS_STATEMENT) != 0)
      return VD_PROGRESS_BEGUN;
  }
  return VD_PROGRESS_NONE;
}

VdProgress
vd_progress_todo (VdSession *session)
{
  const VdRecord *record = vd_session_get_record (session);
  const GPtrArray *steps = vd_session_get_guidance (session)->steps;
  guint done = 0;

  for (guint i = 0; i < steps->len; i++) {
    int at = vd_record_find_item (record, "steps", vd_node_id (g_ptr_array_index (steps, i)));

    if (at >= 0 &&
        g_strcmp0 (vd_record_item_text (record, "steps", (guint)at, "state"), "open") != 0)
      done++;
  }
  return progress (done, steps->len);
}

VdProgress
vd_progress_referral (VdSession *session)
{
  const VdRecord *record = vd_session_get_record (session);

  if (vd_record_n_items (record, "shares") > 0)
    return VD_PROGRESS_DONE;
  return vd_record_n_items (record, "consents") > 0 ? VD_PROGRESS_BEGUN : VD_PROGRESS_NONE;
}
