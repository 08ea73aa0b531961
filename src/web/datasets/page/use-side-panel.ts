import { useState } from 'react'
import { useStoredChoice } from './stored-choice.ts'

/** Whether a panel is open: beside the page as this browser remembers it, or as a sheet over a page that is too narrow. */
export const useSidePanel = (
  name: string,
  { isSheet, isOpenAtFirst }: { isSheet: boolean; isOpenAtFirst: boolean },
): [boolean, (isOpen: boolean) => void] => {
  const [choice, choose] = useStoredChoice(name, ['open', 'closed'], isOpenAtFirst ? 'open' : 'closed')
  const [isSheetOpen, setSheetOpen] = useState(false)
  if (isSheet) return [isSheetOpen, setSheetOpen]
  return [choice === 'open', (isOpen) => choose(isOpen ? 'open' : 'closed')]
}
