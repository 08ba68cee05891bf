// The form that adds or changes a catalog.

import {html, nothing} from './lit-html/lit-html.js';
import {live} from './lit-html/directives/live.js';
import {repeat} from './lit-html/directives/repeat.js';
import * as api from './api.js';
import {checks} from './catalog.js';
import {show, table} from './difference.js';
import {Draft} from './fields.js';
import {filesInput} from './files.js';
import {parse} from './paste.js';
import {isSecret, propertyInput} from './property.js';
import * as text from './text.js';

const SECONDS = 5;

export class FormScreen
{
    // without a name, a catalog is added
    constructor(app, name)
    {
        this.app = app;
        this.name = name;
        this.title = name === undefined ? 'Add a catalog' : `Change catalog ${name}`;
        this.place = name === undefined ? '#/add' : '#/';
        this.draft = name === undefined ? Draft.empty() : undefined;
        this.connectors = [];
        this.usual = {};
        this.connector = undefined;
        this.saved = false;
    }

    async start()
    {
        const poll = this.name === undefined ? () => {} : api.poll(SECONDS, () => this.watch());
        this.stop = poll;
        [this.connectors, this.usual] = await Promise.all([
            this.app.ask(api.connectors).then(answer => (answer?.json ?? []).filter(connector => connector.allowed !== false).map(connector => connector.connectorName)),
            api.usualProperties(),
        ]);
        this.app.render();
    }

    isDirty()
    {
        return !this.saved && this.draft !== undefined && this.draft.isChanged;
    }

    // reads the catalog, and notices when somebody else stores another version
    async watch()
    {
        const answer = await this.app.ask(() => api.catalog(this.name));
        if (answer === undefined) {
            return;
        }
        if (this.draft === undefined) {
            this.draft = Draft.of(answer.json);
            await this.describe();
        }
        else if (answer.json.version !== this.draft.stored.version && this.newer?.version !== answer.json.version) {
            this.newer = answer.json;
            this.app.render();
        }
    }

    // asks for the properties of the connector
    async describe()
    {
        const name = this.draft.connector;
        this.connector = undefined;
        const answer = name === '' ? undefined : await this.app.ask(() => api.connector(name));
        if (name === this.draft.connector) {
            this.connector = answer?.json;
            // a connector without a list of ours needs these
            this.usual[name] ??= (this.connector?.properties ?? []).filter(property => property.required);
            this.usual[name].forEach(property => this.draft.field(property.name));
            this.app.render();
        }
    }

    template()
    {
        const draft = this.draft;
        if (draft === undefined) {
            return html`<p>Loading...</p>`;
        }
        return html`<form class="definition" autocomplete="off" @submit=${event => this.save(event)}>
            ${this.newerVersion()}
            ${this.conflict()}
            <div class="columns">
                <label class="field">Name<input type="text" id="name" required maxlength="200" pattern="[a-z0-9_][a-z0-9_\\-]*" title="Letters a to z, digits, _ and -"
                    ?readonly=${this.name !== undefined} .value=${live(draft.name)} @input=${event => this.rename(event)}></label>
                ${this.connectorChoice()}
                ${this.text('Description (optional)', 'description')}
            </div>
            ${draft.connector === '' ? html`<p>Choose a connector: the kind of system that the catalog reads.</p>` : this.properties()}
            ${this.paste()}
            ${draft.connector === '' ? nothing : filesInput(draft, () => this.edited())}
            ${this.tested === undefined ? nothing : html`<section aria-label="Test">${checks(this.tested)}</section>`}
            ${this.text('Why (optional, for the history)', 'comment')}
            <div role="alert">${this.error === undefined ? nothing : html`<p class="message bad reason">${this.error.message}</p>`}</div>
            <div class="buttons">
                <button type="button" id="test" ?disabled=${draft.connector === '' || this.tested?.running} @click=${() => this.test()}>Test</button>
                <button type="submit" id="save" class="primary" ?disabled=${draft.connector === '' || this.saving}>${this.saving ? 'Please wait...' : 'Save'}</button>
                <a class="button" href=${this.name === undefined ? '#/' : `#/catalog/${encodeURIComponent(this.name)}`}>Cancel</a>
            </div>
        </form>`;
    }

    text(label, field)
    {
        return html`<label class="field">${label}<input type="text" id=${field} maxlength="1000" .value=${live(this.draft[field])}
            @input=${event => this.write(field, event)}></label>`;
    }

    write(field, event)
    {
        this.draft[field] = event.target.value;
        this.app.render();
    }

    rename(event)
    {
        this.draft.name = event.target.value;
        this.edited();
    }

    // what the server has said is about what was there before
    edited()
    {
        this.error = undefined;
        this.tested = undefined;
        this.app.render();
    }

    connectorChoice()
    {
        const chosen = this.draft.connector;
        if (this.name !== undefined) {
            return html`<label class="field">Connector<input type="text" id="connector" readonly .value=${chosen}></label>`;
        }
        const known = this.connectors.includes(chosen) || chosen === '' ? this.connectors : [...this.connectors, chosen];
        return html`<label class="field">Connector<select id="connector" required @change=${event => this.choose(event.target.value)}>
            <option value="" ?selected=${chosen === ''}>choose...</option>
            ${known.map(name => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}
        </select></label>`;
    }

    choose(connector)
    {
        this.draft.connector = connector;
        // what is typed already stays
        this.draft.fields.forEach((field, name) => field.value === undefined && this.draft.fields.delete(name));
        this.edited();
        this.describe();
    }

    properties()
    {
        const usual = (this.usual[this.draft.connector] ?? []).map(property => property.name);
        const names = [...usual, ...[...this.draft.fields.keys()].filter(name => !usual.includes(name))];
        return html`<fieldset class="properties"><legend>Properties</legend>
            ${names.length === 0 ? html`<p>This connector needs no properties.</p>` : nothing}
            ${repeat(names, name => name, name => this.property(name, !usual.includes(name)))}
            ${this.addition()}
        </fieldset>`;
    }

    // what the connector declares of a property, and what we say of a usual one
    declared(name)
    {
        const usual = this.usual[this.draft.connector]?.find(property => property.name === name);
        const declared = this.connector?.properties.find(property => property.name === name)
                ?? this.connector?.otherProperties.find(property => property.name === name || (property.prefixed && name.endsWith('.' + property.name)));
        return usual?.description === undefined && declared === undefined ? undefined : {...declared, ...usual};
    }

    property(name, removable)
    {
        const field = this.draft.field(name);
        return propertyInput({
            field,
            declared: this.declared(name),
            known: this.connector !== undefined,
            refused: this.refusal(name),
            changed: () => this.edited(),
            remove: removable ? () => this.remove(field) : undefined,
        });
    }

    // what the server has said about the property
    refusal(name)
    {
        const message = (this.error ?? this.tested?.error)?.message;
        return message?.split('\n').find(line => line.split(/[\s':,]+/).includes(name))?.trim();
    }

    remove(field)
    {
        field.forget();
        if (field.stored === undefined) {
            this.draft.fields.delete(field.name);
        }
        this.edited();
    }

    addition()
    {
        const declared = [...this.connector?.properties ?? [], ...this.connector?.otherProperties ?? []].filter(property => !this.draft.fields.has(property.name));
        const add = () => {
            const name = this.added?.trim();
            if (name) {
                this.draft.field(name);
                this.added = '';
                this.app.render();
                queueMicrotask(() => document.getElementById(`property-${name}`)?.focus());
            }
        };
        return html`<div class="addition">
            <label for="addition">Another property</label>
            <input type="text" id="addition" list="declared" spellcheck="false"
                placeholder=${declared.length === 0 ? 'type a name' : `search ${text.plural(declared.length, 'property')}, or type a name`}
                .value=${live(this.added ?? '')} @input=${event => this.added = event.target.value} @keydown=${event => event.key === 'Enter' && (event.preventDefault(), add())}>
            <datalist id="declared">${declared.map(property => html`<option value=${property.name}>${property.description ?? nothing}</option>`)}</datalist>
            <button type="button" class="small" @click=${add}>Add property</button>
        </div>`;
    }

    paste()
    {
        const take = () => {
            try {
                this.draft.take(parse(this.pasted ?? ''));
                this.pasted = '';
                this.pasteError = undefined;
                this.edited();
                this.describe();
            }
            catch (e) {
                this.pasteError = e.message;
                this.app.render();
            }
        };
        return html`<details class="paste"><summary>Paste a properties file or JSON</summary>
            <label class="field">Definition<textarea id="pasted" rows="6" spellcheck="false" .value=${live(this.pasted ?? '')}
                @input=${event => this.pasted = event.target.value}></textarea></label>
            <div role="alert">${this.pasteError === undefined ? nothing : html`<p class="message bad">${this.pasteError}</p>`}</div>
            <button type="button" class="small" @click=${take}>Fill in the form</button>
        </details>`;
    }

    async test()
    {
        const running = {running: true};
        this.tested = running;
        this.error = undefined;
        this.app.render();
        let tested;
        try {
            tested = {result: (await api.validate(this.draft.definition)).json};
        }
        catch (e) {
            tested = {error: e};
        }
        if (this.tested === running) {
            this.tested = tested;
            this.app.render();
        }
    }

    async save(event)
    {
        event.preventDefault();
        this.saving = true;
        this.error = undefined;
        this.app.render();
        try {
            const answer = await this.send();
            this.saved = true;
            this.app.go(`#/catalog/${encodeURIComponent(answer.catalogName)}`, outcome(answer, this.tested?.result?.valid));
        }
        catch (e) {
            if (e.code === 'VERSION_MISMATCH') {
                await this.compare();
            }
            else {
                this.error = e;
            }
        }
        this.saving = false;
        this.app.render();
    }

    async send()
    {
        const {draft} = this;
        const {comment} = draft;
        if (this.name === undefined) {
            return (await api.add(draft.definition, {comment})).json;
        }
        return (await api.patch(this.name, draft.patch, {version: draft.stored.version, comment})).json;
    }

    newerVersion()
    {
        return html`<div role="status">${this.newer === undefined ? nothing : html`<p class="message warn">
            ${this.newer.createdBy ?? 'Somebody'} has stored another version meanwhile.
            <button type="button" class="small" @click=${() => this.compare()}>Compare with mine</button></p>`}</div>`;
    }

    // puts what is typed on top of what is stored now, and shows both
    async compare()
    {
        const answer = await this.app.ask(() => api.catalog(this.name));
        if (answer !== undefined) {
            this.rebased = {...this.draft.rebase(answer.json), author: answer.json.createdBy, at: answer.json.createdAt};
            this.newer = undefined;
            this.edited();
        }
    }

    conflict()
    {
        if (this.rebased === undefined) {
            return nothing;
        }
        const {conflicts, taken, author, at} = this.rebased;
        return html`<section class="conflict message warn" aria-label="Changed meanwhile" role="alert">
            <h2>${author ?? 'Somebody'} has changed this catalog at ${text.time(at)}</h2>
            ${taken.length === 0 ? nothing : html`<p>These properties are in the form as they are stored now:</p>${table(taken, 'Before', 'Now')}`}
            ${conflicts.length === 0 ? html`<p>What you have changed is not affected. Save again to store both.</p>` : html`
            <p>You have both changed these properties. Choose which value to save:</p>
            <div class="wide" tabindex="0" role="region" aria-label="Conflicts"><table class="difference">
                <thead><tr><th scope="col">Property</th><th scope="col">Before</th><th scope="col">Stored now</th><th scope="col">Yours</th></tr></thead>
                <tbody>${conflicts.map(row => html`<tr><th scope="row">${row.name}</th>
                    <td>${show(row.before)}</td>
                    <td class="before">${show(row.theirs)}
                        <button type="button" class="small" aria-label=${`Take the stored value of ${row.name}`} @click=${() => this.yield(row)}>Take it</button></td>
                    <td class="after">${show(isSecret(this.draft.field(row.name), this.declared(row.name)) ? '******' : row.mine)}</td></tr>`)}</tbody>
            </table></div>`}
        </section>`;
    }

    yield(row)
    {
        this.draft.reset(row.name);
        this.rebased = {
            ...this.rebased,
            conflicts: this.rebased.conflicts.filter(other => other !== row),
            taken: [...this.rebased.taken, {name: row.name, before: row.before, after: row.theirs}],
        };
        this.edited();
    }
}

function outcome({catalogName, state}, tested)
{
    switch (state) {
        case 'PENDING':
            return `Catalog ${catalogName} is stored, and no node can run it yet.`;
        case 'ACTIVE':
            // nodes load catalogs whose sources are down as well
            return `Catalog ${catalogName} is stored. ${tested ? 'The next query can use it.' : 'Test shows whether its source answers.'}`;
        default:
            return `Catalog ${catalogName} is stored.`;
    }
}
