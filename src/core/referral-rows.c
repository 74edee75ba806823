/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-rows"

#include "core/referral-build.h"

void
vd_referral_row_free (VdReferralRow *row)
{
  g_free (row->id);
  g_free (row->part);
  g_free (row->name);
  g_free (row->value);
  g_free (row);
}

VdReferralRow *
vd_referral_row_new (VdRowKind kind, const char *id, const char *part)
{
  VdReferralRow *row = g_new0 (VdReferralRow, 1);

  row->kind = kind;
  row->id = g_strdup (id);
  row->part = g_strdup (part == NULL ? "" : part);
  row->name = g_strdup ("");
  row->value = g_strdup ("");
  row->known = TRUE;
  return row;
}

static void
section_free (VdReferralSection *section)
{
  g_free (section->title);
  g_free (section->intro);
  g_ptr_array_unref (section->rows);
  g_free (section);
}

const char *
vd_referral_part_of (const VdNode *section, const VdNode *node)
{
  const char *own = vd_node_attr (node, "part");

  return own != NULL ? own : vd_node_attr (section, "part");
}

const char *
vd_referral_phrase (const VdReferralBuild *build, const char *id)
{
  return vd_pack_phrase (build->pack, id, build->lang);
}

void
vd_referral_add_fact (GString *heading, const char *fact)
{
  if (heading->len > 0)
    g_string_append (heading, " \302\267 ");
  g_string_append (heading, fact);
}

void
vd_referral_add_date (const VdReferralBuild *build, GString *heading, const char *date)
{
  g_autofree char *text = date == NULL ? g_strdup (vd_referral_phrase (build, "undated"))
                                       : vd_referral_date_text (build->pack, date, build->lang);

  vd_referral_add_fact (heading, text);
}

void
vd_referral_add_author (const VdReferralBuild *build, GString *heading, const char *by)
{
  g_autofree char *text = NULL;

  if (by == NULL)
    return;
  text = vd_referral_fill_typed (build, vd_referral_phrase (build, "noted-by"), "name", by);
  vd_referral_add_fact (heading, text);
}

void
vd_referral_set_name (VdReferralRow *row, const char *name)
{
  g_free (row->name);
  row->name = g_strdup (name);
}

void
vd_referral_set_value (VdReferralRow *row, const char *value)
{
  g_free (row->value);
  row->value = g_strdup (value);
}

void
vd_referral_add_line (GString *text, const char *line)
{
  if (line == NULL)
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static gboolean
has_content (const VdReferralRow *row)
{
  return row->known && (row->kind == VD_ROW_FIELD || row->kind == VD_ROW_ENTRY);
}

void
vd_referral_take_row (VdReferralBuild *build, GPtrArray *rows, VdReferralRow *row, guint needs)
{
  build->shown |= needs;
  for (guint i = 0; i < VD_N_PARTS; i++) {
    if ((needs & (1u << i)) && has_content (row))
      build->rows[i]++;
  }
  g_ptr_array_add (rows, row);
}

static gboolean
part_leaves (const VdReferralBuild *build, const char *part)
{
  guint needs = vd_part_bit (part);

  return (build->allowed & needs) == needs;
}

static char *
field_name (const VdReferralBuild *build, const VdNode *node, const char *path)
{
  const char *own = vd_node_text (node, "name", build->lang);
  const VdNode *field;

  if (*own != '\0')
    return g_strdup (own);
  field = vd_pack_find (build->pack, "field", path);
  return g_strdup (field == NULL ? "" : vd_node_text (field, "name", build->lang));
}

static void
add_field (VdReferralBuild *build, const VdNode *section, const VdNode *node, GPtrArray *rows)
{
  const char *path = vd_node_attr (node, "path");
  const char *part = vd_referral_part_of (section, node);
  g_autofree char *value = NULL;
  VdReferralRow *row;

  if (!part_leaves (build, part))
    return;
  value = vd_referral_field_text (build, path);
  if (value == NULL && g_strcmp0 (vd_node_attr (node, "empty"), "omit") == 0)
    return;
  row = vd_referral_row_new (VD_ROW_FIELD, path, part);
  row->known = value != NULL;
  g_free (row->name);
  row->name = field_name (build, node, path);
  g_free (row->value);
  row->value = row->known ? g_steal_pointer (&value)
                          : g_strdup (vd_pack_phrase (build->pack, "not-known", build->lang));
  vd_referral_take_row (build, rows, row, vd_part_bit (part));
}

/* Without a today there is nobody to read the paragraph: rows are only being counted. */
gboolean
vd_referral_applies (const VdReferralBuild *build, const VdNode *node)
{
  return build->guidance == NULL ||
         vd_guidance_applies (build->guidance, build->pack, build->record, build->today, node);
}

static void
add_fixed (VdReferralBuild *build, const VdNode *section, const VdNode *node, GPtrArray *rows)
{
  const char *part = vd_node_attr (section, "part");
  gboolean sign = g_str_equal (vd_node_kind (node), "signature");
  VdReferralRow *row;

  if (!part_leaves (build, part) || !vd_referral_applies (build, node))
    return;
  row = vd_referral_row_new (sign ? VD_ROW_SIGNATURE : VD_ROW_PARAGRAPH, vd_node_id (node), part);
  g_free (sign ? row->name : row->value);
  if (sign)
    row->name = g_strdup (vd_node_text (node, "name", build->lang));
  else
    row->value = g_strdup (vd_node_text (node, "text", build->lang));
  vd_referral_take_row (build, rows, row, vd_part_bit (part));
}

static void
add_child (VdReferralBuild *build, const VdNode *section, const VdNode *node, GPtrArray *rows)
{
  const char *kind = vd_node_kind (node);

  if (g_str_equal (kind, "row"))
    add_field (build, section, node, rows);
  else if (g_str_equal (kind, "entries"))
    vd_referral_add_entries (build, section, node, rows);
  else
    add_fixed (build, section, node, rows);
}

/* A box that may leave and has nothing in it says so: the reader sees that nothing was cut out. */
static void
add_nothing_noted (VdReferralBuild *build, const VdNode *section, GPtrArray *rows)
{
  const GPtrArray *children = vd_node_children (section);
  const VdNode *entries = NULL;
  VdReferralRow *row;
  const char *part;

  for (guint i = 0; i < children->len && entries == NULL; i++) {
    if (g_str_equal (vd_node_kind (g_ptr_array_index (children, i)), "entries"))
      entries = g_ptr_array_index (children, i);
  }
  if (entries == NULL)
    return;
  part = vd_referral_part_of (section, entries);
  if (!part_leaves (build, part))
    return;
  row = vd_referral_row_new (VD_ROW_PARAGRAPH, vd_node_id (entries), part);
  row->known = FALSE;
  g_free (row->value);
  row->value = g_strdup (vd_pack_phrase (build->pack, "nothing-noted", build->lang));
  vd_referral_take_row (build, rows, row, vd_part_bit (part));
}

static gboolean
section_leaves (const VdReferralBuild *build, const VdNode *node)
{
  const char *variant = vd_node_attr (node, "variant");

  if (variant != NULL && build->variant != NULL && !g_str_equal (variant, build->variant))
    return FALSE;
  return vd_referral_applies (build, node);
}

static VdReferralSection *
build_section (VdReferralBuild *build, const VdNode *node)
{
  const GPtrArray *children = vd_node_children (node);
  VdReferralSection *section = g_new0 (VdReferralSection, 1);

  section->node = node;
  section->title = g_strdup (vd_node_text (node, "title", build->lang));
  section->intro = g_strdup (vd_node_text (node, "intro", build->lang));
  section->new_page = g_strcmp0 (vd_node_attr (node, "page"), "new") == 0;
  section->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)vd_referral_row_free);
  if (!section_leaves (build, node))
    return section;
  for (guint i = 0; i < children->len; i++)
    add_child (build, node, g_ptr_array_index (children, i), section->rows);
  if (section->rows->len == 0)
    add_nothing_noted (build, node, section->rows);
  return section;
}

GPtrArray *
vd_referral_build_sections (VdReferralBuild *build)
{
  const GPtrArray *children = vd_node_children (build->form);
  GPtrArray *sections = g_ptr_array_new_with_free_func ((GDestroyNotify)section_free);
  gboolean page_due = FALSE;

  for (guint i = 0; i < children->len; i++) {
    VdReferralSection *section = build_section (build, g_ptr_array_index (children, i));

    /* A page break of a section that stays behind moves to the next one that leaves. */
    page_due = page_due || section->new_page;
    if (section->rows->len == 0) {
      section_free (section);
      continue;
    }
    section->new_page = page_due;
    page_due = FALSE;
    g_ptr_array_add (sections, section);
  }
  return sections;
}
