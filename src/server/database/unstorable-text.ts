const notInRepertoire = '22021'
const untranslatable = '22P05'

/** Whether PostgreSQL refused a text for a character that it cannot keep, which is NUL. */
export const isUnstorableText = (error: unknown): boolean => {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException
    if (code === notInRepertoire || code === untranslatable) return true
  }
  return false
}
