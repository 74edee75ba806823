/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hardening"

#include "app/hardening.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/resource.h>
#include <sys/socket.h>

void
vd_hardening_early (void)
{
  const struct rlimit one_byte = {1, 1};

  /* 0 would still start a piped core handler; 1 stops both kinds (docs/threat-model.md). */
  setrlimit (RLIMIT_CORE, &one_byte);
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
