import { mount } from 'svelte';
import { look } from '$shared/theme/theme.svelte';
import { tongue } from '$shared/words/words.svelte';
import './app.css';
import App from './App.svelte';
import { update } from './shell/update.svelte';

look.start();
tongue.start();
mount(App, { target: document.getElementById('app')! });
update.start();
