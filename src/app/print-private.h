/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/print.h"

#include "base/error.h"

/* What a print queue shows to everybody who looks at it. */
#define VD_PRINT_TITLE "Varde"

/** Returns: a descriptor at the start of @pdf in memory that no one else can reach, or -1 with an
 *  error. */
int _vd_print_memory (GBytes *pdf, GError **error);

/** Hands @pdf to the portal under @token; @task (transfer full) returns a boolean. */
void _vd_print_portal_send (GTask *task, guint token, GBytes *pdf);
