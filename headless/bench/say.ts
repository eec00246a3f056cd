/** Prints a line of a bench as soon as it is known. */
export const say = (line = ''): void => void process.stdout.write(`${line}\n`)
