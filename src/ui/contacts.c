/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "contacts"

#include "config.h"

#include "ui/contacts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "ui/blocks.h"
#include "ui/contact-form.h"
#include "ui/contact-views.h"
#include "ui/page.h"
#include "ui/parts.h"
#include "ui/reading.h"
#include "ui/fill.h"
#include "ui/widgets.h"
#include "ui/window.h"

#define MAX_CONTACTS 100
#define NEW (-1)

struct _VdContacts {
  AdwBin parent;

  VdSession *session;
  VdReading *reading;
  GtkWidget *own; /* the cards of the unit's sheet */
  GtkWidget *add;
  GtkWidget *form; /* (nullable) (weak): while one is being edited */
  int edited;      /* its index in the sheet, or NEW */
};

static void vd_contacts_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdContacts,
                               vd_contacts,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_contacts_page_init))

/* The unit's own sheet. */

static void
fill_own (VdContacts *self)
{
  const json_t *contacts = vd_session_get_contacts (self->session);

  vd_box_clear (GTK_BOX (self->own));
  if (json_array_size (contacts) == 0)
    vd_block_append (self->own, vd_paragraph_new (_ ("Nothing here yet. Note the numbers you will "
                                                     "need: child welfare of your municipality, "
                                                     "the crisis centre, the trafficking function "
                                                     "of your police district.")));
  for (guint i = 0; i < json_array_size (contacts); i++)
    vd_block_append (self->own,
                     vd_own_contact_new (self->session, json_array_get (contacts, i), i));
  gtk_widget_set_visible (self->add, json_array_size (contacts) < MAX_CONTACTS);
}

static void
close_form (VdContacts *self)
{
  if (vd_reading_get_depth (self->reading) > 0)
    vd_reading_pop (self->reading);
}

typedef struct {
  VdContacts *self;
  char *said; /* translated */
} Storing;

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Storing *storing = data;
  g_autoptr (VdContacts) self = storing->self;
  g_autofree char *said = storing->said;
  g_autoptr (GError) error = NULL;
  VdWindow *window = vd_window_of (GTK_WIDGET (self));

  if (vd_session_set_contacts_finish (self->session, result, &error)) {
    close_form (self);
    fill_own (self);
    /* The card that led here is a new one now. */
    gtk_widget_grab_focus (self->add);
    if (window != NULL)
      vd_window_toast (window, said);
    return;
  }
  fill_own (self);
  if (window != NULL)
    vd_window_show_error (window, error);
}

static void
store (VdContacts *self, json_t *contacts, const char *said)
{
  Storing *storing = g_new (Storing, 1);

  *storing = (Storing){g_object_ref (self), g_strdup (said)};
  vd_session_set_contacts_async (self->session, contacts, stored_cb, storing);
}

static void
saved_cb (VdContacts *self)
{
  g_autoptr (json_t) contacts = json_deep_copy (vd_session_get_contacts (self->session));
  json_t *contact = vd_contact_form_get (VD_CONTACT_FORM (self->form));

  if (self->edited == NEW)
    json_array_append_new (contacts, contact);
  else
    json_array_set_new (contacts, (gsize)self->edited, contact);
  store (self, contacts, _ ("The contact is saved."));
}

static void
deleted_cb (VdContacts *self)
{
  g_autoptr (json_t) contacts = json_deep_copy (vd_session_get_contacts (self->session));

  json_array_remove (contacts, (gsize)self->edited);
  store (self, contacts, _ ("The contact is deleted."));
}

static void
open_form (VdContacts *self, const json_t *contact, int index)
{
  GtkWidget *box;

  close_form (self);
  box = vd_reading_push (self->reading, index == NEW ? _ ("New contact") : _ ("Edit contact"));
  self->edited = index;
  g_set_weak_pointer (&self->form, vd_contact_form_new (self->session, contact, index != NEW));
  g_signal_connect_swapped (self->form, "saved", G_CALLBACK (saved_cb), self);
  g_signal_connect_swapped (self->form, "cancelled", G_CALLBACK (close_form), self);
  g_signal_connect_swapped (self->form, "deleted", G_CALLBACK (deleted_cb), self);
  vd_block_append (box, self->form);
  vd_reading_shown (self->reading);
  gtk_widget_child_focus (self->form, GTK_DIR_TAB_FORWARD);
}

static void
new_cb (VdContacts *self)
{
  g_autoptr (json_t) contact = json_object ();

  open_form (self, contact, NEW);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  VdContacts *self = VD_CONTACTS (widget);
  guint index = g_variant_get_uint32 (parameter);
  const json_t *contact = json_array_get (vd_session_get_contacts (self->session), index);

  if (contact != NULL)
    open_form (self, contact, (int)index);
}

/* A local contact of the pack has no number: the unit notes its own. */
static void
note_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  VdContacts *self = VD_CONTACTS (widget);
  const char *lang = vd_session_get_language (self->session);
  const VdNode *node = vd_pack_find (vd_session_get_pack (self->session), "contact",
                                     g_variant_get_string (parameter, NULL));
  g_autoptr (json_t) contact = json_object ();

  json_object_set_new (contact, "name", json_string (vd_node_text (node, "name", lang)));
  /* By which the steps that name the service find the unit's number. */
  json_object_set_new (contact, "for", json_string (vd_node_id (node)));
  open_form (self, contact, NEW);
}

/* The page. */

static const char *
vd_contacts_title (VdPage *page)
{
  return _ ("Contacts");
}

static void
vd_contacts_shown (VdPage *page)
{
  vd_reading_shown (VD_CONTACTS (page)->reading);
}

static char *
vd_contacts_save_draft (VdPage *page)
{
  VdContacts *self = VD_CONTACTS (page);
  g_autoptr (json_t) draft = json_object ();

  if (self->form != NULL && vd_reading_get_depth (self->reading) > 0) {
    json_object_set_new (draft, "index", json_integer (self->edited));
    json_object_set_new (draft, "contact", vd_contact_form_get (VD_CONTACT_FORM (self->form)));
  }
  return vd_json_write (draft, NULL);
}

static void
vd_contacts_restore_draft (VdPage *page, const char *text)
{
  VdContacts *self = VD_CONTACTS (page);
  g_autoptr (json_t) draft = vd_json_parse (text, strlen (text), NULL);
  const json_t *typed = json_object_get (draft, "contact");
  json_int_t index = json_integer_value (json_object_get (draft, "index"));
  const json_t *contacts = vd_session_get_contacts (self->session);
  g_autoptr (json_t) fresh = json_object ();
  const json_t *held = index >= 0 ? json_array_get (contacts, (gsize)index) : fresh;

  if (!json_is_object (typed) || held == NULL)
    return;
  if (held == fresh && json_object_get (typed, "for") != NULL)
    json_object_set (fresh, "for", json_object_get (typed, "for"));
  open_form (self, held, (int)index);
  vd_contact_form_set (VD_CONTACT_FORM (self->form), typed);
}

static void
vd_contacts_page_init (VdPageInterface *iface)
{
  iface->title = vd_contacts_title;
  iface->shown = vd_contacts_shown;
  iface->save_draft = vd_contacts_save_draft;
  iface->restore_draft = vd_contacts_restore_draft;
}

/* The object. */

static void
vd_contacts_dispose (GObject *object)
{
  VdContacts *self = VD_CONTACTS (object);

  g_clear_weak_pointer (&self->form);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_contacts_parent_class)->dispose (object);
}

static void
vd_contacts_class_init (VdContactsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vd_contacts_dispose;
  gtk_widget_class_install_action (widget_class, "contacts.edit", "u", edit_action);
  gtk_widget_class_install_action (widget_class, "contacts.note", "s", note_action);
}

static void
vd_contacts_init (VdContacts *self)
{
}

static void
add_own (VdContacts *self, GtkWidget *box)
{
  vd_block_append (box, vd_heading_new (_ ("Your unit's own"), 2));
  if (vd_session_get_state (self->session) != VD_SESSION_UNLOCKED) {
    vd_block_append (box, vd_paragraph_new (_ ("They are in the vault: unlock to see them.")));
    return;
  }
  self->own = vd_block_box (12);
  self->add = vd_button_new (_ ("_Add a contact"));
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (new_cb), self);
  vd_block_append (box, self->own);
  vd_block_append (box, self->add);
  fill_own (self);
}

static GtkWidget *
make_card (guint index, gpointer data)
{
  VdContacts *self = data;
  const GPtrArray *nodes = vd_pack_nodes (vd_session_get_pack (self->session), "contact");

  if (index >= nodes->len)
    return NULL;
  return vd_pack_contact_new (self->session, g_ptr_array_index (nodes, index));
}

GtkWidget *
vd_contacts_new (VdSession *session)
{
  VdContacts *self = g_object_new (VD_TYPE_CONTACTS, NULL);
  GtkWidget *box;
  GtkWidget *cards = vd_block_box (12);

  self->session = g_object_ref (session);
  self->reading = VD_READING (vd_reading_new (session, _ ("Contacts")));
  box = vd_reading_get_box (self->reading);
  add_own (self, box);
  vd_block_append (box, vd_heading_new (_ ("In Norway"), 2));
  vd_block_append (box, cards);
  vd_fill_slowly (cards, make_card, self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->reading));
  return GTK_WIDGET (self);
}
