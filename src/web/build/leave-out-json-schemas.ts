import type { Plugin } from 'vite'

const makesJsonSchemas = /\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/
const exported = /^export (?:const|function) (\w+)|^export \{ \w+ as (\w+) \}/gm

/** Leaves out what makes JSON Schemas of zod's schemas, which every schema refers to: only the server describes its API. */
export function leaveOutJsonSchemas(): Plugin {
  return {
    name: 'leave-out-json-schemas',
    enforce: 'pre',
    transform(code, id) {
      if (!makesJsonSchemas.test(id)) return null
      const names = [...code.matchAll(exported)].map(([, name, alias]) => name ?? alias)
      const exports = names.map((name) => `leftOut as ${name}`).join(', ')
      return `const leftOut = () => () => { throw new Error('No JSON Schemas here.') }; export { ${exports} }`
    },
  }
}
