import type { Plugin } from 'vite'

const otherLocale = /\/(react-aria|react-stately)\/dist\/private\/intl\/[a-z]+\/(?!en-US)[a-z]{2}-[A-Z]{2}\.m?js$/

/** Leaves the strings of the other thirty languages out of React Aria: the page is English. */
export function englishOnly(): Plugin {
  return {
    name: 'english-only',
    enforce: 'pre',
    load(id) {
      return otherLocale.test(id) ? 'export default {}' : null
    },
  }
}
