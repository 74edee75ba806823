/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "place"

#include "config.h"

#include "ui/place-seen.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/short-form.h"
#include "ui/answer-row.h"
#include "ui/blocks.h"
#include "ui/case-row.h"
#include "ui/editor.h"
#include "ui/fill.h"
#include "ui/fold.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define VD_TYPE_PLACE_SEEN (vd_place_seen_get_type ())
G_DECLARE_FINAL_TYPE (VdPlaceSeen, vd_place_seen, VD, PLACE_SEEN, GtkBox)

/* Signs that are shown together, in order. */
typedef struct {
  VdSession *session;
  const VdNode *node;    /* (nullable): the pack's group; NULL for the first look and a search */
  GPtrArray *indicators; /* (element-type VdIndicator) */
  VdFold *fold;          /* (nullable) */
  GtkBox *box;           /* (nullable): of the rows, when it was opened */
} Group;

struct _VdPlaceSeen {
  GtkBox parent;

  VdSession *session;
  GtkWidget *search;
  GtkWidget *all;    /* first look and groups */
  GtkBox *found;     /* what a search found */
  GPtrArray *groups; /* (element-type Group): the first look, then the groups */
  Group *matches;    /* (nullable): of the search */
};

static void vd_place_seen_place_init (VdPlaceInterface *iface);
static void vd_place_seen_editor_init (VdEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdPlaceSeen,
                               vd_place_seen,
                               GTK_TYPE_BOX,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PLACE, vd_place_seen_place_init)
                                   G_IMPLEMENT_INTERFACE (VD_TYPE_EDITOR,
                                                          vd_place_seen_editor_init))

static Group *
group_new (VdSession *session, const VdNode *node)
{
  Group *group = g_new0 (Group, 1);

  group->session = session;
  group->node = node;
  group->indicators = g_ptr_array_new ();
  return group;
}

static void
group_free (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->indicators);
  g_free (group);
}

static GtkWidget *
make_row (guint index, gpointer data)
{
  const Group *group = data;

  if (index >= group->indicators->len)
    return NULL;
  return vd_answer_row_new (group->session, g_ptr_array_index (group->indicators, index));
}

static void
fill_group (GtkWidget *box, gpointer data)
{
  Group *group = data;

  group->box = GTK_BOX (box);
  gtk_box_set_spacing (group->box, 12);
  vd_fill_slowly (GTK_WIDGET (group->box), make_row, group);
}

/* Which signs stand where. */

static const VdNode *
get_setting (VdSession *session)
{
  const char *setting = vd_record_get_text (vd_session_get_record (session), "setting");

  return vd_pack_find (vd_session_get_pack (session), "setting", setting);
}

/* What the place was made for: a short form, else the setting. */
static const VdNode *
get_form (VdSession *session)
{
  return vd_short_form (vd_session_get_pack (session), vd_session_get_record (session));
}

static const VdNode *
get_first_look (VdSession *session)
{
  const VdNode *form = get_form (session);

  return form != NULL ? form : get_setting (session);
}

/* A sign of other settings is not offered, but never hidden once it was answered. */
static gboolean
is_offered (VdSession *session, const VdIndicator *indicator)
{
  const VdRecord *record = vd_session_get_record (session);

  return vd_node_in_setting (indicator->node, vd_record_get_text (record, "setting")) ||
         vd_record_n_answers (record, indicator->id) > 0;
}

static void
collect_core (VdPlaceSeen *self, Group *group)
{
  const char *const *core = vd_node_list (get_first_look (self->session), "core");

  for (guint i = 0; core[i] != NULL; i++)
    g_ptr_array_add (group->indicators, (gpointer)vd_pack_find_indicator (
                                            vd_session_get_pack (self->session), core[i]));
}

static void
collect_group (VdPlaceSeen *self, Group *group)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const Group *core = g_ptr_array_index (self->groups, 0);

  for (guint i = 0; i < vd_pack_n_indicators (pack); i++) {
    const VdIndicator *indicator = vd_pack_indicator (pack, i);

    if (g_str_equal (indicator->group, vd_node_id (group->node)) &&
        is_offered (self->session, indicator) &&
        !g_ptr_array_find (core->indicators, indicator, NULL))
      g_ptr_array_add (group->indicators, (gpointer)indicator);
  }
}

/* Titles of groups, with how many are answered. */

static guint
count_answered (const Group *group)
{
  const VdRecord *record = vd_session_get_record (group->session);
  VdAnswer answer;
  guint n = 0;

  for (guint i = 0; i < group->indicators->len; i++) {
    const VdIndicator *indicator = g_ptr_array_index (group->indicators, i);

    n += vd_record_live_answer (record, indicator->id, &answer) ? 1 : 0;
  }
  return n;
}

static void
refresh_group (const Group *group)
{
  const char *lang = vd_session_get_language (group->session);
  const char *name = vd_node_text (group->node, "name", lang);
  guint answered = count_answered (group);
  g_autofree char *title = NULL;

  /* Translators: a group of signs, and how many of them are answered. */
  title =
      answered > 0 ? g_strdup_printf (_ ("%s (answered: %u)"), name, answered) : g_strdup (name);
  vd_fold_set_title (group->fold, title);
}

static void
refresh (VdPlaceSeen *self)
{
  if (vd_session_get_record (self->session) == NULL)
    return;
  for (guint i = 1; i < self->groups->len; i++)
    refresh_group (g_ptr_array_index (self->groups, i));
}

/* Search. */

static gboolean
fits (VdPlaceSeen *self, const VdIndicator *indicator, const char *needle)
{
  const char *lang = vd_session_get_language (self->session);
  g_autofree char *text =
      g_strjoin (" ", vd_node_text (indicator->node, "name", lang),
                 vd_node_text (indicator->node, "text", lang),
                 vd_node_text (indicator->node, "say", lang), indicator->id, NULL);
  g_autofree char *haystack = vd_case_fold (text);

  return strstr (haystack, needle) != NULL;
}

static void
clear_found (VdPlaceSeen *self)
{
  /* Rows point to the matches, so they go first. */
  vd_box_clear (self->found);
  g_clear_pointer (&self->matches, group_free);
}

static void
search_cb (VdPlaceSeen *self)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  g_autofree char *needle = vd_case_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gboolean searching = *g_strstrip (needle) != '\0';
  GtkWidget *box;

  vd_editors_commit (GTK_WIDGET (self->found));
  clear_found (self);
  gtk_widget_set_visible (self->all, !searching);
  gtk_widget_set_visible (GTK_WIDGET (self->found), searching);
  if (!searching)
    return;
  self->matches = group_new (self->session, NULL);
  for (guint i = 0; i < vd_pack_n_indicators (pack); i++) {
    if (fits (self, vd_pack_indicator (pack, i), needle))
      g_ptr_array_add (self->matches->indicators, (gpointer)vd_pack_indicator (pack, i));
  }
  if (self->matches->indicators->len == 0)
    gtk_box_append (self->found, vd_paragraph_new (_ ("No sign with these words. Try another "
                                                      "word, or write what you saw in the "
                                                      "journal.")));
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (self->found, box);
  fill_group (box, self->matches);
}

/* The place. */

static gboolean
is_listed (VdPlaceSeen *self, const VdIndicator *indicator)
{
  for (guint i = 0; i < self->groups->len; i++) {
    const Group *group = g_ptr_array_index (self->groups, i);

    if (g_ptr_array_find (group->indicators, indicator, NULL))
      return TRUE;
  }
  return FALSE;
}

static void
vd_place_seen_reveal (VdPlace *place, const char *target)
{
  VdPlaceSeen *self = VD_PLACE_SEEN (place);
  const VdIndicator *indicator =
      vd_pack_find_indicator (vd_session_get_pack (self->session), target);

  if (indicator == NULL)
    return;
  /* A short form lists few; every sign can be found. */
  if (!is_listed (self, indicator)) {
    gtk_editable_set_text (GTK_EDITABLE (self->search), target);
    search_cb (self);
    return;
  }
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  search_cb (self);
  for (guint i = 0; i < self->groups->len; i++) {
    Group *group = g_ptr_array_index (self->groups, i);

    if (!g_ptr_array_find (group->indicators, indicator, NULL))
      continue;
    if (group->fold != NULL)
      vd_fold_set_open (group->fold, TRUE);
  }
}

static gboolean
take_row (const Group *group)
{
  GtkWidget *row = NULL;

  if (group != NULL && group->box != NULL)
    row = gtk_widget_get_last_child (GTK_WIDGET (group->box));
  if (row == NULL)
    return FALSE;
  vd_fill_stop (GTK_WIDGET (group->box));
  gtk_box_remove (group->box, row);
  return TRUE;
}

/* One row: each holds what a whole page of another place does. */
static gboolean
vd_place_seen_take_down (VdPlace *place)
{
  VdPlaceSeen *self = VD_PLACE_SEEN (place);

  for (guint i = 0; i < self->groups->len; i++) {
    if (take_row (g_ptr_array_index (self->groups, i)))
      return TRUE;
  }
  return take_row (self->matches);
}

static void
vd_place_seen_place_init (VdPlaceInterface *iface)
{
  iface->reveal = vd_place_seen_reveal;
  iface->take_down = vd_place_seen_take_down;
}

static void
vd_place_seen_save (VdEditor *editor, json_t *texts)
{
  const char *search = gtk_editable_get_text (GTK_EDITABLE (VD_PLACE_SEEN (editor)->search));

  if (*search != '\0')
    json_object_set_new (texts, "search", json_string (search));
}

static void
vd_place_seen_restore (VdEditor *editor, const json_t *texts)
{
  VdPlaceSeen *self = VD_PLACE_SEEN (editor);
  const char *search = json_string_value (json_object_get (texts, "search"));

  if (search == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->search), search);
  search_cb (self);
}

static void
vd_place_seen_editor_init (VdEditorInterface *iface)
{
  iface->save = vd_place_seen_save;
  iface->restore = vd_place_seen_restore;
}

static gboolean
vd_place_seen_grab_focus (GtkWidget *widget)
{
  VdPlaceSeen *self = VD_PLACE_SEEN (widget);
  const Group *core = g_ptr_array_index (self->groups, 0);

  /* The first answer, so that the keys 1 to 4 answer at once; not the search field. */
  if (gtk_widget_get_visible (self->all))
    return gtk_widget_grab_focus (gtk_widget_get_first_child (GTK_WIDGET (core->box)));
  return gtk_widget_grab_focus (self->search);
}

static void
vd_place_seen_dispose (GObject *object)
{
  VdPlaceSeen *self = VD_PLACE_SEEN (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  G_OBJECT_CLASS (vd_place_seen_parent_class)->dispose (object);
}

static void
vd_place_seen_finalize (GObject *object)
{
  VdPlaceSeen *self = VD_PLACE_SEEN (object);

  /* Rows and folds, which point to the groups, are gone by now. */
  g_ptr_array_unref (self->groups);
  g_clear_pointer (&self->matches, group_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (vd_place_seen_parent_class)->finalize (object);
}

static void
vd_place_seen_class_init (VdPlaceSeenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = vd_place_seen_dispose;
  G_OBJECT_CLASS (klass)->finalize = vd_place_seen_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = vd_place_seen_grab_focus;
}

static void
vd_place_seen_init (VdPlaceSeen *self)
{
  self->groups = g_ptr_array_new_with_free_func (group_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
}

static GtkWidget *
search_new (VdPlaceSeen *self)
{
  self->search = gtk_search_entry_new ();
  vd_private_text (self->search);
  vd_set_name (self->search, _ ("Search all signs"));
  g_object_set (self->search, "placeholder-text", _ ("Search all signs"), NULL);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  return self->search;
}

static void
add_core (VdPlaceSeen *self)
{
  Group *group = group_new (self->session, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  g_ptr_array_add (self->groups, group);
  collect_core (self, group);
  gtk_box_append (GTK_BOX (self->all), vd_heading_new (_ ("The first look"), 3));
  gtk_box_append (GTK_BOX (self->all), box);
  fill_group (box, group);
}

static void
add_groups (VdPlaceSeen *self)
{
  const VdPack *pack = vd_session_get_pack (self->session);
  const char *const *order = vd_node_list (get_setting (self->session), "groups");

  if (get_form (self->session) != NULL)
    return;
  gtk_box_append (GTK_BOX (self->all), vd_heading_new (_ ("More signs, by subject"), 3));
  for (guint i = 0; order[i] != NULL; i++) {
    Group *group = group_new (self->session, vd_pack_find (pack, "group", order[i]));
    g_autofree char *key = NULL;

    collect_group (self, group);
    if (group->indicators->len == 0) {
      group_free (group);
      continue;
    }
    key = g_strdup_printf ("group:%s", order[i]);
    group->fold = VD_FOLD (vd_fold_new (key, "", fill_group, group, NULL));
    gtk_box_append (GTK_BOX (self->all), GTK_WIDGET (group->fold));
    g_ptr_array_add (self->groups, group);
  }
}

GtkWidget *
vd_place_seen_new (VdSession *session)
{
  VdPlaceSeen *self = g_object_new (VD_TYPE_PLACE_SEEN, NULL);
  const char *lang = vd_session_get_language (session);

  self->session = g_object_ref (session);
  self->all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  self->found = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  gtk_box_append (GTK_BOX (self),
                  vd_paragraph_new (vd_node_text (get_first_look (session), "text", lang)));
  gtk_box_append (GTK_BOX (self), search_new (self));
  gtk_box_append (GTK_BOX (self), vd_block_link (_ ("Enter a sheet filled in by hand"), "paper"));
  gtk_box_append (GTK_BOX (self), self->all);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->found));
  add_core (self);
  add_groups (self);
  refresh (self);
  g_signal_connect_swapped (session, "record-changed", G_CALLBACK (refresh), self);
  return GTK_WIDGET (self);
}
