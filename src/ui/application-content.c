/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "application"

#include "config.h"

#include "ui/application-private.h"

#include <glib/gi18n-lib.h>

#include "app/practice.h"
#include "app/user-error.h"

typedef struct {
  VdApplication *app; /* (unowned): it waits for the thread before it goes */
  char *practice_dir; /* (nullable) */
  VdPack *pack;
  GError *passed_over; /* (nullable) */
  GError *error;
} Loading;

/* Without its content, or a place for the practice vault, Varde can do nothing but say so. */
static VdUserError
describe_broken (VdApplication *self, const GError *error)
{
  if (self->pack != NULL)
    return vd_user_error (error);
  return (VdUserError){
      .title = _ ("The content of Varde cannot be read"),
      .sentence = _ ("The questions and texts that come with the program are missing or damaged. "
                     "Your own vault is as it was."),
      .next = _ ("Install Varde again, then start it."),
  };
}

static void
show_broken (VdApplication *self, const GError *error)
{
  VdUserError words = describe_broken (self, error);
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_status_page_new ();
  g_autofree char *text = g_markup_printf_escaped ("%s %s", words.sentence, words.next);

  g_printerr ("varde: %s\n", error->message);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), words.title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), "Varde");
  gtk_window_set_default_size (GTK_WINDOW (window), 720, 480);
  gtk_window_present (GTK_WINDOW (window));
}

static gboolean
finish_loading (VdApplication *self, GError **error)
{
  Loading *loading = self->loader != NULL ? g_thread_join (g_steal_pointer (&self->loader)) : NULL;
  g_autoptr (GError) problem = NULL;

  if (loading == NULL)
    return self->pack != NULL;
  problem = loading->error;
  self->pack = loading->pack;
  self->passed_over = loading->passed_over;
  g_free (loading->practice_dir);
  g_free (loading);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

gboolean
vd_application_load_content (VdApplication *self)
{
  g_autoptr (GError) error = NULL;

  if (finish_loading (self, &error))
    return TRUE;
  show_broken (self, error);
  return FALSE;
}

static gboolean
loaded_cb (gpointer data)
{
  VdApplication *self = data;
  VdWindow *window = vd_application_get_window (self);

  if (self->session == NULL)
    return G_SOURCE_REMOVE;
  if (vd_application_load_content (self))
    vd_session_set_pack (self->session, self->pack);
  else if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static gpointer
load_thread (gpointer data)
{
  Loading *loading = data;
  g_autoptr (VdPackStore) store = vd_pack_store_new (NULL, NULL);

  loading->pack = vd_pack_store_load_telling (store, &loading->passed_over, &loading->error);
  if (loading->pack != NULL && loading->practice_dir != NULL)
    vd_practice_create (loading->practice_dir, loading->pack, vd_clock_system (), &loading->error);
  g_idle_add (loaded_cb, loading->app);
  return loading;
}

void
vd_application_start_loading (VdApplication *self)
{
  Loading *loading = g_new0 (Loading, 1);

  loading->app = self;
  if (self->practice && !vd_vault_exists (self->vault_dir))
    loading->practice_dir = g_strdup (self->vault_dir);
  self->loader = g_thread_new ("pack", load_thread, loading);
}

static gboolean
start_cb (gpointer data)
{
  VdApplication *self = data;

  if (self->loader == NULL && self->pack == NULL)
    vd_application_start_loading (self);
  return G_SOURCE_REMOVE;
}

void
vd_application_load_content_later (VdApplication *self)
{
  g_idle_add_full (G_PRIORITY_LOW, start_cb, self, NULL);
}

VdPack *
vd_application_wait_for_content (gpointer data)
{
  VdApplication *self = data;
  g_autoptr (GError) error = NULL;

  start_cb (self);
  /* Asked for in the moment between the window and its content, and that is broken: what it would
   * say about this is not shown yet. */
  if (!finish_loading (self, &error))
    g_error ("%s", error->message);
  return self->pack;
}

void
vd_application_forget_content (VdApplication *self)
{
  finish_loading (self, NULL);
  g_clear_pointer (&self->pack, vd_pack_unref);
  g_clear_error (&self->passed_over);
}
