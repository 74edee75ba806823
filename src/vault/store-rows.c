/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/store-private.h"

#include <errno.h>
#include <string.h>

/* Of SQLite's own machine, between two questions whether to stop. */
#define STOP_STEPS 1000

typedef enum {
  SQL_PUT,
  SQL_REPLACE,
  SQL_REMOVE,
  SQL_HAS,
  SQL_COUNT,
  SQL_GET,
  SQL_EACH,
  SQL_IDS,
  SQL_IDS_BACK,
  N_SQL
} Sql;

G_STATIC_ASSERT (N_SQL == VD_STORE_STATEMENTS);

/* Columns of GET and EACH: id, version (or NULL), box. Written out, so that every statement there
 * is can be read here. */
static const char *const statements[][N_SQL] = {
    [VD_TABLE_BODY] =
        {
            "INSERT INTO body(id, box) VALUES(?1, ?3)",
            "UPDATE body SET box = ?3 WHERE id = ?1",
            "DELETE FROM body WHERE id = ?1",
            "SELECT 1 FROM body WHERE id = ?1",
            "SELECT count(*) FROM body",
            "SELECT id, (SELECT ver FROM summary WHERE summary.id = ?1), box FROM body"
            " WHERE id = ?1",
            "SELECT id, (SELECT ver FROM summary WHERE summary.id = body.id), box FROM body"
            " ORDER BY id",
            "SELECT id FROM body ORDER BY id",
            "SELECT id FROM body ORDER BY id DESC",
        },
    [VD_TABLE_SUMMARY] =
        {
            "INSERT INTO summary(id, ver, box) VALUES(?1, ?2, ?3)",
            "UPDATE summary SET ver = ?2, box = ?3 WHERE id = ?1",
            "DELETE FROM summary WHERE id = ?1",
            "SELECT 1 FROM summary WHERE id = ?1",
            "SELECT count(*) FROM summary",
            "SELECT id, ver, box FROM summary WHERE id = ?1",
            "SELECT id, ver, box FROM summary ORDER BY id",
            "SELECT id FROM summary ORDER BY id",
            "SELECT id FROM summary ORDER BY id DESC",
        },
    [VD_TABLE_ITEM] =
        {
            "INSERT INTO item(id, ver, box) VALUES(?1, ?2, ?3)",
            "UPDATE item SET ver = ?2, box = ?3 WHERE id = ?1",
            "DELETE FROM item WHERE id = ?1",
            "SELECT 1 FROM item WHERE id = ?1",
            "SELECT count(*) FROM item",
            "SELECT id, ver, box FROM item WHERE id = ?1",
            "SELECT id, ver, box FROM item ORDER BY id",
            "SELECT id FROM item ORDER BY id",
            "SELECT id FROM item ORDER BY id DESC",
        },
    [VD_TABLE_MANIFEST] =
        {
            "INSERT INTO manifest(id, ver, box) VALUES(?1, ?2, ?3)",
            "UPDATE manifest SET ver = ?2, box = ?3 WHERE id = ?1",
            "DELETE FROM manifest WHERE id = ?1",
            "SELECT 1 FROM manifest WHERE id = ?1",
            "SELECT count(*) FROM manifest",
            "SELECT id, ver, box FROM manifest WHERE id = ?1",
            "SELECT id, ver, box FROM manifest ORDER BY id",
            "SELECT id FROM manifest ORDER BY id",
            "SELECT id FROM manifest ORDER BY id DESC",
        },
    [VD_TABLE_AUDIT] =
        {
            "INSERT INTO audit(seq, box) VALUES(?1, ?3)",
            "UPDATE audit SET box = ?3 WHERE seq = ?1",
            "DELETE FROM audit WHERE seq = ?1",
            "SELECT 1 FROM audit WHERE seq = ?1",
            "SELECT count(*) FROM audit",
            "SELECT seq, NULL, box FROM audit WHERE seq = ?1",
            "SELECT seq, NULL, box FROM audit ORDER BY seq",
            "SELECT seq FROM audit ORDER BY seq",
            "SELECT seq FROM audit ORDER BY seq DESC",
        },
};

/* Returns: (nullable): the statement, from the last use or made now; give_back() ends its use. */
static sqlite3_stmt *
take (VdStore *self, VdTable table, Sql sql, GError **error)
{
  sqlite3_stmt *statement = g_steal_pointer (&self->statements[table][sql]);
  int rc;

  if (statement != NULL)
    return statement;
  rc = sqlite3_prepare_v3 (self->db, statements[table][sql], -1, SQLITE_PREPARE_PERSISTENT,
                           &statement, NULL);
  if (rc != SQLITE_OK)
    vd_store_fail (self, rc, error);
  return statement;
}

static void
give_back (VdStore *self, VdTable table, Sql sql, sqlite3_stmt *statement)
{
  if (statement == NULL)
    return;
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  /* Another use of the same one, inside this one, may have come first. */
  if (self->statements[table][sql] == NULL)
    self->statements[table][sql] = statement;
  else
    sqlite3_finalize (statement);
}

/* A read that fails for want of memory, or because the disk does, makes SQLite undo the transaction
 * it is in; what is written after that would be kept by itself, without the rest of the change. */
static gboolean
check_transaction (VdStore *self, GError **error)
{
  if (sqlite3_get_autocommit (self->db) == 0)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_INTERNAL, "store.db: a read failed, the change is undone");
  return FALSE;
}

/* Runs a statement that writes. @changed: (out) (optional): whether there was such a row. */
static gboolean
run (VdStore *self,
     VdTable table,
     Sql sql,
     sqlite3_stmt *statement,
     gboolean *changed,
     GError **error)
{
  int rc;

  errno = 0;
  rc = sqlite3_step (statement);
  if (changed != NULL)
    *changed = rc == SQLITE_DONE && sqlite3_changes (self->db) > 0;
  if (rc == SQLITE_DONE) {
    give_back (self, table, sql, statement);
    return TRUE;
  }
  vd_store_fail_write (self, rc, error);
  give_back (self, table, sql, statement);
  return FALSE;
}

static gboolean
write_row (VdStore *self, const VdRow *row, Sql sql, GBytes *box, gboolean *changed, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gsize size;
  const void *data = g_bytes_get_data (box, &size);

  if (check_transaction (self, error))
    statement = take (self, row->table, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, row->id);
  sqlite3_bind_blob (statement, 2, row->version, VD_ROW_VERSION_SIZE, SQLITE_STATIC);
  sqlite3_bind_blob64 (statement, 3, data, size, SQLITE_STATIC);
  return run (self, row->table, sql, statement, changed, error);
}

gboolean
vd_store_put (VdStore *self, const VdRow *row, GBytes *box, GError **error)
{
  gboolean there = FALSE;

  /* A box of the same size is written over the old one, where INSERT OR REPLACE would take other
   * pages for it: half as much to write and to sync. */
  if (row->table != VD_TABLE_AUDIT && !write_row (self, row, SQL_REPLACE, box, &there, error))
    return FALSE;
  return there || write_row (self, row, SQL_PUT, box, NULL, error);
}

gboolean
vd_store_replace_event (VdStore *self, gint64 seq, GBytes *box, GError **error)
{
  const VdRow row = {.table = VD_TABLE_AUDIT, .id = seq};

  return write_row (self, &row, SQL_REPLACE, box, NULL, error);
}

gboolean
vd_store_remove (VdStore *self, VdTable table, gint64 id, gboolean *removed, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (check_transaction (self, error))
    statement = take (self, table, SQL_REMOVE, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  return run (self, table, SQL_REMOVE, statement, removed, error);
}

/* Steps once. Returns: whether there was no error; @found whether there was a row. */
static gboolean
step (VdStore *self, sqlite3_stmt *statement, gboolean *found, GError **error)
{
  int rc;

  errno = 0;
  rc = sqlite3_step (statement);
  *found = rc == SQLITE_ROW;
  return rc == SQLITE_ROW || rc == SQLITE_DONE || vd_store_fail (self, rc, error);
}

gboolean
vd_store_has (VdStore *self, VdTable table, gint64 id, gboolean *has, GError **error)
{
  sqlite3_stmt *statement = take (self, table, SQL_HAS, error);
  gboolean ok;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);
  ok = step (self, statement, has, error);
  give_back (self, table, SQL_HAS, statement);
  return ok;
}

gboolean
vd_store_count (VdStore *self, VdTable table, gint64 *count, GError **error)
{
  sqlite3_stmt *statement = take (self, table, SQL_COUNT, error);
  gboolean found, ok;

  if (statement == NULL)
    return FALSE;
  ok = step (self, statement, &found, error);
  if (ok)
    *count = sqlite3_column_int64 (statement, 0);
  give_back (self, table, SQL_COUNT, statement);
  return ok;
}

/* Reads the columns of GET and EACH. A version of another form stays zero: no box opens with it. */
static const guint8 *
read_row (sqlite3_stmt *statement, VdRow *row, gsize *size)
{
  const guint8 *box = NULL;

  *size = 0;
  row->id = sqlite3_column_int64 (statement, 0);
  memset (row->version, 0, sizeof row->version);
  if (sqlite3_column_type (statement, 1) == SQLITE_BLOB &&
      sqlite3_column_bytes (statement, 1) == VD_ROW_VERSION_SIZE)
    memcpy (row->version, sqlite3_column_blob (statement, 1), VD_ROW_VERSION_SIZE);
  if (sqlite3_column_type (statement, 2) == SQLITE_BLOB) {
    box = sqlite3_column_blob (statement, 2);
    *size = box != NULL ? (gsize)sqlite3_column_bytes (statement, 2) : 0;
  }
  return box;
}

GBytes *
vd_store_get (VdStore *self, VdRow *row, GError **error)
{
  sqlite3_stmt *statement = take (self, row->table, SQL_GET, error);
  GBytes *bytes = NULL;
  const guint8 *box;
  gboolean found, ok;
  gsize size;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, row->id);
  ok = step (self, statement, &found, error);
  if (ok && found) {
    box = read_row (statement, row, &size);
    bytes = g_bytes_new (box, size);
  } else if (ok) {
    g_set_error (error, VD_ERROR, VD_ERROR_NOT_FOUND, "store.db: no such row");
  }
  give_back (self, row->table, SQL_GET, statement);
  return bytes;
}

gboolean
vd_store_walk (VdStore *self, VdTable table, VdStoreWalkFunc func, gpointer data, GError **error)
{
  sqlite3_stmt *statement = take (self, table, SQL_EACH, error);
  VdRow row = {.table = table};
  gboolean found = FALSE, ok = TRUE, more = TRUE;

  if (statement == NULL)
    return FALSE;
  while (more && (ok = step (self, statement, &found, error)) && found) {
    gsize size;
    const guint8 *box = read_row (statement, &row, &size);

    more = func (&row, box, size, data);
  }
  give_back (self, table, SQL_EACH, statement);
  return ok;
}

typedef struct {
  VdStoreFunc func;
  gpointer data;
} Each;

static gboolean
each_row (const VdRow *row, const guint8 *box, gsize size, gpointer data)
{
  Each *each = data;

  each->func (row, box, size, each->data);
  return TRUE;
}

gboolean
vd_store_each (VdStore *self, VdTable table, VdStoreFunc func, gpointer data, GError **error)
{
  Each each = {func, data};

  return vd_store_walk (self, table, each_row, &each, error);
}

static gboolean
walk_ids (VdStore *self, VdTable table, Sql sql, GHashTable *ids)
{
  sqlite3_stmt *statement = take (self, table, sql, NULL);
  int rc = SQLITE_ERROR;

  while (statement != NULL && (rc = sqlite3_step (statement)) == SQLITE_ROW) {
    gint64 id = sqlite3_column_int64 (statement, 0);

    g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
  }
  give_back (self, table, sql, statement);
  return rc == SQLITE_DONE;
}

GHashTable *
vd_store_record_ids (VdStore *self)
{
  const VdTable tables[] = {VD_TABLE_SUMMARY, VD_TABLE_BODY};
  GHashTable *ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!walk_ids (self, tables[i], SQL_IDS, ids))
      walk_ids (self, tables[i], SQL_IDS_BACK, ids);
  return ids;
}

GBytes *
vd_store_last_event (VdStore *self, gint64 *seq, GError **error)
{
  sqlite3_stmt *statement = take (self, VD_TABLE_AUDIT, SQL_IDS_BACK, error);
  VdRow row = {.table = VD_TABLE_AUDIT};
  gboolean found, ok;

  if (statement == NULL)
    return NULL;
  ok = step (self, statement, &found, error);
  if (ok && found)
    row.id = sqlite3_column_int64 (statement, 0);
  give_back (self, VD_TABLE_AUDIT, SQL_IDS_BACK, statement);
  *seq = row.id;
  return ok && found ? vd_store_get (self, &row, error) : NULL;
}

gboolean
vd_store_is_sound (VdStore *self, VdStoreStopFunc stop, gpointer data)
{
  sqlite3_stmt *statement = NULL;
  gboolean sound = FALSE;

  sqlite3_progress_handler (self->db, STOP_STEPS, stop, data);
  if (sqlite3_prepare_v2 (self->db, "PRAGMA integrity_check(1)", -1, &statement, NULL) ==
          SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    sound = g_strcmp0 ((const char *)sqlite3_column_text (statement, 0), "ok") == 0;
  sqlite3_finalize (statement);
  sqlite3_progress_handler (self->db, 0, NULL, NULL);
  return sound;
}
