#include "pass.h"

#include "census.h"
#include "process-clock.h"
#include "process-examination.h"
#include "process-table.h"
#include "thread-examination.h"

static const int64_t SECOND_NS = 1000000000;
/* Threads that do not run change all the same: somebody renames or renices one, or wakes one that gets no core. So each is
 * looked at about so often, unless that were more threads a second than this. */
static const int64_t ROUND_NS = 2000000000;
enum { MOST_ROUNDS_A_SECOND = 2000 };
/* So many dear files are read in a pass whatever the rate, and of many threads no more than so many a second: with more of
 * them active, each is read less often. */
enum { FEW_DEAR_FILES = 16, MOST_SWITCHES_A_SECOND = 2000, MOST_WAITS_A_SECOND = 5000 };

static int64_t passed_at;
static int64_t looked_for_room_at;
static bool full;
static int next_of_round;
static int64_t round_debt; /* thread nanoseconds: what is left over of a share that was not a whole thread */

bool is_full(void)
{
    return full;
}

static void lose_and_doubt(int index)
{
    int pid = process_at(index)->pid;
    lose_process(index);
    if (read_process_clock(pid) >= 0)
        doubt_census();
}

void keep_roots(const struct target *target)
{
    for (int i = 0; i < process_index_limit(); i++)
        if (process_at(i)->alive && !is_root(target, process_at(i)->root))
            lose_process(i);
    doubt_census();
}

/* When threads were left out, room that came since is given to them. */
static void look_for_room(int64_t now)
{
    if (!full || now - looked_for_room_at < SECOND_NS)
        return;
    looked_for_room_at = now;
    full = false;
    for (int i = 0; i < process_index_limit(); i++)
        process_at(i)->list_anew = true;
    doubt_census();
}

/* How many of the threads are due in this pass. */
static int share_of_round(int64_t elapsed)
{
    int64_t threads = thread_index_limit();
    int64_t most = MOST_ROUNDS_A_SECOND * (ROUND_NS / SECOND_NS);
    round_debt += (threads < most ? threads : most) * elapsed;
    int64_t share = round_debt / ROUND_NS;
    round_debt -= share * ROUND_NS;
    return (int)(share < threads ? share : threads);
}

static void look_at_quiet(int64_t elapsed)
{
    for (int left = share_of_round(elapsed); left > 0; left--) {
        next_of_round = next_of_round + 1 < thread_index_limit() ? next_of_round + 1 : 0;
        struct thread *thread = thread_at(next_of_round);
        if (!thread->alive || thread->active)
            continue;
        int process = thread->process;
        examine_thread(thread, true);
        if (thread->alive)
            settle_thread(thread);
        if (!has_threads(process, &full))
            lose_and_doubt(process);
    }
}

/* Files that each thread would have read so often a second, in this pass. */
static int limit_of_files(int a_second, int most_a_second, int64_t elapsed)
{
    int64_t rate = (int64_t)count_threads() * a_second * 5 / 4;
    return FEW_DEAR_FILES + (int)((rate < most_a_second ? rate : most_a_second) * elapsed / SECOND_NS);
}

void pass_over_proc(struct target *target, int64_t now)
{
    int64_t elapsed = passed_at && now - passed_at < SECOND_NS ? now - passed_at : SECOND_NS;
    passed_at = now;
    look_for_room(now);
    begin_examinations(now, limit_of_files(1, MOST_SWITCHES_A_SECOND, elapsed), limit_of_files(4, MOST_WAITS_A_SECOND, elapsed));
    take_census(target, now);
    for (int i = 0; i < process_index_limit(); i++)
        if (process_at(i)->alive && !examine_process(i, &full))
            lose_and_doubt(i);
    look_at_quiet(elapsed);
}
