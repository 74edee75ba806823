/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "varde"

#include "config.h"

#include <string.h>
#include <sys/prctl.h>

#include "app/hardening.h"
#include "app/language.h"
#include "ui/application.h"

/* The filter of a process stays with the one that it replaces itself by; filters pile up. */
static gboolean
is_restarted (int argc, char **argv)
{
  for (int i = 1; i < argc; i++) {
    if (strcmp (argv[i], "--locked") == 0)
      return prctl (PR_GET_SECCOMP) == 2;
  }
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autoptr (VdApplication) app = NULL;
  gboolean offline;

  vd_hardening_early ();
  offline = is_restarted (argc, argv) || vd_hardening_no_network ();
  vd_language_init ();
  /* GTK would set the locale again, to one in which nothing is translated. */
  gtk_disable_setlocale ();
  /* A process that replaced itself would be called "exe". */
  prctl (PR_SET_NAME, "varde");
  g_set_prgname (VD_APP_ID);
  app = vd_application_new (offline);
  return g_application_run (G_APPLICATION (app), argc, argv);
}
