import { useEffect, useState } from 'react'

/** Whether so much time has gone by since the component came into view. */
export const useElapsed = (milliseconds: number): boolean => {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), milliseconds)
    return () => clearTimeout(timer)
  }, [milliseconds])
  return isOver
}
