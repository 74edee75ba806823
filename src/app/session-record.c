/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "session-record"

#include "app/session-private.h"

/* Ends a change: what the schema refused changed nothing and is not saved. */
static gboolean
changed_if (VdSession *self, gboolean ok)
{
  if (ok)
    _vd_session_changed (self);
  return ok;
}

gboolean
vd_session_set_text (VdSession *self, const char *path, const char *value, GError **error)
{
  g_return_val_if_fail (self->record != NULL, FALSE);

  return changed_if (self, vd_record_set_text (self->record, path, value, error));
}

void
vd_session_set_bool (VdSession *self, const char *path, gboolean value)
{
  g_return_if_fail (self->record != NULL);

  vd_record_set_bool (self->record, path, value);
  _vd_session_changed (self);
}

void
vd_session_unset (VdSession *self, const char *path)
{
  g_return_if_fail (self->record != NULL);

  vd_record_unset (self->record, path);
  _vd_session_changed (self);
}

gboolean
vd_session_set_number (VdSession *self, const char *path, int value, GError **error)
{
  g_return_val_if_fail (self->record != NULL, FALSE);

  return changed_if (self, vd_record_set_number (self->record, path, value, error));
}

void
vd_session_list_set (VdSession *self, const char *path, const char *code, gboolean on)
{
  g_return_if_fail (self->record != NULL);

  vd_record_list_set (self->record, path, code, on);
  _vd_session_changed (self);
}

void
vd_session_list_asked (VdSession *self, const char *path)
{
  g_return_if_fail (self->record != NULL);

  vd_record_list_asked (self->record, path);
  _vd_session_changed (self);
}

gboolean
vd_session_set_texts (VdSession *self, const char *path, const char *const *items, GError **error)
{
  g_return_val_if_fail (self->record != NULL, FALSE);

  return changed_if (self, vd_record_set_texts (self->record, path, items, error));
}

static const char *
initials_or_null (VdSession *self)
{
  return self->initials[0] != '\0' ? self->initials : NULL;
}

/* The entry as the schema wants it; @today is kept by the caller. */
static VdAnswer
make_answer (VdSession *self,
             const char *id,
             VdAnswerValue value,
             guint basis,
             const char *note,
             const char *today)
{
  const VdIndicator *indicator = vd_pack_find_indicator (vd_session_get_pack (self), id);
  const char *used = self->language;
  const char *shown = NULL;

  if (indicator != NULL)
    shown = vd_text_get (vd_node_text_all (indicator->node, "text"), self->language, &used);
  return (VdAnswer){
      .value = value,
      .basis = basis,
      .note = note,
      .date = today,
      .by = initials_or_null (self),
      .shown = shown,
      .lang = used,
  };
}

gboolean
vd_session_answer (VdSession *self,
                   const char *id,
                   VdAnswerValue value,
                   guint basis,
                   const char *note,
                   GError **error)
{
  g_autofree char *today = vd_clock_date (self->clock);
  g_autofree char *kept = NULL;
  VdAnswer live, answer;

  g_return_val_if_fail (self->record != NULL, FALSE);

  if (note == NULL && vd_record_live_answer (self->record, id, &live))
    kept = g_strdup (live.note);
  answer = make_answer (self, id, value, basis, note != NULL ? note : kept, today);
  return changed_if (self, vd_record_answer (self->record, id, &answer, error));
}

gboolean
vd_session_add_answer (VdSession *self,
                       const char *id,
                       VdAnswerValue value,
                       guint basis,
                       const char *note,
                       GError **error)
{
  g_autofree char *today = vd_clock_date (self->clock);
  VdAnswer answer = make_answer (self, id, value, basis, note, today);

  g_return_val_if_fail (self->record != NULL, FALSE);

  return changed_if (self, vd_record_add_answer (self->record, id, &answer, error));
}

void
vd_session_withdraw_answer (VdSession *self, const char *id)
{
  g_return_if_fail (self->record != NULL);

  vd_record_withdraw_answer (self->record, id);
  _vd_session_changed (self);
}

static void
set_string (json_t *object, const char *key, const char *value)
{
  if (value != NULL && value[0] != '\0')
    json_object_set_new (object, key, json_string (value));
}

gboolean
vd_session_add_journal (VdSession *self,
                        const char *kind,
                        const char *text,
                        int corrects,
                        GError **error)
{
  g_autofree char *now = vd_clock_time (self->clock);
  json_t *entry = json_object ();

  set_string (entry, "time", now);
  set_string (entry, "kind", kind);
  set_string (entry, "text", text);
  set_string (entry, "by", initials_or_null (self));
  if (corrects >= 0)
    json_object_set_new (entry, "corrects", json_integer (corrects));
  return vd_session_append (self, "journal", entry, error);
}

/* Puts @item in the place of the one with the same id, or at the end. */
static void
put_by_id (VdSession *self, const char *list, const char *id, json_t *item)
{
  int index = vd_record_find_item (self->record, list, id);
  g_autoptr (GError) error = NULL;
  gboolean ok = index < 0 ? vd_session_append (self, list, item, &error)
                          : vd_session_replace (self, list, (guint)index, item, &error);

  /* The ids come from the pack and the codes from here: a refusal is a fault of ours. */
  if (!ok)
    g_critical ("%s refused: %s", list, error->message);
}

void
vd_session_set_step (VdSession *self, const char *id, const char *state)
{
  g_autofree char *now = vd_clock_time (self->clock);
  json_t *item = json_object ();

  set_string (item, "id", id);
  set_string (item, "state", state);
  set_string (item, "time", now);
  set_string (item, "by", initials_or_null (self));
  put_by_id (self, "steps", id, item);
}

void
vd_session_set_prepare (VdSession *self, const char *id, gboolean done)
{
  json_t *item = json_object ();

  set_string (item, "id", id);
  json_object_set_new (item, "done", json_boolean (done));
  put_by_id (self, "prepare", id, item);
}

gboolean
vd_session_append (VdSession *self, const char *list, json_t *item, GError **error)
{
  g_return_val_if_fail (self->record != NULL, FALSE);

  return changed_if (self, vd_record_append (self->record, list, item, error));
}

gboolean
vd_session_replace (VdSession *self, const char *list, guint index, json_t *item, GError **error)
{
  g_return_val_if_fail (self->record != NULL, FALSE);

  return changed_if (self, vd_record_replace (self->record, list, index, item, error));
}

void
vd_session_remove (VdSession *self, const char *list, guint index)
{
  g_return_if_fail (self->record != NULL);

  vd_record_remove (self->record, list, index);
  _vd_session_changed (self);
}

gboolean
vd_session_add_consent (VdSession *self,
                        const char *recipient,
                        const char *const *parts,
                        const char *explained,
                        GError **error)
{
  g_autofree char *today = vd_clock_date (self->clock);
  json_t *consent = json_object ();
  json_t *list = json_array ();

  for (guint i = 0; parts[i] != NULL; i++)
    json_array_append_new (list, json_string (parts[i]));
  set_string (consent, "recipient", recipient);
  json_object_set_new (consent, "parts", list);
  set_string (consent, "date", today);
  set_string (consent, "explained", explained);
  return vd_session_append (self, "consents", consent, error);
}

void
vd_session_withdraw_consent (VdSession *self, const char *recipient)
{
  g_autofree char *today = vd_clock_date (self->clock);
  const json_t *consents = json_object_get (vd_record_json (self->record), "consents");

  for (guint i = 0; i < vd_record_n_items (self->record, "consents"); i++) {
    json_t *consent = json_array_get (consents, i);
    g_autoptr (json_t) withdrawn = NULL;

    if (g_strcmp0 (vd_record_item_text (self->record, "consents", i, "recipient"), recipient) !=
            0 ||
        vd_record_item_text (self->record, "consents", i, "withdrawn") != NULL)
      continue;
    withdrawn = json_deep_copy (consent);
    json_object_set_new (withdrawn, "withdrawn", json_string (today));
    vd_session_replace (self, "consents", i, g_steal_pointer (&withdrawn), NULL);
    consents = json_object_get (vd_record_json (self->record), "consents");
  }
}

void
vd_session_new_record (VdSession *self, const char *setting, const char *form)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *today = vd_clock_date (self->clock);
  VdRecord *record = vd_record_new (id, setting, form);

  vd_record_set_text (record, "language", self->language, NULL);
  vd_record_set_text (record, "case.opened", today, NULL);
  vd_record_set_text (record, "case.status", "open", NULL);
  if (self->unit[0] != '\0')
    vd_record_set_text (record, "case.unit", self->unit, NULL);
  vd_record_set_pack (record, self->pack);
  _vd_session_take_record (self, record, self->pack, 0, today);
}

void
vd_session_practise (VdSession *self, VdRecord *record)
{
  g_assert (self->in_memory);
  _vd_session_take_record (self, record, self->pack, 0, NULL);
}
