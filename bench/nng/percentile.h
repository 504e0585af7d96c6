// What all programs do with the times they have measured.

#ifndef PERCENTILE_H
#define PERCENTILE_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

static inline int
compare_times(const void *a, const void *b)
{
	int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;
	return (x > y) - (x < y);
}

static inline void
sort_times(int64_t *times, size_t n)
{
	qsort(times, n, sizeof(*times), compare_times);
}

// The value at or below which the share of all values lies.
static inline int64_t
percentile(const int64_t *sorted, size_t n, double percent)
{
	size_t rank = (size_t) ((double) n * percent / 100 + 0.999999);
	return sorted[rank < 1 ? 0 : rank - 1];
}

#endif
