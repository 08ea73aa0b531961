import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  BrushCleaning,
  ChevronRight,
  Copy,
  EyeOff,
  ListFilter,
  PanelRight,
  Pin,
  PinOff,
  SquareDashedMousePointer,
  UnfoldHorizontal,
  X,
} from 'lucide-react'
import { Menu, SubmenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { classNames } from '../../ui/class-names.ts'
import { MenuItem, MenuSection, MenuSeparator, Menu as SubMenu } from '../../ui/menu.tsx'
import { popoverClass } from '../../ui/popover.tsx'
import { type DraftOp, draftOps, opNames, textOps } from '../steps/step-draft.ts'
import type { SortKey } from './sort-order.ts'
import type { TableColumn } from './table-column.ts'

/** What a press in the menu of a column asks for. */
export type ColumnAction =
  | 'sort-up'
  | 'sort-down'
  | 'sort-then'
  | 'unsort'
  | 'filter'
  | 'pin'
  | 'unpin'
  | 'left'
  | 'right'
  | 'fit'
  | 'hide'
  | 'copy-name'
  | 'select'
  | 'panel'

/** Everything that can be done with one column, at its head. */
export default function ColumnMenu({
  column,
  anchor,
  sort,
  isPinned,
  canMove,
  canHide,
  onAction,
  onClean,
  onClose,
}: {
  column: TableColumn
  anchor: Element
  sort: SortKey[]
  isPinned: boolean
  canMove: { left: boolean; right: boolean }
  canHide: boolean
  onAction: (action: ColumnAction) => void
  /** Begins a step for the column; undefined where nobody may. */
  onClean: ((op: DraftOp) => void) | undefined
  onClose: () => void
}) {
  const key = sort.find((sorted) => sorted.column === column.name)
  const closed = [
    ...(canMove.left ? [] : ['left']),
    ...(canMove.right ? [] : ['right']),
    ...(canHide ? [] : ['hide']),
    ...(key ? [key.descending ? 'sort-down' : 'sort-up'] : []),
  ]
  return (
    <Popover
      triggerRef={{ current: anchor }}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      offset={4}
      placement="bottom start"
      className={classNames(popoverClass, 'w-60')}
    >
      <Menu
        aria-label={column.name}
        autoFocus="first"
        disabledKeys={closed}
        onAction={(action) => onAction(action as ColumnAction)}
        onClose={onClose}
        className="max-h-[inherit] overflow-auto p-1 outline-none"
      >
        <MenuSection aria-label="Sort">
          <MenuItem id="sort-up" icon={<ArrowUp aria-hidden size={14} />}>
            Sort ascending
          </MenuItem>
          <MenuItem id="sort-down" icon={<ArrowDown aria-hidden size={14} />}>
            Sort descending
          </MenuItem>
          {sort.length > 0 && !key && (
            <MenuItem id="sort-then" icon={<ArrowUp aria-hidden size={14} />}>
              Then by this column
            </MenuItem>
          )}
          {key && (
            <MenuItem id="unsort" icon={<X aria-hidden size={14} />}>
              Sort no longer by it
            </MenuItem>
          )}
          <MenuItem id="filter" icon={<ListFilter aria-hidden size={14} />} keys="f">
            Filter by this column
          </MenuItem>
        </MenuSection>
        <MenuSeparator />
        <MenuSection aria-label="Place">
          <MenuItem
            id={isPinned ? 'unpin' : 'pin'}
            icon={isPinned ? <PinOff aria-hidden size={14} /> : <Pin aria-hidden size={14} />}
          >
            {isPinned ? 'Pin no longer' : 'Pin at the left'}
          </MenuItem>
          <MenuItem id="left" icon={<ArrowLeft aria-hidden size={14} />}>
            Move left
          </MenuItem>
          <MenuItem id="right" icon={<ArrowRight aria-hidden size={14} />}>
            Move right
          </MenuItem>
          <MenuItem id="fit" icon={<UnfoldHorizontal aria-hidden size={14} />}>
            Fit the width to its values
          </MenuItem>
          <MenuItem id="hide" icon={<EyeOff aria-hidden size={14} />}>
            Hide
          </MenuItem>
        </MenuSection>
        <MenuSeparator />
        {onClean && (
          <>
            <SubmenuTrigger>
              <MenuItem id="clean" icon={<BrushCleaning aria-hidden size={14} />} textValue="Clean and derive">
                <span className="flex items-center justify-between">
                  Clean and derive
                  <ChevronRight aria-hidden size={14} />
                </span>
              </MenuItem>
              <SubMenu
                label="Clean and derive"
                placement="right top"
                onAction={(op) => {
                  onClose()
                  onClean(op as DraftOp)
                }}
              >
                {draftOps
                  .filter((op) => column.kind === 'text' || !textOps.includes(op))
                  .map((op) => (
                    <MenuItem key={op} id={op}>
                      {opNames[op]}
                    </MenuItem>
                  ))}
              </SubMenu>
            </SubmenuTrigger>
            <MenuSeparator />
          </>
        )}
        <MenuSection aria-label="Take">
          <MenuItem id="copy-name" icon={<Copy aria-hidden size={14} />}>
            Copy its name
          </MenuItem>
          <MenuItem id="select" icon={<SquareDashedMousePointer aria-hidden size={14} />}>
            Select its cells
          </MenuItem>
          <MenuItem id="panel" icon={<PanelRight aria-hidden size={14} />} keys="i">
            Show in the column panel
          </MenuItem>
        </MenuSection>
      </Menu>
    </Popover>
  )
}
