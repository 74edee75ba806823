/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guidance-fixture.h"

const VdPack *
fixture_pack (void)
{
  static VdPack *pack = NULL;

  if (pack == NULL) {
    g_autoptr (GError) error = NULL;
    g_autofree char *data = NULL;
    gsize size;

    g_file_get_contents (g_getenv ("VARDE_PACK"), &data, &size, &error);
    g_assert_no_error (error);
    pack = vd_pack_parse (data, size, &error);
    g_assert_no_error (error);
  }
  return pack;
}

static void
append_answers (GString *json, const char *answers)
{
  g_auto (GStrv) words = g_strsplit (answers, " ", -1);
  const char *comma = "";

  for (guint i = 0; words[i] != NULL; i++) {
    g_auto (GStrv) parts = NULL;
    g_auto (GStrv) value = NULL;

    if (words[i][0] == '\0')
      continue;
    parts = g_strsplit (words[i], "=", 2);
    value = g_strsplit (parts[1], ":", 2);
    g_string_append_printf (json, "%s\"%s\":{\"value\":\"%s\",\"basis\":[\"%s\"]}", comma, parts[0],
                            value[0], value[1] != NULL ? value[1] : "statement");
    comma = ",";
  }
}

VdRecord *
fixture_record (const char *setting, const char *person, const char *answers)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  VdRecord *record;

  g_string_append_printf (json,
                          "{\"format\":\"varde-assessment\",\"version\":1,\"setting\":\"%s\","
                          "\"person\":{%s},\"answers\":{",
                          setting, person);
  append_answers (json, answers);
  g_string_append (json, "}}");
  record = vd_record_parse (json->str, json->len, fixture_pack (), &error);
  g_assert_no_error (error);
  return record;
}
