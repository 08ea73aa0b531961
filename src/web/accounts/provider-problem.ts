const sentences: Record<string, string> = {
  unreachable: 'cannot be reached at this moment. Sign in with your password, or try again in a few minutes.',
  denied: 'did not let you in, or you turned back. Nothing was changed.',
  expired: 'took too long to answer, or answered another browser window. Try once more.',
  unverified: 'does not vouch for your e-mail address, so it cannot be matched with an account here.',
  unknown: 'knows you, but you have no account here. Ask an administrator for one.',
  inactive: 'knows you, but your account here is deactivated. An administrator can activate it again.',
  refused: 'gave an answer that cannot be trusted. Try once more, and tell an administrator if it happens again.',
}

/** What to tell somebody whom the sign-in provider did not bring in; null for a code that nobody sent. */
export function providerProblem(code: string | undefined, provider: string): string | null {
  const sentence = code === undefined ? undefined : sentences[code]
  return sentence ? `${provider} ${sentence}` : null
}
