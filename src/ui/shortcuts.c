/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "shortcuts"

#include "config.h"

#include "ui/shortcuts.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets.h"

typedef struct {
  const char *accel; /* (nullable): a heading */
  const char *last;  /* (nullable): the end of a range that @accel begins */
  const char *title;
} Shortcut;

static const Shortcut shortcuts[] = {
    {NULL, NULL, N_ ("Safety")},
    {"F9", NULL, N_ ("Pause: blank the screen, and back")},
    {"<Control>l", NULL, N_ ("Lock")},
    {"<Control>q", NULL, N_ ("Lock and quit")},
    {NULL, NULL, N_ ("Cases")},
    {"<Control>n", NULL, N_ ("New case")},
    {"<Control>f", NULL, N_ ("Search")},
    {NULL, NULL, N_ ("Assessment")},
    {"<Alt>1", "<Alt>8", N_ ("Go to one of the eight places")},
    {NULL, NULL, N_ ("General")},
    {"F10", NULL, N_ ("Menu")},
    {"<Control>comma", NULL, N_ ("Preferences")},
    {"<Control>question", NULL, N_ ("Keyboard shortcuts")},
};

static char *
accel_words (const char *accel)
{
  GdkModifierType modifiers;
  guint key;

  gtk_accelerator_parse (accel, &key, &modifiers);
  return gtk_accelerator_get_label (key, modifiers);
}

static GtkWidget *
row_new (const Shortcut *shortcut)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *first = accel_words (shortcut->accel);
  g_autofree char *last = shortcut->last != NULL ? accel_words (shortcut->last) : NULL;
  g_autofree char *words = g_strjoin (" – ", first, last, NULL);
  GtkWidget *keys = gtk_label_new (words);

  gtk_widget_add_css_class (keys, "dim-label");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (shortcut->title));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
  return row;
}

static GtkWidget *
page_new (void)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++) {
    if (shortcuts[i].accel != NULL) {
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row_new (&shortcuts[i]));
      continue;
    }
    group = adw_preferences_group_new ();
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ (shortcuts[i].title));
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  }
  return page;
}

GtkWindow *
vd_shortcuts_new (GtkWindow *parent)
{
  return vd_page_window_new (parent, _ ("Keyboard shortcuts"), page_new ());
}
