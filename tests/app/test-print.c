/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-print"

#include "app/print.h"
#include "base/error.h"
#include "print-fixture.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (*result == NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (*result);
  return *result;
}

static GPtrArray *
list (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vd_print_list_async (done_cb, &result);
  return vd_print_list_finish (wait_for (&result), error);
}

static gboolean
send (const VdPrintTarget *target, const char *bytes, gsize size, GError **error)
{
  g_autoptr (GBytes) pdf = g_bytes_new (bytes, size);
  g_autoptr (GAsyncResult) result = NULL;

  vd_print_send_async (target, pdf, done_cb, &result);
  return vd_print_send_finish (wait_for (&result), error);
}

static void
test_printers (void)
{
  StandIn stand_in;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) printers = NULL;
  g_autoptr (GPtrArray) none = NULL;
  const VdPrinter *hall, *office;

  /* What looks like an option of lp is no printer. */
  stand_in_set_up (&stand_in, "office\\n-o raw\\nhall\\n");
  printers = list (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (printers->len, ==, 2);
  hall = g_ptr_array_index (printers, 0);
  office = g_ptr_array_index (printers, 1);
  g_assert_cmpstr (hall->name, ==, "hall");
  g_assert_false (hall->by_default);
  g_assert_cmpstr (office->name, ==, "office");
  g_assert_true (office->by_default);
  stand_in_tear_down (&stand_in);

  stand_in_set_up (&stand_in, "");
  none = list (&error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  stand_in_tear_down (&stand_in);
}

/* Larger than any pipe holds, through standard input, under a name that says nothing. */
static void
test_send (void)
{
  const gsize size = 3 * 1024 * 1024 + 1;
  g_autofree char *bytes = g_malloc (size);
  g_autoptr (VdPrintTarget) target = vd_print_target_new ("office");
  g_autoptr (VdPrintTarget) broken = vd_print_target_new ("broken");
  g_autofree char *paper = NULL;
  g_autofree char *how = NULL;
  g_autoptr (GError) error = NULL;
  StandIn stand_in;
  gsize got;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (char)(i * 7 % 251);
  stand_in_set_up (&stand_in, "office\\n");
  send (target, bytes, size, &error);
  g_assert_no_error (error);
  paper = stand_in_read (&stand_in, "paper", &got);
  g_assert_cmpmem (paper, got, bytes, size);
  how = stand_in_read (&stand_in, "how", NULL);
  g_assert_cmpstr (how, ==, "-s -d office -t Varde ");

  /* It ends without having read anything. */
  g_assert_false (send (broken, bytes, size, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_REFUSED);
  stand_in_tear_down (&stand_in);
}

static void
test_no_print_system (void)
{
  g_autofree char *before = g_strdup (g_getenv ("PATH"));
  g_autoptr (VdPrintTarget) target = vd_print_target_new ("office");
  g_autoptr (GError) error = NULL;

  g_setenv ("PATH", "/nonexistent", TRUE);
  g_assert_null (list (&error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (send (target, "x", 1, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  g_setenv ("PATH", before, TRUE);
}

/* A print portal of our own on a bus of our own. */

static const char portal_xml[] =
    "<node><interface name='org.freedesktop.portal.Print'>"
    "<method name='PreparePrint'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
    "<method name='Print'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='h' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='o' direction='out'/></method></interface></node>";

typedef struct {
  guint response; /* 0: went on; 1: cancelled */
  char *paper;
  guint token;
} Portal;

static char *
read_fd (GDBusMethodInvocation *invocation)
{
  GUnixFDList *fds =
      g_dbus_message_get_unix_fd_list (g_dbus_method_invocation_get_message (invocation));
  int fd = g_unix_fd_list_get (fds, 0, NULL);
  char text[100] = {0};

  g_assert_cmpint (read (fd, text, sizeof text - 1), >, 0);
  close (fd);
  return g_strdup (text);
}

static void
answer (GDBusConnection *bus, GDBusMethodInvocation *invocation, GVariant *options, guint response)
{
  g_autofree char *sender = g_strdup (g_dbus_method_invocation_get_sender (invocation) + 1);
  g_autofree char *path = NULL;
  const char *token = NULL;
  GVariantBuilder results;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  path = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s",
                          g_strdelimit (sender, ".", '_'), token);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "token", g_variant_new_uint32 (42));
  g_dbus_connection_emit_signal (bus, NULL, path, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(ua{sv})", response, &results), NULL);
}

static void
call_cb (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer data)
{
  gboolean prepares = g_str_equal (method, "PreparePrint");
  g_autoptr (GVariant) title = g_variant_get_child_value (parameters, 1);
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, prepares ? 4 : 3);
  Portal *portal = data;

  g_assert_cmpstr (g_variant_get_string (title, NULL), ==, "Varde");
  if (!prepares) {
    portal->paper = read_fd (invocation);
    g_assert_true (g_variant_lookup (options, "token", "u", &portal->token));
  }
  answer (bus, invocation, options, portal->response);
}

static void
serve (GTestDBus *test_bus, Portal *portal, GDBusConnection **bus)
{
  static const GDBusInterfaceVTable vtable = {call_cb};
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (portal_xml, NULL);
  g_autoptr (GError) error = NULL;

  *bus = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (test_bus),
                                                 G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                     G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                 NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (*bus, "/org/freedesktop/portal/desktop", node->interfaces[0],
                                     &vtable, portal, NULL, &error);
  g_assert_no_error (error);
  g_bus_own_name_on_connection (*bus, "org.freedesktop.portal.Desktop", G_BUS_NAME_OWNER_FLAGS_NONE,
                                NULL, NULL, NULL, NULL);
}

static VdPrintTarget *
ask_portal (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  vd_print_ask_portal_async (done_cb, &result);
  return vd_print_ask_portal_finish (wait_for (&result), error);
}

static void
test_portal (void)
{
  GTestDBus *test_bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  Portal portal = {0};
  GDBusConnection *bus;
  g_autoptr (VdPrintTarget) target = NULL;
  g_autoptr (GError) error = NULL;

  g_test_dbus_up (test_bus);
  g_assert_null (ask_portal (&error));
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_FOUND);
  g_clear_error (&error);

  serve (test_bus, &portal, &bus);
  target = ask_portal (&error);
  g_assert_no_error (error);
  g_assert_null (target->printer);
  g_assert_cmpuint (target->token, ==, 42);
  send (target, "%PDF-1.7 pages", 14, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (portal.paper, ==, "%PDF-1.7 pages");
  g_assert_cmpuint (portal.token, ==, 42);

  portal.response = 1;
  g_assert_null (ask_portal (&error));
  g_assert_error (error, VD_ERROR, VD_ERROR_CANCELLED);
  g_free (portal.paper);
  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_object_unref (bus);
  g_test_dbus_stop (test_bus);
  g_object_unref (test_bus);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/printers", test_printers);
  g_test_add_func ("/print/send", test_send);
  g_test_add_func ("/print/no-print-system", test_no_print_system);
  g_test_add_func ("/print/portal", test_portal);
  return g_test_run ();
}
