// Reads definitions that people have in files.

// Returns {catalogName, connectorName, properties} of JSON, or of a properties file as in etc/catalog.
export function parse(text)
{
    return text.trim().startsWith('{') ? parseJson(text) : parseProperties(text);
}

function parseJson(text)
{
    let document;
    try {
        document = JSON.parse(text);
    }
    catch (e) {
        throw new Error(`This is not JSON: ${e.message}`);
    }
    const {catalogName, connectorName, description, properties} = document;
    const values = properties ?? (connectorName === undefined ? document : {});
    const wrong = Object.keys(values).find(name => typeof values[name] !== 'string');
    if (wrong !== undefined) {
        throw new Error(`The value of ${wrong} is not a string.`);
    }
    return withConnector({catalogName, connectorName, description, properties: {...values}});
}

function parseProperties(text)
{
    const properties = {};
    // a backslash at the end of a line continues it
    for (const line of text.replace(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
        const trimmed = line.trim();
        if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith('!')) {
            continue;
        }
        const match = /^((?:\\.|[^\\=:\s])+)\s*[=:\s]\s*(.*)$/.exec(trimmed);
        if (match === null) {
            throw new Error(`This line has no value: ${trimmed.replace(/(.{40}).*/, '$1...')}`);
        }
        properties[unescape(match[1])] = unescape(match[2]);
    }
    return withConnector({properties});
}

function withConnector(definition)
{
    const {'connector.name': connectorName, ...properties} = definition.properties;
    return {...definition, connectorName: definition.connectorName ?? connectorName, properties};
}

function unescape(text)
{
    return text.replace(/\\u([0-9a-fA-F]{4})|\\(.)/g, (all, code, char) => code ? String.fromCharCode(parseInt(code, 16)) : {t: '\t', n: '\n', r: '\r', f: '\f'}[char] ?? char);
}
