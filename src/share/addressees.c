/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "addressees"

#include "share/addressees.h"

#include "base/date.h"
#include "seal/age-keys.h"
#include "seal/minisign.h"
#include "seal/words.h"

#define NAME_MAX_BYTES 200

struct _VdAddressees {
  GPtrArray *list; /* (element-type VdAddressee) */
};

static void
addressee_free (gpointer data)
{
  VdAddressee *self = data;

  g_free (self->name);
  g_free (self->recipient);
  g_free (self->age_key);
  g_free (self->sign_key);
  g_free (self->confirmed);
  g_free (self);
}

static void
add (VdAddressees *self,
     const char *name,
     const char *recipient,
     const char *age_key,
     const char *sign_key,
     const char *confirmed)
{
  VdAddressee *entry = g_new (VdAddressee, 1);

  entry->name = g_strdup (name);
  entry->recipient = g_strdup (recipient == NULL ? "" : recipient);
  entry->age_key = age_key == NULL ? g_strdup ("") : vd_addressees_spelling (age_key);
  entry->sign_key = sign_key == NULL ? g_strdup ("") : vd_addressees_spelling (sign_key);
  entry->confirmed = g_strdup (confirmed);
  g_ptr_array_add (self->list, entry);
}

static gboolean
is_sign_key (const char *key, GError **error)
{
  VdMinisignPublic parsed;

  return vd_minisign_public_parse (key, &parsed, error);
}

/* A contact is a recipient's when the recipient names it. */
static const char *
recipient_of (const VdPack *pack, const VdNode *contact)
{
  const GPtrArray *recipients = vd_pack_nodes (pack, "recipient");

  for (guint i = 0; i < recipients->len; i++) {
    const VdNode *recipient = g_ptr_array_index (recipients, i);

    if (g_strv_contains (vd_node_list (recipient, "contact"), vd_node_id (contact)) &&
        g_str_equal (vd_node_id (recipient), vd_node_id (contact)))
      return vd_node_id (recipient);
  }
  return "";
}

static void
add_contact (VdAddressees *self, const VdPack *pack, const VdNode *contact)
{
  const char *age_key = vd_node_attr (contact, "age-key");
  const char *sign_key = vd_node_attr (contact, "sign-key");

  if (age_key != NULL && !vd_age_recipient_check (age_key, NULL))
    age_key = NULL;
  if (sign_key != NULL && !is_sign_key (sign_key, NULL))
    sign_key = NULL;
  if (age_key != NULL || sign_key != NULL)
    add (self, vd_node_text (contact, "name", "nb"), recipient_of (pack, contact), age_key,
         sign_key, "");
}

VdAddressees *
vd_addressees_new (const VdPack *pack)
{
  VdAddressees *self = g_new (VdAddressees, 1);
  const GPtrArray *contacts = pack == NULL ? NULL : vd_pack_nodes (pack, "contact");

  self->list = g_ptr_array_new_with_free_func (addressee_free);
  for (guint i = 0; contacts != NULL && i < contacts->len; i++)
    add_contact (self, pack, g_ptr_array_index (contacts, i));
  return self;
}

void
vd_addressees_free (VdAddressees *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->list);
  g_free (self);
}

guint
vd_addressees_count (const VdAddressees *self)
{
  return self->list->len;
}

const VdAddressee *
vd_addressees_get (const VdAddressees *self, guint index)
{
  return g_ptr_array_index (self->list, index);
}

static gboolean
fail (GError **error, VdError code, const char *what)
{
  g_set_error (error, VD_ERROR, (int)code, "addressee: %s", what);
  return FALSE;
}

static gboolean
has_key (const VdAddressees *self, const char *age_key, const char *sign_key)
{
  g_autofree char *age = age_key == NULL ? NULL : vd_addressees_spelling (age_key);
  g_autofree char *sign = sign_key == NULL ? NULL : vd_addressees_spelling (sign_key);

  for (guint i = 0; i < self->list->len; i++) {
    const VdAddressee *entry = g_ptr_array_index (self->list, i);

    if (g_strcmp0 (entry->age_key, age) == 0 || g_strcmp0 (entry->sign_key, sign) == 0)
      return TRUE;
  }
  return FALSE;
}

gboolean
vd_addressees_add (VdAddressees *self,
                   const char *name,
                   const char *recipient,
                   const char *age_key,
                   const char *sign_key,
                   const char *confirmed,
                   GError **error)
{
  VdDate date;

  if (name == NULL || *name == '\0' || strlen (name) > NAME_MAX_BYTES ||
      !g_utf8_validate (name, -1, NULL) || (age_key == NULL && sign_key == NULL))
    return fail (error, VD_ERROR_INVALID, "a name and a key are needed");
  if (confirmed == NULL || !vd_date_parse (confirmed, &date) || date.day == 0)
    return fail (error, VD_ERROR_INVALID, "not confirmed on a day");
  if (age_key != NULL && !vd_age_recipient_check (age_key, error))
    return FALSE;
  if (sign_key != NULL && !is_sign_key (sign_key, error))
    return FALSE;
  if (has_key (self, age_key, sign_key))
    return fail (error, VD_ERROR_EXISTS, "the key is there already");
  add (self, name, recipient, age_key, sign_key, confirmed);
  return TRUE;
}

gboolean
vd_addressees_remove (VdAddressees *self, guint index, GError **error)
{
  const VdAddressee *entry = vd_addressees_get (self, index);

  if (*entry->confirmed == '\0')
    return fail (error, VD_ERROR_REFUSED, "the key is one of the pack");
  g_ptr_array_remove_index (self->list, index);
  return TRUE;
}

const VdAddressee *
vd_addressees_signer (const VdAddressees *self, const char *sign_key)
{
  for (guint i = 0; *sign_key != '\0' && i < self->list->len; i++) {
    const VdAddressee *entry = g_ptr_array_index (self->list, i);

    if (g_str_equal (entry->sign_key, sign_key))
      return entry;
  }
  return NULL;
}

json_t *
vd_addressees_write (const VdAddressees *self)
{
  json_t *list = json_array ();

  for (guint i = 0; i < self->list->len; i++) {
    const VdAddressee *entry = g_ptr_array_index (self->list, i);

    if (*entry->confirmed != '\0')
      json_array_append_new (list, json_pack ("{s:s, s:s, s:s, s:s, s:s}", "name", entry->name,
                                              "recipient", entry->recipient, "age", entry->age_key,
                                              "minisign", entry->sign_key, "confirmed",
                                              entry->confirmed));
  }
  return list;
}

static const char *
text_of (const json_t *item, const char *key)
{
  const char *text = json_string_value (json_object_get (item, key));

  return text == NULL || *text == '\0' ? NULL : text;
}

gboolean
vd_addressees_read (VdAddressees *self, const json_t *list, GError **error)
{
  g_autoptr (VdAddressees) fresh = vd_addressees_new (NULL);

  if (!json_is_array (list))
    return fail (error, VD_ERROR_INVALID, "not a list");
  for (gsize i = 0; i < json_array_size (list); i++) {
    const json_t *item = json_array_get (list, i);
    g_autoptr (GError) own = NULL;

    /* One key in two spellings was taken in twice once: the first entry is enough. */
    if (!vd_addressees_add (fresh, text_of (item, "name"), text_of (item, "recipient"),
                            text_of (item, "age"), text_of (item, "minisign"),
                            text_of (item, "confirmed"), &own) &&
        own->code != VD_ERROR_EXISTS) {
      g_propagate_error (error, g_steal_pointer (&own));
      return FALSE;
    }
  }
  g_ptr_array_extend_and_steal (self->list, g_steal_pointer (&fresh->list));
  fresh->list = g_ptr_array_new ();
  return TRUE;
}

char *
vd_addressees_spelling (const char *key)
{
  guint8 age_key[VD_AGE_X25519_SIZE];
  VdMinisignPublic parsed;

  if (vd_age_recipient_decode (key, age_key, NULL))
    return vd_age_recipient_encode (age_key);
  if (vd_minisign_public_parse (key, &parsed, NULL))
    return vd_minisign_public_text (&parsed);
  return g_strdup (key);
}

char *
vd_addressees_fingerprint (const char *key, GError **error)
{
  guint8 age_key[VD_AGE_X25519_SIZE];
  VdMinisignPublic parsed;

  if (vd_age_recipient_decode (key, age_key, NULL))
    return vd_words_fingerprint (age_key, sizeof age_key);
  if (!vd_minisign_public_parse (key, &parsed, error))
    return NULL;
  return vd_words_fingerprint (parsed.key, sizeof parsed.key);
}
