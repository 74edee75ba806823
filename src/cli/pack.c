/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack"

#include "config.h"

#include "cli/pack.h"

#include "base/atomic-file.h"
#include "core/pack-check.h"
#include "core/pack-schema.h"
#include "core/pack-texts.h"
#include "seal/digest.h"
#include "share/sheet.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define SIGNATURE_MAX (64 * 1024)

static const char *
or_dash (const char *text)
{
  return text != NULL ? text : "-";
}

static const char *
status_of (const VdPackEntry *entry)
{
  /* The schema's own word for it, of which "draft" is one. */
  return entry->pack != NULL ? vd_pack_status (entry->pack) : "unusable";
}

static json_t *
text_or_null (const char *text)
{
  return text != NULL ? json_string (text) : json_null ();
}

static json_t *
entry_to_json (const VdPackEntry *entry)
{
  const VdPack *pack = entry->pack;
  const GError *problem = entry->problem;

  return json_pack ("{s:o, s:o, s:s, s:s, s:o, s:b, s:o}", "id",
                    text_or_null (pack != NULL ? vd_pack_id (pack) : NULL), "version",
                    text_or_null (pack != NULL ? vd_pack_version (pack) : NULL), "hash",
                    entry->hash, "status", status_of (entry), "signer",
                    text_or_null (entry->signer), "current", entry->current, "problem",
                    text_or_null (problem != NULL ? problem->message : NULL));
}

static void
print_entry (const VdPackEntry *entry)
{
  const VdPack *pack = entry->pack;

  printf ("%s\t%s\t%s\t%s\t%s\t%s\n", entry->current ? "*" : "-",
          or_dash (pack != NULL ? vd_pack_id (pack) : NULL),
          or_dash (pack != NULL ? vd_pack_version (pack) : NULL), status_of (entry),
          or_dash (entry->signer), entry->hash);
}

static gboolean
list (const VdCli *cli,
      const VdPackStore *store,
      const VdPackOptions *options,
      const char *file,
      GError **error)
{
  g_autoptr (GPtrArray) entries = vd_pack_store_list (store, error);
  g_autoptr (json_t) array = json_array ();

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++) {
    const VdPackEntry *entry = g_ptr_array_index (entries, i);

    if (cli->json)
      json_array_append_new (array, entry_to_json (entry));
    else
      print_entry (entry);
  }
  if (cli->json)
    vd_cli_print_json (array);
  return TRUE;
}

/* A file that is still being written has no signature, so none is asked for: it is looked at, not
 * used. */
static VdPack *
parse_file (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = vd_file_read (path, VD_PACK_MAX_SIZE, error);
  g_autofree char *hash = NULL;
  const char *data;
  gsize size;
  VdPack *pack;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  pack = vd_pack_parse (data, size, error);
  if (pack == NULL)
    return NULL;
  hash = vd_digest_hex (data, size);
  vd_pack_set_hash (pack, hash);
  return pack;
}

static void
print_problem (const char *where, const char *what, gpointer data)
{
  guint *count = data;

  ++*count;
  printf ("%s: %s\n", where, what);
}

/* The paper twin fits when every sheet can be laid out and every letter drawn. */
static void
check_sheets (const VdPack *pack, guint *count)
{
  const GPtrArray *settings = vd_pack_nodes (pack, "setting");
  const GPtrArray *languages = vd_pack_nodes (pack, "language");

  for (guint i = 0; i < settings->len; i++) {
    const char *setting = vd_node_id (g_ptr_array_index (settings, i));

    for (guint l = 0; l < languages->len; l++) {
      const VdNode *language = g_ptr_array_index (languages, l);
      g_autoptr (GError) problem = NULL;
      g_autoptr (GBytes) pdf = NULL;
      g_autofree char *where = NULL;

      if (!g_str_equal (vd_node_attr (language, "role"), "staff"))
        continue;
      pdf = vd_sheet_render (pack, setting, vd_node_id (language), "2026-01-01", &problem);
      where = g_strdup_printf ("sheet of %s in %s", setting, vd_node_id (language));
      if (pdf == NULL)
        print_problem (where, problem->message, count);
    }
  }
}

static gboolean
check (const VdCli *cli,
       const VdPackStore *store,
       const VdPackOptions *options,
       const char *file,
       GError **error)
{
  g_autoptr (GError) own = NULL;
  g_autoptr (VdPack) pack =
      file != NULL ? parse_file (file, &own) : vd_pack_store_load (store, &own);
  guint count = 0;

  if (pack == NULL) {
    /* The parser ends at the first problem, which is a line like the others. */
    if (g_error_matches (own, VD_ERROR, VD_ERROR_INVALID))
      printf ("%s\n", own->message);
    g_propagate_error (error, g_steal_pointer (&own));
    return FALSE;
  }
  /* A sheet asks for words that a broken pack may not have. */
  if (vd_pack_check (pack, print_problem, &count))
    check_sheets (pack, &count);
  if (count == 0)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "%u problems", count);
  return FALSE;
}

static json_t *
count_to_json (const VdTextCount *count, guint drafts)
{
  return json_pack ("{s:s, s:s, s:s, s:i, s:i, s:i, s:i}", "language", vd_node_id (count->language),
                    "role", vd_node_attr (count->language, "role"), "state",
                    vd_node_attr (count->language, "state"), "texts", (int)count->texts, "present",
                    (int)count->present, "missing", (int)(count->texts - count->present), "draft",
                    (int)drafts);
}

static gboolean
coverage (const VdCli *cli,
          const VdPackStore *store,
          const VdPackOptions *options,
          const char *file,
          GError **error)
{
  g_autoptr (VdPack) pack = vd_pack_store_load (store, error);
  g_autoptr (GArray) counts = pack != NULL ? vd_pack_count_texts (pack) : NULL;
  g_autoptr (json_t) array = json_array ();

  if (pack == NULL)
    return FALSE;
  for (guint i = 0; i < counts->len; i++) {
    const VdTextCount *count = &g_array_index (counts, VdTextCount, i);
    const char *state = vd_node_attr (count->language, "state");
    guint drafts = g_str_equal (state, "draft") ? count->present : 0;

    if (cli->json)
      json_array_append_new (array, count_to_json (count, drafts));
    else
      printf (_ ("%s: %u texts, %u present, %u missing, %u draft"), vd_node_id (count->language),
              count->texts, count->present, count->texts - count->present, drafts);
    if (!cli->json)
      putchar ('\n');
  }
  if (cli->json)
    vd_cli_print_json (array);
  return TRUE;
}

/* Beside the pack unless it is named; a pack without one is refused when it is verified. */
static gboolean
read_signature (const VdPackOptions *options, const char *file, GBytes **signature, GError **error)
{
  g_autofree char *beside = g_strconcat (file, ".minisig", NULL);

  if (options->signature != NULL) {
    *signature = vd_file_read (options->signature, SIGNATURE_MAX, error);
    return *signature != NULL;
  }
  *signature = vd_file_read (beside, SIGNATURE_MAX, NULL);
  return TRUE;
}

static gboolean
install (const VdCli *cli,
         const VdPackStore *store,
         const VdPackOptions *options,
         const char *file,
         GError **error)
{
  g_autoptr (GBytes) bytes = vd_file_read (file, VD_PACK_MAX_SIZE, error);
  g_autoptr (GBytes) signature = NULL;
  g_autoptr (VdPack) pack = NULL;

  if (bytes == NULL || !read_signature (options, file, &signature, error))
    return FALSE;
  pack = vd_pack_store_install (store, bytes, signature, options->allow_older, error);
  if (pack == NULL)
    return FALSE;
  printf ("%s %s %s\n", vd_pack_id (pack), vd_pack_version (pack), vd_pack_hash (pack));
  return TRUE;
}

/* Which options a word takes, and how many files. */
static const struct {
  const char *name;
  VdPackVerbFunc run;
  guint min;
  guint max;
  gboolean signature;
  gboolean output;
} verbs[] = {
    {"list", list, 0, 0, FALSE, FALSE},         {"check", check, 0, 1, FALSE, FALSE},
    {"coverage", coverage, 0, 0, FALSE, FALSE}, {"sheet", vd_pack_verb_sheet, 0, 0, FALSE, TRUE},
    {"install", install, 1, 1, TRUE, FALSE},    {"review", vd_pack_verb_review, 0, 0, FALSE, FALSE},
};

static gboolean
run_verb (const VdCli *cli, const VdPackOptions *o, char **args, GError **error)
{
  guint n_files = g_strv_length (args) - 2;
  g_autoptr (VdPackStore) store = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (!g_str_equal (verbs[i].name, args[1]))
      continue;
    if (n_files < verbs[i].min)
      return vd_cli_usage (error, _ ("Something is missing after the command"));
    if (n_files > verbs[i].max)
      return vd_cli_usage (error, _ ("There is something too much after the command"));
    if ((!verbs[i].signature && (o->signature != NULL || o->allow_older)) ||
        (!verbs[i].output && (o->output != NULL || o->setting != NULL)))
      return vd_cli_usage (error, _ ("That option does not belong to this command"));
    store = vd_pack_store_new (NULL, NULL);
    return verbs[i].run (cli, store, o, args[2], error);
  }
  return vd_cli_usage (error, _ ("There is no such command"));
}

static void
options_clear (VdPackOptions *self)
{
  g_free (self->signature);
  g_free (self->setting);
  g_free (self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VdPackOptions, options_clear)

gboolean
vd_command_pack (VdCli *cli, char ***args, GError **error)
{
  g_auto (VdPackOptions) o = {NULL};
  const GOptionEntry entries[] = {
      {"signature", 0, 0, G_OPTION_ARG_FILENAME, &o.signature,
       N_ ("install: the signature, when it is not FILE.minisig"), "FILE"},
      {"allow-older", 0, 0, G_OPTION_ARG_NONE, &o.allow_older,
       N_ ("install: also when it is no later version"), NULL},
      {"setting", 0, 0, G_OPTION_ARG_STRING, &o.setting,
       N_ ("sheet: prison, reception, border or outreach"), "SETTING"},
      {"output", 0, 0, G_OPTION_ARG_FILENAME, &o.output, N_ ("sheet: new file"), "FILE"},
      G_OPTION_ENTRY_NULL,
  };

  return vd_cli_parse (cli, entries, args, 1, 2, error) && run_verb (cli, &o, *args, error);
}
