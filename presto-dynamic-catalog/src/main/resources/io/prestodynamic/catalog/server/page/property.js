// The input for one property of a definition.

import {html, nothing} from './lit-html/lit-html.js';
import {live} from './lit-html/directives/live.js';
import * as text from './text.js';

const SECRET = /(password|secret|token|credentials)$/;

const SOURCES = {
    FILE: {label: 'a file on each node', example: '/run/secrets/name', hint: 'Each node reads the value from this file.'},
    ENV: {label: 'an environment variable', example: 'NAME_OF_VARIABLE', hint: 'Each node reads the value from this variable of its environment.'},
};

export const isSecret = (field, declared) => declared?.secret ?? (field.keeps || SECRET.test(field.name));

/*
 * field:    the property, as in fields.js
 * declared: what the connector says of it, if anything
 * known:    whether it is known what the connector declares
 * refused:  what the server has said against it
 * changed:  is called after a change
 * remove:   removes it, if it can be removed
 */
export function propertyInput({field, declared, known, refused, changed, remove})
{
    const {name} = field;
    const id = `property-${name}`;
    return html`<div class="property ${refused === undefined ? '' : 'refused'}">
        <label for=${id}>${name}${declared?.required ? html` <span class="required">required</span>` : nothing}</label>
        <div class="value">
            ${isSecret(field, declared) ? source(field, changed) : nothing}
            ${input(field, declared, id, refused, changed)}
            ${remove === undefined ? nothing : html`<button type="button" class="small" aria-label=${`Remove ${name}`} @click=${remove}>Remove</button>`}
        </div>
        <div class="hint" id=${`${id}-hint`}>${hint(field, declared, known)}${refused === undefined ? nothing : html` <strong class="reason">${refused}</strong>`}</div>
    </div>`;
}

function input(field, declared, id, refused, changed)
{
    const hintId = `${id}-hint`;
    const invalid = refused === undefined ? nothing : 'true';
    const write = event => {
        field.text = event.target.value;
        changed();
    };
    const values = declared?.type === 'boolean' ? ['true', 'false'] : declared?.values;
    if (values !== undefined && field.kind === 'value' && (field.text === '' || values.includes(field.text))) {
        return html`<select id=${id} aria-describedby=${hintId} aria-invalid=${invalid} @change=${write}>
            <option value="" ?selected=${field.text === ''}>${declared.defaultValue === undefined ? 'not set' : `default (${declared.defaultValue})`}</option>
            ${values.map(value => html`<option value=${value} ?selected=${field.text === value}>${value}</option>`)}
        </select>`;
    }
    if (isSecret(field, declared) && field.kind === 'value') {
        return html`<input type="password" id=${id} autocomplete="new-password" aria-describedby=${hintId} aria-invalid=${invalid}
            placeholder=${field.keeps ? 'stored; leave it empty to keep it' : ''} .value=${live(field.text)} @input=${write}>`;
    }
    return html`<input type="text" id=${id} spellcheck="false" aria-describedby=${hintId} aria-invalid=${invalid}
        placeholder=${placeholder(field, declared)} .value=${live(field.text)} @input=${write}>`;
}

function placeholder(field, declared)
{
    if (field.kind !== 'value') {
        return SOURCES[field.kind].example;
    }
    return declared?.example ? `for example ${declared.example}` : declared?.defaultValue ? `default: ${declared.defaultValue}` : '';
}

// where the value of a secret comes from
function source(field, changed)
{
    const choose = event => {
        field.kind = event.target.value;
        field.text = '';
        changed();
    };
    return html`<select aria-label=${`Where the value of ${field.name} comes from`} @change=${choose}>
        <option value="value" ?selected=${field.kind === 'value'}>this value</option>
        ${Object.entries(SOURCES).map(([kind, {label}]) => html`<option value=${kind} ?selected=${field.kind === kind}>${label}</option>`)}
    </select>`;
}

function hint(field, declared, known)
{
    if (field.kind !== 'value') {
        return `${SOURCES[field.kind].hint} The store has only \${${field.kind}:${field.text}}.`;
    }
    if (declared === undefined) {
        return known ? 'The connector does not declare this property.' : '';
    }
    const facts = [
        ['string', 'enum', undefined].includes(declared.type) ? undefined : text.type(declared.type),
        declared.defaultValue === undefined ? undefined : `default: ${declared.defaultValue}`,
        declared.deprecated ? 'deprecated' : undefined,
    ];
    return [declared.description, facts.filter(Boolean).join(', ')].filter(Boolean).join('. ');
}
