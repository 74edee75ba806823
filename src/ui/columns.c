/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "columns"

#include "ui/columns.h"

/* Pixels at normal text size. */
#define WIDE 1100
#define START_WIDTH 210
#define END_WIDTH 290

struct _VdColumns {
  GtkWidget parent;

  GtkWidget *bar;
  GtkWidget *start;
  GtkWidget *middle;
  GtkWidget *end; /* (nullable) */
  gboolean narrow;
};

G_DEFINE_FINAL_TYPE (VdColumns, vd_columns, GTK_TYPE_WIDGET)

/* Larger text needs wider columns, so side columns go sooner. */
static int
scaled (VdColumns *self, int pixels)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  int dpi = -1;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  return dpi > 96 * 1024 ? (int)((gint64)pixels * dpi / (96 * 1024)) : pixels;
}

static int
min_of (GtkWidget *widget, GtkOrientation orientation, int for_size)
{
  int min = 0;

  if (widget != NULL)
    gtk_widget_measure (widget, orientation, for_size, &min, NULL, NULL, NULL);
  return min;
}

static void
vd_columns_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  VdColumns *self = VD_COLUMNS (widget);
  int middle = min_of (self->middle, orientation, -1);
  int bar = min_of (self->bar, orientation, -1);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MAX (middle, bar);
    *natural = MAX (*minimum, scaled (self, WIDE));
  } else {
    *minimum = MAX (middle + bar, min_of (self->start, orientation, -1));
    *minimum = MAX (*minimum, min_of (self->end, orientation, -1));
    *natural = *minimum;
  }
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  GtkAllocation place = {x, y, width, height};

  gtk_widget_set_child_visible (child, TRUE);
  gtk_widget_size_allocate (child, &place, -1);
}

static void
allocate_narrow (VdColumns *self, int width, int height)
{
  int bar = min_of (self->bar, GTK_ORIENTATION_VERTICAL, width);

  gtk_widget_set_child_visible (self->start, FALSE);
  if (self->end != NULL)
    gtk_widget_set_child_visible (self->end, FALSE);
  allocate (self->bar, 0, 0, width, bar);
  allocate (self->middle, 0, bar, width, height - bar);
}

static void
allocate_wide (VdColumns *self, int width, int height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int start =
      MAX (scaled (self, START_WIDTH), min_of (self->start, GTK_ORIENTATION_HORIZONTAL, -1));
  int end = self->end == NULL ? 0
                              : MAX (scaled (self, END_WIDTH),
                                     min_of (self->end, GTK_ORIENTATION_HORIZONTAL, -1));

  gtk_widget_set_child_visible (self->bar, FALSE);
  allocate (self->start, rtl ? width - start : 0, 0, start, height);
  allocate (self->middle, rtl ? end : start, 0, width - start - end, height);
  if (self->end != NULL)
    allocate (self->end, rtl ? 0 : width - end, 0, end, height);
}

static void
vd_columns_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  VdColumns *self = VD_COLUMNS (widget);
  int least =
      MAX (scaled (self, START_WIDTH), min_of (self->start, GTK_ORIENTATION_HORIZONTAL, -1)) +
      min_of (self->middle, GTK_ORIENTATION_HORIZONTAL, -1) +
      (self->end != NULL
           ? MAX (scaled (self, END_WIDTH), min_of (self->end, GTK_ORIENTATION_HORIZONTAL, -1))
           : 0);

  self->narrow = width < MAX (scaled (self, WIDE), least);
  if (self->narrow)
    allocate_narrow (self, width, height);
  else
    allocate_wide (self, width, height);
}

gboolean
vd_columns_is_narrow (VdColumns *self)
{
  return self->narrow;
}

static void
vd_columns_dispose (GObject *object)
{
  VdColumns *self = VD_COLUMNS (object);

  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_pointer (&self->start, gtk_widget_unparent);
  g_clear_pointer (&self->middle, gtk_widget_unparent);
  g_clear_pointer (&self->end, gtk_widget_unparent);
  G_OBJECT_CLASS (vd_columns_parent_class)->dispose (object);
}

static void
vd_columns_class_init (VdColumnsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = vd_columns_dispose;
  widget_class->measure = vd_columns_measure;
  widget_class->size_allocate = vd_columns_size_allocate;
}

static void
vd_columns_init (VdColumns *self)
{
}

GtkWidget *
vd_columns_new (GtkWidget *bar, GtkWidget *start, GtkWidget *middle, GtkWidget *end)
{
  VdColumns *self = g_object_new (VD_TYPE_COLUMNS, "hexpand", TRUE, "vexpand", TRUE, NULL);
  GtkWidget *widget = GTK_WIDGET (self);

  self->bar = bar;
  self->start = start;
  self->middle = middle;
  self->end = end;
  /* In the order of the keyboard. */
  gtk_widget_set_parent (start, widget);
  gtk_widget_set_parent (bar, widget);
  gtk_widget_set_parent (middle, widget);
  if (end != NULL)
    gtk_widget_set_parent (end, widget);
  return widget;
}
