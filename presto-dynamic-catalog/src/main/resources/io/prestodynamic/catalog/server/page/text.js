// How values are written for people.

import {html, nothing} from './lit-html/lit-html.js';

const STATES = {
    ACTIVE: ['Active', 'Queries can use it'],
    PENDING: ['Pending', 'It is stored, and no node can run it yet'],
    FAILED: ['Failed', 'The coordinator cannot load it'],
    DISABLED: ['Disabled', 'It is kept in the store and loaded nowhere'],
    DRAINING: ['Draining', 'It was deleted, and queries still use it'],
    DELETED: ['Deleted', 'It was deleted'],
};

const NODE_STATES = {LOADED: ['loaded', '●'], LOADING: ['loading', '◐'], FAILED: ['failed', '✕'], UNREACHABLE: ['unreachable', '?']};

const ACTIONS = {
    ADDED: 'added', REPLACED: 'changed', DELETED: 'deleted', RESTORED: 'restored', ENABLED: 'enabled', DISABLED: 'disabled', DESCRIBED: 'description or limits changed',
};

const ATTEMPTS = {
    ADD: 'add', PUT: 'add or replace', PATCH: 'change', DELETE: 'delete', RESTORE: 'restore', IMPORT: 'import', ROTATE: 'use a new secret', VALIDATE: 'test',
    EXPORT_SECRETS: 'export secrets', REQUEST: 'request',
};

const TYPES = {dataSize: 'data size such as 64MB', duration: 'duration such as 10s', HostAndPort: 'host:port', File: 'path of a file', integer: 'whole number'};

const MOST_MARKS = 24;

export const plural = (count, noun) => `${count} ${count === 1 ? noun : noun.endsWith('y') ? noun.slice(0, -1) + 'ies' : noun + 's'}`;

export const action = name => ACTIONS[name] ?? name.toLowerCase();

export const attempt = name => ATTEMPTS[name] ?? name.toLowerCase();

export function state(catalog)
{
    const [label, meaning] = STATES[catalog.state] ?? [catalog.state, ''];
    return html`<span class="state state-${catalog.state.toLowerCase()}" title=${meaning}>${label}</span>`;
}

export const type = name => TYPES[name] ?? name;

export const stateLabel = name => (STATES[name] ?? [name])[0];

export const nodeState = name => (NODE_STATES[name] ?? [name.toLowerCase(), '?'])[0];

// made once, because making one takes longer than formatting
const SHORT = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});
const LONG = new Intl.DateTimeFormat(undefined, {dateStyle: 'full', timeStyle: 'full'});

export function time(instant)
{
    if (!instant) {
        return nothing;
    }
    const date = new Date(instant);
    return html`<time datetime=${instant} title=${LONG.format(date)}>${SHORT.format(date)}</time>`;
}

export const hash = sha256 => html`<code title=${sha256}>${sha256.slice(0, 12)}...</code>`;

export function size(bytes)
{
    return bytes < 1024 ? `${bytes} bytes` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

// A mark for each node. A reader hears the numbers, and everybody sees what is wrong.
export function nodes(catalog)
{
    const list = catalog.nodes;
    if (list.length === 0) {
        return nothing;
    }
    const troubled = list.filter(node => node.state !== 'LOADED');
    return html`<span class="marks" role="img" aria-label=${summary(list)}>${list.length > MOST_MARKS ? summary(list) : list.map(mark)}</span>${
        troubled.length === 0 ? nothing : html`<span class="trouble">${trouble(troubled)}</span>`}`;
}

function mark(node)
{
    const [label, sign] = NODE_STATES[node.state] ?? ['unknown', '?'];
    return html`<span class="mark mark-${label}" title=${`${node.nodeId}: ${label}${node.error ? '. ' + node.error : ''}`}>${sign}</span>`;
}

function summary(list)
{
    const counts = new Map();
    list.forEach(node => counts.set(node.state, (counts.get(node.state) ?? 0) + 1));
    return `Nodes: ${[...counts].map(([name, count]) => `${count} ${nodeState(name)}`).join(', ')}`;
}

function trouble(list)
{
    const [first] = list;
    return `${first.nodeId} ${nodeState(first.state)}${list.length > 1 ? ` and ${list.length - 1} more` : ''}`;
}
