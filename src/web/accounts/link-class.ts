/** How links in the sentences of the sign-in pages look. */
export const linkClass = 'font-medium text-accent underline underline-offset-2'
