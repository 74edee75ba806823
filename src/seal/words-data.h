/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "seal/words.h"

/**
 * The two lists of data/words, compiled in by data/words/embed.py, which checks these figures.
 * Rows end in at least one zero byte.
 */
#define VD_WORDS_SIZE 10
#define VD_COMMON_COUNT 30000
#define VD_COMMON_SIZE 21

/** In the order of the file: a word's place is part of every fingerprint ever read aloud. */
extern const char vd_words_list[VD_WORDS_COUNT][VD_WORDS_SIZE];

/** Sorted by byte. */
extern const char vd_common_list[VD_COMMON_COUNT][VD_COMMON_SIZE];
