/* The preset lost-update: two threads that each read, add and write, in three steps. */
int counter = 5;
byte finished = 0;

active [2] proctype Adder() {
  int x;
  x = counter;
  x = x + 1;
  atomic { counter = x; finished++ }
}

/* Made last, so that nobody is gone before it looks. The bench reads what it prints. */
active proctype End() {
  timeout;
  c_code { printf("END %s counter=%d\n", now.finished == 2 ? "finished" : "stuck", now.counter); };
  (finished == 2);
  assert(counter == 7)
}
