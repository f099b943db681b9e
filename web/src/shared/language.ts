import { createI18n } from 'vue-i18n'
import zh from 'messages:zh'
import type { Language } from './number'

const kKey = 'lianzhao.language'

export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages: { zh } as Record<string, typeof zh> })

/** Chinese is in the first bundle; English is fetched when it is asked for. */
export async function set_language(language: Language): Promise<void> {
  if (language === 'en' && !i18n.global.availableLocales.includes('en')) {
    i18n.global.setLocaleMessage('en', (await import('messages:en')).default)
  }
  i18n.global.locale.value = language
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  localStorage.setItem(kKey, language)
}

/** The user's choice, else the browser's language where it is English, else Chinese. */
export function first_language(): Language {
  const chosen = localStorage.getItem(kKey)
  if (chosen === 'zh' || chosen === 'en') return chosen
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh'
}
