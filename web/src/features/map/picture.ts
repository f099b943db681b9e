import { download } from '@/shared/download'
import type { LegendEntry } from './model'
import { kNoneColour } from './model'

export interface PictureText {
  title: string
  subtitle: string
  legend_title: string
  legend: LegendEntry[]
  none: { label: string; count: number } | null
  unknown: { label: string; count: number } | null
  foot: string
  file: string
}

const kFont = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'

/**
 * Saves the map as a PNG twice as fine as the screen, with title, legend, source and date on it: a picture that is
 * passed on has to say by itself what it shows.
 */
export async function save_picture(svg: SVGSVGElement, text: PictureText): Promise<void> {
  const width = svg.width.baseVal.value
  const height = svg.height.baseVal.value
  const copy = svg.cloneNode(true) as SVGSVGElement
  inline_styles(svg, copy)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const image = await load(new XMLSerializer().serializeToString(copy))

  const side = Math.max(0, 190)
  const head = 70
  const foot = 36
  const scale = 2
  const canvas = document.createElement('canvas')
  canvas.width = (width + side + 40) * scale
  canvas.height = (height + head + foot) * scale
  const draw = canvas.getContext('2d')!
  draw.scale(scale, scale)
  draw.fillStyle = '#fff'
  draw.fillRect(0, 0, canvas.width, canvas.height)
  draw.textBaseline = 'alphabetic'
  draw.fillStyle = '#1a2330'
  draw.font = `600 20px ${kFont}`
  draw.fillText(text.title, 20, 34)
  draw.fillStyle = '#55606f'
  draw.font = `13px ${kFont}`
  draw.fillText(text.subtitle, 20, 56)
  draw.drawImage(image, side + 10, head, width, height)

  let y = head + 24
  draw.fillText(text.legend_title, 20, y)
  const entry = (label: string, count: number, paint: (x: number, y: number) => void) => {
    y += 22
    paint(20, y - 11)
    draw.strokeStyle = 'rgba(26,35,48,.2)'
    draw.strokeRect(20, y - 11, 18, 12)
    draw.fillStyle = '#1a2330'
    draw.font = `12px ${kFont}`
    draw.fillText(label, 46, y)
    draw.fillStyle = '#7b8695'
    draw.fillText(`(${count})`, 50 + draw.measureText(label).width, y)
  }
  for (const each of text.legend) entry(each.label, each.count, (x, top) => ((draw.fillStyle = each.colour), draw.fillRect(x, top, 18, 12)))
  if (text.none) entry(text.none.label, text.none.count, (x, top) => ((draw.fillStyle = kNoneColour), draw.fillRect(x, top, 18, 12)))
  if (text.unknown)
    entry(text.unknown.label, text.unknown.count, (x, top) => {
      draw.strokeStyle = '#c9d0d8'
      draw.beginPath()
      for (let i = 0; i < 18; i += 5) {
        draw.moveTo(x + i, top + 12)
        draw.lineTo(Math.min(18, i + 8) + x, top)
      }
      draw.stroke()
    })
  draw.fillStyle = '#55606f'
  draw.font = `11.5px ${kFont}`
  draw.fillText(text.foot, 20, head + height + 22)

  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (blob) download(text.file.replaceAll(/[\\/:*?"<>|\s]+/g, '-'), blob)
}

/** A picture made of the drawing alone knows no style sheet: what matters is written into the elements. */
function inline_styles(from: Element, to: Element) {
  const kProperties = ['fill', 'stroke', 'stroke-width', 'font-size', 'font-family', 'text-anchor', 'dominant-baseline', 'paint-order', 'opacity', 'fill-opacity', 'stroke-opacity', 'stroke-linejoin']
  const style = getComputedStyle(from)
  to.setAttribute('style', kProperties.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'))
  for (let i = 0; i < from.children.length; i++) inline_styles(from.children[i]!, to.children[i]!)
}

function load(markup: string): Promise<HTMLImageElement> {
  return new Promise((done, fail) => {
    const image = new Image()
    image.onload = () => done(image)
    image.onerror = () => fail(new Error('the map could not be drawn as a picture'))
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`
  })
}
