/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hardening"

#include "app/hardening.h"

#include <errno.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

void
vd_hardening_early (void)
{
  const struct rlimit one_byte = {1, 1};

  /* 0 would still start a piped core handler; 1 stops both kinds (docs/threat-model.md). */
  setrlimit (RLIMIT_CORE, &one_byte);
  umask (0077);
  /* Outside a sandbox the portals need to look at the process: file dialogs would fail. */
  if (access ("/.flatpak-info", F_OK) == 0)
    prctl (PR_SET_DUMPABLE, 0);
  /* Its inspector shows every text on the screen. */
  unsetenv ("GTK_DEBUG");
}

/* A line of /proc/swaps: "/dev/dm-1 partition 999 0 -2". What device mapper has is taken for
 * encrypted only when it says so. */
static gboolean
is_open_swap (const char *line)
{
  g_autofree char *device = g_strndup (line, strcspn (line, " \t"));
  g_autofree char *name = g_path_get_basename (device);
  g_autofree char *path = g_build_filename ("/sys/block", name, "dm", "uuid", NULL);
  g_autofree char *uuid = NULL;

  if (*line == '\0' || g_str_has_prefix (name, "zram"))
    return FALSE;
  return !g_file_get_contents (path, &uuid, NULL, NULL) || !g_str_has_prefix (uuid, "CRYPT-");
}

gboolean
vd_hardening_swap_is_open (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/proc/swaps", &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
    if (is_open_swap (lines[i]))
      return TRUE;
  }
  return FALSE;
}

static gboolean
deny_family (scmp_filter_ctx filter, int family)
{
  return seccomp_rule_add (filter, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (socket), 1,
                           SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t)family)) == 0;
}

gboolean
vd_hardening_no_network (void)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ALLOW);
  gboolean ok;

  if (filter == NULL)
    return FALSE;
  /* io_uring opens sockets past a socket filter. */
  ok = deny_family (filter, AF_INET) && deny_family (filter, AF_INET6) &&
       deny_family (filter, AF_PACKET) &&
       seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (io_uring_setup), 0) == 0 &&
       seccomp_load (filter) == 0;
  seccomp_release (filter);
  return ok;
}
