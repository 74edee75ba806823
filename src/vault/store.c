/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vault"

#include "vault/store.h"
#include "vault/fields.h"
#include "vault/store-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define APPLICATION_ID 0x56524456 /* "VRDV" */
#define HEADER_SIZE 100
#define LIMIT_LENGTH (2 * 1024 * 1024)

/* The whole schema, in the order of names; a store with anything else in it is refused. */
static const struct {
  const char *name;
  const char *sql;
} schema[] = {
    {"audit", "CREATE TABLE audit(seq INTEGER PRIMARY KEY, box BLOB NOT NULL)"},
    {"body", "CREATE TABLE body(id INTEGER PRIMARY KEY, box BLOB NOT NULL)"},
    {"item", "CREATE TABLE item(id INTEGER PRIMARY KEY, ver BLOB NOT NULL, box BLOB NOT NULL)"},
    {"manifest",
     "CREATE TABLE manifest(id INTEGER PRIMARY KEY, ver BLOB NOT NULL, box BLOB NOT NULL)"},
    {"summary",
     "CREATE TABLE summary(id INTEGER PRIMARY KEY, ver BLOB NOT NULL, box BLOB NOT NULL)"},
};

void
vd_store_schema_digest (guint8 digest[VD_HASH_SIZE])
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (schema); i++)
    g_string_append_printf (text, "%s\n", schema[i].sql);
  vd_crypto_hash (digest, VD_HASH_SIZE, (const guint8 *)text->str, text->len);
}

gboolean
vd_store_peek (int fd, GError **error)
{
  static const char magic[] = "SQLite format 3";
  guint8 header[HEADER_SIZE];
  VdReader r = {header, sizeof header, 60};
  guint32 version;

  if (pread (fd, header, sizeof header, 0) != (gssize)sizeof header ||
      memcmp (header, magic, sizeof magic) != 0) {
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: not a database");
    return FALSE;
  }
  version = vd_read_u32 (&r);
  r.used = 68;
  if (vd_read_u32 (&r) != APPLICATION_ID || version < VD_STORE_SCHEMA ||
      version > VD_STORE_SCHEMA_MAX) {
    g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: not a store of Varde");
    return FALSE;
  }
  if (version <= VD_STORE_SCHEMA)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_NEWER, "store.db: made by a newer version");
  return FALSE;
}

static int
code_from_system (int code)
{
  switch (code) {
  case ENOSPC:
  case EDQUOT:
    return VD_ERROR_DISK_FULL;
  case EROFS:
  case EACCES:
  case EPERM:
    return VD_ERROR_READ_ONLY;
  case ENOENT:
    return VD_ERROR_DAMAGED; /* The caller has seen the file: its journal or itself is gone. */
  default:
    return VD_ERROR_INTERNAL;
  }
}

static int
code_from_sqlite (int rc, int system)
{
  switch (rc & 0xff) {
  case SQLITE_FULL:
    return VD_ERROR_DISK_FULL;
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return VD_ERROR_READ_ONLY;
  case SQLITE_ERROR: /* The statements are good: a number of the file makes no sense with them. */
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_TOOBIG:
    return VD_ERROR_DAMAGED;
  case SQLITE_NOMEM:
    return VD_ERROR_NO_MEMORY;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return VD_ERROR_IN_USE;
  case SQLITE_IOERR:
    if (rc == SQLITE_IOERR_SHORT_READ || rc == SQLITE_IOERR_CORRUPTFS)
      return VD_ERROR_DAMAGED;
    return rc == SQLITE_IOERR_NOMEM ? VD_ERROR_NO_MEMORY : code_from_system (system);
  case SQLITE_CANTOPEN:
    return code_from_system (system);
  default:
    return VD_ERROR_INTERNAL;
  }
}

gboolean
vd_store_fail (VdStore *self, int rc, GError **error)
{
  /* SQLite does not keep the errno of a COMMIT that failed. */
  int system = errno == ENOSPC || errno == EDQUOT ? errno : sqlite3_system_errno (self->db);
  int code = code_from_sqlite (rc, system);

  g_set_error (error, VD_ERROR, code, "store.db: %s", sqlite3_errstr (rc));
  return FALSE;
}

gboolean
vd_store_fail_write (VdStore *self, int rc, GError **error)
{
  /* After a failed write or sync the kernel may have dropped pages that SQLite believes written. */
  if ((rc & 0xff) == SQLITE_IOERR)
    self->broken = TRUE;
  return vd_store_fail (self, rc, error);
}

static gboolean
exec (VdStore *self, const char *sql, GError **error)
{
  int rc;

  errno = 0;
  rc = sqlite3_exec (self->db, sql, NULL, NULL, NULL);
  return rc == SQLITE_OK || vd_store_fail (self, rc, error);
}

static gboolean
configure (VdStore *self, GError **error)
{
  const struct {
    int option;
    int value;
  } options[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},
      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
      {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
      {SQLITE_DBCONFIG_DQS_DML, 0},
      {SQLITE_DBCONFIG_DQS_DDL, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++) {
    int rc = sqlite3_db_config (self->db, options[i].option, options[i].value, NULL);

    if (rc != SQLITE_OK)
      return vd_store_fail (self, rc, error);
  }
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, LIMIT_LENGTH);
  sqlite3_limit (self->db, SQLITE_LIMIT_ATTACHED, 0);
  /* Exclusive before the first access: then the log needs no shared memory file. */
  return exec (self,
               "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cell_size_check = ON;"
               "PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
               "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL",
               error);
}

/* A file system without room for the log answers with another mode instead of an error. */
static gboolean
use_wal (VdStore *self, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (self->db, "PRAGMA journal_mode = WAL", -1, &statement, NULL);
  gboolean wal = FALSE;

  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    wal = strcmp ((const char *)sqlite3_column_text (statement, 0), "wal") == 0;
  sqlite3_finalize (statement);
  if (rc != SQLITE_ROW)
    return vd_store_fail (self, rc, error);
  return wal || vd_store_fail (self, SQLITE_READONLY, error);
}

static VdStore *
open_db (const char *path, GError **error)
{
  g_autoptr (VdStore) self = g_new0 (VdStore, 1);
  int rc = sqlite3_open_v2 (path, &self->db,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
                                SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE,
                            NULL);

  if (rc != SQLITE_OK) {
    vd_store_fail (self, rc, error);
    return NULL;
  }
  return configure (self, error) ? g_steal_pointer (&self) : NULL;
}

VdStore *
vd_store_create (const char *path, GError **error)
{
  g_autoptr (VdStore) self = open_db (path, error);
  g_autofree char *numbers = g_strdup_printf (
      "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID, VD_STORE_SCHEMA);

  if (self == NULL || !exec (self, "PRAGMA page_size = 4096", error) || !use_wal (self, error) ||
      !vd_store_begin (self, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (schema); i++)
    if (!exec (self, schema[i].sql, error))
      return NULL;
  if (!exec (self, numbers, error) || !vd_store_commit (self, error) ||
      !exec (self, "PRAGMA wal_checkpoint(TRUNCATE)", error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
is_row (sqlite3_stmt *statement, guint i)
{
  const char *type = (const char *)sqlite3_column_text (statement, 0);
  const char *name = (const char *)sqlite3_column_text (statement, 1);
  const char *table = (const char *)sqlite3_column_text (statement, 2);
  const char *sql = (const char *)sqlite3_column_text (statement, 3);

  return i < G_N_ELEMENTS (schema) && g_strcmp0 (type, "table") == 0 &&
         g_strcmp0 (name, schema[i].name) == 0 && g_strcmp0 (table, schema[i].name) == 0 &&
         g_strcmp0 (sql, schema[i].sql) == 0;
}

static gboolean
check_schema (VdStore *self, GError **error)
{
  static const char sql[] = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name";
  sqlite3_stmt *statement = NULL;
  gboolean ours = TRUE;
  guint n = 0;
  int rc = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);

  if (rc == SQLITE_OK)
    while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
      ours = is_row (statement, n++) && ours;
  sqlite3_finalize (statement);
  if (rc != SQLITE_DONE)
    return vd_store_fail (self, rc, error);
  if (ours && n == G_N_ELEMENTS (schema))
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: schema");
  return FALSE;
}

/* A damaged number of the format makes SQLite open the file for reading only, without a word until
 * something is saved. */
static gboolean
check_writable (VdStore *self, GError **error)
{
  if (sqlite3_db_readonly (self->db, "main") == 0)
    return TRUE;
  g_set_error (error, VD_ERROR, VD_ERROR_DAMAGED, "store.db: format of the database");
  return FALSE;
}

VdStore *
vd_store_open (const char *path, gboolean repair, GError **error)
{
  g_autoptr (VdStore) self = open_db (path, error);

  if (self == NULL || !check_schema (self, error) || !use_wal (self, error) ||
      (!repair && !check_writable (self, error)))
    return NULL;
  /* Closing would bring the write-ahead log into the file and remove it. */
  if (repair)
    sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return g_steal_pointer (&self);
}

void
vd_store_close (VdStore *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->statements); i++)
    for (guint j = 0; j < VD_STORE_STATEMENTS; j++)
      sqlite3_finalize (self->statements[i][j]);
  sqlite3_close (self->db);
  g_free (self);
}

gboolean
vd_store_begin (VdStore *self, GError **error)
{
  if (!self->broken)
    return exec (self, "BEGIN IMMEDIATE", error);
  g_set_error (error, VD_ERROR, VD_ERROR_INTERNAL, "store.db: the disk failed, open it again");
  return FALSE;
}

gboolean
vd_store_commit (VdStore *self, GError **error)
{
  int rc;

  errno = 0;
  rc = sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL);
  if (rc == SQLITE_OK)
    return TRUE;
  vd_store_fail_write (self, rc, error);
  vd_store_rollback (self);
  return FALSE;
}

void
vd_store_stop (VdStore *self)
{
  self->broken = TRUE;
}

void
vd_store_rollback (VdStore *self)
{
  if (sqlite3_get_autocommit (self->db) == 0)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

void
vd_store_checkpoint (VdStore *self)
{
  g_autoptr (GError) error = NULL;

  if (!exec (self, "PRAGMA wal_checkpoint(TRUNCATE)", &error))
    g_debug ("checkpoint: %s", error->message);
}
