// The cases of CoreBench against nng itself, in the same shape; bench/compare runs both.
//
// An operation is what a provider of nng's does: nng_aio_begin, nng_aio_defer with a cancel function, nng_aio_finish.
// Each run measures one case and prints lines of "case<TAB>metric<TAB>value<TAB>unit".

#define _GNU_SOURCE
#include "percentile.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <nng/nng.h>

enum { ARMED_HANDLES = 1024, TIMEOUTS = 1021, SPREAD_MS = 5000, PROVIDER_TIMEOUT_MS = 30000 };

static const char *case_name;
static double warmup_s = 0.3;
static double measure_s = 2;

static int64_t
nanos(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}

static double
cpu_seconds(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (double) (u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double) (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void
pause_for(double seconds)
{
	struct timespec ts = { (time_t) seconds, (long) ((seconds - (double) (time_t) seconds) * 1e9) };
	while (nanosleep(&ts, &ts) != 0 && errno == EINTR) {
	}
}

static void
report(const char *metric, double value, const char *unit)
{
	printf("%s\t%s\t%.4f\t%s\n", case_name, metric, value, unit);
}

static void
fail(const char *what)
{
	fprintf(stderr, "core: %s: %s\n", case_name, what);
	exit(1);
}

static void *
zeroed(size_t count, size_t size)
{
	void *p = calloc(count, size);
	if (p == NULL) {
		fail("out of memory");
	}
	return p;
}

static nng_aio *
alloc(void (*callback)(void *), void *arg)
{
	nng_aio *aio;
	if (nng_aio_alloc(&aio, callback, arg) != 0) {
		fail("nng_aio_alloc");
	}
	return aio;
}

// ---- the provider ---------------------------------------------------------------------------------------------------

static void
provider_cancel(nng_aio *aio, void *arg, int reason)
{
	(void) arg;
	nng_aio_finish(aio, reason);
}

static bool
start(nng_aio *aio)
{
	if (!nng_aio_begin(aio)) {
		return false;
	}
	nng_aio_defer(aio, provider_cancel, NULL);
	return true;
}

static void
start_finish(nng_aio *aio)
{
	if (start(aio)) {
		nng_aio_finish(aio, 0);
	}
}

// ---- callback-N: each callback starts and finishes the handle's next operation --------------------------------------

struct chain {
	_Alignas(64) nng_aio *aio;
	_Atomic long done;
};

static void
chain_callback(void *arg)
{
	struct chain *c = arg;
	atomic_store_explicit(
	    &c->done, atomic_load_explicit(&c->done, memory_order_relaxed) + 1, memory_order_relaxed);
	start_finish(c->aio);
}

static long
chains_done(struct chain *chains, int n)
{
	long sum = 0;
	for (int i = 0; i < n; i++) {
		sum += atomic_load_explicit(&chains[i].done, memory_order_relaxed);
	}
	return sum;
}

static void
run_callback(int in_flight, nng_duration timeout)
{
	struct chain *chains = aligned_alloc(64, (size_t) in_flight * sizeof(*chains));
	if (chains == NULL) {
		fail("out of memory");
	}
	for (int i = 0; i < in_flight; i++) {
		chains[i].done = 0;
		chains[i].aio = alloc(chain_callback, &chains[i]);
		nng_aio_set_timeout(chains[i].aio, timeout);
	}
	for (int i = 0; i < in_flight; i++) {
		start_finish(chains[i].aio);
	}
	pause_for(warmup_s);
	int64_t t0 = nanos();
	long before = chains_done(chains, in_flight);
	pause_for(measure_s);
	int64_t t1 = nanos();
	long after = chains_done(chains, in_flight);
	report("time", (double) (t1 - t0) / (double) (after - before), "ns/op");
}

// ---- loops on one thread --------------------------------------------------------------------------------------------

static void
run_loop(void (*operation)(void))
{
	for (int measured = 0; measured < 2; measured++) {
		int64_t t0 = nanos(), now;
		int64_t end = t0 + (int64_t) ((measured ? measure_s : warmup_s) * 1e9);
		long n = 0;
		do {
			for (int i = 0; i < 256; i++) {
				operation();
			}
			n += 256;
			now = nanos();
		} while (now < end);
		if (measured) {
			report("time", (double) (now - t0) / (double) n, "ns/op");
		}
	}
}

static void
no_callback(void *arg)
{
	(void) arg;
}

static void
alloc_close(void)
{
	nng_aio_free(alloc(no_callback, NULL));
}

static nng_aio *loop_aio;

static void
finish_await(void)
{
	start_finish(loop_aio);
	nng_aio_wait(loop_aio);
}

static void
cancel_await(void)
{
	if (start(loop_aio)) {
		nng_aio_cancel(loop_aio);
	}
	nng_aio_wait(loop_aio);
}

// ---- arm-N, sleep-cancel-N: with N timers outstanding, far away -----------------------------------------------------

static nng_aio *armed[ARMED_HANDLES];
static unsigned arm_index;

// 10 to 60 s; the cycle is a prime, so that a handle gets another timeout each time
static nng_duration
next_timeout(void)
{
	return (nng_duration) (10000 + (arm_index % TIMEOUTS) * 50);
}

static void
arm_finish(void)
{
	nng_aio *aio = armed[arm_index % ARMED_HANDLES];
	nng_aio_set_timeout(aio, next_timeout());
	arm_index++;
	start_finish(aio);
}

static void
sleep_cancel(void)
{
	nng_aio *aio = armed[arm_index % ARMED_HANDLES];
	nng_sleep_aio(next_timeout(), aio);
	arm_index++;
	nng_aio_cancel(aio);
}

static void
outstanding(int n)
{
	for (int i = 0; i < n; i++) {
		nng_sleep_aio((nng_duration) (300000 + (int64_t) i * 300000 / n), alloc(NULL, NULL));
	}
}

static void
run_arm(int n, void (*operation)(void))
{
	outstanding(n);
	for (int i = 0; i < ARMED_HANDLES; i++) {
		armed[i] = alloc(NULL, NULL);
	}
	run_loop(operation);
}

// ---- sleep-N: N sleeps spread uniformly over 5 s, submitted at once -------------------------------------------------

struct sleeper {
	nng_aio *aio;
	int64_t due;
	int64_t lateness;
};

static _Atomic int sleeping;

static void
sleeper_callback(void *arg)
{
	struct sleeper *s = arg;
	s->lateness = nanos() - s->due;
	atomic_fetch_sub(&sleeping, 1);
}

static void
run_sleep(int n)
{
	struct sleeper *sleepers = zeroed((size_t) n, sizeof(*sleepers));
	int64_t *lateness = zeroed((size_t) n, sizeof(*lateness));
	uint64_t random = 42;
	for (int i = 0; i < n; i++) {
		sleepers[i].aio = alloc(sleeper_callback, &sleepers[i]);
	}
	sleeping = n;
	double cpu = cpu_seconds();
	int64_t t0 = nanos();
	for (int i = 0; i < n; i++) {
		random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		int millis = 1 + (int) ((random >> 33) % SPREAD_MS);
		sleepers[i].due = nanos() + millis * INT64_C(1000000);
		nng_sleep_aio(millis, sleepers[i].aio);
	}
	int64_t submitted = nanos();
	while (atomic_load(&sleeping) > 0) {
		pause_for(0.001);
	}
	int64_t t1 = nanos();
	cpu = cpu_seconds() - cpu;
	for (int i = 0; i < n; i++) {
		lateness[i] = sleepers[i].lateness;
	}
	sort_times(lateness, (size_t) n);
	report("total", (double) (t1 - t0) / 1e9, "s");
	report("submit", (double) (submitted - t0) / 1e9, "s");
	report("earliest", (double) lateness[0] / 1e6, "ms");
	report("p50", (double) percentile(lateness, (size_t) n, 50) / 1e6, "ms");
	report("p99", (double) percentile(lateness, (size_t) n, 99) / 1e6, "ms");
	report("max", (double) lateness[n - 1] / 1e6, "ms");
	report("cpu", cpu, "s");
}

// ---- latency: finish on a foreign thread until the callback runs ----------------------------------------------------

static _Atomic int64_t called_at;

static void
latency_callback(void *arg)
{
	(void) arg;
	atomic_store(&called_at, nanos());
}

static int64_t
one_latency(nng_aio *aio, double pause)
{
	if (!start(aio)) {
		fail("nng_aio_begin");
	}
	atomic_store(&called_at, 0);
	if (pause > 0) {
		pause_for(pause);
	}
	int64_t t0 = nanos(), t1;
	nng_aio_finish(aio, 0);
	while ((t1 = atomic_load(&called_at)) == 0) {
	}
	nng_aio_wait(aio);
	return t1 - t0;
}

// pause_s: 0 keeps the completion threads awake, more lets them fall asleep before each finish
static void
run_latency(double pause_s, int max)
{
	nng_aio *aio = alloc(latency_callback, NULL);
	int64_t *times = zeroed((size_t) max, sizeof(*times));
	int64_t end = nanos() + (int64_t) (warmup_s * 1e9);
	while (nanos() < end) {
		one_latency(aio, pause_s);
	}
	end = nanos() + (int64_t) (measure_s * 1e9);
	int n = 0;
	while (n < max && nanos() < end) {
		times[n++] = one_latency(aio, pause_s);
	}
	sort_times(times, (size_t) n);
	report("p50", (double) percentile(times, (size_t) n, 50) / 1e3, "us");
	report("p99", (double) percentile(times, (size_t) n, 99) / 1e3, "us");
}

// ---- the rest -------------------------------------------------------------------------------------------------------

static void
run_idle(int n)
{
	for (int i = 0; i < n; i++) {
		nng_sleep_aio(3600000 + i, alloc(NULL, NULL));
	}
	pause_for(1);
	double cpu = cpu_seconds();
	pause_for(measure_s);
	report("process-cpu", (cpu_seconds() - cpu) * 1e3, "ms");
	report("over", measure_s, "s");
}

static void
run_open(void)
{
	int64_t t0 = nanos();
	nng_aio *aio = alloc(latency_callback, NULL); // the first use starts nng's threads
	start_finish(aio);
	while (atomic_load(&called_at) == 0) {
		pause_for(0.00005);
	}
	report("time", (double) (atomic_load(&called_at) - t0) / 1e6, "ms");
}

static bool
numbered(const char *prefix, int *n)
{
	size_t length = strlen(prefix);
	char *end;
	if (strncmp(case_name, prefix, length) != 0) {
		return false;
	}
	*n = (int) strtol(case_name + length, &end, 10);
	return end != case_name + length && *end == '\0';
}

static void
run_case(void)
{
	int n;
	if (strcmp(case_name, "alloc") == 0) {
		run_loop(alloc_close);
	} else if (strcmp(case_name, "await") == 0) {
		loop_aio = alloc(NULL, NULL);
		run_loop(finish_await);
	} else if (strcmp(case_name, "cancel") == 0) {
		loop_aio = alloc(NULL, NULL);
		run_loop(cancel_await);
	} else if (strcmp(case_name, "latency-busy") == 0) {
		run_latency(0, 2000000);
	} else if (strcmp(case_name, "latency-idle") == 0) {
		run_latency(0.0002, 2000000);
	} else if (strcmp(case_name, "open") == 0) {
		run_open();
	} else if (numbered("callback-", &n)) {
		run_callback(n, NNG_DURATION_INFINITE);
	} else if (numbered("callback-timeout-", &n)) {
		run_callback(n, PROVIDER_TIMEOUT_MS);
	} else if (numbered("arm-", &n)) {
		run_arm(n, arm_finish);
	} else if (numbered("sleep-cancel-", &n)) {
		run_arm(n, sleep_cancel);
	} else if (numbered("sleep-", &n)) {
		run_sleep(n);
	} else if (numbered("idle-", &n)) {
		run_idle(n);
	} else {
		fail("no such case");
	}
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--warmup") == 0 && i + 1 < argc) {
			warmup_s = atof(argv[++i]);
		} else if (strcmp(argv[i], "--seconds") == 0 && i + 1 < argc) {
			measure_s = atof(argv[++i]);
		} else if (strcmp(argv[i], "--version") == 0) {
			printf("nng %s\n", nng_version());
			return 0;
		} else {
			case_name = argv[i];
		}
	}
	if (case_name == NULL) {
		fprintf(stderr, "usage: core [--warmup s] [--seconds s] CASE\n");
		return 2;
	}
	run_case();
	fflush(stdout);
	_exit(0); // handles are still at work: freeing them is no part of any case
}
