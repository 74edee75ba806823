/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bench"

#include "config.h"

#include "cli/common.h"
#include "vault/bench.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define MIB (1024.0 * 1024)

/* What stands beside what; see docs/testing.md for what is asked of each ratio. */
static json_t *
describe (const VdBench *bench, guint records)
{
  return json_pack (
      "{s:i, s:{s:f, s:f, s:f}, s:{s:f, s:f, s:f}, s:{s:f, s:f, s:f, s:f, s:f}, s:f}", "records",
      (int)records, "unlock", "seconds", bench->unlock, "raw_decryption_seconds",
      bench->raw_summaries, "ratio", bench->unlock / bench->raw_summaries, "scan", "seconds",
      bench->scan, "raw_decryption_seconds", bench->raw_bodies, "ratio",
      bench->scan / bench->raw_bodies, "save", "saved_seconds", bench->saved, "wiped_seconds",
      bench->save, "sqlite_seconds", bench->commit, "saved_ratio", bench->saved / bench->commit,
      "wiped_ratio", bench->save / bench->commit, "memory_mib", (double)bench->memory / MIB);
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
  VdBench bench = {0};

  if (!vd_cli_parse (cli, entries, args, 0, 0, error))
    return FALSE;
  if (records < 1 || records > VD_VAULT_RECORDS_MAX)
    return vd_cli_usage (error, _ ("--records: from 1 to 200000"));
  if (!vd_bench_run (dir != NULL ? dir : g_get_tmp_dir (), (guint)records, &bench, error))
    return FALSE;
  if (cli->json) {
    g_autoptr (json_t) result = describe (&bench, (guint)records);

    vd_cli_print_json (result);
  } else {
    print (&bench);
  }
  return TRUE;
}
