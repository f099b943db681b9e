/** Units that amounts are typed in: yuan, 10,000 yuan, 100 million yuan; of other currencies likewise. */
export const kMoneyUnits = { one: 1n, wan: 10_000n, yi: 100_000_000n } as const
export type MoneyUnit = keyof typeof kMoneyUnits
/** What the server takes at most, in hundredths. */
const kMost = 9_000_000_000_000_000n

/**
 * An amount as typed, in hundredths of its currency: exact, for 0.1 has no exact double. null where nothing is typed,
 * undefined where it is no amount or has more decimals than a hundredth. A minus in front takes back.
 */
export function hundredths_of(typed: string, unit: MoneyUnit): number | null | undefined {
  const text = typed.trim().replaceAll(/[,，\s]/g, '').replace(/^−/, '-')
  if (!text) return null
  const read = /^(-?)(\d{1,16})(?:\.(\d{1,12}))?$/.exec(text)
  if (!read) return undefined
  const decimals = read[3] ?? ''
  const scaled = BigInt(read[2]! + decimals) * kMoneyUnits[unit] * 100n
  const by = 10n ** BigInt(decimals.length)
  if (scaled % by !== 0n) return undefined
  const amount = scaled / by
  if (amount > kMost) return undefined
  return Number(read[1] ? -amount : amount)
}

/** 1 亩 is 10,000/15 square metres, by the State Council's order of 1984 on units of measurement. */
const kMuOfM2 = 15 / 10_000
export const mu_of_m2 = (m2: number) => m2 * kMuOfM2
/** Land as typed, in whole square metres as it is kept. */
export function m2_of(typed: string, unit: 'm2' | 'mu'): number | null | undefined {
  const text = typed.trim().replaceAll(/[,，\s]/g, '')
  if (!text) return null
  if (!/^\d{1,10}(\.\d{1,6})?$/.test(text)) return undefined
  const value = Number(text)
  return Math.round(unit === 'mu' ? value / kMuOfM2 : value)
}
