import type { ImportReport } from '@/api/figures'

export type CellProblem = ImportReport['errors'][number]

/** Problems by row as the spreadsheet counts, those of the head first. */
export function by_row(errors: readonly CellProblem[]): { row: number; problems: CellProblem[] }[] {
  const rows = new Map<number, CellProblem[]>()
  for (const each of errors) {
    const list = rows.get(each.row)
    if (list) list.push(each)
    else rows.set(each.row, [each])
  }
  return [...rows].sort(([a], [b]) => a - b).map(([row, problems]) => ({ row, problems }))
}

export type CellChange = ImportReport['changes'][number]

/** Cells that would change, by row as the spreadsheet counts. */
export function changes_by_row(changes: readonly CellChange[]): { row: number; cells: CellChange[] }[] {
  const rows = new Map<number, CellChange[]>()
  for (const each of changes) {
    const list = rows.get(each.row)
    if (list) list.push(each)
    else rows.set(each.row, [each])
  }
  return [...rows].map(([row, cells]) => ({ row, cells }))
}

/** Whether the file can be taken in: something is new or would change, and nothing is wrong. */
export const may_take_in = (report: ImportReport) => report.errors.length === 0 && report.added + report.changed > 0 && report.imported === 0
