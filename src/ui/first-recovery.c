/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "first-recovery"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/compat.h"
#include "ui/first-pages.h"
#include "ui/widgets.h"

#define GROUPS 9
#define GROUP_LENGTH 4
#define COLUMNS 3

struct _VdFirstRecovery {
  AdwBin parent;
  GtkStack *stack;
  GtkWidget *shown[GROUPS];
  GtkWidget *typed[GROUPS];
  GtkWidget *problem;
  VdSecret *key;
};

G_DEFINE_FINAL_TYPE (VdFirstRecovery, vd_first_recovery, ADW_TYPE_BIN)

/* Reads signs as the vault does: case does not matter, O is 0, I and L are 1. */
static char
plain_sign (char c)
{
  c = g_ascii_toupper (c);
  if (c == 'O')
    return '0';
  if (c == 'I' || c == 'L')
    return '1';
  return c;
}

static gboolean
is_group (const char *typed, const char *group)
{
  for (guint i = 0; i < GROUP_LENGTH; i++) {
    if (plain_sign (typed[i]) != plain_sign (group[i]) || typed[i] == '\0')
      return FALSE;
  }
  return typed[GROUP_LENGTH] == '\0';
}

/* Groups stand one sign apart. */
static const char *
group_at (VdFirstRecovery *self, guint i)
{
  return (const char *)vd_secret_data (self->key) + i * (GROUP_LENGTH + 1);
}

void
vd_first_recovery_set_key (VdFirstRecovery *self, VdSecret *key)
{
  vd_secret_free (self->key);
  self->key = key;
  g_return_if_fail (vd_secret_size (key) == GROUPS * (GROUP_LENGTH + 1) - 1);

  for (guint i = 0; i < GROUPS; i++) {
    char text[GROUP_LENGTH + 1] = {0};

    memcpy (text, group_at (self, i), GROUP_LENGTH);
    gtk_label_set_label (GTK_LABEL (self->shown[i]), text);
  }
}

void
vd_first_recovery_ask (VdFirstRecovery *self, gboolean ask)
{
  vd_stack_show_name (self->stack, ask ? "ask" : "show");
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

gboolean
vd_first_recovery_is_asking (VdFirstRecovery *self)
{
  return g_str_equal (gtk_stack_get_visible_child_name (self->stack), "ask");
}

gboolean
vd_first_recovery_check (VdFirstRecovery *self)
{
  GtkWidget *wrong = NULL;

  for (guint i = GROUPS; i-- > 0;) {
    const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->typed[i]));
    gboolean right = is_group (typed, group_at (self, i));

    vd_set_invalid (self->typed[i], !right);
    if (!right)
      wrong = self->typed[i];
  }
  gtk_widget_set_visible (self->problem, wrong != NULL);
  if (wrong != NULL) {
    gtk_widget_grab_focus (wrong);
    vd_announce (GTK_WIDGET (self), gtk_label_get_label (GTK_LABEL (self->problem)));
  }
  return wrong == NULL;
}

void
vd_first_recovery_refuse (VdFirstRecovery *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->problem), text);
  gtk_widget_set_visible (self->problem, TRUE);
  vd_announce (GTK_WIDGET (self), text);
}

VdSecret *
vd_first_recovery_take (VdFirstRecovery *self)
{
  char text[GROUPS * (GROUP_LENGTH + 1)];
  GtkWidget *wrong = NULL;
  VdSecret *key;

  for (guint i = GROUPS; i-- > 0;) {
    const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->typed[i]));
    gboolean whole = strlen (typed) == GROUP_LENGTH;

    vd_set_invalid (self->typed[i], !whole);
    if (!whole)
      wrong = self->typed[i];
    else
      memcpy (text + i * (GROUP_LENGTH + 1), typed, GROUP_LENGTH);
    text[i * (GROUP_LENGTH + 1) + GROUP_LENGTH] = '-';
  }
  if (wrong != NULL) {
    gtk_widget_grab_focus (wrong);
    vd_first_recovery_refuse (self,
                              _ ("Nine groups of four signs: the marked ones are not whole."));
    return NULL;
  }
  key = vd_secret_new_copy (text, sizeof text - 1);
  explicit_bzero (text, sizeof text);
  return key;
}

/* Typing goes on in the next field when one is full. */
static void
typed_cb (GtkEditable *entry, gpointer data)
{
  VdFirstRecovery *self = data;

  vd_set_invalid (GTK_WIDGET (entry), FALSE);
  for (guint i = 0; i + 1 < GROUPS; i++) {
    if (self->typed[i] == GTK_WIDGET (entry) &&
        strlen (gtk_editable_get_text (entry)) == GROUP_LENGTH)
      gtk_widget_grab_focus (self->typed[i + 1]);
  }
}

static GtkWidget *
group_label_new (VdFirstRecovery *self, guint i)
{
  g_autofree char *name = g_strdup_printf (_ ("Group %u"), i + 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->shown[i] = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->shown[i]), 0);
  gtk_widget_add_css_class (self->shown[i], "vd-secret");
  gtk_box_append (GTK_BOX (box), vd_label_new (name, "dim-label"));
  gtk_box_append (GTK_BOX (box), self->shown[i]);
  return box;
}

static GtkWidget *
group_entry_new (VdFirstRecovery *self, guint i)
{
  g_autofree char *name = g_strdup_printf (_ ("Group %u"), i + 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *entry = gtk_password_entry_new ();
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (entry)));

  /* A password entry for its locked memory; what is copied from paper must be seen. */
  gtk_text_set_visibility (text, TRUE);
  gtk_text_set_max_length (text, GROUP_LENGTH);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), GROUP_LENGTH + 3);
  g_object_set (entry, "activates-default", TRUE, NULL);
  vd_private_text (entry);
  g_signal_connect (entry, "changed", G_CALLBACK (typed_cb), self);
  self->typed[i] = entry;
  vd_box_append_field (GTK_BOX (box), name, entry);
  return box;
}

static GtkWidget *
grid_new (VdFirstRecovery *self, GtkWidget *(*cell_new) (VdFirstRecovery *, guint))
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  /* The key is read from left to right in every language. */
  gtk_widget_set_direction (grid, GTK_TEXT_DIR_LTR);
  for (guint i = 0; i < GROUPS; i++)
    gtk_grid_attach (GTK_GRID (grid), cell_new (self, i), i % COLUMNS, i / COLUMNS, 1, 1);
  return grid;
}

static GtkWidget *
show_page_new (VdFirstRecovery *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_box_append (GTK_BOX (box), grid_new (self, group_label_new));
  gtk_box_append (GTK_BOX (box),
                  vd_label_new (_ ("Write it by hand and keep the paper where you keep other keys, "
                                   "not with this machine. It is never shown again."),
                                "dim-label"));
  return box;
}

static GtkWidget *
ask_page_new (VdFirstRecovery *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->problem =
      vd_label_new (_ ("The marked groups differ from the key. Look at your paper; if it "
                       "is wrong there, go back and see the key again."),
                    "error");
  g_object_set (self->problem, "visible", FALSE, NULL);
  gtk_box_append (GTK_BOX (box), grid_new (self, group_entry_new));
  gtk_box_append (GTK_BOX (box), self->problem);
  return box;
}

static gboolean
vd_first_recovery_grab_focus (GtkWidget *widget)
{
  VdFirstRecovery *self = VD_FIRST_RECOVERY (widget);

  return vd_first_recovery_is_asking (self) && gtk_widget_grab_focus (self->typed[0]);
}

static void
vd_first_recovery_finalize (GObject *object)
{
  VdFirstRecovery *self = VD_FIRST_RECOVERY (object);

  vd_secret_free (self->key);
  G_OBJECT_CLASS (vd_first_recovery_parent_class)->finalize (object);
}

static void
vd_first_recovery_class_init (VdFirstRecoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_first_recovery_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = vd_first_recovery_grab_focus;
}

static void
vd_first_recovery_init (VdFirstRecovery *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, show_page_new (self), "show");
  gtk_stack_add_named (self->stack, ask_page_new (self), "ask");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
vd_first_recovery_new (void)
{
  return g_object_new (VD_TYPE_FIRST_RECOVERY, NULL);
}
