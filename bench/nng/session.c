#define _GNU_SOURCE
#include "percentile.h"
#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_SAMPLES = 1 << 20 };

int64_t
nanos(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

void
fail(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, why);
	exit(1);
}

void *
zeroed(size_t count, size_t size)
{
	void *p = calloc(count, size);
	if (p == NULL) {
		fail("memory", strerror(ENOMEM));
	}
	return p;
}

// ---- sides ----------------------------------------------------------------------------------------------------------

static struct side *sides;

static struct side *
side_of(const char *name)
{
	struct side *s = sides;
	while (s != NULL && strcmp(s->name, name) != 0) {
		s = s->next;
	}
	if (s == NULL) {
		fail(name, "no such side");
	}
	return s;
}

static enum function
function_of(const char *name)
{
	static const char *const names[] = { "echo", "ask", "sink", "source" };
	for (int i = 0; i < 4; i++) {
		if (strcmp(name, names[i]) == 0) {
			return (enum function) i;
		}
	}
	fail(name, "no such function");
}

static struct side *
side_open(const char *name, const char *function, const char *protocol, bool listens, const char *url, size_t size, int n)
{
	struct side *s = zeroed(1, sizeof(*s));
	snprintf(s->name, sizeof(s->name), "%s", name);
	s->function = function_of(function);
	snprintf(s->protocol, sizeof(s->protocol), "%s", protocol);
	s->listens = listens;
	snprintf(s->url, sizeof(s->url), "%s", url);
	s->size = size;
	s->n = n;
	s->tallies = zeroed((size_t) n, sizeof(*s->tallies));
	s->samples = s->function == ASK ? zeroed(MOST_SAMPLES, sizeof(*s->samples)) : NULL;
	s->next = sides;
	sides = s;
	actors_open(s);
	return s;
}

static int64_t
side_count(struct side *s)
{
	int64_t sum = 0;
	for (int i = 0; i < s->n; i++) {
		sum += atomic_load_explicit(&s->tallies[i].count, memory_order_acquire);
	}
	return sum;
}

static int
side_idle(struct side *s)
{
	int idle = 0;
	for (int i = 0; i < s->n; i++) {
		idle += atomic_load_explicit(&s->tallies[i].count, memory_order_acquire) == 0;
	}
	return idle;
}

static void
side_stop(struct side *s)
{
	struct timespec pause = { 0, 200000 };
	atomic_store(&s->ending, true);
	for (int64_t end = nanos() + INT64_C(20000000000); !atomic_load(&s->ended); nanosleep(&pause, NULL)) {
		if (nanos() > end) {
			fail(s->name, "the sender does not end");
		}
	}
}

static void
side_close(struct side *s)
{
	struct side **at = &sides;
	while (*at != s) {
		at = &(*at)->next;
	}
	*at = s->next;
	actors_close(s);
	free(s->tallies);
	free(s->samples);
	free(s);
}

// ---- round trips ----------------------------------------------------------------------------------------------------

void
side_trip(struct side *s, int64_t time)
{
	if (atomic_load_explicit(&s->restarted, memory_order_relaxed)) {
		atomic_store(&s->restarted, false);
		s->samples_n = 0;
	}
	s->samples[s->samples_n++ & (MOST_SAMPLES - 1)] = time;
	if (s->samples_n == 2 * MOST_SAMPLES) {
		s->samples_n = MOST_SAMPLES;
	}
}

static void
side_trips(struct side *s)
{
	size_t n = s->samples_n < MOST_SAMPLES ? s->samples_n : MOST_SAMPLES;
	double sum = 0;
	if (n == 0 || atomic_load(&s->restarted)) {
		fail(s->name, "nothing was measured");
	}
	sort_times(s->samples, n);
	for (size_t i = 0; i < n; i++) {
		sum += (double) s->samples[i];
	}
	printf("%.4f\t%.4f\t%.4f", sum / (double) n / 1e3, (double) percentile(s->samples, n, 50) / 1e3,
	    (double) percentile(s->samples, n, 99) / 1e3);
}

// ---- commands -------------------------------------------------------------------------------------------------------

static void
answer(const char *line)
{
	char command[NAME], name[NAME], function[NAME], protocol[NAME], direction[NAME], url[URL];
	int size, n;
	int words = sscanf(line, "%31s %31s %31s %31s %31s %255s %d %d", command, name, function, protocol, direction, url, &size, &n);
	if (words == 8 && strcmp(command, "open") == 0 && size > 0 && n > 0) {
		printf("%s", side_open(name, function, protocol, strcmp(direction, "listen") == 0, url, (size_t) size, n)->url);
	} else if (words != 2) {
		fail(line, "no such command");
	} else if (strcmp(command, "start") == 0) {
		actors_start(side_of(name));
		printf("-");
	} else if (strcmp(command, "count") == 0) {
		struct side *s = side_of(name);
		int64_t count = side_count(s);
		printf("%lld\t%lld\t0\t%d", (long long) count, (long long) nanos(), side_idle(s));
	} else if (strcmp(command, "measure") == 0) {
		atomic_store(&side_of(name)->restarted, true);
		printf("-");
	} else if (strcmp(command, "stop") == 0) {
		side_stop(side_of(name));
		printf("%lld", (long long) side_count(side_of(name)));
	} else if (strcmp(command, "trips") == 0) {
		side_trips(side_of(name));
	} else if (strcmp(command, "close") == 0) {
		side_close(side_of(name));
		printf("-");
	} else if (strcmp(command, "message") == 0) {
		printf("0"); // there is no collector to serve
	} else {
		fail(line, "no such command");
	}
	printf("\n");
	fflush(stdout);
}

int
main(void)
{
	char line[1024];
	while (fgets(line, sizeof(line), stdin) != NULL) {
		answer(line);
	}
	_exit(0); // what is still open is no part of any case
}
