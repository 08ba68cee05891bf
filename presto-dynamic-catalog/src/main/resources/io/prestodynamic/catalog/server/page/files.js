// The inputs for the files that belong to a definition.

import {html, nothing} from './lit-html/lit-html.js';
import * as text from './text.js';

/*
 * draft:   the definition, as in fields.js
 * changed: is called after a change
 */
export function filesInput(draft, changed)
{
    const names = [...draft.storedFiles, ...draft.chosenFiles];
    const remove = name => {
        draft.removeFile(name);
        changed();
    };
    const choose = async input => {
        for (const file of input.files) {
            draft.files.set(file.name, {size: file.size, content: await base64(file)});
        }
        input.value = '';
        changed();
    };
    return html`<details class="files" ?open=${names.length > 0}><summary>Files that belong to the catalog, such as keytabs</summary>
        <p class="hint">A property refers to a file as <code>\${CATALOG_FILE:name}</code>, which stands for its path on each node.</p>
        ${names.length === 0 ? nothing : html`<table>
            <thead><tr><th scope="col">Name</th><th scope="col">Size</th><th scope="col">SHA-256</th><th scope="col"><span class="hidden">Remove</span></th></tr></thead>
            <tbody>${names.map(file => html`<tr>
                <th scope="row">${file.name}</th><td>${text.size(file.size)}</td><td>${file.sha256 ? text.hash(file.sha256) : 'new'}</td>
                <td><button type="button" class="small" aria-label=${`Remove file ${file.name}`} @click=${() => remove(file.name)}>Remove</button></td></tr>`)}
            </tbody>
        </table>`}
        <label class="field">Add or replace files<input type="file" id="files" multiple @change=${event => choose(event.target)}></label>
    </details>`;
}

function base64(file)
{
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.replace(/^[^,]*,/, ''));
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(file);
    });
}
