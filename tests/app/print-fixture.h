/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** A print system that is not one: `lp` and `lpstat` of our own, first in the path. What was
 *  printed is in the file "paper" of the folder, how in "how". */
typedef struct {
  char *folder;
  char *path_before;
} StandIn;

/** @printers: what `lpstat -e` says; the first is the default one. `lp` refuses "broken". */
void stand_in_set_up (StandIn *self, const char *printers);
void stand_in_tear_down (StandIn *self);

/** Returns: (transfer full) (nullable): the content of a file of the folder. */
char *stand_in_read (const StandIn *self, const char *name, gsize *size);
