/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "first-run"

#include "config.h"

#include "ui/first-run.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/session-store.h"
#include "app/user-error.h"
#include "base/json.h"
#include "ui/compat.h"
#include "ui/first-pages.h"
#include "ui/page.h"
#include "ui/widgets.h"
#include "ui/window.h"

#define PULSE_MS 100

typedef enum {
  STEP_LANGUAGE,
  STEP_WORKPLACE,
  STEP_PASSPHRASE,
  STEP_RECOVERY,
  N_STEPS,
} Step;

struct _VdFirstRun {
  AdwBin parent;

  VdSession *session;
  AdwWindowTitle *title;
  GtkWidget *back;
  GtkWidget *heading;
  GtkWidget *text;
  GtkStack *stack;
  GtkWidget *pages[N_STEPS];
  GtkWidget *progress;
  GtkWidget *next;
  GtkLabel *next_label;
  GtkWidget *cancel;

  GtkWidget *restore;

  Step step;
  GCancellable *cancellable; /* (nullable): while the vault is made */
  guint pulse;
};

static void vd_first_run_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdFirstRun,
                               vd_first_run,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_first_run_page_init))

/* What stands around a page. */

static const char *
step_heading (VdFirstRun *self)
{
  switch (self->step) {
  case STEP_LANGUAGE:
    return _ ("Language");
  case STEP_WORKPLACE:
    return _ ("Where do you work?");
  case STEP_PASSPHRASE:
    return _ ("The passphrase of your vault");
  case STEP_RECOVERY:
  case N_STEPS:
  default:
    return vd_first_recovery_is_asking (VD_FIRST_RECOVERY (self->pages[STEP_RECOVERY]))
               ? _ ("Type the recovery key")
               : _ ("Write down the recovery key");
  }
}

static const char *
step_text (VdFirstRun *self)
{
  switch (self->step) {
  case STEP_LANGUAGE:
    return _ ("You can change it at any time.");
  case STEP_WORKPLACE:
    return _ ("It decides which questions come first. Each case can have its own.");
  case STEP_PASSPHRASE:
    return _ ("Everything you note lies in an encrypted vault on this machine. Nobody can read it "
              "without the passphrase.");
  case STEP_RECOVERY:
  case N_STEPS:
  default:
    return vd_first_recovery_is_asking (VD_FIRST_RECOVERY (self->pages[STEP_RECOVERY]))
               ? _ ("Read it from your paper, group by group. Capital or small letters do not "
                    "matter.")
               : _ ("It opens the vault when the passphrase is forgotten. There is no other way "
                    "back.");
  }
}

static const char *
next_words (VdFirstRun *self)
{
  if (self->step == STEP_PASSPHRASE)
    return _ ("_Make the vault");
  if (self->step != STEP_RECOVERY)
    return _ ("_Next");
  if (vd_first_recovery_is_asking (VD_FIRST_RECOVERY (self->pages[STEP_RECOVERY])))
    return _ ("_Done");
  return _ ("I have written it _down");
}

static void
update (VdFirstRun *self)
{
  gboolean busy = self->cancellable != NULL;
  gboolean asking = vd_first_recovery_is_asking (VD_FIRST_RECOVERY (self->pages[STEP_RECOVERY]));
  g_autofree char *where = g_strdup_printf (_ ("Step %d of %d"), (int)self->step + 1, (int)N_STEPS);

  adw_window_title_set_subtitle (self->title, where);
  gtk_label_set_label (GTK_LABEL (self->heading), step_heading (self));
  gtk_label_set_label (GTK_LABEL (self->text), step_text (self));
  gtk_label_set_label (self->next_label, next_words (self));
  vd_stack_show (self->stack, self->pages[self->step]);
  /* Once the vault is made the only way back is to see the key again. */
  gtk_widget_set_visible (self->back, !busy && self->step != STEP_LANGUAGE &&
                                          (self->step != STEP_RECOVERY || asking));
  gtk_widget_set_visible (self->restore, self->step == STEP_LANGUAGE);
  gtk_widget_set_visible (self->next, !busy);
  gtk_widget_set_visible (self->progress, busy);
  gtk_widget_set_visible (self->cancel, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !busy);
}

static void
go_to (VdFirstRun *self, Step step)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->step = step;
  update (self);
  /* Each time: a button that was hidden meanwhile is the default no more. */
  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), self->next);
  vd_announce (GTK_WIDGET (self), step_heading (self));
  if (!gtk_widget_grab_focus (self->pages[step]))
    gtk_widget_grab_focus (self->next);
}

/* Making the vault. */

static void
unit_set_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdFirstRun) self = data;
  g_autoptr (GError) error = NULL;
  VdWindow *window = vd_window_of (GTK_WIDGET (self));

  if (!vd_session_set_unit_finish (VD_SESSION (source), result, &error) && window != NULL)
    vd_window_show_error (window, error);
}

static void
save_unit (VdFirstRun *self)
{
  VdFirstWorkplace *page = VD_FIRST_WORKPLACE (self->pages[STEP_WORKPLACE]);

  vd_session_set_unit_async (
      self->session, vd_first_workplace_get_setting (page), vd_first_workplace_get_unit (page),
      vd_first_workplace_get_initials (page), unit_set_cb, g_object_ref (self));
}

static void
show_failure (VdFirstRun *self, const GError *error)
{
  VdUserError words = vd_user_error (error);
  g_autofree char *text = g_strdup_printf ("%s. %s %s", words.title, words.sentence, words.next);
  gboolean cancelled = g_error_matches (error, VD_ERROR, VD_ERROR_CANCELLED);

  vd_first_passphrase_show_problem (VD_FIRST_PASSPHRASE (self->pages[STEP_PASSPHRASE]),
                                    cancelled ? NULL : text);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdFirstRun) self = data;
  g_autoptr (GError) error = NULL;
  VdSecret *key = vd_session_create_finish (VD_SESSION (source), result, &error);

  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->pulse, g_source_remove);
  if (key == NULL) {
    go_to (self, STEP_PASSPHRASE);
    show_failure (self, error);
    return;
  }
  vd_first_passphrase_clear (VD_FIRST_PASSPHRASE (self->pages[STEP_PASSPHRASE]));
  vd_first_recovery_set_key (VD_FIRST_RECOVERY (self->pages[STEP_RECOVERY]), key);
  go_to (self, STEP_RECOVERY);
  save_unit (self);
}

static gboolean
pulse_cb (gpointer data)
{
  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (VD_FIRST_RUN (data)->progress));
  return G_SOURCE_CONTINUE;
}

static void
create_vault (VdFirstRun *self)
{
  VdSecret *passphrase =
      vd_first_passphrase_take (VD_FIRST_PASSPHRASE (self->pages[STEP_PASSPHRASE]));

  if (passphrase == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->pulse = g_timeout_add (PULSE_MS, pulse_cb, self);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->progress), _ ("Making the vault…"));
  gtk_widget_set_sensitive (self->cancel, TRUE);
  /* The focus leaves the field before it is switched off: GTK complains otherwise. */
  gtk_widget_set_visible (self->cancel, TRUE);
  gtk_widget_grab_focus (self->cancel);
  update (self);
  vd_session_create_async (self->session, passphrase, NULL, self->cancellable, created_cb,
                           g_object_ref (self));
}

/* Buttons. */

static void
drill_noted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* The key was typed right: all that is missing then is its date. */
  if (vd_session_store_finish (VD_SESSION (source), result, &error) == NULL)
    g_message ("check of the recovery key not noted: code %d", error->code);
}

/* The first check of the paper; the next one is asked for in a year. */
static void
note_drill (VdFirstRun *self, VdFirstRecovery *page)
{
  VdStoreJob *job = vd_store_job_new (VD_STORE_CHECK_RECOVERY);

  job->old = vd_first_recovery_take (page);
  vd_session_store_async (self->session, job, NULL, drill_noted_cb, NULL);
}

static void
next_recovery (VdFirstRun *self)
{
  VdFirstRecovery *page = VD_FIRST_RECOVERY (self->pages[STEP_RECOVERY]);

  if (!vd_first_recovery_is_asking (page)) {
    vd_first_recovery_ask (page, TRUE);
    go_to (self, STEP_RECOVERY);
  } else if (vd_first_recovery_check (page)) {
    note_drill (self, page);
    vd_window_show_cases (vd_window_of (GTK_WIDGET (self)));
  }
}

static void
next_cb (VdFirstRun *self)
{
  switch (self->step) {
  case STEP_LANGUAGE:
    go_to (self, STEP_WORKPLACE);
    break;
  case STEP_WORKPLACE:
    if (vd_first_workplace_check (VD_FIRST_WORKPLACE (self->pages[STEP_WORKPLACE])))
      go_to (self, STEP_PASSPHRASE);
    break;
  case STEP_PASSPHRASE:
    create_vault (self);
    break;
  case STEP_RECOVERY:
  case N_STEPS:
  default:
    next_recovery (self);
  }
}

static void
back_cb (VdFirstRun *self)
{
  if (self->step == STEP_RECOVERY) {
    vd_first_recovery_ask (VD_FIRST_RECOVERY (self->pages[STEP_RECOVERY]), FALSE);
    go_to (self, STEP_RECOVERY);
  } else if (self->step > STEP_LANGUAGE) {
    go_to (self, self->step - 1);
  }
}

static void
cancel_cb (VdFirstRun *self)
{
  g_cancellable_cancel (self->cancellable);
  gtk_widget_set_sensitive (self->cancel, FALSE);
  gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->progress), _ ("Stopping…"));
}

/* The page. */

static const char *
vd_first_run_title (VdPage *page)
{
  return step_heading (VD_FIRST_RUN (page));
}

static void
vd_first_run_shown (VdPage *page)
{
  VdFirstRun *self = VD_FIRST_RUN (page);

  go_to (self, self->step);
}

/* Where the person was and what was said about the unit; never a passphrase or key. */
static char *
vd_first_run_save_draft (VdPage *page)
{
  VdFirstRun *self = VD_FIRST_RUN (page);
  VdFirstWorkplace *workplace = VD_FIRST_WORKPLACE (self->pages[STEP_WORKPLACE]);
  const char *setting = vd_first_workplace_get_setting (workplace);
  g_autoptr (json_t) draft = json_object ();

  json_object_set_new (draft, "step", json_integer (self->step));
  if (setting != NULL)
    json_object_set_new (draft, "setting", json_string (setting));
  json_object_set_new (draft, "unit", json_string (vd_first_workplace_get_unit (workplace)));
  json_object_set_new (draft, "initials",
                       json_string (vd_first_workplace_get_initials (workplace)));
  return vd_json_write (draft, NULL);
}

static void
vd_first_run_restore_draft (VdPage *page, const char *text)
{
  VdFirstRun *self = VD_FIRST_RUN (page);
  g_autoptr (json_t) draft = vd_json_parse (text, strlen (text), NULL);
  json_int_t step = json_integer_value (json_object_get (draft, "step"));

  vd_first_workplace_set (VD_FIRST_WORKPLACE (self->pages[STEP_WORKPLACE]),
                          json_string_value (json_object_get (draft, "setting")),
                          json_string_value (json_object_get (draft, "unit")),
                          json_string_value (json_object_get (draft, "initials")));
  if (step >= STEP_LANGUAGE && step <= STEP_PASSPHRASE)
    go_to (self, (Step)step);
}

static void
vd_first_run_page_init (VdPageInterface *iface)
{
  iface->title = vd_first_run_title;
  iface->shown = vd_first_run_shown;
  iface->save_draft = vd_first_run_save_draft;
  iface->restore_draft = vd_first_run_restore_draft;
}

/* The object. */

static void
vd_first_run_dispose (GObject *object)
{
  VdFirstRun *self = VD_FIRST_RUN (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), VD_TYPE_FIRST_RUN);
  G_OBJECT_CLASS (vd_first_run_parent_class)->dispose (object);
}

static void
vd_first_run_class_init (VdFirstRunClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vd_first_run_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/no/varde/Varde/ui/first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, VdFirstRun, title);
  gtk_widget_class_bind_template_child (widget_class, VdFirstRun, back);
  gtk_widget_class_bind_template_child (widget_class, VdFirstRun, heading);
  gtk_widget_class_bind_template_child (widget_class, VdFirstRun, text);
  gtk_widget_class_bind_template_child (widget_class, VdFirstRun, stack);
  gtk_widget_class_bind_template_child (widget_class, VdFirstRun, progress);
  gtk_widget_class_bind_template_child (widget_class, VdFirstRun, next);
  gtk_widget_class_bind_template_child (widget_class, VdFirstRun, next_label);
  gtk_widget_class_bind_template_child (widget_class, VdFirstRun, cancel);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
vd_first_run_init (VdFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->restore = vd_button_new (_ ("_Restore from a backup instead"));
  gtk_widget_set_halign (self->restore, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->restore), "win.vault");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->restore), "s", "restore");
  gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->stack))), self->restore);
}

GtkWidget *
vd_first_run_new (VdSession *session)
{
  VdFirstRun *self = g_object_new (VD_TYPE_FIRST_RUN, NULL);

  self->session = g_object_ref (session);
  self->pages[STEP_LANGUAGE] = vd_first_language_new (session);
  self->pages[STEP_WORKPLACE] = vd_first_workplace_new (session);
  self->pages[STEP_PASSPHRASE] = vd_first_passphrase_new ();
  self->pages[STEP_RECOVERY] = vd_first_recovery_new ();
  for (guint i = 0; i < N_STEPS; i++)
    gtk_stack_add_child (self->stack, self->pages[i]);
  return GTK_WIDGET (self);
}
