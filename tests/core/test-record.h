/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

#define UUID "6f1c2a34-9b0d-4e57-8a61-0c2d3e4f5a6b"

/** Returns: (transfer full): what @json holds; it must be valid. */
VdRecord *test_record_parse (const char *json);

/** Returns: (transfer full): a full assessment in prison with id UUID. */
VdRecord *test_record_new (void);

/** Asserts what test_record_new() with changes is written as: @members follow "form". */
void test_record_assert (const VdRecord *record, const char *members);

/** Asserts that what is in memory can be written and read again. */
void test_record_assert_readable (const VdRecord *record);

/** Returns: (transfer full): the bundle that VARDE_PACK names. */
VdPack *test_record_pack (void);

/* The parts of the program. */
void test_record_add_answers (void);
void test_record_add_edits (void);
void test_record_add_files (void);
