import { useStore } from '../ui/create-store.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Switch } from '../ui/switch.tsx'
import { activeShortcuts, chooseSingleKeys, singleKeysOn } from './shortcuts.ts'

/** Lists what the keys do on this page. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const shortcuts = useStore(activeShortcuts)
  const on = useStore(singleKeysOn)
  const groups = Map.groupBy(shortcuts, ({ group }) => group)
  return (
    <Dialog title="Shortcuts" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      {[...groups].toReversed().map(([group, entries]) => (
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
