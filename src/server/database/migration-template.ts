import { TSMigrationGenerator } from '@mikro-orm/migrations'

/** One column or constraint of a CREATE TABLE per line. */
const spread = (sql: string) => {
  const table = /^(create table "[^"]+" )\((.*)\);$/s.exec(sql)
  if (!table) return sql
  const parts = table[2]?.split(/, (?=")|, (?=primary key)/) ?? []
  return `${table[1]}(\n${parts.map((part) => `      ${part}`).join(',\n')}\n    );`
}

const statement = (sql: string) =>
  sql === '' ? '' : `    this.addSql(\`${spread(sql).replace(/`|\\|\$(?=\{)/g, '\\$&')}\`)\n`

/** How a generated migration reads: an up and a down in our format. A person reads it before it is kept. */
export class MigrationTemplate extends TSMigrationGenerator {
  override generateMigrationFile(className: string, diff: { up: string[]; down: string[] }): string {
    return [
      "import { Migration } from '@mikro-orm/migrations'\n\n",
      `export class ${className} extends Migration {\n`,
      '  override up(): void {\n',
      ...diff.up.map(statement),
      '  }\n\n',
      '  override down(): void {\n',
      ...diff.down.map(statement),
      '  }\n}\n',
    ].join('')
  }
}
