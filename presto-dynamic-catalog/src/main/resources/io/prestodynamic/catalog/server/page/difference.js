// What differs between two definitions.

import {html, nothing} from './lit-html/lit-html.js';

const absent = html`<span class="absent">not set</span>`;

export const show = value => value === undefined || value === null ? absent : value === '' ? html`<span class="absent">empty</span>` : html`<code>${value}</code>`;

// Names of properties and of what else changes, with both values. Secrets look the same before and after, so their names are given.
export function differences(before, after, changed = [])
{
    const values = entry => entry === undefined ? {} : {
        connector: entry.connectorName,
        ...entry.properties,
        ...Object.fromEntries((entry.files ?? []).map(file => [`file ${file.name}`, file.sha256])),
    };
    const former = values(before);
    const latter = values(after);
    return [...new Set([...Object.keys(former), ...Object.keys(latter)])]
            .filter(name => former[name] !== latter[name] || changed.includes(name))
            .sort()
            .map(name => ({name, before: former[name], after: latter[name]}));
}

export function table(rows, former, latter)
{
    if (rows.length === 0) {
        return html`<p>Nothing in the definition differs.</p>`;
    }
    return html`
        <div class="wide" tabindex="0" role="region" aria-label="Differences"><table class="difference">
            <thead><tr><th scope="col">Property</th><th scope="col">${former}</th><th scope="col">${latter}</th></tr></thead>
            <tbody>${rows.map(row => html`
                <tr><th scope="row">${row.name}</th>
                    <td class="before">${show(row.before)}</td>
                    <td class="after">${show(row.after)}${row.before === row.after && row.before !== undefined ? html` <em>(another secret)</em>` : nothing}</td></tr>`)}
            </tbody>
        </table></div>`;
}
