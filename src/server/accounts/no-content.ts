import { z } from 'zod'

/** The answer of a route that has done what was asked and has nothing to say. */
export const noContent = z.null().describe('Done; there is nothing to say.')
