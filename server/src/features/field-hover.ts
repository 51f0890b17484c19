import { pathAt } from '../flags/cursor';
import { fieldNames } from '../flags/field-names';
import { FLAG_TYPES, OPERATORS } from '../flags/model';
import {
  canonicalName,
  type FieldSpec,
  OPERATOR_DESCRIPTIONS,
  RULE_FIELDS,
  SCHEDULE_FIELDS,
  TYPE_DESCRIPTIONS,
} from '../flags/schema';
import { parseJson } from '../text/json';
import { contains } from '../text/span';
import { parseYaml } from '../text/yaml';
import { flagFileOptions } from '../workspace/config';
import type { Snapshot } from '../workspace/snapshot';
import type { Hover } from './hover';
import { codeBlock, oneLine, shorten, toMarkdown, toPlainText } from './text';

/** What a field of a flag does, with an example; on a type or an operator, what that one means. */
export function fieldHover(
  snapshot: Snapshot,
  path: string,
  text: string,
  offset: number,
): Hover | undefined {
  const file = snapshot.flagFiles.get(path);
  if (!file) return undefined;
  const place = pathAt((file.syntax === 'json' ? parseJson : parseYaml)(text), offset);
  const flag = place && file.flags.find(({ span }) => contains(span, place.span));
  if (!place || !flag) return undefined;
  // Of the way from the root, what lies in the entry.
  const steps = place.steps.filter(
    ({ span }) =>
      contains(flag.span, span) && !(span.start === flag.span.start && span.end === flag.span.end),
  );
  const own = steps.filter(({ name }) => name !== undefined).map(({ name }) => name!);
  const names = file.service === undefined ? own : own[0] === 'metadata' ? own.slice(1) : [];
  const [first, second] = names;
  const meaning =
    first === undefined ? undefined : fieldNames(flagFileOptions(snapshot.config, path)).meaningOf(first);
  if (first === undefined || !meaning) return undefined;
  const inner =
    second === undefined
      ? undefined
      : [...RULE_FIELDS, ...SCHEDULE_FIELDS].find(({ name }) => name === second);
  if (second !== undefined && !inner) return undefined;
  const spec = inner ?? meaning.spec;
  if (place.isKey) return describe(place.span, spec, inner ? second! : first);
  const word = text.slice(place.span.start, place.span.end);
  const type = spec.kind === 'type' ? FLAG_TYPES.find((one) => one === word) : undefined;
  const operator = spec.kind === 'operator' ? OPERATORS.find((one) => one === word) : undefined;
  const sentence = type ? TYPE_DESCRIPTIONS[type] : operator ? OPERATOR_DESCRIPTIONS[operator] : undefined;
  if (sentence === undefined) return undefined;
  const rich = [{ code: word }, `: ${sentence}`];
  return { span: place.span, markdown: toMarkdown(rich), plainText: toPlainText(rich) };
}

function describe(span: Hover['span'], spec: FieldSpec, name: string): Hover {
  const isMapped = name !== spec.name;
  const own = isMapped ? [` (this project's name for `, { code: canonicalName(spec) }, ')'] : [];
  const rich = [{ code: name }, ...own, `: ${spec.description}`];
  const example = isMapped ? spec.example.replace(spec.name, () => shorten(oneLine(name))) : spec.example;
  return {
    span,
    markdown: `${toMarkdown(rich)}\n\n${codeBlock('yaml', example)}`,
    plainText: `${toPlainText(rich)}\nExample: ${example}`,
  };
}
