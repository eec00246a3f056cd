/**
 * The simulated cost of `fork`: the kernel copies the parent's page tables, so the cost is a part that is always there
 * and a part for each page of page tables that the parent's memory needs. It holds for memory in 4 KiB pages.
 *
 * One page-table page of 4 KiB holds 512 entries, each for 4 KiB of memory: 2 MiB in all.
 */
const MIB_PER_PAGE_TABLE_PAGE = 2

/** Page-table pages for `parentMiB` MiB touched in 4 KiB pages: the x of the line that `fork` costs. */
export function pageTablePages(parentMiB: number): number {
  return parentMiB / MIB_PER_PAGE_TABLE_PAGE
}
