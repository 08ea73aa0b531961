import { Search, X } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Input } from 'react-aria-components/Input'
import { type SearchFieldProps as AriaProps, SearchField as AriaSearchField } from 'react-aria-components/SearchField'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'
import { inputClass } from './text-field.tsx'

export type SearchFieldProps = Omit<AriaProps, 'className' | 'children' | 'aria-label'> & {
  label: string
  placeholder?: string
  /** The key that jumps here, shown while the field is empty. */
  keys?: string
  inputRef?: React.Ref<HTMLInputElement>
  className?: string
}

export function SearchField({ label, placeholder, keys, inputRef, className, ...props }: SearchFieldProps) {
  return (
    <AriaSearchField {...props} aria-label={label} className={classNames('group relative', className)}>
      <Search
        aria-hidden
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-3"
      />
      <Input
        {...(inputRef ? { ref: inputRef } : {})}
        placeholder={placeholder ?? label}
        className={classNames(inputClass, 'h-8 pr-8 pl-8 text-13 [&::-webkit-search-cancel-button]:hidden')}
      />
      {keys && (
        <span aria-hidden className="absolute inset-y-0 right-2 hidden items-center group-data-empty:wide:flex">
          <Kbd keys={keys} />
        </span>
      )}
      <Button
        aria-label="Clear search"
        className="absolute top-1 right-1 grid size-6 place-items-center rounded-sm text-text-3 group-data-empty:hidden data-hovered:bg-hover data-hovered:text-text"
      >
        <X aria-hidden size={14} />
      </Button>
    </AriaSearchField>
  )
}
