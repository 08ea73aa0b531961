import { useStore } from '../ui/create-store.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Switch } from '../ui/switch.tsx'
import { activeShortcuts, chooseSingleKeys, type Shortcut, singleKeysOn } from './shortcuts.ts'

/** What keys do where the focus is, in every table and editor. */
const whereTheFocusIs: Shortcut[] = [
  { group: 'In a table of rows', keys: '← ↑ → ↓', label: 'Move; to the head of a column too' },
  { group: 'In a table of rows', keys: 'Shift+Arrow', label: 'Select cells' },
  { group: 'In a table of rows', keys: 'mod+A', label: 'Select all cells' },
  { group: 'In a table of rows', keys: 'mod+C', label: 'Copy the values' },
  { group: 'In a table of rows', keys: 'Enter', label: 'Open the cell, or sort by the column' },
  { group: 'In a table of rows', keys: 'Alt+↓', label: 'What can be done with the column' },
  { group: 'In a table of rows', keys: 'F2', label: 'Choose in the chart of the column' },
  { group: 'In a list', keys: 'Space', label: 'Select' },
  { group: 'In a list', keys: 'Enter', label: 'Open' },
  { group: 'In the SQL editor', keys: 'mod+Enter', label: 'Run' },
  { group: 'In the SQL editor', keys: 'Ctrl+Space', label: 'Complete' },
  { group: 'In the SQL editor', keys: 'Esc', label: 'Stop' },
  { group: 'In the SQL editor', keys: 'Esc Tab', label: 'Leave the editor' },
]

/** Lists what the keys do on this page. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const shortcuts = useStore(activeShortcuts)
  const on = useStore(singleKeysOn)
  const groups = [
    ...[...Map.groupBy(shortcuts, ({ group }) => group)].toReversed(),
    ...Map.groupBy(whereTheFocusIs, ({ group }) => group),
  ]
  return (
    <Dialog title="Shortcuts" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      {groups.map(([group, entries]) => (
        <section key={group} className="mb-4">
          <h3 className="mb-1 text-12 font-medium text-text-2">{group}</h3>
          <dl className="divide-y divide-hairline border-y border-hairline">
            {entries.map(({ keys, label }) => (
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
