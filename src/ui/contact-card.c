/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "contact-card"

#include "config.h"

#include "ui/contact-card.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/contact-words.h"
#include "ui/fold.h"
#include "ui/parts.h"

/* "Day and night · rosanorge.no · rosa@krisesenter.com"; the number has a line of its own. */
static char *
reach_line (VdSession *session, const VdNode *contact)
{
  const char *open = vd_contact_open (session, contact);
  g_autofree char *hours = vd_contact_hours (session, contact);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (open != NULL)
    g_ptr_array_add (parts, (gpointer)open);
  if (*hours != '\0')
    g_ptr_array_add (parts, hours);
  if (vd_node_attr (contact, "web") != NULL)
    g_ptr_array_add (parts, (gpointer)vd_node_attr (contact, "web"));
  if (vd_node_attr (contact, "email") != NULL)
    g_ptr_array_add (parts, (gpointer)vd_node_attr (contact, "email"));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

static void
append_number (GtkWidget *box, const char *phone)
{
  /* From left to right in every script: a number in parts would be turned around. */
  g_autofree char *digits = g_strdup_printf ("\u2066%s\u2069", phone);
  GtkWidget *number = vd_paragraph_new (digits);

  gtk_widget_add_css_class (number, "title-3");
  vd_block_append (box, number);
}

static const char *
member (const json_t *own, const char *key)
{
  return json_string_value (json_object_get (own, key));
}

typedef struct {
  VdSession *session;
  const VdNode *contact;
} Details;

static void
append_own (GtkWidget *box, VdSession *session, const json_t *own)
{
  const char *checked = member (own, "checked");
  g_autofree char *age = checked != NULL ? vd_contact_age (session, checked)
                                         : g_strdup (_ ("No date on which it was checked."));

  append_number (box, member (own, "phone"));
  vd_block_append (box, vd_hint_new (_ ("Your unit's own number")));
  if (member (own, "hours") != NULL)
    vd_block_append (box, vd_paragraph_new (member (own, "hours")));
  vd_block_append (box, vd_hint_new (age));
}

/* What the unit noted for a service that is another in every municipality. Each time it comes into
 * sight: the sheet may have been changed meanwhile. */
static void
fill_own (GtkWidget *box, const Details *details)
{
  const json_t *all = vd_session_get_contacts (details->session);

  vd_box_clear (GTK_BOX (box));
  for (gsize i = 0; i < json_array_size (all); i++) {
    const json_t *own = json_array_get (all, i);

    if (g_strcmp0 (member (own, "for"), vd_node_id (details->contact)) == 0 &&
        member (own, "phone") != NULL)
      append_own (box, details->session, own);
  }
}

static GtkWidget *
own_new (VdSession *session, const VdNode *contact)
{
  GtkWidget *box = vd_block_box (3);
  Details *details = g_new (Details, 1);

  *details = (Details){session, contact};
  g_object_set_data_full (G_OBJECT (box), "vd-details", details, g_free);
  g_signal_connect (box, "map", G_CALLBACK (fill_own), details);
  return box;
}

static void
build_details (GtkWidget *box, gpointer data)
{
  Details *details = data;
  const VdPack *pack = vd_session_get_pack (details->session);
  const char *lang = vd_session_get_language (details->session);
  const char *note = vd_node_text (details->contact, "note", lang);
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();

  g_ptr_array_add (nodes, (gpointer)details->contact);
  vd_block_append (box, vd_paragraph_new (vd_node_text (details->contact, "role", lang)));
  if (*note != '\0')
    vd_block_append (box, vd_paragraph_new (note));
  vd_block_append (box, vd_heading_new (vd_pack_phrase (pack, "sources", lang), 4));
  vd_block_append (box, vd_block_sources (pack, nodes, lang));
}

GtkWidget *
vd_contact_card_new (VdSession *session, const VdNode *contact)
{
  const char *name = vd_node_text (contact, "name", vd_session_get_language (session));
  const char *phone = vd_node_attr (contact, "phone");
  g_autofree char *reach = reach_line (session, contact);
  g_autofree char *checked = vd_contact_age (session, vd_node_attr (contact, "verified"));
  /* Translators: what a contact does, and where its number is from. */
  g_autofree char *about = g_strdup_printf (_ ("About %s"), name);
  GtkWidget *inside;
  GtkWidget *card = vd_card_new (&inside);
  GtkWidget *title = vd_paragraph_new (name);
  g_autofree char *key = g_strconcat ("about:", vd_node_id (contact), NULL);
  Details *details = g_new (Details, 1);

  *details = (Details){session, contact};
  gtk_widget_add_css_class (title, "heading");
  gtk_box_set_spacing (GTK_BOX (inside), 3);
  vd_block_append (inside, title);
  if (phone != NULL)
    append_number (inside, phone);
  if (*reach != '\0')
    vd_block_append (inside, vd_paragraph_new (reach));
  vd_block_append (inside, own_new (session, contact));
  vd_block_append (inside, vd_hint_new (checked));
  vd_block_append (inside, vd_fold_new (key, about, build_details, details, g_free));
  return card;
}

void
vd_contact_cards_append (GtkWidget *box, VdSession *session, const VdNode *node)
{
  const char *const *ids = vd_node_list (node, "contact");

  for (guint i = 0; ids[i] != NULL; i++)
    vd_block_append (box, vd_contact_card_new (session, vd_pack_find (vd_session_get_pack (session),
                                                                      "contact", ids[i])));
}
