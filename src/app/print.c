/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "print"

#include "app/print-private.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SECONDS 60

static void
printer_free (gpointer data)
{
  VdPrinter *self = data;

  g_free (self->name);
  g_free (self);
}

void
vd_print_target_free (VdPrintTarget *self)
{
  if (self == NULL)
    return;
  g_free (self->printer);
  g_free (self);
}

VdPrintTarget *
vd_print_target_new (const char *printer)
{
  VdPrintTarget *self = g_new0 (VdPrintTarget, 1);

  self->printer = g_strdup (printer);
  return self;
}

gboolean
vd_print_in_sandbox (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

int
_vd_print_memory (GBytes *pdf, GError **error)
{
  int fd = memfd_create ("varde", MFD_CLOEXEC);
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);
  gsize done = 0;

  while (fd >= 0 && done < size) {
    gssize n = write (fd, data + done, size - done);

    if (n <= 0) {
      close (fd);
      fd = -1;
    } else {
      done += (gsize)n;
    }
  }
  if (fd < 0 || lseek (fd, 0, SEEK_SET) != 0)
    g_set_error (error, VD_ERROR, VD_ERROR_NO_MEMORY, "no memory for the printer");
  return fd;
}

/* Running the print system's programs */

/* A program that hangs, as one that looks for printers on a network may, is ended. */
typedef struct {
  GSubprocess *process;
  guint timer;
} Running;

static void
running_free (gpointer data)
{
  Running *self = data;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->process);
  g_free (self);
}

static gboolean
give_up_cb (gpointer data)
{
  Running *self = data;

  self->timer = 0;
  g_subprocess_force_exit (self->process);
  return G_SOURCE_REMOVE;
}

static GSubprocess *
spawn (const char *const *argv, int input, GError **error)
{
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GError) local = NULL;
  GSubprocess *process;

  /* Its words are read by a program. */
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  if (input >= 0)
    g_subprocess_launcher_take_stdin_fd (launcher, input);
  process = g_subprocess_launcher_spawnv (launcher, argv, &local);
  if (process == NULL)
    g_set_error (error, VD_ERROR, VD_ERROR_NOT_FOUND, "no print system: %s", local->message);
  return process;
}

/* Reads what @argv says to its end, then calls @callback with the process as its source. */
static void
run (GTask *task, const char *const *argv, int input, GAsyncReadyCallback callback)
{
  g_autoptr (GError) error = NULL;
  Running *running;
  GSubprocess *process = spawn (argv, input, &error);

  if (process == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    g_object_unref (task);
    return;
  }
  running = g_new0 (Running, 1);
  running->process = process;
  running->timer = g_timeout_add_seconds (SECONDS, give_up_cb, running);
  g_object_set_data_full (G_OBJECT (task), "running", running, running_free);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, callback, task);
}

/* Printers */

static void
add_printers (GPtrArray *printers, const char *output)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *name = g_strstrip (lines[i]);
    VdPrinter *printer;

    if (*name == '\0' || *name == '-')
      continue;
    printer = g_new0 (VdPrinter, 1);
    printer->name = g_strdup (name);
    g_ptr_array_add (printers, printer);
  }
}

static int
compare_printers (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(VdPrinter *const *)a)->name, (*(VdPrinter *const *)b)->name);
}

/* "system default destination: office", or that there is none. */
static void
default_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GPtrArray *printers = g_task_get_task_data (task);
  g_autofree char *output = NULL;
  const char *colon;

  if (g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &output, NULL, NULL) &&
      output != NULL && (colon = strchr (output, ':')) != NULL) {
    g_autofree char *name = g_strstrip (g_strdup (colon + 1));

    for (guint i = 0; i < printers->len; i++) {
      VdPrinter *printer = g_ptr_array_index (printers, i);

      printer->by_default = g_str_equal (printer->name, name);
    }
  }
  g_task_return_pointer (task, g_ptr_array_ref (printers), (GDestroyNotify)g_ptr_array_unref);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  const char *const argv[] = {"lpstat", "-d", NULL};
  GTask *task = data;
  GPtrArray *printers = g_task_get_task_data (task);
  g_autofree char *output = NULL;

  /* It ends with an error when there is no printer. */
  if (g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &output, NULL, NULL) &&
      output != NULL)
    add_printers (printers, output);
  g_ptr_array_sort (printers, compare_printers);
  run (task, argv, -1, default_cb);
}

void
vd_print_list_async (GAsyncReadyCallback callback, gpointer data)
{
  const char *const argv[] = {"lpstat", "-e", NULL};
  GTask *task = g_task_new (NULL, NULL, callback, data);

  g_task_set_source_tag (task, vd_print_list_async);
  g_task_set_task_data (task, g_ptr_array_new_with_free_func (printer_free),
                        (GDestroyNotify)g_ptr_array_unref);
  run (task, argv, -1, listed_cb);
}

GPtrArray *
vd_print_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Sending */

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GSubprocess *process = G_SUBPROCESS (source);

  if (g_subprocess_communicate_utf8_finish (process, result, NULL, NULL, NULL) &&
      g_subprocess_get_successful (process))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, VD_ERROR, VD_ERROR_REFUSED, "lp did not take it");
}

void
vd_print_send_async (const VdPrintTarget *target,
                     GBytes *pdf,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  const char *const argv[] = {"lp", "-s", "-d", target->printer, "-t", VD_PRINT_TITLE, NULL};
  GTask *task = g_task_new (NULL, NULL, callback, data);
  g_autoptr (GError) error = NULL;
  int fd;

  g_task_set_source_tag (task, vd_print_send_async);
  if (target->printer == NULL) {
    _vd_print_portal_send (task, target->token, pdf);
    return;
  }
  fd = _vd_print_memory (pdf, &error);
  if (fd >= 0) {
    run (task, argv, fd, sent_cb);
    return;
  }
  g_task_return_error (task, g_steal_pointer (&error));
  g_object_unref (task);
}

gboolean
vd_print_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
