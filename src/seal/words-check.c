/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "seal"

#include "seal/words.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "seal/words-data.h"

#define LENGTH_MIN 15
#define LENGTH_MAX 256
/* Letters that must be left once the program's own name is taken out. */
#define OWN_LETTERS_MIN 8
/* Shorter runs, such as "no" or "we", are part of every language. */
#define RUN_MIN 3

/* A form of the passphrase, one code point each; wiped when it goes out of scope. */
typedef struct {
  gunichar points[LENGTH_MAX];
  gsize length;
} Form;

static void
form_clear (Form *self)
{
  sodium_memzero (self, sizeof *self);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Form, form_clear)

/* What a hand or a child's song goes along, read in both directions. */
static const char *const sequences[] = {
    "abcdefghijklmnopqrstuvwxyzæøå",
    "01234567890",
    "qwertyuiopå",
    "asdfghjkløæ",
    "zxcvbnm",
    "1qaz",
    "2wsx",
    "3edc",
    "4rfv",
    "5tgb",
    "6yhn",
    "7ujm",
    "8ik",
    "9ol",
};

static gboolean
is_letter (gunichar point)
{
  /* Vowel signs of some scripts are marks. */
  return g_unichar_isalpha (point) || g_unichar_ismark (point);
}

/* Not g_utf8_casefold: its copies of the passphrase would stay in memory that nobody wipes. */
static void
form_lower (Form *self, const char *text, gsize size)
{
  for (const char *at = text; at < text + size; at = g_utf8_next_char (at))
    self->points[self->length++] = g_unichar_tolower (g_utf8_get_char (at));
}

/* Letters and digits only, so that "a-b-c" is seen as "abc". */
static void
form_squeeze (Form *self, const Form *from)
{
  for (gsize i = 0; i < from->length; i++)
    if (is_letter (from->points[i]) || g_unichar_isdigit (from->points[i]))
      self->points[self->length++] = from->points[i];
}

/* Without the spaces, digits and punctuation people put at the ends to satisfy a rule. */
static void
form_strip (Form *self, const Form *from)
{
  gsize start = 0;
  gsize end = from->length;

  while (start < end && !is_letter (from->points[start]))
    start++;
  while (end > start && !is_letter (from->points[end - 1]))
    end--;
  self->length = end - start;
  memcpy (self->points, from->points + start, self->length * sizeof (gunichar));
}

static int
compare_entry (const void *key, const void *entry)
{
  const Form *form = key;
  const char *text = entry;
  gsize size = strlen (text);

  for (gsize i = 0; i < form->length && i < size; i++)
    if (form->points[i] != (guchar)text[i])
      return form->points[i] < (guchar)text[i] ? -1 : 1;
  return form->length < size ? -1 : form->length > size;
}

static gboolean
is_common (const Form *form)
{
  return bsearch (form, vd_common_list, VD_COMMON_COUNT, VD_COMMON_SIZE, compare_entry) != NULL;
}

static gboolean
has_period (const Form *form, gsize period)
{
  for (gsize i = period; i < form->length; i++)
    if (form->points[i] != form->points[i - period])
      return FALSE;
  return TRUE;
}

/* A unit that is long enough on its own is not made worse by saying it twice. */
static gboolean
is_repetition (const Form *form)
{
  for (gsize period = 1; period < LENGTH_MIN && 2 * period <= form->length; period++)
    if (has_period (form, period))
      return TRUE;
  return FALSE;
}

/* The length of the run from @start whose points follow each other in @sequence. */
static gsize
run_in (const Form *form, gsize start, const char *sequence, int step)
{
  const char *first = g_utf8_strchr (sequence, -1, form->points[start]);
  glong at = first == NULL ? 0 : g_utf8_pointer_to_offset (sequence, first);
  glong count = g_utf8_strlen (sequence, -1);
  gsize run = first != NULL;

  if (first == NULL)
    return 0;
  for (at += step; at >= 0 && at < count && start + run < form->length; at += step) {
    if (g_utf8_get_char (g_utf8_offset_to_pointer (sequence, at)) != form->points[start + run])
      break;
    run++;
  }
  return run;
}

static gsize
run_at (const Form *form, gsize start)
{
  gsize longest = 1;

  while (start + longest < form->length && form->points[start + longest] == form->points[start])
    longest++;
  for (gsize i = 0; i < G_N_ELEMENTS (sequences); i++) {
    gsize up = run_in (form, start, sequences[i], 1);
    gsize down = run_in (form, start, sequences[i], -1);

    longest = MAX (longest, MAX (up, down));
  }
  return longest;
}

/* Whether three quarters or more are runs along the keyboard, the alphabet or the digits. */
static gboolean
is_sequence (const Form *form)
{
  gsize covered = 0;
  gsize run;

  for (gsize at = 0; at < form->length; at += run) {
    run = run_at (form, at);
    covered += run >= RUN_MIN ? run : 0;
  }
  return form->length > 0 && covered * 4 >= form->length * 3;
}

static gboolean
is_own_name (const Form *form)
{
  static const gunichar name[] = {'v', 'a', 'r', 'd', 'e'};
  g_auto (Form) rest = {.length = 0};
  gsize letters = 0;

  for (gsize at = 0; at < form->length; at++) {
    if (form->length - at >= G_N_ELEMENTS (name) &&
        memcmp (form->points + at, name, sizeof name) == 0) {
      at += G_N_ELEMENTS (name) - 1;
      continue;
    }
    rest.points[rest.length++] = form->points[at];
    letters += is_letter (form->points[at]);
  }
  if (rest.length == form->length)
    return FALSE;
  return letters < OWN_LETTERS_MIN || is_common (&rest);
}

static gboolean
is_guessable (const char *text, gsize size)
{
  g_auto (Form) lower = {.length = 0};
  g_auto (Form) squeezed = {.length = 0};
  g_auto (Form) stripped = {.length = 0};
  g_auto (Form) core = {.length = 0};

  form_lower (&lower, text, size);
  form_squeeze (&squeezed, &lower);
  form_strip (&stripped, &lower);
  form_strip (&core, &squeezed);
  if (is_common (&lower) || is_common (&squeezed) || is_common (&stripped) || is_common (&core))
    return TRUE;
  if (is_repetition (&lower) || is_repetition (&squeezed))
    return TRUE;
  if (is_sequence (&lower) || is_sequence (&squeezed) || is_own_name (&core))
    return TRUE;
  /* A weak core says little when most of the passphrase lies outside it. */
  return 2 * core.length >= lower.length && (is_repetition (&core) || is_sequence (&core));
}

gboolean
vd_words_check (const VdSecret *passphrase, GError **error)
{
  const char *text = (const char *)vd_secret_data (passphrase);
  gsize size = vd_secret_size (passphrase);
  const char *reason = NULL;
  glong length;

  /* With a length given, GLib refuses a zero byte as well. */
  if (!g_utf8_validate_len (text, size, NULL)) {
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, "not-text");
    return FALSE;
  }
  length = g_utf8_strlen (text, (gssize)size);
  if (length < LENGTH_MIN)
    reason = "too-short";
  else if (length > LENGTH_MAX)
    reason = "too-long";
  else if (is_guessable (text, size))
    reason = "common";
  if (reason != NULL)
    g_set_error_literal (error, VD_ERROR, VD_ERROR_INVALID, reason);
  return reason == NULL;
}
