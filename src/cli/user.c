/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "user"

#include "config.h"

#include "cli/progress.h"
#include "cli/vaults.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const VdCliText texts[] = {
    {VD_ERROR_NOT_FOUND, N_ ("There is no user with that number"), N_ ("Nothing was changed."),
     N_ ("vardectl user list shows the numbers.")},
    {VD_ERROR_INVALID, N_ ("The name cannot be used"),
     N_ ("A name is text of 1 to 124 bytes. Nothing was changed."), N_ ("Choose a shorter one.")},
    VD_CLI_TEXT_NULL,
};

static const VdCliText kdf_texts[] = {
    {VD_ERROR_INVALID, N_ ("That is no more than now"),
     N_ ("How much work a guess costs can only be raised. Nothing was changed."),
     N_ ("vardectl user list --json shows what each user has.")},
    {VD_ERROR_REFUSED, N_ ("Not everybody has moved yet"),
     N_ ("Somebody has not opened the vault since it was raised last. Nothing was changed."),
     N_ ("Wait until everybody has opened it once, or give that user a new passphrase.")},
    VD_CLI_TEXT_NULL,
};

static const VdCliText reseal_texts[] = {
    {VD_ERROR_CANCELLED, N_ ("Stopped"),
     N_ ("What was sealed anew stays so; the rest is as it was, and everything opens."),
     N_ ("Run vardectl reseal again to go on.")},
    {VD_ERROR_DAMAGED, N_ ("Not everything could be sealed anew"),
     N_ ("Something cannot be read. All the rest is done; the old key is kept for it."),
     N_ ("vardectl verify names what is damaged.")},
    VD_CLI_TEXT_NULL,
};

typedef struct {
  char *name;
  char *role;
  int new_fd;
} Options;

typedef struct {
  const VdCli *cli;
  const Options *options;
  const char *word; /* (nullable): what stands behind the verb */
  VdVault *vault;
} User;

static const char *
role_code (VdVaultRole role)
{
  return role == VD_VAULT_LEADER ? "leader" : "member";
}

static json_t *
to_json (const VdVaultUser *user, const char *since)
{
  return json_pack ("{s:i, s:s, s:s, s:s?, s:b, s:{s:i, s:I}}", "number", (int)user->number, "name",
                    user->name, "role", role_code (user->role), "since", since, "me", user->is_me,
                    "kdf", "passes", (int)user->kdf.passes, "memory", (json_int_t)user->kdf.memory);
}

static gboolean
list (const User *self, GError **error)
{
  g_autoptr (GPtrArray) users = vd_vault_users (self->vault);
  g_autoptr (json_t) array = json_array ();

  for (guint i = 0; i < users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (users, i);
    g_autofree char *since = vd_cli_time (user->since);
    g_autofree char *name = vd_cli_one_line (user->name);

    if (self->cli->json)
      json_array_append_new (array, to_json (user, since));
    else
      printf ("%s\t%u\t%s\t%s\t%s\n", user->is_me ? "*" : "", user->number, role_code (user->role),
              since != NULL ? since : "", name);
  }
  if (self->cli->json)
    vd_cli_print_json (array);
  return TRUE;
}

static gboolean
read_role (const char *text, VdVaultRole *role, GError **error)
{
  if (text == NULL || g_str_equal (text, "member"))
    *role = VD_VAULT_MEMBER;
  else if (g_str_equal (text, "leader"))
    *role = VD_VAULT_LEADER;
  else
    return vd_cli_usage (error, _ ("--role: leader or member"));
  return TRUE;
}

/* A number that is none is not a user's either. */
static guint16
number_of (const char *word)
{
  guint64 number = 0;

  g_ascii_string_to_unsigned (word, 10, 1, G_MAXUINT16, &number, NULL);
  return (guint16)number;
}

static gboolean
add (const User *self, GError **error)
{
  g_autoptr (VdSecret) passphrase = NULL;
  VdVaultRole role = VD_VAULT_MEMBER;
  guint16 number;

  if (*self->word == '\0') {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "no name");
    return FALSE;
  }
  passphrase =
      vd_cli_new_passphrase (self->cli, self->options->new_fd, "--new-passphrase-fd", error);
  if (passphrase == NULL || !read_role (self->options->role, &role, error) ||
      !vd_vault_add_user (self->vault, self->word, role, passphrase, &number, error))
    return FALSE;
  printf ("%u\n", number);
  return TRUE;
}

static const VdVaultUser *
find (const GPtrArray *users, guint16 number)
{
  for (guint i = 0; i < users->len; i++) {
    const VdVaultUser *user = g_ptr_array_index (users, i);

    if (user->number == number)
      return user;
  }
  return NULL;
}

/* What is not named stays. */
static gboolean
set (const User *self, GError **error)
{
  g_autoptr (GPtrArray) users = vd_vault_users (self->vault);
  const VdVaultUser *user = find (users, number_of (self->word));
  VdVaultRole role = VD_VAULT_MEMBER;
  const char *name = self->options->name;

  if (user == NULL) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_NOT_FOUND, "no such user");
    return FALSE;
  }
  role = user->role;
  if (self->options->role != NULL && !read_role (self->options->role, &role, error))
    return FALSE;
  return vd_vault_set_user (self->vault, user->number, name != NULL ? name : user->name, role,
                            error);
}

static gboolean
remove_user (const User *self, GError **error)
{
  if (!vd_vault_remove_user (self->vault, number_of (self->word), error))
    return FALSE;
  g_printerr ("%s\n", _ ("Removed. Copies of the whole folder and backups that this person kept "
                         "stay readable to them as they were. When that must not be, make a new "
                         "recovery key, seal everything anew with vardectl reseal, and destroy old "
                         "backups."));
  return TRUE;
}

static gboolean
reset (const User *self, GError **error)
{
  g_autoptr (VdSecret) passphrase =
      vd_cli_new_passphrase (self->cli, self->options->new_fd, "--new-passphrase-fd", error);

  return passphrase != NULL &&
         vd_vault_reset_passphrase (self->vault, number_of (self->word), passphrase, error);
}

static gboolean
raise_kdf (const User *self, GError **error)
{
  VdKdf kdf;

  if (!vd_cli_choose_kdf (self->word, &kdf, error))
    return FALSE;
  if (vd_vault_raise_kdf (self->vault, &kdf, error))
    return TRUE;
  vd_cli_explain (self->cli, *error, kdf_texts);
  return FALSE;
}

/* Which options each word takes. */
typedef struct {
  const char *name;
  gboolean (*run) (const User *self, GError **error);
  gboolean name_option;
  gboolean role;
  gboolean passphrase;
  const VdCliText *texts; /* (nullable) */
} Verb;

static const Verb verbs[] = {
    {"list", list, FALSE, FALSE, FALSE, NULL},
    {"add NAME", add, FALSE, TRUE, TRUE, texts},
    {"set NUMBER", set, TRUE, TRUE, FALSE, texts},
    {"remove NUMBER", remove_user, FALSE, FALSE, FALSE, texts},
    {"passwd NUMBER", reset, FALSE, FALSE, TRUE, texts},
    {"kdf LEVEL", raise_kdf, FALSE, FALSE, FALSE, NULL},
};

static const Verb *
find_verb (char **args, const Options *o, GError **error)
{
  int index = vd_cli_find_verb (verbs, sizeof *verbs, G_N_ELEMENTS (verbs), args, error);
  const Verb *verb = index < 0 ? NULL : &verbs[index];
  VdVaultRole role;

  if (verb == NULL)
    return NULL;
  if ((!verb->name_option && o->name != NULL) || (!verb->role && o->role != NULL) ||
      (!verb->passphrase && o->new_fd != -1)) {
    vd_cli_usage (error, _ ("That option does not belong to this command"));
    return NULL;
  }
  return read_role (o->role, &role, error) && vd_cli_check_new_fd (o->new_fd, error) ? verb : NULL;
}

static gboolean
run (const VdCli *cli, const Options *o, char **args, GError **error)
{
  const Verb *verb = find_verb (args, o, error);
  g_autoptr (VdVault) vault = NULL;
  User user = {cli, o, args[2], NULL};

  if (verb == NULL)
    return FALSE;
  vault = vd_cli_open_vault (cli, error);
  if (vault == NULL)
    return FALSE;
  user.vault = vault;
  if (verb->run (&user, error)) {
    if (user.word != NULL)
      vd_cli_daily_copy (vault);
    return TRUE;
  }
  if (verb->texts != NULL && cli->said->title == NULL)
    vd_cli_explain (cli, *error, verb->texts);
  return FALSE;
}

gboolean
vd_command_user (VdCli *cli, char ***args, GError **error)
{
  Options o = {NULL, NULL, -1};
  const GOptionEntry entries[] = {
      {"name", 0, 0, G_OPTION_ARG_STRING, &o.name, N_ ("set: another name"), "NAME"},
      {"role", 0, 0, G_OPTION_ARG_STRING, &o.role, N_ ("add, set: leader or member"), "ROLE"},
      {"new-passphrase-fd", 0, 0, G_OPTION_ARG_INT, &o.new_fd,
       N_ ("add, passwd: read the new passphrase from an open file descriptor"), "N"},
      G_OPTION_ENTRY_NULL,
  };
  gboolean ok = vd_cli_parse (cli, entries, args, 1, 2, error) && run (cli, &o, *args, error);

  g_free (o.name);
  g_free (o.role);
  return ok;
}

gboolean
vd_command_reseal (VdCli *cli, char ***args, GError **error)
{
  g_autoptr (VdVault) vault = NULL;
  g_auto (VdCliProgress) progress = {.signals = -1};

  if (!vd_cli_parse (cli, NULL, args, 0, 0, error))
    return FALSE;
  vault = vd_cli_open_vault (cli, error);
  if (vault == NULL)
    return FALSE;
  vd_cli_progress_begin (&progress);
  if (vd_vault_reseal (vault, vd_cli_progress, &progress, error))
    return TRUE;
  vd_cli_explain (cli, *error, reseal_texts);
  return FALSE;
}
