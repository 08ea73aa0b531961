/**
 * The header by which a client asks for status 504 where `query_timeout` has 408, and its only value. Browsers take a 408
 * on a connection that was used before for the end of that connection, and send the request again by themselves.
 */
export const timeoutStatus = { header: 'x-timeout-status', value: '504' } as const
