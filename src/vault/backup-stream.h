/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "seal/age-stream.h"
#include "vault/log.h"
#include "vault/team.h"

/**
 * The content of a backup, inside an age file: a head, entries, an end with counts and a hash. No
 * names of files, nothing that is a database: what reads it can only get records.
 */
#define VD_STREAM_FORMAT 1
/** No more than this is read from a backup. */
#define VD_STREAM_SIZE_MAX ((guint64)16 * 1024 * 1024 * 1024)

typedef struct {
  VdAgeWriter *age;
  gpointer hash; /* of what was written */
  guint32 records;
  guint64 events;
} VdStreamWriter;

gboolean vd_stream_begin (VdStreamWriter *self,
                          VdAgeWriter *age,
                          const guint8 *vault_id,
                          guint64 generation,
                          gint64 time,
                          GError **error);
gboolean vd_stream_keys (VdStreamWriter *self, const VdTeam *team, GError **error);
gboolean vd_stream_item (VdStreamWriter *self, gint64 id, const VdSecret *bytes, GError **error);
gboolean vd_stream_event (VdStreamWriter *self, const VdLogEntry *entry, GError **error);
gboolean vd_stream_record (VdStreamWriter *self,
                           gint64 id,
                           const VdSecret *summary,
                           const guint8 *body,
                           gsize body_size,
                           GError **error);
/** Writes the end, also of the age file. */
gboolean vd_stream_end (VdStreamWriter *self, GError **error);
void vd_stream_clear (VdStreamWriter *self);

/** What is read, in the order: keys, items, events, records. NULL members are skipped. Each returns
 * FALSE with an error. */
typedef struct {
  gboolean (*keys) (const VdTeam *keys, guint64 generation, gpointer data, GError **error);
  gboolean (*item) (gint64 id, const VdSecret *bytes, gpointer data, GError **error);
  gboolean (*event) (const VdLogEntry *entry, gpointer data, GError **error);
  gboolean (*record) (gint64 id,
                      const VdSecret *summary,
                      const VdSecret *body,
                      gpointer data,
                      GError **error);
} VdStreamFuncs;

/**
 * vd_stream_read:
 * Reads everything, to the verified end of the age file. @records and @events: (out) how many.
 * Errors: DAMAGED, NEWER, INVALID (an age file with something else in it), those of @funcs.
 */
gboolean vd_stream_read (VdAgeReader *age,
                         const VdStreamFuncs *funcs,
                         gpointer data,
                         guint32 *records,
                         guint64 *events,
                         GError **error);
