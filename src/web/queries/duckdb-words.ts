/** Words that a name needs quotes to be: all that DuckDB reserves, everywhere or as names of columns, types or functions. */
const quoted =
  'all analyse analyze and anti any array as asc asof asymmetric at authorization between bigint binary bit boolean both by case cast char character check coalesce collate collation column columns concurrently constraint create cross dec decimal default deferrable desc describe distinct do else end except exists extract false fetch float for foreign freeze from full generated glob group grouping grouping_id having ilike in initially inner inout int integer intersect interval into is isnull join lambda lateral leading left like limit map national natural nchar none not notnull null nullif numeric offset on only or order out outer overlaps overlay pivot pivot_longer pivot_wider placing position positional precision primary qualify real references returning right row select semi setof show similar smallint some struct substring summarize symmetric table tablesample then time timestamp to trailing treat trim true try_cast union unique unpack unpivot using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable'

export const quotedWords: ReadonlySet<string> = new Set(quoted.split(' '))

/** What a SELECT is written with, as the completion offers it. */
export const keywords =
  'SELECT|DISTINCT|FROM|WHERE|GROUP BY|GROUP BY ALL|HAVING|ORDER BY|ORDER BY ALL|LIMIT|OFFSET|QUALIFY|WITH|WITH RECURSIVE|AS|ON|USING|JOIN|LEFT JOIN|RIGHT JOIN|FULL JOIN|CROSS JOIN|SEMI JOIN|ANTI JOIN|ASOF JOIN|POSITIONAL JOIN|UNION ALL|UNION BY NAME|INTERSECT|EXCEPT|EXCLUDE|REPLACE|PIVOT|UNPIVOT|TABLESAMPLE|CASE|WHEN|THEN|ELSE|END|AND|OR|NOT|IN|IS NULL|IS NOT NULL|IS DISTINCT FROM|BETWEEN|LIKE|ILIKE|SIMILAR TO|GLOB|EXISTS|ANY|ALL|ASC|DESC|NULLS FIRST|NULLS LAST|OVER|PARTITION BY|ROWS BETWEEN|RANGE BETWEEN|UNBOUNDED PRECEDING|CURRENT ROW|FILTER|WITHIN GROUP|INTERVAL|DATE|TIMESTAMP|TRUE|FALSE|NULL|VALUES|LATERAL|SUMMARIZE'.split(
    '|',
  )

export const types =
  'VARCHAR BIGINT INTEGER SMALLINT TINYINT HUGEINT UBIGINT DOUBLE FLOAT DECIMAL BOOLEAN DATE TIME TIMESTAMP TIMESTAMPTZ INTERVAL UUID BLOB JSON'.split(
    ' ',
  )

/** The functions that questions to a table are made of, with what they take. */
export const functions = [
  ...['count(*)', 'sum(x)', 'avg(x)', 'min(x)', 'max(x)', 'median(x)', 'mode(x)', 'quantile_cont(x, 0.5)'],
  ...['quantile_disc(x, 0.5)', 'stddev(x)', 'stddev_pop(x)', 'variance(x)', 'var_pop(x)', 'mad(x)', 'skewness(x)'],
  ...['kurtosis(x)', 'entropy(x)', 'corr(y, x)', 'covar_samp(y, x)', 'regr_slope(y, x)', 'regr_intercept(y, x)'],
  ...['regr_r2(y, x)', 'approx_count_distinct(x)', 'approx_quantile(x, 0.5)', 'approx_top_k(x, k)', 'histogram(x)'],
  ...['first(x)', 'last(x)', 'any_value(x)', 'arg_min(x, by)', 'arg_max(x, by)', 'list(x)', 'string_agg(x, separator)'],
  ...['bool_and(x)', 'bool_or(x)', 'count_if(condition)', 'product(x)', 'bit_and(x)', 'bit_or(x)', 'geomean(x)'],
  ...['row_number()', 'rank()', 'dense_rank()', 'percent_rank()', 'cume_dist()', 'ntile(n)', 'lag(x, n)', 'lead(x, n)'],
  ...['first_value(x)', 'last_value(x)', 'nth_value(x, n)'],
  ...['abs(x)', 'ceil(x)', 'floor(x)', 'round(x, digits)', 'trunc(x)', 'sign(x)', 'sqrt(x)', 'cbrt(x)', 'exp(x)'],
  ...['ln(x)', 'log10(x)', 'log2(x)', 'pow(x, y)', 'greatest(a, b)', 'least(a, b)', 'mod(x, y)', 'pi()', 'sin(x)'],
  ...['cos(x)', 'tan(x)', 'asin(x)', 'acos(x)', 'atan(x)', 'atan2(y, x)', 'degrees(x)', 'radians(x)', 'random()'],
  ...['isnan(x)', 'isinf(x)', 'isfinite(x)', 'gcd(a, b)', 'lcm(a, b)', 'factorial(n)', 'even(x)', 'bit_count(x)'],
  ...[
    'length(text)',
    'lower(text)',
    'upper(text)',
    'trim(text)',
    'ltrim(text)',
    'rtrim(text)',
    'replace(text, from, to)',
  ],
  ...[
    'concat(a, b)',
    'concat_ws(separator, a, b)',
    'left(text, n)',
    'right(text, n)',
    'substring(text, start, length)',
  ],
  ...['split_part(text, separator, n)', 'string_split(text, separator)', 'contains(text, part)'],
  ...['starts_with(text, start)', 'ends_with(text, end)', 'strpos(text, part)', 'repeat(text, n)', 'reverse(text)'],
  ...[
    'lpad(text, n, with)',
    'rpad(text, n, with)',
    'regexp_matches(text, pattern)',
    'regexp_extract(text, pattern, group)',
  ],
  ...['regexp_extract_all(text, pattern)', 'regexp_replace(text, pattern, to)', 'regexp_split_to_array(text, pattern)'],
  ...['levenshtein(a, b)', 'jaro_winkler_similarity(a, b)', 'strip_accents(text)', 'format(text, value)', 'md5(text)'],
  ...['printf(text, value)', 'unicode(text)', 'chr(code)', 'hash(x)', 'sha256(text)', 'translate(text, from, to)'],
  ...['date_trunc(part, moment)', 'date_part(part, moment)', 'date_diff(part, from, to)', 'date_add(date, interval)'],
  ...[
    'date_sub(part, from, to)',
    'year(date)',
    'quarter(date)',
    'month(date)',
    'week(date)',
    'day(date)',
    'hour(moment)',
  ],
  ...['minute(moment)', 'second(moment)', 'dayofweek(date)', 'isodow(date)', 'dayofyear(date)', 'dayname(date)'],
  ...['monthname(date)', 'last_day(date)', 'make_date(year, month, day)', 'make_timestamp(us)', 'epoch(moment)'],
  ...['epoch_ms(ms)', 'to_timestamp(seconds)', 'strftime(moment, format)', 'strptime(text, format)', 'age(to, from)'],
  ...['try_strptime(text, format)', 'time_bucket(width, moment)', 'today()', 'now()', 'current_date', 'to_days(n)'],
  ...['generate_series(from, to, step)', 'range(from, to, step)', 'unnest(list)'],
  ...['coalesce(a, b)', 'nullif(a, b)', 'ifnull(a, b)', 'if(condition, a, b)', 'typeof(x)', 'try_cast(x AS type)'],
  ...['cast(x AS type)', 'extract(part FROM moment)', 'try(x)', 'error(text)'],
  ...[
    'list_contains(list, x)',
    'list_transform(list, lambda x: x)',
    'list_filter(list, lambda x: x > 0)',
    'list_sum(list)',
  ],
  ...[
    'list_avg(list)',
    'list_min(list)',
    'list_max(list)',
    'list_sort(list)',
    'list_distinct(list)',
    'list_slice(list, a, b)',
  ],
  ...[
    'list_extract(list, n)',
    'list_aggregate(list, name)',
    'len(list)',
    'flatten(list)',
    'array_to_string(list, separator)',
  ],
  ...[
    'struct_extract(struct, name)',
    'struct_pack(name := x)',
    'map_keys(map)',
    'map_values(map)',
    'map_extract(map, key)',
  ],
  ...['json_extract(json, path)', 'json_extract_string(json, path)', 'json_array_length(json)', 'json_keys(json)'],
  ...['json_type(json)', 'json_valid(text)', 'to_json(x)'],
]
