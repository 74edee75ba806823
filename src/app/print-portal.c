/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "print-portal"

#include "app/print-private.h"

#include <gio/gunixfdlist.h>

#define BUS "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"
#define PRINT "org.freedesktop.portal.Print"
#define REQUEST "org.freedesktop.portal.Request"

/* A call of the portal: it answers at once with the path of a request, and says on that path later
 * what the person chose. The signal is waited for before the call, so that it is never missed. */
typedef struct {
  GDBusConnection *bus;
  guint signal;
  char *token; /* last part of the request's path */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  if (self->signal != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->signal);
  g_clear_object (&self->bus);
  g_free (self->token);
  g_free (self);
}

/* Where the portal puts the request: our name on the bus without the colon, dots as underlines. */
static char *
request_path (const Request *request)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (request->bus) + 1);

  g_strdelimit (sender, ".", '_');
  return g_strdup_printf (PATH "/request/%s/%s", sender, request->token);
}

/* @done (task, results): takes the task over. */
typedef void (*AnswerFunc) (GTask *task, GVariant *results);

static void
response_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  AnswerFunc done = (AnswerFunc)g_object_get_data (G_OBJECT (task), "done");
  g_autoptr (GVariant) results = NULL;
  guint response;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  /* Lets go of the signal and of the task that waits for it. */
  g_object_set_data (G_OBJECT (task), "request", NULL);
  if (response == 0)
    done (task, results);
  else if (response == 1)
    g_task_return_new_error (task, VD_ERROR, VD_ERROR_CANCELLED, "cancelled in the print dialog");
  else
    g_task_return_new_error (task, VD_ERROR, VD_ERROR_REFUSED, "the print portal said no");
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_with_unix_fd_list_finish (
      G_DBUS_CONNECTION (source), NULL, result, &error);

  if (answer != NULL)
    return;
  g_object_set_data (G_OBJECT (task), "request", NULL);
  g_task_return_new_error (task, VD_ERROR, VD_ERROR_NOT_FOUND, "no print portal");
}

/* Returns: (transfer none): the request that @task waits for, NULL when there is no bus. */
static Request *
request_new (GTask *task, AnswerFunc done)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autofree char *path = NULL;
  Request *request;

  if (bus == NULL) {
    g_task_return_new_error (task, VD_ERROR, VD_ERROR_NOT_FOUND, "no session bus");
    return NULL;
  }
  request = g_new0 (Request, 1);
  request->bus = g_steal_pointer (&bus);
  request->token = g_strdup_printf ("varde%u", g_random_int ());
  path = request_path (request);
  g_object_set_data (G_OBJECT (task), "done", (gpointer)done);
  request->signal = g_dbus_connection_signal_subscribe (
      request->bus, BUS, REQUEST, "Response", path, NULL, G_DBUS_SIGNAL_FLAGS_NONE, response_cb,
      g_object_ref (task), g_object_unref);
  g_object_set_data_full (G_OBJECT (task), "request", request, request_free);
  return request;
}

static void
prepared (GTask *task, GVariant *results)
{
  VdPrintTarget *target = vd_print_target_new (NULL);

  if (g_variant_lookup (results, "token", "u", &target->token)) {
    g_task_return_pointer (task, target, (GDestroyNotify)vd_print_target_free);
    return;
  }
  vd_print_target_free (target);
  g_task_return_new_error (task, VD_ERROR, VD_ERROR_INTERNAL, "no token from the print portal");
}

void
vd_print_ask_portal_async (GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  Request *request = request_new (task, prepared);
  GVariantBuilder options;

  g_task_set_source_tag (task, vd_print_ask_portal_async);
  if (request == NULL)
    return;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (request->token));
  g_dbus_connection_call_with_unix_fd_list (
      request->bus, BUS, PATH, PRINT, "PreparePrint",
      g_variant_new ("(ss@a{sv}@a{sv}a{sv})", "", VD_PRINT_TITLE,
                     g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0),
                     g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0), &options),
      G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, called_cb,
      g_object_ref (task));
}

VdPrintTarget *
vd_print_ask_portal_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
printed (GTask *task, GVariant *results)
{
  g_task_return_boolean (task, TRUE);
}

void
_vd_print_portal_send (GTask *task, guint token, GBytes *pdf)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GError) error = NULL;
  GVariantBuilder options;
  Request *request;
  int fd = _vd_print_memory (pdf, &error);

  if (fd < 0) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  fds = g_unix_fd_list_new_from_array (&fd, 1);
  request = request_new (task, printed);
  if (request == NULL)
    return;
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (request->token));
  g_variant_builder_add (&options, "{sv}", "token", g_variant_new_uint32 (token));
  g_dbus_connection_call_with_unix_fd_list (
      request->bus, BUS, PATH, PRINT, "Print",
      g_variant_new ("(ssha{sv})", "", VD_PRINT_TITLE, 0, &options), G_VARIANT_TYPE ("(o)"),
      G_DBUS_CALL_FLAGS_NONE, -1, fds, NULL, called_cb, g_object_ref (task));
}
