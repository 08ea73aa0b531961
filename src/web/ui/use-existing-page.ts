import { useEffect } from 'react'

/** Leads to the last page there is when a list has become shorter than the address says; `total` is null while unknown. */
export function useExistingPage(
  { page, pageSize, total }: { page: number; pageSize: number; total: number | null },
  goTo: (page: number) => void,
): void {
  const lastPage = Math.max(1, Math.ceil((total ?? 0) / pageSize))
  const isBeyond = total !== null && page > lastPage
  // biome-ignore lint/correctness/useExhaustiveDependencies: who leads there may be another function each time
  useEffect(() => {
    if (isBeyond) goTo(lastPage)
  }, [isBeyond, lastPage])
}
