/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** Returns: whether there is swap space that is neither in memory nor encrypted by the system: what
 *  is typed can get there. */
gboolean vd_hardening_swap_is_open (void);

/**
 * vd_hardening_early:
 * First statement of main: core dumps stop short (RLIMIT_CORE 1: 0 does not stop piped handlers),
 * files are the user's alone, nobody looks into the process inside a sandbox, and the inspector of
 * the toolkit is off.
 */
void vd_hardening_early (void);

/**
 * vd_hardening_no_network:
 * Denies INET, INET6 and PACKET sockets and io_uring to this process and its children for good.
 * Returns: FALSE when the kernel has no filter; the caller says so, never pretends.
 */
gboolean vd_hardening_no_network (void);
