/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/hardening.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each in a process of its own: what these do cannot be undone. GLib's own way to make one would
 * set limits too. */
static void
run_in_child (void (*func) (void))
{
  int status = -1;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0) {
    func ();
    _exit (0);
  }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static void
check_early (void)
{
  struct rlimit limit;

  setenv ("GTK_DEBUG", "interactive", 1);
  umask (0);
  vd_hardening_early ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 1);
  g_assert_cmpuint (limit.rlim_max, ==, 1);
  g_assert_cmpint (umask (0), ==, 0077);
  g_assert_null (getenv ("GTK_DEBUG"));
}

static void
assert_denied (int family)
{
  int fd = socket (family, SOCK_STREAM, 0);

  g_assert_cmpint (fd, ==, -1);
  g_assert_cmpint (errno, ==, EACCES);
}

static void
test_early (void)
{
  struct rlimit limit;

  getrlimit (RLIMIT_CORE, &limit);
  if (limit.rlim_max == 0)
    g_test_skip ("no core files are allowed here at all");
  else
    run_in_child (check_early);
}

static void
check_no_network (void)
{
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_assert_true (vd_hardening_no_network ());
  assert_denied (AF_INET);
  assert_denied (AF_INET6);
  assert_denied (AF_PACKET);
  /* What the desktop needs goes on. */
  fd = socket (AF_UNIX, SOCK_STREAM, 0);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
}

static void
test_no_network (void)
{
  run_in_child (check_no_network);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hardening/early", test_early);
  g_test_add_func ("/hardening/no-network", test_no_network);
  return g_test_run ();
}
