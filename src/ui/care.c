/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "care"

#include "config.h"

#include "ui/care-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "ui/page.h"

#define PULSE_MS 100

typedef struct {
  const char *name; /* (nullable): one of `subjects` */
  VdCareFill fill;
  gpointer data;
  GDestroyNotify destroy;
} Sheet;

struct _VdCare {
  AdwBin parent;

  VdSession *session;
  VdReading *reading;
  GPtrArray *sheets; /* Sheet: the pages that lie on the first one */
  GCancellable *cancellable;
  GtkWidget *progress; /* (nullable) (weak): while a job runs */
  guint pulse;
  gboolean held; /* the page on top cannot be left */
};

static void vd_care_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdCare,
                               vd_care,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_care_page_init))

/* What there is to look after; `open`: only while the vault is. */
static const struct {
  const char *name;
  const char *title;
  const char *what;
  VdCareFill fill;
  gboolean open;
} subjects[] = {
    {"people", N_ ("People"), N_ ("Who can open the vault; your own passphrase"),
     vd_care_fill_people, TRUE},
    {"recovery", N_ ("Recovery key"), N_ ("Check that the paper is right; make a new one"),
     vd_care_fill_recovery, TRUE},
    {"backup", N_ ("Backup"), N_ ("Save everything in one encrypted file, on another disk"),
     vd_care_fill_backup, TRUE},
    {"restore", N_ ("Restore from a backup"), N_ ("Get everything back out of such a file"),
     vd_care_fill_restore, FALSE},
    {"move", N_ ("Move to another computer"), N_ ("Step by step"), vd_care_fill_move, TRUE},
    {"log", N_ ("Log"), N_ ("Who opened, changed, sent and deleted what, and when"),
     vd_care_fill_log, TRUE},
    {"condition", N_ ("Condition"), N_ ("Is everything readable, and what deleting does here"),
     vd_care_fill_condition, TRUE},
    {"keeping", N_ ("How long cases are kept"), N_ ("Closed cases whose time has come"),
     vd_care_fill_keeping, TRUE},
    {"reseal", N_ ("Seal everything again"), N_ ("When somebody may have got hold of a key"),
     vd_care_fill_reseal, TRUE},
    {"destroy", N_ ("Destroy the vault"), N_ ("At once and for ever"), vd_care_fill_destroy, TRUE},
    {"rescue", N_ ("Save what can be read"), N_ ("When the vault is damaged and does not open"),
     vd_care_fill_rescue, FALSE},
};

VdSession *
vd_care_session (VdCare *self)
{
  return self->session;
}

VdReading *
vd_care_reading (VdCare *self)
{
  return self->reading;
}

GtkWindow *
vd_care_window (VdCare *self)
{
  return GTK_WINDOW (vd_window_of (GTK_WIDGET (self)));
}

/* Pages. The way back is the reading's own: what it took away is forgotten here later. */

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;

  if (sheet->destroy != NULL)
    sheet->destroy (sheet->data);
  g_free (sheet);
}

static void
forget_popped (VdCare *self)
{
  guint depth = vd_reading_get_depth (self->reading);

  if (depth < self->sheets->len)
    g_ptr_array_set_size (self->sheets, (int)depth);
}

static Sheet *
get_sheet (VdCare *self)
{
  forget_popped (self);
  return self->sheets->len > 0 ? g_ptr_array_index (self->sheets, self->sheets->len - 1) : NULL;
}

static void
push_named (VdCare *self,
            const char *name,
            const char *title,
            VdCareFill fill,
            gpointer data,
            GDestroyNotify destroy)
{
  Sheet *sheet = g_new (Sheet, 1);
  GtkWidget *box;

  forget_popped (self);
  *sheet = (Sheet){name, fill, data, destroy};
  box = vd_reading_push (self->reading, title);
  g_ptr_array_add (self->sheets, sheet);
  vd_block_append (box, vd_heading_new (title, 2));
  fill (self, box);
  vd_reading_shown (self->reading);
}

void
vd_care_push (VdCare *self,
              const char *title,
              VdCareFill fill,
              gpointer data,
              GDestroyNotify destroy)
{
  push_named (self, NULL, title, fill, data, destroy);
}

gpointer
vd_care_data (VdCare *self, VdCareFill fill)
{
  Sheet *sheet = get_sheet (self);

  return sheet != NULL && sheet->fill == fill ? sheet->data : NULL;
}

void
vd_care_hold (VdCare *self, gboolean hold)
{
  VdWindow *window = vd_window_of (GTK_WIDGET (self));

  self->held = hold;
  gtk_widget_action_set_enabled (GTK_WIDGET (self->reading), "reading.back", !hold);
  if (window != NULL)
    vd_window_update_actions (window);
}

void
vd_care_set_data (VdCare *self, gpointer data, GDestroyNotify destroy)
{
  Sheet *sheet = get_sheet (self);

  if (sheet->destroy != NULL)
    sheet->destroy (sheet->data);
  sheet->data = data;
  sheet->destroy = destroy;
}

void
vd_care_pop (VdCare *self)
{
  if (vd_reading_get_depth (self->reading) > 0)
    vd_reading_pop (self->reading);
  forget_popped (self);
}

void
vd_care_refill (VdCare *self)
{
  Sheet *sheet = get_sheet (self);
  GtkWidget *box = vd_reading_get_box (self->reading);
  GtkWidget *heading = gtk_widget_get_first_child (box);
  GtkWidget *child;

  if (sheet == NULL)
    return;
  /* The focus may be in what goes. */
  gtk_widget_grab_focus (box);
  while ((child = gtk_widget_get_next_sibling (heading)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  sheet->fill (self, box);
}

void
vd_care_open (VdCare *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++) {
    if (g_str_equal (subjects[i].name, name) &&
        (!subjects[i].open || vd_session_get_store (self->session) != NULL))
      push_named (self, subjects[i].name, _ (subjects[i].title), subjects[i].fill, NULL, NULL);
  }
}

void
vd_care_start (VdCare *self, const char *name)
{
  if (self->held)
    return;
  while (vd_reading_get_depth (self->reading) > 0)
    vd_care_pop (self);
  vd_care_open (self, name);
}

/* Jobs. */

static void
progress_cb (VdCare *self, double fraction)
{
  if (self->progress == NULL || fraction < 0)
    return;
  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
}

static gboolean
pulse_cb (gpointer data)
{
  VdCare *self = data;

  if (self->progress == NULL) {
    self->pulse = 0;
    return G_SOURCE_REMOVE;
  }
  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress));
  return G_SOURCE_CONTINUE;
}

static void
stop_cb (GtkButton *button, gpointer data)
{
  VdCare *self = data;

  g_cancellable_cancel (self->cancellable);
  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
}

typedef struct {
  char *saying;
  gboolean can_stop;
} Busy;

static void
busy_free (gpointer data)
{
  Busy *busy = data;

  g_free (busy->saying);
  g_free (busy);
}

static void
fill_busy (VdCare *self, GtkWidget *box)
{
  const Busy *busy = vd_care_data (self, fill_busy);
  GtkWidget *bar = gtk_progress_bar_new ();

  g_set_weak_pointer (&self->progress, bar);
  gtk_progress_bar_set_pulse_step (GTK_PROGRESS_BAR (bar), 0.05);
  vd_set_name (bar, busy->saying);
  vd_block_append (box, bar);
  if (busy->can_stop)
    vd_care_button (box, _ ("_Stop"), G_CALLBACK (stop_cb), self);
}

gboolean
vd_care_must_stay (VdCare *self)
{
  const Busy *busy = vd_care_data (self, fill_busy);

  return self->held && (busy == NULL || !busy->can_stop);
}

GCancellable *
vd_care_busy (VdCare *self, const char *saying, gboolean can_stop)
{
  Busy *busy = g_new (Busy, 1);

  *busy = (Busy){g_strdup (saying), can_stop};
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  vd_care_push (self, saying, fill_busy, busy, busy_free);
  vd_care_hold (self, TRUE);
  if (self->pulse == 0)
    self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
  return self->cancellable;
}

void
vd_care_ready (VdCare *self)
{
  g_clear_handle_id (&self->pulse, g_source_remove);
  vd_care_hold (self, FALSE);
  if (vd_care_data (self, fill_busy) != NULL)
    vd_care_pop (self);
  g_clear_weak_pointer (&self->progress);
}

gboolean
vd_care_is_stopped (VdCare *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

/* The first page. */

static void
subject_cb (VdCare *self, GtkListBoxRow *row)
{
  vd_care_open (self, gtk_widget_get_name (GTK_WIDGET (row)));
}

static void
fill_first (VdCare *self)
{
  GtkWidget *box = vd_reading_get_first (self->reading);
  gboolean open = vd_session_get_store (self->session) != NULL;
  GtkWidget *list;

  vd_block_append (box, vd_heading_new (_ ("The vault"), 2));
  vd_block_append (box, vd_paragraph_new (_ ("Everything you note lies in it, encrypted, on this "
                                             "machine only.")));
  list = vd_care_list (box, _ ("The vault"), G_CALLBACK (subject_cb), self);
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++) {
    /* What is for a vault that does not open is no use in one that did. */
    if (subjects[i].open == open || (open && g_str_equal (subjects[i].name, "restore")))
      vd_care_row (list, subjects[i].name, _ (subjects[i].title), _ (subjects[i].what));
  }
}

/* The page. */

static const char *
vd_care_title (VdPage *page)
{
  return _ ("The vault");
}

static void
vd_care_shown (VdPage *page)
{
  vd_reading_shown (VD_CARE (page)->reading);
}

/* Which page was open; what is typed here is about keys, and never kept. */
static char *
vd_care_save_draft (VdPage *page)
{
  VdCare *self = VD_CARE (page);
  g_autoptr (json_t) draft = json_object ();

  forget_popped (self);
  for (guint i = 0; i < self->sheets->len; i++) {
    const Sheet *sheet = g_ptr_array_index (self->sheets, i);

    if (sheet->name != NULL)
      json_object_set_new (draft, "page", json_string (sheet->name));
  }
  return vd_json_write (draft, NULL);
}

static void
vd_care_restore_draft (VdPage *page, const char *text)
{
  g_autoptr (json_t) draft = vd_json_parse (text, strlen (text), NULL);
  const char *name = json_string_value (json_object_get (draft, "page"));

  if (name != NULL)
    vd_care_open (VD_CARE (page), name);
}

static void
vd_care_page_init (VdPageInterface *iface)
{
  iface->title = vd_care_title;
  iface->shown = vd_care_shown;
  iface->save_draft = vd_care_save_draft;
  iface->restore_draft = vd_care_restore_draft;
}

/* The object. */

static void
vd_care_dispose (GObject *object)
{
  VdCare *self = VD_CARE (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_weak_pointer (&self->progress);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_care_parent_class)->dispose (object);
}

static void
vd_care_finalize (GObject *object)
{
  g_ptr_array_unref (VD_CARE (object)->sheets);
  G_OBJECT_CLASS (vd_care_parent_class)->finalize (object);
}

static void
vd_care_class_init (VdCareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_care_dispose;
  G_OBJECT_CLASS (klass)->finalize = vd_care_finalize;
}

static void
vd_care_init (VdCare *self)
{
  self->sheets = g_ptr_array_new_with_free_func (sheet_free);
}

GtkWidget *
vd_care_new (VdSession *session)
{
  VdCare *self = g_object_new (VD_TYPE_CARE, NULL);

  self->session = g_object_ref (session);
  self->reading = VD_READING (vd_reading_new (session, _ ("The vault")));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->reading));
  fill_first (self);
  g_signal_connect_swapped (session, "progress", G_CALLBACK (progress_cb), self);
  return GTK_WIDGET (self);
}
