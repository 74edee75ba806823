/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "answer-row"

#include "config.h"

#include "ui/answer-row-private.h"

#include <glib/gi18n-lib.h>

#include "ui/fold.h"
#include "ui/parts.h"

static const char *const element_ids[VD_N_ELEMENTS] = {
    [VD_ELEMENT_ACT] = "act",
    [VD_ELEMENT_MEANS] = "means",
    [VD_ELEMENT_PURPOSE] = "purpose",
    [VD_ELEMENT_VULNERABILITY] = "vulnerability",
    [VD_ELEMENT_PRESENTATION] = "presentation",
    [VD_ELEMENT_TIP] = "tip",
};

gboolean
vd_answer_never_ask (VdAnswerRow *self)
{
  const VdRecord *record = vd_session_get_record (self->session);

  return self->indicator->never_ask_in_prison && record != NULL &&
         g_str_equal (vd_record_get_text (record, "setting"), "prison");
}

static void
add_part (GtkBox *box, const char *title, const char *text)
{
  GtkWidget *part;
  GtkWidget *heading;

  if (*text == '\0')
    return;
  part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  heading = vd_paragraph_new (title);
  gtk_widget_add_css_class (heading, "caption-heading");
  gtk_box_append (GTK_BOX (part), heading);
  gtk_box_append (GTK_BOX (part), vd_paragraph_new (text));
  gtk_box_append (box, part);
}

/* Which part of the picture it belongs to, and what that part is. */
static void
add_why (VdAnswerRow *self, GtkBox *box)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  const VdNode *element = vd_pack_find (pack, "element", element_ids[self->indicator->element]);
  g_autoptr (GString) why = g_string_new (NULL);

  if (element != NULL)
    g_string_append_printf (why, "%s. %s", vd_node_text (element, "name", lang),
                            vd_node_text (element, "text", lang));
  if (self->indicator->dimension > 0) {
    g_autofree char *id = g_strdup_printf ("D%u", self->indicator->dimension);
    const VdNode *dimension = vd_pack_find (pack, "dimension", id);

    g_string_append_printf (why, "\n%s. %s", vd_node_text (dimension, "name", lang),
                            vd_node_text (dimension, "text", lang));
  }
  add_part (box, _ ("Why this is a sign"), why->str);
}

static void
add_sources (VdAnswerRow *self, GtkBox *box)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *lang = vd_session_get_language (self->session);
  const char *const *ids = vd_node_list (self->indicator->node, "sources");
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; ids[i] != NULL; i++) {
    const VdNode *source = vd_pack_find (pack, "source", ids[i]);
    const char *url = vd_node_attr (source, "url");

    g_string_append_printf (names, "%s%s", i > 0 ? "\n" : "", vd_node_text (source, "name", lang));
    if (url != NULL)
      g_string_append_printf (names, " (%s)", url);
  }
  add_part (box, vd_pack_phrase (pack, "sources", lang), names->str);
  if (g_strcmp0 (vd_node_attr (self->indicator->node, "review"), "needs-review") == 0)
    gtk_box_append (box, vd_hint_new (_ ("This sign is not yet reviewed by experts.")));
}

static void
fill_about (GtkWidget *content, gpointer data)
{
  VdAnswerRow *self = data;
  GtkBox *box = GTK_BOX (content);
  const char *lang = vd_session_get_language (self->session);
  const VdNode *node = self->indicator->node;

  if (!vd_answer_never_ask (self))
    add_part (box, _ ("Words to say"), vd_node_text (node, "say", lang));
  add_why (self, box);
  add_part (box, _ ("Caution"),
            vd_guidance_caution (vd_session_get_guidance (self->session), self->indicator, lang));
  add_sources (self, box);
}

GtkWidget *
vd_answer_about_new (VdAnswerRow *self)
{
  const VdNode *node = self->indicator->node;
  gboolean say = !vd_text_is_empty (vd_node_text_all (node, "say")) && !vd_answer_never_ask (self);
  gboolean caution = !vd_text_is_empty (vd_node_text_all (node, "caution"));
  const char *title = _ ("Why, and sources");
  g_autofree char *key = g_strdup_printf ("%s/about", self->indicator->id);
  GtkWidget *fold;

  if (say && caution)
    title = _ ("Words to say, why, caution and sources");
  else if (say)
    title = _ ("Words to say, why, and sources");
  else if (caution)
    title = _ ("Why, caution and sources");
  fold = vd_fold_new (key, title, fill_about, self, NULL);
  vd_fold_set_plain (VD_FOLD (fold));
  return fold;
}
