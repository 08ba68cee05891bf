// All catalogs, with filters and an order.

import {html, nothing} from './lit-html/lit-html.js';
import {guard} from './lit-html/directives/guard.js';
import {repeat} from './lit-html/directives/repeat.js';
import * as api from './api.js';
import * as text from './text.js';

const COLUMNS = [
    {key: 'name', label: 'Name', of: catalog => catalog.catalogName},
    {key: 'connector', label: 'Connector', of: catalog => catalog.connectorName ?? ''},
    {key: 'state', label: 'State', of: catalog => catalog.state},
    {key: 'nodes', label: 'Nodes', of: catalog => catalog.nodes.filter(node => node.state !== 'LOADED').length},
    {key: 'queries', label: 'Queries', of: catalog => catalog.queries ?? 0},
    {key: 'changed', label: 'Changed', of: catalog => catalog.createdAt ?? ''},
    {key: 'version', label: 'Version', of: catalog => catalog.version ?? ''},
];

const SECONDS = 3;

// Rows that are shown at once, about two windows of them. The others follow a part at a time, so that typing never waits for a long list.
const FIRST = 100;
const PART = 150;

export class ListScreen
{
    title = 'Catalogs';
    place = '#/';

    constructor(app)
    {
        this.app = app;
        this.catalogs = undefined;
        this.words = '';
        this.state = '';
        this.connector = '';
        this.order = 'name';
        this.descending = false;
        this.limit = FIRST;
        // names whose cells have been made; they are kept while a filter hides them
        this.made = new Set();
    }

    start()
    {
        this.stop = api.poll(SECONDS, () => this.refresh());
    }

    async refresh()
    {
        const answer = await this.app.ask(api.catalogs);
        if (answer !== undefined && answer.text !== this.answered) {
            this.answered = answer.text;
            this.catalogs = answer.json;
            this.app.render();
        }
    }

    filter(catalogs)
    {
        const words = this.words.toLowerCase().split(/\s+/).filter(word => word !== '');
        return catalogs.filter(catalog => (this.state === '' || catalog.state === this.state)
                && (this.connector === '' || catalog.connectorName === this.connector)
                && words.every(word => haystack(catalog).includes(word)));
    }

    sort()
    {
        const {of} = COLUMNS.find(column => column.key === this.order);
        const direction = this.descending ? -1 : 1;
        return [...this.catalogs].sort((left, right) => direction * compare(of(left), of(right)) || compare(left.catalogName, right.catalogName));
    }

    template()
    {
        if (this.catalogs === undefined) {
            return html`<p>Loading...</p>`;
        }
        const sorted = this.sort();
        const found = this.filter(sorted);
        const shown = new Set(found.slice(0, this.limit));
        shown.forEach(catalog => this.made.add(key(catalog)));
        if (found.length > this.limit) {
            this.showMore();
        }
        return html`
            <form class="filters" role="search" @submit=${event => event.preventDefault()}>
                <label>Find <input type="search" placeholder="name, connector, description, user" .value=${this.words} @input=${event => this.set('words', event)}></label>
                ${this.choice('State', 'state', distinct(this.catalogs.map(catalog => catalog.state)), text.stateLabel)}
                ${this.choice('Connector', 'connector', distinct(this.catalogs.flatMap(catalog => catalog.connectorName ?? [])), name => name)}
                <span class="count" role="status">${found.length === sorted.length ? '' : `${found.length} of `}${text.plural(sorted.length, 'catalog')}</span>
            </form>
            <div class="wide" tabindex="0" role="region" aria-label="Catalogs"><table class="list">
                <thead><tr>${COLUMNS.map(column => this.head(column))}</tr></thead>
                <tbody>${repeat(sorted, key, catalog => row(catalog, shown.has(catalog), this.made.has(key(catalog))))}</tbody>
            </table></div>
            ${found.length > 0 ? nothing : html`<p>${sorted.length === 0 ? 'There are no catalogs that you may see.' : 'No catalog is like that.'}</p>`}`;
    }

    showMore()
    {
        clearTimeout(this.more);
        this.more = setTimeout(() => {
            this.limit += PART;
            this.app.render();
        });
    }

    choice(label, field, values, name)
    {
        return html`<label>${label} <select @change=${event => this.set(field, event)}>
            <option value="" ?selected=${this[field] === ''}>all</option>
            ${values.map(value => html`<option value=${value} ?selected=${this[field] === value}>${name(value)}</option>`)}
        </select></label>`;
    }

    head({key, label})
    {
        const sorted = this.order === key;
        return html`<th scope="col" aria-sort=${sorted ? (this.descending ? 'descending' : 'ascending') : nothing}>
            <button type="button" class="sort" @click=${() => this.orderBy(key)}>${label}
                <span aria-hidden="true">${sorted ? (this.descending ? '▼' : '▲') : ''}</span></button></th>`;
    }

    set(field, event)
    {
        this[field] = event.target.value;
        this.limit = FIRST;
        this.app.render();
    }

    orderBy(key)
    {
        this.limit = FIRST;
        this.descending = this.order === key && !this.descending;
        this.order = key;
        this.app.render();
    }
}

// a deleted catalog can be listed beside its successor
const key = catalog => `${catalog.catalogName} ${catalog.state === 'DRAINING' ? catalog.version : ''}`;

function row(catalog, shown, made)
{
    return html`<tr ?hidden=${!shown}>${guard([catalog, made], () => (made ? cells(catalog) : nothing))}</tr>`;
}

function cells(catalog)
{
    return html`<th scope="row"><a href="#/catalog/${encodeURIComponent(catalog.catalogName)}">${catalog.catalogName}</a>
            ${catalog.description ? html`<span class="description">${catalog.description}</span>` : nothing}</th>
        <td>${catalog.connectorName ?? nothing}${catalog.source === 'static' ? html` <span class="source" title="It comes from a file of the server">static</span>` : nothing}</td>
        <td>${text.state(catalog)}${catalog.error ? html`<span class="trouble" title=${catalog.error}>${catalog.error}</span>` : nothing}</td>
        <td>${text.nodes(catalog)}</td>
        <td class="number">${catalog.queries ?? nothing}</td>
        <td>${text.time(catalog.createdAt)}${catalog.createdBy ? html` <span class="author">by ${catalog.createdBy}</span>` : nothing}</td>
        <td class="version">${catalog.version ?? nothing}</td>`;
}

const haystack = catalog => [catalog.catalogName, catalog.connectorName, catalog.description, catalog.createdBy].join('\n').toLowerCase();

const distinct = values => [...new Set(values)].sort();

const compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
