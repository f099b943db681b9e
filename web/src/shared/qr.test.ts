import jsQR from 'jsqr'
import { expect, test } from 'vitest'
import { qr_path } from './qr'

/** Draws the path as a camera would see it, eight pixels to a module. */
function picture({ size, path }: { size: number; path: string }) {
  const scale = 8
  const width = size * scale
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let py = Number(y) * scale; py < (Number(y) + 1) * scale; ++py) {
      for (let px = Number(x) * scale; px < (Number(x) + Number(run)) * scale; ++px) pixels.fill(0, (py * width + px) * 4, (py * width + px) * 4 + 3)
    }
  }
  return { pixels, width }
}

test('a reader of another hand reads what was written', () => {
  for (const text of ['otpauth://totp/%E9%93%BE%E6%8B%9B:wang?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=%E9%93%BE%E6%8B%9B', 'x']) {
    const { pixels, width } = picture(qr_path(text))
    expect(jsQR(pixels, width, width)?.data).toBe(text)
  }
})
