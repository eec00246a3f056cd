import { readText, type FileRoot } from '../machine/small-file.ts'

/**
 * Whether `/proc` leaves out the processes of others altogether, as `hidepid=2`, `invisible` and `ptraceable` have it: but not for
 * root, nor for members of the group that `gid=` names. They see process 1, which is there in any case.
 */
export function listsOwnProcessesOnly(from: FileRoot): boolean {
  const line = (readText(from, 'proc/self/mountinfo') ?? '')
    .split('\n')
    // Of several mounts over each other the last is the one that is seen.
    .findLast((one) => / - proc \S+ /.test(one) && / \/proc /.test(one))
  return readText(from, 'proc/1/status') === null && /\bhidepid=(?:2|4|invisible|ptraceable)\b/.test(line ?? '')
}
