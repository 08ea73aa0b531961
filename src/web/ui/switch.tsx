import { type SwitchProps as AriaProps, Switch as AriaSwitch } from 'react-aria-components/Switch'
import { classNames } from './class-names.ts'

export function Switch({
  children,
  ...props
}: Omit<AriaProps, 'className' | 'children'> & { children: React.ReactNode }) {
  return (
    <AriaSwitch {...props} className="group inline-flex min-h-6 items-center gap-3 text-13 text-text">
      {({ isSelected }) => (
        <>
          <span
            className={classNames(
              'h-[18px] w-8 shrink-0 rounded-full p-[3px] transition-colors group-data-focus-visible:outline-2 group-data-focus-visible:outline-accent group-data-focus-visible:outline-offset-2',
              isSelected ? 'bg-accent' : 'bg-control',
            )}
          >
            <span
              className={classNames(
                'block size-3 rounded-full bg-surface transition-transform',
                isSelected && 'translate-x-[14px]',
              )}
            />
          </span>
          {children}
        </>
      )}
    </AriaSwitch>
  )
}
