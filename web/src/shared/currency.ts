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
