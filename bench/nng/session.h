// A process of the part on the Scalability Protocols: does what lines on standard input say (see Session.java), and answers each with
// a line. bench/sp.py writes them, and measures.
//
// session.c has the commands and the figures. What sockets do is up to the program of each library: it has struct actor, a socket and
// what works on it, and the functions at the end.

#ifndef SESSION_H
#define SESSION_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NAME = 32, URL = 256 };

enum function { ECHO, ASK, SINK, SOURCE };

struct actor;

// What an actor has moved; the actor counts, anybody reads.
struct tally {
	_Atomic int64_t count;
	char padding[64]; // another one's count is not in the same cache line
};

struct side {
	char name[NAME];
	enum function function;
	char protocol[NAME];
	bool listens;
	char url[URL];
	size_t size;
	int n;
	struct actor *actors;
	struct tally *tallies;
	int64_t *samples; // round trips, the last of them
	size_t samples_n;
	_Atomic bool restarted;
	_Atomic bool ending;
	_Atomic bool ended;
	struct side *next;
};

int64_t nanos(void);

_Noreturn void fail(const char *what, const char *why);

void *zeroed(size_t count, size_t size);

static inline void
tally_add(struct tally *t)
{
	int64_t count = atomic_load_explicit(&t->count, memory_order_relaxed);
	atomic_store_explicit(&t->count, count + 1, memory_order_release);
}

// whether the sender shall send no more, and then does not
static inline bool
side_ends(struct side *s)
{
	if (!atomic_load_explicit(&s->ending, memory_order_relaxed)) {
		return false;
	}
	atomic_store(&s->ended, true);
	return true;
}

// one more round trip
void side_trip(struct side *s, int64_t time);

// ---- by each program ------------------------------------------------------------------------------------------------

// Opens and connects side->n actors; those that receive first (ECHO, SINK) are at work from then on. A side that listens sets
// side->url to the one to dial.
void actors_open(struct side *s);

// The others are at work from now on.
void actors_start(struct side *s);

// Ends and frees them, side->actors as well.
void actors_close(struct side *s);

#endif
