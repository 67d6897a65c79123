import { expect, test } from 'vitest';
import { keyReachesPage } from './keys.ts';

const press = (keys: string) => {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  return {
    key,
    control: parts.includes('Control'),
    alt: parts.includes('Alt'),
    meta: parts.includes('Meta'),
  };
};

test.each([
  'a',
  'Z',
  '7',
  '中',
  '𠮷',
  '@',
  ' ',
  'Tab',
  'Enter',
  'Backspace',
  'ArrowLeft',
  'Home',
  'PageDown',
  'Escape',
  'F2',
  'F3',
  'F4',
])('%s is for typing and reaches the page', (keys) => {
  expect(keyReachesPage(press(keys))).toBe(true);
});

// ux-security B2 #1 to #11 and #25.
test.each([
  ...['Alt+F4', 'Control+w', 'Control+q', 'Control+Shift+I', 'Control+Shift+J', 'Control+Shift+C', 'F12'],
  ...[
    'Control+r',
    'F5',
    'Control+Shift+R',
    'Alt+Tab',
    'Meta',
    'Meta+d',
    'Alt+ ',
    'Control+Alt+F1',
    'Control+Alt+Delete',
  ],
  ...[
    'F11',
    'Control+n',
    'Control+t',
    'Control+Shift+N',
    'Control+o',
    'Control+s',
    'Control+p',
    'Control+u',
    'Control+l',
  ],
  ...[
    'Control+f',
    'Control+h',
    'Control+j',
    'Control++',
    'Control+-',
    'Control+0',
    'Alt+ArrowLeft',
    'Alt+ArrowRight',
  ],
  ...[
    'F1',
    'F7',
    'F10',
    'Alt',
    'Control+ ',
    'Control+v',
    'Control+c',
    'Control+z',
    'PrintScreen',
    'ContextMenu',
  ],
  ...['BrowserBack', 'BrowserHome', 'LaunchMail', 'Power', 'Process', ''],
])('%s leaves, reloads or changes the application and is swallowed', (keys) => {
  expect(keyReachesPage(press(keys))).toBe(false);
});
