import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { App } from '../src/App';

const page = (flags: Record<string, boolean>) =>
  renderToStaticMarkup(<App flags={{ 'one-page-checkout': true, ...flags }} />);

test('checks out on one page', () => {
  expect(page({})).toContain('on one page');
});

test('offers to wrap presents to those who have it', () => {
  expect(page({ 'gift-wrapping': true })).toContain('Wrap it as a present');
  expect(page({ 'gift-wrapping': false })).not.toContain('Wrap it');
});
