// The definition that somebody edits, and how it differs from what is stored.

export const MASK = '******';

const REFERENCE = /^\$\{(FILE|ENV):([^{}]*)\}$/;

// One property. A stored secret is shown as a mask, and kept as long as nothing is typed.
class Field
{
    constructor(name, stored)
    {
        this.name = name;
        this.set(stored);
    }

    set(stored)
    {
        this.stored = stored;
        this.keeps = stored === MASK;
        this.write(this.keeps ? '' : stored ?? '');
    }

    write(text)
    {
        const reference = REFERENCE.exec(text);
        this.kind = reference ? reference[1] : 'value';
        this.text = reference ? reference[2] : text;
    }

    // what the property will be, or undefined if it is not set
    get value()
    {
        if (this.kind !== 'value') {
            return this.text === '' ? undefined : `\${${this.kind}:${this.text}}`;
        }
        if (this.text === '') {
            return this.keeps ? MASK : this.stored === '' ? '' : undefined;
        }
        return this.text;
    }

    get changed()
    {
        return this.value !== this.stored;
    }

    forget()
    {
        this.keeps = false;
        this.kind = 'value';
        this.text = '';
    }
}

export class Draft
{
    // a catalog to add
    static empty()
    {
        return new Draft(undefined);
    }

    static of(catalog)
    {
        return new Draft(catalog);
    }

    constructor(stored)
    {
        this.stored = stored;
        this.name = stored?.catalogName ?? '';
        this.connector = stored?.connectorName ?? '';
        this.description = stored?.description ?? '';
        this.comment = '';
        this.fields = new Map();
        Object.entries(stored?.properties ?? {}).forEach(([name, value]) => this.fields.set(name, new Field(name, value)));
        // contents that were chosen, and null for files to remove
        this.files = new Map();
    }

    field(name)
    {
        if (!this.fields.has(name)) {
            this.fields.set(name, new Field(name, undefined));
        }
        return this.fields.get(name);
    }

    take({catalogName, connectorName, description, properties})
    {
        if (this.stored === undefined) {
            this.name = catalogName ?? this.name;
            this.connector = connectorName ?? this.connector;
        }
        this.description = description ?? this.description;
        Object.entries(properties).filter(([name, value]) => value !== MASK).forEach(([name, value]) => this.field(name).write(value));
    }

    get properties()
    {
        return Object.fromEntries([...this.fields.values()].filter(field => field.value !== undefined).map(field => [field.name, field.value]));
    }

    get storedFiles()
    {
        return (this.stored?.files ?? []).filter(file => !this.files.has(file.name));
    }

    get chosenFiles()
    {
        return [...this.files].filter(([, file]) => file !== null).map(([name, file]) => ({name, ...file}));
    }

    removeFile(name)
    {
        if (this.stored?.files.some(file => file.name === name)) {
            this.files.set(name, null);
        }
        else {
            this.files.delete(name);
        }
    }

    // what add and validate take
    get definition()
    {
        const files = Object.fromEntries([
            ...this.storedFiles.map(({name, sha256}) => [name, {sha256}]),
            ...this.chosenFiles.map(({name, content}) => [name, {content}]),
        ]);
        return {
            catalogName: this.name,
            connectorName: this.connector,
            properties: this.properties,
            ...(Object.keys(files).length > 0 && {files}),
            ...(this.description !== '' && {description: this.description}),
        };
    }

    // only what differs, so that all else stays as others have left it
    get patch()
    {
        const changed = [...this.fields.values()].filter(field => field.changed);
        return {
            ...(changed.length > 0 && {properties: Object.fromEntries(changed.map(field => [field.name, field.value ?? null]))}),
            ...(this.files.size > 0 && {files: Object.fromEntries([...this.files].map(([name, file]) => [name, file && {content: file.content}]))}),
            ...(this.description !== (this.stored.description ?? '') && {description: this.description === '' ? null : this.description}),
        };
    }

    get isChanged()
    {
        return this.stored === undefined ? this.connector !== '' || this.name !== '' : Object.keys(this.patch).length > 0;
    }

    // Puts the changes on top of what somebody else has stored. Returns what both have changed, and what only the other has.
    rebase(theirs)
    {
        const conflicts = [];
        const taken = [];
        const names = new Set([...this.fields.keys(), ...Object.keys(theirs.properties)]);
        names.forEach(name => {
            const field = this.field(name);
            const before = field.stored;
            const now = theirs.properties[name];
            if (!field.changed) {
                field.set(now);
                if (before !== now) {
                    taken.push({name, before, after: now});
                }
                return;
            }
            const mine = field.value;
            field.stored = now;
            field.keeps &&= now === MASK;
            if (before !== now && mine !== now) {
                conflicts.push({name, before, theirs: now, mine});
            }
        });
        if (this.description === (this.stored.description ?? '')) {
            this.description = theirs.description ?? '';
        }
        this.stored = theirs;
        return {conflicts, taken};
    }

    // gives up a change for what is stored
    reset(name)
    {
        this.field(name).set(this.stored.properties[name]);
    }
}
