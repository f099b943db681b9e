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
export const may_take_in = (report: ImportReport) => report.problems === 0 && report.added + report.changed > 0 && report.imported === 0

/** Whether its good rows can be taken in without the others. */
export const may_take_good = (report: ImportReport) => report.problems > 0 && report.head_sound && report.added + report.changed > 0 && report.imported === 0

/** The rows that were not taken in, as a file named after the one that they came in. */
export function left_rows(report: ImportReport, name: string, suffix: string): File | null {
  if (!report.left_file) return null
  const bytes = Uint8Array.from(atob(report.left_file), (letter) => letter.charCodeAt(0))
  const workbook = bytes[0] === 0x50 && bytes[1] === 0x4b
  const stem = name.replace(/(\.(csv|tsv|txt|xlsx))?(\.gz)?$/i, '')
  return new File([bytes], `${stem}-${suffix}.${workbook ? 'xlsx' : 'csv'}`, { type: workbook ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv' })
}
