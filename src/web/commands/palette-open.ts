import { createStore } from '../ui/create-store.ts'

/** Whether the command palette is in view. */
export const paletteOpen = createStore(false)
