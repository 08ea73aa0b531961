/** The months in English, German, French, Spanish, Italian, Portuguese and Dutch: in lower case, without accents. */
const names = [
  'january jan januar janner janvier janv enero ene gennaio genn gen janeiro januari',
  'february feb februar febr fevrier fevr fev febrero febbraio febb fevereiro februari',
  'march mar marz maerz mrz mars marzo marco maart mrt',
  'april apr avril avr abril abr aprile',
  'may mai mayo maggio mag maio mei',
  'june jun juni juin junio giugno giu junho',
  'july jul juli juillet juil julio luglio lug julho',
  'august aug aout agosto ago augustus',
  'september sep sept septembre septiembre set setiembre settembre sett setembro',
  'october oct oktober okt octobre octubre ottobre ott outubro out',
  'november nov novembre noviembre novembro',
  'december dec dezember dez decembre diciembre dic dicembre dezembro',
].map((line) => line.split(' '))

const numbers = `|${names.flatMap((line, index) => line.map((name) => `${name}=${String(index + 1).padStart(2, '0')}`)).join('|')}|`

/**
 * SQL of the number (`01` to `12`) of a month by its name, in lower case and without accents; null where it is none.
 */
export function monthNumberSql(name: string): string {
  const place = `instr('${numbers}', '|' || ${name} || '=')`
  return `CASE WHEN ${place} = 0 THEN NULL ELSE substr('${numbers}', ${place} + length(${name}) + 2, 2) END`
}
