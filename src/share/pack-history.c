/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pack-history"

#include "share/pack-history.h"

#include "base/atomic-file.h"
#include "base/error.h"

#include <stdio.h>
#include <string.h>

/* One small file a change, "use-000001" and so on, each with two hashes. */
#define PREFIX "use-"
#define NUMBER_MAX 999999
#define FILE_SIZE (2 * VD_PACK_HASH_DIGITS + 2)

gboolean
vd_pack_is_hash (const char *text)
{
  return strlen (text) == VD_PACK_HASH_DIGITS &&
         strspn (text, "0123456789abcdef") == VD_PACK_HASH_DIGITS;
}

static char *
change_path (const char *dir, guint number)
{
  g_autofree char *name = g_strdup_printf (PREFIX "%06u", number);

  return g_build_filename (dir, name, NULL);
}

/* Returns: the number in the name of a change, or 0. */
static guint
number_of (const char *name)
{
  const char *digits = name + strlen (PREFIX);
  guint64 number = 0;

  if (!g_str_has_prefix (name, PREFIX) || strlen (digits) != 6 ||
      !g_ascii_string_to_unsigned (digits, 10, 1, NUMBER_MAX, &number, NULL))
    return 0;
  return (guint)number;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *)a;
  guint right = *(const guint *)b;

  return (left < right) - (left > right);
}

/* The highest first. */
static GArray *
list_numbers (const char *dir)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL) {
    guint number = number_of (name);

    if (number != 0)
      g_array_append_val (numbers, number);
  }
  g_array_sort (numbers, compare_numbers);
  return numbers;
}

static gboolean
read_change (const char *dir, guint number, VdPackChange *change)
{
  g_autofree char *path = change_path (dir, number);
  g_autoptr (GBytes) bytes = vd_file_read (path, FILE_SIZE, NULL);
  const char *text;

  if (bytes == NULL || g_bytes_get_size (bytes) != FILE_SIZE)
    return FALSE;
  text = g_bytes_get_data (bytes, NULL);
  memcpy (change->hash, text, VD_PACK_HASH_DIGITS);
  memcpy (change->over, text + VD_PACK_HASH_DIGITS + 1, VD_PACK_HASH_DIGITS);
  change->hash[VD_PACK_HASH_DIGITS] = change->over[VD_PACK_HASH_DIGITS] = '\0';
  return vd_pack_is_hash (change->hash) && vd_pack_is_hash (change->over) &&
         text[VD_PACK_HASH_DIGITS] == ' ' && text[FILE_SIZE - 1] == '\n';
}

GArray *
vd_pack_history_read (const char *dir)
{
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (VdPackChange));
  g_autoptr (GArray) numbers = list_numbers (dir);

  for (guint i = 0; i < numbers->len; i++) {
    VdPackChange change;

    if (read_change (dir, g_array_index (numbers, guint, i), &change))
      g_array_append_val (changes, change);
  }
  return changes;
}

/* Another process may take the number at the same time: this one then comes after it. */
gboolean
vd_pack_history_add (const char *dir, const char *hash, const char *over, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s %s\n", hash, over);
  g_autoptr (GArray) numbers = list_numbers (dir);
  guint number = numbers->len > 0 ? g_array_index (numbers, guint, 0) : 0;

  while (++number <= NUMBER_MAX) {
    g_autofree char *path = change_path (dir, number);
    g_autoptr (GError) own = NULL;

    if (vd_atomic_file_create (path, text, FILE_SIZE, &own))
      return TRUE;
    if (own->code != VD_ERROR_EXISTS) {
      g_propagate_error (error, g_steal_pointer (&own));
      return FALSE;
    }
  }
  g_set_error_literal (error, VD_ERROR, VD_ERROR_INTERNAL, "pack: too many changes");
  return FALSE;
}
