/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "contacts"

#include "config.h"

#include "ui/contact-views.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/contact-words.h"
#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/widgets.h"

static void
append_phone (GtkWidget *box, const char *phone)
{
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (phone == NULL)
    return;
  /* Isolated: groups of digits are read from the left in every language. */
  text = g_strdup_printf ("\xe2\x81\xa6%s\xe2\x81\xa9", phone);
  label = vd_paragraph_new (text);
  gtk_widget_add_css_class (label, "title-3");
  vd_block_append (box, label);
}

static void
append_pair (GtkWidget *box, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    vd_block_append (box, vd_block_pair (name, value));
}

typedef struct {
  VdSession *session;
  const VdNode *contact;
} Details;

static void
build_sources (GtkWidget *box, gpointer data)
{
  const Details *details = data;
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  g_ptr_array_add (nodes, (gpointer)details->contact);
  vd_block_append (box, vd_block_sources (vd_session_get_pack (details->session), nodes,
                                          vd_session_get_language (details->session)));
}

static GtkWidget *
sources_new (VdSession *session, const VdNode *contact)
{
  g_autofree char *key = g_strconcat ("contact-sources:", vd_node_id (contact), NULL);
  /* Translators: a service. */
  g_autofree char *title = g_strdup_printf (
      _ ("Sources: %s"), vd_node_text (contact, "name", vd_session_get_language (session)));
  Details *details = g_new (Details, 1);

  *details = (Details){session, contact};
  return vd_fold_new (key, title, build_sources, details, g_free);
}

static GtkWidget *
note_button_new (const VdNode *contact, const char *name)
{
  /* Translators: a service. */
  g_autofree char *full = g_strdup_printf (_ ("Note your own number: %s"), name);
  GtkWidget *button = vd_text_button_new (_ ("Note your own number"), full, FALSE);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "contacts.note");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", vd_node_id (contact));
  return button;
}

GtkWidget *
vd_pack_contact_new (VdSession *session, const VdNode *contact)
{
  const char *lang = vd_session_get_language (session);
  const char *name = vd_node_text (contact, "name", lang);
  const char *open = vd_contact_open (session, contact);
  const char *note = vd_node_text (contact, "note", lang);
  g_autofree char *hours = vd_contact_hours (session, contact);
  g_autofree char *age = vd_contact_age (session, vd_node_attr (contact, "verified"));
  gboolean local = g_strcmp0 (vd_node_attr (contact, "scope"), "local") == 0;
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  gtk_box_set_spacing (GTK_BOX (inside), 4);
  vd_block_append (inside, vd_heading_new (name, 4));
  append_phone (inside, vd_node_attr (contact, "phone"));
  if (open != NULL)
    vd_block_append (inside, vd_paragraph_new (open));
  append_pair (inside, _ ("Hours"), hours);
  vd_block_append (inside, vd_paragraph_new (vd_node_text (contact, "role", lang)));
  if (*note != '\0')
    vd_block_append (inside, vd_paragraph_new (note));
  append_pair (inside, _ ("Web"), vd_node_attr (contact, "web"));
  append_pair (inside, _ ("E-mail"), vd_node_attr (contact, "email"));
  vd_block_append (inside, vd_hint_new (age));
  if (g_strcmp0 (vd_node_attr (contact, "review"), "needs-review") == 0)
    vd_block_append (inside, vd_hint_new (_ ("Not yet reviewed by experts.")));
  if (local && vd_node_attr (contact, "phone") == NULL &&
      vd_session_get_state (session) == VD_SESSION_UNLOCKED)
    vd_block_append (inside, note_button_new (contact, name));
  vd_block_append (inside, sources_new (session, contact));
  return card;
}

static const char *
member (const json_t *contact, const char *key)
{
  return json_string_value (json_object_get (contact, key));
}

GtkWidget *
vd_own_contact_new (VdSession *session, const json_t *contact, guint index)
{
  const char *name = member (contact, "name") != NULL ? member (contact, "name") : "";
  const char *checked = member (contact, "checked");
  g_autofree char *age = NULL;
  /* Translators: a service. */
  g_autofree char *edit = g_strdup_printf (_ ("Edit: %s"), name);
  GtkWidget *button = vd_text_button_new (_ ("Edit"), edit, FALSE);
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);

  age = checked != NULL ? vd_contact_age (session, checked)
                        : g_strdup (_ ("No date on which it was checked."));
  gtk_box_set_spacing (GTK_BOX (inside), 4);
  vd_block_append (inside, vd_heading_new (name, 4));
  append_phone (inside, member (contact, "phone"));
  append_pair (inside, _ ("Hours"), member (contact, "hours"));
  if (member (contact, "role") != NULL)
    vd_block_append (inside, vd_paragraph_new (member (contact, "role")));
  if (member (contact, "note") != NULL)
    vd_block_append (inside, vd_paragraph_new (member (contact, "note")));
  vd_block_append (inside, vd_hint_new (age));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "contacts.edit");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", index);
  vd_block_append (inside, button);
  return card;
}
