/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "user-error"

#include "config.h"

#include "app/user-error.h"
#include "base/error.h"

#include <glib/gi18n-lib.h>

/* One row a code, in the order of VdError. */
static const struct {
  const char *title;
  const char *sentence;
  const char *next;
  int exit_code;
} texts[VD_N_ERRORS] = {
    [VD_ERROR_WRONG_KEY] = {N_ ("The passphrase does not fit"),
                            N_ ("Nothing was opened and nothing was changed."),
                            N_ ("Check Caps Lock and the keyboard language and try again, or use "
                                "the recovery key."),
                            2},
    [VD_ERROR_DAMAGED] = {N_ ("The data is damaged"),
                          N_ ("Some bytes are not what was written. Nothing was changed."),
                          N_ ("Use an earlier copy. Do not delete the damaged one: part of it may "
                              "still be readable."),
                          3},
    [VD_ERROR_NEWER] = {N_ ("Made by a newer version of Varde"),
                        N_ ("This version cannot read it. It was left untouched."),
                        N_ ("Install the newer version and open it there."), 4},
    [VD_ERROR_IN_USE] = {N_ ("The vault is open elsewhere"),
                         N_ ("Another window or another user has it open."),
                         N_ ("Close it there first, then try again."), 5},
    [VD_ERROR_DISK_FULL] = {N_ ("The disk is full"), N_ ("What was saved before is still there."),
                            N_ ("Make room on the disk and try again. Keep this window open until "
                                "it says saved."),
                            6},
    [VD_ERROR_READ_ONLY] = {N_ ("This place cannot be written to"), N_ ("Nothing was written."),
                            N_ ("Choose another folder, or ask for access to this one."), 6},
    [VD_ERROR_FILE_SYSTEM] = {N_ ("This place cannot hold a vault"),
                              N_ ("A network or shared folder cannot keep the data safe."),
                              N_ ("Choose a folder on this computer's own disk."), 6},
    [VD_ERROR_NOT_FOUND] = {N_ ("It was not found"), N_ ("There is nothing at that place."),
                            N_ ("Check the place and try again."), 7},
    [VD_ERROR_INVALID] = {N_ ("This cannot be used as it is"),
                          N_ ("It does not follow the rules of its format. Nothing was stored."),
                          N_ ("Correct it and try again."), 8},
    [VD_ERROR_NOT_PRINTABLE] = {N_ ("A character cannot be printed"),
                                N_ ("The text holds a character that no font of Varde can draw. "
                                    "No document was made."),
                                N_ ("Write that word in other letters and try again."), 8},
    [VD_ERROR_CONFLICT] = {N_ ("There is already another version"),
                           N_ ("An assessment with the same id exists with other content. It was "
                               "left as it is."),
                           N_ ("Open the stored one and compare."), 8},
    [VD_ERROR_REFUSED] = {N_ ("This may not leave"),
                          N_ ("The recipient is not the right one here, or consent is missing. "
                              "Nothing was written."),
                          N_ ("Look at the recipient and at what the person agreed to."), 9},
    [VD_ERROR_NOT_LEADER] = {N_ ("Only a leader of the unit may do this"),
                             N_ ("Nothing was changed."),
                             N_ ("Ask a leader, or use the recovery key."), 9},
    [VD_ERROR_LAST_LEADER] = {N_ ("A leader has to remain"),
                              N_ ("The last leader cannot be removed or made a member, and nobody "
                                  "can remove themselves. Nothing was changed."),
                              N_ ("Make somebody else a leader first; then that person can do it."),
                              9},
    [VD_ERROR_TEAM_FULL] = {N_ ("There is no place for another user"),
                            N_ ("A vault has places for seven people and the recovery key."),
                            N_ ("Remove somebody who no longer needs it, then try again."), 9},
    [VD_ERROR_TAKEN] = {N_ ("This passphrase cannot be used in this vault"),
                        N_ ("Nothing was changed."), N_ ("Choose another one."), 9},
    [VD_ERROR_UNTRUSTED] = {N_ ("This content cannot be trusted"),
                            N_ ("It is not signed, or not by somebody this computer trusts, or it "
                                "was changed afterwards. Nothing was installed."),
                            N_ ("Get the file and its signature again from those who publish it, "
                                "or ask your administrator to add their key."),
                            9},
    [VD_ERROR_OLDER] = {N_ ("This content is not newer"),
                        N_ ("The content in use has the same version or a later one. Nothing was "
                            "installed."),
                        N_ ("Keep what is there, unless those who publish the content have asked "
                            "you to go back."),
                        9},
    [VD_ERROR_EXISTS] = {N_ ("There is already a file with that name"),
                         N_ ("Nothing is ever overwritten."), N_ ("Choose another name or folder."),
                         9},
    [VD_ERROR_NO_MEMORY] = {N_ ("Too little memory"),
                            N_ ("There is not enough free memory to work out the key."),
                            N_ ("Close other programs and try again."), 10},
    [VD_ERROR_CANCELLED] = {N_ ("Stopped"), N_ ("Nothing was changed."),
                            N_ ("Try again when it suits."), 11},
    [VD_ERROR_INTERNAL] = {N_ ("Something went wrong"),
                           N_ ("Varde could not finish this. What was saved before is still "
                               "there."),
                           N_ ("Try again. If it happens again, restart Varde."), 12},
};

static int
code_of (const GError *error)
{
  if (error == NULL || error->domain != VD_ERROR || error->code < 0 || error->code >= VD_N_ERRORS)
    return VD_ERROR_INTERNAL;
  return error->code;
}

VdUserError
vd_user_error (const GError *error)
{
  int code = code_of (error);

  return (VdUserError){
      .title = _ (texts[code].title),
      .sentence = _ (texts[code].sentence),
      .next = _ (texts[code].next),
  };
}

int
vd_user_error_exit_code (const GError *error)
{
  return texts[code_of (error)].exit_code;
}
