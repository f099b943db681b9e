/** When the browser has nothing else to do; soon, where it cannot tell (Safari). */
export function in_idle_time(act: () => void) {
  if ('requestIdleCallback' in window) window.requestIdleCallback(act, { timeout: 200 })
  else setTimeout(act, 16)
}
