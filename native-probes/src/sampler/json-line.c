#include "json-line.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "reserved-memory.h"
#include "thread-table.h"

/* A thread that is told everything of at once, with a name of control characters only, has some 700 characters. */
enum { CHARACTERS_A_THREAD = 800, LINE_BYTES = CHARACTERS_A_THREAD * (THREAD_LIMIT + 1000) };
/* A line that needed more gives its memory back: only the first of many threads is so long. */
enum { KEPT_BYTES = 1 << 20 };

static char *line;
static char *end;

bool json_line_start(void)
{
    line = reserve_memory(LINE_BYTES);
    return line != NULL;
}

void json_begin(void)
{
    end = line;
}

static void append(const char *text, size_t size)
{
    if ((size_t)(line + LINE_BYTES - end) < size)
        abort();
    memcpy(end, text, size);
    end += size;
}

void json_plain(const char *text)
{
    append(text, strlen(text));
}

void json_character(char character)
{
    append(&character, 1);
}

void json_integer(int64_t value)
{
    char digits[20];
    char *first = digits + sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--first = (char)('0' + left % 10);
    while (left /= 10);
    if (value < 0)
        json_character('-');
    append(first, (size_t)(digits + sizeof digits - first));
}

void json_element(int64_t value, bool is_first)
{
    if (!is_first)
        json_character(',');
    json_integer(value);
}

/* Length of the character of UTF-8 that begins here, or 0: RFC 3629, section 4, without what is overlong or a surrogate. */
static size_t character_length(const unsigned char *at, size_t left)
{
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xc2 ? 0 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : at[0] < 0xf5 ? 4 : 0;
    if (length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    bool is_overlong = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xf0 && at[1] < 0x90);
    bool is_beyond = (at[0] == 0xed && at[1] > 0x9f) || (at[0] == 0xf4 && at[1] > 0x8f);
    return length > 1 && (is_overlong || is_beyond) ? 0 : length;
}

static void append_ascii(unsigned char character)
{
    static const char digits[] = "0123456789abcdef";
    if (character == '"' || character == '\\') {
        json_character('\\');
        json_character((char)character);
    } else if (character < 0x20) {
        json_plain("\\u00");
        json_character(digits[character >> 4]);
        json_character(digits[character & 15]);
    } else {
        json_character((char)character);
    }
}

void json_string(const char *bytes, size_t length)
{
    json_character('"');
    for (size_t i = 0; i < length;) {
        const unsigned char *at = (const unsigned char *)bytes + i;
        size_t size = character_length(at, length - i);
        if (size == 0)
            json_plain("\xef\xbf\xbd");
        else if (size == 1)
            append_ascii(*at);
        else
            append(bytes + i, size);
        i += size ? size : 1;
    }
    json_character('"');
}

/* Whether writing may go on after it failed. Whoever shares standard output may have set it not to wait for its reader. */
static bool wait_for_reader(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return errno == EINTR || (errno == EAGAIN && (poll(&output, 1, -1) == 1 || errno == EINTR));
}

bool json_write(void)
{
    json_character('\n');
    for (const char *at = line; at < end;) {
        ssize_t size = write(STDOUT_FILENO, at, (size_t)(end - at));
        if (size < 0 && wait_for_reader())
            continue;
        if (size <= 0)
            return false;
        at += size;
    }
    if (end - line > KEPT_BYTES)
        madvise(line, (size_t)(end - line), MADV_DONTNEED);
    return true;
}
