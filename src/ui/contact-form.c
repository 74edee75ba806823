/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "contacts"

#include "config.h"

#include "ui/contact-form.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "ui/compat.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define MAX_LINE 200
#define MAX_NOTE 2000

enum {
  NAME,
  ROLE,
  PHONE,
  HOURS,
  NOTE,
  CHECKED,
  N_FIELDS,
};

static const struct {
  const char *key;
  const char *mnemonic;
  const char *help; /* (nullable) */
} fields[N_FIELDS] = {
    {"name", N_ ("_Name of the service"), NULL},
    {"role", N_ ("W_hat they do, and do not do"), NULL},
    {"phone", N_ ("_Phone"), NULL},
    {"hours", N_ ("_Opening hours"), NULL},
    {"note", N_ ("No_te"), N_ ("Never the address of a safe place. No names of people met here.")},
    {"checked", N_ ("Checke_d on"),
     N_ ("The day somebody last called or looked it up: 2026-05-02 "
         "or 2.5.2026.")},
};

struct _VdContactForm {
  GtkBox parent;

  VdSession *session;
  json_t *contact; /* as it came */
  GtkWidget *controls[N_FIELDS];
  GtkWidget *error;
};

enum {
  SAVED,
  CANCELLED,
  DELETED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (VdContactForm, vd_contact_form, GTK_TYPE_BOX)

void
vd_contact_form_refuse (VdContactForm *self, const char *text)
{
  gtk_label_set_label (GTK_LABEL (self->error), text);
  gtk_widget_set_visible (self->error, TRUE);
  vd_announce (GTK_WIDGET (self), text);
}

static void
refuse_field (VdContactForm *self, guint field, const char *text)
{
  vd_contact_form_refuse (self, text);
  vd_set_invalid (self->controls[field], TRUE);
  gtk_widget_grab_focus (self->controls[field]);
}

/* "2.5.2026" as people write it, besides "2026-05-02". Returns: (transfer full) (nullable) */
static char *
read_date (const char *typed)
{
  g_auto (GStrv) parts = g_strsplit (typed, ".", -1);
  g_autofree char *iso = NULL;
  VdDate date;

  if (g_strv_length (parts) == 3)
    iso = g_strdup_printf ("%04d-%02d-%02d", atoi (parts[2]), atoi (parts[1]), atoi (parts[0]));
  else
    iso = g_strdup (typed);
  return vd_date_parse (iso, &date) && date.day != 0 ? g_steal_pointer (&iso) : NULL;
}

static char *
get_field (VdContactForm *self, guint field)
{
  char *text = vd_typed_get (self->controls[field]);

  return g_strstrip (text);
}

json_t *
vd_contact_form_get (VdContactForm *self)
{
  json_t *contact = json_deep_copy (self->contact);

  for (guint i = 0; i < N_FIELDS; i++) {
    g_autofree char *text = get_field (self, i);
    g_autofree char *date = i == CHECKED ? read_date (text) : NULL;

    if (*text == '\0')
      json_object_del (contact, fields[i].key);
    else
      json_object_set_new (contact, fields[i].key, json_string (date != NULL ? date : text));
  }
  return contact;
}

void
vd_contact_form_set (VdContactForm *self, const json_t *contact)
{
  for (guint i = 0; i < N_FIELDS; i++) {
    const char *text = json_string_value (json_object_get (contact, fields[i].key));

    vd_typed_set (self->controls[i], text != NULL ? text : "");
  }
}

static gboolean
is_phone (const char *text)
{
  return strspn (text, "+0123456789 ()-/,;") == strlen (text);
}

static gboolean
check (VdContactForm *self)
{
  g_autofree char *name = get_field (self, NAME);
  g_autofree char *phone = get_field (self, PHONE);
  g_autofree char *note = get_field (self, NOTE);
  g_autofree char *checked = get_field (self, CHECKED);
  g_autofree char *date = read_date (checked);
  g_autofree char *today = vd_clock_date (vd_session_get_clock (self->session));

  for (guint i = 0; i < N_FIELDS; i++)
    vd_set_invalid (self->controls[i], FALSE);
  if (*name == '\0')
    refuse_field (self, NAME, _ ("Give the service a name."));
  else if (!is_phone (phone))
    refuse_field (self, PHONE, _ ("A phone number has digits, spaces and + only."));
  else if (g_utf8_strlen (note, -1) > MAX_NOTE)
    refuse_field (self, NOTE, _ ("The note is too long."));
  else if (*checked != '\0' && (date == NULL || strcmp (date, today) > 0))
    refuse_field (self, CHECKED, _ ("Write a day that has been, such as 2026-05-02 or 2.5.2026."));
  else
    return TRUE;
  return FALSE;
}

static void
save_cb (VdContactForm *self)
{
  gtk_widget_set_visible (self->error, FALSE);
  if (check (self))
    g_signal_emit (self, signals[SAVED], 0);
}

static void
cancel_cb (VdContactForm *self)
{
  g_signal_emit (self, signals[CANCELLED], 0);
}

static void
delete_confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (VdContactForm) self = data;

  if (vd_confirm_finish (result))
    g_signal_emit (self, signals[DELETED], 0);
}

static void
delete_cb (VdContactForm *self)
{
  vd_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                    _ ("Delete this contact?"), _ ("It is taken out of the unit's own sheet."),
                    _ ("Delete"), TRUE, delete_confirmed_cb, g_object_ref (self));
}

static void
today_cb (VdContactForm *self)
{
  g_autofree char *today = vd_clock_date (vd_session_get_clock (self->session));

  gtk_editable_set_text (GTK_EDITABLE (self->controls[CHECKED]), today);
  gtk_widget_grab_focus (self->controls[CHECKED]);
}

/* The object. */

static void
vd_contact_form_finalize (GObject *object)
{
  VdContactForm *self = VD_CONTACT_FORM (object);

  json_decref (self->contact);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_contact_form_parent_class)->finalize (object);
}

static guint
new_signal (const char *name)
{
  return g_signal_new (name, VD_TYPE_CONTACT_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
vd_contact_form_class_init (VdContactFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vd_contact_form_finalize;
  signals[SAVED] = new_signal ("saved");
  signals[CANCELLED] = new_signal ("cancelled");
  signals[DELETED] = new_signal ("deleted");
}

static void
add_field (VdContactForm *self, guint field)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = vd_label_new (NULL, "heading");
  GtkWidget *help = fields[field].help != NULL ? vd_hint_new (_ (fields[field].help)) : NULL;
  GtkWidget *view;

  gtk_box_append (GTK_BOX (part), label);
  if (field == NOTE) {
    gtk_box_append (GTK_BOX (part), vd_area_new (&view));
    self->controls[field] = view;
  } else {
    self->controls[field] = gtk_entry_new ();
    gtk_entry_set_max_length (GTK_ENTRY (self->controls[field]), MAX_LINE);
    vd_private_text (self->controls[field]);
    gtk_box_append (GTK_BOX (part), self->controls[field]);
    g_signal_connect_swapped (self->controls[field], "activate", G_CALLBACK (save_cb), self);
  }
  if (help != NULL)
    gtk_box_append (GTK_BOX (part), help);
  gtk_label_set_text_with_mnemonic (GTK_LABEL (label), _ (fields[field].mnemonic));
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->controls[field]);
  vd_set_labels (self->controls[field], label, help);
  gtk_box_append (GTK_BOX (self), part);
}

static void
add_button (VdContactForm *self,
            GtkWidget *group,
            const char *mnemonic,
            const char *css_class,
            GCallback callback)
{
  GtkWidget *button = vd_button_new (mnemonic);

  if (css_class != NULL)
    gtk_widget_add_css_class (button, css_class);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (group), button);
}

static void
vd_contact_form_init (VdContactForm *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  for (guint i = 0; i < N_FIELDS; i++)
    add_field (self, i);
  self->error = vd_paragraph_new ("");
  gtk_widget_add_css_class (self->error, "error");
  gtk_widget_set_visible (self->error, FALSE);
}

GtkWidget *
vd_contact_form_new (VdSession *session, const json_t *contact, gboolean removable)
{
  VdContactForm *self = g_object_new (VD_TYPE_CONTACT_FORM, NULL);
  GtkWidget *today = vd_text_button_new (_ ("Checked today"), NULL, FALSE);
  GtkWidget *buttons = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  self->session = g_object_ref (session);
  self->contact = json_deep_copy (contact);
  gtk_widget_set_halign (today, GTK_ALIGN_START);
  g_signal_connect_swapped (today, "clicked", G_CALLBACK (today_cb), self);
  gtk_box_append (GTK_BOX (self), today);
  gtk_box_append (GTK_BOX (self), self->error);
  add_button (self, buttons, _ ("_Save"), "suggested-action", G_CALLBACK (save_cb));
  add_button (self, buttons, _ ("_Cancel"), NULL, G_CALLBACK (cancel_cb));
  if (removable)
    add_button (self, buttons, _ ("De_lete…"), NULL, G_CALLBACK (delete_cb));
  gtk_box_append (GTK_BOX (self), buttons);
  vd_contact_form_set (self, contact);
  return GTK_WIDGET (self);
}
