#include "message-channels.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "message-memory.h"
#include "partner-watch.h"
#include "report.h"

enum {
    RING_BYTES = 64 << 10, /* as much as a pipe holds */
    LEAST_PLACES = 4,
    MOST_PLACES = 256
};

/* Descriptors of one side: it reads from `in` and writes to `out`, which are the same for a socket. */
struct descriptors {
    int in, out;
};

static struct {
    struct descriptors lead, partner;
} pipes, sockets;

static uint32_t ring_places;

/* The places of the rings that processes share. */
static struct {
    const volatile unsigned char *start;
    size_t bytes;
} shared_places[2];
static int shared_places_count;

static const char *const between_threads_names[] = {
    [SHARED_IN_PLACE] = "shared-in-place", [SHARED_VARIABLE] = "shared-variable", NULL};
static const char *const between_processes_names[] = {
    [SHARED_MAPPING] = "shared-mapping", [PIPE] = "pipe", [UNIX_SOCKET] = "unix-socket", NULL};

const char *const *channel_names(bool between_threads)
{
    return between_threads ? between_threads_names : between_processes_names;
}

bool passes_through_kernel(bool between_threads, int channel)
{
    return !between_threads && channel != SHARED_MAPPING;
}

/* As many messages as a pipe would hold, four at least, never more than are streamed. */
static uint32_t places_for(const struct exchange *exchange)
{
    size_t places = RING_BYTES / exchange->tape.message_bytes;
    if (places < LEAST_PLACES)
        places = LEAST_PLACES;
    if (places > MOST_PLACES)
        places = MOST_PLACES;
    return (uint32_t)(places < (size_t)exchange->streamed ? places : (size_t)exchange->streamed);
}

/* Both ends of one direction. Places are NULL where messages are handed over in place. */
static int open_direction(const struct exchange *exchange, bool copies, bool private, struct ring_end *giving,
                          struct ring_end *taking)
{
    const size_t bytes = exchange->tape.message_bytes;
    struct message_ring *ring = reserve_messages(sizeof *ring, true);
    unsigned char *places = copies ? reserve_messages(bytes * ring_places, true) : NULL;
    if (!ring || (copies && !places))
        return -errno;
    *giving = *taking = open_ring(ring, places, bytes, ring_places, private);
    if (!private) {
        shared_places[shared_places_count].start = places;
        shared_places[shared_places_count++].bytes = bytes * ring_places;
        watch_word(&ring->giver_sleeps);
        watch_word(&ring->taker_sleeps);
    }
    return 0;
}

struct ring_ends {
    struct ring_end lead_gives, lead_takes, partner_gives, partner_takes;
};

static int open_rings(const struct exchange *exchange, bool copies, bool private, struct ring_ends *ends)
{
    ring_places = places_for(exchange);
    const int failure = open_direction(exchange, copies, private, &ends->lead_gives, &ends->partner_takes);
    return failure ? failure : open_direction(exchange, copies, private, &ends->partner_gives, &ends->lead_takes);
}

static int open_copying_rings(const struct exchange *exchange, bool private, struct endpoint *lead, struct endpoint *partner)
{
    struct ring_ends ends;
    const int failure = open_rings(exchange, true, private, &ends);
    if (failure)
        return failure;
    open_ring_end(lead, exchange->tape.message_bytes, ends.lead_takes, ends.lead_gives);
    open_ring_end(partner, exchange->tape.message_bytes, ends.partner_takes, ends.partner_gives);
    return 0;
}

int open_thread_channels(const struct exchange *exchange, unsigned char *messages, struct endpoint *lead,
                         struct endpoint *partner)
{
    struct ring_ends ends;
    const int failure = open_rings(exchange, false, true, &ends);
    if (failure)
        return failure;
    open_in_place_end(&lead[SHARED_IN_PLACE], messages, ends.lead_takes, ends.lead_gives);
    open_in_place_end(&partner[SHARED_IN_PLACE], messages, ends.partner_takes, ends.partner_gives);
    return open_copying_rings(exchange, true, &lead[SHARED_VARIABLE], &partner[SHARED_VARIABLE]);
}

static int open_pipes(void)
{
    int there[2], back[2];
    if (pipe2(there, O_CLOEXEC) != 0 || pipe2(back, O_CLOEXEC) != 0)
        return -errno;
    pipes.lead = (struct descriptors){.in = back[0], .out = there[1]};
    pipes.partner = (struct descriptors){.in = there[0], .out = back[1]};
    return 0;
}

static int open_sockets(void)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -errno;
    sockets.lead = (struct descriptors){.in = ends[0], .out = ends[0]};
    sockets.partner = (struct descriptors){.in = ends[1], .out = ends[1]};
    return 0;
}

int open_process_channels(const struct exchange *exchange, struct endpoint *lead, struct endpoint *partner)
{
    const size_t bytes = exchange->tape.message_bytes;
    int failure = open_pipes();
    if (!failure)
        failure = open_sockets();
    if (failure)
        return failure;
    open_descriptor_end(&lead[PIPE], bytes, pipes.lead.in, pipes.lead.out);
    open_descriptor_end(&partner[PIPE], bytes, pipes.partner.in, pipes.partner.out);
    open_descriptor_end(&lead[UNIX_SOCKET], bytes, sockets.lead.in, sockets.lead.out);
    open_descriptor_end(&partner[UNIX_SOCKET], bytes, sockets.partner.in, sockets.partner.out);
    return open_copying_rings(exchange, false, &lead[SHARED_MAPPING], &partner[SHARED_MAPPING]);
}

void settle_channels_in_child(void)
{
    close(pipes.lead.in);
    close(pipes.lead.out);
    close(sockets.lead.in);
    for (int i = 0; i < shared_places_count; i++)
        for (size_t at = 0; at < shared_places[i].bytes; at += 4096)
            (void)shared_places[i].start[at];
}

void close_partner_descriptors(void)
{
    close(pipes.partner.in);
    close(pipes.partner.out);
    close(sockets.partner.in);
}

void report_channels(bool between_threads)
{
    report_begin("observation");
    report_text("name", "channels");
    report_object("facts");
    report_integer("ringPlaces", ring_places);
    if (!between_threads) {
        int buffer = 0;
        socklen_t size = sizeof buffer;
        report_integer("pipeBytes", fcntl(pipes.lead.out, F_GETPIPE_SZ));
        if (getsockopt(sockets.lead.out, SOL_SOCKET, SO_SNDBUF, &buffer, &size) == 0)
            report_integer("socketSendBufferBytes", buffer);
    }
    report_object_end();
    report_end();
}
