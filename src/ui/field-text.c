/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "field-row"

#include "config.h"

#include "ui/field-row-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/record-schema.h"
#include "ui/parts.h"
#include "ui/widgets.h"

/* Kinds of fields that are typed. */

static void
refuse (GError **error)
{
  g_set_error (error, VD_ERROR, VD_ERROR_INVALID, "not what this field holds");
}

static GtkWidget *
entry_new (VdFieldRow *self, guint index)
{
  GtkWidget *entry = gtk_entry_new ();

  vd_private_text (entry);
  vd_set_labels (entry, self->label, self->help);
  self->inputs[index] = entry;
  return entry;
}

static char *
typed_text (VdFieldRow *self)
{
  return vd_typed_get (self->inputs[0]);
}

static void
type_text (VdFieldRow *self, const char *text)
{
  vd_typed_set (self->inputs[0], text);
}

/* Text of one or several lines. */

static GtkWidget *
line_make (VdFieldRow *self)
{
  return entry_new (self, 0);
}

static GtkWidget *
lines_make (VdFieldRow *self)
{
  GtkWidget *area = vd_area_new (&self->inputs[0]);

  vd_set_labels (self->inputs[0], self->label, self->help);
  return area;
}

static void
text_show (VdFieldRow *self)
{
  const char *text = vd_record_get_text (vd_field_row_record (self), self->path);

  type_text (self, text != NULL ? text : "");
}

static gboolean
text_commit (VdFieldRow *self, GError **error)
{
  g_autofree char *text = typed_text (self);
  const char *held = vd_record_get_text (vd_field_row_record (self), self->path);

  if (g_strcmp0 (text, held != NULL ? held : "") == 0)
    return TRUE;
  return vd_session_set_text (self->session, self->path, text, error);
}

const VdFieldKind vd_field_line = {line_make, text_show, text_commit, typed_text, type_text};
const VdFieldKind vd_field_lines = {lines_make, text_show, text_commit, typed_text, type_text};

/* A list of texts, one in each line. */

static gboolean
holds_dates (VdFieldRow *self)
{
  return vd_schema_find (self->path)->shape == VD_SHAPE_DATE;
}

/* "2025-12-24" as it is written: 24.12.2025, 12.2025 or 2025. */
static void
append_item (VdFieldRow *self, GString *text, const char *item)
{
  VdDate date;

  if (!holds_dates (self) || !vd_date_parse (item, &date)) {
    g_string_append (text, item);
    return;
  }
  if (date.day > 0)
    g_string_append_printf (text, "%u.", date.day);
  if (date.month > 0)
    g_string_append_printf (text, "%u.", date.month);
  g_string_append_printf (text, "%u", date.year);
}

/* And back; what is no date stays as it is and is refused. */
static void
write_date (char **line)
{
  g_auto (GStrv) parts = g_strsplit_set (g_strstrip (*line), "./", -1);
  guint n = g_strv_length (parts);
  guint64 numbers[3] = {0, 0, 0};

  if (n == 0 || n > 3)
    return;
  for (guint i = 0; i < n; i++) {
    if (!g_ascii_string_to_unsigned (parts[i], 10, 1, 9999, &numbers[3 - n + i], NULL))
      return;
  }
  g_free (*line);
  *line =
      g_strdup_printf ("%04u-%02u-%02u", (guint)numbers[2], (guint)numbers[1], (guint)numbers[0]);
}

static GtkWidget *
texts_make (VdFieldRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box),
                  vd_hint_new (holds_dates (self) ? _ ("One date in each line, such as 24.12.2025.")
                                                  : _ ("One in each line.")));
  gtk_box_append (GTK_BOX (box), lines_make (self));
  return box;
}

static void
texts_show (VdFieldRow *self)
{
  const VdRecord *record = vd_field_row_record (self);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < vd_record_list_length (record, self->path); i++) {
    if (i > 0)
      g_string_append_c (text, '\n');
    append_item (self, text, vd_record_list_item (record, self->path, i));
  }
  type_text (self, text->str);
}

static gboolean
texts_commit (VdFieldRow *self, GError **error)
{
  g_autofree char *text = typed_text (self);
  g_auto (GStrv) items = g_strsplit (g_strstrip (text), "\n", -1);

  for (guint i = 0; holds_dates (self) && items[i] != NULL; i++)
    write_date (&items[i]);
  if (*text != '\0')
    return vd_session_set_texts (self->session, self->path, (const char *const *)items, error);
  if (vd_record_has (vd_field_row_record (self), self->path))
    vd_session_unset (self->session, self->path);
  return TRUE;
}

const VdFieldKind vd_field_texts = {texts_make, texts_show, texts_commit, typed_text, type_text};

/* A number, or nothing: a spin button would always show one. */

static GtkWidget *
number_make (VdFieldRow *self)
{
  GtkWidget *entry = entry_new (self, 0);

  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_widget_set_halign (entry, GTK_ALIGN_START);
  return entry;
}

static void
number_show (VdFieldRow *self)
{
  const VdRecord *record = vd_field_row_record (self);
  g_autofree char *text = NULL;

  if (vd_record_has (record, self->path))
    text = g_strdup_printf ("%d", vd_record_get_number (record, self->path));
  type_text (self, text != NULL ? text : "");
}

static gboolean
number_commit (VdFieldRow *self, GError **error)
{
  const VdRecord *record = vd_field_row_record (self);
  g_autofree char *text = typed_text (self);
  guint64 number;

  if (*g_strstrip (text) == '\0') {
    if (vd_record_has (record, self->path))
      vd_session_unset (self->session, self->path);
    return TRUE;
  }
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL)) {
    refuse (error);
    return FALSE;
  }
  if (vd_record_has (record, self->path) &&
      vd_record_get_number (record, self->path) == (int)number)
    return TRUE;
  return vd_session_set_number (self->session, self->path, (int)number, error);
}

const VdFieldKind vd_field_number = {number_make, number_show, number_commit, typed_text,
                                     type_text};

/* A date: three entries, of which day and month may be empty. */

static GtkWidget *
date_part_new (VdFieldRow *self, guint index, const char *name, int chars)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = vd_hint_new (name);
  GtkWidget *entry = entry_new (self, index);
  g_autofree char *full =
      g_strdup_printf ("%s: %s", gtk_label_get_label (GTK_LABEL (self->label)), name);

  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
  gtk_entry_set_max_length (GTK_ENTRY (entry), chars);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), chars + 2);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), chars + 2);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  vd_set_name (entry, full);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
  return box;
}

static GtkWidget *
date_make (VdFieldRow *self)
{
  GtkWidget *group = vd_group_new (GTK_ACCESSIBLE_ROLE_GROUP, self->label);

  gtk_box_append (GTK_BOX (group), date_part_new (self, 0, _ ("Day"), 2));
  gtk_box_append (GTK_BOX (group), date_part_new (self, 1, _ ("Month"), 2));
  gtk_box_append (GTK_BOX (group), date_part_new (self, 2, _ ("Year"), 4));
  return group;
}

/* "7/3/2001", "/3/2001", "//2001" */
static char *
date_typed (VdFieldRow *self)
{
  g_autofree char *day = vd_typed_get (self->inputs[0]);
  g_autofree char *month = vd_typed_get (self->inputs[1]);
  g_autofree char *year = vd_typed_get (self->inputs[2]);

  return g_strdup_printf ("%s/%s/%s", g_strstrip (day), g_strstrip (month), g_strstrip (year));
}

static void
date_type (VdFieldRow *self, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 3);

  for (guint i = 0; i < 3 && parts[i] != NULL; i++)
    vd_typed_set (self->inputs[i], parts[i]);
}

static void
date_show (VdFieldRow *self)
{
  const char *held = vd_record_get_text (vd_field_row_record (self), self->path);
  g_autofree char *text = NULL;
  VdDate date;

  if (!vd_date_parse (held != NULL ? held : "", &date))
    text = g_strdup ("//");
  else if (date.month == 0)
    text = g_strdup_printf ("//%u", date.year);
  else if (date.day == 0)
    text = g_strdup_printf ("/%u/%u", date.month, date.year);
  else
    text = g_strdup_printf ("%u/%u/%u", date.day, date.month, date.year);
  date_type (self, text);
}

static gboolean
read_part (const char *text, guint64 *number)
{
  *number = 0;
  return *text == '\0' || g_ascii_string_to_unsigned (text, 10, 1, 9999, number, NULL);
}

static gboolean
date_commit (VdFieldRow *self, GError **error)
{
  g_autofree char *typed = date_typed (self);
  g_auto (GStrv) parts = g_strsplit (typed, "/", 3);
  g_autofree char *date = NULL;
  guint64 day, month, year;

  if (g_str_equal (typed, "//"))
    return vd_session_set_text (self->session, self->path, NULL, error);
  if (!read_part (parts[0], &day) || !read_part (parts[1], &month) ||
      !read_part (parts[2], &year) || year < 1000) {
    refuse (error);
    return FALSE;
  }
  date = g_strdup_printf ("%04u-%02u-%02u", (guint)year, (guint)month, (guint)day);
  if (g_strcmp0 (date, vd_record_get_text (vd_field_row_record (self), self->path)) == 0)
    return TRUE;
  return vd_session_set_text (self->session, self->path, date, error);
}

const VdFieldKind vd_field_date = {date_make, date_show, date_commit, date_typed, date_type};

/* A time of day: the next one that comes, or has just been. */

static GtkWidget *
time_make (VdFieldRow *self)
{
  GtkWidget *entry = entry_new (self, 0);

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), "14:30");
  gtk_entry_set_max_length (GTK_ENTRY (entry), 5);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_widget_set_halign (entry, GTK_ALIGN_START);
  return entry;
}

static void
time_show (VdFieldRow *self)
{
  const char *held = vd_record_get_text (vd_field_row_record (self), self->path);
  g_autoptr (GDateTime) utc = held != NULL ? g_date_time_new_from_iso8601 (held, NULL) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *text = local != NULL ? g_date_time_format (local, "%H:%M") : g_strdup ("");

  type_text (self, text);
}

static gboolean
read_time (const char *text, int *hour, int *minute)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ":.", 2);
  guint64 h, m = 0;

  if (parts[0] == NULL || !g_ascii_string_to_unsigned (parts[0], 10, 0, 23, &h, NULL))
    return FALSE;
  if (parts[1] != NULL && !g_ascii_string_to_unsigned (parts[1], 10, 0, 59, &m, NULL))
    return FALSE;
  *hour = (int)h;
  *minute = (int)m;
  return TRUE;
}

/* Twelve hours ago at most: at 23:00, "00:30" is tonight. Returns: (transfer full): in UTC. */
static char *
next_time (VdFieldRow *self, int hour, int minute)
{
  const VdClock *clock = vd_session_get_clock (self->session);
  g_autoptr (GDateTime) now = clock->now (clock->data);
  g_autoptr (GDateTime) local = g_date_time_to_local (now);
  g_autoptr (GDateTime) today =
      g_date_time_new_local (g_date_time_get_year (local), g_date_time_get_month (local),
                             g_date_time_get_day_of_month (local), hour, minute, 0);
  gboolean past = g_date_time_difference (today, local) < -12 * G_TIME_SPAN_HOUR;
  g_autoptr (GDateTime) then = g_date_time_add_days (today, past ? 1 : 0);
  g_autoptr (GDateTime) utc = g_date_time_to_utc (then);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}

static gboolean
time_commit (VdFieldRow *self, GError **error)
{
  g_autofree char *text = typed_text (self);
  g_autofree char *stamp = NULL;
  int hour, minute;

  if (*g_strstrip (text) == '\0')
    return vd_session_set_text (self->session, self->path, NULL, error);
  if (!read_time (text, &hour, &minute)) {
    refuse (error);
    return FALSE;
  }
  stamp = next_time (self, hour, minute);
  return vd_session_set_text (self->session, self->path, stamp, error);
}

const VdFieldKind vd_field_time = {time_make, time_show, time_commit, typed_text, type_text};
