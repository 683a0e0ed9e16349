// Stands between SQLite and the disk of a process started with LD_PRELOAD:
// notes every call that changes a file in FAULT_LOG (one letter a call: w rite,
// s ync, t runcate, u nlink) and lets the FAULT_AT-th of them go wrong. FAULT
// says how: kill ends the process at once, in the middle of a write; flip turns
// one bit of what is written and goes on; lie says of that sync and all after it
// that they are done and does nothing; an errno
// makes that call and all after it fail, if FAULT_WHILE is set only while there
// is a file of that name; with FAULT_ONCE only that call fails.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { room = 1 << 20 };

static struct log {
	atomic_long calls;
	char kinds[room - sizeof(atomic_long)];
} *calls;
static long at;
static int failure; // an errno, or 0 for the others
static int flips, lies, once;
static const char *only_while;

__attribute__((constructor)) static void set_up(void) {
	const char *path = getenv("FAULT_LOG"), *n = getenv("FAULT_AT"), *how = getenv("FAULT");
	int f = path ? open(path, O_RDWR) : -1;
	if (f < 0) return;
	void *m = mmap(0, room, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
	if (m != MAP_FAILED) calls = m;
	at = n ? atol(n) : 0;
	only_while = getenv("FAULT_WHILE");
	once = getenv("FAULT_ONCE") != 0;
	flips = how && !strcmp(how, "flip");
	lies = how && !strcmp(how, "lie");
	failure = how ? atoi(how) : 0;
}

// Reports whether the call is to fail, having noted it.
static int faulty(char kind) {
	if (!calls) return 0;
	long n = atomic_fetch_add(&calls->calls, 1);
	if (n < (long)sizeof calls->kinds) calls->kinds[n] = kind;
	if (!at || n + 1 < at) return 0;
	if (failure) {
		if (once && n + 1 > at) return 0;
		if (only_while && access(only_while, F_OK)) return 0;
		errno = failure;
		return 1;
	}
	return lies ? kind == 's' : n + 1 == at;
}

static void die(void) {
	kill(getpid(), SIGKILL);
	for (;;) pause();
}

#define NEXT(name) static typeof(name) *next; if (!next) next = (typeof(name) *)dlsym(RTLD_NEXT, #name)
#define FAIL(kind) if (faulty(kind)) { if (failure) return -1; if (lies) return 0; if (!flips) die(); }

ssize_t pwrite64(int f, const void *b, size_t n, off64_t o) {
	NEXT(pwrite64);
	if (faulty('w')) {
		if (failure) return -1;
		if (!flips) {
			next(f, b, n / 2, o);
			die();
		}
		char *other = malloc(n);
		memcpy(other, b, n);
		other[n / 2] ^= 1;
		ssize_t done = next(f, other, n, o);
		free(other);
		return done;
	}
	return next(f, b, n, o);
}
ssize_t pwrite(int f, const void *b, size_t n, off_t o) { return pwrite64(f, b, n, o); }
int fdatasync(int f) { NEXT(fdatasync); FAIL('s'); return next(f); }
int fsync(int f) { NEXT(fsync); FAIL('s'); return next(f); }
int ftruncate64(int f, off64_t n) { NEXT(ftruncate64); FAIL('t'); return next(f, n); }
int ftruncate(int f, off_t n) { NEXT(ftruncate); FAIL('t'); return next(f, n); }
int unlink(const char *p) { NEXT(unlink); FAIL('u'); return next(p); }
