/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "contacts"

#include "config.h"

#include "ui/contact-words.h"

#include <glib/gi18n-lib.h>

#include "app/language.h"
#include "core/hours.h"

char *
vd_contact_hours (VdSession *session, const VdNode *contact)
{
  const char *lang = vd_session_get_language (session);
  const char *hours = vd_node_text (contact, "hours", lang);

  if (*hours != '\0' || !vd_node_flag (contact, "always-open", FALSE))
    return g_strdup (hours);
  return g_strdup (_ ("Day and night"));
}

/* Norway's time, wherever the clock of the machine is set to. */
static GDateTime *
norwegian_now (VdSession *session)
{
  const VdClock *clock = vd_session_get_clock (session);
  g_autoptr (GDateTime) now = clock->now (clock->data);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Oslo");

  return zone != NULL ? g_date_time_to_timezone (now, zone) : g_date_time_to_local (now);
}

const char *
vd_contact_open (VdSession *session, const VdNode *contact)
{
  g_autoptr (GDateTime) now = norwegian_now (session);

  switch (vd_hours_of (contact, now)) {
  case VD_OPEN_NOW:
    return _ ("Open now");
  case VD_OPEN_LATER:
    return _ ("Closed now");
  case VD_OPEN_NOT_KNOWN:
  default:
    return NULL;
  }
}

char *
vd_contact_age (VdSession *session, const char *date)
{
  g_autofree char *today = vd_clock_date (vd_session_get_clock (session));
  g_autofree char *words = NULL;

  if (date == NULL)
    return g_strdup (_ ("Check before use: nobody has confirmed this yet."));
  words = vd_language_date (date, vd_session_get_language (session));
  if (vd_hours_is_fresh (date, today))
    /* Translators: a date. */
    return g_strdup_printf (_ ("Checked %s."), words);
  /* Translators: a date. */
  return g_strdup_printf (_ ("Checked %s, more than a year ago: check before use."), words);
}
