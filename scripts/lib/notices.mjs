// Lists the packages that the bundles contain, each with its licence, as their authors ask.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The text of THIRD-PARTY-NOTICES for a set of esbuild metafiles. A bundled package without a licence is an
 * error: better a build that fails than a package that may not be given away.
 */
export function thirdPartyNotices(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = [...new Set(inputs.map(packageFolder).filter(Boolean))].sort();
  const notices = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const texts = readdirSync(folder).filter((file) =>
      /^(licen[cs]e|copying|third-?party-?notice|notice)/i.test(file),
    );
    if (!license && texts.length === 0) throw new Error(`The bundled package ${name} has no licence.`);
    const text = texts.map((file) => readFileSync(path.join(folder, file), 'utf8').trim()).join('\n\n');
    return `${name} ${version} (${license})\n\n${text || `Licensed under ${license}.`}`;
  });
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `Flagwright contains the packages named here.${rule}${[...new Set(notices)].join(rule)}\n`;
}

/** The folder of the npm package that a bundled file comes from; absent for our own sources. */
function packageFolder(file) {
  const match = /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file);
  return match && existsSync(path.join(match[0], 'package.json')) ? match[0] : undefined;
}
