/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "window"

#include "config.h"

#include "ui/window-private.h"

#include <string.h>

#include "ui/assessment.h"

/* Half-typed text of cases that were left: it is there again when the case is opened, also after a
 * lock. {RECORD: {"texts": {PLACE: {KEY: TEXT}}}} */

/* What is merely open or chosen on a page is not worth keeping. */
static gboolean
is_typed (const char *key, const json_t *value)
{
  const char *text = json_string_value (value);

  return text != NULL && *text != '\0' && !g_str_equal (text, "open") &&
         (!g_str_has_prefix (key, "referral/") || g_str_equal (key, "referral/explained"));
}

static gboolean
has_typed (json_t *texts)
{
  const char *key;
  json_t *value;

  json_object_foreach (texts, key, value)
  {
    if (is_typed (key, value))
      return TRUE;
  }
  return FALSE;
}

/* Returns: (transfer full) (nullable): what is half typed in @page, the draft of an assessment. */
static json_t *
pick_typed (const char *page)
{
  g_autoptr (json_t) draft = page != NULL ? vd_json_parse (page, strlen (page), NULL) : NULL;
  g_autoptr (json_t) places = json_object ();
  const char *place;
  json_t *texts;

  json_object_foreach (json_object_get (draft, "texts"), place, texts)
  {
    if (has_typed (texts))
      json_object_set (places, place, texts);
  }
  return json_object_size (places) > 0 ? json_pack ("{s:O}", "texts", places) : NULL;
}

static const VdCase *
find_case (VdWindow *self, const char *id)
{
  const GPtrArray *cases = vd_session_get_cases (self->session);

  for (guint i = 0; i < cases->len; i++) {
    if (g_strcmp0 (((const VdCase *)g_ptr_array_index (cases, i))->id, id) == 0)
      return g_ptr_array_index (cases, i);
  }
  return NULL;
}

/* A record is stored with its first change; something was typed, so that this is one. */
static void
store_record (VdWindow *self, const VdRecord *record)
{
  g_autofree char *status = g_strdup (vd_record_get_text (record, "case.status"));

  if (vd_session_get_save_state (self->session) == VD_SAVE_NONE &&
      find_case (self, vd_record_get_text (record, "id")) == NULL)
    vd_session_set_text (self->session, "case.status", status != NULL ? status : "open", NULL);
}

void
vd_window_keep_left (VdWindow *self)
{
  VdPage *shown = self->behind != NULL ? VD_PAGE (self->behind) : vd_window_get_shown (self);
  const VdRecord *record = vd_session_get_record (self->session);
  g_autofree char *page = NULL;
  json_t *typed;

  if (!VD_IS_ASSESSMENT (shown) || record == NULL || !vd_record_has (record, "id"))
    return;
  page = vd_page_save_draft (shown);
  typed = pick_typed (page);
  if (typed == NULL)
    return;
  store_record (self, record);
  json_object_set_new (self->left, vd_record_get_text (record, "id"), typed);
}

void
vd_window_keep_waiting (VdWindow *self)
{
  g_autoptr (json_t) waiting = g_steal_pointer (&self->waiting);
  const char *id = json_string_value (json_object_get (waiting, "record"));
  json_t *typed = pick_typed (json_string_value (json_object_get (waiting, "page")));

  if (id != NULL && typed != NULL)
    json_object_set (self->left, id, typed);
  json_decref (typed);
}

char *
vd_window_take_left (VdWindow *self, const char *id)
{
  json_t *left = json_object_get (self->left, id);
  char *text = left != NULL ? vd_json_write (left, NULL) : NULL;

  json_object_del (self->left, id);
  return text;
}

void
vd_window_save_left (VdWindow *self, json_t *draft)
{
  g_autoptr (json_t) left = json_object ();
  const char *id;
  json_t *texts;

  json_object_foreach (self->left, id, texts)
  {
    /* Not of a case that was deleted. */
    if (find_case (self, id) != NULL)
      json_object_set (left, id, texts);
  }
  if (json_object_size (left) > 0)
    json_object_set (draft, "left", left);
}

void
vd_window_restore_left (VdWindow *self, const json_t *draft)
{
  json_t *left = json_object_get (draft, "left");

  json_object_clear (self->left);
  if (json_is_object (left))
    json_object_update (self->left, left);
}
