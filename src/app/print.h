/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * A finished PDF to a printer, from memory: through the print portal inside a sandbox, elsewhere to
 * the standard input of the system's own `lp`. Nothing is written to a disk here, and no socket is
 * opened but the session bus; what the print server keeps of it is the print server's. With the
 * socket filter on, `lp` reaches a print server on this machine only. (GtkPrintOperation writes
 * temporary files and opens sockets, so it is not used.) Main thread; callbacks on the main loop.
 *
 * Errors: NOT_FOUND (no print system, no such printer), CANCELLED (in the portal's dialog), REFUSED
 * (the print system said no), INTERNAL.
 */
typedef struct {
  char *name;
  gboolean by_default;
} VdPrinter;

/** Returns: whether this runs in a sandbox, where the portal asks for the printer. */
gboolean vd_print_in_sandbox (void);

/** Asks `lpstat` for the printers; a minute at most. */
void vd_print_list_async (GAsyncReadyCallback callback, gpointer data);
/** Returns: (transfer full) (element-type VdPrinter): by name; none is no error. */
GPtrArray *vd_print_list_finish (GAsyncResult *result, GError **error);

/** Where to; of vd_print_list_finish() or of the portal. */
typedef struct {
  char *printer; /* (nullable): NULL: by the portal */
  guint token;   /* of the portal's dialog */
} VdPrintTarget;

void vd_print_target_free (VdPrintTarget *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdPrintTarget, vd_print_target_free)

/** Returns: (transfer full). */
VdPrintTarget *vd_print_target_new (const char *printer);

/** Shows the portal's own dialog; nothing of the document is made yet. */
void vd_print_ask_portal_async (GAsyncReadyCallback callback, gpointer data);
/** Returns: (transfer full). */
VdPrintTarget *vd_print_ask_portal_finish (GAsyncResult *result, GError **error);

/** Hands @pdf over. Done means that the print system has taken it, not that it is on paper. */
void vd_print_send_async (const VdPrintTarget *target,
                          GBytes *pdf,
                          GAsyncReadyCallback callback,
                          gpointer data);
gboolean vd_print_send_finish (GAsyncResult *result, GError **error);
