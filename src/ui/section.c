/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "section"

#include "ui/section.h"

#include "ui/parts.h"
#include "ui/widgets.h"

/* Of our own work in one frame. */
#define SLICE_USEC 8000

#define FILLER "vd-filler"
#define LATE "vd-late"

typedef struct {
  VdSectionFill fill;
  gpointer data;
} Late;

static void
fill_late (GtkWidget *section)
{
  g_autofree Late *late = g_object_steal_data (G_OBJECT (section), LATE);

  if (late != NULL)
    late->fill (GTK_BOX (gtk_expander_get_child (GTK_EXPANDER (section))), late->data);
}

static void
expanded_cb (GtkWidget *section)
{
  if (gtk_expander_get_expanded (GTK_EXPANDER (section)))
    fill_late (section);
}

GtkWidget *
vd_section_new (const char *title, VdSectionFill fill, gpointer data)
{
  GtkWidget *section = gtk_expander_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  Late *late = g_new0 (Late, 1);

  late->fill = fill;
  late->data = data;
  gtk_expander_set_label_widget (GTK_EXPANDER (section), vd_paragraph_new (""));
  vd_section_set_title (section, title);
  gtk_widget_set_margin_top (box, 12);
  gtk_expander_set_child (GTK_EXPANDER (section), box);
  g_object_set_data_full (G_OBJECT (section), LATE, late, g_free);
  g_signal_connect (section, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
  return section;
}

void
vd_section_set_heading (GtkWidget *section)
{
  gtk_widget_add_css_class (gtk_expander_get_label_widget (GTK_EXPANDER (section)), "heading");
}

void
vd_section_set_title (GtkWidget *section, const char *title)
{
  GtkWidget *label = gtk_expander_get_label_widget (GTK_EXPANDER (section));

  gtk_label_set_label (GTK_LABEL (label), title);
  vd_set_name (section, title);
}

void
vd_section_open (GtkWidget *section)
{
  gtk_expander_set_expanded (GTK_EXPANDER (section), TRUE);
}

typedef struct {
  VdFillMake make;
  gpointer data;
  guint next;
  guint tick;
} Filler;

static gboolean
fill_until (GtkBox *box, Filler *filler, gint64 until)
{
  do {
    GtkWidget *row = filler->make (filler->next++, filler->data);

    if (row == NULL)
      return FALSE;
    gtk_box_append (box, row);
  } while (until == 0 || g_get_monotonic_time () < until);
  return TRUE;
}

static gboolean
fill_tick_cb (GtkWidget *box, GdkFrameClock *clock, gpointer data)
{
  Filler *filler = data;

  if (fill_until (GTK_BOX (box), filler, g_get_monotonic_time () + SLICE_USEC))
    return G_SOURCE_CONTINUE;
  filler->tick = 0;
  g_object_set_data (G_OBJECT (box), FILLER, NULL);
  return G_SOURCE_REMOVE;
}

void
vd_fill_slowly (GtkBox *box, VdFillMake make, gpointer data)
{
  Filler *filler = g_new0 (Filler, 1);

  filler->make = make;
  filler->data = data;
  g_object_set_data_full (G_OBJECT (box), FILLER, filler, g_free);
  filler->tick = gtk_widget_add_tick_callback (GTK_WIDGET (box), fill_tick_cb, filler, NULL);
  /* What is first in sight is there at once. */
  if (fill_until (box, filler, g_get_monotonic_time () + SLICE_USEC))
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (box), filler->tick);
  g_object_set_data (G_OBJECT (box), FILLER, NULL);
}

void
vd_fill_finish (GtkBox *box)
{
  Filler *filler = g_object_get_data (G_OBJECT (box), FILLER);

  if (filler == NULL)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (box), filler->tick);
  fill_until (box, filler, 0);
  g_object_set_data (G_OBJECT (box), FILLER, NULL);
}
