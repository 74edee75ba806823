/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bench"

#include "config.h"

#include "app/search.h"
#include "cli/common.h"
#include "vault/bench.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define MIB (1024.0 * 1024)
#define BODY 5000

/* An assessment of the size that is measured with: answers with notes, in a language that has
 * letters of its own. */
static VdSecret *
make_body (void)
{
  g_autoptr (GString) body = g_string_new ("{\"answers\":{");

  for (guint i = 1; body->len < BODY; i++)
    g_string_append_printf (body,
                            "%s\"ECO-%02u\":[{\"value\":\"yes\",\"basis\":\"statement\",\"time\":"
                            "\"2026-05-02T10:15:00Z\",\"note\":\"Hun sa at hun måtte være på låven "
                            "til gjelda var nedbetalt, og at han gjemte passet hennes.\"}]",
                            i > 1 ? "," : "", i);
  g_string_append (body, "}}");
  return vd_secret_new_copy (body->str, body->len);
}

/* Every text is looked through to its end. */
static gboolean
search (VdVault *vault, gpointer data, GError **error)
{
  g_autoptr (VdSearch) words = vd_search_new ("Pérez", error);
  g_autoptr (GPtrArray) found =
      words == NULL ? NULL : vd_search_run (words, vault, NULL, NULL, NULL, error);

  return found != NULL;
}

/* What stands beside what; see docs/testing.md for what is asked of each ratio. */
static json_t *
describe (const VdBench *bench, guint records)
{
  return json_pack (
      "{s:i, s:{s:f, s:f, s:f}, s:{s:f, s:f, s:f}, s:{s:f, s:f, s:f}, s:{s:f, s:f, s:f, s:f, s:f}, "
      "s:f}",
      "records", (int)records, "unlock", "seconds", bench->unlock, "raw_decryption_seconds",
      bench->raw_summaries, "ratio", bench->unlock / bench->raw_summaries, "scan", "seconds",
      bench->scan, "raw_decryption_seconds", bench->raw_bodies, "ratio",
      bench->scan / bench->raw_bodies, "search", "seconds", bench->search, "raw_decryption_seconds",
      bench->raw_bodies, "ratio", bench->search / bench->raw_bodies, "save", "saved_seconds",
      bench->saved, "wiped_seconds", bench->save, "sqlite_seconds", bench->commit, "saved_ratio",
      bench->saved / bench->commit, "wiped_ratio", bench->save / bench->commit, "memory_mib",
      (double)bench->memory / MIB);
}

static void
print_line (const char *what, double seconds, double reference)
{
  printf ("%s: %.2f ms, %.2f x %.2f ms\n", what, seconds * 1000, seconds / reference,
          reference * 1000);
}

static void
print (const VdBench *bench)
{
  print_line (_ ("Unlock after the key derivation, against raw decryption"), bench->unlock,
              bench->raw_summaries);
  print_line (_ ("Read all text, against raw decryption"), bench->scan, bench->raw_bodies);
  print_line (_ ("Search all text, against raw decryption"), bench->search, bench->raw_bodies);
  print_line (_ ("Save, against SQLite alone"), bench->saved, bench->commit);
  print_line (_ ("Save and destroy the old version, against SQLite alone"), bench->save,
              bench->commit);
  printf ("%s: %.0f MiB\n", _ ("Memory"), (double)bench->memory / MIB);
}

gboolean
vd_command_bench (VdCli *cli, char ***args, GError **error)
{
  g_autofree char *dir = NULL;
  int records = 50000;
  const GOptionEntry entries[] = {
      {"records", 0, 0, G_OPTION_ARG_INT, &records, N_ ("How many assessments to measure with"),
       "N"},
      {"dir", 0, 0, G_OPTION_ARG_FILENAME, &dir,
       N_ ("Folder on the disk to measure; needs 20 kB for each assessment"), "DIR"},
      G_OPTION_ENTRY_NULL,
  };
  g_autoptr (VdSecret) body = NULL;
  VdBench bench = {0};

  if (!vd_cli_parse (cli, entries, args, 0, 0, error))
    return FALSE;
  if (records < 1 || records > VD_VAULT_RECORDS_MAX)
    return vd_cli_usage (error, _ ("--records: from 1 to 200000"));
  body = make_body ();
  if (!vd_bench_run (dir != NULL ? dir : g_get_tmp_dir (), (guint)records, body, search, NULL,
                     &bench, error))
    return FALSE;
  if (cli->json) {
    g_autoptr (json_t) result = describe (&bench, (guint)records);

    vd_cli_print_json (result);
  } else {
    print (&bench);
  }
  return TRUE;
}
