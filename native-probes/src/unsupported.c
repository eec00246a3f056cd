/* threadprobe on a system whose processes and threads it does not know how to measure yet. */
#include <stdio.h>

int main(void)
{
    puts("{\"type\":\"unsupported\",\"reason\":\"the native probes measure Linux; on this system the lab measures what Node can start\"}");
    return 77;
}
