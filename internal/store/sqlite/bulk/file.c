// What the record does itself with SQLite's log, through the same functions of
// the C library as SQLite, behind which tests stand.
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

// daybreak_sync makes what was written to a file durable and returns 0 or an
// errno. SQLite, built without it, waits for the times of the file as well.
int daybreak_sync(int f) {
#ifdef __linux__
	while (fdatasync(f))
#else
	while (fcntl(f, F_FULLFSYNC) && fsync(f))
#endif
		if (errno != EINTR) return errno;
	return 0;
}

// daybreak_reserve writes n zeros into a file and returns 0 or an errno.
int daybreak_reserve(int f, int64_t at, int64_t n) {
	static const char zeros[1 << 16];
	while (n > 0) {
		ssize_t done = pwrite(f, zeros, n < (int64_t)sizeof zeros ? n : sizeof zeros, at);
		if (done < 0 && errno == EINTR) continue;
		if (done < 0) return errno;
		at += done;
		n -= done;
	}
	return 0;
}
