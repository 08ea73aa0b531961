import { useCallback, useState } from 'react'

/** A choice that this browser remembers; `fallback` while none was made. */
export const useStoredChoice = <T extends string>(
  key: string,
  choices: readonly T[],
  fallback: T,
): [T, (choice: T) => void] => {
  const name = `datalens.${key}`
  const [choice, setChoice] = useState<T | undefined>(() => choices.find((one) => one === localStorage.getItem(name)))
  const choose = useCallback(
    (next: T) => {
      localStorage.setItem(name, next)
      setChoice(next)
    },
    [name],
  )
  return [choice ?? fallback, choose]
}
