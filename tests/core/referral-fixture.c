/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "referral-fixture"

#include "referral-fixture.h"

#include <string.h>

/* Every text of this record says which parts it may only leave with: "KEEP-said" needs said,
 * "KEEP-seen-said" one of them (an answer known both ways), "KEEP-never" leaves nowhere. */
const char fixture_start[] =
    "{\"format\":\"varde-assessment\",\"version\":1,"
    "\"id\":\"6f1c2a34-9b0d-4e57-8a61-0c2d3e4f5a6b\",\"setting\":\"reception\",\"form\":\"full\","
    "\"language\":\"nb\",\"person_language\":\"vi\",";

const char fixture_end[] =
    "\"identity\":{\"name\":\"KEEP-identity\",\"aliases\":[\"KEEP-identity\"],"
    "\"birth_date\":\"2001-03-00\",\"duf\":\"KEEP-identity\",\"contact_safe\":\"KEEP-contact\","
    "\"contact_not\":\"KEEP-contact\"},"
    "\"answers\":{"
    "\"CTL-04\":[{\"value\":\"yes\",\"basis\":[\"observation\"],\"note\":\"KEEP-seen\","
    "\"date\":\"2026-04-03\",\"by\":\"ab\"}],"
    "\"ECO-01\":[{\"value\":\"yes\",\"basis\":[\"statement\"],\"note\":\"KEEP-said\",\"lang\":"
    "\"nb\","
    "\"shown\":\"As it was asked.\"},"
    "{\"value\":\"no\",\"basis\":[\"statement\"],\"note\":\"KEEP-never\"},"
    "{\"value\":\"yes\",\"basis\":[\"statement\"],\"note\":\"KEEP-never\",\"withdrawn\":true}],"
    "\"ECO-04\":[{\"value\":\"maybe\",\"basis\":[\"third_party\"],\"note\":\"KEEP-told\"}],"
    "\"DOC-01\":[{\"value\":\"yes\",\"basis\":[\"document\"],\"note\":\"KEEP-documents\"}],"
    "\"COM-04\":[{\"value\":\"yes\",\"basis\":[\"observation\",\"statement\"],"
    "\"note\":\"KEEP-seen-said\"}],"
    "\"VIO-01\":[{\"value\":\"declined\",\"note\":\"KEEP-never\"}],"
    "\"VIO-02\":[{\"value\":\"not-asked\",\"note\":\"KEEP-never\"}],"
    "\"VIO-03\":[{\"value\":\"no\",\"note\":\"KEEP-never\"}],"
    "\"HLT-01\":[{\"value\":\"yes\",\"basis\":[\"observation\"],\"note\":\"KEEP-health\"}]},"
    "\"journal\":["
    "{\"time\":\"2026-04-03T10:15:00Z\",\"kind\":\"observation\",\"text\":\"KEEP-seen-0\"},"
    "{\"time\":\"2026-04-04T10:15:00Z\",\"kind\":\"statement\",\"text\":\"KEEP-said-1\"},"
    "{\"time\":\"2026-11-05T10:15:00Z\",\"kind\":\"correction\",\"text\":\"KEEP-said-2\","
    "\"corrects\":1},"
    "{\"time\":\"2026-04-06T10:15:00Z\",\"kind\":\"third_party\",\"text\":\"KEEP-told-3\"}],"
    "\"people\":[{\"role\":\"companion\",\"note\":\"KEEP-own\"}],"
    "\"identifiers\":[{\"type\":\"phone\",\"value\":\"KEEP-identifiers\",\"role\":\"used\"}],"
    "\"health\":{\"acute\":\"KEEP-health\",\"needs\":\"KEEP-health\"},"
    "\"wishes\":{\"help\":\"yes\",\"text\":\"KEEP-wishes\"},"
    "\"lawyer\":{\"has\":true},\"police_report\":\"no\","
    "\"child\":{\"guardian\":\"KEEP-children\",\"view\":\"KEEP-wishes\"},"
    "\"follow_up\":[{\"date\":\"2026-05-09\",\"what\":\"KEEP-follow-up\"}]";

VdPack *fixture_pack;

void
fixture_load_pack (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize size;

  g_file_get_contents (g_getenv ("VARDE_PACK"), &data, &size, &error);
  g_assert_no_error (error);
  fixture_pack = vd_pack_parse (data, size, &error);
  g_assert_no_error (error);
}

VdRecord *
fixture_record (const char *age, const char *consents)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json =
      g_strdup_printf ("%s\"person\":{\"reference\":\"A-12\",\"age\":\"%s\",\"danger\":[]},%s%s}",
                       fixture_start, age, fixture_end, consents);
  VdRecord *record = vd_record_parse (json, strlen (json), fixture_pack, &error);

  g_assert_no_error (error);
  return record;
}

char *
fixture_all_text (const VdReferral *referral)
{
  const GPtrArray *sections = vd_referral_sections (referral);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sections->len; i++) {
    const VdReferralSection *section = g_ptr_array_index (sections, i);

    g_string_append_printf (text, "%s\n%s\n", section->title, section->intro);
    for (guint j = 0; j < section->rows->len; j++) {
      const VdReferralRow *row = g_ptr_array_index (section->rows, j);

      g_string_append_printf (text, "%s\n%s\n", row->name, row->value);
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
fixture_pruned_text (const VdReferral *referral, const VdRecord *record)
{
  g_autoptr (json_t) twin = vd_referral_prune (referral, fixture_pack, record);

  return vd_json_write (twin, NULL);
}
