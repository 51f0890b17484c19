import ts from 'typescript';
import { nameText } from './property-names';

/** The members that a destructuring takes: `{ a: { b } }` gives `['a', 'b']` for `b`; nothing for a rest or a computed name. */
export function destructuringPath(binding: ts.Node): string[] | undefined {
  const path: string[] = [];
  for (let node = binding; ts.isBindingElement(node); node = node.parent.parent) {
    if (node.dotDotDotToken) return undefined;
    if (ts.isArrayBindingPattern(node.parent)) {
      path.unshift(String(node.parent.elements.indexOf(node)));
    } else {
      const name = node.propertyName
        ? nameText(node.propertyName)
        : ts.isIdentifier(node.name)
          ? node.name.text
          : undefined;
      if (name === undefined) return undefined;
      path.unshift(name);
    }
  }
  return path;
}
