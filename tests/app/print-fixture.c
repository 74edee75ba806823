/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

static void
write_script (const StandIn *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
}

void
stand_in_set_up (StandIn *self, const char *printers)
{
  g_autofree char *path = NULL;
  g_autofree char *lpstat = g_strdup_printf (
      "#!/bin/sh\n[ -z '%s' ] && exit 1\n"
      "case \"$1\" in\n-e) printf '%s' ;;\n"
      "-d) printf 'system default destination: '; printf '%s' | head -n 1 ;;\nesac\n",
      printers, printers, printers);
  g_autofree char *lp = NULL;

  self->folder = g_dir_make_tmp ("varde-lp-XXXXXX", NULL);
  self->path_before = g_strdup (g_getenv ("PATH"));
  lp = g_strdup_printf ("#!/bin/sh\n[ \"$3\" = broken ] && exit 1\n"
                        "printf '%%s ' \"$@\" > %s/how\ncat > %s/paper\n",
                        self->folder, self->folder);
  write_script (self, "lpstat", lpstat);
  write_script (self, "lp", lp);
  path = g_strconcat (self->folder, ":", self->path_before, NULL);
  g_setenv ("PATH", path, TRUE);
}

void
stand_in_tear_down (StandIn *self)
{
  static const char *const names[] = {"lp", "lpstat", "how", "paper"};

  g_setenv ("PATH", self->path_before, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

    g_unlink (path);
  }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path_before);
}

char *
stand_in_read (const StandIn *self, const char *name, gsize *size)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char *text = NULL;

  return g_file_get_contents (path, &text, size, NULL) ? text : NULL;
}
