/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "seal/age.h"

/**
 * age files of any size, 64 KiB at a time. A reader hands out plaintext before the last chunk was
 * verified: nothing may be believed before vd_age_reader_read() has returned 0, which it does only
 * at the verified end.
 */
typedef struct _VdAgeWriter VdAgeWriter;
typedef struct _VdAgeReader VdAgeReader;

/** Takes all of @data. Returns: FALSE with an error. */
typedef gboolean (*VdAgeSink) (const guint8 *data, gsize size, gpointer user, GError **error);

/** Fills @data. Returns: fewer than @size only at the end; negative with an error. */
typedef gssize (*VdAgeSource) (guint8 *data, gsize size, gpointer user, GError **error);

/**
 * vd_age_writer_new:
 * @recipients: (nullable): NULL-terminated, 1 to 20; else @passphrase is used
 * @log_n: of scrypt, for a passphrase
 * Errors: INVALID, NO_MEMORY, and those of @sink.
 */
VdAgeWriter *vd_age_writer_new (const char *const *recipients,
                                const VdSecret *passphrase,
                                guint log_n,
                                VdAgeSink sink,
                                gpointer user,
                                GError **error);
gboolean vd_age_writer_add (VdAgeWriter *self, const void *data, gsize size, GError **error);
/** Writes the last chunk. Without it the file is not complete and does not verify. */
gboolean vd_age_writer_finish (VdAgeWriter *self, GError **error);
/** Returns: (transfer none): opens this file and no other, to read back what was written. */
const VdSecret *vd_age_writer_file_key (VdAgeWriter *self);
void vd_age_writer_free (VdAgeWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdAgeWriter, vd_age_writer_free)

/** What a reader opens a file with; exactly one is not NULL. */
typedef struct {
  const VdSecret *identity; /* "AGE-SECRET-KEY-1..." */
  const VdSecret *passphrase;
  const VdSecret *file_key;
} VdAgeKey;

/** Errors: as in age.h, and those of @source. */
VdAgeReader *
vd_age_reader_new (const VdAgeKey *key, VdAgeSource source, gpointer user, GError **error);
/** Returns: how many bytes; fewer than @size only at the end, which is verified; negative with an
 * error: DAMAGED. */
gssize vd_age_reader_read (VdAgeReader *self, void *data, gsize size, GError **error);
void vd_age_reader_free (VdAgeReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VdAgeReader, vd_age_reader_free)
