const explanations = {
  median: 'The middle sample: half of them are below it, half above.',
  interval:
    'Where the median would lie in 95 of 100 repetitions of this run, found by drawing its rounds anew many times (bootstrap).',
  percentiles: 'p5, p95 and p99: the values below which 5, 95 and 99 % of the samples lie.',
  mad: 'Median absolute deviation: half of the samples are nearer to the median than this.',
  outliers:
    'Samples outside Tukey’s fences, 1.5 interquartile ranges beyond the quartiles. They are counted, never left out.',
  overhead: 'What the measuring itself takes, timed with an empty operation and already subtracted from the figures.',
  ratio:
    'The ratio of two medians over rounds measured together; its interval tells how well it is known. Where it spans 1, no difference is shown.',
  'page table':
    'The table by which the processor finds the memory behind an address; one 4 KiB page of it maps 2 MiB of memory.',
  'huge pages': 'Memory mapped in pieces of 2 MiB in place of 4 KiB, which needs far fewer page-table entries.',
  steal: 'Time in which this virtual machine wanted to run and its host ran another one.',
  governor: 'The part of the kernel that chooses the speed of the cores.',
  mitigations: 'What the kernel does against flaws of the processor. Some make every entry into the kernel slower.',
  'touched memory': 'Memory that has been written to, so that real pages and page-table entries stand behind it.',
} as const

export type TermName = keyof typeof explanations

/** What a term of the field means, in one sentence. */
export function explanationOf(term: TermName): string {
  return explanations[term]
}
