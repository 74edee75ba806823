/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test-document"

#include "document-fixture.h"

#include "share/document-paper.h"
#include "share/document.h"
#include "share/pdf-protect.h"

#include <string.h>

/* Everything but white space, in one form for each character. */
static char *
squeeze (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autoptr (GString) squeezed = g_string_new (NULL);

  for (const char *at = normal; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    /* Marks of direction are not seen. */
    if (!g_unichar_isspace (c) && c != 0x200E && c != 0x200F)
      g_string_append_unichar (squeezed, c);
  }
  return g_string_free (g_steal_pointer (&squeezed), FALSE);
}

static void
append_squeezed (GString *text, const char *more)
{
  g_autofree char *squeezed = squeeze (more);

  g_string_append (text, squeezed);
}

/* What the model says that the pages hold, from the title to the last row. */
static char *
model_text (const VdReferral *referral)
{
  const GPtrArray *sections = vd_referral_sections (referral);
  const GPtrArray *head = vd_referral_head (referral);
  g_autoptr (GString) text = g_string_new (NULL);

  append_squeezed (text, vd_referral_title (referral));
  for (guint i = 0; i < head->len; i++) {
    const VdReferralRow *row = g_ptr_array_index (head, i);

    append_squeezed (text, row->name);
    append_squeezed (text, row->value);
  }
  for (guint i = 0; i < sections->len; i++) {
    const VdReferralSection *section = g_ptr_array_index (sections, i);

    append_squeezed (text, section->title);
    append_squeezed (text, section->intro);
    for (guint j = 0; j < section->rows->len; j++) {
      const VdReferralRow *row = g_ptr_array_index (section->rows, j);

      append_squeezed (text, row->name);
      append_squeezed (text, row->value);
    }
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Header and footer of one page, in the order they are drawn. */
static char *
edge_text (const VdReferral *referral, guint page, guint n_pages)
{
  const char *lang = vd_referral_lang (referral);
  const VdNode *language = vd_pack_find (fixture_pack, "language", lang);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *number = g_strdup_printf ("%u", page);
  g_autofree char *total = g_strdup_printf ("%u", n_pages);
  g_autofree char *part =
      vd_referral_fill (vd_pack_phrase (fixture_pack, "document-page", lang), "page", number);
  g_autofree char *whole = vd_referral_fill (part, "pages", total);

  append_squeezed (text, vd_referral_note (referral));
  if (*vd_referral_reference (referral) != '\0') {
    append_squeezed (text, vd_pack_phrase (fixture_pack, "document-reference", lang));
    append_squeezed (text, vd_referral_reference (referral));
  }
  append_squeezed (text, vd_referral_title (referral));
  append_squeezed (text, whole);
  /* Until a person has reviewed the translation each page says so. */
  if (language != NULL && g_str_equal (vd_node_attr (language, "state"), "draft"))
    append_squeezed (text, vd_pack_phrase (fixture_pack, "draft-translation", lang));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Reads the pages back with a foreign tool and holds them against the model, letter by letter. */
static guint
assert_pages_equal (const char *path, const VdReferral *referral)
{
  g_autofree char *output = fixture_run (0, "pdftotext", "-raw", "-enc", "UTF-8", path, "-", NULL);
  g_auto (GStrv) pages = g_strsplit (output, "\f", -1);
  guint n_pages = g_strv_length (pages) - 1;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *expected = model_text (referral);

  for (guint i = 0; i < n_pages; i++) {
    g_autofree char *page = squeeze (pages[i]);
    g_autofree char *edge = edge_text (referral, i + 1, n_pages);

    g_assert_true (g_str_has_prefix (page, edge));
    g_string_append (text, page + strlen (edge));
  }
  g_assert_cmpstr (text->str, ==, expected);
  return n_pages;
}

static char *
write_document (const VdReferral *referral)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) drawn = vd_document_render (referral, fixture_pack, &error);
  g_autoptr (GBytes) pdf = NULL;

  g_assert_no_error (error);
  pdf = vd_pdf_set_lang (drawn, vd_referral_lang (referral), &error);
  g_assert_no_error (error);
  return fixture_write (pdf);
}

/* The properties of the file hold the kind of document and a day, nothing of the case. */
static void
assert_properties (const char *path, const VdReferral *referral)
{
  g_autofree char *info = fixture_run (0, "pdfinfo", "-isodates", path, NULL);
  g_autofree char *title = g_strdup_printf ("Varde: %s", vd_referral_title (referral));

  g_assert_nonnull (strstr (info, title));
  g_assert_nonnull (strstr (info, "CreationDate:    2026-05-08T00:00:00Z\n"));
  if (*vd_referral_reference (referral) != '\0')
    g_assert_null (strstr (info, vd_referral_reference (referral)));
  g_assert_null (strstr (info, "Author"));
  g_assert_null (strstr (info, "Producer"));
  g_assert_null (strstr (info, "ModDate"));
  g_assert_nonnull (strstr (info, "Tagged:          yes"));
  g_assert_nonnull (strstr (info, "A4"));
}

typedef struct {
  const char *name;
  const char *file;
  const char *recipient;
  const char *lang;
} Document;

static const Document documents[] = {
    {"prison/rosa/nb", "prison-adult", "rosa", "nb"},
    {"prison/rosa/en", "prison-adult", "rosa", "en"},
    {"prison/police/nb", "prison-adult", "police", "nb"},
    {"prison/caritas/nb", "prison-adult", "caritas", "nb"},
    {"prison/legal-aid/nb", "prison-adult", "legal-aid", "nb"},
    {"prison/legal-aid/en", "prison-adult", "legal-aid", "en"},
    {"prison/arbeidstilsynet/nb", "prison-adult", "arbeidstilsynet", "nb"},
    {"prison/a-krim/nb", "prison-adult", "a-krim", "nb"},
    {"prison/pending/nb", "prison-adult", "pending", "nb"},
    {"prison/rights/nb", "prison-adult", "rights", "nb"},
    {"prison/card/nb", "prison-adult", "card", "nb"},
    {"prison/access/nb", "prison-adult", "access", "nb"},
    {"prison/file/nb", "prison-adult", "file", "nb"},
    {"reception/rosa/nb", "reception-adult", "rosa", "nb"},
    {"reception/police/en", "reception-adult", "police", "en"},
    {"reception/caritas/en", "reception-adult", "caritas", "en"},
    {"reception/arbeidstilsynet/en", "reception-adult", "arbeidstilsynet", "en"},
    {"reception/a-krim/en", "reception-adult", "a-krim", "en"},
    {"reception/pending/en", "reception-adult", "pending", "en"},
    {"reception/access/en", "reception-adult", "access", "en"},
    {"reception/file/en", "reception-adult", "file", "en"},
    {"reception/rosa/rtl", "reception-adult", "rosa", "ar"},
    {"reception/rights/rtl", "reception-adult", "rights", "ar"},
    {"reception/card/rtl", "reception-adult", "card", "ar"},
    {"border/barnevern/nb", "border-boy", "barnevern", "nb"},
    {"border/barnevern/en", "border-boy", "barnevern", "en"},
    {"border/bufdir/nb", "border-boy", "bufdir", "nb"},
    {"border/bufdir/en", "border-boy", "bufdir", "en"},
    {"border/police/nb", "border-boy", "police", "nb"},
    {"border/rights/nb", "border-boy", "rights", "nb"},
    {"border/card/en", "border-boy", "card", "en"},
    {"border/access/nb", "border-boy", "access", "nb"},
    {"border/file/rtl", "border-boy", "file", "ar"},
};

static void
test_document (gconstpointer data)
{
  const Document *document = data;
  g_autoptr (VdRecord) record = fixture_case (document->file);
  g_autoptr (VdReferral) referral = fixture_referral (record, document->recipient, document->lang);
  g_autofree char *path = write_document (referral);

  assert_pages_equal (path, referral);
  assert_properties (path, referral);
}

static void
test_structure (void)
{
  g_autoptr (VdRecord) record = fixture_case ("border-boy");
  g_autoptr (VdReferral) referral = fixture_referral (record, "barnevern", "nb");
  g_autofree char *path = write_document (referral);
  g_autofree char *tags = fixture_run (0, "pdfinfo", "-struct", path, NULL);
  g_autofree char *inside = fixture_run (0, "qpdf", "--qdf", path, "-", NULL);

  g_assert_nonnull (strstr (tags, "H1"));
  g_assert_nonnull (strstr (tags, "H2"));
  g_assert_nonnull (strstr (tags, "P (block)"));
  g_assert_nonnull (strstr (inside, "/Lang (nb)"));
}

static void
test_fonts (void)
{
  static const char note[] = "ทดสอบ \u1230\u120b\u121d \u0633\u0644\u0627\u0645 xin ch\u00e0o "
                             "\u041f\u0440\u0438\u0432\u0456\u0442";
  g_autoptr (VdRecord) record = fixture_note (note);
  g_autoptr (VdReferral) referral = fixture_referral (record, "rosa", "nb");
  g_autofree char *path = write_document (referral);
  g_autofree char *list = fixture_run (0, "pdffonts", path, NULL);
  g_auto (GStrv) lines = g_strsplit (g_strstrip (list), "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), >=, 2 + 5);
  for (guint i = 2; lines[i] != NULL; i++) {
    g_assert_nonnull (strstr (lines[i], "+NotoSans"));
    g_assert_nonnull (strstr (lines[i], " yes yes "));
  }
}

/* Where the first of two digits stands on the line. */
static int
place_of (PangoLayout *layout, const char *digits)
{
  const char *text = pango_layout_get_text (layout);
  PangoRectangle place;

  g_assert_nonnull (strstr (text, digits));
  pango_layout_index_to_pos (layout, (int)(strstr (text, digits) - text), &place);
  return place.x;
}

/* A telephone number in an Arabic note is read from its beginning in any document. */
static void
test_number_in_arabic (void)
{
  static const char note[] =
      "\u0627\u062a\u0635\u0644\u062a +47 22 33 11 60 \u0645\u0631\u062a\u064a\u0646";
  static const char *const langs[] = {"nb", "en", "ar"};
  g_autofree char *shown = vd_document_shown (note);
  const VdStyle style = {10};

  /* On the screen too. */
  g_assert_nonnull (strstr (shown, "\u200e+47\u00a022\u00a033\u00a011\u00a060 "));
  for (guint i = 0; i < G_N_ELEMENTS (langs); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VdPaper) paper = vd_paper_new (fixture_pack, langs[i], &error);
    PangoLayout *layout;

    g_assert_no_error (error);
    layout = vd_paper_text (paper, note, &style, VD_TEXT_WIDTH, TRUE);
    g_assert_cmpint (place_of (layout, "+47"), <, place_of (layout, "47"));
    g_assert_cmpint (place_of (layout, "47"), <, place_of (layout, "22"));
    g_assert_cmpint (place_of (layout, "22"), <, place_of (layout, "60"));
  }
}

static void
test_long_note (void)
{
  g_autoptr (GString) note = g_string_new (NULL);
  g_autoptr (VdRecord) record = NULL;
  g_autoptr (VdReferral) referral = NULL;
  g_autofree char *path = NULL;

  while (note->len < 15000)
    g_string_append_printf (note, "ord%u %s", (guint)note->len, note->len % 11 == 0 ? "\n" : "");
  record = fixture_note (note->str);
  referral = fixture_referral (record, "rosa", "nb");
  path = write_document (referral);
  g_assert_cmpuint (assert_pages_equal (path, referral), >=, 5);
}

static void
test_long_word (void)
{
  g_autofree char *word = g_strnfill (3000, 'w');
  g_autoptr (VdRecord) record = fixture_note (word);
  g_autoptr (VdReferral) referral = fixture_referral (record, "rosa", "nb");
  g_autofree char *path = write_document (referral);

  assert_pages_equal (path, referral);
}

static void
test_missing_glyph (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = fixture_note ("Wang \u738b said");
  g_autoptr (VdReferral) referral = fixture_referral (record, "rosa", "en");
  g_autoptr (GBytes) pdf = vd_document_render (referral, fixture_pack, &error);

  g_assert_null (pdf);
  g_assert_error (error, VD_ERROR, VD_ERROR_NOT_PRINTABLE);
  g_assert_cmpstr (error->message, ==, "What staff have seen: U+738B");
}

/* Operators, scripts and direction overrides in a note are letters on the page and nothing else. */
static void
test_hostile_text (void)
{
  static const char start[] = "ET Q ) Tj (x) /OpenAction << /S /JavaScript /JS (app.alert(1)) >> "
                              "endobj \\ <b>";
  g_autofree char *note = g_strconcat (start, " \u202eabc\u202c def \u2066x", NULL);
  g_autofree char *plain = g_strconcat (start, " abc def x", NULL);
  g_autoptr (VdRecord) record = fixture_note (note);
  g_autoptr (VdRecord) clean = fixture_note (plain);
  g_autoptr (VdReferral) referral = fixture_referral (record, "rosa", "en");
  g_autoptr (VdReferral) expected = fixture_referral (clean, "rosa", "en");
  g_autofree char *path = write_document (referral);
  g_autofree char *inside = fixture_run (0, "qpdf", "--json", path, NULL);
  g_autoptr (GBytes) drawn = vd_document_render (referral, fixture_pack, NULL);
  g_autoptr (GBytes) drawn_clean = vd_document_render (expected, fixture_pack, NULL);

  g_assert_true (g_bytes_equal (drawn, drawn_clean));
  g_free (fixture_run (0, "qpdf", "--check", path, NULL));
  assert_pages_equal (path, expected);
  /* The objects of the file, without what is drawn. */
  g_assert_null (strstr (inside, "JavaScript"));
  g_assert_null (strstr (inside, "OpenAction"));
}

static void
test_protected (void)
{
  static const char words[] = "kald vei bro tre fjell hav";
  g_autoptr (GError) error = NULL;
  g_autoptr (VdRecord) record = fixture_case ("prison-adult");
  g_autoptr (VdReferral) referral = fixture_referral (record, "rosa", "nb");
  g_autoptr (GBytes) drawn = vd_document_render (referral, fixture_pack, &error);
  g_autoptr (VdSecret) passphrase = vd_secret_new_copy (words, strlen (words));
  g_autoptr (GBytes) pdf = vd_pdf_protect (drawn, passphrase, "nb", &error);
  g_autofree char *path = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *text = NULL;
  g_autofree char *inside = NULL;
  g_autofree char *password = g_strconcat ("--password=", words, NULL);

  g_assert_no_error (error);
  path = fixture_write (pdf);
  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 8, "%PDF-2.0", 8);
  shown = fixture_run (0, "qpdf", password, "--show-encryption", path, NULL);
  g_assert_nonnull (strstr (shown, "R = 6"));
  g_assert_nonnull (strstr (shown, "file encryption method: AESv3"));
  text = fixture_run (0, "pdftotext", "-upw", words, path, "-", NULL);
  g_assert_nonnull (strstr (text, vd_referral_title (referral)));
  inside = fixture_run (0, "qpdf", password, "--decrypt", "--qdf", path, "-", NULL);
  g_assert_nonnull (strstr (inside, "/Lang (nb)"));
  g_free (fixture_run (2, "qpdf", "--check", path, NULL));
  g_free (fixture_run (2, "qpdf", "--password=kald", "--check", path, NULL));
  g_free (fixture_run (1, "pdftotext", path, "-", NULL));
}

static void
test_no_pdf (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("no pdf", 6);

  g_assert_null (vd_pdf_set_lang (bytes, "nb", &error));
  g_assert_error (error, VD_ERROR, VD_ERROR_INVALID);
}

static gpointer
render_in_thread (gpointer data)
{
  return vd_document_render (data, fixture_pack, NULL);
}

/* Two threads lay out at once: nothing is shared, so both give the same bytes. */
static void
test_threads (void)
{
  g_autoptr (VdRecord) record = fixture_case ("prison-adult");
  g_autoptr (VdReferral) referral = fixture_referral (record, "rosa", "nb");
  GThread *threads[] = {g_thread_new ("a", render_in_thread, referral),
                        g_thread_new ("b", render_in_thread, referral)};
  g_autoptr (GBytes) a = g_thread_join (threads[0]);
  g_autoptr (GBytes) b = g_thread_join (threads[1]);

  g_assert_nonnull (a);
  g_assert_true (g_bytes_equal (a, b));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixture_start ();
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++) {
    g_autofree char *path = g_strconcat ("/document/", documents[i].name, NULL);

    g_test_add_data_func (path, &documents[i], test_document);
  }
  g_test_add_func ("/document/structure", test_structure);
  g_test_add_func ("/document/fonts", test_fonts);
  g_test_add_func ("/document/number-in-arabic", test_number_in_arabic);
  g_test_add_func ("/document/long-note", test_long_note);
  g_test_add_func ("/document/long-word", test_long_word);
  g_test_add_func ("/document/missing-glyph", test_missing_glyph);
  g_test_add_func ("/document/hostile", test_hostile_text);
  g_test_add_func ("/document/protected", test_protected);
  g_test_add_func ("/document/no-pdf", test_no_pdf);
  g_test_add_func ("/document/threads", test_threads);
  status = g_test_run ();
  fixture_stop ();
  return status;
}
