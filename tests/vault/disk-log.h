/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * Records what a program does to the files of one folder, by taking the place of the C library's
 * calls, and makes of it what a disk could hold after the power failed at any moment: everything
 * synced before, and of the rest all, nothing, some, or pieces of sectors.
 */
#define DISK_FILES 4

typedef enum { DISK_WRITE, DISK_CUT, DISK_SYNC } DiskKind;

typedef struct {
  DiskKind kind;
  guint file; /* index into disk_names */
  goffset offset;
  GByteArray *data;
} DiskOp;

extern const char *const disk_names[DISK_FILES];

typedef struct {
  GPtrArray *ops;
  GByteArray *start[DISK_FILES]; /* what was there when the recording began */
} DiskLog;

/** Begins to record what happens in @folder; what is there now counts as synced. */
DiskLog *disk_log_begin (const char *folder);
/** How many operations there are by now. */
guint disk_log_length (void);
DiskLog *disk_log_end (void);
void disk_log_free (DiskLog *self);

typedef enum {
  LOSE_NOTHING,
  LOSE_UNSYNCED, /* everything that was not synced */
  LOSE_SOME,     /* each operation by itself, in order */
  LOSE_SECTORS,  /* each sector of 512 bytes by itself */
  LOSE_BLOCKS,   /* each block of 4,096 bytes by itself */
  N_LOSSES
} DiskLoss;

typedef enum {
  DISK_HONEST,
  DISK_LIES,         /* syncs do nothing */
  DISK_FORGETS_SLOT, /* a first sync of slots after the last sync of the store does nothing */
} DiskHonesty;

/** Writes to @folder what is there when the power fails before operation @n. */
void disk_log_crash (const DiskLog *self,
                     guint n,
                     DiskLoss loss,
                     DiskHonesty honesty,
                     GRand *rand,
                     const char *folder);
