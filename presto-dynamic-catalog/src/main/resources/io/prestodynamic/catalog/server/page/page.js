// The frame of the page: header, address, messages, and the screen that the address names.

import {html, nothing, render} from './lit-html/lit-html.js';
import * as api from './api.js';
import {CatalogScreen} from './catalog.js';
import {FormScreen} from './form.js';
import {HistoryScreen} from './history.js';
import {ListScreen} from './list.js';

const root = document.getElementById('page');

const app = {
    // who looks at the page, as the server knows it
    caller: {authenticated: false, rights: []},
    // what the server said when it last failed to answer a request that the page sends by itself
    trouble: undefined,
    // what the last action of the person has done
    outcome: undefined,
    screen: undefined,

    render()
    {
        if (!app.waits) {
            app.waits = true;
            queueMicrotask(() => {
                app.waits = false;
                render(frame(), root);
            });
        }
    },

    // Sends what the page asks by itself. A failure is shown until the next answer. Returns the answer, or undefined.
    async ask(request)
    {
        try {
            const answer = await request();
            if (app.trouble !== undefined) {
                app.trouble = undefined;
                app.render();
            }
            return answer;
        }
        catch (e) {
            if (!(e instanceof api.ApiError)) {
                throw e;
            }
            app.trouble = e;
            app.render();
            return undefined;
        }
    },

    may(right)
    {
        return app.caller.rights.includes(right);
    },

    go(address, outcome)
    {
        app.next = outcome;
        if (location.hash === address) {
            open();
        }
        else {
            location.hash = address;
        }
    },
};

function screen()
{
    const [kind, ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decode);
    if (kind === 'catalog' && rest[0]) {
        return rest[1] === 'change' ? new FormScreen(app, rest[0]) : new CatalogScreen(app, rest[0]);
    }
    return kind === 'add' ? new FormScreen(app) : kind === 'history' ? new HistoryScreen(app) : new ListScreen(app);
}

function decode(text)
{
    try {
        return decodeURIComponent(text);
    }
    catch (e) {
        return text;
    }
}

let shown;

function open()
{
    if (app.screen?.isDirty?.() && location.hash !== shown && !window.confirm('Leave this form? What you have typed is lost.')) {
        history.replaceState(null, '', shown);
        return;
    }
    shown = location.hash;
    app.screen?.stop();
    app.outcome = app.next;
    app.next = undefined;
    app.screen = screen();
    document.title = `${app.screen.title} - Presto`;
    app.screen.start();
    app.render();
    // a reader is told of the new screen
    queueMicrotask(() => document.querySelector('h1')?.focus());
    window.scrollTo(0, 0);
}

function link(address, label)
{
    return html`<a href=${address} aria-current=${app.screen.place === address ? 'page' : nothing}>${label}</a>`;
}

function frame()
{
    return html`
        <a class="skip" href="#content" @click=${skip}>Skip to the content</a>
        <header>
            <a class="logo" href="/ui/" title="Presto's overview of the cluster"><img src="/ui/assets/logo.png" alt="Presto, overview of the cluster" height="36"></a>
            <nav aria-label="Catalogs">
                ${link('#/', 'Catalogs')}
                ${app.may('change') ? link('#/add', 'Add a catalog') : nothing}
                ${link('#/history', 'Changes')}
                <a href="/ui/">Queries</a>
            </nav>
            <span class="caller">${caller()}</span>
        </header>
        <main id="content" tabindex="-1">
            <div role="alert">${app.trouble === undefined ? nothing : html`<p class="message bad">${trouble(app.trouble)}</p>`}</div>
            <div role="status">${app.outcome === undefined ? nothing : html`<p class="message good">${app.outcome}</p>`}</div>
            <h1 tabindex="-1">${app.screen.heading ?? app.screen.title}</h1>
            ${app.screen.template()}
        </main>`;
}

function caller()
{
    const {user, authenticated} = app.caller;
    return user === undefined ? nothing : authenticated ? user : html`<span title="Nobody has proved to be this user">${user} (claimed)</span>`;
}

function trouble(error)
{
    switch (error.status) {
        case 0:
            return 'The server does not answer. What you see may be old; this page tries again.';
        case 401:
            return html`You are not logged in. <a href="/ui/catalogs/">Log in</a>`;
        default:
            return error.message;
    }
}

function skip(event)
{
    // the address names the screen
    event.preventDefault();
    document.getElementById('content').focus();
}

window.addEventListener('hashchange', open);
window.addEventListener('beforeunload', event => {
    if (app.screen?.isDirty?.()) {
        event.preventDefault();
    }
});

// what is there is for browsers without scripts
root.replaceChildren();
open();
const rights = await app.ask(() => api.rights());
if (rights !== undefined) {
    app.caller = rights.json;
    app.render();
}
