export const root: string
export const runtime: string
export const quiet: string[]
export const serverFlags: string[]
export const environment: NodeJS.ProcessEnv
