/* The preset philosophers at SEATS seats, one meal each: everyone takes the left fork first. */
#ifndef SEATS
#define SEATS 5
#endif

bool fork[SEATS];
byte finished = 0;

active [SEATS] proctype Philosopher() {
  atomic { !fork[_pid] -> fork[_pid] = true };
  atomic { !fork[(_pid + 1) % SEATS] -> fork[(_pid + 1) % SEATS] = true };
  fork[_pid] = false;
  atomic { fork[(_pid + 1) % SEATS] = false; finished++ }
}

/* Made last, so that nobody is gone before it looks. The bench reads what it prints. */
active proctype End() {
  timeout;
  c_code { printf("END %s\n", now.finished == SEATS ? "finished" : "stuck"); };
  (finished == SEATS)
}
