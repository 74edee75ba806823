/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cli/common.h"
#include "share/pack-store.h"

/** What the options of `pack` say. */
typedef struct {
  char *signature;
  gboolean allow_older;
  char *setting;
  char *output;
} VdPackOptions;

/** One word after `pack`. @file: (nullable): the argument after the word. */
typedef gboolean (*VdPackVerbFunc) (const VdCli *cli,
                                    const VdPackStore *store,
                                    const VdPackOptions *options,
                                    const char *file,
                                    GError **error);

gboolean vd_pack_verb_review (const VdCli *cli,
                              const VdPackStore *store,
                              const VdPackOptions *options,
                              const char *file,
                              GError **error);
gboolean vd_pack_verb_sheet (const VdCli *cli,
                             const VdPackStore *store,
                             const VdPackOptions *options,
                             const char *file,
                             GError **error);
