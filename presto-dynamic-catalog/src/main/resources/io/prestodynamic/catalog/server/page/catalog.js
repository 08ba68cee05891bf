// One catalog: its definition, nodes, versions and history, and what can be done with it.

import {html, nothing} from './lit-html/lit-html.js';
import {Action, deleteForm, enableForm, restoreForm} from './actions.js';
import * as api from './api.js';
import {show} from './difference.js';
import {entries} from './history.js';
import * as text from './text.js';

const SECONDS = 3;

export class CatalogScreen
{
    place = '#/';

    constructor(app, name)
    {
        this.app = app;
        this.name = name;
        this.title = `Catalog ${name}`;
        this.catalog = undefined;
        this.missing = false;
        this.rights = [];
        this.changes = undefined;
        this.queries = [];
        this.tested = undefined;
        this.action = new Action(app, this);
    }

    start()
    {
        const poll = api.poll(SECONDS, () => this.refresh());
        this.stop = () => {
            poll();
            this.action.close();
        };
    }

    async refresh()
    {
        const answer = await this.app.ask(() => this.find());
        if (answer === undefined) {
            return;
        }
        await this.readQueries(answer.json);
        if (answer.text === this.answered) {
            return;
        }
        const was = this.seen;
        this.answered = answer.text;
        this.catalog = answer.json;
        this.missing = answer.json === undefined;
        this.seen = this.missing ? 'missing' : [answer.json.version, answer.json.state, answer.json.description, answer.json.enabled].join('\n');
        this.app.render();
        if (was !== this.seen) {
            await Promise.all([this.readRights(), this.readHistory()]);
            this.app.render();
        }
    }

    async find()
    {
        try {
            return await api.catalog(this.name);
        }
        catch (e) {
            if (e.code === 'CATALOG_NOT_FOUND') {
                return {text: '', json: undefined};
            }
            throw e;
        }
    }

    async readQueries(catalog)
    {
        const used = catalog !== undefined && (catalog.queries > 0 || catalog.draining !== undefined);
        const answer = used ? await this.app.ask(() => api.queries(this.name)) : {text: '', json: []};
        if (answer !== undefined && answer.text !== this.queriesAnswered) {
            this.queriesAnswered = answer.text;
            this.queries = answer.json;
            this.app.render();
        }
    }

    async readRights()
    {
        const answer = await this.app.ask(() => api.rights(this.missing ? undefined : this.name));
        this.rights = answer?.json.rights ?? [];
    }

    // without the right to read there is none, and without the store neither
    async readHistory()
    {
        try {
            this.changes = (await api.history(this.name)).json;
        }
        catch (e) {
            this.changes = [];
        }
    }

    may(right)
    {
        return this.rights.includes(right) && this.catalog?.source !== 'static';
    }

    template()
    {
        if (this.missing) {
            return html`
                <p>There is no catalog ${this.name}, or you may not see it.</p>
                ${this.history()}
                ${this.action.template()}`;
        }
        if (this.catalog === undefined) {
            return html`<p>Loading...</p>`;
        }
        const catalog = this.catalog;
        return html`
            <p class="summary">${text.state(catalog)}
                ${catalog.description ?? nothing}
                ${catalog.queries ? html`<span>${text.plural(catalog.queries, 'query')} on it</span>` : nothing}</p>
            ${catalog.error ? html`<p class="message bad">${catalog.error}</p>` : nothing}
            ${this.buttons(catalog)}
            ${this.testResult()}
            <div class="columns">
                ${this.definition(catalog)}
                ${this.nodes(catalog)}
            </div>
            ${this.draining(catalog)}
            ${this.running()}
            ${this.history()}
            ${this.action.template()}`;
    }

    buttons(catalog)
    {
        if (!this.may('change') || catalog.state === 'DRAINING') {
            return nothing;
        }
        return html`<div class="buttons">
            ${catalog.connectorName === undefined ? nothing : html`<a class="button primary" href="#/catalog/${encodeURIComponent(this.name)}/change">Change</a>`}
            <button type="button" ?disabled=${this.tested?.running} @click=${() => this.test()}>Test</button>
            <button type="button" @click=${() => this.action.open(enableForm(catalog))}>${catalog.enabled ? 'Disable' : 'Enable'}</button>
            <button type="button" class="danger" @click=${() => this.action.open(deleteForm(catalog))}>Delete</button>
        </div>`;
    }

    async test()
    {
        this.tested = {running: true};
        this.app.render();
        try {
            this.tested = {result: (await api.validateStored(this.name)).json};
        }
        catch (e) {
            this.tested = {error: e};
        }
        this.app.render();
    }

    testResult()
    {
        return this.tested === undefined ? nothing : html`<section aria-label="Test">${checks(this.tested)}</section>`;
    }

    definition(catalog)
    {
        const facts = catalog.version === undefined ? nothing : html`
            <tr><th scope="row">version</th><td><code>${catalog.version}</code></td></tr>
            <tr><th scope="row">changed</th><td>${text.time(catalog.createdAt)}${catalog.createdBy ? ` by ${catalog.createdBy}` : nothing}</td></tr>`;
        if (catalog.connectorName === undefined) {
            return html`<section><h2>Definition</h2><p>You may not read it.</p></section>`;
        }
        return html`<section><h2>Definition</h2>
            <table class="facts"><tbody>
                <tr><th scope="row">connector</th>
                    <td><code>${catalog.connectorName}</code>${catalog.source === 'static' ? ', from a file of the server, which cannot be changed here' : nothing}</td></tr>
                ${facts}
                ${catalog.limits?.maxQueries ? html`<tr><th scope="row">queries at the same time</th><td>at most ${catalog.limits.maxQueries}</td></tr>` : nothing}
                ${Object.entries(catalog.properties).map(([name, value]) => html`<tr><th scope="row" class="property">${name}</th><td>${show(value)}</td></tr>`)}
                ${catalog.files.map(file => html`<tr><th scope="row" class="property">file ${file.name}</th>
                    <td>${text.size(file.size)}, SHA-256 ${text.hash(file.sha256)}</td></tr>`)}
            </tbody></table></section>`;
    }

    nodes(catalog)
    {
        return html`<section><h2>Nodes</h2>
            ${catalog.nodes.length === 0 ? html`<p>It is loaded nowhere.</p>` : html`
            <div class="wide" tabindex="0" role="region" aria-label="Nodes"><table>
                <thead><tr><th scope="col">Node</th><th scope="col">State</th><th scope="col">Since</th></tr></thead>
                <tbody>${catalog.nodes.map(node => html`<tr>
                    <th scope="row">${node.nodeId}${node.coordinator ? html` <span class="source">coordinator</span>` : nothing}</th>
                    <td><span class="node-${text.nodeState(node.state)}">${text.nodeState(node.state)}</span>
                        ${node.error ? html`<span class="trouble">${node.error}</span>` : nothing}</td>
                    <td>${text.time(node.since)}</td></tr>`)}
                </tbody>
            </table></div>`}</section>`;
    }

    draining(catalog)
    {
        return catalog.draining === undefined ? nothing : html`<section><h2>Former versions in use</h2>
            <table><thead><tr><th scope="col">Version</th><th scope="col">Queries</th></tr></thead>
                <tbody>${catalog.draining.map(draining => html`<tr><th scope="row"><code>${draining.version}</code></th><td class="number">${draining.queries}</td></tr>`)}</tbody>
            </table></section>`;
    }

    running()
    {
        return this.queries.length === 0 ? nothing : html`<section><h2>Queries</h2>
            <div class="wide" tabindex="0" role="region" aria-label="Queries"><table>
                <thead><tr><th scope="col">Query</th><th scope="col">User</th><th scope="col">State</th><th scope="col">Since</th></tr></thead>
                <tbody>${this.queries.map(query => html`<tr>
                    <th scope="row"><a href="/ui/query.html?${query.queryId}">${query.queryId}</a></th>
                    <td>${query.user}</td><td>${query.state.toLowerCase().replaceAll('_', ' ')}</td><td>${text.time(query.createdAt)}</td></tr>`)}
                </tbody>
            </table></div></section>`;
    }

    history()
    {
        if (this.changes === undefined || (this.changes.length === 0 && this.catalog?.source === 'static')) {
            return nothing;
        }
        const restore = entry => this.isRestorable(entry) ? () => this.action.open(restoreForm(this.name, entry)) : undefined;
        return html`<section><h2>History</h2>
            ${this.changes.length === 0 ? html`<p>Nothing is recorded that you may read.</p>` : entries(this.changes, {restore})}</section>`;
    }

    isRestorable({action, version})
    {
        return this.may('change') && ['ADDED', 'REPLACED', 'RESTORED'].includes(action) && version !== undefined && version !== this.catalog?.version;
    }
}

// what a test has found
export function checks({running, result, error})
{
    if (running) {
        return html`<p role="status">Testing...</p>`;
    }
    if (error !== undefined) {
        return html`<p class="message bad" role="alert">${error.message}</p>`;
    }
    return html`<div class="message ${result.valid ? 'good' : 'bad'}" role=${result.valid ? 'status' : 'alert'}>
        <p>${result.valid ? `The test has passed. ${schemas(result.schemas)}` : 'The test has failed.'}</p>
        <ul class="checks">${result.checks.map(({check, passed, error: reason}) => html`
            <li>${passed ? '✓' : '✕'} ${check}${reason ? html`: <span class="reason">${reason}</span>` : nothing}</li>`)}
        </ul>
    </div>`;
}

function schemas(names)
{
    const first = names.slice(0, 5).join(', ');
    return names.length === 0 ? 'There are no schemas.' : `Schemas: ${first}${names.length > 5 ? ` and ${names.length - 5} more` : ''}.`;
}
