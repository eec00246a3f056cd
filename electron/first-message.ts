/** What the utility process runs: says when its first statement ran, and ends. Nothing may come before the clock. */
const firstInstruction = process.hrtime.bigint()
process.parentPort.postMessage(String(firstInstruction))
process.exit()
