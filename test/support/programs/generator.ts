import type { FlagValue } from '../../../server/src/flags/model';
import { createRandom } from '../random';
import { type Context, UNKNOWNS } from './context';
import { wrappers } from './shapes';
import { StatementWriter } from './statements';
import { indent } from './text';

/** A random program around a flag, and how it is to be run. */
export interface Program {
  readonly text: string;
  readonly file: string;
  readonly keep: FlagValue;
  readonly isAsync: boolean;
}

const SETTINGS: FlagValue = {
  on: true,
  title: "it's",
  limit: 0,
  none: null,
  list: [1, 2],
  deep: { er: '', 'a-b': -1 },
};

/** A program finds hooks and what joins the names of classes in its surroundings, but says where they are from. */
export const IMPORTS = ["import { useState } from 'react';", "import classNames from 'classnames';"];

/** Writes a program around the flag `x`; the same seed gives the same program. */
export function generateProgram(seed: number): Program {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'js', 'ts', 'tsx', 'tsx'] as const);
  const answer = random.pick([
    ...Array<'boolean'>(15).fill('boolean'),
    ...Array<'variant'>(3).fill('variant'),
    'settings' as const,
    'settings' as const,
  ]);
  const isAsync = random.chance(0.25);
  const keep = {
    boolean: random.chance(0.5),
    variant: random.pick<FlagValue>(['blue', 'red', '', 0, null, 5, -1, 0.5]),
    settings: SETTINGS,
  }[answer];
  const writer = new StatementWriter(random, { dialect, isAsync, answer, hasSemicolons: random.chance(0.7) });
  let context: Context = {
    depth: 0,
    names: [...UNKNOWNS],
    assignable: [],
    flags: [],
    answers: [],
    promisers: [],
    loop: false,
    breakable: false,
    labels: [],
    isAsync,
    isGenerator: false,
  };
  const lines: string[] = [];
  while (random.chance(0.3)) {
    const { text, next } = wrappers(writer, context);
    lines.push(...text);
    context = next;
  }
  const body = writer.statements(context, 1 + random.below(4));
  lines.push(`${isAsync ? 'async ' : ''}function main() {`, ...indent(body), '}', '');
  const eol = random.chance(0.1) ? '\r\n' : '\n';
  const head = dialect === 'tsx' ? IMPORTS : [];
  const text = [...head, ...lines].join('\n').replaceAll('\n', eol);
  return {
    text: random.chance(0.05) ? `\ufeff${text}` : text,
    file: `src/program.${dialect}`,
    keep,
    isAsync,
  };
}
