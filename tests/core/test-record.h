/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/record.h"

/** Tests of the setters, answers and lists (test-record-edit.c). */
void test_record_add_edits (void);
