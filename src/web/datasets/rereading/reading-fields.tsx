import { useQuery } from '@tanstack/react-query'
import type { ReadingOption } from '../../../shared/applicable-options.ts'
import type { Dataset } from '../../../shared/dataset.ts'
import { delimiterName, encodingName } from '../../../shared/format-facts.ts'
import type { ReadingOptions } from '../../../shared/reading-options.ts'
import type { FoundFormat, Receipt } from '../../../shared/receipt.ts'
import { tablesQuery } from '../page/file-tables.tsx'
import { ChoiceField } from './choice-field.tsx'
import { decideOption } from './decide-option.ts'
import { NullTextsField } from './null-texts-field.tsx'
import { readingChoices } from './reading-choices.ts'
import type { ReadingProblems } from './reading-problems.ts'
import { readCount, TypedField } from './typed-field.tsx'

export type FieldsProps = {
  options: ReadingOptions
  problems: ReadingProblems
  onChange: (options: ReadingOptions, field: string) => void
}

/** Every option that the file has, but for those of its columns: what was found, and what a person decides instead. */
export function ReadingFields({
  dataset,
  applicable,
  format,
  lines,
  options,
  problems,
  onChange,
}: FieldsProps & {
  dataset: Dataset
  applicable: readonly ReadingOption[]
  /** What is found under the options as they are. */
  format: FoundFormat
  lines: Receipt['lines']
}) {
  const { data: tables } = useQuery({
    ...tablesQuery(dataset.id, dataset.version),
    enabled: applicable.includes('table_index'),
  })
  const decide = <Option extends ReadingOption>(option: Option) => ({
    value: options[option],
    error: problems.get(option),
    onDecide: (value: ReadingOptions[Option] | undefined) => onChange(decideOption(options, option, value), option),
  })
  const found = (option: ReadingOption, text: string | null) =>
    options[option] === undefined ? (text ?? 'none') : undefined
  const has = (option: ReadingOption) => applicable.includes(option)
  const others = tables?.items ?? []
  return (
    <>
      {has('encoding') && (
        <ChoiceField
          label="Encoding"
          choices={readingChoices.encoding}
          found={found('encoding', format.encoding && encodingName(format.encoding))}
          {...decide('encoding')}
        />
      )}
      {has('delimiter') && (
        <ChoiceField
          label="Between the values"
          choices={readingChoices.delimiter}
          takesOther
          found={found('delimiter', format.delimiter && delimiterName(format.delimiter))}
          {...decide('delimiter')}
        />
      )}
      {has('quote') && (
        <ChoiceField
          label="Quotes around values"
          choices={readingChoices.quote}
          takesOther
          found={found('quote', format.quote)}
          {...decide('quote')}
        />
      )}
      {has('escape') && (
        <ChoiceField
          label="A quote within quotes is written with"
          choices={readingChoices.escape}
          takesOther
          found={found('escape', format.escape)}
          {...decide('escape')}
        />
      )}
      {has('comment') && (
        <ChoiceField
          label="Comment lines begin with"
          choices={readingChoices.comment}
          takesOther
          found={found('comment', format.comment)}
          {...decide('comment')}
        />
      )}
      {has('table_index') && others.length > 1 && (
        <ChoiceField
          label="Table of the file"
          choices={others.map(({ index, name }) => ({
            value: String(index),
            label: name ?? `Table ${index + 1}`,
          }))}
          value={options.table_index === undefined ? undefined : String(options.table_index)}
          error={problems.get('table_index')}
          onDecide={(index) =>
            onChange(
              decideOption(options, 'table_index', index === undefined ? undefined : Number(index)),
              'table_index',
            )
          }
        />
      )}
      {has('range') && (
        <TypedField
          label="Range of cells"
          hint="B3:H200"
          found={found('range', format.range)}
          write={String}
          read={(text) => text.trim().toUpperCase()}
          {...decide('range')}
        />
      )}
      {has('json_path') && (
        <TypedField
          label="Path to the rows"
          hint="$.data.items"
          found={found('json_path', format.json_path)}
          write={String}
          read={(text) => text.trim()}
          {...decide('json_path')}
        />
      )}
      {has('nested') && (
        <ChoiceField label="Objects within the records" choices={readingChoices.nested} {...decide('nested')} />
      )}
      {has('skip_rows') && (
        <TypedField
          label={lines === null ? 'Rows above the header' : 'Lines above the header'}
          hint="0"
          found={found('skip_rows', String(format.skipped_rows))}
          write={String}
          read={readCount}
          wrong="Type how many lines, such as 3."
          {...decide('skip_rows')}
        />
      )}
      {has('header_rows') && (
        <TypedField
          label="Rows of the header"
          hint="1"
          found={found('header_rows', String(format.header_rows))}
          write={String}
          read={readCount}
          wrong="Type how many rows, such as 1; 0 where the columns have no names."
          {...decide('header_rows')}
        />
      )}
      {has('footer_rows') && (
        <TypedField
          label="Rows below the last one"
          hint="0"
          found={lines === null ? undefined : found('footer_rows', String(lines.footer))}
          write={String}
          read={readCount}
          wrong="Type how many rows at the end are no data, such as 2."
          {...decide('footer_rows')}
        />
      )}
      {has('decimal') && <ChoiceField label="Decimal mark" choices={readingChoices.decimal} {...decide('decimal')} />}
      {has('thousands') && (
        <ChoiceField label="Thousands mark" choices={readingChoices.thousands} {...decide('thousands')} />
      )}
      {has('date_order') && (
        <ChoiceField label="Dates are written" choices={readingChoices.date_order} {...decide('date_order')} />
      )}
      {has('null_values') && <NullTextsField {...decide('null_values')} />}
    </>
  )
}
