/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "widgets"

#include "config.h"

#include "ui/widgets.h"

#include <glib/gi18n-lib.h>

#include "base/lang.h"

#define HINTS (GTK_INPUT_HINT_PRIVATE | GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI)

GtkWidget *
vd_button_new (const char *mnemonic)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new_with_mnemonic (mnemonic);

  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
  return button;
}

GtkWidget *
vd_icon_button_new (const char *icon, const char *name, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  vd_set_name (button, name);
  gtk_widget_set_tooltip_text (button, name);
  if (action != NULL)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

void
vd_set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
vd_set_labels (GtkWidget *widget, GtkWidget *label, GtkWidget *description)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (label != NULL)
    gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL,
                                    -1);
  if (description != NULL)
    gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, description,
                                    NULL, -1);
}

GtkWidget *
vd_label_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

GtkWidget *
vd_box_append_field (GtkBox *box, const char *mnemonic, GtkWidget *field)
{
  GtkWidget *label = vd_label_new (NULL, "heading");

  gtk_label_set_text_with_mnemonic (GTK_LABEL (label), mnemonic);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), field);
  vd_set_labels (field, label, NULL);
  gtk_box_append (box, label);
  gtk_box_append (box, field);
  return field;
}

void
vd_set_invalid (GtkWidget *widget, gboolean invalid)
{
  if (invalid)
    gtk_widget_add_css_class (widget, "error");
  else
    gtk_widget_remove_css_class (widget, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

void
vd_private_text (GtkWidget *widget)
{
  if (GTK_IS_TEXT_VIEW (widget)) {
    gtk_text_view_set_input_hints (GTK_TEXT_VIEW (widget), HINTS);
    gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (widget), FALSE);
    return;
  }
  while (GTK_IS_EDITABLE (widget) && !GTK_IS_TEXT (widget)) {
    gtk_editable_set_enable_undo (GTK_EDITABLE (widget), FALSE);
    widget = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (widget)));
  }
  g_assert (GTK_IS_TEXT (widget));
  gtk_text_set_input_hints (GTK_TEXT (widget), HINTS);
  gtk_text_set_enable_emoji_completion (GTK_TEXT (widget), FALSE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (widget), FALSE);
}

GtkWidget *
vd_radio_group_new (const char *name)
{
  GtkWidget *group = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                                   6, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO_GROUP, NULL);

  vd_set_name (group, name);
  return group;
}

GtkWidget *
vd_radio_group_add (GtkWidget *group, const char *id, const char *label)
{
  GtkWidget *first = gtk_widget_get_first_child (group);
  GtkWidget *button = g_object_new (GTK_TYPE_CHECK_BUTTON, "label", label, "name", id, "group",
                                    first, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);

  gtk_box_append (GTK_BOX (group), button);
  return button;
}

static GtkWidget *
get_chosen (GtkWidget *group)
{
  for (GtkWidget *child = gtk_widget_get_first_child (group); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (child)))
      return child;
  }
  return NULL;
}

gboolean
vd_radio_group_focus (GtkWidget *group)
{
  GtkWidget *chosen = get_chosen (group);

  return gtk_widget_grab_focus (chosen != NULL ? chosen : gtk_widget_get_first_child (group));
}

const char *
vd_radio_group_get (GtkWidget *group)
{
  GtkWidget *chosen = get_chosen (group);

  return chosen != NULL ? gtk_widget_get_name (chosen) : NULL;
}

void
vd_radio_group_set (GtkWidget *group, const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (group); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (g_strcmp0 (gtk_widget_get_name (child), id) == 0)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (child), TRUE);
  }
}

static GMenuModel *
languages_menu_new (void)
{
  GMenu *menu = g_menu_new ();

  for (const VdLang *l = vd_lang_all (); l->tag != NULL; l++) {
    g_autofree char *action = g_strdup_printf ("win.language::%s", l->tag);

    if (l->staff)
      g_menu_append (menu, l->native_name, action);
  }
  return G_MENU_MODEL (menu);
}

/* The subjects of the screen of the vault; without an open one those that need none. */
static GMenuModel *
vault_menu_new (gboolean open)
{
  static const struct {
    const char *page;
    const char *title;
    gboolean open;
  } entries[] = {
      {"people", N_ ("People"), TRUE},
      {"recovery", N_ ("Recovery key"), TRUE},
      {"backup", N_ ("Backup"), TRUE},
      {"restore", N_ ("Restore from a backup"), FALSE},
      {"move", N_ ("Move to another computer"), TRUE},
      {"log", N_ ("Log"), TRUE},
      {"condition", N_ ("Condition"), TRUE},
      {"keeping", N_ ("How long cases are kept"), TRUE},
      {"reseal", N_ ("Seal everything again"), TRUE},
      {"destroy", N_ ("Destroy the vault"), TRUE},
      {"rescue", N_ ("Save what can be read"), FALSE},
  };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    g_autofree char *action = g_strdup_printf ("win.vault::%s", entries[i].page);

    /* A vault that is open needs no rescue. */
    if (open ? !g_str_equal (entries[i].page, "rescue") : !entries[i].open)
      g_menu_append (menu, _ (entries[i].title), action);
  }
  return G_MENU_MODEL (menu);
}

/* Only while a case is on the screen. */
static void
append_case_content (GMenu *menu)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (_ ("Content of this case"), "win.case-content");

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

static GMenuModel *
menu_new (gboolean open)
{
  g_autoptr (GMenuModel) vault = vault_menu_new (open);
  g_autoptr (GMenuModel) languages = languages_menu_new ();
  g_autoptr (GMenu) reading = g_menu_new ();
  g_autoptr (GMenu) care = g_menu_new ();
  g_autoptr (GMenu) rest = g_menu_new ();
  GMenu *menu = g_menu_new ();

  /* Each language under its own name: it must be found by who does not read the present one. */
  g_menu_append_section (menu, _ ("Language"), languages);
  g_menu_append (reading, _ ("Learn"), "win.read::learn");
  g_menu_append (reading, _ ("Practice"), "win.read::practice");
  g_menu_append (reading, _ ("Contacts"), "win.read::contacts");
  g_menu_append (reading, _ ("Received files and keys"), "win.read::exchange");
  g_menu_append (reading, _ ("Sources of this page"), "win.sources");
  if (open)
    append_case_content (reading);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (reading));
  g_menu_append_submenu (care, _ ("The vault"), vault);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (care));
  g_menu_append (rest, _ ("Preferences"), "win.preferences");
  g_menu_append (rest, _ ("Keyboard shortcuts"), "win.shortcuts");
  g_menu_append (rest, _ ("About Varde"), "win.about");
  g_menu_append (rest, _ ("Quit"), "app.quit");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));
  return G_MENU_MODEL (menu);
}

static void
create_menu_cb (GtkMenuButton *button, gpointer open)
{
  g_autoptr (GMenuModel) menu = menu_new (GPOINTER_TO_INT (open));

  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (menu));
}

static void
pack_menu (AdwHeaderBar *bar, gboolean open)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  /* Only when it is opened: every screen has a header, and its menu costs more than all else. */
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_menu_cb,
                                         GINT_TO_POINTER (open), NULL);
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _ ("Menu"));
  vd_set_name (button, _ ("Menu"));
  adw_header_bar_pack_end (bar, button);
}

void
vd_header_pack_menu (AdwHeaderBar *bar)
{
  pack_menu (bar, FALSE);
}

void
vd_stack_show (GtkStack *stack, GtkWidget *child)
{
  gtk_widget_set_visible (child, TRUE);
  gtk_stack_set_visible_child (stack, child);
  for (GtkWidget *other = gtk_widget_get_first_child (GTK_WIDGET (stack)); other != NULL;
       other = gtk_widget_get_next_sibling (other)) {
    if (other != child)
      gtk_widget_set_visible (other, FALSE);
  }
}

void
vd_stack_show_name (GtkStack *stack, const char *name)
{
  vd_stack_show (stack, gtk_stack_get_child_by_name (stack, name));
}

void
vd_header_pack_controls (AdwHeaderBar *bar)
{
  pack_menu (bar, TRUE);
  adw_header_bar_pack_end (
      bar, vd_icon_button_new ("system-lock-screen-symbolic", _ ("Lock"), "win.lock"));
  adw_header_bar_pack_end (bar, vd_icon_button_new ("media-playback-pause-symbolic",
                                                    _ ("Pause: blank the screen"), "win.pause"));
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

GtkWindow *
vd_page_window_new (GtkWindow *parent, const char *title, GtkWidget *page)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 520);
  return GTK_WINDOW (window);
}
