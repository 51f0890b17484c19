/** As much of the package of that name as random programs use. */
export const z = {
  object: (rows: Readonly<Record<string, Validator>>) => schema(rows, () => true),
  string: () =>
    validator((value) => {
      if (typeof value !== 'string') throw new Error('no text');
      return value;
    }),
  stringbool: () =>
    validator((value) => {
      if (value === 'true' || value === 'false') return value === 'true';
      throw new Error('no answer');
    }),
};

type Check = (value: unknown) => unknown;

interface Validator {
  readonly check: Check;
  optional(): Validator;
  default(standard: unknown): Validator;
  transform(made: Check): Validator;
}

function validator(check: Check): Validator {
  return {
    check,
    optional: () => validator((value) => (value === undefined ? value : check(value))),
    default: (standard) => validator((value) => (value === undefined ? standard : check(value))),
    transform: (made) => validator((value) => made(check(value))),
  };
}

function schema(rows: Readonly<Record<string, Validator>>, isGood: (value: object) => boolean) {
  const parse = (given: Readonly<Record<string, unknown>>): object => {
    const value = Object.fromEntries(
      Object.entries(rows).map(([name, { check }]) => [name, check(given[name])]),
    );
    if (!isGood(value)) throw new Error('refused');
    return value;
  };
  return {
    parse,
    refine: (also: (value: object) => boolean) => schema(rows, (value) => isGood(value) && also(value)),
    safeParse(given: Readonly<Record<string, unknown>>) {
      try {
        return { success: true, data: parse(given) };
      } catch (error) {
        return { success: false, error };
      }
    },
  };
}
