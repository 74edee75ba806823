/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "say-block"

#include "config.h"

#include "ui/say-block.h"

#include <glib/gi18n-lib.h>

#include "base/lang.h"
#include "ui/blocks.h"
#include "ui/editor.h"
#include "ui/parts.h"
#include "ui/show-person.h"
#include "ui/widgets.h"

typedef struct {
  VdSession *session;
  const VdNode *node;
  gboolean answers;
} Saying;

const char *
vd_say_second_language (VdSession *session)
{
  const VdRecord *record = vd_session_get_record (session);
  const char *lang = record != NULL ? vd_record_get_text (record, "person_language") : NULL;

  return lang != NULL && g_strcmp0 (lang, vd_session_get_language (session)) != 0 ? lang : NULL;
}

static void
show_cb (GtkWidget *button, Saying *saying)
{
  const VdText *text = vd_node_text_all (saying->node, "say");
  const char *second = vd_say_second_language (saying->session);
  const char *lang = vd_session_get_language (saying->session);

  if (second != NULL && vd_text_has (text, second))
    lang = second;
  vd_show_person (button, vd_session_get_pack (saying->session), vd_text_get (text, lang, NULL),
                  lang, saying->answers);
}

static void
saying_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

static GtkWidget *
show_button_new (VdSession *session, const VdNode *node, gboolean answers)
{
  GtkWidget *button = vd_button_new (_ ("Show to the person"));
  Saying *saying = g_new (Saying, 1);
  g_autofree char *key = g_strconcat ("show:", vd_node_id (node), NULL);

  *saying = (Saying){session, node, answers};
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  vd_target_set (button, key);
  g_signal_connect_data (button, "clicked", G_CALLBACK (show_cb), saying, saying_free, 0);
  return button;
}

static void
append_second (GtkWidget *box, const VdText *text, const char *lang)
{
  const VdLang *known = vd_lang_find (lang);

  if (!vd_text_has (text, lang))
    return;
  vd_block_append (box, vd_hint_new (known != NULL ? known->native_name : lang));
  vd_block_append (box, vd_block_say (vd_text_get (text, lang, NULL), lang));
}

GtkWidget *
vd_say_block_new (VdSession *session, const VdNode *node, gboolean answers)
{
  const VdText *text = vd_node_text_all (node, "say");
  const char *lang = vd_session_get_language (session);
  const char *second = vd_say_second_language (session);
  const char *kind = vd_node_kind (node);
  gboolean guided = g_str_equal (kind, "line") || g_str_equal (kind, "question");
  const char *guidance = guided ? vd_node_text (node, "guidance", lang) : "";
  const char *used = lang;
  const char *say = vd_text_get (text, lang, &used);
  GtkWidget *box = vd_block_box (3);

  vd_block_append (box, vd_block_say (say, used));
  if (second != NULL)
    append_second (box, text, second);
  if (*guidance != '\0')
    vd_block_append (box, vd_hint_new (guidance));
  vd_block_append (box, show_button_new (session, node, answers));
  return box;
}
