/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "application"

#include "config.h"

#include "ui/application-private.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "app/language.h"
#include "app/practice.h"
#include "app/user-error.h"
#include "base/lang.h"
#include "ui/settings.h"

G_DEFINE_FINAL_TYPE (VdApplication, vd_application, ADW_TYPE_APPLICATION)

static const GOptionEntry option_entries[] = {
    {"practice", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open a throw-away vault with fictional cases"),
     NULL},
    {"vault", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Use the vault in DIR"), N_ ("DIR")},
    {"language", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Start in this language (nb, nn, en)"),
     N_ ("TAG")},
    {"right-to-left", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL},
    {"locked", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, NULL, NULL, NULL},
    {NULL},
};

static char *
default_vault_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "varde", "vault", NULL);
}

/* From the command line, else as chosen earlier, else the system's. */
static void
choose_language (VdApplication *self)
{
  g_autofree char *chosen = g_settings_get_string (self->settings, "language");
  const VdLang *lang = vd_lang_find (self->language);

  if (lang == NULL)
    lang = vd_lang_find (chosen);
  g_free (self->language);
  self->language = g_strdup (lang != NULL && lang->staff ? lang->tag : vd_language_system ());
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  vd_application_lock_and_quit (data);
}

/* Look. */

static void
text_scale_cb (VdApplication *self)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int scale = g_settings_get_int (self->settings, "text-scale");

  if (self->dpi == 0)
    g_object_get (settings, "gtk-xft-dpi", &self->dpi, NULL);
  if (self->dpi <= 0)
    self->dpi = 96 * 1024;
  g_object_set (settings, "gtk-xft-dpi", self->dpi * scale / 100, NULL);
}

static void
set_accels (VdApplication *self)
{
  static const struct {
    const char *action;
    const char *accels[3];
  } table[] = {
      {"win.pause", {"F9"}},
      {"win.lock", {"<Control>l"}},
      {"win.new-case", {"<Control>n"}},
      {"win.search", {"<Control>f"}},
      {"win.preferences", {"<Control>comma"}},
      {"win.shortcuts", {"<Control>question", "<Control>slash"}},
      {"window.close", {"<Control>w"}},
      {"app.quit", {"<Control>q"}},
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), table[i].action,
                                           table[i].accels);
}

/* Windows. */

static void
apply_language (VdApplication *self, const char *tag)
{
  vd_language_apply (tag);
  if (self->session != NULL)
    vd_session_set_language (self->session, tag);
}

/* So that the window comes back as it was after a lock. */
static void
save_size (VdApplication *self)
{
  VdWindow *window = vd_application_get_window (self);
  int width, height;

  if (window == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_settings_set_int (self->settings, "width", width);
  g_settings_set_int (self->settings, "height", height);
  g_settings_set_boolean (self->settings, "maximized",
                          gtk_window_is_maximized (GTK_WINDOW (window)));
}

static void
show_window (VdApplication *self, const char *draft)
{
  gboolean rtl = self->rtl || vd_lang_is_rtl (self->language);
  VdWindow *window;

  gtk_widget_set_default_direction (rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  window = vd_window_new (GTK_APPLICATION (self), self->session);
  gtk_window_set_default_size (GTK_WINDOW (window), g_settings_get_int (self->settings, "width"),
                               g_settings_get_int (self->settings, "height"));
  if (g_settings_get_boolean (self->settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (window));
  vd_window_restore_draft (window, draft);
  gtk_window_present (GTK_WINDOW (window));
}

void
vd_application_set_language (VdApplication *self, const char *tag)
{
  VdWindow *old = vd_application_get_window (self);
  g_autofree char *draft = NULL;
  g_autoptr (GList) windows = NULL;

  if (g_str_equal (tag, vd_session_get_language (self->session)))
    return;
  draft = old != NULL ? vd_window_save_draft (old) : NULL;
  windows = gtk_window_list_toplevels ();
  g_settings_set_string (self->settings, "language", tag);
  g_free (self->language);
  self->language = g_strdup (tag);
  apply_language (self, tag);
  show_window (self, draft);
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_destroy (l->data);
}

/* The window of a vault that is there comes first and its content after it; a new vault is made
 * with the content. */
static void
vd_application_activate (GApplication *app)
{
  VdApplication *self = VD_APPLICATION (app);
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));
  gboolean later = vd_vault_exists (self->vault_dir);

  if (windows != NULL)
    gtk_window_present (windows->data);
  if (windows != NULL || self->session != NULL || (!later && !vd_application_load_content (self)))
    return;
  self->session = vd_session_new (self->vault_dir, self->pack, vd_clock_system ());
  vd_session_expect_pack (self->session, vd_application_wait_for_content, self);
  /* Fictional cases leave nothing behind. */
  if (!self->practice)
    vd_session_set_pack_store (self->session, vd_pack_store_new (NULL, NULL));
  vd_session_set_language (self->session, self->language);
  show_window (self, NULL);
  if (later)
    vd_application_load_content_later (self);
}

static void
vd_application_startup (GApplication *app)
{
  VdApplication *self = VD_APPLICATION (app);
  static const GActionEntry entries[] = {{"quit", quit_cb}};

  self->settings = vd_settings_new ();
  choose_language (self);
  apply_language (self, self->language);
  /* GTK has work of its own meanwhile. */
  if (!vd_vault_exists (self->vault_dir))
    vd_application_start_loading (self);
  G_APPLICATION_CLASS (vd_application_parent_class)->startup (app);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  set_accels (self);
  text_scale_cb (self);
  g_signal_connect_swapped (self->settings, "changed::text-scale", G_CALLBACK (text_scale_cb),
                            self);
  vd_application_watch (self);
}

static int
vd_application_handle_local_options (GApplication *app, GVariantDict *options)
{
  VdApplication *self = VD_APPLICATION (app);
  const char *dir = NULL;

  self->practice = g_variant_dict_contains (options, "practice");
  self->rtl = g_variant_dict_contains (options, "right-to-left");
  g_variant_dict_lookup (options, "language", "s", &self->language);
  if (g_variant_dict_lookup (options, "vault", "^&ay", &dir))
    self->vault_dir = g_canonicalize_filename (dir, NULL);
  else if (self->practice)
    self->vault_dir = vd_practice_dir_new ();
  else
    self->vault_dir = default_vault_dir ();
  self->own_vault = dir != NULL || self->practice;
  /* Another vault is another process; the vault's own lock keeps two from sharing one. */
  if (self->own_vault)
    g_application_set_flags (app, g_application_get_flags (app) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

/* The end. */

void
vd_application_restart (VdApplication *self)
{
  const char *argv[9] = {"varde", "--locked", "--language", self->language};
  guint n = 4;

  if (self->own_vault) {
    argv[n++] = "--vault";
    argv[n++] = self->vault_dir;
  }
  if (self->practice)
    argv[n++] = "--practice";
  if (self->rtl)
    argv[n++] = "--right-to-left";
  argv[n] = NULL;
  save_size (self);
  g_settings_sync ();
  execve ("/proc/self/exe", (char **)argv, environ);
  /* Still alive: then at least the memory goes with the process. */
  g_printerr ("varde: cannot start again\n");
  _exit (1);
}

void
vd_application_leave (VdApplication *self)
{
  save_size (self);
  if (self->practice)
    vd_practice_dir_remove (self->vault_dir);
  g_application_quit (G_APPLICATION (self));
}

/* The object. */

gboolean
vd_application_is_offline (VdApplication *self)
{
  return self->offline;
}

gboolean
vd_application_is_practice (VdApplication *self)
{
  return self->practice;
}

const GError *
vd_application_get_passed_over (VdApplication *self)
{
  return self->passed_over;
}

GSettings *
vd_application_get_settings (VdApplication *self)
{
  return self->settings;
}

static void
vd_application_finalize (GObject *object)
{
  VdApplication *self = VD_APPLICATION (object);

  vd_application_forget_content (self);
  g_free (self->vault_dir);
  g_free (self->language);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_application_parent_class)->finalize (object);
}

static void
vd_application_class_init (VdApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = vd_application_finalize;
  application_class->activate = vd_application_activate;
  application_class->startup = vd_application_startup;
  application_class->handle_local_options = vd_application_handle_local_options;
}

static void
vd_application_init (VdApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), option_entries);
}

VdApplication *
vd_application_new (gboolean offline)
{
  VdApplication *self =
      g_object_new (VD_TYPE_APPLICATION, "application-id", VD_APP_ID, "resource-base-path",
                    "/no/varde/Varde", "register-session", TRUE, NULL);

  self->offline = offline;
  return self;
}
