// What is asked before a catalog is disabled, enabled, deleted or restored.

import {html, nothing} from './lit-html/lit-html.js';
import * as api from './api.js';
import * as text from './text.js';

// A dialog with one question. It stays open with the reason if the server refuses.
export class Action
{
    constructor(app, screen)
    {
        this.app = app;
        this.screen = screen;
        this.form = undefined;
    }

    open(form)
    {
        this.form = form;
        this.error = undefined;
        this.running = false;
        this.comment = '';
        this.force = false;
        this.app.render();
        queueMicrotask(() => document.getElementById('action')?.showModal());
    }

    close()
    {
        document.getElementById('action')?.close();
        this.form = undefined;
        this.app.render();
    }

    async run(event)
    {
        event.preventDefault();
        this.running = true;
        this.error = undefined;
        this.app.render();
        try {
            const {json} = await this.form.send(this);
            this.app.outcome = this.form.done(json);
            this.close();
            await this.screen.refresh();
        }
        catch (e) {
            this.error = e;
        }
        this.running = false;
        this.app.render();
    }

    template()
    {
        if (this.form === undefined) {
            return nothing;
        }
        const form = this.form;
        return html`<dialog id="action" aria-labelledby="action-title" @cancel=${() => this.close()}>
            <form @submit=${event => this.run(event)}>
                <h2 id="action-title">${form.title}</h2>
                ${form.text(this)}
                <label class="field">Why (optional, for the history)<input type="text" maxlength="1000" .value=${this.comment}
                    @input=${event => this.comment = event.target.value}></label>
                <div role="alert">${this.error === undefined ? nothing : html`<p class="message bad">${this.error.message}</p>`}</div>
                <div class="buttons">
                    <button type="submit" class=${form.danger ? 'danger' : 'primary'} ?disabled=${this.running}>${this.running ? 'Please wait...' : form.label}</button>
                    <button type="button" @click=${() => this.close()}>Cancel</button>
                </div>
            </form>
        </dialog>`;
    }
}

export function enableForm(catalog)
{
    const name = catalog.catalogName;
    return catalog.enabled
        ? {
            title: `Disable catalog ${name}?`,
            label: 'Disable',
            text: () => html`<p>Queries do not find it any more. It is kept, and can be enabled again.</p>${running(catalog)}`,
            send: ({comment}) => api.patch(name, {enabled: false}, {comment}),
            done: () => `Catalog ${name} is disabled.`,
        }
        : {
            title: `Enable catalog ${name}?`,
            label: 'Enable',
            text: () => html`<p>All nodes load it again.</p>`,
            send: ({comment}) => api.patch(name, {enabled: true}, {comment}),
            done: changed => `Catalog ${name} is ${changed.state === 'PENDING' ? 'enabled; no node can run it yet' : 'enabled'}.`,
        };
}

export function deleteForm(catalog)
{
    const name = catalog.catalogName;
    return {
        title: `Delete catalog ${name}?`,
        label: 'Delete',
        danger: true,
        text: action => html`<p>New queries do not find it any more. The history can restore it.</p>
            ${running(catalog)}
            <fieldset><legend>Queries that use it</legend>
                <label><input type="radio" name="force" ?checked=${!action.force} @change=${() => action.force = false}> let them finish</label>
                <label><input type="radio" name="force" ?checked=${action.force} @change=${() => action.force = true}> fail them now</label>
            </fieldset>`,
        send: ({comment, force}) => api.remove(name, force, {version: catalog.version, comment}),
        done: ({state, queries}) => state === 'DRAINING'
            ? `Catalog ${name} is deleted; ${text.plural(queries, 'query')} still ${queries === 1 ? 'uses' : 'use'} it.`
            : `Catalog ${name} is deleted.`,
    };
}

export function restoreForm(name, entry)
{
    return {
        title: `Restore catalog ${name}?`,
        label: 'Restore',
        text: () => html`<p>It is defined again as version <code>${entry.version}</code> of ${text.time(entry.at)} was, secrets included.</p>`,
        send: ({comment}) => api.restore(name, entry.version, {comment}),
        done: () => `Catalog ${name} is restored.`,
    };
}

function running({queries = 0})
{
    return queries === 0
        ? html`<p>No query runs on it.</p>`
        : html`<p><strong>${text.plural(queries, 'query')}</strong> ${queries === 1 ? 'runs' : 'run'} on it.</p>`;
}
