/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "vardectl"

#include "config.h"

#include "cli/command.h"

#include <glib/gi18n-lib.h>

static const VdCommand commands[] = {
    {"init", "", N_ ("Make a vault and show its recovery key once"), vd_command_init},
    {"import", "FILE...", N_ ("Store assessment files"), vd_command_import},
    {"list", "", N_ ("List the assessments"), vd_command_list},
    {"show", "ID", N_ ("Show an assessment"), vd_command_show},
    {"delete", "ID", N_ ("Destroy an assessment"), vd_command_delete},
    {"assess", "FILE", N_ ("Say what an assessment file adds up to; needs no vault"),
     vd_command_assess},
    {"export", "ID", N_ ("Write a referral to a new, protected file"), vd_command_export},
    {"open", "FILE", N_ ("Open an age file; unpack a referral"), vd_command_open},
    {"keygen", "", N_ ("Make a key that others can encrypt to"), vd_command_keygen},
    {"verify", "", N_ ("Read and check the whole vault"), vd_command_verify},
    {"pack", "WHAT", N_ ("Look at the content, check it, print it or replace it"), vd_command_pack,
     N_ ("WHAT is one of:\n"
         "  list             the packs that are there, and which one is in use\n"
         "  check [FILE]     say what is wrong with the content, a line for each problem\n"
         "  coverage         count the texts of each language\n"
         "  sheet            write the questions as a PDF to fill in by hand\n"
         "  install FILE     use a signed pack instead\n"
         "  review           list every sign, contact and rule of law with its sources")},
    {"search", NULL, NULL, NULL},
    {"statistics", NULL, NULL, NULL},
    {"links", NULL, NULL, NULL},
    {"backup", NULL, NULL, NULL},
    {"restore", NULL, NULL, NULL},
    {"user", NULL, NULL, NULL},
    {"passwd", NULL, NULL, NULL},
    {"recovery", NULL, NULL, NULL},
    {"log", NULL, NULL, NULL},
    {"bench", NULL, NULL, NULL},
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
