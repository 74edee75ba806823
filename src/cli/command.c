/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vardectl"

#include "config.h"

#include "cli/command.h"

#include <glib/gi18n-lib.h>

static const VdCommand commands[] = {
    {"init", "", N_ ("Make a vault and show its recovery key once"), vd_command_init},
    {"import", "FILE...", N_ ("Store assessment files and received packages"), vd_command_import},
    {"list", "", N_ ("List the assessments"), vd_command_list},
    {"show", "ID", N_ ("Show an assessment"), vd_command_show},
    {"delete", "ID", N_ ("Destroy an assessment"), vd_command_delete},
    {"assess", "FILE", N_ ("Say what an assessment file adds up to; needs no vault"),
     vd_command_assess},
    {"export", "ID", N_ ("Write a referral to a new, protected file"), vd_command_export},
    {"open", "FILE", N_ ("Open an age file; unpack a referral"), vd_command_open},
    {"receipt", "FILE", N_ ("Answer a referral with a receipt"), vd_command_receipt},
    {"shares", "ID", N_ ("Show what was given to whom of an assessment"), vd_command_shares},
    {"unit", "WHAT", N_ ("Show or name this unit, as others see it"), vd_command_unit,
     N_ ("WHAT is one of:\n"
         "  show             name and public keys, with their six words\n"
         "  name NAME        what receivers read as the sender\n"
         "  qr FILE          the key to seal to, as a QR code (SVG)")},
    {"addressee", "WHAT", N_ ("Look after the keys of others"), vd_command_addressee,
     N_ ("WHAT is one of:\n"
         "  list             keys of the content pack, then those added here\n"
         "  add NAME         take in a key whose six words were compared on the phone\n"
         "  remove NAME      forget a key that was added here\n"
         "  words KEY        the six words of any key; needs no vault")},
    {"keygen", "", N_ ("Make a key that others can encrypt to"), vd_command_keygen},
    {"search", "TEXT...", N_ ("Find words in all assessments"), vd_command_search},
    {"backup", "FILE", N_ ("Write a backup and read it back"), vd_command_backup},
    {"restore", "FILE", N_ ("Make a new vault from a backup"), vd_command_restore},
    {"passwd", "", N_ ("Change your passphrase"), vd_command_passwd},
    {"user", "WHAT", N_ ("Look after the people who can open the vault"), vd_command_user,
     N_ ("WHAT is one of:\n"
         "  list             who can open the vault; * is you\n"
         "  add NAME         let another person open it; prints the number\n"
         "  set NUMBER       another name or role\n"
         "  remove NUMBER    what is saved from now on stays closed to that person\n"
         "  passwd NUMBER    a new passphrase for who has forgotten it\n"
         "  kdf LEVEL        default or strong: let a guess cost more, from everybody's next "
         "opening")},
    {"recovery", "WHAT", N_ ("Use, test or replace the recovery key"), vd_command_recovery,
     N_ ("WHAT is one of:\n"
         "  new              make another one; the old one opens earlier backups only\n"
         "  use              set a new passphrase with it; --passphrase-fd gives the key\n"
         "  check            the drill: whether what is on the paper is the key")},
    {"reseal", "", N_ ("Seal everything anew, after somebody may have had a key"),
     vd_command_reseal},
    {"log", "", N_ ("Show what was done, and check anchors"), vd_command_log},
    {"health", "", N_ ("Show how old backups are and what the disk does"), vd_command_health},
    {"destroy", "", N_ ("Destroy the vault for ever"), vd_command_destroy},
    {"verify", "", N_ ("Read and check the whole vault"), vd_command_verify},
    {"pack", "WHAT", N_ ("Look at the content, check it, print it or replace it"), vd_command_pack,
     N_ ("WHAT is one of:\n"
         "  list             the packs that are there, and which one is in use\n"
         "  check [FILE]     say what is wrong with the content, a line for each problem\n"
         "  coverage         count the texts of each language\n"
         "  sheet            write the questions as a PDF to fill in by hand\n"
         "  install FILE     use a signed pack instead\n"
         "  review           list every sign, contact and rule of law with its sources")},
    {"statistics", NULL, NULL, NULL},
    {"links", NULL, NULL, NULL},
    {"bench", "", N_ ("Measure the store on this machine, in a vault made for it"),
     vd_command_bench},
    {NULL, NULL, NULL, NULL},
};

const VdCommand *
vd_command_all (void)
{
  return commands;
}

const VdCommand *
vd_command_find (const char *name)
{
  for (const VdCommand *command = commands; command->name != NULL; command++) {
    if (g_str_equal (command->name, name))
      return command;
  }
  return NULL;
}
