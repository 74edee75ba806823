/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/** Each file holds the targets of one layer; TARGET names the one this program is of. What a target
 * has to keep to stands as assertions: no input may break one, leak, or touch memory that is not
 * its own. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define FUZZ_JOIN_(a, b) a##b
#define FUZZ_JOIN(a, b) FUZZ_JOIN_ (a, b)

/** Last line of a file: calls fuzz_TARGET(). */
#define FUZZ_MAIN                                                                                  \
  int LLVMFuzzerTestOneInput (const guint8 *data, gsize size)                                      \
  {                                                                                                \
    FUZZ_JOIN (fuzz_, TARGET) (data, size);                                                        \
    return 0;                                                                                      \
  }
