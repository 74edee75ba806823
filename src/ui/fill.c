/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "fill"

#include "ui/fill.h"

/* Of our own work in one frame. */
#define SLICE_USEC 5000

#define FILLER "vd-filler"

typedef struct {
  VdFillMake make;
  gpointer data;
  guint next;
  guint tick;
} Filler;

static void
append (GtkWidget *box, GtkWidget *row)
{
  if (GTK_IS_LIST_BOX (box))
    gtk_list_box_append (GTK_LIST_BOX (box), row);
  else
    gtk_box_append (GTK_BOX (box), row);
}

static gboolean
fill_until (GtkWidget *box, Filler *filler, gint64 until)
{
  do {
    GtkWidget *row = filler->make (filler->next++, filler->data);

    if (row == NULL)
      return FALSE;
    append (box, row);
  } while (until == 0 || g_get_monotonic_time () < until);
  return TRUE;
}

static gboolean
fill_tick_cb (GtkWidget *box, GdkFrameClock *clock, gpointer data)
{
  Filler *filler = data;

  if (fill_until (box, filler, g_get_monotonic_time () + SLICE_USEC))
    return G_SOURCE_CONTINUE;
  filler->tick = 0;
  g_object_set_data (G_OBJECT (box), FILLER, NULL);
  return G_SOURCE_REMOVE;
}

void
vd_fill_stop (GtkWidget *box)
{
  Filler *filler = g_object_get_data (G_OBJECT (box), FILLER);

  if (filler == NULL)
    return;
  gtk_widget_remove_tick_callback (box, filler->tick);
  g_object_set_data (G_OBJECT (box), FILLER, NULL);
}

void
vd_fill_slowly (GtkWidget *box, VdFillMake make, gpointer data)
{
  Filler *filler = g_new0 (Filler, 1);

  vd_fill_stop (box);
  filler->make = make;
  filler->data = data;
  g_object_set_data_full (G_OBJECT (box), FILLER, filler, g_free);
  filler->tick = gtk_widget_add_tick_callback (box, fill_tick_cb, filler, NULL);
  /* What is first in sight is there at once. */
  if (!fill_until (box, filler, g_get_monotonic_time () + SLICE_USEC))
    vd_fill_stop (box);
}

void
vd_fill_finish (GtkWidget *root)
{
  Filler *filler = g_object_get_data (G_OBJECT (root), FILLER);

  if (filler != NULL) {
    fill_until (root, filler, 0);
    vd_fill_stop (root);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    vd_fill_finish (child);
}

gboolean
vd_fill_is_busy (GtkWidget *root)
{
  if (g_object_get_data (G_OBJECT (root), FILLER) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    if (vd_fill_is_busy (child))
      return TRUE;
  }
  return FALSE;
}
