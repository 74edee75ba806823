/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/error.h"

/**
 * The folder of a vault: its kind of file system, its owner, the lock that keeps it to one process,
 * and opening its files. Folder 0700, files 0600, symbolic links never followed for files.
 */
typedef struct {
  int folder;
  int lock;
  char *path;      /* absolute, without symbolic links */
  GPtrArray *made; /* folders that vd_place_make() made, the innermost last */
} VdPlace;

/** Returns: whether @dir holds a vault, readable or not. */
gboolean vd_place_has_vault (const char *dir);

/**
 * vd_place_open:
 * The folder of an existing vault, not yet locked.
 * Errors: NOT_FOUND, FILE_SYSTEM, READ_ONLY (belongs to another user).
 */
VdPlace *vd_place_open (const char *dir, GError **error);

/**
 * vd_place_make:
 * A folder for a new vault, made where it is missing and locked. What an interrupted creation left
 * is removed. Errors also: EXISTS (there is something in it), IN_USE.
 */
VdPlace *vd_place_make (const char *dir, GError **error);

/** Takes the lock; the kernel releases it however the process ends. Errors: IN_USE, READ_ONLY. */
gboolean vd_place_take_lock (VdPlace *self, GError **error);

/** Removes what vd_place_make() and the creation made. */
void vd_place_undo (VdPlace *self);

/** Removes daily copies that a killed program has left half-written under another name, as it has
 * to where files cannot be without a name. Best effort. */
void vd_place_clear_unfinished (VdPlace *self);

/** Removes the files of a vault and, when nothing else is in it, the folder. Errors: READ_ONLY,
 * INTERNAL. */
gboolean vd_place_remove (VdPlace *self, GError **error);

/** Closes the folder, which releases the lock. NULL is fine. */
void vd_place_free (VdPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdPlace, vd_place_free)

/**
 * vd_place_open_file:
 * @flags: of open(2), for example O_RDWR, or O_RDWR | O_CREAT | O_EXCL
 * Returns: the file, or -1. Errors: DAMAGED (missing, or not a plain file), READ_ONLY (also: of
 * another user), DISK_FULL.
 */
int vd_place_open_file (VdPlace *self, const char *name, int flags, GError **error);

/** The files of a new vault are all there: gives the header its name and syncs the folder. */
gboolean vd_place_publish (VdPlace *self, GError **error);

/** Takes rights of others away from the folder. Best effort. */
void vd_place_tighten (VdPlace *self);

/** Returns: (transfer full): the path of the file @name. */
char *vd_place_path (const VdPlace *self, const char *name);

/** Returns: whether a file system of the kind @type (of statfs(2)) cannot hold a vault. */
gboolean vd_place_refuses (guint64 type);

#define VD_FILE_HEADER "header"
#define VD_FILE_HEADER_NEW "header.new"
#define VD_FILE_STORE "store.db"
#define VD_FILE_SLOTS "slots"
#define VD_FILE_RESERVE "reserve"
#define VD_FILE_COPY_1 "copy-1.age"
#define VD_FILE_COPY_2 "copy-2.age"
#define VD_FILE_LOCK "lock"
#define VD_FILE_UNFINISHED ".varde-" /* and six characters */
