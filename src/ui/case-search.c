/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "case-search"

#include "config.h"

#include "ui/case-search.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/user-error.h"
#include "ui/case-row.h"

/* Of our own work in one turn of the main loop. */
#define SLICE_USEC 5000

struct _VdCaseSearch {
  VdSession *session;
  GPtrArray *cases;  /* (nullable) (element-type VdCase) */
  GHashTable *shown; /* VdCase * -> char *: what the row of a case shows, folded */
  guint next;        /* of `cases`: the first that is not in `shown` */
  guint idle;        /* while some are not */
  void (*changed) (gpointer data);
  gpointer data;
  char *words;
  GCancellable *cancellable; /* (nullable): while it goes on */
  GHashTable *found;         /* gint64 * -> const char *const *: paths, of `hits` */
  GPtrArray *hits;           /* (nullable): VdSearchFound */
  guint unreadable;
  GError *error; /* (nullable) */
  double fraction;
};

/* Members of the assessment file, and where on the screen they are. */
static const struct {
  const char *member;
  const char *place;
} places[] = {
    {"person", N_ ("Person")},      {"identity", N_ ("Person")},
    {"people", N_ ("Person")},      {"child", N_ ("Person")},
    {"answers", N_ ("Seen")},       {"journal", N_ ("Journal")},
    {"shares", N_ ("Referral")},    {"consents", N_ ("Referral")},
    {"wishes", N_ ("Referral")},    {"health", N_ ("Referral")},
    {"identifiers", N_ ("Person")}, {"follow_up", N_ ("What to do")},
    {"steps", N_ ("What to do")},   {"measures_taken", N_ ("What to do")},
};

static void
forget (VdCaseSearch *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_hash_table_remove_all (self->found);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  g_clear_error (&self->error);
  self->unreadable = 0;
  self->fraction = -1;
}

/* Dates and names in words take too long for thousands of rows at once. Returns: whether there are
 * more. */
static gboolean
read_rows (VdCaseSearch *self)
{
  gint64 until = g_get_monotonic_time () + SLICE_USEC;

  while (self->cases != NULL && self->next < self->cases->len) {
    VdCase *item = g_ptr_array_index (self->cases, self->next++);

    if (item->id != NULL)
      g_hash_table_insert (self->shown, item, vd_case_haystack (item, self->session));
    if (g_get_monotonic_time () >= until)
      return self->next < self->cases->len;
  }
  return FALSE;
}

static gboolean
read_rows_cb (gpointer data)
{
  VdCaseSearch *self = data;

  if (read_rows (self))
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  self->changed (self->data);
  return G_SOURCE_REMOVE;
}

static void
begin_rows (VdCaseSearch *self)
{
  if (self->idle == 0 && *self->words != '\0' && read_rows (self))
    self->idle = g_idle_add (read_rows_cb, self);
}

void
vd_case_search_set_cases (VdCaseSearch *self, GPtrArray *cases)
{
  if (cases == self->cases)
    return;
  g_clear_handle_id (&self->idle, g_source_remove);
  g_hash_table_remove_all (self->shown);
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  self->cases = g_ptr_array_ref (cases);
  self->next = 0;
  begin_rows (self);
}

static void
progress_cb (VdCaseSearch *self, double fraction)
{
  if (self->cancellable == NULL || fraction < 0)
    return;
  self->fraction = fraction;
  self->changed (self->data);
}

VdCaseSearch *
vd_case_search_new (VdSession *session, void (*changed) (gpointer data), gpointer data)
{
  VdCaseSearch *self = g_rc_box_new0 (VdCaseSearch);

  self->session = g_object_ref (session);
  self->changed = changed;
  self->data = data;
  self->words = g_strdup ("");
  self->found = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->shown = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_signal_connect_swapped (session, "progress", G_CALLBACK (progress_cb), self);
  return self;
}

static void
clear (gpointer data)
{
  VdCaseSearch *self = data;

  g_hash_table_unref (self->found);
  g_hash_table_unref (self->shown);
  g_object_unref (self->session);
}

void
vd_case_search_free (VdCaseSearch *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  forget (self);
  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_free);
  g_rc_box_release_full (self, clear);
}

typedef struct {
  VdCaseSearch *search;
  GCancellable *cancellable;
} Begun;

static void
take (VdCaseSearch *self, GPtrArray *hits)
{
  self->hits = hits;
  for (guint i = 0; i < hits->len; i++) {
    VdSearchFound *hit = g_ptr_array_index (hits, i);

    g_hash_table_insert (self->found, &hit->row, hit->paths);
  }
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Begun *begun = data;
  g_autoptr (GCancellable) cancellable = begun->cancellable;
  g_autoptr (GError) error = NULL;
  VdCaseSearch *self = begun->search;
  guint unreadable = 0;
  GPtrArray *hits = vd_session_search_finish (VD_SESSION (source), result, &unreadable, &error);
  gboolean mine = self->cancellable == cancellable;

  if (mine) {
    g_clear_object (&self->cancellable);
    self->unreadable = unreadable;
    self->error = g_steal_pointer (&error);
  }
  if (mine && hits != NULL)
    take (self, g_steal_pointer (&hits));
  if (hits != NULL)
    g_ptr_array_unref (hits);
  if (mine)
    self->changed (self->data);
  g_rc_box_release_full (self, clear);
}

void
vd_case_search_again (VdCaseSearch *self)
{
  Begun *begun;

  forget (self);
  if (strspn (self->words, " \t") == strlen (self->words))
    return;
  self->cancellable = g_cancellable_new ();
  begun = g_new (Begun, 1);
  *begun = (Begun){g_rc_box_acquire (self), g_object_ref (self->cancellable)};
  vd_session_search_async (self->session, self->words, self->cancellable, searched_cb, begun);
}

void
vd_case_search_begin (VdCaseSearch *self, const char *words)
{
  if (g_str_equal (self->words, words))
    return;
  g_free (self->words);
  self->words = g_strdup (words);
  begin_rows (self);
  vd_case_search_again (self);
}

/* Where a path leads on the screen. */
static const char *
place_of (const char *path)
{
  gsize length = strcspn (path, ".[");

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    if (strlen (places[i].member) == length && strncmp (places[i].member, path, length) == 0)
      return _ (places[i].place);
  }
  return _ ("Other");
}

char *
vd_case_search_places (VdCaseSearch *self, const VdCase *item)
{
  const char *const *paths = g_hash_table_lookup (self->found, &item->row);
  g_autoptr (GPtrArray) words = NULL;

  if (paths == NULL)
    return NULL;
  words = g_ptr_array_new ();
  for (guint i = 0; paths[i] != NULL; i++) {
    const char *place = place_of (paths[i]);

    if (!g_ptr_array_find_with_equal_func (words, place, g_str_equal, NULL))
      g_ptr_array_add (words, (gpointer)place);
  }
  g_ptr_array_add (words, NULL);
  return g_strjoinv (", ", (char **)words->pdata);
}

char *
vd_case_search_status (VdCaseSearch *self)
{
  if (self->cancellable != NULL && self->fraction >= 0)
    return g_strdup_printf (_ ("Searching in all cases… %d per cent"), (int)(self->fraction * 100));
  if (vd_case_search_is_busy (self))
    return g_strdup (_ ("Searching in all cases…"));
  if (self->error != NULL && !g_error_matches (self->error, VD_ERROR, VD_ERROR_CANCELLED))
    return g_strdup (vd_user_error (self->error).title);
  if (self->unreadable > 0)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u damaged case could not be looked into.",
                     "%u damaged cases could not be looked into.", self->unreadable),
        self->unreadable);
  return NULL;
}

/* In a search also where the words stand; never the words around them. */
void
vd_case_search_show_row (VdCaseSearch *self, VdCaseRow *row, const VdCase *item)
{
  g_autofree char *where = vd_case_search_places (self, item);
  g_autofree char *text = NULL;

  vd_case_row_show (row, item, self->session);
  if (where == NULL)
    return;
  /* Translators: what was said of the case, and in which places words were found. */
  text = g_strdup_printf (_ ("%s\nFound in: %s"),
                          adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), where);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
}

gboolean
vd_case_search_is_busy (VdCaseSearch *self)
{
  return self->cancellable != NULL || self->idle != 0;
}

gboolean
vd_case_search_matches (VdCaseSearch *self, const VdCase *item, const char *needle)
{
  const char *shown = g_hash_table_lookup (self->shown, item);

  return item->id != NULL && (g_hash_table_contains (self->found, &item->row) ||
                              (shown != NULL && strstr (shown, needle) != NULL));
}
