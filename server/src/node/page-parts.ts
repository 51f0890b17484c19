import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageParts } from '../features/report-page';

/** The report page's script and style, which lie beside the program. */
export function pageParts(): PageParts {
  return { script: part('report-page.js'), style: part('report-page.css') };
}

function part(name: string): PageParts['script'] {
  const text = readFileSync(join(__dirname, name), 'utf8');
  return { text, hash: `sha256-${createHash('sha256').update(text).digest('base64')}` };
}
