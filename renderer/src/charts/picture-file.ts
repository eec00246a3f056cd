import { textWidth } from './text-width.ts'

/** What stands around a picture when it leaves the window. */
export interface PictureWords {
  title: string
  subtitle: string
  /** Run, machine and program, in one line. */
  source: string
}

const SVG = 'http://www.w3.org/2000/svg'
const MARGIN = 24
const PNG_SCALE = 2
const TITLE_SIZE = 20

/** Looks that come from style sheets and have to travel with the picture. */
const PROPERTIES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const

/** The picture inside an element as one self-contained SVG document, with its words around it. */
export function pictureAsSvg(place: HTMLElement, words: PictureWords): string {
  const { svg } = drawPicture(place, words)
  return new XMLSerializer().serializeToString(svg)
}

/** The same as a bitmap, two device pixels to the pixel. */
export async function pictureAsPng(place: HTMLElement, words: PictureWords): Promise<Blob> {
  const { svg, width, height } = drawPicture(place, words)
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * PNG_SCALE
  canvas.height = height * PNG_SCALE
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be turned into a PNG.'))))
  })
}

function drawPicture(place: HTMLElement, words: PictureWords): { svg: SVGSVGElement; width: number; height: number } {
  const original = place.querySelector('svg')
  if (!original) throw new Error('There is no picture to export yet.')
  const style = getComputedStyle(place)
  const inner = original.getBoundingClientRect()
  const width = Math.ceil(inner.width) + 2 * MARGIN
  const lines = wrap(words.title, width - 2 * MARGIN)
  const top = MARGIN + lines.length * 26 + 22
  const height = Math.ceil(top + inner.height + MARGIN + 12)

  const svg = element('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })
  svg.append(element('rect', { width, height, fill: backgroundOf(place) }))
  const ink = { fill: style.color, 'font-family': style.fontFamily, x: MARGIN }
  lines.forEach((line, index) => {
    svg.append(text(line, { ...ink, y: MARGIN + 18 + index * 26, 'font-size': TITLE_SIZE, 'font-weight': 600 }))
  })
  svg.append(text(words.subtitle, { ...ink, y: top - 8, 'font-size': 13, 'fill-opacity': 0.75 }))
  svg.append(text(words.source, { ...ink, y: height - MARGIN + 6, 'font-size': 12, 'fill-opacity': 0.75 }))
  const body = element('g', { transform: `translate(${MARGIN} ${top})` })
  body.append(copyWithLooks(original), ...canvasesOf(place, inner))
  svg.append(body)
  return { svg, width, height }
}

/** A copy whose looks are attributes, so that it needs no style sheet and no inline style. */
function copyWithLooks(original: SVGSVGElement): SVGSVGElement {
  const copy = element('svg', {})
  copyInto(original, copy)
  return copy
}

function copyInto(from: Element, to: Element): void {
  for (const { name, value } of from.attributes) {
    if (!['class', 'style', 'role'].includes(name) && !name.startsWith('aria-') && !name.startsWith('data-'))
      to.setAttribute(name, value)
  }
  const style = getComputedStyle(from)
  for (const property of PROPERTIES) to.setAttribute(property, style.getPropertyValue(property))
  for (const child of from.childNodes) {
    if (child instanceof SVGElement) {
      if (child.hasAttribute('data-screen-only')) continue
      const copy = document.createElementNS(SVG, child.tagName)
      copyInto(child, copy)
      to.append(copy)
    } else if (child instanceof Text) {
      to.append(child.data)
    }
  }
}

function canvasesOf(place: HTMLElement, inner: DOMRect): SVGElement[] {
  return [...place.querySelectorAll('canvas')].map((canvas) => {
    const { left, top, width, height } = canvas.getBoundingClientRect()
    return element('image', { x: left - inner.left, y: top - inner.top, width, height, href: canvas.toDataURL() })
  })
}

function backgroundOf(place: HTMLElement): string {
  return getComputedStyle(place.ownerDocument.body).backgroundColor
}

function wrap(words: string, width: number): string[] {
  const lines: string[] = []
  for (const word of words.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim()
    if (lines.length > 0 && textWidth(longer, TITLE_SIZE, 600) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

function element<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  attributes: Record<string, string | number>,
): SVGElementTagNameMap[Name] {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) if (key !== 'xmlns') made.setAttribute(key, String(value))
  return made
}

function text(words: string, attributes: Record<string, string | number>): SVGTextElement {
  const made = element('text', attributes)
  made.textContent = words
  return made
}
