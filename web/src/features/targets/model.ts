import type { Contribution } from '@/api/calls'
import type { Language } from '@/shared/number'
import { format_money, format_number, format_ratio, format_share } from '@/shared/number'

/** Four colours that stay apart for colour-blind eyes and differ in lightness (after Okabe and Ito). */
export const kCriterionColour: Record<Contribution['criterion'], string> = {
  investment_intensity: '#14507a',
  output_efficiency: '#7a5195',
  technology: '#3b9ab2',
  chain_tie: '#d8a24a',
}
export const kCriteria = Object.keys(kCriterionColour) as Contribution['criterion'][]

export function contribution_value(each: Contribution, language: Language): string {
  switch (each.unit) {
    case 'fen': return format_money(each.value, language)
    case 'share': return format_share(each.value, language)
    case 'z_score': return format_ratio(each.value, language)
    default: return format_number(each.value, language, 2)
  }
}

/** Σ of all parts, what is unknown counting as the middle: has to be the score. */
export function points_sum(contributions: readonly Contribution[]): number {
  return contributions.reduce((sum, each) => sum + each.points, 0)
}
