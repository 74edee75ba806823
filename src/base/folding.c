/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "folding"

#include "base/folding.h"

#include <string.h>

/* Every letter that is not rare is looked up; the others are worked out one by one. */
#define KNOWN 0x2000
#define SLOW 0xff
#define RING 0x30a

/* Plain text goes by in blocks, because a search folds all that a vault holds. */
#define BLOCK 16
typedef guint8 Block __attribute__ ((vector_size (BLOCK)));
#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)

typedef struct {
  char bytes[3];
  guint8 size; /* 0: a mark that goes; SLOW: several letters, or a large one */
} Known;

struct _VdFolding {
  gboolean ring;
  Known known[KNOWN];
};

/* Marks above, below and around letters, which classes tell apart from vowels that are written
 * below or after a letter in Thai or in the scripts of India; and what is not seen at all. */
static gboolean
is_dropped (gunichar c)
{
  int class = g_unichar_combining_class (c);

  return (class >= 10 && class <= 36) || (class >= 200 && class <= 240) || c == 0x640 ||
         g_unichar_type (c) == G_UNICODE_FORMAT;
}

/* By way of the upper case, which letters share that differ in the lower one (ς and σ, ı and i).
 * Returns: how many letters. */
static guint
fold_part (gunichar c, gunichar *out)
{
  c = g_unichar_tolower (g_unichar_toupper (c));
  out[0] = c;
  switch (c) {
  case 0xdf: /* ß */
    out[0] = out[1] = 's';
    return 2;
  case 0x111: /* đ, which does not come apart */
    out[0] = 'd';
    return 1;
  case 0x142: /* ł */
    out[0] = 'l';
    return 1;
  default:
    return 1;
  }
}

/* Returns: how many letters @c is. */
static guint
fold_letter (gunichar c, gunichar out[2 * G_UNICHAR_MAX_DECOMPOSITION_LENGTH])
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH] = {c};
  gboolean hangul = c >= 0xac00 && c <= 0xd7a3; /* a syllable is a letter here */
  gsize n = hangul ? 1 : g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));
  guint found = 0;

  for (gsize i = 0; i < n; i++) {
    if (!is_dropped (parts[i]))
      found += fold_part (parts[i], out + found);
  }
  return found;
}

static gboolean
is_ringed (gunichar c)
{
  return c == 0xe5 || c == 0xc5 || c == 0x212b;
}

static Known
look_up (gunichar c, gboolean ring)
{
  gunichar letters[2 * G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  guint n = fold_letter (c, letters);
  Known known = {{0}, SLOW};

  if (n == 0)
    known.size = 0;
  else if (n == 1 && letters[0] <= 0xffff)
    known.size = (guint8)g_unichar_to_utf8 (letters[0], known.bytes);
  if (ring && (is_ringed (c) || c == RING))
    known.size = SLOW;
  return known;
}

VdFolding *
vd_folding_new (gboolean ring)
{
  VdFolding *self = g_new (VdFolding, 1);

  self->ring = ring;
  for (gunichar c = 0; c < KNOWN; c++)
    self->known[c] = look_up (c, ring);
  return self;
}

void
vd_folding_free (VdFolding *self)
{
  g_free (self);
}

/* Folds the ASCII bytes among those of a block; the others are to be written over. Returns: a high
 * bit for each of the others, in @rest too for the second half of the block. */
static inline guint64
fold_block (const char *in, char *out, guint64 *rest)
{
  guint64 halves[2];
  Block block, upper;

  memcpy (&block, in, BLOCK);
  memcpy (halves, in, BLOCK);
  upper = (Block)(block - (guint8)'A' <= (guint8)('Z' - 'A'));
  block |= upper & (guint8)0x20;
  memcpy (out, &block, BLOCK);
  *rest = GUINT64_FROM_LE (halves[1]) & HIGH_BITS;
  return GUINT64_FROM_LE (halves[0]) & HIGH_BITS;
}

/* Folds the ASCII text at *@text up to the next letter of another kind, or nearly to @end. */
static inline char *
fold_plain (const char **text, const char *end, char *out)
{
  const char *at = *text;
  guint64 first = 0, second = 0;
  gsize n;

  while (end - at >= BLOCK && ((first = fold_block (at, out, &second)) | second) == 0) {
    at += BLOCK;
    out += BLOCK;
  }
  n = first != 0 ? 0 : 8;
  n = (first | second) != 0 ? n + (gsize)__builtin_ctzll (first != 0 ? first : second) / 8 : 0;
  *text = at + n;
  return out + n;
}

/* @begin: of what has been written. */
static char *
put_slowly (gunichar c, gboolean ring, const char *begin, char *out)
{
  gunichar letters[2 * G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gboolean ringed = ring && (is_ringed (c) || (c == RING && out > begin && out[-1] == 'a'));
  guint n;

  if (c > 0x10ffff) /* No text at all. */
    return out;
  if (ringed)
    return out - (c == RING) + g_unichar_to_utf8 (0xe5, out - (c == RING));
  n = fold_letter (c, letters);
  for (guint i = 0; i < n; i++)
    out += g_unichar_to_utf8 (letters[i], out);
  return out;
}

/* Most letters beyond ASCII have two bytes. Returns: how many this has. */
static inline gsize
read_letter (const char *text, gunichar *c)
{
  guchar lead = (guchar)text[0], next = (guchar)text[1];

  if ((lead & 0xe0) == 0xc0 && (next & 0xc0) == 0x80) {
    *c = (gunichar)(lead & 0x1f) << 6 | (next & 0x3f);
    return 2;
  }
  *c = g_utf8_get_char (text);
  return (gsize)(g_utf8_next_char (text) - text);
}

gsize
vd_folding_fold (const VdFolding *self, const char *text, gsize size, char *out)
{
  const char *end = text + size;
  char *to = out;

  while (text < end) {
    gunichar c;

    to = fold_plain (&text, end, to);
    if (text == end)
      break;
    text += read_letter (text, &c);
    if (c < KNOWN && self->known[c].size != SLOW) {
      memcpy (to, &self->known[c], sizeof (Known));
      to += self->known[c].size;
    } else {
      to = put_slowly (c, self->ring, out, to);
    }
  }
  memset (to, 0, VD_FOLDING_PAD);
  return (gsize)(to - out);
}

gboolean
vd_fold_has_ring (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);

  return composed != NULL && (strstr (composed, "å") != NULL || strstr (composed, "Å") != NULL);
}

char *
vd_fold_text (const char *text, gboolean ring)
{
  gsize size = g_utf8_validate (text, -1, NULL) ? strlen (text) : 0;
  char *out = g_malloc (VD_FOLDING_ROOM (size));
  char *to = out;

  for (const char *at = text; at < text + size; at = g_utf8_next_char (at)) {
    if ((guchar)*at < 0x80)
      *to++ = g_ascii_tolower (*at);
    else
      to = put_slowly (g_utf8_get_char (at), ring, out, to);
  }
  *to = '\0';
  return out;
}

/* Whether @word begins at one of the places of @hits. */
static gboolean
begins_at (Block hits, const char *text, const char *word, gsize length)
{
  for (guint i = 0; i < BLOCK; i++) {
    if (hits[i] != 0 && memcmp (text + i, word, length) == 0)
      return TRUE;
  }
  return FALSE;
}

/* Looks for the first and the last byte of the word at once, in a block of places. */
gboolean
vd_folding_find (const char *text, gsize size, const char *word, gsize length)
{
  Block first = {0}, last = {0};

  if (length == 0 || length > size)
    return length == 0;
  first += (guint8)word[0];
  last += (guint8)word[length - 1];
  for (gsize at = 0; at + length <= size; at += BLOCK) {
    Block here, there, hits;
    guint64 halves[2];

    memcpy (&here, text + at, BLOCK);
    memcpy (&there, text + at + length - 1, BLOCK);
    hits = (Block)((here == first) & (there == last));
    memcpy (halves, &hits, BLOCK);
    if ((halves[0] | halves[1]) != 0 && begins_at (hits, text + at, word, length))
      return TRUE;
  }
  return FALSE;
}
