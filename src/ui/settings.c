/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "settings"

#include "config.h"

#include "ui/settings.h"

GSettings *
vd_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) built = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GError) error = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, VD_APP_ID, TRUE);
  if (schema == NULL) {
    built = g_settings_schema_source_new_from_directory (VD_BUILD_DATA_DIR, source, FALSE, &error);
    if (built != NULL)
      schema = g_settings_schema_source_lookup (built, VD_APP_ID, TRUE);
  }
  if (schema == NULL)
    g_error ("the settings schema " VD_APP_ID " is not installed");
  return g_settings_new_full (schema, NULL, NULL);
}
