/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-referral-forms"

#include "referral-fixture.h"

#include "core/record-schema.h"

#include <string.h>

static gboolean
form_has_row (const char *recipient, const char *path)
{
  const VdNode *form = vd_pack_find (fixture_pack, "form", recipient);
  const GPtrArray *sections = vd_node_children (form);

  for (guint i = 0; i < sections->len; i++) {
    const GPtrArray *rows = vd_node_children (g_ptr_array_index (sections, i));

    for (guint j = 0; j < rows->len; j++) {
      const VdNode *row = g_ptr_array_index (rows, j);

      if (g_str_equal (vd_node_kind (row), "row") && g_str_equal (vd_node_attr (row, "path"), path))
        return TRUE;
    }
  }
  return FALSE;
}

/* What the unit keeps for itself and what the person is given hold every field there is. */
static void
test_whole_copies (void)
{
  static const char *const inner[] = {"format", "version", "id", "x", NULL};
  static const char *const forms[] = {"file", "access"};

  for (const VdSchemaRow *row = vd_schema_rows (); row->path != NULL; row++) {
    gboolean leaf = row->shape != VD_SHAPE_ITEMS && row->shape != VD_SHAPE_ANSWERS &&
                    (row->shape != VD_SHAPE_OBJECT || row->map);

    if (!leaf || strstr (row->path, "[]") != NULL || g_str_has_prefix (row->path, "pack.") ||
        g_str_has_prefix (row->path, "person.danger_time.") || g_strv_contains (inner, row->path) ||
        g_str_equal (row->path, "person.reference"))
      continue;
    for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
      if (!form_has_row (forms[i], row->path))
        g_error ("%s lacks %s", forms[i], row->path);
    }
  }
}

/* Whoever reads what was agreed to reads to whom, also where that is no service. */
static void
test_consent_names (void)
{
  static const char *const forms[] = {"file", "access"};
  static const char *const to[] = {"rosa", "access", "pending"};
  static const char *const now[] = {"seen", NULL};
  g_autoptr (VdRecord) record =
      fixture_record ("adult", ",\"consents\":[{\"recipient\":\"rosa\",\"parts\":[\"said\"]},"
                               "{\"recipient\":\"access\",\"parts\":[\"said\"]},"
                               "{\"recipient\":\"pending\",\"parts\":[\"identity\"]}]");

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VdReferral) referral =
        vd_referral_new (fixture_pack, record, forms[i], &(VdReferralChoice){.consent_now = now},
                         "nb", TODAY, &error);
    g_autofree char *text = referral == NULL ? NULL : fixture_all_text (referral);

    g_assert_no_error (error);
    for (guint j = 0; j < G_N_ELEMENTS (to); j++) {
      const char *name = vd_pack_choice (fixture_pack, "recipient", to[j], "nb");
      g_autofree char *heading = g_strconcat (" · ", name, NULL);

      g_assert_nonnull (strstr (text, heading));
    }
  }
}

/* A lawyer whom others chose is never written to; one found afterwards is. */
static void
test_lawyer (void)
{
  static const struct {
    const char *answer;
    const char *chosen;
    gboolean refused;
  } rows[] = {
      {"no", NULL, FALSE},        {"yes", NULL, TRUE},  {"maybe", NULL, TRUE},
      {"yes", "not-known", TRUE}, {"yes", "no", FALSE}, {"no", "maybe", TRUE},
      {"declined", "yes", TRUE},
  };
  static const char *const parts[] = {"said", "wishes", NULL};

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *chosen =
        rows[i].chosen == NULL
            ? g_strdup ("")
            : g_strdup_printf (",\"lawyer\":{\"chosen_by_others\":\"%s\"}", rows[i].chosen);
    g_autofree char *json = g_strdup_printf (
        "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"prison\","
        "\"person\":{\"age\":\"adult\"},\"wishes\":{\"help\":\"yes\"},"
        "\"answers\":{\"PRI-02\":[{\"value\":\"%s\",\"basis\":[\"statement\"]}]}%s}",
        rows[i].answer, chosen);
    g_autoptr (GError) error = NULL;
    g_autoptr (VdRecord) record = vd_record_parse (json, strlen (json), fixture_pack, &error);
    g_autoptr (VdReferral) referral = NULL;

    g_assert_no_error (error);
    referral = vd_referral_new (fixture_pack, record, "legal-aid",
                                &(VdReferralChoice){parts, parts}, "en", TODAY, &error);
    g_assert_true ((referral == NULL) == rows[i].refused);
    if (rows[i].refused)
      g_assert_error (error, VD_ERROR, VD_ERROR_REFUSED);
    g_assert_cmpstr (vd_referral_refused (fixture_pack, record, "legal-aid"), ==,
                     rows[i].refused ? "refused-lawyer" : NULL);
    g_clear_error (&error);
    g_clear_pointer (&referral, vd_referral_free);
    /* The others can still be written to. */
    referral = vd_referral_new (fixture_pack, record, "rosa", NULL, "en", TODAY, &error);
    g_assert_no_error (error);
  }
}

/* A child's card and sheet have the children's number and never ROSA's; the discreet card has
 * nothing but a number. */
static void
test_card (void)
{
  static const char *const ages[] = {"adult", "child", "unsure"};
  static const char *const forms[] = {"card", "rights"};

  for (guint i = 0; i < 2 * G_N_ELEMENTS (ages); i++) {
    gboolean child = !g_str_equal (ages[i / 2], "adult");
    g_autoptr (VdRecord) record = fixture_record (ages[i / 2], "");
    g_autoptr (VdReferral) referral =
        vd_referral_new (fixture_pack, record, forms[i % 2], NULL, "nb", TODAY, NULL);
    g_autofree char *text = fixture_all_text (referral);

    g_assert_true ((strstr (text, "116 111") != NULL) == child);
    g_assert_true ((strstr (text, "22 33 11 60") != NULL) == !child);
    g_assert_true ((strstr (text, "ROSA") != NULL) == !child);
  }
}

static void
test_discreet_card (void)
{
  const VdReferralChoice discreet = {.variant = "discreet"};
  const VdReferralChoice odd = {.variant = "loud"};
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = fixture_record ("adult", "");
  g_autoptr (VdReferral) referral =
      vd_referral_new (fixture_pack, record, "card", &discreet, "en", TODAY, NULL);
  const GPtrArray *sections = vd_referral_sections (referral);
  const VdReferralSection *section = g_ptr_array_index (sections, 0);

  g_assert_cmpuint (sections->len, ==, 1);
  g_assert_cmpuint (section->rows->len, ==, 1);
  g_assert_cmpstr (((VdReferralRow *)g_ptr_array_index (section->rows, 0))->value, ==,
                   "22 33 11 60");
  g_assert_null (vd_referral_new (fixture_pack, record, "card", &odd, "en", TODAY, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
}

#define SHARE                                                                                      \
  ",\"shares\":[{\"recipient\":\"rosa\",\"time\":\"2026-05-02T10:00:00Z\","                        \
  "\"document\":\"Call sheet\",\"parts\":[\"said\"],\"anchor\":\"ABCD-EFGH\"%s}]"

/* A follow-up names what it corrects; what was never shared, or corrected before, it cannot. */
static void
test_correction (void)
{
  const VdReferralChoice choice = {.anchor = "JKLM-NPQR", .corrects = "ABCD-EFGH"};
  const VdReferralChoice unknown = {.anchor = "JKLM-NPQR", .corrects = "XXXX-XXXX"};
  g_autofree char *open = g_strdup_printf (SHARE, "");
  g_autofree char *closed = g_strdup_printf (SHARE, ",\"corrected_by\":\"STUV-WXYZ\"");
  g_autoptr (VdRecord) record = fixture_record ("adult", open);
  g_autoptr (VdRecord) done = fixture_record ("adult", closed);
  g_autoptr (GError) error = NULL;
  g_autoptr (VdReferral) referral =
      vd_referral_new (fixture_pack, record, "rosa", &choice, "en", TODAY, &error);
  g_autoptr (GString) head = g_string_new (NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (vd_referral_version (referral), ==, 2);
  g_assert_cmpstr (vd_referral_anchor (referral), ==, "JKLM-NPQR");
  for (guint i = 0; i < vd_referral_head (referral)->len; i++) {
    const VdReferralRow *row = g_ptr_array_index (vd_referral_head (referral), i);

    g_string_append_printf (head, "%s: %s\n", row->name, row->value);
  }
  g_assert_nonnull (strstr (head->str, "JKLM-NPQR, version 2"));
  g_assert_nonnull (strstr (head->str, "instead of ABCD-EFGH of 2 May 2026"));
  g_assert_null (vd_referral_new (fixture_pack, record, "rosa", &unknown, "en", TODAY, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (vd_referral_new (fixture_pack, done, "rosa", &choice, "en", TODAY, &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
}

/* What is in a section that leaves without consent says nothing of who the person is. */
static void
test_forms_gate_identity (void)
{
  static const char *const kept[] = {"identity.", "case.contacts", "person.where_now", NULL};
  const VdNode *form = vd_pack_find (fixture_pack, "form", "rosa");
  const GPtrArray *sections = vd_node_children (form);

  for (guint i = 0; i < sections->len; i++) {
    const VdNode *section = g_ptr_array_index (sections, i);
    const GPtrArray *rows = vd_node_children (section);

    for (guint j = 0; vd_node_attr (section, "part") == NULL && j < rows->len; j++) {
      const VdNode *row = g_ptr_array_index (rows, j);

      if (!g_str_equal (vd_node_kind (row), "row") || vd_node_attr (row, "part") != NULL)
        continue;
      for (guint k = 0; kept[k] != NULL; k++)
        g_assert_false (g_str_has_prefix (vd_node_attr (row, "path"), kept[k]));
    }
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_load_pack ();
  g_test_add_func ("/forms/whole", test_whole_copies);
  g_test_add_func ("/forms/consent-names", test_consent_names);
  g_test_add_func ("/forms/lawyer", test_lawyer);
  g_test_add_func ("/forms/card", test_card);
  g_test_add_func ("/forms/discreet-card", test_discreet_card);
  g_test_add_func ("/forms/correction", test_correction);
  g_test_add_func ("/forms/identity", test_forms_gate_identity);
  status = g_test_run ();
  vd_pack_unref (fixture_pack);
  return status;
}
