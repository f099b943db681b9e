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

/** Whether the file can be taken in: something is in it and nothing is wrong. */
export const may_take_in = (report: ImportReport) => report.errors.length === 0 && report.good > 0 && report.imported === 0
