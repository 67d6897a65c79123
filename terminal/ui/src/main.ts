import '@fontsource-variable/noto-sans-sc/wght.css';
import { mount } from 'svelte';
import type { TongbanApi } from '@tongban/contract';
import './app.css';
import './contrast.css';
import App from './App.svelte';
import { loadFontsAhead, loadFontsOfAttract } from './fonts-ahead.ts';
import { kiosk } from './kiosk.svelte.ts';

declare global {
  interface Window {
    readonly tongban: TongbanApi;
  }
}

/** Core answers within a few, and begins beside this page; one that does not is waited for on the screen that says so. */
const FIRST_VIEW_MS = 500;

// A finger that rests on a public screen must not open menus, drag pictures or drop files.
for (const gesture of ['contextmenu', 'dragstart', 'dragover', 'drop', 'selectstart'] as const) {
  document.addEventListener(gesture, (event) => event.preventDefault());
}

// The window is shown with its first picture: that is the citizen's screen, and not a "please wait" of one frame.
const late = new Promise((resolve) => setTimeout(resolve, FIRST_VIEW_MS));
await Promise.all([Promise.race([kiosk.connect(window.tongban), late]), loadFontsOfAttract()]);
mount(App, { target: document.getElementById('app') ?? document.body });
void loadFontsAhead();
