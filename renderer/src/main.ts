import { mount } from 'svelte'
import App from './App.svelte'
import { keepToken } from './connection/connection.ts'
import { Session } from './connection/Session.svelte.ts'
import { Explorer } from './explorer/Explorer.svelte.ts'
import { Inspection } from './inspector/Inspection.svelte.ts'
import { Theme } from './look/Theme.svelte.ts'
import './look/tokens.css'
import './look/base.css'
import './look/controls.css'
import { Bench } from './measuring/Bench.svelte.ts'
import { Router } from './routing/Router.svelte.ts'
import { Simulator } from './simulator/Simulator.svelte.ts'

keepToken()

const target = document.getElementById('app')
if (target) {
  const app = {
    session: new Session(),
    bench: new Bench(),
    router: new Router(),
    theme: new Theme(),
    explorer: new Explorer(),
    simulator: new Simulator(),
    inspection: new Inspection(),
  }
  mount(App, { target, props: { app } })
  void app.session.open()
}
