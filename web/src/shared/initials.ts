/**
 * First letters of the pinyin of a Chinese name, found through the browser's own sorting of Chinese by pinyin: the
 * letter whose first character does not come after. For search boxes, where "jl" should find 吉林.
 */
const kFirst: [string, string][] = [
  ['a', '阿'], ['b', '八'], ['c', '嚓'], ['d', '咑'], ['e', '妸'], ['f', '发'], ['g', '旮'], ['h', '哈'], ['j', '丌'],
  ['k', '咔'], ['l', '垃'], ['m', '妈'], ['n', '拏'], ['o', '噢'], ['p', '妑'], ['q', '七'], ['r', '呥'], ['s', '仨'],
  ['t', '他'], ['w', '屲'], ['x', '夕'], ['y', '丫'], ['z', '帀'],
]
const collator = new Intl.Collator('zh-Hans-CN-u-co-pinyin')

/** Places where the common reading of the character is not the one of the name. */
const kNames: Record<string, string> = { 重庆: 'cq', 长: 'c', 厦: 'x', 蚌: 'b', 亳: 'b', 莘: 's', 六安: 'la', 台州: 'tz' }

export function pinyin_initials(name: string): string {
  let rest = name
  let result = ''
  while (rest) {
    const known = Object.keys(kNames).find((key) => rest.startsWith(key))
    if (known) {
      result += kNames[known]
      rest = rest.slice(known.length)
      continue
    }
    const character = Array.from(rest)[0]!
    rest = rest.slice(character.length)
    if (/[a-z0-9]/i.test(character)) {
      result += character.toLowerCase()
      continue
    }
    if (!/\p{Script=Han}/u.test(character)) continue
    let letter = ''
    for (const [each, first] of kFirst) if (collator.compare(first, character) <= 0) letter = each
    result += letter
  }
  return result
}

/** Whether a typed text finds the name: part of the Chinese, of the Latin name, or the beginning of the initials. */
export function matches_name(query: string, name: string, latin = ''): boolean {
  const wanted = query.trim().toLowerCase().replace(/\s+/g, '')
  if (!wanted) return true
  if (name.toLowerCase().includes(wanted)) return true
  if (latin && latin.toLowerCase().replace(/[\s'’-]+/g, '').includes(wanted)) return true
  return /^[a-z0-9]+$/.test(wanted) && pinyin_initials(name).startsWith(wanted)
}
