/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * vd_hardening_early:
 * First statement of main: core dumps stop short (RLIMIT_CORE 1: 0 does not stop piped handlers).
 */
void vd_hardening_early (void);

/**
 * vd_hardening_no_network:
 * Denies INET, INET6 and PACKET sockets and io_uring to this process and its children for good.
 * Returns: FALSE when the kernel has no filter; the caller says so, never pretends.
 */
gboolean vd_hardening_no_network (void);
