/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * vd_language_init:
 * First thing that touches the locale: binds the catalogues and makes sure that the locale is one
 * that translates (C.UTF-8 where nothing else is installed). Before any other thread starts.
 */
void vd_language_init (void);

/** Makes @tag the language of every text from here on; windows are then rebuilt. Main thread. */
void vd_language_apply (const char *tag);

/** Returns: (transfer none): the staff language that the system's settings ask for. */
const char *vd_language_system (void);

/** Returns: (transfer full): a date such as "2 May 2026" from "2026-05-02", in @tag's words. */
char *vd_language_date (const char *date, const char *tag);
