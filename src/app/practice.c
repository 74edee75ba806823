/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "practice"

#include "config.h"

#include "app/practice.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PREFIX "varde-practice-"

char *
vd_practice_dir_new (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (PREFIX, uuid, NULL);

  /* The runtime folder lies in memory where there is one. */
  return g_build_filename (g_get_user_runtime_dir (), name, NULL);
}

/* The installed cases, else those of the source tree, which are the ones of the tests. */
static GDir *
open_cases (char **where)
{
  static const char *const dirs[] = {VD_DATA_DIR "/practice",
                                     VD_SOURCE_DATA_DIR "/../tests/data/cases"};

  for (guint i = 0; i < G_N_ELEMENTS (dirs); i++) {
    GDir *dir = g_dir_open (dirs[i], 0, NULL);

    if (dir != NULL) {
      *where = g_strdup (dirs[i]);
      return dir;
    }
  }
  return NULL;
}

static gboolean
import_file (VdVault *vault,
             GHashTable *index,
             const char *path,
             const VdPack *pack,
             const VdClock *clock,
             GError **error)
{
  g_autofree char *data = NULL;
  g_autofree char *id = NULL;
  g_autoptr (VdRecord) record = NULL;
  gsize size;

  if (!g_file_get_contents (path, &data, &size, NULL)) {
    g_set_error (error, VD_ERROR, VD_ERROR_NOT_FOUND, "cannot read a practice case");
    return FALSE;
  }
  record = vd_record_parse (data, size, pack, error);
  return record != NULL && vd_cases_import (vault, index, record, pack, clock, &id, error);
}

static gboolean
import_cases (VdVault *vault, const VdPack *pack, const VdClock *clock, GError **error)
{
  g_autofree char *where = NULL;
  g_autoptr (GDir) dir = open_cases (&where);
  g_autoptr (GHashTable) index = vd_cases_index (vault, error);
  const char *name;

  if (index == NULL)
    return FALSE;
  if (dir == NULL) {
    g_set_error (error, VD_ERROR, VD_ERROR_NOT_FOUND, "no practice cases");
    return FALSE;
  }
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (where, name, NULL);

    if (g_str_has_suffix (name, ".json") && !import_file (vault, index, path, pack, clock, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
vd_practice_create (const char *dir, const VdPack *pack, const VdClock *clock, GError **error)
{
  g_autoptr (VdSecret) passphrase =
      vd_secret_new_copy (VD_PRACTICE_PASSPHRASE, strlen (VD_PRACTICE_PASSPHRASE));
  g_autoptr (VdSecret) recovery = NULL;
  g_autoptr (VdVault) vault =
      vd_vault_create (dir, passphrase, NULL, &vd_kdf_floor, clock, &recovery, error);

  return vault != NULL && import_cases (vault, pack, clock, error);
}

void
vd_practice_dir_remove (const char *dir)
{
  g_autofree char *base = g_path_get_basename (dir);
  g_autoptr (GDir) listing = g_str_has_prefix (base, PREFIX) ? g_dir_open (dir, 0, NULL) : NULL;
  const char *name;

  if (listing == NULL)
    return;
  while ((name = g_dir_read_name (listing)) != NULL) {
    g_autofree char *path = g_build_filename (dir, name, NULL);

    g_unlink (path);
  }
  g_rmdir (dir);
}
