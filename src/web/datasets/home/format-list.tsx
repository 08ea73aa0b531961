const formats = ['CSV', 'TSV', 'Excel', 'JSON', 'NDJSON', 'Parquet']

export function FormatList() {
  return (
    <ul aria-label="Formats that can be read" className="flex flex-wrap justify-center gap-1.5">
      {formats.map((format) => (
        <li
          key={format}
          className="rounded-sm bg-surface px-2 py-0.5 font-mono text-12 text-text-2 shadow-[inset_0_0_0_1px_var(--color-hairline)]"
        >
          {format}
        </li>
      ))}
    </ul>
  )
}
