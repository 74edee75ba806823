/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "content-bar"

#include "config.h"

#include "ui/content-bar.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/session-content.h"
#include "ui/parts.h"

#define VD_TYPE_CONTENT_BAR (vd_content_bar_get_type ())
G_DECLARE_FINAL_TYPE (VdContentBar, vd_content_bar, VD, CONTENT_BAR, AdwBin)

struct _VdContentBar {
  AdwBin parent;

  VdSession *session;
  char *problem; /* (nullable): about the content that was installed last */
  GtkLabel *trouble;
  GtkLabel *older;
  GtkLabel *draft;
};

G_DEFINE_FINAL_TYPE (VdContentBar, vd_content_bar, ADW_TYPE_BIN)

static const char *
describe_problem (const GError *error)
{
  if (g_error_matches (error, VD_ERROR, VD_ERROR_NEWER))
    return _ ("The content that was installed last needs a newer version of Varde. It was not "
              "touched; earlier content is shown.");
  if (g_error_matches (error, VD_ERROR, VD_ERROR_UNTRUSTED))
    return _ ("The signature of the content that was installed last is no longer trusted. Earlier "
              "content is shown: tell whoever looks after Varde.");
  return _ (
      "The content that was installed last is damaged or gone. Earlier content is shown: tell "
      "whoever looks after Varde.");
}

/* A record names its pack by its hash; what is not here any more is read with the one in use. */
static char *
describe_record (VdSession *session)
{
  const VdRecord *record = vd_session_get_record (session);
  const VdPack *pack = vd_session_get_pack (session);
  const char *hash = record != NULL ? vd_record_get_text (record, "pack.hash") : NULL;
  const char *version = record != NULL ? vd_record_get_text (record, "pack.version") : NULL;

  if (hash == NULL || version == NULL || g_str_equal (hash, vd_pack_hash (pack)))
    return NULL;
  return g_strdup_printf (_ ("This assessment was begun with content of version %s, which is not "
                             "here. It is shown with version %s."),
                          version, vd_pack_version (pack));
}

/* The pack that it was begun with is here, and another one is in use by now. */
static char *
describe_older (VdSession *session)
{
  const VdRecord *record = vd_session_get_record (session);
  const char *hash = record != NULL ? vd_record_get_text (record, "pack.hash") : NULL;
  const VdPack *target = vd_session_get_move_target (session);

  if (target == NULL || g_strcmp0 (hash, vd_pack_hash (vd_session_get_pack (session))) != 0)
    return NULL;
  return g_strdup_printf (
      _ ("This case keeps the content it was begun with, version %s. Version %s "
         "is in use: “Content of this case” in the menu moves it."),
      vd_pack_version (vd_session_get_pack (session)), vd_pack_version (target));
}

static gboolean
is_draft (const VdPack *pack, const char *lang)
{
  const VdNode *language = vd_pack_find (pack, "language", lang);

  return language != NULL && g_str_equal (vd_node_attr (language, "state"), "draft");
}

static char *
describe_draft (VdSession *session)
{
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);
  GString *text = g_string_new (NULL);

  if (g_str_equal (vd_pack_status (pack), "draft"))
    g_string_append (text, vd_pack_phrase (pack, "draft-content", lang));
  if (is_draft (pack, lang))
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                            vd_pack_phrase (pack, "draft-translation", lang));
  return g_string_free (text, FALSE);
}

static void
show (GtkLabel *label, const char *text)
{
  gboolean any = text != NULL && *text != '\0';

  if (any)
    gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), any);
}

static void
refresh (VdContentBar *self)
{
  g_autofree char *record = describe_record (self->session);
  g_autofree char *older = describe_older (self->session);
  g_autofree char *draft = describe_draft (self->session);
  g_autofree char *both = g_strjoin ("\n", self->problem != NULL ? self->problem : record,
                                     self->problem != NULL ? record : NULL, NULL);

  show (self->trouble, self->problem != NULL || record != NULL ? both : NULL);
  show (self->older, older);
  show (self->draft, draft);
}

static void
vd_content_bar_dispose (GObject *object)
{
  VdContentBar *self = VD_CONTENT_BAR (object);

  g_clear_pointer (&self->problem, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_content_bar_parent_class)->dispose (object);
}

static void
vd_content_bar_class_init (VdContentBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_content_bar_dispose;
}

static GtkLabel *
append_line (GtkWidget *box)
{
  GtkWidget *label = vd_hint_new ("");

  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
vd_content_bar_init (VdContentBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->trouble = append_line (box);
  self->older = append_line (box);
  self->draft = append_line (box);
  gtk_widget_add_css_class (GTK_WIDGET (self->trouble), "error");
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 3);
  gtk_widget_set_margin_bottom (box, 3);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
vd_content_bar_new (VdSession *session, const GError *passed_over)
{
  VdContentBar *self = g_object_new (VD_TYPE_CONTENT_BAR, NULL);

  self->session = g_object_ref (session);
  self->problem = passed_over != NULL ? g_strdup (describe_problem (passed_over)) : NULL;
  refresh (self);
  g_signal_connect_object (session, "record-changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "cases-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
