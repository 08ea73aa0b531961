/** The files of a drop or a paste, folders opened, hidden files left out. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].filter((item) => item.kind === 'file').map((item) => item.webkitGetAsEntry?.())
  const plain = [...transfer.files]
  if (entries.length === 0 || entries.some((entry) => !entry)) return plain
  const found = await Promise.all(entries.map((entry) => filesBelow(entry as FileSystemEntry)))
  return found.flat()
}

async function filesBelow(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))]
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const children: FileSystemEntry[] = []
  while (true) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    children.push(...some.filter(({ name }) => !name.startsWith('.')))
  }
  return (await Promise.all(children.map(filesBelow))).flat()
}
