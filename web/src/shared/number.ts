/**
 * Numbers as people read them. Unknown is not zero: null and undefined become a dash. `exact` is what the tooltip
 * and the export say.
 */
export const kUnknown = '—'

export type Language = 'zh' | 'en'

const locale = (language: Language) => (language === 'zh' ? 'zh-CN' : 'en-GB')

/** Making one takes the browser fifty times as long as using it, and a board or list uses thousands. */
const kept = new Map<string, Intl.NumberFormat>()
function decimal(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language}${options.style ?? ''}${options.minimumFractionDigits ?? 0}-${options.maximumFractionDigits}`
  let made = kept.get(key)
  if (!made) kept.set(key, (made = new Intl.NumberFormat(locale(language), options)))
  return made
}

/** With thousands separators; at most `digits` decimals. */
export function format_number(value: number | null | undefined, language: Language, digits = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return kUnknown
  return decimal(language, { maximumFractionDigits: digits }).format(value)
}

/** `share` is 0…1. Small shares keep one significant digit instead of turning into 0 %. */
export function format_share(share: number | null | undefined, language: Language): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return kUnknown
  if (share === 0) return '0%'
  const percent = Math.abs(share) * 100
  const digits = percent >= 10 ? 1 : percent >= 0.1 ? 2 : 3
  if (percent < 0.001) return '<0.001%'
  return decimal(language, { style: 'percent', maximumFractionDigits: digits }).format(share)
}

export function format_ratio(value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return kUnknown
  return decimal(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)
}

/** Sums that are larger than the server can tell come as its limit: the largest int64, which is read as this. */
const kLimit = 2 ** 63
/** At least so much, rounded down: an exact number would be made up. */
function beyond(fen: number, language: Language): string {
  const [unit, name] = language === 'zh' ? [1e10, ' 亿元'] : [1e11, ' bn']
  const text = decimal(language, { maximumFractionDigits: 0 }).format(Math.floor(kLimit / unit))
  if (language === 'zh') return fen > 0 ? `≥ ${text}${name}` : `≤ -${text}${name}`
  return fen > 0 ? `≥ ¥${text}${name}` : `≤ -¥${text}${name}`
}

/** Money in fen, shown in 元, 万元 or 亿元 by magnitude (in English: CNY, k, m, bn), to three significant digits or so. */
export function format_money(fen: number | null | undefined, language: Language): string {
  if (fen === null || fen === undefined || !Number.isFinite(fen)) return kUnknown
  if (Math.abs(fen) >= kLimit) return beyond(fen, language)
  const yuan = fen / 100
  const size = Math.abs(yuan)
  const steps: [number, string][] =
    language === 'zh'
      ? [[1e8, ' 亿元'], [1e4, ' 万元'], [1, ' 元']]
      : [[1e9, ' bn'], [1e6, ' m'], [1e3, ' k'], [1, '']]
  const [unit, name] = steps.find(([from]) => size >= from) ?? [1, language === 'zh' ? ' 元' : '']
  const scaled = yuan / unit
  const digits = unit === 1 ? 2 : Math.abs(scaled) >= 1000 ? 0 : Math.abs(scaled) >= 100 ? 1 : 2
  const text = decimal(language, { maximumFractionDigits: digits }).format(scaled) + name
  return language === 'zh' ? text : `${fen < 0 ? '-' : ''}¥${text.replace('-', '')}`
}

/** To the fen, for the tooltip. */
export function exact_money(fen: number | null | undefined, language: Language): string {
  if (fen === null || fen === undefined || !Number.isFinite(fen)) return kUnknown
  if (Math.abs(fen) >= kLimit) return beyond(fen, language)
  const text = decimal(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(fen / 100)
  return language === 'zh' ? `${text} 元` : `${fen < 0 ? '-' : ''}CNY ${text.replace('-', '')}`
}

/** Instants come as UTC milliseconds and are shown in China's time, whatever the browser's clock says. */
export function format_instant(at_ms: number | null | undefined, language: Language): string {
  if (at_ms === null || at_ms === undefined) return kUnknown
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false,
  }).format(at_ms)
}

export function format_date(at_ms: number | null | undefined, language: Language): string {
  if (at_ms === null || at_ms === undefined) return kUnknown
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit',
  }).format(at_ms)
}

/** A civil day with its weekday: "11月27日 星期五". */
export function format_weekday(day: string, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), { timeZone: 'UTC', month: 'long', day: 'numeric', weekday: 'long' }).format(Date.parse(`${day}T00:00:00Z`))
}
