import { encode } from 'uqr'

/** A QR code (ISO/IEC 18004) as one path of unit squares, with the quiet zone of four modules the standard asks for. */
export function qr_path(text: string): { size: number; path: string } {
  const kQuiet = 4
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  let path = ''
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < row.length; ++x) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) ++x
      path += `M${from + kQuiet} ${y + kQuiet}h${x - from + 1}v1h-${x - from + 1}z`
    }
  }
  return { size: size + 2 * kQuiet, path }
}
