/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

/** Calls of the C library that write, sync or cut (or those that read and open), made by the vault
 * and by SQLite: call number `at` fails. */
typedef struct {
  guint at; /* 0: none */
  guint calls;
  int code;
  gboolean hit;
  guint syncs;
  gboolean reads;   /* calls that read and open are counted, and not those that write */
  guint64 bad_file; /* 0: none; inode of a file of which a page cannot be read */
  off_t bad;        /* where the page begins; it can be read when all of it was written */
  off_t mirror;     /* 0: none; where a second one begins */
} DiskFault;

extern DiskFault fault;

#define DISK_PAGE 4096

/** Instead of an error: the call does half of its work. */
#define SHORT (-1)

/** Call number @at from now on fails with the errno @code. */
void arm (guint at, int code);

/** Returns: whether that call was made. */
gboolean disarm (void);
