/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/vault.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* holder FOLDER < passphrase and newline: opens a vault, works with it and closes it again, and
 * stands still after each step until a byte comes, so that its memory can be searched from outside
 * (test-memory.py). */

static GDateTime *
now (gpointer data)
{
  return g_date_time_new_now_utc ();
}

static VdSecret *
read_line (void)
{
  VdSecret *line = vd_secret_new (256);
  gsize n = 0;

  while (n < 256 && read (STDIN_FILENO, vd_secret_data (line) + n, 1) == 1 &&
         vd_secret_data (line)[n] != '\n')
    n++;
  vd_secret_shorten (line, n);
  return line;
}

/* Not through stdio: what comes in must not stay in a buffer. */
static void
say (const char *what)
{
  char answer;

  printf ("%s\n", what);
  fflush (stdout);
  if (read (STDIN_FILENO, &answer, 1) != 1)
    exit (1); /* Nobody is there any more. */
}

/* Everything that takes keys into hand. */
static gboolean
work (VdVault *vault, GError **error)
{
  g_autoptr (VdSecret) summary = vd_secret_new_copy ("summary", 7);
  g_autoptr (VdSecret) body = vd_secret_new_copy ("body", 4);
  g_autoptr (VdSecret) found = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  gint64 id = 0;

  if (!vd_vault_save (vault, &id, body, summary, error) ||
      !vd_vault_log (vault, VD_VAULT_EVENT_VIEW, id, NULL, error))
    return FALSE;
  entries = vd_vault_list (vault, error);
  found = vd_vault_load (vault, id, error);
  return entries != NULL && found != NULL;
}

int
main (int argc, char **argv)
{
  static const VdClock clock = {now, NULL};
  g_autoptr (GError) error = NULL;
  VdSecret *passphrase = read_line ();
  VdVault *vault = vd_vault_open (argv[argc - 1], VD_VAULT_PASSPHRASE, passphrase, &clock, &error);

  vd_secret_free (passphrase);
  if (vault == NULL || !work (vault, &error))
    g_error ("%s", error->message);
  say ("open");
  vd_vault_close (vault);
  say ("closed");
  return 0;
}
