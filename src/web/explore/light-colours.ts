import type { Colours } from '../charts/svg-document.ts'

/** The colours of the light theme as this page has them, whichever is shown. */
export const lightColours = (): Colours => {
  const known = new Map<string, ReturnType<Colours>>()
  return (token) => {
    const found = known.get(token) ?? readColour(token)
    known.set(token, found)
    return found
  }
}

const readColour = (token: string): ReturnType<Colours> => {
  const probe = document.createElement('span')
  probe.style.colorScheme = 'light'
  probe.style.color = `var(--color-${token})`
  document.body.append(probe)
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number)
  probe.remove()
  return [red, green, blue]
}
