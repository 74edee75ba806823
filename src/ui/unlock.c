/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "unlock"

#include "config.h"

#include "ui/unlock.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/practice.h"
#include "app/user-error.h"
#include "ui/application.h"
#include "ui/compat.h"
#include "ui/page.h"
#include "ui/widgets.h"
#include "ui/window.h"

#define FREE_FAILURES 5
#define MAX_PAUSE_SECONDS 30
#define PULSE_MS 100

struct _VdUnlock {
  AdwBin parent;

  VdSession *session;
  AdwHeaderBar *header;
  GtkLabel *practice;
  GtkLabel *label;
  GtkWidget *entry;
  GtkWidget *caps;
  GtkLabel *error;
  GtkStack *stack;
  GtkWidget *unlock;
  GtkLabel *other_label;
  GtkProgressBar *progress;
  GtkWidget *cancel;
  GtkLabel *numbers;
  GtkBox *readings;
  GtkWidget *restore; /* both shown when the vault does not open for another reason than the key */
  GtkWidget *rescue;

  VdVaultKey kind;
  GCancellable *cancellable; /* (nullable): while a key is derived */
  guint pulse;
  guint failures;
  guint wait_seconds; /* left of the pause after too many failures */
  guint wait_tick;
  GdkDevice *keyboard; /* (nullable) */
  gulong caps_handler;
};

static void vd_unlock_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdUnlock,
                               vd_unlock,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_unlock_page_init))

/* What is under the field. */

static void
show_problem (VdUnlock *self, const char *text)
{
  gtk_label_set_label (self->error, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
  vd_set_invalid (self->entry, text != NULL);
}

static void
changed_cb (VdUnlock *self)
{
  if (self->wait_seconds == 0)
    show_problem (self, NULL);
}

static void
caps_cb (VdUnlock *self)
{
  gboolean on = self->keyboard != NULL && gdk_device_get_caps_lock_state (self->keyboard);

  gtk_widget_set_visible (self->caps, on);
}

/* The two keys. */

static void
set_kind (VdUnlock *self, VdVaultKey kind)
{
  gboolean recovery = kind == VD_VAULT_RECOVERY;
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));

  self->kind = kind;
  gtk_label_set_label (self->label, recovery ? _ ("_Recovery key") : _ ("_Passphrase"));
  gtk_label_set_label (self->other_label, recovery ? _ ("Use the _passphrase instead")
                                                   : _ ("Use the _recovery key instead"));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  /* The recovery key is read off paper, sign by sign: it must be seen to be right. */
  gtk_text_set_visibility (GTK_TEXT (text), recovery);
  show_problem (self, NULL);
}

static void
other_key_cb (VdUnlock *self)
{
  set_kind (self, self->kind == VD_VAULT_RECOVERY ? VD_VAULT_PASSPHRASE : VD_VAULT_RECOVERY);
  gtk_widget_grab_focus (self->entry);
}

/* After too many failures the button rests: it slows whoever tries at this keyboard. */

static void
show_wait (VdUnlock *self)
{
  g_autofree char *text =
      g_strdup_printf (_ ("Too many tries. Seconds to wait: %u"), self->wait_seconds);

  show_problem (self, text);
}

static gboolean
wait_tick_cb (gpointer data)
{
  VdUnlock *self = data;

  self->wait_seconds--;
  gtk_widget_set_sensitive (self->unlock, self->wait_seconds == 0);
  if (self->wait_seconds > 0) {
    show_wait (self);
    return G_SOURCE_CONTINUE;
  }
  show_problem (self, NULL);
  self->wait_tick = 0;
  return G_SOURCE_REMOVE;
}

static void
count_failure (VdUnlock *self)
{
  self->failures++;
  if (self->failures < FREE_FAILURES)
    return;
  self->wait_seconds = MIN (5 * (self->failures - FREE_FAILURES + 1), MAX_PAUSE_SECONDS);
  gtk_widget_set_sensitive (self->unlock, FALSE);
  self->wait_tick = g_timeout_add_seconds (1, wait_tick_cb, self);
}

/* Which file it is: the messages of the vault begin with it. Returns: (transfer full) (nullable) */
static char *
damage_words (const GError *error)
{
  static const char *const files[] = {"header", "slots", "store.db"};

  if (!g_error_matches (error, VD_ERROR, VD_ERROR_DAMAGED))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    if (g_str_has_prefix (error->message, files[i]))
      return g_strdup_printf (
          _ ("The vault is damaged, in the file “%s”. Nothing was changed. Save "
             "what can be read, or restore a backup; do not delete the "
             "damaged files."),
          files[i]);
  }
  return NULL;
}

/* A vault that cannot be opened is never replaced by an empty one: these are the ways out. */
static void
show_ways_out (VdUnlock *self, const GError *error)
{
  gboolean damaged = g_error_matches (error, VD_ERROR, VD_ERROR_DAMAGED);

  gtk_widget_set_visible (self->rescue, damaged);
  gtk_widget_set_visible (self->restore,
                          damaged || g_error_matches (error, VD_ERROR, VD_ERROR_NOT_FOUND));
}

static void
show_failure (VdUnlock *self, const GError *error)
{
  VdUserError words = vd_user_error (error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED)) {
    show_problem (self, NULL);
  } else if (g_error_matches (error, VD_ERROR, VD_ERROR_INVALID)) {
    show_problem (self,
                  _ ("The recovery key has a typing mistake. Compare it with your paper: nine "
                     "groups of four."));
  } else {
    if (g_error_matches (error, VD_ERROR, VD_ERROR_WRONG_KEY))
      count_failure (self);
    text = damage_words (error);
    if (text == NULL)
      text = g_strdup_printf ("%s. %s %s", words.title, words.sentence, words.next);
    show_problem (self, text);
    show_ways_out (self, error);
  }
  gtk_widget_grab_focus (self->entry);
}

/* Unlocking. */

static gboolean
pulse_cb (gpointer data)
{
  gtk_progress_bar_pulse (VD_UNLOCK (data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
set_busy (VdUnlock *self, gboolean busy)
{
  vd_stack_show_name (self->stack, busy ? "busy" : "ready");
  gtk_widget_set_sensitive (self->cancel, busy);
  /* The focus leaves the field before it is switched off: GTK complains otherwise. */
  if (busy)
    gtk_widget_grab_focus (self->cancel);
  gtk_widget_set_sensitive (self->entry, !busy);
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (!busy)
    return;
  gtk_progress_bar_set_text (self->progress, _ ("Unlocking…"));
  gtk_progress_bar_set_show_text (self->progress, TRUE);
  self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
}

/* The cases are there; what is not is said, and what to do about it. */
static void
tell_damaged (VdWindow *window, guint damaged)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if ((damaged & 1u << VD_VAULT_DRAFT) != 0)
    g_string_append (text,
                     _ ("What was half typed at the last lock is damaged and cannot be brought "
                        "back. Look at the case you were in, and type again what is missing."));
  if ((damaged & 1u << VD_VAULT_SETTINGS) != 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "",
                            _ ("The settings of the vault are damaged: the unit, its own contacts "
                               "and the keys of others. Enter them again, or restore a backup, "
                               "before anything is sent."));
  if (text->len > 0)
    vd_tell (GTK_WINDOW (window), _ ("The cases can be read, something else cannot"), text->str);
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdUnlock) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *draft = NULL;
  VdWindow *window;
  gboolean done = vd_session_unlock_finish (VD_SESSION (source), result, &error);

  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
  window = vd_window_of (GTK_WIDGET (self));
  if (window == NULL)
    return;
  if (!done) {
    show_failure (self, error);
    return;
  }
  draft = vd_session_take_draft (self->session);
  vd_window_restore_draft (window, draft);
  tell_damaged (window, vd_session_take_damaged (self->session));
}

static void
submit_cb (VdUnlock *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  VdSecret *key;

  if (self->wait_seconds > 0 || self->cancellable != NULL)
    return;
  if (*typed == '\0') {
    show_problem (self, self->kind == VD_VAULT_RECOVERY ? _ ("Type the recovery key.")
                                                        : _ ("Type the passphrase."));
    return;
  }
  key = vd_secret_new_copy (typed, strlen (typed));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  show_problem (self, NULL);
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  vd_session_unlock_async (self->session, self->kind, key, self->cancellable, unlocked_cb,
                           g_object_ref (self));
}

static void
cancel_cb (VdUnlock *self)
{
  g_cancellable_cancel (self->cancellable);
  /* The derivation cannot be broken off; it ends within seconds. */
  gtk_widget_set_sensitive (self->cancel, FALSE);
  gtk_progress_bar_set_text (self->progress, _ ("Stopping…"));
}

/* The page. */

static void
show_numbers (VdUnlock *self)
{
  static const char *const ids[] = {"police-112", "medical-113", "rosa"};
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    const VdNode *contact = vd_pack_find (pack, "contact", ids[i]);

    if (contact != NULL && vd_node_attr (contact, "phone") != NULL)
      g_ptr_array_add (parts, g_strdup_printf ("%s  %s", vd_node_attr (contact, "phone"),
                                               vd_node_text (contact, "name", lang)));
  }
  g_ptr_array_add (parts, NULL);
  text = g_strjoinv ("   ·   ", (char **)parts->pdata);
  gtk_label_set_label (self->numbers, text);
}

/* What needs no open vault. */
static GtkWidget *
add_reading (VdUnlock *self, const char *action, const char *name, const char *mnemonic)
{
  GtkWidget *button = vd_button_new (mnemonic);

  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
  gtk_box_append (self->readings, button);
  return button;
}

static void
follow_keyboard (VdUnlock *self)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));

  if (self->keyboard != NULL || seat == NULL)
    return;
  g_set_object (&self->keyboard, gdk_seat_get_keyboard (seat));
  if (self->keyboard != NULL)
    self->caps_handler = g_signal_connect_swapped (self->keyboard, "notify::caps-lock-state",
                                                   G_CALLBACK (caps_cb), self);
  caps_cb (self);
}

static void
show_practice (VdUnlock *self)
{
  GApplication *app = g_application_get_default ();
  g_autofree char *text = NULL;

  if (!VD_IS_APPLICATION (app) || !vd_application_is_practice (VD_APPLICATION (app)))
    return;
  text = g_strdup_printf (_ ("Practice: the people here are made up, and everything is thrown away "
                             "at the end. The passphrase is “%s”."),
                          VD_PRACTICE_PASSPHRASE);
  gtk_label_set_label (self->practice, text);
  gtk_widget_set_visible (GTK_WIDGET (self->practice), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), VD_PRACTICE_PASSPHRASE);
}

static const char *
vd_unlock_title (VdPage *page)
{
  return _ ("Locked");
}

static void
vd_unlock_shown (VdPage *page)
{
  VdUnlock *self = VD_UNLOCK (page);

  follow_keyboard (self);
  show_practice (self);
  gtk_widget_grab_focus (self->entry);
}

static void
vd_unlock_leave (VdPage *page)
{
  VdUnlock *self = VD_UNLOCK (page);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
vd_unlock_page_init (VdPageInterface *iface)
{
  iface->title = vd_unlock_title;
  iface->shown = vd_unlock_shown;
  iface->leave = vd_unlock_leave;
}

static void
vd_unlock_dispose (GObject *object)
{
  VdUnlock *self = VD_UNLOCK (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_handle_id (&self->wait_tick, g_source_remove);
  if (self->keyboard != NULL)
    g_clear_signal_handler (&self->caps_handler, self->keyboard);
  g_clear_object (&self->keyboard);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), VD_TYPE_UNLOCK);
  G_OBJECT_CLASS (vd_unlock_parent_class)->dispose (object);
}

static void
vd_unlock_class_init (VdUnlockClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vd_unlock_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/no/varde/Varde/ui/unlock.ui");
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, header);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, practice);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, label);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, entry);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, caps);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, error);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, stack);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, unlock);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, other_label);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, progress);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, cancel);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, numbers);
  gtk_widget_class_bind_template_child (widget_class, VdUnlock, readings);
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
vd_unlock_init (VdUnlock *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  vd_header_pack_menu (self->header);
  vd_private_text (self->entry);
  add_reading (self, "win.read", "learn", _ ("_Learn"));
  add_reading (self, "win.read", "practice", _ ("Pr_actice"));
  add_reading (self, "win.read", "contacts", _ ("C_ontacts"));
  self->restore = add_reading (self, "win.vault", "restore", _ ("Restore from a _backup"));
  self->rescue = add_reading (self, "win.vault", "rescue", _ ("_Save what can be read"));
  gtk_widget_set_visible (self->restore, FALSE);
  gtk_widget_set_visible (self->rescue, FALSE);
}

GtkWidget *
vd_unlock_new (VdSession *session)
{
  VdUnlock *self = g_object_new (VD_TYPE_UNLOCK, NULL);

  self->session = g_object_ref (session);
  set_kind (self, VD_VAULT_PASSPHRASE);
  if (vd_session_has_pack (session))
    show_numbers (self);
  else
    g_signal_connect_object (session, "content-loaded", G_CALLBACK (show_numbers), self,
                             G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
