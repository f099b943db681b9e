export const kShortest = 10

/** Why the new password cannot be set yet, as a key of the messages; null where it can. The server has the last word. */
export function password_problem(old: string, next: string, again: string): 'short' | 'same' | 'differs' | null {
  if (Array.from(next).length < kShortest) return 'short'
  if (next === old) return 'same'
  return next === again ? null : 'differs'
}

/** A secret as people type it: in groups of four. */
export function in_groups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? ''
}
