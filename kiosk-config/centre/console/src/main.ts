import '@fontsource-variable/noto-sans-sc/wght.css';
import { mount } from 'svelte';
import { z } from 'zod';
import './app.css';
import App from './App.svelte';

// The page's policy forbids `new Function`, with which zod compiles.
z.config({ jitless: true });

mount(App, { target: document.getElementById('app') ?? document.body });
