// Writes docs/rules/*.md and the table of rules in the README from the doc comments of the rules.
//   --check    writes nothing, and fails where a page is not what its rule says
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './lib/shell.mjs';

const SOURCES = path.join(root, 'server/src/rules');
const PAGES = path.join(root, 'docs/rules');
const README = path.join(root, 'README.md');

/** Every constant of the type `Rule`, with what its literal and its doc comment say. */
function rules() {
  return readdirSync(SOURCES).flatMap((name) => {
    const text = readFileSync(path.join(SOURCES, name), 'utf8');
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
    return source.statements.flatMap((statement) => {
      const declaration = ts.isVariableStatement(statement)
        ? statement.declarationList.declarations[0]
        : undefined;
      if (declaration?.type?.getText() !== 'Rule') return [];
      const member = (wanted) =>
        declaration.initializer.properties.find((property) => property.name?.getText() === wanted);
      return {
        id: member('id').initializer.text,
        severity: member('severity').initializer.text,
        summary: member('summary').initializer.text,
        stands: [
          ...(member('checkFlagFile') ? ['flag files'] : []),
          ...(member('checkSource') ? ['code'] : []),
        ],
        hasFixes: member('fixes') !== undefined,
        text: docComment(text, statement),
      };
    });
  });
}

function docComment(text, statement) {
  const { pos, end } = ts.getLeadingCommentRanges(text, statement.getFullStart()).at(-1);
  return text
    .slice(pos + '/**'.length, end - '*/'.length)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** The comment's own chapters, with one on silencing before the last, which says what the rule needs to know. */
function page({ id, severity, stands, hasFixes, text }) {
  const last = text.lastIndexOf('\n## What it needs to know');
  if (last < 0) throw new Error(`The doc comment of ${id} does not end with “What it needs to know”.`);
  const where = stands.length > 0 ? `In ${stands.join(' and ')}` : 'In code and flag files';
  const fixes = hasFixes ? ' · has quick fixes' : '';
  return `<!-- Written by scripts/rule-pages.mjs from the doc comment in server/src/rules; change it there. -->
# ${id}

${where} · by default ${article(severity)}${fixes}

${text.slice(0, last).trim()}

## How to silence

${silencing(id, stands)}

${text.slice(last + 1).trim()}

[All rules](../../README.md#rules)
`;
}

function article(severity) {
  return severity === 'info' ? 'information' : `${severity === 'error' ? 'an' : 'a'} ${severity}`;
}

function silencing(id, stands) {
  const setting = `For the whole project set \`"rules": { "${id}": "off" }\` in \`flagwright.config.json\`, or \`"hint"\`,
\`"info"\`, \`"warning"\` or \`"error"\` in place of \`"off"\`.`;
  if (id === 'unused-ignore') return setting;
  const marks = [...(stands.includes('code') ? ['//'] : []), ...(stands.includes('flag files') ? ['#'] : [])];
  const comments = marks.map((mark) => `\`${mark} flagwright-ignore ${id}: reason\``).join(', in YAML ');
  return `At one place, with a comment that gives a reason, at the end of the line or alone on the line above:
${comments}.

${setting}`;
}

function table(all) {
  const rows = all.map(
    ({ id, severity, summary }) =>
      `| [\`${id}\`](docs/rules/${id}.md) | ${summary.charAt(0).toLowerCase()}${summary.slice(1).replace(/\.$/, '')} | ${severity} |`,
  );
  return ['| rule | says | default |', '|---|---|---|', ...rows].join('\n');
}

/** In the order of the contract: that of RULE_IDS. */
function inOrder(all) {
  const text = readFileSync(path.join(root, 'server/src/workspace/rule-ids.ts'), 'utf8');
  const order = [...text.matchAll(/^ {2}'([\w-]+)',$/gm)].map(([, id]) => id);
  return order.map((id) => {
    const rule = all.find((one) => one.id === id);
    if (!rule) throw new Error(`No file of server/src/rules has the rule ${id}.`);
    return rule;
  });
}

const all = inOrder(rules());
const readme = readFileSync(README, 'utf8');
const files = new Map(all.map((rule) => [path.join(PAGES, `${rule.id}.md`), page(rule)]));
files.set(
  README,
  readme.replace(/\| rule \| says \| default \|\n(?:\|.*\n)+/, () => `${table(all)}\n`),
);

mkdirSync(PAGES, { recursive: true });
const left = readdirSync(PAGES, { withFileTypes: true })
  .map(({ name }) => path.join(PAGES, name))
  .filter((file) => !files.has(file));
if (process.argv.includes('--check')) {
  const wrong = [...files].filter(([file, text]) => contentOf(file) !== text).map(([file]) => file);
  for (const file of [...wrong, ...left])
    console.error(`${path.relative(root, file)} is not what its rule says.`);
  if (wrong.length + left.length > 0) {
    console.error('Run node scripts/rule-pages.mjs.');
    process.exitCode = 1;
  }
} else {
  for (const [file, text] of files) writeFileSync(file, text);
  for (const file of left) rmSync(file);
}

function contentOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
