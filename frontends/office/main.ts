import { mount } from 'svelte';
import './app.css';
import { look } from '$shared/theme/theme.svelte';
import { tongue } from '$shared/words/words.svelte';
import App from './App.svelte';
import { route } from './frame/route.svelte';

look.start();
tongue.start();
route.start();
mount(App, { target: document.getElementById('app')! });
