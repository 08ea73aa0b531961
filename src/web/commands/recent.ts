const most = 20

const keyOf = (personId: string) => `datalens.commands.${personId}`

/** The ids of the commands that somebody used lately in this browser, the last one first. */
export function readRecent(personId: string): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(personId)) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

export function rememberCommand(personId: string, id: string): void {
  const recent = [id, ...readRecent(personId).filter((other) => other !== id)].slice(0, most)
  localStorage.setItem(keyOf(personId), JSON.stringify(recent))
}
