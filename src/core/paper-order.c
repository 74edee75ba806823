/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "paper-order"

#include "core/paper-order.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const VdPack *pack;
  const VdNode *setting; /* (nullable) */
  GHashTable *done;      /* ids of indicators */
  GArray *items;
} Order;

static void
add_once (Order *self, const VdIndicator *indicator, const VdNode *group)
{
  VdPaperItem item = {indicator, group};

  if ((self->setting == NULL || vd_node_in_setting (indicator->node, vd_node_id (self->setting))) &&
      g_hash_table_add (self->done, (gpointer)indicator->id))
    g_array_append_val (self->items, item);
}

static void
add_group (Order *self, const VdNode *group)
{
  for (guint i = 0; i < vd_pack_n_indicators (self->pack); i++) {
    const VdIndicator *indicator = vd_pack_indicator (self->pack, i);

    if (g_str_equal (indicator->group, vd_node_id (group)))
      add_once (self, indicator, group);
  }
}

static void
add_setting (Order *self)
{
  const char *const *core = vd_node_list (self->setting, "core");
  const char *const *groups = vd_node_list (self->setting, "groups");

  for (guint i = 0; core[i] != NULL; i++)
    add_once (self, vd_pack_find_indicator (self->pack, core[i]), NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    add_group (self, vd_pack_find (self->pack, "group", groups[i]));
}

GArray *
vd_paper_order (const VdPack *pack, const VdNode *setting)
{
  const GPtrArray *groups = vd_pack_nodes (pack, "group");
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  Order self = {pack, setting, done, g_array_new (FALSE, FALSE, sizeof (VdPaperItem))};

  if (setting != NULL)
    add_setting (&self);
  for (guint i = 0; i < groups->len; i++)
    add_group (&self, g_ptr_array_index (groups, i));
  return self.items;
}

/* Letters and number of a code: "ECO" and 1 of "eco-01". Returns: FALSE for anything else. */
static gboolean
read_code (const char *text, char letters[static 8], guint *number)
{
  gsize n = 0;
  char *end;

  for (; *text == ' '; text++)
    ;
  for (; g_ascii_isalpha (*text) && n < 7; text++)
    letters[n++] = g_ascii_toupper (*text);
  letters[n] = '\0';
  for (; *text == ' ' || *text == '-'; text++)
    ;
  if (n == 0 || !g_ascii_isdigit (*text))
    return FALSE;
  *number = (guint)strtoul (text, &end, 10);
  return *end == '\0' || strspn (end, " ") == strlen (end);
}

const VdIndicator *
vd_paper_find (const VdPack *pack, const char *typed)
{
  char letters[8], other[8];
  guint number, of;

  if (!read_code (typed, letters, &number))
    return NULL;
  for (guint i = 0; i < vd_pack_n_indicators (pack); i++) {
    const VdIndicator *indicator = vd_pack_indicator (pack, i);

    if (read_code (indicator->id, other, &of) && of == number && g_str_equal (other, letters))
      return indicator;
  }
  return NULL;
}
