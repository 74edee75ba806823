/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "qr"

#include "share/qr.h"

#include <qrencode.h>

#define QUIET 4 /* modules around it, by the standard */

/* Runs of dark modules in one line of the code. */
static void
add_line (GString *path, const QRcode *code, int y)
{
  int x = 0;

  while (x < code->width) {
    int end = x;

    while (end < code->width && (code->data[y * code->width + end] & 1))
      end++;
    if (end > x)
      g_string_append_printf (path, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, end - x, end - x);
    x = MAX (end, x + 1);
  }
}

char *
vd_qr_svg (const char *text, guint side)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  g_autoptr (GString) path = g_string_new (NULL);
  int modules;

  if (code == NULL)
    return NULL;
  modules = code->width + 2 * QUIET;
  for (int y = 0; y < code->width; y++)
    add_line (path, code, y);
  QRcode_free (code);
  return g_strdup_printf ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" "
                          "viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
                          "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>"
                          "<path d=\"%s\"/></svg>\n",
                          side, side, modules, modules, modules, modules, path->str);
}
