import '@fontsource-variable/noto-sans-sc/wght.css';
import { mount } from 'svelte';
import type { TongbanApi } from '@tongban/contract';
import './app.css';
import './contrast.css';
import App from './App.svelte';
import { loadFontsAhead } from './fonts-ahead.ts';
import { kiosk } from './kiosk.svelte.ts';

declare global {
  interface Window {
    readonly tongban: TongbanApi;
  }
}

// A finger that rests on a public screen must not open menus, drag pictures or drop files.
for (const gesture of ['contextmenu', 'dragstart', 'dragover', 'drop', 'selectstart'] as const) {
  document.addEventListener(gesture, (event) => event.preventDefault());
}

kiosk.connect(window.tongban);
mount(App, { target: document.getElementById('app') ?? document.body });
window.addEventListener('load', () => void loadFontsAhead(), { once: true });
