/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <jansson.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

/**
 * vd_json_parse:
 * Strict JSON: UTF-8 checked, duplicate keys refused, one value and nothing after it, depth limited
 * by jansson, NUL in strings refused.
 * Returns: (transfer full): the value, or NULL with INVALID and path, line and column in the
 * message ("answers.ECO-01[0].value: line 3, column 5: not valid JSON").
 */
json_t *vd_json_parse (const char *data, gsize size, GError **error);

/**
 * vd_json_path_append:
 * Adds ".key" to a path for an error message, "key" to an empty one. A key that is not made of
 * letters, digits, "-" and "_" (64 at most) comes from outside and could hold anything: it is
 * shown as "?".
 */
void vd_json_path_append (GString *path, const char *key);

/**
 * vd_json_write:
 * Returns: (transfer full): @value as compact UTF-8 with keys in the order they were set, so the
 * same value always gives the same bytes; a NUL follows, @size (out) (optional) does not count it.
 */
char *vd_json_write (const json_t *value, gsize *size);

/** Like vd_json_write(), indented by two spaces and ending with a line feed, for people. */
char *vd_json_write_pretty (const json_t *value, gsize *size);
