/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/pack.h"
#include "core/record-schema.h"
#include "core/record.h"
#include "core/rule-private.h"

#include <string.h>

G_GNUC_UNUSED static void
fuzz_pack_xml (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdPack) pack = vd_pack_parse ((const char *)data, size, &error);

  g_assert ((pack == NULL) == (error != NULL));
}

/* What is read is written again as the same bytes for the same content. */
G_GNUC_UNUSED static void
fuzz_record_decode (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = vd_record_parse ((const char *)data, size, NULL, &error);
  g_autoptr (VdRecord) again = NULL;
  g_autofree char *text = NULL;
  gsize n = 0;

  g_assert ((record == NULL) == (error != NULL));
  if (record == NULL)
    return;
  text = vd_record_write (record, &n);
  again = vd_record_parse (text, n, NULL, NULL);
  g_assert (again != NULL && vd_record_equal (record, again));
}

/* Cleaned text is UTF-8, without what turns other text, and cleaning it again changes nothing. */
G_GNUC_UNUSED static void
fuzz_utf8_clean (const guint8 *data, gsize size)
{
  g_autofree char *typed = g_strndup ((const char *)data, size);
  g_autofree char *clean = vd_schema_clean (typed);
  g_autofree char *twice = NULL;

  g_assert ((clean != NULL) == g_utf8_validate (typed, -1, NULL));
  if (clean == NULL)
    return;
  twice = vd_schema_clean (clean);
  g_assert_cmpstr (twice, ==, clean);
  for (gunichar c = 0x202a; c <= 0x202e; c++)
    g_assert (g_utf8_strchr (clean, -1, c) == NULL);
}

typedef struct {
  const guint8 *data;
  gsize size;
} Bytes;

static guint8
next (Bytes *bytes)
{
  if (bytes->size == 0)
    return 0;
  bytes->size--;
  return *bytes->data++;
}

static void
free_rule (gpointer rule)
{
  vd_rule_free (rule);
}

static VdRule *
make_rule (Bytes *bytes, guint depth)
{
  static const char *const values[] = {"yes", "no", "2020-02-29", "17", ""};
  VdRule *rule = g_new0 (VdRule, 1);

  rule->op = next (bytes) % (VD_RULE_AT_LEAST + 1);
  rule->children = g_ptr_array_new_with_free_func (free_rule);
  if (depth == 0 && rule->op <= VD_RULE_NOT)
    rule->op = VD_RULE_ANSWERED;
  if (rule->op <= VD_RULE_NOT) {
    guint n = rule->op == VD_RULE_NOT ? 1 : next (bytes) % 4;

    for (guint i = 0; i < n; i++)
      g_ptr_array_add (rule->children, make_rule (bytes, depth - 1));
    return rule;
  }
  rule->item = g_strdup ("item");
  rule->values = g_new0 (char *, 3);
  rule->values[0] = g_strdup (values[next (bytes) % G_N_ELEMENTS (values)]);
  if (rule->op == VD_RULE_IN)
    rule->values[1] = g_strdup (values[next (bytes) % G_N_ELEMENTS (values)]);
  rule->date = (VdDate){2000 + next (bytes) % 30, 1 + next (bytes) % 12, 1 + next (bytes) % 28};
  rule->number = (gint8)next (bytes);
  return rule;
}

/* Hands out what the bytes say, the same for the same index. */
static gboolean
look_up (const char *item, guint index, const char **value, gpointer data)
{
  static const char *const values[] = {"yes", "no", "2020-02-29", "17", "", "x", "9999-99-99"};
  const Bytes *bytes = data;
  guint8 byte = index < bytes->size ? bytes->data[index] : 0xff;

  if (byte == 0xff)
    return FALSE;
  *value = byte % 8 == 7 ? NULL : values[byte % 8];
  return TRUE;
}

/* In Kleene's logic the opposite of a rule is the opposite of its value. */
G_GNUC_UNUSED static void
fuzz_rule_eval (const guint8 *data, gsize size)
{
  Bytes bytes = {data, size};
  g_autoptr (GPtrArray) children = g_ptr_array_new_with_free_func (free_rule);
  VdRule *rule = make_rule (&bytes, 6);
  VdRule opposite = {.op = VD_RULE_NOT, .children = children};
  VdTruth found = vd_rule_evaluate (rule, look_up, &bytes);

  g_ptr_array_add (children, rule);
  g_assert_cmpint (found, <=, VD_TRUE);
  g_assert_cmpint (vd_rule_evaluate (&opposite, look_up, &bytes), ==, VD_TRUE - (int)found);
}

FUZZ_MAIN
