/**
 * How many columns one statement reads at most. DuckDB holds two thousand values of each at once, in every thread and
 * again in the answer: a megabyte for ten columns of texts.
 */
export const columnsAtOnce = 500
