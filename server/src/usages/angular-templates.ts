import ts from 'typescript';
import { span } from '../text/span';
import type { AddRead } from './lookups';
import { originOf } from './origins';
import { nameText } from './property-names';
import { VALUE } from './results';
import type { Scopes } from './scope';
import { unwrap } from './unwrap';

/** The structural directives of `@openfeature/angular-sdk`, whose value is the key and then options. */
const DIRECTIVES = new Set([
  '*booleanFeatureFlag',
  '*stringFeatureFlag',
  '*numberFeatureFlag',
  '*objectFeatureFlag',
]);

/**
 * The reads in the template of an Angular component, where it is written in the component's decorator:
 * `*booleanFeatureFlag="'dark'; default: false"`.
 */
export function addTemplateReads(call: ts.CallExpression, path: string, scopes: Scopes, add: AddRead): void {
  const [options] = call.arguments;
  const { expression } = call;
  if (!options || !ts.isIdentifier(expression) || expression.text !== 'Component') return;
  if (!ts.isObjectLiteralExpression(options) || originOf(expression, scopes)?.module !== '@angular/core')
    return;
  for (const property of options.properties) {
    if (!ts.isPropertyAssignment(property) || nameText(property.name) !== 'template') continue;
    const node = unwrap(property.initializer);
    // With an escape in it, a text's places are not the source's.
    if (!ts.isStringLiteralLike(node) || node.getText().slice(1, -1) !== node.text) continue;
    for (const { name, value, at } of attributesIn(node.text)) {
      const key = DIRECTIVES.has(name) ? firstText(value) : undefined;
      if (!key) continue;
      const from = node.getStart() + 1 + at + key.at;
      const place = span(from, from + key.text.length);
      add(node, {
        span: place,
        shape: 'call',
        key: { kind: 'string', value: key.text, at: { file: path, span: place } },
        reader: {
          callee: { kind: 'unresolved', name: name.slice(1) },
          namedForFlags: false,
          known: true,
        },
        result: VALUE,
        isPart: true,
        opaque: 'a template decides what is shown',
      });
    }
  }
}

interface Attribute {
  readonly name: string;
  readonly value: string;
  /** Where the value begins. */
  readonly at: number;
}

/** The attributes of the tags in a piece of HTML; what stands in comments is none. */
function attributesIn(html: string): Attribute[] {
  const found: Attribute[] = [];
  let i = 0;
  const isBlank = (): boolean => i < html.length && ' \t\r\n\f/'.includes(html[i]!);
  const name = (): string => {
    const from = i;
    while (i < html.length && !' \t\r\n\f/>='.includes(html[i]!)) i++;
    return html.slice(from, i);
  };
  const value = (): { value: string; at: number } => {
    const quote = html[i] === '"' || html[i] === "'" ? html[i]! : undefined;
    if (quote === undefined) {
      const at = i;
      return { value: name(), at };
    }
    const at = i + 1;
    const end = html.indexOf(quote, at);
    i = end < 0 ? html.length : end + 1;
    return { value: html.slice(at, end < 0 ? html.length : end), at };
  };
  while (i < html.length) {
    if (html.startsWith('<!--', i)) {
      const end = html.indexOf('-->', i + 4);
      i = end < 0 ? html.length : end + 3;
    } else if (html[i] === '<' && /[a-z]/i.test(html[i + 1] ?? '')) {
      i++;
      name();
      while (i < html.length && html[i] !== '>') {
        if (isBlank()) {
          i++;
          continue;
        }
        const own = name();
        if (html[i] === '=') {
          i++;
          found.push({ name: own, ...value() });
        } else if (own === '') i++;
      }
    } else i++;
  }
  return found;
}

/** The text in quotes with which an expression of a template begins. */
function firstText(expression: string): { readonly text: string; readonly at: number } | undefined {
  const lead = expression.length - expression.trimStart().length;
  const quote = expression[lead];
  const end = quote === "'" || quote === '"' ? expression.indexOf(quote, lead + 1) : -1;
  const text = expression.slice(lead + 1, end);
  return end < 0 || text.includes('\\') ? undefined : { text, at: lead + 1 };
}
