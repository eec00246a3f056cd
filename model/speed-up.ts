/**
 * How many times as fast a fixed amount of work is done by `workers` as by one: laws of speed-up. All are without unit, and 1
 * for one worker.
 */

/**
 * Amdahl's law: the serial share of the work is nobody's to share out. (G. M. Amdahl, Validity of the single processor
 * approach to achieving large scale computing capabilities, AFIPS Spring Joint Computer Conference 30, 1967.)
 *
 * @param serial share of the work, from 0 to 1
 */
export function amdahl(serial: number, workers: number): number {
  return 1 / (serial + (1 - serial) / workers)
}

/**
 * The universal scalability law: to the contention σ, which is Amdahl's serial share, it adds the coherency κ, what every
 * pair of workers costs each other. With κ above 0 more workers are slower from some number on. (N. J. Gunther, Guerrilla
 * Capacity Planning, Springer 2007, chapter 4.)
 */
export function universalScalability(contention: number, coherency: number, workers: number): number {
  return workers / (1 + contention * (workers - 1) + coherency * workers * (workers - 1))
}

/** The number of workers at which that law is greatest; null where it grows for ever. */
export function scalabilityPeak(contention: number, coherency: number): number | null {
  return coherency > 0 ? Math.max(1, Math.sqrt((1 - contention) / coherency)) : null
}

/**
 * The serial share that one measured speed-up would come of, were Amdahl's law all there is. (A. H. Karp and H. P. Flatt,
 * Measuring parallel processor performance, Communications of the ACM 33(5), 1990.) Below 0 where the workers were faster
 * than as many times one.
 */
export function serialShareBehind(speedUp: number, workers: number): number {
  return (1 / speedUp - 1 / workers) / (1 - 1 / workers)
}

/** How many workers can be at work at once: no more than there are cores. */
export function atOnce(workers: number, cores: number): number {
  return Math.min(workers, cores)
}
