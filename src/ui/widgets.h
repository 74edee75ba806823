/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * Small things that every screen needs, in one place because GTK 4.8 gets them wrong by itself: a
 * button with a mnemonic is read twice unless its child is a label, an icon is read as "image", a
 * text view swallows Tab, grouped check buttons are no radio buttons to a screen reader.
 */

/** Returns: (transfer floating): a button whose child is a label with mnemonic ("_Next"). */
GtkWidget *vd_button_new (const char *mnemonic);

/** Returns: (transfer floating): a flat button with an icon, @name for screen reader and tooltip.
 *  @action: (nullable): detailed action name. */
GtkWidget *vd_icon_button_new (const char *icon, const char *name, const char *action);

/** Gives @widget the accessible name @name. */
void vd_set_name (GtkWidget *widget, const char *name);

/** Says in which element the name and the description of @widget stand; either may be NULL. */
void vd_set_labels (GtkWidget *widget, GtkWidget *label, GtkWidget *description);

/** Returns: (transfer floating): text that wraps, at the start of the line; @css_class (nullable).
 */
GtkWidget *vd_label_new (const char *text, const char *css_class);

/** Returns: (transfer none): a label with mnemonic for @field and below it @field, both appended to
 *  @box, the field named after the label. */
GtkWidget *vd_box_append_field (GtkBox *box, const char *mnemonic, GtkWidget *field);

/** Marks @widget as wrong or right: the state for a screen reader and the style class "error". */
void vd_set_invalid (GtkWidget *widget, gboolean invalid);

/**
 * vd_private_text:
 * For every field that takes free text: input methods must not learn from it, no spell check, no
 * emoji list, no undo for single lines (undo keeps deleted words), Tab leaves a text view.
 * @widget: a GtkText, GtkEditable or GtkTextView
 */
void vd_private_text (GtkWidget *widget);

/** Returns: (transfer floating): a box that a screen reader knows as a group of radio buttons. */
GtkWidget *vd_radio_group_new (const char *name);

/** Returns: (transfer none): a radio button, appended to @group and joined with those in it. Space
 *  and the arrow keys choose. Its GtkWidget:name is @id. */
GtkWidget *vd_radio_group_add (GtkWidget *group, const char *id, const char *label);

/** Returns: (transfer none) (nullable): the id of the chosen one. */
const char *vd_radio_group_get (GtkWidget *group);

/** Chooses @id when it is there. */
void vd_radio_group_set (GtkWidget *group, const char *id);

/** Places the focus on the chosen one, else on the first. */
gboolean vd_radio_group_focus (GtkWidget *group);

/** Shows @child of @stack and hides the others: GTK 4.8 tells a screen reader of pages that are
 * only covered, as if they were on the screen. */
void vd_stack_show (GtkStack *stack, GtkWidget *child);
void vd_stack_show_name (GtkStack *stack, const char *name);

/** Packs what every screen of an open vault has at the end of its bar: menu, lock, pause. */
void vd_header_pack_controls (AdwHeaderBar *bar);

/** Packs the menu alone, for screens of a closed vault. */
void vd_header_pack_menu (AdwHeaderBar *bar);

/** Returns: (transfer none): a modal window over @parent that shows @page (an AdwPreferencesPage)
 *  and closes with Escape. */
GtkWindow *vd_page_window_new (GtkWindow *parent, const char *title, GtkWidget *page);
