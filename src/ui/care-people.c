/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care-people"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "ui/compat.h"
#include "ui/first-pages.h"

#define MIB (1024 * 1024)
/* Bytes that a slot has for the name. */
#define NAME_MAX_BYTES 120

/* What a page about somebody has on it. */
typedef struct {
  guint16 number; /* 0: a new one */
  GtkWidget *name;
  GtkWidget *role;
  GtkWidget *passphrase;
  GtkWidget *old;
} Form;

static void fill_new (VdCare *self, GtkWidget *box);
static void fill_user (VdCare *self, GtkWidget *box);
static void fill_passphrase (VdCare *self, GtkWidget *box);

static const char *
name_words (const VdVaultUser *user)
{
  return user->name != NULL && *user->name != '\0' ? user->name : _ ("No name given");
}

static const char *
role_words (VdVaultRole role)
{
  return role == VD_VAULT_LEADER ? _ ("Leader") : _ ("Member");
}

static const VdVaultUser *
find_user (VdCare *self, guint16 number)
{
  const VdStoreInfo *info = vd_session_get_store (vd_care_session (self));

  for (guint i = 0; info != NULL && i < info->users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (info->users, i);

    if (user->number == number)
      return user;
  }
  return NULL;
}

/* Ends. */

static void
tell_back (VdCare *self, const char *said)
{
  vd_care_pop (self);
  vd_care_refill (self);
  vd_window_toast (vd_window_of (GTK_WIDGET (self)), said);
}

static void
added_cb (VdCare *self, VdStoreJob *job)
{
  tell_back (self, _ ("The person can open the vault now."));
}

static void
saved_cb (VdCare *self, VdStoreJob *job)
{
  tell_back (self, _ ("Saved."));
}

static void
changed_cb (VdCare *self, VdStoreJob *job)
{
  tell_back (self, _ ("The new passphrase holds from now on."));
}

static void
removed_cb (VdCare *self, VdStoreJob *job)
{
  tell_back (self, _ ("The person can no longer open the vault."));
  vd_tell (
      vd_care_window (self), _ ("What is still open to them"),
      _ ("Backups and copies of the folder from before today still open with the passphrase "
         "they had then. If you fear that such a copy is in wrong hands, seal everything again "
         "and make new backups."));
}

/* Somebody new, or somebody's data. */

static void
append_role (GtkWidget *box, Form *form, VdVaultRole role)
{
  form->role = vd_radio_group_new (_ ("May do"));
  vd_radio_group_add (form->role, "member", _ ("Member: works with all cases"));
  vd_radio_group_add (form->role, "leader",
                      _ ("Leader: also adds and removes people and makes keys"));
  vd_radio_group_set (form->role, role == VD_VAULT_LEADER ? "leader" : "member");
  vd_block_append (box, form->role);
}

/* Returns: (transfer full) (nullable): NULL when there is none, which the field says. */
static char *
take_name (Form *form)
{
  char *name = g_strstrip (vd_typed_get (form->name));
  gboolean good = *name != '\0' && strlen (name) <= NAME_MAX_BYTES;

  vd_set_invalid (form->name, !good);
  if (good)
    return name;
  gtk_widget_grab_focus (form->name);
  g_free (name);
  return NULL;
}

static VdVaultRole
get_role (Form *form)
{
  return g_strcmp0 (vd_radio_group_get (form->role), "leader") == 0 ? VD_VAULT_LEADER
                                                                    : VD_VAULT_MEMBER;
}

static void
add_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Form *form = vd_care_data (self, fill_new);
  g_autofree char *name = take_name (form);
  VdSecret *passphrase = NULL;
  VdStoreJob *job;

  if (name != NULL)
    passphrase = vd_first_passphrase_take (VD_FIRST_PASSPHRASE (form->passphrase));
  if (passphrase == NULL)
    return;
  job = vd_store_job_new (VD_STORE_ADD_USER);
  job->name = g_steal_pointer (&name);
  job->role = get_role (form);
  job->passphrase = passphrase;
  vd_care_run (self, job, _ ("Making a place for the person…"), added_cb);
}

static void
fill_new (VdCare *self, GtkWidget *box)
{
  Form *form = vd_care_data (self, fill_new);

  vd_block_append (box,
                   vd_paragraph_new (_ ("Let the person sit at the keyboard: nobody else should "
                                        "know the passphrase. It cannot be looked up later.")));
  form->name = vd_care_entry (box, _ ("_Name or initials"), "");
  append_role (box, form, VD_VAULT_MEMBER);
  form->passphrase = vd_first_passphrase_new ();
  vd_block_append (box, form->passphrase);
  gtk_widget_add_css_class (vd_care_button (box, _ ("A_dd"), G_CALLBACK (add_cb), self),
                            "suggested-action");
}

static void
new_cb (GtkButton *button, gpointer data)
{
  vd_care_push (data, _ ("Add a person"), fill_new, g_new0 (Form, 1), g_free);
}

static void
save_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Form *form = vd_care_data (self, fill_user);
  char *name = take_name (form);
  VdStoreJob *job;

  if (name == NULL)
    return;
  job = vd_store_job_new (VD_STORE_SET_USER);
  job->user = form->number;
  job->name = name;
  job->role = get_role (form);
  vd_care_run (self, job, _ ("Saving…"), saved_cb);
}

static void
remove_confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  Form *form = vd_care_data (self, fill_user);
  VdStoreJob *job;

  if (!vd_confirm_finish (result) || form == NULL)
    return;
  job = vd_store_job_new (VD_STORE_REMOVE_USER);
  job->user = form->number;
  vd_care_run (self, job, _ ("Removing the person…"), removed_cb);
}

static void
remove_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;

  vd_confirm_async (vd_care_window (self), _ ("Remove this person?"),
                    _ ("The passphrase of this person opens nothing here from now on. What the "
                       "person has seen, the person has seen."),
                    _ ("Remove"), TRUE, remove_confirmed_cb, g_object_ref (self));
}

/* Passphrases. */

static void
set_passphrase_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  Form *form = vd_care_data (self, fill_passphrase);
  VdSecret *passphrase = vd_first_passphrase_take (VD_FIRST_PASSPHRASE (form->passphrase));
  VdStoreJob *job;

  if (passphrase == NULL)
    return;
  job =
      vd_store_job_new (form->old != NULL ? VD_STORE_CHANGE_PASSPHRASE : VD_STORE_RESET_PASSPHRASE);
  job->user = form->number;
  job->passphrase = passphrase;
  if (form->old != NULL)
    job->old = vd_care_take_secret (form->old);
  vd_care_run (self, job, _ ("Changing the passphrase…"), changed_cb);
}

static void
fill_passphrase (VdCare *self, GtkWidget *box)
{
  Form *form = vd_care_data (self, fill_passphrase);
  const VdVaultUser *user = find_user (self, form->number);

  if (user != NULL && user->is_me)
    form->old = vd_care_secret (box, _ ("_Present passphrase"));
  else
    vd_block_append (box, vd_paragraph_new (_ ("For somebody who has forgotten it. Let the person "
                                               "sit at the keyboard.")));
  form->passphrase = vd_first_passphrase_new ();
  vd_block_append (box, form->passphrase);
  vd_block_append (box, vd_hint_new (_ ("Backups and copies from before still open with what "
                                        "opened them then.")));
  gtk_widget_add_css_class (
      vd_care_button (box, _ ("_Change the passphrase"), G_CALLBACK (set_passphrase_cb), self),
      "suggested-action");
}

static void
open_passphrase (VdCare *self, guint16 number)
{
  Form *form = g_new0 (Form, 1);

  form->number = number;
  vd_care_push (self, _ ("New passphrase"), fill_passphrase, form, g_free);
}

static void
reset_cb (GtkButton *button, gpointer data)
{
  Form *form = vd_care_data (data, fill_user);

  open_passphrase (data, form->number);
}

static void
mine_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;
  const VdStoreInfo *info = vd_session_get_store (vd_care_session (self));

  for (guint i = 0; i < info->users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (info->users, i);

    if (user->is_me)
      open_passphrase (self, user->number);
  }
}

/* One person. */

static void
fill_user (VdCare *self, GtkWidget *box)
{
  Form *form = vd_care_data (self, fill_user);
  const VdVaultUser *user = find_user (self, form->number);

  if (user == NULL)
    return;
  form->name = vd_care_entry (box, _ ("_Name or initials"), user->name != NULL ? user->name : "");
  append_role (box, form, user->role);
  gtk_widget_add_css_class (vd_care_button (box, _ ("_Save"), G_CALLBACK (save_cb), self),
                            "suggested-action");
  vd_care_button (box, _ ("New _passphrase…"), G_CALLBACK (reset_cb), self);
  if (!user->is_me)
    gtk_widget_add_css_class (vd_care_button (box, _ ("_Remove…"), G_CALLBACK (remove_cb), self),
                              "destructive-action");
}

static void
user_cb (VdCare *self, GtkListBoxRow *row)
{
  Form *form = g_new0 (Form, 1);
  const VdVaultUser *user;

  form->number = (guint16)atoi (gtk_widget_get_name (GTK_WIDGET (row)));
  user = find_user (self, form->number);
  vd_care_push (self, name_words (user), fill_user, form, g_free);
}

/* The cost of a guess. */

static const VdKdf *
next_cost (VdCare *self)
{
  const VdStoreInfo *info = vd_session_get_store (vd_care_session (self));
  guint64 memory = 0;

  for (guint i = 0; i < info->users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (info->users, i);

    memory = MAX (memory, user->kdf.memory);
  }
  if (memory < vd_kdf_default.memory)
    return &vd_kdf_default;
  return memory < vd_kdf_strong.memory ? &vd_kdf_strong : NULL;
}

static void
raised_cb (VdCare *self, VdStoreJob *job)
{
  vd_care_refill (self);
  vd_window_toast (vd_window_of (GTK_WIDGET (self)),
                   _ ("It holds for each person from their next unlocking on."));
}

static void
raise_confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdCare) self = data;
  const VdKdf *kdf = next_cost (self);
  VdStoreJob *job;

  if (!vd_confirm_finish (result) || kdf == NULL)
    return;
  job = vd_store_job_new (VD_STORE_RAISE_KDF);
  job->kdf = *kdf;
  vd_care_run (self, job, _ ("Saving…"), raised_cb);
}

static void
raise_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;

  vd_confirm_async (vd_care_window (self), _ ("Make guessing harder?"),
                    _ ("Unlocking will take longer and need more memory, on every computer that "
                       "opens this vault. It cannot be taken back."),
                    _ ("Make it harder"), FALSE, raise_confirmed_cb, g_object_ref (self));
}

static void
append_cost (VdCare *self, GtkWidget *box)
{
  const VdKdf *kdf = next_cost (self);
  g_autofree char *text = NULL;

  if (kdf == NULL)
    return;
  text =
      g_strdup_printf (_ ("Every guess at a passphrase costs time and memory. On a computer with "
                          "room for it, each can be made to need %u MiB."),
                       (guint)(kdf->memory / MIB));
  vd_block_append (box, vd_heading_new (_ ("Guessing"), 3));
  vd_block_append (box, vd_paragraph_new (text));
  vd_care_button (box, _ ("Make guessing _harder…"), G_CALLBACK (raise_cb), self);
}

/* The page. */

static void
append_user (VdCare *self, GtkWidget *list, const VdVaultUser *user, gboolean leader)
{
  g_autofree char *since = vd_care_date (vd_care_session (self), user->since);
  g_autofree char *number = g_strdup_printf ("%u", user->number);
  /* Translators: "Leader · passphrase since 2 May 2026 · you" */
  g_autofree char *text = g_strdup_printf (user->is_me ? _ ("%s · passphrase since %s · you")
                                                       : _ ("%s · passphrase since %s"),
                                           role_words (user->role), since);

  vd_care_row (list, leader ? number : NULL, name_words (user), text);
}

void
vd_care_fill_people (VdCare *self, GtkWidget *box)
{
  const VdStoreInfo *info = vd_session_get_store (vd_care_session (self));
  gboolean me = FALSE;
  GtkWidget *list;

  vd_block_append (box, vd_paragraph_new (_ ("Everybody opens the vault with a passphrase of their "
                                             "own. The log says who did what.")));
  list = vd_care_list (box, _ ("People"), G_CALLBACK (user_cb), self);
  for (guint i = 0; i < info->users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (info->users, i);

    append_user (self, list, user, info->leader);
    me = me || user->is_me;
  }
  if (info->leader)
    vd_care_button (box, _ ("_Add a person…"), G_CALLBACK (new_cb), self);
  else
    vd_block_append (box, vd_hint_new (_ ("Only a leader can add, change or remove people.")));
  if (me)
    vd_care_button (box, _ ("Change _my passphrase…"), G_CALLBACK (mine_cb), self);
  if (info->leader)
    append_cost (self, box);
}
