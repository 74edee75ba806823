/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "contact-card"

#include "config.h"

#include "ui/contact-card.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/fold.h"
#include "ui/parts.h"

/* "Day and night · rosanorge.no · rosa@krisesenter.com"; the number has a line of its own. */
static char *
reach_line (const VdPack *pack, const VdNode *contact, const char *lang)
{
  const char *hours = vd_node_text (contact, "hours", lang);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (*hours != '\0')
    g_ptr_array_add (parts, (gpointer)hours);
  else if (vd_node_flag (contact, "always-open", FALSE))
    g_ptr_array_add (parts, (gpointer)vd_pack_phrase (pack, "always-open", lang));
  if (vd_node_attr (contact, "web") != NULL)
    g_ptr_array_add (parts, (gpointer)vd_node_attr (contact, "web"));
  if (vd_node_attr (contact, "email") != NULL)
    g_ptr_array_add (parts, (gpointer)vd_node_attr (contact, "email"));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

static char *
checked_line (const VdPack *pack, const VdNode *contact, const char *lang)
{
  const char *verified = vd_node_attr (contact, "verified");
  g_autofree char *date = NULL;

  if (verified == NULL)
    return g_strdup (vd_pack_phrase (pack, "check-before-use", lang));
  date = vd_referral_date_text (pack, verified, lang);
  return vd_referral_fill (vd_pack_phrase (pack, "verified-on", lang), "date", date);
}

typedef struct {
  VdSession *session;
  const VdNode *contact;
} Details;

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
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);
  const char *name = vd_node_text (contact, "name", lang);
  const char *phone = vd_node_attr (contact, "phone");
  g_autofree char *reach = reach_line (pack, contact, lang);
  g_autofree char *checked = checked_line (pack, contact, lang);
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
  if (phone != NULL) {
    /* From left to right in every script: a number in parts would be turned around. */
    g_autofree char *digits = g_strdup_printf ("\u2066%s\u2069", phone);
    GtkWidget *number = vd_paragraph_new (digits);

    gtk_widget_add_css_class (number, "title-3");
    vd_block_append (inside, number);
  }
  if (*reach != '\0')
    vd_block_append (inside, vd_paragraph_new (reach));
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
