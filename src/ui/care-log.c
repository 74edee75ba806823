/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-log"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "app/user-error.h"
#include "ui/compat.h"
#include "ui/fill.h"

/* Entries that are shown at first, and with each press of the button more. */
#define STEP 100

typedef struct {
  GPtrArray *events; /* (nullable): VdStoreEvent, the oldest first */
  GtkWidget *box;
  GtkWidget *list;
  GtkWidget *more;
  guint shown;
  guint limit;
  GtkWidget *anchor;
  GtkWidget *answer;
  VdCare *store; /* not owned */
} Log;

static void
log_free (gpointer data)
{
  Log *log = data;

  g_clear_pointer (&log->events, g_ptr_array_unref);
  g_free (log);
}

/* Words. */

static const char *
event_words (VdVaultEvent event)
{
  switch (event) {
  case VD_VAULT_EVENT_UNLOCK:
    return _ ("Unlocked");
  case VD_VAULT_EVENT_CREATE:
    return _ ("Case made");
  case VD_VAULT_EVENT_VIEW:
    return _ ("Case opened");
  case VD_VAULT_EVENT_CHANGE:
    return _ ("Case changed");
  case VD_VAULT_EVENT_EXPORT:
    return _ ("Document saved to a file");
  case VD_VAULT_EVENT_PRINT:
    return _ ("Document printed");
  case VD_VAULT_EVENT_DELETE:
    return _ ("Case deleted");
  case VD_VAULT_EVENT_FAILED_UNLOCKS:
    return _ ("Wrong keys tried before this unlocking");
  case VD_VAULT_EVENT_CLOCK:
    return _ ("The clock of the computer went back");
  case VD_VAULT_EVENT_USER_ADDED:
    return _ ("Person added");
  case VD_VAULT_EVENT_USER_REMOVED:
    return _ ("Person removed");
  case VD_VAULT_EVENT_PASSPHRASE:
    return _ ("Passphrase changed");
  case VD_VAULT_EVENT_KDF:
    return _ ("Guessing made harder");
  case VD_VAULT_EVENT_RECOVERY:
    return _ ("New recovery key");
  case VD_VAULT_EVENT_DRILL:
    return _ ("Recovery key checked");
  case VD_VAULT_EVENT_RESEAL:
    return _ ("Everything sealed again");
  case VD_VAULT_EVENT_BACKUP:
    return _ ("Backup written");
  case VD_VAULT_EVENT_RESTORE:
    return _ ("Restored from a backup");
  case VD_VAULT_EVENT_PACK:
    return _ ("Other content taken into use");
  default:
    return _ ("Something that this version does not know");
  }
}

static char *
user_words (VdSession *session, guint16 number)
{
  const char *name = vd_store_user_name (vd_session_get_store (session), number);

  if (number == 0)
    return g_strdup (_ ("with the recovery key"));
  if (name != NULL && *name != '\0')
    return g_strdup (name);
  return g_strdup_printf (_ ("person %u"), number);
}

/* A reference, never a name. */
static char *
case_words (VdSession *session, gint64 row)
{
  const GPtrArray *cases = vd_session_get_cases (session);

  for (guint i = 0; i < cases->len; i++) {
    const VdCase *item = g_ptr_array_index (cases, i);

    if (item->row == row)
      return g_strdup (item->id != NULL && *item->reference != '\0' ? item->reference
                                                                    : _ ("No reference yet"));
  }
  return g_strdup (_ ("a case that is deleted"));
}

/* Codes are "rosa:pdf", a number of a person, or how many: said as far as it is known. */
static char *
code_words (VdSession *session, const VdStoreEvent *event)
{
  g_auto (GStrv) parts = g_strsplit (event->code, ":", 2);
  const VdNode *recipient;

  if (event->event == VD_VAULT_EVENT_USER_ADDED || event->event == VD_VAULT_EVENT_USER_REMOVED ||
      event->event == VD_VAULT_EVENT_PASSPHRASE)
    return *event->code != '\0' ? user_words (session, (guint16)atoi (event->code)) : NULL;
  if (parts[0] == NULL)
    return NULL;
  /* What was left of a record, or the record that was removed. */
  if (g_str_equal (event->code, "damaged"))
    return g_strdup (_ ("damaged"));
  /* A fingerprint: its beginning tells contents apart. */
  if (event->event == VD_VAULT_EVENT_PACK)
    return g_strndup (event->code, 8);
  if (g_str_equal (parts[0], "removed") && parts[1] != NULL)
    /* Translators: what the log says of a change; %s is the code of what was removed. */
    return g_strdup_printf (_ ("closed, and removed what did not apply: %s"), parts[1]);
  if (g_str_equal (parts[0], "content") && parts[1] != NULL)
    /* Translators: what the log says of a change; %s is the beginning of a fingerprint. */
    return g_strdup_printf (_ ("moved to other content: %.8s"), parts[1]);
  recipient = vd_pack_find (vd_session_get_pack (session), "recipient", parts[0]);
  if (recipient == NULL)
    return g_strdup (event->code);
  return g_strdup (vd_node_text (recipient, "name", vd_session_get_language (session)));
}

static char *
time_words (VdSession *session, gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time);
  g_autofree char *stamp = utc != NULL ? g_date_time_format_iso8601 (utc) : NULL;

  return vd_when (stamp, vd_session_get_language (session));
}

static GtkWidget *
entry_new (VdSession *session, const VdStoreEvent *event)
{
  GtkWidget *box = vd_block_box (0);
  g_autofree char *code = code_words (session, event);
  g_autofree char *name = event->record != 0 ? case_words (session, event->record) : NULL;
  g_autofree char *what = g_strdup (event_words (event->event));
  g_autofree char *when = time_words (session, event->time);
  g_autofree char *who = user_words (session, event->user);
  g_autofree char *line = g_strdup_printf ("%s · %s", when, who);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *text = NULL;

  g_ptr_array_add (parts, what);
  if (name != NULL)
    g_ptr_array_add (parts, name);
  if (code != NULL)
    g_ptr_array_add (parts, code);
  g_ptr_array_add (parts, NULL);
  text = g_strjoinv (" · ", (char **)parts->pdata);
  vd_block_append (box, vd_paragraph_new (text));
  vd_block_append (box, vd_hint_new (line));
  if (!event->fits)
    vd_block_append (box, vd_label_new (_ ("This entry is damaged, or does not follow from the one "
                                           "before it."),
                                        "error"));
  return box;
}

/* The list: the newest first. */

static GtkWidget *
make_entry (guint index, gpointer data)
{
  Log *log = data;
  guint at = log->shown + index;

  if (at >= log->limit || at >= log->events->len)
    return NULL;
  return entry_new (vd_care_session (log->store),
                    g_ptr_array_index (log->events, log->events->len - 1 - at));
}

static void
show_entries (Log *log)
{
  GtkWidget *part = vd_block_box (9);

  vd_block_append (log->list, part);
  vd_fill_slowly (part, make_entry, log);
  gtk_widget_set_visible (log->more, log->limit < log->events->len);
}

static void
more_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Log *log = vd_care_data (self, vd_care_fill_log);

  vd_fill_finish (log->list);
  log->shown = log->limit;
  log->limit += STEP;
  show_entries (log);
}

/* Anchors. */

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GError) error = NULL;
  const VdStoreJob *job = vd_session_store_finish (VD_SESSION (source), result, &error);
  Log *log =
      vd_window_of (GTK_WIDGET (self)) != NULL ? vd_care_data (self, vd_care_fill_log) : NULL;
  g_autofree char *text = NULL;

  if (log == NULL)
    return;
  vd_set_invalid (log->anchor, job == NULL);
  if (job != NULL)
    text = g_strdup_printf (_ ("It is of entry %u, and everything up to there is unchanged."),
                            (guint)job->seq);
  else if (g_error_matches (error, VD_ERROR, VD_ERROR_INVALID))
    text = g_strdup (_ ("That is no anchor: a number and eight groups of four signs."));
  else if (g_error_matches (error, VD_ERROR, VD_ERROR_NOT_FOUND))
    text = g_strdup (_ ("This log has no such state. It is of another vault, or this one was "
                        "replaced by an older copy."));
  else if (g_error_matches (error, VD_ERROR, VD_ERROR_DAMAGED))
    text = g_strdup (_ ("The anchor is of this log, but something before it is not as it was."));
  else
    text = g_strdup (vd_user_error (error).title);
  gtk_label_set_label (GTK_LABEL (log->answer), text);
  gtk_widget_set_visible (log->answer, TRUE);
  vd_announce (log->answer, text);
}

static void
check_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Log *log = vd_care_data (self, vd_care_fill_log);
  VdStoreJob *job = vd_store_job_new (VD_STORE_CHECK_ANCHOR);

  job->anchor = g_strstrip (vd_typed_get (log->anchor));
  vd_session_store_async (vd_care_session (self), job, NULL, checked_cb, g_object_ref (self));
}

static void
append_anchor (VdCare *self, Log *log, GtkWidget *box)
{
  const VdStoreInfo *info = vd_session_get_store (vd_care_session (self));
  GtkWidget *label = vd_paragraph_new (info->anchor);

  gtk_widget_add_css_class (label, "monospace");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  vd_block_append (box, vd_heading_new (_ ("State of the log"), 3));
  vd_block_append (box,
                   vd_paragraph_new (_ ("Write this line down now and then, with the date, and "
                                        "keep it outside this computer. Later it shows whether "
                                        "the log up to here is still the same.")));
  vd_block_append (box, label);
  log->anchor = vd_care_entry (box, _ ("A line written down _earlier"), "");
  vd_care_button (box, _ ("_Check the line"), G_CALLBACK (check_cb), self);
  log->answer = vd_paragraph_new ("");
  gtk_widget_set_visible (log->answer, FALSE);
  vd_block_append (box, log->answer);
}

/* The page: the log is read after it is shown. */

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GError) error = NULL;
  VdStoreJob *job = vd_session_store_finish (VD_SESSION (source), result, &error);
  Log *log =
      vd_window_of (GTK_WIDGET (self)) != NULL ? vd_care_data (self, vd_care_fill_log) : NULL;

  if (log == NULL)
    return;
  if (job == NULL) {
    vd_window_show_error (vd_window_of (GTK_WIDGET (self)), error);
    return;
  }
  log->events = g_ptr_array_ref (job->events);
  log->limit = STEP;
  vd_box_clear (GTK_BOX (log->list));
  show_entries (log);
}

static void
fill_log (VdCare *self, GtkWidget *box)
{
  Log *log = vd_care_data (self, vd_care_fill_log);

  append_anchor (self, log, box);
  vd_block_append (box, vd_heading_new (_ ("What happened, the newest first"), 3));
  vd_block_append (box,
                   vd_hint_new (_ ("The log holds no names of people met and no text of cases. "
                                   "Somebody who has a passphrase and writes programs could "
                                   "forge it; the lines written down outside limit that.")));
  log->list = vd_block_box (9);
  vd_block_append (log->list, vd_paragraph_new (_ ("Reading the log…")));
  vd_block_append (box, log->list);
  log->more = vd_care_button (box, _ ("Show _more"), G_CALLBACK (more_cb), self);
  gtk_widget_set_visible (log->more, FALSE);
  vd_session_store_async (vd_care_session (self), vd_store_job_new (VD_STORE_LOG), NULL, read_cb,
                          g_object_ref (self));
}

void
vd_care_fill_log (VdCare *self, GtkWidget *box)
{
  Log *log = g_new0 (Log, 1);

  log->store = self;
  vd_care_set_data (self, log, log_free);
  fill_log (self, box);
}
