/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "summary-panel"

#include "config.h"

#include "ui/summary-panel.h"

#include <glib/gi18n-lib.h>

#include "ui/blocks.h"
#include "ui/column.h"
#include "ui/outcome-words.h"
#include "ui/parts.h"
#include "ui/widgets.h"

#define MARGIN 18
#define MAX_LINKS 6
#define MAX_MISSING 3

static void
append_elements (GtkWidget *box, VdSession *session)
{
  static const char *const ids[] = {"act", "means", "purpose"};
  const VdGuidance *guidance = vd_session_get_guidance (session);
  const VdPack *pack = vd_session_get_pack (session);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    const VdNode *element = vd_pack_find (pack, "element", ids[i]);

    vd_block_append (
        box, vd_block_pair (vd_node_text (element, "name", vd_session_get_language (session)),
                            vd_finding_words (session, &guidance->elements[i])));
  }
}

/* Every answer once, whatever number of reasons it stands behind. */
static guint
append_answers (GtkWidget *box, VdSession *session, const VdReason *reason, GHashTable *seen)
{
  guint left = 0;

  for (guint i = 0; i < reason->indicators->len; i++) {
    const VdIndicator *indicator = g_ptr_array_index (reason->indicators, i);

    if (!g_hash_table_add (seen, (gpointer)indicator))
      continue;
    if (g_hash_table_size (seen) <= MAX_LINKS)
      vd_block_append (box, vd_indicator_link (session, indicator));
    else
      left++;
  }
  return left;
}

static void
append_reasons (GtkWidget *box, VdSession *session)
{
  const GPtrArray *reasons = vd_session_get_guidance (session)->reasons;
  const char *lang = vd_session_get_language (session);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GtkWidget *links = NULL;
  guint left = 0;

  if (reasons->len == 0)
    return;
  links = vd_block_box (0);
  vd_block_append (box, vd_heading_new (_ ("Because"), 4));
  vd_block_append (box, links);
  for (guint i = 0; i < reasons->len; i++) {
    const VdReason *reason = g_ptr_array_index (reasons, i);
    const char *text = vd_node_text (reason->node, "text", lang);

    if (reason->indicators->len > 0)
      left += append_answers (links, session, reason, seen);
    else if (vd_reason_place (reason) != NULL)
      vd_block_append (links, vd_block_link (text, vd_reason_place (reason)));
    else
      vd_block_append (links, vd_paragraph_new (text));
  }
  if (left > 0)
    vd_block_append (links, vd_block_link (_ ("All reasons are in the overview"), "overview"));
}

static void
append_missing (GtkWidget *box, VdSession *session)
{
  const GPtrArray *missing = vd_session_get_guidance (session)->missing;

  if (missing->len == 0)
    return;
  vd_block_append (box, vd_heading_new (_ ("Not known yet"), 4));
  for (guint i = 0; i < MIN (missing->len, MAX_MISSING); i++) {
    const VdNode *node = g_ptr_array_index (missing, i);

    vd_block_append (box,
                     vd_block_link (vd_node_text (node, "text", vd_session_get_language (session)),
                                    vd_missing_place (node)));
  }
}

static void
update (GtkWidget *box, gpointer data)
{
  VdSession *session = data;
  const VdGuidance *guidance = vd_session_get_guidance (session);
  const VdPack *pack = vd_session_get_pack (session);
  const char *lang = vd_session_get_language (session);
  const VdNode *next = vd_next_step (session);

  vd_box_clear (GTK_BOX (box));
  vd_block_append (box, vd_heading_new (_ ("What we know"), 3));
  append_elements (box, session);
  if ((guidance->overlays & VD_OVERLAY_DANGER) != 0)
    vd_block_append (
        box,
        vd_heading_new (vd_node_text (vd_pack_find (pack, "overlay", "danger"), "title", lang), 4));
  vd_block_append (box, vd_heading_new (vd_guidance_title (guidance, pack, lang), 4));
  append_reasons (box, session);
  append_missing (box, session);
  if (next == NULL)
    return;
  vd_block_append (box, vd_heading_new (_ ("Next"), 4));
  vd_block_append (box, vd_block_link (vd_node_text (next, "text", lang), "todo"));
}

GtkWidget *
vd_summary_panel_new (VdSession *session)
{
  /* The column holds a reference to the session and goes before it. */
  GtkWidget *column = vd_column_new (session, update, session);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_margin_top (column, MARGIN);
  gtk_widget_set_margin_bottom (column, MARGIN);
  gtk_widget_set_margin_start (column, MARGIN);
  gtk_widget_set_margin_end (column, MARGIN);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), column);
  vd_set_name (scrolled, _ ("What we know"));
  return scrolled;
}
