/** A piece of a text; with an address when it is one, told by its host. */
export interface Piece { text: string; address?: string }

/**
 * Cuts a text at the addresses in it, so that what was noted as "a law (https://…) art. 3" can be opened. An address ends
 * where white space, Chinese or a closing bracket begins.
 */
export function with_links(text: string): Piece[] {
  return text.split(/(https?:\/\/[^\s\p{Script=Han}（），；。、)]+)/u).filter(Boolean).map((piece) => {
    const address = /^https?:/.test(piece) && URL.canParse(piece) ? piece : undefined
    return address ? { text: new URL(address).host, address } : { text: piece }
  })
}
