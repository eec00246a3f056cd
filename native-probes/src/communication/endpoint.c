#include "endpoint.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "partner-watch.h"

/* What a call that moved nothing means: 0 to try again, or -errno. */
static int judge_failure(int number)
{
    /* A socket says so in its own way where the other side had not read all. */
    if (partner_is_gone() || number == ECONNRESET)
        return -EPIPE;
    return number == EINTR ? 0 : -number;
}

/* A message that is larger than the channel goes in parts, as the reader makes room. */
static int send_by_descriptor(struct endpoint *endpoint, const unsigned char *message)
{
    for (size_t sent = 0; sent < endpoint->message_bytes;) {
        const ssize_t size = write(endpoint->write_to, message + sent, endpoint->message_bytes - sent);
        endpoint->system_calls++;
        if (size >= 0) {
            sent += (size_t)size;
            continue;
        }
        const int failure = judge_failure(errno);
        if (failure)
            return failure;
    }
    return 0;
}

static int receive_by_descriptor(struct endpoint *endpoint, unsigned char *message)
{
    for (size_t received = 0; received < endpoint->message_bytes;) {
        const ssize_t size = read(endpoint->read_from, message + received, endpoint->message_bytes - received);
        endpoint->system_calls++;
        if (size > 0) {
            received += (size_t)size;
            continue;
        }
        const int failure = size == 0 ? -EPIPE : judge_failure(errno);
        if (failure)
            return failure;
    }
    return 0;
}

static int send_by_ring(struct endpoint *endpoint, const unsigned char *message)
{
    const int failure = await_room(&endpoint->giving, &endpoint->system_calls);
    if (failure)
        return failure;
    memcpy(place_of(&endpoint->giving), message, endpoint->message_bytes);
    give_message(&endpoint->giving, &endpoint->system_calls);
    return 0;
}

static int receive_by_ring(struct endpoint *endpoint, unsigned char *message)
{
    const int failure = await_message(&endpoint->taking, &endpoint->system_calls);
    if (failure)
        return failure;
    memcpy(message, place_of(&endpoint->taking), endpoint->message_bytes);
    release_place(&endpoint->taking, &endpoint->system_calls);
    return 0;
}

static int send_in_place(struct endpoint *endpoint, const unsigned char *message)
{
    (void)message;
    const int failure = await_room(&endpoint->giving, &endpoint->system_calls);
    if (!failure)
        give_message(&endpoint->giving, &endpoint->system_calls);
    return failure;
}

static int receive_in_place(struct endpoint *endpoint, unsigned char *message)
{
    (void)message;
    const int failure = await_message(&endpoint->taking, &endpoint->system_calls);
    if (!failure)
        release_place(&endpoint->taking, &endpoint->system_calls);
    return failure;
}

static int send_nothing(struct endpoint *endpoint, const unsigned char *message)
{
    (void)endpoint;
    (void)message;
    return 0;
}

static int receive_nothing(struct endpoint *endpoint, unsigned char *message)
{
    (void)endpoint;
    (void)message;
    return 0;
}

void open_descriptor_end(struct endpoint *endpoint, size_t message_bytes, int read_from, int write_to)
{
    *endpoint = (struct endpoint){.send = send_by_descriptor,
                                  .receive = receive_by_descriptor,
                                  .message_bytes = message_bytes,
                                  .read_from = read_from,
                                  .write_to = write_to};
}

void open_ring_end(struct endpoint *endpoint, size_t message_bytes, struct ring_end taking, struct ring_end giving)
{
    *endpoint = (struct endpoint){.send = send_by_ring,
                                  .receive = receive_by_ring,
                                  .message_bytes = message_bytes,
                                  .taking = taking,
                                  .giving = giving};
}

void open_in_place_end(struct endpoint *endpoint, unsigned char *messages, struct ring_end taking, struct ring_end giving)
{
    *endpoint = (struct endpoint){.send = send_in_place,
                                  .receive = receive_in_place,
                                  .in_place = messages,
                                  .taking = taking,
                                  .giving = giving};
}

void open_empty_end(struct endpoint *endpoint)
{
    *endpoint = (struct endpoint){.send = send_nothing, .receive = receive_nothing};
}
