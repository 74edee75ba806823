/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-condition"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "app/hardening.h"
#include "app/user-error.h"
#include "ui/compat.h"

/* Problems in words. */

static const char *
case_reference (VdSession *session, const char *where)
{
  const GPtrArray *cases = vd_session_get_cases (session);
  gint64 row = g_ascii_strtoll (where, NULL, 10);

  for (guint i = 0; i < cases->len; i++) {
    const VdCase *item = g_ptr_array_index (cases, i);

    if (item->row == row && item->id != NULL && *item->reference != '\0')
      return item->reference;
  }
  return NULL;
}

char *
vd_care_problem_words (VdSession *session, const VdStoreProblem *problem)
{
  const char *reference;

  if (g_str_equal (problem->what, "record")) {
    reference = case_reference (session, problem->where);
    return reference != NULL
               ? g_strdup_printf (_ ("The case %s cannot be read."), reference)
               : g_strdup_printf (_ ("A case cannot be read (number %s)."), problem->where);
  }
  if (g_str_equal (problem->what, "header-copy"))
    return g_strdup_printf (
        _ ("One of the two copies of the file “header” was damaged (%s). It was "
           "mended from the other one."),
        problem->where);
  if (g_str_equal (problem->what, "slot"))
    return g_strdup_printf (_ ("One of the two copies of a secret in the file “slots” is damaged "
                               "(%s). The other one is used."),
                            problem->where);
  if (g_str_equal (problem->what, "log"))
    return g_strdup_printf (_ ("Entry %s of the log cannot be read or does not fit."),
                            problem->where);
  if (g_str_equal (problem->what, "item"))
    return g_strdup_printf (_ ("Settings of the unit cannot be read (%s)."), problem->where);
  return g_strdup_printf (_ ("Something in the file “store.db” is damaged (%s, %s)."),
                          problem->what, problem->where);
}

#define MANY 200 /* more are not shown */

typedef struct {
  GPtrArray *problems;
  gboolean whole;
} Checked;

static void
checked_free (gpointer data)
{
  Checked *checked = data;

  g_ptr_array_unref (checked->problems);
  g_free (checked);
}

/* A case that is damaged can be looked at more closely; the rest is said. */
static void
damaged_cb (VdCare *self, GtkListBoxRow *row)
{
  const VdStoreProblem problem = {(char *)"record", (char *)gtk_widget_get_name (GTK_WIDGET (row))};

  vd_care_show_damaged (self, &problem);
}

static void
append_damaged (VdCare *self, GtkWidget *box, const GPtrArray *problems)
{
  GtkWidget *list = NULL;

  for (guint i = 0; i < problems->len && i < MANY; i++) {
    const VdStoreProblem *problem = g_ptr_array_index (problems, i);
    g_autofree char *text = vd_care_problem_words (vd_care_session (self), problem);

    if (!g_str_equal (problem->what, "record")) {
      vd_block_append (box, vd_paragraph_new (text));
      continue;
    }
    if (list == NULL)
      list = vd_care_list (box, _ ("Damaged cases"), G_CALLBACK (damaged_cb), self);
    vd_care_row (list, problem->where, text, _ ("Save what is left of it, and remove it"));
  }
}

static void
append_problems (VdCare *self, GtkWidget *box, const Checked *checked)
{
  append_damaged (self, box, checked->problems);
  vd_block_append (box, vd_heading_new (_ ("What to do"), 3));
  if (checked->whole)
    vd_block_append (box, vd_paragraph_new (_ ("Everything else can be read and used as before.")));
  vd_block_append (
      box, vd_paragraph_new (_ ("An earlier backup or daily copy may hold what is damaged: restore "
                                "that beside this vault and compare. When it comes back, "
                                "have the disk looked at.")));
}

static void
fill_checked (VdCare *self, GtkWidget *box)
{
  const Checked *checked = vd_care_data (self, fill_checked);

  if (!checked->whole)
    vd_block_append (box, vd_paragraph_new (_ ("You stopped it before everything was read. Of the "
                                               "rest nothing is known: begin again when there is "
                                               "time, and let it come to its end.")));
  if (checked->problems->len > 0)
    append_problems (self, box, checked);
  else if (checked->whole)
    vd_block_append (box, vd_paragraph_new (_ ("Every case, every entry of the log and both copies "
                                               "of every file were read. Nothing is damaged.")));
}

void
vd_care_show_check (VdCare *self, const VdStoreJob *job, gboolean whole)
{
  Checked *checked = g_new (Checked, 1);
  const char *title = _ ("The check was not finished");

  *checked = (Checked){g_ptr_array_ref (job->problems), whole};
  if (job->problems->len > 0)
    title = _ ("Something is damaged");
  else if (whole)
    title = _ ("Nothing is damaged");
  vd_care_push (self, title, fill_checked, checked, checked_free);
}

void
vd_care_forget_problem (VdCare *self, gint64 record)
{
  const Checked *checked = vd_care_data (self, fill_checked);

  if (checked == NULL)
    return;
  for (guint i = 0; i < checked->problems->len; i++) {
    const VdStoreProblem *problem = g_ptr_array_index (checked->problems, i);

    if (g_str_equal (problem->what, "record") &&
        g_ascii_strtoll (problem->where, NULL, 10) == record)
      g_ptr_array_remove_index (checked->problems, i--);
  }
  /* That nothing is damaged any more only another check can say. */
  if (checked->problems->len == 0)
    vd_care_pop (self);
  vd_care_refill (self);
}

static void
checked_cb (VdCare *self, VdStoreJob *job)
{
  vd_care_show_check (self, job, TRUE);
}

static void
check_cb (GtkButton *button, gpointer data)
{
  vd_care_run (data, vd_store_job_new (VD_STORE_VERIFY), _ ("Reading everything…"), checked_cb);
}

/* Deleting. */

static void
append_deletion (GtkWidget *box, const VdVaultHealth *health)
{
  const char *kind = health->kind;
  g_autofree char *disk = NULL;

  vd_block_append (box, vd_heading_new (_ ("What deleting does"), 3));
  switch (health->deletion) {
  case VD_DELETION_STRONG:
    disk = g_strdup_printf (_ ("This disk (%s) overwrites in place: of a deleted case the key is "
                               "destroyed, and what is left of it opens no more."),
                            kind);
    break;
  case VD_DELETION_WEAK:
    disk =
        g_strdup_printf (_ ("Deleting is weaker on this disk (%s): it keeps, or may keep, old "
                            "copies. Somebody with the disk and a passphrase may be able to read "
                            "what was deleted."),
                         kind);
    break;
  case VD_DELETION_UNKNOWN:
  default:
    disk = g_strdup (_ ("This kind of disk is not known: deleting may be weaker than said below."));
  }
  vd_block_append (box, vd_paragraph_new (disk));
  vd_block_append (box, vd_block_pair (_ ("Somebody without a passphrase"),
                                       _ ("reads nothing, deleted or not")));
  vd_block_append (box, vd_block_pair (_ ("Somebody with a passphrase and this computer"),
                                       health->deletion == VD_DELETION_STRONG
                                           ? _ ("does not get deleted cases back")
                                           : _ ("may get deleted cases back")));
  vd_block_append (box,
                   vd_block_pair (_ ("A laboratory that takes the disk apart, with a passphrase"),
                                  _ ("may get deleted cases back from an SSD")));
  vd_block_append (box, vd_block_pair (_ ("Somebody with an old backup and what opens it"),
                                       _ ("reads everything that was in it")));
  if (health->waiting > 0)
    vd_block_append (box,
                     vd_label_new (_ ("The disk refused to overwrite some keys of deleted cases. "
                                      "It is tried again with the next change."),
                                   "error"));
}

static void fill_beside (VdCare *self, GtkWidget *box);

/* Vaults beside. */

typedef struct {
  char *path;
  GtkWidget *passphrase;
} Beside;

static void
beside_free (gpointer data)
{
  Beside *beside = data;

  g_free (beside->path);
  g_free (beside);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = vd_session_destroy_finish (VD_SESSION (source), result, &error);

  vd_care_ready (self);
  if (vd_window_of (GTK_WIDGET (self)) == NULL)
    return;
  if (!ok) {
    vd_window_show_error (vd_window_of (GTK_WIDGET (self)), error);
    return;
  }
  vd_care_pop (self);
  vd_care_refill (self);
  vd_window_toast (vd_window_of (GTK_WIDGET (self)), _ ("The other vault is destroyed."));
}

static void
remove_confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  Beside *beside = vd_care_data (self, fill_beside);
  VdSecret *passphrase;

  if (!vd_confirm_finish (result) || beside == NULL)
    return;
  passphrase = vd_care_take_secret (beside->passphrase);
  vd_care_busy (self, _ ("Destroying the other vault…"), FALSE);
  vd_session_destroy_beside_async (vd_care_session (self), beside->path, passphrase, removed_cb,
                                   g_object_ref (self));
}

static void
remove_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;

  vd_confirm_async (vd_care_window (self), _ ("Destroy the other vault?"),
                    _ ("Its cases cannot be brought back but from a backup."), _ ("Destroy"), TRUE,
                    remove_confirmed_cb, g_object_ref (self));
}

static void
fill_beside (VdCare *self, GtkWidget *box)
{
  Beside *beside = vd_care_data (self, fill_beside);

  vd_block_append (box, vd_paragraph_new (beside->path));
  vd_block_append (box, vd_paragraph_new (_ ("A vault that was replaced by a restored one, or a "
                                             "restored one that nobody switched to. Its passphrase "
                                             "is asked, so that nobody destroys the wrong one.")));
  beside->passphrase = vd_care_secret (box, _ ("_Passphrase of that vault"));
  gtk_widget_add_css_class (vd_care_button (box, _ ("_Destroy it…"), G_CALLBACK (remove_cb), self),
                            "destructive-action");
}

static void
beside_cb (VdCare *self, GtkListBoxRow *row)
{
  Beside *beside = g_new0 (Beside, 1);

  beside->path = g_strdup (gtk_widget_get_name (GTK_WIDGET (row)));
  vd_care_push (self, _ ("Another vault"), fill_beside, beside, beside_free);
}

static void
append_beside (VdCare *self, GtkWidget *box)
{
  g_auto (GStrv) paths = vd_session_list_beside (vd_care_session (self));
  GtkWidget *list;

  if (paths[0] == NULL)
    return;
  vd_block_append (box, vd_heading_new (_ ("Other vaults beside this one"), 3));
  list = vd_care_list (box, _ ("Other vaults beside this one"), G_CALLBACK (beside_cb), self);
  for (guint i = 0; paths[i] != NULL; i++) {
    g_autofree char *base = g_path_get_basename (paths[i]);

    vd_care_row (list, paths[i], base, "");
  }
}

/* The page. */

static void
append_pair (GtkWidget *box, const char *name, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  vd_block_append (box, vd_block_pair (name, text));
}

void
vd_care_fill_condition (VdCare *self, GtkWidget *box)
{
  VdSession *session = vd_care_session (self);
  const VdVaultHealth *health = &vd_session_get_store (session)->health;
  g_autofree char *copy = vd_care_ago (session, health->copy);
  g_autofree char *backup = vd_care_ago (session, health->backup);

  append_pair (box, _ ("Cases"), health->records);
  append_pair (box, _ ("Entries in the log"), health->events);
  vd_block_append (box, vd_block_pair (_ ("Last backup to a file"), backup));
  vd_block_append (box, vd_block_pair (_ ("Last daily copy beside the vault"), copy));
  vd_block_append (box, vd_block_pair (_ ("Folder"), vd_session_get_vault_dir (session)));
  if (health->repaired != 0)
    vd_block_append (box, vd_label_new (_ ("One copy of the file “header” was damaged and has been "
                                           "mended from the other one. Have the disk looked at."),
                                        "error"));
  vd_care_button (box, _ ("_Check everything"), G_CALLBACK (check_cb), self);
  append_deletion (box, health);
  if (vd_hardening_swap_is_open ())
    vd_block_append (box,
                     vd_paragraph_new (_ ("This computer has swap space that is not encrypted: "
                                          "text that is being typed can get onto the disk. Ask "
                                          "whoever looks after the computer to encrypt it or "
                                          "switch it off.")));
  append_beside (self, box);
}
