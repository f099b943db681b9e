/** A column of a table of rows T. */
export interface Column<T> {
  id: string
  title: string
  /** What is shown; the slot named after the column goes first. */
  text: (row: T) => string
  /** The exact value, for the tooltip. */
  exact?: (row: T) => string
  right?: boolean
  /** Name the server sorts by; absent where it cannot. */
  sort?: string
  /** Not shown until chosen. */
  hidden?: boolean
  /** Always shown. */
  fixed?: boolean
  /** Left out where there is little room: what else is on the page of the row. */
  wide?: boolean
  width?: string
  /** In one line: names that are read as a whole. */
  short?: boolean
}

/** The choice of columns as stored: ids, or null for the default. Ids that are gone are forgotten. */
export function shown_columns<T>(columns: readonly Column<T>[], chosen: readonly string[] | null): Column<T>[] {
  return columns.filter((each) => each.fixed || (chosen ? chosen.includes(each.id) : !each.hidden))
}

/** A click on a head: ascending, descending, back to the default order. */
export function next_sort(current: string, column: string): string {
  if (current === column) return `-${column}`
  if (current === `-${column}`) return ''
  return column
}
