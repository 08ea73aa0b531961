import { type Command, CommanderError } from 'commander'

/** What a person asked of `datalens profile`. */
export type ProfileWishes = { html?: string; json?: string; reading?: string }

const wrongUsage = 2

/** `datalens profile`: what is in a file, without a server, a database or a home. */
export function addProfileCommand(program: Command): void {
  const command = program
    .command('profile')
    .description('say what is in a file; needs no server, and keeps nothing')
    .argument('<file>', 'a file of any format that DataLens reads, packed or not; - for the standard input')
    .option('--html <file>', 'write a report that opens in any browser, without a network')
    .option(
      '--json <file>',
      'write the profile and the receipt as JSON; - for the standard output, and nothing else there',
    )
    .option('--reading <json>', 'how to read the file where you decide it, as the API takes it: {"delimiter": ";"}')
    .addHelpText('after', helpText)
    .exitOverride((error) => {
      throw error.exitCode === 0 ? error : new CommanderError(wrongUsage, error.code, error.message)
    })
    .action(async (file: string, wishes: ProfileWishes) => {
      const { runProfile } = await import('./run-profile.ts')
      await runProfile(file, wishes, (reason) => command.error(`error: ${reason}`))
    })
}

const helpText = `
Examples:
  datalens profile visits.csv
  datalens profile visits.xlsx --html visits.html
  curl -s https://example.org/visits.csv.gz | datalens profile - --json - | jq .profile.alerts

Exit codes: 0 it was read, 1 it cannot be read (the reason is on the standard error), 2 wrong usage.
Colours are left out where NO_COLOR is set or the output is no terminal; COLUMNS says how wide it is.`
