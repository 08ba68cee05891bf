// Requests to the catalog API of this server.

export class ApiError extends Error
{
    constructor(status, code, message)
    {
        super(message);
        this.status = status;
        this.code = code;
    }
}

// headers are bytes, and the server reads them as UTF-8
function bytes(text)
{
    return Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join('');
}

async function send(method, path, {body, version, comment} = {})
{
    const headers = {Accept: 'application/json'};
    if (body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    if (version) {
        headers['If-Match'] = `"${version}"`;
    }
    if (comment) {
        headers['X-Presto-Catalog-Comment'] = bytes(comment);
    }
    let response;
    let text;
    try {
        response = await fetch(path, {method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store'});
        text = await response.text();
    }
    catch (e) {
        throw new ApiError(0, 'NO_ANSWER', 'The server does not answer.');
    }
    if (!response.ok) {
        throw refusal(response.status, text);
    }
    return {text, json: JSON.parse(text)};
}

function refusal(status, text)
{
    try {
        const {code, message} = JSON.parse(text);
        return new ApiError(status, code, message);
    }
    catch (e) {
        return new ApiError(status, status === 401 ? 'UNAUTHENTICATED' : 'UNKNOWN', status === 401 ? 'You are not logged in.' : `The server answered with status ${status}.`);
    }
}

const path = (...parts) => '/v1/' + parts.map(encodeURIComponent).join('/');

export const catalogs = () => send('GET', '/v1/catalog');
export const catalog = name => send('GET', path('catalog', name));
export const queries = name => send('GET', path('catalog', name, 'queries'));
export const rights = name => send('GET', '/v1/catalog/rights' + (name === undefined ? '' : '?catalogName=' + encodeURIComponent(name)));
export const connectors = () => send('GET', '/v1/connector');
export const connector = name => send('GET', path('connector', name));
export const validate = definition => send('POST', '/v1/catalog/validate', {body: definition});
export const validateStored = name => send('POST', path('catalog', name, 'validate'));
export const add = (definition, options) => send('POST', '/v1/catalog/add', {body: definition, ...options});
export const patch = (name, body, options) => send('PATCH', path('catalog', name), {body, ...options});
export const remove = (name, force, options) => send('DELETE', path('catalog', name) + (force ? '?force=true' : ''), options);
export const restore = (name, version, options) => send('POST', path('catalog', name, 'restore') + '?version=' + encodeURIComponent(version), options);

export function history(name, {before, limit = 100} = {})
{
    return send('GET', (name === undefined ? '/v1/catalog/history' : path('catalog', name, 'history')) + `?limit=${limit}` + (before === undefined ? '' : `&before=${before}`));
}

export const refused = () => send('GET', '/v1/catalog/history/refused');

export async function usualProperties()
{
    const response = await fetch('/ui/catalogs/connectors.json');
    return response.json();
}

// Calls the function now and then every few seconds, while somebody looks at the page. Returns what stops it.
export function poll(seconds, call)
{
    let timer;
    let stopped = false;
    const run = async () => {
        if (!document.hidden) {
            await call();
        }
        if (!stopped) {
            timer = setTimeout(run, seconds * 1000);
        }
    };
    run();
    return () => {
        stopped = true;
        clearTimeout(timer);
    };
}
