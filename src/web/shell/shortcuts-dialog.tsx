import { useStore } from '../ui/create-store.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Switch } from '../ui/switch.tsx'
import { activeShortcuts, chooseSingleKeys, singleKeysOn } from './shortcuts.ts'

type KeyGroup = [title: string, keys: [keys: string, label: string][]]

/** What keys do where the focus is, in every table and editor. */
const whereTheFocusIs: KeyGroup[] = [
  [
    'In a table of rows',
    [
      ['← ↑ → ↓', 'Move; to the head of a column too'],
      ['Shift+Arrow', 'Select cells'],
      ['mod+A', 'Select all cells'],
      ['mod+C', 'Copy the values'],
      ['Enter', 'Open the cell, or sort by the column'],
      ['Alt+↓', 'What can be done with the column'],
      ['F2', 'Choose in the chart of the column'],
    ],
  ],
  [
    'In a list',
    [
      ['Space', 'Select'],
      ['Enter', 'Open'],
    ],
  ],
  [
    'In the SQL editor',
    [
      ['mod+Enter', 'Run'],
      ['Ctrl+Space', 'Complete'],
      ['Esc', 'Stop'],
      ['Esc Tab', 'Leave the editor'],
    ],
  ],
]

/** Lists what the keys do on this page. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const shortcuts = useStore(activeShortcuts)
  const on = useStore(singleKeysOn)
  const ofThisPage = [...Map.groupBy(shortcuts, ({ group }) => group)]
    .toReversed()
    .map(([group, entries]): KeyGroup => [group, entries.map(({ keys, label }) => [keys, label])])
  return (
    <Dialog title="Shortcuts" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      {[...ofThisPage, ...whereTheFocusIs].map(([group, entries]) => (
        <section key={group} className="mb-4">
          <h3 className="mb-1 text-12 font-medium text-text-2">{group}</h3>
          <dl className="divide-y divide-hairline border-y border-hairline">
            {entries.map(([keys, label]) => (
              <div key={keys} className="flex h-8 items-center justify-between gap-4 text-13">
                <dt className="text-text">{label}</dt>
                <dd>
                  <Kbd keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Switch isSelected={on} onChange={chooseSingleKeys}>
        Single keys act when no field has the focus
      </Switch>
    </Dialog>
  )
}
