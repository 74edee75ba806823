/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "qr"

#include "share/qr.h"

#include <qrencode.h>

guint8 *
vd_qr_modules (const char *text, guint *width)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  guint8 *modules;
  gsize n;

  if (code == NULL)
    return NULL;
  *width = (guint)code->width;
  n = (gsize)*width * *width;
  modules = g_malloc (n);
  for (gsize i = 0; i < n; i++)
    modules[i] = code->data[i] & 1;
  QRcode_free (code);
  return modules;
}

/* Runs of dark modules in one line of the code. */
static void
add_line (GString *path, const guint8 *line, guint width, guint y)
{
  guint x = 0;

  while (x < width) {
    guint end = x;

    while (end < width && line[end] != 0)
      end++;
    if (end > x)
      g_string_append_printf (path, "M%u %uh%uv1h-%uz", x + VD_QR_QUIET, y + VD_QR_QUIET, end - x,
                              end - x);
    x = MAX (end, x + 1);
  }
}

char *
vd_qr_svg (const char *text, guint side)
{
  guint width;
  g_autofree guint8 *modules = vd_qr_modules (text, &width);
  g_autoptr (GString) path = g_string_new (NULL);
  guint all;

  if (modules == NULL)
    return NULL;
  all = width + 2 * VD_QR_QUIET;
  for (guint y = 0; y < width; y++)
    add_line (path, modules + (gsize)y * width, width, y);
  return g_strdup_printf ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" "
                          "viewBox=\"0 0 %u %u\" shape-rendering=\"crispEdges\">"
                          "<path fill=\"#fff\" d=\"M0 0h%uv%uH0z\"/>"
                          "<path d=\"%s\"/></svg>\n",
                          side, side, all, all, all, all, path->str);
}
