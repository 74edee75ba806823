/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pack.h"

/**
 * vd_pack_file_load:
 * Reads the bundle that came with the program: the installed one, else the one of the build tree;
 * its hash is set. Blocks on the disk and parses: for a thread of its own.
 * Errors: NOT_FOUND, INVALID, NEWER, INTERNAL.
 */
VdPack *vd_pack_file_load (GError **error);
