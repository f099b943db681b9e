import table from '../../../reference/currencies.tsv?raw'
import type { Language } from './number'

/**
 * Decimals of the minor unit of a currency by ISO 4217, where they are not two: amounts of the API are whole minor units
 * (fen, cents, but yen and won themselves). As src/text/currency.cc has them.
 */
const kDecimals: Readonly<Record<string, number>> = Object.fromEntries([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'ITL'].map((code) => [code, 0]),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3]),
])

export const currency_decimals = (code: string) => kDecimals[code] ?? 2
/** Minor units of one unit: 100 for CNY, 1 for JPY. */
export const minor_units = (code: string) => 10 ** currency_decimals(code)

/** All that the server takes, as reference/currencies.tsv lists them; those that investment comes in first. */
const kFrequent = ['CNY', 'USD', 'HKD', 'EUR', 'JPY', 'KRW', 'SGD', 'GBP', 'TWD', 'MOP']
export const kCurrencies: readonly string[] = (() => {
  const all = table.split('\n').filter((line) => line && !line.startsWith('#')).slice(1).map((line) => line.split('\t')[0]!)
  return [...kFrequent.filter((each) => all.includes(each)), ...all.filter((each) => !kFrequent.includes(each))]
})()
/** "USD 美元" in the reader's language; the code alone where the browser has no name. */
export function currency_name(code: string, language: Language): string {
  const name = new Intl.DisplayNames([language === 'zh' ? 'zh-CN' : 'en-GB'], { type: 'currency' }).of(code)
  return name && name !== code ? `${code} ${name}` : code
}
