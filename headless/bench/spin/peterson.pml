/* The preset peterson: each wants to enter, leaves the turn to the other, and waits while that one wants to and has it. */
int wants[2];
int turn;
int inside;
byte finished = 0;

active [2] proctype P() {
  wants[_pid] = 1;
  turn = 1 - _pid;
wait:
  if
  :: wants[1 - _pid] && turn == 1 - _pid -> goto wait
  :: else
  fi;
  inside = inside + 1;
  assert(inside == 1);
  inside = inside - 1;
  atomic { wants[_pid] = 0; finished++ }
}

/* Made last, so that nobody is gone before it looks. The bench reads what it prints. */
active proctype End() {
  timeout;
  c_code {
    printf("END %s wants[0]=%d wants[1]=%d turn=%d inside=%d\n", now.finished == 2 ? "finished" : "stuck",
      now.wants[0], now.wants[1], now.turn, now.inside);
  };
  (finished == 2);
  assert(inside == 0)
}
