/*
 * A layer between a program and its disk, loaded with LD_PRELOAD. For everything below one folder it writes each
 * operation that changes the disk, and each fsync, to a log, from which replay.ts builds what a power cut would have
 * left. On demand it answers ENOSPC or EIO, and it moves the wall clock.
 *
 *   FAULTS_FOLDER   absolute path; what lies below it is watched (but "-shm" files: SQLite never syncs them)
 *   FAULTS_LOG      absolute path outside of it; records are appended
 *   FAULTS_CONTROL  absolute path of a file of at least sizeof(struct control) bytes, which may change at any time
 *
 * It declares what it calls by itself and is linked without libc's development files, so that a bare system with tcc
 * alone can build it (tcc -shared -nostdlib -nostdinc). Sizes and numbers are those of 64-bit Linux with glibc 2.33
 * or later. Not watched: mmap (SQLite maps only -shm), writev, and copying inside the kernel: libuv falls back to
 * write when that is refused. disk-layer.test.ts shows that the whole log gives the whole folder.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long i64;

extern void *dlsym(void *, const char *);
extern char *getenv(const char *);
extern char *realpath(const char *, char *);
extern void *memcpy(void *, const void *, u64);
extern int memcmp(const void *, const void *, u64);
extern u64 strlen(const char *);
extern char *strrchr(const char *, int);
extern int access(const char *, int);
extern int fstat(int, void *);
extern i64 lseek(int, i64, int);
extern void *mmap(void *, u64, int, int, int, i64);
extern int *__errno_location(void);
extern int pthread_mutex_lock(void *);
extern int pthread_mutex_unlock(void *);
extern void abort(void);

struct part { const void *base; u64 length; };
extern i64 writev(int, const struct part *, int);

#define NEXT ((void *)-1)
enum { RDONLY = 0, RDWR = 2, CREAT = 0100, TRUNC = 01000, APPEND = 02000, CLOEXEC = 02000000 };
enum { ENOSYS_ = 38, EINVAL_ = 22 };
enum { PATH_BYTES = 4096, DESCRIPTORS = 65536, STAT_BYTES = 512, MUTEX_BYTES = 64 };

/* What can fail, as a bit each. */
enum { FAIL_WRITE = 1, FAIL_SYNC = 2, FAIL_CREATE = 4 };
struct control {
  i64 clock_ahead_ms;
  u32 fail_errno;  /* 0: nothing fails */
  u32 fail_what;   /* bits from above */
  i64 fail_after;  /* this many such calls still succeed */
  i64 fail_count;  /* then this many fail; negative: all of them */
  i64 failed;      /* how many have failed; only the layer writes it */
};

/* A record: this head, then `name_length` bytes of name, then `data_length` bytes. */
struct head {
  u32 kind;         /* one letter */
  u32 name_length;  /* path below the folder */
  u64 inode;
  u64 offset;       /* of a write; the length of a truncation */
  u64 data_length;  /* of a write; of the new name of a rename */
};

static char folder[PATH_BYTES];
static u64 folder_length;
static u64 folder_device;
static int log_file = -1;
static volatile struct control *control;
static u64 inode_of[DESCRIPTORS];
static u64 lock_space[MUTEX_BYTES / 8]; /* all zero is PTHREAD_MUTEX_INITIALIZER */
static int ready;

static int (*real_open)(const char *, int, int);
static int (*real_openat)(int, const char *, int, int);
static int (*real_close)(int);
static i64 (*real_write)(int, const void *, u64);
static i64 (*real_pwrite)(int, const void *, u64, i64);
static int (*real_ftruncate)(int, i64);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static int (*real_mkdir)(const char *, u32);
static int (*real_rmdir)(const char *);
static int (*real_clock_gettime)(int, i64 *);
static int (*real_gettimeofday)(i64 *, void *);
static i64 (*real_time)(i64 *);
static i64 (*real_copy_file_range)(int, i64 *, int, i64 *, u64, u32);
static i64 (*real_sendfile)(int, int, i64 *, u64);

static void begin(void) {
  const char *path;
  if (ready) return;
  real_open = dlsym(NEXT, "open64");
  real_openat = dlsym(NEXT, "openat64");
  real_close = dlsym(NEXT, "close");
  real_write = dlsym(NEXT, "write");
  real_pwrite = dlsym(NEXT, "pwrite64");
  real_ftruncate = dlsym(NEXT, "ftruncate64");
  real_fsync = dlsym(NEXT, "fsync");
  real_fdatasync = dlsym(NEXT, "fdatasync");
  real_unlink = dlsym(NEXT, "unlink");
  real_rename = dlsym(NEXT, "rename");
  real_mkdir = dlsym(NEXT, "mkdir");
  real_rmdir = dlsym(NEXT, "rmdir");
  real_clock_gettime = dlsym(NEXT, "clock_gettime");
  real_gettimeofday = dlsym(NEXT, "gettimeofday");
  real_time = dlsym(NEXT, "time");
  real_copy_file_range = dlsym(NEXT, "copy_file_range");
  real_sendfile = dlsym(NEXT, "sendfile64");
  ready = 1;
  path = getenv("FAULTS_CONTROL");
  if (path) {
    int file = real_open(path, RDWR | CLOEXEC, 0);
    if (file < 0) abort();
    control = mmap(0, sizeof(struct control), 3 /* read, write */, 1 /* shared */, file, 0);
    real_close(file);
  }
  path = getenv("FAULTS_LOG");
  if (path && getenv("FAULTS_FOLDER") && realpath(getenv("FAULTS_FOLDER"), folder)) {
    log_file = real_open(path, RDWR | CREAT | APPEND | CLOEXEC, 0600);
    if (log_file < 0) abort();
    folder_length = strlen(folder);
  }
}

static void lock(void) { pthread_mutex_lock(lock_space); }
static void unlock(void) { pthread_mutex_unlock(lock_space); }

/* Writes the absolute path of a watched file or folder to `full`; answers its part below the folder, or null. */
static const char *watched(const char *path, char *full) {
  char parent[PATH_BYTES];
  const char *name;
  u64 length = strlen(path);
  if (log_file < 0 || length == 0 || length >= PATH_BYTES - 256) return 0;
  if (!realpath(path, full)) {
    /* Not there (yet, or any more): its folder is. */
    memcpy(parent, path, length + 1);
    name = strrchr(path, '/');
    if (name) parent[name - path] = 0;
    if (!realpath(name ? (name == path ? "/" : parent) : ".", full)) return 0;
    u64 end = strlen(full);
    name = name ? name + 1 : path;
    full[end] = '/';
    memcpy(full + end + 1, name, strlen(name) + 1);
  }
  length = strlen(full);
  if (length < folder_length || memcmp(full, folder, folder_length)) return 0;
  if (length == folder_length) return full + length;
  if (full[folder_length] != '/') return 0;
  if (length > 4 && !memcmp(full + length - 4, "-shm", 4)) return 0;
  return full + folder_length + 1;
}

static void note(u32 kind, const char *name, u64 inode, u64 offset, const void *data, u64 data_length) {
  struct head head;
  struct part parts[3];
  head.kind = kind;
  head.name_length = name ? strlen(name) : 0;
  head.inode = inode;
  head.offset = offset;
  head.data_length = data_length;
  parts[0].base = &head;
  parts[0].length = sizeof head;
  parts[1].base = name;
  parts[1].length = head.name_length;
  parts[2].base = data;
  parts[2].length = data_length;
  if (writev(log_file, parts, 3) != (i64)(sizeof head + head.name_length + data_length)) abort();
}

/* Whether this call fails now; then errno is set. */
static int fails(u32 what) {
  if (!control || !control->fail_errno || !(control->fail_what & what)) return 0;
  if (control->fail_after > 0) {
    control->fail_after--;
    return 0;
  }
  if (control->fail_count == 0) return 0;
  if (control->fail_count > 0) control->fail_count--;
  control->failed++;
  *__errno_location() = control->fail_errno;
  return 1;
}

struct identity { u64 device; u64 inode; };

static struct identity identity(int fd) {
  u8 stat[STAT_BYTES];
  struct identity found = { 0, 0 };
  if (!fstat(fd, stat)) memcpy(&found, stat, sizeof found);
  return found;
}

/* libuv closes by a bare system call, so that the number may belong to another file by now. */
static int tracked(int fd) {
  struct identity found;
  if (fd < 0 || fd >= DESCRIPTORS || log_file < 0 || !inode_of[fd]) return 0;
  found = identity(fd);
  if (found.inode == inode_of[fd] && found.device == folder_device) return 1;
  inode_of[fd] = 0;
  return 0;
}

static int opened(int directory, const char *path, int flags, int mode) {
  char full[PATH_BYTES];
  const char *name;
  int fd, is_new;
  begin();
  name = directory == -100 || path[0] == '/' ? watched(path, full) : 0;
  if (!name) return directory == -100 ? real_open(path, flags, mode) : real_openat(directory, path, flags, mode);
  lock();
  is_new = (flags & CREAT) && access(full, 0);
  fd = is_new && fails(FAIL_CREATE) ? -1 : real_open(path, flags, mode);
  if (fd >= 0 && fd < DESCRIPTORS) {
    struct identity found = identity(fd);
    inode_of[fd] = found.inode;
    folder_device = found.device;
    if (is_new) note('C', name, inode_of[fd], 0, 0, 0);
    else {
      note('O', name, inode_of[fd], 0, 0, 0);
      if (flags & TRUNC) note('T', 0, inode_of[fd], 0, 0, 0);
    }
  }
  unlock();
  return fd;
}

int open(const char *path, int flags, int mode) { return opened(-100, path, flags, mode); }
int open64(const char *path, int flags, int mode) { return opened(-100, path, flags, mode); }
int openat(int at, const char *path, int flags, int mode) { return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, int mode) { return opened(at, path, flags, mode); }

int close(int fd) {
  begin();
  if (fd >= 0 && fd < DESCRIPTORS) inode_of[fd] = 0;
  return real_close(fd);
}

i64 pwrite64(int fd, const void *data, u64 length, i64 offset) {
  i64 written;
  begin();
  if (!tracked(fd)) return real_pwrite(fd, data, length, offset);
  lock();
  written = fails(FAIL_WRITE) ? -1 : real_pwrite(fd, data, length, offset);
  if (written > 0) note('W', 0, inode_of[fd], offset, data, written);
  unlock();
  return written;
}
i64 pwrite(int fd, const void *data, u64 length, i64 offset) { return pwrite64(fd, data, length, offset); }

i64 write(int fd, const void *data, u64 length) {
  i64 written;
  begin();
  if (!tracked(fd)) return real_write(fd, data, length);
  lock();
  written = fails(FAIL_WRITE) ? -1 : real_write(fd, data, length);
  if (written > 0) note('W', 0, inode_of[fd], lseek(fd, 0, 1) - written, data, written);
  unlock();
  return written;
}

int ftruncate64(int fd, i64 length) {
  int result;
  begin();
  if (!tracked(fd)) return real_ftruncate(fd, length);
  lock();
  result = fails(FAIL_WRITE) ? -1 : real_ftruncate(fd, length);
  if (!result) note('T', 0, inode_of[fd], length, 0, 0);
  unlock();
  return result;
}
int ftruncate(int fd, i64 length) { return ftruncate64(fd, length); }

/*
 * Only noted: the log says what is durable, and the true disk need not be waited for. After a failed fsync the kernel
 * forgets which pages were dirty: they may never reach the disk, whatever later fsyncs say ('F').
 */
static int synced(int fd, int (*sync)(int)) {
  int result;
  if (!tracked(fd)) return sync(fd);
  lock();
  result = fails(FAIL_SYNC) ? -1 : 0;
  note(result ? 'F' : 'S', 0, inode_of[fd], 0, 0, 0);
  unlock();
  return result;
}
int fsync(int fd) {
  begin();
  return synced(fd, real_fsync);
}
int fdatasync(int fd) {
  begin();
  return synced(fd, real_fdatasync);
}

int unlink(const char *path) {
  char full[PATH_BYTES];
  const char *name;
  int result;
  begin();
  name = watched(path, full);
  if (!name) return real_unlink(path);
  lock();
  result = real_unlink(path);
  if (!result) note('U', name, 0, 0, 0, 0);
  unlock();
  return result;
}

int rename(const char *from, const char *to) {
  char full_from[PATH_BYTES], full_to[PATH_BYTES];
  const char *name, *new_name;
  int result;
  begin();
  name = watched(from, full_from);
  new_name = watched(to, full_to);
  if (!name != !new_name) abort(); /* in or out of the folder: replay.ts could not follow */
  if (!name) return real_rename(from, to);
  lock();
  result = real_rename(from, to);
  if (!result) note('R', name, 0, 0, new_name, strlen(new_name));
  unlock();
  return result;
}

int mkdir(const char *path, u32 mode) {
  char full[PATH_BYTES];
  const char *name;
  int result;
  begin();
  name = watched(path, full);
  if (!name) return real_mkdir(path, mode);
  lock();
  result = fails(FAIL_CREATE) ? -1 : real_mkdir(path, mode);
  if (!result) note('M', name, 0, 0, 0, 0);
  unlock();
  return result;
}

int rmdir(const char *path) {
  char full[PATH_BYTES];
  const char *name;
  int result;
  begin();
  name = watched(path, full);
  if (!name) return real_rmdir(path);
  lock();
  result = real_rmdir(path);
  if (!result) note('U', name, 0, 0, 0, 0);
  unlock();
  return result;
}

i64 copy_file_range(int from, i64 *from_at, int to, i64 *to_at, u64 length, u32 flags) {
  begin();
  if (!tracked(to)) return real_copy_file_range(from, from_at, to, to_at, length, flags);
  *__errno_location() = ENOSYS_;
  return -1;
}

i64 sendfile64(int to, int from, i64 *from_at, u64 length) {
  begin();
  if (!tracked(to)) return real_sendfile(to, from, from_at, length);
  *__errno_location() = EINVAL_;
  return -1;
}
i64 sendfile(int to, int from, i64 *from_at, u64 length) { return sendfile64(to, from, from_at, length); }

int clock_gettime(int clock, i64 *now) {
  int result;
  begin();
  result = real_clock_gettime(clock, now);
  /* CLOCK_REALTIME and its coarse form: the others know no date. */
  if (!result && control && (clock == 0 || clock == 5)) now[0] += control->clock_ahead_ms / 1000;
  return result;
}
int gettimeofday(i64 *now, void *zone) {
  int result;
  begin();
  result = real_gettimeofday(now, zone);
  if (!result && control) now[0] += control->clock_ahead_ms / 1000;
  return result;
}
i64 time(i64 *now) {
  i64 seconds;
  begin();
  seconds = real_time(0) + (control ? control->clock_ahead_ms / 1000 : 0);
  if (now) *now = seconds;
  return seconds;
}
