import { createStore } from '../ui/create-store.ts'

/** The dataset whose SQL tab is to begin a new query, until it has. */
export const queryWish = createStore<string | undefined>(undefined)
