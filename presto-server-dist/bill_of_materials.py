#!/usr/bin/env python3
"""Writes a CycloneDX bill of materials of jars, in JSON.

It has a component for each jar: its Maven coordinates, its checksum, where it is, and the libraries that are shaded into it.
Coordinates are what the jar says itself; groups.properties has the groups of those that say nothing. A jar of unknown
coordinates is an error.
"""
import argparse
import json
import re
import sys
import uuid
from collections import defaultdict, namedtuple
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

SPECIFICATION = '1.6'
GROUPS = Path(__file__).with_name('groups.properties')
MAVEN_PROPERTIES = re.compile(r'META-INF/maven/[^/]+/[^/]+/pom\.properties')
FILE_NAME = re.compile(r'(?P<artifact>.+?)-(?P<version>\d.*)\.jar')

Coordinates = namedtuple('Coordinates', 'group artifact version classifier', defaults=('',))
Jar = namedtuple('Jar', 'coordinates shaded checksum')


def read_properties(text):
    return dict(line.strip().split('=', 1) for line in text.splitlines() if '=' in line and not line.startswith('#'))


def groups_of_artifacts():
    groups = read_properties(GROUPS.read_text())
    return {artifact: group for group, artifacts in groups.items() for artifact in artifacts.split()}


def named_coordinates(file_name, groups):
    match = FILE_NAME.fullmatch(file_name)
    group = groups.get(match['artifact']) if match else None
    if group is None:
        sys.exit(f'bill of materials: {file_name} does not say its Maven group; add it to {GROUPS}')
    return Coordinates(group, match['artifact'], match['version'])


def read_jar(file_name, data, groups):
    stem = file_name[:-len('.jar')]
    with ZipFile(BytesIO(data)) as jar:
        maven = [read_properties(jar.read(entry).decode()) for entry in jar.namelist() if MAVEN_PROPERTIES.fullmatch(entry)]
    contained = {Coordinates(properties['groupId'], properties['artifactId'], properties['version']) for properties in maven}
    own = {found for found in contained if stem == found.artifact or f'{stem}-'.startswith(f'{found.artifact}-{found.version}-')}
    if own:
        coordinates = max(own, key=lambda found: len(found.artifact))
        coordinates = coordinates._replace(classifier=stem[len(f'{coordinates.artifact}-{coordinates.version}-'):])
    else:
        coordinates = named_coordinates(file_name, groups)
    return Jar(coordinates, tuple(sorted(contained - own)), sha256(data).hexdigest())


def component(coordinates):
    qualifiers = f'?classifier={quote(coordinates.classifier)}&type=jar' if coordinates.classifier else '?type=jar'
    return {
        'type': 'library',
        'group': coordinates.group,
        'name': coordinates.artifact,
        'version': coordinates.version,
        'purl': f'pkg:maven/{quote(coordinates.group)}/{quote(coordinates.artifact)}@{quote(coordinates.version)}{qualifiers}'}


def bill_of_materials(name, version, time, jars):
    """The document for jars by their paths."""
    paths = defaultdict(list)
    for path, jar in sorted(jars.items()):
        paths[jar].append(path)
    components = []
    for jar, places in sorted(paths.items()):
        library = component(jar.coordinates)
        library['bom-ref'] = jar.checksum
        library['hashes'] = [{'alg': 'SHA-256', 'content': jar.checksum}]
        library['evidence'] = {'occurrences': [{'location': place} for place in places]}
        if jar.shaded:
            library['components'] = [component(shaded) for shaded in jar.shaded]
        components.append(library)
    product = {'type': 'application', 'group': 'io.prestodynamic', 'name': name, 'version': version}
    return json.dumps({
        'bomFormat': 'CycloneDX',
        'specVersion': SPECIFICATION,
        'serialNumber': f'urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, repr(components))}',
        'version': 1,
        'metadata': {'timestamp': time, 'component': product},
        'components': components}, indent=1) + '\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    parser.add_argument('--output', type=Path, required=True, help='the file to write')
    parser.add_argument('--name', required=True, help='what the jars are a part of')
    parser.add_argument('--version', required=True, help='its version')
    parser.add_argument('--time', required=True, help='when it was made, as in ISO 8601')
    parser.add_argument('jars', type=Path, nargs='+', help='a jar, or a folder of jars; all are in lib/')
    args = parser.parse_args()

    groups = groups_of_artifacts()
    files = [file for path in args.jars for file in (path.glob('*.jar') if path.is_dir() else [path])]
    jars = {f'lib/{file.name}': read_jar(file.name, file.read_bytes(), groups) for file in files}
    args.output.write_text(bill_of_materials(args.name, args.version, args.time, jars))


if __name__ == '__main__':
    main()
