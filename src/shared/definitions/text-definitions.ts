import { sqlName, sqlText } from './sql-subject.ts'
import { overAll, type StatisticDefinition } from './statistic-definition.ts'

const space = '[\\s\\p{Z}\\x{FEFF}\\x{0B}]'

/** What is said of texts, and of the length of what is nested. */
export const textDefinitions = {
  empty_count: {
    label: 'Empty',
    meaning: 'How many values are the empty text, which is a value and not null.',
    formula: '|{i : |xᵢ| = 0}|',
    sql: overAll(({ text }) => `count(*) FILTER (WHERE ${text} = '')`),
  },
  blank_count: {
    label: 'Blank',
    meaning: 'How many values hold nothing but white space, at least one character of it.',
    formula: '|{i : xᵢ is only white space, |xᵢ| > 0}|',
    sql: overAll(({ text }) => `count(*) FILTER (WHERE regexp_full_match(${text}, '[\\s\\p{Z}]+'))`),
  },
  padded_count: {
    label: 'Padded',
    meaning: 'How many values begin or end with white space and are not blank.',
    formula: '|{i : trim(xᵢ) ≠ xᵢ, trim(xᵢ) ≠ “”}|',
    sql: overAll(
      ({ text }) =>
        `count(*) FILTER (WHERE regexp_matches(${text}, '^${space}|${space}$') AND NOT regexp_full_match(${text}, '${space}*'))`,
    ),
  },
  min_length: {
    label: 'Shortest',
    meaning: 'The length of the shortest value: characters of a text (Unicode code points), items of what is nested.',
    formula: 'min |xᵢ|',
    sql: overAll(({ length }) => `min(${length})`),
  },
  max_length: {
    label: 'Longest',
    meaning: 'The length of the longest value: characters of a text (Unicode code points), items of what is nested.',
    formula: 'max |xᵢ|',
    sql: overAll(({ length }) => `max(${length})`),
  },
  median_length: {
    label: 'Median length',
    meaning: 'Half of the texts are shorter, half longer, in characters (Unicode code points).',
    formula: 'median |xᵢ|',
    sql: overAll(({ length }) => `median(${length})`),
  },
  mean_length: {
    label: 'Mean length',
    meaning: 'The mean length of the values: characters of a text (Unicode code points), items of what is nested.',
    formula: 'Σ |xᵢ| ∕ n',
    sql: overAll(({ length }) => `avg(${length})`),
  },
  patterns: {
    label: 'Shapes',
    meaning:
      'How the values look: A for an upper-case letter, a for another letter, 9 for a digit, everything else as it is, up to 32 characters.',
    formula: 'count per shape, largest first',
    sql: ({ text, column }) =>
      `SELECT regexp_replace(regexp_replace(regexp_replace(left(${text}, 32), '\\p{Nd}', '9', 'g'), '\\p{Lu}', 'A', 'g'), '[\\p{Ll}\\p{Lt}\\p{Lm}\\p{Lo}]', 'a', 'g') || CASE WHEN length(${text}) > 32 THEN '…' ELSE '' END AS shape, count(*) AS rows FROM data WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10`,
  },
  variants: {
    label: 'Spellings',
    meaning:
      'Values that differ only in letter case, width or white space, or are a state or country and its code, and are likely to mean the same.',
    formula: 'rows with each spelling beside the most frequent one',
    sql: ({ profile, text }) => {
      const spellings = profile.variants.flatMap((group) => group.spellings.map(({ value }) => sqlText(value)))
      return `SELECT ${text}, count(*) AS rows FROM data WHERE ${text} IN (${spellings.join(', ')}) GROUP BY 1 ORDER BY 2 DESC, 1`
    },
  },
  damage: {
    label: 'Signs of a wrong encoding',
    meaning: 'What letters look like when a file is read in another encoding than it was written in.',
    formula: 'rows that hold each sign',
    sql: ({ profile, text }) =>
      `SELECT ${profile.damage.map(({ value }) => `count(*) FILTER (WHERE contains(${text}, ${sqlText(value)})) AS ${sqlName(value)}`).join(', ')} FROM data`,
  },
} satisfies Record<string, StatisticDefinition>
