// What happened to catalogs.

import {html, nothing} from './lit-html/lit-html.js';
import * as api from './api.js';
import {differences, table} from './difference.js';
import * as text from './text.js';

const SECONDS = 5;
const LIMIT = 100;

export class HistoryScreen
{
    title = 'Changes of all catalogs';
    place = '#/history';

    constructor(app)
    {
        this.app = app;
        this.newest = undefined;
        this.older = [];
        this.refused = [];
        this.ended = false;
    }

    start()
    {
        this.stop = api.poll(SECONDS, () => this.refresh());
    }

    async refresh()
    {
        const answers = await this.app.ask(() => Promise.all([api.history(undefined, {limit: LIMIT}), api.refused()]));
        if (answers === undefined) {
            return;
        }
        const answered = answers.map(answer => answer.text).join();
        if (answered !== this.answered) {
            this.answered = answered;
            [this.newest, this.refused] = answers.map(answer => answer.json);
            this.app.render();
        }
    }

    // those that were shown stay, when newer ones push them out of the first answer
    get changes()
    {
        const bySequence = new Map([...this.older, ...this.newest].map(entry => [entry.sequence, entry]));
        return [...bySequence.values()].sort((left, right) => right.sequence - left.sequence);
    }

    async more()
    {
        const shown = this.changes;
        const answer = await this.app.ask(() => api.history(undefined, {limit: LIMIT, before: shown.at(-1).sequence}));
        if (answer !== undefined) {
            this.older = [...shown, ...answer.json];
            this.ended = answer.json.length === 0;
            this.app.render();
        }
    }

    template()
    {
        if (this.newest === undefined) {
            return html`<p>Loading...</p>`;
        }
        return html`${this.changesTemplate()}${this.refused.length === 0 ? nothing : refusals(this.refused)}`;
    }

    changesTemplate()
    {
        if (this.newest.length === 0) {
            return html`<p>Nothing is recorded that you may read.</p>`;
        }
        return html`${entries(this.changes, {named: true})}
            ${this.ended ? nothing : html`<div class="buttons"><button type="button" @click=${() => this.more()}>Show older changes</button></div>`}`;
    }
}

// A table of attempts, newest first.
function refusals(attempts)
{
    return html`<h2>Refused since the coordinator started</h2>
        <div class="wide" tabindex="0" role="region" aria-label="Refused"><table class="history">
        <thead><tr><th scope="col">When</th><th scope="col">Catalog</th><th scope="col">What</th><th scope="col">Who</th><th scope="col">Why not</th></tr></thead>
        <tbody>${attempts.map(attempt => html`<tr>
            <td>${text.time(attempt.at)}</td>
            <th scope="row">${attempt.catalogName}</th>
            <td>${text.attempt(attempt.action)}</td>
            <td>${who(attempt)}</td>
            <td>${attempt.message}</td></tr>`)}
        </tbody>
    </table></div>`;
}

// A table of changes, newest first, each with what it has changed.
export function entries(changes, {named = false, restore = () => undefined})
{
    return html`<div class="wide" tabindex="0" role="region" aria-label="History"><table class="history">
        <thead><tr>
            <th scope="col">When</th>${named ? html`<th scope="col">Catalog</th>` : nothing}<th scope="col">What</th><th scope="col">Who</th>
            <th scope="col">Why</th><th scope="col">Version</th>
        </tr></thead>
        <tbody>${changes.map((entry, index) => html`<tr>
            <td>${text.time(entry.at)}</td>
            ${named ? html`<th scope="row"><a href="#/catalog/${encodeURIComponent(entry.catalogName)}">${entry.catalogName}</a></th>` : nothing}
            <td>${what(entry, entry.action === 'ADDED' ? undefined : former(changes, index))}</td>
            <td>${who(entry)}</td>
            <td>${entry.comment ?? nothing}</td>
            <td class="version">${entry.version ?? nothing}${restoreButton(restore(entry))}</td></tr>`)}
        </tbody>
    </table></div>`;
}

function former(changes, index)
{
    return changes.slice(index + 1).find(entry => entry.catalogName === changes[index].catalogName);
}

function what(entry, before)
{
    const label = text.action(entry.action);
    // what comes after a deletion has nothing to be compared with
    const rows = entry.action === 'DELETED' || before?.action === 'DELETED' || ['ENABLED', 'DISABLED', 'DESCRIBED'].includes(entry.action) ? [] : differences(before, entry, entry.changed);
    if (rows.length === 0) {
        return label;
    }
    const names = rows.length > 3 ? `${rows.length} properties` : rows.map(row => row.name).join(', ');
    return html`<details><summary>${label}: ${names}</summary>${table(rows, 'Before', 'After')}</details>`;
}

function who(entry)
{
    if (entry.user === undefined) {
        return entry.source === 'STORE'
            ? html`<span title="The store was changed directly">somebody in the store</span>`
            : html`<span title=${entry.address ?? ''}>not known</span>`;
    }
    return html`<span title=${[entry.source, entry.address].filter(Boolean).join(' from ')}>${entry.user}${entry.authenticated ? nothing : ' (claimed)'}</span>`;
}

function restoreButton(act)
{
    return act === undefined ? nothing : html` <button type="button" class="small" @click=${act}>Restore</button>`;
}
