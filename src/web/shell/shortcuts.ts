import { createContext, useContext, useEffect, useRef } from 'react'
import { paletteOpen } from '../commands/palette-open.ts'
import { createStore } from '../ui/create-store.ts'

export type Shortcut = {
  /** `g d` is a sequence, `mod+k` a chord with Ctrl (Cmd on Apple systems). */
  keys: string
  /** What it does, as the list of shortcuts says it. */
  label: string
  group: string
}

type Entry = Shortcut & { run: () => void }

const entries = createStore<readonly Entry[]>([])
const storageKey = 'datalens.shortcuts'
const sequenceMs = 1200

/** Whether single keys act; chords with Ctrl or Cmd always do. */
export const singleKeysOn = createStore(
  typeof localStorage === 'undefined' || localStorage.getItem(storageKey) !== 'off',
)

export function chooseSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, 'off')
  singleKeysOn.set(on)
}

/** The shortcuts that act now, as the components in view registered them. */
export const activeShortcuts = entries

/** Whether the shortcuts of what is inside act: not those of a part that is kept out of view. */
export const ShortcutScope = createContext(true)

/** Makes `keys` run `run` while the component is in view and no field has the focus; without `run` they do nothing. */
export function useShortcut(keys: string, label: string, run: (() => void) | undefined, group = 'This page'): void {
  const latest = useRef(run)
  latest.current = run
  const isActive = useContext(ShortcutScope) && run !== undefined
  useEffect(() => {
    if (!isActive) return
    const entry: Entry = { keys, label, group, run: () => latest.current?.() }
    entries.set((now) => [...now, entry])
    return () => entries.set((now) => now.filter((other) => other !== entry))
  }, [keys, label, group, isActive])
}

/** Listens for the whole page. */
export function listenForShortcuts(): () => void {
  let pressed: string[] = []
  let pressedAt = 0
  const listen = (event: KeyboardEvent) => {
    // The palette may still be on its way.
    if (event.defaultPrevented || event.isComposing || event.repeat || paletteOpen.get()) return
    const chord = event.ctrlKey || event.metaKey
    if (event.altKey || ['Shift', 'Control', 'Meta', 'Alt'].includes(event.key)) return
    if (!chord && (!singleKeysOn.get() || isTaken(event.target))) return
    if (
      document.querySelector(
        '[role=dialog][data-rac], [role=alertdialog][data-rac], [role=menu], [role=listbox][data-rac]',
      )
    ) {
      return
    }
    const key = chord ? `mod+${event.key.toLowerCase()}` : event.key
    if (event.timeStamp - pressedAt > sequenceMs) pressed = []
    pressedAt = event.timeStamp
    const match = matchKeys(
      entries.get().map((entry) => entry.keys),
      [...pressed, key],
    )
    pressed = match.pending
    const entry = match.found === undefined ? undefined : entries.get().findLast((other) => other.keys === match.found)
    if (!entry) return
    event.preventDefault()
    entry.run()
  }
  addEventListener('keydown', listen)
  return () => removeEventListener('keydown', listen)
}

/** Which of `all` the pressed keys complete, and what may still become a sequence. */
export function matchKeys(all: readonly string[], pressed: string[]): { found?: string; pending: string[] } {
  for (let from = 0; from < pressed.length; from += 1) {
    const typed = pressed.slice(from).join(' ')
    if (all.includes(typed)) return { found: typed, pending: [] }
    if (all.some((keys) => keys.startsWith(`${typed} `))) return { pending: pressed.slice(from) }
  }
  return { pending: [] }
}

function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable || target.closest('input:not([type=checkbox]), textarea, select, [role=textbox]') !== null
  )
}
