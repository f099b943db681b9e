import type { LocaleMessageValue, VueMessageType } from 'vue-i18n'

type Messages = Record<string, LocaleMessageValue<VueMessageType>>

/** Every message by its whole name. */
function flat(messages: Messages, prefix = '', into = new Map<string, string>()): Map<string, string> {
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') into.set(prefix + key, value)
    else if (value && typeof value === 'object' && !Array.isArray(value)) flat(value as Messages, `${prefix}${key}.`, into)
  }
  return into
}

/**
 * What the codes of a choice are called: by the first group of messages that has a word for each of them, one named
 * after the field before others (`project.stage_` for stage). Null where no group has them all: better all codes than
 * half of them.
 */
export function choice_words(codes: readonly string[], field: string, messages: Messages): string[] | null {
  const first = codes[0]
  if (first === undefined) return null
  const all = flat(messages)
  const groups = [...all.keys()].filter((key) => key.endsWith(`_${first}`) || key.endsWith(`.${first}`)).map((key) => key.slice(0, -first.length)).filter((group) => codes.every((code) => all.has(group + code)))
  const own = field.split('.').at(-1)!
  const group = groups.find((each) => each.endsWith(`${own}_`) || each.endsWith(`${own}.`)) ?? groups[0]
  return group === undefined ? null : codes.map((code) => all.get(group + code)!)
}
