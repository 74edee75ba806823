/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "wrap-layout"

#include "ui/wrap-layout.h"

struct _VdWrapLayout {
  GtkLayoutManager parent;

  int column_spacing;
  int row_spacing;
};

G_DEFINE_FINAL_TYPE (VdWrapLayout, vd_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* One line: the children from @first up to, not including, @end. */
typedef struct {
  GtkWidget *first;
  GtkWidget *end;
  int height;
} Line;

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static int
natural_width (GtkWidget *child, int available)
{
  int min, nat;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);
  return available < 0 ? nat : CLAMP (available, min, nat);
}

static int
height_for (GtkWidget *child, int width)
{
  int nat;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &nat, NULL, NULL);
  return nat;
}

static Line
break_line (VdWrapLayout *self, GtkWidget *first, int available)
{
  Line line = {.first = first, .end = first};
  int used = 0;

  while (line.end != NULL) {
    int width = natural_width (line.end, available);

    if (available >= 0 && line.end != first && used + self->column_spacing + width > available)
      break;
    used += width + (line.end != first ? self->column_spacing : 0);
    line.height = MAX (line.height, height_for (line.end, width));
    line.end = next_shown (gtk_widget_get_next_sibling (line.end));
  }
  return line;
}

static void
measure_width (VdWrapLayout *self, GtkWidget *widget, int *minimum, int *natural)
{
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));

  *minimum = *natural = 0;
  for (; child != NULL; child = next_shown (gtk_widget_get_next_sibling (child))) {
    int min, nat;

    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, &nat, NULL, NULL);
    *minimum = MAX (*minimum, min);
    *natural += nat + (*natural > 0 ? self->column_spacing : 0);
  }
}

static int
measure_height (VdWrapLayout *self, GtkWidget *widget, int width)
{
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int height = 0;

  while (child != NULL) {
    Line line = break_line (self, child, width);

    height += line.height + (height > 0 ? self->row_spacing : 0);
    child = line.end;
  }
  return height;
}

static void
vd_wrap_layout_measure (GtkLayoutManager *manager,
                        GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  VdWrapLayout *self = VD_WRAP_LAYOUT (manager);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (self, widget, minimum, natural);
  else
    *minimum = *natural = measure_height (self, widget, for_size);
}

static void
allocate_line (VdWrapLayout *self, const Line *line, int width, int y, gboolean rtl)
{
  int x = 0;

  for (GtkWidget *child = line->first; child != line->end;
       child = next_shown (gtk_widget_get_next_sibling (child))) {
    int w = natural_width (child, width);
    GtkAllocation place = {rtl ? width - x - w : x, y, w, line->height};

    gtk_widget_size_allocate (child, &place, -1);
    x += w + self->column_spacing;
  }
}

static void
vd_wrap_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget *widget,
                         int width,
                         int height,
                         int baseline)
{
  VdWrapLayout *self = VD_WRAP_LAYOUT (manager);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL) {
    Line line = break_line (self, child, width);

    allocate_line (self, &line, width, y, rtl);
    y += line.height + self->row_spacing;
    child = line.end;
  }
}

static GtkSizeRequestMode
vd_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
vd_wrap_layout_class_init (VdWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = vd_wrap_layout_measure;
  layout_class->allocate = vd_wrap_layout_allocate;
  layout_class->get_request_mode = vd_wrap_layout_get_request_mode;
}

static void
vd_wrap_layout_init (VdWrapLayout *self)
{
}

GtkLayoutManager *
vd_wrap_layout_new (int column_spacing, int row_spacing)
{
  VdWrapLayout *self = g_object_new (VD_TYPE_WRAP_LAYOUT, NULL);

  self->column_spacing = column_spacing;
  self->row_spacing = row_spacing;
  return GTK_LAYOUT_MANAGER (self);
}
