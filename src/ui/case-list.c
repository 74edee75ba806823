/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "case-list"

#include "config.h"

#include "ui/case-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "ui/case-delete.h"
#include "ui/case-filter.h"
#include "ui/case-foot.h"
#include "ui/case-row.h"
#include "ui/case-search.h"
#include "ui/fill.h"
#include "ui/page.h"
#include "ui/widgets.h"
#include "ui/window.h"

/* More rows than this are never there: each costs GTK a millisecond or two when it is made, and
 * something in every frame from then on. */
#define ROWS_AT_ONCE 25

struct _VdCaseList {
  AdwBin parent;

  VdSession *session;
  AdwHeaderBar *header;
  GtkMenuButton *new_menu;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkStack *stack;
  GtkFlowBox *filters;
  GtkListBox *list;
  GtkLabel *none;
  GtkWidget *pager;
  GtkWidget *earlier;
  GtkLabel *range;
  GtkWidget *more;
  GtkWidget *first;

  GtkLabel *searching;
  VdCaseSearch *search;
  GtkWidget *buttons[VD_N_CASE_FILTERS];
  VdCaseFilter filter;
  guint page; /* of ROWS_AT_ONCE */

  GPtrArray *cases; /* (nullable): what @shown points into */
  GPtrArray *shown; /* (element-type VdCase): one row each, in order */
  guint reused;     /* rows that were there before the list was filled last */
  char *today;      /* (nullable): the date the rows speak from */
};

static void vd_case_list_page_init (VdPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VdCaseList,
                               vd_case_list,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (VD_TYPE_PAGE, vd_case_list_page_init))

/* Filters. */

static void
count_filters (VdCaseList *self, const GPtrArray *cases, const char *today)
{
  for (guint f = 0; f < VD_N_CASE_FILTERS; f++) {
    g_autofree char *words = NULL;
    guint count = 0;

    for (guint i = 0; i < cases->len; i++)
      count += vd_case_matches (g_ptr_array_index (cases, i), f, today);
    words = vd_case_filter_words (f, count);
    gtk_button_set_label (GTK_BUTTON (self->buttons[f]), words);
  }
}

/* The list. */

static gboolean
is_shown (VdCaseList *self, const VdCase *item, const char *needle, const char *today)
{
  /* A search looks everywhere: who searches does not know where it is. */
  return *needle == '\0' ? vd_case_matches (item, self->filter, today)
                         : vd_case_search_matches (self->search, item, needle);
}

static GtkWidget *
make_row (guint index, gpointer data)
{
  VdCaseList *self = data;

  GtkWidget *row;

  index += self->reused;
  if (index >= self->shown->len)
    return NULL;
  row = vd_case_row_new ();
  vd_case_search_show_row (self->search, VD_CASE_ROW (row), g_ptr_array_index (self->shown, index));
  return row;
}

/* The rows that are there show the cases that belong there now; those left over go. */
static void
reuse_rows (VdCaseList *self)
{
  GtkListBoxRow *row;

  self->reused = 0;
  while ((row = gtk_list_box_get_row_at_index (self->list, (int)self->reused)) != NULL &&
         self->reused < self->shown->len)
    vd_case_search_show_row (self->search, VD_CASE_ROW (row),
                             g_ptr_array_index (self->shown, self->reused++));
  while ((row = gtk_list_box_get_row_at_index (self->list, (int)self->reused)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

/* Takes what belongs on the page. Returns: how many there are on all of them. */
static guint
choose_rows (VdCaseList *self, const char *needle)
{
  guint found = 0;

  for (guint i = 0; i < self->cases->len; i++) {
    VdCase *item = g_ptr_array_index (self->cases, i);

    if (!is_shown (self, item, needle, self->today))
      continue;
    if (found / ROWS_AT_ONCE == self->page)
      g_ptr_array_add (self->shown, item);
    found++;
  }
  return found;
}

/* What was on the page may be gone: then the last one is shown. */
static guint
fill_list (VdCaseList *self, const char *needle)
{
  guint found;

  vd_fill_stop (GTK_WIDGET (self->list));
  g_ptr_array_set_size (self->shown, 0);
  found = choose_rows (self, needle);
  if (found > 0 && self->shown->len == 0) {
    self->page = (found - 1) / ROWS_AT_ONCE;
    choose_rows (self, needle);
  }
  reuse_rows (self);
  vd_fill_slowly (GTK_WIDGET (self->list), make_row, self);
  return found;
}

static void
show_pager (VdCaseList *self, guint found)
{
  guint from = self->page * ROWS_AT_ONCE;
  /* Translators: which cases of a long list are shown: "26 to 50 of 1200". */
  g_autofree char *text =
      g_strdup_printf (_ ("%u to %u of %u"), from + 1, from + self->shown->len, found);

  gtk_label_set_label (self->range, text);
  gtk_widget_set_sensitive (self->earlier, self->page > 0);
  gtk_widget_set_sensitive (self->more, from + ROWS_AT_ONCE < found);
  gtk_widget_set_visible (self->pager, found > ROWS_AT_ONCE);
}

/* The session may take another list while rows of this one are still to be made. */
static void
hold_cases (VdCaseList *self)
{
  const GPtrArray *cases = vd_session_get_cases (self->session);

  g_clear_pointer (&self->cases, g_ptr_array_unref);
  self->cases = g_ptr_array_ref ((GPtrArray *)cases);
  vd_case_search_set_cases (self->search, self->cases);
}

static void
show_search (VdCaseList *self)
{
  g_autofree char *status = vd_case_search_status (self->search);

  gtk_label_set_label (self->searching, status != NULL ? status : "");
  gtk_widget_set_visible (GTK_WIDGET (self->searching), status != NULL);
}

static void
refresh (VdCaseList *self)
{
  g_autofree char *needle = vd_case_needle (gtk_editable_get_text (self->search_entry));
  guint found;

  hold_cases (self);
  g_free (self->today);
  self->today = vd_clock_date (vd_session_get_clock (self->session));
  count_filters (self, self->cases, self->today);
  found = fill_list (self, needle);
  vd_stack_show_name (self->stack, self->cases->len > 0 ? "list" : "empty");
  gtk_widget_set_visible (GTK_WIDGET (self->list), found > 0);
  /* A search looks through all, so no filter is shown as chosen meanwhile. */
  gtk_widget_set_visible (GTK_WIDGET (self->filters), *needle == '\0');
  show_pager (self, found);
  gtk_widget_set_visible (GTK_WIDGET (self->none), found == 0);
  gtk_label_set_label (self->none, vd_case_filter_none_words (self->filter, *needle != '\0'));
  show_search (self);
}

static void
refilter_cb (VdCaseList *self)
{
  self->page = 0;
  vd_case_search_begin (self->search, gtk_editable_get_text (self->search_entry));
  refresh (self);
}

/* From its first row on, which has the focus then. */
static void
turn_page (VdCaseList *self, int by)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (self->pager, GTK_TYPE_SCROLLED_WINDOW);

  self->page = (guint)((int)self->page + by);
  refresh (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                            0);
  vd_page_shown (VD_PAGE (self));
}

static void
earlier_cb (VdCaseList *self)
{
  turn_page (self, -1);
}

static void
more_cb (VdCaseList *self)
{
  turn_page (self, 1);
}

static void
filter_toggled_cb (GtkToggleButton *button, gpointer data)
{
  VdCaseList *self = data;

  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint f = 0; f < VD_N_CASE_FILTERS; f++) {
    if (self->buttons[f] == GTK_WIDGET (button))
      self->filter = f;
  }
  refilter_cb (self);
}

static void
row_activated_cb (VdCaseList *self, GtkListBoxRow *row)
{
  if (gtk_list_box_row_get_activatable (row))
    vd_window_open_case (vd_window_of (GTK_WIDGET (self)), vd_case_row_get_id (VD_CASE_ROW (row)));
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  vd_case_ask_delete (vd_window_of (widget), g_variant_get_string (parameter, NULL));
}

/* The page. */

static const char *
vd_case_list_title (VdPage *page)
{
  return _ ("Cases");
}

static void
vd_case_list_shown (VdPage *page)
{
  VdCaseList *self = VD_CASE_LIST (page);
  g_autofree char *today = vd_clock_date (vd_session_get_clock (self->session));
  GtkWidget *row;

  if (self->cases != vd_session_get_cases (self->session) || g_strcmp0 (self->today, today) != 0)
    refresh (self);
  row = gtk_widget_get_first_child (GTK_WIDGET (self->list));
  gtk_widget_grab_focus (row != NULL ? row : self->first);
}

static char *
vd_case_list_save_draft (VdPage *page)
{
  VdCaseList *self = VD_CASE_LIST (page);
  g_autoptr (json_t) draft = json_object ();

  json_object_set_new (draft, "filter", json_integer (self->filter));
  json_object_set_new (draft, "search", json_string (gtk_editable_get_text (self->search_entry)));
  return vd_json_write (draft, NULL);
}

static void
vd_case_list_restore_draft (VdPage *page, const char *text)
{
  VdCaseList *self = VD_CASE_LIST (page);
  g_autoptr (json_t) draft = vd_json_parse (text, strlen (text), NULL);
  json_int_t filter = json_integer_value (json_object_get (draft, "filter"));
  const char *search = json_string_value (json_object_get (draft, "search"));

  if (filter >= 0 && filter < VD_N_CASE_FILTERS)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[filter]), TRUE);
  if (search != NULL && *search != '\0') {
    gtk_search_bar_set_search_mode (self->search_bar, TRUE);
    gtk_editable_set_text (self->search_entry, search);
  }
}

void
vd_case_list_search (VdCaseList *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
vd_case_list_page_init (VdPageInterface *iface)
{
  iface->title = vd_case_list_title;
  iface->shown = vd_case_list_shown;
  iface->save_draft = vd_case_list_save_draft;
  iface->restore_draft = vd_case_list_restore_draft;
}

/* The object. */

static void
vd_case_list_dispose (GObject *object)
{
  VdCaseList *self = VD_CASE_LIST (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_pointer (&self->search, vd_case_search_free);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), VD_TYPE_CASE_LIST);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->cases, g_ptr_array_unref);
  g_clear_pointer (&self->today, g_free);
  G_OBJECT_CLASS (vd_case_list_parent_class)->dispose (object);
}

static void
vd_case_list_class_init (VdCaseListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vd_case_list_dispose;
  gtk_widget_class_install_action (widget_class, "cases.delete", "s", delete_action);
  gtk_widget_class_set_template_from_resource (widget_class, "/no/varde/Varde/ui/case-list.ui");
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, header);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, new_menu);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, search_bar);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, stack);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, filters);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, list);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, none);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, searching);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, pager);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, earlier);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, range);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, more);
  gtk_widget_class_bind_template_child (widget_class, VdCaseList, first);
  gtk_widget_class_bind_template_callback (widget_class, refilter_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, earlier_cb);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
}

static void
add_search_button (VdCaseList *self)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_button_set_icon_name (GTK_BUTTON (button), "system-search-symbolic");
  gtk_widget_set_tooltip_text (button, _ ("Search"));
  vd_set_name (button, _ ("Search"));
  g_object_bind_property (button, "active", self->search_bar, "search-mode-enabled",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  adw_header_bar_pack_end (self->header, button);
}

static void
add_filters (VdCaseList *self)
{
  for (guint f = 0; f < VD_N_CASE_FILTERS; f++) {
    GtkWidget *button = gtk_toggle_button_new ();
    /* The place in the flow box is no place to stop at and has no name; the button in it has. */
    GtkWidget *place =
        g_object_new (GTK_TYPE_FLOW_BOX_CHILD, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP,
                      "focusable", FALSE, "child", button, NULL);

    if (f == 0)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
    else
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                   GTK_TOGGLE_BUTTON (self->buttons[0]));
    self->buttons[f] = button;
    g_signal_connect (button, "toggled", G_CALLBACK (filter_toggled_cb), self);
    gtk_flow_box_append (self->filters, place);
  }
}

static void
vd_case_list_init (VdCaseList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->shown = g_ptr_array_new ();
  vd_header_pack_controls (self->header);
  add_search_button (self);
  add_filters (self);
  vd_private_text (GTK_WIDGET (self->search_entry));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_search_bar_set_key_capture_widget (self->search_bar, GTK_WIDGET (self));
}

/* New takes the unit's own workplace; its menu offers the others. */
static void
fill_settings (VdCaseList *self)
{
  const GPtrArray *settings = vd_pack_nodes (vd_session_get_pack (self->session), "setting");
  const char *lang = vd_session_get_language (self->session);
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < settings->len; i++) {
    const VdNode *setting = g_ptr_array_index (settings, i);
    g_autoptr (GMenuItem) item = g_menu_item_new (vd_node_text (setting, "name", lang), NULL);

    g_menu_item_set_action_and_target (item, "win.new-case-in", "s", vd_node_id (setting));
    g_menu_append_item (menu, item);
  }
  gtk_menu_button_set_menu_model (self->new_menu, G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->new_menu), _ ("New at another workplace"));
  vd_set_name (GTK_WIDGET (self->new_menu), _ ("New at another workplace"));
}

/* The cases may hold the words now, or hold them no more. */
static void
cases_cb (VdCaseList *self)
{
  vd_case_search_again (self->search);
  refresh (self);
}

/* While it goes on only that is said: the rows stay where they are. */
static void
found_cb (gpointer data)
{
  VdCaseList *self = data;

  if (vd_case_search_is_busy (self->search))
    show_search (self);
  else
    refresh (self);
}

GtkWidget *
vd_case_list_new (VdSession *session)
{
  VdCaseList *self = g_object_new (VD_TYPE_CASE_LIST, NULL);

  self->session = g_object_ref (session);
  fill_settings (self);
  self->search = vd_case_search_new (session, found_cb, self);
  gtk_box_append (GTK_BOX (adw_bin_get_child (ADW_BIN (self))), vd_case_foot_new (session));
  g_signal_connect_swapped (session, "cases-changed", G_CALLBACK (cases_cb), self);
  return GTK_WIDGET (self);
}
