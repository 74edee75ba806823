/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/**
 * The pieces that places of an assessment are made of. All texts wrap, so that nothing is cut at
 * 200 % text or in a long language; all functions return a floating reference.
 */

/** A heading of that level for eyes and screen readers; 2 is a place, 3 a group, 4 a question. */
GtkWidget *vd_heading_new (const char *text, int level);
/** A paragraph. */
GtkWidget *vd_paragraph_new (const char *text);
/** A smaller paragraph: help, source, date. */
GtkWidget *vd_hint_new (const char *text);

/** A vertical box on a card with the usual margins inside. */
GtkWidget *vd_card_new (GtkWidget **inside);

/** A check button whose label wraps; @text is also its accessible name. */
GtkWidget *vd_check_new (const char *text);
/** The same with the role of a radio button; @group: (nullable): any other radio of its group. */
GtkWidget *vd_radio_new (const char *text, GtkWidget *group);

/**
 * A button with a wrapping label and no mnemonic, for what stands many times on a screen.
 * @name: (nullable): the accessible name where @text alone does not say enough ("Clear: Age")
 */
GtkWidget *vd_text_button_new (const char *text, const char *name, gboolean flat);

/** Makes @button lead to @target: the action "assessment.goto". */
void vd_button_leads_to (GtkWidget *button, const char *target);

/**
 * vd_group_new:
 * A box that puts its children in lines as the width allows. In a radio group the arrow keys
 * choose the button before or after; GTK 4.8 by itself follows an order of its own.
 * @role: GTK_ACCESSIBLE_ROLE_RADIO_GROUP or GTK_ACCESSIBLE_ROLE_GROUP
 * @label: (nullable): the label that names it
 */
GtkWidget *vd_group_new (GtkAccessibleRole role, GtkWidget *label);

/** Text of several lines that grows up to a height, then scrolls; Tab leaves it.
 *  @view: (out): the text view. */
GtkWidget *vd_area_new (GtkWidget **view);

/** Text of a GtkEditable or a GtkTextView. Returns: (transfer full). */
char *vd_typed_get (GtkWidget *widget);
/** Replaces it and leaves the cursor where it was, as far as that is possible. */
void vd_typed_set (GtkWidget *widget, const char *text);
/** Calls @callback (data) when the person, or a program, changed the text. */
void vd_typed_connect (GtkWidget *widget, GCallback callback, gpointer data);

/** Returns: (transfer full): @text between isolates, for a sentence that may run the other way. */
char *vd_isolate (const char *text);

/** Returns: (transfer full): "2 May 2026" or "2 May 2026, 10:16" in local time, from a date or a
 *  time of the assessment file; "" for NULL. @lang: of the screen. */
char *vd_when (const char *stamp, const char *lang);

/** Removes every child of a box. */
void vd_box_clear (GtkBox *box);
