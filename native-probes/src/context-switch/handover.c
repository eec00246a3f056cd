#include "handover.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Where the signal that a task of the ring has ended interrupts a wait, its handler leaves a token behind to end it. */
static int read_whole(int file, void *bytes, size_t size)
{
    ssize_t length;
    do
        length = read(file, bytes, size);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return -errno;
    return (size_t)length == size ? 0 : -EPIPE;
}

static int write_whole(int file, const void *bytes, size_t size)
{
    ssize_t length;
    do
        length = write(file, bytes, size);
    while (length < 0 && errno == EINTR);
    if (length < 0)
        return -errno;
    return (size_t)length == size ? 0 : -EPIPE;
}

static int open_pipe(struct channel *channel)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -errno;
    channel->reader = ends[0];
    channel->writer = ends[1];
    return 0;
}

static int send_by_pipe(struct channel *channel)
{
    const char token = 't';
    return write_whole(channel->writer, &token, sizeof token);
}

static int receive_by_pipe(struct channel *channel)
{
    char token;
    return read_whole(channel->reader, &token, sizeof token);
}

static int open_eventfd(struct channel *channel)
{
    int file = eventfd(0, EFD_CLOEXEC);
    if (file < 0)
        return -errno;
    channel->reader = channel->writer = file;
    return 0;
}

static int send_by_eventfd(struct channel *channel)
{
    const uint64_t token = 1;
    return write_whole(channel->writer, &token, sizeof token);
}

static int receive_by_eventfd(struct channel *channel)
{
    uint64_t tokens;
    return read_whole(channel->reader, &tokens, sizeof tokens);
}

static int open_futex(struct channel *channel)
{
    __atomic_store_n(&channel->word, 0, __ATOMIC_SEQ_CST);
    return 0;
}

/*
 * A shared futex for threads too, though they could use the quicker private one: otherwise threads and processes would
 * differ in the call, not only in the address space.
 */
static int send_by_futex(struct channel *channel)
{
    __atomic_store_n(&channel->word, 1, __ATOMIC_RELEASE);
    return syscall(SYS_futex, &channel->word, FUTEX_WAKE, 1, NULL, NULL, 0) < 0 ? -errno : 0;
}

/* Asks the kernel even where the token is there already, so that every handover is the same two calls. */
static int receive_by_futex(struct channel *channel)
{
    do {
        if (syscall(SYS_futex, &channel->word, FUTEX_WAIT, 0, NULL, NULL, 0) < 0 && errno != EAGAIN && errno != EINTR)
            return -errno;
    } while (__atomic_load_n(&channel->word, __ATOMIC_ACQUIRE) == 0);
    __atomic_store_n(&channel->word, 0, __ATOMIC_RELAXED);
    return 0;
}

const struct handover by_pipe = {"pipe", open_pipe, send_by_pipe, receive_by_pipe};
const struct handover by_futex = {"futex", open_futex, send_by_futex, receive_by_futex};
const struct handover by_eventfd = {"eventfd", open_eventfd, send_by_eventfd, receive_by_eventfd};

void forget_channel(struct channel *channel)
{
    channel->reader = channel->writer = -1;
    channel->word = 0;
}

void close_channel(struct channel *channel)
{
    if (channel->reader >= 0)
        close(channel->reader);
    if (channel->writer >= 0 && channel->writer != channel->reader)
        close(channel->writer);
    forget_channel(channel);
}
