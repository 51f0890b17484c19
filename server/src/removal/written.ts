import ts from 'typescript';
import { type Known, type Quote, textOf } from './known';

/** The text that stands for a known value in a source, which writes its texts in quotes of one kind: those of its first one count. */
export function writtenIn(file: ts.SourceFile, known: Known): string {
  let quote = quotes.get(file);
  if (!quote) {
    quote = firstQuote(file, file) ?? "'";
    quotes.set(file, quote);
  }
  return textOf(known, quote);
}

const quotes = new WeakMap<ts.SourceFile, Quote>();

/** An attribute's text says nothing: those of elements are in double quotes nearly everywhere. */
function firstQuote(node: ts.Node, file: ts.SourceFile): Quote | undefined {
  if (ts.isStringLiteral(node) && !ts.isJsxAttribute(node.parent))
    return file.text[node.getStart(file)] === '"' ? '"' : "'";
  return ts.forEachChild(node, (child) => firstQuote(child, file));
}
